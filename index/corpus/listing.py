"""List a file: the ids and digests of its items, its newest versions, and its date orders."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from index.corpus.dating import order_of
from index.corpus.digests import Digests
from index.corpus.items import (
    FileFacts,
    id_of,
    own_id,
    place_of_item,
    place_of_row,
    records,
)
from index.corpus.records import Record
from index.corpus.versions import NO_KEY, NO_STAMP, SIZE, STAMPED, stamp, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.corpus.items import Found, Reading
    from index.corpus.mapper import Mapper
    from index.corpus.roles import Fields
    from index.corpus.sources import SourceFile
    from index.corpus.versions import Version

_DATES = "published", "updated", "not_later_than"


class Listing:
    """The ids and digests of a file's items, in order, and facts about the whole file.

    Items are not kept in memory. The digest of an item with an id includes its version
    (``index.corpus.versions``).

    Args:
        file: File to list.
        mapper: Mapper that finds ids and versions.
        fingerprint: Other inputs of a digest: the options, and the version of the readers.
        notice: Function that is called with the id, the digest and the content of each item.
        most: Maximum number of items; None for all.
        read: Function that yields the items.
    """

    def __init__(
        self,
        file: SourceFile,
        mapper: Mapper,
        fingerprint: bytes,
        notice: Callable[[str, bytes, Found], None] | None = None,
        most: int | None = None,
        read: Reading | None = None,
    ) -> None:
        self._file, self._mapper = file, mapper
        self._ids: list[str] = []
        self._lines = array("q")
        self._digests = bytearray()
        self._unread: set[int] = set()
        orders = _Orders()
        digests = Digests(fingerprint)
        for number, found in enumerate(islice((read or records)(file), most), 1):
            stamped = NO_STAMP
            if isinstance(found, Record):
                fields = mapper.fields(found)
                identity = mapper.identity(fields)
                article_id = own_id(file, number, found, identity)
                if identity := found.identity or identity:
                    stamped = stamp(mapper.key(identity, fields), mapper.version(fields))
                orders.see(number, fields)
            else:
                article_id = id_of(file, mapper, number, found)
                if isinstance(found.__cause__, OSError):
                    self._unread.add(number)
            self._ids.append(article_id)
            self._lines.append(found.line or 0)
            digest = digests.of(found)
            self._digests += digest + stamped
            if notice is not None:
                own = digest if stamped is NO_STAMP else digest + stamped
                notice(article_id, b"" if number in self._unread else own, found)
        decided = orders.decided()
        self.facts = FileFacts(*self._repeated(), decided)
        for number in orders.undecided:  # another order would change the date
            self._add_to_digest(number, repr(sorted(decided.items())))
        for number, where in self.facts.newer.items():
            self._add_to_digest(number, where)  # so that the digest includes it
            key = (number - 1) * STAMPED + SIZE
            self._digests[key : key + len(NO_KEY)] = NO_KEY  # not compared across files

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        """Return the id of an item, by its number from 1."""
        if number in self.facts.newer:
            return place_of_item(self._file, number)
        if number in self.facts.numbered:
            return place_of_row(self._file, number)
        return self._ids[number - 1]

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """See ``Listed``."""
        renamed = bool(self.facts.newer or self.facts.numbered)
        for number, own in enumerate(self._ids, 1):
            yield self.id(number) if renamed else own, self.digest(number)

    def first_id(self, number: int) -> str:
        """Return the id that an item shares with others, by its number from 1."""
        return self._ids[number - 1]

    def digest(self, number: int) -> bytes:
        """Return the digest of an item, by its number from 1; empty if it cannot be read."""
        if number in self._unread:
            return b""
        whole = bytes(self._digests[(number - 1) * STAMPED : number * STAMPED])
        return whole[:SIZE] if whole.endswith(NO_STAMP) else whole

    def keys(self) -> bytes:
        """Return the key of each item across files: 8 bytes each, NUL bytes without a key."""
        import numpy as np

        every = np.frombuffer(self._digests, dtype=np.uint8).reshape(-1, STAMPED)
        return every[:, SIZE : SIZE + len(NO_KEY)].tobytes()

    def _add_to_digest(self, number: int, fact: str) -> None:
        start = (number - 1) * STAMPED
        state = hashlib.blake2b(self._digests[start : start + SIZE], digest_size=SIZE)
        state.update(fact.encode())
        self._digests[start : start + SIZE] = state.digest()

    def _repeated(self) -> tuple[dict[int, str], frozenset[int]]:
        """Return ``FileFacts.newer`` and ``FileFacts.numbered``: of several items with one id."""
        if len({*self._ids}) == len(self._ids):
            return {}, frozenset()
        repeated = {one for one, count in Counter(self._ids).items() if count > 1}
        best: dict[str, tuple[Version, int]] = {}
        versions: dict[int, str] = {}
        numbered: set[int] = set()
        for number, own in enumerate(self._ids, 1):
            if own not in repeated:
                continue
            digest = self.digest(number)
            if len(digest) < STAMPED:
                numbered.add(number)
                continue
            versions[number] = own
            version = version_of(digest), number
            best[own] = max(best.get(own, version), version)
        newest = {own: number for own, (_, number) in best.items()}
        newer = {
            number: self._where(newest[own])
            for number, own in versions.items()
            if newest[own] != number
        }
        return newer, frozenset(numbered)

    def _where(self, number: int) -> str:
        line = self._lines[number - 1]
        return f"line {line}" if line else f"item {number}"


class _Orders:
    """The order of day and month in the dates of each field."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)
        self.undecided: list[int] = []

    def see(self, number: int, fields: Fields) -> None:
        """Note which orders the dates of an item show, by its number."""
        undecided = False
        for role in _DATES:
            for name in fields.layout[role]:
                value = fields.of[name]
                if isinstance(value, str) and (order := order_of(value)):
                    if order == "either":
                        undecided = True
                    else:
                        self._shown[name].add(order)
        if undecided:
            self.undecided.append(number)

    def decided(self) -> dict[str, str]:
        """Return the orders of fields whose dates show one, by their names."""
        return {name: min(shown) for name, shown in self._shown.items() if len(shown) == 1}
