"""Split articles into passages of whole sentences, with exact offsets."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from index.datatypes import Passage
from index.dates.languages import grammar_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.datatypes import Article

MAX_BYTES = 800
"""Default size limit of a passage in UTF-8 bytes, about 200 tokens in any script.

The bundled model reads 512 tokens. ``benchmarks/passage_size.py`` compares sizes."""

_BYTES_PER_TOKEN = 3  # a lower bound for running text, so that no passage is truncated

_MAX_TITLE = 100  # characters of a title or a source that are indexed with a passage
_MAX_GRAPHEME = 32  # characters of a grapheme cluster; longer runs of combining marks are noise

Span = tuple[int, int]

# An initial before a full stop ("M. Dupont", "J. Biden", "MM."), which does not end a sentence.
_INITIAL = re.compile(r"(?:^|[\s(\[«\"“'’-])(?:[^\W\d_a-zà-ÿ]|MM)\.\s*$")


def largest(max_tokens: int) -> int:
    """Return the size limit in bytes of passages that a model reads without truncation."""
    return min(MAX_BYTES, _BYTES_PER_TOKEN * max_tokens - _MAX_TITLE)


def in_context(article: Article, passage: Passage) -> str:
    """Return the text that is indexed for a passage: title, source and passage, one per line.

    A passage by itself often does not name the subject of its article. The title is omitted if the
    passage contains it, and the source if it is only the name of the document.
    """
    title = " ".join(article.title.removesuffix(" …").split())[:_MAX_TITLE]
    headline = "" if _contains_title(passage.text, title) else title
    source = "" if article.source in {article.id, article.title} else article.source
    return "\n".join(part for part in (headline, source[:_MAX_TITLE], passage.text) if part)


def _contains_title(text: str, title: str) -> bool:
    """Return whether a text contains a title, up to differences in white space."""
    longest = max(title.split(), key=len, default="")  # a fast test that mostly fails
    return longest in text and title in " ".join(text.split())


def sentences(text: str, language: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences in ``text[start:end]``, without surrounding white space.

    Args:
        text: Any text.
        language: ISO 639-1 code; unsupported languages are split by general rules.
        start: Offset of the first character.
        end: Offset after the last character; None for the end of the text.

    Returns:
        Spans of ``text`` in order. They are not empty and do not overlap; only white space is
        between them.
    """
    import sentencex

    window = text[start:end]
    spans: list[Span] = []
    at = 0
    joined = False
    for piece in sentencex.segment(language, window):
        begin = window.index(piece, at)
        at = begin + len(piece)
        stripped = piece.strip()
        if not stripped:
            joined = False
            continue
        first = start + begin + piece.index(stripped)
        span = (spans.pop()[0] if joined else first, first + len(stripped))
        spans.append(span)
        joined = (
            _ends_in_abbreviation(stripped, language) and "\n" not in piece[len(piece.rstrip()) :]
        )
    return spans


def _ends_in_abbreviation(sentence: str, language: str) -> bool:
    """Return whether a supposed sentence goes on: it ends in an initial or an abbreviation."""
    if _INITIAL.search(sentence):
        return True
    grammar = grammar_of(language)
    if grammar is None or not sentence.endswith("."):
        return False
    return grammar.sentences.is_abbreviation(sentence.removesuffix("."))


def split(article: Article, max_bytes: int = MAX_BYTES) -> list[Passage]:
    """Split the body of an article into passages of as many whole sentences as fit.

    A sentence that is longer than a passage is split at white space, or between any two characters
    if it has none.

    Args:
        article: Article to split, from ``body_start``.
        max_bytes: Size limit of a passage in UTF-8 bytes.

    Returns:
        Passages in order. Together they contain every character except white space between
        sentences.
    """
    text = article.text
    packed: list[Span] = []
    for sentence in sentences(text, article.language, article.body_start):
        for start, end in _pieces(text, sentence, max_bytes):
            if packed and _is_within(text, packed[-1][0], end, max_bytes):
                packed[-1] = (packed[-1][0], end)
            else:
                packed.append((start, end))
    return [
        Passage(
            _passage_id(article.id, start, text[start:end]), article.id, start, end, text[start:end]
        )
        for start, end in packed
    ]


def _pieces(text: str, sentence: Span, max_bytes: int) -> Iterator[Span]:
    start, end = sentence
    while not _is_within(text, start, end, max_bytes):
        cut = _last_break(text, start, max_bytes)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end


def _last_break(text: str, start: int, max_bytes: int) -> int:
    """Return the offset of the last possible break: at white space, else between graphemes."""
    window = text[start : start + max_bytes].encode()[:max_bytes].decode(errors="ignore")
    limit = start + max(1, len(window))
    for at in range(limit, start + len(window) // 2, -1):
        if text[at].isspace():
            return at
    for at in range(limit, max(start, limit - _MAX_GRAPHEME), -1):
        if not (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f"):
            return at
    return limit


def _is_within(text: str, start: int, end: int, max_bytes: int) -> bool:
    return end - start <= max_bytes and len(text[start:end].encode()) <= max_bytes


def _passage_id(article_id: str, start: int, text: str) -> int:
    """Return a hash of 63 bits, which is stable while article, offset and text do not change."""
    key = f"{article_id}\0{start}\0{text}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) >> 1
