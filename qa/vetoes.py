"""Rule out readings by a single feature, whatever their score.

A reader weighs all features together, so that many good ones can outweigh the wrong one. Each veto
considers only one: the answer type, the names, the numbers, the office, the event or its contrary,
or another time of the same event.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.datatypes import Period
from qa.languages import language_pack
from qa.offices import may_be_same, offices
from qa.predicates import are_contrary, predicates
from qa.question import Kind
from qa.readers.answer_types import DECISIVE, expected_type, is_of_type
from qa.readers.article_match import BEFORE, country_codes, match_terms, names_found
from qa.readers.lexical_overlap import fold
from qa.temporal_answers import quoted_times

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.dates.timeline import Mention
    from qa.languages.cues import AnswerTypeCues
    from qa.offices import Office
    from qa.question import Question
    from qa.readers import Reading
    from qa.readers.article_match import MatchTerms

_STEM = 5  # letters compared: fixed-prefix stemming, as for names
_COMPOUNDING = {"de"}  # languages in which the office is a compound, such as "Finanzminister"
_OPPOSED = frozenset({"open", "close", "build", "destroy", "begin", "end", "arrest", "release"})
"""Predicates whose contrary is another event of the same thing, at another time.

Other contraries are excluded: a ban may be the subject of the question, and a purchase by one is a
sale by another.
"""
_DECISIVE_EVENTS: dict[str, frozenset[str]] = {
    "arrest": frozenset({"seize"}),
    "cancel": frozenset({"delay", "suspend"}),
    "condemn": frozenset({"rule", "acquit"}),
    "crash": frozenset({"fall", "collapse"}),
    "dismiss": frozenset({"resign", "replace", "expel"}),
    "impeach": frozenset({"dismiss"}),
    "injure": frozenset(),
    "marry": frozenset(),
    "release": frozenset({"free", "escape", "publish", "launch"}),
    "resign": frozenset({"dismiss", "leave", "withdraw"}),
    "strike": frozenset(),
    "sue": frozenset({"accuse"}),
}
"""Predicates that news about such an event names, each with others that may stand for it.

Chosen on half of the questions of ``benchmarks/unanswered``, among those without an answer.
"""
_VAGUE = {"head"}  # offices for which news has many words
_LEAD = 300  # characters at the beginning of an article that say what it is about
_SPELT_OUT = 20
"""Largest number that news may spell out, so that its figures need not be in an article."""
_FIGURES = re.compile(r"(?<![\w.,])\d+(?![\w%]|[.,]\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\s]\d{3})+(?!\d)")  # 1,476 or 1 476
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_EDITION = re.compile(r"(?P<name>[^\W\d_]{3,}) (?P<year>(?:19|20)\d\d)(?!\d)")
_ANY_DAY = Period.of_day(date(2000, 1, 1))  # which times there are does not depend on it
_LONG = 10  # names and words
MIN_SCORE = 0.3
"""Minimum score of a reading that is first only because of a veto."""


def without_vetoed(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with those ruled out moved to the end, unanswerable and with the score 0.

    Args:
        question: Parsed question.
        readings: At most one reading per article, best first.
    """
    terms = match_terms(question, (reading.hit.article for reading in readings))
    vetoed = [is_vetoed(question, terms, reading) for reading in readings]
    if not any(vetoed):
        return list(readings)
    standing = [one for one, out in zip(readings, vetoed, strict=True) if not out]
    if vetoed[0]:
        standing = [
            replace(one, answerable=one.answerable and one.score >= MIN_SCORE) for one in standing
        ]
    return standing + [
        replace(one, score=0.0, answerable=False)
        for one, out in zip(readings, vetoed, strict=True)
        if out
    ]


def is_vetoed(question: Question, terms: MatchTerms, reading: Reading) -> bool:
    """Return whether a reading cannot answer a question.

    Args:
        question: Parsed question.
        terms: Terms of the question.
        reading: Reading.
    """
    return (
        _is_of_another_sort(question, reading)
        or _lacks_names(terms, reading)
        or _is_of_another_office(question, reading)
        or _states_the_contrary(question, reading)
        or _dates_only_a_statement(question, reading)
        or _lacks_a_number(question, terms, reading)
        or _is_of_another_edition(question, reading)
        or _is_of_another_time(terms, reading)
        or (
            not _is_long(terms)
            and (_lacks_office(question, reading) or _lacks_event(question, reading))
        )
    )


