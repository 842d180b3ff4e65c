from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Filters
from index.errors import IndexCorruptError, IndexWriteError
from index.passages import split
from index.settings import PROJECT
from index.stores.local import LocalStore
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex
from index.testing import article
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


def test_what_was_saved_is_what_was_put(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    query = vectors_for(1, 7)[0]
    for number, one in enumerate(ARTICLES):
        passages = split(one)
        expected = vectors_for(len(passages), number) @ query
        assert store.similarities(query, [p.id for p in passages]) == pytest.approx(
            expected, abs=1e-5
        )


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


def test_a_store_that_may_not_be_written_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy of its own: the other store's watcher may take its locks at any time.
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    writable = LocalStore.open(folder, DIMENSION)
    # The superuser may write anywhere; the store is told otherwise, and must leave no trace.
    monkeypatch.setattr("os.access", lambda *_: False)
    before = sorted(copy.rglob("*"))
    store = LocalStore.open(copy, DIMENSION)
    for question in ("decree ban", "Huawei"):
        found = store.lexical(question, "en", 5)
        assert found
        assert found == writable.lexical(question, "en", 5)
    assert sorted(copy.rglob("*")) == before


def test_a_store_opened_for_reading_refuses_to_be_written(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    with pytest.raises(IndexWriteError, match="readonly"):
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
    with pytest.raises(IndexCorruptError, match="cannot be read|belong together"):
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


@pytest.mark.parametrize(
    ("filters", "together"),
    [
        (Filters(languages=frozenset({"fr"})), True),
        (Filters(sources=frozenset({"Agency"})), True),
        (Filters(since=date(2020, 1, 1)), False),
        (None, False),
    ],
)
def test_what_may_lie_together_is_said_where_vectors_are_searched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, filters: Filters | None, together: bool
) -> None:
    said = []

    def search(*_: object, together: bool) -> list[tuple[int, float]]:
        said.append(together)
        return []

    monkeypatch.setattr(VectorIndex, "search", search)
    store = LocalStore.open(folder, DIMENSION)
    store.dense(vectors_for(1, 0)[0], 5, filters)
    store.close()
    assert said == [together]


@pytest.mark.parametrize("language", ["fr", "th"])
def test_of_a_long_question_the_rarest_words_are_looked_for(tmp_path: Path, language: str) -> None:
    """In another language than the passages: in theirs, every stem is."""
    usual = [f"usual{letter}" for letter in "abcdefghijklmnopqrst"]
    texts = [f"{' '.join(usual)} {n}" for n in range(30)] + ["Zanzibar"]
    articles = [article(f"{n}", text, language="en") for n, text in enumerate(texts)]
    words = WordIndex.build(tmp_path / "words", [(one, split(one)) for one in articles])
    found = words.search(" ".join([*usual, "Zanzibar"]), language, 50)
    assert split(articles[-1])[0].id in {one.id for one in found}
    assert len(found) == len(articles)


def test_nothing_to_search_among(folder: Path) -> None:
    store = LocalStore.open(folder, DIMENSION)
    assert store.dense(vectors_for(1, 1)[0], 0) == []
    assert store.lexical("ban", "en", 0) == []
    [passage] = split(ARTICLES[0])
    assert store.similarities(vectors_for(1, 1)[0], []) == []
    assert store.origins([]) == {}
    assert passage.id in store.get([passage.id])


_FULL_DISK = """
import resource, sys
from pathlib import Path
from index.builder import build
from index.errors import IndexWriteError
from index.testing import FakeEmbedder
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build(Path(sys.argv[1]), Path(sys.argv[2]), embedder=FakeEmbedder(), progress=False)
except IndexWriteError as error:
    print("refused", error)
"""


@pytest.mark.parametrize("limit", [100, 3_000, 20_000])
def test_a_file_that_cannot_grow_is_one_error(tmp_path: Path, limit: int) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(40):
        (corpus / f"{number}.txt").write_text(f"date 2020-08 Article {number}. " + "Words. " * 90)
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(corpus), str(tmp_path / "index"), str(limit)],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("refused the index in"), done.stderr
    assert "--index-dir" in done.stdout
