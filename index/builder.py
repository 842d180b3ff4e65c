"""Build an index: articles → passages → vectors → a new generation."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import generations
from index.beginnings import Maker, Previous, begin
from index.changes import Changes
from index.corpus import open_corpus, read_all
from index.embedders import SentenceTransformerEmbedder
from index.errors import (
    CorpusError,
    IndexCorruptError,
    IndexMismatchError,
    IndexNotBuiltError,
    IndexWriteError,
)
from index.filling import fill
from index.manifest import Manifest, checksums
from index.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        manifest: The new generation's; of an update that found no change, the current one's.
        changes: What became of the corpus since the generation before.
        problems: Documents that were left out, and why.
        embedded: How many passages were turned into vectors; those of the others were there.
        elapsed_s: Seconds it took, the model's loading included.
    """

    manifest: Manifest
    changes: Changes
    problems: tuple[CorpusError, ...]
    embedded: int
    elapsed_s: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "articles": self.manifest.articles,
            "passages": self.manifest.passages,
            "model": self.manifest.model,
            **self.changes.to_dict(),
            "problems": [
                {"path": str(p.path), "line": p.line, "reason": p.reason} for p in self.problems
            ],
            "embedded": self.embedded,
            "elapsed_s": round(self.elapsed_s, 2),
        }


def build(
    corpus: Path | str | Corpus | Iterable[Article],
    index_dir: Path,
    *,
    model: str | None = None,
    strict: bool = False,
    progress: bool = True,
    fresh: bool = False,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Build the index of a corpus and make it the current one.

    The index that was current before answers until the new one is whole, and stays if
    anything fails. What it holds of documents that are still the same is taken over, if it was
    made with the same model and format and is not damaged; so is what a build or update had done
    that was stopped.

    Args:
        corpus: A folder, articles, or a corpus of another kind (see ``open_corpus``).
        index_dir: Where the index is kept.
        model: Name of the embedding model; None for the bundled one.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        fresh: Take nothing over.
        embedder: Use this one instead of loading ``model``.

    Raises:
        CorpusError: If the corpus cannot be opened or holds no article that can be read, or, with
            ``strict``, a document that cannot.
        IndexLockedError: If another process is building in ``index_dir``.
        ModelUnavailableError: If the model cannot be loaded.
        IndexWriteError: If the index cannot be written.
    """
    started = time.perf_counter()
    corpus = open_corpus(corpus)
    embedder = embedder or _load(model)
    with _writing(index_dir), generations.next_generation(index_dir, fresh=fresh) as generation:
        maker = Maker.of(embedder)
        previous = None if fresh else _reusable(index_dir, corpus, maker, progress)
        return _build(corpus, generation, maker, previous, strict, progress, started)


def update(
    corpus: Path | str | Corpus | Iterable[Article] | None,
    index_dir: Path,
    *,
    strict: bool = False,
    progress: bool = True,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Bring the current index up to date with its corpus.

    The result is that of a fresh build, up to how the model rounds in batches of another shape.
    Only what was added or changed is read and embedded. Nothing is written if nothing changed and
    no file of the index is damaged.

    Args:
        corpus: See ``build``; None for the one that the index was made of.
        index_dir: Where the index is kept.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        embedder: Use this one instead of loading the index's model.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError: If there is no index that can
            be gone on with.
        CorpusError, IndexLockedError, ModelUnavailableError, IndexWriteError: See ``build``.
    """
    started = time.perf_counter()
    generations.current(index_dir)  # else a lock would be left where there is no index
    with _writing(index_dir), generations.next_generation(index_dir) as generation:
        previous = Previous.read(generations.current(index_dir), corpus, progress)
        manifest, changes = previous.manifest, previous.changes
        told = previous.corpus.place, {*changes.left_out}
        same = not changes and told == (manifest.corpus, {*manifest.skipped})
        if same and previous.has_sound_views():
            found = read_all(previous.corpus, changes.left_out)
            problems = tuple(one for one in found if isinstance(one, CorpusError))
            if strict and problems:
                raise problems[0]
            return BuildReport(manifest, changes, problems, 0, time.perf_counter() - started)
        maker = Maker.of(embedder or _load(manifest.model))
        previous.require(maker)
        return _build(previous.corpus, generation, maker, previous, strict, progress, started)


def planned(
    corpus: Path | str | Corpus | Iterable[Article] | None,
    index_dir: Path,
    *,
    progress: bool = True,
) -> Changes:
    """What ``update`` would find; nothing is written.

    Raises:
        IndexNotBuiltError, IndexMismatchError, IndexCorruptError, CorpusError: See ``update``.
    """
    return Previous.read(generations.current(index_dir), corpus, progress).changes


def _build(
    corpus: Corpus,
    generation: Path,
    maker: Maker,
    previous: Previous | None,
    strict: bool,
    progress: bool,
    started: float,
) -> BuildReport:
    changes = (
        previous.changes
        if previous
        else Changes.between({}, dict(corpus.entries(progress=progress)), {})
    )
    store, codec, stopped = begin(generation, maker, previous)
    to_do = Changes.between(store.digests(), changes.digests, {}) if stopped else changes
    wanted = to_do.to_read
    try:
        filled = fill(
            store,
            read_all(corpus, [name for name in changes.digests if name in wanted]),
            maker.embedder,
            maker.passage_bytes,
            codec=codec,
            changes=to_do,
            strict=strict,
            progress=progress,
            total=len(wanted),
            save=store.save,
        )
        contents, read = store.contents(), store.digests()
    finally:
        store.close()
    (generation / generations.UNFINISHED).unlink()
    if contents.published is None:
        reason = (
            f"no document can be read; the first: {filled.problems[0]}"
            if filled.problems
            else "the corpus holds no article; add some, or name another corpus"
        )
        raise CorpusError(reason, Path(corpus.place or "corpus"))
    manifest = Manifest(
        **maker.marks,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=corpus.place,
        articles=contents.articles,
        passages=contents.passages,
        skipped={
            name: digest.hex() for name, digest in changes.digests.items() if name not in read
        },
        languages=dict(contents.languages),
        published=tuple(period.isoformat() for period in contents.published),
        search=store.quality.to_dict(),
        files=checksums(generation),
    )
    manifest.write(generation)
    return BuildReport(
        manifest,
        changes.settled(read),
        tuple(filled.problems),
        filled.embedded,
        time.perf_counter() - started,
    )


def _load(model: str | None) -> Embedder:
    return SentenceTransformerEmbedder(
        model or DEFAULT_MODEL, Settings.from_environment().cache_dir
    )


@contextmanager
def _writing(index_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexWriteError(
            f"the index cannot be written to {index_dir}: {error.strerror or error}; free the "
            "space or choose another folder with --index-dir"
        ) from error


def _reusable(index_dir: Path, corpus: Corpus, maker: Maker, progress: bool) -> Previous | None:
    """The current generation, if what it holds is what a fresh build would make."""
    try:
        previous = Previous.read(generations.current(index_dir), corpus, progress)
        previous.require(maker)
    except (IndexNotBuiltError, IndexMismatchError, IndexCorruptError):
        return None
    return previous
