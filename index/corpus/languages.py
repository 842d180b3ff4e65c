"""Convert languages (``en-US``, ``eng``, ``Français``, ``ENGLISH``) to ISO 639-1 codes."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_TAG = re.compile(r"([a-z]{2})(?:[-_][A-Za-z0-9]{1,8})*")
_NAMED_IN = "en", "fr", "de", "es", "it", "nl", "pt"


@lru_cache(1000)
def language_code(text: str) -> str:
    """Return the ISO 639-1 code of a language given as a code or a name; empty if unknown."""
    first = re.split(r"[;,/|(]", text, maxsplit=1)[0].strip().casefold()
    if match := _TAG.fullmatch(first):
        return match[1]
    return _language_codes().get(first, "") if first else ""


@cache
def _language_codes() -> dict[str, str]:
    """Return codes by ISO 639-2 code, and by name in several languages and in their own."""
    from babel import Locale, UnknownLocaleError

    def names_in(language: str) -> dict[str, str]:
        return {str(code): str(name) for code, name in Locale(language).languages.items() if name}

    names: dict[str, str] = {}
    codes = [code for code in names_in("en") if len(code) == 2]
    for code in codes:
        try:
            own = names_in(code).get(code)
        except UnknownLocaleError:
            continue
        if own:
            names.setdefault(own.casefold(), code)
    for language in _NAMED_IN:
        known = names_in(language)
        for code in codes:
            if name := known.get(code):
                names.setdefault(name.casefold(), code)
    return names | _ISO_639_2


_ISO_639_2 = {
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "deu": "de",
    "ger": "de",
    "spa": "es",
    "ita": "it",
    "nld": "nl",
    "dut": "nl",
    "por": "pt",
    "rus": "ru",
    "ara": "ar",
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "pol": "pl",
    "swe": "sv",
    "dan": "da",
    "nor": "no",
    "fin": "fi",
    "tur": "tr",
    "ell": "el",
    "gre": "el",
    "ces": "cs",
    "cze": "cs",
    "hun": "hu",
    "ron": "ro",
    "rum": "ro",
    "ukr": "uk",
    "cat": "ca",
    "heb": "he",
    "hin": "hi",
    "kor": "ko",
    "fas": "fa",
    "per": "fa",
}
"""Three-letter codes found in exports of newspapers, bibliographic and terminological."""
