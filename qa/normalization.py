"""The words of an answer that count, so that two ways to write it are seen to be one.

Texts are compared as MLQA does (Lewis et al. 2020, arXiv:1910.07475), which is SQuAD's way made
multilingual, with these departures: the letters' case is folded rather than lowered, French is
added, Arabic's article goes only where a word begins (MLQA's own script takes the two letters out
of the middle of words too), kana are cut like Han characters, and full-width punctuation, which
no space follows, leaves one.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import cache

from qa.languages import language_pack

# Of languages that have no pack; a pack has its own.
_ARTICLES = {
    "ar": r"\bال(?=\w)",
}
# Written without spaces: kana and Han, with the compatibility forms and the extensions.
_UNSPACED = re.compile(
    r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def tokens(text: str, language: str) -> list[str]:
    """Return the words that count: no case, no punctuation, no articles.

    Args:
        text: Any text.
        language: ISO 639-1 code; it decides which articles are left out.

    Returns:
        Words, and single characters of Han and kana.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    pack = language_pack(language)
    if pack is not None and pack.elided_articles is not None:
        # Their apostrophe would go with the punctuation, and the letter would stay.
        text = re.sub(rf"\b(?:{pack.elided_articles})['’]", " ", text)
    text = "".join(map(_unpunctuated, text))
    articles = _ARTICLES.get(language) if pack is None else rf"\b(?:{pack.articles})\b"
    if articles is not None:
        text = re.sub(articles, " ", text)
    return spaced(text).split()


def spaced(text: str) -> str:
    """Return the text with spaces around each character of a script that writes none."""
    return _UNSPACED.sub(r" \1 ", text)


@cache
def _unpunctuated(character: str) -> str:
    if character in string.punctuation:
        return ""
    if not unicodedata.category(character).startswith("P"):
        return character
    return " " if unicodedata.east_asian_width(character) in "WF" else ""
