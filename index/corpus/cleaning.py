"""Clean values: drop placeholders for missing values, and convert HTML to text."""

from __future__ import annotations

import html
import math
import re
from html.parser import HTMLParser
from typing import Any

from index.corpus.records import Verbatim

_NOTHING = frozenset(
    (
        *("", "none", "null", "nan", "nat", "n/a", "na", "nil", "undefined", "-", "<na>", "#n/a"),
        *(r"\n", "(null)", "[null]", "<null>", "n.a."),  # from databases: MySQL writes \N
    )
)
"""Spellings of a missing value."""

_SPACE = re.compile(r"\s+")
_UNSEEN = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\t\n\r"),
        0x7F,
        0xAD,  # soft hyphen
        *(0x200B, 0x2060, 0xFEFF),  # zero-width spaces and joiners
        *(0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # direction
    ]
) | dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
"""Characters without a glyph, which are removed, and spaces of other widths, which become blanks.
Without them, a typeset page and a table of the same text have the same words."""

_NAMES_OF_BLOCKS = """
    address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table td th tr ul title hl1 hl2
"""
_BLOCKS = frozenset(_NAMES_OF_BLOCKS.split())
_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg"))
_TAG = re.compile(
    r"<(?:/?(?:a|abbr|b|body|cite|code|em|font|html|i|iframe|img|mark|q|s|small|span|strong|sub|sup"
    rf"|time|u|{'|'.join(sorted(_BLOCKS | _HIDDEN))})(?:\s[^<>]*|/)?>|!--)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}\d{0,2});")


def is_nothing(value: Any) -> bool:  # noqa: ANN401 (whatever a file may hold)
    """Return whether a value stands for no value: None, NaN, "", "null" and the like."""
    if type(value) is str:  # nearly always; called ten times for each row
        return len(value) < 16 and value.strip().casefold() in _NOTHING
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, Verbatim):
        return not value.strip()
    if isinstance(value, str):
        return len(value) < 16 and value.strip().casefold() in _NOTHING
    if isinstance(value, list | tuple | dict):
        return not value
    return bool(value != value)


def is_html(text: str) -> bool:
    """Return whether a text has HTML tags or entities; "a < b" and "R&D" have none."""
    if "<" in text and _TAG.search(text):
        return True
    return "&" in text and _ENTITY.search(text) is not None


def to_text(value: str) -> str:
    """Return a text without HTML; an empty line separates paragraphs.

    Text that is not HTML is left unchanged, except for control characters, soft hyphens and the
    like, which are removed, and spaces of other widths. HTML that was escaped as a whole, as in
    many feeds, is converted as well.
    """
    return cleaned(value)[0]


def cleaned(value: str) -> tuple[str, bool]:
    """Return the same, and whether it is printable, and so has no lone surrogate."""
    if isinstance(value, Verbatim):
        return str(value), False
    for _ in range(2):
        if not is_html(value):
            break
        value = _without_tags(value) if _TAG.search(value) else html.unescape(value)
    if value.replace("\n", "").isprintable():
        return value, True
    return value.translate(_UNSEEN), False


def to_line(value: str) -> str:
    """Return a text on one line, without HTML."""
    if value.isprintable() and "<" not in value and "&" not in value:  # nearly all values
        return " ".join(value.split())
    return _SPACE.sub(" ", to_text(value)).strip()


def _without_tags(value: str) -> str:
    reader = _Paragraphs()
    reader.feed(value)
    reader.close()
    reader.end_paragraph()
    return "\n\n".join(reader.paragraphs)


class _Paragraphs(HTMLParser):
    """Parser that collects the text of HTML by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(data)

    def end_paragraph(self) -> None:
        """Begin a new paragraph, if the present one has text."""
        text = _SPACE.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        if text:
            self.paragraphs.append(text)
