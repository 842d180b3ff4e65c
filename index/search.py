"""Hybrid retrieval over any store: meaning and words, weighted by the languages, compared again.

::

    question ── dense ────┐
             └─ lexical ──┴─ hybrid, copies folded ── late (compared word by word) ── hits
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Self

from index.datatypes import Hit, ScoredId
from index.errors import IndexCorruptError, IndexMismatchError
from index.ranking import add_shared_times, add_shared_words, best_first, fold, fuse, level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from index.datatypes import Article, Filters, Period
    from index.embedders import Embedder
    from index.late_interaction import WordCodec
    from index.manifest import Manifest
    from index.stores import Origin, Store

CANDIDATES = 100
"""Passages that each of the two methods proposes."""

COMPARED = 100
"""Candidates that are compared word by word: the best by the fused score."""


# Both methods compute outside of Python, each in one thread.
_BESIDE = ThreadPoolExecutor(thread_name_prefix="lexical")


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each stage of a search made of the passages, best first.

    Attributes:
        lexical: By BM25.
        dense: By cosine similarity.
        hybrid: By both, fused, of near-copies one; at most ``COMPARED``.
        late: The same passages, compared word by word and by the times that the question
            names; ``Hit.score`` is this score.
        origins: What is known of all their articles.
        elapsed_ms: What each stage took: embed, dense and lexical (at the same time), fuse,
            compare.
    """

    lexical: Sequence[ScoredId]
    dense: Sequence[ScoredId]
    hybrid: Sequence[ScoredId]
    late: Sequence[ScoredId]
    origins: Mapping[int, Origin]
    elapsed_ms: Mapping[str, float]


