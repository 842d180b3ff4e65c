"""The evidence panel: each citation in its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.escaping import escape_html, one_line
from qa.labels import format_language, format_period, interface_language, labels
from qa.render import declined, pieces, republished, underlined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.datatypes import Article
    from qa.datatypes import Answer, Citation


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
        entries = f"<p>{escape_html(declined(answer))}</p>{closest}{entries}"
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
    about += map(escape_html, republished(citation, language))
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
    mark = f"<mark>{underlined(pieces(citation))}</mark>"
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return mark
    before = article.text[article.body_start : citation.start].lstrip()
    after = article.text[citation.end :].rstrip()
    title = "" if _opens_with_title(article) else f"<h3>{escape_html(article.title)}</h3>"
    return f"{title}{escape_html(before)}{mark}{escape_html(after)}"


def _opens_with_title(article: Article) -> bool:
    title = article.title.rstrip("… ")
    return article.text[article.body_start :].lstrip().startswith(title)
