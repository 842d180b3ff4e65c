"""A question → an answer: the one place where the steps meet."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Self

from qa.compose import compose, nothing_matches
from qa.errors import InvalidQuestionError
from qa.question import parse_filters, parse_question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from index.datatypes import Article, Hit
    from index.search import Retriever
    from qa.datatypes import Answer
    from qa.reader import Reader

MAX_TOP_K = 50
RETRIEVED = 50
READ = 6
READ_OF_ONE_ARTICLE = 3
"""Passages that are retrieved, read, and read of one article, so that a long one leaves room."""


class Pipeline:
    """Answers questions over one index. Safe to share between threads.

    Args:
        retriever: Finds passages.
        reader: Reads them; None for the sentence reader.
    """

    def __init__(self, retriever: Retriever, reader: Reader | None = None) -> None:
        from qa.reader import SentenceReader

        self._retriever = retriever
        self._reader = reader or SentenceReader(retriever.embedder)
        self._corpus = retriever.store.contents()

    @classmethod
    def open(cls, index_dir: Path | None = None, *, model: str | None = None) -> Self:
        """Open an index on this machine.

        Args:
            index_dir: Where it is; None for the setting (``DATELINE_INDEX``, else
                ``var/index``).
            model: The model that it must have been made with; None for the setting
                (``DATELINE_MODEL``, else any).

        Raises:
            IndexNotBuiltError, IndexMismatchError, IndexCorruptError, ModelUnavailableError:
                See ``index.errors``.
        """
        from index.search import Retriever
        from index.settings import Settings

        settings = Settings.from_environment()
        return cls(
            Retriever.open(
                index_dir or settings.index_dir, model or settings.model, settings.cache_dir
            )
        )

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
            since: Only articles that may be from this day or later: a date, or
                ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
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
        parsed = parse_question(question, self._corpus.languages)
        filters = parse_filters(
            since=since, until=until, as_of=as_of, sources=sources, languages=languages
        )
        hits = self._retriever.search(parsed.query, parsed.language, RETRIEVED, filters)
        if not hits:
            return nothing_matches(parsed, self._corpus, elapsed_ms=_since(started))
        readings = self._reader.read(parsed, shortlist(hits, max(READ, top_k)))[:top_k]
        return compose(
            parsed, readings, threshold=self._reader.threshold, elapsed_ms=_since(started)
        )

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
