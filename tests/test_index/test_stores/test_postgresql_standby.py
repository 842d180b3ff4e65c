"""Readers on a standby: they follow, survive the primary, and are told what is gone."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.builder import build, update
from index.errors import IndexWriteError, StoreUnavailableError
from index.search import Retriever
from index.stores.postgresql import PostgresStore
from index.testing import FakeEmbedder, article
from tests.contracts.store_contract import ARTICLES
from tests.support.postgresql import server_or_skip

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow


def soon(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_standby_is_read_followed_and_promoted() -> None:
    def answers(store: PostgresStore) -> list[tuple[str, float]]:
        retriever = Retriever(store.open(), FakeEmbedder())
        found = retriever.search("When does the ban take effect?", "en", 5)
        retriever.snapshot.close()
        return [(hit.article.id, hit.score) for hit in found]

    def publish(store: PostgresStore, text: str) -> str:
        articles = [*ARTICLES, article("new", text)]
        report = update(articles, store, embedder=FakeEmbedder(), progress=False)
        return report.info.generation

    with server_or_skip() as primary:
        writer = PostgresStore(primary.address("postgres"))
        writer.init(allow_volatile_words=True)
        build(ARTICLES, writer, embedder=FakeEmbedder(), progress=False)
        with primary.standby() as standby:
            reader = PostgresStore(standby.address("postgres"))
            soon(lambda: reader.current() == writer.current())
            assert answers(reader) == answers(writer)

            # It is followed.
            held = reader.open()
            name = publish(writer, "A ban on whales.")
            soon(lambda: reader.current() == name)
            assert [one for one, _ in held.digests()] == sorted(one.id for one in ARTICLES)

            # Its locks are not known to the writer: what it held is told to be gone, not half read.
            name = publish(writer, "The ban was lifted.")
            name = publish(writer, "The ban was imposed again.")
            soon(lambda: reader.current() == name)
            with pytest.raises(StoreUnavailableError):
                held.article("ban")
            held.close()

            # It cannot be written, and both together answer when the primary is gone.
            for write in (reader.init, lambda: publish(reader, "")):
                with pytest.raises((StoreUnavailableError, IndexWriteError)):
                    write()
            both = PostgresStore(
                primary.address("postgres").replace(
                    "?host=", f"?host={standby.folder},".replace("/", "%2F"), 1
                )
            )
            snapshot = both.open()
            assert publish(both, "The ban stands.") == writer.current()
            primary.stop(signal.SIGQUIT)
            assert snapshot.article("ban") == ARTICLES[0]
            with pytest.raises(StoreUnavailableError):
                publish(both, "Too early.")

            with psycopg.connect(standby.address("postgres"), autocommit=True) as session:
                assert session.execute("SELECT pg_promote()").fetchone() == (True,)
            name = publish(both, "The new primary is written.")
            assert reader.current() == both.current() == name
            assert snapshot.article("ban") == ARTICLES[0]
            snapshot.close()
            assert answers(reader) == answers(both)
            both.check(progress=False)
