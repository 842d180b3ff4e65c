"""What words speak of the event that an offset counts from: ten days before the shooting.

Elsewhere in the article the same event is told with its day, in words of the same stem ("he was
shot on 23 October") or, in a few families, of the same meaning ("killed", "murder", "slaying"). The
families have the same names in every language, so that texts of two languages can be compared:
"built" and "fermera" are not the same event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST_STEM = 4


class Events:
    """Tells what words speak of an event, in one language.

    Args:
        named: Matches what follows an offset, with the noun or the verb in a group ``event``.
        endings: Matches the end of a word that its stem lacks.
        families: Names of kinds of events, and regular expressions of words that speak of them.
    """

    def __init__(
        self, named: str, *, endings: str, families: Mapping[str, str] | None = None
    ) -> None:
        self._named = re.compile(named, re.IGNORECASE)
        self._endings = re.compile(rf"(?:{endings})$")
        self._families = {
            name: re.compile(rf"(?<!\w)(?:{family})(?!\w)", re.IGNORECASE)
            for name, family in (families or {}).items()
        }

    @property
    def kinds(self) -> frozenset[str]:
        """The names of the kinds of events that are known."""
        return frozenset(self._families)

    def kinds_in(self, text: str) -> frozenset[str]:
        """Return the kinds of events that the words of a text speak of."""
        return frozenset(name for name, family in self._families.items() if family.search(text))

    def __call__(self, after: str) -> re.Pattern[str] | None:
        """Return what matches words that speak of the event; None if no event is named.

        Args:
            after: The sentence after the offset.
        """
        found = self._named.match(after)
        if found is None:
            return None
        word = found["event"].lower()
        for family in self._families.values():
            if family.fullmatch(word):
                return family
        stem = self._endings.sub("", word)
        stem = stem if len(stem) >= _SHORTEST_STEM else word
        return re.compile(rf"(?<!\w){re.escape(stem)}\w*", re.IGNORECASE)


def speak_of_different_events(one: str, language: str, other: str, its_language: str) -> bool:
    """Return whether two texts speak of different kinds of events, as far as is known.

    They do if both languages have words for a kind that the first one names, and the second one
    names none of those.

    Args:
        one: A text, such as a question.
        language: Its language, ISO 639-1.
        other: Another text.
        its_language: The language of that.
    """
    mine, its = _events_of(language), _events_of(its_language)
    if mine is None or its is None:
        return False
    kinds = mine.kinds_in(one) & its.kinds
    return bool(kinds) and not kinds & its.kinds_in(other)


def _events_of(language: str) -> Events | None:
    from index.dates.languages import grammar_of

    grammar = grammar_of(language)
    events = None if grammar is None else grammar.events
    return events if isinstance(events, Events) else None
