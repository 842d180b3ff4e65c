"""Choose the generation that a build can reuse, and compare a corpus with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.changes import Changes
from index.corpus import ReadsContainers
from index.errors import IndexCorruptError, IndexMismatchError, IndexNotBuiltError

if TYPE_CHECKING:
    from index.corpus import Corpus
    from index.passage_encoder import PassageEncoder
    from index.stores import BaseGeneration, Store


def current_model(store: Store) -> str | None:
    """Return the name of the model of the current generation; None if there is none to reuse."""
    try:
        return store.info().encoder.model
    except (IndexNotBuiltError, IndexMismatchError, IndexCorruptError):
        return None


def choose_base(
    store: Store | None, encoder: PassageEncoder, corpus: Corpus, progress: bool
) -> tuple[BaseGeneration | None, Changes]:
    """Return the generation that a build can reuse, and how the corpus differs from it.

    The current generation can be reused if it is readable and has the same encoder. Otherwise the
    first value is None and the whole corpus counts as added.

    Args:
        store: Store of the current generation; None to reuse nothing.
        encoder: Encoder of the passages.
        corpus: Corpus to index.
        progress: Show a progress bar on standard error.
    """
    if store is not None:
        try:
            base = store.read_base()
            if _has_same_encoder(encoder, base):
                return base, changes_since(base, corpus, progress)
        except (IndexNotBuiltError, IndexMismatchError, IndexCorruptError):
            pass
    return None, changes_since(None, corpus, progress)


def changes_since(base: BaseGeneration | None, corpus: Corpus, progress: bool) -> Changes:
    """Return the differences between a corpus and a generation built from it."""
    if base is None:
        if isinstance(corpus, ReadsContainers):
            corpus.recall({}, {})
        return Changes.between({}, dict(corpus.entries(progress=progress)), {})
    # Before the corpus is listed, which is slow: this raises if the index is damaged.
    indexed = dict(base.digests())
    if isinstance(corpus, ReadsContainers):
        same = base.info.corpus == corpus.place
        corpus.recall(base.info.report.containers if same else {}, {**indexed, **base.info.skipped})
    return Changes.between(indexed, dict(corpus.entries(progress=progress)), base.info.skipped)


def require_same_encoder(encoder: PassageEncoder, base: BaseGeneration, store: Store) -> None:
    """Check that new vectors are comparable with those of a generation.

    Raises:
        IndexMismatchError: If they come from different models, even of the same name.
    """
    if not _has_same_encoder(encoder, base):
        model = encoder.embedder.name
        raise IndexMismatchError(
            f"the index in {store.place} was made with another model than the present {model!r}; "
            f"build it again: {store.build_command(base.info.corpus, model)}"
        )


def _has_same_encoder(encoder: PassageEncoder, base: BaseGeneration) -> bool:
    return base.info.encoder == encoder.fingerprint and base.codec.is_like(encoder.codec)
