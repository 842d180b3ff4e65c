"""How the constants of the trained reader's confidence are fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.development_questions import ReadQuestion
from benchmarks.fit_reader import (
    _halves,
    answerability,
    best,
    best_threshold,
    fit,
    fit_answerability,
    highest_threshold,
    refusal,
    write_calibrations,
)
from index.settings import DEFAULT_MODEL
from qa.calibration import Calibration, fingerprints
from qa.readers import answerability as corpus_model
from qa.readers import spans
from qa.readers.answerability import EVIDENCE
from qa.readers.network import WEIGHTS
from qa.readers.spans import FEATURES

if TYPE_CHECKING:
    from pathlib import Path


def asked(margin: float, *, right: bool, about: str, coverage: float = 1.0) -> ReadQuestion:
    features = np.zeros((2, len(FEATURES)))
    features[0, FEATURES.index("margin")] = margin
    features[1, FEATURES.index("margin")] = -12.0
    evidence = np.zeros((2, len(EVIDENCE)))
    evidence[:, EVIDENCE.index("names_held")] = coverage
    return ReadQuestion(features, evidence, np.array([right, False]), right, about)


@pytest.mark.parametrize(("kept", "threshold"), [(1.0, 0.1), (0.8, 0.25), (0.5, 0.5)])
def test_the_threshold_is_one_that_so_many_answerable_questions_reach(
    kept: float, threshold: float
) -> None:
    probability = np.array([0.1, 0.3, 0.5, 0.7, 0.9, 0.95])
    answerable = np.array([True] * 5 + [False])
    assert highest_threshold(probability, answerable, kept) == pytest.approx(threshold, abs=0.01)
    reached = probability >= threshold
    assert refusal(reached, answerable)["not declined"] >= kept


def test_the_best_threshold_weighs_a_wrong_refusal_double() -> None:
    answerable = np.array([True] * 6 + [False] * 4)
    clear = np.array([0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.1, 0.2, 0.3, 0.4])
    assert 0.4 < best_threshold(clear, answerable) <= 0.5
    # To decline one more that has no answer does not make up for one that has.
    mixed = np.array([0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.1, 0.2, 0.3, 0.55])
    assert 0.3 < best_threshold(mixed, answerable) <= 0.5


def test_declining_is_counted() -> None:
    reached = np.array([True, False, False, True])
    answerable = np.array([True, True, False, False])
    found = refusal(reached, answerable)
    assert (found["precision"], found["recall"], found["not declined"]) == (0.5, 0.5, 0.5)


def test_no_document_is_asked_about_in_both_halves() -> None:
    pairs = [
        (asked(1, right=True, about=f"d{n % 30}"), asked(0, right=False, about=f"d{n % 30}"))
        for n in range(90)
    ]
    first, second = ({one.about for one in half} for half in _halves(pairs))
    assert first
    assert second
    assert not first & second
    assert sum(map(len, _halves(pairs))) == 180


def test_what_is_fitted_is_how_often_the_best_one_is_right() -> None:
    chance = np.random.default_rng(1)
    margins = chance.uniform(-6, 6, 2000)
    told = [
        asked(m, right=bool(chance.random() < 1 / (1 + np.exp(-m))), about=str(n))
        for n, m in enumerate(margins)
    ]
    probability, right, *_ = best(told, fit(told))
    low, high = probability < 0.3, probability > 0.7
    for part in (low, high):
        assert part.any()
        assert probability[part].mean() == pytest.approx(right[part].mean(), abs=0.05)


def test_answerability_is_fitted_on_whether_there_was_an_answer() -> None:
    chance = np.random.default_rng(2)
    told = [
        asked(float(chance.uniform(-6, 6)), right=one > 0.5, about=str(n), coverage=one)
        for n, one in enumerate(chance.choice([0.0, 1.0], 2000))
    ]
    found = best(told, fit(told))
    answered = answerability(found, fit_answerability(found))
    assert answered[found.answerable].min() > 0.9
    assert answered[~found.answerable].max() < 0.1


def test_what_is_fitted_is_written_into_the_readers_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (spans, corpus_model):
        monkeypatch.setattr(module, "CALIBRATION", tmp_path / module.__name__)
    pool = {
        "questions": 5,
        "answer among the candidates": 1.0,
        "best one is right": 0.6,
        "calibration error": 0.1,
        "refusal": {"precision": 1.0},
        "other thresholds": {0.1: {"precision": 0.5}},
    }
    write_calibrations(
        {
            "right": {"weights": dict.fromkeys(FEATURES, 1.0), "intercept": -1.0},
            "answerability": {
                "weights": dict.fromkeys(corpus_model.FEATURES, 2.0),
                "intercept": -2.0,
            },
            "threshold": 0.4,
            "pools": {"all": pool},
        }
    )
    words = Calibration.load(spans.CALIBRATION, FEATURES)
    corpus = Calibration.load(corpus_model.CALIBRATION, corpus_model.FEATURES)
    assert (words.intercept, words.threshold) == (-1.0, None)
    assert (corpus.intercept, corpus.threshold) == (-2.0, 0.4)
    assert words.figures["all"]["calibration error"] == 0.1
    assert corpus.figures["all"]["refusal"] == {"precision": 1.0}
    assert words.mismatches(fingerprints(model=DEFAULT_MODEL, reader=WEIGHTS)) == []
