"""Find the files below a folder that may hold articles."""

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
    """Yield a file, or the files below a folder and the folders that cannot be read.

    Hidden folders and indexes are skipped.

    Raises:
        OSError: If ``place`` is a folder that cannot be read.
    """
    if not place.is_dir():
        yield place
        return
    closed: list[OSError] = []
    for folder, below, names in os.walk(place, onerror=closed.append):
        if "generations" in below and "CURRENT" in names:
            below.clear()  # an index inside its own corpus
            continue
        below[:] = (name for name in below if not name.startswith("."))
        yield from (Path(folder, name) for name in names)
    for error in closed:
        if Path(error.filename) == place:
            raise error
        if not isinstance(error, FileNotFoundError):  # deleted since it was listed
            yield Path(error.filename)


def is_article_file(path: Path) -> bool:
    """Return whether a file has a known format and exists."""
    return not is_passed_over(path) and is_known(path.name) and path.is_file()


def is_passed_over(path: Path) -> bool:
    """Return whether a file is hidden, or is a manifest or an options file."""
    return path.name.startswith(".") or path.name in (FILE, MANIFEST)
