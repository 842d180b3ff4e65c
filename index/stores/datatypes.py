"""Define the arguments and results of stores."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from index.reports import CorpusReport, counted, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.datatypes import Article, Passage, Period
    from index.late_interaction import WordCodec
    from index.reports import LeftOut


class PassageInfo(NamedTuple):
    """Metadata of a passage's article for ranking.

    Attributes:
        article_id: Id of the article.
        language: ISO 639-1 code.
        published: Publication date.
        cluster: Id of its cluster of near-duplicates; None if it has no near-duplicate.
    """

    article_id: str
    language: str
    published: Period
    cluster: str | None


class Candidate(NamedTuple):
    """A passage that lexical or dense search returned.

    Attributes:
        id: Id of the passage.
        cosine: Cosine similarity with the question.
        bm25: BM25 score; 0 if lexical search did not return the passage.
        info: Metadata of its article.
        embedded: Whether the index has a vector of the passage. The cosine similarity of a passage
            that is not embedded yet is 0.
    """

    id: int
    cosine: float
    bm25: float
    info: PassageInfo
    embedded: bool = True


class Evidence(NamedTuple):
    """Data of a passage for reranking.

    Attributes:
        word_vectors: Word vectors packed by the snapshot's codec; empty if the model has none.
        times: Periods that the passage mentions, in the order of the text.
    """

    word_vectors: bytes
    times: tuple[Period, ...]


class StoredPassage(NamedTuple):
    """A passage with its article.

    Attributes:
        passage: Passage.
        article: Article of the passage.
        near_duplicates: Other articles of the same cluster, earliest first.
    """

    passage: Passage
    article: Article
    near_duplicates: tuple[Article, ...]


class StoredEncoding(NamedTuple):
    """A passage with its vectors.

    Attributes:
        passage: Passage.
        vector: Unit vector, shape ``(dimension,)``; zero if the passage is not embedded yet.
        word_vectors: Packed word vectors; empty if the model has none.
    """

    passage: Passage
    vector: NDArray[np.float16]
    word_vectors: bytes

    @property
    def is_embedded(self) -> bool:
        """Whether the passage has a vector."""
        return bool(self.vector.any())


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """Statistics of the articles in a snapshot that pass a filter.

    Attributes:
        articles: Number of articles.
        passages: Number of passages.
        names: Number of articles per value, most frequent first, for each field of names in
            ``index.filters.FIELDS``.
        published: Publication dates of the oldest and the newest article; None if there are no
            articles.
    """

    articles: int
    passages: int
    names: Mapping[str, Mapping[str, int]]
    published: tuple[Period, Period] | None

    @property
    def languages(self) -> Mapping[str, int]:
        """Number of articles per language, most frequent first."""
        return self.names["language"]

    @property
    def dated(self) -> Mapping[str, int]:
        """Number of articles per origin of their date (``Article.dated``), most frequent first."""
        return self.names["dated"]

    @property
    def sources(self) -> Mapping[str, int]:
        """Number of articles per source, most frequent first."""
        return self.names["source"]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Hashes of an article, by which an update avoids reading unchanged articles.

    Attributes:
        digest: Digest of its document; empty if unknown.
        signature: Signature for finding near-duplicates (``index.near_duplicates.sign``).
    """

    digest: bytes = b""
    signature: bytes = b""


class QueuedDocument(NamedTuple):
    """A document in the queue, to be embedded.

    Attributes:
        article: Article of the document.
        digest: Digest of the document, for later updates.
        reused: Id of the staged article whose passages can be reused; None for none.
    """

    article: Article
    digest: bytes
    reused: str | None


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """An article ready to be stored.

    Attributes:
        article: Article.
        passages: All passages of the article.
        vectors: Unit vectors of the passages, shape ``(len(passages), dimension)``; stored as
            float16. A row of zeros stands for a passage that is not embedded yet; only an
            ``IncrementalWriter`` takes one.
        word_vectors: Packed word vectors of each passage; empty if the model has none.
        times: Periods that each passage mentions; empty if no passage mentions any.
        fingerprints: Hashes for later updates.

    Raises:
        ValueError: If the numbers of passages, vectors and times differ.
    """

    article: Article
    passages: Sequence[Passage]
    vectors: NDArray[np.floating]
    word_vectors: Sequence[bytes] = ()
    times: Sequence[Sequence[Period]] = ()
    fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def __post_init__(self) -> None:
        count = len(self.passages)
        if self.vectors.ndim != 2 or len(self.vectors) != count:
            raise ValueError(
                f"{count} passages need vectors of shape ({count}, dimension), "
                f"not {self.vectors.shape}"
            )
        for values in (self.word_vectors, self.times):
            if values and len(values) != count:
                raise ValueError(
                    f"{count} passages need {count} packed word vectors and lists of times, not "
                    f"{len(values)}"
                )


