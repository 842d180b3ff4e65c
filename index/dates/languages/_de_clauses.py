"""The clauses of a German sentence, and the verb of each.

The finite verb of a main clause comes second (or first), that of a subordinate clause last;
participles, infinitives and particles end a main clause (the *Satzklammer*). So "hat … eröffnet",
"soll … eröffnet haben", "wird … eröffnet" and "…, der eröffnet wurde" are distinguished by both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.dates.brackets import TIME
from index.dates.languages._de_morphology import (
    DETERMINERS,
    GONE,
    KNOWN,
    NO_NOUNS,
    PLANS,
    PREPOSITIONS,
    PRONOUNS,
    Form,
    finite_form,
    is_auxiliary,
    is_infinitive,
    is_participle,
    is_zu_infinitive,
    word_set,
)
from index.dates.tags import PRESENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARKS = ',;:()«»“”„"—–'
_ADDRESS = rf"[^\s{_MARKS}{TIME}]*\w[._@/]\w[^\s{_MARKS}{TIME}]*"
_WORD = re.compile(
    rf"{TIME}|{_ADDRESS}|[^\W\d_]+(?:[-'’][^\W\d_]+)*|"
    rf"\d+-?[a-zäöüß]{{3,}}|\d(?:[\d,:]*\d)?|[{_MARKS}]"
)
"""A number belongs to its adjective: "der 54-jährige Landwirt"."""
_ASIDE = re.compile(rf"\([^(){TIME}]{{0,80}}\)")
_QUOTED = re.compile(r"[„“”\"«»]([^„“”\"«»,.:;!?]{1,60})[“”\"«»]")
"""A name in quotation marks, or a few words, after which the clause continues."""
_JOINING = word_set("und oder sowie sondern bzw beziehungsweise")
_INTRODUCING = word_set(
    "dass daß weil wenn ob nachdem bevor während obwohl damit da sodass sobald solange falls "
    "seitdem als wie wo woher wohin wann warum was wer wem wen indem ehe bis seit sofern soweit "
    "obgleich wobei wonach wofür womit wodurch worauf woran worüber wovon worin wozu weshalb "
    "welche welcher welches welchen welchem"
)
_BEFORE_INTRODUCING = word_set(
    "so auch selbst nur erst außer ohne anstatt statt je kurz noch schon gerade vor insbesondere"
)
_ALSO_PREPOSITIONS = word_set("als wie während seit bis da damit")
_RELATIVE = word_set(
    "der die das den dem deren dessen denen welche welcher welches welchen welchem"
)
_INFINITIVES = frozenset({"haben", "sein", "werden"})
_MODAL_INFINITIVES = word_set("können müssen sollen wollen dürfen mögen lassen")
"""Infinitives that stand for participles: "hat kommen müssen"."""
_ARRANGED = re.compile(
    r"beginn(?:t|en)|start(?:et|en)|end(?:et|en)|eröffne(?:t|n)|stattfinde(?:t|n)"
)
"""Verbs whose present tense refers to planned events."""
_BEFORE_NO_VERB = PREPOSITIONS | {"zu"}
_ADVERBS = word_set(
    "gestern morgen heute inzwischen mittlerweile indessen unterdessen zusammen neben oben unten "
    "hinten vorne außen innen draußen drinnen deswegen hingegen dagegen seinerseits eben gerade "
    "später früher immer wieder leider weiter ferner daher vorher nachher nachts sogar hier zudem "
    "außerdem trotzdem bisher indes vorerst"
)
"""Adverbs that end like attributes."""
_SUBJECTS = (DETERMINERS | PRONOUNS) - {"des", "dessen", "deren"}
"""Articles and pronouns that may begin a subject."""
_ENDING = re.compile(r"e[nrms]?$")
AHEAD, BACK = 1.0, -1.0


@dataclass(frozen=True, slots=True)
class ClauseVerb:
    """The verb of a clause.

    Attributes:
        form: Its finite form; None if the clause has none, but an infinitive with "zu".
        direction: Direction of its times, from -1 (past) to 1 (future).
        verb: The finite verb.
    """

    form: Form | None
    direction: float
    verb: str = ""


def clauses_of(sentence: str) -> list[list[str]]:
    """Return the words of each segment of a sentence between marks, without the text in brackets.

    Args:
        sentence: The sentence, with ``TIME`` for the time.
    """
    clauses: list[list[str]] = [[]]
    for found in _WORD.finditer(_QUOTED.sub(r"\1", _ASIDE.sub("", sentence))):
        word = found.group()
        if word in _MARKS:
            clauses.append([])
        else:
            clauses[-1].append(word)
    if clauses[0] and clauses[0][0] != TIME:
        # Its capital is no evidence, and in small letters it is not a verb.
        first = clauses[0][0]
        clauses[0][0] = first.lower() if first.lower() in NO_NOUNS else first.capitalize()
    return clauses


def _coordinated_parts(clause: Sequence[str], *, introduced: bool) -> list[list[str]]:
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


_PAIR = 2


def _are_two(part: Sequence[str], other: Sequence[str], *, introduced: bool) -> bool:
    """Return whether each of two parts that "und" joins has a finite verb."""
    first = _finite_verb(part, introduced=introduced)
    second = _finite_verb(other, introduced=introduced)
    if first is None or second is None:
        return False
    at, form = second
    if introduced or first[1] not in KNOWN:
        return True
    if first[1] is Form.HAVE and is_participle(part[-1]) and at == 0 and len(other) > _PAIR:
        return not is_participle(other[-1])  # "hat im Oktober geheiratet und erwartet im Juli"
    last = at == len(other) - 1
    ending = last or is_participle(other[at])  # "sind getötet und verletzt worden"
    return not (ending if form not in KNOWN else last and other[at] in _INFINITIVES)


def read_clause(clause: Sequence[str], *, opens: bool) -> ClauseVerb | None:
    """Return the verb of the clause of a time; None if the clause has no verb of its own.

    Args:
        clause: Its words.
        opens: Whether it opens its sentence.
    """
    introduced = _is_introduced(clause, opens=opens)
    words = next(part for part in _coordinated_parts(clause, introduced=introduced) if TIME in part)
    finite = _finite_verb(words, introduced=introduced)
    if finite is not None:
        at, form = finite
        rest = [*words[:at], *words[at + 1 :]]
        if form is Form.WANTED and at == 0:
            return ClauseVerb(form, AHEAD, words[at])  # "sollte es am Montag regnen"
        return ClauseVerb(form, _direction(form, words[at], rest), words[at])
    if len(words) < 2 or not is_zu_infinitive(words[-1], words[-2]):
        return None
    perfect = words[-1] in {"haben", "sein"} and any(map(is_participle, words[-3:-2]))
    return ClauseVerb(None, BACK if perfect else AHEAD)


def _is_introduced(clause: Sequence[str], *, opens: bool) -> bool:
    """Return whether a clause may be subordinate, by its first words."""
    words = [word for word in clause[:3] if word not in _JOINING]
    if not words:
        return False
    first = words[0]
    if first.lower() in _INTRODUCING:
        return TIME not in words[1:2]  # "bis Freitag" is no clause
    if first.lower() in _BEFORE_INTRODUCING and words[1:2] and words[1] in _INTRODUCING:
        return True  # "so dass", "auch wenn"
    if opens:
        return False
    if first in _RELATIVE:
        return True
    return first in PREPOSITIONS and len(words) > 1 and words[1] in _RELATIVE


def _finite_verb(words: Sequence[str], *, introduced: bool) -> tuple[int, Form] | None:
    """Return the position of the finite verb of a clause, and its form."""
    second = next(_candidates(words), None) or _after_adverb(words)
    if second is not None and (second[1] not in KNOWN or words[second[0]] in _INFINITIVES):
        following = finite_form(words[second[0] + 1]) if second[0] + 1 < len(words) else None
        if following in KNOWN:
            # "Tödlich verunglückt ist", "Gelöscht werden konnte"
            second = second[0] + 1, following
    last = len(words) - 1
    if not introduced or last < 1:
        return _in_main_clause(words, second)
    form = None if words[last][:1].isupper() else finite_form(words[last])
    if form is None:
        return second
    known = form in KNOWN and not is_participle(words[last])
    if second is not None and second[1] is Form.HAVE and words[last] in _MODAL_INFINITIVES:
        return second  # "hätten am Montag kommen können"
    if second is None or second[0] == last or known:
        return last, form
    if second[1] in KNOWN or words[0] in _ALSO_PREPOSITIONS:
        return second  # "die Kinder müssten am Montag kommen", "als Antwort forderte er"
    return last, form


def _in_main_clause(
    words: Sequence[str], second: tuple[int, Form] | None
) -> tuple[int, Form] | None:
    """Return the finite verb of a clause without a conjunction: its first candidate.

    Such a clause may be the end of one that was interrupted: "…, im März abgeschoben werden", which
    has no finite verb, and "…, im Mai bestellt worden seien".
    """
    if second is None:
        return None
    last = len(words) - 1
    infinitive = words[last] in _INFINITIVES
    if 1 < second[0] == last and infinitive:
        return None
    ending = finite_form(words[last])
    if second[1] not in KNOWN and ending in KNOWN and not infinitive:
        return last, ending
    return second


def _candidates(words: Sequence[str]) -> Iterator[tuple[int, Form]]:
    """Yield possible positions of a finite verb in first or second place, with its form."""
    for at, word in enumerate(words):
        form = finite_form(word.lower())
        if form is None or (at > 0 and words[at - 1] == "zu"):
            continue
        if word[:1].islower():
            if form in KNOWN or _stands_as_verb(words, at, form):
                yield at, form
        elif at == 0 and (is_auxiliary(word.lower()) or _SUBJECTS.intersection(words[1:2])):
            yield at, form  # "Kommt es am Montag"; else a noun, as in "Start des Rennens ist"


def _stands_as_verb(words: Sequence[str], at: int, form: Form) -> bool:
    """Return whether a possible verb is in the position of a verb."""
    following = words[at + 1] if at + 1 < len(words) else ""
    if at == 0:
        return form is not Form.OPEN or not following or following[:1].islower()
    previous = words[at - 1]
    if previous in _BEFORE_NO_VERB:
        return False
    if form is Form.PRESENT:
        return previous not in DETERMINERS and (following != "" or not is_participle(words[at]))
    if form is Form.OPEN and not following:
        return False  # an infinitive
    before_noun = following[:1].isupper()
    if (before_noun or _ENDING.search(following)) and _in_attribute(words, at):
        return False
    if not previous[:1].islower() or previous in PRONOUNS:  # a noun, a number, or the time
        return form is Form.WEAK or previous not in DETERMINERS
    # An adverb can precede a verb ("bereits begann"), but also an attribute before a noun.
    return form is Form.WEAK and not before_noun and _ENDING.search(previous) is None


def _after_adverb(words: Sequence[str]) -> tuple[int, Form] | None:
    """Return the position of a weak verb between an adverb and a noun: "danach forderte Huber".

    If the clause has another verb, the word is an attribute: "bereits bekannte Pläne wurden".
    """
    for at, word in enumerate(words[1:], start=1):
        previous = words[at - 1]
        adverb = previous in _ADVERBS or _ENDING.search(previous) is None
        if (
            adverb
            and previous[:1].islower()
            and previous not in _BEFORE_NO_VERB
            and word[:1].islower()
            and finite_form(word) is Form.WEAK
            and not _in_attribute(words, at)
            and not _in_noun_phrase(words, at)
        ):
            return at, Form.WEAK
    return None


def _in_noun_phrase(words: Sequence[str], at: int) -> bool:
    """Return whether only adverbs and attributes are between a determiner and a word."""
    for word in reversed(words[:at]):
        if word in DETERMINERS or word == "zur":
            return True
        if not word[:1].islower() or word in PRONOUNS or word in PREPOSITIONS:
            return False
    return False


def _in_attribute(words: Sequence[str], at: int) -> bool:
    """Return whether a word ends an attribute: "der am Montag vorgestellte Plan"."""
    return any(
        words[number] in DETERMINERS
        and (words[number + 1] in PREPOSITIONS or words[number + 1] == TIME)
        for number in range(at - 1)
    )


def _direction(form: Form, verb: str, rest: Sequence[str]) -> float:
    """Return the direction of a finite verb, by the end of its clause.

    Args:
        form: The form of the verb.
        verb: The verb.
        rest: The other words of the clause, in order.
    """
    last = rest[-1] if rest else ""
    before_last = rest[-2] if len(rest) > 1 else ""
    match form:
        case Form.WILL | Form.PLAN:
            return AHEAD
        case Form.WANTED | Form.MODAL if _is_perfect(last, before_last):
            return BACK
        case Form.MODAL:
            return AHEAD
        case Form.WANTED:
            return 0.0  # a plan that may be over
        case Form.HAVE:
            return _of_have(rest, last, before_last)
        case Form.BE:
            return _of_be(rest, last, before_last)
        case Form.PRESENT | Form.OPEN:
            arranged = _ARRANGED.fullmatch(verb) and not any(map(is_participle, rest))
            takes_place = verb in {"findet", "finden"} and last == "statt"
            return AHEAD if arranged or takes_place else PRESENT
        case _:
            planned = verb in {"war", "waren"} and any(map(PLANS.fullmatch, rest))
            return AHEAD if planned else BACK


def _is_perfect(last: str, before_last: str) -> bool:
    """Return whether a clause ends in an infinitive of the past: "überfallen haben"."""
    if last == "haben":
        return is_participle(before_last)
    return last == "sein" and GONE.fullmatch(before_last) is not None


def _of_have(rest: Sequence[str], last: str, before_last: str) -> float:
    if last == "sollen":
        return 0.0  # hätte am Montag stattfinden sollen: over, or called off before
    fronted = before_last != "" and rest[0].lower() == "zu" and is_infinitive(rest[1])
    open_or_closed = last in {"geöffnet", "geschlossen"} and not _has_object(rest)
    if fronted or is_zu_infinitive(last, before_last) or open_or_closed:
        return PRESENT
    return BACK if is_infinitive(last) or any(map(is_participle, rest)) else PRESENT


def _has_object(rest: Sequence[str]) -> bool:
    """Return whether a clause has a pronoun and a noun: "wir haben das Werk geschlossen"."""
    return rest[0].lower() in PRONOUNS and any(word in DETERMINERS for word in rest[1:])


def _of_be(rest: Sequence[str], last: str, before_last: str) -> float:
    small = [word.lower() for word in rest]
    if any(map(PLANS.fullmatch, small)) or is_zu_infinitive(last, before_last):
        return AHEAD
    return BACK if any(map(GONE.fullmatch, small)) else PRESENT


def ends_later(clauses: Sequence[Sequence[str]], reading: ClauseVerb) -> bool:
    """Return whether the participle of a perfect follows a list: "hat Rom, Paris und Bonn besucht".

    Args:
        clauses: Clauses after the clause of the reading.
        reading: The verb of a clause that lacks such an ending.
    """
    if reading.form not in {Form.HAVE, Form.BE}:
        return False
    for clause in clauses:
        relative = clause and not is_participle(clause[-1])
        if relative and is_subordinate(clause, opens=False):
            continue  # "hat Ford, die ihn beschuldigte, gesehen"
        if not clause or _finite_verb(clause, introduced=False) is not None or "zu" in clause[-2:]:
            return False
        if reading.form is Form.HAVE and is_participle(clause[-1]):
            return True
        if GONE.fullmatch(clause[-1]):
            return True
    return False


def resumed(clauses: Sequence[list[str]], own: int) -> list[str]:
    """Return a clause with its end behind a relative clause: "die Wahl, die …, ist entschieden".

    Args:
        clauses: The clauses of the sentence.
        own: The number of the clause.
    """
    at = own + 1
    while at < len(clauses) and clauses[at] and is_subordinate(clauses[at], opens=False):
        at += 1
    if at == own + 1 or at == len(clauses) or not clauses[at]:
        return clauses[own]
    finite = _finite_verb(clauses[at], introduced=False)
    return [*clauses[own], *clauses[at]] if finite and finite[0] == 0 else clauses[own]


def read_elsewhere(clauses: Sequence[Sequence[str]], own: int) -> ClauseVerb | None:
    """Return the verb of another clause: "der Prozess soll, so das Gericht, am Montag beginnen"."""
    ending = [word for word in clauses[own] if word != TIME]
    for number in (*range(own - 1, -1, -1), *range(own + 1, len(clauses))):
        clause = clauses[number]
        if is_subordinate(clause, opens=number == 0):
            continue
        finite = _finite_verb(clause, introduced=False)
        if finite is not None:
            at, form = finite
            rest = [*clause[:at], *clause[at + 1 :], *ending]
            return ClauseVerb(form, _direction(form, clause[at], rest), clause[at])
    return None


def is_subordinate(clause: Sequence[str], *, opens: bool) -> bool:
    """Return whether a clause is subordinate, by its first word and its last.

    Args:
        clause: Its words, at least one.
        opens: Whether it opens its sentence.
    """
    if not _is_introduced(clause, opens=opens):
        return False
    return not clause[-1][:1].isupper() and finite_form(clause[-1]) is not None
