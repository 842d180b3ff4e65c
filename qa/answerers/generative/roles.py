"""Check who does what to whom: word order, the voice of verbs, and their subjects.

Each check takes an ``Alignment``, and returns the reason for a failure in English, or None. A check
that cannot decide fails.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import NAME, PREDICATE, THING, AnalysedWord, compiled
from qa.answerers.generative.operators import BREAK, clause_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.passages import Span
    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import Analysis
    from qa.answerers.generative.numbers import Number

_NATIONALITY = re.compile(rf"{NAME}[A-Z]{{2}}")
_FLIP = 3  # words between an adjective and its noun that may change order


def check_roles(alignment: Alignment) -> str | None:
    """Check that who does what to whom is the same, in the active or the passive voice."""
    claim, source = alignment.claim, alignment.source
    if source.cues.free_order is not None:  # languages with cases are checked by check_cases
        return None
    order = [
        (claim.words[at], source.words[there], at)
        for at, there in sorted(alignment.words.items())
        if not _is_adjunct(alignment, at, there) and not _repeats(claim.words, at)
    ]
    span = alignment.span
    if span is None:
        return None
    ours = claim.find(claim.cues.passive)
    theirs = source.find(source.cues.passive, *clause_of(source, *span))
    verb = _changed_voice(alignment, ours, theirs)
    if verb is not None:
        return _check_changed_voice(alignment, order, verb[0], passive=verb[1])
    placed: list[tuple[AnalysedWord | Number, AnalysedWord | Number]] = [
        (one, other) for one, other, _ in order
    ]
    placed += [
        (claim.numbers[at], source.numbers[there]) for at, there in alignment.numbers.items()
    ]
    placed.sort(key=lambda pair: pair[0].start)
    for place, first in enumerate(placed):
        for later in placed[place + 1 :]:
            if later[1].start < first[1].start and not _may_flip(alignment, first, later):
                return "the order of its words is another one there"
    return None


def _repeats(words: Sequence[AnalysedWord], at: int) -> bool:
    """Return whether a word belongs to a phrase that began earlier: "justice" in "en justice"."""
    keys = words[at].keys
    return bool(keys) and any(word.keys == keys for word in words[:at])


def _may_flip(
    alignment: Alignment,
    first: tuple[AnalysedWord | Number, AnalysedWord | Number],
    later: tuple[AnalysedWord | Number, AnalysedWord | Number],
) -> bool:
    """Return whether two consecutive parts may be in the opposite order.

    An adjective and its noun may. So may a number and a word in another language ("killed 15", "15
    morts"), since another check compares the counted thing.

    Args:
        alignment: Alignment of the claim.
        first: Part of the claim with its match.
        later: Later part of the claim, whose match precedes that of the first.
    """
    (one, match), (other, other_match) = first, later
    if not isinstance(one, AnalysedWord) or not isinstance(other, AnalysedWord):
        numbers = not isinstance(one, AnalysedWord) and not isinstance(other, AnalysedWord)
        return not numbers and alignment.claim.language != alignment.source.language
    if not isinstance(match, AnalysedWord) or not isinstance(other_match, AnalysedWord):
        return False
    if match is other_match or one.keys & other.keys:
        return True
    words = alignment.source.words
    apart = abs(words.index(match) - words.index(other_match))
    verbs = any(
        key.startswith(PREDICATE) for part in (one, other, match, other_match) for key in part.keys
    )
    return apart <= _FLIP and not verbs and not (one.capital and other.capital)


def _is_adjunct(alignment: Alignment, at: int, there: int) -> bool:
    """Return whether a word names a place, which may be anywhere in its clause."""
    claim, source = alignment.claim, alignment.source
    word, other = claim.words[at], source.words[there]
    if any(_NATIONALITY.fullmatch(key) for key in word.keys & other.keys):
        return True
    if not word.capital:
        return False
    owned = re.match(r"['’]s\b", claim.text[word.end :]) is not None
    return (owned or is_locative(claim, word)) and (
        is_locative(source, other) or re.match(r"['’]s\b", source.text[other.end :]) is not None
    )


def is_locative(text: Analysis, word: AnalysedWord) -> bool:
    """Return whether a preposition of place precedes a word."""
    before = text.text[: word.start]
    return re.search(rf"(?<!\w)(?:{text.cues.locative})\s*$", before, re.IGNORECASE) is not None


def _changed_voice(
    alignment: Alignment, ours: Sequence[Span], theirs: Sequence[Span]
) -> tuple[int, bool] | None:
    """Return the verb whose voice differs: its index in the claim, and whether it is passive."""
    claim, source = alignment.claim, alignment.source
    for at, there in alignment.words.items():
        word, other = claim.words[at], source.words[there]
        is_thing = bool(word.keys) and all(key.startswith(THING) for key in word.keys)
        if word.capital or is_thing:
            continue
        passive = _in_any(word, ours)
        if passive != _in_any(other, theirs) and (passive or _in_any(other, theirs)):
            return at, passive
    return None


def _in_any(word: AnalysedWord, spans: Sequence[Span]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)


def _check_changed_voice(
    alignment: Alignment,
    order: Sequence[tuple[AnalysedWord, AnalysedWord, int]],
    verb: int,
    *,
    passive: bool,
) -> str | None:
    """Compare the agents: "A signed B" and "B was signed by A".

    The words before a passive verb follow the verb in the active voice, and the phrase after "by"
    precedes it.
    """
    claim, source = alignment.claim, alignment.source
    ours, theirs = claim.words[verb], source.words[alignment.words[verb]]
    text, word = (claim, ours) if passive else (source, theirs)
    agent = next((span for span in text.find(text.cues.agent) if span[0] >= word.end), None)
    for one, other, at in order:
        if at == verb or at in alignment.antecedents:
            continue
        in_passive, in_active = (one, other) if passive else (other, one)
        verb_active = theirs if passive else ours
        undergoes = in_passive.start < word.start
        does = agent is not None and in_passive.start >= agent[1]
        ahead = in_active.start < verb_active.start
        if (undergoes and ahead) or (does and not ahead):
            return "who does it differs"
    subject = any(one.start < ours.start for one, _, at in order if at != verb)
    if not passive and agent is None and subject:
        return "who does it is not in the sentence"
    return None


def check_subjects(alignment: Alignment) -> str | None:
    """Check that each verb has its own subject: "prices rose, and wages fell".

    A relative clause must describe the word before it: "praised the driver who fled".
    """
    source = alignment.source
    if source.cues.free_order is not None:
        return None
    taken = set(alignment.words.values())
    relatives = {end: start for start, end in source.find(source.cues.relatives)}
    first = min((source.words[at].start for at in taken), default=0)
    breaks = [one.end() for one in BREAK.finditer(source.text)]
    breaks += [end for _, end in source.find(source.cues.clause_breaks)]
    opened: set[int] = set()
    for at in sorted(taken, key=lambda number: source.words[number].start):
        verb = source.words[at]
        begin = max((end for end in breaks if end <= verb.start), default=0)
        # The first word taken from a clause is its verb, known or not, or its subject.
        is_first = begin not in opened
        opened.add(begin)
        if first >= begin:
            continue
        antecedent = _antecedent_index(source, relatives[begin]) if begin in relatives else None
        if is_first and antecedent is not None and antecedent not in taken:
            return "it is told of something else there"
        if verb.capital:
            continue
        if not is_first and not any(key.startswith(PREDICATE) for key in verb.keys):
            continue
        own = [
            word
            for number, word in enumerate(source.words)
            if begin <= word.start < verb.start and word.content and number not in taken
        ]
        own = [word for word in own if not _is_title(source, word, taken)]
        adverb = compiled(source.cues.adverbs)
        own = [word for word in own if word.keys or not adverb.fullmatch(word.text)]
        if any(not word.predicate or not word.keys for word in own):
            return "it is told of something else there"
    return None


def _is_title(source: Analysis, word: AnalysedWord, taken: set[int]) -> bool:
    """Return whether only capitalized words are between a word and a name that the claim uses."""
    for number in range(source.words.index(word), len(source.words)):
        if not source.words[number].capital:
            return False
        if number in taken:
            return True
    return False


def check_possession(alignment: Alignment) -> str | None:
    """Check that a thing is not confused with its possessor: "the price of bread rose"."""
    claim, source = alignment.claim, alignment.source
    taken = set(alignment.words.values())
    for at, there in alignment.words.items():
        head = _possession(source, there)
        word = claim.words[at]
        alone = not is_locative(claim, word) and _OWNER.match(claim.text[word.end :]) is None
        if head is not None and head not in taken and alone:
            return f"it is told of the {source.words[head].text} there"
    return None


_OWNER = re.compile(r"['’](?:s\b|(?=\s))")


def _possession(source: Analysis, owner: int) -> int | None:
    """Return the index of the possessed word; None if the word possesses nothing."""
    word = source.words[owner]
    if _OWNER.match(source.text[word.end :]) is not None:
        behind = (at for at in range(owner + 1, len(source.words)) if source.words[at].content)
        return next(behind, None)
    cues = source.cues
    before = re.search(
        rf"(?<!\w)(?:{cues.genitive})\s*(?:(?:{cues.articles}|{cues.indefinite})\s*)?$",
        source.text[: word.start],
        re.IGNORECASE,
    )
    return None if before is None else _antecedent_index(source, before.start())


def _antecedent_index(source: Analysis, start: int) -> int | None:
    """Return the index of the content word right before a relative pronoun; None without one."""
    for at, word in enumerate(source.words):
        if word.content and word.end <= start and not source.text[word.end : start].strip(" ,"):
            return at
    return None
