"""Build and search an index of dated news articles.

The package is independent of ``qa``, which answers questions from an index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from index.builder import build, update
    from index.corpus.formats import open_corpus

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
    "build",
    "open_corpus",
    "update",
]

_LAZY = {
    "build": "index.builder",
    "open_corpus": "index.corpus.formats",
    "update": "index.builder",
}  # their modules take a second to import

__version__ = "0.2.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 (the type of the attribute)
    """Import the slow part of the API when it is first used (PEP 562)."""
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
