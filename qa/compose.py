"""Readings → an Answer: findings in the order of time, each cited, or an honest no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.datatypes import Citation, Finding, NotFound, ResolvedTime
from qa.normalization import tokens
from qa.question import Kind
from qa.temporal_answers import select_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from index.datatypes import Period
    from index.dates.resolution import Mention
    from qa.question import Question
    from qa.readers import Reading


CLOSEST = 3
"""So many readings are shown where the corpus does not say."""

CITED = 0.3
"""An article is cited if what it says is at least this likely to answer, beside the best."""


def compose(question: Question, readings: Sequence[Reading]) -> Answer:
    """Make an answer of what was read.

    Args:
        question: What was asked.
        readings: At most one per article, best first; unless one is answerable, the corpus does
            not say.
    """
    best = readings[0].score if readings else 0.0
    if not any(reading.answerable for reading in readings):
        # Who is sure of none does not know which is nearest either: that is for retrieval to say.
        nearest = sorted(readings, key=lambda reading: -reading.hit.score)[:CLOSEST]
        return Answer(
            question.text,
            question.language,
            confidence=best,
            closest=tuple(_cite(one, number) for number, one in enumerate(nearest, 1)),
            reason=NotFound(),
        )
    in_order = sorted(
        (reading for reading in readings if reading.score >= best * CITED),
        key=lambda r: (r.hit.article.published.start, r.hit.article.id, r.start),
    )
    citations = tuple(_cite(reading, number) for number, reading in enumerate(in_order, 1))
    return Answer(
        question.text,
        question.language,
        confidence=best,
        findings=_findings(question, zip(in_order, citations, strict=True)),
        citations=citations,
    )


def _cite(reading: Reading, number: int) -> Citation:
    place = reading.start, reading.end
    return Citation.of(reading.hit, number, place, reading.score, tuple(sorted(reading.spans)))


def _findings(question: Question, cited: Iterable[tuple[Reading, Citation]]) -> tuple[Finding, ...]:
    """Return a finding for each citation, but one for all that give the same time or words."""
    findings: dict[object, Finding] = {}
    for reading, citation in cited:
        mentions = select_times(question, reading)
        times = tuple(map(_resolved, mentions))
        # Of a yes or no the words that were read tell where to look, and are no value.
        words = () if question.kind is Kind.OPEN else citation.answers
        key = _same(mentions, words, citation.language) or citation.number
        if key in findings:
            earlier = findings[key]
            numbers = (*earlier.citations, citation.number)
            findings[key] = replace(earlier, citations=numbers)
            continue
        findings[key] = Finding(
            text=citation.quote,
            times=times,
            words=words,
            published=citation.published,
            citations=(citation.number,),
        )
    return tuple(findings.values())


def _resolved(mention: Mention) -> ResolvedTime:
    return ResolvedTime(mention.period, mention.bound, mention.weekday, mention.derivation)


def _same(
    mentions: Sequence[Mention], words: Sequence[str], language: str
) -> frozenset[Period] | frozenset[str]:
    """Return what two articles that say the same have in common; empty if it is not certain."""
    # What could be one of several days is not the same as what could be, too.
    if mentions:
        certain = all(mention.unambiguous for mention in mentions)
        return frozenset(mention.period for mention in mentions) if certain else frozenset()
    return frozenset(filter(None, (" ".join(tokens(one, language)) for one in words)))


def latest(readings: Sequence[Reading]) -> list[Reading]:
    """Return the latest published of the readings that answer; see ``TemporalIntent.latest``."""
    best = max((reading.score for reading in readings), default=0.0)
    relevant = [one for one in readings if one.answerable and one.score >= best * CITED]
    dated = [one for one in relevant if one.hit.article.published.precision != "open"] or relevant
    if not dated:
        return list(readings)
    newest = max((one.hit.article.published for one in dated), key=_by_end)
    return [one for one in dated if one.hit.article.published.overlaps(newest)]


def _by_end(period: Period) -> tuple[date, date]:
    return period.end, period.start
