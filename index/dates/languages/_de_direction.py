"""Determine the direction of a German clause by its verb, and by the phrase of the time.

"Der am Montag eröffnete Markt", "das Konzert vom Samstag", "kälter als am Montag" and "beim
nächsten Treffen im Mai" determine the direction of their times, whatever the verb of the clause.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from index.dates.brackets import TIME
from index.dates.languages._de_clauses import (
    AHEAD,
    BACK,
    ClauseVerb,
    clauses_of,
    ends_later,
    read_clause,
    read_elsewhere,
)
from index.dates.languages._de_morphology import (
    CALLED_OFF,
    DETERMINERS,
    KNOWN,
    NO_NOUNS,
    PLANS,
    PREPOSITIONS,
    PUT_OFF,
    Form,
    finite_form,
    is_participle,
    is_zu_infinitive,
    word_set,
)
from index.dates.tags import PRESENT

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 300
"""Maximum number of characters on each side of the time."""
_NOWHERE = 0.0
_PRESENT_FORMS = frozenset({Form.PRESENT, Form.OPEN, Form.HAVE, Form.BE, Form.PLAN})

_COMING = re.compile(
    r"(?:nächst|kommend|bevorstehend|anstehend|künftig|geplant|angekündigt|vorgesehen|anberaumt|"
    r"angesetzt)e[nrms]?"
)
_PAST = re.compile(r"(?:letzt|vergangen|vorig|jüngst|zurückliegend)e[nrms]?")

_SHORTEST_SUBJECT = 2
_LONGEST_ATTRIBUTE = 8
"""Words."""
_BEFORE_TIMES = word_set("den dem der bereits schon erst noch spätestens gleich auch nur")
_ENDING = re.compile(r"e[nrms]?$")
_TO_COME = re.compile(r"(?:stattfind|beginn|bevorsteh|ansteh)end")
_PUT_OFF = re.compile(PUT_OFF)
_MOVES = re.compile(r"(?:vertag|verschob|verschieb|verleg)\w*")
_CHANGED = re.compile(f"{PUT_OFF}|{CALLED_OFF}")

_LASTED = re.compile(
    r"(?:dauer|reich|währ)t\w*|war(?:en)?|lief\w*|blieb\w*|ging\w*|stand\w*|galt\w*"
)
"""Verbs of duration: "dauerte bis Freitag" is past, "verlängerte bis Freitag" is not."""

_OF_EVENTS = word_set("nach seit wegen infolge aufgrund trotz vor für")
"""Prepositions of an event, whose time need not be that of the verb."""


def direction_of(before: str, after: str) -> float:
    """Return the direction of the clause of a time.

    Args:
        before: The sentence up to the time.
        after: The sentence after it.

    Returns:
        Direction from -1 (past) to 1 (future); ``PRESENT`` if its verb is in the present tense.
    """
    sentence = f"{before[-_WIDEST:]}{TIME}{after[:_WIDEST].lstrip(',)')}"
    clauses = clauses_of(sentence)
    own = next(number for number, clause in enumerate(clauses) if TIME in clause)
    clause = clauses[own]
    described = _of_attribute(clause)
    if described is not None:
        return BACK if described > 0 and "ausgefallen" in clause else described
    reading = read_clause(clause, opens=own == 0)
    if reading is None and _is_over(clause):
        return BACK
    if reading is None:
        reading = read_elsewhere(clauses, own)
        if reading is None or reading.direction == PRESENT:
            return PRESENT if reading is None and _has_hour(clause) else _NOWHERE
    if reading.direction == PRESENT and ends_later(clauses[own + 1 :], reading):
        reading = replace(reading, direction=BACK)
    if reading.form is Form.WANTED and any(one[:1] == ["als"] for one in clauses[own + 1 :]):
        return BACK  # "Er wollte am Montag die Straße überqueren, als"
    by_preposition = _by_preposition(clause, reading)
    return _of_event(clause, reading) if by_preposition is None else by_preposition


def _is_over(clause: Sequence[str]) -> bool:
    """Return whether a clause without a verb is past: "die Sieger vom Sonntag"."""
    at = clause.index(TIME)
    if len(clause) > 1 and is_zu_infinitive(clause[-1], clause[-2]):
        return False
    if at > 1 and clause[at - 1] == "vom" and clause[at - 2][:1].isupper():
        return True
    return any(
        word.islower()
        and is_participle(word)
        and not PLANS.fullmatch(word)
        and not _CHANGED.fullmatch(word)
        and word not in {"geöffnet", "geschlossen"}
        # "Am Montag eröffnet, gilt der Markt als".
        for word in (*clause[:at], *(clause[-1:] if at < _SHORTEST_SUBJECT else ()))
    )


def _has_hour(clause: Sequence[str]) -> bool:
    """Return whether an hour follows a time: "Beginn: Freitag, 20 Uhr" is still to come."""
    at = clause.index(TIME)
    return "Uhr" in clause[at + 1 : at + 4]


def _of_attribute(clause: Sequence[str]) -> float | None:
    """Return the direction of a time in an attribute: "der am Montag eröffnete Markt"."""
    at = clause.index(TIME)
    first = at
    while first > 0 and clause[first - 1] in PREPOSITIONS | _BEFORE_TIMES:
        first -= 1
    within = any(word in DETERMINERS for word in clause[max(0, first - 1) : at - 1])
    within = within or (first > 0 and clause[first - 1].lower() in DETERMINERS)
    if at and clause[at - 1] in DETERMINERS:  # of the time itself: "auf den 3. Mai"
        within = within or at == 1 or clause[at - 2] not in PREPOSITIONS
    for number in range(at + 1, min(at + 1 + _LONGEST_ATTRIBUTE, len(clause) - 1)):
        word = clause[number]
        opens_noun = word in DETERMINERS and clause[number - 1] not in PREPOSITIONS
        if opens_noun or finite_form(word) in KNOWN:
            return None
        stem = _ENDING.sub("", word)
        if stem == word or not any(one[:1].isupper() for one in clause[number + 1 : number + 4]):
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


def _by_preposition(clause: Sequence[str], reading: ClauseVerb) -> float | None:
    """Return the direction of a time by its preposition; None if that has none."""
    at = clause.index(TIME)
    before = clause[max(0, at - 2) : at]
    if not before:
        return None
    preposition = next((word for word in before[::-1] if word not in DETERMINERS), "")
    if preposition == "auf" and _MOVES.fullmatch(reading.verb):
        return AHEAD
    if preposition in {"für", "auf", "bis", "zum"} and any(
        PLANS.fullmatch(word) or _PUT_OFF.fullmatch(word) for word in clause[at + 1 :]
    ):
        return AHEAD
    if preposition in {"für", "vom"} and at > 1 and _MEASURED.search(clause[at - 2]):
        return BACK  # die Zahlen für April
    if preposition == "für":  # für den 3. Mai; but "die Zahlen für Mai"
        return AHEAD if before[-1] != "für" else max(reading.direction, PRESENT)
    if _is_compared(clause, at) and reading.direction > 0:
        return BACK if reading.direction == PRESENT else _NOWHERE
    if before[-1] in {"bis", "spätestens"} and at > 1:
        return reading.direction if _LASTED.fullmatch(reading.verb) else abs(reading.direction)
    if (
        at > 1
        and not before[0][:1].islower()
        and (before[-1] == "vom" or (before[-1] == "von" and reading.direction == PRESENT))
    ):
        return BACK  # "das Konzert vom Samstag"
    return None


_MEASURED = re.compile(
    r"(?i:zahlen|daten|rate|quote|statistik|bilanz|ergebnis|ergebnisse|index|auswertung)$"
)
"""Nouns of what is measured, and compounds that end in them."""


def _is_compared(clause: Sequence[str], at: int) -> bool:
    """Return whether something is compared with a time: "kälter als am Montag"."""
    before = [word for word in clause[max(0, at - 4) : at] if word not in _BEFORE_TIMES]
    return at >= _SHORTEST_COMPARISON and before[-2:] in (
        ["als", "am"], ["als", "im"], ["wie", "am"], ["wie", "im"],
    )  # fmt: skip


_SHORTEST_COMPARISON = 4
"""Words before the time: a clause that opens with "als am Montag" compares nothing."""


def _of_event(clause: Sequence[str], reading: ClauseVerb) -> float:
    """Return the direction of a time that may be that of an event: "nach dem Spiel am Samstag"."""
    at = clause.index(TIME)
    if _follows_disaster(clause[:at]):
        return BACK
    if _ANNOUNCING.fullmatch(reading.verb) and reading.verb in clause[: max(0, at - 2)]:
        of_noun = clause[at - 1] in {"im", "zum", "ab"} and clause[at - 2][:1].isupper()
        if of_noun:
            return AHEAD  # "kündigte einen Gipfel im Herbst an"
    placed = _placed(clause[:at])
    if placed > 0 or (placed and reading.direction < AHEAD):
        return placed
    if _is_subject(clause) and any(map(_CHANGED.fullmatch, clause[at + 1 :])):
        return AHEAD  # "das Spiel am Samstag wurde abgesagt"
    preposition = _preposition_of_event(clause)
    match preposition:
        case "nach" | "seit" if reading.direction > 0:
            return BACK if reading.direction == PRESENT else _NOWHERE
        case "wegen" | "infolge" | "aufgrund" | "trotz" if reading.direction == PRESENT:
            return _NOWHERE
        case "vor" | "für" if reading.form in _PRESENT_FORMS:
            return AHEAD if reading.direction > 0 else PRESENT
    return reading.direction


_ANNOUNCING = re.compile(r"(?:kündigt|plant|forder|verlangt|erwartet|versprech|versprach)\w*")


def _follows_disaster(before: Sequence[str]) -> bool:
    """Return whether a time is that of a past event: "der Anschlag am Freitag"."""
    at = len(before)
    while at and before[at - 1].lower() in _OF_TIMES:
        at -= 1
    if at == len(before) or not at:
        return False
    if _DISASTER.fullmatch(before[at - 1]):
        return True
    place = at >= _SHORTEST_PLACE and before[at - 2] in {"in", "bei", "auf", "im", "nahe"}
    return place and _DISASTER.fullmatch(before[at - 3]) is not None


_OF_TIMES = word_set("am im in vom von an der dem den des")
_SHORTEST_PLACE = 3
_DISASTER = re.compile(
    r"[A-ZÄÖÜ]?\w*?(?i:anschl(?:ag|ags|äge|ägen)|attentat(?:e|es|en|s)?|explosion(?:en)?|"
    r"schießerei|amoklauf(?:s)?|mord(?:es)?|morde|tod(?:es)?|massaker(?:s|n)?|unfall(?:s|es)?|"
    r"unfälle[n]?|unglücks?|absturz(?:es)?|zusammenstoß(?:es)?|brand(?:es|s)?|brände[n]?|"
    r"großbrand(?:es)?|beben[s]?|überschwemmung(?:en)?|hochwassers?|erdrutsch(?:es)?|lawine|"
    r"ausschreitungen|krawalle[n]?|überf(?:all|alls|älle|ällen)|angriff(?:e|en|s)?|razzi(?:a|en)|"
    r"festnahmen?|verhaftung(?:en)?|rücktritts?|niederlagen?|einsturz(?:es)?|putsch(?:es)?|"
    r"entführung(?:en)?|einbr(?:uch|uchs|üche|üchen))"
)
"""Nouns, and compounds that end in them."""


def _placed(before: Sequence[str]) -> float:
    """Return the direction of a time by its noun: "beim nächsten Treffen im Mai"; otherwise 0."""
    nouns = 0
    for word in before[::-1]:
        small = word.lower()
        if _COMING.fullmatch(small):
            return AHEAD if nouns else _NOWHERE
        if _PAST.fullmatch(small):
            return BACK if nouns else _NOWHERE
        if word[:1].isupper() and small not in NO_NOUNS:
            nouns += 1
        elif small not in {"am", "im", "in", "an", "vom", "der", "des", "den"}:
            return _NOWHERE
    return _NOWHERE


def _is_subject(clause: Sequence[str]) -> bool:
    """Return whether a time modifies the subject: "das Spiel am Samstag wurde"."""
    before = clause[: clause.index(TIME)]
    if len(before) < _SHORTEST_SUBJECT or not before[-2][:1].isupper() or before[0] in PREPOSITIONS:
        return False
    return all(
        word[:1].isupper() or word in DETERMINERS or word in PREPOSITIONS
        or word.endswith(("e", "en", "er", "es"))
        for word in before
    ) and not any(finite_form(word) in KNOWN for word in before)  # fmt: skip


def _preposition_of_event(clause: Sequence[str]) -> str | None:
    """Return the preposition of the noun right before a time."""
    at = clause.index(TIME) - 1
    if at < 1 or clause[at].lower() not in {"am", "im", "an"}:
        return None
    at -= 1
    if not clause[at][:1].isupper():
        return None
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
