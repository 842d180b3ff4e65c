"""CSV and TSV: a row for each article, under a row of names."""

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
_END = "\ufdd0"  # no character; stands behind the last line, where an open quotation mark takes it
_VALUE = re.compile(r"\s*(?:https?://\S+|\d{4}-\d{2}-\d{2}.*|.{100,})", re.DOTALL)

csv.field_size_limit(LONGEST_TEXT)  # else a field of 131,072 characters is refused


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each row; blank ones are passed over.

    The delimiter is the one that gives the most rows the same number of columns. What an export
    says of itself above the row of names, as those of monitoring services do, is passed over. Where
    the first row has an address, a date or a whole text, the columns have no names and are called
    by their numbers, from 1.

    Raises:
        CorpusError: If there is no row of names that could be those of articles; at a field that is
            too large to be held, as after a quotation mark that is not closed.
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
            for row in rows:  # each generator between here and the builder is a tenth of the time
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
    return max(_DELIMITERS, key=lambda one: _columns(_sampled(sample, one), given))


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, without blank ones."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    return [row for row, _ in zip(reader, range(_ROWS), strict=False) if any(map(str.strip, row))]


def _columns(rows: list[list[str]], given: Set[str]) -> tuple[bool, int]:
    """Return whether there is a row of names that are known, and how many cells are below it.

    Those of rows that are as wide count; without such names, the first row is taken for theirs.
    """
    at = _row_of_names(rows, given)
    below = rows[at or 0 :]
    width = len(below[0]) if below else 0
    return at is not None, sum(width for row in below if len(row) == width > 1)


def _row_of_names(rows: list[list[str]], given: Set[str]) -> int | None:
    """Return which row has the names of a date and of a text; None if none has.

    It is the first one, or has more cells than those above, which programs fill up with empty ones.

    Args:
        rows: The first ones.
        given: Names that the user said; a row that has all of them is that of names.
    """
    widest = 0
    for at, row in enumerate(rows):
        names = [*filter(None, _plain(row))]
        if len(names) > widest:
            roles = {role for name in names for role in roles_of(name)}
            known = roles & _DATES and roles & _TEXTS and not any(map(_VALUE.fullmatch, names))
            if known or (given and given <= {*names}):
                return at
            widest = len(names)
    return None


def _plain(row: list[str]) -> list[str]:
    return [cell.removeprefix("\ufeff").removesuffix(_END).strip() for cell in row]


class _Table:
    """The columns of a table, and what is wrong with a row.

    Args:
        row: The one of names; the first one, if the columns have none.
        line: Where it begins.
        file: The table.
        delimiter: What stands between columns.

    Attributes:
        names: Of the columns.
        headed: Whether the row has them.

    Raises:
        CorpusError: If the row is none of names that could be those of articles.
    """

    def __init__(self, row: list[str], line: int, file: SourceFile, delimiter: str) -> None:
        self.names, self.headed = _names(row, file, line)
        self._quotes = OpenQuotes(delimiter, self.names)

    def fault_of(self, row: list[str], line: int, ends: int) -> str:
        """Return what is wrong with a row, from which the end of the file is taken; mostly nothing.

        Args:
            row: Of several lines, or of another width than that of names.
            line: Where it begins.
            ends: Where it ends.
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


def _names(row: list[str], file: SourceFile, line: int) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether the first row has them.

    Raises:
        CorpusError: If the row is none of names that could be those of articles.
    """
    names = _plain(row)
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
