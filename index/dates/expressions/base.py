"""What every expression of time can do, and what several kinds need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from index.datatypes import Period
from index.dates import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from index.dates.calendar import Unit


Amount = tuple[float, "Unit"]
"""So many of a unit."""


Side = Literal["since", "after", "until", "by", "before"]
"""Which end of an open period is known; all but "after" and "before" include what is named."""


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
    return min(candidates, key=lambda one: (distance(one, day), one.start), default=None)


def distance(period: Period, day: date) -> int:
    """Return how many days lie between a period and a day; 0 if it holds the day."""
    return max((period.start - day).days, (day - period.last).days, 0)


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


_DAYS = {"month": 30, "quarter": 45, "season": 45, "week": 7}


def move_period(period: Period, amounts: Sequence[Amount], sign: int) -> Period | None:
    """A period moved as a whole, so that it stays as precise as it is; None off the calendar."""
    try:
        start = move(period.start, amounts, sign)
        if period.precision != "day" and period.start.day == period.end.day == 1:
            return Period(start, move(period.end, amounts, sign))
        return Period(start, start + (period.end - period.start))
    except (ValueError, OverflowError):
        return None


def smallest(amounts: Iterable[Amount]) -> Unit:
    """Return the smallest unit of some amounts; of working days, the day."""
    unit = min((unit for _, unit in amounts), key=calendar.UNITS.index)
    return "day" if unit == "workday" else unit
