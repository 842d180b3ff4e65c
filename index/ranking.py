"""The ranking of a search: its weights, and its stages over what a store proposed.

A stage is a function of a ``SearchState`` and the ``RankingWeights``; it returns the passages in
its own order, best first. To add one, write the function, put it into ``Stages``, and put its
constants into ``RankingWeights``::

    candidates ── fuse ── collapse_duplicates ──┐ the best are compared word by word
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
    """The constants of the look-up and of all stages.

    They were chosen by hand from tables of ``python -m benchmarks.retrieval``, but where another
    command is named; docs/evaluation.md says more of the questions. The readers were fitted on
    what they make of passages (``qa.calibration``): after a change, fit those again.

    Attributes:
        exact_word: Weight of the very word beside its stem, in BM25 (PIAF train).
        rarest_words: Plain words that are looked up in a language: those that the fewest passages
            have (more cost time and find nothing better).
        candidates: Passages that each of the two methods proposes (not tuned).
        reranked: Candidates that are compared word by word: the best by the fused score (not
            tuned).
        lexical_same_language: Share of the BM25 score in the fused one, for passages in the
            question's language (PIAF train).
        lexical_other_language: The same for other passages, whose words match by accident
            where they are not names or numbers (XQuAD between English and German).
        duplicate_tolerance: Cosine similarities that differ by no more are equally good, among
            near-duplicates (not tuned).
        other_language: What passages of other languages gain. This and the next two were
            chosen together (NTREX, XQuAD de ru ar zh, each mixed).
        median_correction: Share of the distance between the medians of two languages by which
            the one that is further from the question moves up.
        median_shrinkage: Number of passages of a language with which half of that is done.
        overlap_same_language: What the best match by words adds to the late-interaction score,
            in the question's language (PIAF train; XQuAD de, ru, ar, zh).
        overlap_other_language: The same for other passages (XQuAD en–de, en–ru, en–zh; NTREX).
        shared_time: What a passage gains that speaks of the time a question names (PIAF train,
            ``python -m benchmarks.shared_time``).
        shared_publication: What a passage gains that was published then (the same).
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
    """What the stages of a search work on.

    Attributes:
        language: The question's, ISO 639-1.
        candidates: What the store proposed, by passage id.
        query_words: The question's word vectors, shape ``(words, dimension)``; empty if the
            model gives none.
        codec: How the word vectors of passages are packed.
        about: The periods that the question names.
        ranked: The passages as the stage before ranked them, best first; none at first.
        evidence: Of the passages that are reranked, by id; empty until they are chosen.
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
        """Whether question and passages can be compared word by word."""
        return len(self.query_words) > 0

    def language_of(self, passage_id: int) -> str:
        """Return the language of a candidate."""
        return self.candidates[passage_id].info.language

    def relative_bm25(self) -> dict[int, float]:
        """Return the BM25 score of every candidate, divided by the best one's; 0 to 1."""
        best = max((one.bm25 for one in self.candidates.values()), default=0.0) or 1.0
        return {one.id: one.bm25 / best for one in self.candidates.values()}


class Stage(Protocol):
    """A function that ranks passages."""

    __name__: str

    def __call__(self, state: SearchState, weights: RankingWeights, /) -> list[ScoredId]:
        """Return the passages of ``state.ranked`` or, of the first stage, all candidates.

        They are best first, ties in the order of their ids; a stage may leave some out.
        """
        ...


