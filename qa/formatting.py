"""Format times, lists and findings in the language of the question, with CLDR's dates (Babel)."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from index.datatypes import Period
from qa.datatypes import NoQuestion, NothingMatches
from qa.languages import answer_texts, claim_texts, interface_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.dates.resolution import Boundary, Derivation
    from index.stores import Coverage
    from qa.datatypes import Finding, Reason, ResolvedTime
    from qa.languages.cues import Rewrite
    from qa.languages.pack import AnswerTexts
    from qa.written import Written


def format_period(
    period: Period, language: str, *, bound: Boundary | None = None, weekday: bool = False
) -> str:
    """Return a period in words, with the precision of the period.

    Args:
        period: Any period.
        language: ISO 639-1 code of the question's language.
        bound: Known end of an open period; None to take the first or last day.
        weekday: Name the day of the week, if the period is a day.

    Examples:
        >>> format_period(Period.parse("2020-09"), "en")
        'September 2020'
        >>> format_period(Period.parse("2020-11-12/.."), "en")
        'from 12 November 2020'
    """
    texts = answer_texts(language)
    if period.precision != "open":
        return _format_closed(period, language, weekday=weekday)
    if period.start == date.min and period.end == date.max:
        return texts.undated
    if bound is not None:
        side, known = bound.side, bound.period
    elif period.start != date.min:
        side, known = "since", Period.of_day(period.start)
    else:
        side, known = "until", Period.of_day(period.last)
    text = texts.bounds[side].format(date=_format_closed(known, language, weekday=weekday))
    return _rewritten(text, interface_pack(language).contractions)


def format_dates(published: Period, updated: Period | None, language: str) -> str:
    """Return the dates of an article in words: the publication, and the update if it differs.

    Args:
        published: Publication date.
        updated: Date of the update; None if there was none, or if it is unknown.
        language: ISO 639-1 code of the question's language.
    """
    publication = format_period(published, language)
    if updated is None or updated == published:
        return publication
    update = answer_texts(language).updated.format(date=format_period(updated, language))
    return f"{publication}, {update}"


def format_time(time: ResolvedTime, language: str) -> str:
    """Return a time in words, with its status: ``14 June 2021, cancelled``."""
    return format_times([time], language)


def format_times(times: Sequence[ResolvedTime], language: str) -> str:
    """Return times in words; consecutive times with the same status share one word for it.

    Examples:
        >>> from qa.datatypes import ResolvedTime
        >>> days = Period.parse("2021-06-03"), Period.parse("2021-06-04")
        >>> format_times([ResolvedTime(day, tense="planned") for day in days], "en")
        'planned for 3 June 2021 and 4 June 2021'
    """
    texts = answer_texts(language)
    parts = []
    for (template, former), same in groupby(times, key=lambda time: _template(time, texts)):
        date = format_list([_format_plain(time, language) for time in same], language)
        parts.append(
            template.format(date=date, former=format_period(former, language) if former else "")
        )
    rewrites = interface_pack(language).contractions
    return format_list([_rewritten(part, rewrites) for part in parts], language)


def _template(time: ResolvedTime, texts: AnswerTexts) -> tuple[str, Period | None]:
    """Return the template for the status of a time, and the time that it replaces."""
    if time.polarity != "affirmed":
        by_polarity = {"denied": texts.denied, "cancelled": texts.cancelled}
        return by_polarity.get(time.polarity, texts.postponed), None
    if time.former is not None:
        return texts.moved[time.period.start > time.former.start], time.former
    by_tense = {"planned": texts.planned, "past": texts.over, None: "{date}"}
    return by_tense[time.tense], None


def _format_plain(time: ResolvedTime, language: str) -> str:
    if not time.fiscal:
        return format_period(time.period, language, bound=time.bound, weekday=time.weekday)
    texts = answer_texts(language)
    first, last = time.period.start.year, time.period.last.year
    year = str(first) if first == last else f"{first}–{last}"
    if time.fiscal_part is None:
        return texts.fiscal_year.format(year=year)
    unit, number = time.fiscal_part
    return texts.fiscal_part.format(part=texts.fiscal_parts[unit][number - 1], year=year)


def _format_closed(period: Period, language: str, *, weekday: bool = False) -> str:
    import babel.dates

    pack = interface_pack(language)
    locale = pack.locale
    match period.precision:
        case "day":
            text = babel.dates.format_date(
                period.start, "full" if weekday else "long", locale=locale
            )
        case "month":
            text = babel.dates.format_skeleton("yMMMM", period.start, locale=locale)
        case "quarter":
            text = babel.dates.format_skeleton("yQQQQ", period.start, locale=locale)
        case "year":
            text = babel.dates.format_skeleton("y", period.start, locale=locale)
        case _:
            last = period.last
            whole_months = period.start.day == 1 and period.end.day == 1
            skeleton = "yMMMM" if whole_months else "yMMMMd"
            text = babel.dates.format_interval(period.start, last, skeleton, locale=locale)
    return _rewritten(text, pack.date_rewrites)


def _rewritten(text: str, rewrites: Sequence[Rewrite]) -> str:
    for pattern, replacement in rewrites:
        text = re.sub(pattern, replacement, text)
    return text


def format_derivation(derivation: Derivation, language: str) -> str:
    """Return the computation of a date in words: ``45 days after 6 August 2020``."""
    import babel.lists
    import babel.units

    pack = interface_pack(language)
    amounts = []
    for count, unit in derivation.amounts:
        if unit == "workday":
            amounts.append(pack.answers.workdays.format(count=f"{count:g}"))
            continue
        months = _MONTHS.get(unit)
        number, name = (count * months, "month") if months else (count, _CLDR_UNITS.get(unit, unit))
        amounts.append(babel.units.format_unit(number, f"duration-{name}", locale=pack.locale))
    amount = babel.lists.format_list(amounts, locale=pack.locale)
    anchor = format_period(derivation.anchor, language)
    shifted = pack.answers.shifted[derivation.sign > 0].format(amount=amount, date=anchor)
    return _rewritten(shifted, pack.contractions)


_MONTHS = {"season": 3, "half-year": 6}
"""Number of months in units that CLDR has no word for."""
_CLDR_UNITS = {"weekend": "week", "workweek": "week"}
"""CLDR's units that stand for units it has no word for."""


