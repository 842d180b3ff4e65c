"""Define the protocols of stores, and open a store by its address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import SettingsError
from index.settings import is_address
from index.stores.capabilities import (
    FindsNearDuplicates,
    HasQueue,
    HasSiblings,
    IncrementalWriter,
    QueueingWriter,
    Tasks,
    TaskWriter,
)
from index.stores.datatypes import (
    BuildRecord,
    Candidate,
    CorpusStats,
    Coverage,
    EncodedArticle,
    EncoderFingerprint,
    Evidence,
    Fingerprints,
    IndexInfo,
    PassageInfo,
    QueuedDocument,
    SearchQuality,
    Staging,
    StoredEncoding,
    StoredPassage,
)
from index.stores.protocol import BaseGeneration, Snapshot, Store, Writer

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "SCHEMES",
    "BaseGeneration",
    "BuildRecord",
    "Candidate",
    "CorpusStats",
    "Coverage",
    "EncodedArticle",
    "EncoderFingerprint",
    "Evidence",
    "FindsNearDuplicates",
    "Fingerprints",
    "HasQueue",
    "HasSiblings",
    "IncrementalWriter",
    "IndexInfo",
    "PassageInfo",
    "QueuedDocument",
    "QueueingWriter",
    "SearchQuality",
    "Snapshot",
    "Staging",
    "Store",
    "StoredEncoding",
    "StoredPassage",
    "TaskWriter",
    "Tasks",
    "Writer",
    "open_store",
    "with_siblings",
]


def _postgresql(address: str) -> Store:
    from index.stores.postgresql import PostgresStore

    return PostgresStore(address)


SCHEMES: dict[str, Callable[[str], Store]] = {"postgres": _postgresql, "postgresql": _postgresql}
"""Functions that open a store, by the scheme of its address; a path without one is a folder."""


def open_store(place: Path | str | Store) -> Store:
    """Return the store at an address; it need not contain an index.

    Args:
        place: A folder, or a URL whose scheme is in ``SCHEMES``; a store is returned unchanged.

    Raises:
        SettingsError: If the scheme is not supported.

    Examples:
        >>> open_store("var/index").place
        'var/index'
    """
    if not isinstance(place, Path | str):
        return place
    if not is_address(str(place)):
        from index.stores.local import LocalStore

        return LocalStore(Path(place))
    scheme = str(place).partition("://")[0]
    if scheme not in SCHEMES:
        supported = ", ".join(["a folder", *(f"{name}://…" for name in sorted(SCHEMES))])
        raise SettingsError(f"there is no store for {scheme}:// addresses; use one of: {supported}")
    return SCHEMES[scheme](str(place))


def with_siblings(address: str) -> HasSiblings:
    """Return the store at an address, if it can create sibling stores.

    Raises:
        SettingsError: If it cannot be opened, or cannot create siblings.
    """
    store = open_store(address)
    if not isinstance(store, HasSiblings):
        raise SettingsError(
            f"no indexes for evaluation can be made beside {store.place}; name a database: --store "
            "postgresql://user@host/database"
        )
    return store
