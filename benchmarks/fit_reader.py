"""Fit the trained reader's two logistic models and the threshold on development data.

    python -m benchmarks.fit_reader --data DATA [--write] [--json FILE] [--cache FILE]

The questions are in ``benchmarks/development_questions.py``. Printed figures are measured on each
half of the documents with the models fitted on the other half, and the threshold is chosen on
these figures. The final weights are fitted on all documents. ``--write`` writes
them to the reader's calibration files.
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

from benchmarks.development_questions import (
    DATED,
    CachingExtractor,
    ReadQuestion,
    read_everything,
    retrieve_everything,
)
from index.settings import DEFAULT_MODEL
from qa.calibration import Calibration, fingerprints
from qa.evaluation.quotes import calibration_error
from qa.evaluation.splits import half_of
from qa.readers import answerability as corpus
from qa.readers import spans
from qa.readers.extraction import Extractor
from qa.readers.network import WEIGHTS
from qa.readers.spans import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Model = tuple["NDArray[np.float64]", float]
"""Weights and intercept of a logistic model."""

_CONSTANT = 1e-9  # standard deviation of a constant feature
_PENALTY = 1.0  # L2 penalty of the weights of standardised features
# Minimum share of answered questions, of dated news and of all answerable questions:
_ANSWERED_SHARE = 0.92
_OTHER_THRESHOLDS = 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5  # other thresholds to print


class BestCandidates(NamedTuple):
    """The best candidate of each question.

    Attributes:
        probability: Probability that it is right.
        right: Whether it is right.
        answerable: Whether the document with the answer was in the pool.
        known: Features of answerability: the probability in logits, and the candidate's evidence.
        weight: Weight of the question in the fit of answerability.
    """

    probability: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    known: NDArray[np.float64]
    weight: NDArray[np.float64]


def fit(questions: Sequence[ReadQuestion]) -> Model:
    """Return a model of the probability that a candidate is right.

    It is a conditional logit (McFadden 1974), whose alternatives are the candidates of a question
    and "none is right". The logit is then scaled and shifted (Platt 1999), such that the
    probability of the best candidate is calibrated.
    """
    from scipy.optimize import minimize
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate([a.features for a in questions])
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales = np.where(scales > _CONSTANT, scales, 1.0)
    features, right = _padded_candidates(questions)
    features = (features - means) / scales
    is_candidate = np.isfinite(right)
    weight = np.array([a.weight for a in questions])

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = np.where(is_candidate, features @ parameters[:-1] + parameters[-1], -np.inf)
        highest = np.maximum(logits.max(axis=1), 0.0)[:, None]
        powers, none = np.exp(logits - highest), np.exp(-highest[:, 0])
        hit = np.where(is_candidate, right, 0.0) * powers
        true = np.where(hit.sum(axis=1) > 0, hit.sum(axis=1), none)
        total = powers.sum(axis=1) + none
        slopes = powers / total[:, None] - hit / true[:, None]
        slopes *= weight[:, None]
        cost = (
            weight @ (np.log(total) - np.log(true)) + _PENALTY * parameters[:-1] @ parameters[:-1]
        )
        gradient = np.append(
            np.einsum("qc,qcf->f", slopes, features) + 2 * _PENALTY * parameters[:-1], slopes.sum()
        )
        return float(cost), gradient

    start = np.zeros(features.shape[2] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    weights = found[:-1] / scales
    intercept = float(found[-1] - weights @ means)
    known = best(questions, (weights, intercept))
    platt = LogisticRegression(C=1e6)
    platt.fit(known.known[:, :1], known.right, sample_weight=known.weight)
    scale, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    return weights * scale, intercept * scale + shift


def _padded_candidates(
    questions: Sequence[ReadQuestion],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return features and labels by question and candidate, padded with nan."""
    most = max(len(a.right) for a in questions)
    features = np.zeros((len(questions), most, questions[0].features.shape[1]))
    right = np.full((len(questions), most), np.nan)
    for at, one in enumerate(questions):
        features[at, : len(one.right)] = one.features
        right[at, : len(one.right)] = one.right
    return features, right


def fit_answerability(found: BestCandidates) -> Model:
    """Return a model of the probability that the corpus answers."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(found.known, found.answerable, sample_weight=found.weight)
    return model.coef_[0], float(model.intercept_[0])


def best(questions: Sequence[ReadQuestion], model: Model) -> BestCandidates:
    """Return the best candidate of each question, by a model from ``fit``."""
    weights, intercept = model
    logits = [a.features @ weights + intercept for a in questions]
    highest_at = [int(row.argmax()) for row in logits]
    found = list(zip(questions, highest_at, strict=True))
    highest = np.array([row.max() for row in logits])
    return BestCandidates(
        _sigmoid(highest),
        np.array([a.right[place] for a, place in found]),
        np.array([a.answerable for a in questions]),
        np.column_stack([highest, np.array([a.evidence[place] for a, place in found])]),
        np.array([a.weight for a in questions]),
    )


def answerability(found: BestCandidates, model: Model) -> NDArray[np.float64]:
    """Return the probability that the corpus answers, for each question."""
    weights, intercept = model
    return _sigmoid(found.known @ weights + intercept)


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-logits))


def refusal(reached: NDArray[np.bool_], answerable: NDArray[np.bool_]) -> dict[str, float]:
    """Return precision, recall and F0.5 of declining below a threshold.

    F0.5 (van Rijsbergen 1979) weighs precision double. "Not declined" is the share of the
    answerable questions that are answered.
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
    """Return the threshold, in hundredths, with the best F0.5 of declining."""
    return max(
        (at / 100 for at in range(1, 100)),
        key=lambda threshold: refusal(probability >= threshold, answerable)["f0.5"],
    )


