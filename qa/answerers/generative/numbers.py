"""Parse the numbers in a text: their values in any spelling, their units and qualifiers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.languages.claims import ClaimCues

_SPACES = "\u00a0\u202f\u2009 "
_DIGITS = re.compile(rf"\d+(?:[.,’'{_SPACES}]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"[^\W\d_]+[ -][^\W\d_]+")
_GAP = re.compile(r"[\s-]+")
_THOUSAND = 1000
_HUNDRED = 100
_BEFORE = 32  # characters before a number in which a qualifier is found


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        start: Offset of the first character, without the unit.
        end: Offset after the last character, without the unit.
        value: Value.
        unit: Name of the unit in ``ClaimCues.units``; None without a known unit.
        qualifier: Name of the qualifier in ``ClaimCues.qualifiers``; None without one.
        tail: Offset after the last character of the unit.
    """

    start: int
    end: int
    value: Fraction
    unit: str | None
    qualifier: str | None
    tail: int


def read_numbers(text: str, language: str, cues: ClaimCues) -> list[Number]:
    """Return the numbers of a text, in order.

    Args:
        text: Any text.
        language: ISO 639-1 code; it determines the meaning of points and commas.
        cues: Cues of the language for claims.
    """
    patterns = _number_patterns(cues)
    found: list[Number] = []
    for start, end, value in _numeric_values(text, language, cues):
        if found and start < found[-1].tail:  # the "cent" in "9 pour cent"
            continue
        unit, first, tail = patterns.unit(text, start, end)
        qualifier = patterns.qualifier(text[max(0, first - _BEFORE) : first])
        found.append(Number(first, end, value, unit, qualifier, tail))
    return found


def _numeric_values(
    text: str, language: str, cues: ClaimCues
) -> Iterator[tuple[int, int, Fraction]]:
    """Yield the numbers in digits or words, multiplied by the next word: "3.5 million"."""
    digits = {match.start(): match.end() for match in _DIGITS.finditer(text)}
    at = 0
    while at < len(text):
        if at in digits:
            end = digits[at]
            value = _of_digits(text[at:end], language)
            attached = end < len(text) and text[end].isalpha() and not _is_unit(text, end, cues)
            leading = at > 0 and (text[at - 1].isalpha() or text[at - 1] == "_")
            if value is None or attached or leading:  # "7th", "G7", "COVID-19" are words
                at = end
                continue
            value, end = _multiplied(text, end, value, cues)
            yield at, end, value
            at = end
            continue
        match = _WORD.match(text, at)
        if match is None:
            at += 1
            continue
        spelled = _spelled(text, at, cues)
        if spelled is None:
            at = match.end()
            continue
        value, end = spelled
        yield at, end, value
        at = end


def _is_unit(text: str, at: int, cues: ClaimCues) -> bool:
    word = _WORD.match(text, at)
    return word is not None and (
        word.group() in cues.multipliers
        or _number_patterns(cues).units.match(text, at) is not None
        or word.group().lower() in {"e", "er", "ère"}
    )


def _of_digits(text: str, language: str) -> Fraction | None:
    """Return the value of a number in digits; None if its form is invalid in the language."""
    point, grouping = _separators(language)
    text = re.sub(rf"(?<=\d)[’'{_SPACES}](?=\d{{3}}(?!\d))", "", text)
    text = re.sub(rf"(?<=\d)[{re.escape(grouping)}](?=\d{{3}}(?!\d))", "", text)
    other = "." if point == "," else ","
    if text.count(point) == 1 and other not in text:
        text = text.replace(point, ".")
    elif text.count(other) == 1 and point not in text:
        text = text.replace(other, ".")  # the other decimal separator, such as "4.5" in French
    try:
        return Fraction(text)
    except ValueError:
        return None


@cache
def _separators(language: str) -> tuple[str, str]:
    """Return CLDR's decimal separator, and the grouping separators besides spaces."""
    import babel

    symbols = babel.Locale.parse(language).number_symbols["latn"]
    point = symbols["decimal"]
    return point, "," if point == "." else "."


def _multiplied(text: str, end: int, value: Fraction, cues: ClaimCues) -> tuple[Fraction, int]:
    while True:
        gap = _GAP.match(text, end)
        word = _WORD.match(text, gap.end() if gap else end)
        factor = cues.multipliers.get(word.group().lower()) if word else None
        if word is None or factor is None:
            return value, end
        value, end = value * factor, word.end()


