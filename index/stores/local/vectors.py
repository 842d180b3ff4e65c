"""FAISS: the view that finds passages by meaning. The one module that imports it."""

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
"""Vectors that are all compared with every question; more are kept in lists, of which the nearest
are looked through (docs/index-format.md has the times)."""

RECALL = 0.98
"""Share of the ten nearest vectors that are found at least: as many lists are looked through as
that takes."""

NEAREST = 10
_LISTS = 4.0  # times the square root of the number of vectors
_FIRST_PROBES, _MORE_PROBES = 8, 1.2
_LEARNED_FROM = 48  # vectors for each list
_FEW = 10_000  # vectors that pass a filter: all lists are looked through
_ROUNDS = 10  # of k-means
_BLOCK = 16_384  # vectors held as float32 while an index is made


class VectorIndex:
    """Inner-product search over unit vectors, which are known by their place.

    Vectors are kept as they are given, in float16. Up to ``EXACT`` all are compared; more are kept
    in inverted lists around the means of k-means (Sivic & Zisserman 2003; ``IndexIVF``).
    """

    def __init__(self, faiss_index: Any) -> None:  # noqa: ANN401 (faiss has no types)
        self._faiss_index = faiss_index
        self.is_exact = not hasattr(faiss_index, "nprobe")
        """Whether every vector is compared."""
        if not self.is_exact:
            faiss_index.make_direct_map(True)

    @classmethod
    def build(cls, blocks: Callable[[], Iterator[Vectors]], count: int, dimension: int) -> Self:
        """Index vectors.

        Args:
            blocks: Gives all of them, in blocks of shape ``(some, dimension)``; asked twice.
            count: How many there are.
            dimension: Length of a vector.
        """
        import faiss

        half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        if count <= EXACT:
            faiss_index: Any = faiss.IndexScalarQuantizer(dimension, half, product)
            faiss_index.train(np.empty((0, dimension), np.float32))
        else:
            lists = round(_LISTS * math.sqrt(count))
            means = faiss.IndexFlatIP(dimension)
            faiss_index = faiss.IndexIVFScalarQuantizer(
                means, dimension, lists, half, product, False
            )
            faiss_index.cp.niter = _ROUNDS
            faiss_index.cp.max_points_per_centroid = _LEARNED_FROM
            faiss_index.train(_sample(blocks(), count, lists * _LEARNED_FROM))
        for block in blocks():
            faiss_index.add(np.ascontiguousarray(block, np.float32))
        return cls(faiss_index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the file of an index that ``save`` wrote into memory.

        Raises:
            RuntimeError: If the file is not one.
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
        together: bool = False,
    ) -> list[tuple[int, float]]:
        """Return the places of the nearest vectors and their inner products, best first.

        Args:
            vector: Shape ``(dimension,)``.
            limit: At most so many.
            among: Which vectors are looked at, shape ``(len(self),)``; None for all.
            together: Whether those may lie together, and far from the vector, as the passages of
                a language do.
        """
        import faiss

        passing = len(self) if among is None else int(np.count_nonzero(among))
        limit = min(limit, passing)
        if limit < 1:
            return []
        given: dict[str, Any] = {}
        if among is not None:
            bits: Any = np.packbits(among, bitorder="little")
            given["sel"] = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg]
        if not self.is_exact:
            given["nprobe"] = self._probes(passing, together)
            parameters: Any = faiss.SearchParametersIVF(**given)
        else:
            parameters = faiss.SearchParameters(**given)
        products, places = self._faiss_index.search(
            np.ascontiguousarray(vector[None, :], np.float32), limit, params=parameters
        )
        return [
            (int(place), float(product))
            for place, product in zip(places[0], products[0], strict=True)
            if place >= 0
        ]

    def products(self, vector: NDArray[np.float32], places: NDArray[np.int64]) -> list[float]:
        """Return inner products with the vectors at some places."""
        if not len(places):
            return []
        return [float(one) for one in self._faiss_index.reconstruct_batch(places) @ vector]

    def tune(
        self,
        questions: NDArray[np.float32],
        blocks: Callable[[], Iterator[Vectors]],
        tenth: Mask,
    ) -> SearchQuality:
        """Look through as many lists as it takes to find ``RECALL`` of the nearest vectors.

        It must have lists.

        Args:
            questions: Unit vectors like those that will be searched with, shape
                ``(some, dimension)``.
            blocks: Gives all vectors again.
            tenth: Some of the vectors, which a filter might let pass.
        """
        lists = int(self._faiss_index.nlist)
        masks = None, tenth
        wanted = [nearest(questions, blocks(), mask) for mask in masks]
        probes = _FIRST_PROBES
        while True:
            self._faiss_index.nprobe = min(probes, lists)
            found = [
                self._recall(questions, right, mask)
                for right, mask in zip(wanted, masks, strict=True)
            ]
            if min(found) >= RECALL or probes >= lists:
                return SearchQuality(lists, self._faiss_index.nprobe, found[0], found[1])
            probes = math.ceil(probes * _MORE_PROBES)

    def _recall(
        self, questions: NDArray[np.float32], right: Sequence[set[int]], mask: Mask | None
    ) -> float:
        """Return the share of the right places among as many that are found."""
        found = [
            {place for place, _ in self.search(question, len(wanted), mask)} & wanted
            for question, wanted in zip(questions, right, strict=True)
        ]
        return sum(map(len, found)) / max(1, sum(map(len, right)))

    def _probes(self, passing: int, together: bool) -> int:
        """Return how many lists to look through: the fewer vectors pass, the more."""
        lists, times = int(self._faiss_index.nlist), len(self) / passing
        if passing <= _FEW:
            return lists
        probes = int(self._faiss_index.nprobe) * (times if together else math.sqrt(times))
        return min(lists, math.ceil(probes))


def _sample(blocks: Iterator[Vectors], count: int, wanted: int) -> NDArray[np.float32]:
    """Return some of the vectors, the same ones each time."""
    rate = min(1.0, wanted / count)
    chance = np.random.default_rng(0)
    return np.concatenate(
        [block[chance.random(len(block)) < rate].astype(np.float32) for block in blocks]
    )


def nearest(
    questions: NDArray[np.float32], blocks: Iterator[Vectors], mask: Mask | None
) -> list[set[int]]:
    """Return the places of the nearest vectors of each question, found by comparing all."""
    best = np.full((len(questions), NEAREST), -np.inf, np.float32)
    places = np.full((len(questions), NEAREST), -1, np.int64)
    start = 0
    for block in blocks:
        products = questions @ block.astype(np.float32).T
        if mask is not None:
            products[:, ~mask[start : start + len(block)]] = -np.inf
        own = np.arange(start, start + len(block))
        products = np.concatenate([best, products], axis=1)
        known = np.concatenate([places, np.broadcast_to(own, (len(questions), len(own)))], axis=1)
        chosen = np.argpartition(-products, NEAREST - 1, axis=1)[:, :NEAREST]
        best = np.take_along_axis(products, chosen, axis=1)
        places = np.take_along_axis(known, chosen, axis=1)
        start += len(block)
    return [
        {int(place) for place, product in zip(own, scores, strict=True) if np.isfinite(product)}
        for own, scores in zip(places, best, strict=True)
    ]
