"""FAISS: the view that finds passages by meaning. The one module that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.datatypes import ScoredId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class VectorIndex:
    """Exact inner-product search over unit vectors; ``IndexFlatIP`` with our own ids."""

    def __init__(self, faiss_index: Any) -> None:  # noqa: ANN401 (faiss has no types)
        self._faiss_index = faiss_index

    @classmethod
    def build(cls, ids: NDArray[np.int64], vectors: NDArray[np.float16], dimension: int) -> Self:
        """Index vectors of shape ``(len(ids), dimension)``."""
        import faiss

        faiss_index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        if len(ids):
            faiss_index.add_with_ids(np.ascontiguousarray(vectors, np.float32), ids)
        return cls(faiss_index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read an index that ``save`` wrote.

        Raises:
            RuntimeError: If the file is not one.
        """
        import faiss

        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._faiss_index, str(path))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._faiss_index.d)

    def __len__(self) -> int:
        return int(self._faiss_index.ntotal)

    def search(
        self, vector: NDArray[np.float32], limit: int, among: NDArray[np.int64] | None = None
    ) -> list[ScoredId]:
        """The nearest passages, best first; ``among`` restricts which ones are looked at."""
        import faiss

        limit = min(limit, len(self) if among is None else len(among))
        if limit < 1:
            return []
        parameters = None
        if among is not None:
            selector = faiss.IDSelectorBatch(among)
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, ids = self._faiss_index.search(
            np.ascontiguousarray(vector[None, :], np.float32), limit, params=parameters
        )
        return [
            ScoredId(int(i), float(score))
            for i, score in zip(ids[0], scores[0], strict=True)
            if i >= 0
        ]

    def similarities(self, vector: NDArray[np.float32], ids: Sequence[int]) -> list[float]:
        """Inner products with given passages.

        Raises:
            KeyError: If one is not there.
        """
        if not ids:
            return []
        try:
            vectors = self._faiss_index.reconstruct_batch(np.asarray(ids, np.int64))
        except RuntimeError as error:
            raise KeyError(f"not in the vector index: {list(ids)}") from error
        return [float(similarity) for similarity in vectors @ vector]
