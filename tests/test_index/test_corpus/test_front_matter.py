"""Markdown with front matter: days as written, values as text, drafts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.corpus import open_corpus
from tests.support.corpora import articles_of, problems_of, sample

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEXT = "The bridge is closed, said the mayor, and opens again in spring."


def post(folder: Path, head: str, name: str = "post.md", body: str = TEXT) -> Path:
    path = folder / name
    path.write_text(f"{head}\n{body}\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ("---\ndate: 2020-08-18 23:30:00 -0500\n---", "a.md",
         ("2020-08-18", None, "front matter date")),
        ("---\ndate: 2020-08-18T00:10:00+09:00\nlastmod: 2020-08-19\n---", "a.markdown",
         ("2020-08-18", "2020-08-19", "front matter date")),
        ("+++\ndate = 2020-08-18T23:30:00-05:00\n[params]\nx = 1\n+++", "a.md",
         ("2020-08-18", None, "front matter date")),
        ('{"publishDate": "2020-08-18", "date": "2020-08-01"}', "a.md",
         ("2020-08-18", None, "front matter publishDate")),
        ("---\ndate: 2020-08\n...", "2020-07-01-a.md", ("2020-08", None, "front matter date")),
        ("---\npublished: true\n---", "2020-8-18-a.md", ("2020-08-18", None, "file name")),
        ("", "2020-08-18 Bridge.md", ("2020-08-18", None, "file name")),
        ("---\nmodified: 2020-08-19\n---", "a.md",
         ("../2020-08-19", "2020-08-19", "not later than front matter modified")),
    ],
)  # fmt: skip
def test_the_day_as_written(
    tmp_path: Path, head: str, name: str, expected: tuple[str, str | None, str]
) -> None:
    [one] = articles_of(post(tmp_path, head, name))
    assert (one.published.isoformat(), one.updated and one.updated.isoformat(), one.dated) == (
        expected
    )
    assert (one.text, one.id) == (TEXT, name)


def test_values_are_text(tmp_path: Path) -> None:
    head = "---\ndate: 2020-08-18\ntitle: 12:30\nlang: no\nauthors: [Ann, 0123]\n---"
    [one] = articles_of(post(tmp_path, head))
    assert (one.title, one.language, one.author) == ("12:30", "no", "Ann, 0123")


def test_the_text_without_markup_and_templates(tmp_path: Path) -> None:
    body = (
        "# Bridge *closed*\n\nThe **bridge** [over](http://a.b) the [[Senne|river]] is\nclosed.\n\n"
        "{{< figure src='a.png' >}}{% include x.html %}![map](map.png)\n\n- one\n- two <br>\n"
    )
    [one] = articles_of(post(tmp_path, "---\ndate: 2020-08-18\n---", body=body))
    assert one.title == "Bridge *closed*"
    assert one.text.split("\n\n") == ["The bridge over the river is closed.", "one", "two"]


def test_drafts_are_left_out(tmp_path: Path) -> None:
    for flag in ("draft: true", "published: false"):
        path = post(tmp_path, f"---\ndate: 2020-08-18\n{flag}\n---")
        assert "is a draft" in problems_of(path)[0]


def test_markdown_beside_the_articles_is_passed_over(tmp_path: Path) -> None:
    post(tmp_path, "# About these files", "README.md")
    post(tmp_path, "---\ndate: 2020-08-18\n---")
    assert [entry.id for entry in open_corpus(tmp_path).entries()] == ["post.md"]


@pytest.mark.parametrize(
    "head",
    [
        "---\ndate: [\n---",
        "---\na: &a [x, x]\nb: [*a, *a]\ndate: 2020\n---",
        "+++\ndate = \n+++",
        "---\n" + "a: " + "[" * 5000 + "\n---",
        "---\n- date\n---",
    ],
)
def test_front_matter_that_cannot_be_read_is_told(tmp_path: Path, head: str) -> None:
    [problem] = problems_of(post(tmp_path, head))
    assert "front matter" in problem or "no date" in problem


def test_a_post_of_jekyll() -> None:
    [one] = articles_of(sample("2010-01-09-timezone-override.markdown"))
    assert one.published.isoformat() == "2010-01-10"  # its file says 9 January
    assert (one.dated, one.updated, one.url) == ("front matter date", None, None)
    assert one.text == "Post with a front matter time with timezone"
    assert (one.title, one.language, one.author) == (one.text, "en", "")
    assert one.source == one.id == "2010-01-09-timezone-override.markdown"


def test_a_clipping_of_obsidian_names_its_author_and_is_bound_by_the_day_of_clipping(
    tmp_path: Path,
) -> None:
    head = '---\ntitle: Bridge\nauthor:\n  - "[[Ann Ash]]"\npublished:\ncreated: 2024-01-05\n---'
    [one] = articles_of(post(tmp_path, head))
    assert (one.author, one.published.isoformat()) == ("Ann Ash", "../2024-01-05")
