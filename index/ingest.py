"""Ingest articles into a store: split, embedded, dated, compared for near-duplicates."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from tqdm import tqdm

from index import passages
from index.dates.resolution import read_times
from index.errors import CorpusError
from index.late_interaction import WordCodec
from index.near_duplicates import NearDuplicateFinder, sign
from index.sample_texts import SENTENCES
from index.stores import FindsNearDuplicates
from index.stores.datatypes import EncodedArticle, EncoderFingerprint, Fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from index.changes import Changes
    from index.corpus import Corpus
    from index.datatypes import Article, Passage, Period
    from index.dates.resolution import Mention
    from index.embedders import Embedder
    from index.stores.protocol import TaskWriter, Writer

    _Encoding = tuple[NDArray[np.float16], bytes]

_BATCH = 256  # passages embedded at a time: little to hold in memory
_HELD = 4 * _BATCH  # passages waiting, including those that need not be embedded
_SAMPLED = 256  # headlines on which a store may measure its search


@dataclass(frozen=True, slots=True)
class PassageEncoder:
    """What turns articles into passages and vectors.

    Attributes:
        embedder: The model.
        codec: How its word vectors are packed.
        passage_bytes: Largest passage, in UTF-8 bytes.
    """

    embedder: Embedder
    codec: WordCodec
    passage_bytes: int

    @classmethod
    def of(cls, embedder: Embedder, passage_bytes: int | None = None) -> Self:
        """Fit the codec to a model.

        Args:
            embedder: The model.
            passage_bytes: Largest passage; None for what the model reads whole.
        """
        return cls(
            embedder, fit_codec(embedder), passage_bytes or passages.largest(embedder.max_tokens)
        )

    @property
    def fingerprint(self) -> EncoderFingerprint:
        """What tells it from others, besides the codec."""
        return EncoderFingerprint(self.embedder.name, self.embedder.dimension, self.passage_bytes)


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What was ingested.

    Attributes:
        problems: The documents that were left out, by article id.
        embedded: How many passages were embedded.
    """

    problems: dict[str, CorpusError]
    embedded: int


def fit_codec(embedder: Embedder) -> WordCodec:
    """Return how a model's word vectors are packed; no other model has the same common part."""
    return WordCodec.fit([read.words for read in embedder.encode_passages(SENTENCES)])


def ingest(
    writer: Writer,
    corpus: Corpus,
    changes: Changes,
    encoder: PassageEncoder,
    *,
    strict: bool = False,
    progress: bool = True,
    known: Mapping[str, CorpusError] | None = None,
) -> IngestResult:
    """Stream what changed in a corpus through the encoder into a writer.

    Args:
        writer: The next generation, with its staging open.
        corpus: What to read.
        changes: How the corpus differs from what is staged.
        encoder: Encodes the passages that are not staged yet.
        strict: Fail on the first document that cannot be read.
        progress: Show a progress bar on standard error.
        known: What was wrong with documents that are the same still; they are not read again.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
    """
    batch = ArticleBatch(writer, encoder, changes)
    problems: dict[str, CorpusError] = {}
    wanted = changes.to_read
    same = {name for name in changes.left_out if changes.digests[name]} & (known or {}).keys()
    to_read = [name for name in changes.digests if name in wanted]  # in the order of the corpus
    with tqdm(
        total=len(to_read),
        desc="Indexing",
        unit=" articles",
        disable=not progress,
        dynamic_ncols=True,
    ) as bar:
        for article_id in to_read:
            try:
                if known and article_id in same:
                    raise known[article_id]
                article = corpus.read(article_id)
            except CorpusError as error:
                if strict:
                    raise
                problems[article_id] = error
                bar.update()
                continue
            written = batch.add(article)
            bar.update(written)
            if written:
                writer.save()
        bar.update(batch.write())
    unread = (article_id for article_id in changes.changed if article_id in problems)
    writer.remove([*changes.removed, *changes.moved.values(), *unread])
    mark_near_duplicates(writer)
    return IngestResult(problems, batch.embedded)


def sample_queries(writer: Writer, embedder: Embedder) -> NDArray[np.float32]:
    """Embed some headlines as questions: people ask about what is in the news.

    Returns:
        Unit vectors, shape ``(some, dimension)``.
    """
    names = [article_id for article_id, _ in writer.digests()]
    sample = random.Random(len(names)).sample(names, min(_SAMPLED, len(names)))  # noqa: S311
    return embedder.embed_queries([writer.article(name).title for name in sample])


def mark_near_duplicates(writer: Writer) -> None:
    """Find the clusters of all staged articles, and mark those that changed."""
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
    """Articles on their way into a writer, embedded some at a time.

    Args:
        writer: Where to.
        encoder: Encodes the passages that are not staged yet.
        changes: Which articles replace staged ones, and the digests of all.
    """

    def __init__(self, writer: TaskWriter, encoder: PassageEncoder, changes: Changes) -> None:
        self._writer, self._encoder, self._changes = writer, encoder, changes
        self._staged = {*changes.changed, *changes.moved.values()}
        self._passages = 0
        self._waiting: list[tuple[Article, list[Passage], dict[str, _Encoding]]] = []
        self._new: dict[str, None] = {}
        self.embedded = 0

    def add(self, article: Article) -> int:
        """Take an article in; returns how many were written."""
        own = passages.split(article, self._encoder.passage_bytes)
        known = self._known(self._changes.moved.get(article.id, article.id))
        self._waiting.append((article, own, known))
        self._passages += len(own)
        texts = (passages.in_context(article, passage) for passage in own)
        self._new.update(dict.fromkeys(text for text in texts if text not in known))
        full = len(self._new) >= _BATCH or self._passages >= _HELD
        return self.write() if full else 0

    def write(self) -> int:
        """Embed and write what is waiting; returns how many articles that were."""
        texts = list(self._new)
        codec, embedder = self._encoder.codec, self._encoder.embedder
        fresh = {
            text: (np.asarray(read.vector, np.float16), codec.pack(read.words))
            for text, read in zip(texts, embedder.encode_passages(texts), strict=True)
        }
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
        known: dict[str, _Encoding],
        fresh: dict[str, _Encoding],
    ) -> EncodedArticle:
        texts = [passages.in_context(article, passage) for passage in own]
        encodings = [known.get(text) or fresh[text] for text in texts]
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

    def _known(self, article_id: str) -> dict[str, _Encoding]:
        """Return what was encoded of a staged article, by the text that was read."""
        if article_id not in self._staged:
            return {}
        try:
            article = self._writer.article(article_id)
        except KeyError:  # it was queued for a worker and changed before one took it
            return {}
        return {
            passages.in_context(article, passage): (vector, words)
            for passage, vector, words in self._writer.encodings(article_id)
        }


def _times_in(passage: Passage, mentions: Iterable[Mention]) -> list[Period]:
    """Return the periods that a passage mentions, each once."""
    inside = (one.period for one in mentions if passage.start <= one.start < passage.end)
    return list(dict.fromkeys(inside))
