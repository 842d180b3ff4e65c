"""Which language a text is in: langdetect, made deterministic and helped with questions."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.dates.languages import known_languages

if TYPE_CHECKING:
    from collections.abc import Collection

UNKNOWN = "und"
"""ISO 639-2 for undetermined."""

_ENOUGH = 2000  # characters; more changes no decision and costs time
_UNEXPECTED = 1e-4  # share of the prior that all the languages outside the expected ones get
_SHORT = 100
"""Characters of a text whose letter statistics leave it open which of two languages it is in.

Of sentences in English, French, Spanish and German up to there, 0.968 were told rightly, and 0.990
with the prior below; of beginnings of news in Italian, Portuguese and Dutch 0.992, and 0.981."""
_UNEXPECTED_IF_SHORT = 0.1
_UNHEARD_OF = 0.0  # the same, of a short text without a single common word of such a language
_FEW_WORDS = 4
_DOZEN = 12  # words
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f]+")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING_MARKS = {"¿": "es"}
"""Marks that open a question in one language only."""

_TRUE_STOP_WORDS = {
    "en": re.compile(
        r"\w{3,}.*|[aist]|ll|re|ve|a[mnst]|b[ey]|do|go|he|i[fnst]|m[ey]|no|o[fnr]|so|to|u[ps]|we"
    )
}
"""Patterns of the entries to keep, by language: the English list of stopwordsiso also has the
top-level domains of the internet (de, il, la, un)."""


def detect(text: str, expected: Collection[str] = ()) -> str:
    """The language of a text.

    On a short question the letter statistics alone are a coin toss, so the languages that
    are likely get nearly all of the prior, and another one needs real evidence. A short text of
    which nothing is expected is likely in one of the languages that have a grammar. Fewer than
    four words in Latin letters ("TikTok ban date") are never evidence enough, nor are a dozen
    without one that is common in that other language ("silver medal 110 m hurdles"). Only
    Spanish opens a question with a mark. What remains are mistakes between the likely languages:
    the one wins that has most of the words.

    Args:
        text: Any text; its first 2,000 characters are looked at.
        expected: Languages that are likely, such as those of the corpus.

    Returns:
        An ISO 639-1 code, or ``und`` if the text has no words.
    """
    for mark, language in _OPENING_MARKS.items():
        if mark in text[:_ENOUGH] and language in expected:
            return language
    own = _own_script(text[:_ENOUGH])
    unexpected = _UNEXPECTED
    heard_of = bool(expected)
    if not expected and len(text.strip()) <= _SHORT:
        expected, unexpected = known_languages(), _UNEXPECTED_IF_SHORT
    by_letters = _by_letters(own, expected, unexpected)
    if heard_of and by_letters not in expected and _lacks_its_words(text, by_letters):
        by_letters = _by_letters(own, expected, _UNHEARD_OF)
    return _by_words(text[:_ENOUGH], by_letters, expected) if expected else by_letters


def _own_script(text: str) -> str:
    """The text; if it is in other letters, without names that it leaves in Latin ones.

    It is if every third letter is: a Chinese character stands for several Latin letters.
    """
    others = _LATIN.sub(" ", text)
    letters = sum(map(str.isalpha, others))
    return others if 3 * letters > sum(map(str.isalpha, text)) else text


def _lacks_its_words(text: str, guess: str) -> bool:
    """Whether a short text has none of the stop words of the language it is taken for."""
    words = set(_WORD.findall(text.casefold()))
    common = _stop_words(guess)
    latin = bool(_LATIN.search(text)) and _own_script(text) == text
    return latin and bool(common) and len(words) <= _DOZEN and not words & common


def _by_letters(text: str, expected: Collection[str], unexpected: float) -> str:
    import langdetect

    factory = _factory()
    detector = factory.create()
    detector.seed = 0
    likely = {code for code in factory.langlist if _iso(code) in expected}
    if likely:
        unexpected = 0.0 if _says_little(text) else unexpected
        rest = unexpected / max(1, len(factory.langlist) - len(likely))
        share = (1 - unexpected) / len(likely)
        detector.set_prior_map(
            {code: share if code in likely else rest for code in factory.langlist}
        )
    detector.append(text)
    try:
        return _iso(detector.detect())
    except langdetect.LangDetectException:
        return UNKNOWN


def _by_words(text: str, guess: str, expected: Collection[str]) -> str:
    """The language that has most of the words among its stop words; the guess if it is a draw."""
    if not _stop_words(guess):
        return guess
    words = set(_WORD.findall(text.casefold()))
    counts = {code: len(words & _stop_words(code)) for code in {guess, *expected}}
    most = max(counts.values())
    first, *others = (code for code, count in counts.items() if count == most)
    return guess if others else first


@cache
def _stop_words(language: str) -> frozenset[str]:
    import stopwordsiso

    words = frozenset(stopwordsiso.stopwords(language))
    kept = _TRUE_STOP_WORDS.get(language)
    return words if kept is None else frozenset(filter(kept.fullmatch, words))


def _says_little(text: str) -> bool:
    latin = all(letter < "\u0250" for letter in text if letter.isalpha())
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    return latin and len(words) < _FEW_WORDS


def _iso(code: str) -> str:
    return UNKNOWN if code == "unknown" else code.split("-", maxsplit=1)[0]


_loading = Lock()


def _factory() -> Any:  # noqa: ANN401 (langdetect has no types)
    with _loading:
        return _load_profiles()


@cache
def _load_profiles() -> Any:  # noqa: ANN401
    # Not langdetect's own shared factory: it is shown before its profiles are all loaded.
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
