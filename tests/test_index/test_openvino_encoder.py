"""Layers that OpenVINO computes: the same numbers as torch's."""

from __future__ import annotations

import copy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import torch
import transformers

from index.openvino_encoder import accelerate
from tests.support.small_models import KINDS, assert_near, some_model, vectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from transformers import PreTrainedModel

pytestmark = pytest.mark.slow


def accelerated(model: PreTrainedModel) -> PreTrainedModel:
    other = copy.deepcopy(model)
    accelerate(other)
    return other


def with_adapter(model: PreTrainedModel) -> PreTrainedModel:
    """Some adapters put a layer around a linear one, under another name."""
    attention = model.encoder.layer[0].attention.self
    attention.query = torch.nn.ModuleDict({"base_layer": attention.query, "more": attention.key})
    return model


def with_integers(model: PreTrainedModel) -> PreTrainedModel:
    """As quantisation makes of the weights."""
    query = model.encoder.layer[0].attention.self.query
    query.weight = torch.nn.Parameter(query.weight.data.to(torch.int8), requires_grad=False)
    return model


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("lengths", [(1,), (30,), (7, 30, 12), (9, 9)])
def test_it_gives_torchs_numbers(kind: str, attention: str, lengths: tuple[int, ...]) -> None:
    model = some_model(kind, attn_implementation=attention)
    ours = accelerated(model)
    assert type(ours.encoder) is not type(model.encoder)
    assert_near(vectors(ours, *lengths), vectors(model, *lengths), 2e-4)


def test_in_bfloat16_it_is_as_near_as_torch_is() -> None:
    exact = some_model()
    theirs = copy.deepcopy(exact).bfloat16()
    [right], [one], [other] = (vectors(m, 20) for m in (exact, accelerated(theirs), theirs))
    assert 0 < (one - right).norm() < 1.5 * (other - right).norm()


@pytest.mark.parametrize("kind", KINDS)
def test_in_8_bits_it_is_nearly_as_exact(kind: str) -> None:
    exact = some_model(kind)
    rounded = copy.deepcopy(exact)
    assert accelerate(rounded, int8=True)
    for one, other in zip(vectors(exact, 7, 30, 12), vectors(rounded, 7, 30, 12), strict=True):
        cosines = torch.nn.functional.cosine_similarity(one, other)
        assert 0.99 < cosines.min() < 0.99999


def test_in_8_bits_no_text_changes_another() -> None:
    """Each token has a scale of its own, so that a batch does not change what is in it."""
    rounded = some_model()
    accelerate(rounded, int8=True)
    [alone] = vectors(rounded, 8)
    together, _ = vectors(rounded, 8, 8)
    assert torch.allclose(alone, together, atol=1e-3)


def test_what_stands_beside_a_text_does_not_change_it() -> None:
    ours = accelerated(some_model())
    [alone] = vectors(ours, 8)
    together, _ = vectors(ours, 8, 8)
    assert torch.allclose(alone, together, atol=1e-5)


def test_a_later_reading_does_not_change_an_earlier_one() -> None:
    ours = accelerated(some_model())
    first = vectors(ours, 12)
    kept = [one.clone() for one in first]
    vectors(ours, 3, 12)
    assert_near(first, kept, 0)


def test_threads_take_turns() -> None:
    ours = accelerated(some_model())
    lengths = [(n % 5 + 1, n % 7 + 20) for n in range(24)]
    expected = [vectors(ours, *pair) for pair in lengths]
    with ThreadPoolExecutor(6) as threads:
        for read, right in zip(
            threads.map(lambda pair: vectors(ours, *pair), lengths), expected, strict=True
        ):
            assert_near(read, right, 1e-5)


def distilled() -> PreTrainedModel:
    config = transformers.DistilBertConfig(vocab_size=50, dim=64, n_layers=1, n_heads=4)
    return transformers.DistilBertModel(config)


@pytest.mark.parametrize(
    "make",
    [
        distilled,
        lambda: some_model(hidden_act="relu"),
        lambda: some_model(is_decoder=True),
        lambda: some_model(output_hidden_states=True),
        lambda: accelerated(some_model()),
        lambda: with_adapter(some_model()),
        lambda: with_integers(some_model()),
        lambda: torch.nn.Linear(2, 2),
        lambda: None,
    ],
)
def test_any_other_model_is_left_as_it_is(make: Callable[[], torch.nn.Module | None]) -> None:
    model = make()
    before = [id(one) for one in model.modules()] if model is not None else None
    assert not accelerate(model)
    assert (before if model is None else [id(one) for one in model.modules()]) == before


@pytest.mark.campaign
def test_nothing_is_told_to_anyone() -> None:
    """OpenVINO would report each import to its maker."""
    said = """
import importlib.abc, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        assert not name.startswith("openvino_telemetry"), name
sys.meta_path.insert(0, Refuse())
from index.openvino_encoder import accelerate
from tests.support.small_models import KINDS, assert_near, some_model, vectors
from transformers import BertConfig, BertModel
accelerate(BertModel(BertConfig(vocab_size=9, num_hidden_layers=1)))
assert sys.modules["openvino"].convert_model
"""
    subprocess.run([sys.executable, "-c", said], check=True)


def test_few_shapes_are_compiled() -> None:
    """Code for a shape is kept, so that texts of any length must not have a shape each."""
    ours = accelerated(some_model())
    shapes = set()
    request = ours.encoder._requests.get()

    def infer(inputs: list[Any], **options: Any) -> Any:
        shapes.add(tuple(one.shape for one in inputs))
        return request.infer(inputs, **options)

    ours.encoder._requests.put(SimpleNamespace(infer=infer))
    for length in range(1, 40):
        vectors(ours, length)
    assert len(shapes) <= 4
