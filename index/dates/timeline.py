"""What a text says of time: the mentions that it makes, and when it was written."""

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
    """What a period was computed from: so long before or after another one.

    Attributes:
        amounts: How long: numbers and calendar units.
        sign: 1 after, -1 before.
        anchor: The other period.
    """

    amounts: tuple[Amount, ...]
    sign: int
    anchor: Period


@dataclass(frozen=True, slots=True)
class Boundary:
    """The known end of an open period, as precise as it is given.

    Attributes:
        side: ``since`` and ``until`` include it, ``after`` and ``before`` do not.
        period: What follows or precedes.
    """

    side: Side
    period: Period


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that says when.

    Attributes:
        start: Its first character in the text.
        end: One past its last character.
        period: The days it means, as far as the text tells.
        ends: The two ends of a range, each as precise as it is given.
        bound: Of an open period, its known end.
        derivation: What it was computed from, where it was.
        weekday: Whether it names the day of the week.
        reported: Whether it is only when something was said or decided: "said on Thursday",
            "was cancelled on Thursday".
        unambiguous: Whether it means the same on every day on which it may have been written.
        fiscal: Whether it is a fiscal year, or a part of one, whose months nothing tells.
        fiscal_part: Which part, if one is named: the unit, quarter or half-year, and its number.
        former: Of "from Friday to Monday", where something was moved, the Friday; the period is the
            Monday.
        polarity: Whether what is said of it holds: "not on Friday" is denied, a day of what was
            called off is cancelled, the day from which it was put off is postponed.
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
    """What an article says of time.

    Attributes:
        written: The days on which it may have been written: its publication period, without
            those on which what it says would be untrue.
        mentions: What it mentions, in order; offsets count in the article's text.
    """

    written: Period
    mentions: tuple[Mention, ...]
