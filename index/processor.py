"""The layers of a BERT-like network on the processor: the same sums as torch's, by OpenVINO.

OpenVINO keeps the weights in the order in which the processor multiplies them, and fuses what
follows a multiplication into it: passages take three quarters of the time (`benchmarks.growth`).
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from transformers import BertModel, RobertaModel, XLMRobertaModel
from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from openvino import CompiledModel, Model, Node
    from transformers import PretrainedConfig

_ALIKE = BertModel, RobertaModel, XLMRobertaModel
"""Networks whose layers are those of BERT (Devlin et al. 2019, arXiv:1810.04805)."""

_TENSORS = 16  # of a layer: six matrices with their biases, two norms


def hand_over(model: object) -> None:
    """Let OpenVINO compute the layers of a model that only reads, if it can.

    It can if the model is BERT-like, on the processor, asked for its last layer alone, and without
    adapters and integer weights; any other is left as it is. Embeddings stay torch's, in memory
    once.
    """
    if not isinstance(model, _ALIKE) or model.device.type != "cpu":
        return
    config = model.config
    if config.hidden_act != "gelu" or config.is_decoder or config.output_hidden_states:
        return
    weights = model.encoder.state_dict()
    plain = len(weights) == _TENSORS * config.num_hidden_layers
    if not plain or not all(one.is_floating_point() for one in weights.values()):
        return
    network = _network(weights, config)
    model.add_module("encoder", _Layers(_compiled(network, model.dtype)))


class _Layers(torch.nn.Module):
    """What stands in the place of a model's layers. Threads take turns."""

    def __init__(self, compiled: CompiledModel) -> None:
        super().__init__()
        self._request = compiled.create_infer_request()
        self._lock = threading.Lock()

    def forward(
        self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: object
    ) -> BaseModelOutputWithPastAndCrossAttentions:
        """Vectors of shape ``(texts, tokens, width)`` → those of the last layer.

        The mask has shape ``(texts, 1, tokens, tokens)``: true, or 0, where a token is looked at.
        Every token of a text looks at the same ones.
        """
        texts, tokens, _width = hidden_states.shape
        if attention_mask is None:
            added = torch.zeros(texts, 1, 1, tokens)
        else:
            seen = attention_mask[:, :, :1]
            seen = seen if seen.dtype == torch.bool else seen == 0
            added = torch.zeros(seen.shape).masked_fill(~seen, torch.finfo(torch.float32).min)
        given = [hidden_states.float().numpy(), added.numpy()]
        with self._lock:
            [found] = self._request.infer(given, share_inputs=True).values()
        last = torch.from_numpy(found).to(hidden_states.dtype)
        return BaseModelOutputWithPastAndCrossAttentions(last_hidden_state=last)


def _openvino() -> Any:  # noqa: ANN401
    # It tells its maker of every import; without this package it uses a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def _compiled(network: Model, dtype: torch.dtype) -> CompiledModel:
    openvino = _openvino()
    properties = openvino.properties
    precision = openvino.Type.bf16 if dtype == torch.bfloat16 else openvino.Type.f32
    return openvino.Core().compile_model(
        network,
        "CPU",
        {
            properties.hint.inference_precision(): precision,
            properties.hint.performance_mode(): properties.hint.PerformanceMode.LATENCY,
        },
    )


def _network(weights: Mapping[str, torch.Tensor], config: PretrainedConfig) -> Model:
    """The layers as a graph of OpenVINO's operations."""
    openvino = _openvino()
    build = _Builder(weights, config)
    vectors = build.op.parameter([-1, -1, config.hidden_size], np.float32)
    mask = build.op.parameter([-1, 1, 1, -1], np.float32)
    last = vectors
    for number in range(config.num_hidden_layers):
        last = build.layer(f"layer.{number}.", last, mask)
    return openvino.Model([build.op.result(last)], [vectors, mask])


class _Builder:
    """Writes down one layer after the other; names are those of the weights in transformers."""

    def __init__(self, weights: Mapping[str, torch.Tensor], config: PretrainedConfig) -> None:
        self.op = _openvino().opset13
        self._weights, self._config = weights, config

    def layer(self, name: str, given: Node, mask: Node) -> Node:
        op, own = self.op, f"{name}attention."
        asking, asked, told = (
            self._heads(self._linear(f"{own}self.{part}", given))
            for part in ("query", "key", "value")
        )
        looked = op.scaled_dot_product_attention(asking, asked, told, mask)
        joined = self._shaped(self._swapped(looked), (0, 0, self._config.hidden_size))
        joined = op.add(self._linear(f"{own}output.dense", joined), given)
        joined = self._norm(f"{own}output.LayerNorm", joined)
        wide = op.gelu(self._linear(f"{name}intermediate.dense", joined), "erf")
        wide = op.add(self._linear(f"{name}output.dense", wide), joined)
        return self._norm(f"{name}output.LayerNorm", wide)

    def _linear(self, name: str, given: Node) -> Node:
        by, more = self._constant(f"{name}.weight"), self._constant(f"{name}.bias")
        return self.op.add(self.op.matmul(given, by, False, True), more)

    def _norm(self, name: str, given: Node) -> Node:
        by, more = self._constant(f"{name}.weight"), self._constant(f"{name}.bias")
        epsilon = self._config.layer_norm_eps
        normal = self.op.mvn(given, _places([-1]), True, epsilon, "inside_sqrt")
        return self.op.add(self.op.multiply(normal, by), more)

    def _heads(self, given: Node) -> Node:
        heads = self._config.num_attention_heads
        return self._swapped(self._shaped(given, (0, 0, heads, self._config.hidden_size // heads)))

    def _swapped(self, given: Node) -> Node:
        return self.op.transpose(given, _places([0, 2, 1, 3]))

    def _shaped(self, given: Node, shape: Sequence[int]) -> Node:
        return self.op.reshape(given, _places(shape), True)

    def _constant(self, name: str) -> Node:
        return self.op.constant(self._weights[name].float().numpy())


def _places(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, np.int64)
