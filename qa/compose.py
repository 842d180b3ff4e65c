"""Readings → an Answer: findings in the order of time, each cited, or an honest no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.datatypes import Answer, Citation, Copy, Finding
from qa.labels import format_list, format_period, format_shift, told_value
from qa.languages import answer_texts
from qa.normalization import tokens
from qa.question import Kind
from qa.temporal_answers import select_times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from index.datatypes import Hit, Period
    from index.passages import Span
    from index.stores import CorpusStats
    from qa.question import Question
    from qa.reader import Reading


CLOSEST = 3
"""So many readings are shown where the corpus does not say."""

CITED = 0.3
"""An article is cited if what it says is at least this likely to answer, beside the best."""


def compose(question: Question, readings: Sequence[Reading], *, elapsed_ms: float) -> Answer:
    """Tell what was read.

    Args:
        question: What was asked.
        readings: At most one per article, best first; unless one suffices, the corpus does not
            say.
        elapsed_ms: How long it took so far.
    """
    best = readings[0].score if readings else 0.0
    if not any(reading.suffices for reading in readings):
        # Who is sure of none does not know which is nearest either: that is for retrieval to say.
        nearest = sorted(readings, key=lambda reading: -reading.hit.score)[:CLOSEST]
        closest = tuple(_cite(one, number) for number, one in enumerate(nearest, 1))
        answer = declined(
            question, answer_texts(question.language).not_found, best, elapsed_ms=elapsed_ms
        )
        return replace(answer, closest=closest)
    in_order = sorted(
        (reading for reading in readings if reading.score >= best * CITED),
        key=lambda r: (r.hit.article.published.start, r.hit.article.id, r.start),
    )
    citations = tuple(_cite(reading, number) for number, reading in enumerate(in_order, 1))
    findings = _findings(question, list(zip(in_order, citations, strict=True)))
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


def _cite(reading: Reading, number: int) -> Citation:
    place = reading.start, reading.end
    return cite(reading.hit, number, place, reading.score, tuple(sorted(reading.spans)))


def cite(
    hit: Hit, number: int, place: Span, score: float, spans: tuple[Span, ...] = ()
) -> Citation:
    """A citation of a place in a hit's article; see ``Citation``."""
    article = hit.article
    start, end = place
    return Citation(
        number=number,
        source=article.source,
        document=article.id,
        title=article.title,
        published=article.published,
        language=article.language,
        url=article.url,
        quote=article.text[start:end],
        start=start,
        end=end,
        score=score,
        spans=spans,
        copies=tuple(Copy(copy.source, copy.id, copy.published, copy.url) for copy in hit.copies),
    )


def _findings(question: Question, told: Sequence[tuple[Reading, Citation]]) -> tuple[Finding, ...]:
    """One finding per citation, but one for all that give the same time or the same words."""
    language = question.language
    findings: dict[object, Finding] = {}
    for reading, citation in told:
        times = select_times(question, reading)
        periods = tuple(mention.period for mention in times)
        # What could be one of several days is not the same as what could be, too.
        sure = all(mention.unambiguous for mention in times)
        # Of a yes or no the words that were read tell where to look, and are no value.
        answers = () if question.kind is Kind.OPEN else citation.answers
        said = frozenset(filter(None, (" ".join(tokens(a, citation.language)) for a in answers)))
        key = (frozenset(periods) if sure else None) or (not periods and said) or citation.number
        if key in findings:
            earlier = findings[key]
            numbers = (*earlier.citations, citation.number)
            findings[key] = replace(earlier, citations=numbers)
            continue
        values = [format_period(m.period, language, edge=m.bound, weekday=m.weekday) for m in times]
        values = values or list(dict.fromkeys(" ".join(one.split()) for one in answers))
        bases = [format_shift(m.derivation, language) for m in times if m.derivation is not None]
        findings[key] = Finding(
            text=citation.quote,
            value=format_list(values, language) if values else None,
            how=format_list(bases, language) if bases else None,
            periods=periods,
            published=citation.published,
            citations=(citation.number,),
        )
    return tuple(findings.values())


def _tell(finding: Finding, language: str) -> str:
    texts = answer_texts(language)
    opening, closing = texts.quote
    template = texts.told if finding.value is None else texts.told_value
    return template.format(
        date=format_period(finding.published, language),
        value=told_value(finding, language),
        quote=f"{opening}{finding.text}{closing}",
        numbers="".join(f"[{number}]" for number in finding.citations),
    )


def latest(readings: Sequence[Reading]) -> list[Reading]:
    """Of the readings that answer, those published last; see ``Question.temporal.latest``."""
    best = max((reading.score for reading in readings), default=0.0)
    relevant = [one for one in readings if one.suffices and one.score >= best * CITED]
    dated = [one for one in relevant if one.hit.article.published.precision != "open"] or relevant
    if not dated:
        return list(readings)
    newest = max((one.hit.article.published for one in dated), key=_by_end)
    return [one for one in dated if one.hit.article.published.overlaps(newest)]


def _by_end(period: Period) -> tuple[date, date]:
    return period.end, period.start


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


def nothing_matches(
    question: Question,
    corpus: CorpusStats,
    nearest: Sequence[Period],
    *,
    elapsed_ms: float,
) -> Answer:
    """Filters that let nothing pass: say so, and what there is.

    Args:
        question: What was asked.
        corpus: What there is without filters.
        nearest: When the articles were published that only their date rules out, and that are
            nearest to the dates asked for.
        elapsed_ms: How long it took so far.
    """
    texts = answer_texts(question.language)
    reason = [texts.nothing_matches]
    if nearest:
        dates = format_list(
            list(dict.fromkeys(format_period(one, question.language) for one in nearest)),
            question.language,
        )
        reason.append(texts.nearest.format(dates=dates))
    if corpus.published is not None:
        first, last = (format_period(period, question.language) for period in corpus.published)
        reason.append(texts.corpus_spans.format(first=first, last=last))
    return declined(question, " ".join(reason), elapsed_ms=elapsed_ms)