class Retriever:
    """Finds the passages of a store that fit a question.

    Two methods propose candidates, their fused scores choose those that are compared with the
    question word by word (``index.late_interaction``); ``index.ranking`` has the arithmetic.

    Args:
        store: Where to look.
        embedder: The one the store was filled with.
        codec: How the store's word vectors are packed; None if there are none, and the fused
            score decides.
        generation: The name of what was opened, if it has one.
        manifest: What that was built from, if it is known.
    """

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        codec: WordCodec | None = None,
        generation: str | None = None,
        manifest: Manifest | None = None,
    ) -> None:
        self.store = store
        self.embedder = embedder
        self.codec = codec
        self.generation = generation
        self.manifest = manifest

    @classmethod
    def open(cls, index_dir: Path, model: str | None = None, cache_dir: Path | None = None) -> Self:
        """Open the current generation of an index on this machine.

        Args:
            index_dir: Where the index is kept.
            model: The model it must have been made with; None for any.
            cache_dir: Where unpacked models are kept; None for the user's cache.

        Raises:
            IndexNotBuiltError: If there is none.
            IndexMismatchError: If it was made with another model or format.
            IndexCorruptError: If its files are missing or damaged.
            ModelUnavailableError: If its model cannot be loaded.
        """
        from index import generations
        from index.late_interaction import CODEC, WordCodec
        from index.manifest import Manifest
        from index.models import model_name
        from index.remembering import load_embedder
        from index.stores.local import LocalStore

        generation = generations.current(index_dir)
        manifest = Manifest.read(generation)
        manifest.require_files(generation)
        command = partial(generations.build_command, index_dir, manifest.corpus)
        if model is not None and model_name(model) != manifest.model:
            raise IndexMismatchError(
                f"the index was made with the model {manifest.model!r}, not {model!r}; ask "
                f"without naming a model, or build it with that one: {command(model)}"
            )
        try:
            codec = WordCodec.load(generation / CODEC)
            store = LocalStore.open(generation, manifest.dimension)
        except (IndexCorruptError, OSError, ValueError) as error:
            raise IndexCorruptError(
                f"{error}; build it again: {command(manifest.model)}"
            ) from error
        embedder = load_embedder(manifest.model, cache_dir)
        if embedder.dimension != manifest.dimension:
            store.close()
            raise IndexMismatchError(
                f"the index holds vectors of {manifest.dimension} numbers, the model "
                f"{manifest.model!r} now gives {embedder.dimension}; "
                f"build it again: {command(manifest.model)}"
            )
        return cls(store, embedder, codec, generation.name, manifest)

    def search(
        self,
        question: str,
        language: str,
        limit: int,
        filters: Filters | None = None,
        about: Sequence[Period] = (),
    ) -> list[Hit]:
        """The best passages that pass the filters; of near-copies, those of one article.

        Args:
            question: As it was asked.
            language: Its language, ISO 639-1.
            limit: At most so many, and at most ``COMPARED``.
            filters: Applied before anything is ranked or cut.
            about: Periods that the question names; they move passages up and hide none.

        Returns:
            Hits, best first.
        """
        return self.hits(self.rank(question, language, filters, about), limit, filters)

    def hits(self, ranking: Ranking, limit: int, filters: Filters | None = None) -> list[Hit]:
        """The best of a ranking, with their articles; see ``search``."""
        chosen = ranking.late[:limit]
        cluster_of = {scored.id: ranking.origins[scored.id].cluster for scored in chosen}
        found = self.store.get([scored.id for scored in chosen])
        dense = {scored.id: scored.score for scored in ranking.dense}
        lexical = {scored.id: scored.score for scored in ranking.lexical}
        copies: dict[str | None, list[Article]] = {
            cluster: self.store.copies(cluster, filters)
            for cluster in set(cluster_of.values())
            if cluster is not None
        }
        return [
            Hit(
                passage,
                article,
                score=scored.score,
                dense=dense[scored.id],
                lexical=lexical.get(scored.id, 0.0),
                copies=tuple(
                    copy for copy in copies.get(cluster_of[scored.id], ()) if copy.id != article.id
                ),
            )
            for scored in chosen
            for passage, article in [found[scored.id]]
        ]

    def rank(
        self,
        question: str,
        language: str,
        filters: Filters | None = None,
        about: Sequence[Period] = (),
    ) -> Ranking:
        """What each stage of a search makes of the passages; see ``search``."""
        elapsed: dict[str, float] = {}

        @contextmanager
        def timed(stage: str) -> Iterator[None]:
            started = time.perf_counter()
            yield
            elapsed[stage] = (time.perf_counter() - started) * 1000

        with timed("embed"):
            [asked] = self.embedder.encode_queries([question])

        def look_for_words() -> list[ScoredId]:
            with timed("lexical"):
                return self.store.lexical(question, language, CANDIDATES, filters)

        beside = _BESIDE.submit(look_for_words)
        try:
            with timed("dense"):
                dense = self.store.dense(asked.vector, CANDIDATES, filters)
        finally:
            lexical = beside.result()
        with timed("fuse"):
            known = {found.id for found in dense}
            others = [found.id for found in lexical if found.id not in known]
            similarities = self.store.similarities(asked.vector, others)
            dense = sorted([*dense, *map(ScoredId, others, similarities)], key=best_first)
            origins = self.store.origins([found.id for found in dense])
            languages = {i: origin.language for i, origin in origins.items()}
            fused = fuse(dense, lexical, languages, language)
            hybrid = fold(fused, dense, origins)[:COMPARED]
        late = hybrid
        if self.codec is not None and len(asked.words):
            with timed("compare"):
                packed = self.store.word_vectors([found.id for found in hybrid])
                scores = self.codec.scores(
                    asked.words, [packed.get(found.id, b"") for found in hybrid]
                )
                similar = [
                    ScoredId(found.id, float(score))
                    for found, score in zip(hybrid, scores, strict=True)
                ]
                levelled = level(similar, languages, language)
                late = add_shared_words(levelled, lexical, languages, language)
        if about:
            times = self.store.times([found.id for found in late])
            late = add_shared_times(late, about, times, origins)
        return Ranking(lexical, dense, hybrid, late, origins, elapsed)
