"""Encode any Python string as text of PostgreSQL, which allows neither NUL nor lone surrogates."""

from __future__ import annotations

import re

_ESCAPE = "\x1a"  # SUBSTITUTE, which hardly any text contains
_ODD = re.compile("[\x00\x1a\ud800-\udfff]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")


def to_text(text: str) -> str:
    r"""Return the text with such characters replaced by SUB and four hexadecimal digits.

    >>> to_text("a\0b")
    'a\x1a0000b'
    """
    return _ODD.sub(lambda odd: f"{_ESCAPE}{ord(odd[0]):04x}", text)


def from_text(text: str) -> str:
    """Return the text that ``to_text`` encoded."""
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
