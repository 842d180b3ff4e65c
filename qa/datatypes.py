"""What an answer is made of, and the steps on the way to it.

Nothing here is text in the reader's language: ``qa.render`` makes that.
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
    from qa.written import Written

Tense = Literal["planned", "past"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-copy of a cited article.

    Attributes:
        source: Who published it.
        document: The article's id in the corpus.
        published: When.
        url: Where it can be read, if known.
    """

    source: str
    document: str
    published: Period
    url: str | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; the publication date in ISO 8601, as precise as it is known."""
        return {
            "source": self.source,
            "document": self.document,
            "published": self.published.isoformat(),
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands.

    Attributes:
        number: Its number in the answer, from 1.
        source: Agency or outlet, else the document's name.
        document: The article's id in its corpus: the file's name.
        title: Headline, or opening words.
        published: When the article was published.
        language: ISO 639-1 code of the article.
        url: Where it can be read, if known.
        quote: Verbatim: ``article.text[start:end] == quote``.
        start: First character of the quote in the article's text.
        end: One past its last character.
        score: How well the quote answers, 0 to 1.
        spans: Where in the article the very words of the answer stand, inside the quote and in
            order; of a question for a yes or no, those to look at. Empty if only the quote is
            known.
        copies: Where near-copies of the article were published; earliest first.
        updated: When the article was updated; None if that is not known, or is when it was
            published.
        author: Who wrote the article, as it says; empty if it does not.
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
        """Cite a place in the article of a hit.

        Args:
            hit: A passage of the article.
            number: Its number in the answer.
            place: Where the quote begins and ends, in characters of the article's text.
            score: How well the quote answers, 0 to 1.
            spans: Where the very words of the answer stand, in order; see the attribute.
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
            copies=tuple(Copy(one.source, one.id, one.published, one.url) for one in hit.copies),
            updated=article.revised,
            author=article.author,
        )

    @property
    def answers(self) -> tuple[str, ...]:
        """The very words of the answer, verbatim."""
        return tuple(self.quote[start - self.start : end - self.start] for start, end in self.spans)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; dates in ISO 8601, as precise as they are known.

        ``updated`` is there if the article was updated at another time than it was published,
        ``author`` if it is known.
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
    """A time that a text gives, resolved to days.

    Attributes:
        period: The days.
        bound: If the period is open, its known end, as precise as the text gives it.
        weekday: Whether the text names the day of the week.
        derivation: What the period was computed from, where it was: 45 days after 6 August 2020.
        polarity: Whether what is said of it holds: affirmed, denied, cancelled, or postponed to
            another time.
        former: The time that it replaces, where something was moved.
        tense: Set where the text speaks of it otherwise than the question asks: ``planned`` for
            what still lay ahead where the question looks back, ``past`` for what was over where
            it looks ahead.
        fiscal: Whether it is a fiscal year, whose months nothing tells.
        fiscal_part: Which part of that year, if one is named: a unit and its number.
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
        """Whether it is when what was asked about happens, and not a plan or a day called off."""
        return self.polarity == "affirmed" and self.tense != "planned"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; periods in ISO 8601."""
        return {
            "period": self.period.isoformat(),
            "polarity": self.polarity,
            "former": None if self.former is None else self.former.isoformat(),
            "tense": self.tense,
            "fiscal": self.fiscal,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the corpus says, at one time.

    Attributes:
        text: What it says: the quote of its first citation.
        times: Where the question asks when: the times that answer, in the order of the text,
            each with what it is: some may have been called off.
        words: The very words that answer, verbatim and in the order of the text; empty if only
            the quote is known.
        published: When it was said.
        citations: Numbers of the citations that say so.
        as_of: Until when that is known, where it matters: of a plan, or of how things stood.
        headline: Of an answer that tells the news, the headline of its article, if that has one.
    """

    text: str
    times: tuple[ResolvedTime, ...]
    words: tuple[str, ...]
    published: Period
    citations: tuple[int, ...]
    as_of: Period | None = None
    headline: str = ""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The days that answer, to compute with: without plans and what was called off."""
        return tuple(time.period for time in self.times if time.answers)


@dataclass(frozen=True, slots=True)
class NotFound:
    """Articles were read, and none of them answers."""


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """What was typed asks for nothing: a greeting, thanks, or a command. Nothing was looked for."""


@dataclass(frozen=True, slots=True)
class NothingMatches:
    """No article passes the filters.

    Attributes:
        nearest: When those articles were published that pass all filters but those by date, and
            come nearest to the dates that were asked for: the last one before them, the first one
            after.
        span: When the first and the last article of the corpus were published; open where an
            article does not say, and then no text tells it. None if there is no article.
    """

    nearest: tuple[Period, ...] = ()
    span: tuple[Period, Period] | None = None


Reason = NotFound | NothingMatches | NoQuestion
"""Why there is no answer."""


@dataclass(frozen=True, slots=True)
class AnswerData:
    """What there is to tell of a question; see ``qa.answer.Answer``, which shows itself.

    Attributes:
        question: As it was asked.
        language: ISO 639-1 code of the question.
        confidence: Probability that the best finding is right, 0 to 1.
        findings: What was found, oldest first.
        citations: Where it stands; ``citations[i].number == i + 1``.
        closest: Where the corpus does not say: what comes nearest, and is not an answer; numbered
            in the same way, in the order of retrieval.
        reason: Why there is no answer; None if there is one.
        elapsed_ms: How long it took.
        written: What a language model had to do with it; None if none was asked.
        news: Whether the findings are the news of a subject: the last one is the newest, and the
            others are the steps before it.
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
    news: bool = False

    @property
    def found(self) -> bool:
        """Whether the corpus answers."""
        return self.reason is None


class Stage(Enum):
    """What is being done for a question."""

    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done for a question, and with what.

    Attributes:
        stage: What.
        hits: The passages that were found, best first; none before they are.
        answer: What is already known of the answer; None for nothing.
    """

    stage: Stage
    hits: Sequence[Hit] = ()
    answer: AnswerData | None = None
