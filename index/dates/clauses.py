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
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates.tags import (
    DIRECTION_BEFORE,
    FINITE_BEFORE_PARTICIPLES,
    FUTURE,
    ONLY_BEFORE,
    Governor,
    Tag,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


_MAX_CONTEXT = 300
"""Maximum number of characters between a time and its verb."""
_ENDED = {Tag.OFF, Tag.IS_OFF, Tag.WAS_OFF}
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
        self._occurred = re.compile(occurred, re.IGNORECASE)
        self._auxiliary = re.compile(rf"(?<!\w)(?:{auxiliary})\s*$", re.IGNORECASE)
        self._until = re.compile(rf"(?<!\w)(?:{until})\s*$", re.IGNORECASE)
        self._lasting = re.compile(rf"(?<!\w)(?:{lasting})(?!\w)[^,;:.]{{0,60}}$", re.IGNORECASE)
        self._measured = re.compile(rf"(?<!\w)(?:{measured})\s*$", re.IGNORECASE)
        self._participle = re.compile(rf"\W*(?:{participle})(?!\w)", re.IGNORECASE)

    def __call__(self, before: str, after: str) -> float:
        """Return the direction of a time, -1 to 1, given its sentence before and after it."""
        if self._occurred.match(after) or self._measured.search(before):
            return -1.0
        if self._auxiliary.search(before) and self._participle.match(after):
            return -1.0
        direction = self._of_governor(before, after)
        ended = direction < 0 and self._until.search(before) is not None
        return 1.0 if ended and not self._lasting.search(before) else direction

    def _of_governor(self, before: str, after: str) -> float:
        """Return the direction of a time by its governing verb."""
        governor = self.governor(before, after)
        if governor is None:
            return 0.0
        off = governor.word.tag in {Tag.OFF, Tag.WAS_OFF} and not governor.before
        if off and self.is_fronted(before, after):
            return -1.0  # on Friday the concert was cancelled
        if governor.before and governor.word.tag in {Tag.PLANNED, Tag.FORMER}:
            # The rally planned for Saturday was cancelled: it may be over.
            following = self.following(after)
            if following is not None and following.tag in _ENDED:
                return DIRECTION_BEFORE[following.tag]
        return governor.direction(before, after)

    def governor(self, before: str, after: str) -> Governor | None:
        """Return the verb that governs a time; None if there is none.

        Args:
            before: Sentence before the time.
            after: Sentence after the time.
        """
        first = max(before.rfind(";") + 1, len(before) - _MAX_CONTEXT)
        left = _segments(self._tag(before, first))
        right: list[list[Word]] | None = None
        if self._is_introduced(left[-1], before):
            right = self._right(after)
            introduced = _first_verb(right[0])
            if introduced is not None:
                return Governor(introduced, before=False)
        own = self._adjacent_verb(left[-1], before, after) or _last_verb(left[-1])
        if own is not None and (own.tag is not Tag.SAID or own.beside):
            return Governor(own, before=True)
        right = right or self._right(after)
        if own is not None and _opens_relative_clause(right[0]):
            return Governor(own, before=True)
        following = _verb_of_relative_clause(right) or _first_verb(right[0])
        if following is not None:
            return Governor(following, before=False)
        if own is not None:
            return Governor(own, before=True)
        return _elsewhere(left[:-1], right[1:], fronted=self.is_fronted(before, after))

    def is_fronted(self, before: str, after: str) -> bool:
        """Return whether a time opens its sentence and does not modify a noun ("Friday's vote")."""
        return self._beside.fullmatch(before) is not None and not self._owned.match(after)

    def following(self, after: str) -> Word | None:
        """Return the first verb after a time, outside of relative clauses between commas."""
        for segment in self._right(after):
            word = _outside(segment, _first_verb)
            if word is not None:
                return word
        return None

    def _right(self, after: str) -> list[list[Word]]:
        return _segments(self._tag(after[:_MAX_CONTEXT].partition(";")[0]))

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


def _segments(words: Iterable[Word]) -> list[list[Word]]:
    """Split words into segments at breaks."""
    segments: list[list[Word]] = [[]]
    for word in words:
        if word.tag is Tag.BREAK:
            segments.append([])
        else:
            segments[-1].append(word)
    return segments


def _verb_of_relative_clause(right: Sequence[list[Word]]) -> Word | None:
    """Return the verb of a relative clause right after a time: "the blast in May that killed"."""
    segment = next((part for part in right[:2] if part), [])
    return _first_verb(segment[1:]) if _opens_relative_clause(segment) else None


def _opens_relative_clause(segment: Sequence[Word]) -> bool:
    """Return whether a relative clause or a content clause starts right after a time."""
    if not segment or segment[0].tag is not Tag.RELATIVE:
        return False
    return segment[0].start <= _ADJACENT


_ADJACENT = 3  # characters, such as a comma and a space


def _elsewhere(
    left: Sequence[list[Word]], right: Sequence[list[Word]], *, fronted: bool
) -> Governor | None:
    """Return the verb of another segment of the sentence.

    A reporting verb counts in "on Friday, he said he would go". In "the vote, on Friday, he said,
    will be close", it counts only if there is no other verb.
    """
    behind = [word for part in left[::-1] if (word := _outside(part, _last_verb))]
    ahead = [word for part in right if (word := _outside(part, _first_verb))]
    found = [Governor(word, before=True, elsewhere=True) for word in behind]
    found += [Governor(word, before=False, elsewhere=True) for word in ahead]
    for one in found:
        aside = one.word.tag is Tag.SAID and (one.before or (one.word.last and not fronted))
        if not aside:
            return one
    return next(iter(found), None)


def _outside(segment: list[Word], choose: Callable[[Sequence[Word]], Word | None]) -> Word | None:
    """Choose a word of a segment; None if the segment is a relative clause between commas."""
    return None if segment and segment[0].tag is Tag.RELATIVE else choose(segment)


def _last_verb(segment: Sequence[Word]) -> Word | None:
    """Return the last verb of a segment, ignoring participles after other verbs."""
    chosen = None
    finite = None  # the verb of the same clause
    for word in segment:
        if word.tag is Tag.RELATIVE:
            finite = None
            continue
        if word.tag is Tag.PARTICIPLE:
            continue
        if word.tag is Tag.LINK:
            chosen = chosen and replace(chosen, start=word.start, end=word.end)
            continue
        if word.tag is Tag.PAST_FORM and finite in FINITE_BEFORE_PARTICIPLES:
            continue
        if word.tag is Tag.EVENT and chosen is not None and chosen.tag in FUTURE:
            continue
        chosen, finite = word, word.tag
    return chosen


def _first_verb(segment: Sequence[Word]) -> Word | None:
    """Return the first verb of a segment outside of relative clauses."""
    skip = False
    for word in segment:
        if word.tag is Tag.RELATIVE:
            skip = True
        elif word.tag not in ONLY_BEFORE:
            if not skip:
                return word
            skip = False
    return None
