"""Select the times in a quote that answer a question for a time, and resolve their status."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from index.dates.events import speak_of_different_events
from index.dates.polarity import names_change, polarity_of_event
from index.passages import sentences
from qa.datatypes import ResolvedTime
from qa.languages import language_pack
from qa.predicates import offsets_of, predicates
from qa.question import Kind
from qa.readers.lexical_overlap import has_content_words, share_of_names, share_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.datatypes import Article, Period
    from index.dates.resolution import Mention, Timeline
    from index.passages import Span
    from qa.question import Question
    from qa.readers import Reading


@lru_cache(32)
def timeline_of(article: Article) -> Timeline:
    """Return the time expressions of an article, cached for the steps of an answer."""
    from index.dates.resolution import read_times

    return read_times(article)


def select_times(question: Question, reading: Reading) -> tuple[Mention, ...]:
    """Return the times in a quote that answer, in the order of the text, each period once.

    - Candidates are the times in the words that were read, and others in the same construction; if
      there are none, all times of the quote.
    - For a question about the past, times in the article's future are dropped; for any other
      question, times in the article's past. They are kept if the quote has no other times.
    - The time of a statement or decision ("told reporters on Thursday") is dropped if there is
      another, unless the question asks when something was called off or moved.
    - A denied time is dropped if there is another. A former time goes with the new one.
    - For a past event, the neighbouring sentences give the day if the quote has no time, or only a
      week or month: "over the weekend … on Sunday".

    Args:
        question: Parsed question; the result is empty unless it asks when.
        reading: Quote, with the words that were read.
    """
    if question.kind is not Kind.WHEN:
        return ()
    timeline = timeline_of(reading.hit.article)
    written = timeline.written
    quoted = quoted_times(reading)
    around = _past_days_around(question, reading, timeline) if question.temporal.past else ()
    if _asks_of_a_moment(question):
        quoted = [one for one in quoted if not _has_no_end(one)]
    meant = _meant(question, quoted, reading.spans) or list(around[:1])
    meant = _nearest_to_event(question, reading, meant, quoted)
    meant = _days_for_years(question, reading, meant, quoted)
    if question.temporal.past and not any(_fits(question, one.period, written) for one in meant):
        # "The date was set on Thursday: 18 September": Thursday is the day of the decision.
        said = (one for one in quoted if one.reported and one not in meant)
        meant = [one for one in said if _fits(question, one.period, written)] or meant
    if _asks_of_a_change(question):
        chosen = [mention for mention in meant if mention.polarity == "affirmed"] or meant
    else:
        beside = [mention for mention in meant if mention not in quoted]
        meant = _with_replacements(meant, quoted, written) + beside
        inside = [mention for mention in meant if not mention.reported] or meant
        affirmed = [mention for mention in inside if mention.polarity == "affirmed"]
        fitting = [one for one in affirmed if _fits(question, one.period, written)] or affirmed
        chosen = [one for one in inside if one.polarity != "affirmed" or one in fitting]
        chosen = [mention for mention in chosen if mention.polarity != "denied"] or chosen
    # The anchor of another time is not an answer itself.
    anchors = {mention.derivation.anchor for mention in chosen if mention.derivation is not None}
    answers = [mention for mention in chosen if mention.period not in anchors] or chosen
    answers = [_to_the_day(mention, around) for mention in answers]
    return tuple({mention.period: mention for mention in answers}.values())


def resolve_times(
    question: Question, reading: Reading, mentions: Sequence[Mention]
) -> tuple[ResolvedTime, ...]:
    """Return the selected times with their status; a former time goes with the new one."""
    written = timeline_of(reading.hit.article).written
    moved = _asks_of_a_change(question)
    times: list[ResolvedTime] = []
    for mention, former in _with_former_periods(mentions):
        time = ResolvedTime(
            mention.period,
            mention.bound,
            mention.weekday,
            mention.derivation,
            mention.polarity,
            former,
            fiscal=mention.fiscal,
            fiscal_part=mention.fiscal_part,
        )
        if mention.polarity != "affirmed":
            pass
        elif question.temporal.past and mention.period.start >= written.end and not moved:
            time = replace(time, tense="planned")
        elif question.temporal.future and mention.period.end <= written.start:
            time = replace(time, tense="past")
        times.append(time)
    return tuple(times)


def is_unrelated(
    question: Question,
    reading: Reading,
    mentions: Sequence[Mention],
    times: Sequence[ResolvedTime],
) -> bool:
    """Return whether the times of a quote belong to another event than the question's.

    Events are compared by their words; across languages, by some kinds of events. "When was the
    bridge built?" is not answered by its closing, "when was the vote postponed?" not by its former
    date, and "when is the vote?" not by the day on which it was called off.

    Args:
        question: Parsed question.
        reading: Quote, with the words that were read.
        mentions: Selected times of the quote.
        times: The same times, resolved.
    """
    if not times:
        mentions = quoted_times(reading)
        return bool(mentions) and _asks_of_a_moment(question) and all(map(_has_no_end, mentions))
    article, query = reading.hit.article, question.query
    changed = names_change(reading.text, article.language)
    if not _asks_of_a_change(question):
        if changed and all(mention.reported for mention in mentions):
            return True
    elif not changed:
        return all(one.period.start >= timeline_of(article).written.end for one in times)
    if any(time.tense != "planned" for time in times):
        return False
    if question.language != article.language:
        return speak_of_different_events(
            question.text, question.language, reading.text, article.language
        )
    return not has_content_words(query, reading.hit.passage.text, article.language)


def calls_off(question: Question, reading: Reading) -> bool:
    """Return whether a quote says that the question's event was called off or moved.

    "The chess open has been scrapped" answers "when is the chess open?" without a time. The quote
    must have all names of the question, and half of its longer words.
    """
    if polarity_of_event(reading.text, reading.hit.article.language) == "affirmed":
        return False
    if share_of_names(question.query, reading.text) < 1.0:
        return False
    return share_of_words(question.query, reading.text) >= _ON_THE_SUBJECT


def covering(reading: Reading, mentions: Sequence[Mention]) -> Reading:
    """Return a reading whose quote is extended to the whole sentences of the given times."""
    first = min([reading.start, *(one.start for one in mentions)])
    last = max([reading.end, *(one.end for one in mentions)])
    if (first, last) == (reading.start, reading.end):
        return reading
    article, passage = reading.hit.article, reading.hit.passage
    for start, end in sentences(article.text, article.language, passage.start, passage.end):
        if start <= first < end:
            first = start
        if start < last <= end:
            last = end
    return replace(reading, start=first, end=last)


_AT_ONCE = frozenset({"kill", "resign", "arrest", "attack", "appoint", "elect", "sign", "arrive"})
"""Predicates of momentary events."""
_MUCH_NEARER = 3  # ratio of distances in characters
_ON_THE_SUBJECT = 0.5
_ONE_DAY, _A_MONTH = timedelta(days=1), timedelta(days=31)


def _past_days_around(
    question: Question, reading: Reading, timeline: Timeline
) -> tuple[Mention, ...]:
    """Return the past days in the sentences around a quote, in its passage, nearest first."""
    article, passage = reading.hit.article, reading.hit.passage
    if polarity_of_event(reading.text, article.language) != "affirmed":
        return ()
    whole = sentences(article.text, article.language, passage.start, passage.end)
    before = [start for start, end in whole if end <= reading.start][-1:] or [reading.start]
    after = [end for start, end in whole if start >= reading.end][:1] or [reading.end]
    beside = [
        one
        for one in _days_among(question, reading, timeline.mentions)
        if before[0] <= one.start
        and one.end <= after[0]
        and not (reading.start <= one.start and one.end <= reading.end)
    ]
    return tuple(
        sorted(beside, key=lambda one: max(reading.start - one.end, one.start - reading.end))
    )


def _nearest_to_event(
    question: Question, reading: Reading, meant: Sequence[Mention], quoted: Sequence[Mention]
) -> list[Mention]:
    """Return the time beside the verb of the event, if the selected time is far from it.

    In "yesterday the president signed the bill for workers of the attacks of 11 September", the day
    of the signature is yesterday.
    """
    if not question.temporal.past or not meant or len(quoted) < 2:
        return list(meant)
    article = reading.hit.article
    places = [
        reading.start + at
        for at in offsets_of(predicates(question.query, question.language), reading.text,
                            article.language)
    ]  # fmt: skip
    if not places:
        return list(meant)

    def distance(mention: Mention) -> int:
        return min(abs(place - mention.start) for place in places)

    days = _days_among(question, reading, quoted)
    nearest = min(days, key=distance, default=None)
    if nearest is None or _MUCH_NEARER * distance(nearest) > min(map(distance, meant)):
        return list(meant)
    return [nearest]


def _days_for_years(
    question: Question, reading: Reading, meant: Sequence[Mention], quoted: Sequence[Mention]
) -> list[Mention]:
    """Return the day of a quote in place of the year in a name: "the 2010 cup, held yesterday"."""
    of_names = bool(meant) and all(_is_of_a_name(one, reading.hit.article) for one in meant)
    days = _days_among(question, reading, quoted) if of_names else []
    return days if len(days) == 1 else list(meant)


def _days_among(question: Question, reading: Reading, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the affirmed days of events, on the side that the question asks for."""
    written = timeline_of(reading.hit.article).written
    return [
        one
        for one in mentions
        if one.period.precision == "day"
        and one.polarity == "affirmed"
        and not one.reported
        and _fits(question, one.period, written)
    ]


