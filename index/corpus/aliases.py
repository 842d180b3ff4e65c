"""Map the field names found in real files to the roles that they play in an article.

The names come from exports of news databases, scrapers, feeds and data sets. They are compared
without case, accents, blanks, ``_``, ``-``, ``:`` and ``.``.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[\s_\-:.]+")

ROLES: dict[str, tuple[str, ...]] = {
    "id": (
        *("id", "_id", "uri", "guid", "urn", "doc_id", "document_id", "article_id", "story_id"),
        *("stories_id", "key", "an", "accession_no", "accession_number", "identifier", "uuid"),
        *("fingerprint", "_id.$oid", "guid.rendered", "doc_no", "news_id", "record_id", "store_id"),
    ),
    "published": (
        "wp:post_date",  # in the site's zone; pubDate, which is UTC, comes after it
        *("first_publish_date", "first_published", "first_published_at", "first_published_date"),
        *("original_publish_date", "date_first_published", "first_publication_date"),
        *("display_date", "published", "published_at", "published_on", "date_published"),
        *("date_publish", "publish_date", "publish_time", "publishing_date", "publication_date"),
        *("published_date", "publish_up", "pubdate", "date_of_publication", "datetime_published"),
        *("publication_time", "publication_datetime", "published_time", "web_publication_date"),
        *("article_published_time", "date_time_pub", "first_created", "content_created"),
        *("dcterms:issued", "dcterms:created", "atom:published", "wp:post_date_gmt"),
        *("date_de_publication", "date_publication", "date_de_parution", "date_parution"),
        *("veröffentlichungsdatum", "veröffentlicht", "veröffentlicht_am", "erscheinungsdatum"),
        *("erschienen", "erschienen_am", "fecha_de_publicación", "fecha_publicación"),
        *("data_di_pubblicazione", "data_pubblicazione", "data_de_publicação", "data_publicação"),
        *("publicatiedatum", "verschijningsdatum", "post_date", "issued", "issue_date", "dc:date"),
        *("date", "article_date", "news_date", "datum", "fecha", "data", "pd", "datetime"),
        *("date_time", "time", "created", "created_at", "created_date", "date_created"),
        *("created_utc", "post_created", "publication_year", "year"),
    ),
    "updated": (
        *("updated", "updated_at", "date_updated", "update_date", "modified", "modified_at"),
        *("date_modified", "date_modify", "modified_date", "last_modified", "lastmod"),
        *("version_created", "content_modified", "article_modified_time", "post_modified"),
        *("wp:post_modified", "wp:post_modified_gmt", "dcterms:modified", "atom:updated"),
        *("last_updated", "revised", "edited", "edited_at", "fields.last_modified"),
        *("last_updated_date", "last_modified_date", "last_modified_at", "modified_time"),
        *("updated_time", "changed"),
        *("changed_at", "updated_on", "modified_on", "post_modified_date"),
        *("mis_à_jour", "date_de_mise_à_jour", "geändert", "geändert_am", "aktualisiert"),
        *("aktualisiert_am", "actualizado", "fecha_de_actualización", "aggiornato", "bijgewerkt"),
    ),
    "not_later_than": (
        *("not_later_than", "date_download", "download_date", "downloaded", "downloaded_at"),
        *("crawled", "crawled_at", "crawl_date", "crawl_time", "date_crawled", "crawl_time_msec"),
        *("scraped", "scraped_at", "scrape_date", "date_scraped", "scraping_date", "scrape_time"),
        *("fetched", "fetched_at", "fetch_date", "fetch_time", "retrieved", "retrieved_at"),
        *("retrieval_date", "date_retrieved", "indexed", "indexed_date", "indexed_at"),
        *("date_indexed", "load_date", "loaded_at", "insert_date", "inserted_at", "collection_utc"),
        *("filedate", "file_date", "time_added", "date_added", "added", "added_at", "accessed"),
        *("access_date", "seendate", "seen_date", "warc_date", "export_date", "exported_at"),
        *("collected", "collected_at", "collection_date", "date_collected", "ingested_at"),
        *("ingestion_date", "imported_at", "saved", "saved_at", "saved_date", "date_saved"),
        *("captured_at", "archived_at", "first_seen", "discovered_at", "timestamp", "@timestamp"),
    ),
    "title": (
        *("title", "headline", "web_title", "headline.main", "headlines.basic", "title.rendered"),
        *("titre", "titel", "titulo", "titular", "titolo", "überschrift", "schlagzeile", "kop"),
        *("hd", "fields.headline", "article_title", "news_title", "post_title", "title_rss"),
        *("title_page", "news_headline", "headlines", "heading", "page_title", "name", "dc:title"),
        "head",
    ),
    "text": (
        *("text", "maintext", "article_text", "article_body", "body_text", "fields.body_text"),
        *("full_text", "content_text", "text_content", "article_content", "article", "body"),
        *("content", "content.rendered", "content.content", "content_encoded", "post_content"),
        *("texte", "contenu", "corps", "inhalt", "volltext", "artikeltext", "artikel", "texto"),
        *("contenido", "cuerpo", "testo", "contenuto", "conteúdo", "tekst", "inhoud"),
        *("story", "transcript", "raw_text", "plain_text", "contents", "content_elements"),
        *("paragraphs", "news_text", "news", "document", "message", "post_text", "selftext"),
        *("body_html", "body_xhtml", "content_html", "article_html", "html", "fields.body"),
        *("summary.content", "lead_paragraph", "description", "summary", "abstract", "lead"),
        *("short_description", "intro_text", "excerpt", "excerpt.rendered", "snippet"),
        *("standfirst", "teaser"),
        *("opening_text", "hit_sentence"),
    ),
    "source": (
        *("source_name", "source.name", "source.title", "fields.publication", "publication"),
        *("publication_name", "publication_title", "publisher", "publisher.name", "outlet"),
        *("outlet_name", "media_name", "medium", "newspaper", "journal", "zeitung", "periódico"),
        *("krant", "testata", "medio", "veículo", "pub_title", "site_name", "source_title"),
        *("origin.title", "source_hostname"),
        *("source_domain", "container_title", "source_common_name", "source", "quelle", "fuente"),
        *("fonte", "bron", "provider", "news_source", "news_site", "domain", "domain_name"),
        *("hostname", "host", "sn", "site", "site_full", "thread.site", "website", "feed"),
        *("feed_title", "dc:publisher", "pub", "media", "support"),
    ),
    "url": (
        *("url", "link", "permalink", "canonical", "canonical_url", "web_url", "article_url"),
        *("external_url", "href", "document_identifier", "original_url", "page_url"),
        *("article_link", "document_url", "news_url", "news_link", "story_url", "source_url_full"),
        "responded_url",
        *("requested_url", "links.permalink", "alternate", "lien", "enlace"),
    ),
    "language": (
        *("language", "lang", "la", "locale", "langue", "sprache", "idioma", "lingua", "taal"),
        *("dc:language", "fields.lang", "in_language", "human_language", "language_code"),
        *("lang_code",),
    ),
    "author": (
        *("author", "authors", "byline", "fields.byline", "byline.original", "credits.by", "by"),
        *("creator", "dc:creator", "author_name", "author_names", "auteur", "auteurs", "autor"),
        *("autore", "verfasser", "journalist", "journaliste", "reporter", "writer", "post_author"),
        *("author_username", "published_by", "user.name"),
    ),
    "version": ("version", "revision", "rev", "item_version", "version_number"),
    "status": ("status", "post_status", "publication_status", "publish_status", "pub_status"),
}
"""Field names by role, the likeliest first.

