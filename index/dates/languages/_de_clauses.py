"""Where a German clause looks: its finite verb, read together with what ends it.

The finite verb of a main clause comes second (or first), that of a subordinate clause last;
participles, infinitives and particles end a main clause (the *Satzklammer*). So "hat … eröffnet",
"soll … eröffnet haben", "wird … eröffnet" and "…, der eröffnet wurde" are told apart by both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.dates.brackets import TIME
from index.dates.clauses import PRESENT
from index.dates.languages._de_morphology import (
    CALLED_OFF,
    DETERMINERS,
    GONE,
    KNOWN,
    PLANS,
    NO_NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    PUT_OFF,
    Form,
    finite_form,
    is_infinitive,
    is_participle,
    is_zu_infinitive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDEST = 300
"""Characters to each side."""
_WORD = re.compile(
    rf"{TIME}|[^\s,;:()«»“”„\"—–]*\w[._@/]\w[^\s,;:()«»“”„\"—–]*"  # an address, a figure
    r"|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d(?:[\d,:]*\d)?|[,;:()«»“”„\"—–]"
)
_ASIDE = re.compile(rf"\([^(){TIME}]{{0,80}}\)")
_QUOTED = re.compile(r"[„“”\"«»]([^„“”\"«»,.:;!?]{1,60})[“”\"«»]")
"""A name in quotation marks, or a few words: the clause goes on behind them."""
_BREAKS = frozenset(',;:()«»“”„"—–')
_JOINING = frozenset({"und", "oder", "sowie", "sondern", "bzw", "beziehungsweise"})
_INTRODUCING = frozenset(
    "dass daß weil wenn ob nachdem bevor während obwohl damit da sodass sobald solange falls "
    "seitdem als wie wo woher wohin wann warum was wer wem wen indem ehe bis seit sofern soweit "
    "obgleich wobei wonach wofür womit wodurch worauf woran worüber wovon worin wozu weshalb "
    "welche welcher welches welchen welchem".split()
)
_RELATIVE = frozenset(
    "der die das den dem deren dessen denen welche welcher welches welchen welchem".split()
)
_PRESENT_FORMS = frozenset({Form.PRESENT, Form.OPEN, Form.HAVE, Form.BE, Form.PLAN})
_INFINITIVES = frozenset({"haben", "sein", "werden"})
_AHEAD, _BACK, _NOWHERE = 1.0, -1.0, 0.0

_ARRANGED = re.compile(r"beginn(?:t|en)|start(?:et|en)|end(?:et|en)|eröffne(?:t|n)|stattfinde[tn]")
"""Verbs whose present tense tells of what is arranged, on whatever day."""

_COMING = re.compile(
    r"(?:nächst|kommend|bevorstehend|anstehend|künftig|geplant|angekündigt|vorgesehen|anberaumt|"
    r"angesetzt)e[nrms]?"
)
_PAST = re.compile(r"(?:letzt|vergangen|vorig|jüngst|zurückliegend)e[nrms]?")

_SHORTEST_SUBJECT = 2
_LONGEST_ATTRIBUTE = 8
"""Words."""
_BEFORE_TIMES = frozenset("den dem der bereits schon erst noch spätestens gleich auch nur".split())
_ENDING = re.compile(r"e[nrms]?$")
_TO_COME = re.compile(r"(?:stattfind|beginn|bevorsteh|ansteh)end")
_PUT_OFF = re.compile(PUT_OFF)
_CHANGED = re.compile(f"{PUT_OFF}|{CALLED_OFF}")

_LASTED = re.compile(
    r"(?:dauer|reich|währ)t\w*|war(?:en)?|lief\w*|blieb\w*|ging\w*|stand\w*|galt\w*"
)
"""Verbs that say how long something went on: "dauerte bis Freitag" is past, "verlängerte" not."""

_OF_EVENTS = frozenset("nach seit wegen infolge aufgrund trotz vor für".split())
"""Prepositions of a noun: the time behind that is the event's, and need not be the verb's."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The verb of a clause.

    Attributes:
        form: Its finite form; None if the clause has none, but an infinitive with "zu".
        direction: Where it looks, from -1 to 1.
        verb: The finite verb.
    """

    form: Form | None
    direction: float
    verb: str = ""


def direction_of(before: str, after: str) -> float:
    """Return where the clause of a time looks.

    Args:
        before: The sentence up to the time.
        after: The sentence after it.

    Returns:
        From -1, back, to 1, ahead; ``PRESENT`` if its verb is in the present tense.
    """
    sentence = f"{before[-_WIDEST:]}{TIME}{after[:_WIDEST].lstrip(',)')}"
    clauses = _clauses(_QUOTED.sub(r"\1", _ASIDE.sub("", sentence)))
    own = next(number for number, clause in enumerate(clauses) if TIME in clause)
    clause = clauses[own]
    described = _of_attribute(clause)
    if described is not None:
        return described
    reading = _read(clause, opens=own == 0)
    if reading is None:
        reading = _elsewhere(clauses, own)
        if reading is None or reading.direction == PRESENT:
            return PRESENT if reading is None and _has_hour(clause) else _NOWHERE
    if reading.form is Form.WANTED and any(one[:1] == ["als"] for one in clauses[own + 1 :]):
        return _BACK  # "Er wollte am Montag die Straße überqueren, als"
    by_preposition = _by_preposition(clause, reading)
    return _of_event(clause, reading) if by_preposition is None else by_preposition


def _has_hour(clause: Sequence[str]) -> bool:
    """Return whether an hour follows a time: "Beginn: Freitag, 20 Uhr" is still to come."""
    at = clause.index(TIME)
    return "Uhr" in clause[at + 1 : at + 4]


def _of_attribute(clause: Sequence[str]) -> float | None:
    """Return where a time looks that an attribute holds: "der am Montag eröffnete Markt"."""
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
            return _AHEAD
        if within and stem.endswith("end"):
            return PRESENT
        if within and is_participle(stem):
            return _BACK
    return None


def _by_preposition(clause: Sequence[str], reading: Reading) -> float | None:
    """Return where a time looks by the preposition before it; None if that does not say it."""
    at = clause.index(TIME)
    before = clause[max(0, at - 2) : at]
    if not before:
        return None
    preposition = next((word for word in before[::-1] if word not in DETERMINERS), "")
    if preposition in {"für", "auf", "bis", "zum"} and any(
        PLANS.fullmatch(word) or _PUT_OFF.fullmatch(word) for word in clause[at + 1 :]
    ):
        return _AHEAD
    if preposition == "für":  # für den 3. Mai; but "die Zahlen für Mai"
        return _AHEAD if before[-1] != "für" else max(reading.direction, PRESENT)
    if _is_compared(clause, at) and reading.direction > 0:
        return _BACK if reading.direction == PRESENT else _NOWHERE
    if before[-1] in {"bis", "spätestens"} and at > 1:
        return reading.direction if _LASTED.fullmatch(reading.verb) else abs(reading.direction)
    if at > 1 and not before[0][:1].islower() and (
        before[-1] == "vom" or (before[-1] == "von" and reading.direction == PRESENT)
    ):
        return _BACK  # "das Konzert vom Samstag"
    return None


def _is_compared(clause: Sequence[str], at: int) -> bool:
    """Return whether something is compared with a time: "kälter als am Montag"."""
    before = [word for word in clause[max(0, at - 4) : at] if word not in _BEFORE_TIMES]
    return len(before) > 1 and before[-1] in {"am", "im"} and before[-2] in {"als", "wie"} and at > _SHORTEST_COMPARISON


_SHORTEST_COMPARISON = 3


def _of_event(clause: Sequence[str], reading: Reading) -> float:
    """Return where a time looks, that may be that of an event: "nach dem Spiel am Samstag"."""
    at = clause.index(TIME)
    placed = _placed(clause[:at])
    if placed > 0 or (placed and reading.direction < _AHEAD):
        return placed
    if _is_subject(clause) and any(map(_CHANGED.fullmatch, clause[at + 1 :])):
        return _AHEAD  # "das Spiel am Samstag wurde abgesagt"
    preposition = _preposition_of_event(clause)
    match preposition:
        case "nach" | "seit" if reading.direction > 0:
            return _BACK if reading.direction == PRESENT else _NOWHERE
        case "wegen" | "infolge" | "aufgrund" | "trotz" if reading.direction == PRESENT:
            return _NOWHERE
        case "vor" | "für" if reading.form in _PRESENT_FORMS:
            return _AHEAD
    return reading.direction


def _placed(before: Sequence[str]) -> float:
    """Return where a time lies by what it is of: "beim nächsten Treffen im Mai"; else 0."""
    nouns = 0
    for word in before[::-1]:
        small = word.lower()
        if _COMING.fullmatch(small):
            return _AHEAD if nouns else _NOWHERE
        if _PAST.fullmatch(small):
            return _BACK if nouns else _NOWHERE
        if word[:1].isupper() and small not in NO_NOUNS:
            nouns += 1
        elif small not in {"am", "im", "in", "an", "vom", "der", "des", "den"}:
            return _NOWHERE
    return _NOWHERE


def _is_subject(clause: Sequence[str]) -> bool:
    """Return whether a time is that of what opens the sentence: "das Spiel am Samstag wurde"."""
    before = clause[: clause.index(TIME)]
    if len(before) < _SHORTEST_SUBJECT or not before[-2][:1].isupper() or before[0] in PREPOSITIONS:
        return False
    return all(
        word[:1].isupper() or word in DETERMINERS or word in PREPOSITIONS
        or word.endswith(("e", "en", "er", "es"))
        for word in before
    ) and not any(finite_form(word) in KNOWN for word in before)  # fmt: skip


def _preposition_of_event(clause: Sequence[str]) -> str | None:
    """Return the preposition of a noun that a time stands right behind."""
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


def _clauses(text: str) -> list[list[str]]:
    """Return the words of each part of a sentence between marks."""
    clauses: list[list[str]] = [[]]
    for found in _WORD.finditer(text):
        word = found.group()
        if word in _BREAKS:
            clauses.append([])
        else:
            clauses[-1].append(word)
    if clauses[0] and clauses[0][0] != TIME:
        # Its capital says nothing, and without one it is no verb.
        first = clauses[0][0]
        clauses[0][0] = first.lower() if first.lower() in NO_NOUNS else first.capitalize()
    return clauses


def _parts(clause: Sequence[str], *, introduced: bool) -> list[list[str]]:
    """Cut a clause at "und" and the like, where each part has a finite verb of its own."""
    parts: list[list[str]] = [[]]
    for word in clause:
        if word in _JOINING:
            parts.append([])
        else:
            parts[-1].append(word)
    whole: list[list[str]] = []
    for part in parts:
        if whole and not _are_two(whole[-1], part, introduced=introduced):
            whole[-1] = whole[-1] + part
        else:
            whole.append(part)
    return whole


def _are_two(part: Sequence[str], other: Sequence[str], *, introduced: bool) -> bool:
    """Return whether each of two parts that "und" joins has a finite verb."""
    first = _finite(part, introduced=introduced)
    second = _finite(other, introduced=introduced)
    if first is None or second is None:
        return False
    at, form = second
    ends = not introduced and first[1] in KNOWN and at == len(other) - 1
    return not (ends and (form not in KNOWN or other[at] in _INFINITIVES))


def _read(clause: Sequence[str], *, opens: bool) -> Reading | None:
    """Return the verb of the clause that a time stands in; None if it has none of its own.

    Args:
        clause: Its words.
        opens: Whether it opens its sentence.
    """
    introduced = _is_introduced(clause, opens=opens)
    words = next(part for part in _parts(clause, introduced=introduced) if TIME in part)
    finite = _finite(words, introduced=introduced)
    if finite is not None:
        at, form = finite
        return Reading(
            form, _direction(form, words[at], [*words[:at], *words[at + 1 :]]), words[at]
        )
    if len(words) < 2 or not is_zu_infinitive(words[-1], words[-2]):
        return None
    perfect = words[-1] in {"haben", "sein"} and any(map(is_participle, words[-3:-2]))
    return Reading(None, _BACK if perfect else _AHEAD)


def _is_introduced(clause: Sequence[str], *, opens: bool) -> bool:
    """Return whether a clause may be a subordinate one, by how it opens."""
    words = [word for word in clause[:3] if word not in _JOINING]
    if not words:
        return False
    first = words[0]
    if first.lower() in _INTRODUCING:
        return True
    if opens:
        return False
    if first in _RELATIVE:
        return True
    return first in PREPOSITIONS and len(words) > 1 and words[1] in _RELATIVE


def _finite(words: Sequence[str], *, introduced: bool) -> tuple[int, Form] | None:
    """Return where the finite verb of a clause stands, and its form."""
    second = next(_candidates(words), None)
    if second is not None and second[1] not in KNOWN:
        following = finite_form(words[second[0] + 1]) if second[0] + 1 < len(words) else None
        if following in KNOWN:
            second = second[0] + 1, following  # "Tödlich verunglückt ist"
    last = len(words) - 1
    if not introduced or last < 1:
        return second
    form = None if words[last][:1].isupper() else finite_form(words[last])
    if form is None:
        return second
    known = form in KNOWN and not is_participle(words[last])
    if second is not None and second[0] < last and second[1] in KNOWN and not known:
        return second  # "die Kinder müssten am Montag kommen"
    return last, form


def _candidates(words: Sequence[str]) -> Iterator[tuple[int, Form]]:
    """Yield what may be a finite verb in second place, and a form that can be nothing else first."""
    for at, word in enumerate(words):
        if word[:1].isupper():
            if at == 0 and len(words) > 1 and (words[1] in PRONOUNS or words[1] in DETERMINERS):
                form = finite_form(word.lower())  # Kommt es am Montag
                if form is not None:
                    yield at, form
            elif at == 0 and word.lower() not in PREPOSITIONS:
                form = finite_form(word.lower())
                if form in KNOWN:
                    yield at, form
            continue
        form = finite_form(word)
        if form is not None and (form in KNOWN or _is_verb(words, at, form)):
            yield at, form


def _is_verb(words: Sequence[str], at: int, form: Form) -> bool:
    """Return whether a word that may be a verb stands where one does."""
    if at == 0:
        return form is not Form.OPEN or not words[1:2] or words[1][:1].islower()
    previous = words[at - 1]
    small = previous.lower()
    if small in {"wie", "als", "zu", "am"}:
        return False
    following = words[at + 1] if at + 1 < len(words) else ""
    if form is Form.PRESENT:
        if is_participle(words[at]) and not following:
            return False
        return previous not in DETERMINERS and previous not in PREPOSITIONS
    if form is Form.OPEN and (not following or previous in DETERMINERS):
        return False  # an infinitive, or an adjective
    noun_before = previous[:1].isupper() or previous == TIME or previous in PRONOUNS
    noun_before = noun_before or previous[:1].isdigit()
    if form is Form.WEAK and small not in DETERMINERS and small not in PREPOSITIONS:
        noun_before = noun_before or not small.endswith(("e", "en", "er", "es", "em"))
    if not noun_before:
        return False
    return not (following[:1].isupper() and _in_attribute(words, at))


def _in_attribute(words: Sequence[str], at: int) -> bool:
    """Return whether a word ends an attribute: "der am Montag vorgestellte Plan"."""
    return any(
        words[number] in DETERMINERS
        and (words[number + 1] in PREPOSITIONS or words[number + 1] == TIME)
        for number in range(at - 1)
    )


def _direction(form: Form, verb: str, rest: Sequence[str]) -> float:
    """Return where a finite form looks, by what ends its clause."""
    last = rest[-1] if rest else ""
    previous = rest[-2] if len(rest) > 1 else ""
    match form:
        case Form.WILL | Form.PLAN:
            return _AHEAD
        case Form.WANTED:
            return PRESENT  # a plan, of which nothing says that it is past
        case Form.MODAL:
            perfect = (last == "haben" and is_participle(previous)) or (
                last == "sein" and GONE.fullmatch(previous) is not None
            )
            if perfect:
                return _BACK
            return PRESENT if verb in {"sollte", "sollten"} else _AHEAD
        case Form.HAVE if last == "sollen":
            return _AHEAD  # "hätte am Montag stattfinden sollen"
        case Form.HAVE:
            if is_zu_infinitive(last, previous):
                return PRESENT
            done = any(is_participle(word) for word in rest) or is_infinitive(last)
            return _BACK if done and last not in {"geöffnet", "geschlossen"} else PRESENT
        case Form.BE:
            if any(PLANS.fullmatch(word.lower()) for word in rest):
                return _AHEAD
            if any(GONE.fullmatch(word.lower()) for word in rest):
                return _BACK
            return _AHEAD if is_zu_infinitive(last, previous) else PRESENT
        case Form.PRESENT | Form.OPEN:
            arranged = _ARRANGED.fullmatch(verb) and not any(map(is_participle, rest))
            return _AHEAD if arranged or _takes_place(verb, last) else PRESENT
        case _:
            planned = verb in {"war", "waren"} and any(map(PLANS.fullmatch, rest))
            return _AHEAD if planned else _BACK


def _takes_place(verb: str, last: str) -> bool:
    """Return whether something is to take place: "findet … statt", "tritt … in Kraft"."""
    return verb in {"findet", "finden", "stattfindet", "stattfinden"} and (
        last == "statt" or verb[:5] == "statt"
    )


def _elsewhere(clauses: Sequence[Sequence[str]], own: int) -> Reading | None:
    """Return the verb of another clause: "der Prozess soll, so das Gericht, am Montag beginnen"."""
    ending = [word for word in clauses[own] if word != TIME]
    main = [
        clause
        for number, clause in enumerate(clauses)
        if not _is_subordinate(clause, opens=number == 0)
    ]
    left, right = clauses[:own][::-1], clauses[own + 1 :]
    for clause in (*left, *right):
        if clause not in main:
            continue
        finite = _finite(clause, introduced=False)
        if finite is not None:
            at, form = finite
            return Reading(
                form, _direction(form, clause[at], [*clause[at + 1 :], *ending]), clause[at]
            )
    return None


def _is_subordinate(clause: Sequence[str], *, opens: bool) -> bool:
    if not _is_introduced(clause, opens=opens):
        return False
    return not clause[-1][:1].isupper() and finite_form(clause[-1]) is not None
