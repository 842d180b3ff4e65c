"""The readers there are, by name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelUnavailableError
from index.models import model_name

if TYPE_CHECKING:
    from index.embedders import Embedder
    from qa.readers import Reader
    from qa.readers.spans import SpanReader

SENTENCES = "none"
"""The name that asks for no trained reader."""

TRAINED = "trained"
"""The name of the reader that ships."""

_ALIKE = 0.8  # by the ratio of difflib


def load_reader(name: str | None, embedder: Embedder, cache_dir: Path | None = None) -> Reader:
    """Load a reader by its name; its network is loaded once for all who ask for it.

    Args:
        name: ``trained`` or None for the one that ships, ``none`` for scoring sentences without
            one, else a local folder or hub name of an extractive question-answering model.
        embedder: What sentences are scored with.
        cache_dir: Where the embedding model is unpacked that the one that ships builds on; None
            for the user's cache.

    Raises:
        ModelUnavailableError: If it cannot be loaded.
    """
    if name == SENTENCES:
        from qa.readers.sentences import SentenceReader

        return SentenceReader(embedder)
    return _span_reader(TRAINED if name is None else model_name(name), cache_dir)


@lru_cache(maxsize=2)
def _span_reader(name: str, cache_dir: Path | None) -> SpanReader:
    from qa.readers.extraction import Extractor
    from qa.readers.spans import SpanReader

    if name != TRAINED:
        meant = get_close_matches(name.casefold(), (TRAINED, SENTENCES), 1, _ALIKE)
        if meant and not Path(name).exists():
            raise ModelUnavailableError(
                f"there is no reader {name!r}; did you mean --reader {meant[0]}?"
            )
        return SpanReader(Extractor.load(name))
    try:
        return SpanReader(Extractor.bundled(cache_dir))
    except ModelUnavailableError as error:
        raise ModelUnavailableError(
            f"the trained reader builds on the default model: {error}; "
            f"or quote whole sentences, without a reader: --reader {SENTENCES}"
        ) from error
