"""What a question, or a filter, says of time.

A phrase of time in a question is about publication only where it says so ("articles from August
2020", "as of 31 August"); then it filters. Otherwise it is evidence, which moves passages about
that time up and hides none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from index.datatypes import Filters, Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Mention


@dataclass(frozen=True, slots=True)
class AskedTime:
    """What a question says of time.

    Attributes:
        about: The periods it is about.
        published: The filters that it sets: when articles were published.
        latest: Whether it asks for the last word.
        past: Whether its verb looks back.
        rest: The question without what is only about publication: what is looked for.
    """

    about: tuple[Period, ...] = ()
    published: Filters = field(default_factory=Filters)
    latest: bool = False
    past: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Cues:
    """Regular expressions, one set per language.

    Attributes:
        before: What stands before a phrase that is about publication.
        opened: What follows one that opens the question.
        single: What names a single article; a question that does may need others beside it.
        joined: What joins a second phrase to one that is about publication.
        as_of: What makes it the day up to which articles count.
        latest: What asks for the last word.
        past: Verbs that look back.
        preposition: What goes with a phrase that is taken out.
    """

    before: re.Pattern[str]
    opened: re.Pattern[str]
    single: re.Pattern[str]
    joined: re.Pattern[str]
    as_of: re.Pattern[str]
    latest: re.Pattern[str]
    past: re.Pattern[str]
    preposition: re.Pattern[str]


def _compiled(
    *,
    before: str,
    opened: str,
    single: str,
    joined: str,
    as_of: str,
    latest: str,
    past: str,
    preposition: str,
) -> _Cues:
    return _Cues(
        re.compile(rf"(?<!\w)(?:{before})\s*$", re.IGNORECASE),
        re.compile(rf"\W*(?:{opened})", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{single})(?!\w)", re.IGNORECASE),
        re.compile(rf"\W*(?:{joined})\W*", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{as_of})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{latest})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{past})(?!\w)", re.IGNORECASE),
        re.compile(rf"\W*(?<!\w)(?:{as_of}|{joined}|{preposition})\s*$", re.IGNORECASE),
    )


def _press(words: str) -> str:
    """Names of outlets ("Sporting News") hold the same words with a capital."""
    return rf"(?:(?-i:{words})|^(?:{words}))"


_PRESS = _press("articles|news|reports|stories|press|newspapers|papers|dispatches")
_PRESSE = _press("articles|nouvelles|dépêches|informations|actualités?|presse|journaux")
_FEW_WORDS = r"(?:\W+\w+){0,4}\W+"
_CUES = {
    "en": {
        "before": rf"(?:{_PRESS}(?: (?:that )?(?:were |was )?\w+ed)?|"
        rf"(?:{_PRESS}{_FEW_WORDS}|^)(?:published|dated)|"
        rf"{_PRESS} (?:say|says|said|report|reported|write|wrote))"
        r"(?: (?:from|of|in|on|for|during|between))?(?: the)?",
        "opened": rf"(?:what|how|which|who).*\b{_PRESS}\b",
        "single": r"article|report|story|dispatch|analysis",
        "joined": r"and|or|to|and (?:on|in|of|from)",
        "as_of": r"as of|as at|as known on|known by",
        "latest": r"latest|most recent(?:ly)?|newest|today|currently|at the moment|right now|"
        r"these days|nowadays|as of now|up to date|up-to-date",
        "past": r"was|were|did|had|has|have|used to",
        "preposition": rf"(?:(?:according to|in|from) (?:the )?{_PRESS}(?: \w+ed)? ?)?"
        r"(?:from|of|in|on|for|during|between)?",
    },
    "fr": {
        "before": rf"(?:{_PRESSE}(?: \w+[ée]e?s?)?|"
        rf"(?:{_PRESSE}{_FEW_WORDS}|^)(?:publi|par|dat)[éu]e?s?|"
        rf"{_PRESSE} (?:dit|disait|disent|disaient|écrit|écrivent|rapportent|rapportait))"
        r"(?: (?:de|d'|en|du|des|le|au mois de|entre))?",
        "opened": rf"(?:que|qu'|quoi|comment|quel|qui).*\b{_PRESSE}\b",
        "single": r"article|dépêche|reportage|analyse",
        "joined": r"et|ou|à|et (?:le|en|de|du)",
        "as_of": r"à la date du|à la date de|en date du|tel que connu au|connus? au|état au",
        "latest": r"derni[eè]res? (?:nouvelles?|informations?|actualités?|infos?|dépêches?|news)|"
        r"(?:les?|la) plus récente?s?|aujourd'hui|actuellement|à ce jour|en ce moment|"
        r"à l'heure actuelle|aux dernières nouvelles",
        "past": r"(?:a|ont|avait|avaient|eut|eurent|fut|furent|était|étaient)"
        r"(?:(?:-t)?-(?:il|elle|on|ils|elles)| (?:été|eu|\w+(?:é|ée|és|ées|i|is|it|u|us)))"
        r"|(?:est|sont)-(?:il|elle|ils|elles) (?!prévu|attendu)\w+(?:é|ée|és|ées|i|ie|t|te|u|ue)"
        r"|\w+(?:ait|aient)-(?:il|elle|on|ils|elles)|fut|furent|était|étaient",
        "preposition": rf"(?:(?:d'après|selon|dans) (?:les |la )?{_PRESSE}(?: \w+[ée]e?s?)? ?)?"
        r"(?:de|d'|en|du|le|entre)?",
    },
}


@cache
def _cues_of(language: str) -> _Cues | None:
    """A language's cues, compiled when it is first asked in; None if it has none."""
    return _compiled(**_CUES[language]) if language in _CUES else None


