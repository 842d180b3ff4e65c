"""A student learns the vectors of its teacher, and its folder is a model."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

from index import bundled_model
from index.embedders import SentenceTransformerEmbedder
from index.settings import Settings
from training.student import StudentRecipe, distil, student_of, texts

WORDS = (*"abcdefghijklmno", "query", "passage", ":")
SHARED = Path(__file__).parents[3] / "shared"

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """Return the folder of a tiny model with four layers, in the form of the bundled one."""
    folder = tmp_path / "teacher"
    shutil.copytree(bundled_model.ensure(Settings.from_environment().cache_dir), folder)
    torch.manual_seed(3)
    config = transformers.BertConfig(
        vocab_size=32,
        hidden_size=32,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=64,
        pad_token_id=1,
    )
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    vocabulary = {word: place for place, word in enumerate(["<unk>", "<pad>", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_a_student_has_the_layers_that_were_named(teacher: Path) -> None:
    model = transformers.BertModel.from_pretrained(teacher, add_pooling_layer=False)
    student = student_of(model, (1, 3))
    assert student.config.num_hidden_layers == len(student.encoder.layer) == 2
    assert student.embeddings is model.embeddings
    assert not any(one.requires_grad for one in student.embeddings.parameters())
    own, kept = student.encoder.layer[1].state_dict(), model.encoder.layer[3].state_dict()
    assert all(torch.equal(own[name], value) for name, value in kept.items())


def test_a_student_comes_closer_to_its_teacher(teacher: Path, tmp_path: Path) -> None:
    questions = [f"query: {one} {other}" for one in WORDS[:12] for other in WORDS[:12]]
    passages = [f"passage: {one} o {other}" for one in WORDS[:12] for other in WORDS[:12]]
    recipe = StudentRecipe(layers=(1, 3), steps=2, tokens=256, rate=3e-3, warmup=1)
    pools = questions, passages
    first = distil(teacher, pools, tmp_path / "first", recipe)
    longer = StudentRecipe(layers=(1, 3), steps=60, tokens=256, rate=3e-3, warmup=5)
    last = distil(teacher, pools, tmp_path / "student", longer)
    assert last["tokens"] > first["tokens"]
    assert last["texts"] > first["texts"]
    student = SentenceTransformerEmbedder(str(tmp_path / "student"))
    assert student.embed_passages(["a b c"]).shape == (1, 32)
    assert json.loads((tmp_path / "student/config.json").read_text())["num_hidden_layers"] == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the training data are not here")
def test_texts_have_the_prompts_of_the_model() -> None:
    questions, passages = texts(SHARED)
    assert all(one.startswith("query: ") for one in questions)
    assert all(one.startswith("passage: ") for one in passages)
    assert min(len(questions), len(passages)) > 1000
