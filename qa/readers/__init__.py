"""The readers there are, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import ModelUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import Embedder
    from qa.reader import Reader

SENTENCES = "none"
"""The name that asks for no trained reader."""

TRAINED = "trained"
"""The name of the reader that ships."""


def load_reader(name: str | None, embedder: Embedder, cache_dir: Path | None = None) -> Reader:
    """A reader by its name.

    Args:
        name: ``trained`` for the one that ships, else a local folder or hub name of an
            extractive question-answering model; ``none`` or None for scoring sentences without
            one.
        embedder: What sentences are scored with.
        cache_dir: Where the embedding model is unpacked that the one that ships builds on; None
            for the user's cache.

    Raises:
        ModelUnavailableError: If it cannot be loaded.
    """
    if name is None or name == SENTENCES:
        from qa.readers.sentences import SentenceReader

        return SentenceReader(embedder)
    from qa.readers.extraction import Extractor
    from qa.readers.spans import SpanReader

    if name != TRAINED:
        return SpanReader(Extractor.load(name))
    try:
        return SpanReader(Extractor.bundled(cache_dir))
    except ModelUnavailableError as error:
        raise ModelUnavailableError(
            f"the trained reader builds on the default model: {error}; "
            "or quote whole sentences, without a reader: leave --reader out"
        ) from error
