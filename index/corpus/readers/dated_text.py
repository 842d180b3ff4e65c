"""Read text files that begin with their date (see ``seeds/README.md``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.dating import AmbiguousDateError, read_date
from index.corpus.records import Record, Verbatim
from index.datatypes import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile

_DATE = re.compile(r"\ufeff?\s*(?i:date)[ \t]+(\S+)\s*")
# Any other text with a slash is an ISO 8601 interval.
_DAY_FIRST_OR_LAST = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}([/.])\d{1,2}\2\d{1,2}", re.ASCII
)
# Dispatches begin with "(Belga) ", "BRUXELLES (Belga) - " or "Brussels, 3 May (Belga) - ". A place
# without a date must be in capitals: "Joe Biden (Democrat) - " is not a dateline.
_AGENCY = r"\((?P<agency>[^\W\d_a-z][^()\n\x00-\x1f]{0,39})\)[ \t]*"
_PLACE = (
    r"(?:[^\W\d_a-zà-ÿ]{2}[^a-zà-ÿ()\n.!?]{0,40}"
    r"|[^\W\d_][^()\n.!?,]{0,40},[^()\n.!?]{0,20}\d[^()\n.!?]{0,20})"
)
_DATELINE = re.compile(rf"{_AGENCY}(?:[-–—][ \t]*)?")
_LOWER_DATELINE = re.compile(r"\((?P<agency>[a-z]{3})\)[ \t]*[-–—][ \t]*")  # dpa, sda, apa
_DATELINE_WITH_PLACE = re.compile(rf"{_PLACE}[ \t]{_AGENCY}[-–—][ \t]*")


def read(file: SourceFile) -> Iterator[Record]:
    """Yield the single record of a file.

    The text of the article equals the text of the file, line endings included, so that offsets can
    be checked against the file.

    Raises:
        CorpusError: If the file has no date or no text.
    """
    text = file.text()
    header = _DATE.match(text)
    if header is None:
        raise file.error(
            "no date: a file begins with 'date YYYY-MM-DD', 'date YYYY-MM' or 'date YYYY'",
            _line_number(text, len(text) - len(text.lstrip("\ufeff \t\r\n"))),
        )
    try:
        published = _published(header[1], file.options.date_order)
    except ValueError as error:
        raise file.error(str(error), _line_number(text, header.start(1))) from error
    at = header.end()
    dateline = (
        _DATELINE.match(text, at)
        or _LOWER_DATELINE.match(text, at)
        or _DATELINE_WITH_PLACE.match(text, at)
    )
    body_start = dateline.end() if dateline else at
    body = text[body_start:].strip()
    if not body:
        raise file.error("no text after the date", _line_number(text, len(text.rstrip())))
    yield Record(
        {
            "published": published,
            "source_name": dateline["agency"].strip() if dateline else None,
            "text": Verbatim(text),
        },
        whole=True,
        body_start=text.index(body, body_start),
        evidence={"published": "header"},
    )


def _published(text: str, order: str) -> Period:
    """Return the day, month or year in a header.

    Raises:
        ValueError: If the header has no date, or an ambiguous one; the message quotes it.
    """
    if _DAY_FIRST_OR_LAST.fullmatch(text) is None:
        return Period.parse(text)
    try:
        return read_date(text, order=order)
    except AmbiguousDateError as error:
        raise ValueError(
            f"{text!r} {error}: write YYYY-MM-DD, or say --date-order dmy or mdy"
        ) from error
    except ValueError as error:
        raise ValueError(f"{text!r} is not in the calendar: write YYYY-MM-DD") from error


def _line_number(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
