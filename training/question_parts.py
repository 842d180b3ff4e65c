"""Find the names and other words of a question that can be replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.languages import language_pack
from qa.readers.article_match import country_codes
from qa.readers.lexical_overlap import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.data import Document

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]{2,}")
_LONG = 5  # letters of a word for an event
_PREFIX = 5  # letters compared: fixed-prefix stemming
_ENDING = 3  # final letters shared by words of similar form: "elected", "injured"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A name or another word of a question.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last character.
        text: Word or words.
        kind: Properties that a substitute must share.
    """

    start: int
    end: int
    text: str
    kind: tuple[str | int | bool, ...]


def parts_of(question: str, document: Document) -> tuple[QuestionPart, ...]:
    """Return the names of a question and its other long words.

    A name is a word that the document capitalizes within sentences; consecutive such words are one
    name. For countries, only the first word is compared.
    """
    large, small = _capitalized_words(document)
    interrogatives = _interrogatives(document.language)
    names: list[QuestionPart] = []
    words: list[QuestionPart] = []
    for match in _WORD.finditer(question):
        text = match.group()
        word = fold(text)
        start, end = match.span()
        if country_codes(text, document.language) and text[0].isupper():
            names.append(QuestionPart(start, end, text, ("country", 1)))
        elif word in large and word not in small:
            last = names[-1] if names else None
            if last and last.end + 1 == start and last.kind != ("country", 1):
                whole = question[last.start : end]
                names[-1] = QuestionPart(last.start, end, whole, ("name", len(whole.split())))
            else:
                names.append(QuestionPart(start, end, text, ("name", 1)))
        elif len(word) >= _LONG and word.isalpha() and not interrogatives.fullmatch(text):
            kind = "word", word[-_ENDING:], text[0].isupper()
            words.append(QuestionPart(start, end, text, kind))
    return (*names, *words)


def is_name(part: QuestionPart) -> bool:
    """Return whether a part is a name."""
    return part.kind[0] != "word"


def contains(document: Document, text: str) -> bool:
    """Return whether a document contains one of the words, in any form."""
    prefixes = _prefixes(document)
    return any(fold(word)[:_PREFIX] in prefixes for word in _words(text))


def _words(text: str) -> Iterator[str]:
    return (found.group() for found in _WORD.finditer(text))


@cache
def _interrogatives(language: str) -> re.Pattern[str]:
    """Return a pattern of interrogatives, which are never replaced."""
    pack = language_pack(language)
    return re.compile(pack.questions.asking if pack else r"(?!)", re.IGNORECASE)


@lru_cache(100_000)
def _prefixes(document: Document) -> frozenset[str]:
    return frozenset(fold(word)[:_PREFIX] for word in _words(f"{document.title} {document.text}"))


@lru_cache(100_000)
def _capitalized_words(document: Document) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that a document capitalizes within sentences, and the others, folded."""
    inside = _INSIDE.findall(f"{document.title}\n{document.text}")
    large = frozenset(fold(word) for word in inside if word[0].isupper())
    return large, frozenset(fold(word) for word in inside if word[0].islower())
