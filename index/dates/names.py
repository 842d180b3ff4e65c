"""Months that are a name: "April Ryan", "Mr May", and "May" where Theresa May is told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_WORD = 12


class Names:
    """Tells which expressions are names of people, in one language.

    Args:
        months: The months that are names as well, parted by ``|``.
        behind: Words behind which a month is no first name, parted likewise, in small letters.
        titles: Words behind which it is a name, parted likewise.
        dated: Words behind which it is no surname, even of somebody that is told of, parted
            likewise.
        openers: Words in capitals that are no first names, parted likewise; without them no
            surname is looked for.
    """

    def __init__(
        self, months: str, *, behind: str, titles: str, dated: str = "", openers: str = ""
    ) -> None:
        words = [spelling for word in behind.split("|") for spelling in (word, word.capitalize())]
        no_month = "".join(rf"(?<!\b{word}[ -])" for word in words)
        a_person = "|".join(rf"(?<=\b{re.escape(title)} )" for title in titles.split("|"))
        self._named = re.compile(
            rf"(?:{a_person})\w+(?= [^\W\d_a-z]|[,.;]| [a-zà-ÿ])"
            rf"|{no_month}(?<!\d )(?<!['’]s )(?:{months})"
            r"(?= (?!I\b|[A-Z]+\b)[^\W\d_a-zà-ÿ][\w’'-]+(?:[,.;:)’']| [a-zà-ÿ]))"
        )
        first = rf"(?!(?:{openers}|{'|'.join(words)})\b)[A-Z][a-z]+" if openers else r"(?!)"
        self._surname = re.compile(rf"(?<!\w)(?:{first}) (?P<name>{months})\b(?! ?\d| [A-Z])")
        self._dated = re.compile(rf"\b(?:{dated})[ -]$", re.IGNORECASE)

    def __call__(self, text: str) -> Callable[[int, int], bool]:
        """Return what tells whether ``text[start:end]`` is a name, or a preposition and a name."""
        surnames = {found["name"] for found in self._surname.finditer(text)}

        def is_name(start: int, end: int) -> bool:
            named = self._named.match(text, start)
            if named is not None and named.end() == end:
                return True
            word = text.rfind(" ", start, end) + 1 or start
            if text[word:end] not in surnames or text.count(" ", start, end) > 1:
                return False
            return self._dated.search(text[max(0, word - _LONGEST_WORD) : word]) is None

        return is_name
