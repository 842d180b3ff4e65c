"""Find the times in a question or filter, and their roles.

A time expression in a question filters articles only if it is about their publication ("articles
from August 2020", "as of 31 August"). Any other time is evidence: it raises the score of passages
about it, and excludes none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.filters import Filters
from qa.languages import language_pack, packs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Mention
    from qa.languages.cues import TemporalCues


@dataclass(frozen=True, slots=True)
class TemporalIntent:
    """The times in a question, and their roles.

    Attributes:
        mentioned: Periods that the question is about.
        published: Filters on the publication date that the question sets.
        latest: Whether it asks for the newest state.
        so_far: Whether it asks for the state of things and its date ("so far").
        past: Whether its verb is in the past tense.
        future: Whether its verb is in the future tense.
        query: Question without the times that are only about publication.
    """

    mentioned: tuple[Period, ...] = ()
    published: Filters = field(default_factory=Filters)
    latest: bool = False
    so_far: bool = False
    past: bool = False
    future: bool = False
    query: str = ""


@dataclass(frozen=True, slots=True)
class _TemporalPatterns:
    """The compiled cues of a language; see ``TemporalCues``."""

    before: re.Pattern[str]
    opened: re.Pattern[str]
    single: re.Pattern[str]
    joined: re.Pattern[str]
    as_of: re.Pattern[str]
    latest: re.Pattern[str]
    so_far: re.Pattern[str]
    past: re.Pattern[str]
    future: re.Pattern[str]
    preposition: re.Pattern[str]


@cache
def _compiled(cues: TemporalCues) -> _TemporalPatterns:
    word = r"(?<!\w)(?:{})(?!\w)"
    goes_with = rf"{cues.as_of}|{cues.joined}|{cues.preposition}"
    return _TemporalPatterns(
        before=re.compile(rf"(?<!\w)(?:{cues.before})\s*$", re.IGNORECASE),
        opened=re.compile(rf"\W*(?:{cues.opened})", re.IGNORECASE),
        single=re.compile(word.format(cues.single), re.IGNORECASE),
        joined=re.compile(rf"\W*(?:{cues.joined})\W*", re.IGNORECASE),
        as_of=re.compile(word.format(cues.as_of), re.IGNORECASE),
        latest=re.compile(word.format(cues.latest), re.IGNORECASE),
        so_far=re.compile(word.format(cues.so_far), re.IGNORECASE),
        past=re.compile(word.format(cues.past), re.IGNORECASE),
        future=re.compile(word.format(cues.future), re.IGNORECASE),
        preposition=re.compile(rf"\W*(?<!\w)(?:{goes_with})\s*$", re.IGNORECASE),
    )


def today() -> date:
    """Return the current day, in the local time zone."""
    return datetime.now().astimezone().date()


def read_temporal_intent(text: str, language: str, question_day: date) -> TemporalIntent:
    """Return the times in a question, and their roles.

    Args:
        text: Question.
        language: ISO 639-1 code of its language; without a pack, no time is found.
        question_day: Day of the question.
    """
    from index.dates.resolution import annotate

    pack = language_pack(language)
    if pack is None:
        return TemporalIntent(query=text)
    cues = _compiled(pack.temporal)
    text = text.replace("’", "'")
    single = cues.single.search(text) is not None
    so_far = [match.span() for match in cues.so_far.finditer(text)]
    mentioned: list[Period] = []
    named: list[Period] = []
    known: list[date] = []
    taken: list[Mention] = []
    for mention in annotate(text, language, Period.of_day(question_day)):
        before, phrase = text[: mention.start], text[mention.start : mention.end]
        if any(mention.start < end and start < mention.end for start, end in so_far):
            continue  # the "now" of "as of now"
        as_of = cues.as_of.match(phrase) or cues.as_of.search(before.rstrip()[-_CUE_DISTANCE:])
        cut = as_of and _as_of_period(mention, phrase, cues, language, question_day)
        if cut is not None and not single and _set_off(text, mention, cut, cues):
            known.append(cut.last)
            taken.append(mention)
        elif not single and _on_publication(text, mention, taken, cues):
            named.append(mention.period)
            taken.append(mention)
        elif not cues.latest.fullmatch(phrase):
            mentioned.append(mention.period)
    return TemporalIntent(
        mentioned=tuple(mentioned),
        published=_publication_filters(named) & Filters.of(as_of=min(known, default=None)),
        latest=cues.latest.search(text) is not None,
        so_far=bool(so_far),
        past=cues.past.search(text) is not None,
        future=cues.future.search(text) is not None,
        query=_without(text, taken, cues),
    )


def without_relative_times(text: str, language: str) -> str:
    """Return a text without the times in it that no figure dates: "last week", "on Monday"."""
    from index.dates.resolution import annotate

    pack = language_pack(language)
    if pack is None:
        return text
    found = annotate(text, language, Period.of_day(today()))
    relative = [one for one in found if not re.search(r"\d", text[one.start : one.end])]
    return _without(text, relative, _compiled(pack.temporal))


def _on_publication(
    text: str, mention: Mention, taken: Sequence[Mention], cues: _TemporalPatterns
) -> bool:
    near = max(0, mention.start - _LONGEST_CUE)
    return bool(
        cues.before.search(text, near, mention.start)
        or (not text[: mention.start].strip() and cues.opened.match(text, mention.end))
        or (taken and cues.joined.fullmatch(text, taken[-1].end, mention.start))
    )


def _without(text: str, taken: Sequence[Mention], cues: _TemporalPatterns) -> str:
    """Return a text without some time expressions, and the prepositions before them."""
    rest, done = "", 0
    for mention in taken:
        rest += _up_to(text, mention, cues, done)
        done = mention.end
    return f"{rest}{text[done:]}".strip(" ,") if taken else text


def _up_to(text: str, mention: Mention, cues: _TemporalPatterns, start: int = 0) -> str:
    """Return the text before a time expression, without its preposition."""
    near = max(start, mention.start - _LONGEST_CUE)
    cue = cues.preposition.search(text, near, mention.start)
    return text[start : cue.start() if cue else mention.start]


_CUE_DISTANCE = 16
_LONGEST_CUE = 80
"""Maximum length in characters of "as of", and of any cue, before a time expression."""


def _as_of_period(
    mention: Mention, phrase: str, cues: _TemporalPatterns, language: str, question_day: date
) -> Period:
    """Return the period that "as of" names, without the open end that "as of" would give it."""
    from index.dates.resolution import annotate

    rest = annotate(cues.as_of.sub("", phrase, count=1), language, Period.of_day(question_day))
    return rest[0].period if rest else mention.period


def _set_off(text: str, mention: Mention, cut: Period, cues: _TemporalPatterns) -> bool:
    """Return whether "as of" limits the articles; in "the population as of 2010" it does not.

    It does if it names a day, or if a comma sets it off.
    """
    before = _up_to(text, mention, cues)
    comma_before = text[len(before) :].lstrip().startswith(",")
    comma_after = text[mention.end :].lstrip().startswith(",")
    return cut.precision == "day" or comma_before or (not before.strip() and comma_after)


def _publication_filters(named: Sequence[Period]) -> Filters:
    """Return the filters from the first to the last of the periods; open ends stay open."""
    starts = [one.start for one in named if one.start != date.min]
    ends = [one.last for one in named if one.end != date.max]
    closed = [one for one in named if one.precision != "open"]
    if closed:
        return Filters.of(
            since=min(one.start for one in closed), until=max(one.last for one in closed)
        )
    return Filters.of(since=max(starts, default=None), until=min(ends, default=None))


def parse_period(text: str, question_day: date) -> Period:
    """Parse a date in ISO 8601, or a phrase of time in any supported language.

    Args:
        text: Date or phrase: ``2020``, ``2020-09-17``, ``last week``, ``début août 2020`` …
        question_day: Day to which phrases are relative.

    Raises:
        ValueError: If the text is neither, or has different meanings in two languages.

    Examples:
        >>> parse_period("last month", date(2020, 9, 14)).isoformat()
        '2020-08'
    """
    try:
        return Period.parse(text)
    except ValueError as error:
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?|-W\d\d)?", text):
            raise  # well-formed, but not a date of the calendar
        found = _read_phrase(text, question_day)
        if not found:
            raise ValueError(f"{error}, or a phrase in {_languages_and_examples()}") from error
        (language, period), *others = found.items()
        other = next((code for code, read in others if read != period), None)
        if other is not None:
            raise ValueError(
                f"{text!r} is one date in {_english_name(language)} and another in "
                f"{_english_name(other)}: write YYYY-MM-DD"
            ) from error
        return period


def _read_phrase(text: str, question_day: date) -> dict[str, Period]:
    """Return the period of a text for each language in which the whole text is one date."""
    from index.dates.languages import known_languages
    from index.dates.resolution import annotate

    found: dict[str, Period] = {}
    for language in known_languages() if len(text) <= _LONGEST_DATE else ():
        mentions = annotate(text, language, Period.of_day(question_day))
        if [text[one.start : one.end] for one in mentions] == [text.strip(" .")]:
            found[language] = mentions[0].period
    return found


def _languages_and_examples() -> str:
    """Return the languages of phrases, with an example in each, as a text for messages."""
    from babel.lists import format_list

    names = format_list([_english_name(pack.code) for pack in packs()], "or", locale="en")
    return f"{names}: {', '.join(pack.examples.period for pack in packs())}"


def _english_name(code: str) -> str:
    import babel

    return babel.Locale.parse(code).get_display_name("en") or code


_LONGEST_DATE = 100  # characters
