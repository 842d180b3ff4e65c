"""Search vectors with FAISS. No other module imports it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.stores.datatypes import SearchQuality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Vectors = NDArray[np.float16]
    Mask = NDArray[np.bool_]

EXACT = 200_000
"""Number of vectors up to which search is exact; more are searched by an inverted file (IVF).
docs/index-format.md has the times."""

RECALL = 0.98
"""Least recall at ``NEAREST``, by which the number of probes is chosen."""

NEAREST = 10
"""Number of nearest vectors for which recall is measured."""

_LISTS_PER_SQRT = 4.0  # inverted lists per square root of the number of vectors
_FIRST_PROBES, _PROBES_GROWTH = 8, 1.2  # probes tried: 8, then 1.2 times as many each time
_TRAINING_VECTORS_PER_LIST = 48
_EXHAUSTIVE_BELOW = 10_000  # vectors that pass a filter; up to there, all lists are probed
_KMEANS_ITERATIONS = 10


class VectorIndex:
    """Inner-product search over unit vectors, which are identified by their position.

    Vectors are stored in float16, in the order in which they are added. Up to ``EXACT`` vectors,
    search is exact. More are stored in inverted lists around the centroids of k-means (Sivic &
    Zisserman 2003; FAISS's ``IndexIVF``).
    """

    def __init__(self, faiss_index: Any) -> None:  # noqa: ANN401 (faiss has no types)
        self._faiss_index = faiss_index
        self.is_exact = not hasattr(faiss_index, "nprobe")
        """Whether every vector is compared with the query."""
        if not self.is_exact:
            faiss_index.make_direct_map(True)

    @classmethod
    def build(
        cls,
        blocks: Callable[[], Iterator[Vectors]],
        count: int,
        dimension: int,
        *,
        exact: bool = False,
    ) -> Self:
        """Build an index of vectors.

        Args:
            blocks: Function that yields all vectors in blocks of shape ``(n, dimension)``; it may
                be called twice.
            count: Number of vectors.
            dimension: Length of a vector.
            exact: Compare all vectors with a query, however many there are.
        """
        import faiss

        half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        if exact or count <= EXACT:
            faiss_index: Any = faiss.IndexScalarQuantizer(dimension, half, product)
            faiss_index.train(np.empty((0, dimension), np.float32))
        else:
            lists = round(_LISTS_PER_SQRT * math.sqrt(count))
            means = faiss.IndexFlatIP(dimension)
            faiss_index = faiss.IndexIVFScalarQuantizer(
                means, dimension, lists, half, product, False
            )
            faiss_index.cp.niter = _KMEANS_ITERATIONS
            faiss_index.cp.max_points_per_centroid = _TRAINING_VECTORS_PER_LIST
            faiss_index.train(_sample(blocks(), count, lists * _TRAINING_VECTORS_PER_LIST))
        for block in blocks():
            faiss_index.add(np.ascontiguousarray(block, np.float32))
        return cls(faiss_index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Memory-map an index that ``save`` wrote.

        Raises:
            RuntimeError: If the file is not a FAISS index.
        """
        import faiss

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        import faiss

        faiss.write_index(self._faiss_index, str(path))

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._faiss_index.d)

    def __len__(self) -> int:
        return int(self._faiss_index.ntotal)

    def search(
        self,
        vector: NDArray[np.float32],
        limit: int,
        among: Mask | None = None,
        *,
        clustered: bool = False,
    ) -> list[tuple[int, float]]:
        """Return the positions of the nearest vectors with their inner products, best first.

        Args:
            vector: Unit vector of the query, shape ``(dimension,)``.
            limit: Maximum number of results.
            among: Mask of the vectors to search, shape ``(len(self),)``; None for all.
            clustered: Whether these vectors may form a cluster far from the query, as the passages
                in another language do; more lists are probed then.
        """
        import faiss

        passing = len(self) if among is None else int(np.count_nonzero(among))
        limit = min(limit, passing)
        if limit < 1:
            return []
        options: dict[str, Any] = {}
        if among is not None:
            bits: Any = np.packbits(among, bitorder="little")
            options["sel"] = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
        if not self.is_exact:
            options["nprobe"] = self._probes(passing, clustered)
            parameters: Any = faiss.SearchParametersIVF(**options)
        else:
            parameters = faiss.SearchParameters(**options)
        products, places = self._faiss_index.search(
            np.ascontiguousarray(vector[None, :], np.float32), limit, params=parameters
        )
        return [
            (int(place), float(product))
            for place, product in zip(places[0], products[0], strict=True)
            if place >= 0
        ]

    def products(self, vector: NDArray[np.float32], places: NDArray[np.int64]) -> list[float]:
        """Return the inner products of a vector with the vectors at some positions."""
        if not len(places):
            return []
        return [float(one) for one in self._faiss_index.reconstruct_batch(places) @ vector]

    def tune(
        self,
        questions: NDArray[np.float32],
        blocks: Callable[[], Iterator[Vectors]],
        tenth: Mask,
    ) -> SearchQuality:
        """Choose the number of probes such that recall is at least ``RECALL``.

        The index must have inverted lists.

        Args:
            questions: Unit vectors of sample queries, shape ``(n, dimension)``.
            blocks: Function that yields all vectors.
            tenth: Mask of the vectors that a typical filter admits.

        Returns:
            The number of lists and probes, and the recall without and with the filter.
        """
        lists = int(self._faiss_index.nlist)
        masks = None, tenth
        exact = [nearest(questions, blocks(), mask) for mask in masks]
        probes = _FIRST_PROBES
        while True:
            self._faiss_index.nprobe = min(probes, lists)
            recalls = [
                self._recall(questions, expected, mask)
                for expected, mask in zip(exact, masks, strict=True)
            ]
            if min(recalls) >= RECALL or probes >= lists:
                return SearchQuality(lists, self._faiss_index.nprobe, recalls[0], recalls[1])
            probes = math.ceil(probes * _PROBES_GROWTH)

    def _recall(
        self, questions: NDArray[np.float32], exact: Sequence[set[int]], mask: Mask | None
    ) -> float:
        """Return the recall of approximate search, given the exact results of each question."""
        found = [
            {place for place, _ in self.search(question, len(expected), mask)} & expected
            for question, expected in zip(questions, exact, strict=True)
        ]
        return sum(map(len, found)) / max(1, sum(map(len, exact)))

    def _probes(self, passing: int, clustered: bool) -> int:
        """Return the number of lists to probe, which grows as fewer vectors pass a filter."""
        lists, ratio = int(self._faiss_index.nlist), len(self) / passing
        if passing <= _EXHAUSTIVE_BELOW:
            return lists
        probes = int(self._faiss_index.nprobe) * (ratio if clustered else math.sqrt(ratio))
        return min(lists, math.ceil(probes))


