"""What is counted from something else: three days ago, the next day, that year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates import calendar
from index.dates.expressions.base import Expression, move, move_period, smallest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.calendar import Unit
    from index.dates.expressions.base import Amount


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
    unit = smallest(amounts)
    return "year" if unit == "decade" and sum(count for count, _ in amounts) <= _FEW else unit


_FEW = 2


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
            return Period(anchor.start, self._end(anchor.start))
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

    def _end(self, start: date) -> date:
        """Return the day after the last; working days end with the last of them."""
        if [unit for _, unit in self.amounts] == ["workday"]:
            return move(start - timedelta(days=1), self.amounts, 1) + timedelta(days=1)
        return move(start, self.amounts, 1)


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
        return calendar.unit_at(move(day, self.amounts, self.sign), smallest(self.amounts))

    def after(self, anchor: Period) -> Period | None:
        """The same, counted from what was told last."""
        moved = move_period(anchor, self.amounts, self.sign)
        if self.whole and moved is not None:
            return calendar.unit_at(moved.start, smallest(self.amounts))
        return moved


@dataclass(frozen=True, slots=True)
class Anaphor(Expression):
    """What was told before: that day, the same week, the year-earlier quarter.

    It resolves to nothing until something was told.

    Attributes:
        unit: What it is.
        years: How many years before that which was told.
        month: The month of it, if only that is meant: July of the same year.
    """

    unit: Unit
    years: int = 0
    month: int | None = None

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
            start = calendar.shift(unit.start, -self.years, "year")
            if self.month is not None:
                return calendar.unit_at(start.replace(month=self.month), "month")
            return calendar.unit_at(start, self.unit)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class FromEvent(Expression):
    """So long before or after something that is not itself a date: 45 days after its signature.

    It resolves to nothing until the event's day is known; see ``index.dates.resolution``.

    Attributes:
        amounts: How long; nothing if it is only before or after: "the weeks before the vote".
        sign: 1 after, -1 before.
    """

    amounts: tuple[Amount, ...]
    sign: int

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: int) -> Period | None:
        return None

    def after(self, anchor: Period) -> Period | None:
        """The same, once the day of the event is known."""
        if self.amounts:
            return move_period(anchor, self.amounts, self.sign)
        if self.sign > 0:
            return Period(anchor.end, date.max)
        return Period(date.min, anchor.start)
