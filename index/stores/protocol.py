"""Define what a store of passages is: an address, its generations to read, and one to write.

::

    store = open_store(place)                    Store     an address
    snapshot = store.open()                      Snapshot  one generation, immutable
    with store.write() as writer: …              Writer    the next generation, until published

Any implementation must pass ``tests/contracts/store_contract.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    from numpy.typing import NDArray

    from index.analysis import FieldQuery
    from index.datatypes import Article
    from index.embedders import Embedder
    from index.filters import Filters
    from index.late_interaction import WordCodec
    from index.reports import LeftOut
    from index.stores.datatypes import (
        BuildRecord,
        Candidate,
        CorpusStats,
        EncodedArticle,
        EncoderFingerprint,
        Evidence,
        IndexInfo,
        QueuedDocument,
        Staging,
        StoredEncoding,
        StoredPassage,
    )


class Snapshot(Protocol):
    """One published generation: immutable, and safe to share between threads.

    It answers as before for as long as it is open, whatever is published meanwhile. A question
    takes three calls: ``candidates``, ``evidence``, ``passages``.
    """

    @property
    def info(self) -> IndexInfo:
        """What was published."""
        ...

    @property
    def codec(self) -> WordCodec:
        """How its word vectors are packed."""
        ...

    def candidates(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[FieldQuery],
        limit: int,
        filters: Filters | None = None,
    ) -> list[Candidate]:
        """Return the passages nearest to a vector, and those that share terms with a question.

        Args:
            vector: A unit vector, shape ``(dimension,)``.
            terms: What to look up, field by field; a passage's BM25 score is the weighted sum.
            limit: At most so many of either kind.
            filters: Only passages that pass them are ranked; they change no score.

        Returns:
            Each passage once, by cosine similarity, highest first; ties in the order of the ids.
        """
        ...

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """Return what reranking compares; ids that are not there are left out."""
        ...

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """Return passages with their articles; ids that are not there are left out.

        Args:
            passage_ids: Which ones.
            filters: Only near-duplicates that pass them are told.
        """
        ...

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            KeyError: If it is not there.
        """
        ...

    def articles(
        self, filters: Filters | None, limit: int, after: str | None = None
    ) -> list[Article]:
        """Return the articles that pass the filters, newest first.

        The newest is the one whose last possible day is the latest; undated ones come last; ties
        in the order of the ids.

        Args:
            filters: Which articles; None for all.
            limit: At most so many.
            after: The id of the article to continue after; None to begin with the newest.

        Raises:
            KeyError: If ``after`` is not there.
        """
        ...

    def stats(self, filters: Filters | None = None) -> CorpusStats:
        """Count what passes the filters; None for everything."""
        ...

    def months(self) -> dict[str, int]:
        """Return articles per month (``2020-09``) in which they were certainly published."""
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        ...

    def close(self) -> None:
        """Release files and memory; nothing may be called afterwards.

        A snapshot that is garbage-collected must release them itself: one that was replaced may
        still answer another thread's question, so that nobody knows when to close it.
        """
        ...


class BaseGeneration(Protocol):
    """The published generation that the next one can begin with."""

    @property
    def info(self) -> IndexInfo:
        """What was published."""
        ...

    @property
    def codec(self) -> WordCodec:
        """How its word vectors are packed."""
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        ...

    def left_out(self) -> Iterator[LeftOut]:
        """Yield what is known of the documents that were left out."""
        ...

    def is_intact(self) -> bool:
        """Tell whether all that is searched is as it was written, with the present fields."""
        ...


