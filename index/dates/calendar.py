"""Compute with calendar units and holidays. Weeks are those of ISO 8601, Monday to Sunday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from index.datatypes import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal[
    "day", "workday", "week", "workweek", "weekend", "month", "quarter", "season", "half-year",
    "year", "decade", "century",
]  # fmt: skip
"""A unit of the calendar."""

UNITS: tuple[Unit, ...] = get_args(Unit)

_SATURDAY = 5
MONTHS: Mapping[str, int] = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half-year": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
"""Number of months in the units of a month or more."""
_SEASON_BEGINS = 2  # offset in months: meteorological seasons start in March

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each meteorological season in the northern hemisphere."""


def unit_at(day: date, unit: Unit) -> Period:
    """Return the unit that contains a day; for weekends and work weeks, that of the day's week."""
    if unit in {"day", "workday"}:
        return Period.of_day(day)
    if unit in MONTHS:
        length = MONTHS[unit]
        begin = _SEASON_BEGINS if unit == "season" else 0
        months = day.year * 12 + day.month - 1
        first = months - (months - begin) % length
        return Period(_first_of_month(first), _first_of_month(first + length))
    monday = day - timedelta(days=day.weekday())
    saturday = monday + timedelta(days=_SATURDAY)
    next_monday = monday + timedelta(days=7)
    return {
        "week": Period(monday, next_monday),
        "workweek": Period(monday, saturday),
        "weekend": Period(saturday, next_monday),
    }[unit]


def shift(day: date, count: int, unit: Unit) -> date:
    """Return the day that is ``count`` units later, or earlier if ``count`` is negative.

    If the month is too short for the day, the result is its last day.
    """
    if unit in MONTHS:
        moved: date = day + relativedelta(months=count * MONTHS[unit])
        return moved
    if unit == "workday":
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day += timedelta(days=step)
            while day.weekday() >= _SATURDAY:
                day += timedelta(days=step)
        return day
    return day + timedelta(days=count * (1 if unit == "day" else 7))


def shift_unit(period: Period, count: int, unit: Unit) -> Period:
    """Return the unit that is ``count`` units after the one in which a period starts."""
    return unit_at(shift(unit_at(period.start, unit).start, count, unit), unit)


def units_in(outer: Period, unit: Unit) -> list[Period]:
    """Return the units in a period, in order; a week counts if its Thursday does (ISO 8601)."""
    found = []
    one = unit_at(outer.start, unit)
    while one.start < outer.end:
        middle = one.start + timedelta(days=3) if unit == "week" else one.start
        if outer.start <= middle < outer.end:
            found.append(one)
        one = (
            unit_at(one.end + timedelta(days=_SATURDAY), unit)
            if unit in _GAPS
            else unit_at(one.end, unit)
        )
    return found


_GAPS = {"weekend", "workweek"}


def _first_of_month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


HOLIDAYS = {
    "new year": (1, 1),
    "epiphany": (1, 6),
    "valentine": (2, 14),
    "women's day": (3, 8),
    "saint patrick": (3, 17),
    "april fool": (4, 1),
    "earth day": (4, 22),
    "anzac day": (4, 25),
    "australia day": (1, 26),
    "canada day": (7, 1),
    "groundhog day": (2, 2),
    "inauguration day": (1, 20),
    "candlemas": (2, 2),
    "music day": (6, 21),
    "labour day": (5, 1),
    "victory day": (5, 8),
    "russian victory day": (5, 9),
    "bastille day": (7, 14),
    "independence day": (7, 4),
    "juneteenth": (6, 19),
    "assumption": (8, 15),
    "halloween": (10, 31),
    "all saints": (11, 1),
    "guy fawkes night": (11, 5),
    "armistice": (11, 11),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
"""Holidays of a fixed date: month and day."""

_AFTER_EASTER = {
    "mardi gras": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "good friday": -2,
    "easter": 0,
    "easter monday": 1,
    "ascension": 39,
    "pentecost": 49,
    "whit monday": 50,
}
_NTH_WEEKDAY = {  # month, weekday (0 is Monday), ordinal (negative: from the end)
    "martin luther king": (1, 0, 3),
    "presidents' day": (2, 0, 3),
    "memorial day": (5, 0, -1),
    "us labor day": (9, 0, 1),
    "mother's day": (5, 6, 2),
    "father's day": (6, 6, 3),
    "columbus day": (10, 0, 2),
    "us november monday": (11, 0, 1),
    "thanksgiving": (11, 3, 4),
}


_SEASON_STARTS = {
    "spring equinox": (2451623.80984, 365242.37404, 0.05169),
    "summer solstice": (2451716.56767, 365241.62603, 0.00325),
    "autumn equinox": (2451810.21715, 365242.01767, -0.11575),
    "winter solstice": (2451900.05952, 365242.74049, -0.06223),
}
"""Julian day of a season's start in the north: in 2000, and its first and second derivative.

They are per millennium (Meeus, "Astronomical Algorithms", 2nd edition, table 27.B), and exact to
half an hour."""
_JULIAN_DAY_OF_ORDINAL = 1721424.5


def _season_start(name: str, year: int) -> date:
    start, speed, bend = _SEASON_STARTS[name]
    millennia = (year - 2000) / 1000
    julian = start + speed * millennia + bend * millennia**2
    hours = 2 if name.startswith(("summer", "autumn")) else 1  # Central European time
    return date.fromordinal(int(julian + hours / 24 - _JULIAN_DAY_OF_ORDINAL))


def holiday(name: str, year: int) -> Period:
    """Return the day of a holiday in a year (western Easter, US Thanksgiving)."""
    if name in HOLIDAYS:
        return Period.of_day(date(year, *HOLIDAYS[name]))
    if name in _SEASON_STARTS:
        return Period.of_day(_season_start(name, year))
    if name in _AFTER_EASTER:
        return Period.of_day(easter(year) + timedelta(days=_AFTER_EASTER[name]))
    if name == "french mothers' day":
        sundays = weekdays_in(unit_at(date(year, 5, 1), "month"), 6)
        pentecost = holiday("pentecost", year)
        return (
            Period.of_day(pentecost.end + timedelta(days=6))
            if sundays[-1] == pentecost
            else sundays[-1]
        )
    if name == "black friday":
        return Period.of_day(holiday("thanksgiving", year).end)
    month, weekday, which = _NTH_WEEKDAY[name]
    days = weekdays_in(unit_at(date(year, month, 1), "month"), weekday)
    return days[which - 1 if which > 0 else which]


def weekdays_in(outer: Period, weekday: int) -> list[Period]:
    """Return all days of a weekday (0 is Monday) in a period, in order."""
    day = outer.start + timedelta(days=(weekday - outer.start.weekday()) % 7)
    found = []
    while day < outer.end:
        found.append(Period.of_day(day))
        day += timedelta(days=7)
    return found
