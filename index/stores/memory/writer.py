"""Stage the next generation of an index in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from index.stores.datatypes import Staging, StoredEncoding
from index.stores.memory.snapshot import MemorySnapshot, Staged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.late_interaction import WordCodec
    from index.stores.datatypes import BuildRecord, EncodedArticle, EncoderFingerprint, IndexInfo
    from index.stores.memory import MemoryStore
    from index.stores.protocol import BaseGeneration


class MemoryWriter:
    """Stages the next generation in memory; see ``Writer`` and ``IncrementalWriter``."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._staged: Staged | None = None

    @property
    def _staging(self) -> Staged:
        if self._staged is None:
            raise TypeError("open_staging must be called first")
        return self._staged

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """See ``Writer.open_staging``."""
        if base is not None and not isinstance(base, MemorySnapshot):
            raise TypeError(f"{base!r} is not a generation of an index in memory")
        saved = self._store.saved
        resumed = saved is not None and saved.encoder == encoder and saved.codec.is_like(codec)
        if saved is not None and resumed:
            self._staged = saved.copy()
        elif base is not None:
            self._staged = base.staged.copy()
        else:
            self._staged = Staged(encoder, codec)
        return Staging(self._staging.codec, resumed)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.digests``."""
        return self._staging.digests()

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.signatures``."""
        for article_id in sorted(self._staging.articles):
            yield article_id, self._staging.articles[article_id].fingerprints.signature

    def clusters(self) -> dict[str, str]:
        """See ``Writer.clusters``."""
        return dict(self._staging.clusters)

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        return self._staging.articles[article_id].article

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        encoded = self._staging.articles[article_id]
        packed = encoded.word_vectors or [b""] * len(encoded.passages)
        vectors = encoded.vectors.astype(np.float16)
        return [
            StoredEncoding(passage, vector, words)
            for passage, vector, words in zip(encoded.passages, vectors, packed, strict=True)
        ]

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        dimension = self._staging.encoder.dimension
        for encoded in articles:
            if encoded.vectors.shape[1] != dimension:
                raise ValueError(
                    f"vectors of shape {encoded.vectors.shape} do not have {dimension} dimensions"
                )
        self._staging.articles.update((encoded.article.id, encoded) for encoded in articles)

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        self.remove([encoded.article.id for encoded in articles])
        self.add(articles)

    def remove(self, article_ids: Collection[str]) -> None:
        """See ``Writer.remove``."""
        for article_id in article_ids:
            self._staging.articles.pop(article_id, None)
            self._staging.clusters.pop(article_id, None)

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """See ``Writer.mark_near_duplicates``."""
        for article_id, cluster in changed.items():
            if cluster is None:
                self._staging.clusters.pop(article_id, None)
            elif article_id in self._staging.articles:
                self._staging.clusters[article_id] = cluster

    def save(self) -> None:
        """See ``Writer.save``."""
        self._store.saved = self._staging.copy()

    def pending(self) -> list[str]:
        """See ``IncrementalWriter.pending``."""
        return self._staging.pending()

    def embed(self, encodings: Sequence[StoredEncoding]) -> None:
        """See ``IncrementalWriter.embed``."""
        found = {one.passage.id: one for one in encodings}
        for article_id in {one.passage.article_id for one in encodings}:
            staged = [found.get(one.passage.id, one) for one in self.encodings(article_id)]
            words = [one.word_vectors for one in staged]
            self._staging.articles[article_id] = replace(
                self._staging.articles[article_id],
                vectors=np.array([one.vector for one in staged]),
                word_vectors=words if any(words) else (),
            )

    def publish_early(self, record: BuildRecord) -> IndexInfo:
        """See ``IncrementalWriter.publish_early``."""
        info = self._store.publish(self._staging.copy(), record)
        self.save()
        return info

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """See ``Writer.publish``; search is exact, so that no queries are needed."""
        del queries, progress
        return self._store.publish(self._staging.copy(), record)

    def abandon(self) -> None:
        """See ``Writer.abandon``."""
        self._store.saved = self._staged = None
