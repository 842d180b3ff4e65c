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
from qa.question import Kind
from qa.readers import told_article
from qa.readers.answer_types import expected_type, is_of_type
from qa.readers.told_article import article_evidence, asked_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.question import Question
    from qa.readers import Reading

FEW = 6
"""Passages, the best ones, that are looked at."""

EVIDENCE = (
    "same_language",
    "of_type",
    *told_article.EVIDENCE,
    "supporting_articles",
    "gap_to_second",
)
"""What is known beside how likely the best reading's words are right:

- ``same_language``: their article is in the question's language; if not, ``score`` is lower,
  though the corpus says no less;
- ``of_type``: they are of the sort that is asked for (``qa.readers.answer_types``);
- what their article tells of the question (``qa.readers.told_article``);
- ``supporting_articles``: how many other articles hold the very words;
- ``gap_to_second``: by how much the score of retrieval of the best passage is above the second's.
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
        "of_type": float(_is_of_type(question, best)),
        **article_evidence(asked_of(question, (hit.article for hit in few)), best),
        "supporting_articles": float(len(supporting - {own.id})),
        "gap_to_second": scores[0] - scores[1] if len(scores) > 1 else 0.0,
    }


def _is_of_type(question: Question, best: Reading) -> bool:
    if question.kind is Kind.OPEN or not best.spans:
        return True
    article = best.hit.article
    return is_of_type(
        expected_type(question), question, article.text, *best.spans[0], article.language
    )


def _spoken(text: str, language: str) -> str:
    """The words that count, each between spaces."""
    return f" {' '.join(tokens(text, language))} "
