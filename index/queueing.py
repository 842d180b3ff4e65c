"""Leave the embedding of a build to workers: the builder queues documents, workers encode them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.changes import Changes
from index.corpus.reading import read_changed
from index.errors import CorpusError, IndexMismatchError, SettingsError, StoreUnavailableError
from index.ingest import ArticleBatch, IngestResult, mark_near_duplicates
from index.passage_encoder import PassageEncoder
from index.stores import HasQueue, QueuedDocument, QueueingWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from index.corpus import Corpus
    from index.embedders import Embedder
    from index.stores import Store, Tasks, Writer

_ENQUEUED = 200  # documents queued in one transaction
_BATCH = 32  # documents that a worker takes at a time; a killed worker's must be embedded again
_POLL = 1.0  # seconds between two looks at the queue
_MAX_ATTEMPTS = 5  # to reach the store, before a worker started with ``drain`` gives up
_MAX_DELAY = 30  # seconds between two attempts


def require_queue(writer: Writer) -> QueueingWriter:
    """Return the writer as one that has a queue.

    Raises:
        SettingsError: If its store has none.
    """
    if not isinstance(writer, QueueingWriter):
        raise SettingsError(
            "an index in a folder is built by one process; name a database, or leave --enqueue out"
        )
    return writer


def ingest_by_workers(
    writer: Writer,
    corpus: Corpus,
    changes: Changes,
    *,
    strict: bool = False,
    progress: bool = True,
    previous_problems: Mapping[str, CorpusError] | None = None,
) -> IngestResult:
    """Queue the changed documents of a corpus, and wait until workers have written all of them.

    Args:
        writer: Writer with an open staging area and a queue.
        corpus: Corpus to read.
        changes: Differences between the corpus and the staged and queued articles.
        strict: Fail on the first document that cannot be read.
        progress: Show on standard error how many documents all workers have written.
        previous_problems: Errors of documents in the last build, by article id; those that have
            not changed are not read again.

    Returns:
        The errors of documents; no passages, since this process embeds none.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
        SettingsError: If the store has no queue.
    """
    queue = require_queue(writer)
    problems: dict[str, CorpusError] = {}
    changed = {*changes.changed}
    waiting: list[QueuedDocument] = []
    for article_id, read in read_changed(corpus, changes, previous_problems or {}):
        if isinstance(read, CorpusError):
            if strict:
                raise read
            problems[article_id] = read
            continue
        reused = changes.moved.get(article_id, article_id if article_id in changed else None)
        waiting.append(QueuedDocument(read, changes.digests.get(article_id, b""), reused))
        if len(waiting) >= _ENQUEUED:
            queue.enqueue(waiting)
            waiting.clear()
    queue.enqueue(waiting)
    writer.remove([*changes.removed, *(changed & problems.keys())])
    writer.save()
    _await_workers(queue, progress=progress)
    writer.remove([*changes.moved.values()])
    mark_near_duplicates(writer)
    return IngestResult(problems, 0)


def _await_workers(queue: QueueingWriter, *, progress: bool) -> None:
    """Wait until the queue is empty."""
    remaining = queue.waiting()
    with tqdm(
        total=remaining, desc="Workers", unit=" articles", disable=not progress, dynamic_ncols=True
    ) as bar:
        while remaining:
            time.sleep(_POLL)
            now = queue.waiting()
            bar.update(remaining - now)
            remaining = now


def work(
    store: Store,
    load: Callable[[str], Embedder],
    *,
    drain: bool = False,
    report: Callable[[str], object] = lambda _: None,
) -> int:
    """Encode queued documents and write them to the staging area, until interrupted.

    Any number of workers may run at the same time. A worker that loses its connection reconnects;
    the documents it had taken are queued again.

    Args:
        store: Store with a queue.
        load: Function that loads a model by name.
        drain: Return when the queue is empty, instead of waiting for more.
        report: Function that receives messages about progress and lost connections.

    Returns:
        The number of documents that this worker wrote.

    Raises:
        SettingsError: If the store has no queue.
        IndexMismatchError: If the worker's model differs from the builder's.
        StoreUnavailableError: With ``drain``, if the store cannot be reached after several
            attempts.
    """
    if not isinstance(store, HasQueue):
        raise SettingsError(
            f"{store.place} has no queue, since one process builds an index in a folder; name a "
            "database: --store postgresql://user@host/database"
        )
    worker, failures = _Worker(load, report), 0
    while True:
        try:
            with store.tasks() as tasks:
                while worker.step(tasks) or not drain:
                    failures = 0
                return worker.written
        except StoreUnavailableError as error:
            failures += 1
            if drain and failures >= _MAX_ATTEMPTS:
                raise
            report(f"{error}; trying again")
            time.sleep(min(2**failures, _MAX_DELAY))


class _Worker:
    """Encodes queued documents batch by batch, with the model that the builder used.

    Args:
        load: Function that loads a model by name.
        report: Function that receives messages about progress.

    Attributes:
        written: Number of documents written so far.
    """

    def __init__(self, load: Callable[[str], Embedder], report: Callable[[str], object]) -> None:
        self._load, self._report = load, report
        self._encoder: PassageEncoder | None = None
        self.written = 0

    def step(self, tasks: Tasks) -> bool:
        """Take a batch of documents and write it, or wait a moment if there is none.

        Returns:
            False if the queue is empty.
        """
        encoder = self._matching_encoder(tasks)
        if encoder is None:
            time.sleep(_POLL)
            return False
        with tasks.take(_BATCH, encoder.fingerprint) as (writer, documents):
            if not documents:  # other workers have taken the rest
                time.sleep(_POLL)
                return True
            batch = ArticleBatch(writer, encoder, _staging_changes(documents))
            for document in documents:
                batch.add(document.article)
            batch.write()
        self.written += len(documents)
        self._report(f"{self.written:,} documents written")
        return True

    def _matching_encoder(self, tasks: Tasks) -> PassageEncoder | None:
        """Return the encoder that the queued documents need; None if the queue is empty.

        Raises:
            IndexMismatchError: If the model of that name differs from the builder's.
        """
        wanted = tasks.encoder()
        if wanted is None:
            return None
        fingerprint, codec = wanted
        if self._encoder is None or self._encoder.fingerprint != fingerprint:
            self._report(f"loading the model {fingerprint.model}")
            own = PassageEncoder.of(self._load(fingerprint.model), fingerprint.passage_bytes)
            if own.fingerprint != fingerprint or not own.codec.is_like(codec):
                raise IndexMismatchError(
                    f"the model {fingerprint.model!r} of this worker is not the one that the "
                    "documents were queued for; install the same version of Dateline and of the "
                    "model here, or queue them again from here: dateline build FOLDER --enqueue"
                )
            self._encoder = own
        return replace(self._encoder, codec=codec)


def _staging_changes(documents: Sequence[QueuedDocument]) -> Changes:
    """Return the changes that queued documents make in the staging area."""
    reused = {one.article.id: one.reused for one in documents if one.reused is not None}
    return Changes(
        changed=tuple(name for name, other in reused.items() if name == other),
        moved={name: other for name, other in reused.items() if name != other},
        digests={one.article.id: one.digest for one in documents},
    )
