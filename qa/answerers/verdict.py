"""Decide whether a quote says yes or no to a question, or neither.

The words of question and quote are compared, with negations and contrary verbs ("approved",
"rejected"). If the decision depends on more than words, it is left to the user.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import PREDICATE, analyse
from qa.answerers.generative.coordination import check_copula, check_finite
from qa.answerers.generative.operators import check_attribution, check_tense
from qa.answerers.generative.yes_no import align_contrary, asks_yes_or_no, follows, is_same
from qa.answerers.main_clause import main_clause
from qa.languages import language_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.datatypes import Verdict
    from qa.languages.claims import ClaimCues
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
    asked = analyse(_as_statement(question, cues[0]), question.language, cues[0], ())
    quoted = analyse(reading.text, article.language, cues[1], ())
    clause = main_clause(align_contrary(asked, quoted, article)[0])
    if clause is None:
        return None
    said = analyse(clause, article.language, cues[1], ())
    found = follows(asked, said, article)
    if found is None:
        return None
    asked = replace(asked, words=_without_first_verb(asked))
    alignment, _ = align_contrary(asked, said, article)
    # What one side says is not decided by its saying so.
    checks = check_attribution, check_finite, check_tense, check_copula
    decided = is_same(alignment) and all(check(alignment) is None for check in checks)
    return found if decided else None


def _as_statement(question: Question, cues: ClaimCues) -> str:
    """Return a question in the order of a statement: "Was the manuscript sold" → "it was sold".

    The pronoun that repeats the subject is removed ("a-t-il voté" → "a voté"), and an auxiliary at
    the beginning is moved to the verb.
    """
    text = question.query_in_own_language
    if cues.inversion:
        text = re.sub(cues.inversion, "", text, flags=re.IGNORECASE)
    fronted = re.match(rf"(?:{cues.fronted})\b\s*", text, re.IGNORECASE) if cues.fronted else None
    if fronted is None:
        return text
    auxiliary, rest = fronted.group(), text[fronted.end() :]
    words = [one for one in analyse(rest, question.language, cues, ()).words if one.content][1:]
    known = (one for one in words if any(key.startswith(PREDICATE) for key in one.keys))
    past = (one for one in words if re.fullmatch(cues.past, one.text, re.IGNORECASE))
    verb = next(chain(known, past, (one for one in words if one.predicate)), None)
    if verb is None:
        return text
    return f"{rest[: verb.start]}{auxiliary.strip().lower()} {rest[verb.start :]}"


def _without_first_verb(asked: Analysis) -> tuple[AnalysedWord, ...]:
    """Return the words of a question after its verb, if it begins with the verb.

    The other words are in the same order as in a statement.
    """
    at = next((at for at, word in enumerate(asked.words) if word.content), 0)
    if asked.cues.fronted or not asked.words or not asked.words[at].predicate:
        return asked.words
    before = asked.text[: asked.words[at].start]
    articles = rf"(?<!\w)(?:{asked.cues.articles}|{asked.cues.indefinite})\s*$"
    return asked.words if re.search(articles, before, re.IGNORECASE) else asked.words[at + 1 :]
