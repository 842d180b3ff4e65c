"""What an answer is made of, and the steps on the way to it.

An ``Answer`` is the same value on every surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit, Period
    from index.passages import Span


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

    @property
    def answers(self) -> tuple[str, ...]:
        """The very words of the answer, verbatim."""
        return tuple(self.quote[start - self.start : end - self.start] for start, end in self.spans)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; the publication date in ISO 8601, as precise as it is known."""
        return {
            "number": self.number,
            "source": self.source,
            "document": self.document,
            "title": self.title,
            "published": self.published.isoformat(),
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
class Finding:
    """One thing that the corpus says, at one time.

    Attributes:
        text: What it says; the quote's words.
        value: The answer in short. Where the question asks when: the day or days that the words
            come to, in the interface language; else the very words; None if only the quote is
            known.
        how: What the value was computed from, where it was: "45 days after 6 August 2020".
        periods: The days that ``value`` names, to compute with; empty where it names none.
        published: When it was said.
        citations: Numbers of the citations that say so.
    """

    text: str
    value: str | None
    how: str | None
    periods: tuple[Period, ...]
    published: Period
    citations: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "text": self.text,
            "value": self.value,
            "how": self.how,
            "periods": [period.isoformat() for period in self.periods],
            "published": self.published.isoformat(),
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, with its evidence in order of publication.

    ``str(answer)`` is for a terminal, a notebook shows it as HTML, ``to_dict()`` is for
    scripts.

    Attributes:
        question: As it was asked.
        language: ISO 639-1 code of the question.
        found: Whether the corpus answers.
        answer: The findings told in order, or why there are none; plain text in the
            interface language nearest to the question's.
        confidence: Probability that the best finding is right, 0 to 1.
        findings: What was found, oldest first.
        citations: Where it stands; ``citations[i].number == i + 1``.
        closest: Where the corpus does not say: what comes nearest, and is not an answer; numbered
            in the same way, in the order of retrieval.
        elapsed_ms: How long it took.
    """

    question: str
    language: str
    found: bool
    answer: str
    confidence: float
    findings: tuple[Finding, ...]
    citations: tuple[Citation, ...]
    elapsed_ms: float
    closest: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, the contract for scripts."""
        return {
            "question": self.question,
            "language": self.language,
            "found": self.found,
            "answer": self.answer,
            "confidence": round(self.confidence, 4),
            "findings": [finding.to_dict() for finding in self.findings],
            "citations": [citation.to_dict() for citation in self.citations],
            "closest": [citation.to_dict() for citation in self.closest],
            "elapsed_ms": round(self.elapsed_ms, 1),
        }

    def __str__(self) -> str:
        from qa.render import to_text

        return to_text(self)

    def _repr_html_(self) -> str:
        from qa.render import to_html

        return to_html(self)

    def _repr_markdown_(self) -> str:
        from qa.render import to_markdown

        return to_markdown(self)


class Stage(Enum):
    """What is being done for a question."""

    SEARCHING = "searching"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done for a question, and with what.

    Attributes:
        stage: What.
        hits: The passages that were found, best first; none before they are.
    """

    stage: Stage
    hits: Sequence[Hit] = ()
