"""Fit the trained reader's logistic model and its threshold on development data.

    python -m benchmarks.fit_reader --data ../shared [--json FILE] [--cache FILE]

Every question is asked twice over a pool of documents: as it is, and with the documents on
its subject taken out, when the right answer is that the corpus does not say. Some are asked of a
few documents as well, and of the documents on their subject with and without the one that answers,
as one asks a collection on one thing. The questions are of documents
that training left out. What is printed was measured on each half of the questions
with what was fitted on the other; the constants are fitted on all.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from benchmarks.data import Pool, load_pool
from index.datatypes import Filters
from index.embedders import SentenceTransformerEmbedder
from index.filling import fill
from index.remembering import RememberingEmbedder
from index.search import Retriever
from index.settings import Settings
from index.stores.local import LocalStore
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.quotes import calibration_error
from qa.pipeline import READ, Pipeline, shortlist
from qa.question import parse_question
from qa.readers.extraction import Extractor
from qa.readers.spans import FEATURES, SpanReader
from training.data import is_development

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.data import Case
    from index.datatypes import Article
    from index.embedders import Embedder

_POOLS = (
    # name, folder, qrels, language of questions, of documents, questions, documents
    ("PIAF train fr→fr", "bench/piaf", "qrels_train.tsv", "fr", "fr", 200, 500),
    ("AfriQA en→en", "train/afriqa", "qrels.tsv", "en", "en", 150, 500),
    ("AfriQA fr→fr", "train/afriqa", "qrels.tsv", "fr", "fr", 80, 500),
    ("AfriQA en→en, yes or no", "train/afriqa", "qrels.tsv", "en", "en", 80, 500),
    ("NTREX en→en, headlines", "bench/ntrex", "qrels.tsv", "en", "en", 60, 500),
    ("NTREX fr→fr, headlines", "bench/ntrex", "qrels.tsv", "fr", "fr", 60, 500),
    ("XQuAD de→de", "bench/xquad", "qrels.tsv", "de", "de", 80, 240),
    ("XQuAD en→de", "bench/xquad", "qrels_crosslingual.tsv", "en", "de", 100, 240),
    ("XQuAD de→en", "bench/xquad", "qrels_crosslingual.tsv", "de", "en", 90, 240),
    ("XQuAD zh→en", "bench/xquad", "qrels_crosslingual.tsv", "zh", "en", 60, 240),
)
_WHOLE = "yes or no", "headlines"  # asked of the whole document
_FEWEST = 10  # questions of a pool
_FEW = 4  # documents about something else, in a corpus of few


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was asked of a pool.

    ``features`` has a row per candidate; ``right`` says which hold the answer; ``answerable``
    whether the document that answers was in the pool.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool


def ask_all(pool: Pool, embedder: Embedder, reader: SpanReader) -> Iterator[tuple[Asked, Asked]]:
    """Each question with its document in the pool, and without."""
    subjects = frozenset(article.source for article in pool.articles.values())
    with _index(list(pool.articles.values()), embedder) as retriever:
        pipeline = Pipeline(retriever, reader)
        for case in tqdm(pool.cases, desc=f"{pool.name}: ask", leave=False):
            others = Filters(sources=subjects - {pool.articles[case.document].source})
            yield (
                _ask(pipeline, reader, pool, case, Filters(), answerable=True),
                _ask(pipeline, reader, pool, case, others, answerable=False),
            )


def ask_few(pool: Pool, embedder: Embedder, reader: SpanReader) -> Iterator[tuple[Asked, Asked]]:
    """Every third question, of so few documents that most are about something else."""
    chance = random.Random(0)  # noqa: S311 (sampling, not secrets)
    for case in tqdm(pool.cases[::3], desc=f"{pool.name}, few documents: ask", leave=False):
        own = pool.articles[case.document]
        others = [one for one in pool.articles.values() if one.source != own.source]
        others = chance.sample(others, min(_FEW, len(others)))
        yield _ask_both(pool, case, others, embedder, reader)


def ask_subject(
    pool: Pool, embedder: Embedder, reader: SpanReader
) -> Iterator[tuple[Asked, Asked]]:
    """Every other question, of the documents on its subject: all of them seem to answer."""
    for case in tqdm(pool.cases[::2], desc=f"{pool.name}, one subject: ask", leave=False):
        own = pool.articles[case.document]
        same = [one for one in pool.articles.values() if one.source == own.source]
        others = [one for one in same if one.id != own.id]
        if others:
            yield _ask_both(pool, case, others, embedder, reader)


def _ask_both(
    pool: Pool,
    case: Case,
    others: Sequence[Article],
    embedder: Embedder,
    reader: SpanReader,
) -> tuple[Asked, Asked]:
    """A question of its document and others, and of the others alone."""
    asked = []
    for answerable in (True, False):
        documents = [pool.articles[case.document], *others] if answerable else others
        with _index(documents, embedder) as retriever:
            pipeline = Pipeline(retriever, reader)
            asked.append(_ask(pipeline, reader, pool, case, Filters(), answerable=answerable))
    return asked[0], asked[1]


@contextmanager
def _index(articles: Sequence[Article], embedder: Embedder) -> Iterator[Retriever]:
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore.create(Path(folder), embedder.dimension)
        codec = fill(store, articles, embedder, progress=False).codec
        yield Retriever(store, embedder, codec)
        store.close()


def _ask(
    pipeline: Pipeline,
    reader: SpanReader,
    pool: Pool,
    case: Case,
    filters: Filters,
    *,
    answerable: bool,
) -> Asked:
    question = parse_question(case.question, {pool.articles[case.document].language})
    rows, right = [], []
    for reading, features in reader.candidates(
        question, shortlist(pipeline.search(question, filters), READ)
    ):
        words = reading.spans[0] if reading.spans else (reading.start, reading.end)
        rows.append([features[name] for name in FEATURES])
        right.append(
            reading.hit.article.id == case.document
            and any(words[0] < end and start < words[1] for start, end in case.spans)
        )
    return Asked(np.array(rows), np.array(right), answerable)


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


def refusal(
    probability: NDArray[np.float64], answerable: NDArray[np.bool_], threshold: float
) -> dict[str, float]:
    """Precision, recall and F0.5 of declining below a threshold, and how many are answered."""
    declined = probability < threshold
    hit = float((declined & ~answerable).sum())
    precision = hit / max(1.0, float(declined.sum()))
    recall = hit / max(1.0, float((~answerable).sum()))
    f_half = 1.25 * precision * recall / max(1e-9, 0.25 * precision + recall)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f0.5": round(f_half, 3),
        "not declined": round(float((probability[answerable] >= threshold).mean()), 3),
    }


def best_threshold(probability: NDArray[np.float64], answerable: NDArray[np.bool_]) -> float:
    """The threshold whose refusals have the best F0.5 (van Rijsbergen 1979).

    To decline what could be answered is the worse mistake, and weighs double: a quote that does
    not answer is there to be judged.
    """
    found = {step / 100: refusal(probability, answerable, step / 100) for step in range(1, 100)}
    return max(found, key=lambda step: found[step]["f0.5"])


def main() -> None:
    """Print the fitted constants and what they give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    parser.add_argument("--cache", type=Path, help="keep the features there between runs")
    arguments = parser.parse_args()
    pools = _features(arguments.data, arguments.cache)
    halves = {name: (_flat(own[0::2]), _flat(own[1::2])) for name, own in pools.items()}
    first, second = ([a for own in halves.values() for a in own[half]] for half in (0, 1))
    halves["all"] = first, second
    everything = [*first, *second]
    weights, intercept = fit(everything)
    probability, _, answerable = best(everything, weights, intercept)
    threshold = best_threshold(probability, answerable)
    result: dict[str, Any] = {
        "weights": {n: round(float(w), 3) for n, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 3),
        "threshold": threshold,
        "pools": {},
    }
    crossed = fit(second), fit(first)
    for name, parts in halves.items():
        told = [best(part, *model) for part, model in zip(parts, crossed, strict=True)]
        probability, right, answerable = map(np.concatenate, zip(*told, strict=True))
        found = np.array([a.right.any() for part in parts for a in part])
        result["pools"][name] = {
            "questions": int(answerable.sum()),
            "answer among the candidates": round(float(found[answerable].mean()), 3),
            "best one is right": round(float(right[answerable].mean()), 3),
            "refusal": refusal(probability, answerable, threshold),
            "calibration error": round(
                calibration_error(list(zip(probability.tolist(), right.tolist(), strict=True))), 3
            ),
        }
    result["other thresholds"] = {
        t: refusal(probability, answerable, t) for t in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")


def _flat(pairs: Sequence[tuple[Asked, Asked]]) -> list[Asked]:
    return [asked for pair in pairs for asked in pair]


def _features(data: Path, cache: Path | None) -> dict[str, list[tuple[Asked, Asked]]]:
    if cache and cache.exists():
        found: dict[str, list[tuple[Asked, Asked]]] = pickle.loads(cache.read_bytes())  # noqa: S301
        return found
    plain = SentenceTransformerEmbedder()
    pools = {}
    with CachedEmbedder(plain, Settings.from_environment().cache_dir / CACHE) as kept:
        embedder = RememberingEmbedder(kept, 100_000)
        reader = SpanReader(Extractor.bundled())
        for name, folder, qrels, asked_in, written_in, questions, documents in _POOLS:
            whole = name.endswith(_WHOLE)
            pool = load_pool(
                name,
                data / folder,
                qrels=qrels,
                questions=questions,
                documents=documents,
                question_language=asked_in,
                corpus_language=written_in,
                # Those without a place were not learned from, nor was XQuAD.
                only=None if whole or folder == "bench/xquad" else is_development,
                whole=whole,
            )
            kinds = ("", ask_all), (", few documents", ask_few), (", one subject", ask_subject)
            for kind, ask in kinds:
                asked = ask(pool, embedder, reader)
                read = [p for p in asked if len(p[0].right) and len(p[1].right)]
                if len(read) >= _FEWEST:
                    pools[name + kind] = read
    if cache:
        cache.write_bytes(pickle.dumps(pools))
    return pools


if __name__ == "__main__":
    main()
