"""Whether a text speaks of a time: names of months and days, years, and durations.

The words come from CLDR (Babel), so that every language it knows is covered.
"""

from __future__ import annotations

import re
from functools import cache

_NUMERIC = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:1[5-9]|20)\d\d"
_UNITS = ("day", "week", "month", "year", "hour")


def mentions_time(text: str, language: str) -> bool:
    """Whether the text holds a date, a weekday, a year or a duration.

    Args:
        text: A sentence.
        language: Its language, ISO 639-1; of an unknown one only the figures are read.
    """
    return _pattern(language).search(text) is not None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    import babel
    import babel.units
    from babel.dates import get_day_names, get_month_names

    try:
        locale = babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        return re.compile(rf"\b(?:{_NUMERIC})\b")
    names = {
        name.rstrip(".")
        for context in ("format", "stand-alone")
        for table in (
            get_month_names("wide", context, locale),
            get_day_names("wide", context, locale),
        )
        for name in table.values()
    }
    units = {
        re.sub(r"[\d\s]+", "", babel.units.format_unit(count, f"duration-{unit}", locale=locale))
        for unit in _UNITS
        for count in (1, 2, 5, 45)
    }
    # A short month name is also a common word ("may", "mars"): such names count only
    # beside a figure or with the capital that their language gives them.
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    counted = "|".join(map(re.escape, sorted(filter(None, units), key=len, reverse=True)))
    letters = r"(?<![^\W\d_])(?:{})(?![^\W\d_])"
    if language in {"ja", "zh", "ko", "th"}:  # written without spaces
        letters = "(?:{})"
    return re.compile(rf"\b(?:{_NUMERIC})\b|{letters.format(words)}|\d\s*{letters.format(counted)}")
