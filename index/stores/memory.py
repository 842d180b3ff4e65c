"""Keep an index in memory: a store so plain that its answers can be followed by hand."""

from __future__ import annotations

import math
import threading
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import passage_terms
from index.errors import IndexCorruptError, IndexLockedError, IndexNotBuiltError
from index.passages import in_context
from index.stores.protocol import (
    Candidate,
    CorpusStats,
    Evidence,
    IndexInfo,
    PassageInfo,
    Staging,
    StoredEncoding,
    StoredPassage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from index.analysis import FieldQuery
    from index.datatypes import Article, Passage
    from index.embedders import Embedder
    from index.filters import Filters
    from index.late_interaction import WordCodec
    from index.stores.protocol import (
        BaseGeneration,
        BuildRecord,
        EncodedArticle,
        EncoderFingerprint,
    )

_K1, _B = 1.2, 0.75  # of BM25, as tantivy and Lucene have them


@dataclass(frozen=True, slots=True)
class _Staged:
    """What a generation is made of.

    Attributes:
        encoder: What made the passages and vectors.
        codec: How word vectors are packed.
        articles: By id.
        clusters: Of near-duplicates, by article id.
    """

    encoder: EncoderFingerprint
    codec: WordCodec
    articles: dict[str, EncodedArticle] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)

    def copy(self) -> _Staged:
        return replace(self, articles=dict(self.articles), clusters=dict(self.clusters))

    def digests(self) -> Iterator[tuple[str, bytes]]:
        for article_id in sorted(self.articles):
            yield article_id, self.articles[article_id].fingerprints.digest


class MemoryStore:
    """An index in memory; see ``Store``. For tests, and for corpora that are soon forgotten.

    It holds the last two generations.

    Args:
        place: Its address, by which messages name it.

    Example:
        >>> MemoryStore("memory://example").place
        'memory://example'
    """

    def __init__(self, place: str = "memory://") -> None:
        self.place = place
        self._snapshots: list[MemorySnapshot] = []
        self._saved: _Staged | None = None
        self._writing = threading.Lock()
        self._published = 0

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """See ``Store.build_command``."""
        named = "" if model is None else f", model={model!r}"
        return f"index.builder.build({corpus!r}, {self.place!r}{named})"

    def current(self) -> str:
        """See ``Store.current``."""
        return self.info().generation

    def info(self) -> IndexInfo:
        """See ``Store.info``."""
        return self.open().info

    def open(self) -> MemorySnapshot:
        """See ``Store.open``."""
        if not self._snapshots:
            raise IndexNotBuiltError(
                f"there is no index in {self.place}; build it: {self.build_command()}"
            )
        return self._snapshots[-1]

    def read_base(self) -> MemorySnapshot:
        """See ``Store.read_base``."""
        return self.open()

    @contextmanager
    def write(self, *, fresh: bool = False) -> Iterator[MemoryWriter]:
        """See ``Store.write``."""
        if not self._writing.acquire(blocking=False):
            raise IndexLockedError(
                f"another writer is building the index in {self.place}; wait until it is done"
            )
        try:
            if fresh:
                self._saved = None
            yield MemoryWriter(self)
            self._saved = None
        finally:
            self._writing.release()

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """See ``Store.check``; memory is not damaged, so that only counts are compared."""
        del deep, embedder, progress
        snapshot = self.open()
        if snapshot.stats().passages != snapshot.info.passages:
            raise IndexCorruptError(
                f"{self.place} has lost passages; build it again: {self.build_command()}"
            )
        return snapshot.info

    def _publish(self, staged: _Staged, record: BuildRecord) -> IndexInfo:
        self._published += 1
        snapshot = MemorySnapshot(staged, record, f"generation-{self._published}")
        self._snapshots = [*self._snapshots[-1:], snapshot]
        self._saved = None
        return snapshot.info


