"""Expressions of time, read in the light of their sentence, their article and its date.

When an article was published is itself known only so far. An expression is resolved from every day
that it may have been, and what results is the span of all readings: never more precise than the
evidence. But an article that says "this Monday, 24 August" or "20 September, that is Sunday" tells
when it was written, so days on which these would be untrue are left out first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.clauses import PRESENT
from index.dates.expressions import (
    Anaphor,
    Bound,
    Calendar,
    Expression,
    Fiscal,
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
from index.dates.grammar import Grammar, parse
from index.dates.languages import grammar_of
from index.dates.plain import plain
from index.dates.polarity import Polarities
from index.dates.timeline import Boundary, Derivation, Mention, Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.datatypes import Article
    from index.dates.expressions import Side
    from index.dates.plain import PlainText
    from index.dates.polarity import Polarity
    from index.dates.tokens import Token

__all__ = [
    "Boundary", "Derivation", "Mention", "Timeline", "annotate", "read_times", "resolve",
]  # fmt: skip

_LONGEST = 400
"""Days: what is relative to a longer publication period says nothing."""


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
    tokens = _with_years(text, parse(text, grammar), grammar)
    readings = [
        reading
        for token in tokens
        if not isinstance(token.value, FromEvent | Narrative)
        or not grammar.compared.search(text, token.start, token.end + _COMPARED)
        if (reading := _reading(text, token, grammar)) is not None
    ]
    days = _possible_days(readings, reference)
    mentions: list[Mention] = []
    for reading, following in zip_longest(readings, readings[1:]):
        anchor = _day_of_event(text, reading, following, days) or _told_last(reading, mentions)
        if anchor is None and isinstance(reading.token.value, FromEvent):
            anchor = _event_told(text, reading, mentions, grammar)
        mention: Mention | None
        if anchor is not None and _is_in_other_words(text, reading, anchor):
            mention = replace(anchor, start=reading.token.start, end=reading.token.end)
        else:
            mention = _resolve(reading, days, anchor)
        if mention is not None:
            mentions.append(_with_polarity(mention, reading, days))
    return days, [_in_original(mention, written) for mention in mentions]


def _with_polarity(mention: Mention, reading: _Reading, days: Sequence[date]) -> Mention:
    """Tell a time that was called off from the time when that was done.

    "Was cancelled on Friday" is when it was done, unless that day was still to come.
    """
    if reading.taken_back is None:
        return replace(mention, polarity=reading.polarity)
    if days and mention.period.start > days[-1]:
        return replace(mention, polarity=reading.taken_back)
    return replace(mention, polarity=reading.polarity, reported=True)


def _in_original(mention: Mention, written: PlainText) -> Mention:
    start, end = written.original(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _with_years(text: str, tokens: Sequence[Token], grammar: Grammar) -> list[Token]:
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


_CLOSE = 12  # characters


@dataclass(frozen=True, slots=True)
class _Reading:
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


def _reading(text: str, token: Token, grammar: Grammar) -> _Reading | None:
    """Return an expression in its sentence; None if it says there how long, and not when."""
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
    if not reported and not moved and token.value.relative and not _says_where(token.value):
        # The preposition of an open end is part of it, and tells what a verb before it means.
        up_to = before + first_word if isinstance(token.value, Bound) else before
        direction = _sign(token.value, grammar.direction(up_to, after))
    polarity: Polarity = "affirmed"
    taken_back = None
    if not reported and not isinstance(token.value, Bound):  # "not until Friday" is on Friday
        polarity = grammar.polarity(before, after)
        if polarity == "affirmed" and not moved and isinstance(grammar.polarity, Polarities):
            beside = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
            polarity = grammar.polarity.of_former_plan(before, *beside)
            if polarity == "affirmed":
                taken_back = grammar.polarity.taken_back(before, after, first_word)
    return _Reading(token, direction, (start, end), reported, polarity, taken_back)


def _is_ahead(expression: Expression) -> bool:
    """Return whether an expression is an offset from the moment of speaking: "in two years"."""
    return isinstance(expression, Shifted) and expression.anchor is None and expression.sign > 0


def _sign(expression: Expression, direction: float) -> int:
    """Return where an expression looks: the present tense places parts of a week only."""
    least = PRESENT if _names_weekday(expression) or _is_weekend(expression) else 1.0
    return (direction >= least) - (direction <= -least)


_COMPARED = 24  # characters behind a span: "than first announced"
_BESIDE = 160  # characters of the sentences before and after one


def _days(reference: Period) -> list[date]:
    length = (reference.end - reference.start).days
    if length > _LONGEST:
        return []
    return [reference.start + timedelta(days=number) for number in range(length)]


def _possible_days(readings: Iterable[_Reading], reference: Period) -> list[date]:
    """The days of a publication period on which its text could have been written."""
    days = _days(reference)
    if len(days) < 2:
        return days
    for reading in readings:
        for fixed, seen, direction in _evidence(reading.token.value, reading.direction):
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
    reading: _Reading, days: Sequence[date], anchor: Mention | None = None
) -> Mention | None:
    expression, direction = reading.token.value, reading.direction
    start, end = reading.token.start, reading.token.end
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
        weekday=_names_weekday(expression),
        reported=reading.reported,
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


def _names_weekday(expression: Expression) -> bool:
    if isinstance(expression, Bound | SameDay):
        return _names_weekday(expression.inner)
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


def _day_of_event(
    text: str, reading: _Reading, following: _Reading | None, days: Sequence[date]
) -> Mention | None:
    """The day of an event that is told right after it: 45 days after the vote on 6 December."""
    if following is None or not isinstance(reading.token.value, FromEvent):
        return None
    between = text[reading.token.end : following.token.start]
    if len(between) > _ONE_PHRASE or any(mark in between for mark in ",;:.()\n"):
        return None
    day = _resolve(following, days)
    return day if day is not None and day.period.precision == "day" else None


_ONE_PHRASE = 60  # characters


def _event_told(
    text: str, reading: _Reading, earlier: Sequence[Mention], grammar: Grammar
) -> Mention | None:
    """Return the day of an event that was told earlier in the article, in words of the same stem.

    The words stand close to the day, in the same sentence.
    """
    words = grammar.events(text[reading.token.end : reading.sentence[1]])
    if words is None:
        return None
    for mention in reversed(earlier):
        if mention.period.precision != "day" or mention.reported or not mention.unambiguous:
            continue
        start, end = grammar.sentences.around(text, mention.start, mention.end)
        first, last = max(start, mention.start - _ONE_PHRASE), min(end, mention.end + _ONE_PHRASE)
        if words.search(text, first, last):
            return mention
    return None


def _is_in_other_words(text: str, reading: _Reading, anchor: Mention) -> bool:
    """Return whether an offset tells the same day again: "on Friday he left, a day after the vote".

    Set off by a comma, it says of the day of its sentence how it lies to the event; it is not
    counted from it.
    """
    if not isinstance(reading.token.value, FromEvent):
        return False
    between = text[anchor.end : reading.token.start]
    return anchor.start >= reading.sentence[0] and between.rstrip().endswith(",")


_ANY_DAY = date(2000, 1, 1)


def _told_last(reading: _Reading, earlier: Sequence[Mention]) -> Mention | None:
    """What an expression counts from: the day told last before it.

    "The next day" goes back to what was told last, in this sentence or an earlier one. "45 days
    after its signature" counts from an event, which must have its day in the same sentence.
    """
    expression = reading.token.value
    if isinstance(expression, Anaphor):
        near = [one for one in earlier if one.end > reading.token.start - _NEAR]
        fit = [one for one in near if one.unambiguous and expression.after(one.period)]
        events = [one for one in fit if not one.reported] or fit
        return events[-1] if events else None
    if not isinstance(expression, FromEvent | Narrative):
        return None
    whole = isinstance(expression, Narrative) and expression.whole
    earliest = reading.token.start - _NEAR
    if isinstance(expression, FromEvent):
        earliest = max(earliest, reading.sentence[0])
    for mention in reversed(earlier):
        if mention.end <= earliest:
            break
        precision = mention.period.precision
        fits = precision == "day" or (whole and precision != "open")
        if mention.unambiguous and (fits or _as_long(expression, precision)):
            return mention
    return None


def _as_long(expression: FromEvent | Narrative, precision: str) -> bool:
    """Return whether what is counted is no finer than from what: two years after 1972."""
    units = {unit for _, unit in expression.amounts}
    return isinstance(expression, Narrative) and units == {precision}


_NEAR = 600  # characters: what was told further back is another story
