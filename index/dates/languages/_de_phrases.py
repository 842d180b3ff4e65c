"""The noun phrase of a German time: "der am Montag eröffnete Markt", "der Anschlag am Freitag"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.dates.brackets import TIME
from index.dates.languages._de_clauses import AHEAD, BACK
from index.dates.languages._de_morphology import (
    DETERMINERS,
    KNOWN,
    NO_NOUNS,
    PLANS,
    PREPOSITIONS,
    finite_form,
    is_participle,
    word_set,
)
from index.dates.languages._de_nouns import DISASTER
from index.dates.tags import PRESENT

if TYPE_CHECKING:
    from collections.abc import Sequence

NOWHERE = 0.0
BEFORE_TIMES = word_set("den dem der bereits schon erst noch spätestens gleich auch nur")
OF_TIMES = word_set("am im in vom von an der dem den des")
"""Words between a noun and its time."""
SHORTEST_PLACE = 3
SHORTEST_SUBJECT = 2
_LONGEST_ATTRIBUTE = 8
_SHORTEST_COMPARISON = 4
"""Words; a clause that opens with "als am Montag" compares nothing."""

_COMING = re.compile(
    r"(?:nächst|kommend|bevorstehend|anstehend|künftig|geplant|angekündigt|vorgesehen|anberaumt|"
    r"angesetzt)e[nrms]?"
)
_PAST = re.compile(r"(?:letzt|vergangen|vorig|jüngst|zurückliegend)e[nrms]?")
_TO_COME = re.compile(r"(?:stattfind|beginn|bevorsteh|ansteh)end")
_ENDING = re.compile(r"e[nrms]?$")
_OF_EVENTS = word_set("nach seit wegen infolge aufgrund trotz vor für")
"""Prepositions of an event, whose time need not be that of the verb."""


def of_attribute(clause: Sequence[str]) -> float | None:
    """Return the direction of a time in an attribute: "der am Montag eröffnete Markt"."""
    at = clause.index(TIME)
    first = at
    while first > 0 and clause[first - 1] in PREPOSITIONS | BEFORE_TIMES:
        first -= 1
    within = any(word in DETERMINERS for word in clause[max(0, first - 1) : at - 1])
    within = within or (first > 0 and clause[first - 1].lower() in DETERMINERS)
    within = within or any(  # "der beim 2:0 am Mittwoch verletzte Stürmer"
        clause[number].lower() in DETERMINERS and clause[number + 1] in PREPOSITIONS
        for number in range(max(0, first - _LONGEST_ATTRIBUTE), first - 1)
    )
    if at and clause[at - 1] in DETERMINERS:  # of the time itself: "auf den 3. Mai"
        within = within or at == 1 or clause[at - 2] not in PREPOSITIONS
    for number in range(at + 1, min(at + 1 + _LONGEST_ATTRIBUTE, len(clause) - 1)):
        word = clause[number]
        opens_noun = word in DETERMINERS and clause[number - 1] not in PREPOSITIONS
        if opens_noun or finite_form(word) in KNOWN:
            return None
        stem = _ENDING.sub("", word)
        if (
            stem == word
            or not word[:1].islower()
            or not any(one[:1].isupper() for one in clause[number + 1 : number + 4])
        ):
            continue
        if PLANS.fullmatch(stem) or _TO_COME.fullmatch(stem):
            if within or number == at + 1:
                return AHEAD
            continue  # "am Montag eine in Graz geplante Kundgebung"
        if within and stem.endswith("end"):
            return PRESENT
        if within and is_participle(stem):
            return BACK
    return None


def follows_disaster(before: Sequence[str]) -> bool:
    """Return whether a time is that of a past event: "der Anschlag am Freitag"."""
    at = len(before)
    while at and before[at - 1].lower() in OF_TIMES:
        at -= 1
    if not at:
        return False
    if DISASTER.fullmatch(before[at - 1]):
        return True
    place = at >= SHORTEST_PLACE and before[at - 2] in {"in", "bei", "auf", "im", "nahe"}
    return place and DISASTER.fullmatch(before[at - 3]) is not None


def placed_by_adjective(before: Sequence[str]) -> float:
    """Return the direction of a time by its noun: "beim nächsten Treffen im Mai"; otherwise 0."""
    nouns = 0
    for word in before[::-1]:
        small = word.lower()
        if _COMING.fullmatch(small):
            return AHEAD if nouns else NOWHERE
        if _PAST.fullmatch(small):
            return BACK if nouns else NOWHERE
        if word[:1].isupper() and small not in NO_NOUNS:
            nouns += 1
        elif small not in {"am", "im", "in", "an", "vom", "der", "des", "den"}:
            return NOWHERE
    return NOWHERE


def is_in_subject(clause: Sequence[str]) -> bool:
    """Return whether a time modifies the subject: "das Spiel am Samstag wurde"."""
    before = clause[: clause.index(TIME)]
    if len(before) < SHORTEST_SUBJECT or not before[-2][:1].isupper() or before[0] in PREPOSITIONS:
        return False
    return all(
        word[:1].isupper() or word in DETERMINERS or word in PREPOSITIONS
        or word.endswith(("e", "en", "er", "es"))
        for word in before
    ) and not any(finite_form(word) in KNOWN for word in before)  # fmt: skip


def preposition_of_event(clause: Sequence[str]) -> str | None:
    """Return the preposition of the noun right before a time."""
    at = clause.index(TIME) - 1
    if at < 1 or clause[at].lower() not in {"am", "im", "an"}:
        return None
    at -= 1
    if clause[at][:1].islower():
        return None  # neither a noun nor a score: "nach dem 2:1 am Montag"
    at -= 1
    while at >= 0:
        word = clause[at]
        small = word.lower()
        if small in _OF_EVENTS:
            return small
        attribute = small in DETERMINERS or small.endswith(("e", "en", "er", "es", "em"))
        if not (word[:1].isupper() or attribute) or finite_form(small) in KNOWN:
            return None
        at -= 1
    return None


def is_compared(clause: Sequence[str], at: int) -> bool:
    """Return whether something is compared with a time: "kälter als am Montag"."""
    before = [word for word in clause[max(0, at - 4) : at] if word not in BEFORE_TIMES]
    return at >= _SHORTEST_COMPARISON and before[-2:] in (
        ["als", "am"], ["als", "im"], ["wie", "am"], ["wie", "im"],
    )  # fmt: skip
