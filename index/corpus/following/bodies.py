"""Decompress the bodies of responses, up to a maximum size."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from index.corpus.following.fetching import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


def read_body(chunks: Iterable[bytes], headers: Mapping[str, str], most: int) -> bytes:
    """Return a decompressed body.

    Args:
        chunks: Its bytes, as received.
        headers: Headers of the response, in lower case.
        most: Maximum size in bytes, decompressed.

    Raises:
        FetchError: If the body is too large, truncated, or compressed by a method that was not
            accepted.
    """
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed by {packing[:40]!r}, which was not asked for")
    packed = packing not in ("", "identity")
    body = _read_all(_decompressed(chunks) if packed else chunks, most)
    if body.startswith(_GZIP):  # a gzip file, whatever its headers say
        body = _read_all(_decompressed([body]), most)
    return body


def _read_all(chunks: Iterable[bytes], most: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise FetchError(f"has more than {most / 1e6:g} MB", transient=False)
    return bytes(body)


def _decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield decompressed data in bounded chunks, however far the data expands."""
    unpack = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                unpack = unpack or zlib.decompressobj(_window(rest))
                yield unpack.decompress(rest, _CHUNK)
                rest = unpack.unconsumed_tail
                if unpack.eof:
                    # What follows is another gzip member, or padding.
                    rest = unpack.unused_data
                    if not rest.startswith(_GZIP):
                        return
                    unpack = None
        while unpack is not None and (last := unpack.decompress(b"", _CHUNK)):
            yield last  # the decompressor's remaining output
    except zlib.error as error:
        raise FetchError(f"cannot be unpacked ({error})") from error
    if unpack is not None and not unpack.eof:
        raise FetchError("is cut off: its end is missing")


def _window(data: bytes) -> int:
    """Return the ``wbits`` that zlib needs for gzip, zlib or headerless data."""
    headed = data.startswith(_GZIP) or (
        data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    )
    return zlib.MAX_WBITS | 32 if headed else -zlib.MAX_WBITS
