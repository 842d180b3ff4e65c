"""Read EPUB: one article per file, dated by a manifest or by its package metadata."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from index.corpus.manifests import document
from index.corpus.sources import MAX_WHOLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.records import Record
    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_DAMAGE = zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, ValueError, KeyError
_CONTAINER = "META-INF/container.xml"
_BODY = re.compile(r"<body\b[^<>]*>(.*?)(?:</body>|\Z)", re.DOTALL | re.IGNORECASE)
_UNKNOWN_YEAR = "0101"  # as Calibre writes it
_ROLES = {
    "title": "title", "creator": "author", "language": "language", "publisher": "source_name",
}  # fmt: skip
_EVENTS = {"": "published", "publication": "published", "modification": "updated"}


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the single article of a file: all its chapters, in reading order.

    Raises:
        CorpusError: If the file is not an EPUB, or is too large.
    """
    try:
        with file.open() as data, zipfile.ZipFile(data) as parts:
            size = sum(part.file_size for part in parts.infolist())
            if size > MAX_WHOLE_BYTES:
                raise file.error(f"unpacks to {size // 10**6} MB; split it")
            path = _xml(parts.read(_CONTAINER)).xpath(
                "string(//*[local-name()='rootfile']/@full-path)"
            )
            package = _xml(parts.read(str(path)))
            names = dict.fromkeys(_spine(package, str(path)))  # without repetitions
            chapters = [_chapter(parts, name) for name in names]
    except _DAMAGE as error:
        raise file.error("no EPUB that can be read; fetch it again") from error
    evidence = {"published": "dc:date", "updated": "dc:date"}
    yield document(file, "\n".join(chapters), _metadata(package), evidence)


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _spine(package: etree._Element, path: str) -> list[str]:
    hrefs = {
        str(one.get("id")): str(one.get("href"))
        for one in package.iterfind(".//{*}manifest/{*}item")
        if "html" in str(one.get("media-type"))
    }
    wanted = (
        hrefs.get(str(one.get("idref"))) for one in package.iterfind(".//{*}spine/{*}itemref")
    )
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href)))
            for href in wanted if href]  # fmt: skip


def _chapter(parts: zipfile.ZipFile, name: str) -> str:
    text = parts.read(name).decode("utf-8", "replace")
    match = _BODY.search(text)
    return match[1] if match else ""


def _metadata(package: etree._Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for one in package.iterfind(".//{*}metadata/{http://purl.org/dc/elements/1.1/}*"):
        name, text = etree.QName(one).localname, (one.text or "").strip()
        if name == "date" and not text.startswith(_UNKNOWN_YEAR):
            event = next(
                (str(value) for key, value in one.items() if str(key).endswith("event")), ""
            )
            role = _EVENTS.get(event, "")
        else:
            role = _ROLES.get(name, "")
        if role and text:
            values.setdefault(role, text)
    for one in package.iterfind(".//{*}meta[@property='dcterms:modified']"):
        values.setdefault("updated", (one.text or "").strip())
    return values
