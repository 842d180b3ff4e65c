"""Damage is noticed, whichever file it is in."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.builder import build, update
from index.cli import main
from index.errors import IndexCorruptError, IndexMismatchError
from index.search import Retriever
from index.stores import open_store
from index.stores.local import generations
from index.stores.local.manifest import Manifest, checksums
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(5):
        text = f"date 2020-0{number + 1} Article number {number}. " + "Long words. " * 90
        (corpus / f"{number}.txt").write_text(text)
    build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    return tmp_path / "index"


def test_a_sound_index(index_dir: Path) -> None:
    info = open_store(index_dir).check(deep=True, embedder=FakeEmbedder(), progress=False)
    assert info == open_store(index_dir).info()
    assert info.articles == 5
    done = CliRunner().invoke(main, ["check", "--index-dir", str(index_dir)])
    assert done.exit_code == 0, done.output
    assert "5 articles" in done.stdout


def test_a_flipped_byte_is_noticed_in_every_file(index_dir: Path) -> None:
    generation = generations.current(index_dir)
    names = [*Manifest.read(generation).files]
    assert {"record.sqlite", "vectors.faiss", "codec.npy"} < {*names}
    for name in names:
        path = generation / name
        content = path.read_bytes()
        for at in {0, len(content) // 2, max(0, len(content) - 1)}:
            damaged = bytearray(content or b"\0")  # no document was left out: the list is empty
            damaged[at] ^= 0x10
            path.write_bytes(damaged)
            with pytest.raises(IndexCorruptError) as caught:
                open_store(index_dir).check(progress=False)
            assert name in str(caught.value)
        path.write_bytes(content[:-1] or b"\0")
        with pytest.raises(IndexCorruptError, match=name):
            open_store(index_dir).check(progress=False)
        path.write_bytes(content)
    open_store(index_dir).check(progress=False)


def test_a_small_index_is_not_opened_when_a_byte_of_it_is_flipped(index_dir: Path) -> None:
    generation = generations.current(index_dir)
    chance = random.Random(0)  # noqa: S311
    for path in (*generation.rglob("*"), index_dir / "CURRENT"):
        if path.suffix == ".lock" or not path.is_file() or not path.stat().st_size:
            continue
        content = path.read_bytes()
        for _ in range(6):
            damaged = bytearray(content)
            damaged[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            with pytest.raises((IndexCorruptError, IndexMismatchError)):
                Retriever.open(index_dir)
        path.write_bytes(content)


def rewritten(index_dir: Path, statement: str) -> None:
    """Change the record as no builder would, with checksums that agree."""
    generation = generations.current(index_dir)
    record = sqlite3.connect(generation / "record.sqlite")
    record.execute(statement)
    record.commit()
    record.close()
    replace(Manifest.read(generation), files=checksums(generation)).write(generation)


@pytest.mark.parametrize(
    ("statement", "quoted"),
    [
        ("DELETE FROM articles WHERE id = '1.txt'", "4 .*5"),
        ("UPDATE passages SET end = end - 1 WHERE article_id = '2.txt'", "'2.txt'"),
        (
            "UPDATE passages SET vector = zeroblob(length(vector)) WHERE article_id = '3.txt'",
            "vector",
        ),
    ],
)
def test_parts_that_do_not_agree(index_dir: Path, statement: str, quoted: str) -> None:
    rewritten(index_dir, statement)
    with pytest.raises(IndexCorruptError, match=quoted):
        open_store(index_dir).check(deep=True, embedder=FakeEmbedder(), progress=False)


def test_another_model_of_the_same_name_is_noticed(index_dir: Path) -> None:
    class Reversed(FakeEmbedder):
        def embed_passages(self, texts):
            return super().embed_passages([text[::-1] for text in texts])

    open_store(index_dir).check(embedder=Reversed(), progress=False)
    with pytest.raises(IndexCorruptError):
        open_store(index_dir).check(deep=True, embedder=Reversed(), progress=False)


def test_a_manifest_that_tells_of_fewer(index_dir: Path) -> None:
    generation = generations.current(index_dir)
    replace(Manifest.read(generation), passages=1).write(generation)
    with pytest.raises(IndexCorruptError):
        open_store(index_dir).check(progress=False)


def test_a_record_that_cannot_be_read_is_built_anew(index_dir: Path) -> None:
    rewritten(index_dir, "ALTER TABLE articles RENAME TO lost")
    with pytest.raises(IndexCorruptError):
        update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    corpus = open_store(index_dir).info().corpus
    report = build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert report.info.articles == len(report.changes.added)
    open_store(index_dir).check(deep=True, embedder=FakeEmbedder(), progress=False)
