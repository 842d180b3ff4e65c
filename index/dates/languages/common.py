"""Share functions between grammars: they create expressions for rules, and read names from CLDR."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from index.datatypes import Period
from index.dates.expressions import (
    Bound,
    Calendar,
    Expression,
    FirstMonths,
    Fiscal,
    FollowingWeekday,
    Inside,
    Narrative,
    Nth,
    Part,
    Relative,
    SameDay,
    Span,
    UnitOf,
    Whole,
    Yearly,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.calendar import Unit
    from index.dates.expressions import Amount

_PIVOT = 69
"""Two-digit years from 69 to 99 are in the 20th century (POSIX ``strptime``)."""


def names(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return CLDR's names of months (1 to 12) and of weekdays (0 is Monday) in lower case.

    The names are wide and abbreviated, with and without accents.
    """
    from babel.dates import get_day_names, get_month_names

    def table(get: Any, width: str) -> dict[str, int]:
        return {
            spelling: number
            for context in ("format", "stand-alone")
            for number, name in get(width, context, language).items()
            for spelling in (name.lower().rstrip("."), fold(name.lower().rstrip(".")))
        }

    months = {**table(get_month_names, "abbreviated"), **table(get_month_names, "wide")}
    days = {**table(get_day_names, "abbreviated"), **table(get_day_names, "wide")}
    return months, days


def fold(word: str) -> str:
    """Return a word without accents."""
    import unicodedata

    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def full_year(short: int) -> int:
    """Return the year of a two-digit number."""
    return short if short > 99 else short + (1900 if short >= _PIVOT else 2000)


def calendar_date(
    day: int | None = None,
    month: int | None = None,
    year: int | None = None,
    weekday: int | None = None,
    turn: int | None = None,
    short: int | None = None,
) -> Calendar | None:
    """Return the date with the given parts; None if it does not exist."""
    if short is not None:
        year = full_year(short)
    if day is not None and not 1 <= day <= 31:
        return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and month is not None:
        try:
            date(2000 if year is None else year, month, day)
        except ValueError:
            return None
    return Calendar(year, month, day, weekday, turn)


def numeric(parts: Sequence[str], *, month_first: bool, **others: Any) -> Calendar | None:
    """Return a numeric date, whose year comes first if it has four digits, otherwise last.

    Day and month are in the usual order of the language, or else in the order that is possible.
    """
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return calendar_date(third, second, first, **others)
    year = full_year(third)
    day, month = (second, first) if month_first else (first, second)
    return calendar_date(day, month, year, **others) or calendar_date(month, day, year, **others)


def day_and_month(parts: tuple[int, int], *, month_first: bool, **others: Any) -> Calendar | None:
    """Return a numeric day and month; see ``numeric``."""
    day, month = reversed(parts) if month_first else parts
    return calendar_date(day, month, **others) or calendar_date(month, day, **others)


def bare_year(year: int) -> Calendar | None:
    """Return a bare number as a year if it is a plausible one, otherwise None."""
    return Calendar(year) if 1900 <= year <= 2100 else None


def year_named(unit: str | None, year: int) -> Calendar | None:
    """Return the year in "the year 2019" or "calendar year 2019"."""
    return Calendar(year) if unit in {None, "year"} else None


def is_year(expression: Expression) -> bool:
    """Return whether an expression is a calendar year, which has quarters: 2019, last year."""
    if isinstance(expression, Calendar):
        return expression.year is not None and expression.month is None
    return isinstance(expression, Relative) and expression.unit == "year"


def year_of_event(year: int) -> Calendar | None:
    """Return the year in "the revolution of 1848"; a round number is rather one of things."""
    event = 1500 <= year < 1900 and year % 50
    return Calendar(year) if event or 1900 <= year <= 2100 else None