def today() -> date:
    """The day on which the question is asked, where it is asked."""
    return datetime.now().astimezone().date()


def read_asked_time(text: str, language: str, asked: date) -> AskedTime:
    """Understand what a question says of time.

    Args:
        text: The question.
        language: Its language, ISO 639-1; in one without a grammar nothing is understood.
        asked: The day of asking.
    """
    from index.dates.resolution import annotate

    cues = _cues_of(language)
    if cues is None:
        return AskedTime(rest=text)
    text = text.replace("’", "'")
    single = cues.single.search(text) is not None
    latest = cues.latest.search(text)
    about: list[Period] = []
    named: list[Period] = []
    known: list[date] = []
    taken: list[Mention] = []
    for mention in annotate(text, language, Period.of_day(asked)):
        before, phrase = text[: mention.start], text[mention.start : mention.end]
        as_of = cues.as_of.match(phrase) or cues.as_of.search(before.rstrip()[-_NEAR:])
        cut = as_of and _as_of(mention, phrase, cues, language, asked)
        if cut is not None and not single and _set_off(text, mention, cut, cues):
            known.append(cut.last)
            taken.append(mention)
        elif not single and _on_publication(text, mention, taken, cues):
            named.append(mention.period)
            taken.append(mention)
        elif latest is None or not cues.latest.fullmatch(phrase):
            about.append(mention.period)
    return AskedTime(
        about=tuple(about),
        published=replace(_published(named), as_of=min(known, default=None)),
        latest=latest is not None,
        past=cues.past.search(text) is not None,
        rest=_without(text, taken, cues),
    )


def _on_publication(text: str, mention: Mention, taken: Sequence[Mention], cues: _Cues) -> bool:
    near = max(0, mention.start - _LONGEST_CUE)
    return bool(
        cues.before.search(text, near, mention.start)
        or (not text[: mention.start].strip() and cues.opened.match(text, mention.end))
        or (taken and cues.joined.fullmatch(text, taken[-1].end, mention.start))
    )


def _without(text: str, taken: Sequence[Mention], cues: _Cues) -> str:
    """The text without some phrases, and what goes before them."""
    rest, done = "", 0
    for mention in taken:
        rest += _up_to(text, mention, cues, done)
        done = mention.end
    return f"{rest}{text[done:]}".strip(" ,") if taken else text


def _up_to(text: str, mention: Mention, cues: _Cues, start: int = 0) -> str:
    """What stands before a phrase, without what goes with it."""
    near = max(start, mention.start - _LONGEST_CUE)
    cue = cues.preposition.search(text, near, mention.start)
    return text[start : cue.start() if cue else mention.start]


_NEAR = 16
_LONGEST_CUE = 80
"""Characters before a phrase that "as of", and that any cue, may take."""


def _as_of(mention: Mention, phrase: str, cues: _Cues, language: str, asked: date) -> Period:
    """What is named; "as of" itself would make it an open end."""
    from index.dates.resolution import annotate

    rest = annotate(cues.as_of.sub("", phrase, count=1), language, Period.of_day(asked))
    return rest[0].period if rest else mention.period


def _set_off(text: str, mention: Mention, cut: Period, cues: _Cues) -> bool:
    """Whether "as of" limits the articles, not what is told of: "the population as of 2010".

    It does where it names a day, or a comma sets it off.
    """
    before = _up_to(text, mention, cues)
    comma_before = text[len(before) :].lstrip().startswith(",")
    comma_after = text[mention.end :].lstrip().startswith(",")
    return cut.precision == "day" or comma_before or (not before.strip() and comma_after)


def _published(named: Sequence[Period]) -> Filters:
    """From the first to the last of the dates that are named; open ends limit them."""
    starts = [one.start for one in named if one.start != date.min]
    ends = [one.last for one in named if one.end != date.max]
    closed = [one for one in named if one.precision != "open"]
    if closed:
        return Filters(min(one.start for one in closed), max(one.last for one in closed))
    return Filters(max(starts, default=None), min(ends, default=None))


def both(one: Filters, other: Filters) -> Filters:
    """The filters that let pass what both let pass; names are taken from ``one``."""
    return replace(
        one,
        since=max(filter(None, (one.since, other.since)), default=None),
        until=min(filter(None, (one.until, other.until)), default=None),
        as_of=min(filter(None, (one.as_of, other.as_of)), default=None),
    )


def parse_period(text: str, asked: date) -> Period:
    """Read a date of any form: ISO 8601, or a phrase in a language that has a grammar.

    Args:
        text: ``2020``, ``2020-09``, ``2020-09-17``, ``last week``, ``début août 2020`` …
        asked: The day that phrases are relative to.

    Raises:
        ValueError: If it is none.
    """
    from index.dates.languages import known_languages
    from index.dates.resolution import annotate

    try:
        return Period.parse(text)
    except ValueError as error:
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
            raise  # written as it should be, and not in the calendar
        told = f"{error}, or a phrase in English or French: last week, début août 2020"
        found: set[Period] = set()
        for language in known_languages() if len(text) <= _LONGEST_DATE else ():
            mentions = annotate(text, language, Period.of_day(asked))
            if [text[one.start : one.end] for one in mentions] == [text.strip(" .")]:
                found.add(mentions[0].period)
        if len(found) > 1:
            told = f"{text!r} is one date in English and another in French: write YYYY-MM-DD"
        if len(found) != 1:
            raise ValueError(told) from error
        return found.pop()


_LONGEST_DATE = 100  # characters
