"""Split sentences into clauses in languages whose verbs are second or last, such as German.

"Der Richter verurteilte den Fahrer, der den Polizisten verletzt hatte, am 3. Mai" has two clauses:
the part between commas, with its verb last, and the rest. Each clause has a finite verb. A part
without one belongs to the clause before it, unless it begins with a word of contrast.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qa.answerers.generative.analysis import PREDICATE, Analysis, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.passages import Span
    from qa.languages.claims import FreeOrder

Kind = Literal["main", "second", "subordinate", "complement", "contrast"]
"""Kind of a clause: a main clause; a second one that shares the subject of the previous clause
("und verkaufte …"); a subordinate clause that states a fact ("weil …"); a complement, which states
what somebody says or asks ("dass …"); words that only contrast with those before them ("nicht aber
den Trainer")."""

_BREAK = re.compile(r"(?<!\d)[,;:()\[\]«»“”„\"–—]|[,;:()\[\]«»“”„\"–—](?!\d)")
_TOKEN = re.compile(r"[^\W_]+(?:[-.&][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause.

    Attributes:
        kind: Kind of the clause.
        parts: Spans of the sentence, in order.
        governor: Number of the clause on which a complement depends; None for any other clause.
    """

    kind: Kind
    parts: tuple[Span, ...]
    governor: int | None = None


@dataclass(frozen=True, slots=True)
class SentenceClauses:
    """The clauses of a text, in the order in which they begin."""

    clauses: tuple[Clause, ...]

    def at(self, place: int) -> int:
        """Return the number of the clause at an offset; -1 for none."""
        for number, clause in enumerate(self.clauses):
            if any(start <= place < end for start, end in clause.parts):
                return number
        return -1


def read_clauses(text: Analysis, order: FreeOrder) -> SentenceClauses:
    """Split a text into its clauses."""
    clauses: list[tuple[Kind, list[Span], int | None]] = []
    main: int | None = None  # clause to which words without a verb belong
    for start, end in _split_at_conjunctions(text, order):
        words = text.text[start:end]
        finite = _finite_verbs(text, order, start, end)
        kind = _clause_kind(text, order, (start, end), finite)
        if kind is None:  # part of a main clause
            has_verb = main is not None and any(
                _finite_verbs(text, order, *part) for part in clauses[main][1]
            )
            joined = re.match(rf"\W*(?:{order.joining})\s+(?=\S)", words, re.IGNORECASE)
            if main is None or (finite and has_verb):
                verb_first = bool(
                    finite and joined and finite[0][0] == start + joined.end() and main is not None
                )
                clauses.append(("second" if verb_first else "main", [(start, end)], None))
                main = len(clauses) - 1
            else:
                clauses[main][1].append((start, end))
        else:
            governor = main if kind == "complement" else None
            clauses.append((kind, [(start, end)], governor))
    return SentenceClauses(
        tuple(Clause(kind, tuple(parts), rules) for kind, parts, rules in clauses)
    )


def _split_at_conjunctions(text: Analysis, order: FreeOrder) -> Iterator[Span]:
    """Yield the spans between marks, split at "und" if both sides have a finite verb."""
    taken = [(one.start, one.end) for one in text.times]
    taken += [(one.start, one.end) for one in text.numbers]
    marks = [
        one.start()
        for one in _BREAK.finditer(text.text)
        if not any(start < one.start() < end for start, end in taken)
    ]
    for start, end in zip([0, *marks], [*marks, len(text.text)], strict=True):
        first = start
        for match in compiled(order.joining).finditer(text.text, start + 1, end):
            if _finite_verbs(text, order, first, match.start()) and _finite_verbs(
                text, order, match.end(), end
            ):
                yield first, match.start()
                first = match.start()
        if _TOKEN.search(text.text, first, end):
            yield first, end


def _clause_kind(text: Analysis, order: FreeOrder, part: Span, finite: list[Span]) -> Kind | None:
    """Return the kind of clause that a span begins; None for a main clause or a part of one."""
    start, end = part
    opening = text.text[start:end].lstrip(' ,;:()[]«»“”„"–—')
    joined = re.match(rf"(?:{order.joining})\s+", opening, re.IGNORECASE)
    opening = opening[joined.end() :] if joined else opening
    for kind, opener in (
        ("contrast", order.contrasting),
        ("complement", order.complementing),
        ("subordinate", order.subordinating),
    ):
        if re.match(rf"(?:{opener})(?!\w)", opening, re.IGNORECASE) and not (
            kind == "contrast" and finite
        ):
            return kind  # type: ignore[return-value]
    before = "|".join(order.prepositions)
    relative = start > 0 and re.match(
        rf"(?:(?:{before}) )?(?:{order.relatives})(?!\w)", opening, re.IGNORECASE
    )
    last = [match.end() for match in _TOKEN.finditer(text.text, 0, end)][-1:]
    if relative and last and any(stop == last[0] for _, stop in finite):
        return "subordinate"
    return None


def _finite_verbs(text: Analysis, order: FreeOrder, start: int, end: int) -> list[Span]:
    """Return the finite verbs of a span: those in the pack, and other unambiguous verbs."""
    found = [
        match.span()
        for match in compiled(order.finite).finditer(text.text, start, end)
        if not any(word.start == match.start() and word.capital for word in text.words)
    ]
    infinite = compiled(f"{order.infinite}|{order.particles}")
    found += [
        (word.start, word.end)
        for word in text.words
        if start <= word.start < end
        and word.text[0].islower()
        and any(key.startswith(PREDICATE) for key in word.keys)
        and not infinite.fullmatch(word.text)
    ]
    return sorted(set(found))


def is_passive(text: Analysis, clause: Clause) -> bool:
    """Return whether a clause is in the passive voice: "wurde … verurteilt"."""
    return any(text.find(text.cues.passive, start, end) for start, end in _joined_spans(clause))


def _joined_spans(clause: Clause) -> Iterator[Span]:
    """Yield the parts of a clause, and the whole span if other clauses interrupt it."""
    yield from clause.parts
    if len(clause.parts) > 1:
        yield clause.parts[0][0], clause.parts[-1][1]


def have_same_particle(claim: Analysis, ours: Clause, source: Analysis, theirs: Clause) -> bool:
    """Return whether two clauses have the same particle of a separable verb: "lehnte … ab".

    If the verb is a single word in one of them ("abgelehnt"), the other checks compare it.
    """
    order = source.cues.free_order
    if order is None:
        return True
    for text, clause in ((claim, ours), (source, theirs)):
        if any(text.find(order.auxiliaries, start, end) for start, end in clause.parts):
            return True
    return particles(claim, ours, order) == particles(source, theirs, order)


def particles(text: Analysis, clause: Clause, order: FreeOrder) -> list[str]:
    """Return the particles of separable verbs at the ends of a clause's parts."""
    found = []
    for start, end in clause.parts:
        tokens = [match.group() for match in _TOKEN.finditer(text.text, start, end)]
        if tokens and compiled(order.particles).fullmatch(tokens[-1]):
            found.append(tokens[-1].lower())
    return found
