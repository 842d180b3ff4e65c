"""Determine whether the clause of a time refers to the past or the future, by its verb.

The method is finite-state, like the grammar. One regular expression per language tags verbs and
the words and marks that open or close a clause. The verb that governs the time is the nearest one
before it in its clause, otherwise the first one after it, with these exceptions:

- A reporting verb governs a time only if it is adjacent ("said Friday"), or if there is no other
  verb.
- A participle after a verb ("will meet workers laid off", "will remain closed") governs only an
  adjacent time.
- A relative clause between commas governs only times inside it, and the time right before it.
- A noun of a past event right before the time governs it ("the attack on Friday"), unless the verb
  refers to the future.

The direction is ``SURE`` where the time is right beside that verb or opens its clause, and
``STRONG`` where it is farther away. It is ``PROBABLE`` where the time may belong to the name of
something planned ("discussed the vote on 7 March").
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates.segments import (
    first_verb,
    last_verb,
    opens_relative_clause,
    outside,
    split_segments,
    verb_elsewhere,
    verb_of_relative_clause,
)
from index.dates.tags import (
    DIRECTION_BEFORE,
    FUTURE,
    ONLY_BEFORE,
    PRESENT,
    PROBABLE,
    STRONG,
    SURE,
    VAGUE,
    Governor,
    Tag,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


_MAX_CONTEXT = 300
"""Maximum number of characters between a time and its verb."""
_ENDED = {Tag.OFF, Tag.IS_OFF, Tag.WAS_OFF}
_PERFECT = re.compile(r"(?:has|have|a|ont|est|sont|ha|han)\b", re.IGNORECASE)
_AT_AN_HOUR = re.compile(
    r"\s*,\s*(?:at |à |a las )?\d{1,2}"
    r"(?:[.:h]\s?\d\d(?:[ap]m)?|\s?(?:h|[ap]\.?m|horas|heures|hours))(?!\w)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*(?:[,;:.”\"»]|$)")


class Clauses:
    """Determines the direction of times by their clauses, in one language.

    Args:
        tags: Tags with the patterns of their words; the first match counts.
        beside: Pattern of words that may be between a word and an adjacent time.
        owned: Pattern of the text after a time that modifies a noun: the "'s" of "Friday's vote".
        occurred: Pattern of the text after a time that modifies a past event: "'s attack".
        auxiliary: Pattern of the end of the text before a time that stands between an auxiliary and
            its participle: "a" of "a vendredi annoncé".
        participle: Pattern of the start of the text after such a time.
        until: Pattern of the end of the text before a time that is the end of something, and in
            the future even if that began in the past: "was extended until".
        lasting: Pattern of the text before it if it is in the past: "lasted until".
        measured: Pattern of the end of the text before a time whose measurements are reported, and
            which is past even if the report is not: "the figures for".
        dated: Pattern of the end of the text before a time by which a noun is dated: "of", as in
            "the treaty of 7 March was broken".
        loose: Pattern of the end of the text before a time that need not be that of the verb: "its"
            in "discussed its 7 March concert".
        occasions: Pattern of nouns of what is arranged for a day: "summit". A time after one may
            belong to it rather than to the verb, "discussed the summit in Rome on 7 March".
        place: Pattern of what may be between such a noun and its time: "in Rome".
        backshifted: Pattern of a past form in a verb that refers to the future, which may be a
            former plan: "was to meet", "would meet". It is searched for where the verb starts.
        preceding: Pattern of the end of the text before a time that is still to come if the verb
            is in the present or the perfect: "ahead of the derby on".
        at_event: The same of a time that opens its sentence and modifies a noun, if the verb is in
            the present: "in", of "in Sunday's election, ten parties run".
        narrates: Whether the present tense also narrates the past. A time that opens its clause
            then has no direction: "le 12 janvier, il signe un contrat".
    """

    def __init__(
        self,
        tags: Sequence[tuple[Tag, str]],
        *,
        beside: str,
        owned: str = r"(?!)",
        occurred: str = r"(?!)",
        auxiliary: str = r"(?!)",
        participle: str = r"(?!)",
        until: str = r"(?!)",
        lasting: str = r"(?!)",
        measured: str = r"(?!)",
        dated: str = r"(?!)",
        loose: str = r"(?!)",
        occasions: str = r"(?!)",
        place: str = r"(?!)",
        backshifted: str = r"(?!)",
        preceding: str = r"(?!)",
        at_event: str = r"(?!)",
        narrates: bool = False,
    ) -> None:
        self._narrates = narrates
        names = {f"{tag}_{number}": tag for number, (tag, _) in enumerate(tags)}
        self._tags = {**names, "break": Tag.BREAK}
        groups = "|".join(
            f"(?P<{name}>{pattern})" for name, (_, pattern) in zip(names, tags, strict=True)
        )
        self._tagged = re.compile(
            rf"(?<!\w)(?:{groups})(?!\w)"
            r"|(?P<break>[,;:()«»“”\"—–]|(?<=\s)-{1,2}(?=\s)|''|``)",
            re.IGNORECASE,
        )
        self._preposition = re.compile(beside)
        self._beside = re.compile(rf"\W*(?:(?:{beside})\W+)*", re.IGNORECASE)
        self._owned = re.compile(owned)
        self._occurred = re.compile(occurred, re.IGNORECASE)
        self._auxiliary = re.compile(rf"(?<!\w)(?:{auxiliary})\s*$", re.IGNORECASE)
        self._until = re.compile(rf"(?<!\w)(?:{until})\s*$", re.IGNORECASE)
        self._lasting = re.compile(
            rf"(?<!\w)(?:{lasting})(?!\w)(?:[^,;:.]|[.,](?=\d)){{0,60}}$", re.IGNORECASE
        )
        self._measured = re.compile(rf"(?<!\w)(?:{measured})\s*$", re.IGNORECASE)
        self._participle = re.compile(rf"\W*(?:{participle})(?!\w)", re.IGNORECASE)
        self._dated = re.compile(rf"(?<!\w)(?:{dated})\s*$", re.IGNORECASE)
        self._loose = re.compile(rf"(?<!\w)(?:{loose})\s*$", re.IGNORECASE)
        self._occasion = re.compile(
            rf"(?<!\w)(?:{occasions})(?:,? {place})?(?:\W+(?:{beside}|{dated}))*\W*$", re.IGNORECASE
        )
        self._preceding = re.compile(rf"(?<!\w)(?:{preceding})\s*$", re.IGNORECASE)
        self._at_event = re.compile(rf"\W*(?:{at_event})\s*", re.IGNORECASE)
        self._backshifted = re.compile(rf"(?<!\w)(?:{backshifted})(?!\w)", re.IGNORECASE)

    def __call__(self, before: str, after: str) -> float:
        """Return the direction of a time, -1 to 1, given its sentence before and after it."""
        if self._occurred.match(after) or self._measured.search(before):
            return -1.0
        if self._auxiliary.search(before) and self._participle.match(after):
            return -1.0
        if before.rstrip().endswith(":") and _AT_AN_HOUR.match(after):
            return PRESENT  # the notice of an event, "Doors open: Saturday, 7 pm"
        direction = self._of_governor(before, after)
        ended = direction < 0 and self._until.search(before) is not None
        return PROBABLE if ended and not self._lasting.search(before) else direction

    def _of_governor(self, before: str, after: str) -> float:
        """Return the direction of a time by its governing verb."""
        governor = self.governor(before, after)
        if governor is None:
            return 0.0
        if self._is_of_coming_event(governor, before, after):
            return PRESENT
        off = governor.word.tag in {Tag.OFF, Tag.WAS_OFF} and not governor.before
        if off and self.is_fronted(before, after):
            return -1.0  # on Friday the concert was cancelled
        if governor.before and governor.word.tag in {Tag.PLANNED, Tag.FORMER}:
            # The rally planned for Saturday was cancelled: it may be over.
            following = self.following(after)
            if following is not None and following.tag in _ENDED:
                return DIRECTION_BEFORE[following.tag]
        direction = governor.direction(before, after)
        if governor.word.tag is Tag.PRESENT and not governor.before:
            narrated = self._narrates and governor.elsewhere
            if self._opens_clause(before, after) and not narrated:
                return PRESENT  # on 1 January, prices rise
        if not direction:
            return direction
        certainty = self._certainty(governor, before, after)
        if abs(direction) <= PRESENT:
            return VAGUE if certainty == PROBABLE else direction
        return certainty * direction

    def _is_of_coming_event(self, governor: Governor, before: str, after: str) -> bool:
        """Return whether a time is that of an event which is ahead of its verb."""
        tag = governor.word.tag
        if self._preceding.search(before):
            verb = (before if governor.before else after)[governor.word.start :]
            return tag is Tag.PRESENT or _PERFECT.match(verb) is not None
        if tag is not Tag.PRESENT or governor.before or not self._at_event.fullmatch(before):
            return False
        return len(before.split()) > 1 or self._owned.match(after) is not None

    def _certainty(self, governor: Governor, before: str, after: str) -> float:
        """Return how certain it is that a time is on the side to which its verb refers."""
        tag = governor.word.tag
        if tag in {Tag.PLANNED, Tag.WHEN} or self._owned.match(after):
            return PROBABLE
        start = governor.word.end if governor.before else 0
        apart = governor.before and ". " in before[start:]
        if apart or self._occasion.search(before, start) or self._loose.search(before, start):
            return PROBABLE
        if not governor.before:
            if tag in _ENDED:
                return PROBABLE
            if self._opens_clause(before, after):
                return SURE
            return STRONG if self._dated.search(before) else PROBABLE
        verb = before[governor.word.start : governor.word.end]
        former = tag in FUTURE and self._backshifted.match(verb) is not None
        if former or tag is Tag.URGED or (tag is Tag.SAID and governor.elsewhere):
            return PROBABLE
        beside = governor.word.beside or tag is Tag.EVENT
        return SURE if beside or self._is_close(before[start:]) else STRONG

    def _is_close(self, between: str) -> bool:
        """Return whether only an adverb, a particle or an adjective is between a verb and a time.

        Examples are "stepped down on" and "pleaded guilty on".
        """
        words = between.split()
        if words and words[0].isalpha() and words[0].islower():
            words = words[1:]
        return all(self._preposition.fullmatch(word) for word in words)

    def governor(self, before: str, after: str) -> Governor | None:
        """Return the verb that governs a time; None if there is none.

        Args:
            before: Sentence before the time.
            after: Sentence after the time.
        """
        first = max(before.rfind(";") + 1, len(before) - _MAX_CONTEXT)
        left = split_segments(self._tag(before, first))
        right: list[list[Word]] | None = None
        if self._is_introduced(left[-1], before):
            right = self._right(after)
            introduced = first_verb(right[0])
            if introduced is not None:
                return Governor(introduced, before=False)
        own = self._adjacent_verb(left[-1], before, after) or last_verb(left[-1])
        if own is not None and (own.tag is not Tag.SAID or own.beside):
            return Governor(own, before=True)
        right = right or self._right(after)
        if own is not None and opens_relative_clause(right[0]):
            return Governor(own, before=True)
        following = verb_of_relative_clause(right) or first_verb(right[0])
        if following is not None:
            return Governor(following, before=False)
        if own is not None:
            return Governor(own, before=True)
        return verb_elsewhere(left[:-1], right[1:], fronted=self.is_fronted(before, after))

    def is_fronted(self, before: str, after: str) -> bool:
        """Return whether a time opens its sentence and does not modify a noun ("Friday's vote")."""
        return self._beside.fullmatch(before) is not None and not self._owned.match(after)

    def _opens_clause(self, before: str, after: str) -> bool:
        """Return whether a time opens its clause: "he fled, and on Friday the police found him"."""
        if self._owned.match(after):
            return False
        opening = self._tag(before, max(0, len(before) - _MAX_CONTEXT))
        if not opening:
            return self._beside.fullmatch(before) is not None
        last = opening[-1]
        opens = last.tag in {Tag.RELATIVE, Tag.WHEN, Tag.BREAK}
        return opens and self._beside.fullmatch(before, last.end) is not None

    def following(self, after: str) -> Word | None:
        """Return the first verb after a time, outside of relative clauses between commas."""
        for segment in self._right(after):
            word = outside(segment, first_verb)
            if word is not None:
                return word
        return None

    def _right(self, after: str) -> list[list[Word]]:
        return split_segments(self._tag(after[:_MAX_CONTEXT].partition(";")[0]))

    def _is_introduced(self, segment: Sequence[Word], before: str) -> bool:
        """Return whether a clause starts right before a time: "decided that on Monday it will"."""
        if not segment or segment[-1].tag not in {Tag.RELATIVE, Tag.WHEN}:
            return False
        return self._beside.fullmatch(before, segment[-1].end) is not None

    def _adjacent_verb(self, segment: Sequence[Word], before: str, after: str) -> Word | None:
        """Return the last verb of a segment if only a preposition is between it and the time."""
        for word in reversed(segment):
            if word.tag is not Tag.RELATIVE and word.tag not in ONLY_BEFORE - {Tag.PARTICIPLE}:
                beside = self._beside.fullmatch(before, word.end) is not None
                owned = self._owned.match(after) is not None
                return replace(word, beside=True) if beside and not owned else None
        return None

    def _tag(self, text: str, start: int = 0) -> list[Word]:
        return [
            Word(
                self._tags[match.lastgroup],
                *match.span(),
                last=_CLOSED.match(text, match.end()) is not None,
            )
            for match in self._tagged.finditer(text, start)
            if match.lastgroup is not None
        ]
