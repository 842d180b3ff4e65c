"""Analyse a sentence or claim: its times, numbers, names and words, which the checks compare."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.dates.timeline import Boundary
from qa.answerers.generative.numbers import read_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from index.dates.resolution import Mention
    from index.passages import Span
    from qa.answerers.generative.numbers import Number
    from qa.languages.claims import ClaimCues

PREDICATE, THING, NAME = "p:", "t:", "n:"
"""Prefixes of the keys of words: for verbs and their nouns, for other words, and for names."""

_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*\.?(?<=[A-Z]\.)|[^\W_]+(?:[-&][^\W_]+)*")
_PREFIXED = re.compile(r"ge[a-zäöüß]{3,}t")
_DURATIONS = {"hour", "day", "week", "month", "year", "decade", "century"}
_OF_A_NUMBER = {"attempt", "part"}
_QUALIFIED = 14  # characters before a number in which a qualifier such as "nearly" is found


@dataclass(frozen=True, slots=True)
class AnalysedWord:
    """A word of a text.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last character.
        text: Word as written.
        folded: Word in lower case, without accents.
        stem: Snowball stem; empty for a stop word, or without a stemmer for the language.
        keys: Language-independent keys of its meaning, from the language packs.
        content: Whether it is a content word.
        capital: Whether it is capitalized for another reason than the start of a sentence.
    """

    start: int
    end: int
    text: str
    folded: str
    stem: str
    keys: frozenset[str]
    content: bool
    capital: bool

    @property
    def predicate(self) -> bool:
        """Whether it may be a verb: it is neither a name nor a known noun."""
        kinds = {key[:2] for key in self.keys}
        return PREDICATE in kinds or not (kinds or self.capital)


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text and its parts; all offsets refer to ``text``.

    Attributes:
        text: Text.
        language: ISO 639-1 code.
        cues: Cues of its language for claims.
        words: Words, without those of times and numbers.
        numbers: Numbers, without those of times, except durations.
        times: Times.
        written_end: Day after the last possible day of writing; None for a claim.
    """

    text: str
    language: str
    cues: ClaimCues
    words: tuple[AnalysedWord, ...]
    numbers: tuple[Number, ...]
    times: tuple[Mention, ...]
    written_end: date | None = None

    def find(self, pattern: str, start: int = 0, end: int | None = None) -> list[Span]:
        """Return the spans of whole words that match a pattern of the language pack."""
        stop = len(self.text) if end is None else end
        return [one.span() for one in compiled(pattern).finditer(self.text, start, stop)]

    def operators(self) -> dict[str, list[Span]]:
        """Return the spans of operators, which change whether or how far the text holds, by name.

        Operators that belong to a time or a number are left out, since times and numbers are
        compared.
        """
        taken = [(one.start, one.end) for one in self.times]
        taken += [
            (one.start, one.end)
            for one, following in zip_longest(self.words, self.words[1:])
            if one.capital or (following is not None and _begins_name(self.text, one, following))
        ]
        qualified = [(one.start - _QUALIFIED, one.start) for one in self.numbers]
        found = {}
        for name, pattern in self.cues.operators.items():
            spans = [
                span
                for span in self.find(pattern)
                if not _is_inside(span, taken)
                and not (name in _OF_A_NUMBER and _is_inside(span, qualified))
            ]
            if spans:
                found[name] = spans
        return found


def _begins_name(text: str, word: AnalysedWord, following: AnalysedWord) -> bool:
    """Return whether the first word of a sentence begins a name."""
    beside = text[word.end : following.start] == " "
    return word.text[0].isupper() and following.capital and beside and not word.keys


