"""Read PDF: one article per file, dated by a manifest or by metadata of its publisher."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Any

from index.corpus.manifests import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.records import Record
    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_PDFIUM = Lock()  # PDFium has one state for all threads
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_ISSUED = re.compile(
    r"(?P<name>prism:publicationDate|prism:coverDate|dcterms:issued)\b"
    r"(?:[^<>]*>|\s*=\s*[\"'])\s*(?P<date>\d{4}[^<\"']*)"
)
_FILE_TITLE = re.compile(r"microsoft|untitled|.*\.\w{2,5}\s*$|.*[\\/]|\W*$", re.IGNORECASE)
_HYPHENATED = re.compile("[\x02\xad\ufffe]\r?\n?")  # how PDFium marks a hyphen at a line end


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the single article of a file.

    The creation and modification dates of a PDF are not used: a page is typeset before its
    publication, and a copy may be made years later. Dates of publication in PRISM and Dublin Core
    are trusted.

    Raises:
        CorpusError: If the file is not a PDF, or is protected by a password.
    """
    data = file.read()
    text, title = _text(data, file)
    own, evidence = {"title": title}, {}
    for packet in _PACKET.findall(data):
        if match := _ISSUED.search(packet.decode("utf-8", "replace")):
            own["published"], evidence["published"] = match["date"].strip(), match["name"]
            break
    yield document(file, text, own, evidence)


def _text(data: bytes, file: SourceFile) -> tuple[str, str]:
    import pypdfium2

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(data)
            try:
                pages = [_page_text(pdf, number) for number in range(len(pdf))]
                title = pdf.get_metadata_value("Title").strip()
            finally:
                pdf.close()
        except pypdfium2.PdfiumError as error:
            raise file.error(
                f"no PDF that can be read ({str(error)[:100].rstrip('.')}); if it has a password, "
                "take it off"
            ) from error
    text = "\n\n".join(filter(None, pages))
    return text, "" if _FILE_TITLE.match(title) else title


def _page_text(pdf: Any, number: int) -> str:  # noqa: ANN401 (a document of PDFium)
    page = pdf[number]
    try:
        content = page.get_textpage()
        try:
            text = _HYPHENATED.sub("", str(content.get_text_bounded()))
        finally:
            content.close()
    finally:
        page.close()
    return text.replace("\r\n", "\n").strip()
