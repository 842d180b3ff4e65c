"""Determine the direction and polarity of a time expression from its sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.dates.expressions import (
    Bound,
    Calendar,
    FromEvent,
    LastOf,
    ListedWeekday,
    Ranked,
    Relative,
    Rest,
    SameDay,
    Shifted,
    Span,
    UnitOf,
    WeekdayBeside,
    Window,
    with_year_of,
)
from index.dates.polarity import ReadsChanges
from index.dates.tags import PRESENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.expressions import Expression
    from index.dates.grammar import Grammar
    from index.dates.polarity import Polarity
    from index.dates.tokens import Token

_CLOSE = 12
"""Maximum number of characters between two dates that share a year."""

_BESIDE = 160
"""Number of characters of the neighboring sentences that are read."""


def with_years(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
    """Return tokens in which each date of a list has the year of the last: "May and June 2020"."""
    result: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        dated = None
        if (
            following is not None
            and following.start - token.end < _CLOSE
            and grammar.joined.fullmatch(text, token.end, following.start)
        ):
            dated = with_year_of(token.value, following.value)
        result.append(token if dated is None else replace(token, value=dated))
    return result


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A time expression with the context from its sentence.

    Attributes:
        token: Token of the expression.
        direction: -1 for the past, 1 for the future, 0 if unknown.
        sentence: Start and end of the sentence.
        reported: Whether the time is only that of a reporting verb.
        polarity: Polarity of the time.
        governing_change: Polarity of the verb's object, if a verb of cancelling or postponing
            governs the time: "was cancelled on Friday". It becomes the polarity of the time if that
            turns out to be in the future.
    """

    token: Token
    direction: int
    sentence: tuple[int, int]
    reported: bool
    polarity: Polarity
    governing_change: Polarity | None = None


def find_occurrence(text: str, token: Token, grammar: Grammar) -> Occurrence | None:
    """Return an expression with its context; None if it is a duration or a frequency."""
    start, end = grammar.sentences.around(text, token.start, token.end)
    before, after = text[start : token.start], text[token.end : end]
    if _is_ahead(token.value) and grammar.lasting.search(before):
        return None
    if isinstance(token.value, Ranked) and not grammar.ranked.search(before):
        return None
    first_word = text[token.start : token.end].split(maxsplit=1)[0]
    if isinstance(token.value, Span) and grammar.moved.search(before + first_word):
        token = replace(token, value=LastOf(token.value))
    said = grammar.reported.search(before) is not None
    reported = (said and not grammar.owned.match(after)) or grammar.in_reporting_clause(
        before, after
    )
    moved = isinstance(token.value, LastOf)
    direction = -1 if reported else int(moved)  # a new date was in the future when it was set
    if isinstance(token.value, FromEvent):
        direction = _sign(token.value, grammar.direction(before, after))
    elif (
        not reported and not moved and token.value.relative and not _has_own_direction(token.value)
    ):
        # The preposition of an open period is part of its token, but affects the verb before it.
        opened = isinstance(token.value, Bound) or grammar.opening.fullmatch(first_word)
        up_to = before + first_word if opened else before
        certainty = grammar.direction(up_to, after)
        if abs(certainty) < 1 and grammar.habitual.fullmatch(text, token.start, token.end):
            return None
        direction = _sign(token.value, certainty)
    polarity: Polarity = "affirmed"
    governing_change = None
    if not reported and not isinstance(token.value, Bound):  # "not until Friday" is on Friday
        polarity = grammar.polarity(before, after)
        if polarity == "affirmed" and not moved and isinstance(grammar.polarity, ReadsChanges):
            beside = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
            polarity = grammar.polarity.of_former_plan(before, *beside)
            if polarity == "affirmed":
                governing_change = grammar.polarity.governing_change(before, after, first_word)
    return Occurrence(token, direction, (start, end), reported, polarity, governing_change)


def with_listed_weekdays(
    text: str, occurrences: Sequence[Occurrence], grammar: Grammar
) -> list[Occurrence]:
    """Return occurrences in which each weekday of a list knows its neighbor.

    Beside "yesterday" or "tomorrow" a weekday is on the same side: "on Friday and yesterday".
    """
    found = list(occurrences)
    pairs = range(1, len(found))
    for number in pairs:
        one, other = found[number - 1 : number + 1]
        if _side(other) and _is_bare_weekday(one) and _are_joined(text, one, other, grammar):
            found[number - 1] = replace(one, direction=_side(other))
        if _side(one) and _is_bare_weekday(other) and _are_joined(text, one, other, grammar):
            found[number] = replace(other, direction=_side(one))
    for number in pairs:
        one, other = found[number - 1 : number + 1]
        if _are_listed(text, one, other, grammar, 1):
            found[number] = _listed(other, one)
    for number in reversed(pairs):
        one, other = found[number - 1 : number + 1]
        if _are_listed(text, one, other, grammar, -1):
            found[number - 1] = _listed(one, other)
    return found


def _are_listed(
    text: str, one: Occurrence, other: Occurrence, grammar: Grammar, direction: int
) -> bool:
    """Return whether two occurrences are adjacent weekdays of a list, both in a direction."""
    return (
        one.direction == other.direction == direction
        and _is_bare_weekday(one)
        and _is_bare_weekday(other)
        and _are_joined(text, one, other, grammar)
    )


def _are_joined(text: str, one: Occurrence, other: Occurrence, grammar: Grammar) -> bool:
    """Return whether only a comma or conjunction is between two occurrences."""
    between = text[one.token.end : other.token.start]
    return (
        one.sentence == other.sentence
        and len(between) < _CLOSE
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


def _listed(occurrence: Occurrence, neighbor: Occurrence) -> Occurrence:
    own, other = occurrence.token.value, neighbor.token.value
    if not isinstance(own, Calendar) or own.weekday is None or own.weekday == other.weekday:
        return occurrence
    value = ListedWeekday(own.weekday, other, occurrence.direction)
    return replace(occurrence, token=replace(occurrence.token, value=value))


def _is_ahead(expression: Expression) -> bool:
    """Return whether an expression is an offset from the moment of speaking: "in two years"."""
    return isinstance(expression, Shifted) and expression.anchor is None and expression.sign > 0


def _sign(expression: Expression, direction: float) -> int:
    """Return a direction as -1, 0 or 1; the present tense counts only for days of the week."""
    least = PRESENT if names_weekday(expression) or _is_weekend(expression) else 1.0
    return (direction >= least) - (direction <= -least)


def names_weekday(expression: Expression) -> bool:
    """Return whether an expression contains the name of a weekday."""
    if isinstance(expression, Bound | SameDay):
        return names_weekday(expression.inner)
    if isinstance(expression, WeekdayBeside | ListedWeekday):
        return True
    return isinstance(expression, Calendar) and expression.weekday is not None


def _has_own_direction(expression: Expression) -> bool:
    """Return whether an expression has a direction of its own: "last week", "tomorrow"."""
    if isinstance(expression, Relative):
        return expression.unit != "weekend" or expression.turn != 0
    if isinstance(expression, Window):
        return expression.anchor is None
    return isinstance(expression, Rest)


def _is_weekend(expression: Expression) -> bool:
    if isinstance(expression, Bound):
        return _is_weekend(expression.inner)
    return isinstance(expression, Relative | UnitOf) and expression.unit == "weekend"
