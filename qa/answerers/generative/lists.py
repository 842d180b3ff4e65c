"""Split claims that count or list things into a statement about each thing.

"Three mayors resigned: Anna Keller, Paul Martel and Hugo Lindt" states that each of them resigned,
that each is a mayor, and that they are three. "Anna Keller and Paul Martel resigned" has two
statements, and so has "the bridge was closed twice: on 3 May 2021 and on 5 June 2021".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answerers.generative.alignment import NAME_PATTERN, same_word
from qa.answerers.generative.analysis import THING, analyse, compiled
from qa.answerers.generative.evidence import ANY_DAY
from qa.languages import language_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Period
    from index.dates.resolution import Mention
    from qa.answerers.generative.analysis import AnalysedWord, Analysis
    from qa.answerers.generative.evidence import Sentence
    from qa.answerers.generative.numbers import Number
    from qa.languages.claims import ClaimCues

_NOUN = 3  # words after a number among which is the counted noun
_FEWEST = 2  # least length of a list


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of things in a claim.

    Attributes:
        items: Names of the things.
        statements: Statement about each thing, in the same order.
        counted: Word for the kind of the things, such as "mayors"; None without one.
        failure: Reason why the claim cannot be true, such as a wrong count; None if it can.
    """

    items: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    counted: AnalysedWord | None = None
    failure: str | None = None


def read_enumeration(text: str, language: str, cues: ClaimCues) -> Enumeration | None:
    """Return the list in a sentence of a claim; None if it has none."""
    head, colon, tail = text.rstrip(" .").rpartition(": ")  # not the colon of "3:1"
    if colon:
        items = _split(tail, cues)
        return _counted_list(head.strip(), items, language, cues) if items else None
    listed = re.match(
        rf"(?P<items>{NAME_PATTERN}(?:, {NAME_PATTERN})*,? (?:{cues.conjunctions}) "
        rf"{NAME_PATTERN}) (?P<rest>.+)",
        text,
    )
    if listed is None:
        return None
    items = _split(listed["items"], cues)
    return _enumeration(items, [f"{one} {listed['rest']}" for one in items], None, language, cues)


def _split(text: str, cues: ClaimCues) -> tuple[str, ...]:
    parts = re.split(rf"\s*,\s*(?:(?:{cues.conjunctions})\s+)?|\s+(?:{cues.conjunctions})\s+", text)
    return tuple(one.strip() for one in parts if one.strip())


def _counted_list(
    head: str, items: Sequence[str], language: str, cues: ClaimCues
) -> Enumeration | None:
    """Read the words before a colon: a number, and the counted things."""
    analysis = analyse(head, language, cues, _mentions(head, language))
    numbers = [one for one in analysis.numbers if one.unit is None]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    if number.qualifier is not None or number.value != len(items):
        return Enumeration(failure=f"it counts {number.value}, and names {len(items)}")
    occasions = re.compile(rf"\s*(?:{cues.occasions})(?!\w)", re.IGNORECASE)
    if (occasion := occasions.match(head, number.end)) is not None:
        said = f"{head[: number.start].rstrip()} {head[occasion.end() :].lstrip()}".strip()
        return _enumeration(items, [f"{said} {one}" for one in items], None, language, cues)
    noun = _noun(analysis, number)
    if noun is None:
        return None
    rest = head[noun.end :]
    before = compiled(cues.articles).sub("", head[: number.start])
    return _enumeration(items, [f"{before}{one}{rest}" for one in items], noun, language, cues)


def _noun(analysis: Analysis, number: Number) -> AnalysedWord | None:
    """Return the counted word: the first known thing after a number, or else the first word."""
    behind = [word for word in analysis.words if word.start >= number.tail][:_NOUN]
    known = (one for one in behind if any(key.startswith(THING) for key in one.keys))
    return next(known, behind[0] if behind else None)


def _enumeration(
    items: Sequence[str],
    statements: Sequence[str],
    counted: AnalysedWord | None,
    language: str,
    cues: ClaimCues,
) -> Enumeration:
    if len(items) < _FEWEST:
        return Enumeration(failure="it lists one thing")
    for at, one in enumerate(items):
        if not _is_time(one, language) and not _is_name(one, cues):
            return Enumeration(failure=f"{one!r} is neither a name nor a time")
        if any(_may_be_same(one, other, language, cues) for other in items[:at]):
            return Enumeration(failure=f"it counts {one!r} twice")
    return Enumeration(tuple(items), tuple(statements), counted)


def _is_name(text: str, cues: ClaimCues) -> bool:
    """Return whether a member of a list is a name; "the mayor" may be anybody."""
    opened = rf"(?i:(?:{cues.locative}|{cues.articles})\s+)*"
    return re.fullmatch(rf"{opened}{NAME_PATTERN}", text) is not None


def _is_time(text: str, language: str) -> bool:
    return bool(_mentions(text, language))


def _mentions(text: str, language: str) -> tuple[Mention, ...]:
    from index.dates.resolution import annotate

    return tuple(annotate(text, language, ANY_DAY))


def _may_be_same(one: str, other: str, language: str, cues: ClaimCues) -> bool:
    """Return whether two members of a list may be the same, by their words or their times."""
    ours, theirs = _periods(one, language), _periods(other, language)
    if ours or theirs:
        return not (ours and theirs) or any(
            a.start < b.end and b.start < a.end for a in ours for b in theirs
        )
    analyses = [analyse(text, language, cues, ()) for text in (one, other)]
    few, many = sorted((one.words for one in analyses), key=len)
    return all(
        any(same_word(word, another, same_language=True) for another in many)
        for word in few
        if word.content
    )


def _periods(text: str, language: str) -> list[Period]:
    return [one.period for one in _mentions(text, language)]


def is_apposition(item: str, counted: AnalysedWord | None, sentence: Sentence) -> bool:
    """Return whether a sentence calls a thing what a claim counts: "the mayor of Lorbach, Lindt".

    Only an apposition counts: no words that join or say something else may be in between.
    """
    if counted is None:
        return True
    language = sentence.article.language
    pack = language_pack(language)
    if pack is None or pack.claims is None:
        return False
    cues = pack.claims
    source = analyse(sentence.text, language, cues, ())
    name = analyse(item, language, cues, ()).words
    if not name:
        return False
    nouns = [one for one in source.words if _have_same_root(counted, one)]
    names = [one for one in source.words if one.folded == name[-1].folded]
    joins = compiled(f"{cues.conjunctions}|{cues.past}|{cues.present}|{cues.clause_breaks}")
    for first in nouns:
        for second in names:
            start, end = sorted((first, second), key=lambda word: word.start)
            between = [
                word for word in source.words if start.end <= word.start and word.end <= end.start
            ]
            quiet = joins.search(source.text, start.end, end.start) is None
            if quiet and all(word.capital or not word.content for word in between):
                return True
    return False


def _have_same_root(one: AnalysedWord, other: AnalysedWord) -> bool:
    return bool(one.keys & other.keys) or (bool(one.stem) and one.stem == other.stem)
