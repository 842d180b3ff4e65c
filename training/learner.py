"""Define the network in training: its parameters, its optimizer, and its input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import transformers
from tokenizers import Tokenizer

from qa.readers import weights
from qa.readers.network import base_tensors, is_trained, untrained
from training.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from training.windows import TokenWindow

_LARGEST_NORM = 1.0  # maximum gradient norm
_IGNORED = -1e4  # logit of padding


class Learner:
    """A reader whose upper layers and head are trained, without dropout.

    Args:
        folder: Folder of the unpacked embedding model.
        rate: Learning rate.
        decay: Weight decay; biases and norms are not decayed.

    Attributes:
        model: Reader.
        trained: Trained parameters by name.
        base: Values of these parameters in the embedding model.
        windows: Cutter of windows, with the model's tokenizer.
        device: Device of the computation.
    """

    def __init__(self, folder: Path, rate: float, decay: float) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        # On a CPU, the backward pass of fused attention is far slower than that of plain attention.
        encoder = transformers.BertModel.from_pretrained(
            folder, add_pooling_layer=False, dtype=torch.float32, attn_implementation="eager"
        )
        self.model = untrained(encoder)
        torch.nn.Module.to(self.model, self.device)
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(is_trained(name))
        for module in self.model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0  # a few epochs over this much text need no dropout
        self.base = base_tensors(folder)
        self.trained = {n: p for n, p in self.model.named_parameters() if p.requires_grad}
        self.windows = Windows(Tokenizer.from_file(str(folder / "tokenizer.json")))
        decayed = [p for p in self.trained.values() if p.ndim > 1]
        others = [p for p in self.trained.values() if p.ndim == 1]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": decayed, "weight_decay": decay},
                {"params": others, "weight_decay": 0.0},
            ],
            lr=rate,
            betas=(0.9, 0.98),
            fused=True,
        )

    def read(self, windows: Sequence[TokenWindow]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return start and end logits, each of shape ``(windows, tokens)``."""
        longest = max(len(window.ids) for window in windows)
        padding = self.model.config.pad_token_id
        ids = torch.tensor([[*w.ids, *[padding] * (longest - len(w.ids))] for w in windows])
        mask = torch.tensor([[1] * len(w.ids) + [0] * (longest - len(w.ids)) for w in windows])
        ids, mask = ids.to(self.device), mask.to(self.device)
        with torch.autocast(self.device, torch.bfloat16):
            vectors = self.model.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        logits = self.model.qa_outputs(vectors.float())
        logits = logits.masked_fill(~mask.bool()[..., None], _IGNORED)
        return logits[..., 0], logits[..., 1]

    def answer_tokens(self, windows: Sequence[TokenWindow]) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the first and the last token of each window's answer; 0 where there is none."""
        first = torch.tensor([window.start for window in windows], device=self.device)
        return first, torch.tensor([window.end for window in windows], device=self.device)

    def learn(self, loss: torch.Tensor, rate: float) -> float:
        """Take an optimizer step with a learning rate, and return the loss."""
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.trained.values(), _LARGEST_NORM)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def values(self) -> dict[str, torch.Tensor]:
        """Return a copy of the trained parameters."""
        return {name: p.detach().clone() for name, p in self.trained.items()}

    @torch.no_grad()
    def load_values(self, values: Mapping[str, torch.Tensor]) -> None:
        """Set the trained parameters."""
        for name, parameter in self.trained.items():
            parameter.copy_(values[name])

    def packed(self, path: Path) -> dict[str, torch.Tensor]:
        """Return the trained parameters as a file of weights gives them."""
        changes = weights.load(path)
        return {
            name: tensor + torch.from_numpy(changes[name]).view_as(tensor)
            for name, tensor in self.base.items()
        }

    def pack(self, path: Path, values: Mapping[str, torch.Tensor], notes: dict[str, str]) -> None:
        """Write parameters as a file of weights."""
        changes = {
            name: (values[name].detach().cpu() - tensor).numpy()
            for name, tensor in self.base.items()
        }
        weights.save(path, changes, notes)

    def state(self) -> dict[str, Any]:
        """Return the state from which a run can be resumed."""
        trained = {name: p.detach() for name, p in self.trained.items()}
        return {"weights": trained, "optimizer": self._optimizer.state_dict()}

    def resume(self, state: Mapping[str, Any]) -> None:
        """Restore a state."""
        self._optimizer.load_state_dict(state["optimizer"])
        self.load_values(state["weights"])
