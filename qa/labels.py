"""The words of the interface, in each of its languages; dates are written by CLDR (Babel)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.datatypes import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.dates.expressions import Side
    from index.dates.resolution import Boundary, Derivation
    from qa.datatypes import Finding


@dataclass(frozen=True, slots=True)
class Labels:
    """What the interface says in one language; what stands in braces is filled in."""

    told: str
    told_value: str
    how: str
    not_found: str
    closest: str
    nothing_matches: str
    corpus_spans: str
    nearest: str
    sources: str
    also: str
    understood: str
    quote: tuple[str, str]
    edges: Mapping[Side, str]
    undated: str
    shifted: tuple[str, str]
    workdays: str


_LABELS = {
    "en": Labels(
        told="{date}: {quote} {numbers}",
        told_value="{date}: {value} – {quote} {numbers}",
        how="{value} ({how})",
        not_found="The corpus does not say.",
        closest="Closest, but not an answer",
        nothing_matches="No article matches the filters.",
        corpus_spans="The corpus runs from {first} to {last}.",
        nearest="The nearest that do but for their date: {dates}.",
        sources="Sources",
        also="also in {outlets}",
        understood="Understood as: {question}",
        quote=("“", "”"),
        edges={
            "since": "from {date}",
            "after": "after {date}",
            "until": "until {date}",
            "by": "by {date}",
            "before": "before {date}",
        },
        undated="undated",
        shifted=("{amount} before {date}", "{amount} after {date}"),
        workdays="{count} working days",
    ),
    "fr": Labels(
        told="{date}\N{NO-BREAK SPACE}: {quote} {numbers}",
        told_value="{date}\N{NO-BREAK SPACE}: {value} – {quote} {numbers}",
        how="{value} ({how})",
        not_found="Le corpus ne le dit pas.",
        closest="Le plus proche, sans être une réponse",
        nothing_matches="Aucun article ne correspond aux filtres.",
        corpus_spans="Dates du corpus\N{NO-BREAK SPACE}: {first} – {last}.",
        nearest="Les plus proches, à la date près\N{NO-BREAK SPACE}: {dates}.",
        sources="Sources",
        also="aussi dans {outlets}",
        understood="Compris comme\N{NO-BREAK SPACE}: {question}",
        quote=("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
        edges={
            "since": "à partir de {date}",
            "after": "après {date}",
            "until": "jusqu'à {date}",
            "by": "d'ici {date}",
            "before": "avant {date}",
        },
        undated="sans date",
        shifted=("{amount} avant {date}", "{amount} après {date}"),
        workdays="{count} jours ouvrables",
    ),
}


def interface_language(language: str) -> str:
    """The interface language for a question in ``language``: its own, else English."""
    return language if language in _LABELS else "en"


def labels(language: str) -> Labels:
    """The interface's words for a question in ``language`` (ISO 639-1)."""
    return _LABELS[interface_language(language)]


def format_period(
    period: Period, language: str, *, edge: Boundary | None = None, weekday: bool = False
) -> str:
    """A period in words, as precise as it is: ``September 2020``, ``from 12 November 2020``.

    Args:
        period: What to tell.
        language: Of the question; ISO 639-1.
        edge: If it is open, its known end as it was given, else a day is taken for it.
        weekday: Name the day of the week, if it is a day.
    """
    words = labels(language)
    if period.precision != "open":
        return _format_closed(period, language, weekday=weekday)
    if period.start == date.min and period.end == date.max:
        return words.undated
    if edge is not None:
        side, known = edge.side, edge.period
    elif period.start != date.min:
        side, known = "since", Period.of_day(period.start)
    else:
        side, known = "until", Period.of_day(period.last)
    told = words.edges[side].format(date=_format_closed(known, language, weekday=weekday))
    return _contracted(told)


def _format_closed(period: Period, language: str, *, weekday: bool = False) -> str:
    import babel.dates

    locale = _locale(language)
    match period.precision:
        case "day":
            told = babel.dates.format_date(
                period.start, "full" if weekday else "long", locale=locale
            )
        case "month":
            told = babel.dates.format_skeleton("yMMMM", period.start, locale=locale)
        case "quarter":
            told = babel.dates.format_skeleton("yQQQQ", period.start, locale=locale)
        case "year":
            told = babel.dates.format_skeleton("y", period.start, locale=locale)
        case _:
            last = period.last
            whole_months = period.start.day == 1 and period.end.day == 1
            skeleton = "yMMMM" if whole_months else "yMMMMd"
            told = babel.dates.format_interval(period.start, last, skeleton, locale=locale)
    return _FIRST.sub("1er ", told) if interface_language(language) == "fr" else told


_FIRST = re.compile(r"(?<!\d)1 (?=[a-zéû])")
"""CLDR writes "1 juin"; the French say "1er juin"."""


def _contracted(told: str) -> str:
    """French puts an article before a day, and runs prepositions together with it."""
    for plain, contracted in _CONTRACTIONS:
        told = plain.sub(contracted, told)
    return told


_DAY = r"(?=(?:[a-z]+ )?\d+(?:er)? [a-zéû])"
_CONTRACTIONS = (
    (re.compile(rf"^à partir de {_DAY}"), "à partir du "),
    (re.compile(r"^à partir de (?=[aoé])"), "à partir d'"),
    (re.compile(rf"^jusqu'à {_DAY}"), "jusqu'au "),
    (re.compile(r"^jusqu'à (?=\d{4})"), "jusqu'en "),
    (re.compile(rf"(?:(?<=avant )|(?<=après )|(?<=d'ici )){_DAY}"), "le "),
)


def format_shift(basis: Derivation, language: str) -> str:
    """What a date was computed from: ``45 days after 6 August 2020``."""
    import babel.lists
    import babel.units

    locale = _locale(language)
    amounts = []
    for count, unit in basis.amounts:
        if unit == "workday":
            amounts.append(labels(language).workdays.format(count=f"{count:g}"))
            continue
        months = _MONTHS.get(unit)
        number, name = (count * months, "month") if months else (count, _CLDR_UNITS.get(unit, unit))
        amounts.append(babel.units.format_unit(number, f"duration-{name}", locale=locale))
    told = babel.lists.format_list(amounts, locale=locale)
    template = labels(language).shifted[basis.sign > 0]
    return _contracted(template.format(amount=told, date=format_period(basis.anchor, language)))


_MONTHS = {"season": 3, "half-year": 6}
_CLDR_UNITS = {"weekend": "week", "workweek": "week"}
"""Units that CLDR has no word for, told in others."""


def told_value(finding: Finding, language: str) -> str:
    """What a finding comes to, and what that was computed from; empty if it has no value."""
    if finding.value is None:
        return ""
    if finding.how is None:
        return finding.value
    return labels(language).how.format(value=finding.value, how=finding.how)


def format_list(parts: Sequence[str], language: str) -> str:
    """Several things in words: ``one, two and three``."""
    import babel.lists

    return babel.lists.format_list(list(parts), locale=_locale(language))


def format_language(code: str, language: str) -> str:
    """A language's name, in the interface language: ``French``, ``français``."""
    import babel

    try:
        return babel.Locale.parse(code).get_display_name(_locale(language)) or code
    except (ValueError, babel.UnknownLocaleError):
        return code


def _locale(language: str) -> str:
    # British English writes the day first, as the articles' dates are read.
    return {"en": "en_GB"}.get(interface_language(language), interface_language(language))
