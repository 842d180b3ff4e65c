"""Convert vectors to and from the binary and text forms of pgvector."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_HALF = np.dtype(">f2")
_HEAD = struct.Struct(">hh")  # dimensions, 0
_SPARSE_HEAD = struct.Struct(">iii")  # dimensions, nonzero elements, 0


def half_binary(vector: NDArray[np.floating]) -> bytes:
    """Return the binary form of a ``halfvec``."""
    return _HEAD.pack(len(vector), 0) + vector.astype(_HALF).tobytes()


def from_half_binary(sent: bytes) -> NDArray[np.float16]:
    """Return a vector, shape ``(dimension,)``, from the binary form of a ``halfvec``."""
    return np.frombuffer(sent, _HALF, offset=_HEAD.size).astype("<f2")


def half_text(vector: NDArray[np.floating]) -> str:
    """Return the text form of a ``halfvec`` or ``vector``."""
    return "[" + ",".join(f"{number:.7g}" for number in vector.tolist()) + "]"


def sparse_binary(values: Mapping[int, float], dimension: int) -> bytes:
    """Return the binary form of a ``sparsevec``.

    Args:
        values: Nonzero elements, by position from 0.
        dimension: Number of dimensions.
    """
    positions = np.fromiter(values.keys(), np.int64, len(values))
    elements = np.fromiter(values.values(), np.float64, len(values))
    order = positions.argsort()
    head = _SPARSE_HEAD.pack(dimension, len(values), 0)
    return head + positions[order].astype(">i4").tobytes() + elements[order].astype(">f4").tobytes()


class SparseRows(NamedTuple):
    """The nonzero elements of several sparse vectors, vector by vector.

    Attributes:
        rows: Number of the vector of each element, ascending.
        positions: Position of each element in its vector, from 0; ascending within a vector.
        values: Value of each element.
    """

    rows: NDArray[np.int64]
    positions: NDArray[np.int64]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, sent: Sequence[bytes]) -> Self:
        """Parse vectors in the binary form of ``sparsevec``."""
        counts = [(len(one) - _SPARSE_HEAD.size) // 8 for one in sent]
        halves = [_SPARSE_HEAD.size + 4 * count for count in counts]
        positions = b"".join(
            one[_SPARSE_HEAD.size : half] for one, half in zip(sent, halves, strict=True)
        )
        values = b"".join(one[half:] for one, half in zip(sent, halves, strict=True))
        return cls(
            np.repeat(np.arange(len(sent)), counts),
            np.frombuffer(positions, ">i4").astype(np.int64),
            np.frombuffer(values, ">f4").astype(np.float64),
        )

    def at(self, positions: NDArray[np.int64]) -> tuple[Self, NDArray[np.int64]]:
        """Select elements by position.

        Args:
            positions: Positions to select, ascending and distinct; at least one.

        Returns:
            The selected elements, and for each of them the index of its position in ``positions``.
        """
        found = np.minimum(np.searchsorted(positions, self.positions), len(positions) - 1)
        selected = positions[found] == self.positions
        return type(self)(*(column[selected] for column in self)), found[selected]
