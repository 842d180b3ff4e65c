"""Run the encoder of a BERT-like model in 8 bits with ONNX Runtime, on CPUs with AVX2 alone.

Without VNNI, a CPU adds the products of 8-bit numbers in 16 bits. Weights have seven bits here, so
that no sum overflows, and the states of tokens eight (W7A8).

ONNX Runtime quantizes the states of all tokens with one scale, so a few large values would leave
few steps for all others. Here, the states of each token are first divided by their maximum, and the
product is multiplied by it. ``docs/performance.md`` has the measurements.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from onnx import ModelProto
    from transformers import BertModel, PretrainedConfig

_LARGEST_WEIGHT, _LARGEST_STATE = 63, 127
"""Largest integers: states are stored from 1 to 255, and 255 · 63 · 2 fits into 16 bits."""

_ZERO = 128  # integer of a state that is zero
_TINY = np.float32(1e-9)  # scale of an output channel of zeros
_STANDARD = {"Abs", "Div", "Mul", "QuantizeLinear", "ReduceMax", "Split"}
_MICROSOFT = "com.microsoft"  # all other operators (docs/ContribOperators.md of ONNX Runtime)


def quantize(model: BertModel) -> None:
    """Replace a model's encoder by one that ONNX Runtime runs in 8 bits.

    Args:
        model: A model for which ``index.openvino_encoder.is_supported`` is true.
    """
    graph = _graph(model.encoder.state_dict(), model.config)
    model.add_module("encoder", _QuantizedEncoder(graph))


class _QuantizedEncoder(torch.nn.Module):
    """Replacement for a model's encoder, which threads can share.

    Each text is read by itself, without padding. As many texts are read at a time as torch uses
    threads.
    """

    def __init__(self, graph: ModelProto) -> None:
        super().__init__()
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self._threads = ThreadPoolExecutor(torch.get_num_threads(), "encoder")

    def forward(
        self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: object
    ) -> BaseModelOutputWithPastAndCrossAttentions:
        """Return the last layer's states for the embedding layer's, ``(texts, tokens, width)``.

        The mask has shape ``(texts, 1, tokens, tokens)``. It is true, or 0, at the tokens that are
        attended to; these are the same for all tokens of a text. The states of others are 0.
        """
        states = hidden_states.float().numpy()
        attended = np.ones(states.shape[:2], bool)
        if attention_mask is not None:
            row = attention_mask[:, 0, 0]
            attended = (row if row.dtype == torch.bool else row == 0).numpy()
        last = np.zeros_like(states)
        texts = [text[kept] for text, kept in zip(states, attended, strict=True)]
        for output, kept, read in zip(
            last, attended, self._threads.map(self._read, texts), strict=True
        ):
            output[kept] = read
        return BaseModelOutputWithPastAndCrossAttentions(
            last_hidden_state=torch.from_numpy(last).to(hidden_states.dtype)
        )

    def _read(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the last layer's states of one text, shape ``(tokens, width)``."""
        [output] = self._session.run(None, {"states": states[None]})
        read: NDArray[np.float32] = output[0]
        return read


def _graph(weights: Mapping[str, torch.Tensor], config: PretrainedConfig) -> ModelProto:
    """Return the encoder as an ONNX model with quantized weights."""
    from onnx import TensorProto, helper

    arrays = {name: weight.float().numpy() for name, weight in weights.items()}
    layers = _QuantizedLayers(arrays, config)
    states = "states"
    for number in range(config.num_hidden_layers):
        states = layers.build(f"layer.{number}.", states)
    shape = 1, "tokens", config.hidden_size
    graph = helper.make_graph(
        layers.nodes,
        "encoder",
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(states, TensorProto.FLOAT, shape)],
        layers.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)]
    # The oldest version of the format that has this opset, so that any ONNX Runtime reads it.
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


@dataclass(slots=True)
class _QuantizedLayers:
    """Builds transformer layers from weights under the names that transformers gives them."""

    weights: Mapping[str, NDArray[np.float32]]
    config: PretrainedConfig
    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)

    def build(self, prefix: str, states: str) -> str:
        """Add a layer, and return the name of its output."""
        attention, heads = f"{prefix}attention.", self.config.num_attention_heads
        split = [f"{attention}self.{part}" for part in ("query", "key", "value")]
        weights, biases = (
            np.concatenate([self.weights[f"{part}.{kind}"] for part in split])
            for kind in ("weight", "bias")
        )
        self._add("Split", [self._product(f"{attention}self", states, weights)], *split, axis=-1)
        shift = self._constant(f"{attention}self.bias", biases)
        attended = self._add("MultiHeadAttention", [*split, shift], attention, num_heads=heads)
        normed = self._add_and_norm(f"{attention}output.", attended, states)
        name = f"{prefix}intermediate.dense"
        hidden = self._product(name, normed, self.weights[f"{name}.weight"])
        activated = self._add("BiasGelu", [hidden, self._weight(f"{name}.bias")], f"{prefix}gelu")
        return self._add_and_norm(f"{prefix}output.", activated, normed)

    def _add_and_norm(self, prefix: str, states: str, residual: str) -> str:
        """Add a linear layer, the addition of the residual, and a layer norm."""
        product = self._product(f"{prefix}dense", states, self.weights[f"{prefix}dense.weight"])
        names = "LayerNorm.weight", "LayerNorm.bias", "dense.bias"
        given = [product, residual, *(self._weight(f"{prefix}{name}") for name in names)]
        epsilon = self.config.layer_norm_eps
        return self._add("SkipLayerNormalization", given, f"{prefix}normed", epsilon=epsilon)

    def _product(self, name: str, states: str, weight: NDArray[np.float32]) -> str:
        """Add the product of states with a weight of shape ``(outputs, inputs)``, in 8 bits."""
        columns = weight.T
        scales = np.maximum(np.abs(columns).max(axis=0) / _LARGEST_WEIGHT, _TINY)
        integers = self._constant(f"{name}.integers", np.rint(columns / scales).astype(np.int8))
        scale = self._constant(f"{name}.scale", np.float32(1 / _LARGEST_STATE))
        zero = self._constant(f"{name}.zero", np.uint8(_ZERO))
        absolute = self._add("Abs", [states], f"{name}.absolute")
        axes = self._constant(f"{name}.axes", np.array([-1]))
        maxima = self._add("ReduceMax", [absolute, axes], f"{name}.maxima")
        # Of a token of zeros, the quotients are no numbers; its product is multiplied by 0.
        units = self._add("Div", [states, maxima], f"{name}.units")
        quantized = self._add("QuantizeLinear", [units, scale, zero], f"{name}.quantized")
        own = self._constant(f"{name}.scales", scales)
        given = [quantized, integers, scale, own, zero]
        product = self._add("MatMulIntegerToFloat", given, f"{name}.product")
        return self._add("Mul", [product, maxima], f"{name}.scaled")

    def _weight(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _constant(self, name: str, values: NDArray[Any] | np.generic) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.array(values), name))
        return name

    def _add(self, operator: str, given: list[str], *outputs: str, **options: Any) -> str:  # noqa: ANN401
        from onnx import helper

        if operator == "Split":
            options["num_outputs"] = len(outputs)
        domain = "" if operator in _STANDARD else _MICROSOFT
        self.nodes.append(helper.make_node(operator, given, outputs, domain=domain, **options))
        return outputs[0]
