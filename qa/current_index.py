"""An index, opened with what answers from it, and followed when it is made anew."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from index.errors import DatelineError
from index.stores import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from index.search import Retriever
    from index.stores import Store
    from qa.answerers import Answerer

_logger = logging.getLogger(__name__)

_TRY_AGAIN = 30.0  # seconds after an index could not be opened


class CurrentIndex:
    """An index, and whether it was made anew since it was opened.

    Args:
        store: A folder, or anything else that ``open_store`` takes.
        model: The model that it must have been made with; None for any.
        reader: What reads out answers; see ``load_reader``.
        cache_dir: Where unpacked models are kept.
        answerer: What answers with what was read; see ``load_answerer``.
    """

    def __init__(
        self,
        store: Path | str | Store,
        model: str | None,
        reader: str | None,
        cache_dir: Path,
        answerer: str | None = None,
    ) -> None:
        self._store, self._model = open_store(store), model
        self._reader, self._cache_dir = reader, cache_dir
        self._answerer_name = answerer
        self._generation: str | None = None
        self._next_try = 0.0

    def open(self) -> tuple[Retriever, Answerer]:
        """Open the current generation, with what answers from it."""
        from index.search import Retriever
        from qa.answerers.extractive import ExtractiveAnswerer
        from qa.answerers.loading import load_answerer
        from qa.readers.loading import load_reader

        retriever = Retriever.open(self._store, self._model, self._cache_dir)
        try:
            reader = load_reader(
                self._reader, retriever.embedder, self._cache_dir, retriever.ranking
            )
            answerer = load_answerer(self._answerer_name, ExtractiveAnswerer(reader))
        except DatelineError:
            retriever.snapshot.close()
            raise
        self._generation = retriever.snapshot.info.generation
        return retriever, answerer

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
