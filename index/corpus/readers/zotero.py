"""Read Zotero libraries as CSV, and references as RIS; abstracts serve as texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.corpus.readers import delimited
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_COLUMNS = {
    "Key": "id",
    "Title": "title",
    "Date": "published",
    "Publication Title": "source_name",
    "Url": "url",
    "Language": "language",
    "Author": "author",
    "Abstract Note": "text",
}
"""Columns of Zotero's CSV. ``Date Added``, ``Date Modified`` and ``Access Date`` are dates of the
entry in the library. They are bounds, not dates of publication or update."""

_BOUNDS = "Access Date", "Date Added", "Date Modified"
_NO_TEXTS = frozenset(("attachment", "note", "annotation"))

_RIS = re.compile(r"\ufeff?([A-Z][A-Z0-9])  ?-(?: (.*))?")
_RIS_ROLES = {
    "TI": "title", "T1": "title", "T2": "source_name", "JO": "source_name", "JF": "source_name",
    "PB": "publisher", "UR": "url", "LA": "language", "ID": "id", "AN": "id", "AB": "text",
    "N2": "text", "DA": "published", "PY": "publication_year", "Y1": "publication_year",
    "Y2": "not_later_than",
}  # fmt: skip
_RIS_DATES = {
    "published": "field DA", "publication_year": "field PY", "not_later_than": "field Y2",
}  # fmt: skip
_AUTHORS = "AU", "A1"
_RIS_DATE = re.compile(r"(\d{4})(?:/(\d{1,2})?(?:/(\d{1,2})?(?:/(.*))?)?)?")


def read_csv(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each entry of a library; its text is its abstract."""
    for found in delimited.read(file):
        if not isinstance(found, Record):
            yield found
        elif str(found.values.get("Item Type", "")).casefold() not in _NO_TEXTS:
            values = {role: found.values.get(name, "") for name, role in _COLUMNS.items()}
            values["not_later_than"] = next(
                filter(None, (found.values.get(name) for name in _BOUNDS)), ""
            )
            evidence = {"published": "field Date", "not_later_than": "entry in the library"}
            yield Record(_authors(values), found.line, evidence=evidence)


def read_ris(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each reference, from ``TY`` to ``ER``."""
    begins = 0
    lines: list[tuple[str, str]] = []
    with file.open_text() as text:
        for number, content in enumerate(text, 1):
            match = _RIS.fullmatch(content.rstrip("\r\n"))
            tag, value = (match[1], match[2] or "") if match else ("", content)
            if tag == "TY":
                if begins:
                    yield file.error("the reference does not end with ER; add it", begins)
                begins, lines = number, []
            elif not begins:
                if content.strip("\ufeff \t\r\n"):
                    yield file.error("stands before TY, with which a reference begins", number)
            elif tag == "ER":
                yield _reference(lines, begins)
                begins = 0
            else:
                lines.append((tag, value.strip()))
    if begins:
        yield file.error("the last reference does not end with ER; it may be cut off", begins)


def _reference(lines: list[tuple[str, str]], begins: int) -> Record:
    """Return the record of a reference; a line without a tag continues the previous line."""
    values: dict[str, Any] = {}
    authors: list[str] = []
    role = ""
    for tag, value in lines:
        if not tag:
            values |= {role: f"{values[role]}\n{value}"} if role and value else {}
            continue
        if tag in _AUTHORS:
            authors.append(_in_order(value))
        role = _RIS_ROLES.get(tag, "")
        if role in values:
            role = ""
        elif role:
            values[role] = value
    for name in _RIS_DATES:
        if match := _RIS_DATE.fullmatch(values.get(name, "")):
            values[name] = "-".join(f"{int(part):02}" for part in match.groups()[:3] if part)
    return Record({**values, "author": authors}, begins, evidence=_RIS_DATES)


def _authors(values: dict[str, Any]) -> dict[str, Any]:
    names = [_in_order(name) for name in str(values["author"]).split(";")]
    return {**values, "author": [name for name in names if name]}


def _in_order(name: str) -> str:
    """Return "Ann Writer" for "Writer, Ann"."""
    family, _, given = name.strip().partition(",")
    return f"{given.strip()} {family.strip()}".strip()
