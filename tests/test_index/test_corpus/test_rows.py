"""Rows in memory: dictionaries and data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import index
from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from pathlib import Path

ROWS: list[dict[str, Any]] = [
    {"id": 7, "published_at": "2020-09-17", "body": "The bridge is <b>closed</b>.", "by": None},
    {"id": 8, "published_at": "soon", "body": "It is open."},
    {"id": 9, "published_at": float("nan"), "crawled": "2020-09-20", "body": "It is open again."},
]


def test_rows_are_read_as_those_of_a_table() -> None:
    first, problem, last = read_all(open_corpus(ROWS))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.id, first.published.isoformat(), first.text, first.dated) == (
        "7", "2020-09-17", "The bridge is closed.", "field published_at",
    )  # fmt: skip
    assert last.published.isoformat() == "../2020-09-20"
    assert str(problem).startswith("rows:2: \"published_at\" is 'soon'")


def test_a_data_frame_and_its_dates() -> None:
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-09-17T23:30:00-05:00", None]),
            "seen": ["2020", "2021"],
            "text": ["One text.", "Another."],
        },
        index=pd.Index(["a", "b"], name="key"),
    )
    corpus = open_corpus(frame, CorpusOptions(fields={"not_later_than": "seen"}))
    found = [one for one in read_all(corpus) if isinstance(one, Article)]
    assert [(one.id, one.published.isoformat()) for one in found] == [
        ("a", "2020-09-17"), ("b", "../2021-12-31"),
    ]  # fmt: skip


def test_the_newest_version_of_a_row_counts() -> None:
    rows = [{"id": 1, "date": f"2020-09-1{n}", "text": f"Text {n}"} for n in (1, 3, 2)]
    corpus = open_corpus(rows)
    assert corpus.read("1").text == "Text 3"
    assert len([one for one in read_all(corpus) if isinstance(one, CorpusError)]) == 2


def test_an_index_of_rows_is_updated_with_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_INDEX", str(tmp_path / "index"))
    report = index.build((row for row in ROWS), embedder=FakeEmbedder(), progress=False)
    assert (report.info.articles, len(report.problems)) == (2, 1)
    changed = [{**ROWS[0], "body": "The bridge is shut."}, *ROWS[1:]]
    told = index.update(changed, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    assert (told.changes.changed, told.changes.unchanged) == (("7",), 1)


@pytest.mark.parametrize("mixed", [[ROWS[0], 7], [ROWS[0], article("a", "b")], [7]])
def test_what_is_no_row_is_told_with_its_place(mixed: list[Any]) -> None:
    with pytest.raises(CorpusError, match=r"rows:2|articles\[0\]"):
        open_corpus(mixed)


def test_articles_and_nothing_stay_as_they_were() -> None:
    one = article("a", "A text.")
    assert open_corpus(iter([one])).read("a") == one
    assert list(open_corpus([]).entries()) == []
