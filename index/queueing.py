"""Leave the embedding of a build to workers: one process queues documents, others encode them."""

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
    from collections.abc import Callable, Mapping

    from index.corpus import Corpus
    from index.embedders import Embedder
    from index.stores import Store, Tasks, Writer

_QUEUED = 200  # documents made durable at a time
_TAKEN = 32  # documents that a worker takes at a time: more is lost if it is killed
_POLL = 1.0  # seconds between two looks at the queue
_ATTEMPTS = 5  # to reach a store, before a worker that is to end gives up


def queueing(writer: Writer) -> QueueingWriter:
    """Return the writer, if workers can embed what it stages.

    Raises:
        SettingsError: If they cannot.
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
    known: Mapping[str, CorpusError] | None = None,
) -> IngestResult:
    """Queue what changed in a corpus, and wait until workers have written all of it.

    Args:
        writer: The next generation, with its staging open; a ``QueueingWriter``.
        corpus: What to read.
        changes: How the corpus differs from what is staged and queued.
        strict: Fail on the first document that cannot be read.
        progress: Show how many documents are done, of all workers, on standard error.
        known: What was wrong with documents that are the same still; they are not read again.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
        SettingsError: If the store has no queue.
    """
    queue = queueing(writer)
    problems: dict[str, CorpusError] = {}
    some: list[QueuedDocument] = []
    changed = {*changes.changed}
    for name, read in read_changed(corpus, changes, known or {}):
        if isinstance(read, CorpusError):
            if strict:
                raise read
            problems[name] = read
            continue
        reused = changes.moved.get(name, name if name in changed else None)
        some.append(QueuedDocument(read, changes.digests.get(name, b""), reused))
        if len(some) >= _QUEUED:
            queue.enqueue(some)
            some.clear()
    queue.enqueue(some)
    writer.remove([*changes.removed, *(name for name in changed if name in problems)])
    writer.save()
    _wait(queue, progress=progress)
    writer.remove([*changes.moved.values()])
    mark_near_duplicates(writer)
    return IngestResult(problems, 0)


def _wait(queue: QueueingWriter, *, progress: bool) -> None:
    left = queue.waiting()
    with tqdm(
        total=left, desc="Workers", unit=" articles", disable=not progress, dynamic_ncols=True
    ) as bar:
        while left:
            time.sleep(_POLL)
            now = queue.waiting()
            bar.update(left - now)
            left = now


def work(
    store: Store,
    load: Callable[[str], Embedder],
    *,
    drain: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> int:
    """Encode what is queued in a store, and write it, until interrupted.

    Any number of processes may do so at once. If the store cannot be reached it is tried again:
    what was taken and not written is queued as before.

    Args:
        store: One that has a queue.
        load: Loads a model by its name.
        drain: End when nothing is queued.
        tell: Is called with what a person may want to know.

    Returns:
        How many documents this worker wrote.

    Raises:
        SettingsError: If the store has no queue.
        IndexMismatchError: If the model here is not the one of the builder.
        StoreUnavailableError: With ``drain``, if the store cannot be reached for a while.
    """
    if not isinstance(store, HasQueue):
        raise SettingsError(
            f"{store.place} has no queue, since one process builds an index in a folder; name a "
            "database: --store postgresql://user@host/database"
        )
    worker, failed = _Worker(load, tell), 0
    while True:
        try:
            with store.tasks() as tasks:
                while worker.step(tasks) or not drain:
                    failed = 0
                return worker.written
        except StoreUnavailableError as error:
            failed += 1
            if drain and failed >= _ATTEMPTS:
                raise
            tell(f"{error}; trying again")
            time.sleep(min(2**failed, 30))


class _Worker:
    """Takes documents, some at a time, with the model that they need.

    Args:
        load: Loads a model by its name.
        tell: Is called with what a person may want to know.
    """

    def __init__(self, load: Callable[[str], Embedder], tell: Callable[[str], object]) -> None:
        self._load, self._tell = load, tell
        self._encoder: PassageEncoder | None = None
        self.written = 0

    def step(self, tasks: Tasks) -> bool:
        """Do some of what waits; if nothing can be taken, wait a moment. False if none waits."""
        wanted = tasks.encoder()
        if wanted is None:
            time.sleep(_POLL)
            return False
        fingerprint, codec = wanted
        if self._encoder is None or self._encoder.fingerprint != fingerprint:
            self._tell(f"loading the model {fingerprint.model}")
            own = PassageEncoder.of(self._load(fingerprint.model), fingerprint.passage_bytes)
            if own.fingerprint != fingerprint or not own.codec.is_like(codec):
                raise IndexMismatchError(
                    f"the model {fingerprint.model!r} of this worker is not the one that the "
                    "documents were queued for; install the same version of Dateline and of the "
                    "model here, or queue them again from here: dateline build FOLDER --enqueue"
                )
            self._encoder = own
        encoder = replace(self._encoder, codec=codec)
        with tasks.take(_TAKEN, fingerprint) as (writer, documents):
            if not documents:  # others have taken what is left
                time.sleep(_POLL)
                return True
            batch = ArticleBatch(
                writer,
                encoder,
                Changes(
                    changed=tuple(
                        one.article.id for one in documents if one.reused == one.article.id
                    ),
                    moved={
                        one.article.id: one.reused
                        for one in documents
                        if one.reused not in (None, one.article.id)
                    },
                    digests={one.article.id: one.digest for one in documents},
                ),
            )
            for one in documents:
                batch.add(one.article)
            batch.write()
        self.written += len(documents)
        self._tell(f"{self.written:,} documents written")
        return True
