"""A table that stays in its file gives the rows that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import safetensors.numpy
import torch

from index.mapped_embedding import MappedEmbedding, map_tensor

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("stored", [np.float16, np.float32])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_its_rows_are_those_of_torchs_table(
    tmp_path: Path, stored: type[np.floating], dtype: torch.dtype
) -> None:
    table = np.random.default_rng(0).standard_normal((50, 8)).astype(stored)
    tensors = {"before": np.zeros(3, np.int8), "table": table, "zone": np.ones(5, np.float16)}
    safetensors.numpy.save_file(tensors, tmp_path / "model.safetensors")
    mapped = map_tensor(tmp_path / "model.safetensors", "table")
    assert mapped is not None
    theirs = torch.nn.Embedding.from_pretrained(torch.from_numpy(table).to(dtype))
    ids = torch.tensor([[0, 49, 7], [7, 7, 1]])
    assert torch.equal(MappedEmbedding(mapped, dtype)(ids), theirs(ids))


@pytest.mark.parametrize("content", [b"", b"\x10\0\0", b"\x10\0\0\0\0\0\0\0{}"])
def test_a_file_that_is_cut_off_has_no_tensor(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.safetensors").write_bytes(content)
    with pytest.raises((ValueError, KeyError)):
        map_tensor(tmp_path / "a.safetensors", "table")


def test_a_type_that_numpy_does_not_know_is_left_to_torch(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file({"table": torch.zeros(2, 2, dtype=torch.bfloat16)}, tmp_path / "a.safetensors")
    assert map_tensor(tmp_path / "a.safetensors", "table") is None
