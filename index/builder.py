"""Build an index: a corpus → passages → vectors → the next generation of a store."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.changes import Changes
from index.corpus import (
    CorpusOptions,
    ReadsContainers,
    ReadsWithOptions,
    open_corpus,
    read_all,
)
from index.embedders import SentenceTransformerEmbedder
from index.errors import (
    CorpusError,
    IndexCorruptError,
    IndexMismatchError,
    IndexNotBuiltError,
)
from index.ingest import PassageEncoder, ingest, sample_queries
from index.queueing import ingest_by_workers, queueing
from index.reports import CorpusReport, LeftOut, container_of
from index.settings import DEFAULT_MODEL, Settings
from index.stores import BuildRecord, QueueingWriter, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder
    from index.stores import BaseGeneration, IndexInfo, Store, Writer


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        info: The new generation; of an update that found no change, the current one.
        changes: How the corpus had changed since the generation before.
        problems: Documents that were left out, and why.
        embedded: How many passages were embedded; the vectors of the others were reused.
        elapsed_s: Seconds it took, loading the model included.
        stubs: How many of the articles that were read look like stubs, by kinds
            (``index.corpus.stubs``).
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
) -> BuildReport:
    """Build the index of a corpus and make it the current generation of a store.

    The generation that was current before answers until the new one is complete, and stays if
    anything fails. What it holds of documents that have not changed is reused, if it was made
    with the same model and format and is not damaged; so is what an interrupted build saved.

    Args:
        corpus: A folder, or anything else that ``open_corpus`` takes: articles, mappings, a data
            frame.
        store: A folder, or anything else that ``open_store`` takes; None for the one that the
            settings name.
        model: Name of the embedding model; None for the bundled one.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        fresh: Reuse nothing.
        embedder: Use this one instead of loading ``model``.
        passage_bytes: Largest passage, in UTF-8 bytes; None for what the model reads whole.
        options: How to read the files of the corpus; an update reads them so again.
        enqueue: Leave the embedding to workers (``index.queueing``), and wait for them.

    Raises:
        SettingsError: With ``enqueue``, if the store has no queue.
        CorpusError: If the corpus has no article that can be read, or, with ``strict``, a
            document that cannot.
        IndexLockedError: If another process is writing to the store.
        ModelUnavailableError: If the model cannot be loaded.
        IndexWriteError: If the index cannot be written.
    """
    started = time.perf_counter()
    corpus = open_corpus(corpus, options)
    store = open_store(store or Settings.from_environment().index_dir)
    embedder = embedder or _load(model)
    with store.write(fresh=fresh) as writer:
        encoder = PassageEncoder.of(embedder, passage_bytes)
        base, changes = _begin(None if fresh else store, encoder, corpus, progress)
        if enqueue:
            queueing(writer)
        return _build(corpus, writer, encoder, base, changes, strict, progress, started, enqueue)


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

    The result is that of a fresh build, up to how the model rounds in batches of another shape.
    Only what was added or changed is read and embedded. Nothing is written if nothing changed and
    no file of the index is damaged.

    Args:
        corpus: The corpus as it is now; None for the place that the index was made of.
        store: A folder, or anything else that ``open_store`` takes.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        embedder: Use this one instead of loading the index's model.
        options: How to read the files of the corpus; None to read them as before.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError: If there is no index that can
            be continued.
        CorpusError, IndexLockedError, ModelUnavailableError, IndexWriteError: See ``build``.
    """
    started = time.perf_counter()
    store = open_store(store)
    store.current()  # else a lock would be left where there is no index
    with store.write() as writer:
        base = store.read_base()
        info = base.info
        corpus = _open_again(corpus, info, options)
        changes = _changes(base, corpus, progress)
        unchanged = not changes and corpus.place == info.corpus
        if unchanged and {*changes.left_out} == info.skipped.keys() and base.is_intact():
            known, left_out = _known_problems(base, corpus), {*changes.left_out}
            names = [name for name in changes.digests if name in left_out]
            again = [name for name in names if name not in known or not changes.digests[name]]
            found = dict(zip(again, read_all(corpus, again), strict=True))
            told = (known[name] if name not in found else found[name] for name in names)
            problems = tuple(one for one in told if isinstance(one, CorpusError))
            if strict and problems:
                raise problems[0]
            return BuildReport(info, changes, problems, 0, time.perf_counter() - started)
        encoder = PassageEncoder.of(
            embedder or _load(info.encoder.model), info.encoder.passage_bytes
        )
        _require_same(encoder, base, store)
        return _build(corpus, writer, encoder, base, changes, strict, progress, started)


def plan_update(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]] | None,
    store: Path | str | Store,
    *,
    progress: bool = True,
    options: CorpusOptions | None = None,
) -> Changes:
    """Return what ``update`` would find; nothing is written.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError, CorpusError: See ``update``.
    """
    base = open_store(store).read_base()
    corpus = _open_again(corpus, base.info, options)
    return _changes(base, corpus, progress)


