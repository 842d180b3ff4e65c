"""The names that fields have in the wild, by the role that each plays in an article.

Gathered from exports of news databases, scrapers, feeds and data sets. Names are compared without
case, blanks, ``_``, ``-``, ``:`` and ``.``.
"""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s_\-:.]+")

ROLES: dict[str, tuple[str, ...]] = {
    "id": (
        *("id", "_id", "uri", "guid", "urn", "doc_id", "document_id", "article_id", "story_id"),
        *("stories_id", "key", "an", "accession_no", "identifier", "uuid", "fingerprint"),
    ),
    "published": (
        "wp:post_date",  # of the site's zone, before pubDate, which is of UTC
        *("published", "published_at", "published_on", "date_published", "date_publish"),
        *("publish_date", "publish_time", "publication_date", "published_date", "pubdate"),
        *("publication_time", "publication_datetime", "published_time", "web_publication_date"),
        *("article_published_time", "first_published", "first_created", "content_created"),
        *("dcterms:issued", "dcterms:created", "atom:published", "wp:post_date_gmt"),
        *("post_date", "issued", "dc:date", "date", "datum", "fecha"),
        *("data", "pd", "datetime", "date_time", "timestamp", "time", "created", "created_at"),
        *("date_created", "publication_year", "year"),
    ),
    "updated": (
        *("updated", "updated_at", "date_updated", "update_date", "modified", "modified_at"),
        *("date_modified", "date_modify", "modified_date", "last_modified", "lastmod"),
        *("version_created", "content_modified", "article_modified_time", "post_modified"),
        *("wp:post_modified", "wp:post_modified_gmt", "dcterms:modified", "atom:updated"),
        *("last_updated", "revised", "edited", "edited_at", "fields.last_modified"),
    ),
    "not_later_than": (
        *("not_later_than", "date_download", "download_date", "downloaded", "downloaded_at"),
        *("crawled", "crawled_at", "crawl_date", "crawl_time", "date_crawled", "scraped"),
        *("scraped_at", "scrape_date", "date_scraped", "fetched", "fetched_at", "retrieved"),
        *("retrieved_at", "indexed_date", "indexed_at", "date_indexed", "load_date", "loaded_at"),
        *("filedate", "file_date", "time_added", "date_added", "added", "added_at", "accessed"),
        *("access_date", "seendate", "seen_date", "warc_date", "export_date", "exported_at"),
        *("collected", "collected_at", "ingested_at", "imported_at"),
    ),
    "title": (
        *("title", "headline", "web_title", "titre", "titel", "titulo", "título", "titolo", "hd"),
        *(
            "fields.headline",
            "title_rss",
            "title_page",
            "heading",
            "page_title",
            "name",
            "dc:title",
        ),
    ),
    "text": (
        *("text", "maintext", "article_text", "article_body", "body_text", "fields.body_text"),
        *("full_text", "content_text", "article", "body", "content", "content_encoded", "texte"),
        *("inhalt", "texto", "testo", "story", "transcript", "raw_text", "plain_text"),
        *("body_html", "body_xhtml", "content_html", "article_html", "html", "fields.body"),
        *("description", "summary", "abstract", "lead", "snippet"),
    ),
    "source": (
        *("source_name", "source.name", "publication", "publication_title", "publisher", "outlet"),
        *("media_name", "newspaper", "journal", "site_name", "source_hostname", "source_domain"),
        *("container_title", "source_common_name", "source", "domain", "hostname", "host", "sn"),
        *("site", "website", "feed", "feed_title", "dc:publisher"),
    ),
    "url": (
        *("url", "link", "permalink", "canonical", "canonical_url", "web_url", "article_url"),
        *("external_url", "href", "document_identifier", "original_url"),
    ),
    "language": (
        *("language", "lang", "la", "locale", "langue", "sprache", "idioma", "lingua"),
        "dc:language",
    ),
    "author": (
        *("author", "authors", "byline", "fields.byline", "by", "creator", "dc:creator"),
        *("author_name", "auteur", "autor", "journalist", "writer"),
    ),
    "version": ("version", "revision", "rev", "item_version", "version_number"),
}
"""Names by role, the likeliest first. What is under ``updated`` or ``not_later_than`` is never
taken for a date of publication: it says that the article was out by then. Of two items with one
``id``, the one of the higher ``version`` counts."""


def folded(name: str) -> str:
    """Return a name as names are compared: without case and separators."""
    return _SEPARATORS.sub("", name).casefold()


ALIASES: dict[str, dict[str, int]] = {
    role: {folded(name): rank for rank, name in reversed([*enumerate(names)])}
    for role, names in ROLES.items()
}
"""The same, folded, with how likely each is (0: the likeliest)."""


def is_title_of_text(name: str) -> bool:
    """Return whether a column so named can head a table of articles."""
    return any(folded(name) in names for role, names in ALIASES.items() if role != "version")
