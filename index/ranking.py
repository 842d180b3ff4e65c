"""Rank the candidates of a search in stages.

A stage is a function of a ``SearchState`` and the ``RankingWeights`` that returns passages with new
scores, best first. To add one, write the function, add it to ``Stages``, and add its constants to
``RankingWeights``::

    candidates ── fuse ── collapse_duplicates ──┐ the best are reranked
    ┌───────────────────────────────────────────┘
    └ rerank_by_late_interaction ── normalize_across_languages ── add_lexical_overlap
      ── add_shared_times ── hits
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Protocol

from index.analysis import EXACT_WORD, RAREST_WORDS
from index.datatypes import Period, ScoredId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.late_interaction import WordCodec
    from index.stores import Candidate, Evidence, PassageInfo


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """Constants of candidate retrieval and of all stages.

    They were chosen from tables of ``python -m benchmarks.retrieval`` on the data sets in
    parentheses, unless another command is given; see docs/evaluation.md. The readers are calibrated
    for one ranking (``qa.calibration``). Calibrate them again after a change.

    Attributes:
        exact_word: Weight of a match of the unstemmed word, relative to one of the stem, in BM25
            (PIAF train).
        rarest_words: Number of unstemmed words looked up per language, those of the lowest document
            frequency (more only cost time).
        candidates: Number of passages retrieved by each of the two methods (not tuned).
        reranked: Number of best passages by the fused score that are reranked (not tuned).
        lexical_same_language: Weight of BM25 in the fused score, for passages in the language of
            the question (PIAF train).
        lexical_other_language: The same for other passages. It is low because words other than
            names and numbers match across languages only by accident (XQuAD, English and German).
        duplicate_tolerance: Difference in cosine similarity up to which near-duplicates count as
            equally good (not tuned).
        other_language: Score added to passages in other languages. This and the next two were
            tuned together (NTREX, XQuAD de ru ar zh, each mixed).
        median_correction: Share of the difference between the median scores of two languages that
            is added to the lower one.
        median_shrinkage: Number of passages of a language at which half of that correction is
            applied.
        overlap_same_language: Score added for the best BM25 match, for passages in the language of
            the question (PIAF train; XQuAD de, ru, ar, zh).
        overlap_other_language: The same for other passages (XQuAD en–de, en–ru, en–zh; NTREX).
        shared_time: Score added to a passage that mentions the time in the question (PIAF train,
            ``python -m benchmarks.shared_time``).
        shared_publication: Score added to a passage that was published at that time (the same).
    """

    exact_word: float = EXACT_WORD
    rarest_words: int = RAREST_WORDS
    candidates: int = 100
    reranked: int = 100
    lexical_same_language: float = 0.4
    lexical_other_language: float = 0.1
    duplicate_tolerance: float = 0.02
    other_language: float = 0.15
    median_correction: float = 0.8
    median_shrinkage: float = 5
    overlap_same_language: float = 0.1
    overlap_other_language: float = 0.02
    shared_time: float = 0.04
    shared_publication: float = 0.02


@dataclass(frozen=True, slots=True)
class SearchState:
    """The input of a stage.

    Attributes:
        language: Language of the question, ISO 639-1.
        candidates: Candidates from the store, by passage id.
        query_words: Word vectors of the question, shape ``(words, dimension)``; no rows if the
            model has none.
        codec: Quantizer of the passages' word vectors.
        about: Periods that the question mentions.
        ranked: Passages as ranked by the previous stage, best first; empty for the first stage.
        evidence: Data for reranking, by passage id; empty before the reranking stages.
    """

    language: str
    candidates: Mapping[int, Candidate]
    query_words: NDArray[np.float32]
    codec: WordCodec
    about: Sequence[Period] = ()
    ranked: Sequence[ScoredId] = ()
    evidence: Mapping[int, Evidence] = field(default_factory=dict)

    @property
    def has_word_vectors(self) -> bool:
        """Whether question and passages can be compared by late interaction."""
        return len(self.query_words) > 0

    def language_of(self, passage_id: int) -> str:
        """Return the language of a candidate."""
        return self.candidates[passage_id].info.language

    def relative_bm25(self) -> dict[int, float]:
        """Return the BM25 score of each candidate relative to the best one, 0 to 1, by id."""
        best = max((one.bm25 for one in self.candidates.values()), default=0.0) or 1.0
        return {one.id: one.bm25 / best for one in self.candidates.values()}


class RankingStage(Protocol):
    """A function that ranks passages."""

    __name__: str

    def __call__(self, state: SearchState, weights: RankingWeights, /) -> list[ScoredId]:
        """Return the passages of ``state.ranked`` with new scores, best first, ties by id.

        The first stage ranks all candidates. A stage may drop passages.
        """
        ...


def fuse(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Rank all candidates by a convex combination of cosine similarity and BM25.

    Both are first scaled to 0…1 over the candidates (Bruch, Gai & Ingber 2023, arXiv:2210.11934).
    """
    cosines = [one.cosine for one in state.candidates.values()]
    lowest = min(cosines, default=0.0)
    spread = (max(cosines, default=0.0) - lowest) or 1.0
    bm25 = state.relative_bm25()
    fused = []
    for one in state.candidates.values():
        own = one.info.language == state.language
        weight = weights.lexical_same_language if own else weights.lexical_other_language
        cosine = (one.cosine - lowest) / spread
        fused.append(ScoredId(one.id, (1 - weight) * cosine + weight * bm25[one.id]))
    return sorted(fused, key=best_first)


