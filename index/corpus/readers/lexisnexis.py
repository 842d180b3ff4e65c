"""Read HTML and text exports of LexisNexis and Nexis, with many articles per file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.readers.markup import on_one_line, parse
from index.corpus.readers.pieces import date_in, pieces
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

BEGINS = re.compile(
    r"^[ \t\xa0]*(?:\d+ (?:of|de|von|di|van) \d+ DO[CK]UMENT[A-Z]*"
    r"|Do[ck]ument[a-z]* \d+ (?:of|de|von|di|van) \d+)[ \t\xa0\r]*$",
    re.MULTILINE,
)
"""The first line of an article in a text export."""

_BEGINS_IN_HTML = re.compile(r"<DOCFULL>", re.IGNORECASE)
_ENDS_IN_HTML = re.compile(r"</DOCFULL>", re.IGNORECASE)

_LABEL = re.compile(r"([^\W\d_a-zà-ÿ](?:[^\W\d_a-zà-ÿ]|[ \-]){1,30}?)\s?:(?:\s+(.*))?", re.DOTALL)
_ROLES = {
    "author": "BYLINE AUTEUR AUTEURS AUTOR AUTORES VON VERFASSER POR AUTORE DOOR",
    "language": "LANGUAGE LANGUE SPRACHE IDIOMA LINGUA TAAL",
    "url": "URL",
    "id": "ACC-NO ACCESSION-NUMBER",
    "not_later_than": "LOAD-DATE DATE-CHARGEMENT LADEDATUM LADE-DATUM UPDATE FECHA-DE-CARGA",
    "updated": "CORRECTION-DATE",
}
ROLE_OF_LABEL = {label: role for role, labels in _ROLES.items() for label in labels.split()}
_NAMES_BEFORE = """
    SECTION RUBRIQUE RUBRIK RESSORT SECCIÓN SECCION SEZIONE RUBRIEK LENGTH LONGUEUR LÄNGE LONGITUD
    EXTENSIÓN LUNGHEZZA LENGTE DATELINE SERIES COLUMN
"""
_NAMES_AFTER = """
    SUBJECT SUJET THEMA TEMA GRAPHIC ILLUSTRATION GRAFIK PUBLICATION-TYPE TYPE-PUBLICATION PUB-TYPE
    JOURNAL-CODE ZEITUNGS-CODE CODE-JOURNAL DOCUMENT-TYPE TYPE-DOCUMENT COMPANY SOCIETE SOCIÉTÉ
    FIRMA UNTERNEHMEN EMPRESA TICKER SYMBOLE-BOURSIER BÖRSENKÜRZEL INDUSTRY SECTEUR-ACTIVITE BRANCHE
    PERSON PERSONNE PERSONNES GEOGRAPHIC LOCALISATION-GEO GEOGRAPHIE GEOGRAFIE COUNTRY CITY STATE
    ORGANIZATION ORGANISATION ISSN NOTES DISTRIBUTION CATEGORY CORRECTION COPYRIGHT
