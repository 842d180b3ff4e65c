"""Distil a smaller embedding model: ``python -m training.student --data DATA --out FOLDER``.

The student has every second layer of the bundled model, and its embeddings. It learns to give the
same token vectors and text vectors (feature distillation with alternate layers; Sanh et al. 2019,
arXiv:1910.01108). Since all vectors have a large common component, vectors are compared by their
cosine after the teacher's mean was subtracted. The folder is loaded with ``--model FOLDER``.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tqdm import tqdm

from index import bundled_model
from index.settings import Settings
from training import news
from training.data import load
from training.options import data_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transformers import BertModel

_QUESTION, _PASSAGE = "query: ", "passage: "  # prompts of the model
_LONGEST = 160  # tokens of a text
_VALIDATED = 200  # texts
_POOLED = 50  # batches whose texts are sorted by length together
_EVERY = 100  # steps between validations


@dataclass(frozen=True, slots=True)
class StudentRecipe:
    """Hyperparameters of the distillation.

    Attributes:
        layers: Layers of the teacher from which the student's begin, from 0.
        steps: Number of batches.
        tokens: Tokens per batch, including padding.
        rate: Maximum learning rate; it falls to a tenth along a straight line.
        warmup: Steps in which the rate rises.
        decay: Weight decay.
        questions: Share of the texts that are questions.
        seed: Seed of all random choices.
    """

    layers: tuple[int, ...] = (1, 3, 5, 7, 9, 11)
    steps: int = 3000
    tokens: int = 2048
    rate: float = 3e-4
    warmup: int = 50
    decay: float = 0.01
    questions: float = 0.25
    seed: int = 7


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/student"),
    show_default=True,
    help="Folder of the student.",
)
@click.option("--steps", type=click.IntRange(1), default=StudentRecipe().steps, show_default=True)
def main(data: Path, out: Path, steps: int) -> None:
    """Distil a model with half the layers of the bundled one."""
    recipe = StudentRecipe(steps=steps)
    folder = bundled_model.ensure(Settings.from_environment().cache_dir)
    distil(folder, texts(data), out, recipe)


def texts(data: Path) -> tuple[list[str], list[str]]:
    """Return the questions and the passages on which a student is trained, with their prompts."""
    collections = load(data), news.questions(data / "bench")
    questions = {
        _QUESTION + example.question
        for one in collections
        for example in one.examples
        if not example.document.development
    }
    passages = {
        _PASSAGE + "\n".join(filter(None, (document.title, document.text)))
        for one in collections
        for document in one.documents
        if not document.development
    }
    return sorted(questions), sorted(passages)


def student_of(teacher: BertModel, layers: Sequence[int]) -> BertModel:
    """Return a model with some layers of another, whose embeddings both share."""
    config = transformers.BertConfig(
        **teacher.config.to_diff_dict() | {"num_hidden_layers": len(layers)}
    )
    student = transformers.BertModel(config, add_pooling_layer=False)
    student.embeddings = teacher.embeddings
    for own, place in zip(student.encoder.layer, layers, strict=True):
        own.load_state_dict(teacher.encoder.layer[place].state_dict())
    for parameter in student.embeddings.parameters():
        parameter.requires_grad = False
    return student


def distil(
    folder: Path, pools: tuple[Sequence[str], Sequence[str]], out: Path, recipe: StudentRecipe
) -> dict[str, float]:
    """Train a student, write its folder, and return its last validation.

    Args:
        folder: Folder of the teacher.
        pools: Questions and passages, with their prompts.
        out: Folder of the student; files that are there are replaced.
        recipe: Hyperparameters.
    """
    torch.manual_seed(recipe.seed)
    teacher = transformers.BertModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32, attn_implementation="eager"
    )
    teacher.train(mode=False)
    student = student_of(teacher, recipe.layers)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.enable_padding(pad_id=teacher.config.pad_token_id or 0)
    chance = random.Random(recipe.seed)
    validated = [chance.choice(pool) for pool in pools for _ in range(_VALIDATED // 2)]
    pools = tuple([text for text in pool if text not in validated] for pool in pools)  # type: ignore[assignment]
    trained = [one for one in student.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(
        trained, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.decay, fused=True
    )
    center = _center(teacher, tokenizer, validated)
    drawn = _batches(pools, tokenizer, recipe, chance)
    found: dict[str, float] = {}
    for step in tqdm(range(1, recipe.steps + 1), desc="Distilling", unit=" steps"):
        ids, mask = next(drawn)
        with torch.no_grad():
            wanted = _vectors(teacher, ids, mask)
        tokens, text = _cosines(_vectors(student, ids, mask), wanted, mask, center)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward((1 - tokens).mean() + (1 - text).mean())
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        for group in optimizer.param_groups:
            fall = 1 - 0.9 * step / recipe.steps
            group["lr"] = recipe.rate * min(1.0, step / recipe.warmup) * fall
        optimizer.step()
        if step % _EVERY == 0 or step == recipe.steps:
            found = _validate(student, teacher, tokenizer, validated, center)
            tqdm.write(json.dumps({"step": step, **found, "time": round(time.time())}))
    _write(student, folder, out, recipe)
    return found


def _encode(tokenizer: Tokenizer, some: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    encoded = tokenizer.encode_batch(list(some))
    return (
        torch.tensor([one.ids for one in encoded]),
        torch.tensor([one.attention_mask for one in encoded]),
    )


def _batches(
    pools: Sequence[Sequence[str]],
    tokenizer: Tokenizer,
    recipe: StudentRecipe,
    chance: random.Random,
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield batches without end, of texts of similar length."""
    questions, passages = pools
    while True:
        many = _POOLED * recipe.tokens // _LONGEST
        drawn = [
            chance.choice(questions if chance.random() < recipe.questions else passages)
            for _ in range(many)
        ]
        drawn.sort(key=len)
        starts = []
        start = 0
        while start < len(drawn):
            longest = min(_LONGEST, max(8, len(drawn[start]) // 3))
            starts.append((start, start + max(1, recipe.tokens // longest)))
            start = starts[-1][1]
        chance.shuffle(starts)
        for first, last in starts:
            yield _encode(tokenizer, drawn[first:last])


def _vectors(model: BertModel, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the token vectors, of shape ``(texts, tokens, dimension)``."""
    with torch.autocast("cpu", torch.bfloat16):
        found: torch.Tensor = model(input_ids=ids, attention_mask=mask).last_hidden_state
    return found.float()


def _units(vectors: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.normalize(vectors, dim=-1)


def _pooled(vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask[..., None].float()
    return (vectors * weights).sum(1) / weights.sum(1)


def _cosines(
    own: torch.Tensor, wanted: torch.Tensor, mask: torch.Tensor, center: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the centered cosines of the token vectors, and those of the text vectors."""
    tokens = ((_units(own) - center), (_units(wanted) - center))
    text = (_units(_pooled(own, mask)) - center, _units(_pooled(wanted, mask)) - center)
    similar = torch.nn.functional.cosine_similarity
    return similar(*tokens, dim=-1)[mask.bool()], similar(*text, dim=-1)


@torch.no_grad()
def _center(teacher: BertModel, tokenizer: Tokenizer, some: Sequence[str]) -> torch.Tensor:
    """Return the mean of the unit token vectors of some texts."""
    ids, mask = _encode(tokenizer, some[:: max(1, len(some) // 64)])
    return _units(_vectors(teacher, ids, mask))[mask.bool()].mean(0)


@torch.no_grad()
def _validate(
    student: BertModel,
    teacher: BertModel,
    tokenizer: Tokenizer,
    some: Sequence[str],
    center: torch.Tensor,
) -> dict[str, float]:
    """Return the mean centered cosine of token vectors and of text vectors on held-out texts."""
    found = []
    for start in range(0, len(some), 20):
        ids, mask = _encode(tokenizer, some[start : start + 20])
        found.append(
            _cosines(_vectors(student, ids, mask), _vectors(teacher, ids, mask), mask, center)
        )
    return {
        name: round(float(torch.cat(values).mean()), 4)
        for name, values in zip(("tokens", "texts"), zip(*found, strict=True), strict=True)
    }


def _write(student: BertModel, folder: Path, out: Path, recipe: StudentRecipe) -> None:
    """Write the student as a Sentence Transformers folder, in the form of the teacher's."""
    shutil.copytree(folder, out, dirs_exist_ok=True)
    (out / "SHA256SUMS").unlink(missing_ok=True)
    config = json.loads((out / "config.json").read_text("utf-8"))
    config["num_hidden_layers"] = len(recipe.layers)
    (out / "config.json").write_text(json.dumps(config, indent=2), "utf-8")
    tensors = {
        name: tensor.detach().to(torch.float16).contiguous()
        for name, tensor in student.state_dict().items()
    }
    save_file(tensors, out / "model.safetensors", {"format": "pt", "recipe": str(asdict(recipe))})


if __name__ == "__main__":
    main()
