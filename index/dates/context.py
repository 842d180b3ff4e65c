"""An expression of time in its sentence: which way it lies, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.dates.clauses import PRESENT
from index.dates.expressions import (
    Bound,
    Calendar,
    FromEvent,
    LastOf,
    Narrative,
    Relative,
    Rest,
    SameDay,
    Shifted,
    Span,
    UnitOf,
    Window,
)
from index.dates.polarity import ReadsChanges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.expressions import Expression
    from index.dates.grammar import Grammar
    from index.dates.polarity import Polarity
    from index.dates.tokens import Token

_CLOSE = 12
"""Characters between two dates that may share a year."""

_BESIDE = 160
"""Characters of the sentences before and after one that are read with it."""


def with_years(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
    """Give "May and June 2020" one year: the one that only the last of a list has."""
    result: list[Token] = []
    for token, following in zip_longest(tokens, tokens[1:]):
        one, other = token.value, following and following.value
        if (
            following is not None
            and isinstance(one, Calendar)
            and isinstance(other, Calendar)
            and one.year is None
            and one.month is not None
            and one.turn is None
            and other.year is not None
            and other.month is not None
            and following.start - token.end < _CLOSE
            and grammar.joined.fullmatch(text, token.end, following.start)
        ):
            later = one.month > other.month
            result.append(replace(token, value=replace(one, year=other.year - later)))
        else:
            result.append(token)
    return result


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An expression in its sentence.

    Attributes:
        token: The expression.
        direction: Where the sentence looks.
        sentence: Where the sentence begins and ends.
        reported: Whether it is only when something was said.
        polarity: Whether what is said of it holds.
        taken_back: If it goes with a verb that takes something back, what it would be if that
            verb told of it: "was cancelled on Friday".
    """

    token: Token
    direction: int
    sentence: tuple[int, int]
    reported: bool
    polarity: Polarity
    taken_back: Polarity | None = None


def find_occurrence(text: str, token: Token, grammar: Grammar) -> Occurrence | None:
    """Return an expression in its sentence; None if it says how long or how often, not when."""
    start, end = grammar.sentences.around(text, token.start, token.end)
    before, after = text[start : token.start], text[token.end : end]
    if _is_ahead(token.value) and grammar.lasting.search(before):
        return None
    first_word = text[token.start : token.end].split(maxsplit=1)[0]
    if isinstance(token.value, Span) and grammar.moved.search(before + first_word):
        token = replace(token, value=LastOf(token.value))
    said = grammar.reported.search(before) is not None
    reported = (said and not grammar.owned.match(after)) or grammar.said_around(before, after)
    moved = isinstance(token.value, LastOf)
    direction = -1 if reported else int(moved)  # the new day was ahead, whatever the tense
    if isinstance(token.value, FromEvent):
        direction = _sign(token.value, grammar.direction(before, after))
    elif not reported and not moved and token.value.relative and not _says_where(token.value):
        # The preposition of an open end is part of it, and tells what a verb before it means.
        up_to = before + first_word if isinstance(token.value, Bound) else before
        looks = grammar.direction(up_to, after)
        if abs(looks) < 1 and grammar.habitual.fullmatch(text, token.start, token.end):
            return None
        direction = _sign(token.value, looks)
    polarity: Polarity = "affirmed"
    taken_back = None
    if not reported and not isinstance(token.value, Bound):  # "not until Friday" is on Friday
        polarity = grammar.polarity(before, after)
        if polarity == "affirmed" and not moved and isinstance(grammar.polarity, ReadsChanges):
            beside = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
            polarity = grammar.polarity.of_former_plan(before, *beside)
            if polarity == "affirmed":
                taken_back = grammar.polarity.taken_back(before, after, first_word)
    return Occurrence(token, direction, (start, end), reported, polarity, taken_back)


def _is_ahead(expression: Expression) -> bool:
    """Return whether an expression is an offset from the moment of speaking: "in two years"."""
    return isinstance(expression, Shifted) and expression.anchor is None and expression.sign > 0


def _sign(expression: Expression, direction: float) -> int:
    """Return where an expression looks: the present tense places parts of a week only."""
    least = PRESENT if names_weekday(expression) or _is_weekend(expression) else 1.0
    return (direction >= least) - (direction <= -least)


def names_weekday(expression: Expression) -> bool:
    """Return whether an expression names a day of the week."""
    if isinstance(expression, Bound | SameDay):
        return names_weekday(expression.inner)
    return isinstance(expression, Calendar) and expression.weekday is not None


def _says_where(expression: Expression) -> bool:
    """Whether an expression says itself where it looks, as "last week" and "tomorrow" do."""
    if isinstance(expression, Relative):
        return expression.unit != "weekend" or expression.turn != 0
    if isinstance(expression, Window):
        return expression.anchor is None
    return isinstance(expression, Rest | Narrative)


def _is_weekend(expression: Expression) -> bool:
    if isinstance(expression, Bound):
        return _is_weekend(expression.inner)
    return isinstance(expression, Relative | UnitOf) and expression.unit == "weekend"
