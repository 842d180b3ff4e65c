"""A file of a corpus as its reader sees it: unpacked, decoded, with errors that name its place."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
import sys
import zlib
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from index.corpus.options import CorpusOptions


class _Unpacked(io.RawIOBase):
    """What a packed file holds; damage is an ``OSError``, as of any other file.

    Args:
        packed: The file, which unpacks itself.
        damage: What it raises where it cannot.
        most: Bytes to which it may unpack; more is damage, too.
    """

    def __init__(self, packed: io.BufferedIOBase, damage: type[Exception], most: int) -> None:
        self._packed, self._damage, self._most = packed, damage, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (any writable buffer)
        try:
            # One piece: what is whole is read before the end is found to be missing.
            data = self._packed.read1(len(buffer))
        except self._damage as error:
            raise OSError("it is damaged; fetch it again") from error
        if data and self._packed.tell() > self._most:
            raise OSError(
                f"it unpacks to more than {MOST_RATIO} times its size; if that is meant, unpack it"
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
    most = MOST_OF_MEMBER if hasattr(given, "read") else most_unpacked(given.stat().st_size)
    return io.BufferedReader(_Unpacked(packed, damage, most), _CHUNK)


MOST_RATIO = 100
"""Unpacked to packed: texts have 3 to 10, tables that repeat themselves up to 50."""

MOST_OF_MEMBER = 2_000_000_000
"""Bytes to which a packed file in an archive may unpack."""

_ALLOWANCE = 100_000_000  # bytes that any file may unpack to


def most_unpacked(size: int) -> int:
    """Return to how many bytes a packed file of so many may unpack."""
    return size * MOST_RATIO + _ALLOWANCE


COMPRESSED: dict[str, Callable[[Path | IO[bytes]], IO[bytes]]] = {
    ".gz": _open_gzip,
    ".bz2": _open_bz2,
    ".xz": _open_xz,
    ".zst": _open_zstd,
}
"""How files are opened that are packed by themselves, by their last suffix."""

LARGEST_WHOLE = 200_000_000
"""Bytes of a document that has to be in memory at once, unpacked."""

LONGEST_TEXT = 50_000_000
"""Characters of an article."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark begins it
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})"""
    rb"""|<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
_CHUNK = 1 << 16
_SAMPLE = 100_000  # bytes to each side of the first that is not UTF-8
_LEAST_CONFIDENCE = 0.01  # of chardet, which gives .05 to a short line and .002 to noise


class Decoding(NamedTuple):
    """How the bytes of a file become characters.

    Attributes:
        encoding: The name of a codec.
        errors: ``surrogateescape`` where single bytes of UTF-8 are damaged; what holds them is
            refused by itself.
    """

    encoding: str
    errors: str = "strict"


