"""The values that stores take and give."""

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
    """What ranking needs to know of a passage's article.

    Attributes:
        article_id: Its id.
        language: ISO 639-1 code.
        published: When it was published.
        cluster: The id that it shares with its near-duplicates; None if it has none.
    """

    article_id: str
    language: str
    published: Period
    cluster: str | None


class Candidate(NamedTuple):
    """A passage that a search proposes.

    Attributes:
        id: The passage's.
        cosine: Cosine similarity with the question, of every candidate.
        bm25: BM25 score; 0 if the passage is not among the best by its terms.
        info: What is known of its article.
    """

    id: int
    cosine: float
    bm25: float
    info: PassageInfo


class Evidence(NamedTuple):
    """What reranking needs to know of a passage.

    Attributes:
        word_vectors: Packed by the snapshot's codec; empty if the model gives none.
        times: The periods that the passage mentions, in the order of the text.
    """

    word_vectors: bytes
    times: tuple[Period, ...]


class StoredPassage(NamedTuple):
    """A passage with its article.

    Attributes:
        passage: The passage.
        article: Its article.
        near_duplicates: The other articles of the same cluster, earliest first.
    """

    passage: Passage
    article: Article
    near_duplicates: tuple[Article, ...]


class StoredEncoding(NamedTuple):
    """A passage as the model encoded it.

    Attributes:
        passage: The passage.
        vector: Shape ``(dimension,)``.
        word_vectors: Packed; empty if the model gives none.
    """

    passage: Passage
    vector: NDArray[np.float16]
    word_vectors: bytes


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """Counts of a whole snapshot, or of what passes a filter.

    Attributes:
        articles: How many articles.
        passages: How many passages.
        names: Articles per name, most frequent first, by the field of ``index.filters.FIELDS``;
            of all fields of names.
        published: When the oldest and the newest article were published; None if there is none.
    """

    articles: int
    passages: int
    names: Mapping[str, Mapping[str, int]]
    published: tuple[Period, Period] | None

    @property
    def languages(self) -> Mapping[str, int]:
        """Articles per language, most frequent first."""
        return self.names["language"]

    @property
    def dated(self) -> Mapping[str, int]:
        """Articles by what dated them (``Article.dated``), most frequent first."""
        return self.names["dated"]

    @property
    def sources(self) -> Mapping[str, int]:
        """Articles per source, most frequent first."""
        return self.names["source"]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What is kept of an article so that it need not be read again until it changes.

    Attributes:
        digest: Of the document that it was read from; empty if it is not known.
        signature: What near-duplicates are found by (``index.near_duplicates.sign``).
    """

    digest: bytes = b""
    signature: bytes = b""


class QueuedDocument(NamedTuple):
    """A document that waits to be embedded.

    Attributes:
        article: What was read of it.
        digest: What an update will compare.
        reused: The id of the staged article whose passages may be the same; None for none.
    """

    article: Article
    digest: bytes
    reused: str | None


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """An article ready to be stored.

    Attributes:
        article: The article.
        passages: All its passages.
        vectors: Their unit vectors, shape ``(len(passages), dimension)``; kept as float16.
        word_vectors: Their packed word vectors, in the same order; empty if the model gives none.
        times: The periods that each passage mentions, in the same order; empty if none does.
        fingerprints: What an update will compare.

    Raises:
        ValueError: If the shapes do not fit.
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
        for given in (self.word_vectors, self.times):
            if given and len(given) != count:
                raise ValueError(
                    f"{count} passages need as many packed word vectors and lists of times"
                )


@dataclass(frozen=True, slots=True)
class EncoderFingerprint:
    """What made the passages and vectors of a generation; others cannot stand beside them.

    The packing of word vectors (``WordCodec``) is compared as well, since it tells models of one
    name apart.

    Attributes:
        model: Name of the embedding model.
        dimension: Length of its vectors.
        passage_bytes: Largest passage, in UTF-8 bytes.
    """

    model: str
    dimension: int
    passage_bytes: int


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What a builder tells a store about the generation that it publishes.

    Attributes:
        corpus: The place of the corpus (``Corpus.place``).
        skipped: The documents that could not be read: digest by article id.
        options: How its files were read (``index.corpus.CorpusOptions.to_dict``).
        left_out: What is wrong with the documents that could not be read.
        report: What the corpus tells of its files.
    """

    corpus: str
    skipped: Mapping[str, bytes] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    report: CorpusReport = field(default_factory=CorpusReport)

    def reasons(self) -> dict[str, int]:
        """Return how many documents were left out by kinds of reasons, the most frequent first."""
        return counted(kind_of(one.reason) for one in self.left_out)


@dataclass(frozen=True, slots=True)
class SearchQuality:
    """How vectors are searched, and how well, as the store measured it.

    Every vector is compared where there are neither lists nor a graph.

    Attributes:
        lists: Number of lists of vectors; 0 where there are none.
        probes: How many of them are looked through, for a search without filters.
        recall: Share of the ten exactly nearest vectors that were found, for the questions it
            was measured on; 1.0 where every vector is compared.
        recall_filtered: The same where a tenth of the vectors pass a filter by date.
        breadth: How many candidates a search of a graph of neighbors keeps; 0 where there is none.
    """

    lists: int = 0
    probes: int = 0
    recall: float = 1.0
    recall_filtered: float = 1.0
    breadth: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether every vector is compared."""
        return not self.lists and not self.breadth


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """A published generation, described.

    Attributes:
        generation: Its name.
        created: When it was published, ISO 8601 in UTC.
        corpus: The place of the corpus that was read.
        encoder: What made its passages and vectors.
        articles: How many articles.
        passages: How many passages.
        skipped: The documents that could not be read: digest by article id.
        languages: Articles per language.
        dated: Articles by what dated them (``Article.dated``), most frequent first.
        published: When the oldest and the newest article were published; empty if there is none.
        search: How vectors are searched, and how well.
        size_bytes: What it takes on disk.
        details: What else the store tells about it, plain JSON.
        options: How the files of the corpus were read, plain JSON; an update reads them so again.
        reasons: How many documents were left out, by kinds of reasons.
        report: What the corpus told of its files.
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

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "generation": self.generation,
            "created": self.created,
            "corpus": self.corpus,
            "options": dict(self.options),
            **asdict(self.encoder),
            "articles": self.articles,
            "passages": self.passages,
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
    """How a staging area was opened.

    Attributes:
        codec: How word vectors must be packed in it.
        resumed: It holds what an interrupted builder had saved, not what the base holds.
    """

    codec: WordCodec
    resumed: bool