def _open_again(
    corpus: Path | str | Corpus | Iterable[Article | Mapping[str, Any]] | None,
    info: IndexInfo,
    options: CorpusOptions | None,
) -> Corpus:
    """Open a corpus, or the place that an index was made of, to be read as it was before."""
    if options is None and info.options:
        options = CorpusOptions.of(info.options)
    return open_corpus(info.corpus if corpus is None else corpus, options)


def _build(
    corpus: Corpus,
    writer: Writer,
    encoder: PassageEncoder,
    base: BaseGeneration | None,
    changes: Changes,
    strict: bool,
    progress: bool,
    started: float,
    enqueue: bool = False,
) -> BuildReport:
    staging = writer.open_staging(encoder.fingerprint, encoder.codec, base)
    encoder = replace(encoder, codec=staging.codec)
    to_do = changes
    if staging.resumed:
        queued: dict[str, bytes] = {}
        if isinstance(writer, QueueingWriter):
            if not enqueue:
                writer.clear_queue()
            queued = dict(writer.queued())  # first: workers go on meanwhile
        to_do = Changes.between({**dict(writer.digests()), **queued}, changes.digests, {})
    known = _known_problems(base, corpus)
    if enqueue:
        result = ingest_by_workers(
            writer, corpus, to_do, strict=strict, progress=progress, known=known
        )
    else:
        result = ingest(
            writer, corpus, to_do, encoder, strict=strict, progress=progress, known=known
        )
    problems = tuple(result.problems.values())
    read = {article_id for article_id, _ in writer.digests()}
    if not read:
        writer.abandon()
        reason = (
            f"no document can be read; the first: {problems[0]}"
            if problems
            else "the corpus holds no article; add some, or name another corpus"
        )
        raise CorpusError(reason, Path(corpus.place or "corpus"))
    skipped = {name: digest for name, digest in changes.digests.items() if name not in read}
    report = corpus.report() if isinstance(corpus, ReadsContainers) else CorpusReport()
    info = writer.publish(
        BuildRecord(
            corpus.place,
            skipped,
            _options(corpus),
            [LeftOut.of(name, error) for name, error in result.problems.items()],
            report,
        ),
        lambda: sample_queries(writer, encoder.embedder),
        progress=progress,
    )
    elapsed_s = time.perf_counter() - started
    return BuildReport(
        info, changes.settled(read), problems, result.embedded, elapsed_s, report.stubs
    )


def _known_problems(base: BaseGeneration | None, corpus: Corpus) -> dict[str, CorpusError]:
    """Return why a generation left out documents whose files are the same, by their ids.

    In a file that changed, the same document may stand on another line.
    """
    if base is None or not isinstance(corpus, ReadsContainers):
        return {}
    now, before = corpus.report().containers, base.info.report.containers
    same = {name for name, container in now.items() if before.get(name) == container}
    return {one.id: one.to_error() for one in base.left_out() if container_of(one.id, same) in same}


def _options(corpus: Corpus) -> dict[str, Any]:
    return corpus.options.to_dict() if isinstance(corpus, ReadsWithOptions) else {}


def _changes(base: BaseGeneration | None, corpus: Corpus, progress: bool) -> Changes:
    """Compare a corpus with what a generation holds of it."""
    if base is None:
        if isinstance(corpus, ReadsContainers):
            corpus.recall({}, {})
        return Changes.between({}, dict(corpus.entries(progress=progress)), {})
    held = dict(base.digests())  # first, since it may be damaged and the corpus is slow to list
    if isinstance(corpus, ReadsContainers):
        same = base.info.corpus == corpus.place
        corpus.recall(base.info.report.containers if same else {}, {**held, **base.info.skipped})
    return Changes.between(held, dict(corpus.entries(progress=progress)), base.info.skipped)


def _begin(
    store: Store | None, encoder: PassageEncoder, corpus: Corpus, progress: bool
) -> tuple[BaseGeneration | None, Changes]:
    """Return what a build begins with, and how the corpus differs from that.

    The build begins with the current generation if that can be read and holds what a fresh build
    would make, else with nothing.

    Args:
        store: Where the current generation is; None to begin with nothing.
        encoder: What encodes the passages.
        corpus: What is built.
        progress: Show a progress bar on standard error.
    """
    if store is not None:
        try:
            base = store.read_base()
            if _is_same(encoder, base):
                return base, _changes(base, corpus, progress)
        except (IndexNotBuiltError, IndexMismatchError, IndexCorruptError):
            pass
    return None, _changes(None, corpus, progress)


def _is_same(encoder: PassageEncoder, base: BaseGeneration) -> bool:
    return base.info.encoder == encoder.fingerprint and base.codec.is_like(encoder.codec)


def _require_same(encoder: PassageEncoder, base: BaseGeneration, store: Store) -> None:
    """Check that what is encoded now can stand beside what was encoded then.

    Raises:
        IndexMismatchError: If the model is another one, whatever its name is.
    """
    if not _is_same(encoder, base):
        model = encoder.embedder.name
        raise IndexMismatchError(
            f"the index in {store.place} was made with another model than {model!r} is "
            f"now; build it again: {store.build_command(base.info.corpus, model)}"
        )


def _load(model: str | None) -> Embedder:
    return SentenceTransformerEmbedder(
        model or DEFAULT_MODEL, Settings.from_environment().cache_dir
    )
