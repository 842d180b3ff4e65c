"""Cache vectors on disk by the content of their texts, so that repeated measurements are fast."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.embedders import Encoding
from index.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedders import Embedder

# The name must change whenever a text would get another vector, since nothing detects that.
_TABLE = "vectors_2"
_INSERT = f"INSERT OR REPLACE INTO {_TABLE} VALUES (?, ?, ?, ?)"  # noqa: S608
_VARIABLES = 30_000  # per statement, below SQLite's limit


class CacheError(DatelineError):
    """The cache file cannot be read or written."""


class CachedEmbedder:
    """Embedder that caches the vectors of another one in an SQLite file, as float16.

    Args:
        embedder: Embedder that computes the vectors.
        path: Cache file; created if it does not exist.

    Raises:
        CacheError: If the file cannot be used, now or later.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self._embedder = embedder
        self._path = path
        self._lock = threading.Lock()
        with self._explaining_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=60)
            self._db.execute(
                f"CREATE TABLE IF NOT EXISTS {_TABLE} "
                "(key BLOB PRIMARY KEY, vector BLOB, words BLOB, width INTEGER)"
            )

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed queries as ``Embedder.embed_queries`` does."""
        return self._matrix(self._recall("query", texts, self._plain(self._embedder.embed_queries)))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages as ``Embedder.embed_passages`` does."""
        embed = self._plain(self._embedder.embed_passages)
        return self._matrix(self._recall("passage", texts, embed))

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode queries as ``Embedder.encode_queries`` does."""
        return self._recall("query with words", texts, self._embedder.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode passages as ``Embedder.encode_passages`` does."""
        return self._recall("passage with words", texts, self._embedder.encode_passages)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _plain(
        self, embed: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> Callable[[Sequence[str]], list[Encoding]]:
        none = np.empty((0, self.dimension), np.float32)
        return lambda texts: [Encoding(vector, none) for vector in embed(texts)]

    def _matrix(self, encodings: Sequence[Encoding]) -> NDArray[np.float32]:
        vectors = np.array([one.vector for one in encodings], np.float32)
        return vectors.reshape(-1, self.dimension)

    def _recall(
        self,
        contract: str,
        texts: Sequence[str],
        encode: Callable[[Sequence[str]], list[Encoding]],
    ) -> list[Encoding]:
        keys = {text: self._key(contract, text) for text in texts}
        with self._lock, self._explaining_errors():
            known = self._read(list(keys.values()))
            missing = [text for text, key in keys.items() if key not in known]
            if missing:
                made = encode(missing)
                rows = [
                    (
                        keys[text],
                        _packed_vectors(one.vector),
                        _packed_vectors(one.words),
                        one.words.shape[1],
                    )
                    for text, one in zip(missing, made, strict=True)
                ]
                with self._db:
                    self._db.executemany(_INSERT, rows)
                # Rounded as in the cache, so that results do not depend on the cache.
                known |= {key: stored for key, *stored in rows}
        return [_unpacked_encoding(*known[keys[text]]) for text in texts]

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, list[Any]]:
        found = {}
        for start in range(0, len(keys), _VARIABLES):
            some = keys[start : start + _VARIABLES]
            marks = ",".join("?" * len(some))
            query = f"SELECT * FROM {_TABLE} WHERE key IN ({marks})"  # noqa: S608
            found.update({key: stored for key, *stored in self._db.execute(query, some)})
        return found

    @contextmanager
    def _explaining_errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise CacheError(
                f"the cache of vectors {self._path} cannot be used ({error}); delete it, or name "
                "another file with --cache"
            ) from error

    def _key(self, contract: str, text: str) -> bytes:
        content = f"{self.name}\0{contract}\0{text}".encode()
        return hashlib.blake2b(content, digest_size=16).digest()


def _packed_vectors(vectors: NDArray[np.float32]) -> bytes:
    return vectors.astype("<f2").tobytes()


def _unpacked_encoding(vector: bytes, words: bytes, width: int) -> Encoding:
    return Encoding(_unpacked_floats(vector), _unpacked_floats(words).reshape(-1, width))


def _unpacked_floats(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f2").astype(np.float32)
