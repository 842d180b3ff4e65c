"""What training changed, in four bits a number: near to what it was, and small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qa.readers import weights
from qa.readers.network import WEIGHTS
from qa.readers.weights import BLOCK

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LARGE = (160, BLOCK)
LARGEST_FILE = 12_000_000
numbers = st.floats(-8, 8, width=32) | st.floats(-(2**-7), 2**-7, width=32)


def half(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much numbers of this size may be off as float16."""
    error: NDArray[np.float32] = np.abs(values) * 2**-11 + 2**-25
    return error


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights") / "reader.safetensors"


@settings(deadline=None)
@given(arrays(np.float32, LARGE, elements=numbers))
def test_a_large_matrix_comes_back_to_half_a_step(path: Path, change: NDArray[np.float32]) -> None:
    weights.save(path, {"a": change}, {})
    found = weights.load(path)["a"].reshape(LARGE)
    scale = np.abs(change).max(axis=1, keepdims=True) / 7
    assert np.all(np.abs(found - change) <= scale / 2 + 7 * half(scale) + 1e-6 * scale)
    assert np.all(found[change == 0] == 0)
    assert np.all(np.sign(found) * np.sign(change) >= 0)


@given(arrays(np.float32, st.sampled_from([(7,), (BLOCK,), (2, BLOCK), (3, 5)]), elements=numbers))
def test_what_is_small_comes_back_nearly_as_it_was(path: Path, change: NDArray[np.float32]) -> None:
    weights.save(path, {"a": change}, {})
    found = weights.load(path)["a"]
    assert found.shape == change.shape
    assert np.all(np.abs(found - change) <= half(change))
    assert np.all(found[change == 0] == 0)


def test_every_tensor_has_its_own_place(path: Path) -> None:
    chance = np.random.default_rng(0)
    changes = {
        name: chance.standard_normal(shape).astype(np.float32) * size
        for name, shape, size in [
            ("layer.weight", (256, 3 * BLOCK), 1e-3),
            ("layer.bias", (300,), 5.0),
            ("other.weight", (101, 101), 1e-2),  # no whole number of blocks
            ("zero", LARGE, 0.0),
        ]
    }
    weights.save(path, changes, {"recipe": "{}"})
    found = weights.load(path)
    assert found.keys() == changes.keys()
    for name, change in changes.items():
        assert found[name].dtype == np.float32
        assert found[name].size == change.size
        assert found[name].ravel() == pytest.approx(
            change.ravel(), abs=float(np.abs(change).max()) / 13
        )
    assert np.all(found["zero"] == 0)


def test_a_large_matrix_takes_little_more_than_four_bits_a_number(path: Path) -> None:
    change = np.random.default_rng(0).standard_normal((1000, BLOCK)).astype(np.float32)
    weights.save(path, {"a": change}, {})
    assert path.stat().st_size <= change.size * 0.54


def test_the_reader_that_ships_is_small_and_whole() -> None:
    assert WEIGHTS.stat().st_size <= LARGEST_FILE
    found = weights.load(WEIGHTS)
    assert found
    assert all(np.all(np.isfinite(change)) for change in found.values())
    assert any(np.any(change) for change in found.values())


@pytest.fixture(scope="module")
def saved(path: Path) -> bytes:
    change = np.random.default_rng(0).standard_normal(LARGE).astype(np.float32)
    weights.save(path, {"a": change, "b": change[0]}, {"recipe": "{}"})
    return path.read_bytes()


@given(st.data())
def test_a_file_that_was_cut_off_is_refused(path: Path, saved: bytes, data: st.DataObject) -> None:
    path.write_bytes(saved[: data.draw(st.integers(0, len(saved) - 1))])
    with pytest.raises(ValueError):  # noqa: PT011
        weights.load(path)


@given(st.binary(max_size=200))
def test_another_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011
        weights.load(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.safetensors"):
        weights.load(tmp_path / "none.safetensors")


@settings(deadline=None)
@given(st.data())
def test_a_damaged_header_is_an_error_of_the_file(
    path: Path, saved: bytes, data: st.DataObject
) -> None:
    """Whatever was changed in it: a ``ValueError``, or numbers all the same."""
    header = 8 + int.from_bytes(saved[:8], "little")
    damaged = bytearray(saved)
    for at in data.draw(st.lists(st.integers(0, header - 1), min_size=1, max_size=3)):
        damaged[at] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    try:
        found = weights.load(path)
    except ValueError:
        return
    assert all(change.dtype == np.float32 for change in found.values())
