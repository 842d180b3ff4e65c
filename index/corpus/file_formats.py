"""The formats of files, and which of them a file is in."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.sources import suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.corpus.records import Record
    from index.corpus.sources import SourceFile
    from index.errors import CorpusError


def _any(head: bytes) -> bool:  # noqa: ARG001
    return True


class FileFormat(NamedTuple):
    """A format of files; its reader is imported when a file in it is read.

    Attributes:
        name: What people call it.
        suffixes: Of its files, in small letters.
        reader: The module and the function that read it, as ``delimited:read``, below
            ``index.corpus.readers`` unless the module's name has dots.
        matches: Tells by how a file begins (4,096 bytes, unpacked) whether it is in the format,
            where formats share a suffix.
        single: Each file is one article, whose entry is made without reading it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    matches: Callable[[bytes], bool] = _any
    single: bool = False

    def read(self, file: SourceFile) -> Iterator[Record | CorpusError]:
        """Yield the records of a file, and the errors of what is none."""
        module, _, function = self.reader.partition(":")
        home = module if "." in module else f"index.corpus.readers.{module}"
        read: Callable[[SourceFile], Iterator[Record | CorpusError]]
        read = getattr(importlib.import_module(home), function)
        return read(file)


FILE_FORMATS: list[FileFormat] = [
    FileFormat("text with a date", (".txt",), "dated_text:read", single=True),
    FileFormat("CSV or TSV", (".csv", ".tsv", ".tab"), "delimited:read"),
    FileFormat("JSON Lines", (".jsonl", ".ndjson", ".jl"), "json_documents:read_lines"),
    FileFormat("JSON", (".json",), "json_documents:read"),
]
"""The formats; of those that have a file's suffix, the first one that matches is taken."""


def format_of(file: SourceFile) -> FileFormat:
    """Return the format of a file.

    Raises:
        CorpusError: If it is in none.
        OSError: If it cannot be read.
    """
    named = [one for one in FILE_FORMATS if file.suffix in one.suffixes]
    head = file.head() if any(one.matches is not _any for one in named) else b""
    for one in named:
        if one.matches(head):
            return one
    raise file.error(f"is in no format that is known; those are {', '.join(known_suffixes())}")


def known_suffixes() -> list[str]:
    """Return the suffixes of all formats."""
    plain = [suffix for one in FILE_FORMATS for suffix in one.suffixes]
    return list(dict.fromkeys(plain))


def is_known(name: str) -> bool:
    """Return whether a file so named has a known suffix, packed or not."""
    return suffix_of(name) in known_suffixes()