@dataclass(frozen=True, slots=True)
class EncoderFingerprint:
    """Identity of an encoder. Vectors of different encoders cannot be mixed in a generation.

    The ``WordCodec`` is compared as well, since it distinguishes models of the same name.

    Attributes:
        model: Name of the embedding model.
        dimension: Length of its vectors.
        passage_bytes: Size limit of a passage in UTF-8 bytes.
    """

    model: str
    dimension: int
    passage_bytes: int


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """Metadata of a build, which a store saves with the published generation.

    Attributes:
        corpus: Place of the corpus (``Corpus.place``).
        skipped: Digests of the documents that could not be read, by article id.
        options: Options with which the files were read (``index.corpus.CorpusOptions.to_dict``).
        left_out: Errors of the documents that could not be read.
        report: Statistics of the corpus's files.
        unread: Number of documents that the build has not read yet.
    """

    corpus: str
    skipped: Mapping[str, bytes] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    report: CorpusReport = field(default_factory=CorpusReport)
    unread: int = 0

    def reasons(self) -> dict[str, int]:
        """Return the number of documents left out, by kind of error, most frequent first."""
        return counted(kind_of(one.reason) for one in self.left_out)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a corpus its index covers; an incomplete build covers less.

    Attributes:
        documents: Number of documents to be indexed.
        articles: Number of articles in the index, which are searched by their words.
        embedded: Number of these articles that are searched by meaning too: the index has the
            vectors of all their passages.

    Example:
        >>> Coverage(documents=10_000, articles=10_000, embedded=4_200).is_complete
        False
    """

    documents: int
    articles: int
    embedded: int

    @property
    def is_complete(self) -> bool:
        """Whether every document is indexed and embedded."""
        return self.documents == self.articles == self.embedded

    def to_dict(self) -> dict[str, int]:
        """Return the numbers as plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SearchQuality:
    """Type and measured recall of a vector index.

    Search is exact if the index has neither lists (IVF) nor a graph (HNSW).

    Attributes:
        lists: Number of inverted lists (IVF); 0 if there are none.
        probes: Number of lists probed in a search without filters.
        recall: Recall at 10, measured on sample queries; 1.0 for exact search.
        recall_filtered: The same if a date filter admits a tenth of the vectors.
        breadth: Number of candidates in a graph search (``ef``); 0 if there is no graph.
    """

    lists: int = 0
    probes: int = 0
    recall: float = 1.0
    recall_filtered: float = 1.0
    breadth: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared with the query."""
        return not self.lists and not self.breadth


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Description of a published generation.

    Attributes:
        generation: Name of the generation.
        created: Time of publication, ISO 8601 in UTC.
        corpus: Place of the corpus.
        encoder: Identity of the encoder.
        articles: Number of articles.
        passages: Number of passages.
        skipped: Digests of the documents that could not be read, by article id.
        languages: Number of articles per language.
        dated: Number of articles per origin of their date (``Article.dated``), most frequent first.
        published: Publication dates of the oldest and the newest article; empty if there are none.
        search: Type and recall of the vector index.
        size_bytes: Size in bytes.
        details: Further information that depends on the store, as plain JSON.
        options: Options with which the corpus was read, as plain JSON; an update uses them again.
        reasons: Number of documents that were left out, by kind of error.
        report: Statistics of the corpus's files.
        unread: Number of documents that the build had not read yet; 0 if it was complete.
        pending: Number of articles with passages that are not embedded yet.
    """

    generation: str
    created: str
    corpus: str
    encoder: EncoderFingerprint
    articles: int
    passages: int
    skipped: Mapping[str, bytes]
    languages: Mapping[str, int]
    dated: Mapping[str, int]
    published: tuple[Period, ...]
    search: SearchQuality
    size_bytes: int
    details: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    report: CorpusReport = field(default_factory=CorpusReport)
    unread: int = 0
    pending: int = 0

    @property
    def coverage(self) -> Coverage:
        """How much of the corpus the generation covers."""
        return Coverage(self.articles + self.unread, self.articles, self.articles - self.pending)

    def to_dict(self) -> dict[str, Any]:
        """Return the description as plain JSON."""
        return {
            "generation": self.generation,
            "created": self.created,
            "corpus": self.corpus,
            "options": dict(self.options),
            **asdict(self.encoder),
            "articles": self.articles,
            "passages": self.passages,
            "coverage": self.coverage.to_dict(),
            "skipped": {name: digest.hex() for name, digest in self.skipped.items()},
            "reasons": dict(self.reasons),
            "formats": self.report.formats(),
            "encodings": self.report.encodings(),
            "passed_over": dict(self.report.passed_over),
            "languages": dict(self.languages),
            "dated": dict(self.dated),
            "published": [period.isoformat() for period in self.published],
            "search": asdict(self.search),
            "size_bytes": self.size_bytes,
            **self.details,
        }


class Staging(NamedTuple):
    """An open staging area.

    Attributes:
        codec: Quantizer with which word vectors must be packed.
        resumed: Whether it contains what an interrupted build saved, rather than the base.
    """

    codec: WordCodec
    resumed: bool
