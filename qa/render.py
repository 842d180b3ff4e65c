"""An answer as text, Markdown or HTML, and the one place where text is escaped.

Articles and questions are somebody else's characters. They are shown as they are, never
obeyed: not by a terminal (control characters), not by a browser (HTML), not by a Markdown
renderer (links, images, LaTeX), and not by the eye (text direction overrides).
"""

from __future__ import annotations

import html
import re
import string
import textwrap
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from qa.labels import (
    format_language,
    format_period,
    interface_language,
    labels,
    told_value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Article
    from qa.datatypes import Answer, Citation

_WIDTH = 88

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_FOLDED = re.compile(r"[ \t]*\n[ \t\n]*")
# Controls, bidirectional marks, embeddings, overrides and isolates, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MARKDOWN = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


def visible(text: str) -> str:
    """The text with every line break as a newline and nothing that hides or reorders it.

    Control characters, bidirectional formatting and lone surrogates become U+FFFD, so that
    whoever reads it sees that something was there.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """``visible(text)`` with each run of line breaks as one space, and no space around it."""
    return _folded(text).strip(" ")


def _folded(text: str) -> str:
    return _FOLDED.sub(" ", visible(text)).replace("\t", " ")


def escape_html(text: str) -> str:
    """Text for an HTML element or a quoted attribute."""
    return html.escape(visible(text))


def escape_markdown(text: str) -> str:
    """Text for a line of Markdown: whatever might be markup becomes a character reference.

    All of ASCII punctuation is encoded, which leaves no Markdown, HTML, LaTeX, table, bare
    address, mention or emoji shortcode to recognise, whichever renderer comes after.
    """
    return one_line(text).translate(_MARKDOWN)


def to_text(answer: Answer) -> str:
    """The answer for a terminal."""
    paragraphs = [
        "\n".join(
            [
                one_line(told.dateline),
                *([_wrap(f"→ {told.value}")] if told.value else []),
                _wrap(f"{told.quote} {told.numbers}"),
            ]
        )
        for told in _told(answer)
    ]
    if not answer.found:
        closest = [labels(answer.language).closest, *paragraphs] if paragraphs else []
        return "\n\n".join([one_line(_declined(answer)), *closest])
    sources = "\n".join(one_line(source) for source in _sources(answer))
    return "\n\n".join([*paragraphs, f"{labels(answer.language).sources}\n{sources}"])


def to_markdown(answer: Answer, anchor: str | None = None) -> str:
    """The answer as Markdown, for the chat and for notebooks.

    Args:
        answer: What to tell.
        anchor: What the addresses of the evidence on the same page begin with; the numbers of the
            citations lead there. None where there is no such page.
    """
    paragraphs = [
        f"**{escape_markdown(told.dateline)}**\n\n"
        + (f"→ **{escape_markdown(told.value)}**\n\n" if told.value else "")
        + f"> {_emphasised(told.pieces)} **{_numbers(told.numbers, anchor)}**"
        for told in _told(answer)
    ]
    if not answer.found:
        closest = [escape_markdown(labels(answer.language).closest), *paragraphs]
        return "\n\n".join([escape_markdown(_declined(answer)), *(closest if paragraphs else [])])
    sources = " · ".join(escape_markdown(source) for source in _sources(answer))
    return "\n\n".join([*paragraphs, sources])


def _numbers(numbers: str, anchor: str | None) -> str:
    """``[1] [2]`` in Markdown, as links if there is an anchor."""
    if anchor is None:
        return escape_markdown(numbers)
    return " ".join(
        f"[{escape_markdown(number)}](#{anchor}{number.strip('[]')})" for number in numbers.split()
    )


def to_html(answer: Answer) -> str:
    """The answer as HTML that stands on its own, in the colours of the page around it."""
    content = "".join(
        f'<p style="margin:1em 0 .3em"><strong>{escape_html(told.dateline)}</strong></p>'
        + (f"<p>→ <strong>{escape_html(told.value)}</strong></p>" if told.value else "")
        + '<blockquote style="margin:0;padding-left:1em;border-left:3px solid currentColor">'
        f"{_underlined(told.pieces)} "
        f"<strong>{escape_html(told.numbers)}</strong></blockquote>"
        for told in _told(answer)
    )
    if not answer.found:
        heading = f"<p>{escape_html(labels(answer.language).closest)}</p>" if content else ""
        content = f"<p>{escape_html(_declined(answer))}</p>{heading}{content}"
    else:
        sources = "<br>".join(escape_html(source) for source in _sources(answer))
        content += f'<p style="margin:1em 0;font-size:.9em;opacity:.8">{sources}</p>'
    # Notebooks run MathJax over what is shown; these two classes tell it to leave this alone.
    return (
        f'<div lang="{interface_language(answer.language)}" '
        'class="tex2jax_ignore mathjax_ignore" style="max-width:44em;line-height:1.5">'
        f"{content}</div>"
    )


def evidence_html(answer: Answer, articles: Mapping[str, Article], anchor: str = "source-") -> str:
    """The evidence panel: each citation with its whole article, the quote marked in it.

    Args:
        answer: The answer whose citations are shown, under the same numbers; where the corpus
            does not say, what comes closest.
        articles: The cited articles by their ids. Where one is missing, or no longer holds
            the quote where it was, the quote is shown alone.
        anchor: What the entries' addresses begin with; the citation's number follows.
    """
    language = interface_language(answer.language)
    entries = "".join(
        f'<details id="{escape_html(anchor)}{citation.number}"{"" if position else " open"}>'
        f"{_evidence(citation, articles.get(citation.document), language)}</details>"
        for position, citation in enumerate(answer.citations or answer.closest)
    )
    if not answer.found:
        closest = f"<p>{escape_html(labels(language).closest)}</p>" if entries else ""
        entries = f"<p>{escape_html(_declined(answer))}</p>{closest}{entries}"
    return (
        f'<section lang="{language}"><h2>{escape_html(labels(language).sources)}</h2>'
        f'<p class="asked">{escape_html(one_line(answer.question))}</p>'
        f"{entries}</section>"
    )


def _evidence(citation: Citation, article: Article | None, language: str) -> str:
    about = [
        f"<b>{escape_html(format_period(citation.published, language))}</b>",
        escape_html(format_language(citation.language, language)),
        escape_html(citation.document),
    ]
    if citation.source != citation.document:
        about.insert(0, f"<b>{escape_html(citation.source)}</b>")
    about += map(escape_html, _also(citation, language))
    return (
        f'<summary><b class="number">[{citation.number}]</b> {" · ".join(about)}</summary>'
        f'<article lang="{escape_html(citation.language)}" dir="auto" tabindex="0">'
        f"{_marked(citation, article)}</article>{_link(citation.url)}"
    )


def _link(url: str | None) -> str:
    if url is None or not url.startswith(("http://", "https://")):
        return ""
    escaped = escape_html(url)
    return f'<p><a href="{escaped}" target="_blank" rel="noopener noreferrer">{escaped}</a></p>'


def _marked(citation: Citation, article: Article | None) -> str:
    mark = f"<mark>{_underlined(_pieces(citation))}</mark>"
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return mark
    before = article.text[article.body_start : citation.start].lstrip()
    after = article.text[citation.end :].rstrip()
    title = "" if _opens_with_title(article) else f"<h3>{escape_html(article.title)}</h3>"
    return f"{title}{escape_html(before)}{mark}{escape_html(after)}"


def _opens_with_title(article: Article) -> bool:
    title = article.title.rstrip("… ")
    return article.text[article.body_start :].lstrip().startswith(title)


_Piece = tuple[str, bool]
"""A part of a quote, and whether it is the very words of the answer."""


def _pieces(citation: Citation) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = citation.start
    for start, end in citation.spans:
        pieces.append((citation.quote[at - citation.start : start - citation.start], False))
        pieces.append((citation.quote[start - citation.start : end - citation.start], True))
        at = end
    return [*pieces, (citation.quote[at - citation.start :], False)]


def _underlined(pieces: Sequence[_Piece]) -> str:
    return "".join(
        f"<u>{escape_html(text)}</u>" if answers else escape_html(text) for text, answers in pieces
    )


def _emphasised(pieces: Sequence[_Piece]) -> str:
    """A quote in Markdown, the answer's words strong.

    Within a word Markdown would show the asterisks, and between words that touch, so there they
    are left out.
    """
    joined = [
        ("".join(text for text, _ in same), answers)
        for answers, same in groupby((one for one in pieces if one[0]), key=itemgetter(1))
    ]
    texts = ["", *(text for text, _ in joined), ""]
    shown = []
    for before, (text, answers), after in zip(texts, joined, texts[2:], strict=False):
        escaped = text.translate(_MARKDOWN)
        whole = answers and not (before[-1:].isalnum() or after[:1].isalnum())
        shown.append(f"**{escaped}**" if whole else escaped)
    return "".join(shown)


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding in words, not yet escaped."""

    dateline: str
    value: str
    pieces: Sequence[_Piece]
    numbers: str

    @property
    def quote(self) -> str:
        """All the pieces, the marks of quotation among them."""
        return "".join(text for text, _ in self.pieces)


def _told(answer: Answer) -> list[_Told]:
    """The findings, or what comes closest to one."""
    cited = {citation.number: citation for citation in answer.citations}
    if not answer.found:
        return [_tell([citation], "", answer.language) for citation in answer.closest]
    return [
        _tell(
            [cited[number] for number in finding.citations],
            told_value(finding, answer.language),
            answer.language,
        )
        for finding in answer.findings
    ]


def _tell(citations: Sequence[Citation], value: str, language: str) -> _Told:
    """One finding, in the words of its first citation."""
    opening, closing = labels(language).quote
    dates = [format_period(citation.published, language) for citation in citations]
    named = [one.source for one in citations if one.source != one.document]
    quote = [(_folded(text), answers) for text, answers in _pieces(citations[0])]
    return _Told(
        dateline=" · ".join(dict.fromkeys([*dates, *named])),
        value=value,
        pieces=((opening, False), *quote, (closing, False)),
        numbers=" ".join(f"[{citation.number}]" for citation in citations),
    )


def _sources(answer: Answer) -> list[str]:
    sources = []
    for citation in answer.citations:
        date = format_period(citation.published, answer.language)
        parts = dict.fromkeys([citation.source, date, citation.document])
        also = _also(citation, answer.language)
        sources.append(f"[{citation.number}] {', '.join([*parts, *also])}")
    return sources


def _also(citation: Citation, language: str) -> list[str]:
    """Who republished it, and when; nothing or one phrase."""
    outlets = [
        f"{copy.source} ({format_period(copy.published, language)})" for copy in citation.copies
    ]
    return [labels(language).also.format(outlets=", ".join(outlets))] if outlets else []


def _declined(answer: Answer) -> str:
    return answer.answer or labels(answer.language).not_found


def _wrap(line: str) -> str:
    return textwrap.fill(
        one_line(line),
        width=_WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
