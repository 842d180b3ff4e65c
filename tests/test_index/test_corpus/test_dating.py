"""Dates of metadata are read as precisely as they are written, and nothing is made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.dating import AmbiguousDateError, order_of, read_date

MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-09", "2020-09"),
        ("2020", "2020"),
        (2020, "2020"),
        (20200918, "2020-09-18"),
        ("2020-W38", "2020-W38"),
        ("2017-2-5", "2017-02-05"),
        ("2016/6/29 15:07:41", "2016-06-29"),
        ("20130605T210000+0000", "2013-06-05"),
        ("20150218230000", "2015-02-18"),
        ("Tue,19 Feb 2019 10:00:00 EST", "2019-02-19"),
        ("Thu Apr 06 15:28:43 +0000 2017", "2017-04-06"),
        ("mardi 14 mars 2006", "2006-03-14"),
        ("29 décembre 2011", "2011-12-29"),
        ("January 11, 2010 Monday", "2010-01-11"),
        ("12 April 2013 Tuesday", "2013-04-12"),
        ("18. August 2020", "2020-08-18"),
        ("August 2018", "2018-08"),
        ("mai 2020", "2020-05"),
        ("Montag, 17. August 2020, 15:30 Uhr", "2020-08-17"),
        ("Mo, 25 Jun 2018", "2018-06-25"),
        ("17 de septiembre de 2020", "2020-09-17"),
        ("2020年8月18日", "2020-08-18"),
        ("2020年8月18日 08時15分", "2020-08-18"),
        ("18.08.2020", "2020-08-18"),
        ("18.08.2020 um 8.15 Uhr", "2020-08-18"),
        ("18/08/2020 à 08h15", "2020-08-18"),
        ("2020-08-18 08:15:00 Europe/Brussels", "2020-08-18"),
        ("8/18/2020 3:15 PM", "2020-08-18"),
        ("00/01/2010", "2010-01"),
        ({"date-parts": [[2016, 5]]}, "2016-05"),
        ({"$date": "2020-01-02T00:00:00Z"}, "2020-01-02"),
        (datetime(2020, 1, 2, 23, tzinfo=timezone(timedelta(hours=-5))), "2020-01-02"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(value: Any, expected: str) -> None:
    assert read_date(value).isoformat() == expected


@pytest.mark.parametrize(
    "value",
    ["yesterday", "18 August", "signed on 5 May 1998", "© 2016 Agency Ltd", "Updated 3 May 2020",
     "2020-02-30", "31/02/2020", "12345678", "44091", "", "3", True, []],
)  # fmt: skip
def test_what_is_no_date_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_date(value)


@given(MOMENTS, OFFSETS)
def test_the_day_is_the_day_as_written(moment: datetime, offset: timezone) -> None:
    moment = moment.replace(microsecond=0, tzinfo=offset)
    for text in (moment.isoformat(), moment.isoformat(" "), format_datetime(moment)):
        assert read_date(text).isoformat() == moment.date().isoformat()


@given(MOMENTS)
def test_seconds_fall_on_the_day_of_the_zone(moment: datetime) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    moment = moment.replace(microsecond=0, tzinfo=zone)
    seconds = int(moment.timestamp())
    if len(str(seconds)) == 10:
        for value in (seconds, str(seconds), seconds * 1000, float(seconds)):
            assert read_date(value, zone=zone).start == moment.date()


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from("/-"))
def test_numbers_need_an_order_only_where_both_orders_are_days(day: date, mark: str) -> None:
    dmy, mdy = f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"
    for order, form in (("dmy", dmy), ("mdy", mdy)):
        text = day.strftime(form)
        assert read_date(text, order=order).start == day
        if day.day > 12:
            assert order_of(text) == order
            assert read_date(text).start == day
        elif day.day != day.month:
            with pytest.raises(AmbiguousDateError):
                read_date(text)
