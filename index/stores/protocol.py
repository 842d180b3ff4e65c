"""Define the protocols of a store: its address, snapshots to read, and a writer.

::

    store = open_store(place)                    Store     the address of an index
    snapshot = store.open()                      Snapshot  one generation, immutable
    with store.write() as writer: …              Writer    stages and publishes the next generation

Implementations must pass ``tests/contracts/store_contract.py``. Optional capabilities are in
``index.stores.capabilities``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

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
        Staging,
        StoredEncoding,
        StoredPassage,
    )


class Snapshot(Protocol):
    """A read-only view of one published generation, immutable and thread-safe.

    Its results do not change while it is open, even if another generation is published. A question
    takes three calls: ``candidates``, ``evidence`` and ``passages``.
    """

    @property
    def info(self) -> IndexInfo:
        """Description of the generation."""
        ...

    @property
    def codec(self) -> WordCodec:
        """Quantizer of the word vectors."""
        ...

    def candidates(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[FieldQuery],
        limit: int,
        filters: Filters | None = None,
    ) -> list[Candidate]:
        """Return the passages nearest to a vector, and the best passages by BM25.

        Args:
            vector: Unit vector of the question, shape ``(dimension,)``.
            terms: Terms of the question by field. The BM25 score of a passage is the weighted sum
                over the fields.
            limit: Maximum number of passages by each of the two methods.
            filters: Filters, applied before ranking. They do not change scores.

        Returns:
            Distinct passages in descending order of cosine similarity, ties by id.
        """
        ...

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """Return the data of passages for reranking, by id; unknown ids are ignored."""
        ...

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """Return passages with their articles, by id; unknown ids are ignored.

        Args:
            passage_ids: Ids of the passages.
            filters: Filters on the near-duplicates.
        """
        ...

    def article(self, article_id: str) -> Article:
        """Return an article.

        Raises:
            KeyError: If the snapshot does not contain the article.
        """
        ...

    def articles(
        self, filters: Filters | None, limit: int, after: str | None = None
    ) -> list[Article]:
        """Return a page of the articles that pass the filters, newest first.

        Articles are sorted by the last day of their publication period, then by the first day, then
        by id. Undated articles come last.

        Args:
            filters: Filters; None for all articles.
            limit: Maximum number of articles.
            after: Id of the last article of the previous page; None for the first page.

        Raises:
            KeyError: If the snapshot does not contain ``after``.
        """
        ...

    def stats(self, filters: Filters | None = None) -> CorpusStats:
        """Return statistics of the articles that pass the filters; None for all articles."""
        ...

    def months(self) -> dict[str, int]:
        """Return the number of articles per month (``2020-09``).

        Articles whose publication period extends beyond one month are not counted.
        """
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        ...

    def close(self) -> None:
        """Release files and memory; the snapshot must not be used afterwards.

        Garbage collection must do the same: another thread may still use a snapshot that was
        replaced, so nobody can know when to close it.
        """
        ...


class BaseGeneration(Protocol):
    """A published generation whose articles and vectors the next one can reuse."""

    @property
    def info(self) -> IndexInfo:
        """Description of the generation."""
        ...

    @property
    def codec(self) -> WordCodec:
        """Quantizer of the word vectors."""
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        ...

    def left_out(self) -> Iterator[LeftOut]:
        """Yield the errors of the documents that were left out."""
        ...

    def is_intact(self) -> bool:
        """Return whether all search indexes are undamaged and have the registered fields."""
        ...


class Writer(Protocol):
    """Stages and publishes the next generation; only one process at a time can have a writer.

    Staged data is invisible to readers. If the process dies, a later writer resumes from the last
    ``save``.
    """

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """Open the staging area; this must be the first call.

        The staging area contains what an interrupted build with the same encoder saved. If there is
        nothing to resume, it contains the articles of the base; without a base, it is empty.

        Args:
            encoder: Identity of the encoder.
            codec: Quantizer of its word vectors.
            base: Result of ``Store.read_base``, to reuse its articles; it must have the same
                encoder.

        Raises:
            TypeError: If the base is from a different type of store.
        """
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and digest of each staged article, in the order of the ids."""
        ...

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and signature of each staged article, in the order of the ids."""
        ...

    def clusters(self) -> dict[str, str]:
        """Return the cluster id of each staged article that has near-duplicates, by article id."""
        ...

    def article(self, article_id: str) -> Article:
        """Return a staged article.

        Raises:
            KeyError: If the article is not staged.
        """
        ...

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """Return the passages of a staged article with their vectors, in the order of the text.

        Raises:
            KeyError: If the article is not staged.
        """
        ...

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """Stage new articles.

        Raises:
            ValueError: If vectors have the wrong dimension.
        """
        ...

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """Stage articles, replacing any of the same id."""
        ...

    def remove(self, article_ids: Collection[str]) -> None:
        """Remove articles with their passages; unknown ids are ignored."""
        ...

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """Set the cluster ids of articles; None for an article without near-duplicates."""
        ...

    def save(self) -> None:
        """Make the staged data durable, without publishing it."""
        ...

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """Index the staged articles and atomically make them the current generation.

        The writer must not be used afterwards.

        Args:
            record: Metadata of the build.
            queries: Function that returns unit vectors of sample questions, shape
                ``(n, dimension)``. A store with approximate search measures its recall with them.
            progress: Show progress bars on standard error.
        """
        ...

    def abandon(self) -> None:
        """Discard the staged data; the writer must not be used afterwards."""
        ...


class Store(Protocol):
    """An index at an address."""

    @property
    def place(self) -> str:
        """Address of the store, which ``open_store`` accepts."""
        ...

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """Return the shell command that builds this index, for error messages."""
        ...

    def current(self) -> str:
        """Return the name of the current generation; this is cheap enough for polling.

        Raises:
            IndexNotBuiltError: If no generation was published.
            IndexCorruptError: If the current generation is missing.
        """
        ...

    def info(self) -> IndexInfo:
        """Return a description of the current generation without opening it.

        Raises:
            IndexNotBuiltError, IndexMismatchError, IndexCorruptError: If it cannot be read.
        """
        ...

    def open(self) -> Snapshot:
        """Open the current generation.

        Raises:
            IndexNotBuiltError: If there is no generation.
            IndexMismatchError: If it has another format, or other filter fields.
            IndexCorruptError: If it is incomplete or damaged.
        """
        ...

    def read_base(self) -> BaseGeneration:
        """Return the current generation as the base of the next one.

        Damaged search indexes are ignored, since the next generation has new ones.

        Raises:
            IndexNotBuiltError: If there is no generation.
            IndexMismatchError: If it has another format.
            IndexCorruptError: If the data to be reused is damaged.
        """
        ...

    def write(self, *, fresh: bool = False) -> AbstractContextManager[Writer]:
        """Return a context manager that locks the store and provides a writer.

        Nothing becomes visible unless the writer publishes it. If the block raises, the next writer
        can resume from the last ``save``.

        Args:
            fresh: Discard what an interrupted build saved.

        Raises:
            IndexLockedError: If another process is writing.
            IndexWriteError: If the store cannot be written.
        """
        ...

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """Check the current generation for damage, without changing anything.

        Args:
            deep: Also compare every passage with its article, every vector with the search index,
                and a sample of passages with the model.
            embedder: Embedder to use instead of loading the index's model.
            progress: Show a progress bar on standard error.

        Raises:
            IndexCorruptError: If the generation is damaged.
            IndexNotBuiltError, IndexMismatchError: If there is no index that can be opened.
            ModelUnavailableError: With ``deep``, if the model cannot be loaded.
        """
        ...
