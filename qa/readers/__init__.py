"""Define the ``Reader`` protocol: readers extract answers from passages.

``qa.readers.loading`` loads readers by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from index.passages import Span
    from qa.datatypes import Verdict
    from qa.question import Question


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote of an article that may answer.

    Attributes:
        hit: Passage of the quote.
        start: Offset of the quote's first character in the article's text.
        end: Offset after the quote's last character.
        score: Probability that the quote answers, 0 to 1.
        spans: Offsets of the words that answer, inside the quote, best first. For a yes-or-no
            question, the words that support the answer. Empty if the reader marks no words.
        answerable: Whether the passages that were read answer the question. If no reading is
            answerable, the corpus does not answer.
        verdict: Answer of the quote to a yes-or-no question, if it was determined.
    """

    hit: Hit
    start: int
    end: int
    score: float
    spans: tuple[Span, ...] = ()
    answerable: bool = True
    verdict: Verdict | None = None

    @property
    def text(self) -> str:
        """The quote, verbatim."""
        return self.hit.article.text[self.start : self.end]

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that answer, verbatim."""
        return tuple(self.hit.article.text[start:end] for start, end in self.spans)


_CLEARLY = 1.05  # ratio of probabilities; a smaller one is within the uncertainty of the fit


class Reader(Protocol):
    """A model that extracts answers to a question from passages."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Return the readings of the passages, best first, including unanswerable ones.

        Every reading is inside its hit's passage, and there is at most one of each article.
        """
        ...


def best_of_each(readings: Sequence[Reading]) -> list[Reading]:
    """Return the best reading of each article, best first.

    Args:
        readings: Readings in the order of retrieval, which decides between readings of an article
            with almost equal scores.
    """
    best: dict[str, Reading] = {}
    for reading in readings:
        rival = best.get(reading.hit.article.id)
        if rival is None or reading.score > _CLEARLY * rival.score:
            best[reading.hit.article.id] = reading
    return sorted(best.values(), key=lambda r: (-r.score, r.hit.article.id, r.start))
