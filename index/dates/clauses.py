"""Where the clause that a time stands in looks: back, ahead, or nowhere.

Finite-state, as the grammar is: the words of a sentence that are verbs, or open or close a clause,
are tagged by one regular expression per language. Which verb governs the time is then read from
the tags: the nearest one before it in its clause, else the first one after it, with these limits:

- A verb of saying governs a time only if it is right beside it ("said Friday"), or if there is no
  other verb.
- A participle behind a verb ("will meet workers laid off", "will remain closed") governs only what
  is right beside it.
- A clause between commas that opens with a relative pronoun governs nothing outside of it, but the
  time right before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


_LONGEST = 300
"""Characters: a verb that is further away is that of another clause."""
_CLOSED = re.compile(r"\s*(?:[,;:.”\"»]|$)")

PRESENT = 0.5
"""How surely the present tense looks ahead: it tells of what is arranged, and of what once was."""


class Tag(StrEnum):
    """What a word or a group of words does in its clause."""

    AHEAD = "ahead"  # will be held, is to speak, plans to meet
    PLANNED = "planned"  # scheduled for, due on
    FORMER = "former"  # had been scheduled for: on either side
    URGED = "urged"  # agreed to meet: ahead of what was said before it, and past itself
    OFF = "off"  # has been called off: what stands before it lay ahead
    WAS_OFF = "was_off"  # was called off: on either side
    BACK = "back"  # was held, has met, fell
    PRESENT = "present"  # is, are closed, meets
    SAID = "said"  # said, has announced
    PAST_FORM = "past_form"  # held, closed: a past tense, or a participle behind another verb
    PARTICIPLE = "participle"  # a past participle that is no finite verb
    RELATIVE = "relative"  # who, which
    BREAK = "break"  # a comma, a dash, a bracket


_SURELY_AHEAD = {Tag.AHEAD: 1.0, Tag.PLANNED: 1.0}
_OF_A_TIME_BEHIND = _SURELY_AHEAD | {Tag.URGED: 1.0, Tag.PRESENT: PRESENT, Tag.FORMER: 0.0}
_OF_A_TIME_BEFORE = _SURELY_AHEAD | {Tag.OFF: PRESENT}
_OF_A_TIME_BEFORE |= dict.fromkeys((Tag.PRESENT, Tag.FORMER, Tag.WAS_OFF), 0.0)
"""Where verbs look that do not look back: "on Friday he agreed to meet" is past, and "as of Friday
all are safe" is either."""

_REACH = {Tag.URGED: 2, Tag.PRESENT: 6}
"""How many words may stand between such a verb and a time behind it; further away it says nothing.

Measured in news whose times say themselves where they lie: past that, most of them are past."""

_FINITE_BEFORE_PARTICIPLES = {Tag.AHEAD, Tag.PRESENT, Tag.PLANNED, Tag.FORMER}


@dataclass(frozen=True, slots=True)
class Word:
    """A tagged word, and where it stands in its text."""

    tag: Tag
    start: int
    end: int
    beside: bool = False  # nothing but a preposition is between it and the time
    last: bool = False  # nothing follows it in its part of the sentence


@dataclass(frozen=True, slots=True)
class Governor:
    """The verb that tells where a time looks.

    Attributes:
        word: The verb; its offsets count in the part of the sentence that it stands in.
        before: Whether it stands before the time.
        elsewhere: Whether it stands in another part of the sentence.
    """

    word: Word
    before: bool
    elsewhere: bool = False

    def between(self, before: str, after: str) -> str:
        """Return what stands between it and the time."""
        return before[self.word.end :] if self.before else after[: self.word.start]

    def direction(self, before: str, after: str) -> float:
        """Return where a time looks between two parts of its sentence, from -1 to 1."""
        tag = self.word.tag
        if self.elsewhere and tag is Tag.PRESENT:
            return 0.0
        words = len(self.between(before, after).split())
        if self.before and words > _REACH.get(tag, words):
            return 0.0
        return (_OF_A_TIME_BEHIND if self.before else _OF_A_TIME_BEFORE).get(tag, -1.0)


