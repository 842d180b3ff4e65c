"""Read a folder in the BEIR layout (Thakur et al. 2021): JSON Lines in ``corpus.jsonl``."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from array import array
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from index.corpus import watching
from index.corpus.common import check_name, check_unicode, place_of
from index.corpus.protocol import Entry
from index.datatypes import Article, Period
from index.errors import CorpusError
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

UNDATED = Period(date.min, date.max)
"""The publication date of a document that gives none: any day of the calendar."""

FILE = "corpus.jsonl"

_PLACE = re.compile(rf"{re.escape(FILE)}:\d+")
_READING = b"2\n"  # incremented whenever a line would be read differently


class BeirCorpus:
    """The documents of ``corpus.jsonl``, in its order.

    A line has ``_id`` and ``text`` and, where known, ``title``, ``source``, ``date`` (ISO 8601,
    reduced precision allowed), ``lang`` (ISO 639-1) and ``url``. The text of an article equals the
    line's ``text``, character for character, so that the offsets of a benchmark are valid. The file
    is read line by line; only the id and the byte offset of each line are kept in memory.

    A line that cannot be read has an entry named after its position: ``corpus.jsonl:12``.

    Args:
        folder: The folder that holds ``corpus.jsonl``.
        languages: Languages (ISO 639-1) of the documents to include; all if none are named. Lines
            that cannot be read have no language, and always have an entry.

    Raises:
        CorpusError: If there is no such file, or it cannot be opened.
    """

    def __init__(self, folder: Path, languages: Collection[str] | None = None) -> None:
        self.folder = folder
        self.suffixes: tuple[str, ...] = ()  # of files that hold one article each
        self._path = folder / FILE
        self._languages = frozenset(languages or ())
        self._lines: dict[str, int] = {}  # an entry's id → the number of its line
        self._offsets = array("q")  # of each line, in bytes
        self._read_to_end = False
        try:
            self._path.open("rb").close()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise CorpusError(
                f"no {FILE} in it; name a folder in the BEIR layout", folder
            ) from error
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror}", self._path) from error

    @property
    def place(self) -> str:
        """The folder's absolute path; empty if only some languages are wanted."""
        return "" if self._languages else place_of(self.folder)

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        """Yield an entry for every line that is not blank.

        Args:
            progress: Show a progress bar on standard error.

        Raises:
            CorpusError: If the file cannot be read.
        """
        # Local to this pass: another may begin before it ends.
        lines: dict[str, int] = {}
        offsets = array("q")
        self._lines, self._offsets, self._read_to_end = lines, offsets, False
        with tqdm(
            desc="Comparing", unit=" lines", disable=not progress, leave=False, dynamic_ncols=True
        ) as bar:
            for line, offset, content in _contents(self._path):
                offsets.append(offset)
                bar.update()
                if not content:
                    continue
                article = _readable(content)
                if article is None or article.id in lines:
                    article_id, wanted = _line_id(line), True
                else:
                    article_id, wanted = article.id, self._wants(article)
                lines[article_id] = line
                if wanted:
                    yield Entry(article_id, _digest(content))
        if self._lines is lines:
            self._read_to_end = True

    def read(self, article_id: str) -> Article:
        """Return the article of a line.

        Raises:
            CorpusError: If the line cannot be read, repeats another ``_id``, or is missing.
        """
        line = self._line(article_id)
        try:
            with self._path.open("rb") as file:
                file.seek(self._offsets[line - 1])
                content = _stripped(line, file.readline())
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror}", self._path) from error
        try:
            article = _article(content)
        except ValueError as error:
            raise CorpusError(str(error), self._path, line) from error
        if article.id != article_id:
            first = self._lines.get(article.id, line)
            reason = (
                f"the _id {article.id[:80]!r} stands on line {first} too; "
                "give each document its own"
                if article_id == _line_id(line) and first != line
                else "the file has changed since; run the command again"
            )
            raise CorpusError(reason, self._path, line)
        return _with_language(article)

    def watch(self) -> Iterator[None]:
        """Yield once when the watch has begun, and again after each change of the file."""
        return watching.changes(self.folder, lambda path: Path(path).name == FILE)

    def _line(self, article_id: str) -> int:
        if article_id not in self._lines and not self._read_to_end:
            for _ in self.entries():
                pass
        try:
            return self._lines[article_id]
        except KeyError as error:
            raise CorpusError(f"no document has the _id {article_id[:80]!r}", self._path) from error

    def _wants(self, article: Article) -> bool:
        return not self._languages or _with_language(article).language in self._languages


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]] | CorpusError]:
    """Yield the objects of a UTF-8 file in JSON Lines; blank lines are skipped.

    Args:
        path: File; a byte order mark and line ends of any kind are accepted.

    Yields:
        The number of a line (from 1) and its object, or the error of the line.

    Raises:
        CorpusError: If the file cannot be opened or read.
    """
    for line, _, content in _contents(path):
        if content:
            try:
                yield line, _object(content)
            except ValueError as error:
                yield CorpusError(str(error), path, line)


