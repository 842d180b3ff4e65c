"""Determine the direction and polarity of a time expression from its sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.dates.expressions import (
    Bound,
    Calendar,
    FollowingWeekday,
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
from index.dates.listed import CLOSE
from index.dates.polarity import ReadsChanges
from index.dates.tags import PRESENT, PROBABLE, SURE, VAGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.expressions import Expression
    from index.dates.grammar import Grammar
    from index.dates.polarity import Polarity
    from index.dates.tokens import Token

_BESIDE = 160
"""Number of characters of the neighboring sentences that are read."""


def with_years(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
    """Return tokens in which each date of a list has the year of the last: "May and June 2020"."""
    result: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        dated = None
        if (
            following is not None
            and following.start - token.end < CLOSE
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
        direction: From -1 for the past to 1 for the future, 0 if unknown; see ``index.dates.tags``.
        sentence: Start and end of the sentence.
        reported: Whether the time is only that of a reporting verb.
        polarity: Polarity of the time.
        governing_change: Polarity of the verb's object, if a verb of cancelling or postponing
            governs the time: "was cancelled on Friday". It becomes the polarity of the time if that
            turns out to be in the future.
    """

    token: Token
    direction: float
    sentence: tuple[int, int]
    reported: bool
    polarity: Polarity
    governing_change: Polarity | None = None


def find_occurrence(text: str, token: Token, grammar: Grammar) -> Occurrence | None:
    """Return an expression with its context; None if it is a duration or a frequency."""
    start, end = grammar.sentences.around(text, token.start, token.end)
    before, after = text[start : token.start], text[token.end : end]
    if _is_duration(token.value, before, after, grammar):
        return None
    first_word = text[token.start : token.end].split(maxsplit=1)[0]
    if isinstance(token.value, Span) and grammar.moved.search(before + first_word):
        token = replace(token, value=LastOf(token.value))
    moved = isinstance(token.value, LastOf)
    said = grammar.reported.search(before) is not None
    reported = not moved and (
        (said and not grammar.owned.match(after)) or grammar.in_reporting_clause(before, after)
    )
    # A new date was in the future when it was set.
    direction = -SURE if reported else PROBABLE * moved
    if isinstance(token.value, FromEvent):
        direction = _applicable(token.value, grammar.direction(before, after))
    elif (
        not reported and not moved and token.value.relative and not _has_own_direction(token.value)
    ):
        # The preposition of an open period is part of its token, but affects the verb before it.
        opened = isinstance(token.value, Bound) or grammar.opening.fullmatch(first_word)
        up_to = before + first_word if opened else before
        certainty = grammar.direction(up_to, after)
        if abs(certainty) < PROBABLE and grammar.habitual.fullmatch(text, token.start, token.end):
            return None
        direction = _applicable(token.value, certainty)
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


def _is_ahead(expression: Expression) -> bool:
    """Return whether an expression is an offset from the moment of speaking: "in two years"."""
    return isinstance(expression, Shifted) and expression.anchor is None and expression.sign > 0


def _is_duration(expression: Expression, before: str, after: str, grammar: Grammar) -> bool:
    """Return whether an expression is a duration: "the worst in ten years", "rose within days"."""
    if _is_ahead(expression) and grammar.lasting.search(before):
        return True
    if isinstance(expression, Ranked):
        return not grammar.ranked.search(before)
    return _is_within(expression) and grammar.direction(before, after) <= -SURE


def _is_within(expression: Expression) -> bool:
    """Return whether an expression is a period that starts now: "within three days"."""
    return isinstance(expression, Window) and expression.within and expression.anchor is None


def _applicable(expression: Expression, direction: float) -> float:
    """Return the direction of an expression, given that of its clause.

    The present tense counts only for days: what happens in a month may happen every year.
    """
    least = PROBABLE
    one = expression.first if isinstance(expression, Span) else expression
    if names_weekday(one) or _is_weekend(one):
        least = VAGUE
    elif _is_dated(expression):
        least = PRESENT
    return direction if abs(direction) >= least else 0.0


def names_weekday(expression: Expression) -> bool:
    """Return whether an expression contains the name of a weekday."""
    if isinstance(expression, Bound | SameDay):
        return names_weekday(expression.inner)
    if isinstance(expression, FollowingWeekday | WeekdayBeside | ListedWeekday):
        return True
    return isinstance(expression, Calendar) and expression.weekday is not None


def _is_dated(expression: Expression) -> bool:
    if isinstance(expression, Bound | SameDay):
        return _is_dated(expression.inner)
    if isinstance(expression, Span):
        return _is_dated(expression.first)
    return isinstance(expression, Calendar) and None not in (expression.day, expression.month)


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
