"""Ingest articles into a store: split them, embed them, and find times and near-duplicates."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from index import passages
from index.corpus.reading import read_changed
from index.dates.resolution import read_times
from index.early import WORDS_FIRST, embed_pending
from index.errors import CorpusError
from index.near_duplicates import NearDuplicateFinder, sign
from index.stores import FindsNearDuplicates, IncrementalWriter
from index.stores.datatypes import EncodedArticle, Fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from index.changes import Changes
    from index.corpus import Corpus
    from index.datatypes import Article, Passage, Period
    from index.dates.resolution import Mention
    from index.early import EarlyPublisher
    from index.embedders import Embedder
    from index.passage_encoder import PassageEncoder, PassageVectors
    from index.stores.capabilities import TaskWriter
    from index.stores.protocol import Writer

_BATCH = 256  # passages embedded at a time; bounds the memory
_MAX_WAITING = 4 * _BATCH  # passages in memory, including those whose vectors are reused
_SAMPLE_QUERIES = 256  # headlines with which a store can measure the recall of its search


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The result of ingesting a corpus.

    Attributes:
        problems: Errors of the documents that were left out, by article id.
        embedded: Number of passages that were embedded.
    """

    problems: dict[str, CorpusError]
    embedded: int


def ingest(
    writer: Writer,
    corpus: Corpus,
    changes: Changes,
    encoder: PassageEncoder,
    *,
    strict: bool = False,
    progress: bool = True,
    previous_problems: Mapping[str, CorpusError] | None = None,
    early: EarlyPublisher | None = None,
) -> IngestResult:
    """Stream the changed documents of a corpus through the encoder into a writer.

    If ``early`` is given and many documents have changed, all are staged before any is embedded.

    Args:
        writer: Writer with an open staging area.
        corpus: Corpus to read.
        changes: Differences between the corpus and the staged articles.
        encoder: Encoder of passages that are not staged yet.
        strict: Fail on the first document that cannot be read.
        progress: Show a progress bar on standard error.
        previous_problems: Errors of documents in the last build, by article id; those that have
            not changed are not read again.
        early: Publisher of the staged articles during the build; None if the store has none.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
    """
    words_first = early is not None and len(changes.to_read) >= WORDS_FIRST
    batch = ArticleBatch(writer, encoder, changes, embed=not words_first)
    problems: dict[str, CorpusError] = {}
    left = len(changes.to_read)
    bar = partial(tqdm, unit=" articles", disable=not progress, dynamic_ncols=True)
    with bar(total=left, desc="Reading" if words_first else "Indexing") as shown:
        for article_id, read in read_changed(corpus, changes, previous_problems or {}):
            if isinstance(read, CorpusError):
                if strict:
                    raise read
                problems[article_id] = read
                done = 1
            elif done := batch.add(read):
                writer.save()
                if early is not None and words_first and early.is_due(reading=True):
                    early.publish(problems, left - done, partial(mark_near_duplicates, writer))
            left -= done
            shown.update(done)
        shown.update(batch.write())
    unread = (article_id for article_id in changes.changed if article_id in problems)
    writer.remove([*changes.removed, *changes.moved.values(), *unread])
    mark_near_duplicates(writer)
    embedded = batch.embedded
    if early is not None and words_first:
        early.publish(problems)
    if isinstance(writer, IncrementalWriter) and (pending := writer.pending()):
        with bar(total=len(pending), desc="Embedding") as shown:
            for articles, texts in embed_pending(writer, pending, encoder, _BATCH):
                embedded += texts
                shown.update(articles)
                if early is not None and early.is_due():
                    early.publish(problems)
    return IngestResult(problems, embedded)


def sample_queries(writer: Writer, embedder: Embedder) -> NDArray[np.float32]:
    """Embed a random sample of headlines, which stand for the questions that users will ask.

    Returns:
        Unit vectors, shape ``(n, dimension)`` with n at most 256.
    """
    names = [article_id for article_id, _ in writer.digests()]
    sample = random.Random(len(names)).sample(names, min(_SAMPLE_QUERIES, len(names)))  # noqa: S311
    return embedder.embed_queries([writer.article(name).title for name in sample])


