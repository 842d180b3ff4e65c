"""Export the cited articles of an answer as references, and its findings as a table."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from index.datatypes import Period
    from qa.datatypes import AnswerData, Citation

NAMES = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}
"""Display names of the styles."""

STYLES = tuple(NAMES)
SUFFIXES = {"bibtex": ".bib", "ris": ".ris", "csl": ".json"}
"""Suffixes of files in each style."""

_BY = re.compile(r"^(?:by|par|von|por|da|door)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:;|,|&|\band\b|\bet\b|\bund\b|\by\b)\s+", re.IGNORECASE)
_TEX = {
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_PARTS = {"day": 3, "month": 2, "year": 1}


def to_style(answer: AnswerData, style: str) -> str:
    """Return the cited articles as text in one of ``STYLES``, ending with a line break.

    Raises:
        ValueError: If the style is unknown.
    """
    if style == "csl":
        return json.dumps(to_csl(answer), ensure_ascii=False, indent=2) + "\n"
    if style not in STYLES:
        raise ValueError(f"there is no style {style[:40]!r}; choose {', '.join(STYLES)}")
    return to_bibtex(answer) if style == "bibtex" else to_ris(answer)


def to_frame(answer: AnswerData) -> pd.DataFrame:
    """Return a table with a row for each citation of each finding.

    The columns are ``finding`` (its number, from 1), ``text``, ``first`` and ``last`` (dates of the
    first and last day of the finding's first period; None without one), ``citation`` (its number),
    and the attributes of the citation.
    """
    import pandas as pd

    rows = []
    for number, finding in enumerate(answer.findings, 1):
        period = next(iter(finding.periods), None)
        for cited in finding.citations:
            citation = answer.citations[cited - 1]
            rows.append(
                {
                    "finding": number,
                    "text": finding.text,
                    "first": period and _known_day(period.start),
                    "last": period and _known_day(period.last),
                    "citation": citation.number,
                    "published": citation.published.isoformat(),
                    "updated": citation.updated and citation.updated.isoformat(),
                    "source": citation.source,
                    "author": citation.author,
                    "title": citation.title,
                    "quote": citation.quote,
                    "start": citation.start,
                    "end": citation.end,
                    "document": citation.document,
                    "url": citation.url,
                    "language": citation.language,
                    "score": citation.score,
                }
            )
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    *("finding", "text", "first", "last", "citation", "published", "updated", "source", "author"),
    *("title", "quote", "start", "end", "document", "url", "language", "score"),
]


def to_csl(answer: AnswerData) -> list[dict[str, Any]]:
    """Return the cited articles as CSL-JSON; quotes are notes, dates as precise as known."""
    items = []
    for citation, quotes in _articles(answer):
        item: dict[str, Any] = {
            "id": citation.document,
            "type": "article-newspaper",
            "title": citation.title,
            "container-title": citation.source,
            "issued": _csl_date(citation.published),
            "language": citation.language,
            "note": " […] ".join(quotes),
        }
        if citation.author:
            item["author"] = [{"literal": name} for name in _author_names(citation.author)]
        if citation.url:
            item["URL"] = citation.url
        items.append(item)
    return items


def to_bibtex(answer: AnswerData) -> str:
    """Return an ``@article`` for each cited article; ``date`` is in EDTF, as precise as known."""
    entries = []
    for citation, quotes in _articles(answer):
        fields = {
            "author": " and ".join(f"{{{_tex(name)}}}" for name in _author_names(citation.author)),
            "title": f"{{{_tex(citation.title)}}}",
            "journaltitle": _tex(citation.source),
            "date": _edtf(citation.published),
            "year": _if_equal(citation.published.start.year, citation.published.last.year),
            "url": re.sub(r"[{}\\\s]", "", citation.url or ""),
            "langid": citation.language,
            "note": _tex(" […] ".join(quotes)),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        entries.append("\n".join([f"@article{{{_citation_key(citation)},", *lines, "}\n"]))
    return "\n".join(entries)


def to_ris(answer: AnswerData) -> str:
    """Return a record of type ``NEWS`` (newspaper article) for each cited article."""
    lines = []
    for citation, quotes in _articles(answer):
        period = citation.published
        day = period.start
        parts = {
            "day": f"{day:%Y/%m/%d}/",
            "month": f"{day:%Y/%m}//",
            "year": f"{day:%Y}///",
        }
        known = period.precision in parts
        records = [
            ("TY", "NEWS"),
            ("ID", citation.document),
            *(("AU", name) for name in _author_names(citation.author)),
            ("TI", citation.title),
            ("T2", citation.source),
            ("PY", _if_equal(period.start.year, period.last.year)),
            ("DA", parts.get(period.precision, "")),
            ("UR", citation.url or ""),
            ("LA", citation.language),
            ("N1", "" if known else f"Published {_in_words(period)}"),
            *(("N1", quote) for quote in quotes),
        ]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in records if value.strip()]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines)


def _articles(answer: AnswerData) -> list[tuple[Citation, list[str]]]:
    """Return the first citation of each article, with all quotes of the article."""
    by_document: dict[str, tuple[Citation, list[str]]] = {}
    for citation in answer.citations:
        _, quotes = by_document.setdefault(citation.document, (citation, []))
        if citation.quote not in quotes:
            quotes.append(citation.quote)
    return [*by_document.values()]


def _csl_date(period: Period) -> dict[str, Any]:
    count = _PARTS.get(period.precision)
    if count:
        return {"date-parts": [_date_parts(period.start)[:count]]}
    if period.precision == "open":
        return {"literal": _in_words(period)}
    return {"date-parts": [_date_parts(period.start), _date_parts(period.last)]}


def _date_parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _edtf(period: Period) -> str:
    """Return a date as biblatex reads it (EDTF, ISO 8601-2), such as ``2020-09-14/2020-09-20``."""
    if period.precision in _PARTS:
        return period.isoformat()
    first, last = _known_day(period.start), _known_day(period.last)
    if first is None and last is None:
        return ""
    return f"{first or '..'}/{last or '..'}"


def _in_words(period: Period) -> str:
    first, last = _known_day(period.start), _known_day(period.last)
    if first is None:
        return f"not later than {last}" if last else "on a day that is not known"
    return f"from {first} to {last}" if last else f"not before {first}"


def _known_day(day: date) -> date | None:
    return None if day == date.min or day.year == date.max.year else day


def _if_equal(first: int, last: int) -> str:
    return str(first) if first == last else ""


def _author_names(author: str) -> list[str]:
    """Return the names in a line of authors."""
    return [name for name in _BETWEEN.split(_BY.sub("", author.strip())) if name.strip()]


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def _citation_key(citation: Citation) -> str:
    """Return a unique key of ASCII characters: source, year and number, as ``lemonde2020-1``."""
    plain = unicodedata.normalize("NFKD", citation.source).encode("ascii", "ignore").decode()
    letters = re.sub(r"[^a-z0-9]", "", plain.lower())[:20] or "article"
    year = _if_equal(citation.published.start.year, citation.published.last.year)
    return f"{letters}{year}-{citation.number}"
