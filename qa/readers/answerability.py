"""Estimate whether the passages that were read answer the question at all.

This differs from the probability that the words are right, which is lower if question and article
differ in language. All passages together are the best evidence.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.passages import in_context
from qa.normalization import tokens
from qa.readers.article_match import article_evidence, match_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from qa.question import Question
    from qa.readers import Reading

COMPARED_HITS = 6
"""Number of best passages to consider."""

EVIDENCE = ("names_held", "time_held", "supporting_articles")
"""Features besides the probability that the best reading's words are right:

- ``names_held`` and ``time_held``: how well the article matches the names and times of the question
  (``qa.readers.article_match``);
- ``supporting_articles``: number of other articles with the same words.

A shared language is not a feature. The other features contribute through ``score``: none of them
improved the declining of unanswerable questions when given a weight of its own.
"""

FEATURES = ("score", *EVIDENCE)
"""Features of the model; ``score`` is the logit of the probability that the best reading's words
are right."""

CALIBRATION = Path(__file__).with_name("answerability.json")
"""File of a logistic model over ``FEATURES``, fitted by ``benchmarks/fit_reader.py``.

It gives the probability that the corpus answers. Its threshold maximises the F0.5 of declining on
the development questions, which weighs precision double."""


def evidence(question: Question, readings: Sequence[Reading], best: Reading) -> dict[str, float]:
    """Return the ``EVIDENCE`` for an answer.

    Args:
        question: Parsed question.
        readings: Readings in the order of retrieval. Only the first few count, so that reading more
            passages changes nothing.
        best: Reading with the highest score.
    """
    few = [reading.hit for reading in readings[:COMPARED_HITS]]
    evidence = article_evidence(match_terms(question, (hit.article for hit in few)), best)
    return {
        "names_held": evidence["names_held"],
        "time_held": evidence["time_held"],
        "supporting_articles": float(len(supporting(best, few))),
    }


def supporting(reading: Reading, hits: Sequence[Hit]) -> set[str]:
    """Return the ids of the other articles whose passages have the best words of a reading."""
    own = reading.hit.article
    words = spaced_tokens(reading.answers[0], own.language) if reading.spans else ""
    if not words.strip():
        return set()
    return {
        hit.article.id
        for hit in hits
        if words in spaced_tokens(in_context(hit.article, hit.passage), hit.article.language)
    } - {own.id}


@lru_cache(1024)
def spaced_tokens(text: str, language: str) -> str:
    """Return the normalized words of a text, each between spaces."""
    return f" {' '.join(tokens(text, language))} "
