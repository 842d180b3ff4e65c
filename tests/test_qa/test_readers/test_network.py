"""The reader on top of the embedding model: what they share, and what training changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from index.errors import ModelUnavailableError
from index.models import bundled_encoder, bundled_folder, bundled_tokenizer
from index.openvino_encoder import accelerate
from qa.readers import network, weights
from qa.readers.extraction import Extractor
from qa.readers.network import FROZEN, assemble, base_tensors, bundled, is_trained, untrained

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from transformers import BertForQuestionAnswering, BertModel

    from index.embedders import SentenceTransformerEmbedder

Changes = dict[str, "NDArray[np.float32]"]
IDS = torch.tensor([[0, 581, 83, 2, 2, 70, 12, 903, 2]])


@pytest.fixture(scope="module")
def encoder(bundled_embedder: SentenceTransformerEmbedder) -> BertModel:
    return bundled_encoder()


@pytest.fixture(scope="module")
def base() -> dict[str, torch.Tensor]:
    return base_tensors(bundled_folder())


@pytest.fixture(scope="module")
def reader(bundled_embedder: SentenceTransformerEmbedder) -> BertForQuestionAnswering:
    return bundled()


@pytest.fixture(scope="module")
def unchanged(base: dict[str, torch.Tensor]) -> Changes:
    return {name: np.zeros(tuple(tensor.shape), np.float32) for name, tensor in base.items()}


def test_embeddings_are_in_memory_once(
    reader: BertForQuestionAnswering, encoder: BertModel
) -> None:
    assert bundled_encoder() is encoder
    assert reader.bert.embeddings is encoder.embeddings


def test_the_tokenizer_is_in_memory_once(bundled_embedder: SentenceTransformerEmbedder) -> None:
    """It reads the same, whoever used it before: with pairs of texts, or one by one."""
    text, question = "The ban takes effect on Sunday.", "When does it start?"
    before = bundled_embedder.encode_passages([text])[0]
    extractor = Extractor.bundled()
    spans = extractor.extract(question, [text])
    tokenizer, lock = bundled_tokenizer()
    assert bundled_embedder._model.tokenizer is extractor._tokenizer is tokenizer
    assert bundled_embedder._lock is extractor._lock is lock
    after = bundled_embedder.encode_passages([text])[0]
    assert np.array_equal(before.vector, after.vector)
    assert np.array_equal(before.words, after.words)
    assert extractor.extract(question, [text]) == spans


def test_the_embedding_model_still_says_what_it_said(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    texts = ["The ban takes effect on Sunday."]
    before = bundled_embedder.embed_passages(texts)
    bundled()
    assert np.array_equal(bundled_embedder.embed_passages(texts), before)


@torch.inference_mode()
def test_unchanged_it_reads_as_the_embedding_model_does(
    encoder: BertModel, unchanged: Changes
) -> None:
    reader = assemble(encoder, bundled_folder(), unchanged)
    accelerate(reader.bert)
    mask = torch.ones_like(IDS)
    expected = encoder(input_ids=IDS, attention_mask=mask).last_hidden_state
    assert torch.equal(reader.bert(input_ids=IDS, attention_mask=mask).last_hidden_state, expected)
    assert not reader(input_ids=IDS, attention_mask=mask).start_logits.any()


@torch.inference_mode()
def test_what_training_added_is_added(
    encoder: BertModel, base: dict[str, torch.Tensor], unchanged: Changes
) -> None:
    """Packed tensors are flat, and so may these be."""
    changes = {name: np.full(change.size, 0.5, np.float32) for name, change in unchanged.items()}
    reader = assemble(encoder, bundled_folder(), changes)
    told = dict(reader.named_parameters())
    assert base.keys() == {name for name in told if is_trained(name)}
    for name, tensor in base.items():
        assert told[name].shape == tensor.shape
        assert torch.equal(told[name], (tensor + 0.5).to(told[name].dtype))
    assert all(parameter.device.type != "meta" for parameter in told.values())


@torch.inference_mode()
def test_the_head_computes_in_float32(reader: BertForQuestionAnswering) -> None:
    vector = torch.randn(1, reader.config.hidden_size, generator=torch.manual_seed(0)).bfloat16()
    weight, bias = reader.qa_outputs.weight, reader.qa_outputs.bias
    scores = reader.qa_outputs(vector)
    assert {weight.dtype, bias.dtype, scores.dtype} == {torch.float32}
    assert torch.allclose(scores, vector.float() @ weight.T + bias, atol=1e-5)
    read = reader(input_ids=IDS, attention_mask=torch.ones_like(IDS))
    assert read.start_logits.dtype == read.end_logits.dtype == torch.float32


def test_it_gives_the_same_logits_every_time(reader: BertForQuestionAnswering) -> None:
    """Nothing is dropped out of what only reads."""
    with torch.inference_mode():
        first, again = (reader(input_ids=IDS, attention_mask=torch.ones_like(IDS)) for _ in "12")
    assert torch.equal(first.start_logits, again.start_logits)
    assert not reader.training


def renamed(changes: Changes) -> Changes:
    first, *_ = changes
    return {name + ("x" if name == first else ""): change for name, change in changes.items()}


def left_out(changes: Changes) -> Changes:
    _, *others = changes
    return {name: changes[name] for name in others}


def cut(changes: Changes) -> Changes:
    first, *_ = changes
    return changes | {first: changes[first].ravel()[:-1]}


def added(changes: Changes) -> Changes:
    return changes | {"other": np.zeros(3, np.float32)}


@pytest.mark.parametrize("alter", [renamed, left_out, cut, added])
def test_weights_of_another_model_are_refused(
    encoder: BertModel,
    unchanged: Changes,
    alter: Callable[[Changes], Changes],
) -> None:
    with pytest.raises(ModelUnavailableError):
        assemble(encoder, bundled_folder(), alter(unchanged))


@pytest.mark.usefixtures("bundled_embedder")
def test_a_file_that_is_missing_or_damaged_or_of_another_model_is_said(tmp_path: Path) -> None:
    missing, cut_off, other = (tmp_path / name for name in ("missing", "cut_off", "other"))
    cut_off.write_bytes(network.WEIGHTS.read_bytes()[:-1])
    weights.save(other, {"qa_outputs.weight": np.zeros((2, 8), np.float32)}, {})
    for file in (missing, cut_off, other):
        with pytest.raises(ModelUnavailableError):
            bundled(file=file)


@pytest.mark.parametrize(
    ("name", "trained"),
    [
        ("qa_outputs.weight", True),
        (f"bert.encoder.layer.{FROZEN}.output.dense.bias", True),
        ("bert.encoder.layer.11.attention.self.query.weight", True),
        (f"bert.encoder.layer.{FROZEN - 1}.output.dense.bias", False),
        ("bert.embeddings.word_embeddings.weight", False),
        ("bert.encoder.layer", False),
    ],
)
def test_the_upper_layers_and_the_head_are_trained(name: str, trained: bool) -> None:
    assert is_trained(name) is trained


def test_a_new_reader_is_the_encoder_and_a_head(encoder: BertModel) -> None:
    model = untrained(encoder)
    assert model.bert is encoder
    assert model.qa_outputs.weight.shape == (2, encoder.config.hidden_size)


@pytest.mark.parametrize(
    ("precision", "suits", "room"),
    [
        ("auto", True, "index.onnx_encoder"),
        ("int8", True, "index.onnx_encoder"),
        ("float32", True, "index.openvino_encoder"),
        ("auto", False, "index.openvino_encoder"),
    ],
)
def test_the_precision_of_the_settings_holds_for_the_reader(
    precision: str,
    suits: bool,
    room: str,
    bundled_embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_PRECISION", precision)
    monkeypatch.setattr(network, "prefers_quantization", lambda: suits)
    monkeypatch.setattr(network, "fastest_quantization", lambda: ":w7a8")
    assert type(bundled().bert.encoder).__module__ == room
