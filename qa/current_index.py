"""An index on this machine, opened with what answers from it, and followed when it is made anew."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from index.errors import DatelineError
from index.stores import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from index.search import Retriever
    from qa.answerers import Answerer

_logger = logging.getLogger(__name__)

_TRY_AGAIN = 30.0  # seconds after an index could not be opened


class CurrentIndex:
    """An index on this machine, and whether it was made anew since it was opened."""

    def __init__(
        self, index_dir: Path, model: str | None, reader: str | None, cache_dir: Path
    ) -> None:
        self._store, self._model = open_store(index_dir), model
        self._reader, self._cache_dir = reader, cache_dir
        self._generation: str | None = None
        self._next_try = 0.0

    def open(self) -> tuple[Retriever, Answerer]:
        """Open the current generation, with what answers from it."""
        from index.search import Retriever
        from qa.answerers.extractive import ExtractiveAnswerer
        from qa.readers.loading import load_reader

        retriever = Retriever.open(self._store, self._model, self._cache_dir)
        try:
            reader = load_reader(
                self._reader, retriever.embedder, self._cache_dir, retriever.ranking
            )
        except DatelineError:
            retriever.snapshot.close()
            raise
        self._generation = retriever.snapshot.info.generation
        return retriever, ExtractiveAnswerer(reader)

    def newer(self) -> tuple[Retriever, Answerer] | None:
        """Open it anew if another generation is current; None if not, or if that cannot be."""
        if time.monotonic() < self._next_try:
            return None
        try:
            if self._store.current() == self._generation:
                return None
            return self.open()
        except (DatelineError, OSError) as error:
            self._next_try = time.monotonic() + _TRY_AGAIN
            _logger.warning("the index before goes on answering: %s", error)
            return None
