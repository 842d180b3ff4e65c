"""A quote against the right answers, and declining to answer against what has none.

Texts are compared as MLQA does (Lewis et al. 2020, arXiv:1910.07475), which is SQuAD's way made
multilingual, with these departures: the letters' case is folded rather than lowered, French is
added, Arabic's article goes only where a word begins (MLQA's own script takes the two letters out
of the middle of words too), kana are cut like Han characters, and full-width punctuation, which
no space follows, leaves one.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.evaluation.dataset import gold_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.datatypes import Article
    from qa.evaluation.dataset import Query

_ARTICLES = {
    "en": re.compile(r"\b(a|an|the)\b"),
    "fr": re.compile(r"\b(le|la|les|un|une|des|du)\b"),
    "es": re.compile(r"\b(un|una|unos|unas|el|la|los|las)\b"),
    "de": re.compile(r"\b(ein|eine|einen|einem|eines|einer|der|die|das|den|dem|des)\b"),
    "ar": re.compile(r"\bال(?=\w)"),
}
_ELIDED = re.compile(r"\bl['’]")
# Written without spaces: kana and Han, with the compatibility forms and the extensions.
_UNSPACED = re.compile(
    r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


@dataclass(frozen=True, slots=True)
class QuoteScore:
    """How well a quote answers.

    Attributes:
        contains: Whether the answer is in it.
        exact: Whether it is the answer and no more, after normalisation.
        f1: Overlap of its tokens with the answer's, 0 to 1; the best over the answers.
    """

    contains: bool
    exact: bool
    f1: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well a method knows that there is no answer.

    Attributes:
        answered: How many answerable questions got an answer.
        wrongly_declined: How many answerable ones did not.
        rightly_declined: How many questions without an answer were declined.
        wrongly_answered: How many of these got an answer.
    """

    answered: int
    wrongly_declined: int
    rightly_declined: int
    wrongly_answered: int

    @property
    def precision(self) -> float | None:
        """Share of the declined that have no answer; None if none was declined."""
        declined = self.rightly_declined + self.wrongly_declined
        return self.rightly_declined / declined if declined else None

    @property
    def recall(self) -> float | None:
        """Share declined of those without an answer; None if all have one."""
        unanswerable = self.rightly_declined + self.wrongly_answered
        return self.rightly_declined / unanswerable if unanswerable else None

    def to_dict(self) -> dict[str, float | int | None]:
        """Plain JSON."""
        return {
            "precision": None if self.precision is None else round(self.precision, 4),
            "recall": None if self.recall is None else round(self.recall, 4),
            "answered": self.answered,
            "wrongly_declined": self.wrongly_declined,
            "rightly_declined": self.rightly_declined,
            "wrongly_answered": self.wrongly_answered,
        }


def score(query: Query, article: Article, start: int, end: int, *, relevant: bool) -> QuoteScore:
    """Score the quote ``article.text[start:end]``.

    It contains the answer if it covers one of the gold spans of a relevant article. Words decide
    only where no offsets are known: for a query without spans in any article, and for one whose
    spans belong to another document in a relevant one. Where the article is in another language
    than the answers, words find little more than names and numbers.

    Args:
        query: The question, with its answers.
        article: What is quoted.
        start: The quote's first character in the article's text.
        end: One past its last one.
        relevant: Whether the article is judged relevant to the question.
    """
    quote = article.text[start:end]
    spans = gold_spans(query, article) if relevant else ()
    if spans:
        holds = covers(start, end, spans)
    elif relevant or not query.spans:
        holds = contains(quote, query.answers, article.language)
    else:
        holds = False
    return QuoteScore(
        contains=holds,
        exact=exact_match(quote, query.answers, article.language),
        f1=token_f1(quote, query.answers, article.language),
    )


def covers(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether the characters from ``start`` to before ``end`` hold all of one span."""
    return any(start <= first and last <= end for first, last in spans)


def contains(quote: str, answers: Iterable[str], language: str) -> bool:
    """Whether the tokens of one answer stand in the quote, one after the other.

    An answer without any token, such as a mark of punctuation, is in no quote.
    """
    within = tokens(quote, language)
    return any(_holds(within, tokens(answer, language)) for answer in answers)


def exact_match(quote: str, answers: Iterable[str], language: str) -> bool:
    """Whether the quote's tokens are those of one answer."""
    quoted = tokens(quote, language)
    return any(quoted == tokens(answer, language) for answer in answers)


def token_f1(quote: str, answers: Iterable[str], language: str) -> float:
    """Harmonic mean of the tokens' precision and recall, 0 to 1; the best over the answers."""
    quoted = tokens(quote, language)
    return max((_f1(quoted, tokens(answer, language)) for answer in answers), default=0.0)


def tokens(text: str, language: str) -> list[str]:
    """The words that count: no case, no punctuation, no articles.

    Args:
        text: Any text.
        language: ISO 639-1 code; it decides which articles are left out.

    Returns:
        Words, and single characters of Han and kana.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    if language == "fr":
        text = _ELIDED.sub(" ", text)  # its apostrophe would go, and the letter would stay
    text = "".join(map(_unpunctuated, text))
    if language in _ARTICLES:
        text = _ARTICLES[language].sub(" ", text)
    return _UNSPACED.sub(r" \1 ", text).split()


def refusal(outcomes: Iterable[tuple[bool, bool]]) -> Refusal:
    """Count how questions were treated.

    Args:
        outcomes: For each question whether it can be answered, and whether it was declined.
    """
    counts = Counter((bool(answerable), bool(declined)) for answerable, declined in outcomes)
    return Refusal(
        answered=counts[True, False],
        wrongly_declined=counts[True, True],
        rightly_declined=counts[False, True],
        wrongly_answered=counts[False, False],
    )


def _unpunctuated(character: str) -> str:
    if character in string.punctuation:
        return ""
    if not unicodedata.category(character).startswith("P"):
        return character
    return " " if unicodedata.east_asian_width(character) in "WF" else ""


def _holds(within: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return size > 0 and any(within[i : i + size] == part for i in range(len(within) - size + 1))


def _f1(one: Sequence[str], other: Sequence[str]) -> float:
    if not one or not other:
        return float(one == other)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))
