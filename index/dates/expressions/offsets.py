"""Represent offsets and anaphors: three days ago, the next day, that year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates import calendar
from index.dates.expressions.base import Expression, move, move_period, smallest
from index.dates.expressions.dates import Calendar, WeekdayBeside, Whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.calendar import Unit
    from index.dates.expressions.base import Amount


@dataclass(frozen=True, slots=True)
class Shifted(Expression):
    """An offset from the reference day or from another expression: three days ago.

    From the reference day, the result has the precision of the smallest unit: "two years ago" is a
    year, and so is "a decade ago". From another expression, the result has the precision of that:
    "two weeks from tomorrow" is a day.

    Attributes:
        amounts: Duration, as a sum of amounts.
        sign: 1 for later, -1 for earlier.
        anchor: Expression to count from; None for the reference day.
        exact: Resolve to a day in any case ("two years ago to the day").
    """

    amounts: tuple[Amount, ...]
    sign: int
    anchor: Expression | None = None
    exact: bool = False

    def _is_relative(self) -> bool:
        return self.anchor is None or self.anchor.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        if self.anchor is None:
            if self.sign > 0 and direction < 0:
                return None  # "in two years prices rose" is a duration
            moved = move(day, self.amounts, self.sign)
            return calendar.unit_at(moved, "day" if self.exact else _implied_unit(self.amounts))
        anchor = self.anchor.resolve(day, direction)
        return anchor and move_period(anchor, self.amounts, self.sign)


_ONE_MONTH = timedelta(days=31)
_A_YEAR = timedelta(days=366)
_UNEQUAL = timedelta(days=3)
"""Maximum difference of the lengths of two equal units: February and March."""


def _implied_unit(amounts: Sequence[Amount]) -> Unit:
    """Return the precision of an offset from the reference day: a year for one or two decades."""
    unit = smallest(amounts)
    return "year" if unit == "decade" and sum(count for count, _ in amounts) <= _FEW else unit


_FEW = 2  # decades


@dataclass(frozen=True, slots=True)
class Window(Expression):
    """A period that ends or starts at the reference day: the last three months.

    Attributes:
        amounts: Duration.
        sign: 1 for the following period, -1 for the preceding one.
        within: Include the reference day: "within three days".
        anchor: Expression at whose start the period starts, instead of the reference day.
    """

    amounts: tuple[Amount, ...]
    sign: int
    within: bool = False
    anchor: Expression | None = None

    def _is_relative(self) -> bool:
        return self.anchor is None or self.anchor.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        if self.anchor is not None:
            # "For two weeks starting May 20" is a plan, unless its verb is past.
            towards = direction or int(isinstance(self.anchor, Calendar))
            anchor = self.anchor.resolve(day, towards)
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
        """Return the day after the last one; a number of working days ends on a working day."""
        if [unit for _, unit in self.amounts] == ["workday"]:
            return move(start - timedelta(days=1), self.amounts, 1) + timedelta(days=1)
        return move(start, self.amounts, 1)


@dataclass(frozen=True, slots=True)
class Narrative(Expression):
    """An offset from the last mentioned time: the next day, three weeks later.

    Without an earlier mention, it counts from the reference day, but not into a far future that is
    told in the past: "thirty years later, he said".

    Attributes:
        amounts: Duration.
        sign: 1 for later, -1 for earlier.
        whole: Resolve to a whole unit: "the following year".
    """

    amounts: tuple[Amount, ...]
    sign: int
    whole: bool = False

    def _resolve(self, day: date, direction: float) -> Period | None:
        moved = move(day, self.amounts, self.sign)
        if direction < 0 and moved - day > _A_YEAR:
            return None
        return calendar.unit_at(moved, smallest(self.amounts))

    def after(self, anchor: Period) -> Period | None:
        """Return the period at this offset from an anchor.

        Months and years later than a day is a month or a year. "A year earlier" than a month or a
        quarter is a month or a quarter: such figures are compared.
        """
        moved = move_period(anchor, self.amounts, self.sign)
        if moved is None:
            return None
        if self.whole:
            whole = calendar.unit_at(moved.start, smallest(self.amounts))
            # In 2017, "the following week" is no known week.
            longest = max(whole.end - whole.start, _ONE_MONTH) + _UNEQUAL
            return None if anchor.end - anchor.start > longest else whole
        unit = _implied_unit(self.amounts)
        compared = self.sign < 0 and self.amounts == ((1, "year"),) and anchor.precision != "day"
        if unit not in calendar.MONTHS or compared:
            return moved
        around = calendar.unit_at(moved.start, unit)
        return around if moved.within(around) else moved


@dataclass(frozen=True, slots=True)
class Anaphor(Expression):
    """A reference to a time mentioned before: that day, the same week, the year-earlier quarter.

    Without an antecedent, it resolves to its year, to what it is otherwise, or to None.

    Attributes:
        unit: Unit of the antecedent; None for that of the antecedent itself, "the year-earlier
            period".
        years: Number of years before the antecedent.
        month: Month in that unit: "July of the same year"; None for the whole unit.
        year: Year, instead of a number of years: "the same quarter of 2018".
        otherwise: Expression if there is no antecedent and the clause has a direction: "in the
            evening it rained", on the day of writing. In the present tense it is a habit.
    """

    unit: Unit | None
    years: int = 0
    month: int | None = None
    year: int | None = None
    otherwise: Expression | None = None

    def _is_relative(self) -> bool:
        return self.otherwise is not None and self.otherwise.relative

    def _resolve(self, day: date, direction: float) -> Period | None:
        if self.otherwise is not None:
            return self.otherwise.resolve(day, direction) if direction else None
        return None if self.year is None else calendar.unit_at(date(self.year, 1, 1), "year")

    def after(self, anchor: Period) -> Period | None:
        """Return the unit that contains an antecedent; None if the antecedent is longer."""
        if self.unit is None:
            if anchor.precision in {"day", "open"}:
                return None
            years = self.years if self.year is None else anchor.start.year - self.year
            return move_period(anchor, ((abs(years), "year"),), -1 if years > 0 else 1)
        try:
            unit = calendar.unit_at(anchor.start, self.unit)
            if not anchor.within(unit):
                return None
            years = self.years if self.year is None else unit.start.year - self.year
            start = calendar.shift(unit.start, -years, "year")
            if self.month is not None:
                return calendar.unit_at(start.replace(month=self.month), "month")
            return calendar.unit_at(start, self.unit)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class FollowingWeekday(Expression):
    """A weekday beside the last mentioned day: "the following Monday", "the previous Friday".

    Attributes:
        weekday: Day of the week; 0 is Monday.
        sign: 1 for the first such weekday after that day, -1 for the last one before it.
        otherwise: What it means if no day was mentioned.
    """

    weekday: int
    sign: int
    otherwise: Expression

    def _resolve(self, day: date, direction: float) -> Period | None:
        return self.otherwise.resolve(day, direction)

    def after(self, anchor: Period) -> Period | None:
        """Return the day, given the last mentioned one; None if that is longer than a day."""
        if anchor.precision != "day":
            return None
        return WeekdayBeside(self.weekday, Whole(anchor), self.sign).resolve(anchor.start)


@dataclass(frozen=True, slots=True)
class Counted(Expression):
    """A unit counted from the first day of an event: "in the third week", "on the second day".

    It resolves to None until that day is found; see ``index.dates.anchors.find_start``.

    Attributes:
        which: Number of the unit, from 1.
        unit: Unit.
        of_event: Whether the event is named: "the second day of the trial".
    """

    which: int
    unit: Unit
    of_event: bool = False

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: float) -> Period | None:
        return None

    def after(self, anchor: Period) -> Period | None:
        """Return the unit, given the first day of the event."""
        try:
            return calendar.unit_at(
                calendar.shift(anchor.start, self.which - 1, self.unit), self.unit
            )
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class FromEvent(Expression):
    """An offset from an event: 45 days after its signature.

    It resolves to None until the day of the event is found; see ``index.dates.resolution``.

    Attributes:
        amounts: Duration; empty if it is not specified: "the weeks before the vote".
        sign: 1 for after, -1 for before.
    """

    amounts: tuple[Amount, ...]
    sign: int

    def _is_relative(self) -> bool:
        return False

    def _resolve(self, day: date, direction: float) -> Period | None:
        return None

    def after(self, anchor: Period) -> Period | None:
        """Return the period at this offset from the day of the event."""
        if self.amounts:
            return move_period(anchor, self.amounts, self.sign)
        if self.sign > 0:
            return Period(anchor.end, date.max)
        return Period(date.min, anchor.start)