def _is_of_a_name(mention: Mention, article: Article) -> bool:
    """Return whether a mention is a bare year, without "in" or "since".

    Where nouns have capitals, as in German, a bare year may also be an adverb.
    """
    if mention.period.precision != "year" or mention.bound is not None:
        return False
    pack = language_pack(article.language)
    if pack is None or pack.follow_ups.common_noun is not None:
        return False
    if not article.text[mention.start : mention.end].isdigit():
        return False
    before = article.text[: mention.start].split()[-1:]
    preposition = pack.follow_ups.preposition
    return not (before and re.fullmatch(preposition, before[0], re.IGNORECASE))


def quoted_times(reading: Reading) -> list[Mention]:
    """Return the times in a quote."""
    return [
        mention
        for mention in timeline_of(reading.hit.article).mentions
        if reading.start <= mention.start and mention.end <= reading.end
    ]


def _asks_of_a_moment(question: Question) -> bool:
    """Return whether a question asks for the time of a momentary event, such as a death."""
    if question.kind is not Kind.WHEN or not question.temporal.past:
        return False
    return bool(predicates(question.query, question.language) & _AT_ONCE)


def _has_no_end(mention: Mention) -> bool:
    """Return whether a time lasts until now, such as "since 2009"."""
    return mention.bound is not None and mention.bound.side == "since"


