"""Find the offices and occupations of a text, by language-independent names.

"The vice president" and "el vicepresidente" are both the office ``president``, of a deputy. The
words are in the language packs (``ClaimCues.offices``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from qa.languages import language_pack

_DEPUTY = "deputy"
_ALIKE = (
    {"president", "chair", "head"},
    {"director", "chief", "head"},
    {"minister", "secretary", "head"},
    {"prime minister", "head"},
    {"coach", "head"},
    {"lawyer", "defender", "prosecutor"},
)
"""Offices whose words are used for each other, within a language or across languages: a "président"
is a president or a chair."""
_APART = {"defender", "prosecutor"}


class Office(NamedTuple):
    """An office that a text mentions.

    Attributes:
        name: Name of the office in the packs.
        deputy: Whether it is the office of a deputy.
    """

    name: str
    deputy: bool = False


def offices(text: str, language: str) -> frozenset[Office]:
    """Return the offices that a text mentions; none in a language without them in its pack.

    >>> sorted(offices("The vice president met the judge.", "en"))
    [Office(name='judge', deputy=False), Office(name='president', deputy=True)]
    """
    found = [
        (match.span(), Office(name, bool(match["before"] or match["after"])))
        for name, pattern in _patterns_of(language)
        for match in pattern.finditer(text)
    ]
    # The "lawyer" of "defence lawyer" is no office of its own.
    return frozenset(
        office
        for (start, end), office in found
        if not any(s <= start and end <= e and e - s > end - start for (s, e), _ in found)
    )


def may_be_same(one: Office, other: Office) -> bool:
    """Return whether two offices may be the same one, in other words.

    >>> may_be_same(Office("chair"), Office("president"))
    True
    >>> may_be_same(Office("president"), Office("president", deputy=True))
    False
    """
    names = {one.name, other.name}
    return one.deputy == other.deputy and (
        len(names) == 1 or (names != _APART and any(names <= alike for alike in _ALIKE))
    )


@cache
def _patterns_of(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    pack = language_pack(language)
    if pack is None or pack.claims is None:
        return ()
    deputy = pack.claims.offices[_DEPUTY]
    return tuple(
        (
            name,
            re.compile(
                rf"(?<!\w)(?P<before>(?:{deputy})[\s-]?(?:[^\W\d_]+ )??)?(?:{words})(?!\w)"
                rf"(?P<after>[\s-](?:{deputy})(?!\w))?",
                re.IGNORECASE,
            ),
        )
        for name, words in pack.claims.offices.items()
        if name != _DEPUTY
    )
