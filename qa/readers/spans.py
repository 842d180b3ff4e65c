"""Passages → the very words that answer, by a model that was trained to read."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.passages import in_context, sentences
from qa.question import Kind
from qa.reader import Reading, best_of_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from index.passages import Span
    from qa.question import Question
    from qa.readers.extraction import ExtractedSpan, Extractor

FEATURES = ("margin", "fit", "apart", "dense", "same_language", "open", "fit_if_open")
"""What a passage's best span is scored by:

- ``margin``: by how much the model prefers it to there being no answer, in logits; 0 where no
  words of a passage are an answer;
- ``fit``: how well the passage fits the question, as it was retrieved;
- ``apart``: by how much better than the last of the few that fit best, or the worst if there are
  fewer: how well passages fit at all depends on the question, its language and the corpus;
- ``dense``: cosine similarity of passage and question;
- ``same_language``: it is in the question's language;
- ``open``: the question asks for a yes or no, or for what is new;
- ``fit_if_open``: ``fit`` if it does, when there is no margin to go by, else 0.
"""

WEIGHTS = {
    "margin": 0.16,
    "fit": -1.161,
    "apart": 7.9,
    "dense": 10.304,
    "same_language": -1.047,
    "open": -1.114,
    "fit_if_open": 4.129,
}
INTERCEPT = -9.947
THRESHOLD, THRESHOLD_ACROSS = 0.18, 0.07
"""Fitted by ``benchmarks/fit_reader.py``: the probability is that the best span is right, and 94 %
of the development questions that have an answer reach the threshold: those in the article's
language the first, those in another one the second. Across languages a probability runs lower
because the words are less often right, not because the corpus says less."""

_REMEMBERED = 256  # questions, each with the passages that were read
_LARGEST_MARGIN = 12.0
_FEW = 6  # passages, the best ones, that ``apart`` looks at
_SEVERAL = (Kind.LIST, Kind.WHEN)  # a thing may begin for some now and for others later
_LISTED = 2.0
"""Of a question that may have several answers, spans that are less preferred than the best one by
at most so many logits are told as well."""


class SpanReader:
    """Reads out spans, and tells how likely they answer by a logistic model over ``FEATURES``.

    Args:
        extractor: The model. The logistic model was fitted with the one that ships; with another
            the order holds, the probabilities less so.
    """

    def __init__(self, extractor: Extractor) -> None:
        # Asking twice reads once; the pages that offer questions ask them first.
        self._extract = lru_cache(_REMEMBERED)(extractor.extract)

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """See ``Reader.read``."""
        scored = []
        for reading, features in self.candidates(question, hits):
            logit = INTERCEPT + sum(WEIGHTS[name] * features[name] for name in FEATURES)
            score = 1 / (1 + math.exp(-logit))
            threshold = THRESHOLD if features["same_language"] else THRESHOLD_ACROSS
            scored.append(replace(reading, score=score, suffices=score >= threshold))
        return best_of_each(scored)

    def candidates(
        self, question: Question, hits: Sequence[Hit]
    ) -> list[tuple[Reading, dict[str, float]]]:
        """The best of each passage, unscored, with its features."""
        texts = tuple(in_context(hit.article, hit.passage) for hit in hits)
        begins = tuple(len(text) - len(h.passage.text) for text, h in zip(texts, hits, strict=True))
        extracted = self._extract(question.query, texts, begins)
        least = min((hit.score for hit in hits[:_FEW]), default=0.0)
        found = []
        for hit, begin, spans in zip(hits, begins, extracted, strict=True):
            if not spans:
                continue
            chosen = _several(spans) if question.kind in _SEVERAL else [spans[0]]
            moved = hit.passage.start - begin
            places = tuple((span.start + moved, span.end + moved) for span in chosen)
            wordless = question.kind is Kind.OPEN
            margin = 0.0 if wordless else spans[0].score
            features = {
                "margin": max(-_LARGEST_MARGIN, min(_LARGEST_MARGIN, margin)),
                "fit": hit.score,
                "apart": hit.score - least,
                "dense": hit.dense,
                "same_language": float(hit.article.language == question.language),
                "open": float(wordless),
                "fit_if_open": hit.score if wordless else 0.0,
            }
            words = () if wordless else places
            found.append((Reading(hit, *_quote(hit, places), 0.0, words), features))
        return found


def _several(spans: Sequence[ExtractedSpan]) -> list[ExtractedSpan]:
    """The best span, and those nearly as good that share no character with a better one."""
    chosen: list[ExtractedSpan] = []
    for span in spans:
        apart = all(span.end <= other.start or other.end <= span.start for other in chosen)
        if apart and span.score >= spans[0].score - _LISTED:
            chosen.append(span)
    return chosen


def _quote(hit: Hit, spans: Sequence[Span]) -> Span:
    """From the first sentence that holds a part of the spans to the last one."""
    article, passage = hit.article, hit.passage
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    whole = [
        (start, end)
        for start, end in sentences(article.text, article.language, passage.start, passage.end)
        if start < last and first < end
    ]
    return min([first, *(start for start, _ in whole)]), max([last, *(end for _, end in whole)])
