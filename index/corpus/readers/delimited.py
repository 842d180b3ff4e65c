"""CSV and TSV: a row for each article, under a row of names."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from index.corpus.aliases import is_title_of_text
from index.corpus.readers.quotes import OpenQuotes
from index.corpus.records import Record
from index.corpus.sources import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_DELIMITERS = ",", ";", "\t", "|"
_SAMPLE = 50_000  # characters
_ROWS = 50
_VALUE = re.compile(r"\s*(?:https?://\S+|\d{4}-\d{2}-\d{2}.*|.{100,})", re.DOTALL)

csv.field_size_limit(LONGEST_TEXT)  # else a field of 131,072 characters is refused


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each row; blank ones are passed over.

    The delimiter is the one that gives the most rows the same number of columns. Where the first
    row has an address, a date or a whole text, the columns have no names and are called by their
    numbers, from 1.

    Raises:
        CorpusError: If there is no row of names that could be those of articles; at a field that is
            too large to be held, as after a quotation mark that is not closed.
    """
    with file.open_text() as text:
        delimiter = _delimiter(text.read(_SAMPLE), file.suffix)
    begins = 1
    try:
        with file.open_text() as text:
            rows = csv.reader(text, delimiter=delimiter)
            names: list[str] = []
            for row in rows:  # each generator between here and the builder is a tenth of the time
                line, begins = begins, rows.line_num + 1
                ends = begins - 1
                if not any(map(str.strip, row)):
                    continue
                if not names:
                    names, headed = _names(row, file)
                    quotes = OpenQuotes(delimiter, names)
                    if headed:
                        continue
                if ends > line and (swallowed := quotes.swallowed(row)):
                    yield file.error(
                        f"a quotation mark is opened and not closed: lines {line} to {ends} are "
                        f"one row, which swallows {swallowed}; close it, or double it within a "
                        "text",
                        line,
                    )
                elif len(row) != len(names):
                    until = f" (it ends on line {ends})" if ends > line else ""
                    yield file.error(
                        f"the row has {len(row)} columns and the first one {len(names)}{until}; "
                        "put texts that hold a delimiter or a line end in quotation marks",
                        line,
                    )
                else:
                    yield Record(dict(zip(names, row, strict=False)), line)
    except csv.Error as error:
        most = LONGEST_TEXT // 10**6
        raise file.error(
            f"a field has more than {most} million characters, or cannot be read ({error}); "
            "close the quotation mark before it",
            begins,
        ) from error


def _delimiter(sample: str, suffix: str) -> str:
    if suffix in (".tsv", ".tab"):
        return "\t"
    return max(_DELIMITERS, key=lambda one: _columns(sample, one))


def _columns(sample: str, delimiter: str) -> int:
    """Return how many cells stand in rows that have as many as the first one, which has several."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows = [row for row, _ in zip(reader, range(_ROWS), strict=False) if any(row)]
    if not rows or len(rows[0]) < 2:
        return 0
    width = len(rows[0])
    return sum(width for row in rows if len(row) == width)


def _names(row: list[str], file: SourceFile) -> tuple[list[str], bool]:
    """Return the names of the columns, and whether the first row has them.

    Raises:
        CorpusError: If the row is none of names that could be those of articles.
    """
    names = [name.removeprefix("\ufeff").strip() for name in row]
    if any(map(_VALUE.fullmatch, names)):
        return [str(number) for number in range(1, len(row) + 1)], False
    given = {*file.options.fields.values()}
    if not given & {*names} and not any(map(is_title_of_text, names)):
        raise file.error(
            f"no column is known by its name ({', '.join(names)[:80]}); name those of the text and "
            "the date, as --field text=NAME --field date=NAME",
            1,
        )
    seen: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        unique.append(name if name and name not in seen else f"{name} ({number})".strip())
        seen.add(name)
    return unique, True
