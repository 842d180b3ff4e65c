"""Inner-product search: exact where everything is compared, nearly so where lists are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.stores.local import vectors
from index.stores.local.vectors import RECALL, VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

DIMENSION = 32


def units(count: int, *, seed: int, around: int = 40) -> NDArray[np.float16]:
    """Vectors in clusters, as those of texts on some subjects are."""
    subjects = np.random.default_rng(7).standard_normal((around, DIMENSION))
    chance = np.random.default_rng(seed)
    found = subjects[chance.integers(0, around, count)]
    found = found + chance.standard_normal((count, DIMENSION)) * 0.6
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


def in_blocks(stored: NDArray[np.float16]) -> Callable[[], Iterator[NDArray[np.float16]]]:
    return lambda: (stored[start : start + 700] for start in range(0, len(stored), 700))


def in_lists(stored: NDArray[np.float16], monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    monkeypatch.setattr(vectors, "EXACT", 1000)
    monkeypatch.setattr(vectors, "_EXHAUSTIVE_BELOW", 50)
    return VectorIndex.build(in_blocks(stored), len(stored), DIMENSION)


def exactly(
    stored: NDArray[np.float16], question: NDArray[np.float32], among: NDArray[np.bool_] | None
) -> list[int]:
    products = stored.astype(np.float32) @ question
    if among is not None:
        products = np.where(among, products, -np.inf)
    passing = len(stored) if among is None else int(among.sum())
    return [int(place) for place in np.argsort(-products)[: min(10, passing)]]


@pytest.mark.parametrize("count", [1, 2, 50, 3000])
def test_few_vectors_are_all_compared(count: int) -> None:
    stored = units(count, seed=count)
    index = VectorIndex.build(in_blocks(stored), count, DIMENSION)
    assert index.is_exact
    assert (len(index), index.dimension) == (count, DIMENSION)
    some = np.arange(count) % max(1, count // 7) == 0
    for question in units(20, seed=0).astype(np.float32):
        for among in (None, some, np.zeros(count, bool)):
            found = index.search(question, 10, among)
            right = exactly(stored, question, among)
            assert [place for place, _ in found] == right
            products = stored[right].astype(np.float32) @ question
            assert [product for _, product in found] == pytest.approx(products, abs=1e-5)


def test_of_many_vectors_nearly_all_of_the_nearest_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = units(6000, seed=1, around=400)
    made = in_lists(stored, monkeypatch)
    tenth = np.arange(len(stored)) < 600
    quality = made.tune(units(50, seed=2, around=400).astype(np.float32), in_blocks(stored), tenth)
    assert 0 < quality.probes < quality.lists
    assert min(quality.recall, quality.recall_filtered) >= RECALL
    made.save(tmp_path / "vectors")
    opened = VectorIndex.open(tmp_path / "vectors")
    questions = units(200, seed=3, around=400).astype(np.float32)
    for among in (None, tenth):
        hit = 0
        for question in questions:
            found = opened.search(question, 10, among)
            assert found == made.search(question, 10, among)
            places = [place for place, _ in found]
            assert [product for _, product in found] == pytest.approx(
                opened.products(question, np.array(places)), abs=1e-5
            )
            assert among is None or among[places].all()
            hit += len({*places} & {*exactly(stored, question, among)})
        assert hit >= 0.95 * 10 * len(questions)  # of others than it was tuned on


def test_as_many_lists_are_looked_through_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(4).standard_normal((3000, DIMENSION))  # no lists help here
    stored = (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float16)
    made = in_lists(stored, monkeypatch)
    one = np.arange(len(stored)) == 5
    quality = made.tune(stored[:30].astype(np.float32), in_blocks(stored), one)
    assert quality.probes > quality.lists / 3
    assert quality.recall >= RECALL
    assert [place for place, _ in made.search(-stored[5].astype(np.float32), 3, one)] == [5]


@pytest.mark.parametrize(
    ("passing", "together", "probes"), [(40, False, 2), (40, True, 2), (600, True, 40)]
)
def test_what_passes_a_filter_is_found_wherever_it_lies(
    monkeypatch: pytest.MonkeyPatch, passing: int, together: bool, probes: int
) -> None:
    """The passages of a language are near each other, and far from a question in another."""
    stored = units(6000, seed=5, around=400)
    far = -stored[0].astype(np.float32)
    stored[:passing] = far + 0.1 * units(passing, seed=6)
    stored = (stored / np.linalg.norm(stored, axis=1, keepdims=True)).astype(np.float16)
    made = in_lists(stored, monkeypatch)
    made._faiss_index.nprobe = probes
    among = np.arange(len(stored)) < passing
    found = made.search(-far, 10, among, clustered=together)
    assert [place for place, _ in found] == exactly(stored, -far, among)


def test_what_is_made_of_the_same_vectors_is_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = units(2000, seed=5)
    for name in ("one", "other"):
        in_lists(stored, monkeypatch).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
