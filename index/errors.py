"""Define the errors that a user can cause and correct.

::

    DatelineError
    ├── SettingsError                   an invalid environment variable or option
    ├── CorpusError                     a folder or file that cannot be read as articles
    │   ├── index.corpus.items.UnreadableError  a file whose rest cannot be read
    │   └── qa.evaluation.dataset.DatasetError  questions or judgements that cannot be read
    ├── IndexNotBuiltError              there is no index
    ├── IndexMismatchError              an index with another model, format or filter fields
    ├── IndexCorruptError               an index with missing or damaged files
    ├── IndexWriteError                 an index that cannot be written, as on a full disk
    ├── IndexLockedError                an index that another process is building
    ├── StoreUnavailableError           an unreachable or incomplete database
    ├── ModelUnavailableError           a model that cannot be loaded
    ├── qa.errors.InvalidQuestionError  an invalid question or filter
    ├── qa.errors.CalibrationError      a calibration file that cannot be read
    ├── qa.errors.FeedbackError         feedback that cannot be stored or read
    ├── qa.evaluation.metrics.EvaluationUnavailableError  packages for evaluation are missing
    └── qa.evaluation.cache.CacheError  a cache of vectors that cannot be read or written

A message says what is wrong, where, and what to do about it. Any other exception that reaches a
user is a bug.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LINE_BREAK = re.compile(r" *[^\S ]\s*")
"""Space that holds a line break, a tab or the like. Other spaces stay: a name may have two."""


def printable(path: Path) -> str:
    """Return a path as text in which control characters, such as newlines, are escaped."""
    return _printable(str(path))


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class DatelineError(Exception):
    """An error that the user can correct."""


class SettingsError(DatelineError):
    """A setting is unknown or invalid."""


class CorpusError(DatelineError):
    """A corpus, or one of its files, cannot be read.

    Attributes:
        path: File or folder at fault.
        line: Line at fault, counted from 1; None if the error concerns the whole file.
        reason: Message without the place.
    """

    def __init__(self, reason: str, path: Path, line: int | None = None) -> None:
        reason = _printable(
            _LINE_BREAK.sub(" ", reason.strip())
        )  # it may quote the content of a file
        place = printable(path) if line is None else f"{printable(path)}:{line}"
        super().__init__(f"{place}: {reason}")
        self.reason = reason
        self.path = path
        self.line = line


class IndexNotBuiltError(DatelineError):
    """The store has no index."""


class IndexMismatchError(DatelineError):
    """The index was built with another model, format version or set of filter fields."""


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
