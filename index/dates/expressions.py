"""What an expression of time means, before it is known from which day it is said.

Each kind of expression resolves to a ``Period`` for one day of reference and a direction: -1 if it
looks back, 1 if it looks ahead, 0 if nothing says so. One that cannot be resolved gives None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from index.datatypes import Period
from index.dates import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.dates.calendar import Unit

Amount = tuple[float, "Unit"]
"""So many of a unit."""

_WEDNESDAY = 2

Side = Literal["since", "after", "until", "by", "before"]
"""Which end of an open period is known; all but "after" and "before" include what is named."""

_MONTHS_AROUND = 14  # each weekday falls on each day of some month
_TO_A_LEAP_YEAR = 8


_WITHOUT_YEAR = 270
_MONTH_WITHOUT_YEAR = 335
"""Days: a date, or a month, that is further away is named with its year."""


class Expression:
    """An expression of time."""

    @property
    def relative(self) -> bool:
        """Whether it depends on the day from which it is said."""
        return self._is_relative()

    def resolve(self, day: date, direction: int = 0) -> Period | None:
        """The days it means; None if it means none, or none of the calendar.

        Args:
            day: The day from which it is said.
            direction: Where the sentence looks.
        """
        try:
            return self._resolve(day, direction)
        except (ValueError, OverflowError):
            return None

    def _is_relative(self) -> bool:
        return True

    def _resolve(self, day: date, direction: int) -> Period | None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Calendar(Expression):
    """A date, or the parts of one that are given; those that are not follow from the reference.

    Attributes:
        year: The year.
        month: 1 to 12.
        day: Of the month.
        weekday: 0 is Monday.
        turn: 1 for the next such day, -1 for the last, 0 for this one; None where not said.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    turn: int | None = None

    def _is_relative(self) -> bool:
        return self.year is None

    def _resolve(self, day: date, direction: int) -> Period | None:
        found = list(self.candidates(day))
        if self.turn == 0 and self.day is None and self.month is not None:
            return next((one for one in found if one.start.year == day.year), None)
        if self.year is not None:
            return next(iter(found), None)
        if self.weekday is not None and self.day is not None:
            # A weekday that fits says more than the tense; one that never fits is a slip.
            fitting = [one for one in found if one.start.weekday() == self.weekday]
            if fitting:
                return choose(fitting, day, 0)
        chosen = choose(found, day, self.turn or direction, strict=bool(self.turn))
        longest = _WITHOUT_YEAR if self.day is not None else _MONTH_WITHOUT_YEAR
        if chosen and not self.turn and _distance(chosen, day) > longest:
            # So far away a writer names the year: the tense was that of another verb.
            return choose(found, day, 0)
        return chosen

    def candidates(self, day: date) -> Iterable[Period]:
        """What it may mean, around a day."""
        if self.year is not None:
            years: Sequence[int] = (self.year,)
        else:
            around = _TO_A_LEAP_YEAR if (self.month, self.day) == (2, 29) else 1
            years = range(day.year - around, day.year + around + 1)
        if self.month is None and self.year is not None:
            yield calendar.unit_at(date(self.year, 1, 1), "year")
        elif self.month is None and self.day is None:
            yield from calendar.weekdays_in(_around(day, 8), self.weekday or 0)
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


def _around(day: date, days: int) -> Period:
    return Period(day - timedelta(days=days), day + timedelta(days=days + 1))


def choose(
    candidates: Iterable[Period], day: date, direction: int, *, strict: bool = False
) -> Period | None:
    """The candidate that a speaker means.

    Args:
        candidates: Periods that fit the words.
        day: The day of reference.
        direction: Backwards, the latest that has begun; forwards, the earliest that is not
            over; otherwise the nearest, and of two as near the earlier.
        strict: Leave out the one that holds the day itself.
    """
    if direction < 0:
        return max(
            (one for one in candidates if (one.last < day if strict else one.start <= day)),
            default=None,
        )
    if direction > 0:
        return min(
            (one for one in candidates if (one.start > day if strict else one.last >= day)),
            default=None,
        )
    return min(candidates, key=lambda one: (_distance(one, day), one.start), default=None)


