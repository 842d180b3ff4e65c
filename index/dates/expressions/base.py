"""Define the base class of time expressions, and functions that several of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from index.datatypes import Period
from index.dates import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from index.dates.calendar import Unit


Amount = tuple[float, "Unit"]
"""A number and its unit; a duration is the sum of several amounts."""


Side = Literal["since", "after", "until", "by", "before"]
"""Side of an open period at which it is bounded; "after" and "before" exclude the named period."""


class Expression:
    """An expression of time."""

    @property
    def relative(self) -> bool:
        """Whether the meaning depends on the reference day."""
        return self._is_relative()

    def resolve(self, day: date, direction: float = 0) -> Period | None:
        """Return the period that the expression denotes; None if there is none in the calendar.

        Args:
            day: Reference day, such as the publication date.
            direction: -1 for the past, 1 for the future, 0 if unknown.
        """
        try:
            return self._resolve(day, direction)
        except (ValueError, OverflowError):
            return None

    def _is_relative(self) -> bool:
        return True

    def _resolve(self, day: date, direction: float) -> Period | None:
        raise NotImplementedError


def choose(
    candidates: Iterable[Period], day: date, direction: float, *, strict: bool = False
) -> Period | None:
    """Return the candidate that a speaker most likely means; None if there is none.

    Args:
        candidates: Periods that match the expression.
        day: Reference day.
        direction: -1 chooses the latest period that has started, 1 the earliest that has not ended,
            0 the nearest (the earlier of two).
        strict: Exclude the period that contains the reference day.
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
    return min(candidates, key=lambda one: (distance(one, day), one.start), default=None)


def distance(period: Period, day: date) -> int:
    """Return the number of days between a period and a day; 0 if the period contains the day."""
    return max((period.start - day).days, (day - period.last).days, 0)


def move(day: date, amounts: Iterable[Amount], sign: int) -> date:
    """Return a day shifted by amounts, forwards if ``sign`` is 1 and backwards if it is -1."""
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


_DAYS = {"month": 30, "quarter": 45, "season": 45, "week": 7}
"""Days per unit, for fractions of a unit."""


def move_period(period: Period, amounts: Sequence[Amount], sign: int) -> Period | None:
    """Return a period shifted with unchanged precision; None if it leaves the calendar."""
    try:
        start = move(period.start, amounts, sign)
        if period.precision != "day" and period.start.day == period.end.day == 1:
            return Period(start, move(period.end, amounts, sign))
        return Period(start, start + (period.end - period.start))
    except (ValueError, OverflowError):
        return None


def smallest(amounts: Iterable[Amount]) -> Unit:
    """Return the smallest unit of some amounts; a day for working days."""
    unit = min((unit for _, unit in amounts), key=calendar.UNITS.index)
    return "day" if unit == "workday" else unit
