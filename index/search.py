"""Hybrid retrieval over any store: meaning and words, weighted by the languages, compared again.

::

    question ── dense ────┐
             └─ lexical ──┴─ hybrid, duplicates collapsed ── reranked (word by word) ── hits
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from index.analysis import question_terms
from index.datatypes import Hit, ScoredId
from index.errors import DatelineError, IndexMismatchError
from index.ranking import RankingWeights, SearchState, Stages, best_first, describe
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from index.datatypes import Period
    from index.embedders import Embedder
    from index.filters import Filters
    from index.stores import PassageInfo, Snapshot, Store


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each stage of a search made of the passages, best first.

    Attributes:
        lexical: By BM25.
        dense: By cosine similarity.
        hybrid: By both, fused, of near-duplicates one; at most
            ``RankingWeights.reranked``.
        reranked: The same passages, compared word by word and by the times that the question
            names; ``Hit.score`` is this score.
        infos: What is known of all their articles.
        elapsed_ms: Milliseconds of each step: embed, candidates, fuse, compare.
    """

    lexical: Sequence[ScoredId]
    dense: Sequence[ScoredId]
    hybrid: Sequence[ScoredId]
    reranked: Sequence[ScoredId]
    infos: Mapping[int, PassageInfo]
    elapsed_ms: Mapping[str, float]


class Retriever:
    """Finds the passages of a store that fit a question.

    Two methods propose candidates, their fused scores choose those that are compared with the
    question word by word (``index.late_interaction``); ``index.ranking`` has the stages.

    Args:
        snapshot: Where to look.
        embedder: The one that the snapshot was made with.
        weights: The constants of the stages.
        stages: The stages.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder,
        weights: RankingWeights = RankingWeights(),  # noqa: B008 (frozen)
        stages: Stages = Stages(),  # noqa: B008 (frozen)
    ) -> None:
        self.snapshot = snapshot
        self.embedder = embedder
        self.weights = weights
        self.stages = stages

    @property
    def ranking(self) -> dict[str, object]:
        """What the scores of hits depend on besides the model; see ``index.ranking.describe``."""
        return describe(self.weights, self.stages)

    @classmethod
    def open(
        cls,
        store: Path | str | Store,
        model: str | None = None,
        cache_dir: Path | None = None,
    ) -> Self:
        """Open the current generation of a store, and load its model.

        Args:
            store: A folder, or anything else that ``open_store`` takes.
            model: The model that the index must have been made with; None for any.
            cache_dir: Where unpacked models are kept; None for the user's cache.

        Raises:
            IndexNotBuiltError: If there is no index.
            IndexMismatchError: If it was made with another model or format.
            IndexCorruptError: If it is incomplete or damaged.
            ModelUnavailableError: If its model cannot be loaded.
        """
        from index.caching import load_embedder
        from index.models import model_name

        store = open_store(store)
        snapshot = store.open()
        info = snapshot.info
        made_with, dimension = info.encoder.model, info.encoder.dimension
        try:
            if model is not None and model_name(model) != made_with:
                raise IndexMismatchError(
                    f"the index was made with the model {made_with!r}, not {model!r}; ask "
                    "without naming a model, or build it with that one: "
                    + store.build_command(info.corpus, model)
                )
            embedder = load_embedder(made_with, cache_dir)
            if embedder.dimension != dimension:
                raise IndexMismatchError(
                    f"the index holds vectors of {dimension} numbers, the model {made_with!r} "
                    f"now gives {embedder.dimension}; build it again: "
                    + store.build_command(info.corpus, made_with)
                )
        except DatelineError:
            snapshot.close()
            raise
        return cls(snapshot, embedder)

    def search(
        self,
        question: str,
        language: str,
        limit: int,
        filters: Filters | None = None,
        about: Sequence[Period] = (),
    ) -> list[Hit]:
        """Return the best passages that pass the filters; of near-duplicates, one article's.

        Args:
            question: As it was asked.
            language: Its language, ISO 639-1.
            limit: At most so many, and at most ``RankingWeights.reranked``.
            filters: Applied before anything is ranked or cut.
            about: Periods that the question names; they move passages up and hide none.

        Returns:
            Hits, best first.
        """
        return self.hits(self.rank(question, language, filters, about), limit, filters)

    def hits(self, ranking: Ranking, limit: int, filters: Filters | None = None) -> list[Hit]:
        """Return the best of a ranking, with their articles; see ``search``."""
        chosen = ranking.reranked[:limit]
        found = self.snapshot.passages([scored.id for scored in chosen], filters)
        dense = {scored.id: scored.score for scored in ranking.dense}
        lexical = {scored.id: scored.score for scored in ranking.lexical}
        return [
            Hit(
                stored.passage,
                stored.article,
                score=scored.score,
                dense=dense[scored.id],
                lexical=lexical.get(scored.id, 0.0),
                copies=stored.near_duplicates,
            )
            for scored in chosen
            for stored in [found[scored.id]]
        ]

    def rank(
        self,
        question: str,
        language: str,
        filters: Filters | None = None,
        about: Sequence[Period] = (),
    ) -> Ranking:
        """Return what each stage of a search makes of the passages; see ``search``."""
        elapsed: dict[str, float] = {}

        @contextmanager
        def timed(stage: str) -> Iterator[None]:
            started = time.perf_counter()
            yield
            elapsed[stage] = (time.perf_counter() - started) * 1000

        with timed("embed"):
            [query] = self.embedder.encode_queries([question])
        with timed("candidates"):
            terms = question_terms(
                question,
                language,
                self.snapshot.stats().languages,
                exact_word=self.weights.exact_word,
                rarest_words=self.weights.rarest_words,
            )
            candidates = self.snapshot.candidates(
                query.vector, terms, self.weights.candidates, filters
            )
        with timed("fuse"):
            dense = [ScoredId(one.id, one.cosine) for one in candidates]
            lexical = sorted(
                (ScoredId(one.id, one.bm25) for one in candidates if one.bm25), key=best_first
            )
            state = SearchState(
                language,
                {one.id: one for one in candidates},
                query.words,
                self.snapshot.codec,
                about,
            )
            for stage in self.stages.selecting:
                state = replace(state, ranked=stage(state, self.weights))
            hybrid = state.ranked[: self.weights.reranked]
        with timed("compare"):
            evidence = self.snapshot.evidence([found.id for found in hybrid])
            state = replace(state, ranked=hybrid, evidence=evidence)
            for stage in self.stages.reranking:
                state = replace(state, ranked=stage(state, self.weights))
        infos = {one.id: one.info for one in candidates}
        return Ranking(lexical, dense, hybrid, state.ranked, infos, elapsed)
