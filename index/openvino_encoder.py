"""Run the encoder of a BERT-like model with OpenVINO on the CPU; results equal torch's.

OpenVINO packs the weights in the layout of the CPU's matrix instructions and fuses the operations
that follow a product. Embedding a passage takes three quarters of torch's time
(``benchmarks.growth``).
"""

from __future__ import annotations

import sys
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
import torch
import transformers  # loads each model on first use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from openvino import CompiledModel, InferRequest, Model, Node
    from transformers import BertModel, PretrainedConfig
    from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

_TENSORS_PER_LAYER = 16
"""Six matrices and two layer norms, each a weight and a bias."""

_LARGEST = 127  # of a symmetric 8-bit integer
_NEVER = torch.finfo(torch.float32).min  # attention bias of padding
_STEP = 16
"""Texts are padded to a multiple of so many tokens.

OpenVINO keeps the code that it compiles for each shape of a batch: 2 MB, and a tenth of the time of
the first such batch. AMX multiplies sixteen rows at a time."""

_TINY = np.float32(1e-9)  # scale of a row of zeros


def accelerate(model: object, *, int8: bool = False, streams: int = 1) -> bool:
    """Replace a model's encoder by one that OpenVINO runs, where that is possible.

    A model that is not supported is left unchanged. The embedding table stays in torch, so that
    memory holds it only once.

    Args:
        model: Model to change.
        int8: Multiply matrices in 8 bits. Weights are quantized symmetrically per output channel,
            and the states of each token at run time (dynamic quantization). This is fast on
            processors with VNNI.
        streams: Number of batches that run at the same time, each on its share of the cores.
            Several streams have a higher throughput, since threads wait less for each other; a
            single stream has a lower latency for one batch.

    Returns:
        Whether the encoder was replaced.
    """
    if not is_supported(model):
        return False
    config = model.config
    graph = _graph(model.encoder.state_dict(), config, int8=int8)
    # OpenVINO quantizes dynamically only if the states are float32.
    dtype = torch.float32 if int8 else model.dtype
    group = config.hidden_size if int8 else 0
    model.add_module("encoder", _Encoder(_compile(graph, dtype, group, streams), streams))
    return True


def is_supported(model: object) -> TypeGuard[BertModel]:
    """Return whether a model's encoder can be replaced.

    It can for a BERT-like model on the CPU that returns only its last layer and has neither
    adapters nor integer weights.
    """
    # Their layers are those of BERT (Devlin et al. 2019, arXiv:1810.04805).
    known = transformers.BertModel, transformers.RobertaModel, transformers.XLMRobertaModel
    if not isinstance(model, known) or model.device.type != "cpu":
        return False
    config = model.config
    if config.hidden_act != "gelu" or config.is_decoder or config.output_hidden_states:
        return False
    weights = model.encoder.state_dict()
    no_adapters = len(weights) == _TENSORS_PER_LAYER * config.num_hidden_layers
    return no_adapters and all(weight.is_floating_point() for weight in weights.values())


class _Encoder(torch.nn.Module):
    """Replacement for a model's encoder. It can be shared: threads take turns at its streams."""

    def __init__(self, compiled: CompiledModel, streams: int) -> None:
        super().__init__()
        self.streams = streams
        self._requests: SimpleQueue[InferRequest] = SimpleQueue()
        for _ in range(streams):
            self._requests.put(compiled.create_infer_request())

    def forward(
        self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: object
    ) -> BaseModelOutputWithPastAndCrossAttentions:
        """Return the last layer's states for the embedding layer's, ``(texts, tokens, width)``.

        The mask has shape ``(texts, 1, tokens, tokens)``. It is true, or 0, at the tokens that are
        attended to; these are the same for all tokens of a text.
        """
        texts, tokens, _width = hidden_states.shape
        if attention_mask is None:
            bias = torch.zeros(texts, 1, 1, tokens)
        else:
            row = attention_mask[:, :, :1]
            attended = row if row.dtype == torch.bool else row == 0
            bias = torch.zeros(row.shape).masked_fill(~attended, _NEVER)
        padding = -tokens % _STEP
        states = torch.nn.functional.pad(hidden_states.float(), (0, 0, 0, padding))
        bias = torch.nn.functional.pad(bias, (0, padding), value=_NEVER)
        inputs = [states.numpy(), bias.numpy()]
        request = self._requests.get()
        try:
            [output] = request.infer(inputs, share_inputs=True).values()
        finally:
            self._requests.put(request)
        last = torch.from_numpy(output[:, :tokens]).to(hidden_states.dtype)
        return transformers.modeling_outputs.BaseModelOutputWithPastAndCrossAttentions(
            last_hidden_state=last
        )


