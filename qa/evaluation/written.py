"""Summarise the claims of a language model: shown, dropped, and supported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.evaluation.quotes import QuoteScore, contains, exact_match, token_f1
from qa.evaluation.support import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa.answer import Answer
    from qa.evaluation.dataset import Query
    from qa.evaluation.support import ShownClaim


@dataclass(frozen=True, slots=True)
class WrittenOutcome:
    """The outcome of a question for a language model.

    Attributes:
        question_id: Id of the question.
        category: Class of the question.
        answerable: Whether an article answers it.
        answer: Answer.
    """

    question_id: str
    category: str
    answerable: bool
    answer: Answer

    @property
    def claims(self) -> list[ShownClaim]:
        """The claims that the answer shows."""
        return claims_of(self.question_id, self.category, self.answer)


def summarise_written(
    outcomes: Sequence[WrittenOutcome], verdicts: Mapping[tuple[str, str], bool | None]
) -> dict[str, Any]:
    """Return counts and shares; a share of nothing is None.

    Args:
        outcomes: Outcome of each question.
        verdicts: Verdicts from the support sheet, by question and text.

    Returns:
        ``written`` counts questions with claims; ``quoted`` counts those without, by reason.
        ``kept`` and ``dropped`` count claims, ``dropped_by`` by the failed check. ``declined``
        counts the questions that the model itself declined; ``declined_rightly`` counts the
        unanswerable ones among them. ``supported`` is the share of supported claims among the
        ``judged`` ones.
    """
    written = [one.answer.written for one in outcomes if one.answer.written is not None]
    claims = [claim for one in outcomes for claim in one.claims]
    dropped = [claim for one in written for claim in one.dropped]
    declined = [
        one
        for one in outcomes
        if one.answer.written is not None and one.answer.written.fallback == "nothing"
    ]
    judged = [
        verdict
        for one in claims
        if (verdict := verdicts.get((one.question_id, one.text))) is not None
    ]
    return {
        "questions": len(outcomes),
        "written": sum(bool(one.claims) for one in written),
        "quoted": _counts(one.fallback for one in written if one.fallback is not None),
        "kept": len(claims),
        "dropped": len(dropped),
        "dropped_by": _counts(one.check for one in dropped),
        "declined": len(declined),
        "declined_rightly": sum(not one.answerable for one in declined),
        "judged": len(judged),
        "supported": round(sum(judged) / len(judged), 4) if judged else None,
    }


def score_claims(query: Query, answer: Answer) -> QuoteScore | None:
    """Score the claims of an answer against the right answers; None if it has no claims.

    The answer is contained if one claim contains it; exact match and F1 are those of the best
    claim. Since claims are sentences and right answers are a few words, both are low in any case.
    """
    if answer.written is None or not answer.written.claims:
        return None
    said = [claim.text for claim in answer.written.claims]
    language = answer.language
    return QuoteScore(
        contains=any(contains(one, query.answers, language) for one in said),
        exact=any(exact_match(one, query.answers, language) for one in said),
        f1=max(token_f1(one, query.answers, language) for one in said),
    )


def _counts(names: Iterable[str]) -> dict[str, int]:
    """Return the frequency of each name, most frequent first."""
    return dict(Counter(names).most_common())
