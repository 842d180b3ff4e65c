"""Open compressed files, with a limit on how far they may expand."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHUNK = 1 << 16
"""Bytes that are read at a time."""


class _DecompressedFile(io.RawIOBase):
    """The decompressed content of a file; damage raises ``OSError``, as in any other file.

    Args:
        packed: File object that decompresses.
        damage: Exception that it raises on damage.
        most: Maximum size in bytes, decompressed; more counts as damage.
    """

    def __init__(self, packed: io.BufferedIOBase, damage: type[Exception], most: int) -> None:
        self._packed, self._damage, self._limit = packed, damage, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (any writable buffer)
        try:
            # One read at a time: complete data is returned before a missing end is noticed.
            data = self._packed.read1(len(buffer))
        except self._damage as error:
            raise OSError("it is damaged; fetch it again") from error
        if data and self._packed.tell() > self._limit:
            raise OSError(
                f"it unpacks to more than {MAX_RATIO} times its size; if that is meant, unpack it"
            )
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._packed.seek(offset, whence)

    def tell(self) -> int:
        return self._packed.tell()

    def close(self) -> None:
        self._packed.close()
        super().close()


def _open_gzip(path: Path | IO[bytes]) -> IO[bytes]:
    return _buffered(gzip.open(path), zlib.error, path)


def _open_bz2(path: Path | IO[bytes]) -> IO[bytes]:
    return _buffered(bz2.open(path), ValueError, path)


def _open_xz(path: Path | IO[bytes]) -> IO[bytes]:
    return _buffered(lzma.open(path), lzma.LZMAError, path)


def _open_zstd(path: Path | IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return _buffered(zstd.open(path), zstd.ZstdError, path)


def _buffered(
    packed: io.BufferedIOBase, damage: type[Exception], given: Path | IO[bytes]
) -> IO[bytes]:
    most = MAX_MEMBER_BYTES if hasattr(given, "read") else max_unpacked(given.stat().st_size)
    return io.BufferedReader(_DecompressedFile(packed, damage, most), CHUNK)


MAX_RATIO = 100
"""Ratio of decompressed to compressed size: texts have 3 to 10, repetitive tables up to 50."""

MAX_MEMBER_BYTES = 2_000_000_000
"""Bytes to which a compressed file in an archive may expand."""

_ALLOWANCE = 100_000_000  # bytes to which any file may expand


def max_unpacked(size: int) -> int:
    """Return the number of bytes to which a compressed file of this size may expand."""
    return size * MAX_RATIO + _ALLOWANCE


COMPRESSED: dict[str, Callable[[Path | IO[bytes]], IO[bytes]]] = {
    ".gz": _open_gzip,
    ".bz2": _open_bz2,
    ".xz": _open_xz,
    ".zst": _open_zstd,
}
"""Functions that open compressed files, by their last suffix."""


def suffix_of(name: str) -> str:
    """Return the suffix that shows the format, in lower case: ``.csv`` of ``a.CSV.gz``."""
    stem, dot, last = name.lower().rpartition(".")
    if dot and f".{last}" in COMPRESSED:
        stem, dot, last = stem.rpartition(".")
    return f".{last}" if dot and stem else ""
