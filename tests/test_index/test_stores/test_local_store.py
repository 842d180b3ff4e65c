from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.analysis import FieldQuery, question_terms
from index.errors import IndexCorruptError, SettingsError
from index.filters import Filters
from index.passages import split
from index.settings import PROJECT
from index.stores import open_store
from index.stores.local import LocalStore, generations, vectors
from index.stores.local.manifest import Manifest
from index.stores.local.snapshot import LocalSnapshot
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex
from index.testing import article
from tests.contracts.store_contract import (
    ARTICLES,
    FILTERS,
    StoreContract,
    encoded,
    lexical,
    publish,
    search,
    vectors_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.stores import Store


class TestLocalStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> LocalStore:
        return LocalStore(tmp_path / "index")

    def damage(self, store: Store) -> bool:
        path = generations.current(Path(store.place)) / "vectors.faiss"
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
        return True


def test_a_search_in_lists_is_measured_with_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT", 1)
    monkeypatch.setattr(vectors, "_LISTS_PER_SQRT", 0.5)
    store = LocalStore(tmp_path)
    TestLocalStore().test_questions_may_measure_the_search(store)
    assert store.info().search.lists == 1


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    """An index with one generation."""
    publish(
        LocalStore(tmp_path / "index"),
        *(encoded(one, number) for number, one in enumerate(ARTICLES)),
    )
    return tmp_path / "index"


@pytest.fixture
def generation(index_dir: Path) -> Path:
    return index_dir / "generations" / LocalStore(index_dir).current()


@pytest.fixture
def snapshot(index_dir: Path) -> Iterator[LocalSnapshot]:
    snapshot = LocalStore(index_dir).open()
    yield snapshot
    snapshot.close()


def test_a_folder_is_a_local_store(index_dir: Path) -> None:
    for place in (index_dir, str(index_dir)):
        store = open_store(place)
        assert isinstance(store, LocalStore)
        assert store.place == str(index_dir)


def test_an_address_that_no_store_has_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        open_store("nowhere://host/news")


def test_opened_again_it_answers_the_same(index_dir: Path, snapshot: LocalSnapshot) -> None:
    again = LocalStore(index_dir).open()
    for filters in [None, *FILTERS]:
        assert search(snapshot, "decree ban", filters=filters) == search(
            again, "decree ban", filters=filters
        )
    again.close()


def test_a_passage_has_the_similarity_of_its_vector(snapshot: LocalSnapshot) -> None:
    query = vectors_for(1, 7)[0]
    for number, one in enumerate(ARTICLES):
        passages = split(one)
        expected = vectors_for(len(passages), number) @ query
        assert snapshot.similarities(query, [p.id for p in passages]) == pytest.approx(
            expected, abs=1e-5
        )
    with pytest.raises(KeyError):
        snapshot.similarities(query, [12345])
    assert snapshot.similarities(query, []) == []


def test_opening_and_asking_write_nothing(index_dir: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_size)
            for path in index_dir.rglob("*")
        }

    LocalStore(index_dir).open().close()  # tantivy leaves its lock files
    before = state()
    snapshot = LocalStore(index_dir).open()
    search(snapshot, "ban", filters=FILTERS[0])
    snapshot.close()
    assert state() == before


def test_an_index_that_may_not_be_written_opens(
    index_dir: Path, snapshot: LocalSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A copy of its own: the other snapshot's watcher may take its locks at any time.
    copy = index_dir.with_name("copy")
    shutil.copytree(index_dir, copy, ignore=shutil.ignore_patterns("*.lock"))
    # The superuser may write anywhere; the store is told otherwise, and must leave no trace.
    monkeypatch.setattr("os.access", lambda *_: False)
    before = sorted(copy.rglob("*"))
    read_only = LocalStore(copy).open()
    for question in ("decree ban", "Huawei"):
        found = lexical(read_only, question)
        assert found
        assert found == lexical(snapshot, question)
    read_only.close()
    assert sorted(copy.rglob("*")) == before


def test_who_may_read_a_file_of_a_generation_may_read_all(index_dir: Path) -> None:
    files = [path for path in generations.current(index_dir).rglob("*") if path.is_file()]
    modes = {path.stat().st_mode for path in files if path.suffix != ".lock"}
    assert modes == {(index_dir / "CURRENT").stat().st_mode}


@pytest.mark.parametrize("part", ["CURRENT", "generations"])
def test_what_may_not_be_read_is_one_error(
    index_dir: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The superuser may read anything.
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_text" if part == "CURRENT" else "iterdir", refuse)
    for use in (LocalStore(index_dir).info, LocalStore(index_dir).check):
        with pytest.raises(IndexCorruptError, match=part):
            use()


@pytest.mark.parametrize("part", ["record.sqlite", "words/meta.json", "vectors.faiss", "columns"])
@pytest.mark.parametrize("damage", ["missing", "cut short", "empty"])
def test_damage_is_one_error(generation: Path, part: str, damage: str) -> None:
    manifest = Manifest.read(generation)
    path = generation / part
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 3] if damage == "cut short" else b"")
    with pytest.raises(IndexCorruptError):
        LocalSnapshot(generation, manifest)


def test_parts_of_two_indexes_do_not_mix(generation: Path, tmp_path: Path) -> None:
    other = LocalStore(tmp_path / "other")
    publish(other, encoded(ARTICLES[0]))
    elsewhere = tmp_path / "other" / "generations" / other.current()
    shutil.copy(elsewhere / "vectors.faiss", generation / "vectors.faiss")
    with pytest.raises(IndexCorruptError):
        LocalSnapshot(generation, Manifest.read(generation))


@pytest.mark.parametrize(
    ("filters", "clustered"),
    [
        (Filters.of(languages=frozenset({"fr"})), True),
        (Filters.of(sources=frozenset({"Agency"})), True),
        (Filters.of(since=date(2020, 1, 1)), False),
        (None, False),
    ],
)
def test_what_may_lie_together_is_said_where_vectors_are_searched(
    snapshot: LocalSnapshot,
    monkeypatch: pytest.MonkeyPatch,
    filters: Filters | None,
    clustered: bool,
) -> None:
    said = []

    def searched(*_: object, clustered: bool) -> list[tuple[int, float]]:
        said.append(clustered)
        return []

    monkeypatch.setattr(VectorIndex, "search", searched)
    search(snapshot, filters=filters)
    assert said == [clustered]


@pytest.mark.parametrize("language", ["fr", "th"])
def test_of_a_long_question_the_rarest_words_are_looked_up(tmp_path: Path, language: str) -> None:
    """In another language than the passages: in theirs, every stem is."""
    usual = [f"usual{letter}" for letter in "abcdefghijklmnopqrst"]
    texts = [f"{' '.join(usual)} {n}" for n in range(30)] + ["Zanzibar"]
    articles = [article(f"{n}", text, language="en") for n, text in enumerate(texts)]
    words = WordIndex.build(tmp_path / "words", [(one, split(one)) for one in articles])
    *_, query = question_terms(" ".join([*usual, "Zanzibar"]), language, {"en"})
    assert query.field == "words_en"
    assert query.rarest is not None
    found = words.search([query], 50)
    assert split(articles[-1])[0].id in {one.id for one in found}
    assert len(found) == len(articles)
    few = FieldQuery(query.field, query.terms, rarest=1)
    assert [one.id for one in words.search([few], 50)] == [split(articles[-1])[0].id]


def test_a_limit_of_none_finds_nothing(snapshot: LocalSnapshot) -> None:
    assert search(snapshot, "ban", limit=0) == []


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
