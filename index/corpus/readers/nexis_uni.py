"""Read Word and RTF exports of Nexis Uni: each article ends with "End of Document"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.corpus.readers.lexisnexis import ROLE_OF_LABEL, day_of
from index.corpus.readers.pieces import date_in
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_BODY = "Body"
_END = "End of Document"
_AFTER = frozenset(("Classification", "Graphic", "Notes", "Correction"))
_WHOLE_TEXT = "FULL TEXT"  # heading after an abstract
_DATES = "not_later_than", "updated"


def is_export(paragraphs: Sequence[str]) -> bool:
    """Return whether a document is an export of Nexis Uni."""
    return _END in paragraphs and _BODY in paragraphs


def records(paragraphs: Sequence[str], file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article.

    The line below the source dates the article. A cover before the first article, with the day of
    the export and the titles of all articles, is skipped.
    """
    article: list[str] = []
    for paragraph in filter(None, paragraphs):
        if paragraph != _END:
            article.append(paragraph)
            continue
        yield _record(article, file)
        article = []


def _record(article: list[str], file: SourceFile) -> Record | CorpusError:
    if _BODY not in article:
        return file.error(f"{article[0][:80] if article else 'an article'!r} has no body")
    body_at = article.index(_BODY)
    head, body = article[:body_at], article[body_at + 1 :]
    # The last such line: lines of the cover may be dates too.
    at = max((at for at, line in enumerate(head) if day_of(line)), default=None)
    values = _fields(article)
    if at is None:
        at = next((at for at, line in enumerate(head) if ":" in line), len(head))
    else:
        values["published"] = day_of(head[at])
    values["source_name"] = head[at - 1] if at >= 1 else ""
    values["title"] = head[at - 2] if at >= 2 else ""
    if _WHOLE_TEXT in body:
        body = body[body.index(_WHOLE_TEXT) + 1 :]
    end = next((at for at, line in enumerate(body) if _is_end(line)), len(body))
    values["text"] = "\n\n".join(body[:end])
    return Record(values, evidence={"published": "header", "not_later_than": "load date"})


def _fields(article: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in article:
        label, colon, value = line.partition(":")
        role = ROLE_OF_LABEL.get(label.upper()) if colon and len(label) < 20 else None
        if role in _DATES:
            value = date_in(value)
        if role and value.strip():
            values.setdefault(role, value.strip())
    return values


def _is_end(line: str) -> bool:
    return line in _AFTER or line.startswith("Load-Date:")