def _is_inside(span: Span, others: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def analyse(
    text: str,
    language: str,
    cues: ClaimCues,
    times: Sequence[Mention],
    written_end: date | None = None,
) -> Analysis:
    """Split a text into its parts.

    Args:
        text: Sentence or claim.
        language: ISO 639-1 code.
        cues: Cues of the language for claims.
        times: Times in the text, with offsets in it.
        written_end: See ``Analysis``.
    """
    times = [_as_open_period(text, one, cues) for one in times]
    numbers = tuple(
        number
        for number in read_numbers(text, language, cues)
        if number.unit in _DURATIONS
        or not any(one.start < number.end and number.start < one.end for one in times)
    )
    spans = [(one.start, one.end) for one in times]
    spans += [(one.start, one.tail) for one in numbers]
    return Analysis(
        text,
        language,
        cues,
        tuple(_analysed_words(text, language, cues, spans)),
        numbers,
        tuple(times),
        written_end,
    )


def _as_open_period(text: str, mention: Mention, cues: ClaimCues) -> Mention:
    """Return the time as an open period if no end follows: "from 12 November"."""
    if mention.bound is not None or mention.ends is not None or mention.polarity != "affirmed":
        return mention
    if not re.search(
        rf"(?<!\w)(?:{cues.since})\s*(?:the |le )?$", text[: mention.start], re.IGNORECASE
    ):
        return mention
    if re.match(rf"\s*(?:{cues.directions}|until)\b", text[mention.end :], re.IGNORECASE):
        return mention
    period = Period(mention.period.start, date.max)
    return replace(mention, period=period, bound=Boundary("since", mention.period))


def _analysed_words(
    text: str, language: str, cues: ClaimCues, taken: Sequence[Span]
) -> Iterable[AnalysedWord]:
    keyed = _keyed(text, language, cues)
    functions = compiled(cues.function_words)
    initial = True
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        opens = initial or text[:start].rstrip(" ")[-1:] in {"«", "“", '"', ":", "\u00a0"}
        initial = False
        if any(first <= start and end <= last for first, last in taken):
            continue
        written = match.group()
        stem = stem_of(written, language)
        if cues.free_order and _PREFIXED.fullmatch(written):  # "gedankt" for "dankte"
            stem = stem_of(written[2:], language)
        keys = frozenset(key for first, last, key in keyed if first < end and start < last)
        capital = written[0].isupper() and (not opens or written[1:].upper() == written[1:] != "")
        if cues.free_order and capital:
            capital = not _is_noun(text[:start], keys, cues)
        content = (
            bool(keys)
            or capital
            or (bool(stem) and functions.fullmatch(written) is None and len(written) > 1)
        )
        yield AnalysedWord(start, end, written, fold(written), stem, keys, content, capital)


def _is_noun(before: str, keys: frozenset[str], cues: ClaimCues) -> bool:
    """Return whether a capitalized word is a common noun, in a language that capitalizes nouns."""
    if keys:
        return not any(key.startswith(NAME) for key in keys)
    return (
        re.search(rf"(?<!\w)(?:{cues.articles}|{cues.indefinite})\s+$", before, re.IGNORECASE)
        is not None
    )


def _keyed(text: str, language: str, cues: ClaimCues) -> list[tuple[int, int, str]]:
    found = []
    for key, pattern in _keys(language, cues.agent):
        found += [(*match.span(), key) for match in pattern.finditer(text)]
    return found


@cache
def _keys(language: str, _agent: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    from qa.languages import language_pack

    pack = language_pack(language)
    cues = None if pack is None else pack.claims
    if pack is None or cues is None:
        return ()
    tables = (
        (PREDICATE, cues.predicates, re.IGNORECASE),
        (THING, cues.things, re.IGNORECASE),
        (NAME, cues.names, 0),
        (NAME, cues.nationalities, 0),
        (NAME, _territories(pack.locale), 0),
    )
    return tuple(
        (f"{kind}{name}", re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags))
        for kind, table, flags in tables
        for name, pattern in table.items()
    )


def _territories(locale: str) -> Mapping[str, str]:
    """Return CLDR's names of territories as patterns; capitals also match without accents."""
    import babel

    names = babel.Locale.parse(locale).territories
    return {
        code: "|".join({re.escape(name), re.escape(_plain_capital(name))})
        for code, name in names.items()
        if len(code) == 2  # not the continents, which have numbers
    }


def _plain_capital(name: str) -> str:
    return fold_accents(name[0]) + name[1:]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of a language pack so that it matches whole words."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def fold(text: str) -> str:
    """Return a text in lower case, without accents."""
    return fold_accents(text.casefold())


def fold_accents(text: str) -> str:
    """Return a text without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 16)
def stem_of(word: str, language: str) -> str:
    """Return the Snowball stem of a word; empty if it is a stop word."""
    from index.analysis import STEMMED, analyzer

    if language not in STEMMED:
        return fold(word)
    return " ".join(analyzer(f"stems_{language}").analyze(word))
