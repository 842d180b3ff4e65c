"""Answer by reading the best passages, and composing an answer from the readings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answerers.verdict import with_verdicts
from qa.compose import asks_of_now, compose, latest, newest_first
from qa.news import compose_news
from qa.question import Kind
from qa.readers import Reading
from qa.readers.article_match import article_evidence, match_terms
from qa.vetoes import without_vetoed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from qa.answer import Answer
    from qa.question import Question
    from qa.readers import Reader

READ = 6
READ_FOR_THE_LATEST = 16
READ_OF_ONE_ARTICLE = 3
"""Maximum numbers of passages: read for a question; read for a question about the newest state;
read from one article, so that a long one leaves room for others."""


class ExtractiveAnswerer:
    """An answerer that quotes what a reader extracts from the passages.

    Args:
        reader: Reader of the passages.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
        """Answer a question as ``Answerer.answer`` does."""
        if question.kind is Kind.NEWS:
            if (news := compose_news(question, hits, top_k)) is not None:
                return news
            question = replace(question, kind=Kind.OPEN)
        readings = self.read(question, hits, top_k)
        return compose(question, with_verdicts(question, readings))

    def read(self, question: Question, hits: Sequence[Hit], top_k: int = 5) -> list[Reading]:
        """Return the readings from which an answer is composed.

        Args:
            question: Parsed question.
            hits: Retrieved passages, best first; only the first few are read.
            top_k: Maximum number of readings, one per article.

        Returns:
            Readings, best first, including unanswerable ones. For a question about the newest
            state, only the newest of the answerable readings.
        """
        hits = of_the_time(question, hits)
        if question.temporal.latest:
            chosen = shortlist(hits, max(READ_FOR_THE_LATEST, top_k))
            return latest(without_vetoed(question, self.reader.read(question, chosen)))[:top_k]
        readings = self.reader.read(question, shortlist(hits, max(READ, top_k)))
        readings = without_vetoed(question, readings)
        return newest_first(readings)[:top_k] if asks_of_now(question) else readings[:top_k]


def of_the_time(question: Question, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Leave out articles about other times than the question's, if some are about its time.

    To a reader, an article about 2021 looks like an answer for 2019. The right answer would then
    be only one of several.

    Args:
        question: Parsed question.
        hits: Retrieved passages, best first; only those that may be read are considered.
    """
    first = hits[:READ_FOR_THE_LATEST]
    asked = match_terms(question, (hit.article for hit in first))
    if not asked.times:
        return hits
    found = [article_evidence(asked, Reading(hit, *_offsets(hit), 0.0)) for hit in first]
    if not any(min(one["names_held"], one["time_held"]) == 1.0 for one in found):
        return hits
    return [hit for hit, one in zip(first, found, strict=True) if one["time_held"]]


def _offsets(hit: Hit) -> tuple[int, int]:
    return hit.passage.start, hit.passage.end


def shortlist(hits: Sequence[Hit], limit: int = READ) -> list[Hit]:
    """Return the hits to read, best first: at most ``limit``, and not too many of one article."""
    chosen: list[Hit] = []
    of_article: Counter[str] = Counter()
    for hit in hits:
        if len(chosen) < limit and of_article[hit.article.id] < READ_OF_ONE_ARTICLE:
            of_article[hit.article.id] += 1
            chosen.append(hit)
    return chosen
