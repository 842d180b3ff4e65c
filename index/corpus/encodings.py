"""Detect the encoding of files by byte order mark, content, declaration or statistics."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark is its prefix
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NO_TEXT = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a file of Excel or Word (.xls, .doc)",
    b"PK\x03\x04": "a file of Excel or Word, or a zip archive",
    b"%PDF-": "a PDF",
    b"\x1f\x8b\x08": "packed by gzip",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"\xfd7zXZ\0": "packed by xz",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\0": "a database of SQLite",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})"""
    rb"""|<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd]")
_SAMPLE = 100_000  # bytes before and after the first byte that is not UTF-8
_MIN_CONFIDENCE = 0.01  # chardet's confidence: .05 for a short line, .002 for noise


class Decoding(NamedTuple):
    """How the bytes of a file are decoded.

    Attributes:
        encoding: The name of a codec.
        errors: ``surrogateescape`` if single bytes of UTF-8 are damaged; then only the articles
            that contain them are rejected.
    """

    encoding: str
    errors: str = "strict"


def decoding_of(head: bytes, chunks: Iterable[bytes]) -> Decoding | None:
    """Return how to decode a file; None if the encoding cannot be determined.

    Args:
        head: First bytes of the file.
        chunks: All chunks of the file; the last one is empty.
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return Decoding(encoding)
    if wide := _wide(head):
        return Decoding(wide)
    before, bad = _first_that_is_not_utf_8(chunks)
    if bad is None:
        return Decoding("utf-8")
    if _has_utf_8(before) or _has_utf_8(bad[1:]):
        return Decoding("utf-8", "surrogateescape")
    found = declared_encoding(head) or _likeliest(before[-_SAMPLE:] + bad)
    return Decoding(found) if found else None


def _first_that_is_not_utf_8(chunks: Iterable[bytes]) -> tuple[bytes, bytes | None]:
    """Return samples on either side of the first byte that is not UTF-8.

    The second sample is None if there is no such byte.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    for chunk in chunks:
        kept = decoder.getstate()[0]
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            data = kept + chunk
            return before + data[: error.start], data[error.start : error.start + _SAMPLE]
        before = chunk[-_SAMPLE:]
    return before, None


def _likeliest(sample: bytes) -> str:
    """Return the most likely encoding of a sample; empty if none is likely."""
    import chardet

    found = chardet.detect(sample)
    encoding, confidence = found.get("encoding"), found.get("confidence") or 0.0
    if encoding is None or confidence < _MIN_CONFIDENCE:
        return ""
    try:
        return "" if _is_noise(sample.decode(encoding, "replace")) else encoding
    except LookupError:
        return ""


def kind_of_bytes(head: bytes) -> str:
    """Return the kind of a binary file, by its first bytes; empty for any other file."""
    return next((kind for mark, kind in _NO_TEXT.items() if head.startswith(mark)), "")


def declared_encoding(head: bytes) -> str:
    """Return the encoding that markup declares; empty if none is usable.

    ISO 8859-1 is decoded as Windows-1252, as in browsers (WHATWG Encoding, 4.2).

    Args:
        head: First bytes of the markup, which is not UTF-8.
    """
    match = _DECLARED.search(head) if head.lstrip()[:1] == b"<" else None
    if match is None:
        return ""
    return usable_encoding((match[1] or match[2]).decode("ascii", "ignore"))


def usable_encoding(name: str) -> str:
    """Return the codec for a declared encoding, which cannot be UTF-8 or UTF-16."""
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError):  # unknown, or not an encoding of text
        return ""
    if found in ("iso8859-1", "ascii"):
        return "cp1252"
    return "" if found.startswith("utf") else found


def _wide(head: bytes) -> str:
    """Return a UTF-16 codec if every other byte is NUL, as in Latin text without a mark."""
    if len(head) < 4 or head.count(0) * 3 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _has_utf_8(data: bytes) -> bool:
    """Return whether the bytes have well-formed multi-byte characters of UTF-8."""
    text = data.decode("utf-8", "ignore")
    return any(letter > "\x7f" for letter in text)


def _is_noise(text: str) -> bool:
    return len(_CONTROLS.findall(text)) * 50 > len(text)