"""
_BEFORE = frozenset(_NAMES_BEFORE.split())  # labels of fields above the text
_AFTER = frozenset(_NAMES_AFTER.split())
_TEASERS = frozenset(("HIGHLIGHT", "ENCART"))
_DATES = frozenset(("not_later_than", "updated"))
_RIGHTS = re.compile(
    r"\W*(?:copyright\b|©|\(c\)\s|all rights reserved|tous droits|alle rechte|todos los derechos)",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?:\w+\s+){0,2}\b(?:edition|édition|ausgabe|edición|edizione|editie)\b.*"
    r"|correction appended",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b.*")
_SORRY = re.compile(r"We are sorry but there is an error in this document")
_INDENTED = re.compile(r"[ \t\xa0]{8,}")
_GAP = re.compile(r"\r?\n[ \t\xa0\r]*\n")
_BREAK = "\u2028"  # for <br>; newlines of an HTML file mean nothing
_MAX_ABOVE_TITLE = 6  # blocks above the title: rights, source, day
_LONGEST_DATE = 90  # characters of a line with a date


class _Block(NamedTuple):
    """A paragraph.

    Attributes:
        lines: Lines of the paragraph.
        centred: Whether it is centred like the lines of a header.
    """

    lines: list[str]
    centred: bool

    @property
    def text(self) -> str:
        return on_one_line(" ".join(self.lines))


def read_html(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article of an HTML file."""
    for line, piece in pieces(file, _BEGINS_IN_HTML):
        article = _ENDS_IN_HTML.split(piece, maxsplit=1)[0].partition("-->")[2]
        try:
            root = parse(article.removesuffix("<!-- Hide XML section from browser\n"))
            yield _record([*_divisions(root)][1:], line, file)
        except ValueError as error:
            yield file.error(f"no article: {error}", line)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article of a text file."""
    for line, piece in pieces(file, BEGINS):
        yield _record(_blocks(piece), line, file)


def read_text(text: str, file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article of a text in memory."""
    starts = [match.start() for match in BEGINS.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _record(_blocks(text[start:end]), None, file)


def _blocks(piece: str) -> list[_Block]:
    """Return the paragraphs of an article, without its first line."""
    return [
        _Block(one.split("\n"), _INDENTED.match(one) is not None)
        for one in _GAP.split(piece)
        if one.strip()
    ][1:]


def _divisions(root: HtmlElement) -> Iterator[_Block]:
    for division in root.iter("div"):
        if division.find(".//div") is not None:
            continue
        for paragraph in division.iter("p"):
            for gap in paragraph.iter("br"):
                gap.tail = _BREAK + (gap.tail or "")
            own = (str(one) for one in paragraph.itertext())
            lines = [on_one_line(one) for one in "".join(own).split(_BREAK)]
            if any(lines):
                yield _Block([one for one in lines if one], centred=False)


def _record(blocks: list[_Block], line: int | None, file: SourceFile) -> Record | CorpusError:
    if any(_SORRY.search(block.text) for block in blocks[:5]):
        return file.error("the database could not show this article; export it again", line)
    values, at = _header(blocks)
    body: list[str] = []
    ended = False
    for block in blocks[at:]:
        label, value = _labelled(block.text)
        role = ROLE_OF_LABEL.get(label)
        if role:
            values.setdefault(role, date_in(value) if role in _DATES else value)
        ended = ended or role in ("language", *_DATES) or (label in _AFTER and bool(body))
        if label in _TEASERS:
            body.append(value)
        elif not ended and not role and label not in _BEFORE | _AFTER:
            body.append(block.text)
    while body and _RIGHTS.match(body[-1]):
        body.pop()
    values["text"] = "\n\n".join(filter(None, body))
    if not values["text"]:
        return file.error("no text: the article has a header alone", line)
    evidence = {"published": "header", "not_later_than": "load date"}
    return Record(values, line, evidence=evidence)


def _header(blocks: list[_Block]) -> tuple[dict[str, str], int]:
    """Return the header of an article, and the index of the block that follows it.

    The header has the source (perhaps below a line of rights), the day, the edition and the title.
    """
    fields = next((at for at, one in enumerate(blocks) if _is_field(one.text)), len(blocks))
    at, published = next(
        (
            (at, found)
            for at, block in enumerate(blocks[: min(fields, _MAX_ABOVE_TITLE)])
            if (found := next(filter(None, map(day_of, block.lines)), ""))
        ),
        (1, ""),
    )
    names = [
        one.strip()
        for block in blocks[:at]
        for one in block.lines
        if one.strip() and not _RIGHTS.match(one.strip())
    ]
    values = {"published": published, "source_name": names[-1] if names else ""}
    for title in range(at + bool(published), fields):
        block = blocks[title]
        if not block.centred and not _is_edition(block.text):
            return {**values, "title": block.text}, title + 1
    return values, fields


def day_of(line: str) -> str:
    """Return the date of a line with nothing else except a weekday, time or edition."""
    found = date_in(line) if len(line) < _LONGEST_DATE else ""
    beside = _EDITION.sub("", _CLOCK.sub("", line.replace(found, " ")))
    return found if len(beside.split()) <= 1 else ""


def _is_edition(text: str) -> bool:
    return len(text) < _LONGEST_DATE and _EDITION.search(text) is not None


def _is_field(text: str) -> bool:
    label, _ = _labelled(text)
    return bool(label)


def _labelled(text: str) -> tuple[str, str]:
    """Return the label of a field and its value; empty if no known label is found."""
    match = _LABEL.fullmatch(text)
    if match is None:
        return "", ""
    label, value = match[1].strip(), (match[2] or "").strip()
    role = ROLE_OF_LABEL.get(label)
    if role is None:
        return (label, value) if label in _BEFORE | _TEASERS | _AFTER else ("", "")
    if role in _DATES and not (date_in(value) and len(value) < _LONGEST_DATE):
        return "", ""
    return label, value
