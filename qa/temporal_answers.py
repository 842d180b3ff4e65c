"""Which of the times in a quote answer a question that asks when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.languages import language_pack
from qa.question import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Mention
    from index.passages import Span
    from qa.question import Question
    from qa.readers import Reading


def select_times(question: Question, reading: Reading) -> tuple[Mention, ...]:
    """Select the times in a quote that answer when: in the order of the text, each period once.

    Those that stand in the very words that were read and those told alike, if there are any, else
    all of the quote.

    A question about the past is not answered by what lay ahead when the article was written, and
    any other question not by what was over by then, unless the quote speaks of nothing else. When
    something was only said or decided ("told reporters on Thursday") counts if there is no other.

    Args:
        question: What was asked; only one that asks when has such answers.
        reading: The quote.
    """
    if question.kind is not Kind.WHEN:
        return ()
    from index.dates.resolution import read_times

    timeline = read_times(reading.hit.article)
    quoted = [
        mention
        for mention in timeline.mentions
        if reading.start <= mention.start and mention.end <= reading.end
    ]
    meant = _meant(question, quoted, reading.spans)
    inside = [mention for mention in meant if not mention.reported] or meant
    written = timeline.written
    fitting = [
        mention
        for mention in inside
        if (
            mention.period.start < written.end
            if question.temporal.past
            else mention.period.end > written.start
        )
    ]
    chosen = fitting or inside
    # What another time was counted from is not itself the answer.
    anchors = {mention.derivation.anchor for mention in chosen if mention.derivation is not None}
    answers = [mention for mention in chosen if mention.period not in anchors] or chosen
    return tuple({mention.period: mention for mention in answers}.values())


def _meant(question: Question, quoted: list[Mention], spans: Sequence[Span]) -> list[Mention]:
    """The times in the words that were read, and those that belong to them.

    "From Sunday downloads, and from 12 November all use": whichever of the two was read, both tell
    when the ban takes effect. "Signed on 6 August, to take effect 45 days later": where the one is
    read that the other is counted from, the tense of the question has to tell which is meant; if it
    has none ("the date of the decree"), it is the one that was read.
    """
    read = [
        mention
        for mention in quoted
        if any(mention.start < end and start < mention.end for start, end in spans)
    ]
    sides = {mention.bound.side for mention in read if mention.bound is not None}
    anchors = {mention.period for mention in read} if _asks_with_a_verb(question) else set()
    return [
        mention
        for mention in quoted
        if mention in read
        or (mention.bound is not None and mention.bound.side in sides)
        or (mention.derivation is not None and mention.derivation.anchor in anchors)
    ] or quoted


def _asks_with_a_verb(question: Question) -> bool:
    """Whether it asks when something happens, rather than for the date of a thing."""
    pack = language_pack(question.language)
    if pack is None:
        return False
    adverb = rf"(?<!\w)(?:{pack.questions.when_adverb})(?!\w)"
    return re.search(adverb, question.text, re.IGNORECASE) is not None