class Clauses:
    """Tells where the clause of a time looks, in one language.

    Args:
        tags: Regular expressions of words, and what they do; where several match, the first
            counts.
        beside: Matches what may stand between a word and a time that is right beside it.
        owned: Matches what follows a time that belongs to a noun: the "'s" of "Friday's vote".
    """

    def __init__(
        self, tags: Sequence[tuple[Tag, str]], *, beside: str, owned: str = r"(?!)"
    ) -> None:
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
        self._beside = re.compile(rf"\W*(?:(?:{beside})\W+)*", re.IGNORECASE)
        self._owned = re.compile(owned)

    def __call__(self, before: str, after: str) -> float:
        """Return where a time between two parts of its sentence looks, from -1 to 1."""
        governor = self.governor(before, after)
        if governor is None:
            return 0.0
        off = governor.word.tag in {Tag.OFF, Tag.WAS_OFF} and not governor.before
        if off and self.is_fronted(before, after):
            return -1.0  # on Friday the concert was cancelled
        if governor.before and governor.word.tag is Tag.PLANNED:
            # The rally planned for Saturday was cancelled: it may be over.
            following = self.following(after)
            if following is not None and following.tag in {Tag.OFF, Tag.WAS_OFF}:
                return _OF_A_TIME_BEFORE[following.tag]
        return governor.direction(before, after)

    def governor(self, before: str, after: str) -> Governor | None:
        """Return the verb that tells where a time looks; None if none does.

        Args:
            before: The sentence up to the time.
            after: The sentence after it.
        """
        first = max(before.rfind(";") + 1, len(before) - _LONGEST)
        left = _segments(self._tag(before, first))
        right: list[list[Word]] | None = None
        if self._is_introduced(left[-1], before):
            right = self._right(after)
            introduced = _first(right[0])
            if introduced is not None:
                return Governor(introduced, before=False)
        own = self._right_beside(left[-1], before, after) or _nearest(left[-1])
        if own is not None and (own.tag is not Tag.SAID or own.beside):
            return Governor(own, before=True)
        right = right or self._right(after)
        if own is not None and _opens(right[0]):
            return Governor(own, before=True)
        following = _described(right) or _first(right[0])
        if following is not None:
            return Governor(following, before=False)
        if own is not None:
            return Governor(own, before=True)
        return _elsewhere(left[:-1], right[1:], fronted=self.is_fronted(before, after))

    def is_fronted(self, before: str, after: str) -> bool:
        """Return whether a time opens its sentence, and belongs to no noun: "Friday's vote"."""
        return self._beside.fullmatch(before) is not None and not self._owned.match(after)

    def following(self, after: str) -> Word | None:
        """Return the first verb after a time, relative clauses between commas left out."""
        for segment in self._right(after):
            word = _outside(segment, _first)
            if word is not None:
                return word
        return None

    def _right(self, after: str) -> list[list[Word]]:
        return _segments(self._tag(after[:_LONGEST].partition(";")[0]))

    def _is_introduced(self, segment: Sequence[Word], before: str) -> bool:
        """Return whether a clause opens right before a time: "decided that on Monday it will"."""
        if not segment or segment[-1].tag is not Tag.RELATIVE:
            return False
        return self._beside.fullmatch(before, segment[-1].end) is not None

    def _right_beside(self, segment: Sequence[Word], before: str, after: str) -> Word | None:
        """Return the last word of a segment if nothing but a preposition follows it."""
        for word in reversed(segment):
            if word.tag is not Tag.RELATIVE:
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


def _segments(words: Iterable[Word]) -> list[list[Word]]:
    """Cut at breaks."""
    segments: list[list[Word]] = [[]]
    for word in words:
        if word.tag is Tag.BREAK:
            segments.append([])
        else:
            segments[-1].append(word)
    return segments


def _described(right: Sequence[list[Word]]) -> Word | None:
    """Return the verb of a relative clause right behind a time: "the blast in May that killed"."""
    segment = next((part for part in right[:2] if part), [])
    return _first(segment[1:]) if _opens(segment) else None


def _opens(segment: Sequence[Word]) -> bool:
    """Return whether a relative clause, or what was said, opens right behind a time."""
    if not segment or segment[0].tag is not Tag.RELATIVE:
        return False
    return segment[0].start <= _RIGHT_BEHIND


_RIGHT_BEHIND = 3  # characters: a comma and a space


def _elsewhere(
    left: Sequence[list[Word]], right: Sequence[list[Word]], *, fronted: bool
) -> Governor | None:
    """Return the verb of another part of the sentence.

    Of verbs of saying, the one of "on Friday, he said he would go" counts; that of "the vote, on
    Friday, he said, will be close" only if there is no other.
    """
    behind = [word for part in left[::-1] if (word := _outside(part, _nearest))]
    ahead = [word for part in right if (word := _outside(part, _first))]
    found = [Governor(word, before=True, elsewhere=True) for word in behind]
    found += [Governor(word, before=False, elsewhere=True) for word in ahead]
    for one in found:
        aside = one.word.tag is Tag.SAID and (one.before or (one.word.last and not fronted))
        if not aside:
            return one
    return next(iter(found), None)


def _outside(segment: list[Word], choose: Callable[[Sequence[Word]], Word | None]) -> Word | None:
    """Choose from a segment, unless it is a relative clause between commas."""
    return None if segment and segment[0].tag is Tag.RELATIVE else choose(segment)


def _nearest(segment: Sequence[Word]) -> Word | None:
    """Return the last verb of a segment, participles behind other verbs left out."""
    chosen = None
    for word in segment:
        if word.tag in {Tag.RELATIVE, Tag.PARTICIPLE}:
            continue
        if (
            word.tag is Tag.PAST_FORM
            and chosen is not None
            and chosen.tag in _FINITE_BEFORE_PARTICIPLES
        ):
            continue
        chosen = word
    return chosen


def _first(segment: Sequence[Word]) -> Word | None:
    """Return the first verb of a segment that is not of a relative clause."""
    skip = False
    for word in segment:
        if word.tag is Tag.RELATIVE:
            skip = True
        elif word.tag is not Tag.PARTICIPLE:
            if not skip:
                return word
            skip = False
    return None
