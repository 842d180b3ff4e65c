"""Files that need not be read again: their digests, what an index holds of them, what is new."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.corpus.manifests import state_of
from index.corpus.records import Record
from index.corpus.versions import key_in, plain
from index.reports import container_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError
    from index.reports import Container

_CHUNK = 1 << 20
_MOST_FRESH = 16_000_000  # characters
_PER_VALUE = 60  # what a value takes beside its characters
_ITEMS_SHOWN = 1000  # between two looks at the bar


class ByteProgress:
    """Progress through files, in their bytes: half for a digest, half for the reading."""

    def __init__(self, bar: tqdm[None]) -> None:
        self._bar = bar
        self._told = self._size = self._items = 0

    def begin_file(self, size: int) -> None:
        """Begin a file of so many bytes."""
        self._told, self._size = 0, size

    def advance(self, size: int) -> None:
        """Tell that so many bytes went into the digest."""
        self._told += size // 2
        self._bar.update(size // 2)

    def count_item(self) -> None:
        """Tell that an item was read."""
        self._items += 1
        if not self._items % _ITEMS_SHOWN:
            self._bar.set_postfix_str(f"{self._items:,} items read")

    def end_file(self) -> None:
        """End the file."""
        self._bar.update(max(0, self._size - self._told))
        self._told = self._size = 0


@contextmanager
def progress_of(paths: Sequence[Path], *, shown: bool) -> Iterator[ByteProgress]:
    """Show progress through files on standard error, if it is to be shown."""
    total = sum(_size(path) for path in paths) if shown else 0
    with tqdm(
        desc="Comparing",
        total=total,
        unit="B",
        unit_scale=True,
        disable=not shown,
        leave=False,
        dynamic_ncols=True,
    ) as bar:
        yield ByteProgress(bar)


def container_digest(file: SourceFile, fingerprint: bytes, bar: ByteProgress) -> str:
    """Return a digest of a file's bytes and of how they are read; empty if they cannot be read."""
    state = hashlib.blake2b(fingerprint, digest_size=16)
    bar.begin_file(_size(file.path))
    try:
        state.update(state_of(file))
        with file.path.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                state.update(chunk)
                bar.advance(len(chunk))
    except OSError:
        return ""
    return state.hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Held:
    """What an index holds of a corpus.

    Args:
        containers: Files by name.
        digests: Of documents by id, which is the name of their container, or begins with that
            and ``#``.
    """

    def __init__(
        self,
        containers: Mapping[str, Container] | None = None,
        digests: Mapping[str, bytes] | None = None,
    ) -> None:
        self.containers = containers or {}
        self.digests = digests or {}
        self._ids: defaultdict[str, list[str]] | None = None

    def of(self, container: str) -> list[str]:
        """Return the ids of a container's documents."""
        if self._ids is None:
            self._ids = defaultdict(list)
            for article_id in self.digests:
                self._ids[container_of(article_id, self.containers)].append(article_id)
        return self._ids[container]


class Known:
    """The documents of a file as an index holds them.

    Args:
        ids: Of its documents.
        digests: Of these and others, by id.
    """

    def __init__(self, ids: Sequence[str], digests: Mapping[str, bytes]) -> None:
        self._ids, self._digests = ids, digests

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        """See ``Listed``."""
        return self._ids[number - 1]

    def digest(self, number: int) -> bytes:
        """See ``Listed``."""
        return plain(self._digests[self._ids[number - 1]])

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """See ``Listed``."""
        return ((one, plain(self._digests[one])) for one in self._ids)

    def keys(self) -> bytes:
        """See ``Listed``."""
        return b"".join(key_in(self._digests[one]) for one in self._ids)


class Fresh:
    """Items that an index does not hold yet, as they were found, up to 16 million characters.

    They need not be looked for in their files again. Once there are more, none is kept.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[SourceFile, Record | CorpusError]] = {}
        self._size = 0

    def add(self, article_id: str, file: SourceFile, found: Record | CorpusError) -> None:
        """Keep an item, if there is room."""
        if self._size > _MOST_FRESH:
            return
        self._size += _size_of(found)
        if self._size > _MOST_FRESH:
            self._found.clear()
        else:
            self._found[article_id] = file, found

    def forget(self, article_id: str) -> None:
        """Drop an item: another version of it counts."""
        self._found.pop(article_id, None)

    def get(self, article_id: str) -> tuple[SourceFile, Record | CorpusError] | None:
        """Return an item and its file; None if it was not kept."""
        return self._found.get(article_id)


def _size_of(found: Record | CorpusError) -> int:
    if isinstance(found, Record):
        return sum(len(str(value)) + _PER_VALUE for value in found.values.values())
    return len(found.reason) + _PER_VALUE
