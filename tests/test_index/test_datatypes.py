from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.testing import article

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2020-09-17", date(2020, 9, 17), date(2020, 9, 18), "day"),
        ("2020-02", date(2020, 2, 1), date(2020, 3, 1), "month"),
        ("2020-12", date(2020, 12, 1), date(2021, 1, 1), "month"),
        ("2020", date(2020, 1, 1), date(2021, 1, 1), "year"),
    ],
)
def test_parse(text: str, start: date, end: date, precision: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.precision) == (start, end, precision)
    assert period.isoformat() == text


@pytest.mark.parametrize(
    "text",
    ["", "20", "2020-13", "2020-00", "2020-00-15", "2020-05-00", "2020-02-30", "2020-1-1",
     "17/09/2020", "2020-09-", "٢٠٢٠", "0000", "9999", " 2020", "2020-09-17T00:00"],
)  # fmt: skip
def test_parse_refuses(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Period.parse(text)


def test_a_period_holds_a_day() -> None:
    with pytest.raises(ValueError, match="2020-01-01"):
        Period(date(2020, 1, 1), date(2020, 1, 1))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_writing_then_parsing_is_the_identity(day: date, length: int) -> None:
    text = f"{day.isoformat()[:length]}"
    # What reaches an end of the calendar is written as open there.
    if text in {"0001", "0001-01", "0001-01-01", "9999", "9999-12"}:
        return
    period = Period.parse(text)
    assert period.isoformat() == text
    assert Period.parse(period.isoformat()) == period
    assert period.start <= day <= period.last


def test_an_interval_is_written_with_its_last_day() -> None:
    period = Period(date(2020, 9, 18), date(2020, 9, 21))
    assert (period.precision, period.isoformat()) == ("interval", "2020-09-18/2020-09-20")


def test_an_update_is_told_where_it_is_another_day() -> None:
    same = article("a", "text", published="2016-11-21", updated="2016-11-21")
    later = article("a", "text", published="2016-11-21", updated="2018-11-21")
    assert "updated" not in same.to_dict()
    assert later.to_dict()["updated"] == "2018-11-21"
    assert (same.version_day, later.version_day) == (date(2016, 11, 21), date(2018, 11, 21))


def test_what_is_known_by_a_bound_alone_is_open_towards_the_past() -> None:
    one = article("a", "text", published="../2017-03-06")
    assert one.published.precision == "open"
    assert one.to_dict()["published"] == "../2017-03-06"
    assert one.version_day == date(2017, 3, 6)
