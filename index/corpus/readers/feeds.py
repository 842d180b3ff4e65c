"""Read feeds: RSS of all versions, RDF, Atom, and the WordPress export (WXR), a form of RSS."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from index.corpus.cleaning import to_line
from index.corpus.readers.xml_streams import elements, line_number_of, local_name
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
}
"""Conventional namespace prefixes, whatever prefixes a file declares."""

_ATOM = re.compile(r"http://www\.w3\.org/2005/Atom|http://purl\.org/atom/ns#")
_WORDPRESS = re.compile(r"http://wordpress\.org/export/[\d.]+/")
_RSS = re.compile(
    r"(?:http://(?:purl\.org/rss/1\.0/|my\.netscape\.com/\S*|backend\.userland\.com/\S*))?"
)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PARAGRAPH = re.compile(r"<p\b|<!-- wp:", re.IGNORECASE)
_BLOCK = re.compile(r"\s*<(?:h\d|div|ul|ol|dl|table|pre|blockquote|figure|hr)\b", re.IGNORECASE)
_SHORTCODES = re.compile(r"\[/?(?:caption|wp_caption|gallery|playlist|audio|video|embed)\b[^\]]*\]")
# Post types reserved by WordPress; none is an article.
_NO_POSTS = """
    page attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request
    wp_block wp_global_styles wp_template wp_template_part wp_navigation wp_font_family wp_font_face
"""
_RESERVED = frozenset(_NO_POSTS.split())
_OF_POSTS = """
    post_id post_type status post_date post_date_gmt post_modified post_modified_gmt post_password
"""
_POST_ELEMENTS = frozenset(_OF_POSTS.split())
_MAILBOX = re.compile(r"\S+@\S+\s+\(([^()]+)\)")  # as in the authors of RSS 2.0
_DAMAGED = "holds bytes that are not UTF-8; name the encoding with --encoding, or convert the file"


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of a feed.

    In a WordPress export, these are the published posts.

    Raises:
        CorpusError: If the file is not a readable feed.
    """
    feed, names = _feed(file)
    others: Counter[str] = Counter()
    for number, item in enumerate(elements(file, ("item", "entry")), 1):
        line = line_number_of(item)
        values = _entry(item) if local_name(item) == "entry" else _item(item)
        kind = values.pop("wp:post_type", "post")
        if kind != "post":
            others[kind] += kind not in _RESERVED
            continue
        status = values.pop("wp:status", "publish")
        if status != "publish":
            name = to_line(str(values.get("title", "")))[:60] or f"item {number}"
            yield file.error(f"the post {name!r} is not published (its status is {status})", line)
            continue
        if values.pop("wp:post_password", ""):
            name = to_line(str(values.get("title", "")))[:60] or f"item {number}"
            yield file.error(f"the post {name!r} is protected by a password", line)
            continue
        if login := values.get("dc:creator"):
            values["dc:creator"] = names.get(login, login)
        values = {**feed, **values}
        if file.decoding.errors != "strict" and "\ufffd" in "".join(map(str, values.values())):
            yield file.error(_DAMAGED, line)
            continue
        yield Record(values, line)
    for kind, count in others.items():
        if count:
            yield file.error(f"{count} items are of the type {kind!r}, and no posts")


def _feed(file: SourceFile) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a feed says about all its articles: publisher and language.

    The second value maps the logins of WordPress authors to their names.
    """
    found: dict[str, Any] = {}
    authors: dict[str, str] = {}
    names = ("title", "language", "item", "entry", "image", "textinput", "textInput", "author")
    for element in elements(file, names):
        name = local_name(element)
        if name in ("item", "entry"):
            if "source_name" in found:
                break
        elif name == "title":
            parent = element.getparent()
            if parent is not None and local_name(parent) in ("channel", "feed"):
                found.setdefault("source_name", to_line(_text(element)))
        elif name == "language":
            found.setdefault("language", _text(element))
        elif name == "author" and (shown := _child(element, "author_display_name")):
            authors[_child(element, "author_login")] = shown
    return {name: value for name, value in found.items() if value}, authors


def _element_name(element: _Element) -> str:
    """Return the name of an item's element, with the conventional prefix."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space.lstrip("{")
    if space in _SPACES:
        return _SPACES[space] + name
    if _ATOM.fullmatch(space):
        return f"atom:{name}"
    if _WORDPRESS.fullmatch(space):
        return f"wp:{name}" if name in _POST_ELEMENTS else ""  # comments and settings are ignored
    return name if _RSS.fullmatch(space) else ""


