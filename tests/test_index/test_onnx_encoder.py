"""Layers that ONNX Runtime computes in 8 bits: nearly the numbers of torch."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import torch

from index.onnx_encoder import quantize
from index.openvino_encoder import is_supported
from tests.support.small_models import KINDS, assert_near, some_model, vectors

if TYPE_CHECKING:
    from transformers import PreTrainedModel

pytestmark = pytest.mark.slow


def quantized(model: PreTrainedModel) -> PreTrainedModel:
    other = copy.deepcopy(model)
    quantize(other)
    return other


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


@torch.inference_mode()
def test_each_token_has_a_scale_of_its_own() -> None:
    """One token with large states, as trained models have, leaves the others their precision."""
    model = some_model()
    states = torch.randn(1, 12, 64, generator=torch.Generator().manual_seed(3))
    states[0, 4] *= 1_000
    exact = model.encoder(states).last_hidden_state[0]
    found = quantized(model).encoder(states).last_hidden_state[0]
    assert torch.nn.functional.cosine_similarity(exact, found).min() > 0.99


@torch.inference_mode()
def test_states_of_zero_stay_finite() -> None:
    found = quantized(some_model()).encoder(torch.zeros(1, 3, 64)).last_hidden_state
    assert found.isfinite().all()


def test_no_text_changes_another() -> None:
    ours = quantized(some_model())
    [alone] = vectors(ours, 8)
    together, _ = vectors(ours, 8, 8)
    assert_near([alone], [together], 1e-6)


@torch.inference_mode()
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
