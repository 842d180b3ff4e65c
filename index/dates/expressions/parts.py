"""Represent parts of a period and the units that contain it: the third week of May."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from index.datatypes import Period
from index.dates import calendar
from index.dates.expressions.base import Expression, move_period
from index.dates.expressions.dates import Running

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.dates.calendar import Unit
    from index.dates.expressions.dates import Calendar, Yearly


def _resolve_part(
    part_of: Callable[[Period], Period | None], outer: Expression, day: date, direction: float
) -> Period | None:
    """Return a part of a period, or of the previous or next unit if that is what is meant."""
    period = outer.resolve(day, direction)
    part = period and part_of(period)
    if period is None or part is None or not isinstance(outer, Running):
        return part
    if direction < 0 and part.start > day:
        return part_of(calendar.shift_unit(period, -1, outer.unit))
    if direction > 0 and part.last < day:
        return part_of(calendar.shift_unit(period, 1, outer.unit))
    return part


@dataclass(frozen=True, slots=True)
class FirstMonths(Expression):
    """The first months of a year that is not named, as companies report: "the first nine months".

    They belong to the year of the reference day once they are over, or if they are planned.
    """

    count: int

    def _resolve(self, day: date, direction: float) -> Period | None:
        year = calendar.unit_at(day, "year")
        months = Period(year.start, calendar.shift(year.start, self.count, "month"))
        if months.last <= day or direction > 0:
            return months
        return move_period(months, ((1, "year"),), -1)


@dataclass(frozen=True, slots=True)
class Inside(Expression):
    """A part of another expression: Friday of next week, the summer of last year."""

    part: Calendar | Yearly
    outer: Expression

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        outer = self.outer.resolve(day, direction)
        if outer is None:
            return None
        # A part must start in the outer period, but may end after it, as winter does.
        inside = (
            one for one in self.part.candidates(outer.start) if outer.start <= one.start < outer.end
        )
        return min(inside, default=None)


@dataclass(frozen=True, slots=True)
class Nth(Expression):
    """Units of a period, by their number from its start or end: the third week of 2027.

    Attributes:
        first: Number of the first unit, from 1; negative to count from the end.
        count: Number of units.
        unit: Unit.
        outer: Period whose units are counted.
        weekday: Count only days of this weekday (``unit`` is then the day); None for all.
    """

    first: int
    count: int
    unit: Unit
    outer: Expression
    weekday: int | None = None

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        return _resolve_part(self._of, self.outer, day, direction)

    def _of(self, outer: Period) -> Period | None:
        if (outer.end - outer.start).days > _MAX_DAYS:
            return None
        if self.weekday is None:
            units = calendar.units_in(outer, self.unit)
        else:
            units = calendar.weekdays_in(outer, self.weekday)
        chosen = (
            units[self.first - 1 : self.first - 1 + self.count]
            if self.first > 0
            else units[-self.count :]
        )
        return Period(chosen[0].start, chosen[-1].end) if len(chosen) == self.count else None


_MAX_DAYS = 40_000  # more than a century, in which no units are counted


@dataclass(frozen=True, slots=True)
class Part(Expression):
    """The beginning, the middle or the end of a period, as in Microsoft's Recognizers-Text.

    The beginning of a month is the 1st to the 15th, the middle the 11th to the 20th, the end from
    the 16th. The beginning of a week is Monday to Wednesday. Other periods are divided into thirds.
    """

    which: Literal["early", "mid", "late"]
    outer: Expression

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        return _resolve_part(self._of, self.outer, day, direction)

    def _of(self, outer: Period) -> Period:
        if outer.precision == "day":
            return outer
        early_ends, mid_starts, mid_ends, late_starts = _part_bounds(outer)
        match self.which:
            case "early":
                return Period(outer.start, early_ends)
            case "mid":
                return Period(mid_starts, mid_ends)
            case _:
                return Period(late_starts, outer.end)


def _part_bounds(outer: Period) -> tuple[date, date, date, date]:
    if outer.precision == "month":
        middle, half, rest = (outer.start.replace(day=day) for day in (11, 16, 21))
        return half, middle, rest, half
    if outer.start.day == outer.end.day == 1:
        months = (outer.end.year - outer.start.year) * 12 + outer.end.month - outer.start.month
        first = calendar.shift(outer.start, months // 3, "month")
        second = calendar.shift(outer.start, months - months // 3, "month")
        return first, first, second, second
    third = (outer.end - outer.start).days // 3
    half = outer.start + timedelta(days=third + 1)
    return half, outer.start + timedelta(days=third), outer.end - timedelta(days=third + 1), half


@dataclass(frozen=True, slots=True)
class Rest(Expression):
    """The rest of the current unit ("later this week"), or the part of it that has passed."""

    unit: Unit
    passed: bool = False

    def _resolve(self, day: date, direction: float) -> Period | None:
        first, last = self.ends(day)
        return Period(first.start, last.end)

    def ends(self, day: date, direction: float = 0) -> tuple[Period, Period]:
        """Return the first and the last day."""
        unit = calendar.unit_at(day, self.unit)
        if not self.passed:
            return Period.of_day(day), Period.of_day(unit.last)
        yesterday = max(unit.start, day - timedelta(days=1))
        return Period.of_day(unit.start), Period.of_day(yesterday)


_WEDNESDAY = 2


@dataclass(frozen=True, slots=True)
class UnitOf(Expression):
    """The unit that contains another expression: the week of 10 April."""

    unit: Unit
    inner: Expression

    def _is_relative(self) -> bool:
        return self.inner.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        inner = self.inner.resolve(day, direction)
        if inner is None:
            return None
        if self.unit == "weekend" and inner.start.weekday() < _WEDNESDAY:
            return calendar.unit_at(inner.start - timedelta(days=7), self.unit)  # a long weekend
        return calendar.unit_at(inner.start, self.unit)
