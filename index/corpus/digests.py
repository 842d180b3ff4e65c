"""Compute digests of items; a digest changes whenever the article that results would change."""

from __future__ import annotations

import hashlib
import marshal
from typing import TYPE_CHECKING, Any

from index.corpus.versions import SIZE
from index.errors import CorpusError

if TYPE_CHECKING:
    from index.corpus.records import Record

_MAX_NAME_SETS = 1000  # sets of field names in the cache; a table has one


class Digests:
    """Digests of the items of a file.

    Args:
        fingerprint: Other inputs of the digests, such as the options.
    """

    def __init__(self, fingerprint: bytes) -> None:
        self._empty = hashlib.blake2b(fingerprint, digest_size=SIZE)
        self._of_names: dict[tuple[str, ...], hashlib.blake2b] = {}

    def of(self, found: Record | CorpusError) -> bytes:
        """Return the digest of a record, or of the error that excludes an item."""
        if isinstance(found, CorpusError):
            state = self._empty.copy()
            state.update(str(found.reason).encode("utf-8", "surrogatepass"))
            return state.digest()
        state = self._begun(tuple(found.values))
        state.update(_serialized([*found.values.values()]))
        if found.body_start or found.evidence or found.withheld:
            state.update(_serialized([found.body_start, {**found.evidence}, found.withheld]))
        return state.digest()

    def _begun(self, names: tuple[str, ...]) -> hashlib.blake2b:
        begun = self._of_names.get(names)
        if begun is None:
            if len(self._of_names) >= _MAX_NAME_SETS:
                self._of_names.clear()
            begun = self._empty.copy()
            begun.update(_serialized(names))
            self._of_names[names] = begun
        return begun.copy()


def _serialized(values: list[Any] | tuple[str, ...]) -> bytes:
    """Return bytes that differ for values that differ, of any type and length.

    Version 2 of ``marshal`` writes equal values alike, wherever they come from.
    """
    try:
        return marshal.dumps(values, 2)
    except ValueError:  # dates, and subclasses of str
        return marshal.dumps([(type(one).__name__, repr(one)) for one in values], 2)
