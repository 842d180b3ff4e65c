"""List the formats of files, and detect the format of a file."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, NamedTuple

from index.corpus.packed_files import suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.corpus.records import Record
    from index.corpus.sources import SourceFile
    from index.errors import CorpusError


_NINJS = re.compile(
    rb"ninjs|\"body_xhtml\"|\"(?:bodies|headlines)\"\s*:\s*\[|\"versioncreated\"|\"versionCreated\""
    rb"|\"article_html\"[^\0]*\"(?:content|version)_created\""
)
_FEED = re.compile(rb"<(?:rss|rdf:RDF|feed|channel)[\s>]|<\w+:(?:RDF|feed)[\s>]")


def _any(head: bytes) -> bool:  # noqa: ARG001
    return True


def _is_newsml(head: bytes) -> bool:
    return b"iptc.org/std/nar/" in head.replace(b"\0", b"")


def _is_feed(head: bytes) -> bool:
    return _FEED.search(head.replace(b"\0", b"")) is not None  # also in UTF-16


def _is_json_feed(head: bytes) -> bool:
    return b"//jsonfeed.org/version/" in head.replace(b"\0", b"").replace(b"\\/", b"/")


def _is_ninjs(head: bytes) -> bool:
    return b'"ur' in head and _NINJS.search(head) is not None


class FileFormat(NamedTuple):
    """A format of files; its reader is imported when the first file is read.

    Attributes:
        name: Common name of the format.
        suffixes: Suffixes of its files, in lower case.
        reader: Module and function of the reader, as ``delimited:read``, below
            ``index.corpus.readers`` unless the module's name has dots.
        matches: Function that recognizes the format by the first 64 KB of a file, unpacked, where
            formats share a suffix.
        single: Whether each file is one article; its entry is then made without reading the file.
        rows: Whether its fields depend on the program that wrote it; such a file may be a list of
            links.
        ignores: What a reader skips in such a file without reporting it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str
    matches: Callable[[bytes], bool] = _any
    single: bool = False
    rows: bool = False
    ignores: str = ""

    def read(self, file: SourceFile) -> Iterator[Record | CorpusError]:
        """Yield the records of a file, and an error for each item that is not an article."""
        module, _, function = self.reader.partition(":")
        home = module if "." in module else f"index.corpus.readers.{module}"
        read: Callable[[SourceFile], Iterator[Record | CorpusError]]
        read = getattr(importlib.import_module(home), function)
        if not self.rows:
            return read(file)
        from index.corpus import links

        return links.or_list_of_links(file, read(file))


def _shows(pattern: bytes) -> Callable[[bytes], bool]:
    """Return a function that tests whether the first bytes of a file match a pattern."""
    find = re.compile(pattern, re.IGNORECASE | re.MULTILINE).search
    return lambda head: find(head) is not None


def _is_list_of_links(head: bytes) -> bool:
    """Return whether each of the first lines has an address, and there is at least one."""
    lines = [line for line in head.replace(b"\0", b"").splitlines()[:20] if line.strip()]
    is_dated = lines[:1] and lines[0].lstrip(b"\xef\xbb\xbf \t")[:5].lower() == b"date "
    return bool(lines) and not is_dated and all(map(_ADDRESS.search, lines[:-1] or lines))


_HEAD = 1 << 16  # bytes: a page saved by a browser may begin with 6 KB of scripts
_ADDRESS = re.compile(rb"^(?:\W*|[^\n]{0,200}\s)https?://[^\s]+[^\n]{0,200}$", re.IGNORECASE)
_HTML = ".html", ".htm"
_MEDIA = "pictures and other media"
_UNKNOWN = "files of unknown formats"
_BOOKMARKS = rb"<!DOCTYPE NETSCAPE-Bookmark-file|<title>Pocket Export"
_PROQUEST = rb"^Report Information from ProQuest|^ProQuest document ID:"
_LEXISNEXIS = rb"^\s*(?:\d+ (?:of|de|von|di|van) \d+ do[ck]ument|do[ck]ument\w* \d+ \w+ \d+\s*$)"
_FACTIVA = rb"^[ \t]*(?:HD|PD|WC)(?:[ \t]{2,}|\s*$)|^\d[\d., ]* \S+\s*\n[^\n]{0,40}\d{4}\s*$"

