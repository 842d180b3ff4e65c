"""What the reader finds and the model leaves out, quoted below the claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.datatypes import Citation, Finding
    from qa.written import WrittenClaim


def with_reading(answer: Answer, quoted: Answer, top_k: int) -> Answer:
    """Add the reader's best finding to an answer with claims, unless a claim rests on it.

    A claim that is proved need not answer the question. Whatever the model picks, the answer that
    would be quoted without it stays.

    Args:
        answer: Claims, and the findings and citations that prove them.
        quoted: The extractive answer from the same passages.
        top_k: At most so many articles are cited; the finding is left out if that is one too many.
    """
    written = answer.written
    if written is None or not written.claims or not quoted.found or quoted.news:
        return answer
    finding, source = _best(quoted)
    if not (finding.times or finding.words or finding.verdict):
        return answer
    documents = {one.number: one.document for one in answer.citations}
    if _is_told(source, written.claims, documents):
        return answer
    citations = [one for one in answer.citations if one.document != source.document]
    if len(citations) >= top_k:
        return answer
    in_order = sorted([*citations, source], key=lambda one: (one.published, one.document))
    numbers = {one.document: number for number, one in enumerate(in_order, 1)}
    findings = [
        replace(one, citations=(numbers[documents[one.citations[0]]],))
        for one in answer.findings
        if documents[one.citations[0]] != source.document
    ]
    own = replace(finding, citations=(numbers[source.document],))
    findings = sorted([*findings, own], key=lambda one: one.citations)
    claims = tuple(_renumbered(one, documents, numbers) for one in written.claims)
    return replace(
        answer,
        findings=tuple(findings),
        citations=tuple(replace(one, number=numbers[one.document]) for one in in_order),
        written=replace(written, claims=claims, beside=(findings.index(own),)),
    )


def _best(quoted: Answer) -> tuple[Finding, Citation]:
    """Return the finding whose first citation has the highest score, with that citation."""
    cited = {one.number: one for one in quoted.citations}
    best = max(quoted.findings, key=lambda one: cited[one.citations[0]].score)
    return best, cited[best.citations[0]]


def _is_told(source: Citation, claims: tuple[WrittenClaim, ...], documents: dict[int, str]) -> bool:
    """Return whether a claim rests on a sentence that the quote has words of."""
    spans = source.spans or ((source.start, source.end),)
    return any(
        documents[quote.citation] == source.document and quote.start < end and start < quote.end
        for claim in claims
        for quote in claim.quotes
        for start, end in spans
    )


def _renumbered(
    claim: WrittenClaim, documents: dict[int, str], numbers: dict[str, int]
) -> WrittenClaim:
    quotes = (replace(one, citation=numbers[documents[one.citation]]) for one in claim.quotes)
    return replace(claim, quotes=tuple(quotes))
