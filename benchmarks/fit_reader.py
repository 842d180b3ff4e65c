"""Fit the trained reader's logistic model and its thresholds on development data.

    python -m benchmarks.fit_reader --data ../shared [--json FILE] [--cache FILE]

What is asked: ``benchmarks/asked.py``. What is printed was measured on each half of the documents
with what was fitted on the other; the constants, the thresholds too, are of all.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from itertools import compress
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.asked import Asked, ask_everything
from benchmarks.halves import half_of
from qa.evaluation.quotes import calibration_error
from qa.readers.spans import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_KEPT = 0.94  # share of the answerable questions that the thresholds must not decline
_OTHERS = 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5  # thresholds that are printed beside


def fit(asked: Sequence[Asked]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept of the logistic model.

    It is fitted over all candidates, then its logit is scaled and shifted (Platt 1999) so that
    the best one's probability is the one that it holds the answer.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, max_iter=5000)
    model.fit(np.concatenate([a.features for a in asked]), np.concatenate([a.right for a in asked]))
    weights, intercept = model.coef_[0], float(model.intercept_[0])
    probability, right, _ = best(asked, weights, intercept)
    platt = LogisticRegression(C=1e6).fit(np.log(probability / (1 - probability))[:, None], right)
    scale, shift = float(platt.coef_[0][0]), float(platt.intercept_[0])
    return weights * scale, intercept * scale + shift


def best(
    asked: Sequence[Asked], weights: NDArray[np.float64], intercept: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Each question's best candidate: its probability, is it right, was one there to find."""
    logits = [a.features @ weights + intercept for a in asked]
    return (
        np.array([1 / (1 + np.exp(-row.max())) for row in logits]),
        np.array([a.right[row.argmax()] for a, row in zip(asked, logits, strict=True)]),
        np.array([a.answerable for a in asked]),
    )


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
    parser.add_argument("--json", type=Path, help="write the result there as well")
    parser.add_argument("--cache", type=Path, help="keep the features there between runs")
    arguments = parser.parse_args()
    pools = _asked(arguments.data, arguments.cache)
    halves = {name: _halves(own) for name, own in pools.items()}
    first, second = ([a for own in halves.values() for a in own[half]] for half in (0, 1))
    halves["all"] = first, second
    everything = [*first, *second]
    weights, intercept = fit(everything)
    probability, _, answerable = best(everything, weights, intercept)
    other = _across(everything)
    thresholds = {
        across: highest_threshold(probability[other == across], answerable[other == across], _KEPT)
        for across in (False, True)
    }
    result: dict[str, Any] = {
        "weights": {n: round(float(w), 3) for n, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 3),
        "threshold": thresholds[False],
        "threshold across languages": thresholds[True],
        "pools": {},
    }
    crossed = fit(second), fit(first)
    for name, across in (("one language", False), ("two languages", True)):
        halves[f"all, {name}"] = _asked_across(first, across), _asked_across(second, across)
    for name, parts in halves.items():
        told = [best(part, *model) for part, model in zip(parts, crossed, strict=True)]
        probability, right, answerable = map(np.concatenate, zip(*told, strict=True))
        found = np.array([a.right.any() for part in parts for a in part])
        other = np.concatenate([_across(part) for part in parts])
        reached = probability >= np.where(other, thresholds[True], thresholds[False])
        result["pools"][name] = {
            "questions": int(answerable.sum()),
            "answer among the candidates": round(float(found[answerable].mean()), 3),
            "best one is right": round(float(right[answerable].mean()), 3),
            "refusal": refusal(reached, answerable),
            "calibration error": round(
                calibration_error(list(zip(probability.tolist(), right.tolist(), strict=True))), 3
            ),
        }
        if name.startswith("all, "):
            result["pools"][name]["other thresholds"] = {
                t: refusal(probability >= t, answerable) for t in _OTHERS
            }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")


def _across(asked: Sequence[Asked]) -> NDArray[np.bool_]:
    """Which were asked in another language than that of the documents."""
    return np.array([not a.features[0, FEATURES.index("same_language")] for a in asked], bool)


def _asked_across(asked: Sequence[Asked], across: bool) -> list[Asked]:
    return list(compress(asked, _across(asked) == across))


def _halves(pairs: Sequence[tuple[Asked, Asked]]) -> tuple[list[Asked], list[Asked]]:
    """No document is asked about in both."""
    asked = [one for pair in pairs for one in pair]
    first = [half_of(f"fitted/{one.about}") == "development" for one in asked]
    return list(compress(asked, first)), list(compress(asked, map(not_, first)))


def _asked(data: Path, cache: Path | None) -> dict[str, list[tuple[Asked, Asked]]]:
    if cache and cache.exists():
        kept: dict[str, list[tuple[Asked, Asked]]] = pickle.loads(cache.read_bytes())  # noqa: S301
        return kept
    found = ask_everything(data)
    if cache:
        cache.write_bytes(pickle.dumps(found))
    return found


if __name__ == "__main__":
    main()
