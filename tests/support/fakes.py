"""Test doubles so plain that expected values can be read off."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import numpy as np

from index.datatypes import Article, Period
from index.embedders import Encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class WordEmbedder:
    """A text is the set of its words, each a fixed direction: similar means shared words."""

    name = "words"
    dimension = 256
    max_tokens = 512

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in set(re.findall(r"\w+", text.casefold())):
                row[zlib.crc32(word.encode()) % self.dimension] = 1.0
            if not row.any():
                row[0] = 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        words = [list(dict.fromkeys(re.findall(r"\w+", text.casefold()))) for text in texts]
        return [
            Encoding(vector, self.embed_passages(own))
            for vector, own in zip(self.embed_passages(texts), words, strict=True)
        ]


def article(
    article_id: str,
    text: str,
    *,
    published: str = "2020-09",
    source: str = "Agency",
    language: str = "en",
    body_start: int = 0,
) -> Article:
    return Article(
        id=article_id,
        title=text[:20],
        text=text,
        source=source,
        published=Period.parse(published),
        language=language,
        body_start=body_start,
    )
