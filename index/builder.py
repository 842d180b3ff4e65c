"""Build or update an index: corpus → passages → vectors → the next generation of a store."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.changes import Changes
from index.commands import index_command
from index.corpus import (
    CorpusOptions,
    ReadsContainers,
    ReadsWithOptions,
    open_corpus,
    read_all,
)
from index.early import EarlyPublisher, may_publish_early
from index.embedders import SentenceTransformerEmbedder
from index.errors import (
    CorpusError,
)
from index.ingest import ingest, sample_queries
from index.passage_encoder import PassageEncoder
from index.queueing import ingest_by_workers, require_queue
from index.reports import CorpusReport, LeftOut, container_of
from index.reuse import changes_since, choose_base, current_model, require_same_encoder
from index.settings import Settings
from index.stores import BuildRecord, IncrementalWriter, QueueingWriter, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder
    from index.stores import BaseGeneration, IndexInfo, Store, Writer


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build or an update.

    Attributes:
        info: The new generation, or the current one if an update found no change.
        changes: Differences between the corpus and the previous generation.
        problems: Errors of the documents that were left out.
        embedded: Number of passages that were embedded; the vectors of the others were reused.
        elapsed_s: Duration in seconds, including loading the model.
        stubs: Number of articles read that look like stubs, by kind (``index.corpus.stubs``).
    """

    info: IndexInfo
    changes: Changes
    problems: tuple[CorpusError, ...]
    embedded: int
    elapsed_s: float
    stubs: Mapping[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "articles": self.info.articles,
            "passages": self.info.passages,
            "model": self.info.encoder.model,
            **self.changes.to_dict(),
            "problems": [
                {"path": str(p.path), "line": p.line, "reason": p.reason} for p in self.problems
            ],
            "reasons": dict(self.info.reasons),
            "formats": self.info.report.formats(),
            "encodings": self.info.report.encodings(),
            "passed_over": dict(self.info.report.passed_over),
            "stubs": dict(self.stubs),
            "embedded": self.embedded,
            "elapsed_s": round(self.elapsed_s, 2),
        }


def build(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]],
    store: Path | str | Store | None = None,
    *,
    model: str | None = None,
    strict: bool = False,
    progress: bool = True,
    fresh: bool = False,
    embedder: Embedder | None = None,
    passage_bytes: int | None = None,
    options: CorpusOptions | None = None,
    enqueue: bool = False,
    early: bool = True,
) -> BuildReport:
    """Build the index of a corpus and make it the current generation of a store.

    The passages and vectors of unchanged documents are reused if the previous generation has the
    same model and format and is undamaged. Whatever an interrupted build saved is reused as well.

    A long build publishes as it goes (``index.early``): the words of all articles first, then
    vectors, those of the newest articles first. It does so if nothing is lost by it: if there is
    no generation yet, or if the previous one is reused. Otherwise the previous generation answers
    questions until the new one is complete, and remains current if the build fails.

    Args:
        corpus: A folder, or anything else that ``open_corpus`` takes: articles, mappings, a data
            frame.
        store: A folder, or anything else that ``open_store`` takes; None for the store in the
            settings.
        model: Name of the embedding model; None for the bundled one.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        fresh: Reuse nothing.
        embedder: Embedder to use instead of loading ``model``.
        passage_bytes: Size limit of a passage in UTF-8 bytes; None for the largest that the model
            reads without truncation.
        options: Options for reading the files of the corpus; updates use them again.
        enqueue: Leave the embedding to workers (``index.queueing``), and wait for them.
        early: Publish during the build, if it is long and the store can (``index.early``).

    Raises:
        SettingsError: With ``enqueue``, if the store has no queue.
        CorpusError: If the corpus has no article that can be read, or, with ``strict``, a
            document that cannot.
        IndexLockedError: If another process is writing to the store.
        ModelUnavailableError: If the model cannot be loaded.
        IndexWriteError: If the index cannot be written.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> from index.testing import FakeEmbedder
        >>> closed = {"date": "2020-09-17", "text": "The bridge is closed."}
        >>> with TemporaryDirectory() as folder:
        ...     report = build([closed], folder, embedder=FakeEmbedder(), progress=False)
        >>> report.info.articles, report.info.languages
        (1, {'en': 1})
    """
    started = time.perf_counter()
    corpus = open_corpus(corpus, options)
    store = open_store(store or Settings.from_environment().index_dir)
    if embedder is None:
        kept = None if fresh else current_model(store)
        embedder = _load_embedder(Settings.from_environment().embedding_model(model, kept))
    with store.write(fresh=fresh) as writer:
        encoder = PassageEncoder.of(embedder, passage_bytes)
        base, changes = choose_base(None if fresh else store, encoder, corpus, progress)
        if enqueue:
            require_queue(writer)
        return _build(
            corpus,
            writer,
            encoder,
            base,
            changes,
            strict=strict,
            progress=progress,
            started=started,
            enqueue=enqueue,
            early=early and may_publish_early(store, base),
        )


