"""Split a text into words, numbers and marks, with their offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPLIT = re.compile(r"[^\W\d_]+|[^\w\s]")
_TOKEN = re.compile(
    r"""
    (?P<word>[^\W\d_]+)
  | (?P<iso>(?<![\d.,/-])(?P<day>\d{4}-\d\d-\d\d)T\d[\d:.,]*(?:Z|[+-]\d\d:?\d\d)?)
  | (?P<clock>(?<!\d)(?:
        (?:[01]?\d|2[0-4])\s?[hH](?:\s?[0-5]\d)?(?![^\W_])           # 14h30, 20 h
      | (?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?  # 10:20
      | (?:1[0-2]|0?\d)(?:\.[0-5]\d)?\s?[aApP]\.?[mM]\b\.?            # 3 p.m.
    ))
  | (?P<full>(?<![\d.,])(?:
        (?:\d{4}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,2}
          |\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d\d))(?!\d|[.,]\d)
      | \d{1,2}/\d{1,2},\ ?(?:\d{4}|\d\d)(?!\d)                      # 12/08, 2015
    ))
  | (?P<yearmonth>(?<![\d.,/-])\d{4}[./-](?:0?[1-9]|1[0-2])(?![\d/]|[.,-]\d))
  | (?P<monthyear>(?<![\d.,/-])(?:0?[1-9]|1[0-2])[/-]\d{4}(?![\d/]|[.,-]\d))
  | (?P<spaced>(?<![\d.,/-])                                             # 2016 / 05
        (?:\d{4}\ ?[/-]\ ?0[1-9]|(?<!\d\ )0[1-9]\ ?[/-]\ ?\d{4})(?![\d/]|\ ?[.,/-]?\d))
  | (?P<daymonth>(?<![\d.,/])\d{1,2}/\d{1,2}(?![\d/]|[.,]\d))
  | (?P<stamp>(?<![^\W_])(?:1[5-9]|2[01])\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?![^\W_]|[.,]\d))
  | (?P<first>(?<![\d.,])1\ ?°(?=\ (?:de\ )?[^\W\d_]{4}))              # 1° de mayo
  | (?P<sum>[$€£¥]\s?\d[\d.,]{0,20}|\d[\d.,]{0,20}\s?[$€£¥%‰°])
  | (?P<figure>\d{1,3}(?:[.,\ ]\d{3}){1,9}(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+){1,9})
  | (?P<digits>\d+)
  | (?P<pause>\n\s*\n)
  | (?P<point>[^\w\s])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token, on which the rules of a grammar operate.

    Attributes:
        kind: Kind of the token, in capital letters.
        value: Meaning of the token: a number, an expression, or another value made by a rule.
        start: Offset of the first character in the text.
        end: Offset after the last character.
    """

    kind: str
    value: Any
    start: int
    end: int


OTHER = "OTHER"
_MARKS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "~": "DASH", "/": "SLASH",
          ".": "DOT", "'": "APOSTROPHE", "’": "APOSTROPHE", "(": "BRACKET",
          ">": "GREATER", "<": "LESS", "=": "EQUALS",
          "!": "STOP", "?": "STOP", ";": "STOP", ":": "STOP", ")": "STOP"}  # fmt: skip
_YEARS = range(1000, 3000)
_POINTED = re.compile(r"\d{1,2}\.(?:\d{1,2}|(?:19|20)\d\d)")
"""17.09 or 05.2016: a day or month in German, a number or a time of day in other languages."""


class Lexicon:
    """The words of a language for times.

    Args:
        words: Kind and value of each word or phrase. Lower-case words match in any case;
            capitalized words match only capitalized.
    """

    def __init__(self, words: Mapping[str, tuple[str, Any]]) -> None:
        self._words: dict[str, tuple[str, Any]] = {}
        self._phrases: dict[str, dict[str, list[tuple[list[str], str, Any]]]] = {}
        for phrase, (kind, value) in words.items():
            first, *rest = _SPLIT.findall(phrase)
            following = self._phrases.setdefault(first, {})
            if rest:
                following.setdefault(rest[0], []).append((rest, kind, value))
            else:
                self._words[first] = kind, value
        for following in self._phrases.values():
            for phrases in following.values():
                phrases.sort(key=lambda phrase: -len(phrase[0]))

    def meanings(self) -> set[tuple[str, Any]]:
        """Return the kinds and values of all phrases."""
        phrases = {
            (kind, value)
            for following in self._phrases.values()
            for same in following.values()
            for _, kind, value in same
        }
        return phrases | set(self._words.values())

    def find(
        self, texts: Sequence[str], lowered: Sequence[str], at: int
    ) -> tuple[int, str, Any] | None:
        """Return the longest phrase that starts at a position.

        Args:
            texts: Words and marks of a text.
            lowered: The same in lower case.
            at: Index of the first word.

        Returns:
            Number of words and marks, kind and value of the phrase; None if there is none.
        """
        word, small = texts[at], lowered[at]
        if word != small and word in self._phrases:
            found = self._longest(word, lowered, at)
            if found is not None:
                return found
        return self._longest(small, lowered, at) if small in self._phrases else None

    def _longest(self, word: str, lowered: Sequence[str], at: int) -> tuple[int, str, Any] | None:
        """Return the longest phrase that starts with a word."""
        following = self._phrases[word]
        if following and at + 1 < len(lowered):
            for rest, kind, value in following.get(lowered[at + 1], ()):
                if len(rest) == 1 or lowered[at + 1 : at + 1 + len(rest)] == rest:
                    return 1 + len(rest), kind, value
        alone = self._words.get(word)
        return None if alone is None else (1, *alone)


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Split a text into tokens.

    A run of words that are not in the lexicon becomes one token ``OTHER``. The last token is a
    ``STOP``.

    Args:
        text: Normalized text (``index.dates.plain.normalize``).
        lexicon: Lexicon of the language.
    """
    matches = list(_TOKEN.finditer(text))
    texts = [match.group() for match in matches]
    lowered = [text.lower() for text in texts]
    found: list[Token] = []
    at = 0
    in_lexicon = True
    while at < len(matches):
        match = matches[at]
        taken = 1
        if match.lastgroup == "word":
            phrase = lexicon.find(texts, lowered, at)
            taken, kind, value = phrase or (1, OTHER, None)
        else:
            kind, value = _classify(match)
        if in_lexicon or kind != OTHER:
            found.append(Token(kind, value, match.start(), matches[at + taken - 1].end()))
        in_lexicon = kind != OTHER
        at += taken
    return [*found, Token("STOP", None, len(text), len(text))]


