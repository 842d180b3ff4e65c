"""Files and folders of files: what is read from where, and what is told of what cannot be."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from index import builder
from index.cli import main
from index.corpus import CorpusOptions, open_corpus, read_all
from index.corpus.file_formats import FILE_FORMATS, FileFormat
from index.corpus.readers import delimited
from index.corpus.records import Record
from index.corpus.sources import SourceFile
from index.datatypes import Article
from index.errors import CorpusError
from index.settings import PROJECT
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = PROJECT.parent / "shared" / "samples"
TEXT = "Le décret a été signé à Genève, l’été d’avant, par le maire de la ville."


def read(place: Path, **options: Any) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place, CorpusOptions(**options))))


def articles(place: Path, **options: Any) -> list[Article]:
    found = read(place, **options)
    assert [str(one) for one in found if isinstance(one, CorpusError)] == []
    return [one for one in found if isinstance(one, Article)]


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def test_a_folder_may_mix_formats(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"date 2020-09-17 (AFP) {TEXT}")
    write(tmp_path / "b.csv", f'id,date,text\n7,2020-09-18,"{TEXT}"\n8,2020-09-19,"{TEXT}"\n')
    write(tmp_path / "c.json", json.dumps({"title": "T", "maintext": TEXT, "date": "2020-09"}))
    (tmp_path / "d").mkdir()
    with gzip.open(tmp_path / "d" / "e.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"url": "https://a.example/1", "body": TEXT, "date": "2020"}))
    write(tmp_path / "README.md", "no article")
    found = articles(tmp_path)
    assert {one.id: one.published.isoformat() for one in found} == {
        "a.txt": "2020-09-17",
        "b.csv#7": "2020-09-18",
        "b.csv#8": "2020-09-19",
        "c.json": "2020-09",
        "d/e.jsonl.gz#https://a.example/1": "2020",
    }
    corpus = open_corpus(tmp_path)
    for one in reversed(found):
        assert corpus.read(one.id) == one


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_encodings_are_found_out(tmp_path: Path, encoding: str, name: str) -> None:
    row = {"id": "1", "date": "2020-09-17", "text": TEXT * 3}
    content = {
        "a.csv": ";".join(row) + "\n" + ";".join(f'"{value}"' for value in row.values()),
        "a.jsonl": json.dumps(row, ensure_ascii=False),
        "a.json": json.dumps([row], ensure_ascii=False),
    }[name]
    [one] = articles(write(tmp_path / name, content, encoding))
    assert (one.id, one.text) == (f"{name}#1", TEXT * 3)


def test_a_byte_that_is_not_utf_8_leaves_out_its_row_alone(tmp_path: Path) -> None:
    lines = [f"{number},2020,{TEXT[:14]}".encode() for number in range(3)]
    lines[1] = lines[1].replace("é".encode(), b"\xe9", 1)
    (tmp_path / "a.csv").write_bytes(b"\n".join([b"id,date,text", *lines]))
    first, problem, last = read(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert str(problem) == f'{tmp_path}/a.csv:3: "text" is not UTF-8 (byte 0xe9); convert it'


def test_bytes_that_nothing_tells_of_are_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,date,text\n1,2020," + bytes([0xFF, 0x81, 0x8D]) * 500)
    [problem] = read(tmp_path)
    assert "--encoding" in str(problem)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_fields_of_a_table_may_hold_anything(tmp_path: Path, delimiter: str) -> None:
    text = 'Two\r\nlines, "quoted"; a | b\tc. ' + "x" * 1_000_000
    quoted = '"' + text.replace('"', '""') + '"'
    rows = [["id", "Date", "Text"], ["1", "2020", quoted], ["2", "2020", quoted, "more"], [""],
            ["3", "2020", "short text"]]  # fmt: skip
    path = write(tmp_path / "a.csv", "\ufeff" + "\n".join(delimiter.join(row) for row in rows))
    first, problem, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.id) == (text, "a.csv#3")
    assert str(problem).startswith(f"{path}:4: the row has 4 columns and the first one 3")


def test_a_table_without_names_is_read_by_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", f"https://a.example/1\tnull\t2018-06-28\tTitle\t{TEXT}\n")
    [problem] = read(path)
    assert "no text" in str(problem)
    [one] = articles(path, fields={"published": "3", "title": "4", "text": "5", "url": "1"})
    assert (one.published.isoformat(), one.title, one.text) == ("2018-06-28", "Title", TEXT)
    assert (one.url, one.source) == ("https://a.example/1", "a.example")


def test_a_table_of_something_else_is_told_with_its_columns(tmp_path: Path) -> None:
    [problem] = read(write(tmp_path / "a.csv", "price,amount\n1,2\n"))
    assert isinstance(problem, CorpusError)
    assert problem.line == 1
    assert "price, amount" in problem.reason


def test_a_whole_column_tells_its_order(tmp_path: Path) -> None:
    def dates(*values: str) -> list[str]:
        rows = "".join(f"{n},{value},Text {n}.\n" for n, value in enumerate(values))
        found = read(write(tmp_path / "a.csv", f"id,date,text\n{rows}"))
        return [
            one.published.isoformat() if isinstance(one, Article) else "refused" for one in found
        ]

    assert dates("03/04/2020", "13/04/2020") == ["2020-04-03", "2020-04-13"]
    assert dates("03/04/2020", "04/13/2020") == ["2020-03-04", "2020-04-13"]
    assert dates("03/04/2020", "04/04/2020") == ["refused", "2020-04-04"]
    assert dates("03/04/2020", "13/04/2020", "04/13/2020")[0] == "refused"


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ('{"text": "a", "date": "2020"}\n{"text": ', 2, "not JSON"),
        ('{"text": "a", "date": "2020"}\n[1]', 2, "not a JSON object"),
        ('{"text": "a", "date": "2020"}\n{"text": "b", "date": "2020-13"}', 2, "calendar"),
        ('{"text": "a", "date": "2020"}\n' + "[" * 100_000, 2, "too deeply nested"),
    ],
)
def test_a_line_that_is_no_article_stops_nothing(
    tmp_path: Path, content: str, line: int, reason: str
) -> None:
    path = write(tmp_path / "a.jsonl", content + '\n{"text": "c", "date": "2020"}')
    first, problem, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(problem, CorpusError)
    assert problem.line == line
    assert reason in problem.reason


def test_lists_of_articles_are_found_in_json(tmp_path: Path) -> None:
    item = {"headline": "Closed", "text": TEXT, "date": "2020"}
    path = tmp_path / "a.json"
    for document in ([item, item], {"items": [item, item]}, {"response": {"results": [item] * 2}}):
        assert len(articles(write(path, json.dumps(document)))) == 2
    write(path, json.dumps({"a": {"b": [item]}}))
    assert len(articles(path, records="a.b")) == 1
    [problem] = read(path, records="a.c")
    assert "no list of articles at 'a.c'" in str(problem)
    first, problem = read(write(path, json.dumps([item, item])[:-20]))
    assert isinstance(first, Article)
    assert "not JSON after item 1" in str(problem)


def test_an_archive_that_is_cut_off_keeps_what_is_there(tmp_path: Path) -> None:
    rows = "".join(
        json.dumps({"id": n, "text": f"{n} {TEXT}", "date": "2020"}) + "\n" for n in range(99)
    )
    packed = gzip.compress(rows.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    [problem] = [one for one in read(tmp_path) if isinstance(one, CorpusError)]
    assert "cut off" in str(problem)


def test_an_index_inside_of_its_corpus_is_no_part_of_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"date 2020 {TEXT}")
    index_dir = tmp_path / "index"
    builder.build(tmp_path, index_dir, embedder=FakeEmbedder(), progress=False)
    again = builder.update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    assert not again.changes
    assert again.problems == ()


def test_what_was_said_of_a_corpus_holds_for_its_updates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*arguments: str) -> dict[str, Any]:
        done = CliRunner().invoke(
            main, [*arguments, "--json", "--index-dir", str(tmp_path / "index")]
        )
        assert done.exit_code == 0, done.output
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    monkeypatch.setattr(builder, "_load_embedder", lambda _: FakeEmbedder())
    path = write(tmp_path / "a.csv", f'id,seen,text\n1,03/04/2020,"{TEXT}"\n')
    said = ("--field", "date=seen", "--date-order", "dmy", "--source", "Agency")
    assert run("build", str(path), *said)["articles"] == 1
    assert run("info")["dated"] == {"field seen": 1}
    write(path, path.read_text("utf-8") + f'2,04/04/2020,"{TEXT}"\n')
    updated = run("update")
    assert (updated["added"], updated["unchanged"], updated["problems"]) == (["a.csv#2"], 1, [])
    assert run("info")["published"] == ["2020-04-03", "2020-04-04"]


def test_options_beside_the_files_and_their_mistakes(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", f'id,seen,text\n1,03/04/2020,"{TEXT}"\n')
    options = write(tmp_path / "corpus.toml", 'date-order = "dmy"\n[fields]\ndate = "seen"\n')
    [one] = articles(tmp_path)
    assert one.published.isoformat() == "2020-04-03"
    for content, quoted in {
        'date-order = "ymd"': "ymd",
        "colour = 1": "'colour'",
        "[fields]\nwhen = 'seen'": "when",
        "timezone = 'Nowhere/Land'": "Nowhere/Land",
        "= 1": "",
    }.items():
        write(options, content)
        with pytest.raises(CorpusError) as caught:
            open_corpus(tmp_path)
        assert caught.value.path == options
        assert quoted in caught.value.reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("news-please-sample.json", [
            ("news-please-sample.json", "2017-07-17", None, "www.rt.com", "en", "",
             "field date_publish"),
        ]),
        ("ninjs-1.4-text.json", [
            ("ninjs-1.4-text.json", "2013-07-09", None, "ninjs.example.com", "en",
             "Paulo Santalucia and Frances d'Emilio", "field versioncreated"),
        ]),
        ("jsonfeed-full.json", [
            ("jsonfeed-full.json#2", "2020-01-02", "2020-01-04", "My Example Feed", "de", "",
             "field date_published"),
            ("jsonfeed-full.json#1", "2020-01-02", None, "My Example Feed", "en", "Jane",
             "field date_published"),
        ]),
    ],
)  # fmt: skip
def test_samples_of_other_peoples_files(name: str, expected: list[tuple[str | None, ...]]) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not part of the project")
    assert [
        (one.id, one.published.isoformat(), one.updated and one.updated.isoformat(), one.source,
         one.language, one.author, one.dated)
        for one in articles(SAMPLES / name)
    ] == expected  # fmt: skip


def read_lines_of_words(file: SourceFile) -> Iterator[Record | CorpusError]:
    with file.open_text() as text:
        for line, content in enumerate(text, 1):
            day, _, words = content.strip().partition(" ")
            if not words:
                yield file.error("a line needs a day and words", line)
                continue
            yield Record({"published": day, "text": words}, line, evidence={"published": "margin"})


def test_a_format_is_added_as_a_function_and_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = FileFormat("diary", (".diary",), f"{__name__}:read_lines_of_words")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    monkeypatch.setattr("index.corpus.file_formats.FILE_FORMATS", [*FILE_FORMATS, added])
    path = write(tmp_path / "a.diary", f"18/09/2020 {TEXT}\n2020\n", "cp1252")
    one, problem = read(path)
    assert isinstance(one, Article)
    assert (one.id, one.published.isoformat(), one.text) == ("a.diary#1", "2020-09-18", TEXT)
    assert (one.dated, one.language) == ("margin", "fr")
    assert str(problem) == f"{path}:2: a line needs a day and words"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("filled", [False, True])
def test_what_an_export_says_of_itself_stands_above_its_names(
    tmp_path: Path, delimiter: str, filled: bool
) -> None:
    names = "Query Id", "Date", "Title", "Url", "Domain", "Full Text"
    about = [["Report:", "Export of 27 Nov, by A"], ["From:", "2020-09-01"], ["To:", "Date"], []]
    row = ["1", "2020-09-17 08:15:00.0", "Closed", "https://a.example/1", "a.example", TEXT]
    if filled:
        about = [[*one, *[""] * (len(names) - len(one))] for one in about]
    with (path := tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([*about, names, row, ["2"]])
    one, problem = read(path)
    assert isinstance(one, Article)
    assert (one.published.isoformat(), one.title, one.text, one.source) == (
        "2020-09-17", "Closed", TEXT, "a.example",
    )  # fmt: skip
    assert str(problem).startswith(f"{path}:7: the row has 1 columns and the first one 6")


def test_a_mark_that_is_open_at_the_end_of_a_file_is_told(tmp_path: Path) -> None:
    names = "id,date,text\n"
    rows = '1,2020-09-17,"One.\n2,2020-09-18,Two.\n3,2020-09-19,Three.\n'
    [problem] = read(write(tmp_path / "a.csv", names + rows))
    assert "lines 2 to 4 are one row, which swallows 2 others" in str(problem)
    [one] = articles(write(tmp_path / "b.csv", f'{names}1,2020-09-17,"{TEXT}\nAnd more.'))
    assert one.text == f"{TEXT}\nAnd more."


CELLS = st.text(alphabet='ab,;"\r\n é', max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_rows_are_what_the_library_reads(rows: list[list[str]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        (path := Path(folder, "a.csv")).open("w", encoding="utf-8", newline="") as file,
    ):
        csv.writer(file).writerows([["id", "date", "text"], *rows])
        file.flush()
        read = delimited.read(SourceFile(path, "a.csv", CorpusOptions()))
        found = [[*one.values.values()] for one in read if isinstance(one, Record)]
    assert found == [row for row in rows if any(map(str.strip, row))]
