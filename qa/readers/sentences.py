"""Read passages without a trained reader: select the sentence that answers best.

``SentenceReader`` scores each sentence of the best passages by its similarity to the question in
meaning, words and names, and by whether it has a time if the question asks for one.
``benchmarks/fit_sentences.py`` fitted its weights and its threshold.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.dates.mentions import mentions_time
from index.passages import sentences
from qa.calibration import Calibration
from qa.question import Kind
from qa.readers import Reading, best_of_each
from qa.readers.lexical_overlap import share_of_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from index.embedders import Embedder
    from qa.question import Question


FEATURES = ("sentence", "passage", "words", "same_language", "no_time")
"""Features of a sentence, each about 0 to 1:

- ``sentence``, ``passage``: cosine similarity of the sentence, and of its passage, with the
  question;
- ``words``: share of the question's longer words, names and numbers in the sentence;
- ``same_language``: the sentence is in the question's language, which raises similarities;
- ``no_time``: the question asks when, and the sentence has no time.
"""

CALIBRATION = Path(__file__).with_name("sentences.json")
"""File of a logistic model over ``FEATURES``, fitted by ``benchmarks/fit_sentences.py``.

It gives the probability that the best sentence has the answer. 97 % of the answerable development
questions reach its threshold: a wrong quote can be judged by the user, a wrong refusal cannot."""

_OF_TIME = (Kind.WHEN, Kind.HOW_LONG)


class SentenceReader:
    """A reader that scores sentences with a logistic model over ``FEATURES``.

    Args:
        embedder: Embedder of the question and the sentences. The model was fitted with the bundled
            one; with another, the order is still useful, but the probabilities are less reliable.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._calibration = Calibration.load(CALIBRATION, FEATURES)

    @property
    def calibrations(self) -> dict[str, Calibration]:
        """The calibrated models, by what they estimate."""
        return {"how likely a sentence answers": self._calibration}

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Read passages as ``Reader.read`` does."""
        scored = []
        for reading, features in self.candidates(question, hits):
            score = self._calibration.probability(features)
            answerable = self._calibration.reaches_threshold(score)
            scored.append(replace(reading, score=score, answerable=answerable))
        return best_of_each(scored)

    def candidates(
        self, question: Question, hits: Sequence[Hit]
    ) -> list[tuple[Reading, dict[str, float]]]:
        """Return every sentence of the passages, unscored, with its features."""
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
        found = []
        for (hit, start, end), vector in zip(spans, vectors, strict=True):
            text = hit.article.text[start:end]
            timeless = question.kind in _OF_TIME and not mentions_time(text, hit.article.language)
            features = {
                "sentence": float(vector @ asked),
                "passage": hit.dense,
                "words": share_of_words(question.query, text),
                "same_language": float(hit.article.language == question.language),
                "no_time": float(timeless),
            }
            found.append((Reading(hit, start, end, 0.0), features))
        return found
