"""Items by their ids: read on from the last one, since they are mostly asked for in their order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.corpus.items import Item
    from index.corpus.sources import SourceFile


class OpenedFile(NamedTuple):
    """A file, and its items as they are read.

    Attributes:
        file: The file.
        items: Those that were not read yet.
        single: Whatever is first in it is what the file's name is the id of.
    """

    file: SourceFile
    items: Iterator[Item]
    single: bool


class Lookup:
    """Finds the items of files by their ids, which begin with the path of their file.

    Args:
        folder: What the paths are relative to.
        opened: Opens a file.
    """

    def __init__(self, folder: Path, opened: Callable[[Path], OpenedFile]) -> None:
        self._folder, self._opened = folder, opened
        self._reading: tuple[str, OpenedFile] | None = None

    def forget(self) -> None:
        """Begin anew: files may have changed."""
        self._reading = None

    def find(self, article_id: str) -> tuple[SourceFile, Item] | None:
        """Return the file and the item of an id; None if there is none."""
        if self._reading is not None and article_id.startswith(self._reading[0]):
            reading = self._reading[1]
            for item in reading.items:
                if item.id == article_id:
                    return reading.file, item
        for path in self.paths_of(article_id):  # from the beginning, or of another file
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
        """Yield the files whose names begin an id."""
        parts = article_id.split("#")
        for count in range(len(parts), 0, -1):
            name = "#".join(parts[:count])
            if name and os.path.lexists(path := self._folder / name):
                yield path
