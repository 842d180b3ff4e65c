"""Turn the texts of passages into vectors and packed word vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from index import passages
from index.late_interaction import WordCodec
from index.sample_texts import SENTENCES
from index.stores.datatypes import EncoderFingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from index.embedders import Embedder

    PassageVectors = tuple[NDArray[np.float16], bytes]
    """The vector of a passage, and its packed word vectors."""


@dataclass(frozen=True, slots=True)
class PassageEncoder:
    """Turns articles into passages and vectors.

    Attributes:
        embedder: Embedding model.
        codec: Quantizer of its word vectors.
        passage_bytes: Size limit of a passage in UTF-8 bytes.
    """

    embedder: Embedder
    codec: WordCodec
    passage_bytes: int

    @classmethod
    def of(cls, embedder: Embedder, passage_bytes: int | None = None) -> Self:
        """Create an encoder whose codec is fitted to a model.

        Args:
            embedder: Embedding model.
            passage_bytes: Size limit of a passage in UTF-8 bytes; None for the largest that the
                model reads without truncation.
        """
        return cls(
            embedder, fit_codec(embedder), passage_bytes or passages.largest(embedder.max_tokens)
        )

    @property
    def fingerprint(self) -> EncoderFingerprint:
        """Identity of the encoder, apart from the codec."""
        return EncoderFingerprint(self.embedder.name, self.embedder.dimension, self.passage_bytes)

    def encode(self, texts: Iterable[str]) -> dict[str, PassageVectors]:
        """Return the vector and the packed word vectors of each passage, by its text."""
        texts = list(texts)
        return {
            text: (np.asarray(read.vector, np.float16), self.codec.pack(read.words))
            for text, read in zip(texts, self.embedder.encode_passages(texts), strict=True)
        }


def fit_codec(embedder: Embedder) -> WordCodec:
    """Fit the quantizer of word vectors to a model, on sample sentences in many languages."""
    return WordCodec.fit([read.words for read in embedder.encode_passages(SENTENCES)])
