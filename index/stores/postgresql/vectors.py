"""Vectors as pgvector sends and receives them, in its binary and text forms."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_HALF = np.dtype(">f2")
_HEAD = struct.Struct(">hh")  # dimensions, and 0
_SPARSE_HEAD = struct.Struct(">iii")  # dimensions, elements, and 0


def half_binary(vector: NDArray[np.floating]) -> bytes:
    """Return the binary form of a ``halfvec``."""
    return _HEAD.pack(len(vector), 0) + vector.astype(_HALF).tobytes()


def from_half_binary(sent: bytes) -> NDArray[np.float16]:
    """Return a vector, shape ``(dimension,)``, from the binary form of a ``halfvec``."""
    return np.frombuffer(sent, _HALF, offset=_HEAD.size).astype("<f2")


def many_from_half_binary(sent: Sequence[bytes]) -> NDArray[np.float16]:
    """Return vectors of one length, shape ``(vectors, dimension)``; see ``from_half_binary``."""
    numbers = b"".join(one[_HEAD.size :] for one in sent)
    return np.frombuffer(numbers, _HALF).astype("<f2").reshape(len(sent), -1)


def half_text(vector: NDArray[np.floating]) -> str:
    """Return the text form of a ``halfvec`` or ``vector``."""
    return "[" + ",".join(f"{number:.7g}" for number in vector.tolist()) + "]"


def sparse_binary(values: Mapping[int, float], dimension: int) -> bytes:
    """Return the binary form of a ``sparsevec``.

    Args:
        values: The numbers that are not zero, by their place from 0.
        dimension: How many numbers it has in all.
    """
    places = np.array(sorted(values), ">i4")
    numbers = np.array([values[place] for place in places.tolist()], ">f4")
    head = _SPARSE_HEAD.pack(dimension, len(places), 0)
    return head + places.tobytes() + numbers.tobytes()