def update(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]] | None,
    store: Path | str | Store,
    *,
    strict: bool = False,
    progress: bool = True,
    embedder: Embedder | None = None,
    options: CorpusOptions | None = None,
) -> BuildReport:
    """Bring the current index up to date with its corpus.

    The result equals that of a fresh build, except for rounding: vectors depend slightly on the
    batch in which they are computed. Only documents that were added or changed are read and
    embedded. Nothing is written if nothing changed and no file of the index is damaged.

    Args:
        corpus: The corpus; None for the place from which the index was built.
        store: A folder, or anything else that ``open_store`` takes.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        embedder: Embedder to use instead of loading the index's model.
        options: Options for reading the files of the corpus; None for those of the last build.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError: If there is no index that can
            be updated.
        CorpusError, IndexLockedError, ModelUnavailableError, IndexWriteError: See ``build``.

    Examples:
        >>> from tempfile import TemporaryDirectory
        >>> from index.testing import FakeEmbedder
        >>> closed = {"id": "1", "date": "2020-09-17", "text": "The bridge is closed."}
        >>> opened = {"id": "2", "date": "2020-09-20", "text": "The bridge is open again."}
        >>> model = FakeEmbedder()
        >>> with TemporaryDirectory() as folder:
        ...     built = build([closed], folder, embedder=model, progress=False)
        ...     updated = update([closed, opened], folder, embedder=model, progress=False)
        >>> updated.changes.added, updated.changes.unchanged
        (('2',), 1)
    """
    started = time.perf_counter()
    store = open_store(store)
    store.current()  # raises before a lock file is created where there is no index
    with store.write() as writer:
        base = store.read_base()
        info = base.info
        corpus = _reopen_corpus(corpus, info, options)
        changes = changes_since(base, corpus, progress)
        unchanged = not changes and corpus.place == info.corpus
        nothing_left = info.coverage.is_complete and {*changes.left_out} == info.skipped.keys()
        if unchanged and nothing_left and base.is_intact():
            previous, left_out = _previous_problems(base, corpus), {*changes.left_out}
            names = [name for name in changes.digests if name in left_out]
            retried = [name for name in names if name not in previous or not changes.digests[name]]
            results = dict(zip(retried, read_all(corpus, retried), strict=True))
            outcomes = (results[name] if name in results else previous[name] for name in names)
            problems = tuple(one for one in outcomes if isinstance(one, CorpusError))
            if strict and problems:
                raise problems[0]
            return BuildReport(info, changes, problems, 0, time.perf_counter() - started)
        encoder = PassageEncoder.of(
            embedder or _load_embedder(info.encoder.model), info.encoder.passage_bytes
        )
        require_same_encoder(encoder, base, store)
        return _build(
            corpus,
            writer,
            encoder,
            base,
            changes,
            strict=strict,
            progress=progress,
            started=started,
        )


def plan_update(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]] | None,
    store: Path | str | Store,
    *,
    progress: bool = True,
    options: CorpusOptions | None = None,
) -> Changes:
    """Return the changes that ``update`` would make, without writing anything.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError, CorpusError: See ``update``.
    """
    base = open_store(store).read_base()
    corpus = _reopen_corpus(corpus, base.info, options)
    return changes_since(base, corpus, progress)


def _reopen_corpus(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]] | None,
    info: IndexInfo,
    options: CorpusOptions | None,
) -> Corpus:
    """Open a corpus, by default the one an index was built from, with the options of that build."""
    if options is None and info.options:
        options = CorpusOptions.of(info.options)
    return open_corpus(info.corpus if corpus is None else corpus, options)


