"""Determine the days on which a text can have been written: its publication period, and evidence.

"This Monday, 24 August" was written in the week before or after that Monday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.dates.expressions import Bound, Calendar, SameDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.datatypes import Period
    from index.dates.context import Occurrence
    from index.dates.expressions import Expression

_MAX_REFERENCE = 400
"""Maximum length in days of a publication period from which relative expressions are resolved."""


def days_of(reference: Period) -> list[date]:
    """Return the days of a publication period; an empty list if there are too many."""
    length = (reference.end - reference.start).days
    if length > _MAX_REFERENCE:
        return []
    return [reference.start + timedelta(days=number) for number in range(length)]


def possible_days(occurrences: Iterable[Occurrence], reference: Period) -> list[date]:
    """Return the days of a publication period on which the text can have been written."""
    days = days_of(reference)
    if len(days) < 2:
        return days
    for occurrence in occurrences:
        for fixed, seen, direction in _evidence(occurrence.token.value, occurrence.direction):
            consistent = [day for day in days if _denote_same_day(fixed, seen, day, direction)]
            days = consistent or days
    return days


def _evidence(
    expression: Expression, direction: float
) -> Iterator[tuple[Expression, Expression, float]]:
    """Yield a date, a relative expression for the same day, and its direction."""
    if isinstance(expression, SameDay):
        yield expression.inner, expression.same, direction
    elif isinstance(expression, Bound):
        yield from _evidence(expression.inner, expression.towards(direction))
    elif (
        isinstance(expression, Calendar)
        and expression.turn == 0
        and expression.weekday is not None
        and expression.day is not None
    ):
        yield replace(expression, turn=None), Calendar(weekday=expression.weekday), direction


def _denote_same_day(fixed: Expression, seen: Expression, day: date, direction: float) -> bool:
    target = fixed.resolve(day)
    ways = (direction,) if direction else (-1, 1)
    return target is not None and any(seen.resolve(day, way) == target for way in ways)
