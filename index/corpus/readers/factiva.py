"""Read HTML, RTF and text exports of Factiva, with or without field codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.languages import language_code
from index.corpus.readers.markup import line_of, on_one_line, parse, source_of, with_class
from index.corpus.readers.pieces import date_in, pieces
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_ARTICLE = re.compile(r"<div\b[^>]*\bclass\s*=\s*[\"']?article(?=[\s\"'>])[^>]*>", re.IGNORECASE)
_LANGUAGE = re.compile(r"\b([a-z]{2})Article\b")
_DOCUMENT = r"(?:Do[ck]umento?|文件|文档|文書|ドキュメント|문서|Документ)"  # in its languages
_NUMBER = re.compile(rf"(?<!\w){_DOCUMENT}\s+([A-Za-z0-9]{{12,}})\s*$")
_NAMED = re.compile(rf"(?:{_DOCUMENT}\s+)?(\S+)\s*")
_END = re.compile(rf"[ \t]*{_DOCUMENT}[ \t]+([A-Za-z0-9]{{12,}})\s*")
_WORDS = re.compile(r"\d[\d.,\s]*[^\W\d_]+")  # "1,234 words", "295 mots", "65 語"
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s*[A-Z]{2,4})?", re.IGNORECASE)
_RIGHTS = re.compile(r"\W*(?:\(c\)|©|copyright\b)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|Par|Von|Por|Di|Door)\s+(?=\S)")
_NAMES_OF_CODES = """
    ART AN AU BY CO CLM CR CX CT CY DL ED ET GC HD IN IPC IPD LA LP NGC NS PD PG PUB RE RF RST SC SE
    SN TD VOL WC
"""
_CODES = frozenset(_NAMES_OF_CODES.split())
_FIELD = re.compile(r"[ \t]*([A-Z]{2,3})(?:[ \t\xa0]{2,}|\t|[ \t\xa0]*$)(.*)", re.DOTALL)
_ROLES = {
    "HD": "title", "PD": "published", "SN": "source_name", "BY": "author", "LA": "language",
}  # fmt: skip
_EVIDENCE = {"published": "field PD"}
_HEADER = {"published": "header"}


def read_html(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article of an HTML file."""
    for line, piece in pieces(file, _ARTICLE):
        try:
            yield _of_html(with_class(parse(piece), "article")[0], line)
        except (ValueError, IndexError) as error:
            yield file.error(f"no article: {error}", line)


