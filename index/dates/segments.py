"""Find the verbs of a sentence in its segments, which end at commas, dashes and brackets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates.tags import FINITE_BEFORE_PARTICIPLES, FUTURE, ONLY_BEFORE, Governor, Tag, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def split_segments(words: Iterable[Word]) -> list[list[Word]]:
    """Split words into segments at breaks."""
    segments: list[list[Word]] = [[]]
    for word in words:
        if word.tag is Tag.BREAK:
            segments.append([])
        else:
            segments[-1].append(word)
    return segments


def verb_of_relative_clause(right: Sequence[list[Word]]) -> Word | None:
    """Return the verb of a relative clause right after a time: "the blast in May that killed"."""
    segment = next((part for part in right[:2] if part), [])
    return first_verb(segment[1:]) if opens_relative_clause(segment) else None


def opens_relative_clause(segment: Sequence[Word]) -> bool:
    """Return whether a relative clause or a content clause starts right after a time."""
    if not segment or segment[0].tag is not Tag.RELATIVE:
        return False
    return segment[0].start <= _ADJACENT


_ADJACENT = 3  # characters, such as a comma and a space


def verb_elsewhere(
    left: Sequence[list[Word]], right: Sequence[list[Word]], *, fronted: bool
) -> Governor | None:
    """Return the verb of another segment of the sentence.

    A reporting verb counts in "on Friday, he said he would go". In "the vote, on Friday, he said,
    will be close", it counts only if there is no other verb.
    """
    behind = [word for part in left[::-1] if (word := outside(part, last_verb))]
    ahead = [word for part in right if (word := outside(part, first_verb))]
    found = [Governor(word, before=True, elsewhere=True) for word in behind]
    found += [Governor(word, before=False, elsewhere=True) for word in ahead]
    for one in found:
        aside = one.word.tag is Tag.SAID and (one.before or (one.word.last and not fronted))
        if not aside:
            return one
    return next(iter(found), None)


def outside(segment: list[Word], choose: Callable[[Sequence[Word]], Word | None]) -> Word | None:
    """Choose a word of a segment; None if the segment is a relative clause between commas."""
    return None if segment and segment[0].tag is Tag.RELATIVE else choose(segment)


def last_verb(segment: Sequence[Word]) -> Word | None:
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


def first_verb(segment: Sequence[Word]) -> Word | None:
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
