"""Decide whether a quote says yes or no to a question, or neither.

The words of question and quote are compared, with negations and contrary verbs ("approved",
"rejected"). If the decision depends on more than words, it is left to the user.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import analyse
from qa.answerers.generative.yes_no import asks_yes_or_no, follows, is_same
from qa.languages import language_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.datatypes import Verdict
    from qa.question import Question
    from qa.readers import Reading


def with_verdicts(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """Return readings with the answers that they give to a yes/no question."""
    return [replace(one, verdict=verdict_of(question, one)) for one in readings]


def verdict_of(question: Question, reading: Reading) -> Verdict | None:
    """Return the answer that a quote gives to a question for a yes or no; None if it is unclear.

    Args:
        question: Parsed question; None is returned unless it is a yes-or-no question.
        reading: Reading whose quote must contain all words of the question, or their contraries, in
            the same roles.
    """
    article = reading.hit.article
    packs = language_pack(question.language), language_pack(article.language)
    if not asks_yes_or_no(question):
        return None
    cues = [None if pack is None else pack.claims for pack in packs]
    if cues[0] is None or cues[1] is None:
        return None
    asked = analyse(question.query_in_own_language, question.language, cues[0], ())
    said = analyse(reading.text, article.language, cues[1], ())
    found = follows(asked, said)
    if asked.words and asked.words[0].predicate:
        # In the question, the verb comes first; the other words are in the same order.
        asked = replace(asked, words=asked.words[1:])
    return found if found is not None and is_same(asked, said, article) else None
