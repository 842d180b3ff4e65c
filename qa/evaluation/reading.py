"""Measure a reader on a benchmark's questions: answers, declining, confidence and ranking."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from index.datatypes import Hit, Passage
from qa.compose import compose
from qa.evaluation.dataset import gold_spans
from qa.evaluation.metrics import compare
from qa.evaluation.quotes import calibration_error, refusal, score
from qa.evaluation.written import WrittenOutcome, score_claims, summarise_written
from qa.question import MAX_CHARACTERS, parse_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.datatypes import Article
    from qa.answerers import Answerer
    from qa.answerers.extractive import ExtractiveAnswerer
    from qa.evaluation.dataset import Dataset, Query
    from qa.evaluation.metrics import Comparison
    from qa.evaluation.quotes import QuoteScore
    from qa.pipeline import Pipeline
    from qa.question import Question
    from qa.readers import Reader, Reading

QUESTION_DAY = date(2025, 1, 1)
"""Fixed day of the questions, so that "last month" does not depend on the day of measurement."""

RERANKED = ("late", "reader")
"""Orders of documents: by retrieval alone, and with the passages that were read first."""


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """Scores of reading.

    Attributes:
        order: Comparison of ``RERANKED`` over the questions that were read; None if none is judged.
        quotes: Mean scores of quotes over the answerable questions, end to end; empty if none was
            read.
        gold: Mean scores of the words if only the right document is read.
        refusal: Precision and recall of declining; empty if every question has an answer.
        written: Scores of written answers: the same as ``quotes`` over the claims or else the
            quotes, ``refusal``, and counts of claims, in total and per kind of question; empty
            without a language model.
        calibration: Expected calibration error of the confidence that the best quote contains the
            answer; empty if no answer is known.
    """

    order: Comparison | None = None
    quotes: dict[str, Any] = field(default_factory=dict)
    gold: dict[str, Any] = field(default_factory=dict)
    refusal: dict[str, Any] = field(default_factory=dict)
    calibration: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "read": self.order.to_dict()["methods"] if self.order else {},
            "quotes": self.quotes,
            "gold": self.gold,
            "refusal": self.refusal,
            "calibration": self.calibration,
            **({"written": self.written} if self.written else {}),
        }


def read_questions(
    dataset: Dataset,
    pipeline: Pipeline,
    answerer: ExtractiveAnswerer,
    ranked: Mapping[str, Sequence[str]],
    limit: int,
    progress: bool,
    writer: Answerer | None = None,
) -> ReadingScores:
    """Ask some of the questions, and score the readings.

    Args:
        dataset: Documents, questions and judgements.
        pipeline: Pipeline over these documents.
        answerer: Answerer that reads them.
        ranked: Retrieved documents of each judged question.
        limit: Maximum number of questions, evenly spread over those with a known answer and those
            without one.
        progress: Show a progress bar on standard error.
        writer: Generative answerer for the same questions and passages.
    """
    chosen = [query for query in dataset.queries if query.answers or not query.answerable]
    step = max(1, -(-len(chosen) // limit)) if limit else 1
    chosen = chosen[::step] if limit else []
    languages = pipeline.stats.languages
    quotes = defaultdict[str, list[float]](list)
    outcomes: list[tuple[bool, bool]] = []
    confidences: list[tuple[float, bool]] = []
    orders: dict[str, dict[str, Sequence[str]]] = {name: {} for name in RERANKED}
    writing = None if writer is None else _Writing(writer)
    for query in tqdm(chosen, desc="Reading", unit=" questions", disable=not progress):
        question = parse_question(query.text[:MAX_CHARACTERS], languages, QUESTION_DAY)
        hits = pipeline.search(question, question.temporal.published)
        readings = answerer.read(question, hits)
        answer = compose(question, readings)
        outcomes.append((query.answerable, not answer.found))
        best = readings[0] if readings else None
        scored = _score(dataset, query, best) if best else None
        holds = query.answerable and scored is not None and scored.contains
        confidences.append((answer.confidence, holds))
        if writing is not None:
            writing.ask(query, question, hits, scored if answer.found else None)
        if query.id in ranked and query.id in dataset.qrels:
            read = [reading.hit.article.id for reading in readings] if answer.found else []
            orders["late"][query.id] = ranked[query.id]
            orders["reader"][query.id] = list(dict.fromkeys([*read, *ranked[query.id]]))
        if not query.answerable:
            continue
        quotes["answered"].append(answer.found)
        _add_score(quotes, scored if answer.found else None)
    judged = {query: dataset.qrels[query] for query in orders["late"]}
    return ReadingScores(
        order=compare(judged, orders, single=("late",)) if judged else None,
        quotes=_means(quotes),
        gold=read_gold(dataset, answerer.reader, chosen),
        refusal=refusal(outcomes).to_dict() if any(not known for known, _ in outcomes) else {},
        calibration={"error": round(calibration_error(confidences), 4)} if quotes else {},
        written={} if writing is None else writing.to_dict(),
    )


class _Writing:
    """Asks a generative answerer, and scores its answers."""

    def __init__(self, writer: Answerer) -> None:
        self._writer = writer
        self._scores = defaultdict[str, list[float]](list)
        self._outcomes: list[WrittenOutcome] = []

    def ask(
        self, query: Query, question: Question, hits: Sequence[Hit], quoted: QuoteScore | None
    ) -> None:
        """Ask a question, given the score of its extractive answer."""
        answer = self._writer.answer(question, hits, top_k=5)
        self._outcomes.append(WrittenOutcome(query.id, query.category, query.answerable, answer))
        if query.answerable:
            self._scores["answered"].append(answer.found)
            _add_score(self._scores, score_claims(query, answer) or quoted)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        declining = [(one.answerable, not one.answer.found) for one in self._outcomes]
        kinds = dict.fromkeys(one.category for one in self._outcomes if one.category)
        return {
            **_means(self._scores),
            "refusal": refusal(declining).to_dict(),
            "claims": {
                name: summarise_written(
                    [one for one in self._outcomes if name in {"all", one.category}], {}
                )
                for name in ("all", *kinds)
            },
        }


def read_gold(dataset: Dataset, reader: Reader, queries: Iterable[Query]) -> dict[str, Any]:
    """Return mean scores over questions for which only the right document is read, as a whole.

    Args:
        dataset: Documents and judgements.
        reader: Reader.
        queries: Questions; only those with spans in a relevant document are asked.
    """
    scores = defaultdict[str, list[float]](list)
    languages = {article.language for article in dataset.articles.values()}
    for query in queries:
        question = parse_question(query.text[:MAX_CHARACTERS], languages, QUESTION_DAY)
        for document in dataset.qrels.get(query.id, {}):
            article = dataset.articles[document]
            if gold_spans(query, article):
                readings = reader.read(question, [_whole_hit(article)])
                _add_score(scores, _score(dataset, query, readings[0]) if readings else None)
    return _means(scores)


def _whole_hit(article: Article) -> Hit:
    start, end = article.body_start, len(article.text)
    passage = Passage(0, article.id, start, end, article.text[start:])
    return Hit(passage, article, score=0.0, dense=0.0, lexical=0.0)


def _score(dataset: Dataset, query: Query, reading: Reading) -> QuoteScore:
    article = reading.hit.article
    relevant = article.id in dataset.qrels.get(query.id, {})
    words = reading.spans[0] if reading.spans else None
    return score(
        query, dataset.articles[article.id], (reading.start, reading.end), words, relevant=relevant
    )


def _add_score(scores: dict[str, list[float]], quote: QuoteScore | None) -> None:
    for name in ("contains", "exact", "f1"):
        scores[name].append(float(getattr(quote, name)) if quote else 0.0)


def _means(scores: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    if not scores:
        return {}
    found: dict[str, Any] = {
        name: round(statistics.fmean(values), 4) for name, values in scores.items()
    }
    return found | {"questions": len(scores["contains"])}
