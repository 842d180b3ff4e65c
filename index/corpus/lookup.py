"""Find items by id, reading on from the last one, since most requests are in order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.corpus.items import Item
    from index.corpus.sources import SourceFile


class OpenedFile(NamedTuple):
    """A file, and an iterator over its items.

    Attributes:
        file: The file.
        items: Items that have not been read yet.
        single: Whether the name of the file is the id of its first item.
    """

    file: SourceFile
    items: Iterator[Item]
    single: bool


class Lookup:
    """Finds the items of files by their ids, which begin with the path of their file.

    Args:
        folder: Folder that the paths are relative to.
        opened: Function that opens a file.
    """

    def __init__(self, folder: Path, opened: Callable[[Path], OpenedFile]) -> None:
        self._folder, self._opened = folder, opened
        self._reading: tuple[str, OpenedFile] | None = None

    def forget(self) -> None:
        """Close all files, which may have changed."""
        self._reading = None

    def find(self, article_id: str) -> tuple[SourceFile, Item] | None:
        """Return the file and the item of an id; None if it does not exist."""
        if self._reading is not None and article_id.startswith(self._reading[0]):
            reading = self._reading[1]
            for item in reading.items:
                if item.id == article_id:
                    return reading.file, item
        for path in self.paths_of(article_id):  # from the start, or from another file
            reading = self._opened(path)
            self._reading = f"{reading.file.name}#", reading
            for item in reading.items:
                if item.id == article_id:
                    return reading.file, item
                if reading.single and reading.file.name == article_id:
                    return reading.file, item._replace(id=article_id)
        self._reading = None
        return None

    def paths_of(self, article_id: str) -> Iterator[Path]:
        """Yield the files whose names are a prefix of an id."""
        parts = article_id.split("#")
        for count in range(len(parts), 0, -1):
            name = "#".join(parts[:count])
            if name and os.path.lexists(path := self._folder / name):
                yield path
