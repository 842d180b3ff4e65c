"""Define the results of reading times: mentions, and the timeline of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.datatypes import Period
    from index.dates.calendar import Unit
    from index.dates.expressions import Amount, Side
    from index.dates.polarity import Polarity


@dataclass(frozen=True, slots=True)
class Derivation:
    """The computation of a period as an offset from another one.

    Attributes:
        amounts: Duration, as numbers and calendar units.
        sign: 1 for after, -1 for before.
        anchor: Period that the offset counts from.
    """

    amounts: tuple[Amount, ...]
    sign: int
    anchor: Period


@dataclass(frozen=True, slots=True)
class Boundary:
    """The bounded side of an open period, as precise as the text gives it.

    Attributes:
        side: Preposition; ``after`` and ``before`` exclude the period, all others include it.
        period: Period named in the text.
    """

    side: Side
    period: Period


@dataclass(frozen=True, slots=True)
class Mention:
    """A resolved time expression in a text.

    Attributes:
        start: Offset of the first character in the text.
        end: Offset after the last character.
        period: Period that the expression denotes, as precise as the text gives it.
        ends: Both ends of a range, each with its own precision; None if it is not a range.
        bound: Bounded side of an open period; None if the period is not open.
        derivation: Computation of the period; None if it was not computed from another one.
        weekday: Whether the expression contains the name of a weekday.
        reported: Whether it is only the time of a statement or decision: "said on Thursday", "was
            cancelled on Thursday".
        unambiguous: Whether all possible days of writing give the same period.
        fiscal: Whether it is a fiscal year or a part of one, whose months are unknown.
        fiscal_part: Unit (quarter or half-year) and number of the part of a fiscal year; None for
            the whole year.
        former: Old date of an event that was moved: Friday in "moved from Friday to Monday", where
            ``period`` is Monday.
        polarity: ``denied`` in "not on Friday", ``cancelled`` for the day of a cancelled event,
            ``postponed`` for the old day of a postponed one, otherwise ``affirmed``.
    """

    start: int
    end: int
    period: Period
    ends: tuple[Period, Period] | None = None
    bound: Boundary | None = None
    derivation: Derivation | None = None
    weekday: bool = False
    reported: bool = False
    unambiguous: bool = True
    fiscal: bool = False
    fiscal_part: tuple[Unit, int] | None = None
    former: Period | None = None
    polarity: Polarity = "affirmed"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The times of an article.

    Attributes:
        written: Period in which the article was written: its publication period, restricted to days
            that are consistent with its text.
        mentions: Mentions in order, with offsets in the article's text.
    """

    written: Period
    mentions: tuple[Mention, ...]
