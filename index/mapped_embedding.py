"""Look tokens up in a model's file, so that a table of embeddings needs little memory.

The table of a multilingual model has a row for each of 250,000 pieces of words, of which a corpus
and its questions use a few thousand. The system reads the pages of the file that are needed, and
may share them between processes, and drop them when memory is short.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_LENGTH = struct.Struct("<Q")
_TYPES: dict[str, np.dtype[Any]] = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}


class MappedEmbedding(torch.nn.Module):
    """Stands in for ``torch.nn.Embedding`` in a model that is not trained; results are equal.

    Args:
        table: Table of embeddings, shape ``(tokens, width)``, as ``map_tensor`` returns it.
        dtype: Type of the results.
    """

    def __init__(self, table: NDArray[np.floating], dtype: torch.dtype) -> None:
        super().__init__()
        self._table, self._dtype = table, dtype

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return the embeddings of tokens, shape ``(*ids.shape, width)``."""
        return torch.from_numpy(self._table[ids.numpy()]).to(self._dtype)


def map_tensor(file: Path, name: str) -> NDArray[np.floating] | None:
    """Return a tensor of a safetensors file without reading it into memory.

    The format is that of https://huggingface.co/docs/safetensors: the length of the header in 8
    bytes, the header in JSON, the tensors.

    Returns:
        The tensor, read-only; None if its type is neither float16 nor float32.

    Raises:
        OSError, ValueError, KeyError: If the file is missing or damaged.
    """
    with file.open("rb") as opened:
        start = opened.read(_LENGTH.size)
        if len(start) < _LENGTH.size:
            raise ValueError(f"{file} has no header")
        (length,) = _LENGTH.unpack(start)
        described = json.loads(opened.read(length))[name]
    if described["dtype"] not in _TYPES:
        return None
    begin, _ = described["data_offsets"]
    tensor: NDArray[np.floating] = np.memmap(
        file,
        _TYPES[described["dtype"]],
        mode="r",
        offset=_LENGTH.size + length + begin,
        shape=tuple(described["shape"]),
    )
    return tensor
