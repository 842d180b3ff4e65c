"""Report measured answers: as tables for a terminal, as JSON, and as a list of failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.answerers.loading import EXTRACTIVE, GENERATIVE
from qa.evaluation.answers import summarise
from qa.evaluation.news_questions import CLASSES
from qa.evaluation.written import WrittenOutcome, summarise_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.evaluation.answers import AnswerOutcome
    from qa.evaluation.support import ShownClaim

_COLUMNS = {
    "questions": "questions",
    "likeliest": "likeliest",
    "any": "any",
    "complete": "complete",
    "shown": "shown",
    "only_in_quote": "in quote",
    "retrieved": "retrieved",
    "read": "read",
    "precision": "precision",
    "findings": "findings",
    "declined": "declined",
    "answered": "answered",
    "day": "day",
    "p50_ms": "p50 ms",
}


class AnswersReport:
    """The report of measured answers.

    Args:
        quoted: Outcomes of quoted answers.
        wrote: Outcomes of written answers; empty without a language model.
        verdicts: Verdicts of people on claims, by question and text.
    """

    def __init__(
        self,
        quoted: Sequence[AnswerOutcome],
        wrote: Sequence[AnswerOutcome],
        verdicts: Mapping[tuple[str, str], bool | None],
    ) -> None:
        self._groups = dict(_grouped(quoted))
        self._failed = [one for one in wrote or quoted if not one.succeeded]
        self._written = dict(_grouped(wrote)) if wrote else {}
        outcomes = [
            WrittenOutcome(
                one.question.id, one.question.category, one.question.answerable, one.answer
            )
            for one in wrote
        ]
        self._claims = {
            name: summarise_written(
                [one for one in outcomes if name in {"all", one.category}], verdicts
            )
            for name in ("all", *CLASSES)
            if name in self._written
        }
        self.claims: list[ShownClaim] = [claim for one in outcomes for claim in one.claims]

    def to_dict(self, *, failures: bool) -> dict[str, Any]:
        """Return plain JSON.

        Args:
            failures: Whether to list wrong and missing answers; those of written answers, if there
                are any.
        """
        listed = {"failures": [_failure_to_dict(one) for one in self._failed]} if failures else {}
        if not self._written:
            return {**self._groups, **listed}
        measured = {EXTRACTIVE: self._groups, GENERATIVE: self._written}
        return {**measured, "claims": self._claims, **listed}

    def lines(self, *, failures: bool) -> Iterator[str]:
        """Yield the lines of a report for a terminal; for the argument, see ``to_dict``."""
        if self._written:
            yield f"{EXTRACTIVE}:"
        yield from _table_lines(self._groups)
        if self._written:
            yield f"{GENERATIVE}:"
            yield from _table_lines(self._written)
            yield from _claims_table(self._claims)
        for one in self._failed if failures else ():
            yield ""
            yield from _failure_lines(one)


def _grouped(outcomes: Sequence[AnswerOutcome]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a summary of all questions, of each class, of each corpus, and across languages."""
    yield "all", summarise(outcomes)
    for category in CLASSES:
        if own := [one for one in outcomes if one.question.category == category]:
            yield category, summarise(own)
    for corpus in dict.fromkeys(one.question.corpus for one in outcomes):
        yield corpus, summarise([one for one in outcomes if one.question.corpus == corpus])
    for language in dict.fromkeys(one.question.language for one in outcomes):
        own = [one for one in outcomes if one.question.language == language]
        yield f"asked in {language}", summarise(own)


def _table_lines(groups: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"{'':<14}" + "".join(f"{heading:>10}" for heading in _COLUMNS.values())
    for name, row in groups.items():
        yield f"{name:<14}" + "".join(f"{_cell(row[column]):>10}" for column in _COLUMNS)
    yield ", ".join(f"{name}: {meaning}" for name, meaning in CLASSES.items())


def _claims_table(claims: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Return the outcomes of claims as a table for a terminal."""
    yield f"{'claims:':<14}" + "".join(f"{heading:>10}" for heading in _CLAIMS.values())
    for name, row in claims.items():
        yield f"{name:<14}" + "".join(f"{_cell(row[column]):>10}" for column in _CLAIMS)
    for what in ("dropped_by", "quoted"):
        counts = ", ".join(f"{name} {count}" for name, count in claims["all"][what].items())
        yield f"{what.replace('_', ' ')}: {counts or 'none'}"


_CLAIMS = {
    "questions": "questions",
    "written": "written",
    "kept": "kept",
    "dropped": "dropped",
    "declined": "declined",
    "declined_rightly": "rightly",
    "judged": "judged",
    "supported": "supported",
}


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}" if value <= 1 else f"{value:g}"


def _failure_to_dict(one: AnswerOutcome) -> dict[str, Any]:
    question = one.question
    return {
        "id": question.id,
        "class": question.category,
        "question": question.text,
        "language": one.language,
        "kind": one.kind,
        "key": question.key.pattern if question.key else None,
        "day": question.day.isoformat() if question.day else None,
        "documents": list(question.documents),
        "rank": one.rank,
        "read": one.read,
        "found": one.found,
        "findings": [
            {name: getattr(finding, name) for name in finding.__slots__} for finding in one.findings
        ],
    }


def _failure_lines(one: AnswerOutcome) -> Iterator[str]:
    """Return a failure as lines for a terminal."""
    question = one.question
    yield f"{question.id} {question.category} {question.text}"
    wanted = question.day.isoformat() if question.day else question.key and question.key.pattern
    yield (
        f"    taken for {one.kind!r} in {one.language}; wanted {wanted or 'nothing'}; passage "
        f"{'not retrieved' if one.rank is None else f'at {one.rank}'}, "
        f"{'read' if one.read else 'not read'}"
    )
    for finding in one.findings:
        sign = "right" if finding.right else "in quote" if finding.in_quote else "wrong"
        yield f"    {finding.score:.2f} {sign}: {finding.value} [{finding.document}]"
    if not one.found:
        yield "    declined"
