"""The columns let pass what ``Filters.admits``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Article, Period
from index.filters import FIELDS, Filters
from index.stores import PassageInfo
from index.stores.local.columns import Columns, Row

if TYPE_CHECKING:
    from pathlib import Path

DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 9))
NAMES = st.sampled_from(["Le Monde", "Agence\nFrance", "", "Zeit", "\ud800"])
IDS = st.sampled_from(["a.txt", "é/b.txt", "", "\ud800"])
CLUSTERS = {"a.txt": "a.txt", "é/b.txt": "a.txt", "": "\ud800"}
LANGUAGES = st.sampled_from(["fr", "en", "de"])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    start = draw(DAYS)
    published = Period(start, start + timedelta(days=draw(st.integers(1, 20))))
    return Article(draw(IDS), "", "", draw(NAMES), published, draw(LANGUAGES))


FILTERS = st.builds(
    Filters.of,
    since=st.none() | DAYS,
    until=st.none() | DAYS,
    as_of=st.none() | DAYS,
    sources=st.frozensets(NAMES),
    languages=st.frozensets(LANGUAGES),
)


def columns_of(found: list[Article]) -> Columns:
    return Columns.build(
        Row(
            3 * place,
            tuple(field.indexed(article) for field in FIELDS.values()),
            CLUSTERS.get(article.id),
            article.id,
        )
        for place, article in enumerate(found)
    )


@given(st.lists(articles(), max_size=8), FILTERS)
def test_what_filters_admit_passes(found: list[Article], filters: Filters) -> None:
    passing = columns_of(found).admitted(filters)
    assert passing.tolist() == [filters.admits(article) for article in found]


@given(found=st.lists(articles(), max_size=8), filters=FILTERS)
def test_they_are_the_same_when_opened_again(
    tmp_path_factory: pytest.TempPathFactory, found: list[Article], filters: Filters
) -> None:
    path = tmp_path_factory.mktemp("columns") / "columns"
    made = columns_of(found)
    made.save(path)
    opened = Columns.open(path)
    for columns in (made, opened):
        ids = [*range(0, 3 * len(found), 3)]
        assert columns.infos([*ids, 1]) == {
            place: PassageInfo(one.id, one.language, one.published, CLUSTERS.get(one.id))
            for place, one in zip(ids, found, strict=True)
        }
    assert opened.ids.tolist() == made.ids.tolist() == [3 * place for place in range(len(found))]
    assert (opened.admitted(filters) == made.admitted(filters)).all()


def test_a_passage_is_where_its_row_is() -> None:
    day = Article("a", "", "", "s", Period.of_day(date(2020, 1, 1)), "fr")
    columns = columns_of([day] * 4)
    assert columns.row_numbers([9, 0, 3]).tolist() == [3, 0, 1]
    for missing in (1, 12, -1):
        with pytest.raises(KeyError, match=str(missing)):
            columns.row_numbers([0, missing])


def test_the_newest_are_whole_days() -> None:
    days = [Period.of_day(date(2020, 1, 1) + timedelta(days=place // 4)) for place in range(40)]
    columns = columns_of([Article("a", "", "", "s", day, "fr") for day in days])
    assert np.flatnonzero(columns.newest(0.1)).tolist() == [36, 37, 38, 39]
    assert np.flatnonzero(columns.newest(0.15)).tolist() == [*range(32, 40)]
    assert not len(columns_of([]).newest(0.1))


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"[[]]\n", b"not json\n"])
def test_a_damaged_file_cannot_be_opened(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "columns"
    path.write_bytes(damage)
    with pytest.raises((ValueError, OSError)):
        Columns.open(path)
