"""Read text exports of ProQuest: many articles per file, each value after its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.languages import language_code
from index.corpus.readers.pieces import date_in, pieces
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_BEGINS = re.compile(r"^_{20,}[ \t\r]*$", re.MULTILINE)
_NUMBER = re.compile(r"Document \d+ of \d+\Z")
_LABEL = re.compile(r"([A-Z][A-Za-z /]{1,40}?):(?:\s+(.*))?\Z", re.DOTALL)
_ROLES = {
    "title": "title",
    "full text": "text",
    "abstract": "abstract",
    "author": "author",
    "publication title": "source",
    "publication date": "published",
    "publication year": "year",
    "language of publication": "language",
    "proquest document id": "id",
    "document url": "url",
    "last updated": "not_later_than",
    "publication info": "",
}
_EVIDENCE = {"published": "header", "year": "header", "not_later_than": "Last updated"}
_OTHER_NAMES = """
    links subject location people company identifier classification pages volume issue section
    column publisher country issn database copyright edition dateline credit notes
"""
_OTHER_PREFIXES = "place of ", "company", "source type", "document ", "publication ", "identifier"
_NAMES = frozenset(_OTHER_NAMES.split())
_PLACE = re.compile(r"\s*[;\[(].*", re.DOTALL)
_NO_TEXT = re.compile(r"(?:not available|none available)\.?\Z", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of a file.

    ``Publication date`` dates an article. ``Last updated``, the day on which the database changed
    its record, is a bound. The search history and the cover contain no article.
    """
    for line, piece in pieces(file, _BEGINS):
        values = _values(piece)
        if values:
            yield Record(values, line + 1, evidence=_EVIDENCE)


def _values(piece: str) -> dict[str, str]:
    """Return the values in a part of a file by role; empty if the part is a cover."""
    found: dict[str, list[str]] = {}
    begun = ""
    head: list[str] = []
    for paragraph in re.split(r"\r?\n[ \t]*\r?\n", piece.split("\n", 1)[-1]):
        text = paragraph.strip()
        match = _LABEL.match(text)
        name = match[1].casefold() if match else ""
        if match and name in _ROLES:
            begun = name
            found.setdefault(name, []).append((match[2] or "").strip())
        elif match and (name.split(" ")[0] in _NAMES or name.startswith(_OTHER_PREFIXES)):
            begun = "other"
        elif begun == "full text":
            found[begun].append(text)
        elif not begun and text and not _NUMBER.match(text):
            head.append(text)
    if "publication date" not in found and "full text" not in found:
        return {}
    values = {role: "\n\n".join(filter(None, found.get(name, ()))) for name, role in _ROLES.items()}
    info = values.pop("")
    values["title"] = values["title"] or "".join(head[:1])
    values["source"] = values["source"] or _PLACE.sub("", info)
    values["published"] = values["published"] or date_in(info)
    values["language"] = language_code(values["language"])
    if _NO_TEXT.match(values["text"]):
        values["text"] = ""
    return {role: value for role, value in values.items() if value}
