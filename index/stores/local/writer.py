"""Stage the next generation of a local index in a folder, and publish it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.stores.datatypes import Staging
from index.stores.local import generations
from index.stores.local.publishing import Publisher, writing
from index.stores.local.staging import LocalBase, open_staging

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
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


class LocalWriter:
    """Writes to a staging folder, and publishes it as the next generation.

    See ``Writer`` and ``IncrementalWriter``.

    Args:
        index_dir: Folder of the index, which must be locked.
        folder: Staging folder.
    """

    def __init__(self, index_dir: Path, folder: Path) -> None:
        self._index_dir = index_dir
        self._folder = folder
        self._staged: tuple[ArticleDatabase, EncoderFingerprint] | None = None
        self._words: Path | None = None  # published generation with the words of the staged one

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
        return self._database.encodings(article_id, self._encoder.dimension)

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        for encoded in articles:
            if encoded.vectors.shape[1] != self._encoder.dimension:
                raise ValueError(
                    f"vectors of shape {encoded.vectors.shape} do not have "
                    f"{self._encoder.dimension} dimensions"
                )
        self._words = None if articles else self._words
        with self._writing():
            for encoded in articles:
                self._database.add(encoded)

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        self.remove([encoded.article.id for encoded in articles])
        self.add(articles)

    def remove(self, article_ids: Collection[str]) -> None:
        """See ``Writer.remove``."""
        self._words = None if article_ids else self._words
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

    def pending(self) -> list[str]:
        """See ``IncrementalWriter.pending``."""
        return self._database.pending()

    def embed(self, encodings: Sequence[StoredEncoding]) -> None:
        """See ``IncrementalWriter.embed``."""
        with self._writing():
            self._database.embed(encodings)

    def publish_early(self, record: BuildRecord) -> IndexInfo:
        """See ``IncrementalWriter.publish_early``."""
        self.save()
        publisher = Publisher(self._index_dir, self._encoder)
        info = publisher.publish_copy(self._folder, record, words=self._words)
        self._words = generations.current(self._index_dir)
        return info

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """See ``Writer.publish``."""
        publisher = Publisher(self._index_dir, self._encoder, progress)
        return publisher.publish(self._folder, self._database, record, queries, words=self._words)

    def abandon(self) -> None:
        """See ``Writer.abandon``."""
        self.close()
        (self._folder / generations.UNFINISHED).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the database without saving."""
        if self._staged is not None:
            self._database.close()

    def _writing(self) -> AbstractContextManager[None]:
        return writing(self._index_dir)
