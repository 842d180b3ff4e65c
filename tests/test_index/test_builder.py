from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import filelock
import pytest

from index.builder import build, plan_update, update
from index.errors import (
    CorpusError,
    DatelineError,
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    IndexNotBuiltError,
    IndexWriteError,
)
from index.search import Retriever
from index.stores import open_store
from index.stores.local import generations
from index.stores.local.manifest import FORMAT
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.embedders import Encoding, SentenceTransformerEmbedder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"date 2020-0{number + 1} Article number {number}.")
    return folder


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


def articles(index_dir: Path) -> int:
    snapshot = open_store(index_dir).open()
    try:
        return snapshot.stats().articles
    finally:
        snapshot.close()


def test_a_build_is_described(corpus: Path, index_dir: Path) -> None:
    report = build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    info = open_store(index_dir).info()
    assert info == report.info
    assert (info.articles, info.passages, info.skipped) == (5, 5, {})
    assert [period.isoformat() for period in info.published] == ["2020-01", "2020-05"]
    assert info.encoder.model == "words"
    assert info.corpus == str(corpus)
    assert {"record.sqlite", "vectors.faiss", "words/meta.json"} <= info.details["files"].keys()
    assert articles(index_dir) == 5


def test_progress_is_shown_on_standard_error(
    corpus: Path, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder())
    captured = capsys.readouterr()
    assert "5/5" in captured.err
    assert captured.out == ""


def test_unreadable_files_are_reported_and_the_rest_indexed(corpus: Path, index_dir: Path) -> None:
    (corpus / "bad.txt").write_text("no date")
    report = build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert [problem.path.name for problem in report.problems] == ["bad.txt"]
    assert report.info.articles == 5
    assert list(report.info.skipped) == ["bad.txt"]
    assert report.to_dict()["problems"][0]["line"] == 1


