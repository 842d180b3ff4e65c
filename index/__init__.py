"""Articles → passages → a searchable index. Knows nothing of questions."""

from __future__ import annotations

from index.datatypes import Article, Hit, Passage, Period
from index.errors import (
    CorpusError,
    DatelineError,
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    IndexNotBuiltError,
    IndexWriteError,
    ModelUnavailableError,
    SettingsError,
)
from index.filters import Filters

__all__ = [
    "Article",
    "CorpusError",
    "DatelineError",
    "Filters",
    "Hit",
    "IndexCorruptError",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexNotBuiltError",
    "IndexWriteError",
    "ModelUnavailableError",
    "Passage",
    "Period",
    "SettingsError",
    "__version__",
]

__version__ = "0.1.0"
