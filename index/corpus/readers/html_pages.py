"""Read saved web pages: HTML, and MHTML as saved by browsers."""

from __future__ import annotations

import copy
import logging
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from index.corpus.aliases import ROLES
from index.corpus.dating import read_date
from index.corpus.encodings import declared_encoding, usable_encoding
from index.corpus.manifests import MANIFEST, row_of
from index.corpus.readers.html_dates import dates_of
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from index.corpus.sources import SourceFile
    from index.errors import CorpusError

_SAVED = re.compile(
    r"saved from url=\(\d{4}\)(?P<ie>\S+)|Page saved with SingleFile\s+url:\s*(?P<url>\S+)"
    r"(?:\s+saved date:\s*(?P<date>[^\n(]+))?"
)
_SPACE = re.compile(r"[ \t\r\n]+")
_DAY = timedelta(days=1)
_NO_TEXT = (
    "no text: the page has no article that can be told from what surrounds it; save a page of one "
    "article, as the browser shows it"
)
_NO_DATE = (
    "no date: nothing on the page that can be trusted says when it was published; write it into a "
    f"{MANIFEST} beside it, with the columns file and date"
)
_DATES = {name for role in ("published", "updated", "not_later_than") for name in ROLES[role]}
_DAMAGED = "holds bytes that are not {}; save the page again, or name its encoding with --encoding"


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the article of a page.

    If the page has no date, a manifest may give one (``index.corpus.manifests``).

    Raises:
        CorpusError: If the page has no article.
    """
    encoding, _ = file.decoding
    values, evidence = _page(file, file.read().decode(encoding, "replace"), encoding)
    if not values.keys() & _DATES:
        row = row_of(file)
        if not row and file.options.undated != "keep":
            yield file.error(_NO_DATE)
            return
        values |= row
        evidence |= {name: f"manifest {name}" for name in row}
    yield Record(values, whole=True, evidence=evidence)


def read_mhtml(file: SourceFile) -> Iterator[Record]:
    """Yield the article of a page that was saved with its pictures (RFC 2557).

    Raises:
        CorpusError: If the page has no article.
    """
    from email import message_from_bytes
    from email.errors import MessageError

    from index.corpus.readers.email_messages import HEADERS_CUT, header_of

    try:
        saved = message_from_bytes(file.read(), policy=HEADERS_CUT)
        page = next((one for one in saved.walk() if one.get_content_type() == "text/html"), None)
        data = page.get_payload(decode=True) if page else None
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise file.error("no MHTML that can be read; save it again") from error
    if page is None or not isinstance(data, bytes):
        raise file.error("holds no page; save it again")
    url = header_of(saved, "Snapshot-Content-Location") or header_of(page, "Content-Location")
    encoding = encoding_of(data, page.get_content_charset(""))
    values, evidence = _page(file, data.decode(encoding, "replace"), encoding, url)
    if when := header_of(saved, "Date"):
        values["not_later_than"] = when
        evidence["not_later_than"] = "date of saving"
    yield Record(values, whole=True, evidence=evidence)


def _page(
    file: SourceFile, markup: str, encoding: str, url: str = ""
) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        return page_values(markup, url, encoding)
    except ValueError as error:
        raise file.error(str(error)) from error


def encoding_of(data: bytes, named: str) -> str:
    """Return the encoding of a page: UTF-8 if valid, else as the page or its server declares.

    Args:
        data: Bytes of the page.
        named: Encoding that the server declares; empty if it does not.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode()
    except UnicodeDecodeError:
        return usable_encoding(named) or declared_encoding(data[:4096]) or "utf-8"
    return "utf-8"


