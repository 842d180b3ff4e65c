"""Check that the words after a verb are not claimed of another verb of the sentence.

In "the court acquitted the reporter and convicted the banker", the banker is not acquitted, and the
reporter convicts nobody. A storm that destroyed houses "before it reached Dover" did not destroy
Dover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import PREDICATE, THING, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import AnalysedWord, Analysis

_GAP = 14  # characters between "and" and its verb: "and has since", "y no"


def check_coordination(alignment: Alignment) -> str | None:
    """Check that what belongs to one of two joined verbs is not claimed of the other."""
    source = alignment.source
    if source.cues.free_order is not None:  # languages with cases are checked by check_cases
        return None
    taken = set(alignment.words.values())
    for first, joined, second in _joined_verbs(source):
        ours = [first in taken, second in taken]
        if all(ours):
            continue
        start, end = source.words[second].end, _clause_end(source, source.words[second].end)
        behind = _takes(alignment, taken, start, end)
        between = _takes(alignment, taken, source.words[first].end, joined)
        if (behind and not ours[1]) or (between and not ours[0]):
            return "it is told of another verb there"
    for verb in _opened_verbs(source):
        start = source.words[verb].end
        if verb not in taken and _takes(alignment, taken, start, _clause_end(source, start)):
            return "it is told of another verb there"
    return None


def _opened_verbs(source: Analysis) -> Iterator[int]:
    """Yield the first verb of each clause that a conjunction opens: "before it reached"."""
    joining = compiled(source.cues.conjunctions)
    for start, end in source.find(source.cues.clause_breaks):
        if joining.fullmatch(source.text, start, end):
            continue
        stop = _clause_end(source, end)
        verbs = (
            at
            for at, word in enumerate(source.words)
            if end <= word.start < stop and _is_verb(source, word)
        )
        if (first := next(verbs, None)) is not None:
            yield first


def _joined_verbs(source: Analysis) -> Iterator[tuple[int, int, int]]:
    """Yield pairs of verbs of one subject, with the start of the conjunction in between."""
    verbs = [at for at, word in enumerate(source.words) if _is_verb(source, word)]
    for start, end in source.find(source.cues.conjunctions):
        before = [at for at in verbs if source.words[at].end <= start]
        behind = next((at for at, word in enumerate(source.words) if word.start >= end), None)
        while behind is not None and not source.words[behind].content:
            behind = behind + 1 if behind + 1 < len(source.words) else None
        if not before or behind is None or behind not in verbs:
            continue
        gap = source.text[end : source.words[behind].start]
        if len(gap) <= _GAP and not any(one.isdigit() for one in gap):
            yield before[-1], start, behind


def _is_verb(source: Analysis, word: AnalysedWord) -> bool:
    """Return whether a word is a known verb."""
    if word.capital or not word.content or any(key.startswith(THING) for key in word.keys):
        return False
    past = compiled(source.cues.past).match(source.text, word.start)
    known = any(key.startswith(PREDICATE) for key in word.keys)
    after_article = compiled(rf"(?:{source.cues.articles}|{source.cues.indefinite})\s*")
    tail = source.text[max(0, word.start - 6) : word.start]
    return (past is not None or known) and after_article.search(tail) is None


def _clause_end(source: Analysis, start: int) -> int:
    """Return where the clause of the second verb ends."""
    marks = [at for at in (source.text.find(mark, start) for mark in ",;:()–—") if at >= 0]
    marks += [first for first, _ in source.find(source.cues.clause_breaks, start)]
    return min(marks, default=len(source.text))


def _takes(alignment: Alignment, taken: Set[int], start: int, end: int) -> bool:
    """Return whether a claim uses a word or a number of a span."""
    source = alignment.source
    words = any(start <= source.words[at].start < end for at in taken)
    return words or any(
        start <= source.numbers[at].start < end for at in alignment.numbers.values()
    )
