"""Find the sentence around an expression: fast, and accurate enough to find its verbs."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…](?:[»”\")\]]|'')*\s+(?=[\W\d]*[^\W\d_a-zà-ÿ])|\n\s*\n")
_INITIAL = re.compile(r"(?<!\w)(?:[^\W\d_]\.)*[^\W\d_a-zà-ÿ]")
_MAX_SIDE = 600
"""Maximum number of characters of a sentence before and after the expression."""
_MAX_ABBREVIATION = 12
"""Maximum number of characters of an abbreviation."""


class Sentences:
    """Finds the sentence around an expression, in one language.

    All arguments are patterns of words.

    Args:
        abbreviations: Abbreviations whose full stop never ends a sentence ("Mr").
        soft: Abbreviations whose full stop can end a sentence ("p.m"); initials always can.
        openers: Capitalized words that show that a sentence ended before them ("The").
    """

    def __init__(
        self, abbreviations: str = r"(?!)", soft: str = r"(?!)", openers: str = r"(?!)"
    ) -> None:
        self._abbreviations = re.compile(rf"(?<!\w)(?:{abbreviations})")
        self._soft = re.compile(rf"(?<!\w)(?:{soft})", re.IGNORECASE)
        self._openers = re.compile(rf"\W*(?:{openers})(?!\w)")

    def around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return the start and end of the sentence around ``text[start:end]``."""
        first = window = max(0, start - _MAX_SIDE)
        for found in _END.finditer(text, window, end):
            # The match includes the first letter of the next sentence.
            if found.end() <= start and self._ends(text, found):
                first = found.end()
        last = min(len(text), end + _MAX_SIDE)
        for found in _END.finditer(text, end, last):
            if self._ends(text, found):
                return first, found.start()
        return first, last

    def is_abbreviation(self, text: str) -> bool:
        """Return whether a text ends in an abbreviation whose full stop never ends a sentence."""
        return self._abbreviations.fullmatch(_last_word(text)) is not None

    def _ends(self, text: str, found: re.Match[str]) -> bool:
        if text[found.start()] != ".":
            return True
        head = text[max(0, found.start() - _MAX_ABBREVIATION) : found.start()]
        word = _last_word(head)
        if self._abbreviations.fullmatch(word):
            return False
        if _INITIAL.fullmatch(word) or self._soft.fullmatch(word):
            return self._openers.match(text, found.end()) is not None
        return True


def _last_word(text: str) -> str:
    """Return the last word of a text, without an elided article ("l'")."""
    return re.split(r"[\s'’«“\"(\[]", text[-_MAX_ABBREVIATION:].rstrip())[-1]