def _distance(period: Period, day: date) -> int:
    return max((period.start - day).days, (day - period.last).days, 0)


@dataclass(frozen=True, slots=True)
class Relative(Expression):
    """A calendar unit counted from the one that holds the reference: this week, next month.

    "This weekend" is the last one in a sentence that looks back, else that of the running week.

    Attributes:
        unit: The unit.
        turn: How many units later; negative if earlier.
    """

    unit: Unit
    turn: int

    def _resolve(self, day: date, direction: int) -> Period | None:
        here = Period.of_day(day)
        if self.unit == "weekend" and self.turn == 0 and direction < 0:
            around = [calendar.shift_unit(here, count, self.unit) for count in (-1, 0)]
            return choose(around, day, direction)
        return calendar.shift_unit(here, self.turn, self.unit)


@dataclass(frozen=True, slots=True)
class Whole(Expression):
    """A period that is the same for every reference: a decade, the third quarter of 2016."""

    period: Period

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return self.period


@dataclass(frozen=True, slots=True)
class Yearly(Expression):
    """What comes once a year and no month says when: a season, a quarter, a holiday, a week.

    Attributes:
        kind: Which sort of thing.
        which: Its name, or its number within the year, from 1.
        year: The year, where said.
        turn: As for ``Calendar``.
    """

    kind: Literal["season", "quarter", "half-year", "week", "holiday"]
    which: str | int
    year: int | None = None
    turn: int | None = None

    def _is_relative(self) -> bool:
        return self.year is None

    def _resolve(self, day: date, direction: int) -> Period | None:
        if self.year is not None:
            return self._in(self.year)
        found = [one for year in range(day.year - 2, day.year + 3) if (one := self._in(year))]
        numbered = self.kind not in {"season", "holiday"}
        tenseless = self.kind == "week" or not direction
        if numbered and (self.turn == 0 or (self.turn is None and tenseless)):
            # A quarter or a week that is only numbered is one of the running year.
            return next((one for one in found if one.last.year == day.year), None)
        return choose(found, day, self.turn or direction, strict=bool(self.turn))

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
class Inside(Expression):
    """A part that another expression places: Friday of next week, the 4th of next month."""

    part: Calendar
    outer: Expression

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        outer = self.outer.resolve(day, direction)
        if outer is None:
            return None
        inside = (one for one in self.part.candidates(outer.start) if one.within(outer))
        return min(inside, default=None)


@dataclass(frozen=True, slots=True)
class Nth(Expression):
    """The units so many from the start of a period, or from its end: the third week of 2027.

    Attributes:
        first: Number of the first, from 1; negative from the end.
        count: How many.
        unit: Of what.
        weekday: Days of this weekday only, if one is named (``unit`` is then the day).
        outer: Of which period.
    """

    first: int
    count: int
    unit: Unit
    outer: Expression
    weekday: int | None = None

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        outer = self.outer.resolve(day, direction)
        if outer is None or (outer.end - outer.start).days > _LONGEST_TO_COUNT:
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


_LONGEST_TO_COUNT = 40_000  # days; a century


@dataclass(frozen=True, slots=True)
class Part(Expression):
    """The beginning, the middle or the end of a period.

    A month has halves (to the 15th, from the 16th) and a middle of ten days (from the 11th), a
    week ends its beginning on Wednesday, as in Microsoft's Recognizers-Text; others have thirds.
    """

    which: Literal["early", "mid", "late"]
    outer: Expression

    def _is_relative(self) -> bool:
        return self.outer.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        outer = self.outer.resolve(day, direction)
        if outer is None or outer.precision == "day":
            return outer
        early_ends, mid_starts, mid_ends, late_starts = _parts(outer)
        match self.which:
            case "early":
                return Period(outer.start, early_ends)
            case "mid":
                return Period(mid_starts, mid_ends)
            case _:
                return Period(late_starts, outer.end)


