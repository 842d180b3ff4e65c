"""What the grammars of several languages share: how rules make expressions, and CLDR's names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from index.datatypes import Period
from index.dates.expressions import (
    Bound,
    Calendar,
    Expression,
    Fiscal,
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
"""Years of two digits: 69 to 99 are of the 20th century (POSIX, strptime)."""


def names(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """CLDR's month names (1 to 12) and weekday names (0 is Monday) in small letters.

    Wide and abbreviated, with and without their accents.
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
    """A word without its accents."""
    import unicodedata

    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def full_year(short: int) -> int:
    """The year that two digits stand for."""
    return short if short > 99 else short + (1900 if short >= _PIVOT else 2000)


def calendar_date(
    day: int | None = None,
    month: int | None = None,
    year: int | None = None,
    weekday: int | None = None,
    turn: int | None = None,
    short: int | None = None,
) -> Calendar | None:
    """A date of the parts given, or None if no calendar has it."""
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
    """A date in figures: the year first if it has four, else last.

    Of day and month the usual order of the language holds, and the other one where it cannot.
    """
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return calendar_date(third, second, first, **others)
    year = full_year(third)
    day, month = (second, first) if month_first else (first, second)
    return calendar_date(day, month, year, **others) or calendar_date(month, day, year, **others)


def day_and_month(parts: tuple[int, int], *, month_first: bool, **others: Any) -> Calendar | None:
    """A day and a month in figures, as ``numeric`` reads them."""
    day, month = reversed(parts) if month_first else parts
    return calendar_date(day, month, **others) or calendar_date(month, day, **others)


def bare_year(year: int) -> Calendar | None:
    """A number that nothing says is a year: one if it is of our time."""
    return Calendar(year) if 1900 <= year <= 2100 else None


def year_named(unit: str | None, year: int) -> Calendar | None:
    """The year 2019, calendar year 2019."""
    return Calendar(year) if unit in {None, "year"} else None


def years_of(number: int) -> Whole | None:
    """The years that begin alike: the 1990s, or all the 1800s; but the 2000s are ten years."""
    if 1000 < number < 2000 and number % 100 == 0:
        return century(number // 100 + 1)
    return decade(number)


def decade(number: int) -> Whole | None:
    """The decade that begins with a year: 1990, or 90 for that of the twentieth century."""
    year = number if number > 99 else (1900 if number else 2000) + number
    if year % 10:
        return None
    return Whole(Period(date(year, 1, 1), date(year + 10, 1, 1)))


def century(number: int) -> Whole | None:
    """The years that begin alike, as people count them: the 15th century is 1400 to 1499."""
    if not 1 < number < 30:
        return None
    return Whole(Period(date(number * 100 - 100, 1, 1), date(number * 100, 1, 1)))


def span(first: Expression | None, last: Expression | None) -> Span | None:
    """A range, unless one of its ends is none."""
    if first is None or last is None or isinstance(first, Span | Bound):
        return None
    return Span(_with_outer(first, last), last)


def _with_outer(first: Expression, last: Expression) -> Expression:
    """Between January and April last year: what holds the last one holds the first as well."""
    inner = last.outer if isinstance(last, Part) else last
    if not (isinstance(inner, Inside) and isinstance(first, Calendar)):
        return first
    outer, month = inner.outer, getattr(inner.part, "month", None)
    if isinstance(outer, Relative) and first.month and month and first.month > month:
        outer = replace(outer, turn=outer.turn - 1)
    return within(first, outer) or first


def with_year(expression: Expression | None, year: int) -> Expression | None:
    """The same in a given year, if it lacks one."""
    if isinstance(expression, Calendar | Yearly) and expression.year is None:
        return replace(expression, year=year)
    return None


def within(part: Expression | None, outer: Expression) -> Expression | None:
    """A day, a month or a numbered part of a longer period."""
    if not isinstance(part, Calendar | Yearly) or part.year is not None:
        return None
    if isinstance(part, Calendar):
        return Inside(part, outer) if _holds(outer, part) else None
    if not isinstance(outer, Relative) or outer.unit != "year":
        return None
    if isinstance(part.which, str) or part.kind == "holiday":
        return None if part.turn else Inside(part, outer)
    return Nth(part.which, 1, part.kind, outer)


def _holds(outer: Expression, part: Calendar) -> bool:
    """Whether such a part has a place of its own there: a weekday in a week, a month in a year."""
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
    """The following year: after the one that was told, or the running one."""
    return None if unit in {"day", "workday"} else Narrative(((1, unit),), turn, whole=True)


def same_day(inner: Expression, same: Expression) -> SameDay | None:
    """14 March, that is Sunday."""
    weekday = same.weekday if isinstance(same, Calendar) else None
    return None if weekday is None else SameDay(inner, same)


def quarter_of(number: int, unit: Unit | None, year: int) -> Expression | None:
    """Second-quarter 2020."""
    return with_year(numbered(unit, number), year)


def entries(kind: str, words: str, value: Any = None) -> dict[str, tuple[str, Any]]:
    """Lexicon entries for words parted by ``|``, all of one kind and meaning."""
    return {word.strip(): (kind, value) for word in words.split("|")}


def numbered(unit: Any, number: int) -> Yearly | None:
    """The first quarter, the second half-year, week 31."""
    last = {"quarter": 4, "half-year": 2, "week": 53}.get(unit, 0)
    return Yearly(unit, number) if 1 <= number <= last else None


def fiscal_part(year: Fiscal, number: int, unit: Any) -> Fiscal:
    """The third quarter of fiscal 2019; -1 is the last part."""
    parts = {"quarter": 4, "half-year": 2}.get(unit, 0)
    which = parts if number == -1 else number
    return replace(year, part=(unit, which)) if 1 <= which <= parts else year


def amounts_of(values: Sequence[Any]) -> tuple[Amount, ...]:
    """The amounts among what stands between and around them."""
    return tuple(value for value in values if value is not None)


def week_of(unit: Any, inner: Any) -> UnitOf | None:
    """The week of a day: of 10 April, of the 18th."""
    day = calendar_date(inner) if isinstance(inner, int) else inner
    if day is None or unit != "week" or getattr(day, "day", None) is None:
        return None
    return UnitOf(unit, day)


def days_in(first: int, last: int, outer: Any) -> Span | None:
    """Two days of the same month: 4 to 23 next month."""
    one, other = calendar_date(first), calendar_date(last)
    if one is None or other is None:
        return None
    return span(within(one, outer), within(other, outer))


def bound(side: Any, inner: Expression, direction: int = 0) -> Bound | None:
    """An open end, of what has none yet; "by the end of May" is by all of May."""
    if side in {"until", "by"} and isinstance(inner, Part) and inner.which == "late":
        inner = inner.outer
    return None if isinstance(inner, Bound | Span) else Bound(side, inner, direction)
