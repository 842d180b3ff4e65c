"""Test doubles for those who build on the index: no model, no download, values to work out by hand.

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
    """An ``Embedder`` without a model: texts are similar as far as they share words.

    A text is the set of its case-folded words. Each word is one of 256 directions, and the vector
    of a text is their normalized sum: the cosine similarity of two texts of m and n words, k of
    them shared, is k / √(mn). (Words whose checksums agree share a direction.)
    """

    name = "words"
    dimension = 256
    max_tokens = 512

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each question, as for passages: (texts, dimension)."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each passage: (texts, dimension)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in _words(text):
                row[zlib.crc32(word.encode()) % self.dimension] = 1.0
            if not row.any():
                row[0] = 1.0
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Return each question's vector, and a vector for each of its distinct words."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Return each passage's vector, and a vector for each of its distinct words."""
        return [
            Encoding(vector, self.embed_passages(_words(text)))
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
    """Return an article of which a test says only what matters to it.

    Args:
        article_id: Its name within the corpus.
        text: Its whole text, whose beginning is its title, too.
        published: As ``Period.isoformat`` writes it.
        updated: The same; empty if it is not known.
        source: Who published it.
        language: ISO 639-1 code.
        body_start: Where in the text its header ends.
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


def _words(text: str) -> list[str]:
    """Return the distinct words of a text, case-folded, in the order of their first occurrence."""
    return list(dict.fromkeys(_WORD.findall(text.casefold())))
