"""Extract answer spans from texts with any extractive question-answering model."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

from index.errors import ModelUnavailableError
from index.models import bundled_tokenizer, loading, native_dtype
from index.openvino_encoder import accelerate
from qa.readers.network import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from transformers import PreTrainedModel
    from transformers.tokenization_utils_tokenizers import TokenizersBackend

_LONGEST_QUESTION = 96  # tokens read of a question
_WINDOW, _OVERLAP = 384, 128  # tokens of a window (question and text), and shared by two
_LONGEST_ANSWER = 40  # tokens
_MAX_SPANS = 12  # spans of a text
_TOGETHER = 4  # windows in a batch; windows of similar length need little padding
_READERS = ThreadPoolExecutor(STREAMS, "reader")  # starts its threads when they are needed


@dataclass(frozen=True, slots=True)
class ExtractedSpan:
    """A span of a text that may answer.

    Attributes:
        start: Offset of the first character in the text.
        end: Offset after the last character.
        score: Logit of the span minus the logit of no answer; positive if the model prefers the
            span.
    """

    start: int
    end: int
    score: float


class SpanExtractor(Protocol):
    """A model that extracts answer spans."""

    def extract(
        self, question: str, texts: Sequence[str], begins: Sequence[int] | None = None
    ) -> list[list[ExtractedSpan]]:
        """Return the spans of each text that may answer, best first; see ``Extractor.extract``."""
        ...


class Extractor:
    """An extractive question-answering model. Safe to share between threads.

    Args:
        model: Model with start and end logits; the first token stands for no answer.
        tokenizer: Fast tokenizer of the model, which gives the offsets of tokens.
        lock: Lock that all users of the tokenizer hold; None if it is not shared.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        tokenizer: TokenizersBackend,
        lock: threading.Lock | None = None,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        # The settings of a tokenizer are shared, and two threads cannot use it at once.
        self._lock = lock or threading.Lock()
        encoder = getattr(getattr(model, "base_model", None), "encoder", None)
        self._streams: int = getattr(encoder, "streams", 1)
        reads = min(tokenizer.model_max_length, model.config.max_position_embeddings)
        self._window = min(_WINDOW, reads)
        # Some models need the type of each token: question or text.
        self._typed = (
            "token_type_ids" in tokenizer.model_input_names
            and getattr(model.config, "type_vocab_size", 0) > 1
        )

    @classmethod
    def bundled(cls, cache_dir: Path | None = None, weights: Path | None = None) -> Self:
        """Load the bundled reader.

        Args:
            cache_dir: Folder of the unpacked embedding model; None for the user's cache.
            weights: File of the reader's weights; None for the bundled one.

        Raises:
            ModelUnavailableError: If the model or the weights cannot be loaded.
        """
        from qa.readers import network

        model = network.bundled(cache_dir, weights or network.WEIGHTS)
        return cls(model, *bundled_tokenizer(cache_dir))

    @classmethod
    def load(cls, name: str) -> Self:
        """Load another model.

        Args:
            name: Local folder, or name on the Hugging Face Hub.

        Raises:
            ModelUnavailableError: If it cannot be loaded, or is not an extractive model.
        """
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        device = "cuda" if torch.cuda.is_available() else "cpu"
        with loading("reader", name, "use --reader trained, the one that ships"):
            tokenizer = AutoTokenizer.from_pretrained(name)
            model, report = AutoModelForQuestionAnswering.from_pretrained(
                name, dtype=native_dtype(device), output_loading_info=True
            )
            model.to(device).eval()
        if report["missing_keys"] or not tokenizer.is_fast:
            raise ModelUnavailableError(
                f"the model {name!r} was not trained to answer from a text; name an extractive "
                "question-answering model with --reader, or the one that ships with "
                "--reader trained"
            )
        accelerate(model.base_model, streams=STREAMS)
        return cls(model, cast("TokenizersBackend", tokenizer))

    def extract(
        self, question: str, texts: Sequence[str], begins: Sequence[int] | None = None
    ) -> list[list[ExtractedSpan]]:
        """Extract spans from each text.

        Args:
            question: Question; a very long one is truncated.
            texts: Texts; long ones are read in overlapping windows.
            begins: Offset in each text from which answers may start; the part before it, such as a
                title, is only context. None for 0.

        Returns:
            The best spans of each text, best first; they may overlap.
        """
        if not texts:
            return []
        windows = self._windows(question, texts)
        found: list[list[ExtractedSpan]] = [[] for _ in texts]
        batches = _batches(windows, self._streams)
        for batch, (starts, ends) in zip(batches, self._read_all(batches), strict=True):
            for window, own_starts, own_ends in zip(batch, starts, ends, strict=True):
                begin = begins[window.text] if begins else 0
                found[window.text] += _best_spans(window, own_starts, own_ends, begin)
        return [_deduplicated(spans) for spans in found]

    def _read_all(
        self, batches: Sequence[Sequence[_Window]]
    ) -> Iterable[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Read batches, at the same time if the model has several streams."""
        return (_READERS.map if self._streams > 1 else map)(self._read, batches)

    def _windows(self, question: str, texts: Sequence[str]) -> list[_Window]:
        with self._lock:
            asked = self._tokenizer(
                question,
                add_special_tokens=False,
                truncation=True,
                max_length=min(_LONGEST_QUESTION, self._window // 2),
                return_offsets_mapping=True,
            )["offset_mapping"]
            cut = question[: asked[-1][1]] if asked else question
            read: Any = self._tokenizer(
                [cut] * len(texts),
                list(texts),
                truncation="only_second",
                max_length=self._window,
                stride=min(_OVERLAP, self._window // 4),
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
        windows = []
        for at, (ids, offsets, text) in enumerate(
            zip(
                read["input_ids"],
                read["offset_mapping"],
                read["overflow_to_sample_mapping"],
                strict=True,
            )
        ):
            tokens = [place for place, which in enumerate(read.sequence_ids(at)) if which == 1]
            types = read["token_type_ids"][at] if self._typed else ()
            mark = self._tokenizer.cls_token_id
            none = ids.index(mark) if mark in ids else 0
            places = [_without_space(texts[text], *offsets[token]) for token in tokens]
            windows.append(_Window(text, ids, types, none, tokens, places))
        return windows

    @torch.inference_mode()
    def _read(self, batch: Sequence[_Window]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return start and end logits, each of shape ``(windows, tokens)`` with padding."""
        given = {
            "input_ids": _padded_tensor([w.ids for w in batch], self._tokenizer.pad_token_id or 0),
            "attention_mask": _padded_tensor([[1] * len(w.ids) for w in batch], 0),
        }
        if self._typed:
            given["token_type_ids"] = _padded_tensor([w.types for w in batch], 0)
        device = self._model.device
        read = self._model(**{name: tensor.to(device) for name, tensor in given.items()})
        return read.start_logits.float().cpu().numpy(), read.end_logits.float().cpu().numpy()


@dataclass(frozen=True, slots=True)
class _Window:
    text: int  # index of the text
    ids: Sequence[int]
    types: Sequence[int]  # 0 for the question, 1 for the text; empty without token types
    none: int  # index of the token that stands for no answer
    tokens: Sequence[int]  # indexes of the tokens of the text
    places: Sequence[tuple[int, int]]  # span of each of these tokens in the text


def _batches(windows: Sequence[_Window], streams: int) -> list[list[_Window]]:
    """Return the windows in batches of similar length, enough of them to occupy all streams."""
    ordered = sorted(windows, key=lambda window: len(window.ids))
    size = min(_TOGETHER, math.ceil(len(ordered) / streams))
    return [ordered[first : first + size] for first in range(0, len(ordered), size)]


def _padded_tensor(rows: Sequence[Sequence[int]], padding: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows])


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without leading space, which some tokenizers include in a word."""
    word = text[start:end]
    return start + len(word) - len(word.lstrip()), start + len(word.rstrip())


def _best_spans(
    window: _Window, starts: NDArray[np.float32], ends: NDArray[np.float32], begin: int
) -> list[ExtractedSpan]:
    """Return the best spans of a window that start at or after ``begin``."""
    allowed = [
        at for at, (start, end) in enumerate(window.places) if start >= begin and end > start
    ]
    if not allowed:
        return []
    tokens = np.array([window.tokens[at] for at in allowed])
    nothing = float(starts[window.none] + ends[window.none])
    # Row i has the scores of the spans from token i to tokens i, i + 1 … of the allowed ones.
    last = np.pad(ends[tokens], (0, _LONGEST_ANSWER - 1), constant_values=-np.inf)
    sums = starts[tokens][:, None] + sliding_window_view(last, _LONGEST_ANSWER) - nothing
    scores = sums.ravel()
    count = min(_MAX_SPANS, int(np.isfinite(scores).sum()))
    if not count:
        return []
    best = np.argpartition(scores, len(scores) - count)[len(scores) - count :]
    found = []
    for at in best.tolist():
        first, further = divmod(at, _LONGEST_ANSWER)
        start, end = window.places[allowed[first]][0], window.places[allowed[first + further]][1]
        found.append(ExtractedSpan(start, end, float(scores[at])))
    return found


def _deduplicated(spans: Sequence[ExtractedSpan]) -> list[ExtractedSpan]:
    """Return each span once, with its best score over the windows, best first."""
    best: dict[tuple[int, int], ExtractedSpan] = {}
    for span in sorted(spans, key=lambda one: (-one.score, one.start, one.end)):
        best.setdefault((span.start, span.end), span)
    return list(best.values())[:_MAX_SPANS]
