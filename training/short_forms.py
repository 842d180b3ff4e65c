"""Shorten questions to the form in which people type them: a subject, in lower case.

"What is the name of the owner of the tanker?" becomes "owner of the tanker", and then the question
as which ``qa.question`` reads this subject: "who owns the tanker".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.errors import InvalidQuestionError
from qa.question import parse_question

if TYPE_CHECKING:
    import random

_OPENINGS = {
    "en": (
        (r"(?:what|which) (?:is|are|was|were) (?:the )?(?:names? of (?:the )?)?(.+)", r"\1"),
        (r"who (?:is|are|was|were) (?:the )?(.+)", r"\1"),
        (r"how many (.+?) (?:is|are|was|were|did|do|does|have|has|had) (.+)", r"number of \1 \2"),
        (r"how many (.+)", r"number of \1"),
        (r"when (?:did|was|were|is|are|does|do|will) (?:the )?(.+)", r"date \1"),
        (r"where (?:did|was|were|is|are|does|do|will) (?:the )?(.+)", r"place \1"),
        (r"how much (?:did|does|do|is|was|were) (.+)", r"\1 amount"),
        (r"(?:in )?(?:what|which) (\w+) (?:did|does|do|was|were|is|are) (.+)", r"\1 \2"),
    ),
    "fr": (
        (r"(?:quel|quelle|quels|quelles) (?:est|sont|était|étaient|fut|furent) (.+)", r"\1"),
        (r"(?:qui|qu'|que) (?:est|sont|était|étaient|fut) (.+)", r"\1"),
        (r"combien (?:de |d')(.+)", r"nombre de \1"),
        (r"quand (?:est-ce que )?(.+)", r"date \1"),
        (r"où (?:est-ce que )?(.+)", r"lieu \1"),
        (r"(?:en |dans )?(?:quel|quelle|quels|quelles) (.+)", r"\1"),
    ),
    "de": (
        (r"(?:wer|was|welche[rsn]?) (?:ist|sind|war|waren) (.+)", r"\1"),
        (r"wie ?viele? (.+)", r"Anzahl \1"),
        (r"wann (?:war|wurde|wurden|ist) (.+)", r"Datum \1"),
        (r"wo (?:war|wurde|wurden|ist|liegt) (.+)", r"Ort \1"),
    ),
    "es": (
        (r"(?:cuál|cuáles|qué|quién|quiénes) (?:es|son|era|eran|fue|fueron) (.+)", r"\1"),
        (r"(?:cuántos|cuántas) (.+)", r"número de \1"),
        (r"cuándo (.+)", r"fecha \1"),
        (r"dónde (.+)", r"lugar \1"),
    ),
}
"""Openings of questions by language, with the equivalent beginning of a subject."""

_SHORT = 3  # letters; most lower-case words of this length are function words
_SLIPPED = 6  # minimum letters of a word in which two may be transposed
_FEWEST = 3  # minimum words of a short form


def short_form(question: str, language: str, chance: random.Random) -> str:
    """Return a question as people type it in a hurry, in the form in which it is read.

    Args:
        question: Complete question.
        language: ISO 639-1 code of the question.
        chance: Random generator.
    """
    bare = question.strip(" ?!.¿¡\u00a0")
    small = bare if chance.random() < 0.2 else bare.lower()
    for pattern, subject in _OPENINGS.get(language, ()):
        if chance.random() < 0.6 and (match := re.fullmatch(pattern, small, re.IGNORECASE)):
            small = match.expand(subject)
            break
    words = small.split()
    if chance.random() < 0.4:
        middle = [word for word in words[1:-1] if len(word) > _SHORT or not word.islower()]
        if len(middle) + 2 >= _FEWEST:
            words = [words[0], *middle, words[-1]]
    if chance.random() < 0.1:
        words = _transpose_letters(words, chance)
    return read_as(" ".join(words), language) or question


@lru_cache(100_000)
def read_as(question: str, language: str) -> str:
    """Return the form in which a question is read; empty if it is not a question."""
    try:
        return parse_question(question, (language,)).read_as
    except InvalidQuestionError:
        return ""


def _transpose_letters(words: list[str], chance: random.Random) -> list[str]:
    """Transpose two letters inside a long word."""
    long = [at for at, word in enumerate(words) if len(word) >= _SLIPPED and word.isalpha()]
    if not long:
        return words
    at = chance.choice(long)
    word = words[at]
    place = chance.randint(1, len(word) - 3)
    slipped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return [*words[:at], slipped, *words[at + 1 :]]
