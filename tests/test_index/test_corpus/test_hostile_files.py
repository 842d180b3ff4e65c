"""Files that are damaged, or made to do harm: each is told, and none stops the others."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.builder import build
from index.cli import main
from index.corpus import open_corpus, read_all, sources
from index.corpus.readers import delimited  # noqa: F401 (sets the limit of fields)
from index.corpus.readers.json_documents import Recoded
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import FakeEmbedder
from tests.support.corpora import problems_of, warc_response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "The bridge was closed on Tuesday because the river had risen."
ROW = f"date,text\n2020-09-17,{TEXT}\n"
BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>'
ITEM = "<item><description>{}</description><pubDate>18 Aug 2020</pubDate></item>"
MAIL = f"From: a@b\nSubject: {{}}\nDate: Tue, 18 Aug 2020 10:00:00 +0000\n{{}}\n{TEXT}"


def zipped(**members: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


HARMFUL: dict[str, tuple[str | bytes | Callable[[], bytes], str]] = {
    "deep.json": ('[{"a":' + "[" * 100_000, "too deeply nested"),
    "many.json": ("[" * 1_000_000, "too deeply nested"),
    "deep.jsonl": ("[" * 100_000, "too deeply nested"),
    "feed.json": (
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
        "too deeply nested",
    ),
    "nested.rss": ("<rss><channel><item>" + "<a>" * 1000, "nested deeper than 256"),
    "long.rss": (
        f"<rss><channel>{ITEM.format('x' * 11_000_000)}</channel></rss>",
        "longer than 10 MB",
    ),
    "broken.rss": ("<rss>" + "<" * 1000, "no XML that can be read"),
    "bomb.rss": (f"{BOMB}<rss><channel>{ITEM.format('&y;')}</channel></rss>", "declares entities"),
    "wide.rss": (
        f'<?xml version="1.0" encoding="utf-16"?>{BOMB}<rss>{ITEM.format("&y;")}</rss>'.encode(
            "utf-16"
        ),
        "declares entities",
    ),
    "bomb.xml": (
        f"{BOMB}<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>&y;</newsItem>",
        "declares entities",
    ),
    "alias.md": (f"---\ndate: 2020\na: &a [x]\nb: [*a, *a]\n---\n{TEXT}", "an alias"),
    "deep.md": (f"---\ndate: 2020\na: {'[' * 1000}\n---\n{TEXT}", "front matter"),
    "deep.toml.md": (f"+++\ndate = 2020\na = {'[' * 5000}\n+++\n{TEXT}", "front matter"),
    "names.csv": ("é\x07\x1b[31m\u202e".encode() + b"\xff", "no column is known"),
    "cut.csv.gz": (gzip.compress(ROW.encode() * 1000)[:60], "cut off"),
    "bomb.csv.gz": (
        lambda: gzip.compress(ROW.encode() + b"x" * 150_000_000, 6),
        "100 times its size",
    ),
    "bomb.txt.bz2": (
        lambda: bz2.compress(b"date 2020 " + b"x" * 150_000_000, 1),
        "100 times its size",
    ),
    "bomb.txt.xz": (
        lambda: lzma.compress(b"date 2020 " + b"x" * 150_000_000, preset=0),
        "100 times its size",
    ),
    "cut.zip": (zipped(**{"a.csv": ROW})[:70], "no archive that can be read"),
    "bomb.zip": (lambda: zipped(**{"a.csv": ROW + "x" * 150_000_000}), "100 times its size"),
    "bomb.docx": (lambda: zipped(**{"word/document.xml": " " * 250_000_000}), "unpacks to 250 MB"),
    "deep.eml": (
        "From: a@b\n" + "".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)
        ),
        "no e-mail that can be read",
    ),
    "fake.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 40, ""),
    "fake.parquet": (b"PAR1" + bytes(range(256)) * 40 + b"PAR1", "no Parquet file"),
    "noise.mhtml": (b"Content-Type: text/html; charset=\xff\n\n" + bytes(range(256)) * 40, ""),
}  # fmt: skip


def harmful_content(name: str) -> bytes:
    """Return the content of a file; what takes long to make is made here, not on import."""
    content, _ = HARMFUL[name]
    made = content() if callable(content) else content
    return made.encode() if isinstance(made, str) else made


@pytest.mark.parametrize("name", HARMFUL)
def test_each_is_told_with_its_file_and_a_remedy(tmp_path: Path, name: str) -> None:
    _, told = HARMFUL[name]
    (tmp_path / name).write_bytes(harmful_content(name))
    problems = [one for one in read_all(open_corpus(tmp_path / name)) if _is_error(one)]
    assert any(told in str(one) for one in problems), problems
    for one in problems:
        assert isinstance(one, CorpusError)
        assert one.path.name == name
        assert str(one).isprintable()
        assert len(str(one)) < 700
        assert "its reader fails" not in str(one)


def _is_error(one: object) -> bool:
    return isinstance(one, CorpusError)


@pytest.mark.slow
def test_a_folder_of_them_is_built(tmp_path: Path) -> None:
    folder, index_dir = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    harmful = [name for name in HARMFUL if not name.startswith("bomb.")]
    for name in harmful:
        (folder / name).write_bytes(harmful_content(name))
    (folder / "a.txt").write_text(f"date 2020-09-17 {TEXT}")
    (folder / "z.csv").write_text(ROW)
    built = build(folder, index_dir, embedder=FakeEmbedder(), progress=False)
    assert built.info.articles >= 2
    with open(built.info.details["errors"], encoding="utf-8") as file:  # noqa: PTH123
        told = [json.loads(line) for line in file]
    assert {os.path.basename(one["path"]) for one in told} >= {*harmful} - {"noise.mhtml"}  # noqa: PTH119
    assert all(one["reason"] for one in told)
    done = CliRunner().invoke(main, ["preview", str(folder), "--no-estimate"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("subject.eml", MAIL.format("=?utf-8?q?a?= " * 50_000, "")),
        ("from.eml", "From: " + "a@b, " * 50_000 + MAIL.format("x", "")[9:]),
        ("type.eml", MAIL.format("x", "Content-Type: text/plain; " + "a=b; " * 50_000 + "\n")),
        ("received.eml", MAIL.format("x", "Received: from a by b; x\n" * 50_000)),
        ("date.eml", MAIL.format("x", "").replace("2020", "9" * 400)),
        ("ampersands.rss", f"<rss><channel>{ITEM.format('&' * 500_000)}</channel></rss>"),
        ("columns.csv", ",".join(["date", "text", *map(str, range(20_000))])),
        ("delimiters.csv", "date,text\n" + "," * 1_000_000),
        ("quotes.csv", "date,text\n" + '"' * 1_000_000),
        ("gaps.csv", "\n" * 1_000_000),
        ("nul.csv", "date,text\n2020,a\0b\n\0,\0\n"),
        ("widths.csv", "date,text\n" + "".join("2020" + ",x" * (n % 7) + "\n" for n in range(99))),
    ],
)
def test_none_takes_long(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    began = time.process_time()
    list(read_all(open_corpus(tmp_path / name)))
    assert time.process_time() - began < 10  # those that were slow took minutes


def test_a_field_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'date,text\n2020,"{TEXT * 170_000}"\n2020,after it\n')
    first, second = read_all(open_corpus(tmp_path / "a.csv"))
    assert isinstance(first, Article)
    assert len(first.text) > 10_000_000
    assert isinstance(second, Article)


def test_a_field_beyond_all_measure_is_told_with_its_line(tmp_path: Path) -> None:
    before = csv.field_size_limit(60_000)
    try:
        (tmp_path / "a.csv").write_text(ROW + '2020,"' + TEXT * 2000)
        found = list(read_all(open_corpus(tmp_path / "a.csv")))
    finally:
        csv.field_size_limit(before)
    assert isinstance(found[0], Article)
    assert isinstance(found[1], CorpusError)
    assert found[1].line == 3
    assert "close the quotation mark" in found[1].reason


def test_lines_beyond_all_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_WHOLE_BYTES", 1000)
    line = json.dumps({"date": "2020", "text": TEXT})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line[:-2]}{'x' * 5000}")
    first, second = read_all(open_corpus(tmp_path / "a.jsonl"))
    assert isinstance(first, Article)
    assert isinstance(second, CorpusError)
    assert second.line == 2
    assert "split it" in second.reason


def test_members_that_would_lie_elsewhere(tmp_path: Path) -> None:
    names = ["../../a.csv", "/abs.csv", "in/../../b.csv", "ok.csv"]
    (tmp_path / "a.zip").write_bytes(zipped(**dict.fromkeys(names, ROW)))
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(ROW)
            archive.addfile(info, io.BytesIO(ROW.encode()))
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(f"{number}.csv")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    before = sorted(tmp_path.rglob("*"))
    read = list(read_all(open_corpus(tmp_path)))
    assert sum(isinstance(one, Article) for one in read) == 2
    assert sum("outside of the archive" in str(one) for one in read) == 6
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_links_that_go_round_and_files_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a.csv").write_text(ROW)
    for name in ("x", "y"):
        (folder / "in" / name).symlink_to("..", target_is_directory=True)
    (folder / "self.csv").symlink_to("self.csv")
    (folder / "gone.csv").symlink_to("nowhere.csv")
    os.mkfifo(folder / "pipe.csv")
    for place in (folder, folder / "**" / "*.csv"):
        assert [entry.id for entry in open_corpus(place).entries()] == ["in/a.csv#1"]


def test_damaged_records_of_web_archives_are_told_and_print_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = f"<html><body><article><p>{TEXT * 5}</p></article></body></html>".encode()
    one = warc_response("urn:uuid:1", "https://a.example/", page)
    (tmp_path / "a.warc").write_bytes(one.replace(b"</html>", b"</html>\x1b[31m more") + one)
    problems = problems_of(tmp_path / "a.warc")
    assert any("not as long as they say" in reason for reason in problems)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("size", [1, 2, 7, 1 << 16])
def test_levels_are_counted_wherever_a_piece_ends(size: int) -> None:
    def reads(text: str) -> int:
        counted = Recoded(io.StringIO(text))
        while counted.read(size):
            pass
        return counted._depth

    strings = ["[" * 600, '"' * 3 + "{" * 600, "\\" * 3, "\\", "]" * 5]
    assert reads(json.dumps([strings, {"a": strings}])) == 0
    assert reads("[" * 500) == 500
    with pytest.raises(RecursionError):
        reads('["\\"[", ' + "[" * 500)
    assert reads("[]" * 1000 + "[") == 1


@pytest.mark.campaign
@pytest.mark.parametrize("name", [name for name in HARMFUL if "bomb" not in name])
def test_any_damage_is_told(tmp_path: Path, name: str) -> None:
    data = harmful_content(name)[:100_000]
    chance = random.Random(name)  # noqa: S311
    for _ in range(50):
        damaged = bytearray(data)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / name).write_bytes(damaged[: chance.randrange(len(damaged))])
        for one in read_all(open_corpus(tmp_path / name)):
            assert "its reader fails" not in str(one)
