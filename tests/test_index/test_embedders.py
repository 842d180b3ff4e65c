from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore
from time import sleep
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import bundled_model
from index.caching import CachingEmbedder
from index.embedders import SentenceTransformerEmbedder
from index.errors import ModelUnavailableError
from index.late_interaction import WordCodec
from index.models import bundled_encoder, model_name
from index.processor import QUANTIZED
from index.sample_texts import SENTENCES
from index.settings import Settings
from index.testing import FakeEmbedder
from tests.contracts.embedder_contract import EmbedderContract

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from index.embedders import Embedder


class TestBundledModel(EmbedderContract):
    @pytest.fixture
    def embedder(self, bundled_embedder: Embedder) -> Embedder:
        return bundled_embedder


class TestCachingEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return CachingEmbedder(FakeEmbedder(), capacity=3)


class TestWords(EmbedderContract):
    """The double keeps the contract, or the tests that use it prove nothing."""

    @pytest.fixture
    def embedder(self) -> Embedder:
        return FakeEmbedder()


def test_queries_and_passages_are_read_differently(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    text = ["The ban takes effect on Sunday."]
    query, passage = bundled_embedder.embed_queries(text), bundled_embedder.embed_passages(text)
    assert float(query[0] @ passage[0]) < 0.999


def test_a_question_finds_a_passage_of_another_language(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    question = bundled_embedder.embed_queries(["When does the ban take effect?"])[0]
    passages = bundled_embedder.embed_passages(
        ["Le décret prend effet 45 jours après sa signature.", "It will rain in Lima on Sunday."]
    )
    assert passages[0] @ question > passages[1] @ question


def test_a_local_folder_is_a_model(bundled_embedder: SentenceTransformerEmbedder) -> None:
    folder = bundled_model.ensure(Settings.from_environment().cache_dir)
    local = SentenceTransformerEmbedder(str(folder))
    assert local.name == str(folder)
    text = ["Le décret prend effet."]
    assert local.embed_queries(text) == pytest.approx(bundled_embedder.embed_queries(text))


def test_threads_take_turns_at_a_model(
    bundled_embedder: SentenceTransformerEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = Semaphore()

    def encode(texts: list[str], **_: object) -> NDArray[np.float32]:
        assert inside.acquire(blocking=False), "two threads in one model"
        sleep(0.005)
        inside.release()
        return np.ones((len(texts), bundled_embedder.dimension), np.float32)

    monkeypatch.setattr(bundled_embedder._model, "encode_document", encode)
    both = bundled_embedder, SentenceTransformerEmbedder()  # the default model is loaded once
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: both[n % 2].embed_passages([str(n)]), range(24)))
    assert np.concatenate(found) == pytest.approx(bundled_embedder.dimension**-0.5)


def test_the_default_model_is_in_memory_once(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    weights = {id(parameter) for parameter in bundled_embedder._model.parameters()}
    again = SentenceTransformerEmbedder()._model.parameters()
    for parameters in (again, bundled_encoder().parameters()):
        assert {id(parameter) for parameter in parameters} <= weights
    assert bundled_encoder() is bundled_embedder._model[0].model


def test_a_folders_name_is_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert model_name("model") == str(tmp_path / "model")
    for suffix in QUANTIZED:
        assert model_name(f"model{suffix}") == f"{tmp_path / 'model'}{suffix}"
    assert model_name("intfloat/multilingual-e5-base") == "intfloat/multilingual-e5-base"


@pytest.mark.campaign  # what is special about it is tested below
class TestBundledModelIn8Bits(EmbedderContract):
    rounding = 3e-3  # a number that is rounded to the next one moves all after it

    @pytest.fixture
    def embedder(self, rounded_embedder: SentenceTransformerEmbedder) -> Embedder:
        return rounded_embedder


@pytest.fixture(scope="session", params=QUANTIZED)
def rounded_embedder(request: pytest.FixtureRequest) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(f"multilingual-e5-small{request.param}")


@pytest.mark.campaign
@pytest.mark.parametrize("suffix", QUANTIZED)
def test_a_reader_beside_8_bits_loads_no_second_embedding_model(suffix: str) -> None:
    """Another process, since the tests load all forms in this one."""
    program = f"""if True:
        from index.embedders import SentenceTransformerEmbedder
        from index.models import bundled_encoder, bundled_tokenizer
        model = SentenceTransformerEmbedder("multilingual-e5-small{suffix}")._model
        assert bundled_encoder() is model[0].model
        assert bundled_tokenizer()[0] is model[0].tokenizer
        exact = SentenceTransformerEmbedder()._model
        assert bundled_encoder() is exact[0].model is not model[0].model
    """
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.campaign
def test_8_bits_are_another_model_with_nearly_the_same_vectors(
    bundled_embedder: SentenceTransformerEmbedder, rounded_embedder: SentenceTransformerEmbedder
) -> None:
    assert rounded_embedder.name.removeprefix(bundled_embedder.name) in QUANTIZED
    pairs = [one.encode_passages(SENTENCES[:8]) for one in (bundled_embedder, rounded_embedder)]
    for exact, rounded in zip(*pairs, strict=True):
        assert 0.997 < float(exact.vector @ rounded.vector) < 0.999999
        lengths = [np.linalg.norm(one.words, axis=1) for one in (exact, rounded)]
        cosines = (exact.words * rounded.words).sum(axis=1) / (lengths[0] * lengths[1])
        assert cosines.mean() > 0.995


@pytest.mark.campaign
def test_8_bits_share_the_largest_part_of_the_model(
    bundled_embedder: SentenceTransformerEmbedder, rounded_embedder: SentenceTransformerEmbedder
) -> None:
    one, other = (each._model[0].model for each in (bundled_embedder, rounded_embedder))
    assert one is not other
    assert one.embeddings is other.embeddings


@pytest.mark.campaign
@pytest.mark.parametrize("suffix", QUANTIZED)
def test_a_model_that_cannot_be_run_in_8_bits_says_so(suffix: str, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from transformers import AutoTokenizer, DistilBertConfig, DistilBertModel

    folder = str(tmp_path / "small")
    bundled = bundled_model.ensure(Settings.from_environment().cache_dir)
    AutoTokenizer.from_pretrained(bundled).save_pretrained(folder)
    config = DistilBertConfig(vocab_size=250_100, dim=8, hidden_dim=8, n_layers=1, n_heads=2)
    DistilBertModel(config).save_pretrained(folder)
    assert SentenceTransformer(folder)
    with pytest.raises(ModelUnavailableError):
        SentenceTransformerEmbedder(f"{folder}{suffix}")


@pytest.mark.slow  # loads sentence-transformers
@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", "", "a b c"])
def test_a_model_that_cannot_be_loaded_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelUnavailableError):
        SentenceTransformerEmbedder(name)


def test_a_folder_that_is_not_there_is_said() -> None:
    with pytest.raises(ModelUnavailableError):
        SentenceTransformerEmbedder("/nowhere/at/all")


@pytest.mark.slow  # loads sentence-transformers
def test_a_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelUnavailableError):
        SentenceTransformerEmbedder(str(tmp_path))


class Counting(FakeEmbedder):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        return super().embed_passages(texts)


def test_what_is_cached_is_not_embedded_again() -> None:
    inner = Counting()
    caching = CachingEmbedder(inner, capacity=2)
    first = caching.embed_passages(["a", "b", "a"])
    assert inner.seen == ["a", "b"]
    assert np.array_equal(caching.embed_passages(["b", "a"]), first[[1, 0]])
    assert inner.seen == ["a", "b"]
    caching.embed_passages(["c"])  # pushes out b, the least lately used
    caching.embed_passages(["a", "b"])
    assert inner.seen == ["a", "b", "c", "b"]


def test_a_query_is_not_taken_for_a_passage() -> None:
    inner = Counting()
    caching = CachingEmbedder(inner)
    caching.embed_passages(["a"])
    caching.embed_queries(["a"])
    assert inner.seen == ["a", "a"]


def test_a_question_that_was_encoded_is_not_embedded_again() -> None:
    inner = Counting()
    caching = CachingEmbedder(inner)
    [encoding] = caching.encode_queries(["the ban"])
    seen = list(inner.seen)
    assert caching.encode_queries(["the ban"])[0] is encoding
    assert np.array_equal(caching.embed_queries(["the ban"])[0], encoding.vector)
    assert inner.seen == seen


def test_every_distinct_word_gets_a_vector_and_the_prompt_none(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    texts = ["TikTok, the ban and the decree.", "禁令 TikTok", "…"]
    alone = bundled_embedder.encode_passages(texts[:1])
    beside = bundled_embedder.encode_passages([*texts, "A long sentence beside it. " * 30])
    assert len(alone[0].words) == 5  # tiktok, the, ban, and, decree
    assert len(beside[2].words) == 0
    assert 2 <= len(beside[1].words) <= 3
    # Neither padding nor the company of longer texts changes a word.
    assert beside[0].words == pytest.approx(alone[0].words, abs=1e-4)


def test_a_word_is_nearest_to_its_translation(
    bundled_embedder: SentenceTransformerEmbedder,
) -> None:
    [question] = bundled_embedder.encode_queries(["Who banned the application?"])
    read = bundled_embedder.encode_passages([*SENTENCES, "Le président interdit l'application."])
    codec = WordCodec.fit([one.words for one in read[:-1]])
    scores = codec.scores(question.words, [codec.pack(one.words) for one in read])
    assert int(scores.argmax()) == len(SENTENCES)
    assert scores[-1] > np.sort(scores)[-2] + 0.05


def test_a_model_without_token_vectors_gives_no_words(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "ban": 1, "rain": 2}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = Whitespace()
    static = StaticEmbedding(tokenizer, embedding_dim=8)
    SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "static"))
    embedder = SentenceTransformerEmbedder(str(tmp_path / "static"))
    [ban, rain] = embedder.encode_passages(["ban", "rain"])
    assert ban.vector.shape == (8,)
    assert len(ban.words) == len(rain.words) == 0
    assert embedder.encode_queries(["ban"])[0].vector == pytest.approx(ban.vector, abs=1e-5)
