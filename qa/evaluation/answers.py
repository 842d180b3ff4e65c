"""Judge answers to questions about dated news, and their additional findings."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.datatypes import Step
from qa.formatting import format_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.datatypes import Hit
    from qa.answer import Answer
    from qa.datatypes import Finding
    from qa.evaluation.news_questions import NewsQuestion
    from qa.pipeline import Pipeline
    from qa.question import Question
    from qa.readers import Reader, Reading
    from qa.written import WrittenClaim

RANKS_CHECKED = 10
"""Number of best passages among which one counts as retrieved."""


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding with its judgement.

    Attributes:
        value: Times or words of the finding; the quote if it has neither.
        quote: Quote of its first citation.
        document: Id of that citation's article.
        score: Highest probability of its citations.
        right: Whether the value is right.
        in_quote: Whether a quote contains the answer.
        day: Whether one of its times is the requested day.
    """

    value: str
    quote: str
    document: str
    score: float
    right: bool
    in_quote: bool
    day: bool


@dataclass(frozen=True, slots=True)
class AnswerOutcome:
    """The outcome of a question.

    Attributes:
        question: Question with its key.
        kind: Detected kind (``qa.question.Kind``).
        language: Detected language.
        found: Whether an answer was given.
        findings: Judged findings, most likely first.
        rank: Rank, from 1, of the first retrieved passage with an answer; None without one.
        read: Whether a passage with an answer was read.
        complete: Whether all findings together have the answer.
        shown: Whether all quotes together have the answer, or the reason for it.
        answer: Answer.
        elapsed_ms: Time taken, in milliseconds.
    """

    question: NewsQuestion
    kind: str
    language: str
    found: bool
    findings: tuple[JudgedFinding, ...]
    rank: int | None
    read: bool
    complete: bool
    shown: bool
    answer: Answer
    elapsed_ms: float

    @property
    def likeliest(self) -> bool:
        """Whether the likeliest finding is right."""
        return bool(self.findings) and self.findings[0].right

    @property
    def any_right(self) -> bool:
        """Whether one of the findings is right."""
        return any(one.right for one in self.findings)

    @property
    def only_in_quote(self) -> bool:
        """Whether no finding is right, yet a quote has the answer in it."""
        return not self.any_right and any(one.in_quote for one in self.findings)

    @property
    def succeeded(self) -> bool:
        """Whether all findings are right; for an unanswerable question, whether it was declined."""
        if not self.question.answerable:
            return not self.found
        return bool(self.findings) and all(one.right for one in self.findings)


class RecordingReader:
    """A reader that records the passages of its last question.

    Args:
        reader: Reader that does the work.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.hits: Sequence[Hit] = ()

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Read passages as ``Reader.read`` does."""
        self.hits = hits
        return self._reader.read(question, hits)


def ask_questions(
    questions: Iterable[NewsQuestion],
    pipeline: Pipeline,
    reader: RecordingReader,
    answerer: str | None = None,
) -> Iterator[AnswerOutcome]:
    """Ask questions over their corpus, and yield the judged outcomes.

    Args:
        questions: Questions about one corpus.
        pipeline: Pipeline over its articles, with the recording reader.
        reader: Recording reader.
        answerer: Name of the answerer; None for the pipeline's own.
    """
    from qa.question import parse_question

    languages = pipeline.stats.languages
    for question in questions:
        retrieved: Sequence[Hit] = ()
        reader.hits = retrieved
        steps = pipeline.steps(question.text, answerer=answerer, **question.filters)  # type: ignore[arg-type]
        for step in steps:
            if isinstance(step, Step):
                retrieved = step.hits or retrieved
            else:
                answer = step
        parsed = parse_question(question.text, languages)
        holding = [at for at, hit in enumerate(retrieved, 1) if _has_answer(question, hit)]
        judged = tuple(_judged(question, answer))
        yield AnswerOutcome(
            question=question,
            kind=parsed.kind.value,
            language=parsed.language,
            found=answer.found,
            findings=judged,
            rank=holding[0] if holding else None,
            read=any(_has_answer(question, hit) for hit in reader.hits),
            complete=question.accepts("\n".join(one.value for one in judged)),
            shown=question.shows("\n".join(_all_quotes(answer))),
            answer=answer,
            elapsed_ms=answer.elapsed_ms,
        )


