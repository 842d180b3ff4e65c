from __future__ import annotations

import os
import shutil
import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import IndexCorruptError
from index.passages import split
from index.stores.local import LocalStore
from index.stores.local.vectors import VectorIndex
from tests.contracts.store_contract import (
    ARTICLES,
    DIMENSION,
    FILTERS,
    StoreContract,
    vectors_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TestLocalStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[LocalStore]:
        store = LocalStore.create(tmp_path, DIMENSION)
        yield store
        store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A finished store on disk."""
    folder = tmp_path / "store"
    folder.mkdir()
    store = LocalStore.create(folder, DIMENSION)
    for number, one in enumerate(ARTICLES):
        StoreContract.put(store, one, number)
    store.commit()
    store.close()
    return folder


def test_opened_again_it_answers_the_same(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    query = vectors_for(1, 7)[0]
    again = LocalStore.open(folder, DIMENSION)
    for filters in [None, *FILTERS]:
        assert store.dense(query, 3, filters) == again.dense(query, 3, filters)
        assert store.lexical("decree ban", "en", 3, filters) == again.lexical(
            "decree ban", "en", 3, filters
        )
    assert store.contents().articles == len(ARTICLES)
    assert store.article("décret") == ARTICLES[2]


def test_opening_and_asking_write_nothing(folder: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*")
        }

    before = state()
    store = LocalStore.open(folder, DIMENSION)
    store.lexical("ban", "en", 5)
    store.dense(vectors_for(1, 1)[0], 5, FILTERS[0])
    store.close()
    assert state() == before


def test_a_store_on_a_read_only_disk_opens(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("the superuser writes anywhere")
        assert LocalStore.open(folder, DIMENSION).contents().articles == len(ARTICLES)
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


def test_a_store_opened_for_reading_refuses_to_be_written(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        StoreContract.put(store, ARTICLES[0], 1)


@pytest.mark.parametrize("part", ["record.sqlite", "words/meta.json", "vectors.faiss"])
@pytest.mark.parametrize("damage", ["missing", "cut short", "empty"])
def test_damage_is_one_error(folder: Path, part: str, damage: str) -> None:
    path = folder / part
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 3] if damage == "cut short" else b"")
    with pytest.raises(IndexCorruptError, match="python -m index build"):
        LocalStore.open(folder, DIMENSION)


def test_parts_of_two_stores_do_not_mix(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    store = LocalStore.create(other, DIMENSION)
    StoreContract.put(store, ARTICLES[0], 0)
    store.commit()
    store.close()
    shutil.copy(other / "vectors.faiss", folder / "vectors.faiss")
    with pytest.raises(IndexCorruptError, match="belong together"):
        LocalStore.open(folder, DIMENSION)


@pytest.mark.parametrize("count", [1, 2, 50, 3000])
def test_faiss_matches_numpy(count: int) -> None:
    rng = np.random.default_rng(count)
    vectors = rng.standard_normal((count, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = vectors.astype(np.float16)
    ids = rng.choice(2**62, count, replace=False).astype(np.int64)
    faiss_index = VectorIndex.build(ids, stored, 32)
    exact = stored.astype(np.float32)
    for query in vectors[:20]:
        for among in (None, ids[:: max(1, count // 7)]):
            allowed = np.ones(count, bool) if among is None else np.isin(ids, among)
            scores = np.where(allowed, exact @ query, -np.inf)
            order = np.argsort(-scores)[: min(10, allowed.sum())]
            found = faiss_index.search(query, 10, among)
            assert [hit.id for hit in found] == ids[order].tolist()
            assert [hit.score for hit in found] == pytest.approx(scores[order], abs=1e-5)


def test_nothing_to_search_among(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    assert store.dense(vectors_for(1, 1)[0], 0) == []
    assert store.lexical("ban", "en", 0) == []
    [passage] = split(ARTICLES[0])
    assert store.similarities(vectors_for(1, 1)[0], []) == []
    assert store.languages([]) == {}
    assert passage.id in store.get([passage.id])