class MemorySnapshot:
    """One generation in memory; see ``Snapshot`` and ``BaseGeneration``."""

    def __init__(self, staged: _Staged, record: BuildRecord, generation: str) -> None:
        self._staged = staged
        self.codec = staged.codec
        self._passages: dict[int, tuple[Passage, EncodedArticle, int]] = {
            passage.id: (passage, encoded, at)
            for encoded in staged.articles.values()
            for at, passage in enumerate(encoded.passages)
        }
        stats = self.stats()
        self.info = IndexInfo(
            generation=generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=record.corpus,
            encoder=staged.encoder,
            articles=stats.articles,
            passages=stats.passages,
            skipped=dict(record.skipped),
            languages=stats.languages,
            published=stats.published or (),
            search={"lists": 0, "probes": 0, "recall": 1.0, "recall_filtered": 1.0},
            size_bytes=sum(encoded.vectors.nbytes for encoded in staged.articles.values()),
        )

    def candidates(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[FieldQuery],
        limit: int,
        filters: Filters | None = None,
    ) -> list[Candidate]:
        """See ``Snapshot.candidates``."""
        cosines = {
            passage_id: float(encoded.vectors[at].astype(np.float16).astype(np.float32) @ vector)
            for passage_id, (_, encoded, at) in self._passages.items()
            if filters is None or filters.admits(encoded.article)
        }
        scores = self._terms.scores(terms)
        chosen = {*_highest(cosines, limit)}
        lexical = {*_highest({i: scores[i] for i in cosines if scores.get(i)}, limit)}
        return sorted(
            (
                Candidate(i, cosines[i], scores[i] if i in lexical else 0.0, self._info(i))
                for i in chosen | lexical
            ),
            key=lambda one: (-one.cosine, one.id),
        )

    def _info(self, passage_id: int) -> PassageInfo:
        article = self._passages[passage_id][1].article
        cluster = self._staged.clusters.get(article.id)
        return PassageInfo(article.id, article.language, article.published, cluster)

    @cached_property
    def _terms(self) -> _TermIndex:
        return _TermIndex(
            (passage.id, passage_terms(in_context(one.article, passage), one.article.language))
            for passage, one, _ in self._passages.values()
        )

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """See ``Snapshot.evidence``."""
        return {
            passage_id: Evidence(
                encoded.word_vectors[at] if encoded.word_vectors else b"",
                tuple(encoded.times[at]) if encoded.times else (),
            )
            for passage_id, (_, encoded, at) in self._found(passage_ids)
        }

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """See ``Snapshot.passages``."""
        return {
            passage_id: StoredPassage(
                passage, encoded.article, self._near_duplicates(encoded.article.id, filters)
            )
            for passage_id, (passage, encoded, _) in self._found(passage_ids)
        }

    def _found(
        self, passage_ids: Collection[int]
    ) -> Iterator[tuple[int, tuple[Passage, EncodedArticle, int]]]:
        return ((i, self._passages[i]) for i in passage_ids if i in self._passages)

    def _near_duplicates(self, article_id: str, filters: Filters | None) -> tuple[Article, ...]:
        clusters = self._staged.clusters
        cluster = clusters.get(article_id)
        others = (
            self.article(other)
            for other, its in clusters.items()
            if its == cluster and other != article_id
        )
        admitted = [one for one in others if filters is None or filters.admits(one)]
        return tuple(
            sorted(admitted, key=lambda one: (one.published.start, one.published.end, one.id))
        )

    def article(self, article_id: str) -> Article:
        """See ``Snapshot.article``."""
        return self._staged.articles[article_id].article

    def articles(
        self, filters: Filters | None, limit: int, after: str | None = None
    ) -> list[Article]:
        """See ``Snapshot.articles``."""
        admitted = sorted(self._admitted(filters), key=_newest_first)
        if after is not None:
            last = _newest_first(self.article(after))
            admitted = [one for one in admitted if _newest_first(one) > last]
        return admitted[:limit]

    def stats(self, filters: Filters | None = None) -> CorpusStats:
        """See ``Snapshot.stats``."""
        admitted = list(self._admitted(filters))
        published = [one.published for one in admitted]
        return CorpusStats(
            articles=len(admitted),
            passages=sum(len(self._staged.articles[one.id].passages) for one in admitted),
            languages=_counted(one.language for one in admitted),
            sources=_counted(one.source for one in admitted),
            published=(
                min(published, key=lambda one: (one.start, one.end)),
                max(published, key=lambda one: (one.end, one.start)),
            )
            if published
            else None,
        )

    def _admitted(self, filters: Filters | None) -> Iterator[Article]:
        articles = (encoded.article for encoded in self._staged.articles.values())
        return (one for one in articles if filters is None or filters.admits(one))

    def months(self) -> dict[str, int]:
        """See ``Snapshot.months``."""
        months = Counter(
            one.published.start.isoformat()[:7]
            for one in self._admitted(None)
            if one.published.start.isoformat()[:7] == one.published.last.isoformat()[:7]
        )
        return dict(sorted(months.items()))

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Snapshot.digests``."""
        return self._staged.digests()

    def is_intact(self) -> bool:
        """See ``BaseGeneration.is_intact``."""
        return True

    def close(self) -> None:
        """See ``Snapshot.close``."""


class MemoryWriter:
    """Stages the next generation in memory; see ``Writer``."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._staged: _Staged | None = None

    @property
    def _open(self) -> _Staged:
        if self._staged is None:
            raise TypeError("open_staging must be called first")
        return self._staged

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """See ``Writer.open_staging``."""
        saved = self._store._saved  # noqa: SLF001 (its own)
        resumed = saved is not None and saved.encoder == encoder and saved.codec.is_like(codec)
        if saved is not None and resumed:
            self._staged = saved.copy()
        elif isinstance(base, MemorySnapshot):
            self._staged = base._staged.copy()  # noqa: SLF001 (its own)
        else:
            self._staged = _Staged(encoder, codec)
        return Staging(self._open.codec, resumed)

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.digests``."""
        return self._open.digests()

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.signatures``."""
        for article_id in sorted(self._open.articles):
            yield article_id, self._open.articles[article_id].fingerprints.signature

    def clusters(self) -> dict[str, str]:
        """See ``Writer.clusters``."""
        return dict(self._open.clusters)

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        return self._open.articles[article_id].article

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        encoded = self._open.articles[article_id]
        packed = encoded.word_vectors or [b""] * len(encoded.passages)
        vectors = encoded.vectors.astype(np.float16)
        return [
            StoredEncoding(passage, vector, words)
            for passage, vector, words in zip(encoded.passages, vectors, packed, strict=True)
        ]

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        dimension = self._open.encoder.dimension
        for encoded in articles:
            if encoded.vectors.shape[1] != dimension:
                raise ValueError(
                    f"vectors of shape {encoded.vectors.shape} do not have {dimension} dimensions"
                )
        self._open.articles.update((encoded.article.id, encoded) for encoded in articles)

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        self.remove([encoded.article.id for encoded in articles])
        self.add(articles)

    def remove(self, article_ids: Collection[str]) -> None:
        """See ``Writer.remove``."""
        for article_id in article_ids:
            self._open.articles.pop(article_id, None)
            self._open.clusters.pop(article_id, None)

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """See ``Writer.mark_near_duplicates``."""
        for article_id, cluster in changed.items():
            if cluster is None:
                self._open.clusters.pop(article_id, None)
            elif article_id in self._open.articles:
                self._open.clusters[article_id] = cluster

    def save(self) -> None:
        """See ``Writer.save``."""
        self._store._saved = self._open.copy()  # noqa: SLF001 (its own)

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """See ``Writer.publish``; every vector is compared, so that no query is needed."""
        del queries, progress
        return self._store._publish(self._open.copy(), record)  # noqa: SLF001 (its own)

    def abandon(self) -> None:
        """See ``Writer.abandon``."""
        self._store._saved = self._staged = None  # noqa: SLF001 (its own)