def format_value(finding: Finding, language: str) -> str | None:
    """Return the times, the words or the headline of a finding; None if only the quote is known."""
    return _with_as_of(_short(finding, language), finding, language) or None


def _short(finding: Finding, language: str) -> str:
    if finding.times:
        return format_times(finding.times, language)
    if finding.verdict is not None:
        texts = answer_texts(language)
        return {"yes": texts.yes, "no": texts.no}[finding.verdict]
    words = list(dict.fromkeys(" ".join(words.split()) for words in finding.words))
    return format_list(words, language) if words else finding.headline


def _with_as_of(value: str, finding: Finding, language: str) -> str:
    """Add the date of the information to a value, if the finding has one."""
    if not value or finding.as_of is None:
        return value
    date = format_period(finding.as_of, language)
    template = answer_texts(language).as_of.format(value="{value}", date=date)
    return _rewritten(template, interface_pack(language).contractions).replace("{value}", value)


def format_derivations(finding: Finding, language: str) -> str | None:
    """Return the computations of a finding's times in words; None if none was computed."""
    derivations = [time.derivation for time in finding.times if time.derivation is not None]
    if not derivations:
        return None
    return format_list([format_derivation(one, language) for one in derivations], language)


def format_derived_value(finding: Finding, language: str) -> str:
    """Return the value of a finding with its computation; empty if only the quote is known.

    For example ``20 September 2020 (45 days after 6 August 2020)``.
    """
    value = _short(finding, language)
    how = format_derivations(finding, language)
    if value and how is not None:
        value = answer_texts(language).how.format(value=value, how=how)
    return _with_as_of(value, finding, language)


def format_reason(reason: Reason | None, language: str) -> str:
    """Return the reason why there is no answer, in one to three sentences."""
    texts = answer_texts(language)
    if isinstance(reason, NoQuestion):
        return texts.no_question
    if not isinstance(reason, NothingMatches):
        return texts.not_found
    sentences = [texts.nothing_matches]
    if reason.nearest:
        days = dict.fromkeys(format_period(one, language) for one in reason.nearest)
        sentences.append(texts.nearest.format(dates=format_list(list(days), language)))
    if reason.span is not None and all(one.precision != "open" for one in reason.span):
        first, last = (format_period(one, language) for one in reason.span)
        sentences.append(texts.corpus_spans.format(first=first, last=last))
    return " ".join(sentences)


def format_written(written: Written, language: str) -> str:
    """Return a note on which model wrote the answer, or why the answer is only quoted."""
    texts = claim_texts(language)
    if written.fallback is not None:
        return texts.quoted.format(reason=texts.reasons[written.fallback])
    note = texts.written.format(model=written.model, host=written.host)
    if written.dropped:
        note += " " + texts.dropped.format(count=len(written.dropped)) + "."
    return note


def format_coverage(coverage: Coverage, language: str) -> str:
    """Return in a sentence how much of a corpus is searched while its index is being built."""
    import babel.numbers

    texts = answer_texts(language)
    unread = coverage.articles < coverage.documents
    locale = interface_pack(language).locale
    return (texts.partly_indexed if unread else texts.partly_embedded).format(
        **{
            name: babel.numbers.format_decimal(number, locale=locale)
            for name, number in coverage.to_dict().items()
        }
    )


def format_list(parts: Sequence[str], language: str) -> str:
    """Return items as a list in words: ``one, two and three``."""
    import babel.lists

    return babel.lists.format_list(list(parts), locale=interface_pack(language).locale)


def format_language(code: str, language: str) -> str:
    """Return the name of a language in the language of the question: ``French``, ``français``."""
    import babel

    try:
        return babel.Locale.parse(code).get_display_name(interface_pack(language).locale) or code
    except (ValueError, babel.UnknownLocaleError):
        return code
