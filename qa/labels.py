"""The words of the interface, in each of its languages; dates are written by CLDR (Babel)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.datatypes import Period


@dataclass(frozen=True, slots=True)
class Labels:
    """What the interface says in one language; what stands in braces is filled in."""

    told: str
    not_found: str
    nothing_matches: str
    corpus_spans: str
    sources: str
    also: str
    quote: tuple[str, str]


_LABELS = {
    "en": Labels(
        told="{date}: {quote} {numbers}",
        not_found="The corpus does not say.",
        nothing_matches="No article matches the filters.",
        corpus_spans="The corpus runs from {first} to {last}.",
        sources="Sources",
        also="also in {outlets}",
        quote=("“", "”"),
    ),
    "fr": Labels(
        told="{date}\N{NO-BREAK SPACE}: {quote} {numbers}",
        not_found="Le corpus ne le dit pas.",
        nothing_matches="Aucun article ne correspond aux filtres.",
        corpus_spans="Dates du corpus\N{NO-BREAK SPACE}: {first} – {last}.",
        sources="Sources",
        also="aussi dans {outlets}",
        quote=("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»"),
    ),
}


def interface_language(language: str) -> str:
    """The interface language for a question in ``language``: its own, else English."""
    return language if language in _LABELS else "en"


def labels(language: str) -> Labels:
    """The interface's words for a question in ``language`` (ISO 639-1)."""
    return _LABELS[interface_language(language)]


def format_period(period: Period, language: str) -> str:
    """A period in words, as precise as it is: ``September 2020``, ``septembre 2020``."""
    import babel.dates

    locale = _locale(language)
    match period.precision:
        case "day":
            return babel.dates.format_date(period.start, "long", locale=locale)
        case "month":
            return babel.dates.format_skeleton("yMMMM", period.start, locale=locale)
        case "year":
            return babel.dates.format_skeleton("y", period.start, locale=locale)
        case _:
            return babel.dates.format_interval(period.start, period.last, "yMMMMd", locale=locale)


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
