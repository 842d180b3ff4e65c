from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from index.stores.postgresql import PostgresStore
from index.stores.postgresql.connections import connect
from tests.contracts.store_contract import StoreContract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.stores.protocol import Store
    from tests.support.postgresql import Server


@pytest.fixture
def store(postgresql: Server) -> Iterator[PostgresStore]:
    """A store of its own, in which nothing was published."""
    store = PostgresStore(postgresql.empty())
    store.init(allow_volatile_words=True)
    yield store
    with psycopg.connect(store.address.conninfo, autocommit=True) as session:
        session.execute(f"DROP SCHEMA {store.address.schema} CASCADE")


class TestPostgresStore(StoreContract):
    @pytest.fixture
    def store(self, store: PostgresStore) -> PostgresStore:
        return store

    def damage(self, store: Store) -> bool:
        assert isinstance(store, PostgresStore)
        with connect(store.address, "test") as session:
            session.execute("DROP INDEX passages_words")
        return True
