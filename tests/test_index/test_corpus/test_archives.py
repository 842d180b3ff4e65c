"""Archives that grow: versions of articles, files that are the same, what is told of the rest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index import builder
from index.command_line import problem_lines
from index.corpus import CorpusOptions, open_corpus, read_all
from index.corpus.files import FileCorpus
from index.corpus.sources import SourceFile
from index.datatypes import Article
from index.errors import CorpusError
from index.reports import LeftOut, kind_of
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from index.builder import BuildReport

pytestmark = pytest.mark.slow

TEXT = "The bridge stays closed until it has been inspected and said the mayor all is well. " * 3


def table(path: Path, *rows: str, names: str = "id,date,text") -> Path:
    path.write_text("\n".join([names, *rows]) + "\n", "utf-8")
    return path


def read(place: Path, **options: Any) -> tuple[dict[str, Article], list[CorpusError]]:
    found = list(read_all(open_corpus(place, CorpusOptions(**options))))
    articles = {one.id.partition("#")[2]: one for one in found if isinstance(one, Article)}
    return articles, [one for one in found if isinstance(one, CorpusError)]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file is opened to be parsed."""
    counts: Counter[str] = Counter()
    usual = SourceFile.open

    def counting(file: SourceFile) -> Any:
        counts[file.name] += 1
        return usual(file)

    monkeypatch.setattr(SourceFile, "open", counting)
    return counts


def build(place: Path, index_dir: Path) -> BuildReport:
    return builder.build(place, index_dir, embedder=FakeEmbedder(), progress=False)


def update(index_dir: Path) -> BuildReport:
    return builder.update(None, index_dir, embedder=FakeEmbedder(), progress=False)


@pytest.mark.parametrize("newest", [0, 1, 2])
@pytest.mark.parametrize(
    ("names", "older", "newer"),
    [
        ("id,date,text", "2020-09-17", "2020-09-18"),
        ("id,date,text", "2020-09-17T23:00:00-05:00", "2020-09-18T04:30:00Z"),
        ("id,date,text", "17 Sep 2020 10:00:00 +0200", "17 Sep 2020 09:00:00 +0000"),
        ("id,version,text,date", "9", "10"),
    ],
)
def test_the_newest_version_of_an_article_counts(
    tmp_path: Path, newest: int, names: str, older: str, newer: str
) -> None:
    end = ",2020" if "version" in names else ""
    rows = [f"a,{newer if n == newest else older},Text {n}{end}" for n in range(3)]
    path = table(tmp_path / "a.csv", *rows, f"b,{newer},Other{end}", names=names)
    found, problems = read(path)
    assert {name: one.text for name, one in found.items()} == {"a": f"Text {newest}", "b": "Other"}
    assert [one.line for one in problems] == [n + 2 for n in range(3) if n != newest]
    for one in problems:
        assert one.reason.startswith("an older version of 'a', of which the newest stands on line")
        assert f"line {newest + 2};" in one.reason


def test_of_equal_versions_the_last_counts_and_entries_say_the_same(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "a,2020,One", "a,2020,Two")
    corpus = open_corpus(path)
    assert [one.id for one in corpus.entries()] == ["a.csv#item 1", "a.csv#a"]
    assert corpus.read("a.csv#a").text == "Two"
    assert open_corpus(path).read("a.csv#a").text == "Two"  # without its entries


def test_a_file_that_is_the_same_is_not_parsed_again(tmp_path: Path, opened: Counter[str]) -> None:
    folder, index_dir = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    table(folder / "a.csv", *(f"{n},2020-09-17,{n} {TEXT}" for n in range(9)), "bad,soon,Text")
    table(folder / "b#a.csv", *(f"{n},2020-09-18,{n + 50} {TEXT}" for n in range(9)))
    built = build(folder, index_dir)
    opened.clear()
    same = update(index_dir)
    assert not same.changes
    assert [str(one) for one in same.problems] == [str(one) for one in built.problems]
    assert opened == {}

    table(folder / "b#a.csv", *(f"{n},2020-09-18,{n + 50 + (n == 4)} {TEXT}" for n in range(9)))
    opened.clear()
    told = update(index_dir)
    assert (told.changes.changed, told.changes.unchanged) == (("b#a.csv#4",), 17)
    assert [str(one) for one in told.problems] == [str(one) for one in built.problems]
    assert told.info.report.formats() == {"CSV or TSV": 2}
    assert told.info.report.encodings() == {"utf-8": 2}
    assert "a.csv" not in opened
    fresh = builder.build(folder, tmp_path / "fresh", embedder=FakeEmbedder(), progress=False)
    assert fresh.info.skipped == told.info.skipped
    assert fresh.info.report == told.info.report


def test_a_changed_file_is_parsed_once(tmp_path: Path, opened: Counter[str]) -> None:
    rows = [f"{n},2020-09-17,{n} {TEXT}" for n in range(99)]
    path = table(tmp_path / "a.csv", *rows)
    before = FileCorpus(path)
    held = {one.id: one.digest for one in before.entries()}
    table(path, *rows[:50], f"50,2020-09-17,Another {TEXT}", *rows[51:])
    now = FileCorpus(path)
    now.recall(before.report().containers, held)
    found = {one.id: one.digest for one in now.entries()}
    opened.clear()
    assert [name for name in found if held[name] != found[name]] == ["a.csv#50"]
    assert now.read("a.csv#50").text.startswith("Another")
    assert opened == {}
    assert now.read("a.csv#7").text.startswith("7 ")  # what was not kept is looked for


