"""Retrieve passages by hybrid search over any store, and rerank them by late interaction.

::

    question ── dense ────┐
             └─ lexical ──┴─ hybrid, duplicates collapsed ── reranked (word by word) ── hits
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from index.analysis import question_terms
from index.datatypes import Hit, ScoredId
from index.errors import DatelineError, IndexMismatchError
from index.passages import in_context
from index.processor import QUANTIZED
from index.ranking import RankingWeights, SearchState, Stages, best_first, describe
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.datatypes import Period
    from index.embedders import Embedder
    from index.filters import Filters
    from index.stores import Candidate, PassageInfo, Snapshot, Store

_EMBEDDED_PER_QUESTION = 16
"""Number of passages that are embedded for a question because a build has not embedded them yet.

They are those with the best BM25 scores. A processor embeds one in 20 to 100 ms."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The results of each step of a search, best first.

    Attributes:
        lexical: Candidates ranked by BM25.
        dense: Candidates ranked by cosine similarity.
        hybrid: Candidates ranked by the fused score, with near-duplicates collapsed; at most
            ``RankingWeights.reranked``.
        reranked: The passages of ``hybrid``, reranked; the score is that of ``Hit.score``.
        infos: Metadata of the candidates' articles, by passage id.
        elapsed_ms: Duration in milliseconds of each step: embed, candidates, fuse, compare.
    """

    lexical: Sequence[ScoredId]
    dense: Sequence[ScoredId]
    hybrid: Sequence[ScoredId]
    reranked: Sequence[ScoredId]
    infos: Mapping[int, PassageInfo]
    elapsed_ms: Mapping[str, float]


class Retriever:
    """Retrieves the passages of a snapshot that are relevant to a question.

    Candidates come from lexical and dense search. The best of them by the fused score are reranked
    by late interaction. The stages are in ``index.ranking``.

    Args:
        snapshot: Snapshot to search.
        embedder: Embedder with the model of the snapshot.
        weights: Constants of the stages.
        stages: Stages of the ranking.
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
        """The configuration of the ranking as plain JSON; see ``index.ranking.describe``."""
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
            model: Name of the model that the index must have, quantized or not; None for any.
            cache_dir: Folder of unpacked models; None for the user's cache directory.

        Raises:
            IndexNotBuiltError: If there is no index.
            IndexMismatchError: If the index has another model or format.
            IndexCorruptError: If the index is incomplete or damaged.
            ModelUnavailableError: If its model cannot be loaded.
        """
        from index.caching import load_embedder
        from index.models import model_name

        store = open_store(store)
        snapshot = store.open()
        info = snapshot.info
        index_model, dimension = info.encoder.model, info.encoder.dimension
        try:
            if model is not None and index_model not in {
                model_name(model) + suffix for suffix in ("", *QUANTIZED)
            }:
                raise IndexMismatchError(
                    f"the index was made with the model {index_model!r}, not {model!r}; leave out "
                    "the model, or build the index with it: "
                    + store.build_command(info.corpus, model)
                )
            embedder = load_embedder(index_model, cache_dir)
            if embedder.dimension != dimension:
                raise IndexMismatchError(
                    f"the vectors of the index have {dimension} dimensions, those of the model "
                    f"{index_model!r} {embedder.dimension}; build it again: "
                    + store.build_command(info.corpus, index_model)
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
        """Return the best passages that pass the filters, with near-duplicates collapsed.

        Args:
            question: Question as typed.
            language: Its language, ISO 639-1.
            limit: Maximum number of hits, up to ``RankingWeights.reranked``.
            filters: Filters, applied before passages are ranked.
            about: Periods that the question mentions. They change scores but exclude no passage.

        Returns:
            Hits, best first.
        """
        return self.hits(self.rank(question, language, filters, about), limit, filters)

    def hits(self, ranking: Ranking, limit: int, filters: Filters | None = None) -> list[Hit]:
        """Return the best passages of a ranking as hits; see ``search``."""
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
                near_duplicates=stored.near_duplicates,
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
        """Return the results of each step of a search; see ``search``."""
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
            found = self.snapshot.candidates(query.vector, terms, self.weights.candidates, filters)
            candidates, words = self._embed_missing(found, query.vector)
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
            for passage_id in words.keys() & evidence.keys():
                evidence[passage_id] = evidence[passage_id]._replace(word_vectors=words[passage_id])
            state = replace(state, ranked=hybrid, evidence=evidence)
            for stage in self.stages.reranking:
                state = replace(state, ranked=stage(state, self.weights))
        infos = {one.id: one.info for one in candidates}
        return Ranking(lexical, dense, hybrid, state.ranked, infos, elapsed)

    def _embed_missing(
        self, candidates: Sequence[Candidate], query: NDArray[np.float32]
    ) -> tuple[list[Candidate], dict[int, bytes]]:
        """Embed the best candidates that the index has no vectors of yet; drop the others.

        Without this, passages that a build has not embedded could not be compared with the rest.

        Args:
            candidates: Candidates from the store.
            query: Unit vector of the question.

        Returns:
            The candidates in descending order of cosine similarity, and the packed word vectors of
            those that were embedded, by passage id.
        """
        embedded = [one for one in candidates if one.embedded]
        if len(embedded) == len(candidates):
            return embedded, {}
        missing = sorted((one for one in candidates if not one.embedded), key=_by_bm25)
        chosen = missing[:_EMBEDDED_PER_QUESTION]
        stored = self.snapshot.passages([one.id for one in chosen])
        texts = [in_context(stored[one.id].article, stored[one.id].passage) for one in chosen]
        words = {}
        for one, read in zip(chosen, self.embedder.encode_passages(texts), strict=True):
            cosine = float(read.vector.astype(np.float16).astype(np.float32) @ query)
            embedded.append(one._replace(cosine=cosine, embedded=True))
            words[one.id] = self.snapshot.codec.pack(read.words)
        return sorted(embedded, key=lambda one: (-one.cosine, one.id)), words


def _by_bm25(candidate: Candidate) -> tuple[float, int]:
    return -candidate.bm25, candidate.id