def string(row: dict[str, Any], key: str, *, required: bool = False) -> str:
    """Return a string of an object; empty if the string is missing or null.

    Args:
        row: Object.
        key: Key of the string.
        required: Whether the string must contain more than white space.

    Raises:
        ValueError: If the value is not a string, not Unicode text, or required and missing.
    """
    value = row.get(key)
    if value is None:
        value = ""
    if not isinstance(value, str):
        # Not a TypeError, here and below: the file is wrong, not the call.
        raise ValueError(f'"{key}" is not a string; write one in quotation marks')  # noqa: TRY004
    check_unicode(value, key)
    if required and not value.strip():
        what = "is empty" if key in row else "is missing"
        raise ValueError(f'"{key}" {what}; give the line one, or take it out')
    return value


def _contents(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Yield the number of each line, its offset in bytes, and its stripped content.

    Raises:
        CorpusError: If the file cannot be opened or read.
    """
    offset = 0
    try:
        with path.open("rb") as file:
            for line, data in enumerate(file, 1):
                yield line, offset, _stripped(line, data)
                offset += len(data)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror}", path) from error


def _stripped(line: int, data: bytes) -> bytes:
    return (data.removeprefix(codecs.BOM_UTF8) if line == 1 else data).strip()


def _line_id(line: int) -> str:
    """Return the id of a line that cannot be read."""
    return f"{FILE}:{line}"


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(_READING + content, digest_size=16).digest()


def _object(content: bytes) -> dict[str, Any]:
    """Return the object on a line.

    Raises:
        ValueError: If there is none.
    """
    try:
        row = json.loads(content.decode())
    except UnicodeDecodeError as error:
        byte = content[error.start]
        raise ValueError(f"not UTF-8 (byte {byte:#04x}); {_conversion(content)}") from error
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON ({error}); write one object a line") from error
    if not isinstance(row, dict):
        raise ValueError('not a JSON object; write {"_id": …, "text": …} on one line')  # noqa: TRY004
    return row


def _conversion(content: bytes) -> str:
    """Return advice on how to convert a line that is not UTF-8."""
    encoding = "UTF-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "…"
    return f"convert the file: iconv -f {encoding} -t UTF-8"


def _article(content: bytes) -> Article:
    """Return the article on a line; its language is empty if the line gives none.

    Raises:
        ValueError: If the line cannot be read.
    """
    row = _object(content)
    name = string(row, "_id", required=True)
    if _PLACE.fullmatch(name):
        raise ValueError('"_id" is how a line of the file is named; give the document another')
    title = string(row, "title")
    # Some collections have documents that consist of a title.
    text = string(row, "text", required=not title.strip())
    published = string(row, "date")
    source, language, url = (string(row, key) for key in ("source", "lang", "url"))
    for key, value in (
        ("_id", name), ("title", title), ("source", source), ("lang", language), ("url", url),
    ):  # fmt: skip
        check_name(value, key)
    if not text.strip():
        title, text = "", title
    return Article(
        id=name,
        title=title,
        text=text,
        source=source or title or name,
        published=Period.parse(published) if published else UNDATED,
        language=language,
        url=url or None,
        dated="field date" if published else "",
    )


def _readable(content: bytes) -> Article | None:
    try:
        return _article(content)
    except ValueError:
        return None


def _with_language(article: Article) -> Article:
    return article if article.language else replace(article, language=detect(article.text))
