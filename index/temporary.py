"""Build an index that is searched at once and then forgotten: for evaluation and benchmarks."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.builder import build
from index.search import Retriever
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Embedder


@contextmanager
def temporary_index(
    articles: Path | str | Corpus | Iterable[Article],
    embedder: Embedder,
    *,
    passage_bytes: int | None = None,
    progress: bool = False,
) -> Iterator[Retriever]:
    """Build an index in a temporary folder, and give what searches it.

    Args:
        articles: What to index.
        embedder: The model.
        passage_bytes: Largest passage, in UTF-8 bytes; None for what the model reads whole.
        progress: Show progress bars on standard error.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        build(articles, folder, embedder=embedder, passage_bytes=passage_bytes, progress=progress)
        snapshot = open_store(folder).open()
        try:
            yield Retriever(snapshot, embedder)
        finally:
            snapshot.close()
