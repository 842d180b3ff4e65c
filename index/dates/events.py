"""What words speak of the event that an offset counts from: ten days before the shooting.

Elsewhere in the article the same event is told with its day, in words of the same stem ("he was
shot on 23 October") or, in a few families, of the same meaning ("killed", "murder", "slaying").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORTEST_STEM = 4


class Events:
    """Tells what words speak of an event, in one language.

    Args:
        named: Matches what follows an offset, with the noun or the verb in a group ``event``.
        endings: Matches the end of a word that its stem lacks.
        families: Regular expressions of words that speak of the same kind of event.
    """

    def __init__(self, named: str, *, endings: str, families: Sequence[str] = ()) -> None:
        self._named = re.compile(named, re.IGNORECASE)
        self._endings = re.compile(rf"(?:{endings})$")
        self._families = [
            re.compile(rf"(?<!\w)(?:{family})(?!\w)", re.IGNORECASE) for family in families
        ]

    def __call__(self, after: str) -> re.Pattern[str] | None:
        """Return what matches words that speak of the event; None if no event is named.

        Args:
            after: The sentence after the offset.
        """
        found = self._named.match(after)
        if found is None:
            return None
        word = found["event"].lower()
        for family in self._families:
            if family.fullmatch(word):
                return family
        stem = self._endings.sub("", word)
        stem = stem if len(stem) >= _SHORTEST_STEM else word
        return re.compile(rf"(?<!\w){re.escape(stem)}\w*", re.IGNORECASE)
