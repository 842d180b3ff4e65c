"""Cache the most recent vectors of an embedder, so that repeated texts are embedded once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from index.embedders import SentenceTransformerEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedders import Embedder, Encoding

_QUERIES = 256  # questions whose word vectors are cached


class CachingEmbedder:
    """Wrap an embedder with a cache of its most recently used vectors.

    It is thread-safe if the wrapped embedder is.

    Args:
        embedder: Embedder to wrap.
        capacity: Number of texts cached; 20,000 vectors of 384 float32 numbers take 30 MB.
    """

    def __init__(self, embedder: Embedder, capacity: int = 20_000) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self._embedder = embedder
        self._capacity = capacity
        self._vectors: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()
        self._encode_query = lru_cache(_QUERIES)(lambda text: embedder.encode_queries([text])[0])

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder.embed_queries``."""
        return self._cached("query", texts, self._embedder.embed_queries)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder.embed_passages``."""
        return self._cached("passage", texts, self._embedder.embed_passages)

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """See ``Embedder.encode_queries``."""
        encodings = [self._encode_query(text) for text in texts]
        self._store_vectors("query", {t: e.vector for t, e in zip(texts, encodings, strict=True)})
        return encodings

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """See ``Embedder.encode_passages``; not cached, since each passage is encoded once."""
        return self._embedder.encode_passages(texts)

    def _cached(
        self,
        contract: str,
        texts: Sequence[str],
        embed: Callable[[Sequence[str]], NDArray[np.float32]],
    ) -> NDArray[np.float32]:
        with self._lock:
            vectors = {t: v for t in texts if (v := self._vectors.get((contract, t))) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in vectors]
        vectors |= zip(missing, embed(missing), strict=True)
        self._store_vectors(contract, {text: vectors[text] for text in texts})
        return np.array([vectors[text] for text in texts], np.float32).reshape(-1, self.dimension)

    def _store_vectors(self, contract: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        with self._lock:
            for text, vector in vectors.items():
                self._vectors[contract, text] = vector
                self._vectors.move_to_end((contract, text))
            while len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)


@lru_cache(maxsize=2)
def load_embedder(name: str, cache_dir: Path | None = None) -> Embedder:
    """Return the caching embedder of a model; repeated calls return the same object.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """
    return CachingEmbedder(SentenceTransformerEmbedder(name, cache_dir))
