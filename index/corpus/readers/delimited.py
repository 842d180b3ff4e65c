"""Read CSV and TSV: one article per row, below a header row."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import TYPE_CHECKING

from index.corpus.aliases import is_title_of_text, roles_of
from index.corpus.readers.quotes import OpenQuotes
from index.corpus.records import Record
from index.corpus.sources import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_DELIMITERS = ",", ";", "\t", "|"
_SAMPLE = 50_000  # characters
_ROWS = 50
_DATES = frozenset(("published", "updated", "not_later_than"))
_TEXTS = frozenset(("text", "title"))
_END = "\ufdd0"  # a noncharacter that ends the file; an open quotation mark swallows it
_VALUE = re.compile(r"\s*(?:https?://\S+|\d{4}-\d{2}-\d{2}.*|.{100,})", re.DOTALL)

csv.field_size_limit(LONGEST_TEXT)  # else a field of 131,072 characters is refused


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each row; blank rows are skipped.

    The delimiter is the one that splits the most rows into the same number of columns. Lines above
    the header row, which exports of monitoring services have, are skipped. If the first row
    contains an address, a date or a whole text, the table has no header, and columns are named by
    number, from 1.

    Raises:
        CorpusError: If no row can be the header of a table of articles, or a field is too large, as
            after a quotation mark that is never closed.
    """
    with file.open_text() as text:
        sample = text.read(_SAMPLE)
    given = {*file.options.fields.values()}
    delimiter = _delimiter(sample, file.suffix, given)
    above = _row_of_names(_sampled(sample, delimiter), given) or 0
    begins = 1
    try:
        with file.open_text() as text:
            rows = csv.reader(chain(text, (_END,)), delimiter=delimiter)
            table: _Table | None = None
            for row in rows:  # an extra generator on this path would take a tenth of the time
                line, begins = begins, rows.line_num + 1
                if row == [_END]:
                    break
                if not any(map(str.strip, row)):
                    continue
                if above:
                    above -= 1
                    continue
                if table is None:
                    table = _Table(row, line, file, delimiter)
                    if table.headed:
                        continue
                names = table.names
                is_plain = len(row) == len(names) and begins - line == 1
                if not is_plain and (wrong := table.fault_of(row, line, begins - 1)):
                    yield file.error(wrong, line)
                    continue
                yield Record(dict(zip(names, row, strict=False)), line)
    except csv.Error as error:
        most = LONGEST_TEXT // 10**6
        raise file.error(
            f"a field has more than {most} million characters, or cannot be read ({error}); "
            "close the quotation mark before it",
            begins,
        ) from error


def _delimiter(sample: str, suffix: str, given: Set[str]) -> str:
    if suffix in (".tsv", ".tab"):
        return "\t"
    return max(_DELIMITERS, key=lambda one: _header_fit(_sampled(sample, one), given))


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, except blank ones."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    return [row for row, _ in zip(reader, range(_ROWS), strict=False) if any(map(str.strip, row))]


def _header_fit(rows: list[list[str]], given: Set[str]) -> tuple[bool, int]:
    """Return whether any row is a header, and the number of cells below the header.

    Only cells of rows as wide as the header count; by default, the first row is the header.
    """
    at = _row_of_names(rows, given)
    below = rows[at or 0 :]
    width = len(below[0]) if below else 0
    return at is not None, sum(width for row in below if len(row) == width > 1)


def _row_of_names(rows: list[list[str]], given: Set[str]) -> int | None:
    """Return the index of the row that names a date and a text; None if there is none.

    It is the first row, or has more cells than the rows above, not counting empty ones.

    Args:
        rows: First rows of the table.
        given: Field names from the user; a row that contains all of them is the header.
    """
    widest = 0
    for at, row in enumerate(rows):
        names = [*filter(None, _stripped_cells(row))]
        if len(names) > widest:
            roles = {role for name in names for role in roles_of(name)}
            known = roles & _DATES and roles & _TEXTS and not any(map(_VALUE.fullmatch, names))
            if known or (given and given <= {*names}):
                return at
            widest = len(names)
    return None


def _stripped_cells(row: list[str]) -> list[str]:
    return [cell.removeprefix("\ufeff").removesuffix(_END).strip() for cell in row]


class _Table:
    """The columns of a table; finds what is wrong with a row.

    Args:
        row: Header row; the first row, if there is no header.
        line: Line on which it begins.
        file: The table.
        delimiter: Delimiter between columns.

    Attributes:
        names: Names of the columns.
        headed: Whether the table has a header row.

    Raises:
        CorpusError: If the row cannot be the header of a table of articles.
    """

    def __init__(self, row: list[str], line: int, file: SourceFile, delimiter: str) -> None:
        self.names, self.headed = _column_names(row, file, line)
        self._quotes = OpenQuotes(delimiter, self.names)

    def fault_of(self, row: list[str], line: int, ends: int) -> str:
        """Return what is wrong with a row; usually empty.

        Args:
            row: Row of several lines, or of another width than the header.
            line: Line on which it begins.
            ends: Line on which it ends.
        """
        if cut := row[-1].endswith(_END):
            row[-1], ends = row[-1].removesuffix(_END), ends - 1
        if ends > line and (swallowed := self._quotes.swallowed(row, cut=cut)):
            return (
                f"a quotation mark is opened and not closed: lines {line} to {ends} are one row, "
                f"which swallows {swallowed}; close it, or double it within a text"
            )
        if len(row) == len(self.names):
            return ""
        until = f" (it ends on line {ends})" if ends > line else ""
        return (
            f"the row has {len(row)} columns and the first one {len(self.names)}{until}; "
            "put texts that hold a delimiter or a line end in quotation marks"
        )


def _column_names(row: list[str], file: SourceFile, line: int) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether the first row has them.

    Raises:
        CorpusError: If the row cannot be the header of a table of articles.
    """
    names = _stripped_cells(row)
    if any(map(_VALUE.fullmatch, names)):
        return [str(number) for number in range(1, len(row) + 1)], False
    given = {*file.options.fields.values()}
    if not given & {*names} and not any(map(is_title_of_text, names)):
        raise file.error(
            f"no column is known by its name ({', '.join(names)[:80]}); name those of the text and "
            "the date, as --field text=NAME --field date=NAME",
            line,
        )
    seen: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        unique.append(name if name and name not in seen else f"{name} ({number})".strip())
        seen.add(name)
    return unique, True
