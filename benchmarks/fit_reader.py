"""Fit the trained reader's two logistic models and the threshold on development data.

    python -m benchmarks.fit_reader --data DATA [--write] [--json FILE] [--cache FILE]

What is asked: ``benchmarks/asked.py``. What is printed was measured on each half of the documents
with what was fitted on the other; the constants, the threshold too, are of all. ``--write`` puts
them into the reader's calibration files.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from itertools import compress
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from benchmarks.asked import Asked, ask_everything
from index.settings import DEFAULT_MODEL
from qa.calibration import Calibration, fingerprints
from qa.evaluation.quotes import calibration_error
from qa.evaluation.splits import half_of
from qa.readers import answerability as corpus
from qa.readers import spans
from qa.readers.network import WEIGHTS
from qa.readers.spans import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Model = tuple["NDArray[np.float64]", float]
"""Weights and intercept of a logistic model."""

_KEPT = 0.94  # the least share of the questions with an answer that get one
_OTHERS = 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5  # thresholds that are printed beside


class Best(NamedTuple):
    """Of each question the best candidate.

    Attributes:
        probability: That it is right.
        right: Whether it is.
        answerable: Whether the document that answers was there.
        known: What tells that: the probability in logits, and the candidate's evidence.
        vetoed: Whether it cannot answer (``qa.readers.spans.is_vetoed``).
        weight: How much the question counts where it is fitted whether the corpus answers.
    """

    probability: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    known: NDArray[np.float64]
    vetoed: NDArray[np.bool_]
    weight: NDArray[np.float64]


def fit(asked: Sequence[Asked]) -> Model:
    """The model of how likely a candidate is right.

    It is fitted over all candidates, then its logit is scaled and shifted (Platt 1999) so that
    the best one's probability is the one that it holds the answer.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=5000)
    model.fit(np.concatenate([a.features for a in asked]), np.concatenate([a.right for a in asked]))
    weights, intercept = model.coef_[0], float(model.intercept_[0])
    found = best(asked, (weights, intercept))
    platt = LogisticRegression(C=1e6).fit(found.known[:, :1], found.right)
    scale, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    return weights * scale, intercept * scale + shift


def fit_answerability(found: Best) -> Model:
    """The model of how likely the corpus has an answer."""
    from sklearn.linear_model import LogisticRegression

    kept = ~found.vetoed
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(found.known[kept], found.answerable[kept], sample_weight=found.weight[kept])
    return model.coef_[0], float(model.intercept_[0])


def best(asked: Sequence[Asked], model: Model) -> Best:
    """Each question's best candidate, by the model that ``fit`` gives."""
    weights, intercept = model
    logits = [a.features @ weights + intercept - spans.VETO * _vetoed(a) for a in asked]
    places = [int(row.argmax()) for row in logits]
    found = list(zip(asked, places, strict=True))
    highest = np.array([row.max() for row in logits])
    return Best(
        _sigmoid(highest),
        np.array([a.right[place] for a, place in found]),
        np.array([a.answerable for a in asked]),
        np.column_stack([highest, np.array([a.evidence[place] for a, place in found])]),
        np.array([_vetoed(a)[place] for a, place in found], bool),
        np.array([a.weight for a in asked]),
    )


def answerability(found: Best, model: Model) -> NDArray[np.float64]:
    """How likely the corpus has an answer to each question."""
    weights, intercept = model
    return _sigmoid(found.known @ weights + intercept) * ~found.vetoed


def _vetoed(asked: Asked) -> NDArray[np.bool_]:
    rows = (dict(zip(FEATURES, row, strict=True)) for row in asked.features)
    return np.array([spans.is_vetoed(row) for row in rows], bool)


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-logits))


def refusal(reached: NDArray[np.bool_], answerable: NDArray[np.bool_]) -> dict[str, float]:
    """Precision, recall and F0.5 of declining what does not reach a threshold.

    F0.5 (van Rijsbergen 1979) weighs a wrong refusal double. "Not declined" is the share of the
    questions with an answer that get one.
    """
    declined = ~reached
    hit = float((declined & ~answerable).sum())
    precision = hit / max(1.0, float(declined.sum()))
    recall = hit / max(1.0, float((~answerable).sum()))
    f_half = 1.25 * precision * recall / max(1e-9, 0.25 * precision + recall)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f0.5": round(f_half, 3),
        "not declined": round(float(reached[answerable].mean()), 3),
    }


