"""What is measured of a reader, over questions and readings whose numbers can be read off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from index.passages import sentences
from index.testing import FakeEmbedder, article
from qa.evaluation.dataset import Dataset, Query
from qa.evaluation.reading import RERANKED, ReadingScores, read_gold
from qa.evaluation.run import evaluate
from qa.readers import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from qa.question import Question

TEXTS = {
    "bridge": "The northern bridge was closed in March. It reopens on Friday at noon.",
    "ferry": "The ferry is free. It crosses every hour.",
    "tower": "The tower has a new clock. It strikes on Friday and every hour.",
}
SAID: dict[str, dict[str, tuple[str, float]]] = {
    "When does the bridge reopen?": {"bridge": ("on Friday", 0.9), "tower": ("Friday", 0.35)},
    "How often does the ferry cross?": {"tower": ("clock", 0.15), "ferry": ("every hour", 0.8)},
    "What is new about the tower?": {"ferry": ("free", 0.4), "tower": ("a new clock", 0.3)},
    "When does the tower strike?": {"tower": ("Friday", 0.35)},
    "Who built the ferry?": {"ferry": ("ferry", 0.6)},
    "Who built the bridge?": {"bridge": ("northern bridge", 0.2)},
}
ANSWERS = [
    ("bridge", "Friday"),
    ("ferry", "Every hour"),
    ("tower", "new clock"),
    ("tower", "Friday"),
]


class Telling:
    """Tells of each article what ``SAID`` holds for the question, in its sentence."""

    def __init__(self, threshold: float = 0.5) -> None:
        self.asked: list[str] = []
        self._threshold = threshold

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        self.asked.append(question.text)
        found = {}
        for hit in hits:
            if told := SAID[question.text].get(hit.article.id):
                words, score = told
                text = hit.article.text
                span = (text.index(words), text.index(words) + len(words))
                [quote] = [
                    (start, end)
                    for start, end in sentences(text, "en")
                    if start <= span[0] and span[1] <= end
                ]
                found[hit.article.id] = Reading(
                    hit, *quote, score, (span,), score >= self._threshold
                )
        return sorted(found.values(), key=lambda reading: -reading.score)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    articles = {name: article(name, text) for name, text in TEXTS.items()}
    queries = []
    for text, right in zip(SAID, [*ANSWERS, None, None], strict=True):
        number = len(queries)
        if right is None:
            queries.append(Query(f"q{number}", text, "en", (), (), answerable=False))
            continue
        document, answer = right
        start = TEXTS[document].lower().index(answer.lower())
        span = (start, start + len(answer))
        stands = TEXTS[document][slice(*span)]
        queries.append(Query(f"q{number}", text, "en", (answer, stands), (span,), answerable=True))
    qrels = {f"q{number}": {document: 1} for number, (document, _) in enumerate(ANSWERS)}
    return Dataset("made up", articles, tuple(queries), qrels)


@pytest.fixture(scope="module")
def scores(dataset: Dataset) -> ReadingScores:
    found = evaluate(dataset, FakeEmbedder(), reader=Telling(), read=10, progress=False)
    return found.reading


def test_the_quote_has_to_hold_the_answer_and_the_words_to_be_it(scores: ReadingScores) -> None:
    # "on Friday" holds the answer and is not it; "every hour" is it; the others are declined.
    assert scores.quotes == {
        "answered": 2 / 4,
        "contains": 2 / 4,
        "exact": 1 / 4,
        "f1": pytest.approx((2 / 3 + 1) / 4, abs=1e-4),
        "questions": 4,
    }


def test_where_only_the_right_document_is_read_nothing_is_declined(scores: ReadingScores) -> None:
    # "a new clock" is the answer, articles aside.
    assert scores.gold == {
        "contains": 1.0,
        "exact": 3 / 4,
        "f1": pytest.approx((2 / 3 + 3) / 4, abs=1e-4),
        "questions": 4,
    }


def test_declining_is_counted(scores: ReadingScores) -> None:
    assert scores.refusal == {
        "precision": pytest.approx(1 / 3, abs=1e-4),
        "recall": 0.5,
        "answered": 2,
        "wrongly_declined": 2,
        "rightly_declined": 1,
        "wrongly_answered": 1,
    }


def test_confidence_is_held_against_what_came_true(scores: ReadingScores) -> None:
    # Right at 0.9, 0.8 and 0.35; wrong at 0.6, at 0.2, and at 0.4 in the wrong document.
    gaps = 0.1 + 0.2 + 0.65 + 0.6 + 0.2 + 0.4
    assert scores.calibration == {"error": pytest.approx(gaps / 6, abs=1e-4)}


@pytest.mark.parametrize(("threshold", "third"), [(0.3, 0.5), (0.5, 1)])
def test_what_answers_goes_before_what_was_retrieved(
    dataset: Dataset, threshold: float, third: float
) -> None:
    """The third question is answered wrongly, or not at all."""
    reader = Telling(threshold)
    order = evaluate(dataset, FakeEmbedder(), reader=reader, read=10, progress=False).reading.order
    assert order is not None
    assert tuple(order.methods) == RERANKED
    assert order.best_single == "late"
    assert order.queries == 4
    read = order.methods["reader"]
    assert [read.per_query[f"q{n}"]["MRR@10"] for n in range(4)] == pytest.approx([1, 1, third, 1])
    assert read.means["Recall@100"] == order.methods["late"].means["Recall@100"] == 1


def test_as_json(dataset: Dataset, scores: ReadingScores) -> None:
    told = evaluate(dataset, FakeEmbedder(), reader=Telling(), read=10, progress=False).to_dict()
    assert tuple(told["read"]) == RERANKED
    for name in ("quotes", "gold", "refusal", "calibration"):
        assert told[name] == getattr(scores, name)


@pytest.mark.parametrize(("limit", "number"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (99, 6)])
def test_no_more_questions_are_read_than_wanted(dataset: Dataset, limit: int, number: int) -> None:
    reader = Telling()
    found = evaluate(dataset, FakeEmbedder(), reader=reader, read=limit, progress=False).reading
    asked = dict.fromkeys(reader.asked)  # some once more, for the right document alone
    assert len(asked) == number
    told: dict[str, Any] = found.to_dict()
    assert any(told.values()) == (number > 0)


def test_without_a_reader_nothing_is_read(dataset: Dataset) -> None:
    assert evaluate(dataset, FakeEmbedder(), read=10, progress=False).reading == ReadingScores()


def test_without_known_spans_no_document_is_read_alone(dataset: Dataset) -> None:
    queries = [replace(query, spans=()) for query in dataset.queries]
    assert read_gold(dataset, Telling(), queries) == {}