def _parts(outer: Period) -> tuple[date, date, date, date]:
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
    """What is left of the running unit, or what has passed of it: later this week."""

    unit: Unit
    passed: bool = False

    def _resolve(self, day: date, direction: int) -> Period | None:
        first, last = self.ends(day)
        return Period(first.start, last.end)

    def ends(self, day: date, direction: int = 0) -> tuple[Period, Period]:
        """Its first and its last day."""
        unit = calendar.unit_at(day, self.unit)
        if not self.passed:
            return Period.of_day(day), Period.of_day(unit.last)
        yesterday = max(unit.start, day - timedelta(days=1))
        return Period.of_day(unit.start), Period.of_day(yesterday)


@dataclass(frozen=True, slots=True)
class Shifted(Expression):
    """So long before or after something: three days ago, two weeks from tomorrow.

    From the moment of speaking, it is as precise as the smallest unit named: "two years ago" is a
    year, not a day, and "a decade ago" is a year as well. From a day that is named, it is that
    day's like: the same day, moved.

    Attributes:
        amounts: How long; added up.
        sign: 1 later, -1 earlier.
        anchor: From what; None for the moment of speaking.
        exact: Give the day even so ("two years ago to the day").
    """

    amounts: tuple[Amount, ...]
    sign: int
    anchor: Expression | None = None
    exact: bool = False

    def _is_relative(self) -> bool:
        return self.anchor is None or self.anchor.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        if self.anchor is None:
            if self.sign > 0 and direction < 0:
                return None  # "in two years prices rose": how long it took, not when
            moved = move(day, self.amounts, self.sign)
            return calendar.unit_at(moved, "day" if self.exact else _said_in(self.amounts))
        anchor = self.anchor.resolve(day, direction)
        return anchor and move_period(anchor, self.amounts, self.sign)


def _said_in(amounts: Sequence[Amount]) -> Unit:
    """Return how precise "so long ago" is: a decade ago is the year ten years ago."""
    unit = _smallest(amounts)
    return "year" if unit == "decade" and sum(count for count, _ in amounts) <= _FEW else unit


_FEW = 2


def _smallest(amounts: Iterable[Amount]) -> Unit:
    unit = min((unit for _, unit in amounts), key=calendar.UNITS.index)
    return "day" if unit == "workday" else unit


_DAYS = {"month": 30, "quarter": 45, "season": 45, "week": 7}


def move(day: date, amounts: Iterable[Amount], sign: int) -> date:
    """The day so long after another, or before it."""
    for count, unit in amounts:
        whole = int(count)
        day = calendar.shift(day, sign * whole, unit)
        if count != whole:
            rest = (count - whole) * calendar.MONTHS.get(unit, 0)
            if rest >= 1:
                day = calendar.shift(day, sign * round(rest), "month")
            else:
                days = (count - whole) * _DAYS.get(unit, 1)
                day = calendar.shift(day, sign * round(days), "day")
    return day


def move_period(period: Period, amounts: Sequence[Amount], sign: int) -> Period | None:
    """A period moved as a whole, so that it stays as precise as it is; None off the calendar."""
    try:
        start = move(period.start, amounts, sign)
        if period.precision != "day" and period.start.day == period.end.day == 1:
            return Period(start, move(period.end, amounts, sign))
        return Period(start, start + (period.end - period.start))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Narrative(Expression):
    """So long before or after what was told last: the next day, three weeks later.

    Without anything told before, it is counted from the reference.

    Attributes:
        amounts: How long.
        sign: 1 later, -1 earlier.
        whole: The unit itself is meant: the following year.
    """

    amounts: tuple[Amount, ...]
    sign: int
    whole: bool = False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return calendar.unit_at(move(day, self.amounts, self.sign), _smallest(self.amounts))

    def after(self, anchor: Period) -> Period | None:
        """The same, counted from what was told last."""
        moved = move_period(anchor, self.amounts, self.sign)
        if self.whole and moved is not None:
            return calendar.unit_at(moved.start, _smallest(self.amounts))
        return moved


