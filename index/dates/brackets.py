"""Match sentences around a time, for languages with sentence brackets (*Satzklammer*).

In "hat am Montag … eröffnet" and "der am Montag eröffnete Markt", the parts of the verb surround
the time or follow it, so that the text on one side is not enough. Here regular expressions match
the whole sentence, in which ``TIME`` stands for the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.polarity import Polarity

TIME = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Placeholder of the time in patterns."""

_MAX_CONTEXT = 300
"""Maximum number of characters on each side of the time."""


class SentencePattern:
    """Tests whether the sentence around a time matches any of some patterns.

    Args:
        patterns: Regular expressions in which ``TIME`` stands for the time.
    """

    def __init__(self, *patterns: str) -> None:
        self._pattern = re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)

    def __call__(self, before: str, after: str) -> bool:
        """Return whether a sentence matches, given the text before and after the time."""
        return self._pattern.search(_with_time(before, after)) is not None


class BracketPolarities:
    """Determines the polarity of a time by the first pattern that matches its sentence.

    Args:
        patterns: Polarities with regular expressions in which ``TIME`` stands for the time.
        cancelled: Pattern of verbs of cancelling: "called off".
        postponed: Pattern of verbs of postponing: "put off".
        negated: Pattern of negations right before such a verb.
        done: Patterns, with ``{verb}`` for such a verb, of sentences in which the time is when
            something was cancelled or postponed: "was cancelled on Friday".
        planned: Pattern of words right before a time that was planned: "had been scheduled for".
    """

    def __init__(
        self,
        patterns: Sequence[tuple[Polarity, str]],
        *,
        cancelled: str,
        postponed: str,
        negated: str,
        done: Sequence[str],
        planned: str,
    ) -> None:
        self._patterns = [
            (polarity, re.compile(pattern, re.IGNORECASE)) for polarity, pattern in patterns
        ]
        self._change = re.compile(
            rf"(?P<negated>\b(?:{negated})\s+)?"
            rf"\b(?:(?P<cancelled>{cancelled})|(?P<postponed>{postponed}))\b",
            re.IGNORECASE,
        )
        kinds: list[tuple[Polarity, str]] = [("cancelled", cancelled), ("postponed", postponed)]
        self._done = [
            (polarity, re.compile(pattern.replace("{verb}", f"(?:{verb})"), re.IGNORECASE))
            for polarity, verb in kinds
            for pattern in done
        ]
        self._planned = re.compile(rf"\b(?:{planned})\s*$", re.IGNORECASE)

    def __call__(self, before: str, after: str) -> Polarity:
        """Return the polarity of a time, given its sentence before and after it."""
        sentence = _with_time(before, after)
        for polarity, pattern in self._patterns:
            if pattern.search(sentence):
                return polarity
        return "affirmed"

    def governing_change(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return the polarity that the governing verb gives to its object; None if it gives none.

        In "was cancelled on Friday" and "on Friday the club cancelled it", Friday is the day of the
        cancellation.

        Args:
            before: Sentence before the time.
            after: Sentence after the time.
            opening: First word of the time, which may be its preposition: "bis Freitag".
        """
        if not self.names_change(before) and not self.names_change(after):
            return None
        sentence = _with_time(f"{before}{opening} " if opening.islower() else before, after)
        matching = (polarity for polarity, pattern in self._done if pattern.search(sentence))
        return next(matching, None)

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return the polarity of a planned time, by the neighboring sentences.

        Args:
            before: Sentence before the time.
            previous: End of the text before the sentence.
            following: Start of the text after the sentence.
        """
        if self._planned.search(before):
            for text in (previous, following):
                if (polarity := self.of_event(text)) != "affirmed":
                    return polarity
        return "affirmed"

    def of_event(self, text: str) -> Polarity:
        """Return ``cancelled`` or ``postponed`` if a text says so: "wurde abgesagt"."""
        for found in self._change.finditer(text):
            if not found["negated"]:
                return "cancelled" if found["cancelled"] else "postponed"
        return "affirmed"

    def names_change(self, text: str) -> bool:
        """Return whether a text contains a verb of cancelling or postponing."""
        return self._change.search(text) is not None


def _with_time(before: str, after: str) -> str:
    return f"{before[-_MAX_CONTEXT:]}{TIME}{after[:_MAX_CONTEXT]}"
