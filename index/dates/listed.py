"""Relate the weekdays of a list to one another: "on Tuesday and Wednesday"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates.expressions import Calendar, ListedWeekday, Relative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.context import Occurrence
    from index.dates.grammar import Grammar

CLOSE = 12
"""Maximum number of characters between two dates of a list."""


def with_listed_weekdays(
    text: str, occurrences: Sequence[Occurrence], grammar: Grammar
) -> list[Occurrence]:
    """Return occurrences in which each weekday of a list knows its neighbor.

    Beside "yesterday" or "tomorrow" a weekday is on the same side: "on Friday and yesterday". A
    weekday whose clause has no direction has that of its neighbor: "play on Friday, Saturday and
    Sunday, at 8 p.m. each".
    """
    found = list(occurrences)
    pairs = range(1, len(found))
    _share_direction(text, found, grammar)
    for number in pairs:
        one, other = found[number - 1 : number + 1]
        if _are_listed(text, one, other, grammar, 1):
            found[number] = _as_listed_weekday(other, one)
    for number in reversed(pairs):
        one, other = found[number - 1 : number + 1]
        if _are_listed(text, one, other, grammar, -1):
            found[number - 1] = _as_listed_weekday(one, other)
    return found


def _share_direction(text: str, found: list[Occurrence], grammar: Grammar) -> None:
    """Give each weekday of a list the direction of its neighbor, if it has none of its own."""
    pairs = range(1, len(found))
    for number in pairs:
        one, other = found[number - 1 : number + 1]
        if _side(other) and _is_bare_weekday(one) and _are_joined(text, one, other, grammar):
            found[number - 1] = replace(one, direction=_side(other))
        if _side(one) and _is_bare_weekday(other) and _are_joined(text, one, other, grammar):
            found[number] = replace(other, direction=_side(one))
        elif not other.direction and _are_weekdays_of_list(text, one, other, grammar):
            found[number] = replace(other, direction=one.direction)
    for number in reversed(pairs):
        one, other = found[number - 1 : number + 1]
        if not one.direction and _are_weekdays_of_list(text, one, other, grammar):
            found[number - 1] = replace(one, direction=other.direction)


def _are_listed(
    text: str, one: Occurrence, other: Occurrence, grammar: Grammar, direction: float
) -> bool:
    """Return whether two occurrences are adjacent weekdays of a list, both in a direction."""
    return one.direction * direction > 0 < other.direction * direction and _are_weekdays_of_list(
        text, one, other, grammar
    )


def _are_weekdays_of_list(text: str, one: Occurrence, other: Occurrence, grammar: Grammar) -> bool:
    return (
        _is_bare_weekday(one) and _is_bare_weekday(other) and _are_joined(text, one, other, grammar)
    )


def _are_joined(text: str, one: Occurrence, other: Occurrence, grammar: Grammar) -> bool:
    """Return whether only a comma or conjunction is between two occurrences."""
    between = text[one.token.end : other.token.start]
    return (
        one.sentence == other.sentence
        and len(between) < CLOSE
        and grammar.joined.fullmatch(between) is not None
        and between.strip(" .") != ""
    )


def _side(occurrence: Occurrence) -> int:
    """Return -1 for yesterday, 1 for tomorrow, 0 for other expressions."""
    value = occurrence.token.value
    if not isinstance(value, Relative) or value.unit != "day":
        return 0
    return (value.turn > 0) - (value.turn < 0)


def _is_bare_weekday(occurrence: Occurrence) -> bool:
    value = occurrence.token.value
    if isinstance(value, ListedWeekday):
        return True
    return isinstance(value, Calendar) and value == Calendar(weekday=value.weekday)


def _as_listed_weekday(occurrence: Occurrence, neighbor: Occurrence) -> Occurrence:
    own, other = occurrence.token.value, neighbor.token.value
    if not isinstance(own, Calendar) or own.weekday is None or own.weekday == other.weekday:
        return occurrence
    value = ListedWeekday(own.weekday, other, 1 if occurrence.direction > 0 else -1)
    return replace(occurrence, token=replace(occurrence.token, value=value))
