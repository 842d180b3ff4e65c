"""Whether what is said of a time holds: affirmed, denied, cancelled, or put off to another.

"Not on Friday but on Saturday" denies the Friday; "the concert on 14 June has been cancelled" and
"it postponed Friday's vote to Monday" take back what was to be. But "the concert was cancelled on
Friday" says when that was done.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from index.dates.clauses import Tag

if TYPE_CHECKING:
    from index.dates.clauses import Clauses, Word

Polarity = Literal["affirmed", "denied", "cancelled", "postponed"]
"""Of a time: postponed is the day that was put off, not the one it was put off to."""

_MAY_BE_TAKEN_BACK = {Tag.PLANNED, Tag.FORMER, Tag.PARTICIPLE}
_LOOK_AHEAD = {Tag.AHEAD, Tag.PLANNED, Tag.FORMER, Tag.URGED}
_NEAR = 4  # words: what a verb denies stands close to it
_BEHIND = 16  # characters: what follows a verb and still belongs to it
_AHEAD = 18  # likewise before it: "ne se"


@runtime_checkable
class ReadsChanges(Protocol):
    """Tells a time's polarity, and when what takes a time back was done itself."""

    def __call__(self, before: str, after: str) -> Polarity:
        """Return the polarity of a time between two parts of its sentence."""

    def taken_back(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return what the verb that a time goes with does, if it takes something back."""

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return what became of a plan, by the sentences beside its own."""

    def of_event(self, text: str) -> Polarity:
        """Return whether a text says that something was called off or moved."""

    def names_change(self, text: str) -> bool:
        """Return whether a text speaks of calling off, or of moving to another day."""


class Polarities:
    """Tells the polarity of a time, in one language.

    Args:
        clauses: Find the verb of its clause.
        negated: Searched for around that verb.
        limits: Words behind which a time is not denied with the verb: "not until 4 p.m. Monday".
        denied: Matches the end of what stands before a time that is denied: "rather than".
        asserted: The same of one that is held against it: "but on".
        replaced: The same of one that no longer holds: "originally planned for".
        planned: The same of one that was set in the past: "had been scheduled for", ``expected``
            left out.
        expected: The same of one that may no longer hold, as what follows tells: "was to open on".
        cancelled: Participles: "called off".
        postponed: Participles: "put off".
        passive: Searched for around such a participle behind a time: "has been".
        new: Matches the end of what stands before the time to which something is moved: "to". Left
            out, no time is taken for the one when something was called off.
        undone: With ``{verb}`` for active forms of these verbs, the end of what stands before a
            time whose event they take back: "cancelled the concert planned for".
        owned: The same, if the time is followed by ``owner``: "cancelled Friday's concert".
        owner: See ``owned``.
    """

    def __init__(
        self,
        clauses: Clauses,
        *,
        negated: str,
        limits: str,
        denied: str,
        asserted: str,
        replaced: str,
        cancelled: str,
        postponed: str,
        passive: str,
        undone: str,
        new: str = ".*",
        owned: str = r"(?!)",
        owner: str = r"(?!)",
        expected: str = r"(?!)",
        planned: str = r"(?!)",
    ) -> None:
        self._clauses = clauses
        self._negated = re.compile(negated, re.IGNORECASE)
        (
            self._denied,
            self._asserted,
            self._replaced,
            self._expected,
            self._planned,
            self._new,
            self._undone,
            self._owned,
        ) = (
            re.compile(rf"\b(?:{pattern})\s*$", re.IGNORECASE)
            for pattern in (
                denied,
                asserted,
                replaced,
                expected,
                f"{expected}|{planned}",
                new,
                undone.format(verb=f"(?:{cancelled}|{postponed})"),
                owned.format(verb=f"(?:{cancelled}|{postponed})"),
            )
        )
        self._taken_back = re.compile(
            rf"\b(?:(?P<cancelled>{cancelled})|(?P<postponed>{postponed}))\b", re.IGNORECASE
        )
        self._no_denial = re.compile(rf"[,:()\[\]«»“”\"—–]|\b(?:{limits})\b", re.IGNORECASE)
        self._owner = re.compile(owner)
        self._passive = re.compile(rf"\b(?:{passive})\b", re.IGNORECASE)
        self._hint = re.compile(
            rf"{negated}|\b(?:{denied}|{replaced}|{expected}|{cancelled}|{postponed})\b",
            re.IGNORECASE,
        )

    def __call__(self, before: str, after: str) -> Polarity:
        """Return the polarity of a time between two parts of its sentence."""
        if not self._hint.search(before) and not self._hint.search(after):
            return "affirmed"
        if self._denied.search(before):
            return "denied"
        if self._asserted.search(before):
            return "affirmed"
        if self._replaced.search(before):
            return "cancelled" if self.of_event(after) == "cancelled" else "postponed"
        if self._expected.search(before):
            return self._if_replaced(after)
        undone = self._undone.search(before)
        if undone is None and self._owner.match(after):
            undone = self._owned.search(before)
        if undone is not None:
            return self._which(undone.group())
        return self._of_clause(before, after)

    def _of_clause(self, before: str, after: str) -> Polarity:
        governor = self._clauses.governor(before, after)
        if governor is None:
            return "affirmed"
        text = before if governor.before else after
        between = governor.between(before, after)
        if self._negated.search(_around(text, governor.word)):
            if self._is_called_off(before):
                return "cancelled"
            if self._which(_around(text, governor.word)) != "affirmed":
                return "affirmed"  # has not been called off
            near = self._no_denial.search(between) is None and len(between.split()) <= _NEAR
            return "denied" if near and not self._clauses.is_fronted(before, after) else "affirmed"
        if governor.before and governor.word.tag not in _MAY_BE_TAKEN_BACK:
            return "affirmed"
        if self._clauses.is_fronted(before, after):
            return "affirmed"
        following = self._clauses.following(after)
        text = "" if following is None else _around(after, following)
        which = self._which(text) if self._passive.search(text) else "affirmed"
        if self._negated.search(text):
            return "denied" if which == "affirmed" else "affirmed"
        return which

    def _if_replaced(self, after: str) -> Polarity:
        """Return the polarity of a day on which something was to be: "…, will be on the 21st"."""
        following = self._clauses.following(after)
        if following is None:
            return "affirmed"
        text = _around(after, following)
        which = self._which(text) if self._passive.search(text) else "affirmed"
        if self._negated.search(text):
            return "denied" if which == "affirmed" else "affirmed"
        return "postponed" if which == "affirmed" and following.tag is Tag.AHEAD else which

    def taken_back(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return what the verb that a time goes with does, if it takes something back.

        "Was cancelled on Friday" and "on Friday the club cancelled it" tell when that was done;
        "was put off to Friday" tells of the new day, and returns None.

        Args:
            before: The sentence up to the time.
            after: The sentence after it.
            opening: The first word of the time, which may be its preposition: "until Friday".
        """
        if not self._taken_back.search(before) and not self._taken_back.search(after):
            return None
        if self._new.search(before) or self._new.search(before + opening):
            return None
        governor = self._clauses.governor(before, after)
        if governor is None or governor.word.tag in _LOOK_AHEAD:
            return None
        text = before if governor.before else after
        around = _around(text, governor.word)
        if self._negated.search(around):
            return None
        polarity = self._which(around)
        return None if polarity == "affirmed" else polarity

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return what became of a plan, by the sentences beside its own.

        "The vote has been scrapped. It had been set for Friday": the Friday is cancelled.

        Args:
            before: The sentence up to the time.
            previous: The end of what stands before the sentence.
            following: The beginning of what stands after it.
        """
        if not self._planned.search(before):
            return "affirmed"
        for text in (previous, following):
            if (polarity := self.of_event(text)) != "affirmed":
                return polarity
        return "affirmed"

    def of_event(self, text: str) -> Polarity:
        """Return whether a text says that something was called off or moved: "was scrapped"."""
        for found in self._taken_back.finditer(text):
            around = text[max(0, found.start() - _AHEAD) : found.start()]
            if self._passive.search(around) and not self._negated.search(around):
                return "cancelled" if found["cancelled"] else "postponed"
        return "affirmed"

    def names_change(self, text: str) -> bool:
        """Return whether a text speaks of calling off, or of moving to another day."""
        return self._taken_back.search(text) is not None

    def _is_called_off(self, before: str) -> bool:
        """Return whether it was called off in the same sentence: "is cancelled and won't be"."""
        found = self._taken_back.search(before)
        if found is None or not found["cancelled"]:
            return False
        around = before[max(0, found.start() - _AHEAD) : found.end()]
        return self._passive.search(around) is not None and not self._negated.search(around)

    def _which(self, text: str) -> Polarity:
        found = self._taken_back.search(text)
        if found is None:
            return "affirmed"
        return "cancelled" if found["cancelled"] else "postponed"


def names_change(text: str, language: str) -> bool:
    """Return whether a text speaks of calling something off, or of moving it to another day.

    Args:
        text: Any text.
        language: Its language, ISO 639-1; in one whose grammar has no polarities it never does.
    """
    polarities = _polarities_of(language)
    return polarities is not None and polarities.names_change(text)


def polarity_of_event(text: str, language: str) -> Polarity:
    """Return whether a text says that something is called off or moved: "has been scrapped".

    Args:
        text: A sentence.
        language: Its language, ISO 639-1; in one whose grammar has no polarities all is affirmed.
    """
    polarities = _polarities_of(language)
    return "affirmed" if polarities is None else polarities.of_event(text)


def _polarities_of(language: str) -> ReadsChanges | None:
    from index.dates.languages import grammar_of

    grammar = grammar_of(language)
    polarity = None if grammar is None else grammar.polarity
    return polarity if isinstance(polarity, ReadsChanges) else None


def _around(text: str, word: Word) -> str:
    return text[max(0, word.start - _AHEAD) : word.end + _BEHIND]
