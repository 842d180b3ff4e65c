"""Skip unchanged files: their digests, the documents in the index, and new items."""

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
_MAX_NEW_CHARACTERS = 16_000_000  # characters
_PER_VALUE = 60  # overhead of a value, in characters
_ITEMS_SHOWN = 1000  # items between two updates of the progress bar


class ByteProgress:
    """Progress bar in bytes of files: half for computing digests, half for reading."""

    def __init__(self, bar: tqdm[None]) -> None:
        self._bar = bar
        self._shown = self._size = self._items = 0

    def begin_file(self, size: int) -> None:
        """Begin a file of a size in bytes."""
        self._shown, self._size = 0, size

    def advance(self, size: int) -> None:
        """Count bytes that were added to the digest."""
        self._shown += size // 2
        self._bar.update(size // 2)

    def count_item(self) -> None:
        """Count an item that was read."""
        self._items += 1
        if not self._items % _ITEMS_SHOWN:
            self._bar.set_postfix_str(f"{self._items:,} items read")

    def end_file(self) -> None:
        """End the file."""
        self._bar.update(max(0, self._size - self._shown))
        self._shown = self._size = 0


@contextmanager
def progress_of(paths: Sequence[Path], *, shown: bool) -> Iterator[ByteProgress]:
    """Show a progress bar for files on standard error, if ``shown``."""
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
    """Return a digest of a file's bytes and its options; empty if the file cannot be read."""
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


class IndexedCorpus:
    """The files and documents of a corpus that an index has.

    Args:
        containers: Files by name.
        digests: Digests of documents by id. An id is the name of its file, or begins with that name
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


class IndexedFile:
    """The documents of a file that an index has.

    Args:
        ids: Ids of its documents.
        digests: Digests by id; may include documents of other files.
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


class NewItemCache:
    """A cache of new items, up to 16 million characters.

    The cache spares an update from reading files a second time. If the items exceed the limit, the
    cache is emptied and stays empty.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[SourceFile, Record | CorpusError]] = {}
        self._size = 0

    def add(self, article_id: str, file: SourceFile, found: Record | CorpusError) -> None:
        """Store an item, if there is room."""
        if self._size > _MAX_NEW_CHARACTERS:
            return
        self._size += _size_of(found)
        if self._size > _MAX_NEW_CHARACTERS:
            self._found.clear()
        else:
            self._found[article_id] = file, found

    def forget(self, article_id: str) -> None:
        """Remove an item that another version replaces."""
        self._found.pop(article_id, None)

    def get(self, article_id: str) -> tuple[SourceFile, Record | CorpusError] | None:
        """Return an item and its file; None if it is not in the cache."""
        return self._found.get(article_id)


def _size_of(found: Record | CorpusError) -> int:
    if isinstance(found, Record):
        return sum(len(str(value)) + _PER_VALUE for value in found.values.values())
    return len(found.reason) + _PER_VALUE
