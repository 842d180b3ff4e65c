"""A store in a database: the contract, and what only a database can do wrong."""

from __future__ import annotations

import multiprocessing
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from click.testing import CliRunner

from index.analysis import question_terms
from index.builder import build, update
from index.cli import main as index_command
from index.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    IndexNotBuiltError,
    SettingsError,
    StoreUnavailableError,
)
from index.filters import Filters
from index.store_cli import store as store_command
from index.stores import open_store
from index.stores.postgresql import PostgresStore, reading
from index.stores.postgresql.connections import Pool, connect
from index.stores.postgresql.generations import VERSIONED
from index.stores.postgresql.search import Search
from index.testing import FakeEmbedder, article
from tests.contracts.store_contract import ARTICLES, StoreContract, encoded, lexical, publish, stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.stores.postgresql.connections import Session
    from index.stores.protocol import Store
    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow


@pytest.fixture
def store(postgresql: Server) -> Iterator[PostgresStore]:
    """A store of its own, in which nothing was published."""
    store = PostgresStore(postgresql.empty())
    store.init(allow_volatile_words=True)
    yield store
    with psycopg.connect(store.address.conninfo, autocommit=True) as session:
        session.execute(f"DROP SCHEMA {store.address.schema} CASCADE")


def asked(store: PostgresStore, statement: str) -> list[tuple[Any, ...]]:
    with connect(store.address, "test") as session:
        return session.execute(statement).fetchall()  # type: ignore[call-overload]