def _has_answer(question: NewsQuestion, hit: Hit) -> bool:
    """Return whether an answer is in a passage, or in its article if its place is not annotated."""
    if not question.spans:
        return hit.article.id in question.documents
    return any(
        document == hit.article.id and hit.passage.start <= start and end <= hit.passage.end
        for document, start, end in question.spans
    )


def _judged(question: NewsQuestion, answer: Answer) -> list[JudgedFinding]:
    """Return the claims of an answer and its other quotes, or its findings by probability."""
    if (written := answer.written) is not None and written.claims:
        claims = [_claimed(question, answer, claim) for claim in written.claims]
        beside = [_judge(question, answer, answer.findings[at]) for at in written.beside]
        return [*claims, *beside]
    judged = [_judge(question, answer, finding) for finding in answer.findings]
    return sorted(judged, key=lambda one: -one.score)


def _judge(question: NewsQuestion, answer: Answer, finding: Finding) -> JudgedFinding:
    cited = [answer.citations[number - 1] for number in finding.citations]
    value = format_value(finding, answer.language) or finding.text
    day = any(
        period.precision == "day" and period.start == question.day for period in finding.periods
    )
    return JudgedFinding(
        value=value,
        quote=finding.text,
        document=cited[0].document,
        score=max(citation.score for citation in cited),
        right=day or question.accepts(value),
        in_quote=any(question.shows(citation.quote) for citation in cited),
        day=day,
    )


def _all_quotes(answer: Answer) -> Iterator[str]:
    """Return all quotes of an answer; none of a declined one."""
    yield from (citation.quote for citation in answer.citations)
    for claim in answer.written.claims if answer.written is not None else ():
        yield from (one.text for one in claim.quotes)


def _claimed(question: NewsQuestion, answer: Answer, claim: WrittenClaim) -> JudgedFinding:
    days = question.day is not None and question.accepts(claim.text)
    return JudgedFinding(
        value=claim.text,
        quote=claim.quotes[0].text,
        document=answer.citations[claim.quotes[0].citation - 1].document,
        score=answer.confidence,
        right=question.accepts(claim.text),
        in_quote=question.shows("\n".join(one.text for one in claim.quotes)),
        day=days,
    )


def summarise(outcomes: Sequence[AnswerOutcome]) -> dict[str, Any]:
    """Return counts and shares over some questions; the share of an empty set is None.

    - ``precision`` is the share of right findings among all findings, including those for
      questions without an answer; ``precision_answerable`` excludes these.
    - ``complete`` is the share of questions whose key all findings together match.
    - ``shown`` is the share of questions whose key, or reason, all quotes together match.
    """
    answerable = [one for one in outcomes if one.question.answerable]
    absent = [one for one in outcomes if not one.question.answerable]
    dated = [one for one in answerable if one.question.day is not None]
    findings = [finding for one in outcomes for finding in one.findings]
    findings_answerable = [finding for one in answerable for finding in one.findings]
    with_findings = [one for one in outcomes if one.findings]
    return {
        "questions": len(outcomes),
        "likeliest": _share_of_true(one.likeliest for one in answerable),
        "any": _share_of_true(one.any_right for one in answerable),
        "complete": _share_of_true(one.complete for one in answerable),
        "shown": _share_of_true(one.shown for one in answerable),
        "only_in_quote": _share_of_true(one.only_in_quote for one in answerable),
        "retrieved": _share_of_true(
            one.rank is not None and one.rank <= RANKS_CHECKED for one in answerable
        ),
        "read": _share_of_true(one.read for one in answerable),
        "precision": _share_of_true(one.right for one in findings),
        "precision_answerable": _share_of_true(one.right for one in findings_answerable),
        "findings": round(len(findings) / len(with_findings), 2) if with_findings else None,
        "declined": _share_of_true(not one.found for one in absent),
        "answered": _share_of_true(one.found for one in answerable),
        "day": _share_of_true(bool(one.findings) and one.findings[0].day for one in dated),
        "p50_ms": round(statistics.median(one.elapsed_ms for one in outcomes), 1),
    }


def _share_of_true(values: Iterable[bool]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None
