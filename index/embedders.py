"""Texts → vectors: the ``Embedder`` protocol, and Sentence Transformers behind it."""

from __future__ import annotations

import logging
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

import numpy as np

from index import bundled_model
from index.errors import ModelUnavailableError
from index.late_interaction import PER_BYTE, pool
from index.settings import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import torch
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel


_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
# On a processor a small batch of texts of like length wastes little on padding: eight take two
# thirds of the time of the usual 32. A graphics card wants to be filled.
_BATCH_ON_CPU, _BATCH_ON_GPU = 8, 128
_BATCHES_HELD = 8  # whose tokens' vectors are in memory at a time
_USUAL_TOKENS = 512  # of a model that does not say how much it reads


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text as a model reads it.

    Attributes:
        vector: Its unit vector, shape ``(dimension,)``.
        words: A vector for each of its distinct words (see ``late_interaction.pool``), shape
            ``(words, token_dimension)``; without rows where a model gives no such vectors.
    """

    vector: NDArray[np.float32]
    words: NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors whose inner product is their similarity.

    Queries and passages are two contracts: many models read them differently.
    """

    @property
    def name(self) -> str:
        """What an index records: two embedders of one name give the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """How much of a text is read; the rest is cut."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of questions, shape ``(len(texts), dimension)``."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape ``(len(texts), dimension)``."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Questions' vectors, the same as ``embed_queries`` gives, and their words'."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Passages' vectors, the same as ``embed_passages`` gives, and their words'."""
        ...


class SentenceTransformerEmbedder:
    """Any Sentence Transformers model; by default the one that pip brings.

    Weights are bfloat16 where the processor multiplies them natively, else float32. Texts
    longer than the model reads are cut by it. Safe to share between threads.

    Args:
        name: ``multilingual-e5-small`` for the bundled model, a local folder, or a name on
            the model hub.
        cache_dir: Where the bundled model is unpacked; None for the user's cache.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """

    def __init__(self, name: str = DEFAULT_MODEL, cache_dir: Path | None = None) -> None:
        self.name = model_name(name)
        if name == bundled_model.NAME:
            self._model, self._lock = _bundled(bundled_folder(cache_dir))
        else:
            self._model, self._lock = _load(name, self.name), threading.Lock()
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise ModelUnavailableError(
                f"the model {name!r} gives no sentence vectors; name another with --model"
            )
        self.dimension: int = dimension
        self.max_tokens: int = self._model.max_seq_length or _USUAL_TOKENS

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of questions, shape ``(len(texts), dimension)``."""
        return self._embed(texts, "query")

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape ``(len(texts), dimension)``."""
        return self._embed(texts, "document")

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """See ``Embedder.encode_queries``."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """See ``Embedder.encode_passages``."""
        return self._encode(texts, "document")

    def _embed(self, texts: Sequence[str], task: str) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return _units(np.asarray(self._read(texts, task, "sentence_embedding"), np.float32))

    def _encode(self, texts: Sequence[str], task: str) -> list[Encoding]:
        held = self._batch_size * _BATCHES_HELD
        # The longest first, as in the batches: texts of like length need little padding.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        found: dict[int, Encoding] = {}
        for start in range(0, len(texts), held):
            places = order[start : start + held]
            some = [texts[place] for place in places]
            read = self._read(some, task, None)
            vectors = _units(np.array([_numpy(one["sentence_embedding"]) for one in read]))
            words = self._words(some, self._prompt(task), read)
            found.update(zip(places, map(Encoding, vectors, words), strict=True))
        return [found[place] for place in range(len(texts))]

    def _words(
        self, texts: Sequence[str], prompt: str, read: Sequence[dict[str, torch.Tensor]]
    ) -> list[NDArray[np.float32]]:
        """The words' vectors; none of a model that does not say which token stands where."""
        tokenizer = self._model.tokenizer
        tokens_of = [one.get("token_embeddings") for one in read]
        width = 0 if tokens_of[0] is None else tokens_of[0].shape[-1]
        none = np.empty((0, width), np.float32)
        if not width or width % PER_BYTE or not getattr(tokenizer, "is_fast", False):
            return [none for _ in texts]
        with self._lock:
            spans = tokenizer(
                [prompt + text for text in texts],
                truncation=True,
                max_length=self.max_tokens,
                return_offsets_mapping=True,
            )["offset_mapping"]
        words = []
        for text, own, one in zip(texts, spans, read, strict=True):
            tokens = _numpy(one["token_embeddings"][one["attention_mask"].bool()])
            places = [(start - len(prompt), end - len(prompt)) for start, end in own]
            words.append(pool(text, places, tokens) if len(places) == len(tokens) else none)
        return words

    def _read(
        self, texts: Sequence[str], task: str, output: Literal["sentence_embedding"] | None
    ) -> Any:  # noqa: ANN401
        encode = self._model.encode_query if task == "query" else self._model.encode_document
        with self._lock:
            return encode(
                list(texts),
                prompt=self._prompt(task),
                batch_size=self._batch_size,
                show_progress_bar=False,
                output_value=output,
                convert_to_numpy=True,
            )

    @property
    def _batch_size(self) -> int:
        return _BATCH_ON_CPU if self._model.device.type == "cpu" else _BATCH_ON_GPU

    def _prompt(self, task: str) -> str:
        """What the model wants before a text: as its settings say, or for E5 as its paper says.

        The E5 family was trained with ``query: `` and ``passage: `` (Wang et al. 2022,
        arXiv:2212.03533), and most of its published folders do not say so.
        """
        own = {name: prompt for name, prompt in (self._model.prompts or {}).items() if prompt}
        base = self.name.rstrip("/").rsplit("/", 1)[-1].lower()
        if not own and (base.startswith("e5-") or "-e5-" in base) and "instruct" not in base:
            own = {"query": "query: ", "document": "passage: "}
        names = ("query",) if task == "query" else ("document", "passage", "corpus")
        default = own.get(self._model.default_prompt_name or "", "")
        return next((own[name] for name in names if name in own), default)


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
    return units