@dataclass(frozen=True, slots=True)
class Anaphor(Expression):
    """What was told before: that day, the same week, the year-earlier quarter.

    It resolves to nothing until something was told.

    Attributes:
        unit: What it is.
        years: How many years before that which was told.
    """

    unit: Unit
    years: int = 0

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return None

    def after(self, anchor: Period) -> Period | None:
        """The unit that holds what was told; None if that is longer."""
        try:
            unit = calendar.unit_at(anchor.start, self.unit)
            if not anchor.within(unit):
                return None
            return calendar.unit_at(calendar.shift(unit.start, -self.years, "year"), self.unit)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Fiscal(Expression):
    """A fiscal year, or a part of one: as wide as is known, which is the year it is named by.

    Nothing says in which month a company's year begins.

    Attributes:
        first: The year that it is named by, or the first of two.
        last: The last of two, else the same.
    """

    first: int
    last: int

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return Period(date(self.first, 1, 1), date(self.last + 1, 1, 1))


@dataclass(frozen=True, slots=True)
class UnitOf(Expression):
    """The unit that something lies in: the week of 10 April."""

    unit: Unit
    inner: Expression

    def _is_relative(self) -> bool:
        return self.inner.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        inner = self.inner.resolve(day, direction)
        if inner is None:
            return None
        if self.unit == "weekend" and inner.start.weekday() < _WEDNESDAY:
            return calendar.unit_at(inner.start - timedelta(days=7), self.unit)  # a long one
        return calendar.unit_at(inner.start, self.unit)


@dataclass(frozen=True, slots=True)
class Window(Expression):
    """The days that lead up to the reference, or follow it: the last three months.

    Attributes:
        amounts: How long.
        sign: 1 ahead, -1 back.
        within: It begins with the reference itself: within three days.
        anchor: Counted from the beginning of this instead.
    """

    amounts: tuple[Amount, ...]
    sign: int
    within: bool = False
    anchor: Expression | None = None

    def _is_relative(self) -> bool:
        return self.anchor is None or self.anchor.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        if self.anchor is not None:
            anchor = self.anchor.resolve(day, direction)
            if anchor is None:
                return None
            return Period(anchor.start, move(anchor.start, self.amounts, 1))
        [(count, unit), *others] = self.amounts
        if unit in {"quarter", "decade", "century", "half-year"} and not others:
            here = calendar.unit_at(day, unit)
            first, last = (1, int(count)) if self.sign > 0 else (-int(count), -1)
            return Period(
                calendar.shift_unit(here, first, unit).start,
                calendar.shift_unit(here, last, unit).end,
            )
        if self.sign < 0:
            return Period(move(day, self.amounts, -1), day)
        start = day if self.within else day + timedelta(days=1)
        return Period(start, move(start, self.amounts, 1))


@dataclass(frozen=True, slots=True)
class Span(Expression):
    """From one to another, both included; what only one of them says holds for the other."""

    first: Expression
    last: Expression

    def _is_relative(self) -> bool:
        return any(end.relative for end in self._completed())

    def _completed(self) -> tuple[Expression, Expression]:
        if isinstance(self.first, Calendar) and isinstance(self.last, Calendar):
            return _completed(self.first, self.last)
        return self.first, self.last

    def ends(self, day: date, direction: int = 0) -> tuple[Period, Period] | None:
        """Its two ends, each as precise as it is given."""
        first, last = self._completed()
        until_now = isinstance(last, Relative) and last.turn <= 0
        if (not last.relative or until_now) and _open(first):
            end = last.resolve(day)
            # The latest such day before the end that is known.
            start = end and first.resolve(end.start, -1)
        elif direction > 0 and _open(first) and _open(last):
            # The range that is not over yet.
            end = last.resolve(day, direction)
            start = end and first.resolve(end.start, -1)
        else:
            start = first.resolve(day, direction)
            end = start and last.resolve(start.start if _follows(last) else day, 1)
        if start is None or end is None or start.start > end.last:
            return None
        return start, end

    def _resolve(self, day: date, direction: int) -> Period | None:
        ends = self.ends(day, direction)
        return ends and Period(ends[0].start, ends[1].end)