def _is_long(terms: MatchTerms) -> bool:
    """Return whether a question has so many terms that an article may lack one of them."""
    return len(terms.names) + len(terms.words) > _LONG


def _is_of_another_sort(question: Question, reading: Reading) -> bool:
    """Return whether the words lack the expected type: a number, sum, age or name."""
    expected = expected_type(question)
    if expected not in DECISIVE or not reading.spans:
        return False
    article = reading.hit.article
    return not any(
        is_of_type(expected, question, article.text, start, end, article.language)
        for start, end in reading.spans
    )


def _lacks_names(terms: MatchTerms, reading: Reading) -> bool:
    """Return whether the article has none of the question's names."""
    held = names_found(terms, reading.hit.article)
    return bool(held) and not any(held)


def _lacks_a_number(question: Question, terms: MatchTerms, reading: Reading) -> bool:
    """Return whether the article lacks a number of the question: the "110" of "110 m hurdles".

    In a long question a number is a detail, which the article may round.
    """
    if _is_long(terms):
        return False
    wanted = _required_numbers(question.query, question.language)
    if not wanted:
        return False
    article = reading.hit.article
    figures = _ungrouped(f"{article.title}\n{article.text}")
    return not all(re.search(rf"(?<!\d){number}(?!\d)", figures) for number in wanted)


@lru_cache(16)
def _required_numbers(query: str, language: str) -> list[str]:
    """Return the figures of a question that an article would not spell out.

    Figures in times, durations, measures and sums are left out; they are known only in a language
    with a pack.
    """
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return []
    query = _ungrouped(query)
    unit = re.compile(rf"[\s-](?:{pack.answer_types.measures})(?!\w)", re.IGNORECASE)
    times = _time_spans(query, language)
    return [
        one[0]
        for one in _FIGURES.finditer(query)
        if int(one[0]) > _SPELT_OUT
        and not _YEAR.fullmatch(one[0])
        and not any(start < one.end() and one.start() < end for start, end in times)
        and not unit.match(query, one.end())
    ]


def _ungrouped(text: str) -> str:
    """Return a text in which thousands are not grouped: 1476 for 1,476."""
    return _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match[0]), text)


def _is_of_another_edition(question: Question, reading: Reading) -> bool:
    """Return whether the title or the quote names another edition: "Miss Nepal 2012" for 2011."""
    editions = [*_EDITION.finditer(question.query)]
    if not editions or language_pack(question.language) is None:
        return False
    named: dict[str, set[str]] = {}
    for name, year in _EDITION.findall(_near(reading)):
        if name[0].isupper():
            named.setdefault(fold(name), set()).add(year)
    times = _time_spans(question.query, question.language)
    return any(
        one["year"] not in named.get(fold(one["name"]), {one["year"]})
        for one in editions
        if not any(start <= one.start() < end for start, end in times)  # "May 2012" is a month
    )


@lru_cache(16)
def _time_spans(query: str, language: str) -> list[tuple[int, int]]:
    """Return the offsets of the time expressions of a question."""
    from index.dates.resolution import annotate

    return [(one.start, one.end) for one in annotate(query, language, _ANY_DAY)]


def _is_of_another_time(terms: MatchTerms, reading: Reading) -> bool:
    """Return whether all times of the quote are outside the periods of a question about the past.

    The article must have been published outside them as well.
    """
    if not terms.past or not terms.times:
        return False
    published = reading.hit.article.published
    periods = [one.period for one in quoted_times(reading)]
    return bool(periods) and not any(
        period.overlaps(wanted) for period in (*periods, published) for wanted in terms.times
    )


def _is_of_another_office(question: Question, reading: Reading) -> bool:
    """Return whether the quote has another office than the question's.

    The question's office is not near the quote either. A "chief executive" is not a "chief
    financial officer"; nationalities do not count as offices.
    """
    article = reading.hit.article
    if article.language != question.language:
        return False
    wanted = _offices(question.read_as, question.language)
    stated = _offices(reading.text, article.language)
    if not wanted or not stated:
        return False
    near = _near(reading)
    held = {fold(word)[:_STEM] for word in re.findall(r"[^\W\d_]+", near)}
    if article.language in _COMPOUNDING:
        held |= {fold(one)[:_STEM] for one in _offices(near, article.language)}
    return not any(fold(one)[:_STEM] in held for one in wanted)