def _to_the_day(mention: Mention, around: Sequence[Mention]) -> Mention:
    """Return the mentioned day within a longer time, if there is one; otherwise the time."""
    period = mention.period
    if mention.bound is not None or not _ONE_DAY < period.end - period.start <= _A_MONTH:
        return mention
    within = (one for one in around if period.start <= one.period.start < period.end)
    return next(within, mention)


def _fits(question: Question, period: Period, written: Period) -> bool:
    """Return whether a time is on the side of the publication date that the question asks for."""
    if question.temporal.past:
        return period.start < written.end
    return period.end > written.start


def _with_replacements(
    meant: Sequence[Mention], quoted: Sequence[Mention], written: Period
) -> list[Mention]:
    """Return the times with those that replace a denied or former time, and the former ones."""
    polarities = {mention.polarity for mention in meant}
    wanted = set()
    if polarities <= {"denied", "postponed"} and polarities:
        wanted.add("affirmed")
    if "affirmed" in polarities or "postponed" in polarities:
        wanted.add("postponed")
    return [
        mention
        for mention in quoted
        if mention in meant
        or (
            mention.polarity in wanted
            and not mention.reported
            and (mention.polarity != "affirmed" or mention.period.end > written.start)
        )
    ]


def _with_former_periods(mentions: Sequence[Mention]) -> Iterable[tuple[Mention, Period | None]]:
    """Return each time with its former time, which is then no item of its own."""
    standing = [one for one in mentions if one.polarity == "affirmed" and one.former is None]
    former: dict[int, Mention] = {}
    for one in mentions:
        if one.polarity == "postponed" and standing:
            nearest = min(standing, key=lambda other: abs(other.start - one.start))
            former[nearest.start] = one
    replaced = {one.start for one in former.values()}
    for mention in mentions:
        if mention.start not in replaced:
            old = former.get(mention.start)
            yield mention, mention.former if old is None else old.period


def _asks_of_a_change(question: Question) -> bool:
    """Return whether a question asks when something was called off or moved."""
    return names_change(question.text, question.language)


def _meant(question: Question, quoted: list[Mention], spans: Sequence[Span]) -> list[Mention]:
    """Return the times in the words that were read, and those in the same construction.

    In "from Sunday downloads, and from 12 November all use", both times answer, whichever was read.
    In "signed on 6 August, to take effect 45 days later", the tense of the question decides if the
    anchor of the offset was read. A question without a verb ("the date of the decree") means the
    time that was read.
    """
    read = [
        mention
        for mention in quoted
        if any(mention.start < end and start < mention.end for start, end in spans)
    ]
    sides = {mention.bound.side for mention in read if mention.bound is not None}
    anchors = {mention.period for mention in read} if _asks_with_a_verb(question) else set()
    return [
        mention
        for mention in quoted
        if mention in read
        or (mention.bound is not None and mention.bound.side in sides)
        or (mention.derivation is not None and mention.derivation.anchor in anchors)
    ] or quoted


def _asks_with_a_verb(question: Question) -> bool:
    """Return whether a question asks when something happens, not for the date of a thing."""
    pack = language_pack(question.language)
    if pack is None:
        return False
    adverb = rf"(?<!\w)(?:{pack.questions.when_adverb})(?!\w)"
    return re.search(adverb, question.text, re.IGNORECASE) is not None
