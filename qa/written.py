"""What a language model wrote, and what proves it: an answer's part, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that proves a claim.

    Attributes:
        citation: The number of the citation of its article.
        text: Verbatim: ``article.text[start:end] == text``.
        start: Its first character in the article's text.
        end: One past its last character.
    """

    citation: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A sentence that a language model wrote, and code proved.

    Attributes:
        text: The sentence, in the language of the question.
        quotes: What proves it, in the order of publication.
    """

    text: str
    quotes: tuple[Quote, ...]

    @property
    def citations(self) -> tuple[int, ...]:
        """The numbers of the citations that prove it."""
        return tuple(sorted({quote.citation for quote in self.quotes}))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "quotes": [
                {"citation": one.citation, "text": one.text, "start": one.start, "end": one.end}
                for one in self.quotes
            ],
        }


@dataclass(frozen=True, slots=True)
class DroppedClaim:
    """A sentence that a language model wrote, and code could not prove.

    Attributes:
        text: The sentence.
        reason: What it lacks, in English.
        check: The name of the check that it does not pass, as "numbers".
    """

    text: str
    reason: str
    check: str

    def to_dict(self) -> dict[str, str]:
        """Plain JSON."""
        return {"text": self.text, "reason": self.reason, "check": self.check}


Fallback = Literal[
    "unreachable", "slow", "busy", "refused", "malformed", "language", "nothing", "unproved"
]
"""Why an answer is quoted where a model was asked to write it: there was no reply, or no time for
one, too many questions, an error of the server, a reply that is none, a language whose claims
cannot be checked, nothing said, or nothing proved."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model had to do with an answer.

    Attributes:
        model: Its name.
        host: Where it runs.
        claims: What it wrote and code proved, in its order; the findings are then the quotes.
        dropped: What it wrote and code did not prove.
        fallback: Why the answer is quoted only; None if there are claims.
    """

    model: str
    host: str
    claims: tuple[WrittenClaim, ...] = ()
    dropped: tuple[DroppedClaim, ...] = ()
    fallback: Fallback | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "model": self.model,
            "host": self.host,
            "claims": [claim.to_dict() for claim in self.claims],
            "dropped": [claim.to_dict() for claim in self.dropped],
            "fallback": self.fallback,
        }