def test_strict_fails_and_the_old_index_answers(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    before = generations.current(index_dir)
    (corpus / "bad.txt").write_text("no date")
    with pytest.raises(CorpusError) as raised:
        build(corpus, index_dir, embedder=FakeEmbedder(), progress=False, strict=True)
    assert (raised.value.path, raised.value.line) == (corpus / "bad.txt", 1)
    assert generations.current(index_dir) == before
    assert articles(index_dir) == 5


def test_a_corpus_without_one_good_file(tmp_path: Path, index_dir: Path) -> None:
    (tmp_path / "bad.txt").write_text("no date")
    with pytest.raises(CorpusError):
        build(tmp_path, index_dir, embedder=FakeEmbedder(), progress=False)
    with pytest.raises(IndexNotBuiltError):
        generations.current(index_dir)
    assert not list((index_dir / "generations").iterdir())


class Failing(FakeEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise OSError(28, "No space left on device")


def test_a_build_that_fails_leaves_the_old_index(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    before = generations.current(index_dir)
    with pytest.raises(DatelineError, match="No space left"):
        build(corpus, index_dir, embedder=Failing(), progress=False)
    assert generations.current(index_dir) == before
    assert articles(index_dir) == 5


def test_leftovers_of_a_killed_build_are_cleaned(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    leftover = index_dir / "generations" / ".building-x"
    leftover.mkdir()
    (leftover / "record.sqlite").touch()
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert not leftover.exists()


@pytest.mark.parametrize("clock", ["forward", "backward"])
def test_two_generations_are_kept(
    corpus: Path, index_dir: Path, clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for hour in range(4):

        class Clock(datetime):
            at = datetime(2020, 9, 17, hour if clock == "forward" else 23 - hour, tzinfo=UTC)

            @classmethod
            def now(cls, _: object = None) -> datetime:
                return cls.at

        monkeypatch.setattr(generations, "datetime", Clock)
        build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
        seen.append(generations.current(index_dir))
    assert set(seen[-1].parent.iterdir()) == set(seen[-2:])
    assert articles(index_dir) == 5


def test_a_second_builder_is_told(corpus: Path, index_dir: Path) -> None:
    index_dir.mkdir()
    with filelock.FileLock(index_dir / "lock"), pytest.raises(IndexLockedError):
        build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)


def test_the_second_builder_is_told_who_the_first_is(corpus: Path, index_dir: Path) -> None:
    class Second(FakeEmbedder):
        def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
            with pytest.raises(IndexLockedError, match=f"{os.getpid()}"):
                build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
            return super().encode_passages(texts)

    build(corpus, index_dir, embedder=Second(), progress=False)
    assert articles(index_dir) == 5
    (index_dir / "lock.pid").write_text("4711")  # of one that died: its lock died with it
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert not (index_dir / "lock.pid").exists()


class Idle(FakeEmbedder):
    """Encodes none of the articles."""

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        assert not any("Article" in text for text in texts), "embedded again"
        return super().encode_passages(texts)


def test_views_are_repaired_without_embedding(corpus: Path, index_dir: Path) -> None:

    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    for repair in (build, update):
        for name in ("vectors.faiss", "words/meta.json", "columns"):
            path = generations.current(index_dir) / name
            path.write_bytes(path.read_bytes()[:-1] + b"?")
            with pytest.raises(IndexCorruptError, match=name):
                Retriever.open(index_dir)
            assert not plan_update(None, index_dir, progress=False)
            assert repair(corpus, index_dir, embedder=Idle(), progress=False).embedded == 0
            assert open_store(index_dir).check(progress=False).articles == 5


def test_an_index_dir_that_is_a_file(corpus: Path, index_dir: Path) -> None:
    index_dir.touch()
    with pytest.raises(IndexWriteError):
        build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    with pytest.raises(IndexNotBuiltError):
        generations.current(index_dir)


def test_no_index(index_dir: Path) -> None:
    with pytest.raises(IndexNotBuiltError):
        Retriever.open(index_dir)


def test_another_model_is_refused_by_name(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    with pytest.raises(
        IndexMismatchError,
        match=r"'words'.*python -m index build .*corpus --index-dir .*index --model other",
    ):
        Retriever.open(index_dir, model="other")


def test_a_model_that_changed_its_size_is_refused(
    corpus: Path, index_dir: Path, bundled_embedder: SentenceTransformerEmbedder
) -> None:
    class Pretender(FakeEmbedder):
        name = bundled_embedder.name

    build(corpus, index_dir, embedder=Pretender(), progress=False)
    with pytest.raises(IndexMismatchError):
        Retriever.open(index_dir)


def test_another_format_is_refused(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    path = generations.current(index_dir) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(IndexMismatchError):
        Retriever.open(index_dir)


@pytest.mark.parametrize("content", ["", "[]", "{}", f'{{"format": {FORMAT}}}', "\udcff"])
def test_a_damaged_manifest(corpus: Path, index_dir: Path, content: str) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    path = generations.current(index_dir) / "manifest.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(IndexCorruptError):
        Retriever.open(index_dir)


def test_a_file_cut_short_is_named(corpus: Path, index_dir: Path) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    path = generations.current(index_dir) / "record.sqlite"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexCorruptError, match=r"record\.sqlite"):
        Retriever.open(index_dir)


@pytest.mark.parametrize("name", ["codec.npy", "record.sqlite", "vectors.faiss"])
def test_a_damaged_file_names_the_command_that_repairs_it(
    corpus: Path, index_dir: Path, name: str
) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    path = generations.current(index_dir) / name
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(IndexCorruptError):
        Retriever.open(index_dir)


@pytest.mark.parametrize("pointer", ["", "nowhere", "../.."])
def test_a_damaged_pointer(corpus: Path, index_dir: Path, pointer: str) -> None:
    build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    (index_dir / "CURRENT").write_text(pointer)
    with pytest.raises(IndexCorruptError):
        Retriever.open(index_dir)


def test_a_build_keeps_the_precision_of_the_index(
    corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index may come from another processor; ``fresh`` takes what is best for this one."""

    def load(model: str) -> FakeEmbedder:
        embedder = FakeEmbedder()
        embedder.name = model
        return embedder

    monkeypatch.setattr("index.builder._load_embedder", load)
    monkeypatch.setattr("index.settings.has_gpu", lambda: False)
    monkeypatch.setattr("index.settings.fastest_quantization", lambda: ":int8")
    names = []
    for prefers, fresh in ((False, False), (True, False), (True, True), (False, False)):
        monkeypatch.setattr("index.settings.prefers_quantization", lambda prefers=prefers: prefers)
        report = build(corpus, index_dir, fresh=fresh, progress=False)
        names.append(report.info.encoder.model)
    plain, rounded = "multilingual-e5-small", "multilingual-e5-small:int8"
    assert names == [plain, plain, rounded, rounded]
