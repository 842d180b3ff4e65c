"""Words that a question and a text share."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_SHORT = 4  # letters; most shorter words are grammar
_PREFIX = 5  # letters compared: fixed-prefix stemming (Can et al. 2008, JASIST 59(3))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> set[str]:
    """The longer words of a text, its names and its numbers, folded and cut to a prefix."""
    return {
        _fold(word)[:_PREFIX]
        for word in _WORD.findall(text)
        if len(word) >= _SHORT or word.isdigit() or word[0].isupper()
    }


def share_of_words(question: str, text: str) -> float:
    """Share of a question's longer words, names and numbers that a text holds, 0 to 1."""
    wanted = _words(question)
    return len(wanted & _words(text)) / len(wanted) if wanted else 0.0
