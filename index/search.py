"""Hybrid retrieval over any store: meaning and words, weighted by the languages, compared again.

::

    question ── dense ────┐
             └─ lexical ──┴─ hybrid, copies folded ── late (compared word by word) ── hits
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Self

from index.datatypes import Hit, ScoredId
from index.errors import IndexCorruptError, IndexMismatchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from index.datatypes import Article, Filters
    from index.embedders import Embedder
    from index.late_interaction import WordCodec
    from index.stores import Origin, Store

CANDIDATES = 200
"""Passages that each of the two methods proposes."""

WORDS_SAME_LANGUAGE = 0.4
WORDS_OTHER_LANGUAGE = 0.1
"""The share of the word score in the fused one. Words of another language match by accident
where they are not names or numbers."""

COMPARED = 100
"""Candidates that are compared word by word: the best by the fused score."""

AS_WELL = 0.02
"""Cosine similarities that differ by no more are as good, among near-copies."""

SHARED_WORDS_SAME_LANGUAGE = 0.1
SHARED_WORDS_OTHER_LANGUAGE = 0.02
"""What the best match by shared words adds to the similarity of the words' meanings."""

OTHER_LANGUAGE = 0.15
LEVELLED = 0.8
FEW = 5
"""Words of one language are nearer to each other than to those of another, whatever they mean, and
the further apart two languages are, the more so. Each language's candidates are therefore moved:
up by ``OTHER_LANGUAGE``, and by ``LEVELLED`` of what their median lies below that of the
question's own language, less so where either has not many more than ``FEW``.

docs/evaluation.md says which data chose these constants."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What each stage of a search made of the passages, best first.

    Attributes:
        lexical: By BM25.
        dense: By cosine similarity.
        hybrid: By both, fused, of near-copies one; at most ``COMPARED``.
        late: The same passages, compared word by word; ``Hit.score`` is this score.
        elapsed_ms: What each stage took: embed, dense, lexical, fuse, compare.
    """

    lexical: Sequence[ScoredId]
    dense: Sequence[ScoredId]
    hybrid: Sequence[ScoredId]
    late: Sequence[ScoredId]
    elapsed_ms: Mapping[str, float]


class Retriever:
    """Finds the passages of a store that fit a question.

    Candidates come from two scores, fused convexly (Bruch, Gai & Ingber 2023,
    arXiv:2210.11934): each method's are scaled to 0…1 over the candidates of the question, then
    added with weights that depend on whether question and passage are of one language. The best
    are compared with the question word by word (``index.late_interaction``).

    Args:
        store: Where to look.
        embedder: The one the store was filled with.
        codec: How the store's word vectors are packed; None if there are none, and the fused
            score decides.
    """

    def __init__(self, store: Store, embedder: Embedder, codec: WordCodec | None = None) -> None:
        self.store = store
        self.embedder = embedder
        self.codec = codec

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
        from index.embedders import load_embedder, model_name
        from index.late_interaction import CODEC, WordCodec
        from index.manifest import Manifest
        from index.stores.local import LocalStore

        generation = generations.current(index_dir)
        manifest = Manifest.read(generation)
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
        return cls(store, embedder, codec)

    def search(
        self, question: str, language: str, limit: int, filters: Filters | None = None
    ) -> list[Hit]:
        """The best passages that pass the filters; of near-copies, those of one article.

        Args:
            question: As it was asked.
            language: Its language, ISO 639-1.
            limit: At most so many, and at most ``COMPARED``.
            filters: Applied before anything is ranked or cut.

        Returns:
            Hits, best first.
        """
        return self.hits(self.rank(question, language, filters), limit, filters)

    def hits(self, ranking: Ranking, limit: int, filters: Filters | None = None) -> list[Hit]:
        """The best of a ranking, with their articles; see ``search``."""
        chosen = ranking.late[:limit]
        origins = self.store.origins([scored.id for scored in chosen])
        found = self.store.get([scored.id for scored in chosen])
        dense = {scored.id: scored.score for scored in ranking.dense}
        lexical = {scored.id: scored.score for scored in ranking.lexical}
        clusters = {origin.cluster for origin in origins.values() if origin.cluster is not None}
        copies: dict[str | None, list[Article]] = {
            cluster: self.store.copies(cluster, filters) for cluster in clusters
        }
        return [
            Hit(
                passage,
                article,
                score=scored.score,
                dense=dense[scored.id],
                lexical=lexical.get(scored.id, 0.0),
                copies=tuple(
                    copy
                    for copy in copies.get(origins[scored.id].cluster, ())
                    if copy.id != article.id
                ),
            )
            for scored in chosen
            for passage, article in [found[scored.id]]
        ]

    def rank(self, question: str, language: str, filters: Filters | None = None) -> Ranking:
        """What each stage of a search makes of the passages; see ``search``."""
        elapsed: dict[str, float] = {}

        @contextmanager
        def timed(stage: str) -> Iterator[None]:
            started = time.perf_counter()
            yield
            elapsed[stage] = (time.perf_counter() - started) * 1000

        with timed("embed"):
            [asked] = self.embedder.encode_queries([question])
        with timed("dense"):
            dense = self.store.dense(asked.vector, CANDIDATES, filters)
        with timed("lexical"):
            lexical = self.store.lexical(question, language, CANDIDATES, filters)
        with timed("fuse"):
            known = {found.id for found in dense}
            others = [found.id for found in lexical if found.id not in known]
            similarities = self.store.similarities(asked.vector, others)
            dense = sorted([*dense, *map(ScoredId, others, similarities)], key=_best_first)
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
        return Ranking(lexical, dense, hybrid, late, elapsed)


