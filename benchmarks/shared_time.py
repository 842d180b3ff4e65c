"""Measure the bonus for passages with the question's time: ``python -m benchmarks.shared_time``.

The questions of PIAF (``qrels_train.tsv``, or ``--qrels``) that name a time are asked with several
values of ``RankingWeights.shared_time`` (and half of it for ``shared_publication``). The command
prints the mean nDCG@10 for each value.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.embedders import SentenceTransformerEmbedder
from index.ranking import RankingWeights
from index.settings import DEFAULT_MODEL, Settings
from index.temporary import temporary_index
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import load
from qa.question import parse_question

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_WEIGHTS = (0.0, 0.01, 0.02, 0.04, 0.08, 0.12, 0.2)
_DEPTH = 10


def ndcg(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return nDCG@10 with binary relevance."""
    gain = sum(1 / math.log2(at + 2) for at, one in enumerate(ranked[:_DEPTH]) if one in relevant)
    best = sum(1 / math.log2(at + 2) for at in range(min(len(relevant), _DEPTH)))
    return gain / best


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    parser.add_argument("--dataset", default="piaf", help="a folder of bench/")
    parser.add_argument("--qrels", help="its judgements")
    arguments = parser.parse_args()
    qrels = arguments.qrels or ("qrels_train.tsv" if arguments.dataset == "piaf" else None)
    dataset = load(arguments.data / "bench" / arguments.dataset, qrels=qrels)
    cache_dir = Settings.from_environment().cache_dir
    model = SentenceTransformerEmbedder(DEFAULT_MODEL, cache_dir)
    with (
        CachedEmbedder(model, cache_dir / CACHE) as embedder,
        temporary_index(list(dataset.articles.values()), embedder, progress=True) as retriever,
    ):
        languages = retriever.snapshot.stats().languages
        questions = [(query, parse_question(query.text, languages)) for query in dataset.queries]
        timed = [
            (query, question)
            for query, question in questions
            if question.temporal.mentioned and query.id in dataset.qrels
        ]
        embedder.encode_queries([question.query for _, question in timed])
        print(f"{dataset.name}: {len(timed)} of {len(questions)} questions name a time")
        for weight in _WEIGHTS:
            retriever.weights = RankingWeights(shared_time=weight, shared_publication=weight / 2)
            scores = []
            for query, question in tqdm(timed, leave=False, disable=not sys.stderr.isatty()):
                ranking = retriever.rank(
                    question.query, question.language, about=question.temporal.mentioned
                )
                documents = dict.fromkeys(
                    ranking.infos[hit.id].article_id for hit in ranking.reranked
                )
                scores.append(ndcg(list(documents), dataset.qrels[query.id]))
            print(f"  {weight:.2f}  nDCG@10 {statistics.fmean(scores):.4f}", flush=True)


if __name__ == "__main__":
    main()
