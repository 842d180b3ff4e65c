"""Define what only some stores can do: publish early, queue for workers, have siblings."""

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
    """A store that can make others beside it, for evaluation and benchmarks."""

    def sibling(self, name: str) -> Store:
        """Return a store beside this one; it is made if it is not there."""
        ...

    def scratch(self) -> AbstractContextManager[Store]:
        """Give an empty store beside this one, and delete it afterwards."""
        ...


@runtime_checkable
class IncrementalWriter(Protocol):
    """A writer that publishes what is staged while a build goes on.

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
        """Save and publish what is staged, as ``Writer.publish`` does, and go on staging.

        Search is exact in the generation. The staging area is not changed.

        Args:
            record: Metadata of the build so far.
        """
        ...


class TaskWriter(Protocol):
    """What a worker writes with: into the staging area of the builder that queued documents."""

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
        """Yield the id and digest of each document that waits, in the order of the ids."""
        ...

    def enqueue(self, documents: Sequence[QueuedDocument]) -> None:
        """Queue documents, durably, in place of those of the same ids."""
        ...

    def waiting(self) -> int:
        """Return how many documents wait, those included that a worker is embedding."""
        ...

    def clear_queue(self) -> None:
        """Remove all documents that wait, when the workers that have taken some are done."""
        ...


@runtime_checkable
class FindsNearDuplicates(Protocol):
    """A writer that finds near-duplicates itself, without all signatures in one process."""

    def changed_clusters(self) -> dict[str, str | None]:
        """Return the cluster of each article that has another now; None for none.

        The clusters are those of ``NearDuplicateFinder`` over all articles.
        """
        ...


class Tasks(Protocol):
    """The documents that wait, as a worker sees them."""

    def encoder(self) -> tuple[EncoderFingerprint, WordCodec] | None:
        """Return what they must be encoded with; None if none waits."""
        ...

    def take(
        self, limit: int, encoder: EncoderFingerprint
    ) -> AbstractContextManager[tuple[TaskWriter, list[QueuedDocument]]]:
        """Take some; what is written in the block is written, and they no longer wait, or neither.

        Args:
            limit: At most so many.
            encoder: What they will be encoded with; none is given if they need another.
        """
        ...


@runtime_checkable
class HasQueue(Protocol):
    """A store whose documents workers in several processes can embed."""

    @property
    def place(self) -> str:
        """See ``Store.place``."""
        ...

    def tasks(self) -> AbstractContextManager[Tasks]:
        """Become a worker.

        Raises:
            StoreUnavailableError: If the store cannot be reached.
        """
        ...
