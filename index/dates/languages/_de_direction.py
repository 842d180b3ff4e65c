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
    is_subordinate,
    read_clause,
    read_elsewhere,
    resumed,
)
from index.dates.languages._de_morphology import (
    ACHIEVED,
    CALLED_OFF,
    DETERMINERS,
    MISHAPS,
    PLANS,
    PREPOSITIONS,
    PUT_OFF,
    Form,
    finite_form,
    is_participle,
    is_zu_infinitive,
    word_set,
)
from index.dates.languages._de_nouns import DISASTER, MEASURED, OCCASION
from index.dates.languages._de_phrases import (
    BEFORE_TIMES,
    NOWHERE,
    OF_TIMES,
    SHORTEST_PLACE,
    SHORTEST_SUBJECT,
    follows_disaster,
    is_compared,
    is_in_subject,
    of_attribute,
    placed_by_adjective,
    preposition_of_event,
)
from index.dates.tags import PRESENT, PROBABLE, STRONG, SURE, VAGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 300
"""Maximum number of characters on each side of the time."""
_BESIDE = word_set("und aber doch denn zwischen")
"""Words before a time that opens its clause."""
_PRESENT_FORMS = frozenset({Form.PRESENT, Form.OPEN, Form.HAVE, Form.BE, Form.PLAN})


_PUT_OFF = re.compile(PUT_OFF)
_MOVES = re.compile(r"(?:vertag|verschob|verschieb|verleg)\w*")
_CHANGED = re.compile(f"{PUT_OFF}|{CALLED_OFF}")

_LASTED = re.compile(
    r"(?:dauer|reich|währ)t\w*|war(?:en)?|lief\w*|blieb\w*|ging\w*|stand\w*|galt\w*|"
    r"gestiegen|stieg\w*|(?:ge)?s[au]nk\w*|fiel\w*|gefallen|wuchs\w*|gewachsen|"
    r"(?:ge)?kletter\w*|verlor\w*|verdien\w*|verkauf\w*|erziel\w*|erwirtschaft\w*"
)
"""Verbs of duration and of change: "dauerte bis Freitag" and "stieg bis März" are past,
"verlängerte bis Freitag" is not."""

_MUST = word_set("muss müssen müsse")

_BESIDE_HOUR = 6
"""Words."""


def direction_of(before: str, after: str) -> float:
    """Return the direction of the clause of a time.

    Args:
        before: The sentence up to the time.
        after: The sentence after it.

    Returns:
        Direction from -1 (past) to 1 (future); see ``index.dates.tags``.
    """
    sentence = f"{before[-_WIDEST:]}{TIME}{after[:_WIDEST].lstrip(')')}"
    clauses = clauses_of(sentence)
    own = next(number for number, clause in enumerate(clauses) if TIME in clause)
    following = clauses[own + 1 : own + 2]
    if after.startswith(",") and not (following[0] and is_subordinate(following[0], opens=False)):
        clauses[own : own + 2] = [clauses[own] + following[0]]  # "am Freitag, 3. Mai, kam er"
    clause = clauses[own]
    described = of_attribute(clause)
    if described is not None:
        return BACK if described > 0 and "ausgefallen" in clause else described
    reading = read_clause(clause, opens=own == 0)
    if reading is None:
        clauses[own] = clause = resumed(clauses, own)
        reading = read_clause(clause, opens=own == 0)
    direction = _of_clause(clauses, own, reading)
    certainty = _certainty(clause, reading)
    if abs(direction) > PRESENT:
        return certainty * direction
    return VAGUE if direction and certainty == PROBABLE else direction


