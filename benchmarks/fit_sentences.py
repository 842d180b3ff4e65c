"""Fit the sentence reader's weights and its threshold on development data.

    python -m benchmarks.fit_sentences --data DATA [--write] [--json FILE]

Every question is asked twice over a pool of documents: with the document that answers it, and
without all documents on its subject, where the right result is that the corpus does not answer. The
weights are fitted on half of the questions, and the printed figures are measured on the other half.
``--write`` writes the weights to the reader's calibration file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from benchmarks.data import QuestionPool, load_pool
from benchmarks.development_questions import ReadQuestion
from benchmarks.fit_reader import best as best_sentences
from benchmarks.fit_reader import fit, highest_threshold, refusal
from index.caching import CachingEmbedder
from index.embedders import SentenceTransformerEmbedder
from index.filters import Filters
from index.settings import DEFAULT_MODEL
from index.temporary import temporary_index
from qa.answerers.extractive import shortlist
from qa.calibration import Calibration, fingerprints
from qa.evaluation.quotes import calibration_error
from qa.pipeline import RETRIEVED
from qa.question import parse_question
from qa.readers.sentences import CALIBRATION, FEATURES, SentenceReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.embedders import Embedder

_ANSWERED_SHARE = 0.97  # share of the answerable questions that the threshold must not decline
_POOLS = (
    # name, folder, qrels, language of questions, language of documents, questions, documents
    ("PIAF train fr→fr", "bench/piaf", "qrels_train.tsv", "fr", "fr", 260, 500),
    ("AfriQA en→en", "train/afriqa", "qrels.tsv", "en", "en", 150, 400),
    ("XQuAD de→de", "bench/xquad", "qrels.tsv", "de", "de", 100, 240),
    ("XQuAD en→de", "bench/xquad", "qrels_crosslingual.tsv", "en", "de", 200, 240),
)


def ask_all(pool: QuestionPool, embedder: Embedder) -> Iterator[tuple[ReadQuestion, ReadQuestion]]:
    """Yield each question with its document in the pool, and without."""
    with temporary_index(list(pool.articles.values()), embedder) as retriever:
        subjects = frozenset(article.source for article in pool.articles.values())
        reader = SentenceReader(embedder)
        for case in tqdm(pool.cases, desc=f"{pool.name}: ask", leave=False):
            languages = {pool.articles[case.document].language}
            question = parse_question(case.question, languages)
            subject = pool.articles[case.document].source
            retrieved = []
            for answerable in (True, False):
                filters = None if answerable else Filters.of(sources=subjects - {subject})
                hits = retriever.search(question.query, question.language, RETRIEVED, filters)
                rows, right = [], []
                for reading, features in reader.candidates(question, shortlist(hits)):
                    rows.append([features[name] for name in FEATURES])
                    right.append(
                        reading.hit.article.id == case.document
                        and any(reading.start <= a < reading.end for a, _ in case.spans)
                    )
                nothing = np.empty((len(rows), 0))
                retrieved.append(
                    ReadQuestion(
                        np.array(rows), nothing, np.array(right), answerable, case.document
                    )
                )
            yield retrieved[0], retrieved[1]


def main() -> None:
    """Print the fitted constants and the measured figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument("--write", action="store_true", help="write the calibration file as well")
    parser.add_argument("--json", type=Path, help="write the result there as well")
    parser.add_argument("--cache", type=Path, help="keep the features there between runs (.npz)")
    arguments = parser.parse_args()
    pools = _features(arguments.data, arguments.cache)
    halves: tuple[list[ReadQuestion], list[ReadQuestion]] = ([], [])
    for pairs in pools.values():
        for number, pair in enumerate(pairs):
            halves[number % 2].extend(pair)
    model = weights, intercept = fit(halves[0])
    best = best_sentences(halves[0], model)
    threshold = highest_threshold(best.probability, best.answerable, _ANSWERED_SHARE)
    result: dict[str, Any] = {
        "weights": {n: round(float(w), 2) for n, w in zip(FEATURES, weights, strict=True)},
        "intercept": round(intercept, 2),
        "threshold": threshold,
        "pools": {},
    }
    groups = {name: [a for p in pairs[1::2] for a in p] for name, pairs in pools.items()}
    for name, group in {**groups, "all": halves[1]}.items():
        probability, right, answerable, *_ = best_sentences(group, model)
        found = np.array([a.right.any() for a in group])
        confidences = list(zip(probability.tolist(), right.tolist(), strict=True))
        result["pools"][name] = {
            "questions": int(answerable.sum()),
            "answer among the sentences read": round(float(found[answerable].mean()), 3),
            "best sentence holds it": round(float(right[answerable].mean()), 3),
            "refusal": refusal(probability >= threshold, answerable),
            "calibration error": round(calibration_error(confidences), 3),
        }
    best = best_sentences(halves[1], model)
    result["other thresholds"] = {
        t: refusal(best.probability >= t, best.answerable) for t in (0.05, 0.08, 0.12, 0.2, 0.3)
    }
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")
    if arguments.write:
        write_calibration(result)


def write_calibration(result: dict[str, Any]) -> None:
    """Write the fitted model to the reader's calibration file."""
    Calibration(
        command="python -m benchmarks.fit_sentences --data DATA --write",
        weights=result["weights"],
        intercept=result["intercept"],
        threshold=result["threshold"],
        fitted_on=fingerprints(model=DEFAULT_MODEL),
        figures={"pools": result["pools"], "other thresholds": result["other thresholds"]},
    ).save(CALIBRATION)


def _features(data: Path, cache: Path | None) -> dict[str, list[tuple[ReadQuestion, ReadQuestion]]]:
    import pickle

    if cache and cache.exists():
        found: dict[str, list[tuple[ReadQuestion, ReadQuestion]]] = pickle.loads(cache.read_bytes())  # noqa: S301
        return found
    embedder = CachingEmbedder(SentenceTransformerEmbedder(), 100_000)
    pools = {}
    for name, folder, qrels, question_language, corpus_language, questions, documents in _POOLS:
        pool = load_pool(
            name,
            data / folder,
            qrels=qrels,
            questions=questions,
            documents=documents,
            question_language=question_language,
            corpus_language=corpus_language,
        )
        pools[name] = [p for p in ask_all(pool, embedder) if len(p[0].right) and len(p[1].right)]
    if cache:
        cache.write_bytes(pickle.dumps(pools))
    return pools


if __name__ == "__main__":
    main()
