"""Digests of what is found in a file: they change whenever another article would be read."""

from __future__ import annotations

import hashlib
from array import array
from typing import TYPE_CHECKING

from index.corpus.versions import SIZE
from index.errors import CorpusError

if TYPE_CHECKING:
    from index.corpus.records import Record

_MOST_NAMES = 1000  # sets of names of fields; a table has one
_TEXT = frozenset((str,))


class Digests:
    """Digests of what is found in a file.

    Args:
        fingerprint: What else they depend on.
    """

    def __init__(self, fingerprint: bytes) -> None:
        self._empty = hashlib.blake2b(fingerprint, digest_size=SIZE)
        self._of_names: dict[tuple[str, ...], hashlib.blake2b] = {}

    def of(self, found: Record | CorpusError) -> bytes:
        """Return the digest of what an article is made of, or of why there is none."""
        if isinstance(found, CorpusError):
            state = self._empty.copy()
            state.update(_encoded(str(found.reason)))
            return state.digest()
        values = [*found.values.values()]
        state = self._begun(tuple(found.values))
        if not _TEXT.issuperset(map(type, values)):
            state.update(_encoded(" ".join(type(one).__name__ for one in values)))
            values = [one if isinstance(one, str) else repr(one) for one in values]
        if found.body_start or found.evidence or found.withheld:
            state.update(_encoded(repr((found.body_start, {**found.evidence}, found.withheld))))
        state.update(array("q", map(len, values)))
        state.update(_encoded("".join(values)))
        return state.digest()

    def _begun(self, names: tuple[str, ...]) -> hashlib.blake2b:
        begun = self._of_names.get(names)
        if begun is None:
            if len(self._of_names) >= _MOST_NAMES:
                self._of_names.clear()
            begun = self._empty.copy()
            begun.update(_encoded(repr(names)))
            self._of_names[names] = begun
        return begun.copy()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
