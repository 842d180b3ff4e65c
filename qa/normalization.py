"""Normalize answers, so that two spellings of one answer compare as equal.

The method is MLQA's (Lewis et al. 2020, arXiv:1910.07475), the multilingual form of SQuAD's, with
these differences:

- Case is folded, not lowered.
- French articles are removed too.
- The Arabic article is removed only at the start of a word; MLQA's script also removes its two
  letters inside words.
- Kana are split into characters like Han.
- Full-width punctuation, which has no space after it, is replaced by a space.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache

from qa.languages import language_pack

# Articles of languages without a language pack.
_ARTICLES = {
    "ar": r"\bال(?=\w)",
}
# Scripts without spaces: kana and Han, with compatibility forms and extensions.
_UNSPACED = re.compile(
    r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def tokens(text: str, language: str) -> list[str]:
    """Return the normalized words of a text: without case, punctuation and articles.

    Args:
        text: Any text.
        language: ISO 639-1 code, for the articles.

    Returns:
        Words; Han and kana as single characters.

    Examples:
        >>> tokens("The Old Bridge!", "en")
        ['old', 'bridge']
    """
    text = unicodedata.normalize("NFC", text).casefold()
    pack = language_pack(language)
    if pack is not None and pack.elided_articles is not None:
        # Before the punctuation is removed: without its apostrophe, "l'" would stay as "l".
        text = re.sub(rf"\b(?:{pack.elided_articles})['’]", " ", text)
    text = "".join(map(_unpunctuated, text))
    articles = _ARTICLES.get(language) if pack is None else rf"\b(?:{pack.articles})\b"
    if articles is not None:
        text = re.sub(articles, " ", text)
    return spaced(text).split()


def spaced(text: str) -> str:
    """Return the text with spaces around each Han or kana character."""
    return _UNSPACED.sub(r" \1 ", text)


@cache
def _unpunctuated(character: str) -> str:
    if character in string.punctuation:
        return ""
    if not unicodedata.category(character).startswith("P"):
        return character
    return " " if unicodedata.east_asian_width(character) in "WF" else ""