def fuse(
    dense: Sequence[ScoredId],
    lexical: Sequence[ScoredId],
    languages: Mapping[int, str],
    language: str,
) -> list[ScoredId]:
    """Fuse the scores of one question's candidates.

    Args:
        dense: Cosine similarity of every candidate.
        lexical: BM25 score of those that share a word.
        languages: Each candidate's language.
        language: The question's.

    Returns:
        Every candidate, best first; ties in the order of the ids.
    """
    lowest = min((found.score for found in dense), default=0.0)
    spread = (max((found.score for found in dense), default=0.0) - lowest) or 1.0
    words = _scaled(lexical)
    fused = []
    for found in dense:
        own = languages[found.id] == language
        weight = WORDS_SAME_LANGUAGE if own else WORDS_OTHER_LANGUAGE
        meaning = (found.score - lowest) / spread
        fused.append(ScoredId(found.id, (1 - weight) * meaning + weight * words.get(found.id, 0.0)))
    return sorted(fused, key=_best_first)


def level(
    similar: Sequence[ScoredId], languages: Mapping[int, str], language: str
) -> list[ScoredId]:
    """Make scores comparable across languages; see ``OTHER_LANGUAGE``.

    Args:
        similar: Late-interaction scores, -1 to 1.
        languages: Each candidate's language.
        language: The question's; where no candidate is in it, all of them are the measure.

    Returns:
        Every candidate, in the same order.
    """
    groups: dict[str, list[float]] = defaultdict(list)
    for found in similar:
        groups[languages[found.id]].append(found.score)
    own = groups.get(language) or [found.score for found in similar] or [0.0]
    moved = {language: 0.0}
    for other in groups.keys() - {language}:
        below = median(own) - median(groups[other])
        fewest = min(len(own), len(groups[other]))
        moved[other] = OTHER_LANGUAGE + LEVELLED * below * fewest / (fewest + FEW)
    return [ScoredId(found.id, found.score + moved[languages[found.id]]) for found in similar]


def add_shared_words(
    similar: Sequence[ScoredId],
    lexical: Sequence[ScoredId],
    languages: Mapping[int, str],
    language: str,
) -> list[ScoredId]:
    """The final score: how near the words are in meaning, and a little for being the same.

    Args:
        similar: Levelled late-interaction scores.
        lexical: BM25 score of those that share a word.
        languages: Each candidate's language.
        language: The question's.

    Returns:
        Every candidate, best first; ties in the order of the ids.
    """
    words = _scaled(lexical)
    scored = []
    for found in similar:
        own = languages[found.id] == language
        weight = SHARED_WORDS_SAME_LANGUAGE if own else SHARED_WORDS_OTHER_LANGUAGE
        scored.append(ScoredId(found.id, found.score + weight * words.get(found.id, 0.0)))
    return sorted(scored, key=_best_first)


def fold(
    ranked: Sequence[ScoredId], dense: Sequence[ScoredId], origins: Mapping[int, Origin]
) -> list[ScoredId]:
    """Keep, of each cluster of near-copies, the passages of one article.

    It is the earliest of those that fit as well as the best does: a later one may say more.

    Args:
        ranked: Passages, best first.
        dense: Their cosine similarities.
        origins: Where they come from.

    Returns:
        Those that are kept, in the same order.
    """
    kept: dict[str, Origin] = {}
    best: dict[str, float] = {}
    for found in sorted(dense, key=_best_first):
        origin = origins[found.id]
        if origin.cluster is None:
            continue
        if found.score >= best.setdefault(origin.cluster, found.score) - AS_WELL:
            known = kept.setdefault(origin.cluster, origin)
            kept[origin.cluster] = min(known, origin, key=_by_date)
    return [
        found
        for found in ranked
        for origin in [origins[found.id]]
        if origin.cluster is None or kept[origin.cluster].article_id == origin.article_id
    ]


def _by_date(origin: Origin) -> tuple[date, date, str]:
    return origin.published.start, origin.published.end, origin.article_id


def _best_first(found: ScoredId) -> tuple[float, int]:
    return -found.score, found.id


def _scaled(lexical: Sequence[ScoredId]) -> dict[int, float]:
    most = max((found.score for found in lexical), default=0.0) or 1.0
    return {found.id: found.score / most for found in lexical}
