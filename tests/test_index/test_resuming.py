"""An interrupted build is resumed: what it had embedded is not embedded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from index import ingest
from index.builder import build, update
from index.errors import CorpusError, IndexNotBuiltError, IndexWriteError
from index.filters import Field, FieldType, registered
from index.stores import open_store
from index.stores.local import generations, vectors
from index.stores.memory import MemoryStore
from index.testing import FakeEmbedder
from tests.support.laws import costly
from tests.test_index.test_update import FILES, Counting, dumped, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.embedders import Encoding

FIVE = {
    f"{n}.txt": f"date 2020-0{n} Article {n} begins here. " + f"It has number {n} in it. " * 90
    for n in range(1, 6)
}


class Interrupted(Counting):
    """Raises an error when it has embedded some texts."""

    def __init__(self, after: int, error: BaseException) -> None:
        super().__init__()
        self.left, self.error = after, error

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        self.left -= 1
        if self.left < 0:
            raise self.error
        return super().encode_passages(texts)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH", 2)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", FIVE)
    return tmp_path / "corpus"


def leftovers(index_dir: Path) -> list[Path]:
    return list((index_dir / "generations").glob(".building-*"))


def new_texts(embedder: Counting) -> set[str]:
    return {text for text in embedder.texts if "rticle" in text or "It has" in text}


def test_only_what_is_left_is_embedded(corpus: Path, tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    interrupted = Interrupted(4, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build(corpus, index_dir, embedder=interrupted, progress=False)
    with pytest.raises(IndexNotBuiltError):
        generations.current(index_dir)
    assert len(leftovers(index_dir)) == 1
    again = Counting()
    report = build(corpus, index_dir, embedder=again, progress=False)
    before, after = new_texts(interrupted), new_texts(again)
    assert before
    assert after
    assert not before & after
    assert report.changes.added == tuple(FIVE)
    assert report.embedded == len(after)
    assert not leftovers(index_dir)
    assert not list(generations.current(index_dir).glob("unfinished*"))
    build(corpus, tmp_path / "fresh", embedder=FakeEmbedder(), progress=False)
    assert dumped(index_dir) == dumped(tmp_path / "fresh")


@pytest.mark.parametrize("why", ["fresh", "model", "format", "damage"])
def test_what_cannot_be_resumed_is_discarded(
    corpus: Path, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = tmp_path / "index"
    interrupted = Interrupted(4, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build(corpus, index_dir, embedder=interrupted, progress=False)
    [folder] = leftovers(index_dir)
    again = Counting()
    if why == "model":
        again.name = "other"
    if why == "format":
        fingerprint = folder / "unfinished.json"
        fingerprint.write_text(fingerprint.read_text().replace('"format": ', '"format": 9'))
    if why == "damage":
        (folder / "record.sqlite").write_bytes(b"no record")
    build(corpus, index_dir, embedder=again, fresh=why == "fresh", progress=False)
    assert new_texts(interrupted) < new_texts(again)
    assert not leftovers(index_dir)
    build(corpus, tmp_path / "fresh", embedder=FakeEmbedder(), progress=False)
    assert dumped(index_dir) == dumped(tmp_path / "fresh")


def test_a_full_disk_is_left_with_the_space_that_was_taken(corpus: Path, tmp_path: Path) -> None:
    full = Interrupted(4, OSError(28, "No space left on device"))
    with pytest.raises(IndexWriteError):
        build(corpus, tmp_path / "index", embedder=full, progress=False)
    assert not leftovers(tmp_path / "index")


def test_a_model_that_fails_at_the_end_is_no_full_disk(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT", 0)  # a search in lists is measured, with questions
    monkeypatch.setattr(vectors, "_LISTS_PER_SQRT", 1)

    class Failing(FakeEmbedder):
        def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="^out of memory$"):
        build(corpus, tmp_path / "index", embedder=Failing(), progress=False)
    again = Counting()
    assert build(corpus, tmp_path / "index", embedder=again, progress=False).embedded == 0
    assert not new_texts(again)


def test_a_field_that_fails_is_no_full_disk(corpus: Path, tmp_path: Path) -> None:
    def value(one: Article) -> str:
        if one.id == "5.txt":
            raise ValueError("no byline")
        return one.id

    with registered(Field("byline", FieldType.NAME, value)):
        with pytest.raises(ValueError, match="^no byline$"):
            build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
        assert leftovers(tmp_path / "index")


def test_a_file_that_is_corrected_after_a_strict_build(corpus: Path, tmp_path: Path) -> None:
    (corpus / "6.txt").write_text("no date")
    first, second = Counting(), Counting()
    with pytest.raises(CorpusError) as raised:
        build(corpus, tmp_path / "index", embedder=first, strict=True, progress=False)
    assert (raised.value.path, raised.value.line) == (corpus / "6.txt", 1)
    (corpus / "6.txt").write_text("date 2020 Corrected.")
    report = build(corpus, tmp_path / "index", embedder=second, strict=True, progress=False)
    assert report.info.articles == 6
    assert new_texts(first)
    assert not new_texts(first) & new_texts(second)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("resuming")


@pytest.mark.parametrize("kind", ["folder", "memory"])
@costly(5, suppress_health_check=[*HealthCheck])
@given(
    corpora=st.lists(st.tuples(FILES, st.integers(1, 6)), min_size=2, max_size=4),
    updated=st.booleans(),
)
def test_however_often_it_was_interrupted_the_index_is_that_of_a_fresh_build(
    folder: Path, kind: str, corpora: list[tuple[dict[str, str], int]], updated: bool
) -> None:
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    grown, fresh = (
        MemoryStore() if kind == "memory" else open_store(folder / name)
        for name in ("grown", "fresh")
    )
    build_or_update = update if updated else build
    for step, (files, calls) in enumerate(corpora):
        write(corpus, files)
        if not step:
            build(corpus, grown, fresh=True, embedder=FakeEmbedder(), progress=False)
            continue
        try:
            interrupted = Interrupted(calls, KeyboardInterrupt())
            build_or_update(corpus, grown, embedder=interrupted, progress=False)
        except KeyboardInterrupt:
            pass
    build_or_update(corpus, grown, embedder=FakeEmbedder(), progress=False)
    build(corpus, fresh, fresh=True, embedder=FakeEmbedder(), progress=False)
    assert dumped(grown) == dumped(fresh)
