"""Passages → what in them answers, or nothing: the ``Reader`` protocol.

``qa.readers.loading`` finds the readers there are by their names.
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
    """A stretch of an article that may answer.

    Attributes:
        hit: The passage it was read from.
        start: Its first character in the article's text.
        end: One past its last character.
        score: Probability that it answers, 0 to 1.
        spans: Where in the article the very words of the answer stand, inside the stretch, the
            best first; of a question for a yes or no, those to look at. Empty if the reader does
            not tell them from the rest.
        answerable: Whether the question is answered by what was read. Where this holds for no
            reading, the corpus does not say.
        verdict: Answer of the stretch to a yes/no question, if something has told it.
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
        """The words of the stretch, verbatim."""
        return self.hit.article.text[self.start : self.end]

    @property
    def answers(self) -> tuple[str, ...]:
        """The very words of the answer, verbatim."""
        return tuple(self.hit.article.text[start:end] for start, end in self.spans)


_CLEARLY = 1.05  # times as likely; less is within what the fit is uncertain of


class Reader(Protocol):
    """Reads passages in the light of a question."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Return what may answer, best first, also where that is judged to be no answer.

        Every reading lies inside its hit's passage; at most one is given per article.
        """
        ...


def best_of_each(readings: Sequence[Reading]) -> list[Reading]:
    """Return the best reading of each article, best first.

    Args:
        readings: In the order in which their passages were found, which decides between two of an
            article that are as good as equal.
    """
    best: dict[str, Reading] = {}
    for reading in readings:
        rival = best.get(reading.hit.article.id)
        if rival is None or reading.score > _CLEARLY * rival.score:
            best[reading.hit.article.id] = reading
    return sorted(best.values(), key=lambda r: (-r.score, r.hit.article.id, r.start))
