"""Expressions of time, read in the light of their sentence, their article and its date.

When an article was published is itself known only so far. An expression is resolved from every day
that it may have been, and what results is the span of all readings: never more precise than the
evidence. But an article that says "this Monday, 24 August" or "20 September, that is Sunday" tells
when it was written, so days on which these would be untrue are left out first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.anchors import ONE_PHRASE, find_antecedent, find_event, restates
from index.dates.context import find_occurrence, names_weekday, with_years
from index.dates.expressions import (
    Anaphor,
    Bound,
    Calendar,
    Expression,
    Fiscal,
    FromEvent,
    LastOf,
    Narrative,
    Rest,
    SameDay,
    Shifted,
    Span,
)
from index.dates.grammar import parse
from index.dates.languages import grammar_of
from index.dates.plain import plain
from index.dates.timeline import Boundary, Derivation, Mention, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.datatypes import Article
    from index.dates.context import Occurrence
    from index.dates.expressions import Side
    from index.dates.plain import PlainText

__all__ = [
    "Boundary", "Derivation", "Mention", "Timeline", "annotate", "read_times", "resolve",
]  # fmt: skip

_LONGEST = 400
"""Days: what is relative to a longer publication period says nothing."""

_COMPARED = 24
"""Characters behind an expression that may make it a span: "than first announced"."""


def read_times(article: Article) -> Timeline:
    """Find what an article says of time, its header left out."""
    body = article.text[article.body_start :]
    days, mentions = _annotate(body, article.language, article.published)
    moved = (
        replace(one, start=one.start + article.body_start, end=one.end + article.body_start)
        for one in mentions
    )
    written = Period(days[0], days[-1] + timedelta(days=1)) if days else article.published
    return Timeline(written, tuple(moved))


def annotate(text: str, language: str, reference: Period) -> list[Mention]:
    """Find what a text says of time, and the days that it means.

    Args:
        text: Any text.
        language: Its language, ISO 639-1; in one without a grammar nothing is found.
        reference: When it was written, as far as is known.

    Returns:
        What could be resolved, in order, never overlapping.
    """
    return _annotate(text, language, reference)[1]


def _annotate(text: str, language: str, reference: Period) -> tuple[list[date], list[Mention]]:
    grammar = grammar_of(language)
    if grammar is None:
        return _days(reference), []
    written = plain(text)
    text = written.text
    tokens = with_years(text, parse(text, grammar), grammar)
    occurrences = [
        occurrence
        for token in tokens
        if not isinstance(token.value, FromEvent | Narrative)
        or not grammar.compared.search(text, token.start, token.end + _COMPARED)
        if (occurrence := find_occurrence(text, token, grammar)) is not None
    ]
    days = _possible_days(occurrences, reference)
    mentions: list[Mention] = []
    for occurrence, following in zip_longest(occurrences, occurrences[1:]):
        told = _day_of_event(text, occurrence, following, days)
        anchor = told or find_antecedent(text, occurrence, mentions)
        if anchor is None and isinstance(occurrence.token.value, FromEvent):
            anchor = find_event(text, occurrence, mentions, grammar)
        mention: Mention | None
        if anchor is not None and restates(text, occurrence, anchor):
            mention = replace(anchor, start=occurrence.token.start, end=occurrence.token.end)
        else:
            mention = _resolve(occurrence, days, anchor)
        if mention is not None and (told or not _contradicts(mention, occurrence, days)):
            mentions.append(_with_polarity(mention, occurrence, days))
    return days, [_in_original(mention, written) for mention in mentions]


def _contradicts(mention: Mention, occurrence: Occurrence, days: Sequence[date]) -> bool:
    """Return whether an offset leads ahead of the article where its clause looks back.

    "A hundred years after their prediction, the waves were found": it was counted from a day of
    the same sentence on which no prediction was made.
    """
    offset = isinstance(occurrence.token.value, FromEvent)
    return offset and occurrence.direction < 0 and bool(days) and mention.period.start > days[-1]


def _with_polarity(mention: Mention, occurrence: Occurrence, days: Sequence[date]) -> Mention:
    """Tell a time that was called off from the time when that was done.

    "Was cancelled on Friday" is when it was done, unless that day was still to come.
    """
    if occurrence.taken_back is None:
        return replace(mention, polarity=occurrence.polarity)
    if days and mention.period.start > days[-1]:
        return replace(mention, polarity=occurrence.taken_back)
    return replace(mention, polarity=occurrence.polarity, reported=True)


def _in_original(mention: Mention, written: PlainText) -> Mention:
    start, end = written.original(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _days(reference: Period) -> list[date]:
    length = (reference.end - reference.start).days
    if length > _LONGEST:
        return []
    return [reference.start + timedelta(days=number) for number in range(length)]


def _possible_days(occurrences: Iterable[Occurrence], reference: Period) -> list[date]:
    """The days of a publication period on which its text could have been written."""
    days = _days(reference)
    if len(days) < 2:
        return days
    for occurrence in occurrences:
        for fixed, seen, direction in _evidence(occurrence.token.value, occurrence.direction):
            fitting = [day for day in days if _agree(fixed, seen, day, direction)]
            days = fitting or days
    return days


def _evidence(
    expression: Expression, direction: int
) -> Iterator[tuple[Expression, Expression, int]]:
    """A date, words for the same day that depend on the day of writing, and where they look."""
    if isinstance(expression, SameDay):
        yield expression.inner, expression.same, direction
    elif isinstance(expression, Bound):
        yield from _evidence(expression.inner, expression.towards(direction))
    elif (
        isinstance(expression, Calendar)
        and expression.turn == 0
        and expression.weekday is not None
        and expression.day is not None
    ):
        yield replace(expression, turn=None), Calendar(weekday=expression.weekday), direction


def _agree(fixed: Expression, seen: Expression, day: date, direction: int) -> bool:
    target = fixed.resolve(day)
    ways = (direction,) if direction else (-1, 1)
    return target is not None and any(seen.resolve(day, way) == target for way in ways)


def _resolve(
    occurrence: Occurrence, days: Sequence[date], anchor: Mention | None = None
) -> Mention | None:
    expression, direction = occurrence.token.value, occurrence.direction
    start, end = occurrence.token.start, occurrence.token.end
    if anchor is not None and isinstance(expression, Anaphor):
        same = expression.after(anchor.period)
        return None if same is None else Mention(start, end, same)
    if anchor is not None and isinstance(expression, FromEvent | Narrative):
        counted = expression.after(anchor.period)
        if counted is not None and not expression.amounts:
            side: Side = "after" if expression.sign > 0 else "before"
            return Mention(start, end, counted, bound=Boundary(side, anchor.period))
        if counted is not None:
            derivation = Derivation(expression.amounts, expression.sign, anchor.period)
            return Mention(start, end, counted, derivation=derivation)
    readings = _readings(expression, days, direction)
    if not readings:
        return None
    return Mention(
        start,
        end,
        Period(min(one.start for one in readings), max(one.end for one in readings)),
        ends=_ends(expression, days, direction),
        bound=_boundary(expression, days, direction),
        derivation=_derivation(expression, days, direction),
        weekday=names_weekday(expression),
        reported=occurrence.reported,
        unambiguous=len(readings) == 1,
        fiscal=isinstance(expression, Fiscal),
        fiscal_part=expression.part if isinstance(expression, Fiscal) else None,
        former=_former(expression, days, direction),
    )


def _former(expression: Expression, days: Sequence[date], direction: int) -> Period | None:
    if not isinstance(expression, LastOf) or (len(days) != 1 and expression.relative):
        return None
    return expression.former(days[0] if days else _ANY_DAY, direction)


def _ends(
    expression: Expression, days: Sequence[date], direction: int
) -> tuple[Period, Period] | None:
    if not isinstance(expression, Span | Rest) or (len(days) != 1 and expression.relative):
        return None
    return expression.ends(days[0] if days else _ANY_DAY, direction)


def _boundary(expression: Expression, days: Sequence[date], direction: int) -> Boundary | None:
    if not isinstance(expression, Bound):
        return None
    inner = resolve(expression.inner, days, expression.towards(direction))
    return None if inner is None else Boundary(expression.side, inner)


def _derivation(expression: Expression, days: Sequence[date], direction: int) -> Derivation | None:
    if not isinstance(expression, Shifted) or expression.anchor is None:
        return None
    anchor = resolve(expression.anchor, days, direction)
    return None if anchor is None else Derivation(expression.amounts, expression.sign, anchor)


def resolve(expression: Expression, days: Sequence[date], direction: int = 0) -> Period | None:
    """The days that an expression means, whichever of some days it was said on.

    Args:
        expression: What was said.
        days: When it may have been said, in order.
        direction: Where the sentence looks: -1, 0 or 1.

    Returns:
        The span of all readings; None if there is none, or one of the days gives none.
    """
    readings = _readings(expression, days, direction)
    if not readings:
        return None
    return Period(min(one.start for one in readings), max(one.end for one in readings))


def _readings(expression: Expression, days: Sequence[date], direction: int) -> set[Period]:
    """What the expression means on each of the days; empty if one of them gives nothing.

    Later days never give earlier readings, so that of many days some and the ends are enough.
    """
    if not expression.relative:
        days = [days[0] if days else _ANY_DAY]
    step = max(1, len(days) // _ENOUGH)
    some = {*days[::step], *days[-1:]}
    found = {expression.resolve(day, direction) for day in some}
    return {one for one in found if one is not None} if None not in found else set()


_ENOUGH = 31  # a month is read from each of its days


_ANY_DAY = date(2000, 1, 1)


def _day_of_event(
    text: str, occurrence: Occurrence, following: Occurrence | None, days: Sequence[date]
) -> Mention | None:
    """The day of an event that is told right after it: 45 days after the vote on 6 December."""
    if following is None or not isinstance(occurrence.token.value, FromEvent):
        return None
    between = text[occurrence.token.end : following.token.start]
    if len(between) > ONE_PHRASE or any(mark in between for mark in ",;:.()\n"):
        return None
    day = _resolve(following, days)
    return day if day is not None and day.period.precision == "day" else None
