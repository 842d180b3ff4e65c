"""A cached answer is the answer that would have been given."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.builder import build
from index.search import Retriever
from index.testing import FakeEmbedder, MemoryStore, article
from qa import Pipeline
from qa.answer_cache import AnswerCache, SingleFlightCache
from qa.answerers.extractive import ExtractiveAnswerer
from qa.readers.sentences import SentenceReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.datatypes import Article, Hit
    from qa.answer import Answer
    from qa.question import Question

PORT = article("port.txt", "The harbour bridge closes on Monday. Ferries run.", published="2020-09")
TOWN = article(
    "town.txt",
    "Le pont du port fermera lundi. La mairie ouvre un bac.",
    published="2020-10-02",
    language="fr",
    source="Gazette",
)
LATER = article(
    "later.txt", "The harbour bridge reopened on Friday. Ferries stop.", published="2020-11-06"
)
GENERATIONS = [PORT], [PORT, TOWN], [PORT, TOWN, LATER], [TOWN, LATER]

QUESTIONS = st.sampled_from(
    [
        "When does the harbour bridge close?",
        "when does the harbour bridge close?",
        "Does the harbour bridge close?",
        "Quand ferme le pont du port ?",
        "What is the latest on the harbour bridge?",
        "the harbour bridge",
        "Who rules Peru?",
        "thank you",
    ]
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "since": st.sampled_from(["2020-10", "2020-10-03"]),
        "as_of": st.sampled_from(["2020-09-30", "2020-10-31"]),
        "languages": st.sampled_from([["fr"], ["en"], ["de"]]),
        "sources": st.sampled_from([["Gazette"], ["Agency"]]),
    },
)
ASKED = st.tuples(QUESTIONS, FILTERS, st.integers(1, 3))


def opened(articles: Sequence[Article]) -> tuple[Retriever, ExtractiveAnswerer]:
    store, embedder = MemoryStore(), FakeEmbedder()
    build(articles, store, embedder=embedder, progress=False)
    return Retriever(store.open(), embedder), ExtractiveAnswerer(SentenceReader(embedder))


@pytest.fixture(scope="module")
def generations() -> list[tuple[Retriever, ExtractiveAnswerer]]:
    return [opened(articles) for articles in GENERATIONS]


def given_by(pipeline: Pipeline, asked: tuple[str, dict[str, Any], int]) -> list[object]:
    """All that is told: the passages that were found, and the answer, but for its time."""
    question, filters, top_k = asked
    *steps, answer = pipeline.steps(question, top_k=top_k, **filters)
    return [*steps, replace(answer, elapsed_ms=0.0)]


@settings(max_examples=30)
@given(
    st.lists(st.one_of(ASKED, st.integers(0, len(GENERATIONS) - 1)), max_size=15),
    st.sampled_from([0, 3000, 1_000_000]),
    st.integers(1, 3),
)
def test_with_the_cache_every_answer_equals_the_one_without(
    generations: list[tuple[Retriever, ExtractiveAnswerer]],
    events: list[Any],
    size: int,
    entries: int,
) -> None:
    """Questions in any order, repeated or not, and new generations in between."""
    newest: list[tuple[Retriever, ExtractiveAnswerer]] = []
    cache = AnswerCache(size, entries)
    cached = Pipeline(*generations[0], lambda: newest.pop() if newest else None, cache)
    plain, old = Pipeline(*generations[0]), cached.snapshot()
    for event in events:
        if isinstance(event, int):
            newest[:] = [generations[event]]
            plain = Pipeline(*generations[event])
            continue
        assert given_by(cached, event) == given_by(plain, event)
        # Who still holds the first generation is answered from it.
        assert given_by(old, event) == given_by(Pipeline(*generations[0]), event)
        for one in (cache.answers, cache.hits):
            assert len(one) <= entries
            assert one.size <= size


def test_the_same_question_is_read_once_and_tomorrow_again(monkeypatch: pytest.MonkeyPatch) -> None:
    retriever, extractive = opened([PORT, TOWN])
    read = []

    class Counting:
        def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int) -> Answer:
            read.append(question.text)
            return extractive.answer(question, hits, top_k=top_k)

    pipeline = Pipeline(retriever, Counting(), cache=AnswerCache())
    for _ in range(3):
        pipeline.ask("When does the bridge close?")
    assert len(read) == 1
    pipeline.ask("When does the bridge close?", since="2020-09")
    pipeline.ask("When does the bridge close?", top_k=2)
    assert len(read) == 3
    monkeypatch.setattr("qa.pipeline.today", lambda: date(2030, 1, 1))
    pipeline.ask("When does the bridge close?")
    assert len(read) == 4
    assert (pipeline.cache.answers.found, pipeline.cache.answers.computed) == (2, 4)


def test_those_who_ask_at_the_same_time_share_one_computation() -> None:
    cache: SingleFlightCache[str] = SingleFlightCache(0)
    began, go_on = threading.Event(), threading.Event()
    computed = []

    def compute() -> str:
        computed.append(1)
        began.set()
        go_on.wait(10)
        return "answer"

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(cache.get, "key", compute)
        began.wait(10)
        others = [threads.submit(cache.get, "key", compute) for _ in range(7)]
        # Another question does not wait for this one.
        assert cache.get("other", lambda: "at once") == "at once"
        go_on.set()
        assert {one.result(10) for one in (first, *others)} == {"answer"}
    # Who came late, when nothing was being computed, has computed it again: nothing is kept.
    assert len(computed) + cache.found == 8
    assert len(cache) == 0


def test_what_failed_is_tried_again_by_those_who_waited() -> None:
    cache: SingleFlightCache[str] = SingleFlightCache(1000)
    began, go_on = threading.Event(), threading.Event()
    outcomes: Iterator[Exception | None] = iter([RuntimeError("no server"), None])

    def compute() -> str:
        began.set()
        go_on.wait(10)
        if (error := next(outcomes)) is not None:
            raise error
        return "answer"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(cache.get, "key", compute)
        began.wait(10)
        second = threads.submit(cache.get, "key", compute)
        go_on.set()
        assert isinstance(first.exception(10), RuntimeError)
        assert second.result(10) == "answer"
    assert cache.get("key", compute) == "answer"  # kept: a third outcome does not exist


def test_the_least_recently_used_goes_first() -> None:
    cache: SingleFlightCache[bytes] = SingleFlightCache(1000, entries=2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: b"x")
    assert cache.computed == 3
    cache.get("a", lambda: b"x")
    assert cache.computed == 3
    cache.get("b", lambda: b"x")
    assert cache.computed == 4
    cache.get("large", lambda: b"x" * 2000)  # larger than all that may be kept
    cache.get("a", lambda: b"x")
    assert (len(cache), cache.size <= 1000) == (2, True)


def test_what_cannot_be_measured_is_given_and_not_kept() -> None:
    cache: SingleFlightCache[threading.Lock] = SingleFlightCache(1000)
    lock = threading.Lock()  # which cannot be pickled
    assert cache.get("key", lambda: lock) is lock
    assert (len(cache), cache.size) == (0, 0)


def test_a_new_generation_has_nothing_of_the_one_before() -> None:
    """Who still reads the old generation fills the cache after it has been cleared."""
    (first, answerer), (second, _) = opened([PORT]), opened([PORT, LATER])
    newest: list[tuple[Retriever, ExtractiveAnswerer]] = []
    cache = AnswerCache()
    pipeline = Pipeline(first, answerer, lambda: newest.pop() if newest else None, cache)
    old = pipeline.snapshot()
    pipeline.ask("When does the bridge close?")
    newest.append((second, answerer))
    pipeline.snapshot()
    assert (len(cache.answers), len(cache.hits)) == (0, 0)
    before = old.ask("What is the latest on the harbour bridge?")
    after = pipeline.ask("What is the latest on the harbour bridge?")
    assert {one.document for one in before.citations} == {"port.txt"}
    assert "later.txt" in {one.document for one in after.citations}