def _text(element: _Element) -> str:
    return "".join(str(one) for one in element.itertext()).strip()


def _item(item: _Element) -> dict[str, Any]:
    """Return the values of an RSS or RDF item, by element name."""
    values: dict[str, Any] = {}
    for element in item:
        name = _element_name(element)
        if name and name != "atom:link" and (text := _text(element)):
            _add_element(values, name, text, element)
    if about := item.get(_RDF_ABOUT):
        values.setdefault("id", about)
    if language := _language(item):
        values.setdefault("language", language)
    if "wp:post_type" in values:
        _of_wordpress(values)
    return _with_original_link(values)


def _add_element(values: dict[str, Any], name: str, text: str, element: _Element) -> None:
    if name == "guid" and element.get("isPermaLink", "true").strip().lower() == "true":
        values.setdefault("permalink", text)
    if name == "dc:creator" and name in values:
        values[name] += f", {text}"
    elif name == "source":
        values["source_name"] = text  # the original publisher, in a feed of others' articles
    elif name == "author" and (match := _MAILBOX.fullmatch(text)):
        values["author"] = match[1]
    else:
        values.setdefault(name, text)


def _with_original_link(values: dict[str, Any]) -> dict[str, Any]:
    """Return values in which the link is the article's, and not a tracking link."""
    original = values.pop("feedburner:origLink", None)
    return {**values, "link": original} if original else values


def _of_wordpress(values: dict[str, Any]) -> None:
    """Split a post into paragraphs as WordPress does when it displays the post."""
    text = values.get("content:encoded", "")
    if text and not _PARAGRAPH.search(text):
        text = "\n".join(
            part if _BLOCK.match(part) else f"<p>{part}</p>"
            for part in re.split(r"\r?\n\s*\n", text)
        )
    values["content:encoded"] = _SHORTCODES.sub("", text)


def _entry(entry: _Element) -> dict[str, Any]:
    """Return the values of an Atom entry."""
    values: dict[str, Any] = {}
    language = _language(entry)
    for element in entry:
        name = _element_name(element).removeprefix("atom:")
        if name in ("content", "summary", "title"):
            if value := _construct(element):
                values.setdefault(name, value)
            if name == "content":
                language = _language(element)
        elif name == "link":
            _add_link(values, element)
        elif name == "author":
            names = [values.get("author", ""), _child(element, "name")]
            values["author"] = ", ".join(filter(None, names))
        elif name == "source":
            values["source_name"] = _child(element, "title")
        elif name and (text := _text(element)):
            values.setdefault(name, text)
    values["language"] = language
    return _with_original_link({name: value for name, value in values.items() if value})


def _child(element: _Element, name: str) -> str:
    return next((_text(one) for one in element if local_name(one) == name), "")


def _construct(element: _Element) -> str:
    """Return an Atom text construct: markup of XHTML, or plain text as it is (RFC 4287, 3.1)."""
    from lxml.etree import tostring

    kind = element.get("type", "").strip().lower()
    if kind in ("xhtml", "application/xhtml+xml"):
        return "".join(str(tostring(one, encoding="unicode", with_tail=True)) for one in element)
    if kind in ("text", "text/plain"):
        return Verbatim(_text(element))
    return _text(element) if kind in ("", "html", "text/html", "escaped") else ""


def _add_link(values: dict[str, Any], element: _Element) -> None:
    if element.get("rel", "alternate") != "alternate" or not element.get("href"):
        return
    if "link" not in values or element.get("type") == "text/html":
        values["link"] = urljoin(element.base or "", element.get("href", "").strip())


def _language(element: _Element) -> str:
    """Return the language of an element, or of an element that contains it."""
    for one in (element, *element.iterancestors()):
        if language := one.get(f"{_XML}lang", "").strip():
            return language
    return ""
