"""Libraries of Zotero: the dates of entries in the library are no dates of publication."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from tests.test_index.test_corpus.test_documents import word
from tests.test_index.test_corpus.test_formats import TestCsv
from tests.test_index.test_corpus.test_press import PressRows

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The bridge was closed on the day before, said the mayor of the town."


def read(place: Path) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place)))


def only(place: Path) -> Article:
    [one] = read(place)
    assert isinstance(one, Article), one
    return one


class TestZoteroCsv(TestCsv):
    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        columns = {"Key": "id", "Item Type": "", "Publication Year": "", "Title": "title",
                   "Date": "published_at", "Abstract Note": "text", "Publication Title": "source",
                   "Language": "lang", "Date Modified": ""}  # fmt: skip
        lines = [columns.keys()]
        lines += [
            [row.get(role, "2026-01-01" if name == "Date Modified" else "newspaperArticle")
             for name, role in columns.items()]
            for row in rows
        ]  # fmt: skip
        quoted = (",".join('"' + one.replace('"', '""') + '"' for one in line) for line in lines)
        path.write_bytes("\n".join(quoted).encode())


class TestRis(PressRows):
    name = "news.ris"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        references = (
            f"TY  - NEWS\nID  - {row['id']}\nTI  - {row['title']}\nDA  - {row['published_at']}\n"
            f"T2  - {row['source']}\nLA  - {row['lang']}\nAB  - {row['text']}\nER  - \n\n"
            for row in rows
        )
        path.write_bytes("".join(references).encode())


def library(path: Path, **values: str) -> Path:
    row = {
        "Key": "AB12", "Item Type": "newspaperArticle", "Publication Year": "2020",
        "Author": "Writer, Ann; Doe, Jo", "Title": "Shut", "Publication Title": "Gazette",
        "Url": "https://a.example/1", "Abstract Note": TEXT, "Date": "2020-09-17",
        "Date Added": "2021-01-02 03:04:05", "Date Modified": "2022-01-02 03:04:05",
        "Access Date": "2021-01-01 00:00:00", "Language": "en-GB",
    } | values  # fmt: skip
    cells = (",".join(f'"{one}"' for one in line) for line in (row.keys(), row.values()))
    path.write_text("\ufeff" + "\n".join(cells), "utf-8")
    return path


def test_a_library_as_csv(tmp_path: Path) -> None:
    one = only(library(tmp_path / "a.csv"))
    assert (one.id, one.title, one.source, one.author, one.language, one.url, one.text) == (
        "a.csv#AB12", "Shut", "Gazette", "Ann Writer, Jo Doe", "en", "https://a.example/1", TEXT,
    )  # fmt: skip
    assert (one.published.isoformat(), one.updated, one.dated) == ("2020-09-17", None, "field Date")
    undated = only(library(tmp_path / "a.csv", Date=""))
    assert (undated.published.isoformat(), undated.updated) == ("../2021-01-01", None)
    assert undated.dated == "not later than entry in the library"


def test_notes_and_attachments_are_no_articles(tmp_path: Path) -> None:
    library(tmp_path / "a.csv", **{"Item Type": "attachment"})
    (tmp_path / "b.txt").write_text(f"date 2020 {TEXT}")
    assert [one.id for one in read(tmp_path) if isinstance(one, Article)] == ["b.txt"]


def test_a_library_as_ris(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(
        "\ufeffTY  - NEWS\r\nTI  - Shut\r\nAU  - Writer, Ann\r\nAU  - Doe, Jo\r\n"
        "DA  - 2020/09/17/\r\n"
        "PY  - 2020\r\nT2  - Gazette\r\nY2  - 2021/01/01/00:00:00\r\nUR  - https://a.example/1\r\n"
        f"AB  - {TEXT}\r\nIt stays closed.\r\nER  - \r\n\r\n"
        f"TY  - NEWS\r\nTI  - Open\r\nPY  - 2021//\r\nAB  - {TEXT}\r\nER  -\r\n"
        "TY  - NEWS\r\nTI  - Cut\r\n",
        "utf-8",
        newline="",
    )
    first, second, problem = read(path)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(problem, CorpusError)
    assert (first.title, first.source, first.author, first.url, first.text) == (
        "Shut", "Gazette", "Ann Writer, Jo Doe", "https://a.example/1",
        f"{TEXT}\nIt stays closed.",
    )  # fmt: skip
    assert (first.published.isoformat(), first.updated, first.dated) == (
        "2020-09-17", None, "field DA",
    )  # fmt: skip
    assert (second.published.isoformat(), second.dated) == ("2021", "field PY")
    assert problem.line == 19


def test_a_library_as_csl_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    item = {"id": "a/1", "type": "article-newspaper", "title": "Shut", "abstract": TEXT,
            "container-title": "Gazette", "author": [{"family": "Writer", "given": "Ann"}],
            "issued": {"date-parts": [["2020", 9]]}, "URL": "https://a.example/1",
            "accessed": {"date-parts": [["2021", 1, 1]]}}  # fmt: skip
    path.write_text(json.dumps([item]), "utf-8")
    one = only(path)
    assert (one.title, one.source, one.author, one.text) == ("Shut", "Gazette", "Ann Writer", TEXT)
    assert (one.published.isoformat(), one.updated, one.dated) == ("2020-09", None, "field issued")
    del item["issued"]
    path.write_text(json.dumps([item]), "utf-8")
    assert only(path).published.isoformat() == "../2021-01-01"


def test_a_library_dates_the_files_that_are_attached_to_it(tmp_path: Path) -> None:
    attached = {"File Attachments": "/home/me/Zotero/storage/X/a.docx; /home/me/b.html"}
    library(tmp_path / "manifest.csv", **attached)
    (tmp_path / "a.docx").write_bytes(word(TEXT * 2))
    one = only(tmp_path)
    assert (one.id, one.text, one.source) == ("a.docx", TEXT * 2, "Gazette")
    assert (one.published.isoformat(), one.updated, one.dated) == (
        "2020-09-17", None, "manifest Date",
    )  # fmt: skip
