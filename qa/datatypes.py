"""Define the parts of an answer, and the steps that lead to it, as data.

No text here is in the language of the reader; ``qa.render`` produces that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit, Period
    from index.dates.calendar import Unit
    from index.dates.polarity import Polarity
    from index.dates.resolution import Boundary, Derivation
    from index.passages import Span
    from index.stores import Coverage
    from qa.written import Written

Tense = Literal["planned", "past"]
Verdict = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-duplicate of a cited article.

    Attributes:
        source: Agency or outlet that published it.
        document: Id of the article in its corpus.
        published: Publication date.
        url: Web address of the article; None if unknown.
    """

    source: str
    document: str
    published: Period
    url: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON; the date in ISO 8601, as precise as it is known."""
        return {
            "source": self.source,
            "document": self.document,
            "published": self.published.isoformat(),
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote, its place in an article, and the article's metadata.

    Attributes:
        number: Number of the citation in the answer, from 1.
        source: Agency or outlet of the article; the name of the document if unknown.
        document: Id of the article in its corpus, such as the name of its file.
        title: Headline of the article, or its first words.
        published: Publication date of the article.
        language: ISO 639-1 code of the article's language.
        url: Web address of the article; None if unknown.
        quote: Verbatim text: ``article.text[start:end] == quote``.
        start: Offset of the quote's first character in the article's text.
        end: Offset after the quote's last character.
        score: Probability that the quote answers the question, 0 to 1.
        spans: Offsets of the words that answer, inside the quote and in order. For a yes-or-no
            question, the words that support the answer. Empty if only the quote is known.
        copies: Near-duplicates of the article, earliest first.
        updated: Date of the article's last update; None if it is unknown or equals ``published``.
        author: Authors of the article, as it names them; empty if it names none.

    Examples:
        >>> from index.datatypes import Period
        >>> citation = Citation(
        ...     1, "Gazette", "a.txt", "Bridge", Period.parse("2020-09-12"), "en", None,
        ...     quote="It closes on Monday.", start=0, end=20, score=0.9, spans=((10, 19),),
        ... )
        >>> citation.answers
        ('on Monday',)
    """

    number: int
    source: str
    document: str
    title: str
    published: Period
    language: str
    url: str | None
    quote: str
    start: int
    end: int
    score: float
    spans: tuple[Span, ...] = ()
    copies: tuple[Copy, ...] = ()
    updated: Period | None = None
    author: str = ""

    @classmethod
    def of(
        cls, hit: Hit, number: int, place: Span, score: float, spans: tuple[Span, ...] = ()
    ) -> Self:
        """Return a citation of a quote in the article of a hit.

        Args:
            hit: Passage of the article.
            number: Number of the citation in the answer.
            place: Start and end of the quote, as offsets in the article's text.
            score: Probability that the quote answers the question, 0 to 1.
            spans: Offsets of the words that answer; see the attribute.
        """
        article = hit.article
        start, end = place
        return cls(
            number=number,
            source=article.source,
            document=article.id,
            title=article.title,
            published=article.published,
            language=article.language,
            url=article.url,
            quote=article.text[start:end],
            start=start,
            end=end,
            score=score,
            spans=spans,
            copies=tuple(
                Copy(one.source, one.id, one.published, one.url) for one in hit.near_duplicates
            ),
            updated=article.revised,
            author=article.author,
        )

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the words that answer, verbatim."""
        return tuple(self.quote[start - self.start : end - self.start] for start, end in self.spans)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON; dates in ISO 8601, as precise as they are known.

        ``updated`` and ``author`` are left out if they are unknown.
        """
        return {
            "number": self.number,
            "source": self.source,
            "document": self.document,
            "title": self.title,
            "published": self.published.isoformat(),
            **({"updated": self.updated.isoformat()} if self.updated else {}),
            **({"author": self.author} if self.author else {}),
            "language": self.language,
            "url": self.url,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "score": round(self.score, 4),
            "answers": [
                {"text": text, "start": start, "end": end}
                for text, (start, end) in zip(self.answers, self.spans, strict=True)
            ],
            "copies": [copy.to_dict() for copy in self.copies],
        }


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time expression of an article, resolved to days.

    Attributes:
        period: Days that the expression denotes.
        bound: Known end of an open period, as precise as the text gives it.
        weekday: Whether the text names the day of the week.
        derivation: Computation of the period, such as 45 days after 6 August 2020; None if the
            text gives the date itself.
        polarity: Status of the event at that time: ``affirmed``, ``denied``, ``cancelled`` or
            ``postponed``.
        former: Earlier schedule that ``period`` replaces; None if the event was not moved.
        tense: Difference between article and question. ``planned``: the question asks about the
            past, and the article announces the event. ``past``: the question asks about the
            future, and the article reports the event. None if they agree.
        fiscal: Whether the period is a fiscal year, whose first month is unknown.
        fiscal_part: Part of the fiscal year as unit and number, such as ``("quarter", 3)``.

    Examples:
        >>> from index.datatypes import Period
        >>> time = ResolvedTime(Period.parse("2021-06-14"), polarity="cancelled")
        >>> time.answers, time.to_dict()["period"]
        (False, '2021-06-14')
    """

    period: Period
    bound: Boundary | None = None
    weekday: bool = False
    derivation: Derivation | None = None
    polarity: Polarity = "affirmed"
    former: Period | None = None
    tense: Tense | None = None
    fiscal: bool = False
    fiscal_part: tuple[Unit, int] | None = None

    @property
    def answers(self) -> bool:
        """Whether the event took or takes place then: neither called off nor only planned."""
        return self.polarity == "affirmed" and self.tense != "planned"

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON; periods in ISO 8601."""
        return {
            "period": self.period.isoformat(),
            "polarity": self.polarity,
            "former": None if self.former is None else self.former.isoformat(),
            "tense": self.tense,
            "fiscal": self.fiscal,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One value of the answer, with the citations that support it.

    Attributes:
        text: Quote of the first citation.
        times: Times that answer a question for a time, in the order of the text. Their
            ``polarity`` says which of them were called off.
        words: Words that answer, verbatim and in the order of the text; empty if only the quote is
            known.
        published: Publication date of the first citation.
        citations: Numbers of the supporting citations.
        as_of: Date of the information, if the answer may have changed since: for plans, and for
            questions about the state of things. Otherwise None.
        verdict: Answer of the quote to a yes/no question; None if a comparison of words cannot
            tell.
        headline: Headline of the article, in an answer that tells the news; empty if it has none.

    Examples:
        >>> from index.datatypes import Period
        >>> monday = ResolvedTime(Period.parse("2020-09-14"))
        >>> finding = Finding("It closes on Monday.", (monday,), (), Period.parse("2020-09"), (1,))
        >>> [period.isoformat() for period in finding.periods]
        ['2020-09-14']
    """

    text: str
    times: tuple[ResolvedTime, ...]
    words: tuple[str, ...]
    published: Period
    citations: tuple[int, ...]
    as_of: Period | None = None
    verdict: Verdict | None = None
    headline: str = ""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Return the periods that answer, without plans and cancelled times."""
        return tuple(time.period for time in self.times if time.answers)


@dataclass(frozen=True, slots=True)
class NotFound:
    """Reason for no answer: articles were read, and none of them answers the question."""


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """Reason for no answer: the text is a greeting, thanks or a command; nothing was searched."""


@dataclass(frozen=True, slots=True)
class NothingMatches:
    """Reason for no answer: no article passes the filters.

    Attributes:
        nearest: Publication dates of up to two articles that fail only the date filters: the
            last one before the requested dates, and the first one after them.
        span: Publication dates of the first and the last article of the corpus. A date is open if
            an article is undated. None if the corpus is empty.

    Examples:
        >>> from index.datatypes import Period
        >>> reason = NothingMatches(nearest=(Period.parse("2020-09-12"),))
        >>> reason.nearest[0].isoformat()
        '2020-09-12'
    """

    nearest: tuple[Period, ...] = ()
    span: tuple[Period, Period] | None = None


Reason = NotFound | NothingMatches | NoQuestion
"""Reasons why there is no answer."""


@dataclass(frozen=True, slots=True)
class AnswerData:
    """The data of an answer; ``qa.answer.Answer`` adds its representations as text.

    Attributes:
        question: Question as it was asked.
        language: ISO 639-1 code of the question's language.
        confidence: Calibrated probability that the best finding is right, 0 to 1; for news, the
            retrieval score of the newest article.
        findings: Values that answer, earliest publication first.
        citations: Citations of the findings; ``citations[i].number == i + 1``.
        closest: Citations of the passages closest to an answer, if there is none; numbered in the
            same way, in the order of retrieval.
        reason: Reason why there is no answer; None if there is one.
        elapsed_ms: Time taken, in milliseconds.
        written: Contribution of a language model; None if none was asked.
        coverage: Share of the corpus that was searched, while its index is being built; None if
            all of it was.
        news: Whether the findings are the news of a subject. The last finding is then the newest,
            and the others are earlier steps.
        differing: Whether the findings contradict each other: one of them is right, or each was
            true when it was published.
    """

    question: str
    language: str
    confidence: float = 0.0
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    closest: tuple[Citation, ...] = ()
    reason: Reason | None = None
    elapsed_ms: float = 0.0
    written: Written | None = None
    coverage: Coverage | None = None
    news: bool = False
    differing: bool = False

    @property
    def found(self) -> bool:
        """Whether the corpus answers the question."""
        return self.reason is None


class Stage(Enum):
    """A stage of answering."""

    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of answering, as ``Pipeline.steps`` yields it.

    Attributes:
        stage: Stage that begins, or goes on.
        hits: Retrieved passages, best first; empty before retrieval.
        answer: Answer as far as it is known; None if nothing is.
    """

    stage: Stage
    hits: Sequence[Hit] = ()
    answer: AnswerData | None = None