class SourceFile:
    """A file to read.

    Args:
        path: Where it is.
        name: Its path within the corpus.
        options: What the user said about the corpus.
    """

    def __init__(self, path: Path, name: str, options: CorpusOptions) -> None:
        self.path, self.name, self.options = path, name, options
        self._decoding: Decoding | None = None

    @property
    def suffix(self) -> str:
        """The suffix that tells its format, in small letters: ``.csv`` of ``a.CSV.gz``."""
        return suffix_of(self.name)

    def error(self, reason: str, line: int | None = None) -> CorpusError:
        """Return an error that names the file, and the line (from 1) if one is at fault."""
        return CorpusError(reason, self.path, line)

    def open(self) -> IO[bytes]:
        """Open it, unpacked."""
        unpack = COMPRESSED.get(self.path.suffix.lower())
        return unpack(self.path) if unpack else self.path.open("rb")

    def head(self, size: int = 4096) -> bytes:
        """Return how it begins."""
        with self.open() as file:
            try:
                return file.read(size)
            except EOFError:  # cut off within its first bytes
                pass
        with self.open() as file:
            return file.read1(size)  # type: ignore[attr-defined, no-any-return]

    def read(self) -> bytes:
        """Return all of it.

        Raises:
            CorpusError: If it is larger than what may be in memory at once.
        """
        chunks: list[bytes] = []
        size = 0
        for chunk in self._chunks():
            size += len(chunk)
            if size > LARGEST_WHOLE:
                most = LARGEST_WHOLE // 10**6
                raise self.error(f"has more than {most} MB in one document; split it")
            chunks.append(chunk)
        return b"".join(chunks)

    def open_text(self) -> io.TextIOWrapper:
        """Open it, unpacked and decoded; ends of lines stay as they are.

        Raises:
            CorpusError: If nothing tells how it is encoded.
        """
        decoding = self.decoding
        return io.TextIOWrapper(
            self.open(),
            decoding.encoding,
            decoding.errors,
            newline="",
        )

    def lines(self) -> Iterator[str]:
        """Yield its lines, unpacked and decoded, with their ends.

        Raises:
            CorpusError: If one is too large to be in memory, or nothing tells how it is encoded.
        """
        with self.open_text() as text:
            number = 1
            while line := text.readline(LARGEST_WHOLE):
                if len(line) == LARGEST_WHOLE:
                    most = LARGEST_WHOLE // 10**6
                    raise self.error(f"has more than {most} million characters; split it", number)
                yield line
                number += 1

    def text(self) -> str:
        """Return all of it, decoded; a byte order mark of UTF-8 stays.

        Raises:
            CorpusError: If it is too large, or nothing tells how it is encoded.
        """
        encoding, errors = self.decoding
        return self.read().decode("utf-8" if encoding == "utf-8-sig" else encoding, errors)

    @property
    def encoding(self) -> str:
        """Its encoding, if that was asked for; else empty."""
        return self._decoding.encoding if self._decoding else ""

    @property
    def decoding(self) -> Decoding:
        """How it is encoded: as was said, by its mark, UTF-8, as it declares, or the likeliest.

        Raises:
            CorpusError: If nothing tells.
        """
        if self._decoding is None:
            self._decoding = self._decide()
        return self._decoding

    def _decide(self) -> Decoding:
        if self.options.encoding:
            return Decoding(self.options.encoding)
        head = self.head()
        for mark, encoding in _MARKS.items():
            if head.startswith(mark):
                return Decoding(encoding)
        if wide := _wide(head):
            return Decoding(wide)
        before, bad = self._first_that_is_not_utf_8()
        if bad is None:
            return Decoding("utf-8")
        if _has_utf_8(before) or _has_utf_8(bad[1:]):
            return Decoding("utf-8", "surrogateescape")
        if declared := declared_encoding(head):
            return Decoding(declared)
        return Decoding(self._likeliest(before[-_SAMPLE:] + bad))

    def _first_that_is_not_utf_8(self) -> tuple[bytes, bytes | None]:
        """Return samples from before the first byte that is not UTF-8, and from there on.

        The second one is None if there is no such byte.
        """
        decoder = codecs.getincrementaldecoder("utf-8")()
        before = b""
        for chunk in self._chunks():
            kept = decoder.getstate()[0]
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                data = kept + chunk
                return before + data[: error.start], data[error.start : error.start + _SAMPLE]
            before = chunk[-_SAMPLE:]
        return before, None

    def _chunks(self) -> Iterator[bytes]:
        with self.open() as file:
            while chunk := file.read(_CHUNK):
                yield chunk
        yield b""

    def _likeliest(self, sample: bytes) -> str:
        import chardet

        found = chardet.detect(sample)
        encoding, confidence = found.get("encoding"), found.get("confidence") or 0.0
        try:
            sure = encoding is not None and confidence >= _LEAST_CONFIDENCE
            if encoding is not None and sure and not _is_noise(sample.decode(encoding, "replace")):
                return encoding
        except LookupError:
            pass
        raise self.error(
            "not UTF-8, and nothing tells what else; name its encoding, as --encoding windows-1252"
        )


def declared_encoding(head: bytes) -> str:
    """Return the encoding that markup declares of itself; empty if it names none that can be.

    What is read as ISO 8859-1 is Windows-1252, as browsers have it (WHATWG Encoding, 4.2).

    Args:
        head: How the markup begins; it is no UTF-8.
    """
    match = _DECLARED.search(head) if head.lstrip()[:1] == b"<" else None
    if match is None:
        return ""
    return usable_encoding((match[1] or match[2]).decode("ascii", "ignore"))


def usable_encoding(name: str) -> str:
    """Return the codec for a declared encoding of bytes that are neither UTF-8 nor UTF-16."""
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError):  # unknown, or no encoding of text
        return ""
    if found in ("iso8859-1", "ascii"):
        return "cp1252"
    return "" if found.startswith("utf") else found


class MemberFile(SourceFile):
    """A file inside of another one.

    Args:
        path: What it is called in errors.
        name: Its path within the other one.
        options: What the user said about the corpus.
        opened: Opens its bytes, as often as it is called.
        manifests: The manifests beside it, by their paths within the other one.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        options: CorpusOptions,
        opened: Callable[[], IO[bytes]],
        manifests: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        super().__init__(path, name, options)
        self.manifests = manifests
        self._opened = opened

    def open(self) -> IO[bytes]:
        """Open it, unpacked."""
        unpack = COMPRESSED.get(self.path.suffix.lower())
        return unpack(self._opened()) if unpack else self._opened()


def suffix_of(name: str) -> str:
    """Return the suffix that tells a format, in small letters: ``.csv`` of ``a.CSV.gz``."""
    stem, dot, last = name.lower().rpartition(".")
    if dot and f".{last}" in COMPRESSED:
        stem, dot, last = stem.rpartition(".")
    return f".{last}" if dot and stem else ""


def _wide(head: bytes) -> str:
    """Return UTF-16 where Latin text without a mark is in it: every other byte is NUL."""
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _has_utf_8(data: bytes) -> bool:
    """Return whether there are characters of several bytes, well encoded."""
    text = data.decode("utf-8", "ignore")
    return any(letter > "\x7f" for letter in text)


def _is_noise(text: str) -> bool:
    return len(_CONTROLS.findall(text)) * 50 > len(text)