def _spelled(text: str, start: int, cues: ClaimCues) -> tuple[Fraction, int] | None:
    """Parse a number in words: the sum of parts below a thousand, each times its power."""
    total = part = 0
    end = start
    for name, last in _number_words(text, start, cues):
        if name in cues.multipliers:
            factor = cues.multipliers[name]
            if end == start and factor > _THOUSAND:  # "millions of" without a number
                return None
            if factor >= _THOUSAND:
                total, part = total + max(part, 1) * factor, 0
            else:
                part = max(part, 1) * factor
        elif end == start or _continues(part, cues.numbers[name]):
            part += cues.numbers[name]
        else:
            break
        end = last
    if end == start or text[start:end].lower() in cues.indefinite.split("|"):
        return None
    return Fraction(total + part), end


def _number_words(text: str, at: int, cues: ClaimCues) -> Iterator[tuple[str, int]]:
    """Yield the consecutive words of a number, without the words that link them."""
    linked = True  # no linking word may precede the first word
    while (word := _compound(text, at, cues) or _WORD.match(text, at)) is not None:
        name = re.sub(r"\s", "-", unicodedata.normalize("NFC", word.group().lower()))
        if name in cues.multipliers or name in cues.numbers:
            linked = False
            yield name, word.end()
        elif linked or not re.fullmatch(cues.number_links, name):
            return
        else:
            linked = True
        gap = _GAP.match(text, word.end())
        if gap is None or "\n" in gap.group():
            return
        at = gap.end()


def _compound(text: str, at: int, cues: ClaimCues) -> re.Match[str] | None:
    """Match two words that are one number: "quatre-vingt"."""
    pair = _PAIR.match(text, at)
    if pair is None:
        return None
    return pair if re.sub(r"\s", "-", pair.group().lower()) in cues.numbers else None


def _continues(part: int, value: int) -> bool:
    """Return whether a number below a hundred may follow: "sixty-two", "cent dix"."""
    if part == 0:
        return True
    last = part % _HUNDRED
    if last == 0:
        return value < _HUNDRED
    if last in {60, 80}:
        return value < 20
    if last == 10:  # "dix-sept"
        return value in {7, 8, 9}
    return last % 10 == 0 and value < 10


@dataclass(frozen=True, slots=True)
class _NumberPatterns:
    """The compiled regular expressions of a language."""

    units: re.Pattern[str]
    names: tuple[str, ...]
    prefixes: re.Pattern[str]
    qualifiers: tuple[tuple[str, re.Pattern[str]], ...]

    def unit(self, text: str, start: int, end: int) -> tuple[str | None, int, int]:
        """Return the unit next to a number, and the start and end of both."""
        gap = _GAP.match(text, end)
        longest: tuple[int, str] | None = None
        for at in {end, gap.end() if gap else end}:
            match = self.units.match(text, at)
            if match and match.end() > at and (longest is None or match.end() > longest[0]):
                longest = match.end(), self.names[int((match.lastgroup or "u0")[1:])]
        if longest is not None:
            return longest[1], start, longest[0]
        before = self.prefixes.search(text[max(0, start - 4) : start])
        if before is not None:
            name = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}[before["sign"]]
            return name, start - len(before.group()), end
        return None, start, end

    def qualifier(self, before: str) -> str | None:
        """Return the qualifier of a number, given the text before it."""
        return next((name for name, cue in self.qualifiers if cue.search(before)), None)


_COMPILED: dict[int, _NumberPatterns] = {}


def _number_patterns(cues: ClaimCues) -> _NumberPatterns:
    """Return the patterns of a language, compiled once."""
    if (known := _COMPILED.get(id(cues))) is not None:
        return known
    names = sorted(cues.units, key=lambda name: -len(cues.units[name]))
    joined = "|".join(f"(?P<u{n}>{cues.units[name]})(?!\\w)" for n, name in enumerate(names))
    compiled = _NumberPatterns(
        re.compile(joined, re.IGNORECASE),
        tuple(names),
        re.compile(r"(?P<sign>[$€£¥]) ?$"),
        tuple(
            (name, re.compile(rf"(?<!\w)(?:{cue})\W*$", re.IGNORECASE))
            for name, cue in cues.qualifiers.items()
        ),
    )
    return _COMPILED.setdefault(id(cues), compiled)
