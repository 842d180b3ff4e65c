from __future__ import annotations

import json
import math
import statistics
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from qa.evaluation.metrics import (
    MEASURES,
    EvaluationUnavailableError,
    compare,
    confidence_interval,
    p_value,
)

METHODS = {
    "lexical": lambda number: number % 2 != 0,
    "dense": lambda number: number % 3 != 0,
    "hybrid": lambda number: number % 20 != 0,
}
DOCUMENTS = [f"d{number}" for number in range(15)]
rankings = st.lists(st.sampled_from(DOCUMENTS), unique=True)
judgements = st.dictionaries(
    st.sampled_from(DOCUMENTS), st.integers(0, 3), min_size=1
).filter(lambda relevance: any(relevance.values()))  # fmt: skip


def values(relevance: dict[str, int], ranking: list[str]) -> dict[str, float]:
    return compare({"q": relevance}, {"m": {"q": ranking}}).methods["m"].per_query["q"]


def oracle(relevance: dict[str, int], ranking: list[str]) -> dict[str, float]:
    """The definitions, as trec_eval has them: the gain is the relevance, the discount log2."""
    relevant = {document for document, grade in relevance.items() if grade > 0}
    hits = [document in relevant for document in ranking]
    gains = [relevance.get(document, 0) for document in ranking]
    ideal = sorted(relevance.values(), reverse=True)

    def dcg(grades: list[int]) -> float:
        return sum(grade / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))

    return {
        "nDCG@10": dcg(gains) / dcg(ideal),
        "MRR@10": next((1 / (rank + 1) for rank, hit in enumerate(hits[:10]) if hit), 0.0),
        "MAP@10": sum(
            sum(hits[: rank + 1]) / (rank + 1) for rank, hit in enumerate(hits[:10]) if hit
        )
        / len(relevant),
        "Recall@10": sum(hits[:10]) / len(relevant),
        "Recall@100": sum(hits[:100]) / len(relevant),
        "Hits@1": float(any(hits[:1])),
        "Hits@4": float(any(hits[:4])),
        "Hits@10": float(any(hits[:10])),
    }


def test_by_hand() -> None:
    # Relevant at ranks 2 and 5, a third one not found.
    found = values({"a": 1, "b": 1, "c": 1}, ["x", "a", "y", "z", "b"])
    assert found == pytest.approx(
        {
            "nDCG@10": (0.63093 + 0.38685) / (1 + 0.63093 + 0.5),
            "MRR@10": 0.5,
            "MAP@10": (1 / 2 + 2 / 5) / 3,
            "Recall@10": 2 / 3,
            "Recall@100": 2 / 3,
            "Hits@1": 0,
            "Hits@4": 1,
            "Hits@10": 1,
        },
        abs=1e-5,
    )


@pytest.mark.parametrize("rank", [1, 2, 4, 5, 10, 11, 100, 101])
def test_cutoffs(rank: int) -> None:
    ranking = [f"x{number}" for number in range(200)]
    ranking[rank - 1] = "wanted"
    found = values({"wanted": 1}, ranking)
    assert found == pytest.approx(oracle({"wanted": 1}, ranking))
    assert found["Recall@100"] == (rank <= 100)
    assert found["MRR@10"] == pytest.approx(1 / rank if rank <= 10 else 0)


def test_ranks_count_and_not_the_documents_names() -> None:
    ranking = [f"{letter}" for letter in "zyxabc"]
    assert values({"z": 1}, ranking)["Hits@1"] == 1
    assert values({"c": 1}, ranking)["Hits@4"] == 0
    assert values({"c": 1}, ranking[::-1])["Hits@1"] == 1


@settings(max_examples=60, deadline=None)
@given(judgements, rankings)
def test_the_numbers_are_those_of_the_definitions(
    relevance: dict[str, int], ranking: list[str]
) -> None:
    found = values(relevance, ranking)
    assert list(found) == list(MEASURES)
    assert found == pytest.approx(oracle(relevance, ranking), abs=1e-6)
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())


@settings(max_examples=30, deadline=None)
@given(judgements, rankings)
def test_a_perfect_ranking_has_an_ndcg_of_one_and_no_other_is_better(
    relevance: dict[str, int], ranking: list[str]
) -> None:
    best = sorted(relevance, key=lambda document: -relevance[document])
    assert values(relevance, best)["nDCG@10"] == pytest.approx(1)
    rest = [document for document in ranking if document not in relevance]
    assert values(relevance, [*best, *rest])["nDCG@10"] == pytest.approx(1)
    assert values(relevance, rest)["nDCG@10"] == 0


