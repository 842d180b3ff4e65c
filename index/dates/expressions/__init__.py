"""Represent the meaning of time expressions, independent of the reference day.

An expression resolves to a ``Period`` for a reference day and a direction: -1 for the past, 1 for
the future, 0 if unknown. An expression that cannot be resolved gives None.
"""

from index.dates.expressions.base import Amount, Expression, Side, choose
from index.dates.expressions.dates import (
    Calendar,
    Fiscal,
    ListedWeekday,
    Ranked,
    Relative,
    Running,
    TurnOfYear,
    WeekdayBeside,
    Whole,
    Yearly,
)
from index.dates.expressions.offsets import (
    Anaphor,
    Counted,
    FollowingWeekday,
    FromEvent,
    Narrative,
    Shifted,
    Window,
)
from index.dates.expressions.parts import FirstMonths, Inside, Nth, Part, Rest, UnitOf
from index.dates.expressions.ranges import Bound, LastOf, SameDay, Span, with_year_of

__all__ = [
    "Amount",
    "Anaphor",
    "Bound",
    "Calendar",
    "Counted",
    "Expression",
    "FirstMonths",
    "Fiscal",
    "FollowingWeekday",
    "FromEvent",
    "Inside",
    "LastOf",
    "ListedWeekday",
    "Narrative",
    "Nth",
    "Part",
    "Ranked",
    "Relative",
    "Rest",
    "Running",
    "SameDay",
    "Shifted",
    "Side",
    "Span",
    "TurnOfYear",
    "UnitOf",
    "WeekdayBeside",
    "Whole",
    "Window",
    "Yearly",
    "choose",
    "with_year_of",
]
