"""Reject texts and bookmarks that only list the addresses of articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.links import error_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_ADDRESS = re.compile(r"\bhttps?://", re.IGNORECASE)
_BOOKMARK = re.compile(r"<a\s[^>]{0,2000}?\bhref\s*=\s*[\"']?https?://", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[CorpusError]:
    """Yield the error of a text with one address per line."""
    with file.open_text() as text:
        yield error_of(file, sum(_ADDRESS.search(line) is not None for line in text))


def read_bookmarks(file: SourceFile) -> Iterator[CorpusError]:
    """Yield the error of a browser's bookmarks, or of an exported reading list."""
    with file.open_text() as text:
        yield error_of(file, sum(len(_BOOKMARK.findall(line)) for line in text))


def read_sitemap(file: SourceFile) -> Iterator[CorpusError]:
    """Yield the error of a sitemap, of news or of all pages of a site."""
    with file.open_text() as text:
        yield error_of(file, sum(line.count("<loc>") for line in text))
