"""Store an index in a local folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import IndexCorruptError, IndexWriteError
from index.stores.local import generations
from index.stores.local.manifest import Manifest
from index.stores.local.snapshot import LocalSnapshot
from index.stores.local.staging import LocalBase
from index.stores.local.writer import LocalWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo


class LocalStore:
    """An index in a folder; see ``Store``.

    Articles, passages and vectors are in SQLite. The search indexes (tantivy, FAISS, columns) are
    derived from it.

    Args:
        index_dir: Folder of the index; it need not exist.
    """

    def __init__(self, index_dir: Path) -> None:
        self._index_dir = index_dir

    @property
    def place(self) -> str:
        """See ``Store.place``."""
        return str(self._index_dir)

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """See ``Store.build_command``."""
        return generations.build_command(self._index_dir, corpus, model)

    def current(self) -> str:
        """See ``Store.current``."""
        return generations.current(self._index_dir).name

    def info(self) -> IndexInfo:
        """See ``Store.info``."""
        folder = generations.current(self._index_dir)
        return Manifest.read(folder).info(folder)

    def open(self) -> LocalSnapshot:
        """See ``Store.open``."""
        folder = generations.current(self._index_dir)
        manifest = Manifest.read(folder)
        manifest.require_files(folder)
        try:
            return LocalSnapshot(folder, manifest)
        except IndexCorruptError as error:
            command = self.build_command(manifest.corpus, manifest.model)
            raise IndexCorruptError(f"{error}; build the index again: {command}") from error

    def read_base(self) -> LocalBase:
        """See ``Store.read_base``."""
        return LocalBase.read(generations.current(self._index_dir))

    @contextmanager
    def write(self, *, fresh: bool = False) -> Iterator[LocalWriter]:
        """See ``Store.write``."""
        try:
            with generations.staging_folder(self._index_dir, fresh=fresh) as folder:
                writer = LocalWriter(self._index_dir, folder)
                try:
                    yield writer
                finally:
                    writer.close()
        except OSError as error:
            raise IndexWriteError(
                f"the index cannot be written to {self._index_dir}: {error.strerror or error}; "
                "free some space, or choose another folder with --index-dir"
            ) from error

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """See ``Store.check``."""
        from index.stores.local.check import check

        return check(self._index_dir, deep=deep, embedder=embedder, progress=progress)