def fuse(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Rank all candidates by a convex combination of cosine similarity and BM25.

    Both are scaled to 0…1 over the candidates first (Bruch, Gai & Ingber 2023,
    arXiv:2210.11934).
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
    """Keep, of each cluster of near-duplicates, the passages of one article.

    It is the earliest of those that fit as well as the best does: a later one may say more.
    """
    kept: dict[str, PassageInfo] = {}
    best: dict[str, float] = {}
    for one in sorted(state.candidates.values(), key=lambda one: (-one.cosine, one.id)):
        info = one.info
        if info.cluster is None:
            continue
        if one.cosine >= best.setdefault(info.cluster, one.cosine) - weights.duplicate_tolerance:
            known = kept.setdefault(info.cluster, info)
            kept[info.cluster] = min(known, info, key=_by_date)
    return [
        found
        for found in state.ranked
        for info in [state.candidates[found.id].info]
        if info.cluster is None or kept[info.cluster].article_id == info.article_id
    ]


def _by_date(info: PassageInfo) -> tuple[date, date, str]:
    return info.published.start, info.published.end, info.article_id


def rerank_by_late_interaction(state: SearchState, weights: RankingWeights) -> list[ScoredId]:  # noqa: ARG001
    """Rank by how well the question's words are met, -1 to 1 (``index.late_interaction``).

    Without word vectors the ranking stays as it is, here and in the next two stages.
    """
    if not state.has_word_vectors:
        return list(state.ranked)
    packed = [state.evidence[found.id].word_vectors for found in state.ranked]
    scores = state.codec.scores(state.query_words, packed)
    return _ranked(
        (found.id, float(score)) for found, score in zip(state.ranked, scores, strict=True)
    )


def normalize_across_languages(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Make scores comparable across languages.

    Words of one language are nearer to each other than to those of another, whatever they mean,
    and the further apart two languages are, the more so. The candidates of each other language
    therefore move up: by ``other_language``, and by ``median_correction`` of what their median
    lies below that of the question's own language (of all candidates where none is in it), less
    so where either has not many more than ``median_shrinkage``.
    """
    if not state.has_word_vectors:
        return list(state.ranked)
    groups: dict[str, list[float]] = defaultdict(list)
    for found in state.ranked:
        groups[state.language_of(found.id)].append(found.score)
    own = groups.get(state.language) or [found.score for found in state.ranked] or [0.0]
    moved = {state.language: 0.0}
    for other in groups.keys() - {state.language}:
        below = median(own) - median(groups[other])
        fewest = min(len(own), len(groups[other]))
        share = weights.median_correction * below * fewest / (fewest + weights.median_shrinkage)
        moved[other] = weights.other_language + share
    return _ranked(
        (found.id, found.score + moved[state.language_of(found.id)]) for found in state.ranked
    )


def add_lexical_overlap(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Add a little for words that are the same: they know rare names better than vectors do."""
    if not state.has_word_vectors:
        return list(state.ranked)
    bm25 = state.relative_bm25()

    def gain(passage_id: int) -> float:
        own = state.language_of(passage_id) == state.language
        weight = weights.overlap_same_language if own else weights.overlap_other_language
        return weight * bm25[passage_id]

    return _ranked((found.id, found.score + gain(found.id)) for found in state.ranked)


def add_shared_times(state: SearchState, weights: RankingWeights) -> list[ScoredId]:
    """Move passages up that speak of the time a question is about; none is left out.

    That their article was published then counts for less.
    """
    if not state.about:
        return list(state.ranked)

    def gain(passage_id: int) -> float:
        times = state.evidence[passage_id].times
        mentioned = max((_fits(one, state.about) for one in times), default=0.0)
        published = _fits(state.candidates[passage_id].info.published, state.about)
        return max(weights.shared_time * mentioned, weights.shared_publication * published)

    return _ranked((found.id, found.score + gain(found.id)) for found in state.ranked)


def _fits(period: Period, about: Sequence[Period]) -> float:
    """How well a period fits the best of some others: 1 if it lies inside, less if it is wider."""
    return max((_share(period, other) for other in about), default=0.0)


def _share(period: Period, other: Period) -> float:
    if period.start == date.min and period.end == date.max:
        return 0.0
    if period.start == date.min or period.end == date.max:
        # Of an open period, the end that is known.
        period = Period.of_day(period.last if period.start == date.min else period.start)
    if not period.overlaps(other):
        return 0.0
    start, end = max(period.start, other.start), min(period.end, other.end)
    return (end - start).days / (period.end - period.start).days


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of a search, in their order.

    Attributes:
        selecting: Rank what the store proposed, and choose what is reranked.
        reranking: Rank the chosen, whose ``SearchState.evidence`` is there.
    """

    selecting: tuple[Stage, ...] = (fuse, collapse_duplicates)
    reranking: tuple[Stage, ...] = (
        rerank_by_late_interaction,
        normalize_across_languages,
        add_lexical_overlap,
        add_shared_times,
    )

    @property
    def names(self) -> tuple[str, ...]:
        """What the stages are called."""
        return tuple(stage.__name__ for stage in (*self.selecting, *self.reranking))


def describe(weights: RankingWeights, stages: Stages) -> dict[str, object]:
    """Return what scores depend on, as plain JSON: the weights and the names of the stages."""
    constants = {name: float(constant) for name, constant in asdict(weights).items()}
    return {"weights": constants, "stages": list(stages.names)}


def best_first(found: ScoredId) -> tuple[float, int]:
    """Return a sorting key: higher scores first; ties in the order of the ids."""
    return -found.score, found.id


def _ranked(scores: Iterable[tuple[int, float]]) -> list[ScoredId]:
    return sorted((ScoredId(*one) for one in scores), key=best_first)