def page_values(
    markup: str, url: str = "", encoding: str = "UTF-8"
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of a page's record, and the origins of its dates.

    trafilatura extracts the title, the author, the site and the text of the article, without menus,
    comments and other articles.

    Args:
        markup: HTML of the page.
        url: Address of the page, if known from elsewhere.
        encoding: Encoding from which the page was decoded.

    Raises:
        ValueError: If the page has no text.
    """
    tree = _tree(markup)
    if tree is None:
        raise ValueError(_NO_TEXT)
    saved = _SAVED.search(markup[:4096])
    url = url or (saved and (saved["url"] or saved["ie"])) or ""
    url = _canonical_url(tree, url)
    language = _language(tree)
    dates = dates_of(tree, url, language[:2].lower())
    text, title, author, site = _extracted(tree, url)  # modifies the tree
    if not text:
        raise ValueError(_NO_TEXT)
    if "\ufffd" in text + title and "\ufffd" in markup:
        raise ValueError(_DAMAGED.format(encoding))
    values: dict[str, Any] = {
        "title": title,
        "text": Verbatim(text),
        "source_name": site,
        "url": url,
        "language": language,
        "author": author,
    }
    evidence: dict[str, str] = {}
    latest = date.today() + _DAY  # noqa: DTZ011 (a day later it is so everywhere)
    for role, found in dates._asdict().items():
        possible = [one for one in found if not _is_after(one.value, latest)]
        # The mapper tries these names in turn.
        for name, (value, what) in zip(ROLES[role], possible, strict=False):
            values[name], evidence[name] = value, what
    if saved and saved["date"]:
        values["not_later_than"] = " ".join(saved["date"].split()[:5])
        evidence["not_later_than"] = "date of saving"
    return {name: value for name, value in values.items() if value}, evidence


def _is_after(value: str, day: date) -> bool:
    """Return whether a date is in the future, and so cannot be that of a saved page."""
    try:
        return read_date(value, order="dmy").start > day
    except ValueError:
        return False


def _tree(markup: str) -> HtmlElement | None:
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree: HtmlElement = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except ParserError:  # an empty document
        return None
    return tree


def _canonical_url(tree: HtmlElement, url: str) -> str:
    """Return the canonical address of a page, else the address known from elsewhere."""
    paths = [".//link[@rel='canonical'][@href]", ".//meta[@property='og:url'][@content]"]
    for path in paths if url else [*paths, ".//base[@href]"]:
        for tag in tree.iterfind(path):
            own = urljoin(url, (tag.get("href") or tag.get("content") or "").strip())
            if own.startswith(("http://", "https://")):
                return str(own)
    return url


def _language(tree: HtmlElement) -> str:
    own = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if own.strip():
        return str(own).strip()
    for path in (
        ".//meta[@http-equiv='content-language'][@content]",
        ".//meta[@http-equiv='Content-Language'][@content]",
        ".//meta[@property='og:locale'][@content]",
    ):
        for tag in tree.iterfind(path):
            return str(tag.get("content")).strip()
    return ""


def _extracted(tree: HtmlElement, url: str) -> tuple[str, str, str, str]:
    """Return the text, title, author and site name."""
    from trafilatura import extract
    from trafilatura.metadata import extract_metadata
    from trafilatura.utils import line_processing, trim

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # failures are reported below
    try:
        about = extract_metadata(
            copy.deepcopy(tree),
            default_url=url or None,
            # The date that trafilatura finds is not used; this makes its search cheap.
            date_config={"extensive_search": False, "original_date": True},
        )
        _wrap_nothing(tree)
        text = extract(
            tree,
            include_comments=False,
            output_format="txt",
            with_metadata=False,
        )
    except RecursionError as error:
        raise ValueError("too deeply nested; save the page again") from error
    finally:
        for cached in (line_processing, trim):  # these caches would keep a thousand texts
            cached.cache_clear()
    title = about.title or ""
    paragraphs = [line for line in (text or "").splitlines() if line.strip()]
    if len(paragraphs) > 1 and paragraphs[0].strip() == title:
        del paragraphs[0]
    author = (about.author or "").replace("; ", ", ")
    return "\n\n".join(paragraphs), title, author, about.sitename or ""


def _wrap_nothing(tree: HtmlElement) -> None:
    """Replace newlines by blanks: HTML treats both alike, but newlines would split paragraphs."""
    as_written = {one for pre in tree.iter("pre") for one in pre.iter()}
    for tag in tree.iter():
        if tag.text and tag not in as_written:
            tag.text = _SPACE.sub(" ", tag.text)
        if tag.tail and (tag not in as_written or tag.tag == "pre"):
            tag.tail = _SPACE.sub(" ", tag.tail)
