"""What operators do with a store in a database: back it up and restore it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.builder import build, update
from index.search import Retriever
from index.stores.postgresql import PostgresStore
from index.testing import FakeEmbedder, article
from tests.contracts.store_contract import ARTICLES

if TYPE_CHECKING:
    from index.datatypes import Hit
    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow


def found(store: PostgresStore) -> list[Hit]:
    retriever = Retriever(store.open(), FakeEmbedder())
    hits = retriever.search("When does the ban take effect?", "en", 5)
    retriever.snapshot.close()
    return hits


def test_a_dump_is_restored_into_another_database(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for constant in ("EXACT_BM25_LIMIT", "BM25_PROPOSAL_COST"):
        monkeypatch.setattr(f"index.stores.postgresql.search.{constant}", 0)
    store = PostgresStore(postgresql.empty("dumped"))
    store.init(allow_volatile_words=True)
    build(ARTICLES, store, embedder=FakeEmbedder(), progress=False)
    # The same passages again, in another generation and in a copy.
    more = [*ARTICLES, article("copy", ARTICLES[0].text)]
    build(more, store, embedder=FakeEmbedder(), fresh=True, progress=False)
    dump, schema = str(postgresql.folder / "dump"), store.address.schema
    postgresql.run(
        "pg_dump",
        *("--format=custom", f"--schema={schema}", f"--file={dump}"),
        postgresql.address("postgres"),
    )
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as session:
        session.execute("CREATE DATABASE restored TEMPLATE template0")
    with psycopg.connect(postgresql.address("restored"), autocommit=True) as session:
        session.execute("CREATE EXTENSION vector")
        session.execute("CREATE EXTENSION pg_textsearch")
    postgresql.run(
        "pg_restore", "--exit-on-error", f"--dbname={postgresql.address('restored')}", dump
    )
    restored = PostgresStore(postgresql.address("restored", options=f"-csearch_path={schema}"))
    info = restored.check(deep=True, embedder=FakeEmbedder(), progress=False)
    assert info == store.info()
    assert found(restored) == found(store)
    again = update(more, restored, embedder=FakeEmbedder(), progress=False)
    assert (again.embedded, again.info) == (0, info)