def _openvino() -> Any:  # noqa: ANN401
    # OpenVINO reports every import to its maker; without this package it uses a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def _compile(graph: Model, dtype: torch.dtype, group: int, streams: int) -> CompiledModel:
    """Compile a graph.

    Args:
        graph: Graph to compile.
        dtype: Type of the states.
        group: Number of components of a token's state that are quantized together; 0 for none.
        streams: Number of requests that run at the same time.
    """
    openvino = _openvino()
    properties = openvino.properties
    precision = openvino.Type.bf16 if dtype == torch.bfloat16 else openvino.Type.f32
    hints = {
        properties.hint.inference_precision(): precision,
        properties.hint.performance_mode(): properties.hint.PerformanceMode.LATENCY,
        properties.num_streams(): streams,
    }
    if group:
        hints[properties.hint.dynamic_quantization_group_size()] = group
    return openvino.Core().compile_model(graph, "CPU", hints)


def _graph(weights: Mapping[str, torch.Tensor], config: PretrainedConfig, *, int8: bool) -> Model:
    """Return the encoder as a graph of OpenVINO's operations."""
    openvino = _openvino()
    layers = _LayerBuilder(weights, config, int8=int8)
    embedded = layers.op.parameter([-1, -1, config.hidden_size], np.float32)
    bias = layers.op.parameter([-1, 1, 1, -1], np.float32)
    states = embedded
    for number in range(config.num_hidden_layers):
        states = layers.build(f"layer.{number}.", states, bias)
    return openvino.Model([layers.op.result(states)], [embedded, bias])


class _LayerBuilder:
    """Builds a transformer layer from weights under the names that transformers gives them."""

    def __init__(
        self, weights: Mapping[str, torch.Tensor], config: PretrainedConfig, *, int8: bool
    ) -> None:
        self.op = _openvino().opset13
        self._weights, self._config, self._int8 = weights, config, int8

    def build(self, prefix: str, states: Node, bias: Node) -> Node:
        op, attention = self.op, f"{prefix}attention."
        query, key, value = (
            self._split_heads(self._linear(f"{attention}self.{part}", states))
            for part in ("query", "key", "value")
        )
        attended = op.scaled_dot_product_attention(query, key, value, bias)
        joined = self._reshape(self._transpose(attended), (0, 0, self._config.hidden_size))
        residual = op.add(self._linear(f"{attention}output.dense", joined), states)
        normed = self._layer_norm(f"{attention}output.LayerNorm", residual)
        hidden = op.gelu(self._linear(f"{prefix}intermediate.dense", normed), "erf")
        residual = op.add(self._linear(f"{prefix}output.dense", hidden), normed)
        return self._layer_norm(f"{prefix}output.LayerNorm", residual)

    def _linear(self, name: str, states: Node) -> Node:
        weight = (
            self._quantized(f"{name}.weight") if self._int8 else self._constant(f"{name}.weight")
        )
        product = self.op.matmul(states, weight, False, True)
        return self.op.add(product, self._constant(f"{name}.bias"))

    def _layer_norm(self, name: str, states: Node) -> Node:
        weight, bias = self._constant(f"{name}.weight"), self._constant(f"{name}.bias")
        epsilon = self._config.layer_norm_eps
        normed = self.op.mvn(states, _int64([-1]), True, epsilon, "inside_sqrt")
        return self.op.add(self.op.multiply(normed, weight), bias)

    def _split_heads(self, states: Node) -> Node:
        heads = self._config.num_attention_heads
        shape = (0, 0, heads, self._config.hidden_size // heads)
        return self._transpose(self._reshape(states, shape))

    def _transpose(self, states: Node) -> Node:
        return self.op.transpose(states, _int64([0, 2, 1, 3]))

    def _reshape(self, states: Node, shape: Sequence[int]) -> Node:
        return self.op.reshape(states, _int64(shape), True)

    def _quantized(self, name: str) -> Node:
        """Return a matrix of 8-bit integers times the scale of each row (output channel)."""
        matrix = self._weights[name].float().numpy()
        scales = np.maximum(np.abs(matrix).max(axis=1, keepdims=True) / _LARGEST, _TINY)
        integers = self.op.constant(np.rint(matrix / scales).astype(np.int8))
        return self.op.multiply(self.op.convert(integers, np.float32), self.op.constant(scales))

    def _constant(self, name: str) -> Node:
        return self.op.constant(self._weights[name].float().numpy())


def _int64(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)
