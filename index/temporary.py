"""Build a temporary index, for evaluation and benchmarks."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.builder import build
from index.search import Retriever
from index.settings import Settings, is_address
from index.stores import open_store, with_siblings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder
    from index.stores import Store


@contextmanager
def temporary_index(
    articles: Path | str | Corpus | Iterable[Article],
    embedder: Embedder,
    *,
    passage_bytes: int | None = None,
    progress: bool = False,
    store: str | None = None,
) -> Iterator[Retriever]:
    """Build a temporary index, and delete it at the end of the ``with`` block.

    Args:
        articles: Articles to index.
        embedder: Embedder.
        passage_bytes: Size limit of a passage in UTF-8 bytes; None for the largest that the model
            reads without truncation.
        progress: Show progress bars on standard error.
        store: Address of a store beside which the index is built; None for ``DATELINE_STORE`` if
            that is an address, otherwise for a temporary folder.

    Yields:
        A retriever over the index.

    Raises:
        SettingsError: If an index cannot be built there.
    """
    with _temporary_store(store or address_in_use()) as place:
        build(
            articles,
            place,
            embedder=embedder,
            passage_bytes=passage_bytes,
            progress=progress,
            early=False,
        )
        snapshot = place.open()
        try:
            yield Retriever(snapshot, embedder)
        finally:
            snapshot.close()


def address_in_use() -> str | None:
    """Return the address of the store that the settings name; None if that is a folder."""
    place = Settings.from_environment().index_dir
    return None if isinstance(place, Path) or not is_address(place) else place


@contextmanager
def _temporary_store(address: str | None) -> Iterator[Store]:
    if address is None:
        with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
            yield open_store(folder)
    else:
        with with_siblings(address).scratch() as store:
            yield store
