"""Spans of texts by any extractive model: one that is read off here, and a tiny real one."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import torch
import transformers
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Metaspace, PreTokenizer, Whitespace
from tokenizers.processors import TemplateProcessing

from index.errors import ModelUnavailableError
from qa.readers.extraction import ExtractedSpan, Extractor
from tests.support.laws import costly

if TYPE_CHECKING:
    from pathlib import Path

    from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "answer", "nearly", "ban", "the", "takes", "when"]
READS = 64  # tokens at once
QUESTION = "when takes the ban"
TEXTS = st.text("ab éß🙂e\u0301\n.") | st.builds(
    lambda words, times: " ".join(words * times),
    st.lists(st.sampled_from([*WORDS[4:], "other", "½"]), max_size=9),
    st.integers(1, 20),
)


def tokenizer(cut: PreTokenizer | None = None, begins: str = "") -> PreTrainedTokenizerFast:
    """A word is a token; those of ``WORDS`` are known."""
    known = [*WORDS[:4], *(begins + word for word in WORDS[4:])]
    vocabulary = {word: number for number, word in enumerate(known)}
    plain = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106
    plain.pre_tokenizer = cut or Whitespace()
    plain.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=plain,
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        cls_token="[CLS]",  # noqa: S106
        sep_token="[SEP]",  # noqa: S106
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )


class Preferring:
    """A network that gives each word the logit named for it, as a start and as an end."""

    config = SimpleNamespace(max_position_embeddings=READS, type_vocab_size=2)
    device = torch.device("cpu")

    def __init__(self, **logits: float) -> None:
        self._logits = torch.full((len(WORDS),), -5.0)
        self._logits[WORDS.index("[CLS]")] = 0
        for word, logit in logits.items():
            self._logits[WORDS.index(word)] = logit

    def __call__(self, input_ids: torch.Tensor, **_: Any) -> SimpleNamespace:
        assert input_ids.shape[1] <= READS
        logits = self._logits[input_ids]
        return SimpleNamespace(start_logits=logits, end_logits=logits)


@pytest.fixture(scope="module")
def preferring() -> Extractor:
    return Extractor(Preferring(answer=10, nearly=5), tokenizer())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def network() -> BertForQuestionAnswering:
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=READS,
        initializer_range=1.0,
    )
    return transformers.BertForQuestionAnswering(config).eval()


@pytest.fixture(scope="module")
def tiny(network: BertForQuestionAnswering) -> Extractor:
    return Extractor(network, tokenizer())  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path, network: BertForQuestionAnswering) -> Path:
    network.save_pretrained(tmp_path)
    tokenizer().save_pretrained(tmp_path)
    return tmp_path


def best(extractor: Extractor, text: str, begin: int = 0) -> str:
    [[first, *_]] = extractor.extract(QUESTION, [text], [begin])
    return text[first.start : first.end]


def test_what_the_model_prefers_comes_first(preferring: Extractor) -> None:
    text = "the ban nearly takes the answer, the ban"
    [[first, second, *_]] = preferring.extract(QUESTION, [text])
    assert first == ExtractedSpan(text.index("answer"), text.index("answer") + 6, 20.0)
    # From a word that is nearly right to the one that is: the sum of their logits.
    assert (text[second.start : second.end], second.score) == ("nearly takes the answer", 15.0)


def test_a_score_above_nothing_says_that_the_text_answers(preferring: Extractor) -> None:
    answering, other = preferring.extract(QUESTION, ["the answer", "the ban takes"])
    assert answering[0].score > 0 > other[0].score


@costly(30)
@given(st.integers(0, 299), st.integers(1, 300))
def test_an_answer_is_found_wherever_it_stands_in_a_long_text(
    preferring: Extractor, place: int, length: int
) -> None:
    words = ["ban"] * max(length, place + 1)
    words[place] = "answer"
    text = " ".join(words)
    [spans] = preferring.extract(QUESTION, [text])
    assert (spans[0].start, spans[0].score) == (4 * place, 20.0)
    assert text[spans[0].start : spans[0].end] == "answer"
    # Once, in two windows as in one.
    assert len({(span.start, span.end) for span in spans}) == len(spans)


def test_every_window_gives_spans(preferring: Extractor) -> None:
    text = " ".join(["nearly", *["ban"] * 200, "answer", *["ban"] * 200, "nearly"])
    [spans] = preferring.extract(QUESTION, [text])
    assert [text[span.start : span.end] for span in spans[:3]] == ["answer", "nearly", "nearly"]
    assert {spans[1].start, spans[2].start} == {0, text.rindex("nearly")}


@given(
    st.lists(st.sampled_from(["answer", "ban"]), max_size=90),
    st.lists(st.sampled_from(["nearly", "ban"]), min_size=1, max_size=90),
)
def test_what_stands_before_is_read_and_not_quoted(
    preferring: Extractor, before: list[str], words: list[str]
) -> None:
    title = " ".join([*before, ""])
    text = title + " ".join(words)
    [spans] = preferring.extract(QUESTION, [text], [len(title)])
    assert all(len(title) <= span.start for span in spans)
    preferred = "nearly" if "nearly" in words else "ban"
    chosen = text[spans[0].start : spans[0].end].split()
    assert (chosen[0], chosen[-1]) == (preferred, preferred)


@costly(20)
@given(st.lists(TEXTS, max_size=4), st.data())
def test_spans_are_words_of_the_text_best_first_and_each_once(
    tiny: Extractor, texts: list[str], data: st.DataObject
) -> None:
    begins = [data.draw(st.integers(0, len(text))) for text in texts]
    found = tiny.extract(QUESTION, texts, begins)
    assert len(found) == len(texts)
    for text, begin, spans in zip(texts, begins, found, strict=True):
        assert all(begin <= span.start < span.end <= len(text) for span in spans)
        assert all(text[span.start : span.end].split() for span in spans)
        scores = [span.score for span in spans]
        assert scores == sorted(scores, reverse=True)
        assert len({(span.start, span.end) for span in spans}) == len(spans)
        assert spans or not any(letter.isalnum() for letter in text[begin:].partition(" ")[2])


@costly(10)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_texts_are_read_together_as_they_are_one_by_one(tiny: Extractor, texts: list[str]) -> None:
    together = tiny.extract(QUESTION, texts)
    for text, spans in zip(texts, together, strict=True):
        [alone] = tiny.extract(QUESTION, [text])
        assert [span.score for span in spans] == pytest.approx(
            [span.score for span in alone], abs=1e-3
        )
        scores = {(span.start, span.end): span.score for span in alone[:-1]}
        for span in spans[:-1]:  # two of the same score may change places, and one be left out
            if span.score > alone[-1].score + 1e-3:
                assert span.score == pytest.approx(scores[span.start, span.end], abs=1e-3)


def test_nothing_is_read_in_nothing(tiny: Extractor) -> None:
    assert tiny.extract(QUESTION, []) == []
    assert tiny.extract(QUESTION, ["", " \n"]) == [[], []]


def test_a_model_whose_numbers_overflow_reads_nothing() -> None:
    broken = Preferring(**dict.fromkeys(["the", "ban", "takes", "answer", "[CLS]"], math.nan))
    assert Extractor(broken, tokenizer()).extract(QUESTION, ["the ban"]) == [[]]  # type: ignore[arg-type]


def test_the_rest_of_a_very_long_question_is_not_read(tiny: Extractor) -> None:
    text = "the ban takes the answer"
    long = "when takes the ban " * 50
    assert tiny.extract(long, [text]) == tiny.extract(long + "other " * 50, [text])
    assert tiny.extract(long, [text])[0]


@torch.inference_mode()
def test_the_model_is_given_what_its_tokenizer_makes(
    tiny: Extractor, network: BertForQuestionAnswering
) -> None:
    """Which words are the question's and which the text's, too."""
    text = "the answer takes the ban"
    read = network(**tokenizer()(QUESTION, text, return_tensors="pt"))
    starts, ends = read.start_logits[0], read.end_logits[0]
    words = range(6, 11)  # behind [CLS], the four of the question, and [SEP]
    expected = max(
        float(starts[a] + ends[b] - starts[0] - ends[0]) for a in words for b in words if a <= b
    )
    assert tiny.extract(QUESTION, [text])[0][0].score == pytest.approx(expected, abs=1e-4)


def test_space_is_no_part_of_an_answer() -> None:
    """Some tokenizers count the space before a word as its own."""
    spacious = tokenizer(Metaspace(), "▁")
    assert spacious("the answer", return_offsets_mapping=True)["offset_mapping"][2] == (3, 10)
    extractor = Extractor(Preferring(answer=10, nearly=5), spacious)  # type: ignore[arg-type]
    assert best(extractor, "the answer takes") == "answer"
    assert best(extractor, "answer nearly takes", begin=7) == "nearly"


def test_a_local_folder_is_a_model(folder: Path) -> None:
    text = "the answer takes the ban"
    [spans] = Extractor.load(str(folder)).extract(QUESTION, [text])
    assert len(spans) > 1
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_the_layers_of_any_reader_are_handed_over(folder: Path) -> None:
    encoder = Extractor.load(str(folder))._model.base_model.encoder
    assert type(encoder).__name__ != "BertEncoder"


def test_a_model_that_was_not_trained_to_read_is_refused(folder: Path) -> None:
    transformers.BertModel(transformers.BertConfig.from_pretrained(folder)).save_pretrained(folder)
    with pytest.raises(ModelUnavailableError):
        Extractor.load(str(folder))


@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", "a b c"])
def test_a_model_that_cannot_be_loaded_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelUnavailableError, match=name) as error:
        Extractor.load(name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_without_a_whole_model_says_what_to_do(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ModelUnavailableError):
        Extractor.load(str(folder))


def test_a_damaged_model_says_what_to_do(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelUnavailableError):
        Extractor.load(str(folder))
