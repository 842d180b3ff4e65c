"""Read agency news in JSON: ninjs 1, 2 and 3 (IPTC), and dpa's digital wires."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.corpus.aliases import folded
from index.corpus.readers import json_documents
from index.corpus.readers.agency_items import body_of, dated, withheld
from index.corpus.readers.markup import parse
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_PUBLISHED = "contentcreated", "firstcreated"
_TEXTS = "text", "composite", "story"  # not picture, graphic, audio, video, event or planning
_HAS_HEAD = re.compile(r"<(?:figure|head|header|h1)\b", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the text items, each a version of its article.

    Items that are withheld, canceled or under embargo are not articles, and replace earlier
    versions. The end of an embargo is the time of publication. Notes to editors are ignored.

    Raises:
        CorpusError: If the file is not JSON.
    """
    for found in json_documents.read(file):
        if not isinstance(found, Record):
            yield found
            continue
        item = _by_common_names(found.values)
        if str(item.get("type") or "text").casefold() not in _TEXTS:
            continue
        reason = withheld(
            str(item.get("pubstatus") or ""), item.get("embargoed"), file.options.timezone
        )
        values, evidence = _values(item)
        yield found._replace(
            values=values,
            evidence=evidence,
            withheld=reason and f"{_item_id(item)[:200]!r} {reason}",
        )


def _by_common_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by name, in the spelling that all versions of the standard share."""
    return {folded(name): value for name, value in values.items()}


def _item_id(item: dict[str, Any]) -> str:
    return str(item.get("uri") or item.get("urn") or item.get("guid") or "")


def _values(item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    key = _item_id(item)
    first = next((name for name in _PUBLISHED if item.get(name)), "")
    title = item.get("headline") or _main(item.get("headlines")) or item.get("title")
    values: dict[str, Any] = {
        "id": key,
        "title": title,
        "text": _without_head(_text(item), title),
        "source_name": _source(item, key),
        "language": item.get("language"),
        "author": item.get("byline") or item.get("by"),
        "published": item.get(first),
        "updated": item.get("versioncreated") or item.get("updated"),
        "url": item.get("url") or item.get("canonicalurl"),
    }
    evidence = {"published": f"field {first}", "updated": "field versioncreated"}
    return dated(values, evidence, item.get("version"), item.get("embargoed"))


def _text(item: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the text, with markup if available, since markup shows its paragraphs."""
    for name in ("bodyxhtml", "bodyhtml", "articlehtml"):
        if item.get(name):
            return item[name]
    if isinstance(plain := item.get("bodytext"), str):
        return Verbatim(plain.strip())
    return (
        _main(item.get("bodies"))
        or _main(item.get("descriptions"))
        or item.get("descriptiontext")
        or ""
    )


def _without_head(text: Any, title: Any) -> Any:  # noqa: ANN401
    """Return marked-up text without its title and pictures."""
    if not isinstance(text, str) or isinstance(text, Verbatim) or not _HAS_HEAD.search(text):
        return text
    return body_of(parse(text), str(title or "")) or text


def _main(parts: Any) -> str:  # noqa: ANN401
    """Return the main headline or body of an item, preferably with markup."""
    best, text = (-1, -1), ""
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, dict) or not isinstance(part.get("value"), str):
            continue
        kind = str(_by_common_names(part).get("contenttype") or "").casefold()
        role = str(part.get("role") or "main").rpartition(":")[2].casefold()
        rank = (int(role in ("main", "body", "headline")), int("html" in kind))
        if rank > best:
            best = rank
            text = Verbatim(part["value"].strip()) if kind == "text/plain" else part["value"]
    return text


def _source(item: dict[str, Any], key: str) -> str:
    """Return the publisher of an item: its sources, its owner, or the owner of its identifier."""
    for source in item.get("infosources") or ():
        if isinstance(source, dict) and source.get("name"):
            return str(source["name"])
    for name in ("creditline", "provider", "source", "copyrightholder"):
        if isinstance(item.get(name), str) and item[name].strip():
            return str(item[name])
    return (urlsplit(key).hostname or "") if key.startswith(("http://", "https://")) else ""
