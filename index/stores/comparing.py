"""Compare the passages and vectors of a store with its articles and its model (deep check)."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Protocol

import numpy as np
from tqdm import tqdm

from index import passages
from index.errors import IndexCorruptError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo, StoredEncoding

_SAMPLE = 32
"""Number of passages that are embedded again."""

_MIN_COSINE = 0.99
"""Minimum cosine similarity between a stored vector and the same passage embedded again.

Rounding differs between batches and processors, but far less than this.
"""


class Encoded(Protocol):
    """A generation whose encodings can be read."""

    @property
    def info(self) -> IndexInfo:
        """Description of the generation."""
        ...

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Snapshot.digests``."""
        ...

    def article(self, article_id: str) -> Article:
        """See ``Snapshot.article``."""
        ...

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        ...


def compare(
    snapshot: Encoded,
    remedy: str,
    embedder: Embedder | None = None,
    *,
    is_searched: Callable[[int, NDArray[np.float16]], bool] = lambda *_: True,
    progress: bool = True,
) -> None:
    """Compare every passage with the text of its article, and embed a sample again.

    Args:
        snapshot: Generation to check.
        remedy: Command that builds the index again, for error messages.
        embedder: Embedder to use instead of loading the index's model.
        is_searched: Function that returns whether the search index has this vector for a passage.
        progress: Show a progress bar on standard error.

    Raises:
        IndexCorruptError: If a passage or vector is wrong.
        ModelUnavailableError: If the model cannot be loaded.
    """
    from index.caching import load_embedder
    from index.settings import Settings

    def corrupt(fault: str) -> IndexCorruptError:
        return IndexCorruptError(f"{fault}; build the index again: {remedy}")

    encoder = snapshot.info.encoder
    rng = random.Random(snapshot.info.created)  # noqa: S311 (sampling, not secrets)
    names = [name for name, _ in snapshot.digests()]
    sample = set(rng.sample(names, min(_SAMPLE, len(names))))
    texts: list[str] = []
    vectors: list[NDArray[np.float32]] = []
    for name in tqdm(names, desc="Comparing", unit=" articles", disable=not progress):
        article = snapshot.article(name)
        stored = snapshot.encodings(name)
        expected = passages.split(article, encoder.passage_bytes)
        if [passage for passage, _, _ in stored] != expected:
            raise corrupt(f"the passages of {name!r} are not those of its text")
        # Only an incomplete build may have passages without vectors.
        embedded = [one for one in stored if one.is_embedded or not snapshot.info.pending]
        if not all(is_searched(passage.id, vector) for passage, vector, _ in embedded):
            raise corrupt(f"the vector of a passage of {name!r} is not the one that is searched")
        if name in sample and embedded:
            passage, vector, _ = rng.choice(embedded)
            texts.append(passages.in_context(article, passage))
            vectors.append(vector.astype(np.float32))
    if embedder is None:
        embedder = load_embedder(encoder.model, Settings.from_environment().cache_dir)
    for text, old, new in zip(texts, vectors, embedder.embed_passages(texts), strict=True):
        cosine = float(old @ new) / float(np.linalg.norm(old) * np.linalg.norm(new))
        if not cosine >= _MIN_COSINE:
            raise corrupt(
                f"the model {encoder.model!r} is not the one that the index was made with: the "
                f"stored vector of {text[:40]!r} … has a cosine similarity of only {cosine:.3f} "
                "with the new one"
            )