def years_of(number: int) -> Whole | None:
    """Return a decade ("the 1990s") or a century ("the 1800s"); the 2000s are a decade."""
    if 1000 < number < 2000 and number % 100 == 0:
        return century(number // 100 + 1)
    return decade(number)


def decade(number: int) -> Whole | None:
    """Return the decade that starts in a year: 1990, or 90 in the 20th century."""
    year = number if number > 99 else (1900 if number else 2000) + number
    if year % 10:
        return None
    return Whole(Period(date(year, 1, 1), date(year + 10, 1, 1)))


def century(number: int) -> Whole | None:
    """Return a century in popular usage: the 15th century is 1400 to 1499."""
    if not 1 < number < 30:
        return None
    return Whole(Period(date(number * 100 - 100, 1, 1), date(number * 100, 1, 1)))


def span(first: Expression | None, last: Expression | None) -> Span | None:
    """Return a range; None if an end is missing."""
    if first is None or last is None or isinstance(first, Span | Bound):
        return None
    return Span(_with_outer(first, last), last)


def _with_outer(first: Expression, last: Expression) -> Expression:
    """Return the first end within the outer period of the last: "January to April last year"."""
    inner = last.outer if isinstance(last, Part) else last
    if not (isinstance(inner, Inside) and isinstance(first, Calendar)):
        return first
    outer, month = inner.outer, getattr(inner.part, "month", None)
    if isinstance(outer, Relative) and first.month and month and first.month > month:
        outer = replace(outer, turn=outer.turn - 1)
    return within(first, outer) or first


def with_year(expression: Expression | None, year: int) -> Expression | None:
    """Return an expression with a year, if it has none."""
    if isinstance(expression, Calendar | Yearly) and expression.year is None:
        return replace(expression, year=year)
    return None


def within(part: Expression | None, outer: Expression) -> Expression | None:
    """Return a day, a month or a numbered part of a longer period."""
    if not isinstance(part, Calendar | Yearly) or part.year is not None:
        return None
    if isinstance(part, Calendar):
        return Inside(part, outer) if _can_contain(outer, part) else None
    if not isinstance(outer, Relative) or outer.unit != "year":
        return None
    if isinstance(part.which, str) or part.kind == "holiday":
        return None if part.turn else Inside(part, outer)
    return Nth(part.which, 1, part.kind, outer)


def _can_contain(outer: Expression, part: Calendar) -> bool:
    """Return whether a part is unique in a period: a weekday in a week, a month in a year."""
    if isinstance(outer, Narrative):
        unit = outer.amounts[0][1] if outer.whole else None
    else:
        unit = outer.unit if isinstance(outer, Relative) else getattr(outer, "kind", None)
    if part.month is not None:
        return unit == "year"
    if part.day is not None:
        return unit == "month"
    return unit in {"week", "workweek", "weekend"}


def following(turn: int, unit: Unit) -> Narrative | None:
    """Return the unit after the last mentioned time: "the following year"."""
    return None if unit in {"day", "workday"} else Narrative(((1, unit),), turn, whole=True)


def first_months(count: int, unit: Unit, which: int = 1) -> FirstMonths | None:
    """Return the first seven to eleven months of a year; fewer may be those of anything."""
    of_year = unit == "month" and which == 1 and _FEWEST <= count <= _MONTHS - 1
    return FirstMonths(count) if of_year else None


_FEWEST, _MONTHS = 7, 12


def following_weekday(
    weekday: int, turn: int, otherwise: Expression | None = None
) -> FollowingWeekday:
    """Return the weekday beside the last mentioned day: "the following Monday"."""
    return FollowingWeekday(weekday, turn, otherwise or Calendar(weekday=weekday))


def same_day(inner: Expression, same: Expression) -> SameDay | None:
    """Return a date with its weekday as seen from the reference day: "14 March, that is Sunday"."""
    weekday = same.weekday if isinstance(same, Calendar) else None
    return None if weekday is None else SameDay(inner, same)


def quarter_of(number: int, unit: Unit | None, year: int) -> Expression | None:
    """Return a numbered quarter or half-year of a year: "second-quarter 2020"."""
    return with_year(numbered(unit, number), year)


def entries(kind: str, words: str, value: Any = None) -> dict[str, tuple[str, Any]]:
    """Return lexicon entries of the same kind and value for words separated by ``|``."""
    return {word.strip(): (kind, value) for word in words.split("|")}


def numbered(unit: Any, number: int) -> Yearly | None:
    """Return a numbered unit of a year: "the first quarter", "week 31"."""
    last = {"quarter": 4, "half-year": 2, "week": 53}.get(unit, 0)
    return Yearly(unit, number) if 1 <= number <= last else None


def fiscal_part(year: Fiscal, number: int, unit: Any) -> Fiscal:
    """Return a part of a fiscal year by its number; -1 is the last part."""
    parts = {"quarter": 4, "half-year": 2}.get(unit, 0)
    which = parts if number == -1 else number
    return replace(year, part=(unit, which)) if 1 <= which <= parts else year


def amounts_of(values: Sequence[Any]) -> tuple[Amount, ...]:
    """Return the amounts among the values of tokens."""
    return tuple(value for value in values if value is not None)


def week_of(unit: Any, inner: Any) -> UnitOf | None:
    """Return the week that contains a day: "the week of 10 April"."""
    day = calendar_date(inner) if isinstance(inner, int) else inner
    if day is None or unit != "week" or getattr(day, "day", None) is None:
        return None
    return UnitOf(unit, day)


def days_in(first: int, last: int, outer: Any) -> Span | None:
    """Return a range of two days in the same month: "4 to 23 next month"."""
    one, other = calendar_date(first), calendar_date(last)
    if one is None or other is None:
        return None
    return span(within(one, outer), within(other, outer))


def days_of_month(first: int, last: int, month: int, year: int | None) -> Span | None:
    """Return a range of two days of a month: "Saturday and Sunday, 4 and 5 May"."""
    return span(calendar_date(first, month, year), calendar_date(last, month, year))


def bound(side: Any, inner: Expression, direction: float = 0) -> Bound | None:
    """Return an open period, unless ``inner`` is open; "by the end of May" includes all of May."""
    if side in {"until", "by"} and isinstance(inner, Part) and inner.which == "late":
        inner = inner.outer
    return None if isinstance(inner, Bound | Span) else Bound(side, inner, direction)
