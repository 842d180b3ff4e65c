"""Read and write the file of the reader's weights: differences in four bits a parameter.

A trained layer differs little from the embedding model's. The file has the differences, in blocks
of 64 parameters that share a scale (as in Q4_0, the format of the bundled embedding model): -7 to
7 times the scale. Small tensors (biases, norms, the head) are stored as float16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

BLOCK = 64
_LARGEST = 7
_SCALE = ".scale"


def save(path: Path, changes: Mapping[str, NDArray[np.float32]], notes: Mapping[str, str]) -> None:
    """Write the differences of each tensor.

    Args:
        path: File to write.
        changes: Differences by tensor. A matrix is packed if its size is a multiple of ``BLOCK``;
            otherwise it is stored as float16.
        notes: Other entries of the file's header.
    """
    import safetensors.numpy

    tensors: dict[str, NDArray[np.generic]] = {}
    for name, change in changes.items():
        if change.ndim == 1 or change.size % BLOCK or change.size < _FEW:
            tensors[name] = change.astype(np.float16)
        else:
            tensors[name], tensors[name + _SCALE] = _pack(change)
    path.write_bytes(safetensors.numpy.save(tensors, dict(notes)))


_FEW = 10_000


def load(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read the differences of each tensor; packed ones are flat.

    Raises:
        OSError, ValueError: If the file is missing or damaged.
    """
    import safetensors.numpy
    from safetensors import SafetensorError

    try:
        tensors = safetensors.numpy.load(path.read_bytes())
    except (SafetensorError, KeyError) as error:
        raise ValueError(f"not a file of weights: {error}") from error
    return {
        name: _unpack(tensor, tensors[name + _SCALE])
        if name + _SCALE in tensors
        else tensor.astype(np.float32)
        for name, tensor in tensors.items()
        if not name.endswith(_SCALE)
    }


def _pack(change: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    blocks = change.reshape(-1, BLOCK)
    scales = (np.abs(blocks).max(axis=1) / _LARGEST).astype(np.float16)
    divisors = np.where(scales > 0, scales, 1).astype(np.float32)
    steps = np.clip(np.rint(blocks / divisors[:, None]), -_LARGEST, _LARGEST)
    nibbles = (steps + _LARGEST).astype(np.uint8).reshape(-1, 2)
    packed: NDArray[np.uint8] = nibbles[:, 0] | nibbles[:, 1] << 4
    return packed, scales


def _unpack(packed: NDArray[np.uint8], scales: NDArray[np.float16]) -> NDArray[np.float32]:
    nibbles = np.stack([packed & 15, packed >> 4], axis=1).astype(np.float32) - _LARGEST
    blocks = nibbles.reshape(len(scales), BLOCK) * scales.astype(np.float32)[:, None]
    flat: NDArray[np.float32] = blocks.ravel()
    return flat
