"""Detect whether a text mentions a time, in any language of CLDR (Babel)."""

from __future__ import annotations

import re
from functools import cache

_NUMERIC = r"(?<![0-9A-Za-z])(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:1[5-9]|20)\d\d)(?![0-9A-Za-z])"
_UNITS = ("day", "week", "month", "year", "hour")
_UNSPACED = {"ja", "ko", "th", "zh"}  # written without spaces between words


def mentions_time(text: str, language: str) -> bool:
    """Return whether a text contains a date, a month, a weekday, a year or a duration.

    Args:
        text: Sentence.
        language: Its language, ISO 639-1. In an unknown language, only numeric dates and years are
            found.
    """
    return _time_pattern(language).search(text) is not None


@cache
def _time_pattern(language: str) -> re.Pattern[str]:
    import babel
    import babel.units
    from babel.dates import get_day_names, get_month_names

    try:
        locale = babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        return re.compile(_NUMERIC)
    names = {
        name
        for context in ("format", "stand-alone")
        for table in (
            get_month_names("wide", context, locale),
            get_day_names("wide", context, locale),
        )
        for name in table.values()
    }
    names |= {name[0].upper() + name[1:] for name in names}  # at the start of a sentence
    units = {
        re.sub(r"[\d\s]+", "", babel.units.format_unit(count, f"duration-{unit}", locale=locale))
        for unit in _UNITS
        for count in (1, 2, 5, 45)
    } - {""}
    word = "(?:{})" if language in _UNSPACED else r"(?<![^\W\d_])(?:{})(?![^\W\d_])"
    named, counted = (
        word.format("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        for words in (names, units)
    )
    return re.compile(rf"{_NUMERIC}|{named}|\d\s*{counted}")