def _build(
    corpus: Corpus,
    writer: Writer,
    encoder: PassageEncoder,
    base: BaseGeneration | None,
    changes: Changes,
    *,
    strict: bool,
    progress: bool,
    started: float,
    enqueue: bool = False,
    early: bool = True,
) -> BuildReport:
    staging = writer.open_staging(encoder.fingerprint, encoder.codec, base)
    encoder = replace(encoder, codec=staging.codec)
    remaining = changes
    if staging.resumed:
        queued: dict[str, bytes] = {}
        if isinstance(writer, QueueingWriter):
            if not enqueue:
                writer.clear_queue()
            queued = dict(writer.queued())  # before the digests, since workers continue to write
        remaining = Changes.between({**dict(writer.digests()), **queued}, changes.digests, {})
    previous = _previous_problems(base, corpus)
    if enqueue:
        result = ingest_by_workers(
            writer, corpus, remaining, strict=strict, progress=progress, previous_problems=previous
        )
    else:
        result = ingest(
            writer,
            corpus,
            remaining,
            encoder,
            strict=strict,
            progress=progress,
            previous_problems=previous,
            early=_early_publisher(writer, corpus, changes, while_reading=not (base or strict))
            if early
            else None,
        )
    problems = tuple(result.problems.values())
    read = {article_id for article_id, _ in writer.digests()}
    if not read:
        writer.abandon()
        if problems:
            reason = f"no document can be read; the first error: {problems[0]}"
        elif corpus.place:
            look = index_command("preview", corpus.place)
            reason = f"the corpus contains no article; see what its files hold: {look}"
        else:
            reason = "the corpus contains no article; add some, or name another corpus"
        raise CorpusError(reason, Path(corpus.place or "corpus"))
    record = _build_record(corpus, changes, result.problems)
    info = writer.publish(
        record,
        lambda: sample_queries(writer, encoder.embedder),
        progress=progress,
    )
    elapsed_s = time.perf_counter() - started
    return BuildReport(
        info, changes.restricted_to(read), problems, result.embedded, elapsed_s, record.report.stubs
    )


def _early_publisher(
    writer: Writer, corpus: Corpus, changes: Changes, *, while_reading: bool
) -> EarlyPublisher | None:
    """Return the early publisher of a build; None if the store publishes only complete builds."""
    if not isinstance(writer, IncrementalWriter):
        return None
    record = partial(_build_record, corpus, changes)
    return EarlyPublisher(writer, record, while_reading=while_reading)


def _build_record(
    corpus: Corpus, changes: Changes, problems: Mapping[str, CorpusError], unread: int = 0
) -> BuildRecord:
    """Return the metadata of a build.

    Args:
        corpus: Corpus of the build.
        changes: Changes, which contain the digests of all documents.
        problems: Errors of the documents that were left out, by article id.
        unread: Number of documents that are not read yet. If there are any, the containers are
            not recorded: the next build would take their documents for those of the index.
    """
    report = corpus.report() if isinstance(corpus, ReadsContainers) and not unread else None
    return BuildRecord(
        corpus.place,
        {name: digest for name, digest in changes.digests.items() if name in problems},
        _reading_options(corpus),
        [LeftOut.of(name, error) for name, error in problems.items()],
        report or CorpusReport(),
        unread,
    )


def _previous_problems(base: BaseGeneration | None, corpus: Corpus) -> dict[str, CorpusError]:
    """Return the errors of the documents that a generation left out, by document id.

    Documents in files that have changed are omitted, since they may now be on another line.
    """
    if base is None or not isinstance(corpus, ReadsContainers):
        return {}
    now, before = corpus.report().containers, base.info.report.containers
    same = {name for name, container in now.items() if before.get(name) == container}
    return {one.id: one.to_error() for one in base.left_out() if container_of(one.id, same) in same}


def _reading_options(corpus: Corpus) -> dict[str, Any]:
    return corpus.options.to_dict() if isinstance(corpus, ReadsWithOptions) else {}


def _load_embedder(model: str) -> Embedder:
    return SentenceTransformerEmbedder(model, Settings.from_environment().cache_dir)
