"""Check roles in languages with cases and free word order, such as German.

Each noun of a claim must have the same role as in one clause of the sentence: its case or
preposition, and the noun that it belongs to. ``phrases`` finds the roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answerers.generative.clauses import have_same_particle, read_clauses
from qa.answerers.generative.phrases import read_phrases, root_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.clauses import SentenceClauses
    from qa.answerers.generative.phrases import Phrase


def check_cases(alignment: Alignment) -> str | None:
    """Check that each noun has the same role in one clause of the sentence."""
    claim, source = alignment.claim, alignment.source
    order = source.cues.free_order
    if order is None and claim.cues.free_order is None:
        return None
    if order is None or claim.language != source.language:
        return "who does what cannot be told across these two languages"
    ours, theirs = read_clauses(claim, order), read_clauses(source, order)
    laid = _ClauseAlignment(alignment, ours, theirs)
    reported = bool(claim.find(claim.cues.attribution))
    complements = any(one.kind == "complement" for one in ours.clauses)
    for number in range(len(ours.clauses)):
        failure = laid.check(number)
        if failure is not None:
            return failure
        there = laid.where.get(number)
        if there is None or theirs.clauses[there].kind != "complement":
            continue
        governed = theirs.clauses[there].governor in laid.where.values()
        if not (reported or complements or governed):
            return "it depends on something before it in the sentence"
    return None


class _ClauseAlignment:
    """The alignment of a claim with a sentence, clause by clause.

    Attributes:
        where: Number of the matching clause in the sentence, by the number of a checked clause.
    """

    def __init__(
        self, alignment: Alignment, ours: SentenceClauses, theirs: SentenceClauses
    ) -> None:
        self._alignment, self._ours, self._theirs = alignment, ours, theirs
        self._our_phrases = read_phrases(alignment.claim, ours)
        self._their_phrases = read_phrases(alignment.source, theirs)
        self._our_place = _by_word(self._our_phrases)
        self._their_place = _by_word(self._their_phrases)
        self.where: dict[int, int] = {}

    def check(self, number: int) -> str | None:
        """Check one clause of the claim."""
        claim, source = self._alignment.claim, self._alignment.source
        pairs = [
            (at, there)
            for at, there in self._alignment.words.items()
            if self._ours.at(claim.words[at].start) == number
        ]
        numbers = [
            self._theirs.at(source.numbers[there].start)
            for at, there in self._alignment.numbers.items()
            if self._ours.at(claim.numbers[at].start) == number
        ]
        if not pairs and not numbers:
            return None
        there = self._clause(pairs, numbers)
        if there is None:
            return "its words are of several clauses there"
        self.where[number] = there
        if self._theirs.clauses[there].kind == "contrast":
            return "it is told of something else there"
        if not have_same_particle(
            claim, self._ours.clauses[number], source, self._theirs.clauses[there]
        ):
            return "its verb is another one there"
        return self._check_phrases(pairs)

    def _clause(self, pairs: Sequence[tuple[int, int]], numbers: Sequence[int]) -> int | None:
        """Return the clause of the sentence that has all of these words and numbers."""
        source = self._alignment.source
        places = {there: self._theirs.at(source.words[there].start) for _, there in pairs}
        for clause in sorted({*places.values(), *numbers}, reverse=True):
            shared = self._shared(clause)
            if all(one == clause for one in numbers) and all(
                one == clause or there in shared for there, one in places.items()
            ):
                return clause
        return None

    def _shared(self, clause: int) -> set[int]:
        """Return the words of the previous clause that contain the subject of "und verkaufte …"."""
        if clause < 1 or self._theirs.clauses[clause].kind != "second":
            return set()
        before = max(
            at for at in range(clause) if self._theirs.clauses[at].kind in {"main", "second"}
        )
        return {
            word
            for phrase in self._their_phrases
            for word in phrase.words
            if phrase.clause == before and root_of(self._their_phrases, phrase).cases == {"n"}
        }

    def _check_phrases(self, pairs: Sequence[tuple[int, int]]) -> str | None:
        claim, source = self._alignment.claim, self._alignment.source
        met: dict[int, int] = {}  # number of a phrase in the claim → number of its match
        latest: dict[int, int] = {}
        for at, there in sorted(pairs):
            ours, theirs = self._our_place.get(at), self._their_place.get(there)
            shown = claim.words[at].text
            if ours is None and theirs is None:
                continue
            if ours is None or theirs is None:
                if not self._is_said_of(ours, theirs, there):
                    return f"{shown!r} has another role there"
                continue
            if met.setdefault(ours, theirs) != theirs:
                return f"{shown!r} belongs to something else there"
            if there < latest.get(ours, -1) and source.words[there].capital:
                return f"{shown!r} stands in another order there"
            latest[ours] = there
        for ours, theirs in met.items():
            failure = self._compare(ours, theirs, met)
            if failure is not None:
                return f"{self._our_phrases[ours].text!r} {failure}"
        return None

    def _is_said_of(self, ours: int | None, theirs: int | None, there: int) -> bool:
        """Return whether a word may be inside a phrase in one text, and outside it in the other.

        This is allowed for adjectives ("die 34 Kilometer lange Straße", "die Straße ist 34
        Kilometer lang"), and for nouns with the meaning of a verb.
        """
        source = self._alignment.source
        if theirs is None:
            return ours is not None and source.words[there].text[0].islower()
        head = self._their_phrases[theirs].words[-1]
        return source.words[there].text[0].islower() and head in self._alignment.words.values()

    def _compare(self, ours: int, theirs: int, met: dict[int, int]) -> str | None:
        """Compare the roles of two phrases."""
        one = root_of(self._our_phrases, self._our_phrases[ours])
        other = root_of(self._their_phrases, self._their_phrases[theirs])
        if one.preposition != other.preposition:
            return "has another role there"
        if one.preposition is None and not one.cases & other.cases:
            return "has another case there"
        if other.head is not None:
            if one.head is not None:
                heads = self._heads(other.head)
                return None if met.get(one.head) in heads else "belongs to another thing there"
            taken = set(self._alignment.words.values())
            if other.cases == {"g"} or taken.isdisjoint(self._their_phrases[other.head].words):
                return "belongs to another thing there"
        elif one.head is not None and one.preposition is None:
            return "belongs to nothing there"
        return None

    def _heads(self, head: int) -> set[int]:
        """Return a phrase and those that it belongs to by prepositions: "in der Fabrik in Ulm"."""
        found = {head}
        while (phrase := self._their_phrases[head]).head is not None and phrase.preposition:
            head = phrase.head
            found.add(head)
        return found


def _by_word(phrases: Sequence[Phrase]) -> dict[int, int]:
    return {word: number for number, phrase in enumerate(phrases) for word in phrase.words}
