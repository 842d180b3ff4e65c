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

_OBJECT_DISTANCE = 3  # words between a verb and the noun that is its object: "sought the early"
_NEGATED = 14  # characters between a negation and its infinitive: "refused again to sell"
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


def check_nominals(alignment: Alignment) -> str | None:
    """Check that what the sentence only names is not claimed as done: "sought his resignation".

    The verb of a claim may be a noun in the sentence, if it is not the object of another verb.
    """
    claim, source = alignment.claim, alignment.source
    if source.cues.free_order is not None or claim.cues.free_order is not None:
        return None
    taken = set(alignment.words.values())
    for at, there in alignment.words.items():
        act = source.words[there]
        if not any(key.startswith(PREDICATE) for key in claim.words[at].keys & act.keys):
            continue
        if not _is_verb(claim, claim.words[at]) or _is_verb(source, act):
            continue
        governors = (source.words[one] for one in range(there) if one not in taken)
        for word in governors:
            between = source.text[word.end : act.start].split()
            if len(between) <= _OBJECT_DISTANCE and _is_verb(source, word):
                return f"{act.text} is only what {word.text!r} refers to there"
    return None


def check_finite(alignment: Alignment) -> str | None:
    """Check that what the claim says is a verb of the sentence: no noun, and no infinitive.

    "Talks on the sale of the hotel" do not say that it was sold, and "he ordered them to return"
    not that they did. An infinitive may depend on a negation: "refused to return".
    """
    claim, source = alignment.claim, alignment.source
    infinitives = source.find(source.cues.infinitive)
    ours = claim.find(claim.cues.infinitive)
    negations = [end for _, end in source.operators().get("negation", ())]
    for at, there in alignment.words.items():
        verb, act = claim.words[at], source.words[there]
        known = any(key.startswith(PREDICATE) for key in verb.keys & act.keys)
        if known and _is_verb(claim, verb) and not _is_verb(source, act):
            return f"{act.text} is a noun there"
        start = next((first for first, last in infinitives if first < act.start < last), None)
        if start is None or any(first < verb.start < last for first, last in ours):
            continue
        if not any(0 <= start - end <= _NEGATED for end in negations):
            return f"{act.text} is an infinitive there"
    return None


def check_copula(alignment: Alignment) -> str | None:
    """Check that what somebody is, in the claim, has no other verb in the sentence.

    "Holt thanked the mayor" does not say that Holt is the mayor.
    """
    claim, source, span = alignment.claim, alignment.source, alignment.span
    if span is None or not claim.find(claim.cues.copula):
        return None
    if claim.find(claim.cues.passive) or any(_is_verb(claim, word) for word in claim.words):
        return None
    taken = set(alignment.words.values())
    for at, word in enumerate(source.words):
        if at not in taken and span[0] <= word.start < span[1] and _is_verb(source, word):
            return f"{word.text!r} is between its words there"
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
    after_article = compiled(
        rf"(?:{source.cues.articles}|{source.cues.indefinite}|{source.cues.possessives})\s*"
    )
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