def _of_clause(clauses: Sequence[Sequence[str]], own: int, reading: ClauseVerb | None) -> float:
    clause = clauses[own]
    if reading is None and (_is_over(clause) or follows_disaster(clause[: clause.index(TIME)])):
        return BACK
    if reading is not None and reading.direction == PRESENT and _narrates(clause, reading):
        return BACK
    if reading is not None and reading.form is None and _was_achieved(clauses[:own]):
        return BACK
    if reading is None:
        if any(map(PLANS.fullmatch, clause)):
            return AHEAD  # a headline: "Proteste am Samstag geplant"
        reading = read_elsewhere(clauses, own)
        if reading is None or reading.direction == PRESENT:
            ahead = _has_hour(clauses, own) or _announces(clause, alone=reading is None)
            return PRESENT if ahead else NOWHERE
    if reading.direction == PRESENT and ends_later(clauses[own + 1 :], reading):
        reading = replace(reading, direction=BACK)
    if reading.form is Form.WANTED and _came_to_nothing(clauses[own + 1 :]):
        return BACK
    by_preposition = _by_preposition(clause, reading)
    return _of_event(clause, reading) if by_preposition is None else by_preposition


def _narrates(clause: Sequence[str], reading: ClauseVerb) -> bool:
    """Return whether a clause in the present tense is past: "Brand zerstört am Montag Fabrik"."""
    main = clause.index(reading.verb) < len(clause) - 1 if reading.verb in clause else False
    return DISASTER.fullmatch(clause[0]) is not None or (
        main and MISHAPS.fullmatch(reading.verb) is not None
    )


def _came_to_nothing(following: Sequence[Sequence[str]]) -> bool:
    """Return whether a plan is over: "Er sollte am Montag kommen, erschien aber nicht".

    It may still be ahead if it was called off or put off.
    """
    if any(one[:1] == ["als"] for one in following):
        return True  # "Er wollte am Montag die Straße überqueren, als"
    if not following or not following[0] or any(map(_CHANGED.fullmatch, following[0])):
        return False
    return finite_form(following[0][0]) in {Form.PAST, Form.MODAL_PAST, Form.WEAK}


def _was_achieved(clauses: Sequence[Sequence[str]]) -> bool:
    """Return whether a clause before "zu" and an infinitive says that it was done."""
    return bool(clauses) and any(map(ACHIEVED.fullmatch, clauses[-1]))


def _announces(clause: Sequence[str], *, alone: bool) -> bool:
    """Return whether a headline is about a plan: "Streik am Samstag: …", "Feier am Freitag".

    Args:
        clause: The clause of the time, which has no verb.
        alone: Whether its sentence has no verb either.
    """
    at = clause.index(TIME)
    noun = clause[at - 2] if alone and at > 1 else clause[0]
    headline = alone and clause[0].lower() not in DETERMINERS
    return (headline or (not alone and at == len(clause) - 1)) and OCCASION.fullmatch(
        noun[:1].upper() + noun[1:]
    ) is not None


def _certainty(clause: Sequence[str], reading: ClauseVerb | None) -> float:
    """Return how certain it is that a time is on the side to which its verb refers."""
    before = clause[: clause.index(TIME)]
    if follows_disaster(before):
        return SURE
    if reading is not None and (
        reading.form in {Form.WANTED, Form.PLAN} or any(map(PLANS.fullmatch, clause))
    ):
        return PROBABLE
    dated = before[-1:] == ["vom"]
    while before and before[-1] in OF_TIMES | BEFORE_TIMES | {"zum"}:
        before = before[:-1]
    if _BESIDE.issuperset(before):
        return SURE
    place = len(before) >= SHORTEST_PLACE and before[-2] in PREPOSITIONS
    if any(map(OCCASION.fullmatch, (before[-1], before[-3] if place else ""))):
        return PROBABLE
    if before[-1] in PREPOSITIONS:
        return PROBABLE  # "für den 3. Mai"
    after_verb = reading is not None and reading.verb in before
    if not (dated or after_verb) and is_in_subject(clause):
        return PROBABLE
    between = before[before.index(reading.verb) + 1 :] if reading and after_verb else before
    # Right behind the finite verb, or right before the rest of it: "hat ihn am Montag besucht".
    beside = len(between) <= 1 or (clause[-2] == TIME and clause[-1].islower())
    return SURE if beside and not dated else STRONG


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
        for word in (*clause[:at], *(clause[-1:] if at < SHORTEST_SUBJECT else ()))
    )


