"""Highlight the answer's words in quotes, as HTML or Markdown."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from qa.escaping import escape_html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import Citation

Piece = tuple[str, bool]
"""A part of a quote, and whether it is words that answer."""


def quote_pieces(citation: Citation) -> list[Piece]:
    """Return a citation's quote, split at the words that answer."""
    found: list[Piece] = []
    at = citation.start
    for start, end in citation.spans:
        found.append((citation.quote[at - citation.start : start - citation.start], False))
        found.append((citation.quote[start - citation.start : end - citation.start], True))
        at = end
    return [*found, (citation.quote[at - citation.start :], False)]


def underlined(pieces: Sequence[Piece]) -> str:
    """Return a quote in HTML, the answer's words underlined."""
    return "".join(
        f"<u>{escape_html(text)}</u>" if answers else escape_html(text) for text, answers in pieces
    )


def emphasised(pieces: Sequence[Piece], encode: Callable[[str], str]) -> str:
    """Return a quote in Markdown with the answer's words in bold.

    Inside a word, or between adjacent words, Markdown would show the asterisks; there they are left
    out.
    """
    joined = [
        ("".join(text for text, _ in same), answers)
        for answers, same in groupby((one for one in pieces if one[0]), key=itemgetter(1))
    ]
    texts = ["", *(text for text, _ in joined), ""]
    shown = []
    for before, (text, answers), after in zip(texts, joined, texts[2:], strict=False):
        escaped = encode(text)
        whole = answers and not (before[-1:].isalnum() or after[:1].isalnum())
        shown.append(f"**{escaped}**" if whole else escaped)
    return "".join(shown)