def test_what_orders_the_numbers_of_dates_belongs_to_their_rows(tmp_path: Path) -> None:
    folder, index_dir = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    rows = [f"1,03/04/2020,{TEXT}", f"2,13/04/2020,2 {TEXT}", f"3,14/04/2020,3 {TEXT}"]
    table(folder / "a.csv", *rows)
    assert build(folder, index_dir).info.articles == 3
    table(folder / "a.csv", rows[0], f"2,04/13/2020,2 {TEXT}")
    told = update(index_dir)
    assert told.changes.changed == ("a.csv#1", "a.csv#2")
    assert [one.published.isoformat() for one in read(folder)[0].values()] == [
        "2020-03-04", "2020-04-13",
    ]  # fmt: skip


def test_what_is_left_out_is_named_in_the_generation(tmp_path: Path) -> None:
    folder, index_dir = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    table(folder / "a.csv", f"1,2020,{TEXT}", "2,soon,Text", "3,never,Text", "4,2020,a,b")
    (folder / "b.xyz").write_text("?")
    (folder / "c.XYZ").write_text("?")
    (folder / "d.csv").write_bytes("id;date;text\n5;2020;Le décret signé à l’été".encode("cp1252"))
    report = build(folder, index_dir)
    assert report.info.reasons == {
        '"date" is …, which is no date that can be read': 2,
        "the row has … columns and the first one …": 1,
    }
    assert report.info.report.passed_over == {".xyz": 2}
    assert {name.lower() for name in report.info.report.encodings()} == {"utf-8", "windows-1252"}
    lines = Path(report.info.details["errors"]).read_text("utf-8").splitlines()
    named = [json.loads(line) for line in lines]
    assert [(one["id"], one["line"]) for one in named] == [
        ("a.csv#2", 3), ("a.csv#3", 4), ("a.csv#item 4", 5),
    ]  # fmt: skip
    assert {one["path"] for one in named} == {str(folder / "a.csv")}
    assert named[2]["remedy"].startswith("put texts that hold a delimiter")
    assert [str(LeftOut(**one).to_error()) for one in named] == [
        str(one) for one in report.problems
    ]
    assert report.to_dict()["passed_over"] == {".xyz": 2}


def test_many_that_were_left_out_are_told_by_their_kinds() -> None:
    problems = [
        CorpusError(f"the row has {n} columns and the first one 7; mend it", Path("a.csv"), n)
        for n in range(8, 50)
    ] + [CorpusError("is cut off: its end is missing; fetch it again", Path("b.gz"))]
    lines = list(problem_lines(problems, "errors.jsonl"))
    assert lines[0] == "left out: 43 documents, listed in errors.jsonl"
    assert lines[1] == "  42 × the row has … columns and the first one …"
    assert lines[2].endswith("first: a.csv:8: the row has 8 columns and the first one 7; mend it")
    assert len(lines) == 5
    assert len(list(problem_lines(problems[:3]))) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("line 7 of 1,000", "line 8 of 20"),
        ("'a' is no date", "'it''s (so)' is no date"),
        ("not UTF-8 (byte 0xe9)", "not UTF-8 (byte 0xff)"),
    ],
)
def test_kinds_of_reasons_leave_out_what_is_particular(one: str, other: str) -> None:
    assert kind_of(one) == kind_of(other) or kind_of(other).count("…") > 1


@pytest.mark.parametrize("column", ["before", "after"])
def test_a_row_that_an_open_quote_swallows_is_told(tmp_path: Path, column: str) -> None:
    texts = ['"One, with\ntwo lines, and 2020-09-17 in one"', '"Two', '"Three"', '"Four"']
    if column == "before":
        names, rows = "id,date,text", [f"{n},2020-09-1{n},{one}" for n, one in enumerate(texts)]
    else:
        names, rows = "id,text,date", [f"{n},{one},2020-09-1{n}" for n, one in enumerate(texts)]
    found, [problem] = read(table(tmp_path / "a.csv", *rows, names=names))
    assert {*found} == {"0", "3"}
    assert (problem.line, "swallows another" in problem.reason) == (4, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("404 Not Found", "error page"),
        ("Just a moment... Please enable JavaScript and cookies to continue", "error page"),
        (TEXT + "La suite est réservée aux abonnés.", "paywall"),
        (TEXT + "Il vous reste 72.3% de cet article à lire.", "paywall"),
        (TEXT + "Jetzt weiterlesen", "paywall"),
        (TEXT + "The mayor said th… [+4311 chars]", "cut off"),
        (TEXT + "Read more »", "cut off"),
        ("A flash.", "short"),
        (TEXT, ""),
        (TEXT * 4 + "“We shall see…”", ""),
        (TEXT + "He was not found guilty in 404 cases.", ""),
    ],
)
def test_stubs_are_counted_or_left_out(tmp_path: Path, text: str, kind: str) -> None:
    path = table(tmp_path / "a.csv", f'1,2020,"{text}"', f"2,2020,{TEXT}")
    corpus = FileCorpus(path)
    assert len(list(read_all(corpus))) == 2
    assert corpus.report().stubs == ({kind: 1} if kind else {})
    found, problems = read(path, stubs="skip")
    assert {*found} == ({"2"} if kind else {"1", "2"})
    assert all(f"looks like a stub ({kind})" in one.reason for one in problems)
