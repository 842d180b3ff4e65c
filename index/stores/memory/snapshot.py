"""Read one generation of an index in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import passage_terms
from index.filters import FIELDS, FieldType
from index.passages import in_context
from index.stores.datatypes import (
    Candidate,
    CorpusStats,
    Evidence,
    IndexInfo,
    PassageInfo,
    SearchQuality,
    StoredPassage,
)
from index.stores.memory.bm25 import TermIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from index.analysis import FieldQuery
    from index.datatypes import Article, Passage
    from index.filters import Filters
    from index.late_interaction import WordCodec
    from index.reports import LeftOut
    from index.stores.datatypes import BuildRecord, EncodedArticle, EncoderFingerprint


@dataclass(frozen=True, slots=True)
class Staged:
    """The content of a staging area or a generation.

    Attributes:
        encoder: Identity of the encoder.
        codec: Quantizer of word vectors.
        articles: Encoded articles by id.
        clusters: Ids of clusters of near-duplicates, by article id.
    """

    encoder: EncoderFingerprint
    codec: WordCodec
    articles: dict[str, EncodedArticle] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Staged:
        """Return a copy that can be changed independently."""
        return replace(self, articles=dict(self.articles), clusters=dict(self.clusters))

    def pending(self) -> list[str]:
        """Return the ids of the articles with passages without vectors, newest first."""
        pending = [one.article for one in self.articles.values() if not one.vectors.any(1).all()]
        return [article.id for article in sorted(pending, key=_newest_first)]

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Yield each article's id and the digest of its document, in the order of the ids."""
        for article_id in sorted(self.articles):
            yield article_id, self.articles[article_id].fingerprints.digest


class MemorySnapshot:
    """One generation in memory; see ``Snapshot`` and ``BaseGeneration``."""

    def __init__(self, staged: Staged, record: BuildRecord, generation: str) -> None:
        self.staged = staged
        self.codec = staged.codec
        self._passages: dict[int, tuple[Passage, EncodedArticle, int]] = {
            passage.id: (passage, encoded, at)
            for encoded in staged.articles.values()
            for at, passage in enumerate(encoded.passages)
        }
        self._left_out = tuple(record.left_out)
        stats = self.stats()
        self.info = IndexInfo(
            generation=generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=record.corpus,
            options=dict(record.options),
            encoder=staged.encoder,
            articles=stats.articles,
            passages=stats.passages,
            skipped=dict(record.skipped),
            reasons=record.reasons(),
            report=record.report,
            languages=stats.languages,
            dated=stats.dated,
            published=stats.published or (),
            search=SearchQuality(),
            unread=record.unread,
            pending=len(staged.pending()),
            size_bytes=sum(encoded.vectors.nbytes for encoded in staged.articles.values()),
        )

    def left_out(self) -> Iterator[LeftOut]:
        """See ``BaseGeneration.left_out``."""
        return iter(self._left_out)

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
        embedded = {i for i in cosines if self._is_embedded(i)}
        chosen = {*_highest({i: cosines[i] for i in embedded}, limit)}
        lexical = {*_highest({i: scores[i] for i in cosines if scores.get(i)}, limit)}
        return sorted(
            (
                Candidate(
                    i, cosines[i], scores[i] if i in lexical else 0.0, self._info(i), i in embedded
                )
                for i in chosen | lexical
            ),
            key=lambda one: (-one.cosine, one.id),
        )

    def _is_embedded(self, passage_id: int) -> bool:
        _, encoded, at = self._passages[passage_id]
        return bool(encoded.vectors[at].any())

    def _info(self, passage_id: int) -> PassageInfo:
        article = self._passages[passage_id][1].article
        cluster = self.staged.clusters.get(article.id)
        return PassageInfo(article.id, article.language, article.published, cluster)

    @cached_property
    def _terms(self) -> TermIndex:
        return TermIndex(
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
            for passage_id, (_, encoded, at) in self._existing(passage_ids)
        }

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """See ``Snapshot.passages``."""
        return {
            passage_id: StoredPassage(
                passage, encoded.article, self._near_duplicates(encoded.article.id, filters)
            )
            for passage_id, (passage, encoded, _) in self._existing(passage_ids)
        }

    def _existing(
        self, passage_ids: Collection[int]
    ) -> Iterator[tuple[int, tuple[Passage, EncodedArticle, int]]]:
        return ((i, self._passages[i]) for i in passage_ids if i in self._passages)

    def _near_duplicates(self, article_id: str, filters: Filters | None) -> tuple[Article, ...]:
        clusters = self.staged.clusters
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
        return self.staged.articles[article_id].article

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
            passages=sum(len(self.staged.articles[one.id].passages) for one in admitted),
            names={
                name: _counts(indexed.stored(one) for one in admitted)
                for name, indexed in FIELDS.items()
                if indexed.type is FieldType.NAME
            },
            published=(
                min(published, key=lambda one: (one.start, one.end)),
                max(published, key=lambda one: (one.end, one.start)),
            )
            if published
            else None,
        )

    def _admitted(self, filters: Filters | None) -> Iterator[Article]:
        articles = (encoded.article for encoded in self.staged.articles.values())
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
        return self.staged.digests()

    def is_intact(self) -> bool:
        """See ``BaseGeneration.is_intact``."""
        return True

    def close(self) -> None:
        """See ``Snapshot.close``."""


def _highest(scores: Mapping[int, float], limit: int) -> list[int]:
    return sorted(scores, key=lambda i: (-scores[i], i))[: max(0, limit)]


def _newest_first(article: Article) -> tuple[bool, int, int, str]:
    published = article.published
    undated = published.end == date.max
    return undated, -published.last.toordinal(), -published.start.toordinal(), article.id


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
