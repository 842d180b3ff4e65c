"""Ranges, open ends, and the same day told twice: from 3 to 5 May, since 2015."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.expressions.base import Expression, choose, distance
from index.dates.expressions.dates import WITHOUT_YEAR, Calendar, Relative, Yearly
from index.dates.expressions.parts import Part

if TYPE_CHECKING:
    from index.dates.expressions.base import Side


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

    def ends(
        self, day: date, direction: int = 0, *, moved: bool = False
    ) -> tuple[Period, Period] | None:
        """Return its two ends, each as precise as it is given.

        Args:
            day: When it was said.
            direction: Where the sentence looks.
            moved: Whether something was moved from the one to the other: then only the other one
                has to lie there.
        """
        first, last = self._completed()
        until_now = isinstance(last, Relative) and last.turn <= 0
        if (not last.relative or until_now) and _open(first):
            end = last.resolve(day)
            # The latest such day before the end that is known.
            start = end and first.resolve(end.start, -1)
        elif isinstance(first, Calendar) and isinstance(last, Calendar) and _open(first, last):
            ahead = direction > 0 and not moved and _is_weekday(first)
            return _around(first, last, day, direction, begins_ahead=ahead)
        else:
            start = first.resolve(day, direction)
            end = start and last.resolve(start.start if _follows(last) else day, 1)
        if start is None or end is None or start.start > end.last:
            return None
        return start, end

    def _resolve(self, day: date, direction: int) -> Period | None:
        ends = self.ends(day, direction)
        return ends and Period(ends[0].start, ends[1].end)


def _open(*expressions: Expression) -> bool:
    return all(
        isinstance(one, Calendar) and one.turn is None and one.relative for one in expressions
    )


def _around(
    first: Calendar, last: Calendar, day: date, direction: int, *, begins_ahead: bool
) -> tuple[Period, Period] | None:
    """Return the ends of the range that a speaker means, each range taken as a whole.

    "Will be closed Monday through Friday" begins on the coming Monday, while "will run from May to
    September" may be running.
    """
    ranges = {}
    for start in first.candidates(day):
        if begins_ahead and start.start < day:
            continue
        ends = (one for one in last.candidates(start.start) if one.last >= start.start)
        end = min(ends, default=None)
        if end is not None and not _is_backwards(start, end):
            ranges[Period(start.start, end.end)] = start, end
    chosen = choose(ranges, day, direction)
    if chosen is not None and distance(chosen, day) > WITHOUT_YEAR:
        chosen = choose(ranges, day, 0)
    return None if chosen is None else ranges[chosen]


def _is_weekday(one: Calendar) -> bool:
    return one.weekday is not None and one.day is None


def _is_backwards(start: Period, end: Period) -> bool:
    """Return whether a range of days only seems one: from 14 June to 12 June is brought forward."""
    days = start.precision == end.precision == "day"
    return (
        days and end.start.year > start.start.year and (end.end - start.start).days > WITHOUT_YEAR
    )


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
        ends = self.whole.ends(day, direction, moved=True)
        if ends is not None:
            return ends[1]
        first = self.whole.first.resolve(day, direction)  # brought forward: no range
        return first and self.whole.last.resolve(first.start)

    def former(self, day: date, direction: int) -> Period | None:
        """Return the first part, which the last one replaces."""
        ends = self.whole.ends(day, direction, moved=True)
        return self.whole.first.resolve(day, direction) if ends is None else ends[0]


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