def collapse_duplicates(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Keep the passages of only one article of each cluster of near-duplicates.

    It is the earliest among the articles whose similarity is within ``duplicate_tolerance`` of the
    best. A later version can only win if it answers the question better.
    """
    chosen: dict[str, PassageInfo] = {}
    best: dict[str, float] = {}
    for one in sorted(state.candidates.values(), key=lambda one: (-one.cosine, one.id)):
        info = one.info
        if info.cluster is None:
            continue
        if one.cosine >= best.setdefault(info.cluster, one.cosine) - weights.duplicate_tolerance:
            earliest = chosen.setdefault(info.cluster, info)
            chosen[info.cluster] = min(earliest, info, key=_by_date)
    return [
        found
        for found in state.ranked
        for info in [state.candidates[found.id].info]
        if info.cluster is None or chosen[info.cluster].article_id == info.article_id
    ]


def _by_date(info: PassageInfo) -> tuple[date, date, str]:
    return info.published.start, info.published.end, info.article_id


def rerank_by_late_interaction(state: SearchState, weights: RankingWeights) -> list[ScoredId]:  # noqa: ARG001
    """Rank by the late-interaction score, -1 to 1 (``index.late_interaction``).

    Without word vectors, this stage and the next two return the ranking unchanged.
    """
    if not state.has_word_vectors:
        return list(state.ranked)
    packed = [state.evidence[found.id].word_vectors for found in state.ranked]
    scores = state.codec.scores(state.query_words, packed)
    return _sorted_scores(
        (found.id, float(score)) for found, score in zip(state.ranked, scores, strict=True)
    )


def normalize_across_languages(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Make scores comparable across languages.

    Words are more similar to words of the same language than to their translations. Candidates in
    other languages therefore get a bonus: ``other_language``, plus a share of the difference
    between their median score and that of the candidates in the language of the question (of all
    candidates if none is in that language). The share is ``median_correction``, shrunk by
    n / (n + ``median_shrinkage``) for the smaller number n of candidates in either language.
    """
    if not state.has_word_vectors:
        return list(state.ranked)
    groups: dict[str, list[float]] = defaultdict(list)
    for found in state.ranked:
        groups[state.language_of(found.id)].append(found.score)
    own = groups.get(state.language) or [found.score for found in state.ranked] or [0.0]
    bonus = {state.language: 0.0}
    for other in groups.keys() - {state.language}:
        difference = median(own) - median(groups[other])
        n = min(len(own), len(groups[other]))
        correction = weights.median_correction * difference * n / (n + weights.median_shrinkage)
        bonus[other] = weights.other_language + correction
    return _sorted_scores(
        (found.id, found.score + bonus[state.language_of(found.id)]) for found in state.ranked
    )


def add_lexical_overlap(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Add a small bonus for the BM25 score, since vectors represent rare names poorly."""
    if not state.has_word_vectors:
        return list(state.ranked)
    bm25 = state.relative_bm25()

    def gain(passage_id: int) -> float:
        own = state.language_of(passage_id) == state.language
        weight = weights.overlap_same_language if own else weights.overlap_other_language
        return weight * bm25[passage_id]

    return _sorted_scores((found.id, found.score + gain(found.id)) for found in state.ranked)


def add_shared_times(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Add a bonus for passages that mention a time in the question, or were published then."""
    if not state.about:
        return list(state.ranked)

    def gain(passage_id: int) -> float:
        times = state.evidence[passage_id].times
        mentioned = max((_best_overlap(one, state.about) for one in times), default=0.0)
        published = _best_overlap(state.candidates[passage_id].info.published, state.about)
        return max(weights.shared_time * mentioned, weights.shared_publication * published)

    return _sorted_scores((found.id, found.score + gain(found.id)) for found in state.ranked)


def _best_overlap(period: Period, about: Sequence[Period]) -> float:
    """Return the largest share of a period, 0 to 1, that overlaps with one of several others."""
    return max((_overlap_share(period, other) for other in about), default=0.0)


def _overlap_share(period: Period, other: Period) -> float:
    if period.start == date.min and period.end == date.max:
        return 0.0
    if period.start == date.min or period.end == date.max:
        # An open period is represented by its only end.
        period = Period.of_day(period.last if period.start == date.min else period.start)
    if not period.overlaps(other):
        return 0.0
    start, end = max(period.start, other.start), min(period.end, other.end)
    return (end - start).days / (period.end - period.start).days


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of a search in order.

    Attributes:
        selecting: Stages that rank all candidates; the best are reranked.
        reranking: Stages that rank the best candidates, with ``SearchState.evidence``.
    """

    selecting: tuple[RankingStage, ...] = (fuse, collapse_duplicates)
    reranking: tuple[RankingStage, ...] = (
        rerank_by_late_interaction,
        normalize_across_languages,
        add_lexical_overlap,
        add_shared_times,
    )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages' functions."""
        return tuple(stage.__name__ for stage in (*self.selecting, *self.reranking))


def describe(weights: RankingWeights, stages: Stages) -> dict[str, object]:
    """Return the weights and the names of the stages as plain JSON; scores depend on both."""
    constants = {name: float(constant) for name, constant in asdict(weights).items()}
    return {"weights": constants, "stages": list(stages.names)}


def best_first(found: ScoredId) -> tuple[float, int]:
    """Return a sort key: descending by score, ties by id."""
    return -found.score, found.id


def _sorted_scores(scores: Iterable[tuple[int, float]]) -> list[ScoredId]:
    return sorted((ScoredId(*one) for one in scores), key=best_first)
