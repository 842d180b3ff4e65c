"""Publish an index while it is being built: words first, then vectors, the newest article first.

Such a generation answers questions from what it contains (``IndexInfo.coverage``) while the rest is
indexed. An interrupted build leaves a smaller index instead of none.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from index.errors import DatelineError
from index.passages import in_context
from index.stores.datatypes import StoredEncoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from index.errors import CorpusError
    from index.passage_encoder import PassageEncoder
    from index.stores import BaseGeneration, BuildRecord, IncrementalWriter, Store

    Record = Callable[[Mapping[str, CorpusError], int], BuildRecord]

WORDS_FIRST = 200
"""Number of changed articles from which a build publishes early; fewer are embedded in seconds."""

_SHARE = 0.05  # share of a build's time that is spent on publishing early
_PAUSE = 15.0  # minimum number of seconds between two publications


class EarlyPublisher:
    """Publishes at intervals what a writer has staged.

    It pauses after each publication, so that publishing takes a twentieth of the build time,
    whatever the size of the index.

    Args:
        writer: Writer with an open staging area.
        record: Function that returns the metadata of the build, given the errors of documents so
            far and the number of documents that are not read yet.
        while_reading: Publish before all documents are read. Otherwise, the first publication has
            all articles of the corpus.
        clock: Function that returns seconds.
    """

    def __init__(
        self,
        writer: IncrementalWriter,
        record: Record,
        *,
        while_reading: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer, self._record = writer, record
        self._while_reading, self._clock = while_reading, clock
        self._due = clock() + _PAUSE

    def is_due(self, *, reading: bool = False) -> bool:
        """Return whether enough time has passed since the last publication.

        Args:
            reading: Whether documents are still being read.
        """
        return self._clock() >= self._due and (self._while_reading or not reading)

    def publish(
        self,
        problems: Mapping[str, CorpusError],
        unread: int = 0,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        """Publish what is staged.

        Args:
            problems: Errors of the documents that were left out, by article id.
            unread: Number of documents that are not read yet.
            prepare: Function that prepares the staged articles for a publication; its time counts.
        """
        started = self._clock()
        if prepare is not None:
            prepare()
        self._writer.publish_early(self._record(problems, unread))
        ended = self._clock()
        self._due = ended + max(_PAUSE, (ended - started) / _SHARE)


def embed_pending(
    writer: IncrementalWriter, article_ids: Iterable[str], encoder: PassageEncoder, batch: int
) -> Iterator[tuple[int, int]]:
    """Embed the passages of staged articles that have no vectors yet, in the order of the articles.

    Args:
        writer: Writer with an open staging area.
        article_ids: Ids of the articles.
        encoder: Encoder of the passages.
        batch: Number of passages embedded at a time.

    Yields:
        The numbers of articles and of texts that were embedded and saved, for each batch.
    """
    articles = 0
    waiting: dict[str, list[StoredEncoding]] = {}  # passages by their text
    for article_id in article_ids:
        article = writer.article(article_id)
        for stored in writer.encodings(article_id):
            if not stored.is_embedded:
                waiting.setdefault(in_context(article, stored.passage), []).append(stored)
        articles += 1
        if len(waiting) >= batch:
            yield articles, _embed(writer, waiting, encoder)
            articles = 0
            waiting.clear()
    if articles:
        yield articles, _embed(writer, waiting, encoder)


def _embed(
    writer: IncrementalWriter,
    waiting: Mapping[str, Sequence[StoredEncoding]],
    encoder: PassageEncoder,
) -> int:
    vectors = encoder.encode(waiting)
    writer.embed(
        [
            StoredEncoding(stored.passage, *vectors[text])
            for text, same in waiting.items()
            for stored in same
        ]
    )
    writer.save()
    return len(vectors)


def may_publish_early(store: Store, base: BaseGeneration | None) -> bool:
    """Return whether a build can publish early without making any current answer unavailable.

    That is so if the build reuses the current generation, or if there is none.
    """
    if base is not None:
        return True
    try:
        store.info()
    except DatelineError:
        return True
    return False
