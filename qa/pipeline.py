"""Run the steps from a question to an answer."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Self, Unpack

from index.filters import PUBLICATION, Filters, Operator
from qa.answer import Answer
from qa.answer_cache import AnswerCache
from qa.answerers import StreamingAnswerer
from qa.answerers.loading import answerers_of, extractive_of
from qa.current_index import CurrentIndex
from qa.datatypes import NoQuestion, NothingMatches, Stage, Step
from qa.errors import InvalidQuestionError
from qa.filters import parse_filters
from qa.followup import stand_alone
from qa.question import languages_of_no_question, parse_question
from qa.temporal_query import today

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from index.datatypes import Article, Hit, Period
    from index.search import Retriever
    from index.stores import CorpusStats, IndexInfo, Snapshot, Store
    from qa.answerers import Answerer
    from qa.filters import FilterArguments
    from qa.followup import Turn
    from qa.question import Question

MAX_TOP_K = 50
"""Largest number of articles or passages that a question may ask for."""

RETRIEVED = 50
"""Number of passages to retrieve for an answer."""


@dataclass(frozen=True, slots=True)
class _Current:
    """The retriever and answerer of the current generation.

    ``key`` stands for them in the keys of a cache, which must not hold an old generation.
    """

    retriever: Retriever
    answerer: Answerer
    key: object = field(default_factory=object)


class Pipeline:
    """Answers questions over one index; threads may share it.

    Open one, or build it from parts::

        with Pipeline.open("var/index") as pipeline:
            answer = pipeline.ask("when does the ban take effect?")

    Args:
        retriever: Retriever of passages.
        answerer: Answerer that reads them.
        newer: Function that is called before each question. It returns the retriever and the
            answerer of a new generation, or None if there is no new one.
        cache: Cache of answers; None to cache none. Those of a language model are not cached.

    Examples:
        >>> from index.temporary import temporary_index
        >>> from index.testing import FakeEmbedder
        >>> from qa.answerers.extractive import ExtractiveAnswerer
        >>> from qa.testing import ScriptedQuote, ScriptedReader
        >>> closed = {"id": "1", "date": "2020-09-17", "text": "The bridge is closed."}
        >>> quote = ScriptedQuote("1", "The bridge is closed.", ("The bridge",))
        >>> reader = ScriptedReader({"what is closed?": [quote]})
        >>> with temporary_index([closed], FakeEmbedder()) as retriever:
        ...     answer = Pipeline(retriever, ExtractiveAnswerer(reader)).ask("what is closed?")
        >>> answer.found
        True
    """

    def __init__(
        self,
        retriever: Retriever,
        answerer: Answerer,
        newer: Callable[[], tuple[Retriever, Answerer] | None] | None = None,
        cache: AnswerCache | None = None,
    ) -> None:
        self._moving = Lock()
        self._newer = newer
        self.cache = cache or AnswerCache(0)
        self._current = _Current(retriever, answerer)

    @property
    def answerer(self) -> Answerer:
        """The answerer of the current generation."""
        return self._current.answerer

    def snapshot(self, *, newest: bool = False) -> Pipeline:
        """Return a pipeline over the current generation, which it keeps.

        Use it for calls that belong together, such as a question and the articles that its answer
        cites: between two calls to this pipeline, a new generation may be published. Do not close
        it; a generation is released when the last pipeline that holds it is garbage-collected.

        Args:
            newest: If another thread is opening a new generation, wait for it. Otherwise return a
                pipeline over the old one.
        """
        if self._newer is not None and self._moving.acquire(blocking=newest):
            try:
                if (found := self._newer()) is not None:
                    self._current = _Current(*found)
                    self.cache.clear()
            finally:
                self._moving.release()
        staying = copy(self)
        staying._newer = None  # noqa: SLF001
        return staying

    @classmethod
    def open(
        cls,
        index_dir: Path | str | Store | None = None,
        *,
        model: str | None = None,
        reader: str | None = None,
        answerer: str | None = None,
        cache: AnswerCache | None = None,
    ) -> Self:
        """Open an index, and follow its new generations.

        Args:
            index_dir: Index: a folder, an address or a store, as ``open_store`` takes it. None for
                the setting ``DATELINE_INDEX``, which defaults to ``var/index``.
            model: Embedding model that the index must have. None for the setting
                ``DATELINE_MODEL``, which defaults to any.
            reader: ``trained`` for the bundled reader, ``none`` to score whole sentences, or a
                local folder or Hub name of an extractive question-answering model. None for the
                setting ``DATELINE_READER``, which defaults to ``trained``.
            answerer: ``extractive`` to quote, ``generative`` to let a language model write claims
                that are then proved (``docs/generative.md``). None for the setting
                ``DATELINE_ANSWERER``, which defaults to ``extractive``.
            cache: Cache of answers, for a pipeline that many people ask; None for no cache.

        Raises:
            IndexNotBuiltError: If there is no index.
            IndexMismatchError: If the index was built with another model or format.
            IndexCorruptError: If files of the index are missing or damaged.
            ModelUnavailableError: If the embedding model or the reader cannot be loaded.
            SettingsError: If a setting is unknown or invalid.
        """
        from index.settings import Settings

        settings = Settings.from_environment()
        current = CurrentIndex(
            settings.index_dir if index_dir is None else index_dir,
            model or settings.model,
            reader or settings.reader,
            settings.cache_dir,
            answerer or settings.answerer,
        )
        return cls(*current.open(), current.newer, cache)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        answerer: str | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Answer:
        """Answer a question from the indexed articles.

        Args:
            question: Question in any language.
            top_k: Maximum number of articles to cite, 1 to 50.
            answerer: Name of the answerer for this question; see ``open``. None for the pipeline's
                own.
            **filters: Filters on the articles, such as ``since="last month"``; see
                ``qa.filters.FilterArguments``.

        Raises:
            InvalidQuestionError: If the question or an argument is invalid.
            SettingsError: If the answerer does not exist, or its server is not configured.
        """
        steps = self.steps(question, top_k=top_k, answerer=answerer, **filters)
        *_, answer = (step for step in steps if not isinstance(step, Step))
        return answer

    def steps(
        self,
        question: str,
        *,
        top_k: int = 5,
        answerer: str | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Iterator[Step | Answer]:
        """Answer a question as ``ask`` does, and report each step.

        Yields:
            Each step when it begins, and again when more of the answer is known; at last the
            answer. A greeting, thanks or a command yields an answer at once, without retrieval.

        Raises:
            InvalidQuestionError: If the question or an argument is invalid.
            SettingsError: If the answerer does not exist, or its server is not configured.
        """
        started = time.perf_counter()
        _require_top_k(top_k)
        snapshot = self.snapshot()
        parsed = parse_question(question, snapshot.stats.languages)
        admitted = parse_filters(**filters) & parsed.temporal.published
        chosen = snapshot._named(answerer)  # noqa: SLF001
        if spoken := languages_of_no_question(question):
            language = parsed.language if parsed.language in spoken else spoken[0]
            yield Answer(question.strip(), language, reason=NoQuestion())
            return
        yield Step(Stage.SEARCHING)
        hits = snapshot.search(parsed, admitted)
        if hits:
            yield Step(Stage.READING, hits)
            answer = yield from snapshot._answered(chosen, parsed, admitted, hits, top_k)  # noqa: SLF001
        else:
            answer = snapshot._nothing_matches(parsed, admitted)  # noqa: SLF001
        coverage = snapshot.info.coverage
        yield replace(
            answer,
            elapsed_ms=(time.perf_counter() - started) * 1000,
            coverage=None if coverage.is_complete else coverage,
        )

    def retrieve(
        self, question: str, *, top_k: int = 10, **filters: Unpack[FilterArguments]
    ) -> list[Hit]:
        """Return the best passages for a question, best first, without an answer.

        Args:
            question: Question in any language.
            top_k: Maximum number of passages, 1 to 50.
            **filters: Filters as for ``ask``.

        Raises:
            InvalidQuestionError: If the question or an argument is invalid.
        """
        _require_top_k(top_k)
        snapshot = self.snapshot()
        parsed = parse_question(question, snapshot.stats.languages)
        admitted = parse_filters(**filters) & parsed.temporal.published
        return snapshot.search(parsed, admitted)[:top_k]

    def search(self, question: Question, filters: Filters) -> list[Hit]:
        """Return the best passages for a parsed question, best first.

        Args:
            question: Parsed question.
            filters: Filters, applied before ranking.
        """
        search = partial(
            self._current.retriever.search,
            question.query,
            question.language,
            RETRIEVED,
            filters,
            question.temporal.mentioned,
        )
        return [*self.cache.hits.get((self._current.key, question, filters), search)]

    @property
    def answerers(self) -> tuple[str, ...]:
        """The names of the available answerers, the pipeline's own first."""
        return answerers_of(self.answerer)

    def stand_alone(self, question: str, before: Turn | None, answerer: str | None = None) -> str:
        """Return a follow-up as a question that stands alone; the question itself if it does.

        The generative answerer lets its language model rewrite it; otherwise rules do.

        Args:
            question: Question as it was typed.
            before: The question before it; None if it is the first.
            answerer: Name of the answerer, as for ``ask``.
        """
        by_rules = stand_alone(question, before)
        rewriting = getattr(self._named(answerer), "stand_alone", None)
        if rewriting is None or before is None:
            return by_rules
        return rewriting(question, before.question, before.language) or by_rules

    def _named(self, name: str | None) -> Answerer:
        """Return the answerer of a name; the pipeline's own if the name is None."""
        if name is None:
            return self.answerer
        from qa.answerers.loading import EXTRACTIVE, load_answerer

        quoting = extractive_of(self.answerer)
        if name != EXTRACTIVE and self.answerer is not quoting:
            return self.answerer
        return load_answerer(name, quoting)

    def _answered(
        self,
        answerer: Answerer,
        question: Question,
        filters: Filters,
        hits: Sequence[Hit],
        top_k: int,
    ) -> Generator[Step, None, Answer]:
        """Answer a question, and yield partial answers if the answerer streams them."""
        if isinstance(answerer, StreamingAnswerer):
            latest: Answer | None = None
            for answer in answerer.answers(question, hits, top_k=top_k):
                latest = answer
                yield Step(Stage.WRITING, hits, answer)
            assert latest is not None  # noqa: S101 (an answerer yields at least one answer)
            return latest
        read = partial(answerer.answer, question, hits, top_k=top_k)
        # The answerer lives as long as the generation, so that its id is not given to another.
        key = self._current.key, id(answerer), question, filters, top_k, today()
        return self.cache.answers.get(key, read)

    def _nothing_matches(self, question: Question, filters: Filters) -> Answer:
        reason = NothingMatches(tuple(self._nearest(filters)), self.stats.published)
        return Answer(question.text, question.language, reason=reason)

    def _nearest(self, filters: Filters) -> list[Period]:
        """Return the publication dates nearest to the range, under the filters without dates."""
        free = filters.without(*PUBLICATION)
        since = filters.bound(Operator.AT_LEAST, *PUBLICATION)
        until = filters.bound(Operator.AT_MOST, *PUBLICATION)
        beyond: list[tuple[Filters, int]] = []
        if since is not None and since > date.min:
            beyond.append((free & Filters.of(until=since - timedelta(days=1)), -1))
        if until is not None and until < date.max:
            beyond.append((free & Filters.of(since=until + timedelta(days=1)), 0))
        found = (self.index_snapshot.stats(one).published for one, _ in beyond)
        return [ends[which] for ends, (_, which) in zip(found, beyond, strict=True) if ends]

    @property
    def index_snapshot(self) -> Snapshot:
        """The snapshot of the current generation; ``snapshot()`` returns a pipeline over it."""
        return self._current.retriever.snapshot

    @property
    def info(self) -> IndexInfo:
        """Metadata of the index: its corpus, model and generation."""
        return self.index_snapshot.info

    @property
    def stats(self) -> CorpusStats:
        """Statistics of the whole index."""
        return self.index_snapshot.stats()

    def article(self, document: str) -> Article:
        """Return an article by its id, such as ``citation.document``.

        Raises:
            KeyError: If the index does not hold it.
        """
        return self.index_snapshot.article(document)

    def close(self) -> None:
        """Close the index; leaving a ``with`` block does the same."""
        self.index_snapshot.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _require_top_k(top_k: object) -> None:
    if not isinstance(top_k, int) or not 1 <= top_k <= MAX_TOP_K:
        raise InvalidQuestionError(f"top_k is {top_k!r}; give a number from 1 to {MAX_TOP_K}")
