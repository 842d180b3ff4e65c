"""Measure how times are found and resolved in whole articles that linguists annotated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from index.corpus.beir import rows
from index.datatypes import Period
from index.dates import calendar
from index.dates.languages import known_languages
from index.dates.resolution import annotate
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.dates.resolution import Mention

Half = Literal["even", "odd"]
"""Half of the articles, counted from 0: rules are written on one half and measured on the other."""

Verdict = Literal["right", "wrong", "wrong direction", "missed", "beside"]
"""Verdict on a time; ``beside`` is a time that was found where none is annotated."""

_VALUE = re.compile(
    r"(?P<year>\d{4}|\d{3}(?=X)|\d\d(?=XX))X*"
    r"(?:-(?:W(?P<week>\d\d?)(?P<weekend>-WE)?|(?P<part>Q[1-4]|H[12]|SP|SU|FA|AU|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d))?|XX))?(?:-XX)*(?:T.*)?"
)
_PARTS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class TimeOutcome:
    """The outcome of one time in an article.

    Attributes:
        language: ISO 639-1 code.
        article: Index of the article in its file, from 0.
        kind: Precision of the period; "weekday" for a day given by its weekday.
        verdict: Verdict.
        text: Words of the time.
        context: Text around it.
        wanted: Annotated value; None if it is not annotated.
        found: Value that was found, in ISO 8601.
    """

    language: str
    article: int
    kind: str
    verdict: Verdict
    text: str
    context: str
    wanted: str | None
    found: tuple[str, ...]


def timex_period(value: str) -> Period | None:
    """Return the days of a TIMEX3 value; None if it is not a calendar period.

    A part of a day counts as its day, and unspecified digits (``XX``) as the whole unit.
    """
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    try:
        if len(year) < 4:
            length = 10 ** (4 - len(year))
            first = int(year) * length
            return Period(date(first, 1, 1), date(first + length, 1, 1))
        number = int(year)
        if match["week"]:
            monday = date.fromisocalendar(number, int(match["week"]), 1)
            return calendar.unit_at(monday, "weekend" if match["weekend"] else "week")
        if match["part"]:
            return _part(number, match["part"])
        return Period.parse("-".join(filter(None, (year, month, day))))
    except ValueError:
        return None


def _part(year: int, part: str) -> Period:
    if part in _PARTS:
        return calendar.unit_at(date(year, _PARTS[part], 1), "season")
    if part[0] == "Q":
        return calendar.unit_at(date(year, 3 * int(part[1]), 1), "quarter")
    return calendar.unit_at(date(year, 6 * int(part[1]), 1), "half-year")


def marked_articles(folder: Path, half: Half | None = None) -> Iterator[TimeOutcome]:
    """Read every article of a folder of ``en.jsonl``, ``fr.jsonl``, and compare.

    A line has ``text``, ``reference`` (the day of the article) and ``times``: ``start``, ``end``,
    ``type`` and the TIMEX3 ``value``. Dates and parts of days with a calendar value are compared.
    Durations, repetitions, clock times, "now" and times without a value are ignored.

    Args:
        folder: Folder of the files.
        half: Half of the articles; all by default.

    Raises:
        CorpusError: If the folder has no such file, or a line has another form.
    """
    names = [f"{language}.jsonl" for language in known_languages()]
    files = [path for name in names if (path := folder / name).exists()]
    if not files:
        raise CorpusError(f"holds no file of {', '.join(names)}", folder)
    for path in files:
        for number, row in enumerate(rows(path)):
            if isinstance(row, CorpusError):
                raise row
            if half is not None and number % 2 != (half == "odd"):
                continue
            line, values = row
            try:
                yield from _compared_times(values, path.stem, number)
            except (KeyError, TypeError, ValueError) as error:
                raise CorpusError(f"is not a marked article: {error!r}", path, line) from error


def _compared_times(article: dict[str, Any], language: str, number: int) -> Iterator[TimeOutcome]:
    text, reference = article["text"], Period.parse(article["reference"])
    mentions = annotate(text, language, reference)
    touched: set[Mention] = set()
    for time in article["times"]:
        start, end = time["start"], time["end"]
        near = [one for one in mentions if one.start < end and start < one.end]
        touched.update(near)
        wanted = timex_period(time["value"] or "")
        if wanted is None or time["type"] not in {"DATE", "TIME"} or _is_of_the_clock(time):
            continue
        kind = "weekday" if any(one.weekday for one in near) else _precision_of(wanted)
        yield TimeOutcome(
            language,
            number,
            kind,
            _judgement(time["value"], wanted, near, reference),
            text[start:end],
            _context_of(text, start, end),
            time["value"],
            tuple(one.period.isoformat() for one in near),
        )
    for one in mentions:
        if one not in touched:
            yield TimeOutcome(
                language,
                number,
                "weekday" if one.weekday else _precision_of(one.period),
                "beside",
                text[one.start : one.end],
                _context_of(text, one.start, one.end),
                None,
                (one.period.isoformat(),),
            )


def _is_of_the_clock(time: dict[str, Any]) -> bool:
    return time["type"] == "TIME" and re.search(r"T\d|^\d", time["value"][4:]) is not None


def _precision_of(period: Period) -> str:
    return "longer" if period.precision in {"open", "interval"} else period.precision


def _judgement(value: str, wanted: Period, near: list[Mention], reference: Period) -> Verdict:
    if not near:
        return "missed"
    values = {period for one in near for period in _values_of_mention(one)}
    if any(_agree(wanted, period, vague="X" in value) for period in values):
        return "right"
    sides = {_side_of_reference(period, reference) for period in values}
    alike = any(period.precision == wanted.precision for period in values)
    return (
        "wrong direction"
        if alike and _side_of_reference(wanted, reference) not in sides
        else "wrong"
    )


def _agree(wanted: Period, found: Period, *, vague: bool) -> bool:
    """Return whether a period is the annotated one, or the part of it that the words say.

    The annotated value of "early October" is October; the part is annotated separately. An
    annotated value such as "some month of 2010" agrees with any month of that year.
    """
    if found == wanted:
        return True
    if not found.within(wanted):
        return False
    part = found.precision == "interval"
    return vague or (part and (found.start == wanted.start or found.end == wanted.end))


def _values_of_mention(mention: Mention) -> list[Period]:
    """Return the values of a mention: both ends of a range, the known end of an open period."""
    values = [mention.period, *(mention.ends or ())]
    return values if mention.bound is None else [*values, mention.bound.period]


def _side_of_reference(period: Period, reference: Period) -> int:
    return (period.start >= reference.end) - (period.end <= reference.start)


def _context_of(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


_CONTEXT = 90  # characters
