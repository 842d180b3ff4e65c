"""Find out what the processor multiplies fast."""

from __future__ import annotations

from functools import cache


@cache
def multiplies_bfloat16() -> bool:
    """Return whether the processor multiplies bfloat16 natively (AVX-512 BF16 or AMX)."""
    return _has("avx512_bf16") or _has("amx_bf16")


@cache
def prefers_int8() -> bool:
    """Return whether 8 bits are the fastest format for a model without a GPU.

    That is so with VNNI, unless the processor multiplies bfloat16 natively;
    ``docs/performance.md`` has the measurements.
    """
    vnni = _has("avx_vnni") or _has("avx512_vnni")
    return vnni and not multiplies_bfloat16() and not has_gpu()


def has_gpu() -> bool:
    """Return whether models run on a graphics card, where 8 bits are not available."""
    import torch

    return torch.cuda.is_available()


def _has(ability: str) -> bool:
    import torch

    abilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(abilities.get(ability))
