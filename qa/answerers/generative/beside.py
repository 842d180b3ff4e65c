"""Quote the reader's findings that no claim of the model rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.datatypes import Citation, Finding
    from qa.written import WrittenClaim


def with_reading(answer: Answer, quoted: Answer, top_k: int) -> Answer:
    """Add the findings of the reader to an answer with claims, unless a claim rests on them.

    A proved claim need not answer the question, so the extractive answer is always kept.

    Args:
        answer: Answer with claims, and with the findings and citations that prove them.
        quoted: The extractive answer from the same passages.
        top_k: Maximum number of cited articles; further findings are left out.
    """
    if answer.written is None or not answer.written.claims or not quoted.found:
        return answer
    documents = {one.number: one.document for one in answer.citations}
    sources = {one.document: one for one in answer.citations}
    cited = {one.number: one for one in quoted.citations}
    own: dict[str, Finding] = {}
    for finding in sorted(quoted.findings, key=lambda one: -cited[one.citations[0]].score):
        source = cited[finding.citations[0]]
        fits = source.document in sources or len(sources) < top_k
        if fits and not _is_covered(source, answer.written.claims, documents):
            own.setdefault(source.document, finding)
            sources[source.document] = source
    in_order = sorted(sources.values(), key=lambda one: (one.published, one.document))
    numbers = {one.document: number for number, one in enumerate(in_order, 1)}
    proving = {documents[one.citations[0]]: one for one in answer.findings}
    findings = tuple(
        replace((proving | own)[one.document], citations=(numbers[one.document],))
        for one in in_order
    )
    return replace(
        answer,
        findings=findings,
        citations=tuple(replace(one, number=numbers[one.document]) for one in in_order),
        written=replace(
            answer.written,
            claims=tuple(_renumbered(one, documents, numbers) for one in answer.written.claims),
            beside=tuple(at for at, one in enumerate(in_order) if one.document in own),
        ),
    )


def _is_covered(
    source: Citation, claims: tuple[WrittenClaim, ...], documents: dict[int, str]
) -> bool:
    """Return whether a claim rests on a sentence that overlaps with the quote."""
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
