"""Parse a fetched feed into its items, each with its identifier."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from index.corpus.encodings import declared_encoding, usable_encoding
from index.corpus.items import UnreadableError, records
from index.corpus.mapper import Mapper
from index.corpus.records import Record
from index.corpus.sources import MemberFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.corpus.following.web import Fetched
    from index.corpus.options import CorpusOptions
    from index.corpus.roles import Fields
    from index.corpus.versions import Version

_HEAD = 1 << 16
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|RDF|feed|channel)[\s>]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)
_LINK = re.compile(rb"<link\b[^>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(rb"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
# Parameters that track readers, and do not select content.
_COUNTERS = re.compile(
    r"utm_\w+|at_\w+|fbclid|gclid|xtor|mc_[ce]id|cmpid|ito|ftag|ocid|wt\.mc_id|mtm_\w+|pk_\w+",
    re.IGNORECASE,
)


class NoFeedError(ValueError):
    """The fetched document is not a feed; the message says what it is, and what to do."""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A parsed feed.

    Attributes:
        items: Values of its articles by id, oldest first.
        problems: Errors of items that are not articles.
        broken: Why the feed could not be read to its end; empty if it was.
    """

    items: Mapping[str, Mapping[str, Any]]
    problems: tuple[str, ...]
    broken: str


def read_feed(fetched: Fetched, options: CorpusOptions) -> FeedDocument:
    """Parse a feed: RSS, Atom, RDF or JSON Feed.

    If several items have the same id, the newest version is used, or else the first item.

    Raises:
        NoFeedError: If the document is not a feed.
    """
    head = fetched.body[:_HEAD].replace(b"\0", b"")
    is_json = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"{")
    if is_json and b"jsonfeed.org/version/" not in head.replace(b"\\/", b"/"):
        raise NoFeedError("is JSON and no JSON Feed; it has no version of jsonfeed.org")
    if not is_json and not _FEED.search(head):
        raise NoFeedError(_what_else(fetched, head))
    name = "feed.json" if is_json else "feed.rss"
    options = replace(options, encoding=options.encoding or _declared_encoding(fetched))
    opened = partial(io.BytesIO, fetched.body)
    mapper = Mapper(options)
    newest: dict[str, tuple[Version, Record]] = {}
    problems: list[str] = []
    broken = ""
    for found in records(MemberFile(Path(name), name, options, opened)):
        if isinstance(found, UnreadableError):
            broken = found.reason
        elif not isinstance(found, Record):
            problems.append(str(found.reason))
        else:
            fields = mapper.fields(found)
            own, version = _identity(found, fields, mapper), mapper.version(fields)
            if own not in newest or version > newest[own][0]:
                newest[own] = version, found
    return FeedDocument(
        {own: dict(record.values) for own, (_, record) in reversed(newest.items())},
        tuple(problems),
        broken,
    )


def link_of(values: Mapping[str, Any], options: CorpusOptions) -> str:
    """Return the address of an article's page; empty if the feed gives none."""
    for name in Mapper(options).layout(tuple(values))["url"]:
        value = values[name]
        if isinstance(value, str) and value.strip().startswith(("http://", "https://")):
            return value.strip()
    return ""


def _identity(record: Record, fields: Fields, mapper: Mapper) -> str:
    """Return an item's id, else its address without tracking parameters, else its digest."""
    own = mapper.identity(fields)
    if own.startswith(("http://", "https://")):
        parts = urlsplit(own)
        query = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in query if not _COUNTERS.fullmatch(name)]
        return own if len(kept) == len(query) else urlunsplit(parts._replace(query=urlencode(kept)))
    if own:
        return own
    values = record.values
    stated = [str(values.get(name, "")) for name in ("title", "pubDate", "dc:date", "published")]
    if not any(stated):
        stated = [json.dumps(values, sort_keys=True, default=str)]
    return hashlib.blake2b("\0".join(stated).encode(), digest_size=8).hexdigest()


def _declared_encoding(fetched: Fetched) -> str:
    """Return the encoding that the server declares, if the feed itself gives no sign of one."""
    head = fetched.body[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or declared_encoding(head):
        return ""
    try:
        fetched.body.decode()
    except UnicodeDecodeError:
        return usable_encoding(fetched.charset) if fetched.charset else ""
    return ""


def _what_else(fetched: Fetched, head: bytes) -> str:
    """Return what a document is if it is not a feed, and what to do."""
    if not head.strip():
        return "is empty"
    if _OPML.search(head):
        return "is a list of feeds (OPML); save it, and name the file with --follow"
    if _HTML.search(head):
        for link in _LINK.findall(head):
            href = _HREF.search(link)
            if _FEED_TYPE.search(link) and href:
                feed = urljoin(fetched.url, href[1].decode("utf-8", "replace"))
                return f"is a web page and no feed; its feed is {feed[:200]}: follow that"
        return "is a web page and no feed; look there for a link to its feed (RSS, Atom)"
    return "is no feed: neither RSS, Atom, RDF nor JSON Feed"
