"""Layers that ONNX Runtime computes in 8 bits: nearly the numbers of torch."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import torch

from index import onnx_encoder
from index.onnx_encoder import quantize
from index.openvino_encoder import is_supported
from tests.support.small_models import KINDS, assert_near, some_model, vectors

if TYPE_CHECKING:
    from transformers import PreTrainedModel

pytestmark = pytest.mark.slow


def quantized(model: PreTrainedModel) -> PreTrainedModel:
    other = copy.deepcopy(model)
    drawn = torch.Generator().manual_seed(2)
    mask = torch.tensor([[1] * n + [0] * (30 - n) for n in range(5, 31)])
    ids = torch.randint(5, 50, mask.shape, generator=drawn)
    quantize(other, {"input_ids": ids, "attention_mask": mask})
    return other


def with_outliers(model: PreTrainedModel) -> PreTrainedModel:
    """A component that is always large, and of little weight, as in trained models."""
    for layer in model.encoder.layer:
        layer.intermediate.dense.bias.data[3] += 300
        layer.output.dense.weight.data[:, 3] *= 1e-3
    return model


def lowest_cosine(model: PreTrainedModel) -> float:
    rounded = quantized(model)
    return min(
        float(torch.nn.functional.cosine_similarity(one, other).min())
        for one, other in zip(vectors(model, 7, 30, 12), vectors(rounded, 7, 30, 12), strict=True)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attention", ["sdpa", "eager"])
def test_it_is_nearly_as_exact(kind: str, attention: str) -> None:
    assert 0.99 < lowest_cosine(some_model(kind, attn_implementation=attention)) < 0.99999


def test_outliers_do_not_take_the_steps_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    model = with_outliers(some_model())
    assert lowest_cosine(model) > 0.99
    monkeypatch.setattr(onnx_encoder, "_OUTLIERS", float("inf"))
    smoothed = lowest_cosine(model)
    monkeypatch.setattr(onnx_encoder, "_SMOOTHING", 0)
    assert lowest_cosine(model) < smoothed


def test_a_product_with_outliers_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_encoder, "_OUTLIERS", 0)
    assert lowest_cosine(some_model()) > 0.999999


def test_no_text_changes_another() -> None:
    ours = quantized(some_model())
    [alone] = vectors(ours, 8)
    together, _ = vectors(ours, 8, 8)
    assert_near([alone], [together], 1e-6)


def test_padding_is_not_read() -> None:
    ours = quantized(some_model())
    states = torch.randn(1, 12, 64, generator=torch.Generator().manual_seed(3))
    attended = torch.tensor([[False] * 3 + [True] * 9])
    mask = attended[:, None, None].expand(1, 1, 12, 12)
    padded = ours.encoder(states, mask).last_hidden_state
    assert_near([padded[:, 3:]], [ours.encoder(states[:, 3:]).last_hidden_state], 1e-6)
    bias = torch.zeros(mask.shape).masked_fill(~mask, torch.finfo(torch.float32).min)
    assert_near([ours.encoder(states, bias).last_hidden_state], [padded], 0)


def test_threads_share_it() -> None:
    ours = quantized(some_model())
    lengths = [(n % 5 + 1, n % 7 + 20) for n in range(24)]
    expected = [vectors(ours, *pair) for pair in lengths]
    with ThreadPoolExecutor(6) as threads:
        for read, right in zip(
            threads.map(lambda pair: vectors(ours, *pair), lengths), expected, strict=True
        ):
            assert_near(read, right, 0)


def test_it_is_not_replaced_twice() -> None:
    assert not is_supported(quantized(some_model()))
