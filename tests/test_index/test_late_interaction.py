from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.late_interaction import WordCodec, pool

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSION = 64


def random(count: int, seed: int, dimension: int = DIMENSION) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("text", "spans", "groups"),
    [
        # A word of two pieces, a word twice, punctuation, a mark of the model's own.
        ("Ban, ban TikTok", [(0, 0), (0, 3), (3, 4), (4, 8), (8, 12), (12, 15)], [[1, 3], [4, 5]]),
        ("l'été", [(0, 1), (1, 2), (2, 5)], [[0], [2]]),
        # The model's pieces are the words where none are set apart.
        ("中国人民", [(0, 2), (2, 4)], [[0], [1]]),
        ("中国在中国", [(0, 2), (2, 3), (3, 5)], [[0, 2], [1]]),
        ("a 中b", [(0, 1), (1, 3), (3, 4)], [[0], [1], [2]]),
        # A prompt stands before the text.
        ("Ban", [(-7, -1), (-1, 3)], [[1]]),
        ("?!", [(0, 1), (1, 2)], []),
        ("", [], []),
    ],
)
def test_tokens_are_pooled_by_distinct_word(
    text: str, spans: list[tuple[int, int]], groups: list[list[int]]
) -> None:
    tokens = random(len(spans), 1)
    words = pool(text, spans, tokens)
    assert words.shape == (len(groups), DIMENSION)
    for word, rows in zip(words, groups, strict=True):
        assert word == pytest.approx(unit(tokens[rows]).mean(axis=0), abs=1e-6)


@given(st.text(), st.data())
def test_any_text_and_any_tokens_can_be_pooled(text: str, data: st.DataObject) -> None:
    place = st.integers(-3, len(text) + 3)
    spans = data.draw(st.lists(st.tuples(place, place).map(sorted).map(tuple), max_size=8))
    spans = [(start, min(end, len(text))) for start, end in spans]
    words = pool(text, spans, random(len(spans), 2))
    assert len(words) <= len(spans)
    assert np.isfinite(words).all()


@given(st.integers(0, 30), st.integers(0, 1000))
def test_a_number_takes_two_bits(count: int, seed: int) -> None:
    codec = WordCodec(np.zeros(DIMENSION, np.float32))
    assert len(codec.pack(random(count, seed))) == count * DIMENSION // 4


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(1, 6), st.integers(0, 1000))
def test_scores_are_those_of_plain_arithmetic(counts: list[int], asked: int, seed: int) -> None:
    question = random(asked, seed)
    passages = [random(count, seed + 1 + number) for number, count in enumerate(counts)]
    center = random(1, seed + 100)[0] / 20
    codec = WordCodec(center)
    scores = codec.scores(question, [codec.pack(words) for words in passages])
    assert scores.shape == (len(passages),)

    def unpacked(words: NDArray[np.float32]) -> NDArray[np.float32]:
        scaled = unit(unit(words) - center) * np.sqrt(DIMENSION)
        return unit(np.where(np.abs(scaled) > 0.9816, 1.510, 0.4528) * np.sign(scaled))

    weights = unit(question) - center
    for score, words in zip(scores, passages, strict=True):
        nearest = (weights @ unpacked(words).T).max(axis=1).sum() if len(words) else 0.0
        assert score == pytest.approx(nearest / np.linalg.norm(weights, axis=1).sum(), abs=1e-4)
        assert -1.0001 <= score <= 1.0001


def test_packing_keeps_most_of_a_vector() -> None:
    codec = WordCodec(np.zeros(384, np.float32))
    words = random(50, 3, 384)
    own = [codec.scores(words[[i]], [codec.pack(words[[i]])])[0] for i in range(50)]
    assert min(own) > 0.9
    other = codec.scores(words[[0]], [codec.pack(words[[i]]) for i in range(1, 50)])
    assert max(other) < 0.3


def test_a_passage_with_more_of_the_question_scores_higher() -> None:
    codec, words = WordCodec(np.zeros(DIMENSION, np.float32)), random(10, 4)
    packed = [codec.pack(words[:count]) for count in range(11)]
    scores = codec.scores(words, packed)
    assert list(scores) == sorted(scores)
    assert scores[0] == 0


def test_the_common_part_is_taken_out(tmp_path: Path) -> None:
    common = random(1, 5) * 3
    words = random(200, 6) + common
    codec = WordCodec.fit([words[:100], words[100:]])
    bare = WordCodec(np.zeros(DIMENSION, np.float32))
    pairs = [(words[[i]], words[[i + 1]]) for i in range(0, 100, 2)]

    def likeness(one: WordCodec) -> float:
        return float(np.mean([one.scores(a, [one.pack(b)])[0] for a, b in pairs]))

    assert likeness(bare) > 0.6
    assert abs(likeness(codec)) < 0.1
    codec.save(tmp_path / "words.npy")
    again = WordCodec.load(tmp_path / "words.npy")
    assert again.pack(words) == codec.pack(words)


def test_without_words_there_is_nothing_to_compare() -> None:
    codec = WordCodec.fit([np.empty((0, DIMENSION), np.float32)])
    assert list(codec.scores(np.empty((0, DIMENSION), np.float32), [b"", b""])) == [0, 0]
    assert list(codec.scores(random(2, 1), [b""])) == [0]
    assert codec.pack(np.empty((0, DIMENSION), np.float32)) == b""
