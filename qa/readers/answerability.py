"""Does what was read answer the question at all, or does the corpus not say?

How likely the words are right is one thing (they are so less often where question and article
differ in language), whether the corpus speaks of what was asked another one, which all passages
together tell best.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.passages import in_context
from qa.normalization import tokens
from qa.readers.lexical_overlap import share_of_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.question import Question
    from qa.readers import Reading

FEW = 6
"""Passages, the best ones, that are looked at."""

EVIDENCE = ("same_language", "entity_coverage", "supporting_articles", "gap_to_second", "dense")
"""What is known beside how likely the best reading's words are right:

- ``same_language``: its article is in the question's language;
- ``entity_coverage``: share of the question's names and numbers that stand in any passage; a name
  is a word with a capital but the first word. In German that is every noun, which counts where the
  best reading's article is in German;
- ``supporting_articles``: how many other articles hold its very words;
- ``gap_to_second``: by how much the score of retrieval of the best passage is above the second's;
- ``dense``: mean cosine similarity of the passages and the question.
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
    scores = sorted((hit.score for hit in few), reverse=True)
    texts = [in_context(hit.article, hit.passage) for hit in few]
    own = best.hit.article
    words = _spoken(best.answers[0], own.language) if best.spans else ""
    supporting = {
        hit.article.id
        for hit, text in zip(few, texts, strict=True)
        if words.strip() and words in _spoken(text, hit.article.language)
    }
    return {
        "same_language": float(own.language == question.language),
        "entity_coverage": share_of_names(_with_names(question, own.language), "\n".join(texts)),
        "supporting_articles": float(len(supporting - {own.id})),
        "gap_to_second": scores[0] - scores[1] if len(scores) > 1 else 0.0,
        "dense": sum(hit.dense for hit in few) / len(few),
    }


def _with_names(question: Question, language: str) -> str:
    """Return a question with a capital for what a text in some language would hold as well."""
    if language == question.language:
        return question.query_in_own_language
    return question.query_in_others


def _spoken(text: str, language: str) -> str:
    """The words that count, each between spaces."""
    return f" {' '.join(tokens(text, language))} "
