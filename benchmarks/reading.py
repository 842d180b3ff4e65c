"""Compute the tables of ``docs/reader.md``: ``python -m benchmarks.reading --data ../shared``.

One of them is also in ``docs/evaluation.md``. The tables report the accuracy of reading, the
ranking after reading, declining, the calibration of the confidence, and the time. The questions
were not used to choose weights or constants.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.data import load_pool
from benchmarks.reading_tables import tables
from benchmarks.retrieval import DOCUMENT as EVALUATION
from benchmarks.retrieval import replace_sections
from index.caching import CachingEmbedder
from index.embedders import SentenceTransformerEmbedder
from index.filters import Filters
from index.search import Retriever
from index.settings import Settings
from index.temporary import temporary_index
from qa.answerers.extractive import ExtractiveAnswerer, shortlist
from qa.compose import compose
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import gold_spans, load
from qa.evaluation.quotes import calibration_error, refusal
from qa.evaluation.reading import QUESTION_DAY, read_gold
from qa.evaluation.run import evaluate
from qa.evaluation.splits import is_development, with_questions_of
from qa.pipeline import Pipeline
from qa.question import parse_question
from qa.readers.loading import load_reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.datatypes import Hit
    from index.embedders import Embedder, Encoding
    from index.passages import Span
    from qa.evaluation.dataset import Dataset
    from qa.question import Question
    from qa.readers import Reader, Reading

DOCUMENT = Path(__file__).parent.parent / "docs" / "reader.md"
_GOLD = (
    # name, folder, qrels, language of questions, language of documents, maximum number of questions
    ("PIAF test fr → fr", "piaf", "qrels_test.tsv", "fr", "fr", 1_000),
    ("XQuAD en → en", "xquad", "qrels.tsv", "en", "en", 500),
    ("XQuAD es → es", "xquad", "qrels.tsv", "es", "es", 500),
    ("XQuAD en → es", "xquad", "qrels_crosslingual.tsv", "en", "es", 500),
    ("XQuAD es → en", "xquad", "qrels_crosslingual.tsv", "es", "en", 150),
    ("XQuAD ru → ru", "xquad", "qrels.tsv", "ru", "ru", 150),
    ("XQuAD ar → ar", "xquad", "qrels.tsv", "ar", "ar", 150),
    ("XQuAD zh → zh", "xquad", "qrels.tsv", "zh", "zh", 150),
)
_NEWS = "multihop_rag"  # the confidence was fitted on half of its questions
_WHOLE: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    # name, folder, options, maximum number of questions
    ("PIAF test fr → fr", "piaf", {"qrels": "qrels_test.tsv"}, 400),
    ("MultiHop-RAG evidence", _NEWS, {}, 800),
    (
        "XQuAD en → es",
        "xquad",
        {"qrels": "qrels_crosslingual.tsv", "query_lang": "en", "corpus_lang": "es"},
        120,
    ),
)
_REFUSED = 200  # questions of PIAF, each asked with and without its article
_TIMED = 60  # questions
_PASSAGES = 10_000
_BINS = 10
_DEPTHS = (1, 2, 4, 6, 8)  # passages read
_DEPTH_QUESTIONS, _ALL = 60, 10_000
_PARTS = ("gold", "whole", "depth", "refused", "latency")


def with_translated_answers(dataset: Dataset, folder: Path, language: str) -> Dataset:
    """Return XQuAD's questions with the answers of their translations, as in the documents."""
    answers = {query.id: query for query in load(folder, query_lang=language).queries}
    queries = []
    for query in dataset.queries:
        other = answers[f"{language}-{query.id.partition('-')[2]}"]
        queries.append(replace(query, answers=other.answers, spans=other.spans))
    return replace(dataset, queries=tuple(queries))


