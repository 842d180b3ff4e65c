"""Find out what the processor multiplies fast."""

from __future__ import annotations

from functools import cache

INT8 = ":int8"
"""Suffix of a model whose layers have 8-bit weights and states (``index.openvino_encoder``)."""

W7A8 = ":w7a8"
"""Suffix of a model whose layers have 7-bit weights and 8-bit states (``index.onnx_encoder``)."""

QUANTIZED = INT8, W7A8
"""Suffixes of quantized models: ``multilingual-e5-small:int8``."""


@cache
def multiplies_bfloat16() -> bool:
    """Return whether the processor multiplies bfloat16 natively (AVX-512 BF16 or AMX)."""
    return _has("avx512_bf16") or _has("amx_bf16")


@cache
def fastest_quantization() -> str:
    """Return the suffix of the quantization that is fastest on the processor.

    With AVX2 but without VNNI, that is the one with weights of 7 bits; ``docs/performance.md`` has
    the measurements.
    """
    vnni = _has("avx_vnni") or _has("avx512_vnni")
    return W7A8 if _has("avx2") and not vnni else INT8


@cache
def prefers_quantization() -> bool:
    """Return whether a quantized model is faster than any other on this machine.

    That is so with AVX2, unless the processor multiplies bfloat16 natively or there is a GPU.
    """
    return _has("avx2") and not multiplies_bfloat16() and not has_gpu()


def has_gpu() -> bool:
    """Return whether models run on a graphics card, where quantization is not available."""
    import torch

    return torch.cuda.is_available()


def _has(ability: str) -> bool:
    import torch

    abilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(abilities.get(ability))
