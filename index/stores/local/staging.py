"""Open the staging area of a local index: what an interrupted builder saved, a copy, or nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from index.errors import IndexCorruptError, IndexWriteError
from index.filters import field_types
from index.late_interaction import WordCodec
from index.stores.local import errors
from index.stores.local.generations import UNFINISHED, build_command
from index.stores.local.manifest import FORMAT, Manifest
from index.stores.local.record import RECORD, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.reports import LeftOut
    from index.stores.datatypes import EncoderFingerprint, IndexInfo

CODEC = "codec.npy"
"""The file of a generation that says how its word vectors are packed."""

KEPT = {RECORD, CODEC}
"""The files that the next generation takes over; all others are made anew."""


@dataclass(frozen=True, slots=True)
class LocalBase:
    """A published generation in a folder; see ``BaseGeneration``.

    Attributes:
        folder: Where it is.
        manifest: Its description.
        codec: How its word vectors are packed.
    """

    folder: Path
    manifest: Manifest
    codec: WordCodec

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Verify the files that the next generation takes over.

        Raises:
            IndexMismatchError, IndexCorruptError: If they cannot be taken over.
        """
        manifest = Manifest.read(folder)
        for name in KEPT:
            manifest.verify(folder, name)
        return cls(folder, manifest, WordCodec.load(folder / CODEC))

    @property
    def info(self) -> IndexInfo:
        """See ``BaseGeneration.info``."""
        return self.manifest.info(self.folder)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``BaseGeneration.digests``.

        Raises:
            IndexCorruptError: If the record cannot be read.
        """
        try:
            record = Record(self.folder / RECORD, writable=False)
            yield from record.digests()
            record.close()
        except sqlite3.Error as error:
            command = build_command(
                self.folder.parent.parent, self.manifest.corpus, self.manifest.model
            )
            raise IndexCorruptError(
                f"{self.folder / RECORD} cannot be read ({error}); build the index again: "
                f"{command} --fresh"
            ) from error

    def left_out(self) -> Iterator[LeftOut]:
        """See ``BaseGeneration.left_out``; what is damaged is found out anew."""
        try:
            self.manifest.verify(self.folder, errors.ERRORS)
            yield from errors.read(self.folder)
        except (IndexCorruptError, OSError, ValueError, TypeError):
            return

    def is_intact(self) -> bool:
        """See ``BaseGeneration.is_intact``; other fields of filters are a fault as well."""
        try:
            for name in self.manifest.files.keys() - KEPT:
                self.manifest.verify(self.folder, name)
            record = Record(self.folder / RECORD, writable=False)
            fields = record.fields()
            record.close()
        except (IndexCorruptError, ValueError, sqlite3.Error):
            return False
        return fields == field_types()


def open_staging(
    folder: Path, encoder: EncoderFingerprint, codec: WordCodec, base: LocalBase | None
) -> tuple[Record, WordCodec, bool]:
    """Open the record of a staging folder for writing; see ``Writer.open_staging``.

    Returns:
        The record; how its word vectors are packed; whether an interrupted build is resumed.
    """
    resumed = _resume(folder, encoder, codec)
    if resumed is not None:
        return *resumed, True
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if base is not None:
        codec = base.codec
        shutil.copyfile(base.folder / RECORD, folder / RECORD)
    record = Record(folder / RECORD, writable=True)
    codec.save(folder / CODEC)
    (folder / UNFINISHED).write_text(json.dumps(_fingerprint(encoder)), "utf-8")
    return record, codec, False


def _fingerprint(encoder: EncoderFingerprint) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(encoder)}


def _resume(
    folder: Path, encoder: EncoderFingerprint, codec: WordCodec
) -> tuple[Record, WordCodec] | None:
    """Open what a builder with the same encoder saved; None if there is nothing to resume."""
    try:
        fingerprint = json.loads((folder / UNFINISHED).read_text("utf-8"))
        saved = WordCodec.load(folder / CODEC)
        if fingerprint != _fingerprint(encoder) or not saved.is_like(codec):
            return None
        return Record(folder / RECORD, writable=True), saved
    except (OSError, ValueError, sqlite3.Error, IndexWriteError):
        return None
