"""Read the XML of Factiva's APIs, and of old exports of its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.corpus.readers.markup import on_one_line
from index.corpus.readers.xml_streams import elements, line_number_of, local_name
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_ROLES = {
    "id": "accessionNo", "title": "headline", "published": "publicationDate",
    "source_name": "sourceName", "language": "baseLanguage", "author": "byline",
}  # fmt: skip
_EVIDENCE = {"published": "field publicationDate"}


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article.

    Raises:
        CorpusError: If the file is not XML.
    """
    for article in elements(file, ("article",)):
        values = {
            role: on_one_line(" ".join(_texts(article, name))) for role, name in _ROLES.items()
        }
        values["text"] = Verbatim(
            "\n\n".join(
                on_one_line(one)
                for name in ("leadParagraph", "tailParagraphs")
                for one in _texts(article, name)
            )
        )
        yield Record(values, line_number_of(article), evidence=_EVIDENCE)


def _texts(article: _Element, name: str) -> list[str]:
    """Return the paragraphs of a field, or its text if it has no paragraphs."""
    found: list[str] = []
    for field in article:
        if local_name(field) == name:
            inner = [one for one in field.iter() if local_name(one) == "paragraph"] or [field]
            found += ["".join(map(str, one.itertext())) for one in inner]
    return [one for one in found if one.strip()]
