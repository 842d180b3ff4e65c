"""Texts → vectors: the ``Embedder`` protocol, and Sentence Transformers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from index.errors import ModelUnavailableError
from index.late_interaction import PER_BYTE, pool
from index.models import model_name, sentence_transformer
from index.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

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

    Texts longer than the model reads are cut by it. Safe to share between threads.

    Args:
        name: As ``sentence_transformer`` takes it.
        cache_dir: Where the bundled model is unpacked; None for the user's cache.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """

    def __init__(self, name: str = DEFAULT_MODEL, cache_dir: Path | None = None) -> None:
        self.name = model_name(name)
        self._model, self._lock = sentence_transformer(name, cache_dir)
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
