"""Read agency news in XML before NewsML-G2: NITF, and NewsML 1 that contains it (IPTC)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.corpus.readers.agency_items import body_of, dated, withheld
from index.corpus.readers.xml_streams import elements, line_number_of, local_name
from index.corpus.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_XML = "{http://www.w3.org/XML/1998/namespace}"
_NO_ARTICLES = frozenset(
    ("caption", "photo", "picture", "graphic", "thumbnail", "preview", "title", "headline")
)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of a file in NITF.

    The day of publication is that of ``pubdata`` or ``date.issue``, or that of the release if it
    was later. Items that are withheld or not yet released are reported.

    Raises:
        CorpusError: If the file is not XML.
    """
    for item in elements(file, ("nitf",)):
        values, evidence = _of_nitf(item)
        release = _attribute(item, "date.release", "norm")
        status = _attribute(item, "docdata", "management-status")
        reason = withheld(status, release, file.options.timezone)
        version = _attribute(item, "du-key", "version")
        values, evidence = dated(values, evidence, version, release)
        if evidence.get("published") == "field embargoed":
            evidence["published"] = "field date.release"
        name = values.get("id", "the item")
        yield Record(
            values,
            line_number_of(item),
            evidence=evidence,
            withheld=_reason_with_name(name, reason),
        )


def _of_nitf(item: _Element) -> tuple[dict[str, Any], dict[str, str]]:
    printed = _attribute(item, "pubdata", "date.publication")
    title = _text(item, "hl1") or _text(item, "hedline") or _text(item, "title")
    values: dict[str, Any] = {
        "id": _attribute(item, "doc-id", "id-string"),
        "title": title,
        "source_name": _attribute(item, "pubdata", "name")
        or _attribute(item, "doc-id", "regsrc")
        or _text(item, "distributor")
        or _attribute(item, "doc.copyright", "holder"),
        "language": item.get(f"{_XML}lang") or _attribute(item, "body", f"{_XML}lang"),
        "author": _text(item, "byline"),
        "published": printed or _attribute(item, "date.issue", "norm"),
        "updated": None,
        "url": _attribute(item, "pubdata", "ex-ref"),
    }
    values["text"] = body_of(item, title)
    evidence = {"published": f"field {'date.publication' if printed else 'date.issue'}"}
    return values, {**evidence, "updated": "field date.issue"}


def read_newsml(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the items of NewsML 1 that have a text, each a version of its article.

    Raises:
        CorpusError: If the file is not XML.
    """
    for item in elements(file, ("NewsItem",)):
        title = _text(item, "HeadLine") or _text(item, "NewsLine")
        language = _attribute(item, "Language", "FormalName") or item.get(f"{_XML}lang")
        values: dict[str, Any] = {
            "id": _identity(item),
            "title": title,
            "source_name": _party(item, "Source") or _party(item, "Provider"),
            "language": language,
            "author": _text(item, "ByLine") or _party(item, "Creator"),
            "published": _text(item, "FirstCreated"),
            "updated": _text(item, "ThisRevisionCreated"),
            "text": _content(item, title),
        }
        if not values["text"]:
            continue
        reason = withheld(_attribute(item, "Status", "FormalName"), None, "")
        evidence = {"published": "field FirstCreated", "updated": "field ThisRevisionCreated"}
        values, evidence = dated(values, evidence, _text(item, "RevisionId"), None)
        name = values.get("id", "the item")
        yield Record(
            values,
            line_number_of(item),
            evidence=evidence,
            withheld=_reason_with_name(name, reason),
        )


def _reason_with_name(name: str, reason: str) -> str:
    return f"{name[:200]!r} {reason}" if reason else ""


def _identity(item: _Element) -> str:
    """Return the identifier that all versions of an item share, without version number."""
    parts = [_text(item, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    return ":".join(["urn:newsml", *parts]) if all(parts) else _text(item, "PublicIdentifier")


def _party(item: _Element, name: str) -> str:
    for one in _all(item, name):
        if party := _attribute(one, "Party", "FormalName"):
            return party
    return ""


def _content(item: _Element, title: str) -> str:
    """Return the texts of an item joined, such as the lead and the body in Belga's news."""
    found: list[str] = []
    for content in _all(item, "DataContent"):
        roles = {
            str(one.get("FormalName", "")).casefold()
            for parent in content.iterancestors()
            for one in parent
            if local_name(one) in ("Role", "MediaType")
        }
        if roles & _NO_ARTICLES:
            continue
        plain = "".join(map(str, content.itertext())).strip()
        text = body_of(content, title) if len(content) else plain
        if text and text not in found:
            found.append(text)
    return "\n\n".join(found)


def _all(item: _Element, name: str) -> list[_Element]:
    return [one for one in item.iter() if local_name(one) == name]


def _text(item: _Element, name: str) -> str:
    found = (" ".join("".join(map(str, one.itertext())).split()) for one in _all(item, name))
    return next(filter(None, found), "")


def _attribute(item: _Element, name: str, attribute: str) -> str:
    return next(filter(None, (one.get(attribute, "").strip() for one in _all(item, name))), "")