def best_threshold(probability: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """The threshold, in hundredths, whose declining has the best F0.5."""
    return max(
        (at / 100 for at in range(1, 100)),
        key=lambda threshold: refusal(probability >= threshold, answerable)["f0.5"],
    )


def highest_threshold(
    probability: NDArray[np.float64], answerable: NDArray[np.bool_], kept: float
) -> float:
    """The highest threshold, in hundredths, that a share of the questions with an answer reach.

    To decline what could be answered is the worse mistake: a quote that does not answer is there
    to be judged.
    """
    return math.floor(100 * np.quantile(probability[answerable], 1 - kept)) / 100


def main() -> None:
    """Print the fitted constants and what they give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument("--write", action="store_true", help="write the calibration files as well")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    parser.add_argument("--cache", type=Path, help="keep the features there between runs")
    arguments = parser.parse_args()
    pools = _asked(arguments.data, arguments.cache)
    halves = {name: _halves(own) for name, own in pools.items()}
    first, second = ([a for own in halves.values() for a in own[half]] for half in (0, 1))
    halves["all"] = first, second
    everything = [*first, *second]
    right, told = _fit_both(everything)
    found = best(everything, right)
    likely = answerability(found, told)
    threshold = min(
        best_threshold(likely, found.answerable),
        highest_threshold(likely, found.answerable, _KEPT),
    )
    result: dict[str, Any] = {
        "right": _named(FEATURES, right),
        "answerability": _named(corpus.FEATURES, told),
        "threshold": threshold,
        "pools": {},
    }
    crossed = _fit_both(second), _fit_both(first)
    for name, across in (("one language", False), ("two languages", True)):
        halves[f"all, {name}"] = _asked_across(first, across), _asked_across(second, across)
    for name, parts in halves.items():
        result["pools"][name] = _measured(parts, crossed, threshold)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")
    if arguments.write:
        write(result)


def write(result: dict[str, Any]) -> None:
    """Put what was fitted into the reader's calibration files."""
    fitted_on = fingerprints(model=DEFAULT_MODEL, reader=WEIGHTS)
    for path, model, threshold, figures in (
        (spans.CALIBRATION, "right", None, _OF_WORDS),
        (corpus.CALIBRATION, "answerability", result["threshold"], _OF_CORPUS),
    ):
        Calibration(
            command="python -m benchmarks.fit_reader --data DATA --write",
            **result[model],
            threshold=threshold,
            fitted_on=fitted_on,
            figures={
                name: {figure: measured[figure] for figure in figures}
                for name, measured in result["pools"].items()
            },
        ).save(path)


_OF_WORDS = ("questions", "answer among the candidates", "best one is right", "calibration error")
_OF_CORPUS = "questions", "refusal", "other thresholds"


def _fit_both(asked: Sequence[Asked]) -> tuple[Model, Model]:
    right = fit(asked)
    return right, fit_answerability(best(asked, right))


def _named(names: Sequence[str], model: Model) -> dict[str, Any]:
    weights, intercept = model
    rounded = {name: round(float(one), 3) for name, one in zip(names, weights, strict=True)}
    return {"weights": rounded, "intercept": round(intercept, 3)}


def _measured(
    parts: Sequence[Sequence[Asked]], models: Sequence[tuple[Model, Model]], threshold: float
) -> dict[str, Any]:
    """What two models give on each of the parts, together."""
    found = [best(part, right) for part, (right, _) in zip(parts, models, strict=True)]
    corpus_answers = np.concatenate(
        [answerability(one, told) for one, (_, told) in zip(found, models, strict=True)]
    )
    probability, right, answerable, *_ = map(np.concatenate, zip(*found, strict=True))
    there = np.array([a.right.any() for part in parts for a in part])
    pairs = list(zip(probability.tolist(), right.tolist(), strict=True))
    return {
        "questions": int(answerable.sum()),
        "answer among the candidates": round(float(there[answerable].mean()), 3),
        "best one is right": round(float(right[answerable].mean()), 3),
        "refusal": refusal(corpus_answers >= threshold, answerable),
        "calibration error": round(calibration_error(pairs), 3),
        "other thresholds": {t: refusal(corpus_answers >= t, answerable) for t in _OTHERS},
    }


def _across(asked: Sequence[Asked]) -> NDArray[np.bool_]:
    """Which were asked in another language than that of the documents."""
    return np.array([not a.features[0, FEATURES.index("same_language")] for a in asked], bool)


def _asked_across(asked: Sequence[Asked], across: bool) -> list[Asked]:
    return list(compress(asked, _across(asked) == across))


def _halves(pairs: Sequence[tuple[Asked, ...]]) -> tuple[list[Asked], list[Asked]]:
    """No document is asked about in both."""
    asked = [one for pair in pairs for one in pair]
    first = [half_of(f"fitted/{one.about}") == "development" for one in asked]
    return list(compress(asked, first)), list(compress(asked, map(not_, first)))


def _asked(data: Path, cache: Path | None) -> dict[str, list[tuple[Asked, ...]]]:
    if cache and cache.exists():
        kept: dict[str, list[tuple[Asked, ...]]] = pickle.loads(cache.read_bytes())  # noqa: S301
        return kept
    found = ask_everything(data)
    if cache:
        cache.write_bytes(pickle.dumps(found))
    return found


if __name__ == "__main__":
    main()
