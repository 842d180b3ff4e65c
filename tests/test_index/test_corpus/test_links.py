"""Lists of links: what is missing is told once a file, and no article is made of them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.builder import build
from index.cli import main
from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from index.testing import FakeEmbedder
from tests.support.corpora import articles_of, problems_of

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/{}"
GDELT = "\t".join(["20150218230000-0", "20150218230000", "1", "a.example", URL, "EVENT;A#B", "7,2"])
LISTS = {
    "mediacloud.csv": "stories_id,publish_date,title,url,language,media_name\n"
    + "".join(f"{n},2020-08-18,The bridge is closed,{URL.format(n)},en,A\n" for n in range(3)),
    "urls.csv": "".join(f"{URL.format(n)}\n" for n in range(3)),
    "named.csv": "url\n" + "".join(f"{URL.format(n)}\n" for n in range(3)),
    "gdelt.csv": "".join(GDELT.format(n) + "\n" for n in range(3)),
    "empty.csv": "title,url,text,date\n" + "".join(f"T,{URL.format(n)},,2020\n" for n in range(3)),
    "urls.txt": "".join(f"{URL.format(n)}\r\n" for n in range(3)),
    "titled.txt": "".join(f"- The bridge {n}\t{URL.format(n)}\n" for n in range(3)),
    "list.json": json.dumps([{"title": "T", "url": URL.format(n), "n": n} for n in range(3)]),
    "lines.jsonl": "".join(json.dumps({"link": URL.format(n)}) + "\n" for n in range(3)),
    "pocket.html": "<title>Pocket Export</title><ul>"
    + "".join(f'<li><a href="{URL.format(n)}" time_added="1">T</a></li>\n' for n in range(3)),
    "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL>"
    + "".join(f'<DT><A HREF="{URL.format(n)}">T</A>\n' for n in range(3)),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_links_is_told_once(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LISTS[name])
    [reason] = problems_of(tmp_path / name)
    assert reason.startswith("a list of 3 links: it has the addresses of articles, and not their")
    assert "fetch the pages first" in reason


def test_each_file_is_told_in_preview_build_and_errors(tmp_path: Path) -> None:
    folder, index_dir = tmp_path / "corpus", tmp_path / "index"
    folder.mkdir()
    for name, text in LISTS.items():
        (folder / name).write_text(text)
    with zipfile.ZipFile(folder / "packed.zip", "w") as packed:
        packed.writestr("in.csv", LISTS["mediacloud.csv"])
    (folder / "a.txt").write_text("date 2020-08-18 See https://a.example/ for more.")
    done = CliRunner().invoke(main, ["preview", str(folder), "--no-estimate", "--json"])
    seen = json.loads(done.stdout)
    assert len(seen["articles"]) == 1
    assert sum(seen["reasons"].values()) == len(LISTS) + 1
    built = build(folder, index_dir, embedder=FakeEmbedder(), progress=False)
    assert built.info.articles == 1
    errors = built.info.details["errors"]
    with open(errors, encoding="utf-8") as file:  # noqa: PTH123 (a path as text)
        told = [json.loads(line) for line in file]
    assert len({one["path"] for one in told}) == len(LISTS) + 1
    assert all("3 links" in one["reason"] for one in told)
    assert all(one["remedy"] for one in told)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "title,url,text,date\nT,https://a.example/,The bridge is closed.,2020\n"),
        ("a.csv", "title,date\nThe bridge is closed,2020-08-18\n"),
        ("a.jsonl", '{"url": "https://a.example/", "summary": "It is closed.", "date": "2020"}\n'),
    ],
)
def test_what_has_texts_or_no_links_is_none(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert len(articles_of(tmp_path / name)) == 1


def test_texts_among_links_are_articles(tmp_path: Path) -> None:
    rows = [f"{n},2020,https://a.example/{n},\n" for n in range(300)]
    rows += ["300,2020,https://a.example/300,The bridge is closed.\n"]
    (tmp_path / "a.csv").write_text("title,date,url,text\n" + "".join(rows))
    read = list(read_all(open_corpus(tmp_path / "a.csv")))
    assert [isinstance(one, Article) for one in read] == [True, False]
    assert "300 links" in str(read[1])


def test_columns_without_names_that_hold_texts_are_to_be_named(tmp_path: Path) -> None:
    text = "The bridge was closed on the day before and nobody could say why it was."
    (tmp_path / "a.csv").write_text(f"https://a.example/,2020-08-18,{text}\n")
    [reason] = problems_of(tmp_path / "a.csv")
    assert reason.startswith("no text")


def test_titles_are_texts_where_the_user_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LISTS["mediacloud.csv"])
    assert "--field text=title" in problems_of(tmp_path / "a.csv")[0]
    found = articles_of(tmp_path / "a.csv", CorpusOptions(fields={"text": "title"}))
    assert [one.text for one in found] == ["The bridge is closed"] * 3
