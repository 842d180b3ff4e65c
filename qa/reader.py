"""Passages → the sentence that answers, or none: the ``Reader`` protocol and a first reader.

``SentenceReader`` is not trained to read: it scores each sentence of the best passages by
how near it is to the question in meaning, words and names, and by whether it holds what the
question asks for. ``benchmarks/fit_reader.py`` fitted its weights and its threshold.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.dates.mentions import mentions_time
from index.passages import sentences
from qa.question import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from index.embedders import Embedder
    from qa.question import Question


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of an article that may answer.

    Attributes:
        hit: The passage it was read from.
        start: Its first character in the article's text.
        end: One past its last character.
        score: Probability that it answers, 0 to 1.
    """

    hit: Hit
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.hit.article.text[self.start : self.end]


class Reader(Protocol):
    """Reads passages in the light of a question."""

    threshold: float
    """Score that the best reading must reach, or the corpus does not say."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """What may answer, best first, below the threshold too.

        Every reading lies inside its hit's passage; at most one is given per article.
        """
        ...


FEATURES = ("sentence", "passage", "words", "same_language", "no_time")
"""What a sentence is scored by, each about 0 to 1:

- ``sentence``, ``passage``: cosine similarity with the question, of it and of its passage;
- ``words``: share of the question's longer words, names and numbers that it holds;
- ``same_language``: it is in the question's language, where similarities run higher;
- ``no_time``: the question asks when, and it speaks of no time.
"""

WEIGHTS = {
    "sentence": 15.57,
    "passage": 12.78,
    "words": 3.15,
    "same_language": -1.37,
    "no_time": -0.64,
}
INTERCEPT = -24.93
THRESHOLD = 0.11
"""Fitted by ``benchmarks/fit_reader.py``: the probability is that the best sentence holds the
answer, and 97 % of the development questions that have one reach the threshold. To decline
them would be the worse mistake, since a quote that does not answer is there to be judged."""


class SentenceReader:
    """Scores sentences by a logistic model over ``FEATURES``.

    Args:
        embedder: Embeds the question and the sentences. The weights were fitted with the
            bundled model; with another the order holds, the probabilities less so.
    """

    threshold = THRESHOLD

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """See ``Reader.read``."""
        best: dict[str, Reading] = {}
        for reading, features in self.candidates(question, hits):
            logit = INTERCEPT + sum(WEIGHTS[name] * features[name] for name in FEATURES)
            scored = Reading(reading.hit, reading.start, reading.end, 1 / (1 + math.exp(-logit)))
            rival = best.get(reading.hit.article.id)
            if rival is None or scored.score > rival.score:
                best[reading.hit.article.id] = scored
        return sorted(best.values(), key=lambda r: (-r.score, r.hit.article.id, r.start))

    def candidates(
        self, question: Question, hits: Sequence[Hit]
    ) -> list[tuple[Reading, dict[str, float]]]:
        """Every sentence of the passages, unscored, with its features."""
        spans = [
            (hit, start, end)
            for hit in hits
            for start, end in sentences(
                hit.article.text, hit.article.language, hit.passage.start, hit.passage.end
            )
        ]
        if not spans:
            return []
        asked = self._embedder.embed_queries([question.query])[0]
        vectors = self._embedder.embed_passages(
            [hit.article.text[start:end] for hit, start, end in spans]
        )
        words = _words(question.query)
        found = []
        for (hit, start, end), vector in zip(spans, vectors, strict=True):
            text = hit.article.text[start:end]
            timeless = question.kind is not Kind.OTHER and not mentions_time(
                text, hit.article.language
            )
            features = {
                "sentence": float(vector @ asked),
                "passage": hit.dense,
                "words": _share(words, _words(text)),
                "same_language": float(hit.article.language == question.language),
                "no_time": float(timeless),
            }
            found.append((Reading(hit, start, end, 0.0), features))
        return found


_WORD = re.compile(r"\w+")
_SHORT = 4  # letters; most shorter words are grammar
_PREFIX = 5  # letters compared: fixed-prefix stemming (Can et al. 2008, JASIST 59(3))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> set[str]:
    """The longer words of a text, its names and its numbers, folded and cut to a prefix."""
    return {
        _fold(word)[:_PREFIX]
        for word in _WORD.findall(text)
        if len(word) >= _SHORT or word.isdigit() or word[0].isupper()
    }


def _share(wanted: set[str], here: set[str]) -> float:
    return len(wanted & here) / len(wanted) if wanted else 0.0
