"""Measure retrieval and answers on a benchmark folder."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from index.search import Retriever
from index.temporary import temporary_index
from qa.answerers.extractive import ExtractiveAnswerer
from qa.evaluation.metrics import compare
from qa.evaluation.reading import QUESTION_DAY, ReadingScores, read_questions
from qa.pipeline import Pipeline
from qa.question import MAX_CHARACTERS, parse_question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from index.datatypes import ScoredId
    from index.embedders import Embedder
    from index.search import Ranking
    from qa.answerers import Answerer
    from qa.evaluation.dataset import Dataset, Query
    from qa.evaluation.metrics import Comparison
    from qa.readers import Reader

STAGES = ("lexical", "dense", "hybrid", "late")
"""Successive rankings of a search; see ``index.search.Ranking``."""

_TOGETHER = 256  # questions read at a time
_TIMED = 60  # questions whose stages are timed, without caches


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Results on one data set.

    Attributes:
        dataset: Name of the data set.
        documents: Number of documents.
        queries: Number of questions.
        retrieval: Comparison of the methods; None if no question has a relevant document.
        reading: Scores of the reader on the questions that it read.
        latency_ms: Median and 95th percentile of each stage of a search, without caches.
    """

    dataset: str
    documents: int
    queries: int
    retrieval: Comparison | None
    reading: ReadingScores
    latency_ms: dict[str, dict[str, float]]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "dataset": self.dataset,
            "queries": self.queries,
            "judged": self.retrieval.queries if self.retrieval else 0,
            "documents": self.documents,
            "best_single": self.retrieval.best_single if self.retrieval else None,
            "methods": self.retrieval.to_dict()["methods"] if self.retrieval else {},
            **self.reading.to_dict(),
            "latency_ms": self.latency_ms,
        }


def evaluate(
    dataset: Dataset,
    embedder: Embedder,
    *,
    uncached: Embedder | None = None,
    reader: Reader | None = None,
    read: int = 0,
    progress: bool = True,
    store: str | None = None,
    writing: Callable[[Answerer], Answerer] | None = None,
) -> Evaluation:
    """Index the documents, ask the questions, and score the results.

    Documents are split into passages as in use, and have the score of their best passage.

    Args:
        dataset: Documents, questions and judgements.
        embedder: Embedder.
        uncached: The same embedder without a cache, to time the stages of a search; None for no
            timing.
        reader: Reader of answers; None for none.
        read: Maximum number of questions to read, to score answers and declining.
        progress: Show progress bars on standard error.
        store: Address of a store for the index; see ``temporary_index``.
        writing: Function that turns an extractive answerer into a generative one; None to only
            quote.

    Raises:
        EvaluationUnavailableError: If a required library is not installed.
    """
    documents = list(dataset.articles.values())
    with temporary_index(documents, embedder, progress=progress, store=store) as retriever:
        runs = _rank_stages(dataset, retriever, progress=progress)
        reading = ReadingScores()
        if reader:
            answerer = ExtractiveAnswerer(reader)
            pipeline = Pipeline(retriever, answerer)
            writer = None if writing is None else writing(answerer)
            reading = read_questions(
                dataset, pipeline, answerer, runs["late"], read, progress, writer
            )
        timed = Retriever(retriever.snapshot, uncached) if uncached else None
        return Evaluation(
            dataset=dataset.name,
            documents=len(dataset.articles),
            queries=len(dataset.queries),
            retrieval=compare(dataset.qrels, runs) if dataset.qrels else None,
            reading=reading,
            latency_ms=_time(dataset, timed) if timed else {},
        )


def _rank_stages(
    dataset: Dataset, retriever: Retriever, *, progress: bool
) -> dict[str, dict[str, list[str]]]:
    """Return the documents of each stage and judged question, best first."""
    runs: dict[str, dict[str, list[str]]] = {stage: {} for stage in STAGES}
    languages = retriever.snapshot.stats().languages
    judged = [query for query in dataset.queries if query.id in dataset.qrels]
    bar = tqdm(total=len(judged), desc="Searching", unit=" questions", disable=not progress)
    for number, query in enumerate(judged):
        if number % _TOGETHER == 0:  # embedded in batches, for speed, and cached
            asked = [
                parse_question(q.text[:MAX_CHARACTERS], languages, QUESTION_DAY)
                for q in judged[number:][:_TOGETHER]
            ]
            retriever.embedder.encode_queries([question.query for question in asked])
        bar.update()
        ranking = _ranking(query, languages, retriever)
        stages: dict[str, Sequence[ScoredId]] = {
            "lexical": ranking.lexical,
            "dense": ranking.dense,
            "hybrid": ranking.hybrid,
            "late": ranking.reranked,
        }
        for name, stage in stages.items():
            documents = (ranking.infos[found.id].article_id for found in stage)
            runs[name][query.id] = list(dict.fromkeys(documents))
    bar.close()
    return runs


def _ranking(query: Query, languages: Collection[str], retriever: Retriever) -> Ranking:
    asked = parse_question(query.text[:MAX_CHARACTERS], languages, QUESTION_DAY)
    temporal = asked.temporal
    return retriever.rank(asked.query, asked.language, temporal.published, temporal.mentioned)


def _time(dataset: Dataset, retriever: Retriever) -> dict[str, dict[str, float]]:
    """Return the percentiles of each stage, over some of the questions."""
    step = max(1, len(dataset.queries) // _TIMED)
    languages = retriever.snapshot.stats().languages
    elapsed: dict[str, list[float]] = defaultdict(list)
    for query in dataset.queries[::step]:
        started = time.perf_counter()
        ranking = _ranking(query, languages, retriever)
        ranked = time.perf_counter()
        retriever.hits(ranking, 50)
        done = time.perf_counter()
        whole = {"fetch": (done - ranked) * 1000, "all": (done - started) * 1000}
        for stage, spent in {**ranking.elapsed_ms, **whole}.items():
            elapsed[stage].append(spent)
    return {
        stage: {"p50": _percentile(spent, 50), "p95": _percentile(spent, 95)}
        for stage, spent in elapsed.items()
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)
