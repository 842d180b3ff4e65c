"""Make unanswerable questions from answerable ones.

A name, a country, a year or another word of a question is replaced by one of its kind, or another
question is asked about its subject. Only the changed part can show that there is no answer.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.languages import language_pack
from qa.readers.article_match import country_codes
from qa.readers.lexical_overlap import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]{2,}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = range(1, 4)  # difference of years
_IN_YEAR = {"en": "in ", "fr": "en ", "es": "en ", "de": ""}  # before a year that is added
_LONG = 5  # letters of a word for an event
_PREFIX = 5  # letters compared: fixed-prefix stemming


@dataclass(frozen=True, slots=True)
class Original:
    """An answerable question.

    Attributes:
        id: Identifier.
        text: Text of the question.
        language: ISO 639-1 code.
        texts: Documents that answer.
        year: Year in which the documents were written; None if unknown.
    """

    id: str
    text: str
    language: str
    texts: tuple[str, ...]
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An unanswerable question, with the id of its original."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A name or another word in a question, with its span, and whether it is a country."""

    start: int
    end: int
    text: str
    country: bool = False

    @property
    def kind(self) -> tuple[int, bool]:
        """The properties that a substitute must share."""
        return len(self.text.split()), self.country


@dataclass(frozen=True, slots=True)
class _Parts:
    """The replaceable parts of an original.

    Attributes:
        names: Words that its documents capitalize.
        words: Its other long words.
        document_words: Words of its documents, folded.
    """

    original: Original
    names: tuple[_Word, ...]
    words: tuple[_Word, ...]
    document_words: frozenset[str]

    def occurs(self, text: str) -> bool:
        """Return whether its documents contain one of the words, in any form."""
        return any(
            one.startswith(fold(word)[:_PREFIX])
            for word in text.split()
            for one in self.document_words
        )


def near_misses(originals: Sequence[Original]) -> Iterator[NearMiss]:
    """Make unanswerable questions.

    Args:
        originals: Questions of one corpus; substitutes come from the other questions.

    Yields:
        At most one near-miss of each kind for each question.
    """
    chance = random.Random(0)  # noqa: S311 (sampling, not secrets)
    texts = {fold(one.text) for one in originals}
    by_language: dict[str, list[_Parts]] = defaultdict(list)
    for one in originals:
        by_language[one.language].append(_parts_of(one))
    for of_language in by_language.values():
        for parts in of_language:
            candidates = [
                *_other_year(parts, chance),
                *_other_name(parts, of_language, chance),
                *_other_word(parts, of_language, chance),
                *_other_question(parts, of_language, chance),
            ]
            for text in dict.fromkeys(candidates):
                if fold(text) not in texts:
                    yield NearMiss(parts.original.id, text)


def _parts_of(original: Original) -> _Parts:
    text = " ".join(original.texts)
    inside = _INSIDE.findall(text)
    large = {fold(word) for word in inside if word[0].isupper()}
    small = {fold(word) for word in inside if word[0].islower()}
    pack = language_pack(original.language)
    interrogatives = pack.questions.asking if pack else r"(?!)"
    names: list[_Word] = []
    words: list[_Word] = []
    for match in _WORD.finditer(original.text):
        word = fold(match.group())
        country = bool(country_codes(match.group(), original.language))
        found = _Word(match.start(), match.end(), match.group(), country)
        if not country and not (word in large and word not in small):
            if len(word) >= _LONG and not re.fullmatch(
                interrogatives, match.group(), re.IGNORECASE
            ):
                words.append(found)
        elif names and not country and not names[-1].country and names[-1].end + 1 == found.start:
            first = names.pop()
            names.append(replace(first, end=found.end, text=original.text[first.start : found.end]))
        else:
            names.append(found)
    document_words = frozenset(fold(word) for word in _WORD.findall(text))
    return _Parts(original, tuple(names), tuple(words), document_words)


def _other_year(parts: _Parts, chance: random.Random) -> Iterator[str]:
    """Yield the question about another year, or with a year if it names none."""
    text, written = parts.original.text, parts.original.year
    named = list(_YEAR.finditer(text))
    year = chance.choice(named) if named else None
    about = int(year.group()) if year else written
    if about is None:
        return
    years = [str(about + sign * by) for by in _YEARS for sign in (-1, 1)]
    others = [one for one in years if one not in parts.document_words and one != str(written)]
    if not others:
        return
    other = chance.choice(others)
    if year:
        yield text[: year.start()] + other + text[year.end() :]
    else:
        bare = text.rstrip(" ?.!")
        yield f"{bare} {_IN_YEAR.get(parts.original.language, '')}{other}{text[len(bare) :]}"


def _other_name(own: _Parts, parts: Sequence[_Parts], chance: random.Random) -> Iterator[str]:
    """Yield the question about another name of the same kind."""
    if not own.names:
        return
    name = chance.choice(own.names)
    others = {
        other.text
        for one in parts
        for other in one.names
        if other.kind == name.kind and not own.occurs(other.text)
    }
    if others:
        yield _substitute(own.original.text, name, chance.choice(sorted(others)))


def _other_word(own: _Parts, parts: Sequence[_Parts], chance: random.Random) -> Iterator[str]:
    """Yield the question about another event or role."""
    if not own.words or not own.names:
        return
    word = chance.choice(own.words)
    others = {
        other.text
        for one in parts
        for other in one.words
        if other.text[0].isupper() == word.text[0].isupper() and not own.occurs(other.text)
    }
    if others:
        yield _substitute(own.original.text, word, chance.choice(sorted(others)))


def _other_question(own: _Parts, parts: Sequence[_Parts], chance: random.Random) -> Iterator[str]:
    """Yield another question about the longest name of this one."""
    if not own.names:
        return
    name = max(own.names, key=lambda one: len(one.text))
    others = [
        (one, other)
        for one in parts
        if one is not own
        for other in one.names
        if other.kind == name.kind and fold(other.text) != fold(name.text)
    ]
    if others:
        one, other = chance.choice(others)
        yield _substitute(one.original.text, other, name.text)


def _substitute(text: str, old: _Word, new: str) -> str:
    put = new.lower() if old.text.islower() else new
    return text[: old.start] + put + text[old.end :]
