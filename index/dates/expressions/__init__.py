"""What an expression of time means, before it is known from which day it is said.

Each kind of expression resolves to a ``Period`` for one day of reference and a direction: -1 if it
looks back, 1 if it looks ahead, 0 if nothing says so. One that cannot be resolved gives None.
"""

from index.dates.expressions.base import Amount, Expression, Side, choose
from index.dates.expressions.dates import Calendar, Fiscal, Relative, Whole, Yearly
from index.dates.expressions.offsets import Anaphor, FromEvent, Narrative, Shifted, Window
from index.dates.expressions.parts import Inside, Nth, Part, Rest, UnitOf
from index.dates.expressions.ranges import Bound, LastOf, SameDay, Span

__all__ = [
    "Amount",
    "Anaphor",
    "Bound",
    "Calendar",
    "Expression",
    "Fiscal",
    "FromEvent",
    "Inside",
    "LastOf",
    "Narrative",
    "Nth",
    "Part",
    "Relative",
    "Rest",
    "SameDay",
    "Shifted",
    "Side",
    "Span",
    "UnitOf",
    "Whole",
    "Window",
    "Yearly",
    "choose",
]
