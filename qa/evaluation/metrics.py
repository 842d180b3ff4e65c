"""Measure rankings, the confidence intervals of means, and the significance of differences.

The measures are those of trec_eval, through ``ir_measures`` (MacAvaney, Macdonald & Ounis 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEASURES = (
    "nDCG@10",
    "MRR@10",
    "MAP@10",
    "Recall@10",
    "Recall@100",
    "Hits@1",
    "Hits@4",
    "Hits@10",
)
"""Names of the measures, in the order of reports."""

MAIN = "nDCG@10"
_THEIRS = ("nDCG@10", "RR", "AP@10", "R@10", "R@100")
_DEPTH = 100  # maximum rank that a measure uses
_BOOTSTRAPS = 2_000
_RANDOMISATIONS = 4_999
_BATCH = 200  # resamples at a time, which limits memory


class EvaluationUnavailableError(DatelineError):
    """The libraries that evaluation needs are not installed."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one ranking method.

    Attributes:
        means: Mean of each of ``MEASURES``, 0 to 1, over all judged queries.
        per_query: Values by query id.
        ci95: 95 % confidence interval of the mean nDCG@10.
        p_value: p-value of the difference in mean nDCG@10 to the best single method; None for that
            method itself.
    """

    means: dict[str, float]
    per_query: dict[str, dict[str, float]]
    ci95: tuple[float, float]
    p_value: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON, without the values of single queries."""
        return {
            **{name: round(mean, 4) for name, mean in self.means.items()},
            f"{MAIN}_ci95": [round(limit, 4) for limit in self.ci95],
            "p_value_vs_best_single": None if self.p_value is None else round(self.p_value, 4),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison of methods on the same queries.

    Attributes:
        queries: Number of judged queries.
        best_single: Single method with which the others are compared, if there is one.
        methods: Scores by method, in the order of the runs.
    """

    queries: int
    best_single: str | None
    methods: dict[str, Scores]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON, without the values of single queries."""
        return {
            "queries": self.queries,
            "best_single": self.best_single,
            "methods": {name: scores.to_dict() for name, scores in self.methods.items()},
        }


def compare(
    qrels: Mapping[str, Mapping[str, int]],
    runs: Mapping[str, Mapping[str, Sequence[str]]],
    *,
    single: Sequence[str] = ("lexical", "dense"),
    seed: int = 0,
) -> Comparison:
    """Score methods, and compare each with the best single method.

    The interval is a percentile bootstrap over the queries. Unlike BCa, it needs no jackknife, and
    it stays within 0 and 1. The test is the paired two-sided randomisation test over the queries
    (Smucker, Allan & Carterette 2007). The p-values are not corrected for the number of methods.

    Args:
        qrels: Relevance (above 0) by query id and document id. Queries without a relevant document
            are ignored.
        runs: Ids of documents by method and query id, best first and without repetitions; only the
            first hundred are used. A missing query scores 0; a query without judgements is ignored.
        single: Methods that are not combinations; those without a run are ignored.
        seed: Seed of the resampling.

    Raises:
        EvaluationUnavailableError: If ir_measures or scipy is not installed.
        ValueError: If no query is judged, or a ranking contains a document twice.
    """
    judged: dict[str, dict[str, int]] = {}
    for query, documents in qrels.items():
        relevant = {document: score for document, score in documents.items() if score > 0}
        if relevant:
            judged[query] = relevant
    if not judged:
        raise ValueError("no query has a relevant document")
    per_query = {method: _per_query(judged, run) for method, run in runs.items()}
    means = {
        method: {name: _mean([v[name] for v in values.values()]) for name in MEASURES}
        for method, values in per_query.items()
    }
    best = max((m for m in single if m in runs), key=lambda m: means[m][MAIN], default=None)
    main = {method: [v[MAIN] for v in values.values()] for method, values in per_query.items()}
    return Comparison(
        queries=len(judged),
        best_single=best,
        methods={
            method: Scores(
                means=means[method],
                per_query=per_query[method],
                ci95=confidence_interval(main[method], seed),
                p_value=None
                if best is None or method == best
                else p_value(main[method], main[best], seed),
            )
            for method in runs
        },
    )


def confidence_interval(values: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the mean.

    Args:
        values: At least one value; if all are equal, both ends of the interval equal them.
        seed: Seed of the resampling.

    Raises:
        EvaluationUnavailableError: If scipy is not installed.
    """
    np, stats, _ = _libraries()
    if min(values) == max(values):
        return values[0], values[0]
    interval = stats.bootstrap(
        (np.asarray(values),),
        np.mean,
        n_resamples=_BOOTSTRAPS,
        batch=_BATCH,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(interval.low), float(interval.high)


def p_value(one: Sequence[float], other: Sequence[float], seed: int = 0) -> float:
    """Return the p-value of a two-sided paired randomisation test of two means.

    Under the null hypothesis, the sign of each query's difference is random.

    Args:
        one: Values of the first method, by query.
        other: Values of the second method, for the same queries in the same order.
        seed: Seed of the resampling.

    Returns:
        A value of at least 0.0004 (two in five thousand), the resolution of the resampling.

    Raises:
        EvaluationUnavailableError: If scipy is not installed.
    """
    np, stats, _ = _libraries()
    differences = np.asarray(one) - np.asarray(other)
    differences = differences[differences != 0]  # a zero does not depend on the sign
    if not differences.size:
        return 1.0
    chance = np.random.default_rng(seed)

    def flipped(size: tuple[int, ...]) -> Any:  # noqa: ANN401 (numpy is only loaded here)
        signs = chance.integers(0, 2, size, np.int8) * np.int8(2) - 1
        return signs * differences

    # The same as permutation_test with permutation_type="samples", which shuffles each pair of
    # signs separately and takes five times as long.
    test = stats.monte_carlo_test(
        differences,
        flipped,
        np.mean,
        vectorized=True,
        n_resamples=_RANDOMISATIONS,
        batch=_BATCH,
    )
    return float(test.pvalue)


def _per_query(
    qrels: dict[str, dict[str, int]], run: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Return the values of a method for each judged query, in the order of the judgements."""
    _, _, ir = _libraries()
    scored: dict[str, dict[str, float]] = {}
    for query in qrels:
        ranking = run.get(query, ())[:_DEPTH]
        # trec_eval sorts by score and breaks ties by name; these scores are distinct.
        scored[query] = dict(zip(ranking, map(float, range(_DEPTH, 0, -1)), strict=False))
        if len(scored[query]) < len(ranking):
            raise ValueError(f"the ranking for {query!r} holds a document twice")
    found: dict[str, dict[str, float]] = {query: {} for query in qrels}
    measures = [ir.parse_measure(name) for name in _THEIRS]
    for query, measure, value in ir.evaluator(measures, qrels).iter_calc(scored):
        found[query][str(measure)] = float(value)
    return {query: _ours(theirs) for query, theirs in found.items()}


def _ours(theirs: dict[str, float]) -> dict[str, float]:
    """Return ``MEASURES``, computed from those of ir_measures.

    Measures that depend only on the first relevant document follow from its reciprocal rank.
    Computing each with ir_measures (RR@10, Success@k) takes longer than all the others together.
    """
    first = theirs["RR"]

    def within(rank: int) -> bool:
        return first > 1 / (rank + 0.5)

    return {
        "nDCG@10": theirs["nDCG@10"],
        "MRR@10": first if within(10) else 0.0,
        "MAP@10": theirs["AP@10"],
        "Recall@10": theirs["R@10"],
        "Recall@100": theirs["R@100"],
        "Hits@1": float(within(1)),
        "Hits@4": float(within(4)),
        "Hits@10": float(within(10)),
    }


def require_libraries() -> None:
    """Check that the libraries of the evaluation extra are installed.

    Raises:
        EvaluationUnavailableError: If ir_measures or scipy is not installed.
    """
    _libraries()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _libraries() -> tuple[Any, Any, Any]:
    """Import numpy, scipy.stats and ir_measures, an optional extra that takes a second to load."""
    try:
        import ir_measures
        import numpy as np
        from scipy import stats
    except ImportError as error:
        raise EvaluationUnavailableError(
            f"evaluation needs libraries that are not installed ({error.name}); "
            "pip install 'ir-measures==0.4.*' scipy"
        ) from error
    return np, stats, ir_measures
