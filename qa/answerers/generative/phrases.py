"""Find the noun phrases of a sentence with their cases, in languages with cases such as German.

The determiner shows the case ("den Fahrer"). If it is ambiguous, the first possible subject of a
clause is the subject. The passive voice is converted to the active voice: its subject becomes the
object, and the phrase after "von" becomes the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import PREDICATE, THING, AnalysedWord, Analysis, compiled
from qa.answerers.generative.clauses import is_passive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answerers.generative.clauses import Clause, SentenceClauses
    from qa.languages.claims import FreeOrder

_TOKEN = re.compile(r"[^\W_]+(?:[-&][^\W_]+)*")
_BARE = frozenset("nad")
"""Possible cases of a noun without a determiner: nominative, accusative, dative."""
_NONE: frozenset[str] = frozenset()
_ADJECTIVE = re.compile(r"[a-zäöüß-]+(?:e|en|er|es|em)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its article and adjectives, or a name.

    Attributes:
        text: Words of the phrase.
        words: Indexes of its content words in the sentence; the noun is the last.
        start: Offset of the first character, without a preposition.
        end: Offset after the last character.
        clause: Number of the clause.
        determiner: Article or other determiner; empty for none.
        cases: Possible cases: n, a, d, g.
        preposition: Preposition, without a contracted article.
        head: Number of the previous phrase that it modifies: "der Bau der Brücke".
        beside: Number of the phrase whose role it shares: "Anna und Paul".
    """

    text: str
    words: tuple[int, ...]
    start: int
    end: int
    clause: int
    determiner: str
    cases: frozenset[str]
    preposition: str | None
    head: int | None = None
    beside: int | None = None


def root_of(phrases: Sequence[Phrase], phrase: Phrase) -> Phrase:
    """Return the phrase whose role a phrase shares; the phrase itself if it has its own role."""
    while phrase.beside is not None:
        phrase = phrases[phrase.beside]
    return phrase


def read_phrases(text: Analysis, clauses: SentenceClauses) -> tuple[Phrase, ...]:
    """Return the noun phrases of a text in order, each with its role."""
    order = text.cues.free_order
    if order is None:
        return ()
    phrases: list[Phrase] = []
    for number, word in enumerate(text.words):
        if not _is_capitalized_noun(word):
            continue
        before = phrases[-1] if phrases else None
        beside = before is not None and text.text[before.end : word.start] == " "
        common = any(key.startswith(THING) for key in word.keys)
        if before is not None and beside and not common:  # "Firma Altrex", "Anna Keller"
            words = (*before.words, number)
            shown = text.text[before.start : word.end]
            phrases[-1] = replace(before, words=words, end=word.end, text=shown)
            continue
        phrases.append(_phrase(text, order, number, clauses))
    linked = [_linked(text, order, phrases, at) for at in range(len(phrases))]
    for number, clause in enumerate(clauses.clauses):
        linked = _with_roles(text, order, linked, number, clause)
    return tuple(linked)


def _is_capitalized_noun(word: AnalysedWord) -> bool:
    verb = any(key.startswith(PREDICATE) for key in word.keys) and not word.capital
    return word.content and word.text[0].isupper() and not (verb and word.start == 0)


def _phrase(text: Analysis, order: FreeOrder, number: int, clauses: SentenceClauses) -> Phrase:
    """Parse the words before a noun: adjectives, an article, a preposition."""
    noun = text.words[number]
    tokens = [match.span() for match in _TOKEN.finditer(text.text, 0, noun.start)]
    start, determiner, preposition, cases = noun.start, "", None, _BARE

    def previous() -> str | None:
        if not tokens or text.text[tokens[-1][1] : start].strip():
            return None
        return text.text[slice(*tokens[-1])].lower()

    while (token := previous()) is not None:
        counted = any(one.start <= tokens[-1][0] < one.tail for one in text.numbers)
        known = token in order.determiners or token in order.prepositions
        if known or not (counted or _is_adjective(text, order, tokens[-1][0], token)):
            break
        start = tokens.pop()[0]
    if token is not None and token in order.determiners:
        determiner, cases = token, frozenset(order.determiners[token])
        if compiled(order.feminine).fullmatch(noun.text):
            cases -= frozenset(order.not_feminine.get(token, ""))
        start = tokens.pop()[0]
        token = previous()
    if token is not None and token in order.prepositions:
        opener = clauses.clauses[clauses.at(noun.start)]
        opens = not text.text[opener.parts[0][0] : tokens[-1][0]].strip(" ,;:")
        if opener.kind != "subordinate" or not opens:
            preposition = order.prepositions[token]
    words = tuple(
        at for at, one in enumerate(text.words) if start <= one.start <= noun.start and one.content
    )
    shown = text.text[start : noun.end]
    clause = clauses.at(noun.start)
    return Phrase(shown, words, start, noun.end, clause, determiner, cases, preposition)


