"""Does what was read answer the question at all, or does the corpus not say?

How likely the words are right is one thing (they are so less often where question and article
differ in language), whether the corpus speaks of what was asked another one, which all passages
together tell best.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.passages import in_context
from qa.normalization import tokens
from qa.readers.article_match import article_evidence, question_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Hit
    from qa.question import Question
    from qa.readers import Reading

FEW = 6
"""Passages, the best ones, that are looked at."""

EVIDENCE = ("names_held", "time_held", "supporting_articles")
"""What is known beside how likely the best reading's words are right:

- ``names_held`` and ``time_held``: what their article tells of the question's names and times
  (``qa.readers.article_match``), which no wrong article can fake;
- ``supporting_articles``: how many other articles hold the very words.

Whether question and article share a language is no evidence. What else tells an answer from none is
in ``score``: given a weight of its own, no feature declined better what people asked that the
articles don't say.
"""

FEATURES = ("score", *EVIDENCE)
"""What it is told by: ``score`` is the probability, in logits, that the best reading's words are
right."""

CALIBRATION = Path(__file__).with_name("answerability.json")
"""The file of a logistic model over ``FEATURES``, fitted by ``benchmarks/fit_reader.py``: the
probability is that the corpus has an answer, and declining what does not reach the threshold has
the best F0.5 on the development questions: a wrong refusal counts double."""


def evidence(question: Question, readings: Sequence[Reading], best: Reading) -> dict[str, float]:
    """Return the ``EVIDENCE`` for an answer.

    Args:
        question: What was asked.
        readings: In the order in which their passages were found; only those of the first few
            count, so that reading more changes nothing.
        best: The one whose words would be shown.
    """
    few = [reading.hit for reading in readings[:FEW]]
    evidence = article_evidence(question_terms(question, (hit.article for hit in few)), best)
    return {
        "names_held": evidence["names_held"],
        "time_held": evidence["time_held"],
        "supporting_articles": float(len(supporting(best, few))),
    }


def supporting(reading: Reading, hits: Sequence[Hit]) -> set[str]:
    """Return the ids of the other articles whose passages hold the likeliest words of a reading."""
    own = reading.hit.article
    words = spoken(reading.answers[0], own.language) if reading.spans else ""
    if not words.strip():
        return set()
    return {
        hit.article.id
        for hit in hits
        if words in spoken(in_context(hit.article, hit.passage), hit.article.language)
    } - {own.id}


@lru_cache(1024)
def spoken(text: str, language: str) -> str:
    """Return the words of a text that count, each between spaces."""
    return f" {' '.join(tokens(text, language))} "
