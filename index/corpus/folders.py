"""The files below a folder, and which of them may hold articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.file_formats import is_known
from index.corpus.manifests import MANIFEST
from index.corpus.options import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator


def files_below(place: Path) -> Iterator[Path]:
    """Yield a file, or those below a folder, and folders that cannot be read.

    Hidden folders are passed over, and indexes.

    Raises:
        OSError: If the place itself is a folder that cannot be read.
    """
    if not place.is_dir():
        yield place
        return
    closed: list[OSError] = []
    for folder, below, names in os.walk(place, onerror=closed.append):
        if "generations" in below and "CURRENT" in names:
            below.clear()  # an index that is kept inside its corpus
            continue
        below[:] = (name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in names)
    for error in closed:
        if Path(error.filename) == place:
            raise error
        if not isinstance(error, FileNotFoundError):  # it was there a moment ago
            yield Path(error.filename)


def is_article_file(path: Path) -> bool:
    """Return whether a file is in a format that is known, and is there to be read."""
    return not is_passed_over(path) and is_known(path.name) and path.is_file()


def is_passed_over(path: Path) -> bool:
    """Return whether a file is hidden, or says something of others."""
    return path.name.startswith(".") or path.name in (FILE, MANIFEST)