def _is_adjective(text: Analysis, order: FreeOrder, start: int, token: str) -> bool:
    """Return whether a word before a noun modifies it; a verb or a conjunction does not."""
    if text.text[start].isupper() or not _ADJECTIVE.fullmatch(token):
        return False
    pattern = f"{order.finite}|{order.joining}|{order.no_adjective}"
    return compiled(pattern).fullmatch(token) is None


def _linked(text: Analysis, order: FreeOrder, phrases: Sequence[Phrase], at: int) -> Phrase:
    """Find the phrase that a phrase modifies, or whose role it shares."""
    phrase = phrases[at]
    if at == 0 or phrases[at - 1].clause != phrase.clause:
        return phrase
    before = phrases[at - 1]
    between = text.text[before.end : phrase.start]
    opener = phrase.preposition is not None
    if not between.strip() or (opener and _TOKEN.fullmatch(between.strip()) is not None):
        genitive = "g" in phrase.cases and not opener
        if genitive and compiled(order.sources).fullmatch(before.text):
            return replace(phrase, preposition=order.source)  # "nach Angaben der Polizei"
        if genitive:
            return replace(phrase, head=at - 1, cases=frozenset("g"))
        if opener and phrase.preposition in order.belonging:
            return replace(phrase, head=at - 1)
        return phrase
    joined = compiled(order.joining).fullmatch(between.strip())
    behind = text.text[phrase.end :].lstrip()[:1]
    inserted = between.strip() == "," and not opener and behind in {",", ""}
    if (joined is not None and not opener) or inserted:
        root = at - 1
        while inserted and phrases[root].clause == phrase.clause and root > 0:
            above = _linked(text, order, phrases, root)
            if above.head is None:
                break
            root = above.head
        return replace(phrase, beside=root)
    return phrase


def _with_roles(
    text: Analysis, order: FreeOrder, phrases: list[Phrase], number: int, clause: Clause
) -> list[Phrase]:
    """Determine which phrase of a clause is its subject."""
    bare = [
        at
        for at, one in enumerate(phrases)
        if one.clause == number
        and one.preposition is None
        and one.beside is None
        and one.head is None
    ]
    may_be = [at for at in bare if "n" in phrases[at].cases]
    first = None if _has_other_subject(text, order, clause) else next(iter(may_be), None)
    doubtful = any(
        phrases[at].determiner == order.subject_or_not
        and phrases[first].determiner != phrases[at].determiner
        for at in may_be
        if first is not None and at != first
    )
    passive = is_passive(text, clause)
    found = list(phrases)
    for at in bare:
        cases = frozenset("n") if at == first else phrases[at].cases - {"n"}
        if passive:
            cases = frozenset(cases - {"n"}) | ({"a"} if at == first else _NONE)
        found[at] = replace(phrases[at], cases=_NONE if doubtful and at in may_be else cases)
    for at, one in enumerate(phrases):
        last = not any(later.start > one.start and later.clause == number for later in phrases)
        agent = (
            one.clause == number
            and one.preposition in order.agents
            and (one.head is None or (last and phrases[one.head].preposition is not None))
        )
        if passive and agent:
            found[at] = replace(one, preposition=None, cases=frozenset("n"), head=None)
    return found


def _has_other_subject(text: Analysis, order: FreeOrder, clause: Clause) -> bool:
    """Return whether the subject is a pronoun, or is in the previous clause."""
    if clause.kind == "second":
        return True
    opened = clause.parts[0][0]
    if any(text.find(order.pronouns, start, end) for start, end in clause.parts):
        return True
    if clause.kind != "subordinate":
        return False
    first = re.compile(rf"\W*({order.relatives})(?!\w)", re.IGNORECASE).match(text.text, opened)
    return first is not None and "n" in order.determiners.get(first[1].lower(), "")
