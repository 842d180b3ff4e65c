"""A folder of UTF-8 text files, each beginning with its date (see ``seeds/README.md``)."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.commands import index_command
from index.corpus import watching
from index.corpus.common import place_of
from index.corpus.protocol import Entry
from index.datatypes import Article, Period
from index.errors import CorpusError
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(r"\ufeff?\s*(?i:date)[ \t]+(\S+)\s*")
# "(Belga) ", "BRUXELLES (Belga) - " or "Brussels, 3 May (Belga) - ", as dispatches begin: a place
# alone is in capitals, or else "Joe Biden (Democrat) - " would be one.
_AGENCY = r"\((?P<agency>[^\W\d_a-z][^()\n\x00-\x1f]{0,39})\)[ \t]*"
_PLACE = (
    r"(?:[^\W\d_a-zà-ÿ]{2}[^a-zà-ÿ()\n.!?]{0,40}"
    r"|[^\W\d_][^()\n.!?,]{0,40},[^()\n.!?]{0,20}\d[^()\n.!?]{0,20})"
)
_DATELINE = re.compile(rf"{_AGENCY}(?:[-–—][ \t]*)?")
_LOWER_DATELINE = re.compile(r"\((?P<agency>[a-z]{3})\)[ \t]*[-–—][ \t]*")  # dpa, sda, apa
_DATELINE_WITH_PLACE = re.compile(rf"{_PLACE}[ \t]{_AGENCY}[-–—][ \t]*")
_TITLE_WIDTH = 80
_READING = b"2\n"  # raised whenever a file would be read otherwise than before


class TextCorpus:
    """The ``*.txt`` files below a folder, in the order of their paths; hidden ones are left out.

    A folder below it that cannot be listed has an entry, and is read as a file that cannot be.

    Args:
        folder: The folder to look in.

    Raises:
        CorpusError: If the folder does not exist, or holds no text file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.suffixes: tuple[str, ...] = (".txt",)
        try:
            if not folder.is_dir():
                what = "is not a folder" if folder.exists() else "does not exist"
                raise CorpusError(
                    f"the corpus {what}; name one: {index_command('build', 'FOLDER')}", folder
                )
            empty = next(self._paths(), None) is None
        except OSError as error:
            raise CorpusError(f"the corpus cannot be read: {error.strerror}", folder) from error
        if empty:
            raise CorpusError(
                "the corpus holds no .txt file; put articles there (seeds/README.md describes "
                f"them) or name another folder: {index_command('build', 'FOLDER')}",
                folder,
            )

    @property
    def place(self) -> str:
        """The folder's absolute path."""
        return place_of(self.folder)

    @property
    def writable(self) -> bool:
        """Whether this process may add files to the folder."""
        return os.access(self.folder, os.W_OK)

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        """Yield an entry for every text file that there is now.

        Args:
            progress: Show a progress bar on standard error.

        Raises:
            CorpusError: If the folder cannot be read.
        """
        try:
            paths = sorted(self._paths())
        except OSError as error:
            reason = f"the corpus cannot be read: {error.strerror}"
            raise CorpusError(reason, self.folder) from error
        for path in tqdm(paths, desc="Comparing", unit=" files", disable=not progress, leave=False):
            yield Entry(path.relative_to(self.folder).as_posix(), _digest(path))

    def read(self, article_id: str) -> Article:
        """Return the article of a file.

        Raises:
            CorpusError: See ``read_article``.
        """
        return read_article(self.folder / article_id, article_id)

    def watch(self) -> Iterator[None]:
        """Yield once when the watch has begun, and again after each change of a text file."""
        return watching.changes(self.folder, lambda path: path.lower().endswith(self.suffixes))

    def check(self, file: Path, name: str) -> None:
        """Check that a file can be added to the folder, under a name.

        Raises:
            CorpusError: If it is no article, or another article has the name.
        """
        shown = Path(Path(name).name)
        odd = name != shown.name or name.startswith(".") or not name.isprintable()
        if odd or shown.suffix.lower() not in self.suffixes:
            raise CorpusError(f"only {' and '.join(self.suffixes)} files are articles", shown)
        try:
            read_article(file, name)
        except CorpusError as error:
            raise CorpusError(error.reason, shown, error.line) from error
        target = self.folder / name
        if target.exists() and target.read_bytes() != file.read_bytes():
            raise CorpusError("the corpus has another article of that name; rename the file", shown)

    def add(self, file: Path, name: str) -> Path | None:
        """Copy a file that was checked into the folder.

        Returns:
            The copy; None if the same file was there already.
        """
        target = self.folder / name
        if target.exists():
            return None
        try:
            shutil.copyfile(file, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target

    def _paths(self) -> Iterator[Path]:
        closed: list[OSError] = []
        for folder, below, names in os.walk(self.folder, onerror=closed.append):
            below[:] = (name for name in below if not name.startswith("."))
            yield from filter(self._is_article, (Path(folder, name) for name in names))
        for error in closed:
            if Path(error.filename) == self.folder:
                raise error
            if not isinstance(error, FileNotFoundError):  # it was there a moment ago
                yield Path(error.filename)

    def _is_article(self, path: Path) -> bool:
        hidden = path.name.startswith(".")
        return not hidden and path.suffix.lower() in self.suffixes and path.is_file()


def _digest(path: Path) -> bytes:
    try:
        return hashlib.blake2b(_READING + path.read_bytes(), digest_size=16).digest()
    except OSError:
        return b""


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
        article_id.encode()
        data = path.read_bytes()
    except UnicodeEncodeError as error:
        raise CorpusError("the file's name is not UTF-8; rename it", path) from error
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
    at = header.end()
    dateline = (
        _DATELINE.match(text, at)
        or _LOWER_DATELINE.match(text, at)
        or _DATELINE_WITH_PLACE.match(text, at)
    )
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
        dated="header",
        body_start=text.index(body, body_start),
    )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