Fields of ``updated`` and ``not_later_than`` never give the date of publication. They only show that
the article was out by then. If two items have the same ``id``, the one with the higher ``version``
is used. An item whose ``status`` says "draft" is not an article.
"""


_OF_SOLR = re.compile(r"_(?:[pt]?(?:ss?|t|txt|dts?)|txt_[a-z]{2})\Z")
"""Suffixes by which Solr encodes the type of a field in its name: ``headline_s``,
``text_txt_en``."""


def folded(name: str) -> str:
    """Return a name without case, accents and separators, as names are compared."""
    name = _SEPARATORS.sub("", name).casefold()
    return name if name.isascii() else _ACCENTS.sub("", normalize("NFKD", name))


ALIASES: dict[str, dict[str, int]] = {
    role: {folded(name): rank for rank, name in reversed([*enumerate(names)])}
    for role, names in ROLES.items()
}
"""Folded names by role, each with its rank (0: the likeliest)."""


_KNOWN = frozenset(key for names in ALIASES.values() for key in names)

UNSURE = frozenset(
    map(folded, ("created", "created_at", "created_date", "date_created", "created_utc", "time"))
)
"""Names of dates that may be those of the row, of when it was saved. They are not used for the
publication if the table has another field for it, even where that field is empty."""

SURE = frozenset(key for key in ALIASES["published"] if "pub" in key or "issue" in key)
"""Names of dates that are always dates of publication."""

CRAWLS = frozenset(map(folded, ("dump", "warc_filename", "warc_record_id")))
"""Names that only corpora of crawled pages have; there, ``date`` is the day of the crawl."""


def known_as(name: str) -> str:
    """Return the folded name of a field, without a suffix of Solr if only that is known."""
    key = folded(name)
    plain = folded(_OF_SOLR.sub("", name))
    return plain if plain != key and key not in _KNOWN and plain in _KNOWN else key


def roles_of(name: str) -> set[str]:
    """Return the roles that a field can play, by its name."""
    key = known_as(name)
    return {role for role, names in ALIASES.items() if key in names}


def is_title_of_text(name: str) -> bool:
    """Return whether a column with this name can head a table of articles."""
    return bool(roles_of(name) - {"version", "status"})
