"""Articles on their way into a store: cut, embedded, dated, compared for copies."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from operator import length_hint
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from index import passages
from index.changes import Changes
from index.copies import CopyFinder, sign
from index.dates.resolution import read_times
from index.errors import CorpusError
from index.late_interaction import WordCodec
from index.sample_texts import SENTENCES
from index.stores import Traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from index.datatypes import Article, Passage, Period
    from index.dates.resolution import Mention
    from index.embedders import Embedder
    from index.stores import Store

    _Encoded = tuple[NDArray[np.float16], bytes]

_BATCH = 256  # passages embedded at a time: little to hold
_ASKED = 256  # headlines that a store may try its search on
_MOST = 4 * _BATCH  # passages held, those included that need not be embedded


@dataclass(frozen=True, slots=True)
class Filled:
    """What went into a store.

    Attributes:
        codec: How the word vectors were packed.
        problems: The documents that were left out.
        embedded: How many passages were turned into vectors.
    """

    codec: WordCodec
    problems: list[CorpusError]
    embedded: int


def fill(
    store: Store,
    corpus: Iterable[Article | CorpusError],
    embedder: Embedder,
    passage_bytes: int = passages.MAX_BYTES,
    *,
    codec: WordCodec | None = None,
    changes: Changes | None = None,
    strict: bool = False,
    progress: bool = True,
    total: int | None = None,
    save: Callable[[], None] = lambda: None,
) -> Filled:
    """Stream a corpus through the embedder into a store, and commit it.

    Args:
        store: A store, empty or with what an earlier one held.
        corpus: Articles, and why others cannot be read: of a store that is not empty, what was
            added, changed or moved.
        embedder: Turns passages into vectors, but for those that the store has.
        passage_bytes: Largest passage, in UTF-8 bytes.
        codec: How word vectors are packed; None to find out.
        changes: How the corpus differs from what the store holds; None if it is empty.
        strict: Fail on the first document that cannot be read.
        progress: Show a progress bar on standard error.
        total: How many documents there are, for the bar.
        save: Called now and then, when all that was read so far is in the store.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
    """
    codec = codec or fit_codec(embedder)
    changes = changes or Changes()
    filling = _Filling(store, embedder, codec, changes)
    problems: list[CorpusError] = []
    with tqdm(
        total=length_hint(corpus) or None if total is None else total,
        desc="Indexing",
        unit=" articles",
        disable=not progress,
        dynamic_ncols=True,
    ) as bar:
        for document in corpus:
            if isinstance(document, CorpusError):
                if strict:
                    raise document
                problems.append(document)
                bar.update()
            else:
                written = filling.add(document, passages.split(document, passage_bytes))
                bar.update(written)
                if written:
                    save()
        bar.update(filling.write())
    store.delete(
        [
            *changes.removed,
            *changes.moved.values(),
            *(name for name in changes.changed if name not in filling.articles),
        ]
    )
    copies = CopyFinder()
    for article_id, signed in store.signatures():
        copies.add_signed(article_id, signed)
    store.mark_copies(copies.clusters())
    store.commit(partial(_questions, store, embedder), progress=progress)
    return Filled(codec, problems, filling.embedded)


def fit_codec(embedder: Embedder) -> WordCodec:
    """How a model's word vectors are packed: its mark, too, since no other has this common part."""
    return WordCodec.fit([read.words for read in embedder.encode_passages(SENTENCES)])


class _Filling:
    """Articles on their way into a store: embedded some at a time."""

    def __init__(
        self, store: Store, embedder: Embedder, codec: WordCodec, changes: Changes
    ) -> None:
        self._store, self._embedder, self._codec = store, embedder, codec
        self._changes = changes
        self._held = {*changes.changed, *changes.moved.values()}
        self._passages = 0
        self._waiting: list[tuple[Article, list[Passage], dict[str, _Encoded]]] = []
        self._new: dict[str, None] = {}
        self.articles: set[str] = set()
        self.embedded = 0

    def add(self, article: Article, own: list[Passage]) -> int:
        """Take an article in; how many were written."""
        known = self._known(self._changes.moved.get(article.id, article.id))
        self._waiting.append((article, own, known))
        self._passages += len(own)
        texts = (passages.in_context(article, passage) for passage in own)
        self._new.update(dict.fromkeys(text for text in texts if text not in known))
        full = len(self._new) >= _BATCH or self._passages >= _MOST
        return self.write() if full else 0

    def write(self) -> int:
        """Embed and write what is waiting; how many articles that were."""
        texts = list(self._new)
        fresh: dict[str, _Encoded] = {}
        for text, read in zip(texts, self._embedder.encode_passages(texts), strict=True):
            fresh[text] = np.asarray(read.vector, np.float16), self._codec.pack(read.words)
        for article, own, known in self._waiting:
            texts = [passages.in_context(article, passage) for passage in own]
            encoded = [known.get(text) or fresh[text] for text in texts]
            vectors = np.array([vector for vector, _ in encoded], np.float16)
            packed = [words for _, words in encoded]
            mentions = read_times(article).mentions
            self._store.upsert(
                article,
                own,
                vectors.reshape(len(own), self._embedder.dimension),
                packed if any(packed) else (),
                [_times_in(passage, mentions) for passage in own],
                Traces(self._changes.digests.get(article.id, b""), sign(article)),
            )
            self.articles.add(article.id)
        written = len(self._waiting)
        self.embedded += len(fresh)
        self._waiting.clear()
        self._new.clear()
        self._passages = 0
        return written

    def _known(self, article_id: str) -> dict[str, _Encoded]:
        """What was embedded of an article that the store holds, by the text that was."""
        if article_id not in self._held:
            return {}
        article = self._store.article(article_id)
        return {
            passages.in_context(article, passage): (vector, words)
            for passage, vector, words in self._store.encodings(article_id)
        }


def _questions(store: Store, embedder: Embedder) -> NDArray[np.float32]:
    """Some headlines, read as questions are: people ask about what is in the news."""
    names = sorted(store.digests())
    some = random.Random(len(names)).sample(names, min(_ASKED, len(names)))  # noqa: S311
    return embedder.embed_queries([store.article(name).title for name in some])


def _times_in(passage: Passage, mentions: Iterable[Mention]) -> list[Period]:
    """What a passage mentions of time, each once."""
    inside = (one.period for one in mentions if passage.start <= one.start < passage.end)
    return list(dict.fromkeys(inside))
