"""Score quotes against the right answers, and the declining of unanswerable questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.evaluation.dataset import gold_spans
from qa.normalization import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.datatypes import Article
    from index.passages import Span
    from qa.evaluation.dataset import Query


@dataclass(frozen=True, slots=True)
class QuoteScore:
    """The score of a quote.

    Attributes:
        contains: Whether the quote contains an answer.
        exact: Whether the marked words, or else the whole quote, equal an answer after
            normalisation.
        f1: Token overlap with the best answer, 0 to 1.
    """

    contains: bool
    exact: bool
    f1: float


@dataclass(frozen=True, slots=True)
class RefusalCounts:
    """Counts of declined and answered questions.

    Attributes:
        answered: Answerable questions with an answer.
        wrongly_declined: Answerable questions without one.
        rightly_declined: Unanswerable questions without an answer.
        wrongly_answered: Unanswerable questions with one.
    """

    answered: int
    wrongly_declined: int
    rightly_declined: int
    wrongly_answered: int

    @property
    def precision(self) -> float | None:
        """The share of declined questions that are unanswerable; None if none was declined."""
        declined = self.rightly_declined + self.wrongly_declined
        return self.rightly_declined / declined if declined else None

    @property
    def recall(self) -> float | None:
        """The share of unanswerable questions that were declined; None if there are none."""
        unanswerable = self.rightly_declined + self.wrongly_answered
        return self.rightly_declined / unanswerable if unanswerable else None

    def to_dict(self) -> dict[str, float | int | None]:
        """Return plain JSON."""
        return {
            "precision": None if self.precision is None else round(self.precision, 4),
            "recall": None if self.recall is None else round(self.recall, 4),
            "answered": self.answered,
            "wrongly_declined": self.wrongly_declined,
            "rightly_declined": self.rightly_declined,
            "wrongly_answered": self.wrongly_answered,
        }


def score(
    query: Query, article: Article, quoted: Span, words: Span | None = None, *, relevant: bool
) -> QuoteScore:
    """Score a quote.

    The quote contains the answer if it covers a gold span of a relevant article. If no offsets are
    known, the words are compared instead: for a query without spans, and in a relevant article
    other than the one with the spans. If the article is in another language than the answers, the
    words have little in common besides names and numbers.

    Args:
        query: Question with its answers.
        article: Quoted article.
        quoted: Span of the quote in the article's text.
        words: Span of the words that answer, for the exact match; None for the whole quote.
        relevant: Whether the article is relevant to the question.
    """
    start, end = quoted
    quote = article.text[start:end]
    first, last = words or quoted
    said = article.text[first:last]
    spans = gold_spans(query, article) if relevant else ()
    if spans:
        holds = covers(start, end, spans)
    elif relevant or not query.spans:
        holds = contains(quote, query.answers, article.language)
    else:
        holds = False
    return QuoteScore(
        contains=holds,
        exact=exact_match(said, query.answers, article.language),
        f1=token_f1(said, query.answers, article.language),
    )


def covers(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether the characters from ``start`` to ``end`` contain one of the spans."""
    return any(start <= first and last <= end for first, last in spans)


def contains(quote: str, answers: Iterable[str], language: str) -> bool:
    """Return whether the quote contains the tokens of one answer in sequence.

    An answer without tokens, such as a punctuation mark, is in no quote.
    """
    within = tokens(quote, language)
    return any(_contains_sequence(within, tokens(answer, language)) for answer in answers)


def exact_match(quote: str, answers: Iterable[str], language: str) -> bool:
    """Return whether the quote's tokens are those of one answer."""
    quoted = tokens(quote, language)
    return any(quoted == tokens(answer, language) for answer in answers)


def token_f1(quote: str, answers: Iterable[str], language: str) -> float:
    """Return the harmonic mean of token precision and recall, 0 to 1, for the best answer."""
    quoted = tokens(quote, language)
    return max((_f1(quoted, tokens(answer, language)) for answer in answers), default=0.0)


def refusal(outcomes: Iterable[tuple[bool, bool]]) -> RefusalCounts:
    """Count answered and declined questions.

    Args:
        outcomes: For each question, whether it is answerable, and whether it was declined.
    """
    counts = Counter((bool(answerable), bool(declined)) for answerable, declined in outcomes)
    return RefusalCounts(
        answered=counts[True, False],
        wrongly_declined=counts[True, True],
        rightly_declined=counts[False, True],
        wrongly_answered=counts[False, False],
    )


def calibration_error(confidences: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error (Guo et al. 2017, arXiv:1706.04599), with equal bins.

    Args:
        confidences: For each question, the stated probability, and whether the answer was right; at
            least one question.
        bins: Number of bins.
    """
    in_bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in confidences:
        in_bins.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    gaps = [
        abs(sum(confidence - right for confidence, right in in_bin)) for in_bin in in_bins.values()
    ]
    return sum(gaps) / len(confidences)


def _contains_sequence(within: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return size > 0 and any(within[i : i + size] == part for i in range(len(within) - size + 1))


def _f1(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return float(one == other)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))
