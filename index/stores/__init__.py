"""Where passages are kept and found: the ``Store`` protocol.

Any implementation must pass ``tests/contracts/store_contract.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.datatypes import Article, Filters, Passage, Period, ScoredId


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds, or what of it passes a filter.

    Attributes:
        articles: How many articles.
        passages: How many passages.
        languages: Articles per language, most frequent first.
        sources: Articles per source, most frequent first.
        published: When the oldest and the newest were published; None if empty.
    """

    articles: int
    passages: int
    languages: Mapping[str, int]
    sources: Mapping[str, int]
    published: tuple[Period, Period] | None


class Origin(NamedTuple):
    """What ranking needs to know of a passage's article.

    Attributes:
        article_id: Its id.
        language: ISO 639-1 code.
        published: When.
        cluster: What it and its near-copies are known by; None if it has none.
    """

    article_id: str
    language: str
    published: Period
    cluster: str | None


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept of an article so that it need not be read again until it changes.

    Attributes:
        digest: Of the document that it was read from; empty if it is not known.
        signature: What near-copies are found by (``index.copies.sign``).
    """

    digest: bytes = b""
    signature: bytes = b""


class Store(Protocol):
    """Keeps articles, their passages and their vectors, and finds passages again.

    What was written is seen by the reading methods after ``commit``. Reading methods may be
    called from several threads.
    """

    def upsert(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: NDArray[np.floating],
        word_vectors: Sequence[bytes] = (),
        times: Sequence[Sequence[Period]] = (),
        traces: Traces | None = None,
    ) -> None:
        """Put an article with all its passages in place of any earlier one of its id.

        Args:
            article: The article.
            passages: All its passages.
            vectors: Their unit vectors, shape ``(len(passages), dimension)``; kept as float16.
            word_vectors: Their packed word vectors, in the same order, kept as they are; empty if
                the model gives none.
            times: The periods that each passage mentions, in the same order; empty if none does.
            traces: What an update will want to know of the article; None for nothing.

        Raises:
            ValueError: If the shapes do not fit.
        """
        ...

    def delete(self, article_ids: Collection[str]) -> None:
        """Remove articles and their passages; ids that are not there are no error."""
        ...

    def digests(self) -> dict[str, bytes]:
        """The digest of each article's document, by article id; see ``Traces``.

        What was written since the last ``commit`` is seen too, here and by the next two.
        """
        ...

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """Each article's id and signature, in the order of the ids; see ``Traces``."""
        ...

    def encodings(self, article_id: str) -> list[tuple[Passage, NDArray[np.float16], bytes]]:
        """An article's passages with their vectors and packed word vectors (empty if none).

        Raises:
            KeyError: If it is not there.
        """
        ...

    def mark_copies(self, clusters: Mapping[str, str]) -> None:
        """Say which articles are near-copies, in place of what was said before.

        Args:
            clusters: Article id → cluster id, for articles that have a copy.
        """
        ...

    def commit(
        self,
        questions: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> None:
        """Make everything written so far durable and searchable.

        Args:
            questions: Gives unit vectors of the kind that will be searched with, shape
                ``(some, dimension)``. A store that does not compare all vectors asks for them, to
                see to it that it finds the nearest.
            progress: Show progress bars on standard error.
        """
        ...

    def dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """The passages nearest to a unit vector of shape ``(dimension,)``.

        Returns:
            At most ``limit`` of those that pass the filters, by cosine similarity, best first.
        """
        ...

    def lexical(
        self, text: str, language: str, limit: int, filters: Filters | None = None
    ) -> list[ScoredId]:
        """The passages that share words with a text, by BM25.

        Args:
            text: A question, as it was asked.
            language: Its language. Passages of the same one match by stem, others by the
                plain word, accents folded.
            limit: At most so many.
            filters: Only passages that pass them are ranked.
        """
        ...

    def similarities(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> list[float]:
        """Cosine similarities of a unit vector with given passages, in their order.

        Raises:
            KeyError: If a passage is not there.
        """
        ...

    def origins(self, passage_ids: Collection[int]) -> dict[int, Origin]:
        """Facts on each passage's article; ids that are not there are left out."""
        ...

    def word_vectors(self, passage_ids: Collection[int]) -> dict[int, bytes]:
        """Packed word vectors; passages without are left out."""
        ...

    def times(self, passage_ids: Collection[int]) -> dict[int, tuple[Period, ...]]:
        """The periods that passages mention, in order; passages without are left out."""
        ...

    def copies(self, cluster: str, filters: Filters | None = None) -> list[Article]:
        """The near-copies of a cluster that pass the filters, earliest first."""
        ...

    def get(self, passage_ids: Collection[int]) -> dict[int, tuple[Passage, Article]]:
        """Passages with their articles, by id; ids that are not there are left out."""
        ...

    def article(self, article_id: str) -> Article:
        """One article.

        Raises:
            KeyError: If it is not there.
        """
        ...

    def articles(self, filters: Filters, limit: int, offset: int = 0) -> list[Article]:
        """The articles that pass the filters, newest first: at most ``limit`` after the first few.

        The newest is the one whose last possible day is the latest, and undated ones come last;
        ties in the order of the ids.
        """
        ...

    def months(self) -> dict[str, int]:
        """Articles per month (``2020-09``) in which they were certainly published, in order."""
        ...

    def contents(self, filters: Filters | None = None) -> Contents:
        """What passes the filters (None: everything)."""
        ...

    def close(self) -> None:
        """Let go of files and memory; nothing may be called afterwards."""
        ...