class Bench:
    """The data, models and indexes that all measurements share."""

    def __init__(self, data: Path, embedder: Embedder, plain: Embedder, reader: Reader) -> None:
        self._data = data / "bench"
        self._embedder, self._plain, self._reader = embedder, plain, reader

    def gold(self) -> Iterator[dict[str, Any]]:
        """Measure EM and F1 if only the right document is read."""
        for name, folder, qrels, question_language, corpus_language, sample in _GOLD:
            path = self._data / folder
            dataset = load(
                path,
                qrels=qrels,
                query_lang=question_language,
                corpus_lang=corpus_language,
                titles=folder == "piaf",
                sample=sample,
            )
            if question_language != corpus_language:
                dataset = with_translated_answers(dataset, path, corpus_language)
            queries = tqdm(dataset.queries, desc=name, leave=False)
            scores = read_gold(dataset, self._reader, queries)
            yield {"name": name, **scores}

    def whole(self) -> Iterator[dict[str, Any]]:
        """Measure ranking, quotes and calibration end to end."""
        for name, folder, options, questions in _WHOLE:
            path = self._data / folder
            dataset = load(path, sample=questions, titles=folder != "xquad", **options)
            if folder == _NEWS:
                dataset = with_questions_of(dataset, "held")
            if language := options.get("corpus_lang"):
                dataset = with_translated_answers(dataset, path, language)
            found = evaluate(dataset, self._embedder, reader=self._reader, read=questions)
            yield {"name": name, **found.reading.to_dict()}

    def refused(self) -> Iterator[dict[str, Any]]:
        """Measure declining, and the calibration of the confidence."""
        yield {"name": "MultiHop-RAG, as many with an answer as without"} | self._multihop()
        yield {"name": "PIAF test, with the article and without"} | self._piaf()

    def _multihop(self) -> dict[str, Any]:
        dataset = with_questions_of(load(self._data / _NEWS), "held")
        unanswerable = [query for query in dataset.queries if not query.answerable]
        answerable = [query for query in dataset.queries if query.answerable]
        step = len(answerable) // len(unanswerable)
        chosen = (*unanswerable, *answerable[::step][: len(unanswerable)])
        balanced = replace(
            dataset,
            queries=chosen,
            qrels={q.id: dataset.qrels[q.id] for q in chosen if q.id in dataset.qrels},
        )
        found = evaluate(balanced, self._embedder, reader=self._reader, read=len(chosen))
        return {"refusal": found.reading.refusal}

    def _piaf(self) -> dict[str, Any]:
        dataset = load(self._data / "piaf", qrels="qrels_test.tsv", sample=_REFUSED)
        articles = {i: replace(a, source=a.title) for i, a in dataset.articles.items()}
        subjects = frozenset(article.source for article in articles.values())
        outcomes, confidences = [], []
        with temporary_index(list(articles.values()), self._embedder) as retriever:
            answerer = ExtractiveAnswerer(self._reader)
            pipeline = Pipeline(retriever, answerer)
            for query in tqdm(dataset.queries, desc="PIAF, with and without", leave=False):
                [document] = dataset.qrels[query.id]
                subject = articles[document].source
                question = parse_question(query.text, {"fr"}, QUESTION_DAY)
                for answerable in (True, False):
                    filters = Filters() if answerable else Filters.of(sources=subjects - {subject})
                    readings = answerer.read(question, pipeline.search(question, filters))
                    answer = compose(question, readings)
                    best = readings[0] if readings else None
                    right = (
                        best is not None
                        and best.hit.article.id == document
                        and _overlaps_span(best, gold_spans(query, articles[document]))
                    )
                    outcomes.append((answerable, not answer.found))
                    confidences.append((answer.confidence, right))
        return {
            "refusal": refusal(outcomes).to_dict(),
            "calibration error": round(calibration_error(confidences), 4),
            "reliability": _reliability(confidences),
        }

    def depth(self) -> Iterator[dict[str, Any]]:
        """Measure the benefit and cost of reading more passages, on development questions."""
        pool = load_pool(
            "PIAF",
            self._data / "piaf",
            qrels="qrels_train.tsv",
            questions=_DEPTH_QUESTIONS,
            documents=_ALL,
            question_language="fr",
            corpus_language="fr",
            only=is_development,
        )
        with temporary_index(list(pool.articles.values()), self._embedder) as retriever:
            answerer = ExtractiveAnswerer(self._reader)
            pipeline = Pipeline(retriever, answerer)
            questions = [
                (parse_question(case.question, {"fr"}, QUESTION_DAY), case) for case in pool.cases
            ]
            found = [
                (question, case, pipeline.search(question, Filters()))
                for question, case in questions
            ]
            for depth in _DEPTHS:
                first, right, times_ms = [], [], []
                for question, case, hits in tqdm(found, desc=f"{depth} read", leave=False):
                    started = time.perf_counter()
                    best = self._reader.read(question, shortlist(hits, depth))[0]
                    times_ms.append((time.perf_counter() - started) * 1000)
                    first.append(best.hit.article.id == case.document)
                    right.append(first[-1] and _overlaps_span(best, case.spans))
                yield {
                    "passages": depth,
                    "questions": len(found),
                    "document": statistics.fmean(first),
                    "answer": statistics.fmean(right),
                    "ms": statistics.median(times_ms),
                }

    def latency(self) -> dict[str, Any]:
        """Measure the milliseconds of new questions, over ten thousand passages.

        Passages outside PIAF get vectors of PIAF's passages, which saves the time to compute them:
        the time of a search does not depend on their meaning.
        """
        piaf = load(self._data / "piaf", qrels="qrels_test.tsv", sample=_TIMED)
        others = load_pool(
            "AfriQA",
            self._data.parent / "train" / "afriqa",
            qrels="qrels.tsv",
            questions=1,
            documents=_ALL,
            question_language="en",
            corpus_language="en",
        )
        times_ms: dict[str, list[float]] = {"ask": [], "read": []}
        documents = [*piaf.articles.values(), *others.articles.values()]
        reusing = _ReusingEmbedder(self._embedder)
        with temporary_index(documents, reusing, progress=True) as indexed:
            passages = indexed.snapshot.info.passages
            retriever = Retriever(indexed.snapshot, CachingEmbedder(self._plain))
            pipeline = Pipeline(
                retriever, ExtractiveAnswerer(_TimedReader(self._reader, times_ms["read"]))
            )
            for query in piaf.queries:
                started = time.perf_counter()
                pipeline.ask(query.text)
                times_ms["ask"].append((time.perf_counter() - started) * 1000)
        return {"passages": passages} | {
            name: {
                "p50": round(statistics.median(values), 1),
                "p95": round(statistics.quantiles(values, n=20)[-1], 1),
            }
            for name, values in times_ms.items()
        }


