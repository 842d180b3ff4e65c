"""Read manifests: tables that date documents which have no date of their own.

A ``manifest.csv`` in the folder of a PDF, or in a parent folder, has a row for it: its ``file``,
its date and other fields, under any names that a table of articles may have. A Zotero library
exported as CSV is a manifest, too: it names the files attached to its entries.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from index.corpus.aliases import ALIASES, folded
from index.corpus.cleaning import is_nothing
from index.corpus.records import Record
from index.corpus.sources import MemberFile
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from index.corpus.options import CorpusOptions
    from index.corpus.sources import SourceFile

MANIFEST = "manifest.csv"

_FILE_COLUMNS = frozenset(
    map(folded, ("file", "filename", "file_path", "path", "file_location", "file_attachments"))
)
_OF_ZOTERO = {"Key", "Item Type"}
_OF_ENTRIES = ("Date Modified",)  # of the entry in the library, not of the article
_SEVERAL = re.compile(r"\s*;\s*")
_DATES = "published", "updated", "not_later_than"
_PAGE_TITLE = "page_title"  # tried after every title that a manifest can have


def document(
    file: SourceFile, text: str, own: Mapping[str, str], evidence: Mapping[str, str]
) -> Record | CorpusError:
    """Return the record of a document, with the fields that its manifest gives.

    Args:
        file: The document.
        text: Text of the document.
        own: Trustworthy metadata of the document, by role.
        evidence: Origins of the dates in ``own``.

    Returns:
        The record; an error if the document has no date of publication or no text.

    Raises:
        CorpusError: If the manifest cannot be read.
    """
    if not text.strip():
        return file.error(
            "has no text that can be read; if it is a scan, recognise its text first (as ocrmypdf)"
        )
    row = row_of(file)
    dated = bool(row) and _is_dated(row, file.options)
    values: dict[str, Any] = {
        (_PAGE_TITLE if name == "title" else name): value
        for name, value in own.items()
        if value and not (dated and name in _DATES)
    }
    if not dated and not values.keys() & {*_DATES} and file.options.undated != "keep":
        return file.error(
            f"no date: nothing that can be trusted says when it was published; write it into a "
            f"{MANIFEST} beside it, with the columns file and date"
        )
    named = {} if not dated else {name: f"manifest {name}" for name in row}
    return Record({**values, **row, "text": text}, whole=True, evidence={**evidence, **named})


def row_of(file: SourceFile) -> dict[str, str]:
    """Return a file's row in the nearest manifest that has one; empty without one."""
    for manifest, content, name in _manifests(file):
        rows = _rows_by_path(manifest, content, file.options.encoding)
        if name in rows:
            return rows[name]
    return {}


def state_of(file: SourceFile) -> bytes:
    """Return bytes that change whenever a file's manifests change."""
    return b"\0".join(content for _, content, _ in _manifests(file))


def _manifests(file: SourceFile) -> Iterator[tuple[Path, bytes, str]]:
    """Yield manifests from the file's folder up to that of the corpus.

    Yields:
        The path of a manifest, its content, and the path of the file relative to it.
    """
    parts = PurePosixPath(file.name).parts
    for depth in range(1, len(parts) + 1):
        path = file.path.parents[depth - 1] / MANIFEST
        if isinstance(file, MemberFile):
            held = file.manifests.get(PurePosixPath(*parts[:-depth], MANIFEST).as_posix())
            if held is not None:
                yield path, held, "/".join(parts[-depth:])
        elif path.is_file():
            state = path.stat()
            content = _read_bytes(path, state.st_mtime_ns, state.st_size)
            yield path, content, "/".join(parts[-depth:])


@lru_cache(16)
def _read_bytes(path: Path, changed: int, size: int) -> bytes:  # noqa: ARG001 (of the key alone)
    return path.read_bytes()


@lru_cache(16)
def _rows_by_path(manifest: Path, content: bytes, encoding: str) -> dict[str, dict[str, str]]:
    from index.corpus.options import CorpusOptions
    from index.corpus.readers import delimited

    rows: dict[str, dict[str, str]] = {}
    options = CorpusOptions(encoding=encoding)
    source = MemberFile(manifest, MANIFEST, options, partial(io.BytesIO, content))
    for found in delimited.read(source):
        if isinstance(found, CorpusError):
            raise found
        columns = [name for name in found.values if folded(name) in _FILE_COLUMNS]
        if not columns:
            raise source.error("no column named file; name the documents in one", 1)
        left_out = {*columns, *(_OF_ENTRIES if found.values.keys() >= _OF_ZOTERO else ())}
        row = {name: value for name, value in found.values.items() if name not in left_out}
        for path in _SEVERAL.split(found.values[columns[0]]):
            rows.setdefault(_relative_path(path), row)
    return rows


def _relative_path(path: str) -> str:
    """Return a path with forward slashes; of a path on another machine, the file name."""
    plain = path.strip().replace("\\", "/")
    if plain.startswith("/") or re.match(r"[A-Za-z]:/", plain):
        return PurePosixPath(plain).name
    return PurePosixPath(plain).as_posix()


def _is_dated(row: Mapping[str, str], options: CorpusOptions) -> bool:
    given = {folded(options.fields[role]) for role in _DATES if role in options.fields}
    known = {name for role in _DATES for name in ALIASES[role]} | given
    return any(folded(name) in known and not is_nothing(value) for name, value in row.items())
