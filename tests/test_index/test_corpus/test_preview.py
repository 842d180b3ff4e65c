"""A preview shows how a place would be read, and touches no index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index import previewing
from index.cli import main
from index.corpus import ListCorpus, preview
from index.corpus.preview import preview as look_at
from index.testing import FakeEmbedder, article

TEXT = "The bridge stays closed until it has been inspected and said the mayor all is well."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    rows = [
        "key,published_at,Headline,body,rubric",
        f"1,2020-09-17,Closed,{TEXT},Local",
        f"2,soon,Open,{TEXT},",
        f"3,03/04/2020,Half open,{TEXT},",
        f"4,05/06/2020,Half open,{TEXT},",
        f"5,2020-09,Shut,{TEXT},",
    ]
    (folder / "a.csv").write_text("\n".join(rows), "utf-8")
    (folder / "a.xyz").touch()
    return folder


def test_shows_articles_reasons_and_fields(archive: Path) -> None:
    seen = look_at(archive, shown=1)
    [first] = seen.articles
    assert (first.id, first.published.isoformat(), first.dated) == (
        "a.csv#1", "2020-09-17", "field published_at",
    )  # fmt: skip
    assert (seen.read, seen.whole, seen.estimate) == (5, True, 2)
    assert [*seen.reasons.values()] == [2, 1]
    assert seen.dated == {"field published_at": 2}
    assert seen.used["text"] == {"body": 5}
    assert seen.unused == {"rubric": "Local"}
    assert seen.report.formats() == {"CSV or TSV": 1}
    assert seen.report.passed_over == {".xyz": 1}
    assert (seen.left_out[0].line, seen.left_out[0].id) == (3, "a.csv#2")


def test_reads_no_more_than_it_needs(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "MAX_DOCUMENTS", 50)
    rows = [f"{n},2020-09-17,Closed,{TEXT} {n},Local" for n in range(5000)]
    names = "key,published_at,Headline,body,rubric"
    (archive / "a.csv").write_text("\n".join([names, *rows]), "utf-8")
    seen = look_at(archive)
    assert (seen.read, seen.whole) == (50, False)
    assert 4000 < seen.estimate < 6500


def test_of_articles_in_memory() -> None:
    seen = look_at(ListCorpus([article("a", TEXT), article("b", TEXT + "!")]), shown=5)
    assert [one.id for one in seen.articles] == ["a", "b"]


def test_estimates_the_time_to_embed(archive: Path) -> None:
    seen = look_at(archive)
    seconds = previewing.seconds_to_embed(seen, None, FakeEmbedder())  # type: ignore[arg-type]
    assert seconds is not None
    assert 0 <= seconds < 60


def test_the_command_writes_nothing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_INDEX", str(archive / "nowhere"))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["preview", str(archive), "--no-estimate", *arguments])

    told = run()
    assert told.exit_code == 0
    for line in ("a.csv#1", "published  2020-09-17  (field published_at)", "Not used   rubric",
                 "Unknown    .xyz 1", "Left out   2 ×"):  # fmt: skip
        assert line in told.output
    assert json.loads(run("--json").stdout)["articles"][0]["dated"] == "field published_at"
    assert json.loads(run("--json", "--date-order", "dmy").stdout)["dated"] == {
        "field published_at": 4
    }
    assert not (archive / "nowhere").exists()
    missing = CliRunner().invoke(main, ["preview", str(archive / "none")])
    assert missing.exit_code == 1
    assert "does not exist" in missing.stderr


def test_looks_for_versions_in_all_files(tmp_path: Path) -> None:
    row = "4711,{day},https://a.example/1,Closed,{text}"
    for name, day, text in (("a", "2020-09-17", TEXT), ("b", "2020-09-18", f"{TEXT} Anew.")):
        line = row.format(day=day, text=text)
        (tmp_path / f"{name}.csv").write_text(f"id,updated,link,title,text\n{line}\n", "utf-8")
    (tmp_path / "c.html").write_text("<p>no date", "utf-8")
    seen = look_at(tmp_path)
    assert [one.id for one in seen.articles] == ["b.csv#4711"]
    older = seen.left_out[0]
    assert (older.id, Path(older.path).name) == ("a.csv#4711", "a.csv")
    assert "of which the newest is 'b.csv#4711'" in older.reason
    assert {one.id for one in seen.left_out} == {"a.csv#4711", "c.html"}


PICTURE = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1">
<itemMeta><itemClass qcode="ninat:picture"/></itemMeta></newsItem>"""


def test_tells_of_files_without_articles(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(PICTURE, "utf-8")
    (tmp_path / "README.md").write_text("About.", "utf-8")
    seen = look_at(tmp_path)
    assert (seen.read, seen.empty) == (0, {"Markdown": 1, "NewsML-G2": 1})
    told = CliRunner().invoke(main, ["preview", str(tmp_path), "--no-estimate"]).output
    assert "Empty      1 file holds no article (NewsML-G2: pictures and other media" in told
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.jpg").touch()
    told = CliRunner().invoke(main, ["preview", str(tmp_path / "pictures")]).stderr
    assert "there are: .jpg 1" in told
