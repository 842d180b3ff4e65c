"""Provide test doubles for code that uses the index: no model, no download, predictable values.

>>> embedder = FakeEmbedder()
>>> ban, rain = embedder.embed_passages(["The ban takes effect.", "Rain in Lima."])
>>> question = embedder.embed_queries(["When does the ban take effect?"])[0]
>>> bool(question @ ban > question @ rain)
True
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import numpy as np

from index.datatypes import Article, Period
from index.embedders import Encoding
from index.stores.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["FakeEmbedder", "MemoryStore", "article"]

_WORD = re.compile(r"\w+")


class FakeEmbedder:
    """An ``Embedder`` without a model, for which texts are similar if they share words.

    Each case-folded word is mapped to one of 256 axes by its checksum. The vector of a text is the
    normalized sum over its distinct words. The cosine similarity of two texts with m and n distinct
    words, k of them in common, is therefore k / √(mn), unless two words share an axis.
    """

    name = "words"
    dimension = 256
    max_tokens = 512

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of questions, shape ``(len(texts), dimension)``."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of passages, shape ``(len(texts), dimension)``."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in _distinct_words(text):
                row[zlib.crc32(word.encode()) % self.dimension] = 1.0
            if not row.any():
                row[0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Return the vector of each question, and a vector for each of its distinct words."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Return the vector of each passage, and a vector for each of its distinct words."""
        return [
            Encoding(vector, self.embed_passages(_distinct_words(text)))
            for vector, text in zip(self.embed_passages(texts), texts, strict=True)
        ]


def article(
    article_id: str,
    text: str,
    *,
    published: str = "2020-09",
    updated: str = "",
    source: str = "Agency",
    language: str = "en",
    body_start: int = 0,
) -> Article:
    """Return an article with defaults for everything that a test does not specify.

    Args:
        article_id: Id of the article.
        text: Text of the document; its first 20 characters become the title.
        published: Publication date in the format of ``Period.isoformat``.
        updated: Date of the update in the same format; empty if there is none.
        source: Agency or outlet.
        language: ISO 639-1 code.
        body_start: Offset at which the body begins.
    """
    return Article(
        id=article_id,
        title=text[:20],
        text=text,
        source=source,
        published=Period.parse(published),
        language=language,
        body_start=body_start,
        updated=Period.parse(updated) if updated else None,
    )


def _distinct_words(text: str) -> list[str]:
    """Return the distinct case-folded words of a text, in the order of their first occurrences."""
    return list(dict.fromkeys(_WORD.findall(text.casefold())))