def highest_threshold(
    probability: NDArray[np.float64], answerable: NDArray[np.bool_], answered_share: float
) -> float:
    """Return the highest threshold, in hundredths, that a share of answerable questions reaches.

    Declining an answerable question is the worse mistake, since users can judge a wrong quote.
    """
    return math.floor(100 * np.quantile(probability[answerable], 1 - answered_share)) / 100


def main() -> None:
    """Print the fitted constants and the measured figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument("--write", action="store_true", help="write the calibration files as well")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    parser.add_argument("--cache", type=Path, help="keep there what was retrieved and read")
    arguments = parser.parse_args()
    pools = _load_questions(arguments.data, arguments.cache)
    halves = {name: _halves(groups) for name, groups in pools.items()}
    first, second = ([a for groups in halves.values() for a in groups[half]] for half in (0, 1))
    halves["all"] = first, second
    crossed = _fit_both(second), _fit_both(first)
    for name, across in (("one language", False), ("two languages", True)):
        halves[f"all, {name}"] = (
            _by_language_match(first, across),
            _by_language_match(second, across),
        )
    threshold = min(
        best_threshold(*_predicted_and_actual(halves["all"], crossed)),
        *(
            highest_threshold(*_predicted_and_actual(halves[name], crossed), _ANSWERED_SHARE)
            for name in (DATED, "all, one language")
        ),
    )
    right_model, answerability_model = _fit_both([*first, *second])
    result: dict[str, Any] = {
        "right": _named_weights(FEATURES, right_model),
        "answerability": _named_weights(corpus.FEATURES, answerability_model),
        "threshold": threshold,
        "pools": {},
    }
    for name, parts in halves.items():
        result["pools"][name] = _figures(parts, crossed, threshold)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")
    if arguments.write:
        write_calibrations(result)


def write_calibrations(result: dict[str, Any]) -> None:
    """Write the fitted models to the reader's calibration files."""
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


def _fit_both(questions: Sequence[ReadQuestion]) -> tuple[Model, Model]:
    right = fit(questions)
    return right, fit_answerability(best(questions, right))


def _named_weights(names: Sequence[str], model: Model) -> dict[str, Any]:
    weights, intercept = model
    rounded = {name: round(float(one), 3) for name, one in zip(names, weights, strict=True)}
    return {"weights": rounded, "intercept": round(intercept, 3)}


def _figures(
    parts: Sequence[Sequence[ReadQuestion]], models: Sequence[tuple[Model, Model]], threshold: float
) -> dict[str, Any]:
    """Return the figures of two models, over all parts together."""
    found = [best(part, right) for part, (right, _) in zip(parts, models, strict=True)]
    corpus_answers, _ = _predicted_and_actual(parts, models)
    probability, right, answerable, *_ = map(np.concatenate, zip(*found, strict=True))
    has_right = np.array([a.right.any() for part in parts for a in part])
    pairs = list(zip(probability.tolist(), right.tolist(), strict=True))
    return {
        "questions": int(answerable.sum()),
        "answer among the candidates": round(float(has_right[answerable].mean()), 3),
        "best one is right": round(float(right[answerable].mean()), 3),
        "refusal": refusal(corpus_answers >= threshold, answerable),
        "calibration error": round(calibration_error(pairs), 3),
        "other thresholds": {
            t: refusal(corpus_answers >= t, answerable) for t in _OTHER_THRESHOLDS
        },
    }


def _predicted_and_actual(
    parts: Sequence[Sequence[ReadQuestion]], models: Sequence[tuple[Model, Model]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return answerability, predicted by each part's models and actual, for all questions."""
    found = [best(part, right) for part, (right, _) in zip(parts, models, strict=True)]
    predicted = [answerability(one, model) for one, (_, model) in zip(found, models, strict=True)]
    return np.concatenate(predicted), np.concatenate([one.answerable for one in found])


def _by_language_match(questions: Sequence[ReadQuestion], across: bool) -> list[ReadQuestion]:
    return [one for one in questions if one.across == across]


def _halves(
    groups: Sequence[tuple[ReadQuestion, ...]],
) -> tuple[list[ReadQuestion], list[ReadQuestion]]:
    """Split groups into two halves that share no document."""
    questions = [one for pair in groups for one in pair]
    first = [half_of(f"fitted/{one.about}") == "development" for one in questions]
    return list(compress(questions, first)), list(compress(questions, map(not_, first)))


def _load_questions(data: Path, cache: Path | None) -> dict[str, list[tuple[ReadQuestion, ...]]]:
    cached: dict[str, Any] = {}
    if cache and cache.exists():
        cached = pickle.loads(cache.read_bytes())  # noqa: S301
    pools = cached.get("retrieved") or retrieve_everything(data)
    extractor = CachingExtractor(Extractor.bundled(), cached.get("read", {}))
    before = len(extractor.spans)
    found = read_everything(pools, extractor)
    if cache and (not cached or len(extractor.spans) > before):
        cache.write_bytes(pickle.dumps({"retrieved": pools, "read": extractor.spans}))
    return found


if __name__ == "__main__":
    main()
