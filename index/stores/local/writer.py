"""Write the next generation of a local index: the database, then the indexes derived from it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.errors import IndexWriteError
from index.filters import Filters
from index.stores.datatypes import SearchQuality, Staging
from index.stores.local import errors, generations
from index.stores.local.columns import Columns
from index.stores.local.database import DATABASE
from index.stores.local.manifest import FORMAT, Manifest, checksum, checksums
from index.stores.local.staging import LocalBase, open_staging
from index.stores.local.vectors import VectorIndex
from index.stores.local.words import WordIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.late_interaction import WordCodec
    from index.stores.datatypes import (
        BuildRecord,
        EncodedArticle,
        EncoderFingerprint,
        IndexInfo,
        StoredEncoding,
    )
    from index.stores.local.database import ArticleDatabase
    from index.stores.protocol import BaseGeneration

WORDS, VECTORS, COLUMNS = "words", "vectors.faiss", "columns"
"""Files of the search indexes in the folder of a generation."""

_ENGINE_ERRORS = ValueError, RuntimeError
"""Exceptions by which tantivy and FAISS report a full disk."""

_TENTH = 0.1  # share of the passages with which filtered search is measured


class LocalWriter:
    """Writes to a staging folder, and publishes it as the next generation; see ``Writer``.

    Args:
        index_dir: Folder of the index, which must be locked.
        folder: Staging folder.
    """

    def __init__(self, index_dir: Path, folder: Path) -> None:
        self._index_dir = index_dir
        self._folder = folder
        self._staged: tuple[ArticleDatabase, EncoderFingerprint] | None = None

    @property
    def _database(self) -> ArticleDatabase:
        return self._require_staging()[0]

    @property
    def _encoder(self) -> EncoderFingerprint:
        return self._require_staging()[1]

    def _require_staging(self) -> tuple[ArticleDatabase, EncoderFingerprint]:
        if self._staged is None:
            raise TypeError("open_staging must be called first")
        return self._staged

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """See ``Writer.open_staging``."""
        if base is not None and not isinstance(base, LocalBase):
            raise TypeError(f"{base!r} is not a generation of a local index")
        with self._writing():
            staged, codec, resumed = open_staging(self._folder, encoder, codec, base)
        self._staged = staged, encoder
        return Staging(codec, resumed)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.digests``."""
        return self._database.digests()

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.signatures``."""
        return self._database.signatures()

    def clusters(self) -> dict[str, str]:
        """See ``Writer.clusters``."""
        return self._database.clusters()

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        return self._database.article(article_id)

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        return self._database.encodings(article_id)

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        for encoded in articles:
            if encoded.vectors.shape[1] != self._encoder.dimension:
                raise ValueError(
                    f"vectors of shape {encoded.vectors.shape} do not have "
                    f"{self._encoder.dimension} dimensions"
                )
        with self._writing():
            for encoded in articles:
                self._database.add(encoded)

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        self.remove([encoded.article.id for encoded in articles])
        self.add(articles)

    def remove(self, article_ids: Collection[str]) -> None:
        """See ``Writer.remove``."""
        with self._writing():
            self._database.remove(article_ids)

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """See ``Writer.mark_near_duplicates``."""
        with self._writing():
            self._database.mark_near_duplicates(changed)

    def save(self) -> None:
        """See ``Writer.save``."""
        with self._writing():
            self._database.save()

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """See ``Writer.publish``."""
        with self._writing():
            self._database.finish()
        with ThreadPoolExecutor(1, "checksum") as beside:
            # The largest file, which does not change any more.
            database = beside.submit(checksum, self._folder / DATABASE)
            quality = self._build_indexes(queries, progress=progress)
        with self._writing():
            stats = self._database.stats(Filters())
            self._database.close()
            (self._folder / generations.UNFINISHED).unlink()
            errors.write(self._folder, record.left_out)
            manifest = Manifest(
                format=FORMAT,
                model=self._encoder.model,
                dimension=self._encoder.dimension,
                passage_bytes=self._encoder.passage_bytes,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                corpus=record.corpus,
                options=dict(record.options),
                articles=stats.articles,
                passages=stats.passages,
                skipped={name: digest.hex() for name, digest in record.skipped.items()},
                reasons=record.reasons(),
                containers=dict(record.report.containers),
                passed_over=dict(record.report.passed_over),
                languages=dict(stats.languages),
                dated=dict(stats.dated),
                published=tuple(one.isoformat() for one in stats.published or ()),
                search=quality,
                files=checksums(self._folder, {DATABASE: database.result()}),
            )
            manifest.write(self._folder)
            return manifest.info(generations.publish(self._index_dir, self._folder))

    def _build_indexes(
        self,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> SearchQuality:
        """Build the three indexes from the database: columns, words and vectors.

        Args:
            queries: Function that returns unit vectors of sample questions.
            progress: Show progress bars on standard error.

        Returns:
            Type and recall of the vector index.
        """
        bar = partial(tqdm, disable=not progress, leave=False, dynamic_ncols=True)
        with self._writing():
            count = self._database.count_articles()
            columns = Columns.build(self._database.rows())
            columns.save(self._folder / COLUMNS)
        articles = bar(self._database.articles(), "Words", count, unit=" articles")
        with self._writing(*_ENGINE_ERRORS):
            WordIndex.build(self._folder / WORDS, articles)
        dimension, total = self._encoder.dimension, len(columns)

        def blocks() -> Iterator[NDArray[np.float16]]:
            with bar(desc="Vectors", total=total, unit=" passages", unit_scale=True) as shown:
                for block in self._database.vectors(dimension):
                    yield block
                    shown.update(len(block))

        with self._writing(*_ENGINE_ERRORS):
            vectors = VectorIndex.build(blocks, total, dimension)
        quality = SearchQuality()
        if queries is not None and not vectors.is_exact:
            questions = queries()  # outside of _writing: it raises errors of the model
            with self._writing():
                quality = vectors.tune(questions, blocks, columns.newest(_TENTH))
        with self._writing(*_ENGINE_ERRORS):
            vectors.save(self._folder / VECTORS)
        return quality

    def abandon(self) -> None:
        """See ``Writer.abandon``."""
        self.close()
        (self._folder / generations.UNFINISHED).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the database without saving."""
        if self._staged is not None:
            self._database.close()

    @contextmanager
    def _writing(self, *also: type[Exception]) -> Iterator[None]:
        """Convert errors of the file system, of SQLite and of an engine to ``IndexWriteError``.

        Args:
            *also: Exceptions of the engine.
        """
        errors: tuple[type[Exception], ...] = (OSError, sqlite3.Error, *also)
        try:
            yield
        except errors as error:
            raise IndexWriteError(
                f"the index in {self._index_dir} cannot be written ({error}); free some space "
                "there, or choose another folder with --index-dir"
            ) from error
