"""Passages → the sentence that answers best, without a trained reader.

``SentenceReader`` scores each sentence of the best passages by how near it is to the question in
meaning, words and names, and by whether it holds what the question asks for.
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
"""What a sentence is scored by, each about 0 to 1:

- ``sentence``, ``passage``: cosine similarity with the question, of it and of its passage;
- ``words``: share of the question's longer words, names and numbers that it holds;
- ``same_language``: it is in the question's language, where similarities run higher;
- ``no_time``: the question asks when, and it speaks of no time.
"""

CALIBRATION = Path(__file__).with_name("sentences.json")
"""The file of a logistic model over ``FEATURES``, fitted by ``benchmarks/fit_sentences.py``: the
probability is that the best sentence holds the answer, and 97 % of the development questions that
have one reach the threshold. To decline them would be the worse mistake, since a quote that does
not answer is there to be judged."""

_OF_TIME = (Kind.WHEN, Kind.HOW_LONG)


class SentenceReader:
    """Scores sentences by a logistic model over ``FEATURES``.

    Args:
        embedder: Embeds the question and the sentences. The weights were fitted with the
            bundled model; with another the order holds, the probabilities less so.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._calibration = Calibration.load(CALIBRATION, FEATURES)

    @property
    def calibrations(self) -> dict[str, Calibration]:
        """The models it tells probabilities by, by what they tell."""
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
