"""Compare what a store holds with its articles and its model: the deep part of a check."""

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
"""Passages that are embedded again."""

_ALIKE = 0.99
"""Cosine similarity of a passage's vector now and then: batches of other shapes and processors
of another kind round otherwise, by far less than this."""


class Encoded(Protocol):
    """A generation whose encodings can be read."""

    @property
    def info(self) -> IndexInfo:
        """What was published."""
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
    """Compare every passage with its article's text, and embed some again.

    Args:
        snapshot: What to compare.
        remedy: The command that builds it again.
        embedder: Use this one instead of loading the index's model.
        is_searched: Whether a passage is searched by this vector.
        progress: Show a progress bar on standard error.

    Raises:
        IndexCorruptError: If something is not as it must be.
        ModelUnavailableError: If the model cannot be loaded.
    """
    from index.caching import load_embedder
    from index.settings import Settings

    def fault(what: str) -> IndexCorruptError:
        return IndexCorruptError(f"{what}; build it again: {remedy}")

    encoder = snapshot.info.encoder
    chance = random.Random(snapshot.info.created)  # noqa: S311 (sampling, not secrets)
    names = [name for name, _ in snapshot.digests()]
    again = set(chance.sample(names, min(_SAMPLE, len(names))))
    texts: list[str] = []
    vectors: list[NDArray[np.float32]] = []
    for name in tqdm(names, desc="Comparing", unit=" articles", disable=not progress):
        article = snapshot.article(name)
        kept = snapshot.encodings(name)
        expected = passages.split(article, encoder.passage_bytes)
        if [passage for passage, _, _ in kept] != expected:
            raise fault(f"the passages of {name!r} are not those of its text")
        if not all(is_searched(passage.id, vector) for passage, vector, _ in kept):
            raise fault(f"the vector of a passage of {name!r} is not the one that is searched")
        if name in again and kept:
            passage, vector, _ = chance.choice(kept)
            texts.append(passages.in_context(article, passage))
            vectors.append(vector.astype(np.float32))
    if embedder is None:
        embedder = load_embedder(encoder.model, Settings.from_environment().cache_dir)
    for text, then, now in zip(texts, vectors, embedder.embed_passages(texts), strict=True):
        likeness = float(then @ now) / float(np.linalg.norm(then) * np.linalg.norm(now))
        if not likeness >= _ALIKE:
            raise fault(
                f"the model {encoder.model!r} is not the one that the index was made with: a "
                f"passage's vector is like its own of then by {likeness:.3f} "
                f"({text[:40]!r} …)"
            )