def _open(expression: Expression) -> bool:
    return isinstance(expression, Calendar) and expression.turn is None and expression.relative


def _follows(expression: Expression) -> bool:
    """Whether the end of a range follows its beginning, rather than the day of speaking."""
    inner = expression.outer if isinstance(expression, Part) else expression
    return isinstance(inner, Calendar | Yearly)


def _completed(first: Calendar, last: Calendar) -> tuple[Calendar, Calendar]:
    """Give each what only the other says: from 4 to 22 January 1995; from 5 to 7 May 2020."""
    if first.day is not None and first.month is None and last.day is not None:
        first = replace(first, month=last.month)
        first = replace(first, year=last.year if last.month is not None else first.year)
        if last.month is not None and first.day is not None and first.day > last.day:
            first = _month_before(first)
    if last.day is not None and last.month is None and first.month is not None:
        last = replace(last, month=first.month, year=first.year)
    if first.year is None and last.year is not None and first.month is not None:
        before = (first.month, first.day or 1) > (last.month or 12, last.day or 31)
        first = replace(first, year=last.year - before)
    return first, last


def _month_before(one: Calendar) -> Calendar:
    if one.month is not None and one.month > 1:
        return replace(one, month=one.month - 1)
    return replace(one, month=12, year=None if one.year is None else one.year - 1)


@dataclass(frozen=True, slots=True)
class LastOf(Expression):
    """The last part of a range: what was put off from 5 to 7 May is on the 7th."""

    whole: Span

    def _is_relative(self) -> bool:
        return self.whole.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        ends = self.whole.ends(day, direction)
        if ends is not None:
            return ends[1]
        first = self.whole.first.resolve(day, direction)  # brought forward: no range
        return first and self.whole.last.resolve(first.start)


@dataclass(frozen=True, slots=True)
class Bound(Expression):
    """An open end: since, from (the thing included), after; until (included), before.

    Attributes:
        side: Which.
        inner: Of what.
        direction: Where the word itself looks, which outweighs the sentence. Without either,
            "until" and "by" look ahead.
    """

    side: Side
    inner: Expression
    direction: int = 0

    def _is_relative(self) -> bool:
        return self.inner.relative

    def towards(self, direction: int) -> int:
        """Return where what it is of looks, in a sentence that looks in a direction."""
        return self.direction or direction or int(self.side in {"until", "by"})

    def _resolve(self, day: date, direction: int) -> Period | None:
        inner = self.inner.resolve(day, self.towards(direction))
        if inner is None:
            return None
        match self.side:
            case "since":
                return Period(inner.start, date.max)
            case "after":
                return Period(inner.end, date.max)
            case "until" | "by":
                return Period(date.min, inner.end)
            case _:
                return Period(date.min, inner.start)


@dataclass(frozen=True, slots=True)
class SameDay(Expression):
    """A date, and what it is seen from the day of speaking: 20 September, that is Sunday.

    Attributes:
        inner: The date.
        same: The same day in other words, which tell when they were said.
    """

    inner: Expression
    same: Expression

    def _is_relative(self) -> bool:
        return self.inner.relative

    def _resolve(self, day: date, direction: int) -> Period | None:
        return self.inner.resolve(day, direction)


@dataclass(frozen=True, slots=True)
class FromEvent(Expression):
    """So long before or after something that is not itself a date: 45 days after its signature.

    It resolves to nothing until the event's day is known; see ``index.dates.resolution``.
    """

    amounts: tuple[Amount, ...]
    sign: int

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return None

    def after(self, anchor: Period) -> Period | None:
        """The same, once the day of the event is known."""
        return move_period(anchor, self.amounts, self.sign)