class _ReusingEmbedder:
    """An embedder that reuses the vectors of earlier passages for later ones."""

    def __init__(self, embedder: Embedder, reused: int = 1_500) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.embed_queries, self.embed_passages = embedder.embed_queries, embedder.embed_passages
        self.encode_queries = embedder.encode_queries
        self._embedder, self._reused = embedder, reused
        self._encodings: list[Encoding] = []

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        if len(self._encodings) < self._reused:
            self._encodings += self._embedder.encode_passages(texts)
            return self._encodings[-len(texts) :]
        return [self._encodings[zlib.crc32(text.encode()) % self._reused] for text in texts]


class _TimedReader:
    """A reader that records its time in milliseconds."""

    def __init__(self, reader: Reader, times_ms: list[float]) -> None:
        self._reader, self._times_ms = reader, times_ms

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        started = time.perf_counter()
        readings = self._reader.read(question, hits)
        self._times_ms.append((time.perf_counter() - started) * 1000)
        return readings


def _overlaps_span(reading: Reading, spans: Iterable[Span]) -> bool:
    """Return whether the words of the answer, or else the quote, overlap with a span."""
    return any(
        start < stop and first < end
        for start, end in reading.spans or ((reading.start, reading.end),)
        for first, stop in spans
    )


def _reliability(confidences: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """Return counts, mean confidence and accuracy by interval of confidence."""
    rows = []
    for step in range(_BINS):
        in_bin = [(t, r) for t, r in confidences if min(_BINS - 1, int(t * _BINS)) == step]
        if in_bin:
            confidence, accuracy = (
                statistics.fmean(column) for column in zip(*in_bin, strict=True)
            )
            row = {
                "from": step / _BINS,
                "to": (step + 1) / _BINS,
                "questions": len(in_bin),
                "confidence": confidence,
                "accuracy": accuracy,
            }
            rows.append({name: round(value, 3) for name, value in row.items()})
    return rows


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument(
        "--only",
        choices=_PARTS,
        action="append",
        help="measure only this, print it and write nothing; may be repeated",
    )
    parser.add_argument("--reader", help="another reader than the one that ships")
    arguments = parser.parse_args()
    started = time.perf_counter()
    plain = SentenceTransformerEmbedder()
    reader = load_reader(arguments.reader, plain)
    found: dict[str, Any] = {}
    with CachedEmbedder(plain, Settings.from_environment().cache_dir / CACHE) as cached:
        bench = Bench(arguments.data, cached, plain, reader)
        for name in arguments.only or _PARTS:
            measured = getattr(bench, name)()
            if isinstance(measured, dict):
                found[name] = measured
                print(json.dumps(measured))
                continue
            found[name] = []
            for row in measured:
                found[name].append(row)
                print(json.dumps(row, ensure_ascii=False), flush=True)
    if arguments.only:
        return
    took = (time.perf_counter() - started) / 60
    made = f"Made on {datetime.now(UTC):%-d %B %Y} by `make bench-reading` in {took:.0f} minutes."
    sections = tables(found) | {"made": made}
    DOCUMENT.write_text(replace_sections(DOCUMENT.read_text("utf-8"), sections), "utf-8")
    whole = {"reading": sections["whole"]}
    EVALUATION.write_text(replace_sections(EVALUATION.read_text("utf-8"), whole), "utf-8")


if __name__ == "__main__":
    main()
