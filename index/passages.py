"""Articles cut into passages at the ends of sentences, with exact offsets."""

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
"""Largest passage, in UTF-8 bytes: about 200 tokens in any script, well inside the 512 that
the bundled model reads. ``benchmarks/passage_size.py`` compares sizes."""

_BYTES_PER_TOKEN = 3  # fewer than in any running text, so that a passage is read whole

_LONGEST_TITLE = 100  # characters; what is longer is no title, and no source
_LONGEST_CLUSTER = 32  # characters drawn as one; longer runs of marks are noise

Span = tuple[int, int]

# An initial ("M. Dupont", "J. Biden", "MM.") does not end a sentence.
_INITIAL = re.compile(r"(?:^|[\s(\[«\"“'’-])(?:[^\W\d_a-zà-ÿ]|MM)\.\s*$")


def largest(max_tokens: int) -> int:
    """Bytes of the largest passage that a model of ``max_tokens`` reads whole."""
    return min(MAX_BYTES, _BYTES_PER_TOKEN * max_tokens - _LONGEST_TITLE)


def in_context(article: Article, passage: Passage) -> str:
    """What is indexed of a passage: its words, below the title and the source of its article.

    A passage seldom names what its article is about, and people ask for what an outlet said.
    What the passage holds itself, or is nothing but the document's name, is not put above it.
    """
    title = " ".join(article.title.removesuffix(" …").split())[:_LONGEST_TITLE]
    said = "" if _holds(passage.text, title) else title
    source = "" if article.source in {article.id, article.title} else article.source
    return "\n".join(part for part in (said, source[:_LONGEST_TITLE], passage.text) if part)


def _holds(text: str, title: str) -> bool:
    """Return whether a text has a title, whatever white space is between its words."""
    longest = max(title.split(), key=len, default="")  # looked for first: it is seldom there
    return longest in text and title in " ".join(text.split())


def sentences(text: str, language: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Where the sentences of ``text[start:end]`` stand, without the space around them.

    Args:
        text: Any text.
        language: ISO 639-1 code; any other language is cut by general rules.
        start: First character to look at.
        end: One past the last one; None for the end of the text.

    Returns:
        Spans of ``text`` in order, never empty, never overlapping; between two of them
        there is nothing but white space.
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
        joined = _goes_on(stripped, language) and "\n" not in piece[len(piece.rstrip()) :]
    return spans


def _goes_on(sentence: str, language: str) -> bool:
    """Return whether what was cut off as a sentence ends in an initial or an abbreviation."""
    if _INITIAL.search(sentence):
        return True
    grammar = grammar_of(language)
    if grammar is None or not sentence.endswith("."):
        return False
    return grammar.sentences.is_abbreviation(sentence.removesuffix("."))


def split(article: Article, max_bytes: int = MAX_BYTES) -> list[Passage]:
    """Cut an article into passages of whole sentences, as many as fit.

    A sentence longer than a passage is cut at white space, or where it must.

    Args:
        article: Its text from ``body_start`` on is cut.
        max_bytes: Largest passage, in UTF-8 bytes.

    Returns:
        Passages in order; together they hold every character that is not white space
        between sentences.
    """
    text = article.text
    packed: list[Span] = []
    for sentence in sentences(text, article.language, article.body_start):
        for start, end in _pieces(text, sentence, max_bytes):
            if packed and _fits(text, packed[-1][0], end, max_bytes):
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
    while not _fits(text, start, end, max_bytes):
        cut = _cut(text, start, max_bytes)
        yield start, start + len(text[start:cut].rstrip())
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end


def _cut(text: str, start: int, max_bytes: int) -> int:
    """The last white space within reach, else the last place that parts no character."""
    window = text[start : start + max_bytes].encode()[:max_bytes].decode(errors="ignore")
    limit = start + max(1, len(window))
    for at in range(limit, start + len(window) // 2, -1):
        if text[at].isspace():
            return at
    for at in range(limit, max(start, limit - _LONGEST_CLUSTER), -1):
        if not (unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f"):
            return at
    return limit


def _fits(text: str, start: int, end: int, max_bytes: int) -> bool:
    return end - start <= max_bytes and len(text[start:end].encode()) <= max_bytes


def _passage_id(article_id: str, start: int, text: str) -> int:
    """63 bits: a passage keeps its id for as long as its article, place and words stay."""
    key = f"{article_id}\0{start}\0{text}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()) >> 1
