"""A question → an answer: the one place where the steps meet."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Self, Unpack

from index.filters import PUBLICATION, Filters, Operator
from qa.answer import Answer
from qa.answerers import StreamingAnswerer
from qa.answerers.loading import answerers_of, extractive_of
from qa.current_index import CurrentIndex
from qa.datatypes import NoQuestion, NothingMatches, Stage, Step
from qa.errors import InvalidQuestionError
from qa.filters import parse_filters
from qa.followup import stand_alone
from qa.question import languages_of_no_question, parse_question

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
RETRIEVED = 50
"""Passages that are retrieved to answer from."""


@dataclass(frozen=True, slots=True)
class _Current:
    """What answers until the index is made anew."""

    retriever: Retriever
    answerer: Answerer


class Pipeline:
    """Answers questions over one index. Safe to share between threads.

    Args:
        retriever: Finds passages.
        answerer: Answers from them.
        newer: Gives both for an index that was made since, or None; it is asked before each
            question.
    """

    def __init__(
        self,
        retriever: Retriever,
        answerer: Answerer,
        newer: Callable[[], tuple[Retriever, Answerer] | None] | None = None,
    ) -> None:
        self._moving = Lock()
        self._newer = newer
        self._current = _Current(retriever, answerer)

    @property
    def answerer(self) -> Answerer:
        """What answers from the passages."""
        return self._current.answerer

    def snapshot(self, *, newest: bool = False) -> Pipeline:
        """Return a pipeline that stays with the index that is current now.

        What it gives is a ``Pipeline``; the ``Snapshot`` of the index is its ``index_snapshot``.

        Several calls that belong together (an answer, and the articles that it cites) are put to
        one of these: the next index may come between them. Do not close it; an index that was
        replaced is released when the last pipeline that holds it is garbage-collected.

        Args:
            newest: Wait where another thread is opening the next index; otherwise the one before
                answers meanwhile.
        """
        if self._newer is not None and self._moving.acquire(blocking=newest):
            try:
                if (found := self._newer()) is not None:
                    self._current = _Current(*found)
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
    ) -> Self:
        """Open an index; when it is built anew, the next question sees that.

        Args:
            index_dir: Where it is: a folder, or anything else that ``open_store`` takes; None for
                the setting (``DATELINE_INDEX``, else ``var/index``).
            model: The model that it must have been made with; None for the setting
                (``DATELINE_MODEL``, else any).
            reader: What reads out answers: ``trained`` for the reader that ships, ``none`` for
                scoring sentences, or a local folder or hub name of an extractive
                question-answering model; None for the setting (``DATELINE_READER``, else
                ``trained``).
            answerer: What answers: ``extractive`` for quoting, ``generative`` for a language
                model whose claims are proved (``docs/generative.md``); None for the setting
                (``DATELINE_ANSWERER``, else ``extractive``).

        Raises:
            IndexNotBuiltError, IndexMismatchError, IndexCorruptError, ModelUnavailableError,
                SettingsError: See ``index.errors``.
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
        return cls(*current.open(), current.newer)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        answerer: str | None = None,
        **filters: Unpack[FilterArguments],
    ) -> Answer:
        """Answer a question from the articles.

        Args:
            question: In any language.
            top_k: At most so many articles are cited, 1 to 50.
            answerer: What answers this question, by its name; see ``open``. None for the
                pipeline's own.
            **filters: Which articles may be used, as ``since="last month"``; see
                ``qa.filters.FilterArguments``.

        Raises:
            InvalidQuestionError: If the question or an argument means nothing.
            SettingsError: If there is no such answerer, or its server is not named.
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
        """Do what ``ask`` does with the same arguments, and tell each step on the way.

        Yields:
            Each step when it begins, and again when something of the answer is known; then the
            answer. Of a greeting, thanks or a command nothing is looked for.

        Raises:
            InvalidQuestionError: If the question or an argument means nothing.
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
            answer = yield from _answered(chosen, parsed, hits, top_k)
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
        """Return the passages that fit a question, best first; nothing is read out of them.

        Args:
            question: In any language.
            top_k: At most so many passages, 1 to 50.
            **filters: As for ``ask``.

        Raises:
            InvalidQuestionError: If the question or an argument means nothing.
        """
        _require_top_k(top_k)
        snapshot = self.snapshot()
        parsed = parse_question(question, snapshot.stats.languages)
        admitted = parse_filters(**filters) & parsed.temporal.published
        return snapshot.search(parsed, admitted)[:top_k]

    def search(self, question: Question, filters: Filters) -> list[Hit]:
        """Return the passages that fit a question, best first.

        Args:
            question: What was asked.
            filters: Applied before anything is ranked.
        """
        return self._current.retriever.search(
            question.query, question.language, RETRIEVED, filters, question.temporal.mentioned
        )

    @property
    def answerers(self) -> tuple[str, ...]:
        """The names of what can answer a question here, the pipeline's own first."""
        return answerers_of(self.answerer)

    def stand_alone(self, question: str, before: Turn | None, answerer: str | None = None) -> str:
        """Return a follow-up as a question that needs no other; itself if it needs none.

        A language model rewrites it where one answers, and rules do otherwise.

        Args:
            question: As it was typed.
            before: The question before it, if there is one.
            answerer: As for ``ask``.
        """
        by_rules = stand_alone(question, before)
        rewriting = getattr(self._named(answerer), "stand_alone", None)
        if rewriting is None or before is None:
            return by_rules
        return rewriting(question, before.question, before.language) or by_rules

    def _named(self, name: str | None) -> Answerer:
        """The answerer of a question: the pipeline's own, or the one that is named."""
        if name is None:
            return self.answerer
        from qa.answerers.loading import EXTRACTIVE, load_answerer

        quoting = extractive_of(self.answerer)
        if name != EXTRACTIVE and self.answerer is not quoting:
            return self.answerer
        return load_answerer(name, quoting)

    def _nothing_matches(self, question: Question, filters: Filters) -> Answer:
        reason = NothingMatches(tuple(self._nearest(filters)), self.stats.published)
        return Answer(question.text, question.language, reason=reason)

    def _nearest(self, filters: Filters) -> list[Period]:
        """When those articles were published that only their date keeps from passing."""
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
        """The snapshot of the index that is asked; ``snapshot`` gives a pipeline over it."""
        return self._current.retriever.snapshot

    @property
    def info(self) -> IndexInfo:
        """What the index was built from."""
        return self.index_snapshot.info

    @property
    def stats(self) -> CorpusStats:
        """Counts of all that the index holds."""
        return self.index_snapshot.stats()

    def article(self, document: str) -> Article:
        """Return an article that an answer cites, whole.

        Raises:
            KeyError: If the index does not hold it.
        """
        return self.index_snapshot.article(document)

    def close(self) -> None:
        """Let go of the index; leaving a ``with`` block does it too."""
        self.index_snapshot.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _answered(
    answerer: Answerer, question: Question, hits: Sequence[Hit], top_k: int
) -> Generator[Step, None, Answer]:
    """Answer, and tell what is known on the way, if the answerer can."""
    if not isinstance(answerer, StreamingAnswerer):
        return answerer.answer(question, hits, top_k=top_k)
    latest: Answer | None = None
    for answer in answerer.answers(question, hits, top_k=top_k):
        latest = answer
        yield Step(Stage.WRITING, hits, answer)
    assert latest is not None  # noqa: S101 (the last one never is)
    return latest


def _require_top_k(top_k: object) -> None:
    if not isinstance(top_k, int) or not 1 <= top_k <= MAX_TOP_K:
        raise InvalidQuestionError(f"top_k is {top_k!r}; give a number from 1 to {MAX_TOP_K}")
