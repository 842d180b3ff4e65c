"""Open the staging area of a local index: resumed, copied from the base, or empty."""

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
from index.stores.local.database import DATABASE, ArticleDatabase
from index.stores.local.generations import UNFINISHED, build_command
from index.stores.local.manifest import FORMAT, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.reports import LeftOut
    from index.stores.datatypes import EncoderFingerprint, IndexInfo

CODEC = "codec.npy"
"""File of a generation with the codec of its word vectors."""

CARRIED_OVER = {DATABASE, CODEC}
"""Files that the next generation copies from its base; all others are built again."""


@dataclass(frozen=True, slots=True)
class LocalBase:
    """A published generation in a folder; see ``BaseGeneration``.

    Attributes:
        folder: Folder of the generation.
        manifest: Manifest of the generation.
        codec: Quantizer of its word vectors.
    """

    folder: Path
    manifest: Manifest
    codec: WordCodec

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a generation, and verify the files that the next one copies.

        Raises:
            IndexMismatchError, IndexCorruptError: If the files cannot be reused.
        """
        manifest = Manifest.read(folder)
        for name in CARRIED_OVER:
            manifest.verify(folder, name)
        return cls(folder, manifest, WordCodec.load(folder / CODEC))

    @property
    def info(self) -> IndexInfo:
        """See ``BaseGeneration.info``."""
        return self.manifest.info(self.folder)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``BaseGeneration.digests``.

        Raises:
            IndexCorruptError: If the database cannot be read.
        """
        try:
            database = ArticleDatabase(self.folder / DATABASE, writable=False)
            yield from database.digests()
            database.close()
        except sqlite3.Error as error:
            command = build_command(
                self.folder.parent.parent, self.manifest.corpus, self.manifest.model
            )
            raise IndexCorruptError(
                f"{self.folder / DATABASE} cannot be read ({error}); build the index again: "
                f"{command} --fresh"
            ) from error

    def left_out(self) -> Iterator[LeftOut]:
        """See ``BaseGeneration.left_out``; yields nothing if the file is damaged."""
        try:
            self.manifest.verify(self.folder, errors.ERRORS)
            yield from errors.read(self.folder)
        except (IndexCorruptError, OSError, ValueError, TypeError):
            return

    def is_intact(self) -> bool:
        """See ``BaseGeneration.is_intact``."""
        try:
            for name in self.manifest.files.keys() - CARRIED_OVER:
                self.manifest.verify(self.folder, name)
            database = ArticleDatabase(self.folder / DATABASE, writable=False)
            fields = database.fields()
            database.close()
        except (IndexCorruptError, ValueError, sqlite3.Error):
            return False
        return fields == field_types()


def open_staging(
    folder: Path, encoder: EncoderFingerprint, codec: WordCodec, base: LocalBase | None
) -> tuple[ArticleDatabase, WordCodec, bool]:
    """Open the database in a staging folder for writing; see ``Writer.open_staging``.

    Returns:
        The database, the codec of its word vectors, and whether an interrupted build is resumed.
    """
    resumed = _resume(folder, encoder, codec)
    if resumed is not None:
        return *resumed, True
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if base is not None:
        codec = base.codec
        shutil.copyfile(base.folder / DATABASE, folder / DATABASE)
    database = ArticleDatabase(folder / DATABASE, writable=True)
    codec.save(folder / CODEC)
    (folder / UNFINISHED).write_text(json.dumps(_fingerprint_fields(encoder)), "utf-8")
    return database, codec, False


def _fingerprint_fields(encoder: EncoderFingerprint) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(encoder)}


def _resume(
    folder: Path, encoder: EncoderFingerprint, codec: WordCodec
) -> tuple[ArticleDatabase, WordCodec] | None:
    """Open what a build with the same encoder saved; None if there is nothing to resume."""
    try:
        fingerprint = json.loads((folder / UNFINISHED).read_text("utf-8"))
        saved = WordCodec.load(folder / CODEC)
        if fingerprint != _fingerprint_fields(encoder) or not saved.is_like(codec):
            return None
        return ArticleDatabase(folder / DATABASE, writable=True), saved
    except (OSError, ValueError, sqlite3.Error, IndexWriteError):
        return None
