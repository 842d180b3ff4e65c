"""Run the encoder of a BERT-like model in 8 bits with ONNX Runtime, on CPUs with AVX2 alone.

Without VNNI, a CPU adds the products of 8-bit numbers in 16 bits. Weights have seven bits here, so
that no sum overflows, and the states of tokens eight (W7A8).

The states of a text are quantized with one scale at run time (dynamic quantization), so a few large
values would leave few steps for all others. Two methods prevent it, both calibrated on sample
texts:

- Each component of the states is divided by a factor, by which the weights are multiplied
  (SmoothQuant; Xiao et al. 2023, arXiv:2211.10438).
- Products whose states still have outliers are computed in float32.

``docs/performance.md`` has the measurements.
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

_LARGEST = 63
"""Largest weight: 255 · 63 · 2 fits into 16 bits."""

_SMOOTHING = 0.6
"""Share of the range of a component that moves from the states to the weights.

Of .3 to .8, it gives the highest cosine similarity with float32."""

_OUTLIERS = 75
"""Range of the states, in root mean squares, from which a product is computed in float32.

It applies to four of the 48 products of the bundled model."""

_TINY = np.float32(1e-3)  # range of a component that is always zero
_MICROSOFT = "com.microsoft"  # operators of ONNX Runtime (docs/ContribOperators.md there)

_INPUTS = {
    "qkv": "attention.self.query",
    "attended": "attention.output.dense",
    "intermediate": "intermediate.dense",
    "output": "output.dense",
}
"""The products of a layer, and a module that has their input."""


@dataclass(slots=True)
class _Input:
    """What the inputs of a product were, over all tokens of the sample texts.

    Attributes:
        lowest: Lowest value of each component, at most 0.
        highest: Highest value of each component, at least 0.
        squares: Sum of the squares of each component.
        tokens: Number of tokens.
    """

    lowest: NDArray[np.float32] | float = 0.0
    highest: NDArray[np.float32] | float = 0.0
    squares: NDArray[np.float32] | float = 0.0
    tokens: int = 0

    def add(self, states: NDArray[np.float32]) -> None:
        """Add the states of tokens, shape ``(tokens, width)``."""
        self.lowest = np.minimum(self.lowest, states.min(axis=0))
        self.highest = np.maximum(self.highest, states.max(axis=0))
        self.squares = self.squares + (states**2).sum(axis=0)
        self.tokens += len(states)

    def smoothing(self, weight: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the factor of each component for a weight, shape ``(outputs, width)``."""
        states = np.maximum(np.maximum(self.highest, np.negative(self.lowest)), _TINY)
        weights = np.maximum(np.abs(weight).max(axis=0), _TINY)
        factors: NDArray[np.float32] = states**_SMOOTHING / weights ** (1 - _SMOOTHING)
        return factors

    def has_outliers(self, factors: NDArray[np.float32]) -> bool:
        """Return whether the states divided by factors have too large a range."""
        spread = np.max(self.highest / factors) - np.min(self.lowest / factors)
        mean_square = np.mean(self.squares / factors**2) / self.tokens
        return bool(spread > _OUTLIERS * np.sqrt(mean_square))


def quantize(model: BertModel, samples: Mapping[str, torch.Tensor]) -> None:
    """Replace a model's encoder by one that ONNX Runtime runs in 8 bits.

    Args:
        model: A model for which ``index.openvino_encoder.is_supported`` is true.
        samples: Tokens of sample texts, as a tokenizer returns them, padded.
    """
    graph = _graph(model.encoder.state_dict(), model.config, _calibrate(model, samples))
    model.add_module("encoder", _QuantizedEncoder(graph))


def _calibrate(model: BertModel, samples: Mapping[str, torch.Tensor]) -> list[dict[str, _Input]]:
    """Return what the inputs of each layer's products are on sample texts."""
    real = samples["attention_mask"].bool()
    inputs = [{name: _Input() for name in _INPUTS} for _ in model.encoder.layer]
    hooks = [
        layer.get_submodule(module).register_forward_pre_hook(
            lambda _, given, to=inputs[number][name]: to.add(given[0][real].float().numpy())
        )
        for number, layer in enumerate(model.encoder.layer)
        for name, module in _INPUTS.items()
    ]
    try:
        with torch.inference_mode():
            model(**samples)
    finally:
        for hook in hooks:
            hook.remove()
    return inputs


