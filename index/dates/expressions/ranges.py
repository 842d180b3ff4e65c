"""Represent ranges, open periods, and days that are named twice: from 3 to 5 May, since 2015."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.calendar import SEASONS
from index.dates.expressions.base import Expression, choose
from index.dates.expressions.dates import Calendar, Relative, Yearly, is_far
from index.dates.expressions.parts import Part
from index.dates.tags import PRESENT, PROBABLE, STRONG

if TYPE_CHECKING:
    from index.dates.expressions.base import Side


@dataclass(frozen=True, slots=True)
class Span(Expression):
    """A range, both ends included; an end without a month or year takes it from the other one."""

    first: Expression
    last: Expression

    def _is_relative(self) -> bool:
        return any(end.relative for end in self._completed())

    def _completed(self) -> tuple[Expression, Expression]:
        if isinstance(self.first, Calendar) and isinstance(self.last, Calendar):
            return _completed(self.first, self.last)
        return with_year_of(self.first, self.last) or self.first, self.last

    def ends(
        self, day: date, direction: float = 0, *, moved: bool = False
    ) -> tuple[Period, Period] | None:
        """Return the two ends, each with its own precision; None if they cannot be resolved.

        Args:
            day: Reference day.
            direction: -1 for the past, 1 for the future, 0 if unknown.
            moved: Whether an event was moved from the first to the last day, so that the direction
                applies only to the last.
        """
        first, last = self._completed()
        until_now = isinstance(last, Relative) and last.turn <= 0
        if (not last.relative or until_now) and _lack_year(first):
            end = last.resolve(day)
            # The start is the latest match before the end, which is certain.
            start = end and first.resolve(end.start, -1)
        elif isinstance(first, Calendar) and isinstance(last, Calendar) and _lack_year(first, last):
            ahead = direction > PRESENT and not moved and _is_weekday(first)
            return _nearest_range(first, last, day, direction, begins_ahead=ahead)
        else:
            start = first.resolve(day, direction)
            end = start and last.resolve(start.start if _follows(last) else day, 1)
        if start is None or end is None or start.start > end.last:
            return None
        return start, end

    def _resolve(self, day: date, direction: float) -> Period | None:
        ends = self.ends(day, direction)
        return ends and Period(ends[0].start, ends[1].end)


def _lack_year(*expressions: Expression) -> bool:
    return all(
        isinstance(one, Calendar) and one.turn is None and one.relative for one in expressions
    )


def _nearest_range(
    first: Calendar, last: Calendar, day: date, direction: float, *, begins_ahead: bool
) -> tuple[Period, Period] | None:
    """Return the ends of the range that a speaker most likely means.

    "Will be closed Monday through Friday" starts on the coming Monday (``begins_ahead``), while
    "will run from May to September" may have started.
    """
    ranges = {}
    for start in first.candidates(day):
        if begins_ahead and start.start < day:
            continue
        ends = (one for one in last.candidates(start.start) if one.last >= start.start)
        end = min(ends, default=None)
        if end is not None and not _is_backwards(start, end):
            ranges[Period(start.start, end.end)] = start, end
    preferred: list[Period] = []
    if direction < 0:
        preferred = [one for one in ranges if one.last <= day]
    elif not direction and first.day is last.day is None and first.month is not None:
        # From January to September: of the running year, unless a verb says otherwise.
        preferred = [one for one in ranges if one.start.year == one.last.year == day.year]
    if 0 < direction <= PRESENT and any(one.start <= day <= one.last for one in ranges):
        direction = 0  # "is closed from Monday to Friday", said on a Wednesday
    chosen = choose(preferred or ranges, day, direction)
    if chosen is not None and is_far(chosen, day, max(direction, -STRONG)):
        chosen = choose(ranges, day, 0)
    return None if chosen is None else ranges[chosen]


_LONGEST = 270
"""Days of a range over the turn of the year."""


def _is_weekday(one: Calendar) -> bool:
    return one.weekday is not None and one.day is None


def _is_backwards(start: Period, end: Period) -> bool:
    """Return whether the last day is before the first: "moved from 14 June to 12 June"."""
    days = start.precision == end.precision == "day"
    return days and end.start.year > start.start.year and (end.end - start.start).days > _LONGEST


def _follows(expression: Expression) -> bool:
    """Return whether the end of a range is relative to its start, not to the reference day."""
    inner = expression.outer if isinstance(expression, Part) else expression
    return isinstance(inner, Calendar | Yearly)


def _completed(first: Calendar, last: Calendar) -> tuple[Calendar, Calendar]:
    """Return both ends, each with the month and year of the other: from 4 to 22 January 1995."""
    if first.day is not None and first.month is None and last.day is not None:
        first = replace(first, month=last.month)
        first = replace(first, year=last.year if last.month is not None else first.year)
        if last.month is not None and first.day is not None and first.day > last.day:
            first = _month_before(first)
    if last.day is not None and last.month is None and first.month is not None:
        last = replace(last, month=first.month, year=first.year)
    lacks_year = first.year is None and first.turn is None and first.month is not None
    if lacks_year and last.year is not None:
        before = (first.month, first.day or 1) > (last.month or 12, last.day or 31)
        first = replace(first, year=last.year - before)
    return first, last


def with_year_of(first: Expression, last: Expression) -> Expression | None:
    """Return a time with the year of a later one: "spring and summer 2017", "May and June 2020".

    None unless both are months, days or seasons, and only the later one has a year.
    """
    months = _first_month(first), _first_month(last)
    if not isinstance(first, Calendar | Yearly) or not isinstance(last, Calendar | Yearly):
        return None
    if first.year is not None or first.turn is not None or last.year is None or None in months:
        return None
    return replace(first, year=last.year - (months > months[::-1]))


def _first_month(one: Expression) -> int | None:
    if isinstance(one, Calendar):
        return one.month
    if isinstance(one, Yearly) and one.kind == "season" and isinstance(one.which, str):
        return SEASONS[one.which]
    return None


def _month_before(one: Calendar) -> Calendar:
    if one.month is not None and one.month > 1:
        return replace(one, month=one.month - 1)
    return replace(one, month=12, year=None if one.year is None else one.year - 1)


@dataclass(frozen=True, slots=True)
class LastOf(Expression):
    """The last day of a range: an event postponed "from 5 to 7 May" is on the 7th."""

    whole: Span

    def _is_relative(self) -> bool:
        return self.whole.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        ends = self.whole.ends(day, direction, moved=True)
        if ends is not None:
            return ends[1]
        first = self.whole.first.resolve(day, direction)  # moved to an earlier day
        return first and self.whole.last.resolve(first.start)

    def former(self, day: date, direction: float) -> Period | None:
        """Return the first day of the range, which the last one replaces."""
        ends = self.whole.ends(day, direction, moved=True)
        return self.whole.first.resolve(day, direction) if ends is None else ends[0]


@dataclass(frozen=True, slots=True)
class Bound(Expression):
    """A period that is open on one side: since 2015, after Friday, until May.

    Attributes:
        side: Preposition; "since", "until" and "by" include ``inner``.
        inner: Expression at the bounded side.
        direction: Direction of the preposition itself, which overrides that of the sentence. If
            both are 0, "until" and "by" refer to the future.
        default: Direction if the sentence has none: 1 for "ab", which is past in "ab Montag wurde
            gebaut".
    """

    side: Side
    inner: Expression
    direction: float = 0
    default: int = 0

    def _is_relative(self) -> bool:
        return self.inner.relative

    def towards(self, direction: float) -> float:
        """Return the direction of ``inner``, given that of the sentence.

        The latter is never certain: what was decided often applies from or until a day ahead.
        """
        if self.direction:
            return self.direction
        clause = min(max(direction, -PROBABLE), PROBABLE)
        return clause or self.default or float(self.side in {"until", "by"})

    def end(self, day: date, direction: float = 0) -> Period | None:
        """Return the period named at the bounded side."""
        towards = self.towards(direction)
        found = self.inner.resolve(day, towards)
        if found is None or towards <= 0 or self.side not in {"until", "by"} or found.last >= day:
            return found
        if isinstance(self.inner, Calendar) and self.inner.turn is None:
            return replace(self.inner, turn=1).resolve(day)  # valid until 30 April: not over yet
        return found

    def _resolve(self, day: date, direction: float) -> Period | None:
        inner = self.end(day, direction)
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
    """A date and an equivalent relative expression: 20 September, that is Sunday.

    Attributes:
        inner: Date.
        same: Relative expression for the same day, which restricts the reference day.
    """

    inner: Expression
    same: Expression

    def _is_relative(self) -> bool:
        return self.inner.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        return self.inner.resolve(day, direction)
