"""Compose an answer from readings: findings in the order of publication, each with citations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.datatypes import Citation, Finding, NotFound
from qa.normalization import tokens
from qa.question import Kind
from qa.temporal_answers import calls_off, covering, is_unrelated, resolve_times, select_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from index.datatypes import Period
    from qa.datatypes import ResolvedTime
    from qa.question import Question
    from qa.readers import Reading


CLOSEST = 3
"""Number of readings to show if the corpus does not answer."""

CITED = 0.75
"""Least score of a cited reading, as a share of the best score."""

CANCELLED_RATIO = 0.1
"""Minimum relative score of a reading that cancels the event of a cited reading."""

NEARLY = 0.75
"""Minimum relative score of a reading that counts as about as likely as the best one."""

CITED_OF_SEVERAL = 0.3
"""``CITED`` for lists and times, which may have several right answers: a ban may begin on different
days for downloads and for use."""


_CHANGING = {Kind.OTHER, Kind.SUBJECT, Kind.HOW_LONG}


def compose(question: Question, readings: Sequence[Reading]) -> Answer:
    """Compose an answer from readings.

    Args:
        question: Parsed question.
        readings: At most one reading of each article, best first. If none is answerable, the
            answer is ``NotFound``.
    """
    best = readings[0].score if readings else 0.0
    if not any(reading.answerable for reading in readings):
        # Without an answerable reading, the order of retrieval is more reliable.
        nearest = sorted(readings, key=lambda reading: -reading.hit.score)[:CLOSEST]
        return Answer(
            question.text,
            question.language,
            confidence=best,
            closest=tuple(_cite_reading(one, number) for number, one in enumerate(nearest, 1)),
            reason=NotFound(),
        )
    # A past event happened once; a future state may begin at different times for different people.
    ahead = question.kind is Kind.WHEN and not question.temporal.past
    several = question.kind is Kind.LIST or ahead
    least = best * (CITED_OF_SEVERAL if several else CITED)
    dated = [_dated(question, reading) for reading in readings]
    cited = [one for one in dated if one.reading.score >= least]
    cited = [
        one
        for one in cited
        if _decides(question, one, cited) or (several and one.reading.score >= best * CITED)
    ] or cited
    cited += [
        one
        for one in dated
        if one not in cited
        and (
            _takes_back(one, cited)
            or (one.reading.score >= best * CANCELLED_RATIO and _calls_off(question, one, cited))
        )
    ]
    in_order = sorted(
        _holding(cited),
        key=lambda one: (
            one.reading.hit.article.published.start,
            one.reading.hit.article.id,
            one.reading.start,
        ),
    )
    citations = tuple(_cite_reading(one.reading, number) for number, one in enumerate(in_order, 1))
    return Answer(
        question.text,
        question.language,
        confidence=best,
        findings=(findings := _findings(question, zip(in_order, citations, strict=True))),
        citations=citations,
        differing=_differ(question, findings, citations),
    )


@dataclass(frozen=True, slots=True)
class _Dated:
    """A reading with its times that answer.

    Attributes:
        certain: Whether all times are unambiguous.
        unrelated: Whether the times belong to another event than the question's.
    """

    reading: Reading
    times: tuple[ResolvedTime, ...]
    certain: bool
    unrelated: bool


def _dated(question: Question, reading: Reading) -> _Dated:
    mentions = select_times(question, reading)
    times = resolve_times(question, reading, mentions)
    unrelated = is_unrelated(question, reading, mentions, times)
    certain = all(mention.unambiguous for mention in mentions)
    reading = covering(reading, mentions)
    return _Dated(reading, () if unrelated else times, certain, unrelated)


def _takes_back(one: _Dated, others: Sequence[_Dated]) -> bool:
    """Return whether a reading cancels, denies or moves a time that another reading gives."""
    given = {time.period for other in others for time in other.times if _is_affirmed(time)}
    return any(
        (not _is_affirmed(time) and time.period in given) or time.former in given
        for time in one.times
    )


def _decides(question: Question, one: _Dated, others: Sequence[_Dated]) -> bool:
    """Return whether a reading gives the requested yes or no, time, or cancellation.

    An hour is not an answer if another article gives the day.
    """
    if question.kind is Kind.OPEN:
        return one.reading.verdict is not None
    if question.kind is Kind.WHEN:
        return bool(one.times) or one.unrelated or _calls_off(question, one, others)
    return True


def _calls_off(question: Question, one: _Dated, others: Sequence[_Dated]) -> bool:
    """Return whether a later reading without a time says that the event was called off."""
    if question.kind is not Kind.WHEN or one.times:
        return False
    written = one.reading.hit.article.published.start
    later = any(
        _is_affirmed(time)
        for other in others
        for time in other.times
        if other.reading.hit.article.published.start < written <= time.period.start
    )
    return later and calls_off(question, one.reading)


def _holding(cited: Sequence[_Dated]) -> list[_Dated]:
    """Return the readings without plans of reported events, and without denials of other times."""
    happened = any(time.answers for one in cited for time in one.times)
    cited = [one for one in cited if not one.unrelated] or cited
    given = {time.period for one in cited for time in one.times if time.polarity != "denied"}
    return [
        one
        for one in cited
        if not one.times
        or any(time.answers for time in one.times)
        or any(time.polarity in {"cancelled", "postponed"} for time in one.times)
        or (not happened and any(time.tense == "planned" for time in one.times))
        or not given
        or any(time.period in given for time in one.times if time.polarity == "denied")
    ]


def _is_affirmed(time: ResolvedTime) -> bool:
    return time.polarity == "affirmed"


def _cite_reading(reading: Reading, number: int) -> Citation:
    place = reading.start, reading.end
    return Citation.of(reading.hit, number, place, reading.score, tuple(sorted(reading.spans)))


def _findings(question: Question, cited: Iterable[tuple[_Dated, Citation]]) -> tuple[Finding, ...]:
    """Return the findings; citations with the same times or words share one."""
    findings: dict[object, Finding] = {}
    for dated, citation in cited:
        # The words that were read for a yes-or-no question support the answer, but are no value.
        words = () if question.kind is Kind.OPEN else citation.answers
        if dated.unrelated:
            words = ()
        as_of = citation.published if _is_as_of(question, dated.times) else None
        key = _agreement_key(dated, words, citation.language) or citation.number
        if key in findings:
            earlier = findings[key]
            findings[key] = replace(
                earlier,
                times=_with_former(earlier.times, dated.times),
                citations=(*earlier.citations, citation.number),
                as_of=as_of,
            )
            continue
        findings[key] = Finding(
            text=citation.quote,
            times=dated.times,
            words=words,
            published=citation.published,
            citations=(citation.number,),
            as_of=as_of,
            verdict=dated.reading.verdict,
        )
    return tuple(findings.values())


def _differ(question: Question, findings: Sequence[Finding], citations: Sequence[Citation]) -> bool:
    """Return whether some two findings cannot both be right, judged by their words.

    Words in two languages are compared only by their figures.
    """
    if len({one.verdict for one in findings} & {"yes", "no"}) > 1:
        return True
    if question.kind not in _CHANGING or not all(one.words for one in findings):
        return False
    languages = [citations[one.citations[0] - 1].language for one in findings]
    token_sets = [
        {token for words in one.words for token in tokens(words, language)}
        for one, language in zip(findings, languages, strict=True)
    ]
    figures = [{token for token in stated if any(map(str.isdigit, token))} for stated in token_sets]
    if all(figures):
        token_sets = figures
    elif len(set(languages)) > 1:
        return False
    return any(not one & other for one, other in combinations(token_sets, 2))


def _is_as_of(question: Question, times: Sequence[ResolvedTime]) -> bool:
    return question.temporal.so_far or any(time.tense == "planned" for time in times)


def _with_former(
    times: Sequence[ResolvedTime], others: Sequence[ResolvedTime]
) -> tuple[ResolvedTime, ...]:
    """Return the times with the former times that other readings give for them."""
    former = {other.period: other.former for other in others}
    return tuple(
        replace(time, former=former.get(time.period)) if time.former is None else time
        for time in times
    )


def _agreement_key(
    dated: _Dated, words: Sequence[str], language: str
) -> frozenset[tuple[object, ...]] | frozenset[str]:
    """Return a key that is equal for articles that say the same; empty if that is uncertain."""
    # Two ambiguous times may be different days even if their possible days are the same.
    if dated.times:
        same = (
            (one.period, one.polarity, one.tense, one.fiscal, one.fiscal_part)
            for one in dated.times
        )
        return frozenset(same) if dated.certain else frozenset()
    return frozenset(filter(None, (" ".join(tokens(one, language)) for one in words)))


def asks_of_now(question: Question) -> bool:
    """Return whether a question asks for the present state of a single thing."""
    temporal = question.temporal
    if temporal.past or temporal.mentioned:
        return False
    return question.kind in _CHANGING or (question.kind is Kind.WHEN and temporal.future)


def newest_first(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with those about as likely as the best one ordered by date, newest first.

    They exchange their scores, so that the list stays in the order of scores.

    Args:
        readings: Readings, best first. Those of undated articles keep their places.
    """
    best = readings[0].score if readings else 0.0
    near = [
        at
        for at, one in enumerate(readings)
        if one.answerable
        and one.score >= best * NEARLY
        and one.hit.article.published.precision != "open"
    ]
    by_day = sorted(near, key=lambda at: _by_end(readings[at].hit.article.published), reverse=True)
    ordered = list(readings)
    for at, newer in zip(near, by_day, strict=True):
        ordered[at] = replace(readings[newer], score=readings[at].score)
    return ordered


def latest(readings: Sequence[Reading]) -> list[Reading]:
    """Return the answerable readings of the newest articles; see ``TemporalIntent.latest``."""
    best = max((reading.score for reading in readings), default=0.0)
    relevant = [one for one in readings if one.answerable and one.score >= best * CITED_OF_SEVERAL]
    dated = [one for one in relevant if one.hit.article.published.precision != "open"] or relevant
    if not dated:
        return list(readings)
    newest = max((one.hit.article.published for one in dated), key=_by_end)
    return [one for one in dated if one.hit.article.published.overlaps(newest)]


def _by_end(period: Period) -> tuple[date, date]:
    return period.end, period.start
