"""Define the sentences that a language model wrote, and the quotes that prove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that proves a claim.

    Attributes:
        citation: Number of the citation of its article.
        text: Verbatim text: ``article.text[start:end] == text``.
        start: Offset of the first character in the article's text.
        end: Offset after the last character.
    """

    citation: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A sentence that a language model wrote, and that code proved.

    Attributes:
        text: Sentence in the language of the question.
        quotes: Quotes that prove it, in the order of publication.

    Examples:
        >>> claim = WrittenClaim("It opens on Friday.", (Quote(2, "It opens on Friday.", 0, 19),))
        >>> claim.citations
        (2,)
    """

    text: str
    quotes: tuple[Quote, ...]

    @property
    def citations(self) -> tuple[int, ...]:
        """Return the numbers of the citations that prove it."""
        return tuple(sorted({quote.citation for quote in self.quotes}))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
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
    """A sentence that a language model wrote, and that code could not prove.

    Attributes:
        text: Sentence in the language of the question.
        reason: Reason why it is not proved, in English.
        check: Name of the check that failed, such as "numbers".
    """

    text: str
    reason: str
    check: str

    def to_dict(self) -> dict[str, str]:
        """Return plain JSON."""
        return {"text": self.text, "reason": self.reason, "check": self.check}


Fallback = Literal[
    "unreachable", "slow", "busy", "refused", "malformed", "language", "nothing", "unproved"
]
"""Reasons why an answer is extractive although a language model was asked.

- ``unreachable``: the server did not reply.
- ``slow``: the time limit was reached.
- ``busy``: the server had too many questions.
- ``refused``: the server replied with an error.
- ``malformed``: the reply was not valid.
- ``language``: claims in this language cannot be checked.
- ``nothing``: the model made no claim.
- ``unproved``: no claim was proved.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """The contribution of a language model to an answer.

    Attributes:
        model: Name of the model.
        host: Host on which the model runs.
        claims: Proved sentences, in the order of the model; the findings are then their quotes.
        dropped: Sentences that were not proved, and are not shown.
        fallback: Reason why the answer is extractive; None if there are claims.
        beside: Positions in ``Answer.findings`` of the reader's findings that no claim rests on.
    """

    model: str
    host: str
    claims: tuple[WrittenClaim, ...] = ()
    dropped: tuple[DroppedClaim, ...] = ()
    fallback: Fallback | None = None
    beside: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "model": self.model,
            "host": self.host,
            "claims": [claim.to_dict() for claim in self.claims],
            "dropped": [claim.to_dict() for claim in self.dropped],
            "fallback": self.fallback,
            "beside": list(self.beside),
        }
