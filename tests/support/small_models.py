"""Small models of BERT's kind with random weights, and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import transformers

if TYPE_CHECKING:
    from transformers import PreTrainedModel

SMALL: dict[str, Any] = {
    "vocab_size": 50,
    "hidden_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 128,
    "max_position_embeddings": 40,
}
KINDS = ["Bert", "Roberta", "XLMRoberta"]


def some_model(kind: str = "Bert", **options: Any) -> PreTrainedModel:
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(**(SMALL | options))
    model: PreTrainedModel = getattr(transformers, f"{kind}Model")(config, add_pooling_layer=False)
    model.eval()
    for parameter in model.parameters():  # biases are zero and norms one at first
        parameter.data += 0.1 * torch.randn(parameter.shape)
    return model


@torch.inference_mode()
def vectors(model: PreTrainedModel, *lengths: int) -> list[torch.Tensor]:
    """Those of texts of some lengths, read together; padding is left out."""
    longest = max(lengths)
    drawn = torch.Generator().manual_seed(1)
    ids = torch.randint(5, 50, (len(lengths), longest), generator=drawn)
    mask = torch.tensor([[1] * n + [0] * (longest - n) for n in lengths])
    read = model(input_ids=ids, attention_mask=mask).last_hidden_state
    return [row[:n].float() for row, n in zip(read, lengths, strict=True)]


def assert_near(ours: list[torch.Tensor], theirs: list[torch.Tensor], within: float) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one.shape == other.shape
        assert torch.allclose(one, other, rtol=within, atol=within)
