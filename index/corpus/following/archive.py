"""Store the articles of a feed durably, in append-only files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from index.corpus.aliases import ALIASES, folded
from index.corpus.following.web import shown
from index.corpus.readers.collected import CollectedItem
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from io import BufferedRandom
    from pathlib import Path

_ODD = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_NAME = 60
_DIGEST = 16  # bytes
_TAIL = 1 << 16
_OF_FEED = "source_name", "language"


@dataclass(frozen=True, slots=True)
class CollectedState:
    """State of a collected article.

    Attributes:
        file: File that has all its versions.
        digest: Digest of the newest version's values.
        updates: Digest of the newest version's dates of update.
        bare: Whether its page was never requested.
        item: Newest version if its page is to be requested again; else None.
        first: Time at which the first version was collected.
        collected: Time at which the newest version was collected.
    """

    file: str
    digest: bytes
    updates: bytes
    bare: bool
    item: CollectedItem | None
    first: str
    collected: str


def folder_name(feed: str) -> str:
    """Return the name of a feed's folder: its address in characters that file names allow."""
    plain = _ODD.sub("-", re.sub(r"^\w+://", "", shown(feed))).strip("-.")[:_LONGEST_NAME]
    return (
        f"{plain.rstrip('-.')}-{hashlib.blake2b(shown(feed).encode(), digest_size=4).hexdigest()}"
    )


def digest_of(values: Mapping[str, Any]) -> bytes:
    """Return a digest of an item's values, without what the feed says about itself."""
    return _digest({name: value for name, value in values.items() if name not in _OF_FEED})


def updates_of(values: Mapping[str, Any]) -> bytes:
    """Return a digest of an item's dates of update."""
    names = ALIASES["updated"]
    return _digest({name: value for name, value in values.items() if folded(name) in names})


def _digest(values: Mapping[str, Any]) -> bytes:
    spelt = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(spelt.encode("utf-8", "replace"), digest_size=_DIGEST).digest()


class Archive:
    """The articles of one feed, in files of JSON Lines: one for each month of collecting.

    All versions of an article are in the file of the first one; the last one counts. Lines are
    written as a whole: an incomplete line, left by a crash, is cut off when the archive is opened
    again.

    Args:
        folder: Folder of the files.

    Raises:
        CorpusError: If the files cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, CollectedState] = {}
        self._open: dict[str, BufferedRandom] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(folder.glob("*.jsonl")):
                self._load(path)
        except OSError as error:
            raise CorpusError(f"cannot be read: {error.strerror or error}", folder) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()
        self._open.clear()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, item_id: str) -> CollectedState | None:
        """Return the state of an article; None if it has not been collected."""
        return self._kept.get(item_id)

    def pending(self) -> list[CollectedItem]:
        """Return the articles whose pages are still to be requested."""
        return [kept.item for kept in self._kept.values() if kept.item is not None]

    def add(self, item: CollectedItem) -> None:
        """Add a version; ``save`` makes it durable.

        Raises:
            CorpusError: If it cannot be written.
        """
        before = self._kept.get(item.id)
        name = before.file if before else f"{item.collected[:7]}.jsonl"
        path = self._folder / name
        try:
            if name not in self._open:
                path.touch()
                self._open[name] = path.open("r+b")
                self._open[name].seek(0, os.SEEK_END)
            self._open[name].write(item.to_line().encode())
            self._open[name].flush()
        except OSError as error:
            raise CorpusError(f"cannot be written: {error.strerror or error}", path) from error
        self._note(name, item)

    def save(self) -> None:
        """Flush all added versions to disk.

        Raises:
            CorpusError: If they cannot be written.
        """
        try:
            for file in self._open.values():
                os.fsync(file.fileno())
                file.close()
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            raise CorpusError(reason, self._folder) from error
        finally:
            self._open.clear()

    def _load(self, path: Path) -> None:
        _cut(path)
        with path.open("rb") as file:
            for line in file:
                try:
                    self._note(path.name, CollectedItem.from_line(line.decode()))
                except (ValueError, RecursionError):
                    continue  # reading the corpus reports it

    def _note(self, name: str, item: CollectedItem) -> None:
        self._kept[item.id] = CollectedState(
            name,
            digest_of(item.values),
            updates_of(item.values),
            not item.page and not item.page_error,
            item if item.tries else None,
            item.first,
            item.collected,
        )


def _cut(path: Path) -> None:
    """Cut off an incomplete line at the end of a file, left by a crash."""
    with path.open("r+b") as file:
        size = end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - _TAIL)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        if end < size:
            file.truncate(end)
