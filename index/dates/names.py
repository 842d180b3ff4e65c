"""Recognize months and weekdays that are names of people: "April Ryan", "Mr May", "Joe Friday"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_WORD = 12
_LONGEST_NAME = 16
_INITIAL = re.compile(r"[A-Z]\.?")
_OPENS = re.compile(r"(?:^|[.!?:;,”\"] ?)$")
_BEFORE_VERB = re.compile(r" [a-z]")
_AFTER_DAY = re.compile(r"\d(?:\.|st|nd|rd|th)? $")
"""The end of a day before its month: "19. Juni"."""


class Names:
    """Recognizes names of people that are also months, in one language.

    All lists of words are separated by ``|``.

    Args:
        months: Months that are also names.
        behind: Lower-case words after which a month is not a first name.
        titles: Titles after which a month is a name.
        dated: Words after which a month is not a surname, even if the text mentions that person.
        openers: Capitalized words that are not first names; if empty, no surnames are recognized.
        weekdays: Weekdays that are also surnames.
        given: First names, after which such a weekday is a surname. After other capitalized words
            it is a day: "in Washington Friday".
    """

    def __init__(
        self,
        months: str,
        *,
        behind: str,
        titles: str,
        dated: str = "",
        openers: str = "",
        weekdays: str = "",
        given: str = "",
    ) -> None:
        words = [spelling for word in behind.split("|") for spelling in (word, word.capitalize())]
        no_month = "".join(rf"(?<!\b{word}[ -])" for word in words)
        a_person = "|".join(rf"(?<=\b{re.escape(title)} )" for title in titles.split("|"))
        self._named = re.compile(
            rf"(?:{a_person})[^\W\d_a-zà-ÿ]\w*(?= [^\W\d_a-z]|[,.;]| [a-zà-ÿ])"
            rf"|{no_month}(?<!\d )(?<!['’]s )(?:{months})"
            r"(?= (?!I\b|[A-Z]+\b)[^\W\d_a-zà-ÿ][\w’'-]+(?:[,.;:)’']| [a-zà-ÿ]))"
        )
        first = rf"(?!(?:{openers}|{'|'.join(words)})\b)[A-Z][a-z]+" if openers else r"(?!)"
        self._surname = re.compile(rf"(?<!\w)(?:{first}) (?P<name>{months})\b(?! ?\d| [A-Z])")
        self._dated = re.compile(rf"\b(?:{dated})[ -]$", re.IGNORECASE)
        self._weekdays = frozenset(weekdays.split("|"))
        self._given = frozenset(given.split("|"))

    def __call__(self, text: str) -> Callable[[int, int], bool]:
        """Return a test whether ``text[start:end]`` is a name, or a preposition and a name."""
        surnames = {found["name"] for found in self._surname.finditer(text)}

        @cache
        def named_so(weekday: str) -> frozenset[int]:
            """Return where a weekday follows a given name."""
            starts = (found.start() for found in re.finditer(rf"\b{weekday}\b", text))
            return frozenset(start for start in starts if self._follows_given_name(text, start))

        def is_name(start: int, end: int) -> bool:
            named = self._named.match(text, start)
            if named is not None and named.end() == end:
                return True
            word = text.rfind(" ", start, end) + 1 or start
            if text[word:end] in self._weekdays and (starts := named_so(text[word:end])):
                # "Friday has led the force", not "on Friday".
                opens = word == start and _OPENS.search(text, max(0, word - 2), word)
                return word in starts or bool(opens and _BEFORE_VERB.match(text, end))
            if text[word:end] not in surnames or text.count(" ", start, end) > 1:
                return False
            behind = text[max(0, word - _LONGEST_WORD) : word]
            return not _AFTER_DAY.search(behind) and not self._dated.search(behind)

        return is_name

    def _follows_given_name(self, text: str, start: int) -> bool:
        """Return whether a given name, or one and an initial, is before a word."""
        before = text[max(0, start - _LONGEST_NAME) : start].split()
        if not text[start - 1 : start].isspace() or not before:
            return False
        initial = len(before) > 1 and _INITIAL.fullmatch(before[-1]) is not None
        return before[-2 if initial else -1] in self._given
