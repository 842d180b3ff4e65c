"""Compare questions and passages by late interaction over quantized word vectors.

For each word of the question, the maximum similarity with a word of the passage is taken; the
maxima are added up (MaxSim; Khattab & Zaharia 2020, arXiv:2004.12832). The word vectors come from
the same forward pass as the passage vector, so they take no extra time. They also match words of
different languages.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

CODEC = "codec.npy"
"""File of a generation with the codec of its word vectors."""

PER_BYTE = 4
"""Components of a word vector packed into a byte; the dimension must be a multiple."""

# Scripts written without spaces; there, the tokens of the model count as words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
_WORD = re.compile(rf"[^\W{_UNSPACED}]+|(?P<piece>[{_UNSPACED}])")

# The optimal four-level quantizer of normally distributed numbers (Max 1960, "Quantizing for
# minimum distortion"): thresholds and levels in standard deviations.
_THRESHOLD, _NEAR, _FAR = 0.9816, 0.4528, 1.510
_ROUNDING = 0.02  # relative difference of a model's center between batches and CPUs
# Word vectors per matrix product. A small block stays in the CPU cache and in one thread, which is
# faster than sharing so little work between threads.
_BLOCK = 64
_LEVELS = np.array([-_FAR, -_NEAR, _NEAR, _FAR], np.float32)
_UNPACKED = _LEVELS[(np.arange(256)[:, None] >> np.array([6, 4, 2, 0])) & 3]


def pool(
    text: str, spans: Sequence[tuple[int, int]], tokens: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return a vector for each distinct word of a text: the mean of its tokens' unit vectors.

    Args:
        text: Text that was encoded.
        spans: Start and end of each token in the text. Tokens without a letter or digit of the
            text (punctuation, prompts, special tokens) are ignored.
        tokens: Vectors of the tokens, shape ``(len(spans), dimension)``.

    Returns:
        Vectors of shape ``(words, dimension)``, in the order of the words' first occurrences.
    """
    word_at = {
        position: match for match in _WORD.finditer(text) for position in range(*match.span())
    }
    rows: dict[str, list[int]] = {}
    for row, (start, end) in enumerate(spans):
        first = next((at for at in range(max(start, 0), end) if at in word_at), None)
        if first is not None:
            match = word_at[first]
            word = text[first:end] if match["piece"] else match[0].casefold()
            rows.setdefault(word, []).append(row)
    if not rows:
        return np.empty((0, tokens.shape[1]), np.float32)
    directions = _normalize_rows(tokens)[[row for own in rows.values() for row in own]]
    counts = np.array([len(own) for own in rows.values()])
    sums = np.add.reduceat(directions, np.cumsum(counts) - counts, axis=0)
    means: NDArray[np.float32] = np.divide(sums, counts[:, None], dtype=np.float32)
    return means


class WordCodec:
    """Quantizes word vectors to two bits per component, and scores quantized passages.

    The vectors of a language model have a large common component that does not depend on the word
    (Ethayarajh 2019, arXiv:1909.00512). This center is subtracted before vectors are quantized or
    compared.

    Args:
        center: Mean of the unit vectors, shape ``(dimension,)``; the dimension must be a multiple
            of 4.
    """

    def __init__(self, center: NDArray[np.float32]) -> None:
        self._center = center

    @classmethod
    def fit(cls, words: Sequence[NDArray[np.float32]]) -> Self:
        """Create a codec whose center is the mean of the word vectors of some texts.

        Args:
            words: Word vectors of each text, shape ``(words, dimension)``.
        """
        directions = _normalize_rows(np.concatenate(words))
        return cls(directions.sum(axis=0) / max(1, len(directions)))

    @classmethod
    def load(cls, path: Path | IO[bytes]) -> Self:
        """Load a codec from a file or path to which ``save`` wrote it.

        Raises:
            OSError, ValueError: If the file is missing or damaged.
        """
        return cls(np.load(path, allow_pickle=False))

    def is_like(self, other: WordCodec) -> bool:
        """Return whether both codecs belong to the same model: their centers are almost equal."""
        one, two = self._center, other._center
        if one.shape != two.shape:
            return False
        difference = float(np.linalg.norm(one - two))
        return difference <= _ROUNDING * max(1e-9, float(np.linalg.norm(one)))

    def save(self, path: Path | IO[bytes]) -> None:
        """Write the codec to an open file or to a path."""
        np.save(path, self._center, allow_pickle=False)

    def pack(self, words: NDArray[np.float32]) -> bytes:
        """Pack vectors of shape ``(words, dimension)`` into ``words * dimension / 4`` bytes."""
        scaled = self._centered(words) * np.sqrt(words.shape[1])
        levels = sum((scaled > edge).astype(np.uint8) for edge in (-_THRESHOLD, 0, _THRESHOLD))
        quads = levels.reshape(len(words), words.shape[1] // PER_BYTE, PER_BYTE)
        packed: bytes = (quads @ np.array([64, 16, 4, 1], np.uint8)).tobytes()
        return packed

    def scores(
        self, question: NDArray[np.float32], passages: Sequence[bytes]
    ) -> NDArray[np.float32]:
        """Return the late-interaction score of each passage for a question.

        The score is the weighted mean, over the words of the question, of the maximum cosine
        similarity with a word of the passage. The weight of a word is its distance from the center.

        Args:
            question: Word vectors of the question, shape ``(words, dimension)``.
            passages: Packed word vectors of each passage.

        Returns:
            Scores from -1 to 1, shape ``(len(passages),)``; 0 for a passage without words.
        """
        scores = np.zeros(len(passages), np.float32)
        full = [at for at, packed in enumerate(passages) if packed]
        if not full or not len(question):
            return scores
        query = _normalize_rows(question) - self._center
        dimension = question.shape[1]
        packed = np.frombuffer(b"".join(passages[at] for at in full), np.uint8)
        rows = packed.reshape(-1, dimension // PER_BYTE)
        transposed = np.ascontiguousarray(query.T)
        similarities = np.empty((len(rows), len(query)), np.float32)
        for start in range(0, len(rows), _BLOCK):
            vectors = np.take(_UNPACKED, rows[start : start + _BLOCK], axis=0)
            vectors = vectors.reshape(-1, dimension)
            block = similarities[start : start + _BLOCK]
            np.matmul(vectors, transposed, out=block)
            block /= np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
        counts = [len(passages[at]) * PER_BYTE // dimension for at in full]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        nearest = np.maximum.reduceat(similarities, starts)
        weight = np.linalg.norm(query, axis=1).sum()
        scores[full] = nearest.sum(axis=1) / np.maximum(weight, 1e-9)
        return scores

    def _centered(self, words: NDArray[np.float32]) -> NDArray[np.float32]:
        return _normalize_rows(_normalize_rows(words) - self._center)


def _normalize_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(norms, 1e-9)
    return scaled
