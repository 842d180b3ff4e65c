"""Define optional capabilities of stores: early publication, queues for workers, siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from index.datatypes import Article
    from index.late_interaction import WordCodec
    from index.stores.datatypes import (
        BuildRecord,
        EncodedArticle,
        EncoderFingerprint,
        IndexInfo,
        QueuedDocument,
        StoredEncoding,
    )
    from index.stores.protocol import Store


@runtime_checkable
class HasSiblings(Protocol):
    """A store that can create other stores beside it, for evaluation and benchmarks."""

    def sibling(self, name: str) -> Store:
        """Return a store beside this one; it is created if it does not exist."""
        ...

    def scratch(self) -> AbstractContextManager[Store]:
        """Provide an empty store beside this one, and delete it afterwards."""
        ...


@runtime_checkable
class IncrementalWriter(Protocol):
    """A writer that can publish staged articles while a build goes on.

    It takes articles whose passages are not embedded yet (``EncodedArticle.vectors``). They are
    searched by their words, and embedded later.
    """

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        ...

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        ...

    def save(self) -> None:
        """See ``Writer.save``."""
        ...

    def pending(self) -> list[str]:
        """Return the ids of the staged articles with passages that are not embedded.

        The newest article is first, in the order of ``Snapshot.articles``.
        """
        ...

    def embed(self, encodings: Sequence[StoredEncoding]) -> None:
        """Set the vectors of staged passages, which are identified by their ids."""
        ...

    def publish_early(self, record: BuildRecord) -> IndexInfo:
        """Save and publish what is staged, as ``Writer.publish`` does, and keep staging.

        Search is exact in the generation. The staging area is not changed.

        Args:
            record: Metadata of the build so far.
        """
        ...


class TaskWriter(Protocol):
    """A worker's writer: it writes to the staging area of the builder that queued the documents."""

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        ...

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        ...

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        ...

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        ...


@runtime_checkable
class QueueingWriter(Protocol):
    """A writer that can leave the embedding to workers in other processes."""

    def queued(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and digest of each queued document, in the order of the ids."""
        ...

    def enqueue(self, documents: Sequence[QueuedDocument]) -> None:
        """Queue documents durably; they replace queued documents with the same ids."""
        ...

    def waiting(self) -> int:
        """Return the number of queued documents, including those that a worker is embedding."""
        ...

    def clear_queue(self) -> None:
        """Wait for the workers that have taken documents, and empty the queue."""
        ...


@runtime_checkable
class FindsNearDuplicates(Protocol):
    """A writer that finds near-duplicates without holding all signatures in one process."""

    def changed_clusters(self) -> dict[str, str | None]:
        """Return the new cluster of each article whose cluster changed; None for no cluster.

        The clusters are those of ``NearDuplicateFinder`` over all articles.
        """
        ...


class Tasks(Protocol):
    """The queued documents, as a worker sees them."""

    def encoder(self) -> tuple[EncoderFingerprint, WordCodec] | None:
        """Return the encoder that they need; None if the queue is empty."""
        ...

    def take(
        self, limit: int, encoder: EncoderFingerprint
    ) -> AbstractContextManager[tuple[TaskWriter, list[QueuedDocument]]]:
        """Take documents in a transaction that ends with the block.

        If the block raises, its writes are undone and the documents stay in the queue.

        Args:
            limit: Maximum number of documents.
            encoder: Encoder of the worker; no document is returned if they need another encoder.
        """
        ...


@runtime_checkable
class HasQueue(Protocol):
    """A store whose documents can be embedded by workers in several processes."""

    @property
    def place(self) -> str:
        """See ``Store.place``."""
        ...

    def tasks(self) -> AbstractContextManager[Tasks]:
        """Register as a worker.

        Raises:
            StoreUnavailableError: If the store cannot be reached.
        """
        ...
