"""Find the anchor of a relative expression: "the next day", "45 days after its signature"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates import calendar
from index.dates.expressions import (
    Anaphor,
    Bound,
    Counted,
    FollowingWeekday,
    FromEvent,
    Inside,
    Narrative,
    Nth,
    Part,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from index.datatypes import Period
    from index.dates.context import Occurrence
    from index.dates.expressions import Expression
    from index.dates.grammar import Grammar
    from index.dates.timeline import Mention

ONE_PHRASE = 60
"""Maximum number of characters between an event and its date."""

_MAX_DISTANCE = 600
"""Maximum number of characters between an expression and its antecedent."""


def find_event(
    text: str, occurrence: Occurrence, earlier: Sequence[Mention], grammar: Grammar
) -> Mention | None:
    """Return an earlier mention of the day of the event that an offset counts from.

    The event is recognized by words of the same stem close to the day, in its sentence.
    """
    words = grammar.events(text[occurrence.token.end : occurrence.sentence[1]])
    if words is None:
        return None
    for mention in reversed(earlier):
        if mention.period.precision != "day" or mention.reported or not mention.unambiguous:
            continue
        start, end = grammar.sentences.around(text, mention.start, mention.end)
        first, last = max(start, mention.start - ONE_PHRASE), min(end, mention.end + ONE_PHRASE)
        if words.search(text, first, last):
            return mention
    return None


_LONGEST_EVENT = 3_000
"""Maximum number of characters between the first day of an event and a unit counted from it."""


def find_start(
    text: str, occurrence: Occurrence, earlier: Sequence[Mention], grammar: Grammar
) -> Mention | None:
    """Return the mention of the first day of the event in which a unit is counted.

    It is the last day before whose clause says that something begins. If the unit is that of a
    named event ("the second day of the trial"), that event must be mentioned there.
    """
    expression = occurrence.token.value
    after = text[occurrence.token.end : occurrence.sentence[1]]
    of_event = isinstance(expression, Counted) and expression.of_event
    event = None
    if of_event:
        without_preposition = after.lstrip().partition(" ")[2]
        event = grammar.events(without_preposition) or grammar.events(after)
        if event is None:
            return None
    for mention in reversed(earlier):
        if mention.end < occurrence.token.start - _LONGEST_EVENT:
            return None
        if mention.period.precision != "day" or not mention.unambiguous:
            continue
        start, end = grammar.sentences.around(text, mention.start, mention.end)
        first, last = max(start, mention.start - ONE_PHRASE), min(end, mention.end + ONE_PHRASE)
        if grammar.starting.search(text, first, last):
            named = event is None or event.search(text, start, end)
            return mention if named else None
    return None


def restates(text: str, occurrence: Occurrence, anchor: Mention) -> bool:
    """Return whether an offset describes a day again: "on Friday he left, a day after the vote".

    After a comma, the offset relates the day of its sentence to an event, rather than being counted
    from that day.
    """
    if not isinstance(occurrence.token.value, FromEvent):
        return False
    between = text[anchor.end : occurrence.token.start]
    return anchor.start >= occurrence.sentence[0] and between.rstrip().endswith(",")


def find_antecedent(
    text: str, occurrence: Occurrence, earlier: Sequence[Mention], today: date | None = None
) -> Mention | None:
    """Return the mention that an expression counts from: the last suitable one before it.

    The antecedent of "the next day" may be in this sentence or in an earlier one. "45 days after
    its signature" counts from an event whose day must be in the same sentence.

    Args:
        text: The text.
        occurrence: The expression.
        earlier: The mentions before it.
        today: The day of writing; what happened "a day before" does not count from a plan that
            would place it later.
    """
    expression = occurrence.token.value
    if isinstance(expression, Anaphor | FollowingWeekday):
        near = [one for one in earlier if one.end > occurrence.token.start - _MAX_DISTANCE]
        suitable = [one for one in near if one.unambiguous and expression.after(one.period)]
        if isinstance(expression, FollowingWeekday) and today is not None:
            suitable = [
                one
                for one in suitable
                if not _is_later(expression, one.period, today, occurrence.direction)
            ]
        events = [one for one in suitable if not one.reported] or suitable
        return events[-1] if events else None
    if not isinstance(expression, FromEvent | Narrative):
        return None
    whole = isinstance(expression, Narrative) and expression.whole
    earliest = occurrence.token.start - _MAX_DISTANCE
    if isinstance(expression, FromEvent):
        earliest = max(earliest, occurrence.sentence[0])
    for mention in reversed(earlier):
        if mention.end <= earliest:
            break
        beside = text[mention.end : occurrence.token.start].strip() == ","
        if beside and restates(text, occurrence, mention):
            return mention  # in January, a week after the vote
        if today is not None and _is_later(expression, mention.period, today, occurrence.direction):
            continue
        precision = mention.period.precision
        precise = precision == "day" or (whole and precision != "open")
        if mention.unambiguous and (precise or _is_in_units_of(expression, mention.period)):
            return mention
    return None


def _is_later(
    expression: FollowingWeekday | FromEvent | Narrative,
    anchor: Period,
    today: date,
    direction: float,
) -> bool:
    """Return whether a past time, counted from an anchor, would be in the future."""
    if direction >= 0 or isinstance(expression, FromEvent):
        return False
    counted = expression.after(anchor)
    return counted is not None and counted.start > today


def _is_in_units_of(expression: FromEvent | Narrative, anchor: Period) -> bool:
    """Return whether no unit of an offset is shorter than its anchor: two years after May 1972."""
    if isinstance(expression, FromEvent) or anchor.precision == "open":
        return False
    length = (anchor.end - anchor.start).days
    around = [calendar.unit_at(anchor.start, unit) for _, unit in expression.amounts]
    return all((one.end - one.start).days >= length for one in around)


def lacks_antecedent(occurrence: Occurrence, earlier: Sequence[Mention]) -> bool:
    """Return whether a time of the day is that of a day which is named too far before it.

    "In the evening" is that of the day of writing only if no other day has been named.
    """
    expression = occurrence.token.value
    if not isinstance(expression, Anaphor) or expression.otherwise is None:
        return False
    return any(one.period.precision == "day" and one.unambiguous for one in earlier)


def with_antecedent(text: str, occurrence: Occurrence, earlier: Sequence[Mention]) -> Occurrence:
    """Return an occurrence in which an anaphor inside of its expression is resolved.

    This is the case in "by the end of that year" and "until the following week".
    """
    token = occurrence.token

    def resolved(expression: Expression) -> Expression:
        match expression:
            case Bound():
                return replace(expression, inner=resolved(expression.inner))
            case Part() | Nth() | Inside():
                return replace(expression, outer=resolved(expression.outer))
            case Anaphor() | Narrative() if expression is not token.value:
                inside = replace(occurrence, token=replace(token, value=expression))
                anchor = find_antecedent(text, inside, earlier)
                period = None if anchor is None else expression.after(anchor.period)
                return expression if period is None else Whole(period)
            case _:
                return expression

    return replace(occurrence, token=replace(token, value=resolved(token.value)))
