"""Check that a claim and its sentence have the same names, numbers, times, places and words.

Each check takes an ``Alignment``, and returns the reason for a failure in English, or None. A check
that cannot decide fails.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qa.answerers.generative.alignment import change_direction
from qa.answerers.generative.analysis import THING, compiled
from qa.answerers.generative.operators import BREAK
from qa.answerers.generative.roles import is_locative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Mention
    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.answerers.generative.numbers import Number

_QUOTED = re.compile(r"[«“\"„]\s*([^«»“”\"„]+?)\s*[»”\"“]")
_MAX_DISTANCE = 5  # words between a number and what it counts


def check_names(alignment: Alignment) -> str | None:
    """Check that each name of the claim is in the sentence, with its parts together."""
    claim, source = alignment.claim, alignment.source
    for word in alignment.missing_words:
        if word.capital:
            return f"the name {word.text!r} is not in the sentence"
    for at, (word, following) in enumerate(zip(claim.words, claim.words[1:], strict=False)):
        # The first word of a sentence is capitalized anyway; an unknown one may be half of a name.
        named = word.capital or (at == 0 and word.content and not word.keys)
        if not (named and following.capital) or claim.text[word.end : following.start] != " ":
            continue
        if {at, at + 1} & alignment.antecedents or any(
            key.startswith("n:") for key in word.keys | following.keys
        ):
            continue
        one, other = alignment.words.get(at), alignment.words.get(at + 1)
        if one is None or other is None:
            continue
        if other - one != 1 and source.words[one].keys.isdisjoint(source.words[other].keys):
            return f"{word.text} {following.text} is not one name there"
    return None


def check_numbers(alignment: Alignment) -> str | None:
    """Check that each number is in the sentence, with its unit and the same counted thing."""
    claim = alignment.claim
    for at, number in enumerate(claim.numbers):
        there = alignment.numbers.get(at)
        shown = claim.text[number.start : number.tail]
        if there is None:
            return f"the number {shown!r} is not in the sentence"
        if not _counts_the_same(alignment, number, there):
            return f"{shown} does not count that in the sentence"
    return _check_indefinite(alignment)


def _check_indefinite(alignment: Alignment) -> str | None:
    """Check that the claim does not use the singular for what the sentence counts as several."""
    claim, source = alignment.claim, alignment.source
    for at, there in alignment.words.items():
        before = claim.text[: claim.words[at].start]
        if not re.search(rf"(?<!\w)(?:{claim.cues.indefinite})\s+$", before, re.IGNORECASE):
            continue
        start = source.words[there].start
        if any(
            one.tail <= start and one.value != 1 and not source.text[one.tail : start].strip()
            for one in source.numbers
        ):
            return f"there are several of {claim.words[at].text!r}"
    return None


def _counts_the_same(alignment: Alignment, number: Number, there: int) -> bool:
    """Return whether the word after a number, or the verb before it, is nearest to it in both."""
    claim, source = alignment.claim, alignment.source
    behind = [at for at, word in enumerate(claim.words) if word.start >= number.tail]
    before = [at for at, word in enumerate(claim.words) if word.end <= number.start]
    head = next((at for at in behind if claim.words[at].content), None)
    if head is not None and BREAK.search(claim.text, number.tail, claim.words[head].start):
        head = None
    others: Sequence[Number] = source.numbers
    if head not in alignment.words:
        head = next((at for at in reversed(before) if at in alignment.words), None)
        if head is not None:
            others = _behind(alignment, source.words[alignment.words[head]], there)
    if number.unit is not None or head is None:
        verbs = [at for at, word in enumerate(claim.words) if word.predicate and not word.capital]
        rivals = [one for one in source.numbers if one.unit == number.unit]
        near = min(
            (at for at in verbs if at in alignment.words),
            key=lambda at: _word_distance(claim, claim.words[at].start, number.start),
            default=None,
        )
        towards = change_direction(claim, number)
        if towards is not None and claim.language == source.language:
            rivals = [one for one in rivals if change_direction(source, one) == towards]
        if len(rivals) == 1 or near is None:
            return len(rivals) == 1
        verb = source.words[alignment.words[near]]
        apart = {one: _word_distance(source, verb.start, one.start) for one in rivals}
        return apart[source.numbers[there]] == min(apart.values())
    counted = source.words[alignment.words[head]]
    distance = {one: _words_between(source, one.tail, one.start, counted) for one in others}
    own = distance[source.numbers[there]]
    return own <= _MAX_DISTANCE and own == min(distance.values())


def _behind(alignment: Alignment, counted: AnalysedWord, there: int) -> Sequence[Number]:
    """Return the numbers that may count a word: those after it, such as "votes against 41"."""
    source, number = alignment.source, alignment.source.numbers[there]
    same_language = alignment.claim.language == source.language
    joined = f"{source.cues.conjunctions}|{source.cues.clause_breaks}"
    if not same_language or source.find(joined, counted.end, number.start):
        return source.numbers
    behind = [one for one in source.numbers if one.start >= counted.end]
    return behind if number in behind else source.numbers


def _words_between(source: Analysis, tail: int, start: int, word: AnalysedWord) -> int:
    if word.start >= tail:
        between = source.text[tail : word.start]
        return len(between.split()) + 10 * len(BREAK.findall(between))
    between = source.text[word.end : start]
    return 1 + len(between.split()) + 10 * len(BREAK.findall(between))


def check_times(alignment: Alignment) -> str | None:
    """Check that each time is one that code resolved in the sentence, for the same event."""
    claim, source = alignment.claim, alignment.source
    for at, mention in enumerate(claim.times):
        there = alignment.times.get(at)
        shown = claim.text[mention.start : mention.end]
        if there is None:
            return f"{shown} is no time of the sentence"
        if len(source.times) > 1 and not _is_nearest(alignment, source.times, there, mention):
            return f"{shown} is the time of something else there"
    return None


def check_locations(alignment: Alignment) -> str | None:
    """Check that the claim's place belongs to its other words, if the sentence names several."""
    claim, source = alignment.claim, alignment.source
    places = [
        at
        for at, word in enumerate(source.words)
        if word.capital and is_locative(source, word) and not _continues_name(source, at)
    ]
    for at, there in alignment.words.items():
        if there in places and len(places) > 1 and is_locative(claim, claim.words[at]):
            rivals = [source.words[one] for one in places]
            if not _is_nearest(alignment, rivals, places.index(there), claim.words[at]):
                return f"{claim.words[at].text} goes with something else there"
    return None


