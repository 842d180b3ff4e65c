"""Corpora: one module per format, each giving articles and what it could not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.datatypes import Article
    from index.errors import CorpusError


class Corpus(Protocol):
    """A collection of dated articles that can be read from the start any number of times."""

    def __len__(self) -> int:
        """How many documents there are, readable or not."""
        ...

    def __iter__(self) -> Iterator[Article | CorpusError]:
        """Each document in a fixed order: an article, or why it is none. Ids are unique."""
        ...
