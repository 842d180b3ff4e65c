"""What was collected of a feed, kept for good: files that lines are only ever added to."""

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
class Kept:
    """What is known of an article that was collected.

    Attributes:
        file: The file that has all its versions.
        digest: Of the newest version's values.
        updates: Of what the newest version says of its updates.
        bare: Its page was never asked for.
        item: The newest version, where its page is to be asked for once more; else None.
        first: When the first version was collected.
        collected: When the newest one was.
    """

    file: str
    digest: bytes
    updates: bytes
    bare: bool
    item: CollectedItem | None
    first: str
    collected: str


def folder_name(feed: str) -> str:
    """Return what the folder of a feed is called: its address, as far as names of files allow."""
    plain = _ODD.sub("-", re.sub(r"^\w+://", "", shown(feed))).strip("-.")[:_LONGEST_NAME]
    return (
        f"{plain.rstrip('-.')}-{hashlib.blake2b(shown(feed).encode(), digest_size=4).hexdigest()}"
    )


def digest_of(values: Mapping[str, Any]) -> bytes:
    """Return what changes whenever an item of a feed does, and not with what the feed is called."""
    return _digest({name: value for name, value in values.items() if name not in _OF_FEED})


def updates_of(values: Mapping[str, Any]) -> bytes:
    """Return what changes whenever an item says that it was updated."""
    names = ALIASES["updated"]
    return _digest({name: value for name, value in values.items() if folded(name) in names})


def _digest(values: Mapping[str, Any]) -> bytes:
    spelt = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(spelt.encode("utf-8", "replace"), digest_size=_DIGEST).digest()


class Archive:
    """The articles of one feed, in files of JSON Lines: one for each month of collecting.

    All versions of an article stand in the file of its first one; the last one counts. A line is
    whole or is not there: what a crash left of one is cut off when the archive is opened again.

    Args:
        folder: Where the files are.

    Raises:
        CorpusError: If they cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Kept] = {}
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

    def get(self, item_id: str) -> Kept | None:
        """Return what is known of an article; None if it was not collected yet."""
        return self._kept.get(item_id)

    def pending(self) -> list[CollectedItem]:
        """Return the articles whose pages are still to be asked for."""
        return [kept.item for kept in self._kept.values() if kept.item is not None]

    def add(self, item: CollectedItem) -> None:
        """Add a version; ``save`` makes it last.

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
        """Return when all that was added is on disk.

        Raises:
            CorpusError: If it cannot be written.
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
                    continue  # reading the corpus tells it

    def _note(self, name: str, item: CollectedItem) -> None:
        self._kept[item.id] = Kept(
            name,
            digest_of(item.values),
            updates_of(item.values),
            not item.page and not item.page_error,
            item if item.tries else None,
            item.first,
            item.collected,
        )


def _cut(path: Path) -> None:
    """Cut off what a crash left of a line at the end of a file."""
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