def _continues_name(source: Analysis, at: int) -> bool:
    before = source.words[at - 1] if at else None
    return (
        before is not None
        and before.capital
        and (source.text[before.end : source.words[at].start] == " ")
    )


def _is_nearest(
    alignment: Alignment,
    rivals: Sequence[Mention | AnalysedWord],
    chosen: int,
    part: Mention | AnalysedWord,
) -> bool:
    """Return whether the rest of the claim is nearer to the chosen part than to its rivals.

    The rest is the nearest verb; if no verb is aligned, all words of the claim.
    """
    claim, source = alignment.claim, alignment.source
    pairs = [
        (claim.words[at], source.words[there])
        for at, there in alignment.words.items()
        if not claim.words[at].capital and source.words[there] not in rivals
    ]
    verbs = sorted(
        (pair for pair in pairs if pair[0].predicate),
        key=lambda pair: _word_distance(claim, pair[0].start, part.start),
    )
    starts = [other.start for _, other in (verbs[:1] or pairs)]
    if not verbs:
        starts += [source.numbers[at].start for at in alignment.numbers.values()]
    if not starts:
        return False
    totals = [sum(_distance_outside(source, start, rival) for start in starts) for rival in rivals]
    return totals[chosen] <= min(totals)


def _distance_outside(source: Analysis, start: int, rival: Mention | AnalysedWord) -> int:
    """Return the distance of a word from a time or place, without the anchor of an offset."""
    if getattr(rival, "derivation", None) is not None and 0 <= start - rival.end < _COUNTED_FROM:
        return _FAR
    return _word_distance(source, start, rival.start)


_COUNTED_FROM = 16  # characters: "45 days after its signature"
_FAR = 1000


def _word_distance(source: Analysis, one: int, other: int) -> int:
    """Return the distance of two places in words, with a penalty for each clause boundary."""
    between = source.text[min(one, other) : max(one, other)]
    breaks = len(BREAK.findall(between)) + len(compiled(source.cues.clause_breaks).findall(between))
    return len(between.split()) + 12 * breaks


def check_words(alignment: Alignment) -> str | None:
    """Check that the sentence has each content word of the claim, or a word that means the same."""
    for word in alignment.missing_words:
        if not _is_counted_person(alignment, word):
            return f"{word.text!r} is not in the sentence"
    if not alignment.words:
        return "nothing of it is in the sentence"
    return None


def _is_counted_person(alignment: Alignment, word: AnalysedWord) -> bool:
    """Return whether a word is "people" in "killed 15 people", for "15 morts" elsewhere."""
    claim, source = alignment.claim, alignment.source
    if word.keys != {f"{THING}person"} or claim.language == source.language:
        return False
    for at, there in alignment.numbers.items():
        end = source.numbers[there].tail
        if claim.numbers[at].tail <= word.start <= claim.numbers[at].tail + 2:
            return any(
                other.start - end in {1, 2} and other.predicate and other.keys
                for other in source.words
            )
    return False


def check_quotations(claim: str, sentences: Sequence[str]) -> str | None:
    """Check that each quotation of the claim is verbatim in one of its sentences."""
    held = [" ".join(one.split()) for one in sentences]
    for match in _QUOTED.finditer(claim):
        quoted = " ".join(match[1].split()).rstrip(".,")
        if not any(quoted in one for one in held):
            return f"the quotation {quoted!r} is not in the sentence"
    if len(re.findall(r"[«»“”\"„]", claim)) % 2:
        return "a quotation does not end"
    return None


def check_plain(text: str) -> str | None:
    """Check that the claim is one line of words, numbers and punctuation, without markup."""
    for letter in text:
        if unicodedata.category(letter)[0] not in "LMN" and letter not in _PROSE:
            return f"it holds {letter!a}, which is no mark of prose"
    if _ADDRESS.search(text):
        return "it holds an address"
    return None


_PROSE = " \u00a0\u202f.,;:!?'’‘\"«»“”„()-–—…%‰€$£¥°&/+§"
_ADDRESS = re.compile(r"//|www\.|\w:/|\w\.\w+/", re.IGNORECASE)
