"""The bodies of answers: unpacked, and never larger than they may be."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from index.corpus.following.fetching import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def body_of(chunks: Iterable[bytes], headers: Mapping[str, str], most: int) -> bytes:
    """Return a body, unpacked.

    Args:
        chunks: Its bytes as they come.
        headers: Of the answer, in small letters.
        most: Bytes that it may have, unpacked.

    Raises:
        FetchError: If it is larger, cut off, or packed as was not asked for.
    """
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed by {packing[:40]!r}, which was not asked for")
    packed = packing not in ("", "identity")
    body = _whole(_unpacked(chunks) if packed else chunks, most)
    if body.startswith(_GZIP):  # a file that is packed, whatever the server says of it
        body = _whole(_unpacked([body]), most)
    return body


def _whole(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise FetchError(f"has more than {most / 1e6:g} MB", transient=False)
    return bytes(body)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is packed, some at a time however far it expands."""
    unpack = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                unpack = unpack or zlib.decompressobj(_window(rest))
                yield unpack.decompress(rest, _CHUNK)
                rest = unpack.unconsumed_tail
                if unpack.eof:
                    # What follows is another member, or bytes that mean nothing.
                    rest = unpack.unused_data
                    if not rest.startswith(_GZIP):
                        return
                    unpack = None
        while unpack is not None and (last := unpack.decompress(b"", _CHUNK)):
            yield last  # what it had read and not yet given
    except zlib.error as error:
        raise FetchError(f"cannot be unpacked ({error})") from error
    if unpack is not None and not unpack.eof:
        raise FetchError("is cut off: its end is missing")


def _window(data: bytes) -> int:
    """Return how zlib is told that data are of gzip or zlib, or have no head at all."""
    headed = data.startswith(_GZIP) or (
        data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    )
    return zlib.MAX_WBITS | 32 if headed else -zlib.MAX_WBITS