def _sample(blocks: Iterator[Vectors], count: int, wanted: int) -> NDArray[np.float32]:
    """Return a random sample of about ``wanted`` vectors, with a fixed seed."""
    rate = min(1.0, wanted / count)
    rng = np.random.default_rng(0)
    return np.concatenate(
        [block[rng.random(len(block)) < rate].astype(np.float32) for block in blocks]
    )


def nearest(
    questions: NDArray[np.float32], blocks: Iterator[Vectors], mask: Mask | None
) -> list[set[int]]:
    """Return the positions of the nearest vectors to each question, by exact search."""
    best = np.full((len(questions), NEAREST), -np.inf, np.float32)
    places = np.full((len(questions), NEAREST), -1, np.int64)
    start = 0
    for block in blocks:
        products = questions @ block.astype(np.float32).T
        if mask is not None:
            products[:, ~mask[start : start + len(block)]] = -np.inf
        own = np.arange(start, start + len(block))
        products = np.concatenate([best, products], axis=1)
        rows = np.broadcast_to(own, (len(questions), len(own)))
        positions = np.concatenate([places, rows], axis=1)
        chosen = np.argpartition(-products, NEAREST - 1, axis=1)[:, :NEAREST]
        best = np.take_along_axis(products, chosen, axis=1)
        places = np.take_along_axis(positions, chosen, axis=1)
        start += len(block)
    return [
        {int(place) for place, product in zip(own, scores, strict=True) if np.isfinite(product)}
        for own, scores in zip(places, best, strict=True)
    ]
