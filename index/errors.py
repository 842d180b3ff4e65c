"""Every error that Dateline raises on purpose.

::

    DatelineError
    ├── SettingsError            an environment variable or option that means nothing
    ├── CorpusError              a folder or file that cannot be read as articles
    ├── IndexNotBuiltError       no index where one was expected
    ├── IndexMismatchError       an index made with another model, format or fields of filters
    ├── IndexCorruptError        an index whose files are missing or damaged
    ├── IndexWriteError          an index that cannot be written: a full disk, say
    ├── IndexLockedError         another process is building the same index
    ├── StoreUnavailableError    a database that cannot be reached, or lacks what an index needs
    ├── ModelUnavailableError    a model that cannot be loaded
    ├── qa.InvalidQuestionError  a question or filter that cannot be used
    ├── qa.errors.CalibrationError  fitted numbers that cannot be read
    └── qa.errors.FeedbackError  what readers thought of answers, where it cannot be kept or read

Each message ends with what mends it. Anything else that reaches a user is a bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def printable(path: Path) -> str:
    """A path on one line: a file's name may hold anything, a terminal obeys some of it."""
    return _printable(str(path))


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class DatelineError(Exception):
    """Something that the person at the keyboard can mend."""


class SettingsError(DatelineError):
    """A setting is unknown or has an impossible value."""


class CorpusError(DatelineError):
    """A corpus, or one of its files, cannot be read.

    Attributes:
        path: The file or folder at fault.
        line: The line at fault, counted from 1, or None when it is the whole.
        reason: What is wrong, without the place.
    """

    def __init__(self, reason: str, path: Path, line: int | None = None) -> None:
        reason = _printable(" ".join(reason.split()))  # it may quote what a file holds
        place = printable(path) if line is None else f"{printable(path)}:{line}"
        super().__init__(f"{place}: {reason}")
        self.reason = reason
        self.path = path
        self.line = line


class IndexNotBuiltError(DatelineError):
    """There is no index in the folder."""


class IndexMismatchError(DatelineError):
    """The index was made with another model, format version or other fields of filters."""


class IndexCorruptError(DatelineError):
    """Files of the index are missing or damaged."""


class IndexWriteError(DatelineError):
    """The index cannot be written."""


class IndexLockedError(DatelineError):
    """Another process is building this index."""


class StoreUnavailableError(DatelineError):
    """A database cannot be reached, or lacks an extension, tables or rights."""


class ModelUnavailableError(DatelineError):
    """An embedding model cannot be loaded."""