def _of_html(article: HtmlElement, line: int) -> Record:
    coded = _table_fields(article)
    values = _of_codes(coded) if coded else _of_divisions(article)
    if match := _LANGUAGE.search(article.get("class") or ""):
        values["language"] = match[1]
    return Record(values, line, evidence=_EVIDENCE if coded else _HEADER)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield a record for each article of a text file."""
    with file.open_text() as text:
        yield from read_text(text)


def is_export(lines: Sequence[str]) -> bool:
    """Return whether a text is an export of Factiva: it has field codes or document numbers."""
    return any(map(_END.fullmatch, lines)) or {"HD", "PD"} <= {*map(_code, lines)}


def read_text(lines: Iterable[str]) -> Iterator[Record]:
    """Yield a record for each article of a text; "Document ABC…" ends each article."""
    article: list[str] = []
    begins = 1
    for number, line in enumerate(lines, 1):
        if not article and not line.strip("\ufeff \t\r\n\f"):
            begins = number + 1
            continue
        article.append(line.strip("\ufeff\f").rstrip())
        field = _FIELD.fullmatch(article[-1])
        numbered = _NAMED.fullmatch(field[2]) if field and field[1] == "AN" else None
        if match := numbered or _END.fullmatch(article[-1]):
            yield _of_lines(article, begins, match[1])
            article, begins = [], number + 1
    if any(map(_WORDS.fullmatch, article)) or any(map(_code, article)):
        yield _of_lines(article, begins, "")


def _code(line: str) -> str:
    match = _FIELD.fullmatch(line)
    return match[1] if match and match[1] in _CODES else ""


def _of_lines(lines: list[str], begins: int, number: str) -> Record:
    if "HD" in map(_code, lines):
        fields: dict[str, list[str]] = {}
        code = ""
        for line in lines:
            match = _FIELD.fullmatch(line)
            if match and match[1] in _CODES and match[1] not in fields:
                code = match[1]
                fields[code] = [match[2].strip()]
            elif code:
                fields[code].append(line.strip())
        values = _of_codes({code: "\n".join(found).strip() for code, found in fields.items()})
        return Record({**values, "id": number}, begins, evidence=_EVIDENCE)
    values = _of_header([line.strip() for line in lines if not _END.fullmatch(line)])
    return Record({**values, "id": number}, begins, evidence=_HEADER)


def _table_fields(article: HtmlElement) -> dict[str, str]:
    """Return the fields of a table by code; texts as HTML."""
    fields: dict[str, str] = {}
    for row in article.iter("tr"):
        cells = row.findall("td")
        code = line_of(cells[0]) if len(cells) > 1 else ""
        if code in _CODES and code not in fields:
            fields[code] = source_of(cells[1:]) if code in ("LP", "TD") else line_of(cells[1])
    return fields if "PD" in fields or "HD" in fields else {}


def _of_codes(fields: dict[str, str]) -> dict[str, str]:
    values = {role: fields[code] for code, role in _ROLES.items() if code in fields}
    values["published"] = date_in(values.get("published", ""))
    values["text"] = "\n\n".join(fields[code] for code in ("LP", "TD") if fields.get(code))
    if match := _NAMED.fullmatch(fields.get("AN", "")):
        values["id"] = match[1]
    return {role: one if role == "text" else on_one_line(one) for role, one in values.items()}


def _of_divisions(article: HtmlElement) -> dict[str, str]:
    """Parse an article without codes: its header is a list of lines in a fixed order."""
    title = next(iter(article.xpath(".//*[contains(@class, 'Headline')]")), article.find(".//b"))
    paragraphs = article.xpath(".//p[contains(@class, 'articleParagraph')]")
    lines = [line_of(one) for one in article.xpath(".//div[not(@class)][not(.//div)]")]
    values = _of_header([line for line in lines if line])
    if match := _NUMBER.search(str(article.text_content())):
        values["id"] = match[1]
    return {**values, "title": line_of(title), "text": source_of(paragraphs)}


def _of_header(lines: list[str]) -> dict[str, str]:
    """Parse lines: section, headline, byline, word count, date, time, source, code, language.

    The text follows the line of rights.
    """
    pivot = next((at for at, line in enumerate(lines) if _is_pivot(lines, at)), None)
    if pivot is None:
        return {"title": lines[0] if lines else "", "text": "\n".join(lines[1:])}
    before = [line for line in lines[:pivot] if line]
    byline = before.pop() if before and _BYLINE.match(before[-1]) else ""
    source_at = pivot + 2
    if source_at < len(lines) and _CLOCK.fullmatch(lines[source_at]):
        source_at += 1
    text_at = next(
        (at + 1 for at in range(source_at, len(lines)) if _RIGHTS.match(lines[at])), None
    )
    if text_at is None:  # no line of rights: the text follows the first empty line
        gaps = (at + 1 for at in range(source_at, len(lines)) if not lines[at])
        text_at = next(gaps, len(lines))
    header = lines[source_at:text_at]
    return {
        "published": date_in(lines[pivot + 1]),
        "title": before[-1] if before else "",
        "author": _BYLINE.sub("", byline),
        "source_name": header[0] if header else "",
        "language": next(filter(None, map(language_code, header[2:])), ""),
        "text": "\n".join(lines[text_at:]).strip(),
    }


def _is_pivot(lines: list[str], at: int) -> bool:
    return (
        _WORDS.fullmatch(lines[at]) is not None
        and at + 1 < len(lines)
        and bool(date_in(lines[at + 1]))
        and len(lines[at + 1]) < 60
    )
