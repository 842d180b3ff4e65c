"""A folder in the BEIR layout (Thakur et al. 2021): one JSON object a line in ``corpus.jsonl``."""

from __future__ import annotations

import codecs
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from index.datatypes import Article, Period
from index.errors import CorpusError
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

UNDATED = Period(date.min, date.max)
"""When a document was published that does not say: any day of the calendar."""

FILE = "corpus.jsonl"


class BeirCorpus:
    """The documents of ``corpus.jsonl``, in its order.

    A line has ``_id`` and ``text``, and where known ``title``, ``source``, ``date`` (ISO 8601,
    reduced precision allowed), ``lang`` (ISO 639-1) and ``url``. An article's text is the
    line's ``text``, character for character, so that the offsets of a benchmark hold in it. The
    file is read anew each time, a line at a time.

    Args:
        folder: The folder that holds ``corpus.jsonl``.
        languages: Only documents in these languages (ISO 639-1), if any are named. Lines that
            cannot be read are in no language, and are always told.

    Raises:
        CorpusError: If there is no such file, or it cannot be opened.
    """

    def __init__(self, folder: Path, languages: Collection[str] | None = None) -> None:
        self.folder = folder
        self._path = folder / FILE
        self._languages = frozenset(languages or ())
        self._length: int | None = None
        try:
            self._path.open("rb").close()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise CorpusError(
                f"no {FILE} in it; name a folder in the BEIR layout", folder
            ) from error
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror}", self._path) from error

    def __len__(self) -> int:
        # With a filter the languages have to be known first, and detecting them takes time.
        if self._length is None:
            self._length = sum(1 for _ in (self if self._languages else rows(self._path)))
        return self._length

    def __iter__(self) -> Iterator[Article | CorpusError]:
        first: dict[str, int] = {}
        for row in rows(self._path):
            if isinstance(row, CorpusError):
                yield row
                continue
            line, values = row
            try:
                article = _article(values)
            except ValueError as error:
                yield CorpusError(str(error), self._path, line)
                continue
            if article.id in first:
                reason = f"the _id {article.id[:80]!r} stands on line {first[article.id]} too"
                yield CorpusError(f"{reason}; give each document its own", self._path, line)
                continue
            first[article.id] = line
            if not self._languages or article.language in self._languages:
                yield article


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]] | CorpusError]:
    """The objects of a JSON Lines file in UTF-8; blank lines are passed over.

    Args:
        path: The file; a byte order mark and line ends of any kind are accepted.

    Yields:
        The number of a line (from 1) and its object, or why the line is none.

    Raises:
        CorpusError: If the file cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            for line, data in enumerate(file, 1):
                content = data.removeprefix(codecs.BOM_UTF8) if line == 1 else data
                if content.strip():
                    row = _object(content)
                    yield CorpusError(row, path, line) if isinstance(row, str) else (line, row)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror}", path) from error


def string(row: dict[str, Any], key: str, *, required: bool = False) -> str:
    """A string of an object; empty if it is missing or null.

    Args:
        row: The object.
        key: Its name.
        required: Whether it has to hold something other than white space.

    Raises:
        ValueError: If it is no string, is no Unicode text, or is required and missing.
    """
    value = row.get(key)
    if value is None:
        value = ""
    if not isinstance(value, str):
        # A wrong file, not a wrong call, here and elsewhere.
        raise ValueError(f'"{key}" is not a string; write one in quotation marks')  # noqa: TRY004
    check_unicode(value, key)
    if required and not value.strip():
        what = "is empty" if key in row else "is missing"
        raise ValueError(f'"{key}" {what}; give the line one, or take it out')
    return value


def check_unicode(text: str, key: str) -> None:
    """Refuse half characters, which JSON can spell and no index can store.

    Raises:
        ValueError: If the text holds a lone surrogate.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = ascii(text[error.start])[1:-1]
        raise ValueError(f'"{key}" holds half a character ({half}); repair its escapes') from error


def _object(content: bytes) -> dict[str, Any] | str:
    """The object on a line, or what is wrong with it."""
    try:
        row = json.loads(content.decode())
    except UnicodeDecodeError as error:
        return f"not UTF-8 (byte {content[error.start]:#04x}); convert the file"
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error}); write one object a line"
    if not isinstance(row, dict):
        return 'not a JSON object; write {"_id": …, "text": …} on one line'
    return row


def _article(row: dict[str, Any]) -> Article:
    name = string(row, "_id", required=True)
    title = string(row, "title")
    # Some collections have documents of a title alone.
    text = string(row, "text", required=not title.strip())
    if not text.strip():
        title, text = "", title
    published = string(row, "date")
    return Article(
        id=name,
        title=title,
        text=text,
        source=string(row, "source") or title or name,
        published=Period.parse(published) if published else UNDATED,
        language=string(row, "lang") or detect(text),
        url=string(row, "url") or None,
    )