def _numpy(tensor: torch.Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = tensor.float().cpu().numpy()
    return found


def bundled_folder(cache_dir: Path | None = None) -> Path:
    """The folder of the bundled model, unpacked if need be.

    Raises:
        ModelUnavailableError: If it cannot be.
    """
    return bundled_model.ensure(cache_dir or Settings.from_environment().cache_dir)


def bundled_encoder(cache_dir: Path | None = None) -> BertModel:
    """The network of the bundled model, in memory once, whose embeddings others share.

    Its layers only read: on a processor they are OpenVINO's.

    Raises:
        ModelUnavailableError: If it cannot be loaded.
    """
    model, _ = _bundled(bundled_folder(cache_dir))
    encoder: BertModel = cast("Any", model[0]).model
    return encoder


@lru_cache(maxsize=1)
def _bundled(folder: Path) -> tuple[SentenceTransformer, threading.Lock]:
    """The model, and what guards its tokenizer, which refuses a second borrower."""
    return _load(bundled_model.NAME, str(folder)), threading.Lock()


def model_name(name: str) -> str:
    """The name under which an index records a model; of a local folder, its absolute path."""
    return str(Path(name).resolve()) if name and Path(name).is_dir() else name


def _load(name: str, where: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    from index.processor import hand_over

    if not Path(where).is_dir() and not _HUB_NAME.fullmatch(name):
        raise ModelUnavailableError(
            f"there is no model folder {name!r}; name a folder that is there, or a model of the "
            "hub (owner/name), or leave --model out for the model that pip brings"
        )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        with quiet_loading():
            model = SentenceTransformer(
                where, device=device, model_kwargs={"dtype": native_dtype(device)}
            )
            hand_over(getattr(model[0], "model", None))
            return model
    except Exception as error:  # the hub and the loaders raise dozens of kinds
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelUnavailableError(
            f"cannot load the model {name!r}: {first_line} "
            "(offline, name a local folder with --model FOLDER, or leave --model out for the "
            "model that pip brings)"
        ) from error


def native_dtype(device: str) -> torch.dtype:
    """bfloat16 where the device multiplies it natively, else float32."""
    import torch

    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    abilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    native = abilities.get("avx512_bf16") or abilities.get("amx_bf16")
    return torch.bfloat16 if native else torch.float32


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Keep the loader's progress bars and reports of unused layers off the terminal."""
    from transformers.utils import logging as loader

    level = loader.get_verbosity()
    bars = loader.is_progress_bar_enabled()
    hub = logging.getLogger("huggingface_hub")
    hub_level = hub.level
    hub.setLevel(logging.CRITICAL)  # what it retried is told once, by our error
    loader.set_verbosity_error()  # type: ignore[no-untyped-call]
    loader.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        loader.set_verbosity(level)
        hub.setLevel(hub_level)
        if bars:
            loader.enable_progress_bar()  # type: ignore[no-untyped-call]
