"""Build an index: articles → passages → vectors → a new generation."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from index import generations, passages
from index.copies import CopyFinder
from index.corpus.text import TextCorpus
from index.dates.resolution import read_times
from index.embedders import SentenceTransformerEmbedder
from index.errors import CorpusError, IndexWriteError
from index.late_interaction import CODEC, WordCodec
from index.manifest import FORMAT, Manifest, checksums
from index.sample_texts import SENTENCES
from index.settings import DEFAULT_MODEL, Settings
from index.stores.local import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from index.corpus import Corpus
    from index.datatypes import Article, Passage, Period
    from index.dates.resolution import Mention
    from index.embedders import Embedder
    from index.stores import Store

_BATCH = 256  # passages embedded at a time: little to hold


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        manifest: The new generation's.
        problems: Documents that were left out, and why.
        elapsed_s: Seconds it took, the model's loading included.
    """

    manifest: Manifest
    problems: tuple[CorpusError, ...]
    elapsed_s: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "articles": self.manifest.articles,
            "passages": self.manifest.passages,
            "model": self.manifest.model,
            "problems": [
                {"path": str(p.path), "line": p.line, "reason": p.reason} for p in self.problems
            ],
            "elapsed_s": round(self.elapsed_s, 2),
        }


def build(
    folder: Path,
    index_dir: Path,
    *,
    model: str | None = None,
    strict: bool = False,
    progress: bool = True,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Build the index of a folder of text files and make it the current one.

    The index that was current before answers until the new one is whole, and stays if
    anything fails.

    Args:
        folder: The corpus (see ``index.corpus.text``).
        index_dir: Where the index is kept.
        model: Name of the embedding model; None for the bundled one.
        strict: Fail on the first document that cannot be read, instead of leaving it out.
        progress: Show a progress bar on standard error.
        embedder: Use this one instead of loading ``model``.

    Raises:
        CorpusError: If the folder holds no article that can be read, or, with ``strict``,
            one that cannot.
        IndexLockedError: If another process is building in ``index_dir``.
        ModelUnavailableError: If the model cannot be loaded.
        IndexWriteError: If the index cannot be written.
    """
    started = time.perf_counter()
    corpus = TextCorpus(folder)
    if embedder is None:
        embedder = SentenceTransformerEmbedder(
            model or DEFAULT_MODEL, Settings.from_environment().cache_dir
        )
    passage_bytes = passages.largest(embedder.max_tokens)
    try:
        with generations.next_generation(index_dir) as generation:
            store = LocalStore.create(generation, embedder.dimension)
            try:
                codec, problems = fill(
                    store, corpus, embedder, passage_bytes, strict=strict, progress=progress
                )
                codec.save(generation / CODEC)
                contents = store.contents()
            finally:
                store.close()
            if contents.published is None:
                raise CorpusError(f"no document can be read; the first: {problems[0]}", folder)
            manifest = Manifest(
                format=FORMAT,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                corpus=os.fsencode(folder.resolve()).decode(errors="replace"),
                model=embedder.name,
                dimension=embedder.dimension,
                passage_bytes=passage_bytes,
                articles=contents.articles,
                passages=contents.passages,
                skipped=len(problems),
                languages=dict(contents.languages),
                published=tuple(period.isoformat() for period in contents.published),
                files=checksums(generation),
            )
            manifest.write(generation)
    except OSError as error:
        raise IndexWriteError(
            f"the index cannot be written to {index_dir}: {error.strerror or error}; free the "
            "space or choose another folder with --index-dir"
        ) from error
    return BuildReport(manifest, tuple(problems), time.perf_counter() - started)


def fill(
    store: Store,
    corpus: Corpus,
    embedder: Embedder,
    passage_bytes: int = passages.MAX_BYTES,
    *,
    strict: bool = False,
    progress: bool = True,
) -> tuple[WordCodec, list[CorpusError]]:
    """Stream a corpus through the embedder into a store, and commit it.

    Args:
        store: An empty store.
        corpus: What to read.
        embedder: Turns passages into vectors.
        passage_bytes: Largest passage, in UTF-8 bytes.
        strict: Fail on the first document that cannot be read.
        progress: Show a progress bar on standard error.

    Returns:
        How the word vectors were packed, and the documents that were left out.

    Raises:
        CorpusError: With ``strict``, the first document that cannot be read.
    """
    codec = WordCodec.fit([read.words for read in embedder.encode_passages(SENTENCES)])
    copies = CopyFinder()
    problems: list[CorpusError] = []
    waiting: list[tuple[Article, list[Passage]]] = []
    with tqdm(
        total=len(corpus),
        desc="Indexing",
        unit=" articles",
        disable=not progress,
        dynamic_ncols=True,
    ) as bar:

        def write_waiting() -> None:
            encodings = embedder.encode_passages(
                [
                    passages.in_context(article, passage)
                    for article, own in waiting
                    for passage in own
                ]
            )
            at = 0
            for article, own in waiting:
                read = encodings[at : at + len(own)]
                at += len(own)
                vectors = np.array([one.vector for one in read], np.float32)
                packed = [codec.pack(one.words) for one in read]
                mentions = read_times(article).mentions
                store.upsert(
                    article,
                    own,
                    vectors.reshape(len(own), embedder.dimension),
                    packed if any(packed) else (),
                    [_times_in(passage, mentions) for passage in own],
                )
            bar.update(len(waiting))
            waiting.clear()

        for document in corpus:
            if isinstance(document, CorpusError):
                if strict:
                    raise document
                problems.append(document)
                bar.update()
                continue
            copies.add(document)
            waiting.append((document, passages.split(document, passage_bytes)))
            if sum(len(own) for _, own in waiting) >= _BATCH:
                write_waiting()
        write_waiting()
    store.mark_copies(copies.clusters())
    store.commit()
    return codec, problems


def _times_in(passage: Passage, mentions: Iterable[Mention]) -> list[Period]:
    """What a passage mentions of time, each once."""
    inside = (one.period for one in mentions if passage.start <= one.start < passage.end)
    return list(dict.fromkeys(inside))
