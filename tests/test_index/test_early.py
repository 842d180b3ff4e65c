"""A build publishes as it goes: words first, then vectors, those of the newest articles first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from index import early, ingest, search
from index.builder import build, update
from index.early import EarlyPublisher
from index.errors import CorpusError
from index.search import Retriever
from index.stores import Coverage, open_store
from index.stores.memory import MemoryStore
from index.testing import FakeEmbedder
from tests.test_index.test_resuming import Interrupted
from tests.test_index.test_update import Counting, dumped, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from index.errors import CorpusError as Problem
    from index.stores import BuildRecord, IndexInfo, Store

FIVE = {
    f"{n}.txt": f"date 2020-0{n} Article {n} begins here. It is on topic{n}. "
    + f"It has number {n} in it. " * 90
    for n in range(1, 6)
}


@pytest.fixture(autouse=True)
def published_at_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "WORDS_FIRST", 1)
    monkeypatch.setattr(ingest, "_BATCH", 2)
    monkeypatch.setattr(early, "_PAUSE", -1.0)
    monkeypatch.setattr(early, "_SHARE", float("inf"))


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else open_store(tmp_path / "index")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", FIVE)
    return tmp_path / "corpus"


def interrupt(corpus: Path, store: Store, after: int, *, fresh: bool = False) -> None:
    """Build until the embedder was called so often, besides the call before all builds."""
    embedder = Interrupted(after + 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build(corpus, store, embedder=embedder, progress=False, fresh=fresh)


def best(store: Store, question: str) -> str:
    snapshot = store.open()
    try:
        return Retriever(snapshot, FakeEmbedder()).search(question, "en", 3)[0].article.id
    finally:
        snapshot.close()


def test_the_index_is_that_of_a_build_that_publishes_once(corpus: Path, store: Store) -> None:
    once = MemoryStore()
    build(corpus, once, embedder=FakeEmbedder(), progress=False, early=False)
    report = build(corpus, store, embedder=FakeEmbedder(), progress=False)
    assert report.info.coverage == Coverage(5, 5, 5)
    assert dumped(store) == dumped(once)


def test_all_words_are_searched_before_anything_is_embedded(corpus: Path, store: Store) -> None:
    interrupt(corpus, store, 0)
    assert store.info().coverage == Coverage(5, 5, 0)
    for number in range(1, 6):
        assert best(store, f"topic{number}") == f"{number}.txt"
    store.check()
    store.check(deep=True, embedder=FakeEmbedder(), progress=False)


def test_the_newest_articles_are_embedded_first(corpus: Path, store: Store) -> None:
    interrupt(corpus, store, 2)
    with store.write() as writer:
        base = store.read_base()
        writer.open_staging(base.info.encoder, base.codec, base)
        embedded = {
            name: all(one.is_embedded for one in writer.encodings(name)) for name in sorted(FIVE)
        }
    assert [*embedded.values()] == sorted(embedded.values())
    assert True in embedded.values()
    assert False in embedded.values()
    assert store.info().coverage == Coverage(5, 5, sum(embedded.values()))


@pytest.mark.parametrize("way", [build, update])
def test_an_interrupted_build_goes_on_where_it_was(corpus: Path, store: Store, way: object) -> None:
    interrupt(corpus, store, 2)
    whole, again = Counting(), Counting()
    build(corpus, MemoryStore(), embedder=whole, progress=False)
    assert callable(way)
    report = way(corpus, store, embedder=again, progress=False)
    assert report.info.coverage.is_complete
    assert 0 < report.embedded < len(set(whole.texts))
    fresh = MemoryStore()
    build(corpus, fresh, embedder=FakeEmbedder(), progress=False)
    assert dumped(store) == dumped(fresh)


def test_what_changed_is_searched_by_its_words_and_the_rest_as_before(
    corpus: Path, store: Store
) -> None:
    build(corpus, store, embedder=FakeEmbedder(), progress=False)
    write(corpus, FIVE | {"2.txt": FIVE["2.txt"] + "And topic7.", "6.txt": "date 2021 On topic6."})
    interrupt(corpus, store, 0)
    assert store.info().coverage == Coverage(6, 6, 4)
    for topic, name in {"topic6": "6.txt", "topic7": "2.txt", "topic1": "1.txt"}.items():
        assert best(store, topic) == name


def test_a_complete_index_is_not_replaced_by_less(corpus: Path, store: Store) -> None:
    build(corpus, store, embedder=FakeEmbedder(), progress=False)
    generation = store.current()
    interrupt(corpus, store, 1, fresh=True)
    assert store.current() == generation


def test_a_strict_build_publishes_nothing_before_all_is_read(corpus: Path, store: Store) -> None:
    (corpus / "6.txt").write_text("no date")
    with pytest.raises(CorpusError) as raised:
        build(corpus, store, embedder=FakeEmbedder(), strict=True, progress=False)
    assert (raised.value.path, raised.value.line) == (corpus / "6.txt", 1)
    with pytest.raises(early.DatelineError):
        store.current()


class Watched(EarlyPublisher):
    """Remembers what was published, and how many documents were unread."""

    seen: list[tuple[int, IndexInfo]]

    def publish(self, problems: Mapping[str, Problem], unread: int = 0, *more: Any) -> None:
        super().publish(problems, unread, *more)
        self.seen.append((unread, WATCHED[0].info()))


WATCHED: list[Store] = []


def test_what_is_read_is_searched_while_the_rest_is_read(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Watched, "seen", [], raising=False)
    monkeypatch.setattr("index.builder.EarlyPublisher", Watched)
    WATCHED[:] = [store]
    (corpus / "0.txt").write_text("no date")
    build(corpus, store, embedder=FakeEmbedder(), progress=False)
    unread = [number for number, _ in Watched.seen]
    assert unread == sorted(unread, reverse=True)
    assert unread[0] > 0
    for number, info in Watched.seen:
        assert info.coverage.documents == 5
        assert info.coverage.articles == 5 - number
        assert bool(info.report.containers) == (not number)
    assert store.info().coverage.is_complete
    assert [*store.info().skipped] == ["0.txt"]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_an_update_publishes_no_mixture_of_old_and_new(
    corpus: Path, store: Store, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, store, embedder=FakeEmbedder(), progress=False)
    monkeypatch.setattr(ingest, "_BATCH", batch)
    monkeypatch.setattr(Watched, "seen", [], raising=False)
    monkeypatch.setattr("index.builder.EarlyPublisher", Watched)
    WATCHED[:] = [store]
    write(corpus, {"1.txt": FIVE["1.txt"], "6.txt": FIVE["2.txt"] + "More.", "7.txt": "date 2021"})
    update(corpus, store, embedder=FakeEmbedder(), progress=False)
    assert Watched.seen
    assert {(unread, info.coverage.articles) for unread, info in Watched.seen} == {(0, 2)}


def test_a_build_that_was_interrupted_while_reading_reads_the_rest(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "index")
    publish = EarlyPublisher.publish

    def interrupted(
        self: EarlyPublisher, problems: Mapping[str, Problem], unread: int = 0, *more: Any
    ) -> None:
        publish(self, problems, unread, *more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(EarlyPublisher, "publish", interrupted)
        interrupt(corpus, store, 99)
    assert 0 < store.info().articles < 5
    assert store.info().coverage.documents == 5
    build(corpus, store, embedder=FakeEmbedder(), progress=False)
    fresh = MemoryStore()
    build(corpus, fresh, embedder=FakeEmbedder(), progress=False)
    assert dumped(store) == dumped(fresh)


def test_no_question_waits_for_more_passages_than_it_can(
    corpus: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_EMBEDDED_PER_QUESTION", 2)
    interrupt(corpus, store, 0)
    snapshot = store.open()
    embedder = Counting()
    found = Retriever(snapshot, embedder).search("topic1 begins here", "en", 9)
    assert {hit.article.id for hit in found} >= {"1.txt"}
    assert 0 < len(embedder.texts) <= 2 + 2  # those of the passages, and of the question
    snapshot.close()


def test_a_passage_ranks_the_same_whether_the_index_has_its_vector(
    corpus: Path, store: Store
) -> None:
    interrupt(corpus, store, 0)
    whole = MemoryStore()
    build(corpus, whole, embedder=FakeEmbedder(), progress=False)
    for question in ("topic3", "what has number 4 in it?"):
        found, expected = (
            [
                (hit.passage.id, round(hit.score, 3), round(hit.dense, 3))
                for hit in Retriever(one.open(), FakeEmbedder()).search(question, "en", 3)
            ]
            for one in (store, whole)
        )
        assert found[0] == expected[0]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Slow:
    """A writer whose publications, and what prepares them, take a while."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds = clock, seconds

    def prepare(self) -> None:
        self.clock.now += self.seconds / 2

    def publish_early(self, record: BuildRecord) -> None:
        self.clock.now += self.seconds / 2


def test_publishing_takes_a_twentieth_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_PAUSE", 15.0)
    monkeypatch.setattr(early, "_SHARE", 0.05)
    clock = Clock()
    for seconds, pause in ((0.1, 15), (2.0, 40)):
        writer = Slow(clock, seconds)
        publisher = EarlyPublisher(
            writer,  # type: ignore[arg-type]
            lambda *_: None,  # type: ignore[arg-type, return-value]
            while_reading=False,
            clock=clock,
        )
        assert not publisher.is_due()
        publisher.publish({}, prepare=writer.prepare)
        clock.now += pause - 0.5
        assert not publisher.is_due()
        clock.now += 1
        assert publisher.is_due()
        assert not publisher.is_due(reading=True)