def mark_near_duplicates(writer: Writer) -> None:
    """Cluster all staged articles, and write the clusters that changed."""
    if isinstance(writer, FindsNearDuplicates):
        writer.mark_near_duplicates(writer.changed_clusters())
        return
    finder = NearDuplicateFinder()
    for article_id, signature in writer.signatures():
        finder.add_signed(article_id, signature)
    before, now = writer.clusters(), finder.clusters()
    writer.mark_near_duplicates(
        {
            article_id: now.get(article_id)
            for article_id in sorted(before.keys() | now.keys())
            if now.get(article_id) != before.get(article_id)
        }
    )


class ArticleBatch:
    """Buffers articles, embeds their passages in batches, and writes them.

    Args:
        writer: Writer with an open staging area.
        encoder: Encoder of passages that are not staged yet.
        changes: Changes, which contain the articles to replace and all digests.
        embed: Embed the passages; otherwise their vectors are left out (``IncrementalWriter``).
    """

    def __init__(
        self,
        writer: TaskWriter,
        encoder: PassageEncoder,
        changes: Changes,
        *,
        embed: bool = True,
    ) -> None:
        self._writer, self._encoder, self._changes = writer, encoder, changes
        self._embed = embed
        self._none = np.zeros(encoder.embedder.dimension, np.float16), b""
        self._staged = {*changes.changed, *changes.moved.values()}
        self._passages = 0
        self._waiting: list[tuple[Article, list[Passage], dict[str, PassageVectors]]] = []
        self._new: dict[str, None] = {}
        self.embedded = 0

    def add(self, article: Article) -> int:
        """Add an article; return the number of articles written."""
        own = passages.split(article, self._encoder.passage_bytes)
        reusable = self._encodings_of(self._changes.moved.get(article.id, article.id))
        self._waiting.append((article, own, reusable))
        self._passages += len(own)
        texts = (passages.in_context(article, passage) for passage in own)
        self._new.update(dict.fromkeys(text for text in texts if text not in reusable))
        full = len(self._new) >= _BATCH or self._passages >= _MAX_WAITING
        return self.write() if full else 0

    def write(self) -> int:
        """Embed and write the buffered articles; return their number."""
        fresh = self._encoder.encode(self._new) if self._embed else {}
        encoded = [self._encoded(*waiting, fresh) for waiting in self._waiting]
        replaced = [one for one in encoded if one.article.id in self._staged]
        self._writer.replace(replaced)
        self._writer.add([one for one in encoded if one.article.id not in self._staged])
        self.embedded += len(fresh)
        self._waiting.clear()
        self._new.clear()
        self._passages = 0
        return len(encoded)

    def _encoded(
        self,
        article: Article,
        own: list[Passage],
        reusable: dict[str, PassageVectors],
        fresh: dict[str, PassageVectors],
    ) -> EncodedArticle:
        texts = [passages.in_context(article, passage) for passage in own]
        encodings = [reusable.get(text) or fresh.get(text, self._none) for text in texts]
        vectors = np.array([vector for vector, _ in encodings], np.float16)
        packed = [words for _, words in encodings]
        mentions = read_times(article).mentions
        return EncodedArticle(
            article,
            own,
            vectors.reshape(len(own), self._encoder.embedder.dimension),
            packed if any(packed) else (),
            [_times_in(passage, mentions) for passage in own],
            Fingerprints(self._changes.digests.get(article.id, b""), sign(article)),
        )

    def _encodings_of(self, article_id: str) -> dict[str, PassageVectors]:
        """Return the encodings of a staged article, by the text that was encoded."""
        if article_id not in self._staged:
            return {}
        try:
            article = self._writer.article(article_id)
        except KeyError:  # queued for a worker, and changed before a worker took it
            return {}
        return {
            passages.in_context(article, stored.passage): (stored.vector, stored.word_vectors)
            for stored in self._writer.encodings(article_id)
            if stored.is_embedded
        }


def _times_in(passage: Passage, mentions: Iterable[Mention]) -> list[Period]:
    """Return the distinct periods that a passage mentions, in the order of the text."""
    inside = (one.period for one in mentions if passage.start <= one.start < passage.end)
    return list(dict.fromkeys(inside))