def _has_hour(clauses: Sequence[Sequence[str]], own: int) -> bool:
    """Return whether an hour follows a time: "Beginn: Freitag, jeweils 20 Uhr" is to come."""
    at = clauses[own].index(TIME)
    following = clauses[own + 1] if own + 1 < len(clauses) else ()
    return "Uhr" in [*clauses[own][at + 1 :], *following][:_BESIDE_HOUR]


def _by_preposition(clause: Sequence[str], reading: ClauseVerb) -> float | None:
    """Return the direction of a time by its preposition; None if that has none."""
    at = clause.index(TIME)
    before = clause[max(0, at - 2) : at]
    if not before:
        return None
    preposition = next((word for word in before[::-1] if word not in DETERMINERS), "")
    if preposition in {"bis", "spätestens"} and reading.verb in _MUST:
        return AHEAD  # "bis Freitag müssen sie die Arbeit beendet haben"
    if preposition == "auf" and _MOVES.fullmatch(reading.verb):
        return AHEAD
    if preposition in {"für", "auf", "bis", "zum"} and any(
        PLANS.fullmatch(word) or _PUT_OFF.fullmatch(word) for word in clause[at + 1 :]
    ):
        return AHEAD
    if preposition in {"für", "vom"} and at > 1 and MEASURED.search(clause[at - 2]):
        return BACK  # die Zahlen für April
    if preposition == "für":  # für den 3. Mai; but "die Zahlen für Mai"
        return AHEAD if before[-1] != "für" else max(reading.direction, PRESENT)
    if is_compared(clause, at) and reading.direction > 0:
        return BACK if reading.direction == PRESENT else NOWHERE
    if before[-1] in {"bis", "spätestens"} and at > 1:
        return reading.direction if _LASTED.fullmatch(reading.verb) else abs(reading.direction)
    if (
        at > 1
        and not before[0][:1].islower()
        and (before[-1] == "vom" or (before[-1] == "von" and reading.direction == PRESENT))
    ):
        return BACK  # "das Konzert vom Samstag"
    return None


def _of_event(clause: Sequence[str], reading: ClauseVerb) -> float:
    """Return the direction of a time that may be that of an event: "nach dem Spiel am Samstag"."""
    at = clause.index(TIME)
    if follows_disaster(clause[:at]):
        return BACK
    if _ANNOUNCING.fullmatch(reading.verb) and reading.verb in clause[: max(0, at - 2)]:
        # A time of the verb would precede an indefinite object.
        announced = clause[at - 1] == "am" and clause[at - 3] in {"ein", "eine", "einen"}
        of_noun = clause[at - 1] in {"im", "zum", "ab"} or announced
        if of_noun and clause[at - 2][:1].isupper():
            return AHEAD  # "kündigte einen Gipfel im Herbst an"
    placed = placed_by_adjective(clause[:at])
    if placed > 0 or (placed and reading.direction < AHEAD):
        return placed
    if is_in_subject(clause) and any(map(_CHANGED.fullmatch, clause[at + 1 :])):
        return AHEAD  # "das Spiel am Samstag wurde abgesagt"
    match preposition_of_event(clause):
        case "nach" | "seit" if reading.direction > 0:
            return BACK if reading.direction == PRESENT else NOWHERE
        case "wegen" | "infolge" | "aufgrund" | "trotz" if reading.direction == PRESENT:
            return NOWHERE
        case "vor" | "für" if reading.form in _PRESENT_FORMS:
            return AHEAD if reading.direction > 0 else PRESENT
    return reading.direction


_ANNOUNCING = re.compile(r"(?:kündigt|plant|forder|verlangt|erwartet|versprech|versprach)\w*")
