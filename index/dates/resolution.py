"""Resolve time expressions to periods, given their sentence, their article and its date.

The publication date of an article may be a period of several days. An expression is then resolved
from each possible day, and the result is the smallest period that contains all readings, so that it
is never too precise. Expressions such as "this Monday, 24 August" or "20 September, that is Sunday"
restrict the possible days first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.anchors import (
    ONE_PHRASE,
    find_antecedent,
    find_event,
    find_start,
    lacks_antecedent,
    restates,
    with_antecedent,
)
from index.dates.context import (
    find_occurrence,
    names_weekday,
    with_years,
)
from index.dates.expressions import (
    Anaphor,
    Bound,
    Counted,
    Expression,
    Fiscal,
    FollowingWeekday,
    FromEvent,
    LastOf,
    Narrative,
    Rest,
    Shifted,
    Span,
)
from index.dates.grammar import parse
from index.dates.languages import grammar_of
from index.dates.listed import with_listed_weekdays
from index.dates.plain import normalize
from index.dates.reference_days import days_of, possible_days
from index.dates.tags import PROBABLE
from index.dates.timeline import Boundary, Derivation, Mention, Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Article
    from index.dates.context import Occurrence
    from index.dates.expressions import Side
    from index.dates.plain import NormalizedText

__all__ = [
    "Boundary", "Derivation", "Mention", "Timeline", "annotate", "read_times", "resolve",
]  # fmt: skip

_COMPARED = 24
"""Characters after an offset that can make it a comparison: "than first announced"."""


def read_times(article: Article) -> Timeline:
    """Return the times that the body of an article mentions."""
    body = article.text[article.body_start :]
    days, mentions = _annotate(body, article.language, article.published)
    moved = (
        replace(one, start=one.start + article.body_start, end=one.end + article.body_start)
        for one in mentions
    )
    written = Period(days[0], days[-1] + timedelta(days=1)) if days else article.published
    return Timeline(written, tuple(moved))


def annotate(text: str, language: str, reference: Period) -> list[Mention]:
    """Return the resolved time expressions of a text.

    Args:
        text: Any text.
        language: Its language, ISO 639-1; without a grammar for it, the result is empty.
        reference: Period in which the text was written.

    Returns:
        Mentions in order of the text, without overlaps.
    """
    return _annotate(text, language, reference)[1]


def _annotate(text: str, language: str, reference: Period) -> tuple[list[date], list[Mention]]:
    grammar = grammar_of(language)
    if grammar is None:
        return days_of(reference), []
    written = normalize(text)
    text = written.text
    tokens = with_years(text, parse(text, grammar), grammar)
    occurrences = [
        occurrence
        for token in tokens
        if not isinstance(token.value, FromEvent | Narrative)
        or not grammar.compared.search(text, token.start, token.end + _COMPARED)
        if (occurrence := find_occurrence(text, token, grammar)) is not None
    ]
    occurrences = with_listed_weekdays(text, occurrences, grammar)
    days = possible_days(occurrences, reference)
    mentions: list[Mention] = []
    for found, following in zip_longest(occurrences, occurrences[1:]):
        occurrence = with_antecedent(text, found, mentions)
        event = _day_of_event(text, occurrence, following, days)
        today = days[-1] if days else None
        anchor = event or find_antecedent(text, occurrence, mentions, today)
        if anchor is None and isinstance(occurrence.token.value, FromEvent):
            anchor = find_event(text, occurrence, mentions, grammar)
        elif isinstance(occurrence.token.value, Counted):
            anchor = find_start(text, occurrence, mentions, grammar)
        mention: Mention | None
        if anchor is None and lacks_antecedent(occurrence, mentions):
            continue
        if anchor is not None and restates(text, occurrence, anchor):
            mention = replace(anchor, start=occurrence.token.start, end=occurrence.token.end)
        else:
            mention = _resolve(occurrence, days, anchor)
        if mention is not None and (event or not _contradicts(mention, occurrence, days)):
            mentions.append(_with_polarity(mention, occurrence, days))
    return days, [_in_original(mention, written) for mention in mentions]


def _contradicts(mention: Mention, occurrence: Occurrence, days: Sequence[date]) -> bool:
    """Return whether an offset resolves to the future although its clause is in the past.

    Its anchor is then wrong, as in "a hundred years after their prediction, the waves were found",
    counted from another day in the sentence.
    """
    offset = isinstance(occurrence.token.value, FromEvent)
    return offset and occurrence.direction < 0 and bool(days) and mention.period.start > days[-1]


def _with_polarity(mention: Mention, occurrence: Occurrence, days: Sequence[date]) -> Mention:
    """Return a mention with its polarity.

    In "was cancelled on Friday", Friday is the day of the cancellation, unless it is after the
    article.
    """
    if occurrence.governing_change is None:
        return replace(mention, polarity=occurrence.polarity)
    if days and mention.period.start > days[-1]:
        return replace(mention, polarity=occurrence.governing_change)
    return replace(mention, polarity=occurrence.polarity, reported=True)


def _in_original(mention: Mention, written: NormalizedText) -> Mention:
    start, end = written.original(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _resolve(
    occurrence: Occurrence, days: Sequence[date], anchor: Mention | None = None
) -> Mention | None:
    expression, direction = occurrence.token.value, occurrence.direction
    if len(days) > 1:
        # In an article of August, 6 August is a day of its own year, though it may lie ahead of the
        # first days of August.
        direction = max(-PROBABLE, min(direction, PROBABLE))
    start, end = occurrence.token.start, occurrence.token.end
    if anchor is not None and isinstance(expression, Anaphor | Counted | FollowingWeekday):
        same = expression.after(anchor.period)
        return None if same is None else Mention(start, end, same)
    if anchor is not None and isinstance(expression, FromEvent | Narrative):
        counted = expression.after(anchor.period)
        if counted is not None and not expression.amounts:
            side: Side = "after" if expression.sign > 0 else "before"
            return Mention(start, end, counted, bound=Boundary(side, anchor.period))
        if counted is None and isinstance(expression, Narrative):
            return None
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


def _former(expression: Expression, days: Sequence[date], direction: float) -> Period | None:
    if not isinstance(expression, LastOf) or (len(days) != 1 and expression.relative):
        return None
    return expression.former(days[0] if days else _ANY_DAY, direction)


def _ends(
    expression: Expression, days: Sequence[date], direction: float
) -> tuple[Period, Period] | None:
    if not isinstance(expression, Span | Rest) or (len(days) != 1 and expression.relative):
        return None
    return expression.ends(days[0] if days else _ANY_DAY, direction)


def _boundary(expression: Expression, days: Sequence[date], direction: float) -> Boundary | None:
    if not isinstance(expression, Bound):
        return None
    ends = [expression.end(day, direction) for day in (*days[:1], *days[-1:]) or (_ANY_DAY,)]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    start, last = min(end.start for end in known), max(end.end for end in known)
    return Boundary(expression.side, Period(start, last))


def _derivation(
    expression: Expression, days: Sequence[date], direction: float
) -> Derivation | None:
    if not isinstance(expression, Shifted) or expression.anchor is None:
        return None
    anchor = resolve(expression.anchor, days, direction)
    return None if anchor is None else Derivation(expression.amounts, expression.sign, anchor)


def resolve(expression: Expression, days: Sequence[date], direction: float = 0) -> Period | None:
    """Return the period that an expression denotes, given several possible reference days.

    Args:
        expression: Time expression.
        days: Possible reference days, in order.
        direction: -1 for the past, 1 for the future, 0 if unknown.

    Returns:
        Smallest period that contains all readings; None if a day has no reading.
    """
    readings = _readings(expression, days, direction)
    if not readings:
        return None
    return Period(min(one.start for one in readings), max(one.end for one in readings))


def _readings(expression: Expression, days: Sequence[date], direction: float) -> set[Period]:
    """Return the readings of an expression on the days; an empty set if a day has none.

    Readings are monotonic in the day, so that a sample with the first and the last day is enough.
    """
    if not expression.relative:
        days = [days[0] if days else _ANY_DAY]
    step = max(1, len(days) // _ENOUGH)
    sample = {*days[::step], *days[-1:]}
    found = {expression.resolve(day, direction) for day in sample}
    return {one for one in found if one is not None} if None not in found else set()


_ENOUGH = 31  # size of the sample: all days of a month


_ANY_DAY = date(2000, 1, 1)
"""Reference day of expressions that do not depend on one."""


def _day_of_event(
    text: str, occurrence: Occurrence, following: Occurrence | None, days: Sequence[date]
) -> Mention | None:
    """Return the day of an event right after it: "45 days after the vote on 6 December"."""
    if following is None or not isinstance(occurrence.token.value, FromEvent):
        return None
    between = text[occurrence.token.end : following.token.start]
    if len(between) > ONE_PHRASE or any(mark in between for mark in ",;:.()\n"):
        return None
    day = _resolve(following, days)
    return day if day is not None and day.period.precision == "day" else None
