"""Rows of a table that swallow others, since a quotation mark in them is never closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.aliases import ALIASES, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATES = ALIASES["published"].keys() | ALIASES["updated"].keys() | ALIASES["not_later_than"].keys()
_DATE = re.compile(
    r"\d{4}-\d\d(?:-\d\d)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{8}|\w{3},? \d{1,2} \w{3}", re.ASCII
)
_ADDRESS = re.compile(r"https?://")


class OpenQuotes:
    """Finds rows within the values of another row.

    A line of a text is taken for a row if it has a date, or an address, in the column in which the
    row itself has one.

    Args:
        delimiter: What stands between columns.
    """

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._rows: dict[tuple[int, int, int, str], re.Pattern[str]] = {}

    def swallowed(self, row: Sequence[str], names: Sequence[str]) -> str:
        """Return what a row of several lines has swallowed, in words; empty if nothing."""
        for at, value in enumerate(row):
            if (
                len(value) > 300
                or "\n" in value
                or not ((at < len(names) and folded(names[at]) in _DATES) or _ADDRESS.match(value))
            ):
                continue
            shape = _DATE if _DATE.match(value) else _ADDRESS if _ADDRESS.match(value) else None
            if shape is None:
                continue
            count = sum(
                len(self._pattern(at, text, len(names), shape).findall(one))
                for text, one in enumerate(row)
                if text != at and "\n" in one
            )
            if count:
                return "another" if count == 1 else f"{count} others"
        return ""

    def _pattern(
        self, at: int, text: int, width: int, shape: re.Pattern[str]
    ) -> re.Pattern[str]:
        """Return what a row's end and another's beginning look like within a text.

        Args:
            at: The column that tells rows from texts.
            text: The column of the text.
            width: How many columns there are.
            shape: What stands in the column.
        """
        key = at, text, width, shape.pattern
        if key not in self._rows:
            end = re.escape(self._delimiter)
            cell = rf'(?:"[^"\n]*"|[^"\n{end}]*)'
            telling = f'"?(?:{shape.pattern})'
            if at < text:
                found = rf"[\n\r](?:{cell}{end}){{{at}}}{telling}"
            else:
                before, after = at - text - 1, width - at - 1
                rest = rf'[^"\n{end}]*"?(?:{end}{cell}){{{after}}}\r?\n'
                found = rf"{end}(?:{cell}{end}){{{before}}}{telling}{rest}"
            self._rows[key] = re.compile(found)
        return self._rows[key]
