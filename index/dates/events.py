"""Recognize mentions of the event that an offset counts from: "ten days before the shooting".

The event may be mentioned elsewhere with its day, by a word of the same stem ("he was shot on 23
October") or of the same word family ("killed", "murder", "slaying"). Families have the same names
in all languages, so that texts in two languages can be compared: "built" and "fermera" are
different events.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORTEST_STEM = 4


class Events:
    """Recognizes events by word stems and families, in one language.

    Args:
        named: Pattern of the text after an offset, with the noun or verb in a group ``event``.
        endings: Pattern of the inflectional ending of a word.
        families: Patterns of words by kind of event.
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
        """The names of the word families."""
        return frozenset(self._families)

    def kinds_in(self, text: str) -> frozenset[str]:
        """Return the kinds of events that a text mentions."""
        return frozenset(name for name, family in self._families.items() if family.search(text))

    def __call__(self, after: str) -> re.Pattern[str] | None:
        """Return a pattern of words for the event of an offset; None if there is no event.

        Args:
            after: Sentence after the offset.
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
    """Return whether two texts certainly mention different kinds of events.

    This is the case if the first text mentions kinds that both languages have words for, and the
    second text mentions none of them.

    Args:
        one: First text, such as a question.
        language: Language of the first text, ISO 639-1.
        other: Second text.
        its_language: Language of the second text, ISO 639-1.
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
