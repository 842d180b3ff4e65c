"""Choose the newest of several versions of an article in several files."""

from __future__ import annotations

import hashlib
import re
import struct
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIZE = 16
"""Bytes in the digest of a document."""

_STAMP = struct.Struct(">8s3d")
STAMPED = SIZE + _STAMP.size
"""Bytes in a digest with a version stamp."""

NO_KEY = bytes(8)
NO_STAMP = bytes(_STAMP.size)
_OLDER, _SAME = b"<", b"="
# URIs, e-mail ids and UUIDs are unique across files.
_UNIQUE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,30}:\S{4,}|\S+@\S+\.\S+|[0-9A-Fa-f]{32,}"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    re.ASCII,
)


class Version(NamedTuple):
    """Sort key of an article's versions, the newest last.

    Attributes:
        number: Version number; 0 if there is none.
        moment: Time of update or publication, in seconds since 1970; minus infinity if unknown.
        seen: Time by which it was out (crawl, download, export), in the same unit.
    """

    number: float
    moment: float
    seen: float


UNKNOWN = Version(0.0, float("-inf"), float("-inf"))


def is_unique(identity: str) -> bool:
    """Return whether an id is unique across files, like a URN, and unlike 4711."""
    return _UNIQUE.fullmatch(identity) is not None


def key_of(parts: Iterable[str]) -> bytes:
    """Return the key of an article from the parts of its identifier; ``NO_KEY`` without any."""
    text = "\0".join(parts)
    if not text:
        return NO_KEY
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def stamp(key: bytes, version: Version) -> bytes:
    """Return the bytes that store a version in an index, after the digest."""
    return _STAMP.pack(key, *version)


def version_of(digest: bytes) -> Version:
    """Return the version in a stamped digest."""
    return Version(*_STAMP.unpack(digest[SIZE:STAMPED])[1:])


def plain(digest: bytes) -> bytes:
    """Return the digest of a document, without the mark of ``superseded_in``."""
    return digest[:STAMPED]


def key_in(digest: bytes) -> bytes:
    """Return the key in a digest; ``NO_KEY`` if it has no stamp."""
    return digest[SIZE : SIZE + len(NO_KEY)] if len(digest) >= STAMPED else NO_KEY


class Listed(Protocol):
    """The documents of a file, either as read or as stored in an index."""

    def __len__(self) -> int: ...

    def id(self, number: int) -> str:
        """Return the id of a document, by its number from 1."""
        ...

    def digest(self, number: int) -> bytes:
        """Return the digest of a document, without a mark of ``superseded_in``."""
        ...

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and the digest of each document, in order."""
        ...

    def keys(self) -> bytes:
        """Return the concatenated keys of all documents; ``NO_KEY`` where there is none."""
        ...


def superseded_in(files: Sequence[Listed]) -> dict[str, bytes]:
    """Return the marked digests of documents that another file's version supersedes, by id.

    A marked digest changes with the superseding version; ``reason_of`` decodes it.
    """
    found: dict[str, bytes] = {}
    ends = [*accumulate(map(len, files))]
    for places in _repeated([one.keys() for one in files]):
        rivals = []
        for place in places:
            at = bisect_right(ends, place)
            number = place - (ends[at - 1] if at else 0) + 1
            rivals.append(_Rival(files[at].id(number), files[at].digest(number)))
        best = _newest(rivals)
        found |= {one.id: _marked_digest(one, best) for one in rivals if one is not best}
    return found


class _Rival(NamedTuple):
    """A version of an article: its id and its stamped digest."""

    id: str
    digest: bytes


def _newest(rivals: Sequence[_Rival]) -> _Rival:
    """Return the version to use: the newest, else that of the last file.

    Of identical versions, the first is used, so that an article that is delivered again does not
    change.
    """
    last = max(version_of(one.digest) for one in rivals)
    best = sorted(one for one in rivals if version_of(one.digest) == last)
    content = best[-1].digest[:SIZE]
    return next(one for one in best if one.digest[:SIZE] == content)


def _marked_digest(one: _Rival, by: _Rival) -> bytes:
    mark = _SAME if one.digest[:SIZE] == by.digest[:SIZE] else _OLDER
    return one.digest + mark + by.id.encode("utf-8", "surrogatepass")


def reason_of(article_id: str, digest: bytes) -> str:
    """Return why a document is not used; empty if it is not superseded."""
    mark, other = digest[STAMPED : STAMPED + 1], digest[STAMPED + 1 :]
    if not mark:
        return ""
    known = other.decode("utf-8", "surrogatepass")[:200]
    if mark == _SAME:
        reason = f"the same article stands in {known!r}, too"
    else:
        reason = f"an older version of {article_id[:200]!r}, of which the newest is {known!r}"
    return (
        f"{reason}; if they are different articles, name the field of their ids, as --field id=NAME"
    )


def _repeated(keys: Sequence[bytes]) -> list[list[int]]:
    """Return the positions of each key that occurs more than once."""
    import numpy as np

    every = np.frombuffer(b"".join(keys), dtype=np.uint64)
    order = np.argsort(every, kind="stable")
    ranked = every[order]
    same = (ranked[1:] == ranked[:-1]) & (ranked[1:] != 0)
    groups: list[list[int]] = []
    for at in np.flatnonzero(same).tolist():
        first, second = int(order[at]), int(order[at + 1])
        if groups and groups[-1][-1] == first:
            groups[-1].append(second)
        else:
            groups.append([first, second])
    return groups
