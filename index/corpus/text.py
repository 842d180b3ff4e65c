"""A folder of UTF-8 text files, each beginning with its date (see ``seeds/README.md``)."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from index.datatypes import Article, Period
from index.errors import CorpusError
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATE = re.compile(r"\ufeff?\s*date[ \t]+(\S+)\s*")
# "(Belga) " or "BRUXELLES, 3 août (Belga) - ", as agencies begin their dispatches.
_DATELINE = re.compile(
    r"(?:[^\W\d_][^()\n.!?]{0,60}[ \t])??"
    r"\((?P<agency>[^\W\d_a-z][^()\n]{0,39})\)[ \t]*(?P<dash>[-–—:][ \t]*)?"
)
_TITLE_WIDTH = 80


class TextCorpus:
    """The ``*.txt`` files below a folder, in the order of their paths.

    Args:
        folder: The folder to look in; hidden files and folders are left out.

    Raises:
        CorpusError: If the folder does not exist, or holds no text file.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            what = "is not a folder" if folder.exists() else "does not exist"
            raise CorpusError(f"the corpus {what}; name one: python -m index build FOLDER", folder)
        self.folder = folder
        self._paths = sorted(
            path
            for path in folder.rglob("*")
            if path.suffix.lower() == ".txt"
            and path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        )
        if not self._paths:
            raise CorpusError(
                "the corpus holds no .txt file; put articles there (seeds/README.md describes "
                "them) or name another folder: python -m index build FOLDER",
                folder,
            )

    def __len__(self) -> int:
        return len(self._paths)

    def __iter__(self) -> Iterator[Article | CorpusError]:
        for path in self._paths:
            try:
                yield read_article(path, path.relative_to(self.folder).as_posix())
            except CorpusError as error:
                yield error


def read_article(path: Path, article_id: str) -> Article:
    """Read one file.

    The article's text is the file's, character for character (line ends too), so that
    offsets can be checked against the file.

    Args:
        path: The file.
        article_id: Its name within the corpus.

    Raises:
        CorpusError: If it cannot be read, is not UTF-8, or lacks a date or a text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror}", path) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(
            f"not UTF-8 (byte {data[error.start]:#04x}); convert it, "
            "for example: iconv -f WINDOWS-1252 -t UTF-8",
            path,
            line,
        ) from error
    header = _DATE.match(text)
    if header is None:
        raise CorpusError(
            "no date: a file begins with 'date YYYY-MM-DD', 'date YYYY-MM' or 'date YYYY'",
            path,
            _line(text, len(text) - len(text.lstrip("\ufeff \t\r\n"))),
        )
    try:
        published = Period.parse(header[1])
    except ValueError as error:
        raise CorpusError(str(error), path, _line(text, header.start(1))) from error
    dateline = _DATELINE.match(text, header.end())
    if dateline and dateline.start("agency") - 1 > header.end() and not dateline["dash"]:
        dateline = None  # words, then brackets: a sentence, unless a dash closes the dateline
    body_start = dateline.end() if dateline else header.end()
    body = text[body_start:].strip()
    if not body:
        raise CorpusError("no text after the date", path, _line(text, len(text.rstrip())))
    return Article(
        id=article_id,
        title=textwrap.shorten(body.splitlines()[0], _TITLE_WIDTH, placeholder=" …"),
        text=text,
        source=dateline["agency"].strip() if dateline else article_id,
        published=published,
        language=detect(body),
        body_start=text.index(body, body_start),
    )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
