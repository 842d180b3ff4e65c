"""Publish a staged generation: build its search indexes, describe it, and make it current."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.errors import DatelineError, IndexWriteError
from index.filters import Filters
from index.stores.datatypes import SearchQuality
from index.stores.local import errors, generations
from index.stores.local.columns import Columns
from index.stores.local.database import DATABASE, ArticleDatabase
from index.stores.local.manifest import FORMAT, Manifest, checksum, checksums
from index.stores.local.staging import CARRIED_OVER
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from index.stores.datatypes import BuildRecord, EncoderFingerprint, IndexInfo

WORDS, VECTORS, COLUMNS = "words", "vectors.faiss", "columns"
"""Files of the search indexes in the folder of a generation."""

_ENGINE_ERRORS = ValueError, RuntimeError
"""Exceptions by which tantivy and FAISS report a full disk."""

_TENTH = 0.1  # share of the passages with which filtered search is measured


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes the generations of one build.

    Attributes:
        index_dir: Folder of the index, which must be locked.
        encoder: Identity of the encoder.
        progress: Show progress bars on standard error.
    """

    index_dir: Path
    encoder: EncoderFingerprint
    progress: bool = False

    def publish(
        self,
        folder: Path,
        database: ArticleDatabase,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        words: Path | None = None,
    ) -> IndexInfo:
        """Turn a staging folder into the current generation; its database is closed.

        Args:
            folder: Staging folder.
            database: Its database.
            record: Metadata of the build.
            queries: Function that returns unit vectors of sample questions.
            words: Published generation with the same articles, whose word index is copied.
        """
        build = partial(self._build_indexes, folder, database, queries, words=words)
        return self._publish(folder, database, record, build)

    def publish_copy(
        self, folder: Path, record: BuildRecord, *, words: Path | None = None
    ) -> IndexInfo:
        """Make a copy of a staging folder the current generation; search is exact.

        Args:
            folder: Staging folder, whose database has been saved.
            record: Metadata of the build so far.
            words: Published generation with the same articles, whose word index is copied.
        """
        with writing(self.index_dir):
            copied = generations.new_folder(folder.parent)
        try:
            with writing(self.index_dir):
                for name in CARRIED_OVER:
                    shutil.copyfile(folder / name, copied / name)
                database = ArticleDatabase(copied / DATABASE, writable=True)
            try:
                build = partial(self._build_indexes, copied, database, words=words, exact=True)
                return self._publish(copied, database, record, build, kept=folder)
            finally:
                database.close()
        except BaseException:
            shutil.rmtree(copied, ignore_errors=True)
            raise

    def _publish(
        self,
        folder: Path,
        database: ArticleDatabase,
        record: BuildRecord,
        build_indexes: Callable[[], SearchQuality],
        *,
        kept: Path | None = None,
    ) -> IndexInfo:
        with writing(self.index_dir):
            database.finish()
        with ThreadPoolExecutor(1, "checksum") as beside:
            # From here on, the largest file is not modified.
            largest = beside.submit(checksum, folder / DATABASE)
            quality = build_indexes()
        with writing(self.index_dir):
            stats = database.stats(Filters())
            pending = len(database.pending())
            database.close()
            (folder / generations.UNFINISHED).unlink(missing_ok=True)
            errors.write(folder, record.left_out)
            manifest = Manifest(
                format=FORMAT,
                model=self.encoder.model,
                dimension=self.encoder.dimension,
                passage_bytes=self.encoder.passage_bytes,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                corpus=record.corpus,
                options=dict(record.options),
                articles=stats.articles,
                passages=stats.passages,
                unread=record.unread,
                pending=pending,
                skipped={name: digest.hex() for name, digest in record.skipped.items()},
                reasons=record.reasons(),
                containers=dict(record.report.containers),
                passed_over=dict(record.report.passed_over),
                languages=dict(stats.languages),
                dated=dict(stats.dated),
                published=tuple(one.isoformat() for one in stats.published or ()),
                search=quality,
                files=checksums(folder, {DATABASE: largest.result()}),
            )
            manifest.write(folder)
            return manifest.info(generations.publish(self.index_dir, folder, kept))

    def _build_indexes(
        self,
        folder: Path,
        database: ArticleDatabase,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        words: Path | None = None,
        exact: bool = False,
    ) -> SearchQuality:
        """Build the three indexes from the database: columns, words and vectors.

        Returns:
            Type and recall of the vector index.
        """
        bar = partial(tqdm, disable=not self.progress, leave=False, dynamic_ncols=True)
        with writing(self.index_dir):
            count = database.count_articles()
            columns = Columns.build(database.rows())
            columns.save(folder / COLUMNS)
        if words is None or not _copy_words(words, folder):
            articles = bar(database.articles(), "Words", count, unit=" articles")
            with writing(self.index_dir, *_ENGINE_ERRORS):
                WordIndex.build(folder / WORDS, articles)
        dimension, total = self.encoder.dimension, len(columns)

        def blocks() -> Iterator[NDArray[np.float16]]:
            with bar(desc="Vectors", total=total, unit=" passages", unit_scale=True) as shown:
                for block in database.vectors(dimension):
                    yield block
                    shown.update(len(block))

        with writing(self.index_dir, *_ENGINE_ERRORS):
            vectors = VectorIndex.build(blocks, total, dimension, exact=exact)
        quality = SearchQuality()
        if queries is not None and not vectors.is_exact:
            questions = queries()  # outside of writing: it raises errors of the model
            with writing(self.index_dir):
                quality = vectors.tune(questions, blocks, columns.newest(_TENTH))
        with writing(self.index_dir, *_ENGINE_ERRORS):
            vectors.save(folder / VECTORS)
        return quality


def _copy_words(generation: Path, folder: Path) -> bool:
    """Copy the word index of a generation; return False if it is damaged or missing."""
    shutil.rmtree(folder / WORDS, ignore_errors=True)
    try:
        manifest = Manifest.read(generation)
        for name in manifest.files:
            if Path(name).parts[0] == WORDS:
                manifest.verify(generation, name)
        shutil.copytree(generation / WORDS, folder / WORDS, ignore=shutil.ignore_patterns("*.lock"))
    except (DatelineError, FileNotFoundError):
        shutil.rmtree(folder / WORDS, ignore_errors=True)
        return False
    return True


@contextmanager
def writing(index_dir: Path, *also: type[Exception]) -> Iterator[None]:
    """Convert errors of the file system, of SQLite and of an engine to ``IndexWriteError``.

    Args:
        index_dir: Folder of the index.
        *also: Exceptions of the engine.
    """
    caught: tuple[type[Exception], ...] = (OSError, sqlite3.Error, *also)
    try:
        yield
    except caught as error:
        raise IndexWriteError(
            f"the index in {index_dir} cannot be written ({error}); free some space "
            "there, or choose another folder with --index-dir"
        ) from error
