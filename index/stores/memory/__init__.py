"""Store an index in memory: a simple reference implementation, for tests and small corpora."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import IndexCorruptError, IndexLockedError, IndexNotBuiltError
from index.stores.memory.snapshot import MemorySnapshot, Staged
from index.stores.memory.writer import MemoryWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.embedders import Embedder
    from index.stores.datatypes import BuildRecord, IndexInfo

__all__ = ["MemoryStore"]


class MemoryStore:
    """An index in memory; see ``Store``.

    It holds the last two generations.

    Args:
        place: Address of the store in messages.

    Examples:
        >>> MemoryStore("memory://example").place
        'memory://example'
    """

    def __init__(self, place: str = "memory://") -> None:
        self.place = place
        self._snapshots: list[MemorySnapshot] = []
        self.saved: Staged | None = None  # last save of an interrupted writer
        self._writing = threading.Lock()
        self._published = 0

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """See ``Store.build_command``."""
        named = "" if model is None else f", model={model!r}"
        return f"index.builder.build({corpus!r}, {self.place!r}{named})"

    def current(self) -> str:
        """See ``Store.current``."""
        return self.info().generation

    def info(self) -> IndexInfo:
        """See ``Store.info``."""
        return self.open().info

    def open(self) -> MemorySnapshot:
        """See ``Store.open``."""
        if not self._snapshots:
            raise IndexNotBuiltError(
                f"there is no index in {self.place}; build it: {self.build_command()}"
            )
        return self._snapshots[-1]

    def read_base(self) -> MemorySnapshot:
        """See ``Store.read_base``."""
        return self.open()

    @contextmanager
    def write(self, *, fresh: bool = False) -> Iterator[MemoryWriter]:
        """See ``Store.write``."""
        if not self._writing.acquire(blocking=False):
            raise IndexLockedError(
                f"another writer is building the index in {self.place}; wait until it is done"
            )
        try:
            if fresh:
                self.saved = None
            yield MemoryWriter(self)
            self.saved = None
        finally:
            self._writing.release()

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """See ``Store.check``; only numbers of passages are compared."""
        del deep, embedder, progress
        snapshot = self.open()
        if snapshot.stats().passages != snapshot.info.passages:
            raise IndexCorruptError(
                f"the index in {self.place} has lost passages; build it again: "
                f"{self.build_command()}"
            )
        return snapshot.info

    def publish(self, staged: Staged, record: BuildRecord) -> IndexInfo:
        """Make the staged articles of a writer the current generation."""
        self._published += 1
        snapshot = MemorySnapshot(staged, record, f"generation-{self._published}")
        self._snapshots = [*self._snapshots[-1:], snapshot]
        self.saved = None
        return snapshot.info
