"""Periods, lists and names of languages in words; dates are written by CLDR (Babel)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from index.datatypes import Period
from qa.languages import answer_texts, interface_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Boundary, Derivation
    from qa.datatypes import Finding
    from qa.languages.pack import Rewrite


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
    texts = answer_texts(language)
    if period.precision != "open":
        return _format_closed(period, language, weekday=weekday)
    if period.start == date.min and period.end == date.max:
        return texts.undated
    if edge is not None:
        side, known = edge.side, edge.period
    elif period.start != date.min:
        side, known = "since", Period.of_day(period.start)
    else:
        side, known = "until", Period.of_day(period.last)
    told = texts.bounds[side].format(date=_format_closed(known, language, weekday=weekday))
    return _rewritten(told, interface_pack(language).contractions)


def _format_closed(period: Period, language: str, *, weekday: bool = False) -> str:
    import babel.dates

    pack = interface_pack(language)
    locale = pack.locale
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
    return _rewritten(told, pack.date_rewrites)


def _rewritten(text: str, rewrites: Sequence[Rewrite]) -> str:
    for pattern, replacement in rewrites:
        text = re.sub(pattern, replacement, text)
    return text


def format_shift(basis: Derivation, language: str) -> str:
    """What a date was computed from: ``45 days after 6 August 2020``."""
    import babel.lists
    import babel.units

    pack = interface_pack(language)
    amounts = []
    for count, unit in basis.amounts:
        if unit == "workday":
            amounts.append(pack.answers.workdays.format(count=f"{count:g}"))
            continue
        months = _MONTHS.get(unit)
        number, name = (count * months, "month") if months else (count, _CLDR_UNITS.get(unit, unit))
        amounts.append(babel.units.format_unit(number, f"duration-{name}", locale=pack.locale))
    told = babel.lists.format_list(amounts, locale=pack.locale)
    anchor = format_period(basis.anchor, language)
    shifted = pack.answers.shifted[basis.sign > 0].format(amount=told, date=anchor)
    return _rewritten(shifted, pack.contractions)


_MONTHS = {"season": 3, "half-year": 6}
_CLDR_UNITS = {"weekend": "week", "workweek": "week"}
"""Units that CLDR has no word for, told in others."""


def told_value(finding: Finding, language: str) -> str:
    """What a finding comes to, and what that was computed from; empty if it has no value."""
    if finding.value is None:
        return ""
    if finding.how is None:
        return finding.value
    return answer_texts(language).how.format(value=finding.value, how=finding.how)


def format_list(parts: Sequence[str], language: str) -> str:
    """Several things in words: ``one, two and three``."""
    import babel.lists

    return babel.lists.format_list(list(parts), locale=interface_pack(language).locale)


def format_language(code: str, language: str) -> str:
    """A language's name, in the interface language: ``French``, ``français``."""
    import babel

    try:
        return babel.Locale.parse(code).get_display_name(interface_pack(language).locale) or code
    except (ValueError, babel.UnknownLocaleError):
        return code