def _lacks_office(question: Question, reading: Reading) -> bool:
    """Return whether the article lacks an office of the question, or has another one instead.

    "Who was the chairman?" is not answered by the name of a chief executive. An office elsewhere in
    the article counts if the quote states none.
    """
    article = reading.hit.article
    asked = {one for one in offices(question.read_as, question.language) if one.name not in _VAGUE}
    if not asked or not _has_cues(article.language):
        return False
    if not _all_held(asked, offices(f"{article.title}\n{article.text}", article.language)):
        return True
    lead = article.text[article.body_start : article.body_start + _LEAD]
    near = offices(f"{_near(reading)}\n{lead}", article.language)
    return bool(offices(reading.text, article.language)) and not _all_held(asked, near)


def _all_held(asked: Iterable[Office], held: Collection[Office]) -> bool:
    return all(any(may_be_same(one, other) for other in held) for one in asked)


def _lacks_event(question: Question, reading: Reading) -> bool:
    """Return whether the article has none of the question's decisive events.

    "What sentence did she get?" is not answered by an article about her arrest.
    """
    article = reading.hit.article
    asked = predicates(question.read_as, question.language) & _DECISIVE_EVENTS.keys()
    if not asked or not _has_cues(article.language):
        return False
    held = predicates(f"{article.title}\n{article.text}", article.language)
    return not any(held & {event, *_DECISIVE_EVENTS[event]} for event in asked)


def _has_cues(language: str) -> bool:
    """Return whether offices and predicates are known in a language."""
    pack = language_pack(language)
    return pack is not None and pack.claims is not None


def _near(reading: Reading) -> str:
    """Return the title, the quote and the text just before it."""
    article = reading.hit.article
    return f"{article.title}\n{article.text[max(0, reading.start - BEFORE) : reading.end]}"


def _states_the_contrary(question: Question, reading: Reading) -> bool:
    """Return whether the quote's event is the contrary of the question's event.

    "When did the bridge close?" is not answered by its opening. But the end of a state is the time
    of its contrary: a bridge that is closed until Friday reopens then.
    """
    if question.kind is not Kind.WHEN:
        return False
    article = reading.hit.article
    asked = predicates(question.query, question.language)
    stated = predicates(f"{article.title}\n{reading.text}", article.language)
    if asked & stated or any(_is_an_end(one) for one in quoted_times(reading)):
        return False
    return any(are_contrary(one, other) for one in asked & _OPPOSED for other in stated)


def _dates_only_a_statement(question: Question, reading: Reading) -> bool:
    """Return whether the only times are those of a statement, about another event.

    "When does the bridge close?" is not answered by "engineers found cracks in the bridge, the town
    said on Friday".
    """
    if question.kind is not Kind.WHEN:
        return False
    times = quoted_times(reading)
    if not times or not all(one.reported for one in times):
        return False
    article = reading.hit.article
    wanted = predicates(question.query, question.language) & _OPPOSED
    return bool(wanted) and not wanted & predicates(
        f"{article.title}\n{reading.text}", article.language
    )


def _is_an_end(mention: Mention) -> bool:
    """Return whether a time is the end of a state: "until Friday"."""
    return mention.bound is not None and mention.bound.side == "until"


def _offices(text: str, language: str) -> list[str]:
    """Return the words for the office that somebody has."""
    pack = language_pack(language)
    if pack is None or pack.answer_types is None:
        return []
    role, no_office = _role_patterns(pack.answer_types)
    return [
        match["which"]
        for match in role.finditer(text)
        if not no_office.fullmatch(match["which"]) and not country_codes(match["which"], language)
    ]


@cache
def _role_patterns(cues: AnswerTypeCues) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"(?<!\w)(?:{cues.role})(?!\w)", re.IGNORECASE),
        re.compile(cues.no_office, re.IGNORECASE),
    )
