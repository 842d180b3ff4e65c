"""A question → an answer: the one place where the steps meet."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from index.errors import DatelineError
from qa.asked_time import both
from qa.compose import compose, latest, nothing_matches
from qa.errors import InvalidQuestionError
from qa.question import parse_filters, parse_question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from index.datatypes import Article, Filters, Hit, Period
    from index.search import Retriever
    from qa.datatypes import Answer
    from qa.question import Question
    from qa.reader import Reader, Reading

MAX_TOP_K = 50
RETRIEVED = 50
READ = 6
READ_FOR_THE_LATEST = 16
READ_OF_ONE_ARTICLE = 3
"""Passages that are retrieved, read, read where the newest of the relevant ones is asked for, and
read of one article, so that a long one leaves room."""


class Pipeline:
    """Answers questions over one index. Safe to share between threads.

    Args:
        retriever: Finds passages.
        reader: Reads them.
    """

    def __init__(self, retriever: Retriever, reader: Reader) -> None:
        self._retriever = retriever
        self.reader = reader
        self._corpus = retriever.store.contents()

    @property
    def languages(self) -> Collection[str]:
        """Those of the articles, ISO 639-1."""
        return self._corpus.languages

    @classmethod
    def open(
        cls,
        index_dir: Path | None = None,
        *,
        model: str | None = None,
        reader: str | None = None,
    ) -> Self:
        """Open an index on this machine.

        Args:
            index_dir: Where it is; None for the setting (``DATELINE_INDEX``, else
                ``var/index``).
            model: The model that it must have been made with; None for the setting
                (``DATELINE_MODEL``, else any).
            reader: What reads out answers: ``trained`` for the reader that ships, ``none`` for
                scoring sentences, or a local folder or hub name of an extractive
                question-answering model; None for the setting (``DATELINE_READER``, else
                ``none``).

        Raises:
            IndexNotBuiltError, IndexMismatchError, IndexCorruptError, ModelUnavailableError:
                See ``index.errors``.
        """
        from index.search import Retriever
        from index.settings import Settings
        from qa.readers import load_reader

        settings = Settings.from_environment()
        retriever = Retriever.open(
            index_dir or settings.index_dir, model or settings.model, settings.cache_dir
        )
        try:
            name = reader or settings.reader
            return cls(retriever, load_reader(name, retriever.embedder, settings.cache_dir))
        except DatelineError:
            retriever.store.close()
            raise

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        since: str | date | None = None,
        until: str | date | None = None,
        as_of: str | date | None = None,
        sources: Iterable[str] | None = None,
        languages: Iterable[str] | None = None,
    ) -> Answer:
        """Answer a question from the articles.

        Args:
            question: In any language.
            top_k: At most so many articles are cited, 1 to 50.
            since: Only articles that may be from this day or later: a date, ``YYYY``,
                ``YYYY-MM``, ``YYYY-MM-DD``, or a phrase ("last month", "début août 2020").
            until: Only articles that may be from this day or earlier.
            as_of: Only articles that were certainly published by the end of this day.
            sources: Only these sources.
            languages: Only articles in these languages (ISO 639-1).

        Raises:
            InvalidQuestionError: If the question or an argument means nothing.
        """
        started = time.perf_counter()
        if not isinstance(top_k, int) or not 1 <= top_k <= MAX_TOP_K:
            raise InvalidQuestionError(f"top_k is {top_k!r}; give a number from 1 to {MAX_TOP_K}")
        parsed = parse_question(question, self.languages)
        given = parse_filters(
            since=since, until=until, as_of=as_of, sources=sources, languages=languages
        )
        filters = both(given, parsed.time.published)
        hits = self.search(parsed, filters)
        if not hits:
            nearest = self._nearest(filters)
            return nothing_matches(parsed, self._corpus, nearest, elapsed_ms=_since(started))
        readings = self.read(parsed, hits, top_k)
        return compose(
            parsed, readings, threshold=self.reader.threshold, elapsed_ms=_since(started)
        )

    def search(self, question: Question, filters: Filters) -> list[Hit]:
        """The passages that fit a question, best first.

        Args:
            question: What was asked.
            filters: Applied before anything is ranked.
        """
        return self._retriever.search(
            question.query, question.language, RETRIEVED, filters, question.time.about
        )

    def read(self, question: Question, hits: Sequence[Hit], top_k: int = 5) -> list[Reading]:
        """The readings that an answer is made of.

        Args:
            question: What was asked.
            hits: What was retrieved, best first; the first few are read.
            top_k: At most so many readings, one of an article.

        Returns:
            Readings, best first, below the threshold too; where the latest is asked for, of those
            that answer only the newest.
        """
        if question.time.latest:
            chosen = shortlist(hits, max(READ_FOR_THE_LATEST, top_k))
            return latest(self.reader.read(question, chosen), self.reader.threshold)[:top_k]
        return self.reader.read(question, shortlist(hits, max(READ, top_k)))[:top_k]

    def _nearest(self, filters: Filters) -> list[Period]:
        """When those articles were published that only their date keeps from passing."""
        free = replace(filters, since=None, until=None, as_of=None)
        known = [day for day in (filters.until, filters.as_of) if day is not None]
        beyond: list[tuple[Filters, int]] = []
        if filters.since is not None and filters.since > date.min:
            beyond.append((replace(free, until=filters.since - timedelta(days=1)), -1))
        if known and min(known) < date.max:
            beyond.append((replace(free, since=min(known) + timedelta(days=1)), 0))
        found = (self._retriever.store.contents(one).published for one, _ in beyond)
        return [ends[which] for ends, (_, which) in zip(found, beyond, strict=True) if ends]

    def article(self, document: str) -> Article:
        """An article that an answer cites, whole.

        Raises:
            KeyError: If the index does not hold it.
        """
        return self._retriever.store.article(document)

    def close(self) -> None:
        """Let go of the index; leaving a ``with`` block does it too."""
        self._retriever.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def shortlist(hits: Sequence[Hit], limit: int = READ) -> list[Hit]:
    """The hits to read, best first: at most ``limit``, and not too many of one article."""
    chosen: list[Hit] = []
    of_article: Counter[str] = Counter()
    for hit in hits:
        if len(chosen) < limit and of_article[hit.article.id] < READ_OF_ONE_ARTICLE:
            of_article[hit.article.id] += 1
            chosen.append(hit)
    return chosen


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