class Writer(Protocol):
    """The next generation, invisible until it is published. One process at a time has one.

    What ``save`` made durable can be resumed if the process dies.
    """

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """Open the staging area; nothing below may be called before.

        It resumes what an interrupted builder with the same encoder saved, else begins with what
        the base holds, else empty.

        Args:
            encoder: What makes the passages and vectors.
            codec: How its word vectors are packed.
            base: What ``Store.read_base`` gave, if its articles are to be kept; it must have the
                same encoder.

        Raises:
            TypeError: If the base is from a store of another kind.
        """
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and digest of each article that is staged, in the order of the ids."""
        ...

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and signature of each article that is staged, in the order of the ids."""
        ...

    def clusters(self) -> dict[str, str]:
        """Return the cluster of each staged article that is marked as a near-duplicate."""
        ...

    def article(self, article_id: str) -> Article:
        """Return a staged article.

        Raises:
            KeyError: If it is not there.
        """
        ...

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """Return the passages of a staged article as they were encoded, in order.

        Raises:
            KeyError: If it is not there.
        """
        ...

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """Stage articles whose ids are not there.

        Raises:
            ValueError: If a vector has another dimension.
        """
        ...

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """Stage articles in place of those of their ids, if there are any."""
        ...

    def remove(self, article_ids: Collection[str]) -> None:
        """Remove articles and their passages; ids that are not there are no error."""
        ...

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """Set the clusters of articles; None where one no longer has near-duplicates."""
        ...

    def save(self) -> None:
        """Make what is staged durable; it stays invisible."""
        ...

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """Make what is staged durable, searchable and current, atomically; ends the writing.

        Args:
            record: What was built.
            queries: Gives unit vectors of questions, shape ``(some, dimension)``. A store that
                does not compare all vectors measures with them whether it finds the nearest.
            progress: Show progress bars on standard error.
        """
        ...

    def abandon(self) -> None:
        """Discard what is staged; ends the writing."""
        ...


class Store(Protocol):
    """The address of an index."""

    @property
    def place(self) -> str:
        """What ``open_store`` opens again."""
        ...

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """Return what to type to build this index; error messages end with it."""
        ...

    def current(self) -> str:
        """Return the name of the current generation; cheap enough to be polled.

        Raises:
            IndexNotBuiltError: If none was published.
            IndexCorruptError: If it is not there.
        """
        ...

    def info(self) -> IndexInfo:
        """Describe the current generation without opening it.

        Raises:
            IndexNotBuiltError, IndexMismatchError, IndexCorruptError: If it cannot be read.
        """
        ...

    def open(self) -> Snapshot:
        """Open the current generation.

        Raises:
            IndexNotBuiltError: If there is none.
            IndexMismatchError: If it has another format, or other fields of filters.
            IndexCorruptError: If it is incomplete or damaged.
        """
        ...

    def read_base(self) -> BaseGeneration:
        """Return the current generation, if the next one can begin with it.

        Damage to what only searches need is no error: the next generation makes it anew.

        Raises:
            IndexNotBuiltError: If there is none.
            IndexMismatchError: If it has another format.
            IndexCorruptError: If what the next generation would take over is damaged.
        """
        ...

    def write(self, *, fresh: bool = False) -> AbstractContextManager[Writer]:
        """Begin the next generation; what is not published when the block ends is not visible.

        If the block raises, what was saved can be resumed by the next writer.

        Args:
            fresh: Discard what an interrupted builder saved.

        Raises:
            IndexLockedError: If another process is writing.
            IndexWriteError: If the store cannot be written.
        """
        ...

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """Check that the current generation is what was written; nothing is changed.

        Args:
            deep: Also compare every passage with its article and its vector with the one that is
                searched, and embed some passages again.
            embedder: Use this one instead of loading the index's model.
            progress: Show a progress bar on standard error.

        Raises:
            IndexCorruptError: If anything is not as it was written.
            IndexNotBuiltError, IndexMismatchError: If there is no index that can be opened.
            ModelUnavailableError: With ``deep``, if the model cannot be loaded.
        """
        ...


@runtime_checkable
class HasSiblings(Protocol):
    """A store that can make others beside it, for evaluation and benchmarks."""

    def sibling(self, name: str) -> Store:
        """Return a store beside this one; it is made if it is not there."""
        ...

    def scratch(self) -> AbstractContextManager[Store]:
        """Give an empty store beside this one, and delete it afterwards."""
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
