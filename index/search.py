"""Hybrid retrieval over any store: meaning and words, weighted by the languages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from index.datatypes import Hit, ScoredId
from index.errors import IndexCorruptError, IndexMismatchError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.datatypes import Filters
    from index.embedders import Embedder
    from index.stores import Store

CANDIDATES = 100
"""Passages that each of the two methods proposes."""

WORDS_SAME_LANGUAGE = 0.5
WORDS_OTHER_LANGUAGE = 0.1
"""The share of the word score in the fused one. Words of another language match by accident
where they are not names or numbers; docs/architecture.md has the measurements."""


class Retriever:
    """Finds the passages of a store that fit a question.

    Scores are fused convexly (Bruch, Gai & Ingber 2023, arXiv:2210.11934): each method's are
    scaled to 0…1 over the candidates of the question, then added with weights that depend on
    whether question and passage are of one language.

    Args:
        store: Where to look.
        embedder: The one the store was filled with.
    """

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self.store = store
        self.embedder = embedder

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
            store = LocalStore.open(generation, manifest.dimension)
        except IndexCorruptError as error:
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
        return cls(store, embedder)

    def search(
        self, question: str, language: str, limit: int, filters: Filters | None = None
    ) -> list[Hit]:
        """The best passages that pass the filters.

        Args:
            question: As it was asked.
            language: Its language, ISO 639-1.
            limit: At most so many.
            filters: Applied before anything is ranked or cut.

        Returns:
            Hits, best first.
        """
        vector = self.embedder.embed_queries([question])[0]
        lexical = self.store.lexical(question, language, CANDIDATES, filters)
        nearest = self.store.dense(vector, CANDIDATES, filters)
        words = {found.id: found.score for found in lexical}
        meaning = {found.id: found.score for found in nearest}
        only_words = [i for i in words if i not in meaning]
        meaning |= zip(only_words, self.store.similarities(vector, only_words), strict=True)
        ranked = fuse(meaning, words, self.store.languages(meaning.keys()), language)[:limit]
        found = self.store.get([scored.id for scored in ranked])
        return [
            Hit(
                *found[scored.id],
                score=scored.score,
                dense=meaning[scored.id],
                lexical=words.get(scored.id, 0.0),
            )
            for scored in ranked
        ]


def fuse(
    dense: dict[int, float], lexical: dict[int, float], languages: dict[int, str], language: str
) -> Sequence[ScoredId]:
    """Fuse the scores of one question's candidates.

    Args:
        dense: Cosine similarity of every candidate.
        lexical: BM25 score of those that share a word.
        languages: Each candidate's language.
        language: The question's.

    Returns:
        Every candidate, best first; ties in the order of the ids.
    """
    if not dense:
        return []
    lowest, highest = min(dense.values()), max(dense.values())
    spread = (highest - lowest) or 1.0
    most_words = max(lexical.values(), default=0.0) or 1.0
    scored = []
    for passage_id, similarity in dense.items():
        same = languages.get(passage_id) == language
        weight = WORDS_SAME_LANGUAGE if same else WORDS_OTHER_LANGUAGE
        meaning = (similarity - lowest) / spread
        words = lexical.get(passage_id, 0.0) / most_words
        scored.append(ScoredId(passage_id, (1 - weight) * meaning + weight * words))
    return sorted(scored, key=lambda candidate: (-candidate.score, candidate.id))
