"""Measure the words that a question and a text share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qa.languages import language_pack
from qa.normalization import spaced

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\d+|[^\W\d_]+")
_SHORT = 4  # letters; most shorter words are grammar
_PREFIX = 5  # letters compared: fixed-prefix stemming (Can et al. 2008, JASIST 59(3))
_STEM = 4  # letters of a stem that are compared; one less for a short stem
_NOT_LATIN = "\u0250"  # the first letter after the Latin ones


@lru_cache(65_536)
def fold(word: str) -> str:
    """Return a word without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _overlap_words(text: str) -> set[str]:
    """Return the longer words, names and numbers of a text, folded and cut to a prefix."""
    return {
        fold(word)[:_PREFIX]
        for word in _WORD.findall(text)
        if len(word) >= _SHORT or word.isdigit() or word[0].isupper()
    }


def share_of_words(question: str, text: str) -> float:
    """Return the share (0 to 1) of a question's longer words, names and numbers in a text."""
    wanted = _overlap_words(question)
    return len(wanted & _overlap_words(text)) / len(wanted) if wanted else 0.0


def share_of_names(question: str, text: str) -> float:
    """Return the share (0 to 1) of a question's names and numbers in a text; 1 if it has none.

    Names are capitalized words. Names in another script than the text's are ignored.
    """
    latin = _is_latin(text)
    wanted = {
        fold(word)[:_PREFIX]
        for word in _NAME.findall(spaced(question))
        if word.isdigit() or (any(map(str.isupper, word)) and _is_latin(word) == latin)
    }
    held = {fold(word)[:_PREFIX] for word in _NAME.findall(spaced(text))}
    return len(wanted & held) / len(wanted) if wanted else 1.0


def has_content_words(question: str, text: str, language: str) -> bool:
    """Return whether a text has each content word of a question.

    Names, and verbs that only say that something happens, are ignored. Words are compared by
    prefixes of their stems, so that the forms of a verb are equal.

    Args:
        question: Question.
        text: Text in the same language.
        language: ISO 639-1 code; without a stemmer, the result is true.
    """
    from index.analysis import STEMMED, passage_terms, question_terms

    if language not in STEMMED:
        return True
    pack = language_pack(language)
    if pack is not None:
        asking = f"{pack.questions.asking}|{pack.follow_ups.asking}|{pack.follow_ups.light}"
        idle = f"{pack.questions.when}|{asking}|{pack.questions.happening}"
        question = re.sub(rf"(?<!\w)(?:{idle})(?!\w)", " ", question, flags=re.IGNORECASE)
    common = " ".join(word for word in _WORD.findall(question) if word == word.lower())
    stems, *_ = [query.terms for query in question_terms(common, language, ())] or [()]
    held = passage_terms(text, language)[f"stems_{language}"]
    wanted = (stem[: _STEM if len(stem) > _STEM + 2 else _STEM - 1] for stem in stems)
    return all(any(one.startswith(stem) for one in held) for stem in wanted)


def _is_latin(text: str) -> bool:
    """Return whether most letters of a text are Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < _NOT_LATIN for letter in letters) >= len(letters)
