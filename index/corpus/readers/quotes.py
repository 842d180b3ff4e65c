"""Detect rows that swallow following rows, because a quotation mark is never closed."""

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
    """Detector of rows within the values of another row.

    A line within a value counts as a row if it has a date or an address in the column in which the
    row itself has one.

    Args:
        delimiter: Delimiter between columns.
        names: Of the columns.
    """

    def __init__(self, delimiter: str, names: Sequence[str]) -> None:
        self._delimiter = delimiter
        self._width = len(names)
        self._dated = [at for at, name in enumerate(names) if folded(name) in _DATES]
        self._rows: dict[tuple[int, int, bool], re.Pattern[str]] = {}

    def swallowed(self, row: Sequence[str], *, cut: bool = False) -> str:
        """Return a description of what a multi-line row has swallowed; empty if nothing.

        An unclosed value ends at the first mark of a later value. That later value then runs on to
        its own last mark, to a delimiter in it (which makes the row too wide), or to a line end.

        Args:
            row: Values of the row.
            cut: Whether its last value ends with the file, and not with a mark.
        """
        is_whole = len(row) == self._width and "\n" not in row[-1] and not cut
        if is_whole and '"' not in [value[-1:] for value in row]:
            return ""
        at, shape = self._key(row)
        if shape is None:
            return ""
        count = 0
        for text, value in enumerate(row):
            if "\n" in value and text != at:
                pattern = self._rows.get((at, text, shape is _DATE))
                count += len((pattern or self._pattern(at, text, shape)).findall(value))
        return "" if not count else "another" if count == 1 else f"{count} others"

    def _key(self, row: Sequence[str]) -> tuple[int, re.Pattern[str] | None]:
        """Return the column that identifies rows, and the pattern of its values."""
        for at in self._dated:
            if at < len(row) and _DATE.match(row[at]):
                return at, _DATE
        for at, value in enumerate(row):
            if value.startswith("http") and _ADDRESS.match(value):
                return at, _ADDRESS
        return 0, None

    def _pattern(self, at: int, text: int, shape: re.Pattern[str]) -> re.Pattern[str]:
        """Return the cached pattern of the end of a row and the start of another, within a text.

        Args:
            at: Column that identifies rows.
            text: Column of the text.
            shape: Pattern of the values in the column.
        """
        end = re.escape(self._delimiter)
        cell = rf'(?:"[^"\n]*+"|[^"\n{end}]*+)'  # possessive, to avoid backtracking over many rows
        key = f'"?(?:{shape.pattern})'
        if at < text:
            found = rf"\n(?:{cell}{end}){{{at}}}{key}"
        else:
            before, after = at - text - 1, max(0, self._width - at - 1)
            rest = rf'[^"\n{end}]*"?(?:{end}{cell}){{{after}}}\r?\n'
            found = rf"{end}(?:{cell}{end}){{{before}}}{key}{rest}"
        self._rows[at, text, shape is _DATE] = re.compile(found)
        return self._rows[at, text, shape is _DATE]
