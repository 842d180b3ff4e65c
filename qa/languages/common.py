"""Regular expressions that the packs of several languages are built from."""

from __future__ import annotations

FEW_WORDS = r"(?:\W+\w+){0,4}\W+"
"""Up to four words between two that belong together."""


def press(words: str) -> str:
    """Return a pattern for words that mean the press; with a capital only at the very beginning.

    In the names of outlets ("Sporting News") the same words have a capital.
    """
    return rf"(?:(?-i:{words})|^(?:{words}))"
