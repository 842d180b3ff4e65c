"""Align the words, numbers and times of a claim with those of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import NAME, THING, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from index.datatypes import Article
    from index.dates.resolution import Mention
    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.answerers.generative.numbers import Number

_COGNATE = 5  # length of the common prefix of words in two languages
_COGNATE_SHARE = 0.75  # share of the longer word
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w'’-]*"
NAME_PATTERN = rf"{_CAPITAL}(?: (?:(?:d[eu]|von|van|der|al|bin) )*{_CAPITAL})*"
"""A name: capitalized words, and particles between them."""
_RUN = re.compile(rf"(?<!\w){NAME_PATTERN}")
_LONGEST_NAME = 3  # words between two words of a name
_TAKEN_PENALTY = 3
"""Penalty of a match that another part of the claim already has, in positions. A name may have two
words in one language and one word in the other."""
_CALENDAR = {"week", "month", "quarter", "season", "half-year", "year", "decade"}


@dataclass(frozen=True, slots=True)
class Alignment:
    """An alignment of a claim with a sentence.

    Attributes:
        claim: Analysis of the claim.
        source: Analysis of the sentence.
        words: Index of the match in the sentence, by the index of each content word of the claim;
            missing words are absent.
        numbers: The same for numbers.
        times: The same for times.
        antecedents: Indexes of words of the claim that are matched through an alias or a pronoun.
    """

    claim: Analysis
    source: Analysis
    words: Mapping[int, int]
    numbers: Mapping[int, int]
    times: Mapping[int, int]
    antecedents: frozenset[int] = frozenset()

    @property
    def missing_words(self) -> list[AnalysedWord]:
        """The content words of the claim that are missing in the sentence."""
        return [
            word
            for at, word in enumerate(self.claim.words)
            if word.content and at not in self.words
        ]

    @property
    def span(self) -> tuple[int, int] | None:
        """The span of the sentence from the first to the last aligned part."""
        ends = [(one.start, one.end) for one in self.aligned_parts()]
        if not ends:
            return None
        return min(start for start, _ in ends), max(end for _, end in ends)

    def aligned_parts(self) -> Iterable[AnalysedWord | Number | Mention]:
        """Yield the parts of the sentence that are aligned with the claim."""
        yield from (self.source.words[at] for at in self.words.values())
        yield from (self.source.numbers[at] for at in self.numbers.values())
        yield from (self.source.times[at] for at in self.times.values())


def align(claim: Analysis, source: Analysis, article: Article) -> Alignment:
    """Align a claim with a sentence of an article."""
    same_language = claim.language == source.language
    content = [at for at, word in enumerate(claim.words) if word.content]
    words = _assign(
        content,
        range(len(source.words)),
        lambda one, other: same_word(
            claim.words[one], source.words[other], same_language=same_language
        ),
    )
    antecedents = _with_aliases(claim, source, words, article)
    numbers = _assign(
        range(len(claim.numbers)),
        range(len(source.numbers)),
        lambda one, other: same_number(claim, claim.numbers[one], source, source.numbers[other]),
    )
    times = _assign(
        range(len(claim.times)),
        range(len(source.times)),
        lambda one, other: same_time(_fronted(claim, one), source.times[other]),
    )
    return Alignment(claim, source, words, numbers, times, antecedents)


def _assign(
    ours: Iterable[int], theirs: Sequence[int], same: Callable[[int, int], bool]
) -> dict[int, int]:
    """Match each item of the claim with the item of the sentence nearest to the previous match."""
    found: dict[int, int] = {}
    last = -1
    for one in ours:
        fitting = [other for other in theirs if same(one, other)]
        if fitting:
            near, taken = last, frozenset(found.values())
            last = min(
                fitting,
                key=lambda other: (
                    abs(other - near) + _TAKEN_PENALTY * (other in taken),
                    other < near,
                ),
            )
            found[one] = last
    return found


def same_word(one: AnalysedWord, other: AnalysedWord, *, same_language: bool) -> bool:
    """Return whether a word of a claim equals a word of a sentence."""
    if one.folded == other.folded:
        return True
    shared = one.keys & other.keys
    if one.capital or other.capital:
        return any(key.startswith(NAME) for key in shared) or (
            one.capital != other.capital and any(key.startswith(THING) for key in shared)
        )
    if shared:
        return True
    if same_language:
        return bool(one.stem) and one.stem == other.stem
    return other.content and _are_cognates(one.folded, other.folded)


def _are_cognates(one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    shared = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return shared >= _COGNATE and shared >= _COGNATE_SHARE * longer


def same_number(claim: Analysis, one: Number, source: Analysis, other: Number) -> bool:
    """Return whether two numbers are equal: value, unit and qualifier."""
    if one.value != other.value or one.unit != other.unit:
        return False
    if one.qualifier != other.qualifier and not (
        one.qualifier == "about" and other.qualifier is None
    ):
        return False
    if claim.language != source.language:
        return True
    return change_direction(claim, one) == change_direction(source, other)


def change_direction(text: Analysis, number: Number) -> str | None:
    """Return "to" or "from" if it precedes a number."""
    before = text.text[: number.start].lower().split()[-1:]
    return before[0] if before and before[0] in text.cues.directions.split("|") else None


def _fronted(claim: Analysis, at: int) -> Mention:
    """Return a time of a claim as if it followed the verb: "in May, it was not paid"."""
    mention = claim.times[at]
    opens = len(claim.text[: mention.start].split()) <= 1
    if opens and mention.polarity == "affirmed" and "negation" in claim.operators():
        return replace(mention, polarity="denied")
    return mention


def same_time(one: Mention, other: Mention) -> bool:
    """Return whether a claim's time equals a sentence's time, or is the calendar unit around it.

    The days, the bounded side of an open period, and the polarity must agree.
    """
    if one.polarity != other.polarity:
        return False
    sides = [None if mention.bound is None else mention.bound.side for mention in (one, other)]
    if sides[0] != sides[1]:
        return False
    if one.fiscal != other.fiscal:
        return False
    if one.period == other.period:
        return True
    return (
        one.period.precision in _CALENDAR
        and other.period.precision != "open"
        and other.period.within(one.period)
    )


def _with_aliases(
    claim: Analysis, source: Analysis, words: dict[int, int], article: Article
) -> frozenset[int]:
    """Match the words of a full name that the article has: "Donald Trump" for "Trump".

    The article must have only one such name; if two names share a part, neither is used.
    """
    found = set()
    for at, word in enumerate(claim.words):
        if at in words or not word.capital:
            continue
        for known, there in list(words.items()):
            part = source.words[there]
            if not part.capital or abs(known - at) > _LONGEST_NAME:
                continue
            fuller = {run for run in name_runs(article) if part.folded in run and len(run) > 1}
            if len(fuller) == 1 and word.folded in next(iter(fuller)):
                words[at] = there
                found.add(at)
                break
    return frozenset(found)


@lru_cache(maxsize=256)
def name_runs(article: Article) -> frozenset[tuple[str, ...]]:
    """Return the names of an article, as tuples of folded capitalized words."""
    text = article.text[article.body_start :]
    runs = (match.group() for match in _RUN.finditer(" ".join(text.split())))
    return frozenset(tuple(fold(word) for word in re.findall(_CAPITAL, run)) for run in runs)
