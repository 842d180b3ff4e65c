"""Readings → an Answer: findings in the order of time, each cited, or an honest no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes import Answer, Citation, Copy, Finding
from qa.labels import format_period, labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.stores import Contents
    from qa.question import Question
    from qa.reader import Reading


CITED = 1 / 3
"""An article is cited if what it says is at least this likely to answer, beside the best."""


def compose(
    question: Question, readings: Sequence[Reading], *, threshold: float, elapsed_ms: float
) -> Answer:
    """Tell what was read.

    Args:
        question: What was asked.
        readings: At most one per article, best first.
        threshold: Score that the best one must reach, or the corpus does not say.
        elapsed_ms: How long it took so far.
    """
    best = readings[0].score if readings else 0.0
    if not readings or best < threshold:
        return declined(question, labels(question.language).not_found, best, elapsed_ms=elapsed_ms)
    in_order = sorted(
        (reading for reading in readings if reading.score >= best * CITED),
        key=lambda r: (r.hit.article.published.start, r.hit.article.id, r.start),
    )
    citations = tuple(
        Citation(
            number=number,
            source=reading.hit.article.source,
            document=reading.hit.article.id,
            title=reading.hit.article.title,
            published=reading.hit.article.published,
            language=reading.hit.article.language,
            url=reading.hit.article.url,
            quote=reading.text,
            start=reading.start,
            end=reading.end,
            score=reading.score,
            copies=tuple(
                Copy(copy.source, copy.id, copy.published, copy.url) for copy in reading.hit.copies
            ),
        )
        for number, reading in enumerate(in_order, 1)
    )
    findings = tuple(
        Finding(
            text=citation.quote,
            value=None,
            published=citation.published,
            citations=(citation.number,),
        )
        for citation in citations
    )
    return Answer(
        question=question.text,
        language=question.language,
        found=True,
        answer="\n".join(_tell(finding, question.language) for finding in findings),
        confidence=best,
        findings=findings,
        citations=citations,
        elapsed_ms=elapsed_ms,
    )


def _tell(finding: Finding, language: str) -> str:
    words = labels(language)
    opening, closing = words.quote
    return words.told.format(
        date=format_period(finding.published, language),
        quote=f"{opening}{finding.text}{closing}",
        numbers="".join(f"[{number}]" for number in finding.citations),
    )


def declined(
    question: Question, reason: str, confidence: float = 0.0, *, elapsed_ms: float
) -> Answer:
    """An answer that says why there is none."""
    return Answer(
        question=question.text,
        language=question.language,
        found=False,
        answer=reason,
        confidence=confidence,
        findings=(),
        citations=(),
        elapsed_ms=elapsed_ms,
    )


def nothing_matches(question: Question, corpus: Contents, *, elapsed_ms: float) -> Answer:
    """Filters that let nothing pass: say so, and what there is."""
    words = labels(question.language)
    reason = words.nothing_matches
    if corpus.published is not None:
        first, last = (format_period(period, question.language) for period in corpus.published)
        reason = f"{reason} {words.corpus_spans.format(first=first, last=last)}"
    return declined(question, reason, elapsed_ms=elapsed_ms)
