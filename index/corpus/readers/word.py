"""Read Word and RTF: exports of Nexis Uni and Factiva with many articles, and single documents."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from index.corpus.manifests import document
from index.corpus.readers import factiva, lexisnexis, nexis_uni
from index.corpus.sources import MAX_WHOLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.records import Record
    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_TITLES = "Title", "Heading 1"


def read_docx(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of a Word file: those of a Nexis Uni export, else the whole document.

    The dates in the file's properties are not used: they are those of its template.

    Raises:
        CorpusError: If the file is not a Word file.
    """
    import docx
    from docx.opc.exceptions import OpcError

    damage = (
        *(zipfile.BadZipFile, zlib.error, OpcError, SyntaxError, RuntimeError),
        *(ValueError, LookupError, AttributeError, TypeError),  # of malformed parts
        RecursionError,  # of nested tables
    )
    data = file.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > MAX_WHOLE_BYTES:
            raise file.error(f"unpacks to {size // 10**6} MB; split it")
        content = docx.Document(io.BytesIO(data))
        paragraphs = [text for text, _ in _styled_paragraphs(content)]
        titles = [text for text, style in _styled_paragraphs(content) if style in _TITLES and text]
    except damage as error:
        raise file.error("no Word file (.docx) that can be read; save it again") from error
    if nexis_uni.is_export(paragraphs):
        yield from nexis_uni.records(paragraphs, file)
    else:
        text = "\n\n".join(filter(None, paragraphs))
        yield document(file, text, {"title": next(iter(titles), "")}, {})


def _styled_paragraphs(container: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (a document or a cell)
    """Yield paragraphs and their styles, including those in tables, in document order."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    yield from _styled_paragraphs(cell)
        else:
            style = block.style.name if block.style is not None else ""
            yield block.text.strip(), style or ""


def read_rtf(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of an RTF file: those of a database's export, else the whole document.

    Raises:
        CorpusError: If the file is not RTF.
    """
    from striprtf.striprtf import rtf_to_text

    data = file.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise file.error("no RTF file; save it again")
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError, RecursionError) as error:
        raise file.error("no RTF file that can be read; save it again") from error
    lines = [line.strip() for line in text.split("\n")]
    if nexis_uni.is_export(lines):
        yield from nexis_uni.records(lines, file)
    elif lexisnexis.BEGINS.search(text):
        yield from lexisnexis.read_text(text, file)
    elif factiva.is_export(lines):
        yield from factiva.read_text(lines)
    else:
        yield document(file, text.strip(), {}, {})
