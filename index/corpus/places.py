"""Read several places as one corpus: named files and folders, and patterns."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus import watching
from index.corpus.common import place_of
from index.corpus.file_formats import is_known
from index.corpus.files import FileCorpus
from index.corpus.folders import files_below
from index.corpus.options import FILE
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.corpus.options import CorpusOptions


def joined(places: Sequence[str]) -> str:
    """Return places joined as ``open_corpus`` takes them, like ``PATH``: ``a.csv:more/*.json``.

    Raises:
        CorpusError: If a path contains the separator.
    """
    if len(places) > 1:
        for one in places:
            if os.pathsep in one:
                raise CorpusError(
                    f"has a {os.pathsep!r} in its path, which stands between places; name it "
                    "alone, or rename it",
                    Path(one),
                )
    return os.pathsep.join(places)


def is_several(place: Path) -> bool:
    """Return whether a place is a pattern, or several places."""
    text = str(place)
    if os.path.lexists(text) or "://" in text:
        return False
    parts = text.split(os.pathsep)
    return any(glob.has_magic(one) or (len(parts) > 1 and os.path.lexists(one)) for one in parts)


class PlacesCorpus(FileCorpus):
    """The files of several places: files, folders with everything below them, and patterns.

    In a pattern, ``*``, ``?`` and ``[…]`` match parts of a name, and ``**`` matches any folders.
    Files that match later belong to the corpus, too. The id of an article begins with the path of
    its file below the common parent folder of all places; a ``corpus.toml`` there is read.

    Args:
        place: The places, joined by the separator of ``PATH``.
        options: Options for reading them.

    Raises:
        CorpusError: If a place does not exist, or none has a file of a known format.
    """

    def __init__(self, place: Path, options: CorpusOptions | None = None) -> None:
        given = [one for one in str(place).split(os.pathsep) if one]
        self._parts = [os.path.abspath(one) for one in given]  # noqa: PTH100 (patterns, too)
        for one in self._parts:
            if not (os.path.lexists(one) or _matching_paths(one)):
                what = "no file fits the pattern" if glob.has_magic(one) else "does not exist"
                raise CorpusError(f"{what}; name files or folders that are there", Path(one))
        try:
            common = os.path.commonpath([_fixed_part(one) for one in self._parts])
        except ValueError as error:  # on several drives
            raise CorpusError("are on several drives; name places of one", place) from error
        super().__init__(Path(common), options)

    @property
    def place(self) -> str:
        """The absolute paths and patterns."""
        return os.pathsep.join(place_of(Path(one)) for one in self._parts)

    @property
    def writable(self) -> bool:
        """Whether files can be added: never, since it would be unclear to which place."""
        return False

    def watch(self) -> Iterator[None]:
        """Yield once when the watch has begun, and again after each change of a file."""
        folders = [_fixed_part(one) + os.sep for one in self._parts]

        def counts(path: str) -> bool:
            name = Path(path).name
            return path.startswith(tuple(folders)) and (is_known(name) or name == FILE)

        return watching.changes(self.folder, counts)

    def _all_paths(self) -> Iterator[Path]:
        seen: set[Path] = set()
        for part in self._parts:
            found = [part] if os.path.lexists(part) else _matching_paths(part)
            for one in found:
                for path in files_below(Path(one)):
                    if path not in seen:
                        seen.add(path)
                        yield path


def _matching_paths(pattern: str) -> list[str]:
    """Return the paths that match a pattern, outside hidden folders and linked folders."""
    folder = Path(_fixed_part(pattern))
    rest = os.path.relpath(pattern, folder)
    return sorted(
        str(one)
        for one in folder.glob(rest)
        if not any(part.startswith(".") for part in one.relative_to(folder).parts)
    )


def _fixed_part(part: str) -> str:
    """Return the part of a path before its first wildcard."""
    if os.path.isdir(part):  # noqa: PTH112 (a text, as patterns are)
        return part
    folder = os.path.dirname(part)  # noqa: PTH120
    while glob.has_magic(folder) and not os.path.lexists(folder):
        folder = os.path.dirname(folder)  # noqa: PTH120
    return folder