class _TermIndex:
    """BM25 over the terms of passages, field by field.

    Args:
        documents: Each passage's id, and its terms by field.
    """

    def __init__(self, documents: Iterable[tuple[int, Mapping[str, Sequence[str]]]]) -> None:
        self._postings: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        self._lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._count = 0
        for passage_id, by_field in documents:
            self._count += 1
            for name, terms in by_field.items():
                self._lengths[name][passage_id] = len(terms)
                for term, times in Counter(terms).items():
                    self._postings[name, term][passage_id] = times

    def scores(self, queries: Sequence[FieldQuery]) -> dict[int, float]:
        """Return the weighted sum of BM25 scores of each passage that has a term."""
        scores: dict[int, float] = defaultdict(float)
        for query in queries:
            found = {term: self._postings.get((query.field, term), {}) for term in query.terms}
            rarest = sorted(filter(found.get, query.terms), key=lambda term: len(found[term]))
            lengths = self._lengths.get(query.field, {})
            mean = sum(lengths.values()) / max(1, self._count)
            for term in rarest[: query.rarest]:
                holding = len(found[term])
                idf = math.log(1 + (self._count - holding + 0.5) / (holding + 0.5))
                for passage_id, times in found[term].items():
                    norm = _K1 * (1 - _B + _B * lengths[passage_id] / mean)
                    scores[passage_id] += query.weight * idf * times * (_K1 + 1) / (times + norm)
        return scores


def _highest(scores: Mapping[int, float], limit: int) -> list[int]:
    return sorted(scores, key=lambda i: (-scores[i], i))[: max(0, limit)]


def _newest_first(article: Article) -> tuple[bool, int, int, str]:
    published = article.published
    undated = published.end == date.max
    return undated, -published.last.toordinal(), -published.start.toordinal(), article.id


def _counted(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
