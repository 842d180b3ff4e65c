"""Render the evidence panel: each citation in its article, and the other retrieved passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.datatypes import Citation
from qa.escaping import escape_html, one_line
from qa.formatting import format_dates, format_language
from qa.highlights import quote_pieces, underlined
from qa.languages import answer_texts, interface_pack, page_texts
from qa.render import republished

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Article, Hit
    from qa.answer import Answer

CONSIDERED = 8
"""Number of passages of uncited articles to show below the citations."""


def consider(answer: Answer, hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """Return citations of the best retrieved passages of articles that the answer does not show."""
    shown = {one.document for one in (*answer.citations, *answer.closest)}
    others: dict[str, Hit] = {}
    for hit in hits:
        if hit.article.id not in shown and len(others) < CONSIDERED:
            others.setdefault(hit.article.id, hit)
    return tuple(
        Citation.of(hit, number, (hit.passage.start, hit.passage.end), hit.score)
        for number, hit in enumerate(others.values(), 1)
    )


def evidence_html(
    answer: Answer,
    articles: Mapping[str, Article],
    anchor: str = "source-",
    considered: Sequence[Citation] = (),
    link: str = "",
) -> str:
    """Return the evidence panel: each citation with its whole article and the quote marked.

    Args:
        answer: Answer whose citations are shown, or whose closest passages if there is none.
        articles: Cited articles by id. If one is missing or has changed, only the quote is shown.
        anchor: Prefix of the entries' HTML ids; the number of the citation follows.
        considered: Retrieved passages that are not cited, shown without their articles.
        link: Address that asks the question again; empty for none.
    """
    language = interface_pack(answer.language).code
    texts = page_texts(language)
    shown = answer.citations or answer.closest
    first = shown[-1 if answer.news else 0] if shown else None
    entries = "".join(
        f'<details id="{escape_html(anchor)}{citation.number}"'
        f"{' open' if citation is first else ''}>"
        f"{_evidence_of(citation, articles.get(citation.document), language)}</details>"
        for citation in shown
    )
    if not answer.found:
        closest = f"<p>{escape_html(answer_texts(language).closest)}</p>" if entries else ""
        entries = f"<p>{escape_html(answer.answer)}</p>{closest}{entries}"
    asked = escape_html(one_line(answer.question))
    if link:
        asked = f'<a href="{escape_html(link)}" title="{escape_html(texts.link)}">{asked}</a>'
    others = "".join(
        f"<li><details>{_evidence_of(one, None, language, numbered=False)}</details></li>"
        for one in considered
    )
    if others:
        others = (
            f'<details class="considered"><summary>{escape_html(texts.considered)} '
            f"({len(considered)})</summary><ol>{others}</ol></details>"
        )
    return (
        f'<section lang="{language}"><h2>{escape_html(answer_texts(language).sources)}</h2>'
        f'<p class="asked">{asked}</p>{entries}{others}</section>'
    )


def _evidence_of(
    citation: Citation, article: Article | None, language: str, *, numbered: bool = True
) -> str:
    about = [
        format_dates(citation.published, citation.updated, language),
        format_language(citation.language, language),
        one_line(citation.document),
    ]
    if citation.source != citation.document:
        about.insert(0, one_line(citation.source))
    number = f'<b class="number">[{citation.number}]</b> ' if numbered else ""
    title = one_line(citation.title or citation.source)
    return (
        f'<summary>{number}<b lang="{escape_html(citation.language)}" dir="auto">'
        f"{escape_html(title)}</b> <small>{escape_html(' · '.join(about))}</small></summary>"
        f"{_where(citation, article, language)}"
        f'<article lang="{escape_html(citation.language)}" dir="auto" tabindex="0">'
        f"{_marked_text(citation, article)}</article>"
    )


def _where(citation: Citation, article: Article | None, language: str) -> str:
    """Return the metadata of a citation: its document, its web address, and its near-duplicates."""
    texts = page_texts(language)
    template = texts.position_of if article else texts.position
    position = template.format(
        start=f"{citation.start:,}",
        end=f"{citation.end:,}",
        total=f"{len(article.text):,}" if article else "",
    )
    parts = [escape_html(position), *map(escape_html, republished(citation, language))]
    parts += filter(None, [external_link(citation.url)])
    return f'<p class="where">{" · ".join(parts)}</p>'


def external_link(url: str | None) -> str:
    """Return a link to an article on the web; empty if its address is not on the web."""
    if url is None or not url.startswith(("http://", "https://")):
        return ""
    escaped = escape_html(url)
    return f'<a href="{escaped}" target="_blank" rel="noopener noreferrer">{escaped}</a>'


def _marked_text(citation: Citation, article: Article | None) -> str:
    mark = f"<mark>{underlined(quote_pieces(citation))}</mark>"
    if article is None or article.text[citation.start : citation.end] != citation.quote:
        return mark
    before = article.text[article.body_start : citation.start].lstrip()
    after = article.text[citation.end :].rstrip()
    return f"{heading_html(article)}{escape_html(before)}{mark}{escape_html(after)}"


def heading_html(article: Article) -> str:
    """Return the title of an article as a heading; empty if its text begins with it."""
    title = article.title.rstrip("… ")
    if article.text[article.body_start :].lstrip().startswith(title):
        return ""
    return f"<h3>{escape_html(article.title)}</h3>"
