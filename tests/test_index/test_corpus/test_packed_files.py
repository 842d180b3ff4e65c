"""Archives hold files of any format, and cannot harm; packing that is damaged is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from backports import zstd

from index.corpus import CorpusOptions, open_corpus, packed_files, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import article
from tests.contracts.corpus_contract import ARTICLES
from tests.test_index.test_corpus.test_documents import pdf
from tests.test_index.test_corpus.test_formats import TestCsv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "The bridge was closed on the day before, said the mayor of the town."
CSV = f"id,date,text\n7,2020-09-17,{TEXT}\n8,soon,{TEXT}\n".replace("before,", "before")


def read(place: Path, **options: Any) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place, CorpusOptions(**options))))


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, str | bytes]) -> Path:
    mode: Any = "w:gz" if path.name.endswith("gz") else "w"
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


MAKERS: dict[str, Callable[[Path, dict[str, str | bytes]], Path]] = {
    "a.zip": zipped, "a.tar": tarred, "a.tar.gz": tarred, "a.tgz": tarred,
}  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_members_of_any_format_are_read(tmp_path: Path, name: str) -> None:
    files: dict[str, str | bytes] = {
        "in/a.csv": CSV,
        "in/b.txt": f"date 2020 (AFP) {TEXT}",
        "in/c.pdf": pdf(),
        "in/d.csv.gz": gzip.compress(CSV.encode()),
        "in/notes.md~": "no article",
        "__MACOSX/in/a.csv": "no article",
        "in/.hidden.csv": "no article",
        "in/e.tar.gz": b"another",
        "manifest.csv": "file,date\nin/c.pdf,2019\n",
    }
    path = MAKERS[name](tmp_path / name, files)
    found = read(tmp_path)
    assert {one.id: one.published.isoformat() for one in found if isinstance(one, Article)} == {
        f"{name}#in/a.csv#7": "2020-09-17",
        f"{name}#in/b.txt": "2020",
        f"{name}#in/c.pdf": "2019",
        f"{name}#in/d.csv.gz#7": "2020-09-17",
    }
    told = [str(one) for one in found if isinstance(one, CorpusError)]
    assert len(told) == 3
    assert f"{path}/in/e.tar.gz: an archive in an archive; unpack the outer one" in told
    corpus = open_corpus(tmp_path)
    for one in reversed([one for one in found if isinstance(one, Article)]):
        assert corpus.read(one.id) == one


@pytest.mark.parametrize("name", MAKERS)
def test_a_member_that_cannot_be_read_stops_nothing(tmp_path: Path, name: str) -> None:
    path = MAKERS[name](
        tmp_path / name,
        {
            "../up.csv": CSV,
            "a.csv": "price\n1\n",
            "b.json": "{",
            "c.csv.gz": gzip.compress(CSV.encode() * 99)[:-20],
            "z.txt": f"date 2020 {TEXT}",
        },
    )
    *problems, last = read(path)
    assert isinstance(last, Article)
    told = [str(one) for one in problems if isinstance(one, CorpusError)]
    assert any("outside of the archive" in one for one in told)
    assert any(one.startswith(f"{path}/a.csv:1: no column is known") for one in told)
    assert any(one.startswith(f"{path}/b.json:1: not JSON") for one in told)
    assert any("c.csv.gz: is cut off" in one for one in told)


def test_what_unpacks_without_bound_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_files, "_ALLOWANCE", 100_000)
    path = zipped(tmp_path / "a.zip", {"a.txt": f"date 2020 {TEXT}", "b.txt": b" " * 10_000_000})
    first, problem = read(path)
    assert isinstance(first, Article)
    assert "100 times its size" in str(problem)


@pytest.mark.parametrize("name", [*MAKERS, "a.csv.gz", "a.csv.bz2", "a.csv.xz", "a.csv.zst"])
def test_damage_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"nothing of the kind" * 99)
    (tmp_path / "z.txt").write_text(f"date 2020 {TEXT}")
    problem, one = read(tmp_path)
    assert isinstance(one, Article)
    assert "read" in str(problem)


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress),
     (".zst", zstd.compress)],
)  # fmt: skip
def test_damage_in_the_middle_is_told_after_what_is_before(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    good = CSV.replace("soon", "2020").encode()
    path = tmp_path / f"a.csv{suffix}"
    path.write_bytes(pack(good))
    assert [type(one) for one in read(path)] == [Article, Article]
    data = bytearray(pack(good))
    data[len(data) // 2 : len(data) // 2 + 8] = b"\xff" * 8
    path.write_bytes(data)
    assert any(isinstance(one, CorpusError) for one in read(path))


class TestZstd(TestCsv):
    name = "news.csv.zst"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        plain = path.with_suffix("")
        super().write(plain, rows)
        path.write_bytes(zstd.compress(plain.read_bytes()))
        plain.unlink()


def test_an_update_of_an_archive_costs_what_changed_in_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        one.id: f"date {one.published.isoformat()} {one.text}" for one in ARTICLES
    }
    before = dict(open_corpus(zipped(tmp_path / "a.zip", files)).entries())
    files["0.txt"] = f"date 2020 {article('a', TEXT).text}"
    after = dict(open_corpus(zipped(tmp_path / "a.zip", files)).entries())
    assert {name for name in before if before[name] != after[name]} == {"a.zip#0.txt"}
