"""Open the current generation of an index with its answerer, and reopen it when it changes."""

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

_RETRY_DELAY = 30.0  # seconds to wait after an index could not be opened


class CurrentIndex:
    """The current generation of an index, which may change while it is open.

    Args:
        store: Folder, address or store, as ``open_store`` takes it.
        model: Embedding model that the index must have; None for any.
        reader: Name of the reader; see ``load_reader``.
        cache_dir: Folder of unpacked models.
        answerer: Name of the answerer; see ``load_answerer``.
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
        """Open the current generation, and load the answerer.

        Raises:
            DatelineError: If the index, the model, the reader or the answerer cannot be loaded.
        """
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
        """Open the current generation if it is another one than the last that was opened.

        Returns:
            The retriever and the answerer; None if the generation is the same or cannot be opened.
        """
        if time.monotonic() < self._next_try:
            return None
        try:
            if self._store.current() == self._generation:
                return None
            return self.open()
        except (DatelineError, OSError) as error:
            self._next_try = time.monotonic() + _RETRY_DELAY
            _logger.warning("the new index cannot be opened, the old one stays in use: %s", error)
            return None
