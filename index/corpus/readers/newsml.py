"""Read agency news in XML: NewsML-G2 (IPTC)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.corpus.readers.agency_items import body_of, dated, withheld
from index.corpus.readers.xml_streams import elements, line_number_of, local_name
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_XML = "{http://www.w3.org/XML/1998/namespace}"
_PUBLISHED = "contentCreated", "firstCreated"


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the text items, each a version of its article.

    Items that are withheld, canceled or under embargo are not articles, and replace earlier
    versions. The end of an embargo is the time of publication. Notes to editors are ignored.

    Raises:
        CorpusError: If the file is not XML.
    """
    whole = sum(1 for _, _ in zip(elements(file, ("newsItem",)), range(2), strict=False)) == 1
    for item in elements(file, ("newsItem",)):
        if not _is_text(item):
            continue
        values, evidence = _values(item)
        if not values.get("text") and _coded(item, "itemClass").endswith("composite"):
            continue  # a set of events, or of search results
        reason = withheld(
            _coded(item, "pubStatus"), _property_value(item, "embargoed"), file.options.timezone
        )
        yield Record(
            values,
            line_number_of(item),
            whole=whole,
            evidence=evidence,
            withheld=reason and f"{item.get('guid', '')[:200]!r} {reason}",
        )


def _is_text(item: _Element) -> bool:
    kind = _coded(item, "itemClass")
    return not kind or kind.rpartition(":")[2] in ("text", "composite")


def _find(item: _Element, *path: str) -> _Element | None:
    """Return the first element at a path of local names in the item itself, not in a nested set."""
    found: list[_Element] = [item]
    for name in path:
        found = [
            one for parent in found for one in parent.iterchildren() if local_name(one) == name
        ]
    return found[0] if found else None


def _property_value(item: _Element, name: str) -> str:
    """Return the value of a property of the item or of its content; empty if there is none."""
    for part in ("itemMeta", "contentMeta"):
        if (element := _find(item, part, name)) is not None and (text := _text(element)):
            return text
    return ""


def _coded(item: _Element, name: str) -> str:
    element = _find(item, "itemMeta", name)
    return (element.get("qcode") or element.get("uri") or "") if element is not None else ""


def _text(element: _Element) -> str:
    return " ".join("".join(str(one) for one in element.itertext()).split())


def _party_name(item: _Element, *path: str) -> str:
    """Return the name of a party: its name element, else its code or its text."""
    element = _find(item, *path)
    if element is None:
        return ""
    name = _find(element, "name")
    code = (element.get("qcode") or "").rpartition(":")[2]
    return (_text(name) if name is not None else _text(element)) or element.get("literal") or code


def _values(item: _Element) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of an item by role, and the origins of its dates."""
    first = next((name for name in _PUBLISHED if _property_value(item, name)), "")
    version = _property_value(item, "versionCreated")
    modified = "" if version else _property_value(item, "contentModified")
    language = _find(item, "contentMeta", "language")
    title = _property_value(item, "headline") or _property_value(item, "title")
    values: dict[str, Any] = {
        "id": item.get("guid"),
        "title": title,
        "text": _content(item, title),
        "source_name": _party_name(item, "contentMeta", "infoSource")
        or _party_name(item, "itemMeta", "provider"),
        "language": (language.get("tag") if language is not None else "")
        or item.get(f"{_XML}lang"),
        "author": _property_value(item, "by") or _party_name(item, "contentMeta", "creator"),
        "published": _property_value(item, first) if first else "",
        "updated": version or modified,
    }
    evidence = {
        "published": f"field {first}",
        "updated": "field versionCreated" if version else "field contentModified",
    }
    return dated(values, evidence, item.get("version"), _property_value(item, "embargoed"))


def _content(item: _Element, title: str) -> str:
    """Return the text of an item: XHTML or NITF markup, else plain text."""
    plain = ""
    content = _find(item, "contentSet")
    for part in content if content is not None else ():
        if local_name(part) == "inlineXML" and len(part) and (markup := body_of(part, title)):
            return markup
        if local_name(part) == "inlineData" and not part.get("encoding"):
            plain = plain or Verbatim("".join(map(str, part.itertext())).strip())
    return plain
