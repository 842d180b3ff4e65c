"""Fitted numbers in files, and what is said when they no longer fit."""

from __future__ import annotations

import json
import math
import warnings
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import EXACT_WORD, RAREST_WORDS
from index.bundled_model import NAME
from index.ranking import RankingWeights, Stages, describe, fuse
from index.testing import FakeEmbedder
from qa.calibration import Calibration, CalibrationWarning, fingerprints, warn_of_mismatches
from qa.errors import CalibrationError
from qa.readers import answerability, sentences, spans
from qa.readers.loading import SENTENCES, load_reader
from qa.readers.network import WEIGHTS

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.floats(-30, 30)
PLAIN = Calibration("python -m fit", {"a": 2.0, "b": -1.0}, 0.5, 0.25, {"ranking": "r"}, {})
SHIPPED = [
    (spans, {"reader": WEIGHTS}),
    (answerability, {"reader": WEIGHTS}),
    (sentences, {}),
]


OTHER_WEIGHTS = [
    RankingWeights(**{one.name: getattr(RankingWeights(), one.name) + 1})
    for one in fields(RankingWeights)
]


class Default(FakeEmbedder):
    name = NAME


@pytest.mark.parametrize(("module", "reader"), SHIPPED)
def test_what_ships_was_fitted_on_what_ships(module, reader) -> None:
    """Fails when the ranking or the reader changes: fit again, with the file's command."""
    shipped = Calibration.load(module.CALIBRATION, module.FEATURES)
    now = fingerprints(model=NAME, **reader)
    assert shipped.mismatches(now) == [], shipped.command
    assert shipped.fitted_on.keys() == now.keys()
    assert shipped.figures


@given(st.dictionaries(st.sampled_from("abcde"), NUMBERS), NUMBERS, st.none() | st.floats(0, 1))
def test_a_file_gives_back_what_was_saved(
    tmp_path_factory: pytest.TempPathFactory,
    weights: dict[str, float],
    intercept: float,
    threshold: float | None,
) -> None:
    path = tmp_path_factory.mktemp("calibration") / "x.json"
    fitted = replace(PLAIN, weights=weights, intercept=intercept, threshold=threshold)
    fitted.save(path)
    assert Calibration.load(path, [*weights]) == fitted


@given(NUMBERS, NUMBERS)
def test_the_probability_is_that_of_the_logit(a: float, b: float) -> None:
    logit = PLAIN.logit({"a": a, "b": b, "not a feature": 1.0})
    assert logit == pytest.approx(0.5 + 2 * a - b)
    probability = PLAIN.probability({"a": a, "b": b})
    assert probability == pytest.approx(1 / (1 + math.exp(-logit)))
    assert PLAIN.reaches_threshold(probability) == (probability >= 0.25)
    assert replace(PLAIN, threshold=None).reaches_threshold(0.0)
    with pytest.raises(KeyError):
        PLAIN.probability({"a": a})


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "{}",
        {"weights": {"b": -1.0, "a": 2.0}},
        {"weights": None},
        {"intercept": "much"},
        {"intercept": math.nan},
        {"more": 1},
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, damage: str | dict[str, object]) -> None:
    path = tmp_path / "x.json"
    PLAIN.save(path)
    if isinstance(damage, dict):
        damage = json.dumps(json.loads(path.read_text("utf-8")) | damage)
    path.write_text(damage, "utf-8")
    with pytest.raises(CalibrationError, match=r"x\.json"):
        Calibration.load(path, ["a", "b"])
    path.unlink()
    with pytest.raises(CalibrationError):
        Calibration.load(path, ["a", "b"])


@pytest.mark.parametrize(
    ("weights", "stages"),
    [
        *((weights, Stages()) for weights in OTHER_WEIGHTS),
        (RankingWeights(), Stages(selecting=(fuse,))),
        (RankingWeights(), Stages(reranking=Stages().reranking[::-1])),
    ],
)
def test_another_ranking_has_another_fingerprint(weights: RankingWeights, stages: Stages) -> None:
    usual, other = (
        fingerprints(model="m"),
        fingerprints(model="m", ranking=describe(weights, stages)),
    )
    assert usual["ranking"] != other["ranking"]
    assert usual == fingerprints(model="m", ranking=describe(RankingWeights(), Stages()))


def test_the_constants_of_analysis_and_search_are_among_the_weights() -> None:
    """What is changed there has another fingerprint; see also the tests of the retriever."""
    weights = RankingWeights()
    assert (weights.exact_word, weights.rarest_words) == (EXACT_WORD, RAREST_WORDS)
    for name in ("exact_word", "rarest_words", "candidates", "reranked"):
        changed = replace(weights, **{name: 1})
        now = fingerprints(model=NAME, ranking=describe(changed, Stages()))
        for module, _ in SHIPPED:
            shipped = Calibration.load(module.CALIBRATION, module.FEATURES)
            assert shipped.mismatches(now) == ["ranking"]


def test_what_no_longer_fits_is_named_with_the_command() -> None:
    calibrations = {"how likely": PLAIN}
    warn_of_mismatches(calibrations, {"ranking": "r"})
    with pytest.warns(
        CalibrationWarning,
        match="ranking.* model .*: python -m fit",
    ):
        warn_of_mismatches(calibrations, {"ranking": "s", "model": "m"})


def test_a_reader_that_is_loaded_says_what_it_was_not_fitted_on() -> None:
    other = describe(RankingWeights(shared_time=0.1), Stages())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_reader(SENTENCES, Default())
    with pytest.warns(CalibrationWarning, match="ranking.*benchmarks.fit_sentences"):
        load_reader(SENTENCES, Default(), ranking=other)


def test_a_model_that_a_user_chose_is_one_line_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_reader(SENTENCES, Default())
        assert not caplog.messages
        load_reader(SENTENCES, FakeEmbedder())
    [message] = caplog.messages
    assert FakeEmbedder.name in message
    assert "python" not in message
