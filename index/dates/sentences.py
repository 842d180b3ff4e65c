"""Where the sentence of an expression begins and ends: good enough to find its verbs, and fast."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…](?:[»”\")\]]|'')*\s+(?=[\W\d]*[^\W\d_a-zà-ÿ])|\n\s*\n")
_INITIAL = re.compile(r"(?<!\w)(?:[^\W\d_]\.)*[^\W\d_a-zà-ÿ]")
_LONGEST = 600
"""Characters: what is further away is another sentence, whatever stands between."""
_LONGEST_ABBREVIATION = 12


class Sentences:
    """Tells which sentence an expression stands in, in one language.

    Args:
        abbreviations: Matches words behind which a full stop never ends a sentence ("Mr").
        soft: Matches those behind which it may ("p.m"); initials are such in every language.
        openers: Matches words in capitals that show that one did end there ("The").
    """

    def __init__(
        self, abbreviations: str = r"(?!)", soft: str = r"(?!)", openers: str = r"(?!)"
    ) -> None:
        self._abbreviations = re.compile(rf"(?<!\w)(?:{abbreviations})")
        self._soft = re.compile(rf"(?<!\w)(?:{soft})", re.IGNORECASE)
        self._openers = re.compile(rf"\W*(?:{openers})(?!\w)")

    def around(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence of ``text[start:end]`` begins and ends."""
        first = window = max(0, start - _LONGEST)
        for found in _END.finditer(text, window, end):
            # What begins a sentence shows that one ended.
            if found.end() <= start and self._ends(text, found):
                first = found.end()
        last = min(len(text), end + _LONGEST)
        for found in _END.finditer(text, end, last):
            if self._ends(text, found):
                return first, found.start()
        return first, last

    def is_abbreviation(self, text: str) -> bool:
        """Return whether a text ends in a word behind which a full stop ends no sentence."""
        return self._abbreviations.fullmatch(_last_word(text)) is not None

    def _ends(self, text: str, found: re.Match[str]) -> bool:
        if text[found.start()] != ".":
            return True
        head = text[max(0, found.start() - _LONGEST_ABBREVIATION) : found.start()]
        word = _last_word(head)
        if self._abbreviations.fullmatch(word):
            return False
        if _INITIAL.fullmatch(word) or self._soft.fullmatch(word):
            return self._openers.match(text, found.end()) is not None
        return True


def _last_word(text: str) -> str:
    """Return the last word of a text, without an article that an apostrophe joins to it."""
    return re.split(r"[\s'’«“\"(\[]", text[-_LONGEST_ABBREVIATION:].rstrip())[-1]
