"""Share expressions of periods beside, or within, another one between grammars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.dates.expressions import (
    Calendar,
    Counted,
    Expression,
    Inside,
    Nth,
    Part,
    Relative,
    Running,
    Shifted,
    UnitOf,
    WeekdayBeside,
    Whole,
    Yearly,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.calendar import Unit

_WEEK = 7
_SUNDAY, _SATURDAY = 6, 5
_HALVES: dict[Unit, tuple[int, Unit]] = {
    "year": (1, "half-year"), "decade": (5, "year"), "century": (5, "decade"),
}  # fmt: skip
"""Half of a unit, as a number of smaller ones."""


def half_of(
    which: int, outer: Expression | None = None, inside: Unit | None = None
) -> Expression | None:
    """Return the first (1) or second (2) half of a month, a year, a decade or a century."""
    whole = Running(inside or "year", 0) if outer is None else outer
    unit = _unit_of(whole)
    if which not in {1, 2} or unit is None:
        return None
    if unit == "month":
        return Part("early" if which == 1 else "late", whole)
    count, smaller = _HALVES[unit]
    return Nth(1 if which == 1 else count + 1, count, smaller, whole)


def _unit_of(whole: Expression) -> Unit | None:
    """Return the unit that an expression is, if it has halves."""
    unit: Unit | None = None
    if isinstance(whole, Relative):
        unit = whole.unit
    elif isinstance(whole, Calendar) and whole.day is whole.weekday is None:
        unit = "year" if whole.month is None else "month"
    elif isinstance(whole, Whole):
        years = whole.period.end.year - whole.period.start.year
        unit = "decade" if years == _YEARS_OF_DECADE else "century"
    return unit if unit == "month" or unit in _HALVES else None


_YEARS_OF_DECADE = 10


def unit_beside(unit: Unit, sign: int, anchor: Expression) -> Expression | None:
    """Return the week or weekend before or after a holiday or a date: the week before Easter.

    The week before a Sunday is the one that ends with it.
    """
    if not _is_day(anchor):
        return None
    if unit == "week":
        away = _WEEK if sign > 0 else _WEEK - 1
        return UnitOf(unit, Shifted(((away, "day"),), sign, anchor))
    if unit == "weekend":
        return UnitOf(unit, WeekdayBeside(_SATURDAY if sign > 0 else _SUNDAY, anchor, sign))
    return None


def weekday_beside(weekday: int, sign: int, anchor: Expression) -> WeekdayBeside | None:
    """Return the Sunday after Easter, the Saturday before 3 May."""
    return WeekdayBeside(weekday, anchor, sign) if _is_day(anchor) else None


def _is_day(anchor: Expression) -> bool:
    match anchor:
        case Calendar():
            return anchor.day is not None
        case Yearly():
            return anchor.kind == "holiday"
        case Nth():  # the first Sunday of Advent
            return (anchor.unit, anchor.count) == ("day", 1)
        case Shifted():  # Maundy Thursday, three days before Easter
            return anchor.anchor is not None and _is_day(anchor.anchor)
        case _:
            return False


def in_year_ago(part: Expression, outer: Expression) -> Expression | None:
    """Return a month or season of a year that is counted from now: "in May two years ago"."""
    if not isinstance(part, Calendar | Yearly) or (part.year, part.turn) != (None, None):
        return None
    named = part.month is not None if isinstance(part, Calendar) else part.kind == "season"
    yearly = isinstance(outer, Shifted) and outer.anchor is None and outer.amounts[0][1] == "year"
    return Inside(part, outer) if named and yearly else None


def first_or_last_units(which: int, outer: Expression) -> Part | None:
    """Return the beginning or the end of a period: "the first weeks of the year"."""
    return Part("early" if which == 1 else "late", outer) if which in {1, -1} else None


def counted(which: int, unit: Unit, events: Sequence[object]) -> Counted | None:
    """Return "the third week", "the second day": counted from the start of an event.

    Args:
        which: Number of the unit.
        unit: Unit.
        events: The article or preposition before the event, if it is named.
    """
    if unit not in {"day", "week"} or which < 1:
        return None
    return Counted(which, unit, of_event=bool(events))
