"""Define regular expressions that several language packs share."""

from __future__ import annotations

FEW_WORDS = r"(?:\W+\w+){0,4}\W+"
"""Up to four words between two parts of a cue."""


def press(words: str) -> str:
    """Return a pattern for words that mean the press.

    Capitalized ones match only at the start of the text: elsewhere they belong to the name of an
    outlet, such as "Sporting News".
    """
    return rf"(?:(?-i:{words})|^(?:{words}))"
