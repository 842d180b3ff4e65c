"""Embed texts: the ``Embedder`` protocol and its implementation by Sentence Transformers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from index.errors import ModelUnavailableError
from index.late_interaction import PER_BYTE, pool
from index.models import model_name, sentence_transformer
from index.processor import W7A8
from index.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

# On a CPU, batches of 8 texts of similar length take two thirds of the time of the usual 32, since
# they need less padding. ``index.onnx_encoder`` needs none. A GPU needs large batches to be fully
# used.
_BATCH_ON_CPU, _BATCH_UNPADDED, _BATCH_ON_GPU = 8, 64, 128
_IN_MEMORY = 64  # texts whose token vectors are in memory at the same time, on a CPU
_DEFAULT_MAX_TOKENS = 512  # for models that do not state a maximum length


@dataclass(frozen=True, slots=True)
class Encoding:
    """The vectors of a text.

    Attributes:
        vector: Unit vector of the text, shape ``(dimension,)``.
        words: A vector for each distinct word (see ``late_interaction.pool``), shape
            ``(words, token_dimension)``; without rows if the model has no token vectors.
    """

    vector: NDArray[np.float32]
    words: NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors whose inner product is the similarity of the texts.

    Queries and passages have separate methods, since many models encode them differently.
    """

    @property
    def name(self) -> str:
        """Name recorded in an index; embedders of the same name return the same vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Maximum number of tokens that are read; longer texts are truncated."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of questions, shape ``(len(texts), dimension)``."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of passages, shape ``(len(texts), dimension)``."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Return the vectors of ``embed_queries`` together with word vectors."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Return the vectors of ``embed_passages`` together with word vectors."""
        ...


class SentenceTransformerEmbedder:
    """Embeds texts with a Sentence Transformers model, by default the bundled one.

    The model truncates texts that are too long. Instances are thread-safe.

    Args:
        name: Name as in ``index.models.sentence_transformer``.
        cache_dir: Folder of the unpacked bundled model; None for the user's cache directory.

    Raises:
        ModelUnavailableError: If the model cannot be loaded.
    """

    def __init__(self, name: str = DEFAULT_MODEL, cache_dir: Path | None = None) -> None:
        self.name = model_name(name)
        self._model, self._lock = sentence_transformer(name, cache_dir)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise ModelUnavailableError(
                f"the model {name!r} has no sentence vectors; choose another with --model"
            )
        self.dimension: int = dimension
        self.max_tokens: int = self._model.max_seq_length or _DEFAULT_MAX_TOKENS

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder.embed_queries``."""
        return self._embed(texts, "query")

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder.embed_passages``."""
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
        return _normalize_rows(
            np.asarray(self._read(texts, task, "sentence_embedding"), np.float32)
        )

    def _encode(self, texts: Sequence[str], task: str) -> list[Encoding]:
        block = max(self._batch_size, _IN_MEMORY)
        # Sort by length, longest first, so that each batch needs little padding.
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        encodings: dict[int, Encoding] = {}
        for start in range(0, len(texts), block):
            positions = order[start : start + block]
            some = [texts[at] for at in positions]
            outputs = self._read(some, task, None)
            sentences = np.array([_to_numpy(one["sentence_embedding"]) for one in outputs])
            words = self._words(some, self._prompt(task), outputs)
            pairs = map(Encoding, _normalize_rows(sentences), words)
            encodings.update(zip(positions, pairs, strict=True))
        return [encodings[at] for at in range(len(texts))]

    def _words(
        self, texts: Sequence[str], prompt: str, outputs: Sequence[dict[str, torch.Tensor]]
    ) -> list[NDArray[np.float32]]:
        """Return the word vectors of each text; no rows if the tokenizer reports no offsets."""
        tokenizer = self._model.tokenizer
        embeddings = [one.get("token_embeddings") for one in outputs]
        width = 0 if embeddings[0] is None else embeddings[0].shape[-1]
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
        for text, offsets, output in zip(texts, spans, outputs, strict=True):
            tokens = _to_numpy(output["token_embeddings"][output["attention_mask"].bool()])
            shifted = [(start - len(prompt), end - len(prompt)) for start, end in offsets]
            words.append(pool(text, shifted, tokens) if len(shifted) == len(tokens) else none)
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
        if self._model.device.type != "cpu":
            return _BATCH_ON_GPU
        return _BATCH_UNPADDED if self.name.endswith(W7A8) else _BATCH_ON_CPU

    def _prompt(self, task: str) -> str:
        """Return the prompt that the model expects before a text.

        It is taken from the model's configuration. Models of the E5 family were trained with
        ``query: `` and ``passage: `` (Wang et al. 2022, arXiv:2212.03533), but most published
        configurations lack these prompts.
        """
        own = {name: prompt for name, prompt in (self._model.prompts or {}).items() if prompt}
        base = self.name.rstrip("/").rsplit("/", 1)[-1].lower()
        if not own and (base.startswith("e5-") or "-e5-" in base) and "instruct" not in base:
            own = {"query": "query: ", "document": "passage: "}
        names = ("query",) if task == "query" else ("document", "passage", "corpus")
        default = own.get(self._model.default_prompt_name or "", "")
        return next((own[name] for name in names if name in own), default)


def _normalize_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
    return units


def _to_numpy(tensor: torch.Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.float().cpu().numpy()
    return array
