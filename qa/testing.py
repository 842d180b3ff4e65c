"""Test doubles for those who build on the seams of ``qa``: a reader and an answerer with a script.

A script says of each question, by its text, what there is to quote::

    script = {
        "When does the bridge open?": [
            ScriptedQuote("bridge.txt", "It opens on Friday.", words=("on Friday",)),
        ],
    }
    ExtractiveAnswerer(ScriptedReader(script))  # tests what stands above a reader
    Pipeline(retriever, ScriptedAnswerer(script))  # tests what stands above an answerer
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.datatypes import Citation, Finding, NotFound, ResolvedTime
from qa.readers import Reading, best_of_each

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Hit
    from index.passages import Span
    from qa.question import Question

_ANSWERABLE = 0.5


@dataclass(frozen=True, slots=True)
class ScriptedQuote:
    """What a script quotes from an article.

    Attributes:
        document: The article's id.
        quote: What is quoted, verbatim; its first occurrence in the article is meant.
        words: The very words of the answer, verbatim and in the order of the quote.
        times: The times that answer; only ``ScriptedAnswerer`` tells them.
        score: How well it answers, 0 to 1.
    """

    document: str
    quote: str
    words: tuple[str, ...] = ()
    times: tuple[ResolvedTime, ...] = ()
    score: float = 0.9

    def place(self, text: str) -> Span | None:
        """Return where the quote stands in an article's text; None if it does not."""
        start = text.find(self.quote)
        return (start, start + len(self.quote)) if start >= 0 else None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return where the words stand in an article's text, inside the quote.

        Raises:
            ValueError: If they do not.
        """
        found: list[Span] = []
        at, end = self.place(text) or (0, 0)
        for words in self.words:
            at = text.find(words, at, end)
            if at < 0:
                raise ValueError(f"{words!r} is not found in its order in {self.quote!r}")
            found.append((at, at + len(words)))
            at += len(words)
        return tuple(found)


class ScriptedReader:
    """A ``Reader`` that reads what a script quotes, where a passage holds it.

    Args:
        script: See the module.
        threshold: The question is answerable if a quote that was read has this score or a higher
            one.
    """

    def __init__(
        self, script: Mapping[str, Sequence[ScriptedQuote]], threshold: float = _ANSWERABLE
    ) -> None:
        self._script = script
        self._threshold = threshold

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """See ``Reader.read``."""
        return best_of_each(
            [
                Reading(
                    hit,
                    *place,
                    one.score,
                    one.spans(hit.article.text),
                    answerable=one.score >= self._threshold,
                )
                for hit in hits
                for one in self._script.get(question.text, ())
                if one.document == hit.article.id
                for place in [one.place(hit.article.text)]
                if place and hit.passage.start <= place[0] and place[1] <= hit.passage.end
            ]
        )


class ScriptedAnswerer:
    """An ``Answerer`` that answers with what a script quotes.

    A quote from an article that is not among the hits, or that the article does not hold, is left
    out, so that an invented one cannot be told.

    Args:
        script: See the module.
    """

    def __init__(self, script: Mapping[str, Sequence[ScriptedQuote]]) -> None:
        self._script = script

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
        """See ``Answerer.answer``."""
        hit_of = {hit.article.id: hit for hit in reversed(hits)}  # the best of each article
        best: dict[str, tuple[ScriptedQuote, Span]] = {}
        for one in sorted(self._script.get(question.text, ()), key=lambda one: -one.score):
            hit = hit_of.get(one.document)
            place = one.place(hit.article.text) if hit else None
            if place:
                best.setdefault(one.document, (one, place))
        chosen = sorted(list(best.values())[:top_k], key=lambda pair: _published(hit_of, pair[0]))
        if not chosen:
            return Answer(question.text, question.language, reason=NotFound())
        citations = []
        findings = []
        for number, (one, place) in enumerate(chosen, 1):
            hit = hit_of[one.document]
            spans = one.spans(hit.article.text)
            citation = Citation.of(hit, number, place, one.score, spans)
            citations.append(citation)
            findings.append(
                Finding(citation.quote, one.times, one.words, citation.published, (number,))
            )
        return Answer(
            question.text,
            question.language,
            confidence=max(one.score for one, _ in chosen),
            findings=tuple(findings),
            citations=tuple(citations),
        )


def _published(hit_of: Mapping[str, Hit], one: ScriptedQuote) -> tuple[str, str]:
    """Articles in the order of publication."""
    return hit_of[one.document].article.published.start.isoformat(), one.document
