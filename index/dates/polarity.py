"""Determine the polarity of a time: affirmed, denied, cancelled or postponed.

"Not on Friday but on Saturday" denies Friday. "The concert on 14 June has been cancelled" cancels
14 June, and "it postponed Friday's vote to Monday" postpones Friday. In "the concert was cancelled
on Friday", Friday is affirmed: it is the day of the cancellation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from index.dates.tags import Tag

if TYPE_CHECKING:
    from index.dates.clauses import Clauses
    from index.dates.tags import Governor, Word

Polarity = Literal["affirmed", "denied", "cancelled", "postponed"]
"""Polarity of a time; "postponed" is the old day of an event, not the new one."""

_CANCELLABLE = {Tag.PLANNED, Tag.FORMER, Tag.PARTICIPLE}
_FUTURE = {Tag.AHEAD, Tag.PLANNED, Tag.FORMER, Tag.URGED, Tag.WHEN}
_NEAR = 4  # maximum number of words between a negated verb and the time that it denies
_BEHIND = 16  # characters after a verb in which its particles and negation are searched for
_PREDICATE = 24  # characters after an auxiliary in which its main verb is searched for
_AHEAD = 18  # the same before it: "ne se"


@runtime_checkable
class ReadsChanges(Protocol):
    """Determines the polarity of a time, and recognizes cancellations and postponements."""

    def __call__(self, before: str, after: str) -> Polarity:
        """Return the polarity of a time, given its sentence before and after it."""

    def governing_change(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return the polarity that the governing verb gives to its object; None without one."""

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return the polarity of a planned time, by the neighboring sentences."""

    def of_event(self, text: str) -> Polarity:
        """Return ``cancelled`` or ``postponed`` if a text says so, otherwise ``affirmed``."""

    def names_change(self, text: str) -> bool:
        """Return whether a text contains a verb of cancelling or postponing."""


class Polarities:
    """Determines the polarity of a time by its governing verb, in one language.

    All arguments but the first are patterns. Those for the text before a time match its end.

    Args:
        clauses: Clauses, which find the governing verb.
        negated: Negation, searched for around the verb.
        limits: Words after which the verb's negation does not apply to a time: "not until 4 p.m.
            Monday".
        denied: Text before a time that is denied: "rather than".
        asserted: Text before a time that is affirmed instead: "but on".
        replaced: Text before a time that is no longer valid: "originally planned for".
        cancelled: Participles of verbs of cancelling: "called off".
        postponed: Participles of verbs of postponing: "put off".
        passive: Auxiliaries, searched for around such a participle after a time: "has been".
        undone: Text before the time of an event that is cancelled or postponed, with ``{verb}`` for
            an active form: "cancelled the concert planned for".
        new: Text before the new time of a postponed event: "to". By default, no time is taken to be
            that of the cancellation.
        owned: The same as ``undone`` for a time that ``owner`` follows: "cancelled Friday's
            concert".
        owner: Text after such a time: "'s".
        expected: Text before a time that the following text may revoke: "was to open on".
        planned: Further text before a time that was planned: "had been scheduled for".
        hypothetical: Text before a time in a conditional clause: "if it rains on".
        attributive: Text before a time that modifies a noun, which the verb does not deny: "he has
            not forgotten the defeat of".
        happening: Verbs of taking place, which must follow a time that their negation denies: "the
            vote on Friday will not be held"; but "the vote on Friday was not close".
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
        hypothetical: str = r"(?!)",
        attributive: str = r"(?!)",
        happening: str = "",
    ) -> None:
        self._clauses = clauses
        self._negated = re.compile(negated, re.IGNORECASE)
        self._denied = _compile_ending(denied)
        self._asserted = _compile_ending(asserted)
        self._replaced = _compile_ending(replaced)
        self._expected = _compile_ending(expected)
        self._planned = _compile_ending(f"{expected}|{planned}")
        self._new = _compile_ending(new)
        self._undone = _compile_ending(undone.format(verb=f"(?:{cancelled}|{postponed})"))
        self._owned = _compile_ending(owned.format(verb=f"(?:{cancelled}|{postponed})"))
        self._attributive = _compile_ending(attributive)
        self._change = re.compile(
            rf"\b(?:(?P<cancelled>{cancelled})|(?P<postponed>{postponed}))\b", re.IGNORECASE
        )
        self._no_denial = re.compile(rf"[,:()\[\]«»“”\"—–]|\b(?:{limits})\b", re.IGNORECASE)
        self._happening = re.compile(happening, re.IGNORECASE)
        self._owner = re.compile(owner)
        self._hypothetical = re.compile(rf"\b(?:{hypothetical})[^,;:.]*$", re.IGNORECASE)
        self._passive = re.compile(rf"\b(?:{passive})\b", re.IGNORECASE)
        self._hint = re.compile(
            rf"{negated}|\b(?:{denied}|{replaced}|{expected}|{cancelled}|{postponed})\b",
            re.IGNORECASE,
        )

    def __call__(self, before: str, after: str) -> Polarity:
        """Return the polarity of a time, given its sentence before and after it."""
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
        if governor is None or self._hypothetical.search(before):
            return "affirmed"
        opening = governor.before and not before[: governor.word.start].strip()
        if opening and governor.word.tag is Tag.PARTICIPLE:
            return "affirmed"  # interrogé lundi, le maire n'a pas exclu …
        around = _verb_context(before if governor.before else after, governor.word)
        if self._negated.search(around):
            if self._is_called_off(before):
                return "cancelled"
            stands = self._which(around) != "affirmed" or not self._denies(governor, before, after)
            return "affirmed" if stands else "denied"
        if governor.before and governor.word.tag not in _CANCELLABLE:
            return "affirmed"
        if self._clauses.is_fronted(before, after):
            return "affirmed"
        following = self._clauses.following(after)
        text = "" if following is None else _verb_context(after, following)
        which = self._which(text) if self._passive.search(text) else "affirmed"
        if following is not None and self._negated.search(text):
            denied = which == "affirmed" and self._happens(after, following)
            return "denied" if denied else "affirmed"
        return which

    def _denies(self, governor: Governor, before: str, after: str) -> bool:
        """Return whether a time is denied by its verb, which is negated."""
        if governor.before and self._attributive.search(before):
            return False
        if not governor.before and not self._happens(after, governor.word):
            return False
        between = governor.between(before, after)
        near = self._no_denial.search(between) is None and len(between.split()) <= _NEAR
        return near and not self._clauses.is_fronted(before, after)

    def _happens(self, text: str, verb: Word) -> bool:
        """Return whether a verb is one of taking place."""
        return self._happening.search(text, verb.start, verb.end + _PREDICATE) is not None

    def _if_replaced(self, after: str) -> Polarity:
        """Return the polarity of a planned day, by the following verb: "…, will be on the 21st"."""
        following = self._clauses.following(after)
        if following is None:
            return "affirmed"
        text = _verb_context(after, following)
        which = self._which(text) if self._passive.search(text) else "affirmed"
        if self._negated.search(text):
            return "denied" if which == "affirmed" else "affirmed"
        return "postponed" if which == "affirmed" and following.tag is Tag.AHEAD else which

    def governing_change(self, before: str, after: str, opening: str = "") -> Polarity | None:
        """Return the polarity that the governing verb gives to its object; None if it gives none.

        In "was cancelled on Friday" and "on Friday the club cancelled it", Friday is the day of the
        cancellation. "Was put off to Friday" has the new day, and returns None.

        Args:
            before: Sentence before the time.
            after: Sentence after the time.
            opening: First word of the time, which may be its preposition: "until Friday".
        """
        if not self._change.search(before) and not self._change.search(after):
            return None
        if self._new.search(before) or self._new.search(before + opening):
            return None
        governor = self._clauses.governor(before, after)
        if governor is None or governor.word.tag in _FUTURE:
            return None
        text = before if governor.before else after
        around = _verb_context(text, governor.word)
        if self._negated.search(around):
            return None
        polarity = self._which(around)
        return None if polarity == "affirmed" else polarity

    def of_former_plan(self, before: str, previous: str, following: str) -> Polarity:
        """Return the polarity of a planned time, by the neighboring sentences.

        In "The vote has been scrapped. It had been set for Friday", Friday is cancelled.

        Args:
            before: Sentence before the time.
            previous: End of the text before the sentence.
            following: Start of the text after the sentence.
        """
        if not self._planned.search(before):
            return "affirmed"
        for text in (previous, following):
            if (polarity := self.of_event(text)) != "affirmed":
                return polarity
        return "affirmed"

    def of_event(self, text: str) -> Polarity:
        """Return ``cancelled`` or ``postponed`` if a text says so: "was scrapped"."""
        for found in self._change.finditer(text):
            around = text[max(0, found.start() - _AHEAD) : found.start()]
            if self._passive.search(around) and not self._negated.search(around):
                return "cancelled" if found["cancelled"] else "postponed"
        return "affirmed"

    def names_change(self, text: str) -> bool:
        """Return whether a text contains a verb of cancelling or postponing."""
        return self._change.search(text) is not None

    def _is_called_off(self, before: str) -> bool:
        """Return whether the same sentence cancels the event: "is cancelled and won't be"."""
        found = self._change.search(before)
        if found is None or not found["cancelled"]:
            return False
        around = before[max(0, found.start() - _AHEAD) : found.end()]
        return self._passive.search(around) is not None and not self._negated.search(around)

    def _which(self, text: str) -> Polarity:
        found = self._change.search(text)
        if found is None:
            return "affirmed"
        return "cancelled" if found["cancelled"] else "postponed"


def names_change(text: str, language: str) -> bool:
    """Return whether a text contains a verb of cancelling or postponing.

    Args:
        text: Any text.
        language: ISO 639-1 code of its language.

    Returns:
        False as well if the language's grammar has no polarities.
    """
    polarities = _polarities_of(language)
    return polarities is not None and polarities.names_change(text)


def polarity_of_event(text: str, language: str) -> Polarity:
    """Return ``cancelled`` or ``postponed`` if a text says so: "has been scrapped".

    Args:
        text: Sentence.
        language: Its language, ISO 639-1; always ``affirmed`` if its grammar has no polarities.
    """
    polarities = _polarities_of(language)
    return "affirmed" if polarities is None else polarities.of_event(text)


def _polarities_of(language: str) -> ReadsChanges | None:
    from index.dates.languages import grammar_of

    grammar = grammar_of(language)
    polarity = None if grammar is None else grammar.polarity
    return polarity if isinstance(polarity, ReadsChanges) else None


def _compile_ending(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\s*$", re.IGNORECASE)


def _verb_context(text: str, word: Word) -> str:
    return text[max(0, word.start - _AHEAD) : word.end + _BEHIND]