FILE_FORMATS: list[FileFormat] = [
    FileFormat("ProQuest as text", (".txt",), "proquest:read", _shows(_PROQUEST)),
    FileFormat("LexisNexis as text", (".txt",), "lexisnexis:read", _shows(_LEXISNEXIS)),
    FileFormat("Factiva as text", (".txt",), "factiva:read", _shows(_FACTIVA)),
    FileFormat("list of links", (".txt",), "link_lists:read", _is_list_of_links),
    FileFormat("text with a date", (".txt",), "dated_text:read", single=True),
    FileFormat("Zotero", (".csv",), "zotero:read_csv", _shows(rb'\A\W*Key"?,"?Item Type"?,')),
    FileFormat(
        "CSV or TSV", (".csv", ".tsv", ".tab"), "delimited:read", rows=True, ignores="blank rows"
    ),
    FileFormat("followed feed", (".jsonl",), "collected:read", _shows(rb'\A\{"collected": "')),
    FileFormat("JSON Feed", (".json",), "json_feed:read", _is_json_feed),
    FileFormat(
        "ninjs", (".json", ".jsonl", ".ndjson", ".jl"), "ninjs:read", _is_ninjs, ignores=_MEDIA
    ),
    FileFormat("JSON Lines", (".jsonl", ".ndjson", ".jl"), "json_documents:read_lines", rows=True),
    FileFormat("JSON", (".json",), "json_documents:read", rows=True),
    FileFormat("Europresse", _HTML, "europresse:read", _shows(rb"DocPublicationName|titreArticle")),
    FileFormat("LexisNexis", _HTML, "lexisnexis:read_html", _shows(rb"LXNComment|<DOCFULL>")),
    FileFormat("Factiva", _HTML, "factiva:read_html", _shows(rb"<title>\s*(?:Dow Jones )?Factiva")),
    FileFormat("bookmarks", _HTML, "link_lists:read_bookmarks", _shows(_BOOKMARKS)),
    FileFormat("HTML", (".html", ".htm", ".xhtml"), "html_pages:read", single=True),
    FileFormat(
        "Markdown",
        (".md", ".markdown"),
        "front_matter:read",
        ignores="files without front matter whose names have no day",
    ),
    FileFormat("NewsML-G2", (".xml",), "newsml:read", _is_newsml, ignores=_MEDIA),
    FileFormat("NewsML 1", (".xml",), "nitf:read_newsml", _shows(rb"<NewsML\b"), ignores=_MEDIA),
    FileFormat("NITF", (".xml", ".nitf"), "nitf:read", _shows(rb"<nitf\b")),
    FileFormat("Factiva as XML", (".xml",), "factiva_xml:read", _shows(rb"<ppsarticle|<ppsresp")),
    FileFormat("list of links", (".xml",), "link_lists:read_sitemap", _shows(rb"<urlset\b")),
    FileFormat(
        "RSS, Atom, RDF or WXR",
        (".xml",),
        "feeds:read",
        _is_feed,
        ignores="pages and attachments of WordPress",
    ),
    FileFormat("RSS, Atom or RDF", (".rss", ".atom", ".rdf"), "feeds:read"),
    FileFormat(
        "WARC",
        (".warc",),
        "web_archives:read",
        ignores="pictures, scripts, redirections, errors and repeats",
    ),
    FileFormat("MHTML", (".mhtml", ".mht"), "html_pages:read_mhtml", single=True),
    FileFormat("zip", (".zip",), "archives:read_zip", ignores=_UNKNOWN),
    FileFormat("tar", (".tar", ".tgz"), "archives:read_tar", ignores=_UNKNOWN),
    FileFormat("RIS", (".ris",), "zotero:read_ris"),
    FileFormat("PDF", (".pdf",), "pdf:read", single=True),
    FileFormat("Word", (".docx",), "word:read_docx"),
    FileFormat("RTF", (".rtf",), "word:read_rtf"),
    FileFormat("EPUB", (".epub",), "epub:read", single=True),
    FileFormat("e-mail", (".eml",), "email_messages:read", single=True),
    FileFormat("mailbox", (".mbox",), "email_messages:read_mailbox"),
    FileFormat("Parquet", (".parquet",), "tables:read_parquet", rows=True),
    FileFormat("Arrow", (".arrow", ".feather"), "tables:read_arrow", rows=True),
]
"""The formats, in the order in which they are tried on a file with their suffix."""


def format_of(file: SourceFile) -> FileFormat:
    """Return the format of a file.

    Raises:
        CorpusError: If no format matches.
        OSError: If the file cannot be read.
    """
    named = [one for one in FILE_FORMATS if file.suffix in one.suffixes]
    head = file.head(_HEAD) if any(one.matches is not _any for one in named) else b""
    for one in named:
        if one.matches(head):
            return one
    if named:
        kinds = ", ".join(one.name for one in named)
        raise file.error(
            f"is none of the kinds of {file.suffix} that are known ({kinds}); make a CSV or JSON "
            "Lines of it, with an article on each line"
        )
    raise file.error(f"is in no format that is known; those are {', '.join(known_suffixes())}")


def ignored_by(name: str) -> str:
    """Return what readers skip in a file with this name without reporting it; usually empty."""
    return next((one.ignores for one in FILE_FORMATS if one.name == name), "")


def known_suffixes() -> list[str]:
    """Return the suffixes of all formats."""
    plain = [suffix for one in FILE_FORMATS for suffix in one.suffixes]
    return list(dict.fromkeys(plain))


def is_known(name: str) -> bool:
    """Return whether a file name has a known suffix, compressed or not."""
    return suffix_of(name) in known_suffixes()
