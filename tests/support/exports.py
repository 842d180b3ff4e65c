"""Articles written out as newsrooms, agencies and scrapers have them, in a dozen formats.

Each export says all that its format can say of an article: title, text, both dates, source,
language, author and address. Times are near midnight, in offsets on both sides of UTC, so that a
day that is counted in another offset than its own is a wrong one.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime, time, timedelta, timezone
from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from index.datatypes import Article

_NAMES = "guid", "headline", "Article_Text", "pub-date", "last modified", "outlet", "lang"
_LATE = time(23, 30), timezone(timedelta(hours=-5))
_EARLY = time(0, 30), timezone(timedelta(hours=9))


class Export(NamedTuple):
    """A format that articles can be written in.

    Attributes:
        write: Writes them into a folder that is empty, in their order.
        lacks: The attributes of an article that the format has no place for.
        records: The path to its list (``CorpusOptions.records``); empty for none.
        needs: The module that it takes, beyond those that are always installed.
    """

    write: Callable[[Path, Sequence[Article]], object]
    lacks: frozenset[str] = frozenset()
    records: str = ""
    needs: str = ""


def _moment(day: date) -> datetime:
    at, zone = (_LATE, _EARLY)[day.toordinal() % 2]
    return datetime.combine(day, at, zone)


def _published(article: Article) -> str:
    return _moment(article.published.start).isoformat()


def _updated(article: Article) -> str:
    return _moment(article.updated.start).isoformat() if article.updated else ""


def _mailed(day: date) -> str:
    return format_datetime(_moment(day))


def _paragraphs(article: Article) -> str:
    return "".join(f"<p>{escape(one)}</p>\n" for one in article.text.split("\n\n"))


def _row(article: Article) -> dict[str, str]:
    return {
        "guid": article.id,
        "headline": article.title,
        "Article_Text": article.text,
        "pub-date": _published(article),
        "last modified": _updated(article),
        "outlet": article.source,
        "lang": article.language,
        "byline": article.author,
        "link": article.url or "",
    }


def _csv(folder: Path, articles: Sequence[Article]) -> None:
    with (folder / "export.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, [*_NAMES, "byline", "link"], delimiter=";")
        table.writeheader()
        table.writerows(map(_row, articles))


def _lines(folder: Path, articles: Sequence[Article]) -> None:
    with (folder / "scraped.jsonl").open("w", encoding="utf-8") as file:
        for one in articles:
            row = {
                "url": one.url,
                "title": one.title,
                "maintext": one.text,
                "date_publish": _published(one),
                "date_modify": _updated(one) or None,
                "date_download": "2031-01-01 10:00:00",
                "source_domain": one.source,
                "language": one.language,
                "authors": [one.author] if one.author else [],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _nested(folder: Path, articles: Sequence[Article]) -> None:
    found = [
        {
            "id": one.id,
            "webTitle": one.title,
            "webPublicationDate": _published(one),
            "webUrl": one.url,
            "fields": {"bodyText": one.text, "byline": one.author, "lastModified": _updated(one)},
            "source": {"name": one.source},
            "language": one.language,
        }
        for one in articles
    ]
    pages = {"status": "ok", "archive": {"pages": {"found": found, "total": len(found)}}}
    (folder / "api.json").write_text(json.dumps(pages), "utf-8")


def _items(articles: Sequence[Article]) -> Iterator[str]:
    for one in articles:
        updated = f"<atom:updated>{_updated(one)}</atom:updated>" if one.updated else ""
        creator = f"<dc:creator>{escape(one.author)}</dc:creator>" if one.author else ""
        yield (
            f"<item><title>{escape(escape(one.title))}</title><link>{escape(one.url or '')}</link>"
            f'<guid isPermaLink="false">{escape(one.id)}</guid>'
            f"<pubDate>{_mailed(one.published.start)}</pubDate>{updated}{creator}"
            f'<source url="https://feeds.example/">{escape(one.source)}</source>'
            f"<dc:language>{one.language}</dc:language>"
            f"<description>{escape(one.text[:60])}…</description>"
            f"<content:encoded>{escape(_paragraphs(one))}</content:encoded></item>\n"
        )


def _rss(folder: Path, articles: Sequence[Article]) -> None:
    (folder / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        "<title>All our feeds</title><lastBuildDate>Wed, 01 Jan 2031 10:00:00 GMT</lastBuildDate>"
        f"{''.join(_items(articles))}</channel></rss>",
        "utf-8",
    )


def _atom(folder: Path, articles: Sequence[Article]) -> None:
    entries = "".join(
        f'<entry xml:lang="{one.language}"><id>{escape(one.id)}</id>'
        f'<title type="text">{escape(one.title)}</title>'
        f'<link rel="alternate" type="text/html" href="{escape(one.url or "")}"/>'
        f"<published>{_published(one)}</published>"
        f"<updated>{_updated(one) or _published(one)}</updated>"
        + (f"<author><name>{escape(one.author)}</name></author>" if one.author else "")
        + f"<source><title>{escape(one.source)}</title></source>"
        f'<content type="html">{escape(_paragraphs(one))}</content></entry>\n'
        for one in articles
    )
    (folder / "archive.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>'
        f"<updated>2031-01-01T10:00:00Z</updated>{entries}</feed>",
        "utf-8",
    )


def _json_feed(folder: Path, articles: Sequence[Article]) -> None:
    items = [
        {
            "id": one.id,
            "url": one.url,
            "title": one.title,
            "content_html": _paragraphs(one),
            "date_published": _published(one),
            "language": one.language,
            "authors": [{"name": one.author}] if one.author else [],
        }
        | ({"date_modified": _updated(one)} if one.updated else {})
        for one in articles
    ]
    (folder / "feed.json").write_text(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": articles[0].source,
                "items": items,
            }
        )
    )


def _html(folder: Path, articles: Sequence[Article]) -> None:
    for number, one in enumerate(articles):
        story = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": one.url,
            "headline": one.title,
            "datePublished": _published(one),
            "publisher": {"@type": "Organization", "name": one.source},
        }
        if one.updated:
            story["dateModified"] = _updated(one)
        if one.author:
            story["author"] = {"@type": "Person", "name": one.author}
        title = escape(one.title)
        (folder / f"{number:05}.html").write_text(
            f'<!DOCTYPE html><html lang="{one.language}"><head><meta charset="utf-8">'
            f'<title>{title} - {escape(one.source)}</title><link rel="canonical" '
            f'href="{escape(one.url or "")}"><meta property="og:title" content="{title}">'
            f'<meta property="og:site_name" content="{escape(one.source)}">'
            f'<script type="application/ld+json">{json.dumps(story)}</script></head><body>'
            '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
            f"<main><article><h1>{title}</h1><div>{_paragraphs(one)}</div></article></main>"
            "<aside>1 January 2031: more news</aside><footer>© 2031 All rights reserved</footer>"
            "</body></html>",
            "utf-8",
        )


def _newsml(folder: Path, articles: Sequence[Article]) -> None:
    items = "".join(
        f'<newsItem guid="{escape(one.id)}" version="{2 if one.updated else 1}" '
        f'xml:lang="{one.language}"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider qcode="nprov:X"><name>{escape(one.source)}</name></provider>'
        f"<versionCreated>{_updated(one) or _published(one)}</versionCreated></itemMeta>"
        f"<contentMeta><contentCreated>{_published(one)}</contentCreated>"
        f"<headline>{escape(one.title)}</headline>"
        + (f"<by>{escape(one.author)}</by>" if one.author else "")
        + '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"{_paragraphs(one)}</body></html></inlineXML></contentSet></newsItem>\n"
        for one in articles
    )
    (folder / "wire.xml").write_text(
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
        "<sent>2031-01-01T10:00:00Z</sent></header>"
        f"<itemSet>{items}</itemSet></newsMessage>",
        "utf-8",
    )


def _ninjs(folder: Path, articles: Sequence[Article]) -> None:
    with (folder / "wire.jsonl").open("w", encoding="utf-8") as file:
        for one in articles:
            item = {
                "uri": f"urn:{one.id}",
                "version": "2" if one.updated else "1",
                "firstcreated": _published(one),
                "versioncreated": _updated(one) or _published(one),
                "headline": one.title,
                "body_xhtml": _paragraphs(one),
                "infosources": [{"name": one.source}],
                "language": one.language,
                "byline": one.author,
                "url": one.url,
            }
            file.write(json.dumps(item, ensure_ascii=False) + "\n")


def _markdown(folder: Path, articles: Sequence[Article]) -> None:
    signs = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>()#+-.!|&~"})
    for number, one in enumerate(articles):
        values = {
            "title": one.title,
            "date": _published(one),
            "lastmod": _updated(one),
            "publication": one.source,
            "lang": one.language,
            "author": one.author,
            "canonical": one.url or "",
        }
        head = "\n".join(f"{name}: {json.dumps(value)}" for name, value in values.items() if value)
        body = one.text.translate(signs)
        (folder / f"{number:05}.md").write_text(f"---\n{head}\n---\n\n{body}\n", "utf-8")


def _parquet(folder: Path, articles: Sequence[Article]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows: list[dict[str, Any]] = [
        {name: value or None for name, value in _row(one).items()}
        | {
            "pub-date": one.published.start,
            "last modified": one.updated.start if one.updated else None,
        }
        for one in articles
    ]
    schema = pa.schema(
        [
            (name, pa.date32() if name in ("pub-date", "last modified") else pa.string())
            for name in rows[0]
        ]
    )
    parquet.write_table(pa.Table.from_pylist(rows, schema), folder / "export.parquet")


def _mailbox(folder: Path, articles: Sequence[Article]) -> None:
    with (folder / "letters.mbox").open("wb") as file:
        for one in articles:
            message = MIMEText(one.text + "\n", "plain", "utf-8")
            sender = Header(one.author or one.source, "utf-8").encode()
            headers = {
                "Message-ID": f"<{one.id}@news.example>",
                "Subject": Header(one.title, "utf-8").encode(),
                "From": f"{sender} <letters@news.example>",
                "List-Id": f"{Header(one.source, 'utf-8').encode()} <letters.news.example>",
                "Date": _mailed(one.published.start),
                "Content-Language": one.language,
                "Archived-At": f"<{quote(one.url or '', safe=':/()_,')}>",
            }
            for name, value in headers.items():
                message[name] = value
            file.write(b"From letters@news.example Wed Jan  1 10:00:00 2031\n")
            file.write(message.as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n")


EXPORTS: dict[str, Export] = {
    "CSV": Export(_csv),
    "JSON Lines": Export(_lines),
    "JSON in JSON": Export(_nested, records="archive.pages.found"),
    "RSS": Export(_rss),
    "Atom": Export(_atom),
    "JSON Feed": Export(_json_feed),
    "HTML": Export(_html),
    "NewsML-G2": Export(_newsml, frozenset({"url"})),
    "ninjs": Export(_ninjs),
    "Markdown": Export(_markdown),
    "Parquet": Export(_parquet, needs="pyarrow"),
    "mbox": Export(_mailbox, frozenset({"revised", "author"})),
}
"""The formats, by their names."""
