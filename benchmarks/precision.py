"""Compare precisions of the embedding model: ``python -m benchmarks.precision --data ../shared``.

The same passages of PIAF are embedded in each precision, in turns over ``--rounds`` rounds. The
columns are:

- passages a second, with word vectors, in the fastest round;
- time of a question's vectors in ms, the median of all rounds;
- cosine similarity with float32: of pooled vectors (mean, lowest), and of word vectors (mean,
  lowest percent).
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from benchmarks.data import load_pool
from index.embedders import SentenceTransformerEmbedder
from index.processor import QUANTIZED
from index.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.embedders import Encoding


def cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine similarity of each row of two matrices, shape ``(rows,)``."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    similarities: NDArray[np.float32] = (one * other).sum(axis=1) / lengths
    return similarities


def similarity(exact: Sequence[Encoding], found: Sequence[Encoding]) -> list[float]:
    """Return the mean and lowest of pooled vectors, the mean and lowest percent of words."""
    pooled = cosines(*(np.array([one.vector for one in some]) for some in (exact, found)))
    words = cosines(*(np.concatenate([one.words for one in some]) for some in (exact, found)))
    measured = pooled.mean(), pooled.min(), words.mean(), np.quantile(words, 0.01)
    return [float(value) for value in measured]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    parser.add_argument("--passages", type=int, default=192)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    pool = load_pool(
        "PIAF",
        arguments.data / "bench" / "piaf",
        qrels="qrels_train.tsv",
        questions=20,
        documents=arguments.passages,
        question_language="fr",
        corpus_language="fr",
    )
    texts = [article.text for article in pool.articles.values()]
    questions = [case.question for case in pool.cases]
    os.environ["DATELINE_PRECISION"] = "float32"
    models = {
        suffix.removeprefix(":") or "float32": SentenceTransformerEmbedder(DEFAULT_MODEL + suffix)
        for suffix in ("", *QUANTIZED)
    }
    seconds: dict[str, list[float]] = {name: [] for name in models}
    asked: dict[str, list[float]] = {name: [] for name in models}
    found: dict[str, list[Encoding]] = {}
    for model in models.values():
        model.encode_passages(texts[:16])  # compiles what each shape needs
    for _, (name, model) in itertools.product(range(arguments.rounds), models.items()):
        started = time.perf_counter()
        found[name] = model.encode_passages(texts)
        seconds[name].append(time.perf_counter() - started)
        for question in questions:
            started = time.perf_counter()
            model.encode_queries([question])
            asked[name].append(time.perf_counter() - started)
    print(f"{len(texts)} passages, {torch.get_num_threads()} threads")
    columns = "passages a second", "a question, ms", "pooled: mean, lowest"
    print(f"| precision | {' | '.join(columns)} | words: mean, lowest percent |")
    print("|---|---|---|---|---|")
    for name in models:
        pooled, lowest, words, percent = similarity(found["float32"], found[name])
        print(
            f"| {name} | {len(texts) / min(seconds[name]):.1f} "
            f"| {statistics.median(asked[name]) * 1000:.1f} "
            f"| {pooled:.4f}, {lowest:.4f} | {words:.4f}, {percent:.4f} |"
        )


if __name__ == "__main__":
    main()
