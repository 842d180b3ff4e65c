from __future__ import annotations

import itertools

import pytest

from index.stores import SCHEMES
from index.stores.memory import MemoryStore
from tests.contracts.store_contract import StoreContract

_numbers = itertools.count()


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
        store = MemoryStore(f"memory://{next(_numbers)}")
        monkeypatch.setitem(SCHEMES, "memory", {store.place: store}.__getitem__)
        return store