def use_bm25(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search the BM25 index, however few passages there are."""
    for constant in ("EXACT_BM25_LIMIT", "BM25_PROPOSAL_COST"):
        monkeypatch.setattr(f"index.stores.postgresql.search.{constant}", 0)


def use_hnsw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an HNSW index and search it, however few passages there are."""
    for module, constant in (
        ("search", "EXACT_SEARCH_LIMIT"),
        ("indexes", "EXACT_SEARCH_LIMIT"),
        ("search", "HNSW_STEP_COST"),
    ):
        monkeypatch.setattr(f"index.stores.postgresql.{module}.{constant}", 0)


class TestPostgresStore(StoreContract):
    @pytest.fixture
    def store(self, store: PostgresStore) -> PostgresStore:
        return store

    def damage(self, store: Store) -> bool:
        assert isinstance(store, PostgresStore)
        with connect(store.address, "test") as session:
            session.execute("DROP INDEX passages_words")
        return True


class TestPostgresStoreByItsIndexes(TestPostgresStore):
    """The same, where passages are proposed by indexes, as in a store with many of them."""

    @pytest.fixture(autouse=True)
    def many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        use_hnsw(monkeypatch)
        use_bm25(monkeypatch)


def test_passages_that_are_found_by_words_are_not_analyzed_again(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extension leaves that out if it sees a whole statement, and took most of the time."""
    use_bm25(monkeypatch)
    publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
    snapshot = store.open()

    def plans(session: Session) -> list[str]:
        terms = question_terms("the ban's effect", "en", ["en"])
        query = reading.choose_terms(session, snapshot._view, terms, snapshot._generation.terms)
        search = Search(session, snapshot._view, 5, 256, 0)
        filters = Filters.of(sources={"it's 100 %"})
        session.execute("SET enable_seqscan = off; SET enable_sort = off")
        plans = []
        for words in (search._lexical(query, 10, filters, 5), search._scanned(query, 10, filters)):
            assert words.values is None
            plans.append(session.execute(b"EXPLAIN (VERBOSE) " + words.text).fetchall())
        return ["\n".join(line for (line,) in plan) for plan in plans]

    explained = snapshot._pool.read(plans)
    snapshot.close()
    for plan in explained:
        assert "Index Scan using passages_words" in plan
        assert "bm25_get_current_score()" in plan


def test_the_passages_of_a_first_generation_lie_in_the_order_of_their_dates(
    store: PostgresStore,
) -> None:
    ordered = "SELECT array_agg(day_last_day ORDER BY ctid) FROM passages WHERE died > 1000"
    days = [f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(60)]
    articles = [article(f"a{at:02}", f"Topic {at}.", published=day) for at, day in enumerate(days)]
    build(articles, store, embedder=FakeEmbedder(), progress=False)
    [[lying]] = asked(store, ordered)
    assert lying == sorted(lying)
    reader = store.open()  # which a second sorting would lock out
    build(articles[:50], store, embedder=FakeEmbedder(), fresh=True, progress=False)
    [[lying]] = asked(store, ordered)
    assert sorted(lying[60:]) != lying[60:]
    assert reader.article("a59").text == "Topic 59."
    reader.close()


def test_who_waits_too_long_for_a_connection_is_told(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    for constant, value in (("_MAX_SESSIONS", 1), ("_ACQUIRE_TIMEOUT", 0.1)):
        monkeypatch.setattr(f"index.stores.postgresql.connections.{constant}", value)
    pool = Pool(store.address, lambda _: None)
    with pytest.raises(StoreUnavailableError):
        pool.read(lambda _: pool.warm())
    pool.warm()
    pool.close()


# Who writes.

_processes = multiprocessing.get_context("forkserver")


def _stage_and_wait(address: str, saved: Any) -> None:
    store = PostgresStore(address)
    with store.write() as writer:
        stage(store, writer)
        writer.add([encoded(ARTICLES[1], 1)])
        writer.save()
        writer.add([encoded(ARTICLES[2], 2)])
        writer.remove(["ban"])
        saved.set()
        time.sleep(60)


def test_a_second_writer_is_told_who_writes_and_a_killed_one_is_resumed(
    store: PostgresStore,
) -> None:
    publish(store, encoded(ARTICLES[0]))
    before = store.current()
    saved = _processes.Event()
    builder = _processes.Process(target=_stage_and_wait, args=(store.address.conninfo, saved))
    builder.start()
    assert saved.wait(60)
    with pytest.raises(IndexLockedError, match=f"{builder.pid}"), store.write():
        pass
    assert f"process {builder.pid}" in str(store.stats().writer)
    builder.kill()
    builder.join()
    assert store.current() == before
    snapshot = store.open()
    assert [name for name, _ in snapshot.digests()] == ["ban"]
    snapshot.close()
    deadline = time.monotonic() + 10
    while True:
        try:
            with store.write() as next_writer:
                staging = next_writer.open_staging(
                    store.info().encoder, store.read_base().codec, store.read_base()
                )
                assert staging.resumed
                assert [name for name, _ in next_writer.digests()] == ["ban", "decree"]
                return
        except IndexLockedError:  # until the server has noticed
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.campaign
def test_a_server_that_crashes_leaves_the_generation_before_and_is_found_again(
    postgresql: Server, store: PostgresStore
) -> None:
    publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
    snapshot = store.open()
    held = [name for name, _ in snapshot.digests()]
    with suppress(StoreUnavailableError), store.write() as writer:
        stage(store, writer)
        writer.add([encoded(article("new", "A new ban."), 9)])
        writer.save()
        writer.remove(["ban"])
        postgresql.stop(signal.SIGQUIT)
        with pytest.raises(StoreUnavailableError):
            snapshot.article("ban")
        postgresql.start()
        writer.save()
    assert [name for name, _ in snapshot.digests()] == held
    assert snapshot.article("ban") == ARTICLES[0]
    with store.write() as writer:
        base = store.read_base()
        assert writer.open_staging(base.info.encoder, base.codec, base).resumed
        assert {name for name, _ in writer.digests()} == {*held, "new"}
    snapshot.close()


def test_words_that_were_committed_are_found_after_a_crash(
    postgresql: Server, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_bm25(monkeypatch)
    publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
    publish(store, encoded(article("new", "A zebra crossed the street."), 9))
    snapshot = store.open()
    assert [one.info.article_id for one in lexical(snapshot, "zebra")] == ["new"]
    postgresql.stop(signal.SIGQUIT)
    postgresql.start()
    assert snapshot.article("new").text == "A zebra crossed the street."
    found = [one.info.article_id for one in lexical(snapshot, "zebra")]
    snapshot.close()
    assert found == ["new"]


def test_words_that_a_crash_lost_are_noticed_and_repaired(
    postgresql: Server, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_bm25(monkeypatch)
    build(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
    more = [*ARTICLES, article("new", "A zebra crossed the street.")]
    update(more, store, embedder=FakeEmbedder(), progress=False)
    before = store.check(progress=False)
    postgresql.stop(signal.SIGQUIT)
    postgresql.start()
    if store.read_base().is_intact():
        pytest.skip("this version of pg_textsearch loses nothing")
    with pytest.raises(IndexCorruptError):
        store.check(progress=False)
    report = update(more, store, embedder=FakeEmbedder(), progress=False)
    assert (report.embedded, report.info.passages) == (0, before.passages)
    assert store.check(progress=False) == report.info
    snapshot = store.open()
    [vector] = FakeEmbedder().embed_queries(["zebra"])
    found = snapshot.candidates(vector, question_terms("zebra", "en", ["en"]), 10)
    assert [one.info.article_id for one in found if one.bm25] == ["new"]
    snapshot.close()


# Generations.


def test_rows_are_forgotten_when_no_generation_has_them(store: PostgresStore) -> None:
    publish(store, encoded(ARTICLES[0]), encoded(ARTICLES[1], 1))
    reader = store.open()
    for number in range(3):
        publish(store, encoded(article("ban", f"Version {number} of the ban."), number))
    assert len(asked(store, "SELECT 1 FROM generations")) == 3  # the oldest is read
    assert reader.article("ban") == ARTICLES[0]
    assert [one.info.article_id for one in lexical(reader, "Sunday")] == ["ban"]
    reader.close()
    assert len(store.forget(1)) == 2
    snapshot = store.open()
    assert snapshot.article("ban").text == "Version 2 of the ban."
    for table in VERSIONED:
        dead = f"SELECT count(*) FROM {table} WHERE died < 2147483647"  # noqa: S608
        assert asked(store, dead) == [(0,)]
    assert asked(store, "SELECT count(*) FROM articles") == [(2,)]
    assert store.check(progress=False) == store.info()
    snapshot.close()


def test_an_update_scores_as_a_fresh_build_does(store: PostgresStore, postgresql: Server) -> None:
    changed = [article("ban", "The ban was lifted on Sunday."), *ARTICLES[2:]]
    build(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
    update(changed, store, embedder=FakeEmbedder(), progress=False)
    updated = store.open()
    fresh = PostgresStore(postgresql.empty())
    fresh.init(allow_volatile_words=True)
    build(changed, fresh, embedder=FakeEmbedder(), progress=False)
    anew = fresh.open()
    for text in ("ban Sunday", "sanctions effect", "décret", "the year of Huawei"):
        [vector] = FakeEmbedder().embed_queries([text])
        terms = question_terms(text, "en", ["en", "fr"])
        found = [snapshot.candidates(vector, terms, 10) for snapshot in (updated, anew)]
        assert found[0] == found[1]
        assert any(one.bm25 for one in found[0])
    updated.close()
    anew.close()


# What is missing, and what is told of it.


def test_a_volatile_index_of_words_is_refused_unless_it_is_allowed(postgresql: Server) -> None:
    store = PostgresStore(postgresql.empty())
    with pytest.raises(StoreUnavailableError):
        store.init()
    store.init(allow_volatile_words=True)
    assert store.init(allow_volatile_words=True) == []
    with connect(store.address, "test") as session:
        session.execute("UPDATE state SET volatile_words = false")
    for action in (store.current, store.open, store.info):
        with pytest.raises(StoreUnavailableError):
            action()
    with pytest.raises(StoreUnavailableError), store.write():
        pass


def test_what_is_missing_is_named_with_what_to_run(
    postgresql: Server, store: PostgresStore
) -> None:
    no_tables = PostgresStore(postgresql.empty())
    with pytest.raises(IndexNotBuiltError):
        no_tables.open()
    with pytest.raises(IndexNotBuiltError), no_tables.write():
        pass
    for address in (
        postgresql.address("nowhere"),
        "postgresql://me:hunter2@127.0.0.1:1/news",
    ):
        with pytest.raises(StoreUnavailableError) as raised:
            PostgresStore(address).current()
        assert "hunter2" not in str(raised.value)
    with connect(store.address, "test") as session:
        session.execute("INSERT INTO migrations (number, name) VALUES (9999, 'later')")
    with pytest.raises(IndexMismatchError):
        store.open()
    with connect(store.address, "test") as session:
        session.execute("DELETE FROM migrations")
    with pytest.raises(IndexMismatchError):
        PostgresStore(store.address.conninfo).open()


def test_a_database_without_the_extensions_is_told_to_a_user_who_may_not_make_them(
    postgresql: Server,
) -> None:
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as session:
        session.execute("CREATE DATABASE bare")
        session.execute("CREATE ROLE somebody LOGIN")
    address = postgresql.address("bare").replace("postgres@", "somebody@")
    with pytest.raises(StoreUnavailableError):
        PostgresStore(address).init(allow_volatile_words=True)


def test_a_reader_may_read_and_nothing_else(postgresql: Server, store: PostgresStore) -> None:
    publish(store, *(encoded(one, number) for number, one in enumerate(ARTICLES)))
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as session:
        session.execute("CREATE ROLE desk LOGIN")
    reader = PostgresStore(store.address.conninfo.replace("postgres@", "desk@", 1))
    with pytest.raises(StoreUnavailableError):
        reader.open()
    store.init(reader="desk", allow_volatile_words=True)
    snapshot = reader.open()
    assert snapshot.article("ban") == ARTICLES[0]
    assert [one.info.article_id for one in lexical(snapshot, "Huawei")] == ["old"]
    snapshot.close()
    with pytest.raises(StoreUnavailableError), reader.write() as writer:
        stage(reader, writer)
    with psycopg.connect(store.address.conninfo, autocommit=True) as session:
        session.execute("DROP OWNED BY desk")
        session.execute("DROP ROLE desk")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hunter2@db@host/news",
        "postgresql://me:hunter2@host/news?hunter2=1",
        "postgresql://me:hunter2@[host/news",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(address: str) -> None:
    with pytest.raises(SettingsError) as raised:
        open_store(address)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_no_password_is_shown() -> None:
    store = PostgresStore("postgresql://me:hunter2@db:6432/news?sslmode=require&password=hunter2")
    assert store.place == "postgresql://me@db:6432/news?sslmode=require"
    assert "hunter2" not in repr(store.address) + store.build_command()


# The command line.


def run(command: Any, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def test_commands_take_the_address(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address = postgresql.empty()
    assert run(store_command, "init", "--store", address)[0] == 1
    code, told = run(store_command, "init", "--store", address, "--allow-volatile-words")
    assert (code, "0001_tables.sql" in told) == (0, True)
    monkeypatch.setenv("DATELINE_STORE", address)
    assert run(store_command, "migrate") == (0, "The tables are up to date.\n")
    code, told = run(index_command, "info")
    assert (code, "build it" in told) == (1, True)
    build(ARTICLES, address, embedder=FakeEmbedder(), progress=False)
    code, told = run(index_command, "info")
    assert code == 0
    assert "Passages   5\n" in told
    assert run(index_command, "check") == (0, "Sound: 5 articles in 5 passages.\n")
    code, told = run(store_command, "stats")
    assert code == 0
    assert "(current): 5 articles" in told
    assert "passages_words" in told
    assert run(store_command, "forget")[0] == 0
    assert run(store_command, "stats", "--store", str(tmp_path))[0] == 1
    assert not [*tmp_path.iterdir()]
