"""Read web archives (WARC, ISO 28500) of crawlers and national libraries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zlib import error as ZlibError  # noqa: N812

from index.corpus.readers.html_pages import encoding_of, page_values
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_LARGEST_PAGE = 20_000_000  # bytes
_PAGE = re.compile(r"\s*(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the article of each page in the archive.

    Pictures, scripts, redirects, errors and revisit records are skipped. The time of the crawl is a
    bound: a page was published by then. The ``Last-Modified`` date of the server is ignored.

    Raises:
        EOFError: If the archive is truncated, after its complete records.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class Quiet(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # else warcio writes damaged records to standard error

    with file.open() as opened:
        archive = _DecompressedArchive(opened)
        records = Quiet(archive)
        try:
            for one in records:
                kind = _media_type(one)
                if _PAGE.match(kind):
                    yield _article(file, one, kind)
        except ArchiveLoadFailed as error:
            raise file.error(
                f"no web archive ({str(error).strip()[:200]}); fetch it again"
            ) from error
    if archive.cut_off:
        raise EOFError
    if records.err_count:
        yield file.error(
            f"{records.err_count} records are not as long as they say, so that pages may be cut "
            "off or missing; fetch the archive again"
        )


class _DecompressedArchive:
    """The decompressed bytes of an archive, up to any damage.

    warcio would take the end of a truncated compressed file for the end of the archive.
    """

    def __init__(self, archive: Any) -> None:  # noqa: ANN401
        self._archive = archive
        self.cut_off = False

    def read(self, size: int) -> bytes:
        """Return the next bytes; empty at the end or at the point of truncation."""
        try:
            data: bytes = self._archive.read1(size)
        except EOFError:
            self.cut_off = True
            return b""
        return data


def _media_type(one: Any) -> str:  # noqa: ANN401 (warcio has no types)
    """Return the media type of a record's content; empty if the record is not a response."""
    if one.rec_type == "resource":
        return one.rec_headers.get_header("Content-Type") or ""
    if one.rec_type != "response" or one.http_headers is None:
        return ""
    if one.http_headers.get_statuscode() != "200":
        return ""
    return one.http_headers.get_header("Content-Type") or ""


def _article(file: SourceFile, one: Any, kind: str) -> Record | CorpusError:  # noqa: ANN401
    url = one.rec_headers.get_header("WARC-Target-URI") or ""
    url = url.strip().removeprefix("<").removesuffix(">")
    named = url[:200] or "a page"
    try:
        data = _decompressed_page(one)
        charset = _CHARSET.search(kind)
        encoding = encoding_of(data, charset[1] if charset else "")
        values, evidence = page_values(data.decode(encoding, "replace"), url, encoding)
    except (ValueError, ZlibError) as error:
        return file.error(f"{named}: {error}")
    values["id"] = (one.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
    values["not_later_than"] = one.rec_headers.get_header("WARC-Date") or ""
    return Record(values, evidence={**evidence, "not_later_than": "WARC-Date"})


def _decompressed_page(one: Any) -> bytes:  # noqa: ANN401
    """Return a decompressed page.

    Raises:
        ValueError: If the page is larger than any article.
        EOFError: If its end is missing.
    """
    stream = one.content_stream()
    data = bytearray()
    while chunk := stream.read(1 << 16):
        data += chunk
        if len(data) > _LARGEST_PAGE:
            raise ValueError(f"has more than {_LARGEST_PAGE // 10**6} MB")
    while one.raw_stream.read(1 << 16):
        pass  # bytes after a compressed page
    if one.raw_stream.limit > 0:
        raise EOFError
    return bytes(data)
