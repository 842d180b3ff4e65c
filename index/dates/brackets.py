"""Times between two parts of a verb: "hat am Montag … eröffnet", "der am Montag eröffnete Markt".

Where a language parts its verbs (the *Satzklammer* of German), or puts them last, neither what
stands before a time nor what follows it says enough. Here regular expressions match the sentence as
a whole, in which ``TIME`` stands for the time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.polarity import Polarity

TIME = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands for the time in the patterns."""

_WIDEST = 300
"""Characters to each side."""


class Around:
    """Tells whether one of some patterns matches the sentence around a time.

    Args:
        patterns: Regular expressions in which ``TIME`` stands for the time.
    """

    def __init__(self, *patterns: str) -> None:
        self._pattern = re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)

    def __call__(self, before: str, after: str) -> bool:
        """Return whether a time between two parts of its sentence is such a one."""
        return self._pattern.search(_with_time(before, after)) is not None


class BracketPolarities:
    """Tells the polarity of a time by the first pattern that matches its sentence.

    Args:
        patterns: Polarities, and regular expressions in which ``TIME`` stands for the time.
        cancelled: Matches verbs: "called off".
        postponed: Matches verbs: "put off".
        negated: Matches words right before such a verb that deny it.
        done: Regular expressions, in which ``{verb}`` stands for these verbs, of the time at which
            something was called off or moved: "was cancelled on Friday".
        planned: Matches the end of what stands before a time that was set in the past: "had been
            scheduled for".
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
        """Return the polarity of a time between two parts of its sentence."""
        sentence = _with_time(before, after)
        for polarity, pattern in self._patterns:
            if pattern.search(sentence):
                return polarity
        return "affirmed"

    def taken_back(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return what the verb that a time goes with does, if it takes something back.

        "Was cancelled on Friday" and "on Friday the club cancelled it" tell when that was done.

        Args:
            before: The sentence up to the time.
            after: The sentence after it.
            opening: The first word of the time, which may be its preposition: "bis Freitag".
        """
        if not self.names_change(before) and not self.names_change(after):
            return None
        sentence = _with_time(f"{before}{opening} " if opening.islower() else before, after)
        matching = (polarity for polarity, pattern in self._done if pattern.search(sentence))
        return next(matching, None)

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return what became of a plan, by the sentences beside its own.

        Args:
            before: The sentence up to the time.
            previous: The end of what stands before the sentence.
            following: The beginning of what stands after it.
        """
        if self._planned.search(before):
            for text in (previous, following):
                if (polarity := self.of_event(text)) != "affirmed":
                    return polarity
        return "affirmed"

    def of_event(self, text: str) -> Polarity:
        """Return whether a text says that something was called off or moved: "wurde abgesagt"."""
        for found in self._change.finditer(text):
            if not found["negated"]:
                return "cancelled" if found["cancelled"] else "postponed"
        return "affirmed"

    def names_change(self, text: str) -> bool:
        """Return whether a text speaks of calling off, or of moving to another day."""
        return self._change.search(text) is not None


def _with_time(before: str, after: str) -> str:
    return f"{before[-_WIDEST:]}{TIME}{after[:_WIDEST]}"
