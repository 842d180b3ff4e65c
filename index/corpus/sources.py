"""Provide a file to its reader: decompressed, decoded, with errors that name file and line."""

from __future__ import annotations

import io
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from index.corpus.encodings import Decoding, decoding_of, kind_of_bytes
from index.corpus.packed_files import CHUNK, COMPRESSED, suffix_of
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from index.corpus.options import CorpusOptions


MAX_WHOLE_BYTES = 200_000_000
"""Bytes of a document that must be in memory as a whole, decompressed."""

LONGEST_TEXT = 50_000_000
"""Characters of an article."""


class SourceFile:
    """A file to read.

    Args:
        path: Path of the file.
        name: Its path within the corpus.
        options: Options of the corpus.
    """

    def __init__(self, path: Path, name: str, options: CorpusOptions) -> None:
        self.path, self.name, self.options = path, name, options
        self._decoding: Decoding | None = None

    @property
    def suffix(self) -> str:
        """The suffix that shows its format, in lower case: ``.csv`` of ``a.CSV.gz``."""
        return suffix_of(self.name)

    def error(self, reason: str, line: int | None = None) -> CorpusError:
        """Return an error that names the file and, if given, the line (from 1)."""
        return CorpusError(reason, self.path, line)

    def open(self) -> IO[bytes]:
        """Open the file, decompressed."""
        unpack = COMPRESSED.get(self.path.suffix.lower())
        return unpack(self.path) if unpack else self.path.open("rb")

    def head(self, size: int = 4096) -> bytes:
        """Return its first bytes."""
        with self.open() as file:
            try:
                return file.read(size)
            except EOFError:  # truncated within its first bytes
                pass
        with self.open() as file:
            return file.read1(size)  # type: ignore[attr-defined, no-any-return]

    def read(self) -> bytes:
        """Return all its bytes.

        Raises:
            CorpusError: If the file is too large to be in memory.
        """
        chunks: list[bytes] = []
        size = 0
        for chunk in self._chunks():
            size += len(chunk)
            if size > MAX_WHOLE_BYTES:
                most = MAX_WHOLE_BYTES // 10**6
                raise self.error(f"has more than {most} MB in one document; split it")
            chunks.append(chunk)
        return b"".join(chunks)

    def open_text(self) -> io.TextIOWrapper:
        """Open the file, decompressed and decoded; line endings are kept.

        Raises:
            CorpusError: If its encoding cannot be determined.
        """
        decoding = self.decoding
        return io.TextIOWrapper(
            self.open(),
            decoding.encoding,
            decoding.errors,
            newline="",
        )

    def lines(self) -> Iterator[str]:
        """Yield its lines, decompressed and decoded, with their line endings.

        Raises:
            CorpusError: If a line is too large to be in memory, or the encoding cannot be
                determined.
        """
        with self.open_text() as text:
            number = 1
            while line := text.readline(MAX_WHOLE_BYTES):
                if len(line) == MAX_WHOLE_BYTES:
                    most = MAX_WHOLE_BYTES // 10**6
                    raise self.error(f"has more than {most} million characters; split it", number)
                yield line
                number += 1

    def text(self) -> str:
        """Return its decoded text; a UTF-8 byte order mark is kept.

        Raises:
            CorpusError: If the file is too large, or its encoding cannot be determined.
        """
        encoding, errors = self.decoding
        return self.read().decode("utf-8" if encoding == "utf-8-sig" else encoding, errors)

    @property
    def encoding(self) -> str:
        """Its encoding, if already determined; else empty."""
        return self._decoding.encoding if self._decoding else ""

    @property
    def decoding(self) -> Decoding:
        """How the file is decoded: by option, byte order mark, UTF-8, declaration, or statistics.

        Raises:
            CorpusError: If the encoding cannot be determined.
        """
        if self._decoding is None:
            self._decoding = self._decide()
        return self._decoding

    def _decide(self) -> Decoding:
        if self.options.encoding:
            return Decoding(self.options.encoding)
        head = self.head()
        if kind := kind_of_bytes(head):
            raise self.error(
                f"is no text, as its name says, but {kind}; give it the suffix of what it is, or "
                "save it as CSV"
            )
        found = decoding_of(head, self._chunks())
        if found is None:
            raise self.error(
                "not UTF-8, and nothing tells what else; name its encoding, as "
                "--encoding windows-1252"
            )
        return found

    def _chunks(self) -> Iterator[bytes]:
        with self.open() as file:
            while chunk := file.read(CHUNK):
                yield chunk
        yield b""


class MemberFile(SourceFile):
    """A file inside another file.

    Args:
        path: Name of the file in errors.
        name: Its path within the outer file.
        options: Options of the corpus.
        opened: Function that opens its bytes; it may be called several times.
        manifests: Manifests in the outer file, by path.
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
        """Open the file, decompressed."""
        unpack = COMPRESSED.get(self.path.suffix.lower())
        return unpack(self._opened()) if unpack else self._opened()