def test_missing_queries_count_and_unjudged_ones_do_not() -> None:
    qrels = {"a": {"d": 1}, "b": {"d": 1}, "c": {"d": 1, "e": 0}, "unjudged": {"d": 0}, "none": {}}
    run = {"a": ["d"], "b": [], "unjudged": ["d"], "stranger": ["d"]}
    found = compare(qrels, {"m": run})
    assert found.queries == 3
    assert found.best_single is None
    scores = found.methods["m"]
    assert scores.per_query.keys() == {"a", "b", "c"}
    assert scores.means == pytest.approx(dict.fromkeys(MEASURES, 1 / 3))
    assert scores.p_value is None
    nothing = compare(qrels, {"m": {}}).methods["m"]
    assert set(nothing.means.values()) == {0.0}
    assert nothing.ci95 == (0.0, 0.0)


def test_what_cannot_be_scored() -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        compare({"q": {"d": 0}}, {"m": {}})
    with pytest.raises(ValueError, match="'q'"):
        compare({"q": {"d": 1}}, {"m": {"q": ["d", "d"]}})


def three_methods(
    queries: int,
) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, list[str]]]]:
    """Words find half, meaning two in three, and the mixture nearly all."""
    qrels = {f"q{n}": {f"d{n}": 1} for n in range(queries)}
    runs = {
        method: {
            query: [*qrels[query]] if found(number) else ["x"] for number, query in enumerate(qrels)
        }
        for method, found in METHODS.items()
    }
    return qrels, runs


def test_methods_are_tested_against_the_best_single_one() -> None:
    qrels, runs = three_methods(80)
    runs["same"] = runs["dense"]
    found = compare(qrels, runs)
    assert found.best_single == "dense"
    assert list(found.methods) == ["lexical", "dense", "hybrid", "same"]
    assert found.methods["dense"].p_value is None
    assert found.methods["same"].p_value == 1
    assert found.methods["hybrid"].p_value is not None
    assert found.methods["hybrid"].p_value < 0.01
    assert found == compare(qrels, runs)
    assert compare(qrels, runs, single=("absent", "lexical")).best_single == "lexical"


def test_as_json() -> None:
    qrels, runs = three_methods(30)
    found = json.loads(json.dumps(compare(qrels, runs).to_dict()))
    assert (found["queries"], found["best_single"]) == (30, "dense")
    hybrid = found["methods"]["hybrid"]
    assert list(hybrid) == [*MEASURES, "nDCG@10_ci95", "p_value_vs_best_single"]
    low, high = hybrid["nDCG@10_ci95"]
    assert low <= hybrid["nDCG@10"] <= high
    assert found["methods"]["dense"]["p_value_vs_best_single"] is None
    assert all(round(hybrid[name], 4) == hybrid[name] for name in MEASURES)


def test_the_interval() -> None:
    sample = np.random.default_rng(2).random(400).tolist()
    low, high = confidence_interval(sample)
    error = statistics.stdev(sample) / 20
    assert low == pytest.approx(statistics.fmean(sample) - 1.96 * error, abs=0.3 * error)
    assert high == pytest.approx(statistics.fmean(sample) + 1.96 * error, abs=0.3 * error)
    assert confidence_interval(sample) == (low, high)
    assert confidence_interval([0.7] * 9) == (0.7, 0.7)
    assert confidence_interval([0.7]) == (0.7, 0.7)
    assert confidence_interval([0.0, 1.0]) == (0, 1)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=9))
def test_the_test_is_scipys_paired_permutation_test(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.asarray(column) / 4 for column in zip(*pairs, strict=True))
    exact = stats.permutation_test(
        (one, other), lambda a, b, axis: (a - b).mean(axis), permutation_type="samples",
        vectorized=True,
    )  # fmt: skip
    assert p_value(list(one), list(other)) == pytest.approx(min(exact.pvalue, 1), abs=0.05)
    assert p_value(list(one), list(other)) == pytest.approx(
        p_value(list(other), list(one)), abs=0.05
    )


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(EvaluationUnavailableError):
        compare({"q": {"d": 1}}, {"m": {"q": ["d"]}})
