"""Compose the news of a subject: the newest article about it, and the earlier steps.

No words of a passage answer "what happened with the bridge?"; articles about the bridge do. The
subject of an article is in its headline and its lede.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.passages import sentences
from qa.answer import Answer
from qa.datatypes import Citation, Finding
from qa.readers import Reading
from qa.readers.article_match import article_evidence, match_terms, shares_found

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from index.datatypes import Article, Hit
    from index.passages import Span
    from qa.question import Question
    from qa.readers.article_match import MatchTerms

_FRAGMENT = 40  # bytes of UTF-8; a shorter first line is a dateline or a byline
_DASHES = " \n-–—"
_LEADING = 4  # maximum number of such lines, including the headline
_WORDS, _WORDS_ALONE = 0.5, 0.66
"""Minimum share of the subject's words in an article, besides names, and for a subject without
names."""
_SCORE_RATIO = 0.88
"""Minimum retrieval score, as a share of the best: half of the articles below are off-topic."""
_CLEAR = 0.7
"""Retrieval score that off-topic articles rarely reach."""


def compose_news(question: Question, hits: Sequence[Hit], top_k: int) -> Answer | None:
    """Return the news of a subject, or None if no article is about it.

    Args:
        question: Question for news.
        hits: Passages retrieved for its subject, best first.
        top_k: Maximum number of articles; the newest are shown.
    """
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.article.id, hit)
    terms = match_terms(question, (hit.article for hit in hits))
    if question.temporal.mentioned:
        terms = replace(terms, times=question.temporal.mentioned)
    articles = list(best.values())
    found = [_NewsArticle(hit, lede(hit.article)) for hit in articles]
    about = [one for one in found if _is_about(terms, one, articles[0])]
    if not about:
        # No article is about the subject, but some may mention it.
        found = [_NewsArticle(hit, _best_sentence(terms, hit)) for hit in articles]
        about = [one for one in found if _is_about(terms, one, articles[0])]
    if not about:
        return None
    newest = sorted(about, key=_publication_key, reverse=True)[:top_k]
    in_order = sorted(newest, key=lambda one: (_publication_key(one), one.hit.article.id))
    citations = tuple(
        Citation.of(one.hit, number, one.place, min(1.0, max(0.0, one.hit.score)))
        for number, one in enumerate(in_order, 1)
    )
    return Answer(
        question.text,
        question.language,
        confidence=citations[-1].score,
        findings=tuple(
            Finding(
                text=citation.quote,
                times=(),
                words=(),
                published=citation.published,
                citations=(citation.number,),
                headline=headline(one.hit.article),
            )
            for one, citation in zip(in_order, citations, strict=True)
        ),
        citations=citations,
        news=True,
    )


def headline(article: Article) -> str:
    """Return the headline of an article; empty if it only has its opening words."""
    title = " ".join(article.title.split())
    bare = title.rstrip("… ")
    lines = article.text[article.body_start :].strip().split("\n", 1)
    first = " ".join(lines[0].split())
    return "" if first.startswith(bare) and first != title else title


def lede(article: Article) -> Span:
    """Return the span of the first sentence of an article, after headline and dateline."""
    text = article.text
    whole = sentences(text, article.language, article.body_start)
    for start, end in whole[:_LEADING]:
        # A headline does not end with a full stop, and the dash belongs to the dateline before it.
        *leading, rest = text[start:end].split("\n")
        while leading and not _is_fragment(leading[-1], article):
            rest = f"{leading.pop()}\n{rest}"
        if not _is_fragment(rest, article):
            return end - len(rest.lstrip(_DASHES)), end
    return whole[0] if whole else (article.body_start, len(text))


def _is_fragment(line: str, article: Article) -> bool:
    """Return whether a line is a headline, a dateline or a byline."""
    return len(line.encode()) < _FRAGMENT or " ".join(line.split()) == article.title


@dataclass(frozen=True, slots=True)
class _NewsArticle:
    """An article, with its best passage and the span of the sentence to show."""

    hit: Hit
    place: Span


def _is_about(terms: MatchTerms, one: _NewsArticle, best: Hit) -> bool:
    """Return whether the headline and the sentence are about the subject, at the requested time."""
    article = one.hit.article
    start, end = one.place
    names, words = shares_found(
        terms, f"{article.title}\n{article.text[start:end]}", article.language
    )
    if names < 1.0 or one.hit.score < _SCORE_RATIO * best.score:
        return False
    if words is None:
        if not terms.names and one.hit.score < _CLEAR:
            return False
    elif words < (_WORDS if terms.names else _WORDS_ALONE):
        return False
    reading = Reading(one.hit, start, end, 0.0)
    return not terms.times or article_evidence(terms, reading)["time_held"] == 1.0


def _best_sentence(terms: MatchTerms, hit: Hit) -> Span:
    """Return the first sentence of a passage among those with most words of the subject."""
    article, passage = hit.article, hit.passage
    whole = sentences(article.text, article.language, passage.start, passage.end)

    def share(place: Span) -> float:
        names, words = shares_found(terms, article.text[place[0] : place[1]], article.language)
        return names + (words or 0.0)

    return max(whole, key=share, default=(passage.start, passage.end))


def _publication_key(one: _NewsArticle) -> tuple[bool, date, date]:
    """Return the sort key of publication dates; undated articles come first."""
    published = one.hit.article.published
    return published.precision != "open", published.end, published.start
