"""Parse dates of publication in metadata, keeping their precision.

The day is the one written, in its own UTC offset: ``2020-08-18T23:30:00-05:00`` is 18 August.
Missing parts are not completed: ``2020-08`` is a month, and "18 August" is not a date.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.datatypes import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

_ANY_TIME = Period(date.min, date.max)
_ZONE = (
    r"(?:Z|[A-Z]{1,5}|[A-Z]\w+/\w[\w/]+|[+-]\d{1,2}:?\d{2})?(?:\s?\([A-Za-z ]+\))?(?:\[[\w/+-]+\])?"
)
_CLOCK = rf"\d{{1,2}}(?:[:h.]?\d{{2}}){{0,2}}(?:[.,]\d+)?\s?(?:[AaPp]\.?[Mm]\.?)?\s*{_ZONE}"
_AT = r"(?:(?:um|at|à|a las|às|alle|ore|om|kl\.?)\s+)?"
_TIME = rf"(?:(?:\s*,?\s+{_AT}|[Tt]\s?|\s-\s){_CLOCK}(?:\s?[Uu]hr)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}){_TIME})?\.?", re.ASCII)
_BASIC = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:T?\d{{4}}(?:\d{{2}})?\s?{_ZONE})?", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_CHINESE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日"
    rf"(?:\s*\d{{1,2}}\s*[時时](?:\s*\d{{1,2}}\s*分)?(?:\s*\d{{1,2}}\s*秒)?|{_TIME}))?",
    re.ASCII,
)
_MAIL = re.compile(
    r"(?:(?:[A-Za-z]{2,4}\.?|[A-Z][a-z]+day),?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+(\d{4}|\d{2})"
    r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+\S+)?(?:\s+\([\w ]+\))?)?",
    re.ASCII,
)
_ASCTIME = re.compile(
    r"[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+\d\d:\d\d:\d\d\s+(?:\S+\s+)?(\d{4})", re.ASCII
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})|(\d{16})|(\d{19})", re.ASCII)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}  # zones of RFC 2822
_NEVER = re.compile(r"0000-00-00\b.*|0001-01-01\b.*")
_EXCEL_DIGITS = 5  # days since 1900: five digits cover 1927 to 2173
_UNITS = (1, 10**3, 10**6, 10**9)
_CENTURY = 100
_PIVOT = 69  # two-digit years as in POSIX: 69 is 1969, 68 is 2068
_PLAUSIBLE = 1400, 2200  # years; digits that give another year are probably not a date


class AmbiguousDateError(ValueError):
    """A date has two readings, and nothing yet decides between them."""


def is_no_date(value: Any) -> bool:  # noqa: ANN401
    """Return whether a value is a database's placeholder for no date."""
    return (
        isinstance(value, str)
        and value.lstrip()[:10] <= "0001-01-01"
        and _NEVER.fullmatch(value.strip()) is not None
    )


def is_clock_time(value: Any) -> bool:  # noqa: ANN401
    """Return whether a date is a number of seconds since 1970, whose day depends on the zone."""
    if isinstance(value, str) and value[4:5] == "-":
        return False  # like most dates
    return _EPOCH.fullmatch(_digits(value)) is not None and _basic_date(_digits(value)) is None


def read_date(
    value: Any,  # noqa: ANN401
    *,
    order: str = "",
    zone: tzinfo = UTC,
    language: str = "",
) -> Period:
    """Return the period that a metadata value gives.

    Args:
        value: A text (ISO 8601, RFC 2822, numbers, or words of any language with a date grammar), a
            number (seconds or milliseconds since 1970, ``20200918``, or a year), a ``date``, or the
            mapping or list of date parts that CSL-JSON has.
        order: ``dmy`` or ``mdy`` for 03/04/2020; empty if unknown.
        zone: Zone in which seconds since 1970 are converted to a day.
        language: Language whose words are tried first.

    Raises:
        AmbiguousDateError: If an order of day and month is needed.
        ValueError: If the value is not a date, or is outside the calendar.
    """
    if isinstance(value, Period):
        return value
    if isinstance(value, date):  # a datetime too: its day as written
        return Period.of_day(date(value.year, value.month, value.day))
    if isinstance(value, dict):
        return _of_mapping(value, order, zone, language)
    if isinstance(value, list | tuple):
        return _of_parts(value)
    text = _digits(value) if isinstance(value, int | float) else str(value).strip()
    return _of_text(" ".join(text.split()), order, zone, language)


