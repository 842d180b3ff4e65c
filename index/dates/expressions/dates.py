"""Represent dates and named units of the calendar: 3 May, this week, last winter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from index.datatypes import Period
from index.dates import calendar
from index.dates.expressions.base import Expression, choose, distance
from index.dates.tags import STRONG, SURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.dates.calendar import Unit


_MONTHS_AROUND = 14  # in that many months, each day of a month falls on each weekday


_TO_A_LEAP_YEAR = 8  # maximum number of years to the next 29 February


_WITHOUT_YEAR = 270
"""Maximum distance in days of a date without a year, in another year than the reference day.

Further away, a writer adds the year, so that the direction must be wrong unless it is certain."""
_MONTH_WITHOUT_YEAR = 335
"""The same for a month."""
_STRONG_WITHOUT_YEAR = {-1: 345, 1: 300}
"""The same for a day that is strongly in the past or the future.

In news, most days of the coming three weeks are ahead, whatever verb seems to govern them."""
_REPORTED_WITHIN = 45
"""Number of days after a quarter or half-year in which it is reported on."""
_HOLIDAY_WITHOUT_YEAR = 330
"""The same for a holiday."""


def is_far(period: Period, day: date, direction: float, *, whole_month: bool = False) -> bool:
    """Return whether a date is too far from the reference day to be given without its year.

    What is certainly past is never too far, since its day cannot be ahead.
    """
    if whole_month:
        return distance(period, day) > _MONTH_WITHOUT_YEAR
    if direction <= -SURE:
        return False
    strong = abs(direction) >= STRONG
    longest = _STRONG_WITHOUT_YEAR[1 if direction > 0 else -1] if strong else _WITHOUT_YEAR
    return distance(period, day) > longest


@dataclass(frozen=True, slots=True)
class Calendar(Expression):
    """A full or partial date; missing parts are inferred from the reference day.

    Attributes:
        year: Year.
        month: Month, 1 to 12.
        day: Day of the month.
        weekday: Day of the week; 0 is Monday.
        turn: 1 for "next", -1 for "last", 0 for "this"; None if not specified.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    turn: int | None = None

    def _is_relative(self) -> bool:
        return self.year is None

    def _resolve(self, day: date, direction: float) -> Period | None:
        found = list(self.candidates(day))
        if self.turn == 0 and self.day is None and self.month is not None:
            return next((one for one in found if one.start.year == day.year), None)
        if self.turn == 0 and self.day is self.month is None and not direction:
            # "This Friday" is in the current week, unless it is over: then the nearest one.
            week = calendar.unit_at(day, "week")
            inside = next(one for one in found if one.within(week))
            return inside if inside.start >= day else choose(found, day, 0)
        if self.year is not None:
            return next(iter(found), None)
        if self.weekday is not None and self.day is not None:
            # A matching weekday is stronger evidence than the tense. If none matches, the weekday
            # is a mistake of the writer.
            matching = [one for one in found if one.start.weekday() == self.weekday]
            if matching:
                return choose(matching, day, 0)
        chosen = choose(found, day, self.turn or direction, strict=bool(self.turn))
        another_year = chosen is not None and chosen.start.year != day.year
        whole_month = self.day is None
        if (
            chosen
            and not self.turn
            and another_year
            and is_far(chosen, day, direction, whole_month=whole_month)
        ):
            return choose(found, day, 0)
        return chosen

    def candidates(self, day: date) -> Iterable[Period]:
        """Yield the periods near a day that match the given parts."""
        if self.year is not None:
            years: Sequence[int] = (self.year,)
        else:
            around = _TO_A_LEAP_YEAR if (self.month, self.day) == (2, 29) else 1
            years = range(day.year - around, day.year + around + 1)
        if self.month is None and self.year is not None:
            yield calendar.unit_at(date(self.year, 1, 1), "year")
        elif self.month is None and self.day is None:
            yield from calendar.weekdays_in(_days_around(day, 8), self.weekday or 0)
        elif self.month is None:
            first = day.year * 12 + day.month - 1 - _MONTHS_AROUND
            for number in range(first, first + 2 * _MONTHS_AROUND + 1):
                month = calendar.unit_at(date(number // 12, number % 12 + 1, 1), "month")
                yield from self._day_in(month)
        else:
            for year in years:
                month = calendar.unit_at(date(year, self.month, 1), "month")
                yield from [month] if self.day is None else self._day_in(month)

    def _day_in(self, month: Period) -> Iterable[Period]:
        if self.day is not None and 1 <= self.day <= month.last.day:
            yield Period.of_day(month.start.replace(day=self.day))


@dataclass(frozen=True, slots=True)
class WeekdayBeside(Expression):
    """A weekday beside another day: the Sunday after Easter.

    Attributes:
        weekday: Day of the week; 0 is Monday.
        anchor: The other day.
        sign: 1 for the first such weekday after it, -1 for the last one before it.
    """

    weekday: int
    anchor: Expression
    sign: int

    def _is_relative(self) -> bool:
        return self.anchor.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        anchor = self.anchor.resolve(day, direction)
        if anchor is None:
            return None
        beside = anchor.last if self.sign > 0 else anchor.start
        away = self.sign * (self.weekday - beside.weekday()) % _DAYS_OF_WEEK or _DAYS_OF_WEEK
        return Period.of_day(beside + timedelta(days=self.sign * away))


_DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class ListedWeekday(Expression):
    """A weekday in a list of weekdays: "on Tuesday and Wednesday".

    It is the nearest one in the direction of its clause, unless that is the reference day, and the
    list would be out of order. On a Wednesday, "will meet on Tuesday and Wednesday" is next Tuesday
    and the day after it, and "met on Wednesday and Thursday" is last Wednesday and the day after.

    Attributes:
        weekday: Day of the week; 0 is Monday.
        neighbor: The weekday before it in the list, or after it if the list is past.
        sign: 1 if the weekday follows its neighbor, -1 if it precedes it.
    """

    weekday: int
    neighbor: Calendar | ListedWeekday
    sign: int

    def _resolve(self, day: date, direction: float) -> Period | None:
        nearest = Calendar(weekday=self.weekday).resolve(day, direction)
        neighbor = self.neighbor.resolve(day, direction)
        if nearest is None or neighbor is None:
            return nearest
        unordered = self.sign * (nearest.start - neighbor.start).days < 0
        if not unordered or not (nearest.start == day or self._neighbor_moved(day, direction)):
            return nearest
        return WeekdayBeside(self.weekday, self.neighbor, self.sign).resolve(day, direction)

    def _neighbor_moved(self, day: date, direction: float) -> bool:
        alone = Calendar(weekday=self.neighbor.weekday)
        return alone.resolve(day, direction) != self.neighbor.resolve(day, direction)


def _days_around(day: date, days: int) -> Period:
    return Period(day - timedelta(days=days), day + timedelta(days=days + 1))


@dataclass(frozen=True, slots=True)
class Relative(Expression):
    """A calendar unit relative to that of the reference day: this week, next month.

    "This weekend" is the last weekend if the direction is past, otherwise that of the current week.

    Attributes:
        unit: Unit.
        turn: Number of units after the current one; negative if earlier.
    """

    unit: Unit
    turn: int

    def _resolve(self, day: date, direction: float) -> Period | None:
        here = Period.of_day(day)
        if self.unit == "weekend" and self.turn == 0 and direction < 0:
            around = [calendar.shift_unit(here, count, self.unit) for count in (-1, 0)]
            return choose(around, day, direction)
        return calendar.shift_unit(here, self.turn, self.unit)


@dataclass(frozen=True, slots=True)
class Running(Relative):
    """The current unit, named without "this": "the end of the year".

    A ``Part`` or ``Nth`` of it is that of the previous or the next unit if the direction says so:
    in January, "at the end of the year the coalition had collapsed" is in the previous year.
    """


@dataclass(frozen=True, slots=True)
class TurnOfYear(Expression):
    """The year after (0) or before (-1) the nearest New Year's Day: "in the new year"."""

    turn: int

    def _resolve(self, day: date, direction: float) -> Period | None:
        new = day.year + (day.month > _HALF_A_YEAR)
        return calendar.unit_at(date(new + self.turn, 1, 1), "year")


_HALF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class Ranked(Relative):
    """The current unit, in which something is ranked: "the first storm of the year".

    Only a rank before it makes it a time, unlike "the player of the year".
    """


@dataclass(frozen=True, slots=True)
class Whole(Expression):
    """A period that does not depend on the reference day: a decade, the third quarter of 2016."""

    period: Period

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: float) -> Period | None:
        return self.period


@dataclass(frozen=True, slots=True)
class Yearly(Expression):
    """A period that occurs once a year: a season, a quarter, a numbered week, a holiday.

    Attributes:
        kind: Kind of period.
        which: Name, or number within the year from 1.
        year: Year, if specified.
        turn: 1 for "next", -1 for "last", 0 for "this"; None if not specified.
    """

    kind: Literal["season", "quarter", "half-year", "week", "holiday"]
    which: str | int
    year: int | None = None
    turn: int | None = None

    def _is_relative(self) -> bool:
        return self.year is None

    def _resolve(self, day: date, direction: float) -> Period | None:
        if self.year is not None:
            return self._in(self.year)
        found = self.candidates(day)
        numbered = self.kind not in {"season", "holiday"}
        tenseless = self.kind == "week" or not direction
        if numbered and (self.turn == 0 or (self.turn is None and tenseless)):
            # A numbered quarter or week without a year is in the current year.
            return next((one for one in found if one.last.year == day.year), None)
        if numbered and direction > 0 and not self.turn:
            # What will be reported of a quarter is of the one that has just ended.
            just_ended = [one for one in found if 0 < (day - one.last).days <= _REPORTED_WITHIN]
            if just_ended:
                return just_ended[-1]
        chosen = choose(found, day, self.turn or direction, strict=bool(self.turn))
        if chosen and self.kind == "holiday" and not self.turn:
            far = distance(chosen, day) > _HOLIDAY_WITHOUT_YEAR
            return choose(found, day, 0) if far else chosen
        return chosen

    def candidates(self, day: date) -> list[Period]:
        """Return the matching periods near a day, in order."""
        return [one for year in range(day.year - 2, day.year + 3) if (one := self._in(year))]

    def _in(self, year: int) -> Period | None:
        if isinstance(self.which, str):
            if self.kind == "season":
                return calendar.unit_at(date(year, calendar.SEASONS[self.which], 1), "season")
            return calendar.holiday(self.which, year)
        if self.kind == "week":
            return calendar.unit_at(date.fromisocalendar(year, self.which, 1), "week")
        length = 3 if self.kind == "quarter" else 6
        first = (self.which - 1) * length + 1
        return calendar.unit_at(date(year, first, 1), "quarter" if length == 3 else "half-year")


@dataclass(frozen=True, slots=True)
class Fiscal(Expression):
    """A fiscal year, or a part of one.

    It resolves to the whole calendar year, or both years, of its name, since the first month of a
    company's fiscal year is unknown.

    Attributes:
        first: Year, or the first of two years.
        last: The last of two years, otherwise the same as ``first``.
        part: Unit (quarter or half-year) and its number; None for the whole year.
    """

    first: int
    last: int
    part: tuple[Unit, int] | None = None

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: float) -> Period | None:
        return Period(date(self.first, 1, 1), date(self.last + 1, 1, 1))