class _QuantizedEncoder(torch.nn.Module):
    """Replacement for a model's encoder, which threads can share.

    Each text is read by itself, so that the others of a batch neither change its vectors nor add
    padding. As many texts are read at a time as torch uses threads.
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


def _graph(
    weights: Mapping[str, torch.Tensor], config: PretrainedConfig, inputs: list[dict[str, _Input]]
) -> ModelProto:
    """Return the encoder as an ONNX model with quantized weights."""
    from onnx import TensorProto, helper

    layers = _QuantizedLayers(
        {name: weight.float().numpy() for name, weight in weights.items()}, config
    )
    states = "states"
    for number, one in enumerate(inputs):
        states = layers.build(f"layer.{number}.", states, one)
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

    def build(self, prefix: str, states: str, inputs: Mapping[str, _Input]) -> str:
        """Add a layer, and return the name of its output."""
        attention, heads = f"{prefix}attention.", self.config.num_attention_heads
        split = [f"{attention}self.{part}" for part in ("query", "key", "value")]
        weight, bias = self._parameters(f"{attention}output.dense")
        factors = inputs["attended"].smoothing(weight)
        weights, biases = zip(*map(self._parameters, split), strict=True)
        # Attended states are weighted means of values, so the values can be divided instead.
        value, value_bias = weights[-1] / factors[:, None], biases[-1] / factors
        joined = np.concatenate([*weights[:-1], value]), np.concatenate([*biases[:-1], value_bias])
        qkv = self._smoothed(f"{attention}self", states, *joined, inputs["qkv"])
        self._add("Split", [qkv], *split, axis=-1, num_outputs=3)
        attended = self._add("MultiHeadAttention", split, f"{attention}all", num_heads=heads)
        outliers = inputs["attended"].has_outliers(factors)
        summed = self._product(f"{attention}output", attended, weight * factors, bias, outliers)
        normed = self._layer_norm(f"{attention}output.LayerNorm", summed, states)
        hidden = self._linear(f"{prefix}intermediate.dense", normed, inputs["intermediate"])
        activated = self._add("Gelu", [hidden], f"{prefix}activated")
        output = self._linear(f"{prefix}output.dense", activated, inputs["output"])
        return self._layer_norm(f"{prefix}output.LayerNorm", output, normed)

    def _parameters(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]

    def _linear(self, name: str, states: str, given: _Input) -> str:
        return self._smoothed(name, states, *self._parameters(name), given)

    def _smoothed(
        self,
        name: str,
        states: str,
        weight: NDArray[np.float32],
        bias: NDArray[np.float32],
        given: _Input,
    ) -> str:
        """Add a linear layer whose range is moved from the states to the weights."""
        factors = given.smoothing(weight)
        if given.has_outliers(factors):
            return self._product(name, states, weight, bias, outliers=True)
        inverse = self._constant(f"{name}.factors", 1 / factors)
        divided = self._add("Mul", [states, inverse], f"{name}.divided")
        return self._product(name, divided, weight * factors, bias, outliers=False)

    def _product(
        self,
        name: str,
        states: str,
        weight: NDArray[np.float32],
        bias: NDArray[np.float32],
        outliers: bool,
    ) -> str:
        """Add a linear layer: in float32 if its states have outliers, otherwise in 8 bits."""
        columns, shift = weight.T, self._constant(f"{name}.shift", bias)
        if outliers:
            matrix = self._constant(f"{name}.matrix", columns)
            product = self._add("MatMul", [states, matrix], f"{name}.product")
            return self._add("Add", [product, shift], f"{name}.sum")
        scales = np.maximum(np.abs(columns).max(axis=0) / _LARGEST, np.float32(1e-9))
        integers = np.rint(columns / scales).astype(np.int8)
        quantized = [
            self._constant(f"{name}.integers", integers),
            self._constant(f"{name}.scales", scales),
            self._constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
        ]
        return self._add("DynamicQuantizeMatMul", [states, *quantized, shift], f"{name}.sum")

    def _layer_norm(self, name: str, states: str, residual: str) -> str:
        weight, bias = self._parameters(name)
        given = [states, residual, self._constant(f"{name}.weight", weight)]
        given.append(self._constant(f"{name}.bias", bias))
        epsilon = self.config.layer_norm_eps
        return self._add("SkipLayerNormalization", given, f"{name}.normed", epsilon=epsilon)

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _add(self, operator: str, given: list[str], *outputs: str, **options: Any) -> str:  # noqa: ANN401
        from onnx import helper

        domain = "" if operator in {"Add", "Mul", "MatMul", "Split"} else _MICROSOFT
        self.nodes.append(helper.make_node(operator, given, outputs, domain=domain, **options))
        return outputs[0]
