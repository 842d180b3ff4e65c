"""What an expression is counted from: "the next day", "45 days after its signature"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.dates.expressions import Anaphor, FromEvent, Narrative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.context import Occurrence
    from index.dates.grammar import Grammar
    from index.dates.timeline import Mention

ONE_PHRASE = 60
"""Characters that may stand between an event and its day."""

_NEAR = 600
"""Characters: what was told further back is another story."""


def find_event(
    text: str, occurrence: Occurrence, earlier: Sequence[Mention], grammar: Grammar
) -> Mention | None:
    """Return the day of an event that was told earlier in the article, in words of the same stem.

    The words stand close to the day, in the same sentence.
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


def restates(text: str, occurrence: Occurrence, anchor: Mention) -> bool:
    """Return whether an offset tells the same day again: "on Friday he left, a day after the vote".

    Set off by a comma, it says of the day of its sentence how it lies to the event; it is not
    counted from it.
    """
    if not isinstance(occurrence.token.value, FromEvent):
        return False
    between = text[anchor.end : occurrence.token.start]
    return anchor.start >= occurrence.sentence[0] and between.rstrip().endswith(",")


def find_antecedent(
    text: str, occurrence: Occurrence, earlier: Sequence[Mention]
) -> Mention | None:
    """Return what an expression counts from: the day told last before it.

    "The next day" goes back to what was told last, in this sentence or an earlier one. "45 days
    after its signature" counts from an event, which must have its day in the same sentence.
    """
    expression = occurrence.token.value
    if isinstance(expression, Anaphor):
        near = [one for one in earlier if one.end > occurrence.token.start - _NEAR]
        fit = [one for one in near if one.unambiguous and expression.after(one.period)]
        events = [one for one in fit if not one.reported] or fit
        return events[-1] if events else None
    if not isinstance(expression, FromEvent | Narrative):
        return None
    whole = isinstance(expression, Narrative) and expression.whole
    earliest = occurrence.token.start - _NEAR
    if isinstance(expression, FromEvent):
        earliest = max(earliest, occurrence.sentence[0])
    for mention in reversed(earlier):
        if mention.end <= earliest:
            break
        beside = text[mention.end : occurrence.token.start].strip() == ","
        if beside and restates(text, occurrence, mention):
            return mention  # in January, a week after the vote
        precision = mention.period.precision
        fits = precision == "day" or (whole and precision != "open")
        if mention.unambiguous and (fits or _as_long(expression, precision)):
            return mention
    return None


def _as_long(expression: FromEvent | Narrative, precision: str) -> bool:
    """Return whether what is counted is no finer than from what: two years after 1972."""
    units = {unit for _, unit in expression.amounts}
    return isinstance(expression, Narrative) and units == {precision}
