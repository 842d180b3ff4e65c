"""Texts and bookmarks that list the addresses of articles; none of them is an article."""

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
    """Yield what a text with an address on each line lacks."""
    with file.open_text() as text:
        yield error_of(file, sum(_ADDRESS.search(line) is not None for line in text))


def read_bookmarks(file: SourceFile) -> Iterator[CorpusError]:
    """Yield what the bookmarks of a browser, or the export of a reading list, lack."""
    with file.open_text() as text:
        yield error_of(file, sum(len(_BOOKMARK.findall(line)) for line in text))


def read_sitemap(file: SourceFile) -> Iterator[CorpusError]:
    """Yield what a sitemap lacks, of news or of all the pages of a site."""
    with file.open_text() as text:
        yield error_of(file, sum(line.count("<loc>") for line in text))
