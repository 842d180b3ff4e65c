"""Read HTML exports of Europresse, with many articles per file (layouts since 2013)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.readers.markup import line_of, parse, source_of, with_class
from index.corpus.readers.pieces import date_in, pieces
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
_NUMBER = re.compile(r"\bnews\W\d{8}\W\w+\W\w+", re.IGNORECASE)
_DAY = re.compile(r"news\W(\d{8})\b", re.IGNORECASE)
_ISSUE = re.compile(r",?\s+(?:no|n°|nº|nr|núm|num)\.?\s*\d.*", re.IGNORECASE)
_ISSUED = re.compile(
    r"(?:Date d['’]émission|Issue date|Date of issue|Issued on|Fecha de emisión)\s*:\s*(\S+)",
    re.IGNORECASE,
)
_TEXTS = "docOcurrContainer", "DocText"


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article.

    The article is dated by its header, which gives the day of the issue. The document number
    contains a day too, which may be the day before, when the issue went online. It is used if the
    header has no date. The day of the export is a bound.
    has none. The day of the export is a bound.
    """
    for line, piece in pieces(file, _ARTICLE):
        try:
            yield _record(parse(piece), line)
        except ValueError as error:
            yield file.error(f"no article: {error}", line)


def _record(root: HtmlElement, line: int) -> Record:
    all_of_it = str(root.text_content())
    number = _document_number(root) or next(iter(_NUMBER.findall(all_of_it)), "")
    header = _first(root, "DocHeader")
    published, evidence = date_in(header), "header"
    if not published and number:
        day = _DAY.search(number)
        published, evidence = day[1] if day else "", "number of the document"
    issued = line_of(next(iter(root.xpath("//*[@id='PubliC_lblEndDate']")), None))
    match = _ISSUED.search(all_of_it)
    values = {
        "id": number,
        "published": published,
        "not_later_than": issued or (match[1] if match else ""),
        "title": _first(root, "titreArticleVisu") or _first(root, "titreArticle"),
        "text": _text(root),
        "source_name": _ISSUE.sub("", _first(root, "DocPublicationName")),
        "author": _author(root),
        "url": next(iter(root.xpath("//*[contains(@class, 'UrlRef')]//a/@href")), ""),
    }
    evidences = {"published": evidence, "not_later_than": "export"}
    return Record(values, line, evidence=evidences)


def _document_number(root: HtmlElement) -> str:
    named = root.xpath("//*[@id='PubliC_lblNodoc']") or with_class(root, "publiC-lblNodoc")
    return line_of(next(iter(named), None))


def _first(root: HtmlElement, name: str) -> str:
    return next(filter(None, map(line_of, with_class(root, name))), "")


def _text(root: HtmlElement) -> str:
    for name in _TEXTS:
        if found := with_class(root, name):
            return source_of(found)
    return source_of(root.xpath("//section"))


def _author(root: HtmlElement) -> str:
    for name in ("docAuthors", "sm-margin-bottomNews"):
        if author := _first(root, name):
            return author
    beside = root.xpath(
        "//header//div[contains(concat(' ', @class, ' '), ' titreArticle ')]"
        "/following-sibling::div[not(@class)][1]"
    )
    return line_of(next(iter(beside), None))
