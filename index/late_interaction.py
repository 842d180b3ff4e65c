"""Question and passage compared word by word: late interaction over packed word vectors.

Every word of a question looks for the word of the passage that is nearest in meaning, and the
similarities are added up (MaxSim; Khattab & Zaharia 2020, arXiv:2004.12832). The words' vectors
come from the same reading that gives a passage its one vector, so they cost no time to make.
They work across languages, where words themselves do not match.
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
"""File of a generation that says how its word vectors are packed."""

PER_BYTE = 4
"""Numbers of a word vector in a byte; its length must be a multiple."""

# Scripts written without spaces, where the model's own pieces are the words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
_WORD = re.compile(rf"[^\W{_UNSPACED}]+|(?P<piece>[{_UNSPACED}])")

# The best four levels for normally distributed numbers (Max 1960, "Quantizing for minimum
# distortion"): which side of zero, and whether further from it than 0.98 deviations.
_THRESHOLD, _NEAR, _FAR = 0.9816, 0.4528, 1.510
_ROUNDING = 0.02  # of a model's common part, between batches and processors
# Word vectors compared at a time: they stay in the cache, and in one thread. Between two, that
# wait for each other, so little work takes longer, and much longer where others work as well.
_BLOCK = 64
_LEVELS = np.array([-_FAR, -_NEAR, _NEAR, _FAR], np.float32)
_UNPACKED = _LEVELS[(np.arange(256)[:, None] >> np.array([6, 4, 2, 0])) & 3]


def pool(
    text: str, spans: Sequence[tuple[int, int]], tokens: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One vector for each distinct word of a text: the mean of its tokens' directions.

    Args:
        text: What was read.
        spans: Where each token stands in it; tokens that hold no letter or digit of the text
            (punctuation, prompts, the model's own marks) are left out.
        tokens: Their vectors, shape ``(len(spans), dimension)``.

    Returns:
        Shape ``(words, dimension)``, in the order in which the words first stand there.
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
    directions = _unit(tokens)
    return np.array([directions[own].mean(axis=0) for own in rows.values()], np.float32)


class WordCodec:
    """Packs word vectors into two bits per number, and compares with what it packed.

    The vectors of a language model share a large common part that says nothing about the word
    (Ethayarajh 2019, arXiv:1909.00512); it is taken out before they are packed or compared.

    Args:
        center: That common part, shape ``(dimension,)``; the dimension a multiple of 4.
    """

    def __init__(self, center: NDArray[np.float32]) -> None:
        self._center = center

    @classmethod
    def fit(cls, words: Sequence[NDArray[np.float32]]) -> Self:
        """Take the common part from the words of some texts; if they have none, it is zero."""
        directions = _unit(np.concatenate(words))
        return cls(directions.sum(axis=0) / max(1, len(directions)))

    @classmethod
    def load(cls, path: Path | IO[bytes]) -> Self:
        """Read what ``save`` wrote, from a file or its path.

        Raises:
            OSError, ValueError: If the file is missing or damaged.
        """
        return cls(np.load(path, allow_pickle=False))

    def is_like(self, other: WordCodec) -> bool:
        """Whether both were fitted with one model, rounding aside: its mark is the common part."""
        one, two = self._center, other._center
        if one.shape != two.shape:
            return False
        apart = float(np.linalg.norm(one - two))
        return apart <= _ROUNDING * max(1e-9, float(np.linalg.norm(one)))

    def save(self, path: Path | IO[bytes]) -> None:
        """Write the codec to a file, given or by its path."""
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
        """How well the words of a question are met by those of each passage.

        Args:
            question: Its words' vectors, shape ``(words, dimension)``.
            passages: What ``pack`` gave for each passage.

        Returns:
            Mean over the question's words of the similarity with the nearest word of the
            passage, -1 to 1, words far from the common part counting for more; shape
            ``(len(passages),)``. 0 for a passage without words.
        """
        scores = np.zeros(len(passages), np.float32)
        full = [at for at, packed in enumerate(passages) if packed]
        if not full or not len(question):
            return scores
        asked = _unit(question) - self._center
        dimension = question.shape[1]
        packed = np.frombuffer(b"".join(passages[at] for at in full), np.uint8)
        rows = packed.reshape(-1, dimension // PER_BYTE)
        across = np.ascontiguousarray(asked.T)
        similarities = np.empty((len(rows), len(asked)), np.float32)
        for start in range(0, len(rows), _BLOCK):
            vectors = np.take(_UNPACKED, rows[start : start + _BLOCK], axis=0)
            vectors = vectors.reshape(-1, dimension)
            block = similarities[start : start + _BLOCK]
            np.matmul(vectors, across, out=block)
            block /= np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
        counts = [len(passages[at]) * PER_BYTE // dimension for at in full]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        nearest = np.maximum.reduceat(similarities, starts)
        weight = np.linalg.norm(asked, axis=1).sum()
        scores[full] = nearest.sum(axis=1) / np.maximum(weight, 1e-9)
        return scores

    def _centered(self, words: NDArray[np.float32]) -> NDArray[np.float32]:
        return _unit(_unit(words) - self._center)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(norms, 1e-9)
    return scaled