def _classify(match: re.Match[str]) -> tuple[str, Any]:  # noqa: C901 (a table)
    text = match.group()
    match match.lastgroup:
        case "digits":
            return _classify_number(text)
        case "point":
            return _MARKS.get(text, OTHER), None
        case "clock":
            return "CLOCK", None
        case "full":
            return "FULL", tuple(re.findall(r"\d+", text))
        case "iso":
            return "FULL", tuple(match["day"].split("-"))
        case "stamp":
            return "FULL", (text[:4], text[4:6], text[6:])
        case "yearmonth" | "monthyear" | "spaced":
            year, month = sorted(map(int, re.findall(r"\d+", text)), reverse=True)
            return ("YEARMONTH", (year, month)) if year in _YEARS else (OTHER, None)
        case "first":
            return "ORD", 1
        case "daymonth":
            return "DAYMONTH", tuple(map(int, text.split("/")))
        case "figure":
            return _classify_figure(text)
        case _:
            return OTHER, None


def _classify_figure(text: str) -> tuple[str, Any]:
    pointed = _POINTED.fullmatch(text) is not None
    return ("POINTED", tuple(map(int, text.split(".")))) if pointed else (OTHER, None)


def _classify_number(text: str) -> tuple[str, Any]:
    if len(text) <= 2:
        return "N", int(text)
    if len(text) == 4 and int(text) in _YEARS:
        return "YEAR", int(text)
    return ("BIGN", int(text)) if len(text) == 3 else (OTHER, None)