@lru_cache(10_000)
def order_of(value: str) -> str:
    """Return the only order of day and month that a value allows, ``dmy`` or ``mdy``.

    The result is ``either`` if both are possible (03/04/2020, unlike 04/04/2020), and empty if the
    value has no order.
    """
    match = _YEAR_LAST.fullmatch(value.strip())
    if match is None or match[2] == ".":
        return ""
    first, second = int(match[1]), int(match[3])
    if first > 12 >= second:
        return "dmy"
    if second > 12 >= first:
        return "mdy"
    return "either" if first != second and max(first, second) <= 12 else ""


def moment_of(value: Any) -> float | None:  # noqa: ANN401
    """Return the seconds since 1970 of a value with a time of day; None without one.

    Times without a zone are taken as UTC: they only order versions in one file.
    """
    return _epoch_seconds(_digits(value) if isinstance(value, int | float) else str(value).strip())


@lru_cache(10_000)
def _epoch_seconds(text: str) -> float | None:
    if match := _EPOCH.fullmatch(text):
        digits = next(filter(None, match.groups()))
        return int(digits) / 10.0 ** max(0, len(digits) - 10)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def _digits(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


@lru_cache(100_000)  # a file has few distinct days and many articles on each
def _of_text(text: str, order: str, zone: tzinfo, language: str) -> Period:
    period = _of_numbers(text, order) or _unix_time(text, zone) or _rfc_date(text)
    if period is None and any(map(str.isdigit, text)):
        period = _of_words(text, language)
    if period is None and text.isdigit() and len(text) == _EXCEL_DIGITS:
        raise ValueError(
            "is no date but the number of a day, as Excel counts them; export the column as dates"
        )
    if period is None:
        raise ValueError("is no date that can be read")
    return period


def _of_numbers(text: str, order: str) -> Period | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _period_of_parts(int(match[1]), int(match[3]), int(match[4] or 0))
    if match := _CHINESE.fullmatch(text):
        return _period_of_parts(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match, order)
    if match := _MONTH_YEAR.fullmatch(text):
        return _period_of_parts(int(match[2]), int(match[1]))
    if text.isdigit() and len(text) == 4:
        return _period_of_parts(int(text))
    if period := _basic_date(text):
        return period
    try:
        return Period.parse(text)  # of weeks and intervals
    except ValueError:
        return None


def _basic_date(text: str) -> Period | None:
    match = _BASIC.fullmatch(text)
    if match is None or not _PLAUSIBLE[0] <= int(match[1]) <= _PLAUSIBLE[1]:
        return None
    try:
        return _period_of_parts(*map(int, match.groups()))
    except ValueError:
        return None


def _year_last(match: re.Match[str], order: str) -> Period:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    own = "dmy" if match[2] == "." or first == second else order_of(match[0])
    order = own if own in ("dmy", "mdy") else order
    if not order and 0 in (first, second):
        order = "dmy" if first == 0 else "mdy"  # an unknown day is written as 00
    if not order:
        raise AmbiguousDateError(
            f"is {date(year, second, first):%d %B %Y} or {date(year, first, second):%d %B %Y}"
        )
    day, month = (first, second) if order == "dmy" else (second, first)
    return _period_of_parts(year, month, day)


def _period_of_parts(year: int, month: int = 0, day: int = 0) -> Period:
    """Return the period of a date; a part that is 0 is unknown.

    Raises:
        ValueError: If the date is not in the calendar.
    """
    text = f"{year:04}" + (f"-{month:02}" if month or day else "") + (f"-{day:02}" if day else "")
    try:
        return Period.parse(text)
    except ValueError as error:
        raise ValueError("is not in the calendar") from error


def _rfc_date(text: str) -> Period | None:
    """Return the day of a date as in e-mail, feeds and logs (RFC 2822, asctime)."""
    if match := _MAIL.fullmatch(text):
        day, month, year = int(match[1]), match[2], int(match[3])
        if year < _CENTURY:  # RFC 2822, 4.3
            year += 2000 if year < _CENTURY // 2 else 1900
    elif match := _ASCTIME.fullmatch(text):
        day, month, year = int(match[2]), match[1], int(match[3])
    else:
        return None
    number = _MONTHS.get(month.lower())
    return _period_of_parts(year, number, day) if number else None


def _unix_time(text: str, zone: tzinfo) -> Period | None:
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    seconds = next(
        int(found) / unit for found, unit in zip(match.groups(), _UNITS, strict=True) if found
    )
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return Period.of_day(at.astimezone(zone).date())


def _of_mapping(value: Mapping[str, Any], order: str, zone: tzinfo, language: str) -> Period:
    """Parse the mappings of CSL-JSON (``date-parts``, ``raw``) and MongoDB (``$date``)."""
    for key in ("date-parts", "$date", "$numberLong", "raw", "literal", "value", "date"):
        if value.get(key):
            return read_date(value[key], order=order, zone=zone, language=language)
    raise ValueError("is no date that can be read")


def _of_parts(value: list[Any] | tuple[Any, ...]) -> Period:
    first = value[0] if value else None
    if isinstance(first, list | tuple):
        return _of_parts(first)
    parts = [str(part) for part in value[:3]]
    if first is None or not all(part.isdigit() for part in parts):
        raise ValueError("is no date that can be read")
    return _period_of_parts(*map(int, parts))


_WORD = re.compile(r"[^\W\d_]+")
_CLOCKS = re.compile(
    r"\b\d{1,2}\s?(?:[:h]\s?\d{2}(?::\d{2})?|(?=[ap]\.?m|uhr|h\b))(?:[.,]\d+)?|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)
_WORDS_WITH_DATE = """
    at on the le à a um uhr den der am pm m p utc gmt est edt et cst cdt ct mst mdt mt pst pdt pt
    bst ist wet west cet cest eet eest msk jst aest aedt z h published
    posted publié publiée veröffentlicht publicado el las los il alle ore by th st nd rd er vom du
    del mis en ligne date
"""
_WITH_DATE = frozenset(_WORDS_WITH_DATE.split())
"""Words that may accompany a date in metadata, besides days of the week."""


def _of_words(text: str, language: str) -> Period | None:
    """Return the period that a text expresses in some language, if the text holds nothing else.

    Without a reference date, the grammar resolves only absolute dates.
    """
    from index.dates.languages import known_languages

    languages = [language, *sorted({*known_languages()} - {language})]
    found: dict[Period, None] = {}
    for one in languages:
        period = _in_language(text, one)
        if period is not None:
            if one == language:
                return period
            found[period] = None
    if len(found) > 1:
        raise AmbiguousDateError(f"is {' or '.join(one.isoformat() for one in found)}")
    return next(iter(found), None)


def _in_language(text: str, language: str) -> Period | None:
    from index.dates.languages.common import names
    from index.dates.resolution import annotate

    mentions = annotate(text, language, _ANY_TIME)
    periods = {one.period for one in mentions if one.period.precision != "open"}
    if len(periods) != 1 or len(mentions) != 1:
        return None
    rest = text[: mentions[0].start] + " " + text[mentions[0].end :]
    rest = _CLOCKS.sub(" ", rest)
    if any(map(str.isdigit, rest)):
        return None
    words = {word.casefold() for word in _WORD.findall(rest)}
    return periods.pop() if words <= _WITH_DATE | names(language)[1].keys() else None
