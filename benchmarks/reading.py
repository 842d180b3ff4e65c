"""The tables of ``docs/reader.md``: ``python -m benchmarks.reading --data ../shared``.

How well answers are read, how passages are ordered by it, how rightly nothing is answered, how
true the confidence is, and how long it takes; on questions that neither chose a weight nor a
constant.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from benchmarks.retrieval import write
from index.builder import fill
from index.datatypes import Filters
from index.embedders import SentenceTransformerEmbedder
from index.remembering import RememberingEmbedder
from index.search import Retriever
from index.settings import Settings
from index.stores.local import LocalStore
from qa.compose import compose
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import gold_spans, load
from qa.evaluation.quotes import calibration_error, refusal
from qa.evaluation.reading import ASKED, read_gold
from qa.evaluation.run import evaluate
from qa.pipeline import Pipeline
from qa.question import parse_question
from qa.readers import load_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.datatypes import Hit
    from index.embedders import Embedder
    from qa.evaluation.dataset import Dataset
    from qa.question import Question
    from qa.reader import Reader, Reading

DOCUMENT = Path(__file__).parent.parent / "docs" / "reader.md"
_GOLD = (
    # name, folder, qrels, language of questions, of documents
    ("PIAF test fr → fr", "piaf", "qrels_test.tsv", "fr", "fr"),
    ("XQuAD en → en", "xquad", "qrels.tsv", "en", "en"),
    ("XQuAD es → es", "xquad", "qrels.tsv", "es", "es"),
    ("XQuAD en → es", "xquad", "qrels_crosslingual.tsv", "en", "es"),
    ("XQuAD es → en", "xquad", "qrels_crosslingual.tsv", "es", "en"),
    ("XQuAD ru → ru", "xquad", "qrels.tsv", "ru", "ru"),
    ("XQuAD ar → ar", "xquad", "qrels.tsv", "ar", "ar"),
    ("XQuAD zh → zh", "xquad", "qrels.tsv", "zh", "zh"),
)
_WHOLE: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    # name, folder, options, questions at most
    ("PIAF test fr → fr", "piaf", {"qrels": "qrels_test.tsv"}, 1_000),
    ("MultiHop-RAG evidence", "multihop_rag", {}, 1_000),
    (
        "XQuAD en → es",
        "xquad",
        {"qrels": "qrels_crosslingual.tsv", "query_lang": "en", "corpus_lang": "es"},
        300,
    ),
)
_REFUSED = 300  # questions of PIAF, each asked with its article and without
_TIMED = 100  # questions
_PASSAGES = 10_000
_BINS = 10


def translated(dataset: Dataset, folder: Path, language: str) -> Dataset:
    """XQuAD's questions with the answers of their translations, which stand in the documents."""
    answers = {query.id: query for query in load(folder, query_lang=language).queries}
    queries = []
    for query in dataset.queries:
        other = answers[f"{language}-{query.id.partition('-')[2]}"]
        queries.append(replace(query, answers=other.answers, spans=other.spans))
    return replace(dataset, queries=tuple(queries))


class Bench:
    """What all measurements share."""

    def __init__(self, data: Path, embedder: Embedder, plain: Embedder, reader: Reader) -> None:
        self._data = data / "bench"
        self._embedder, self._plain, self._reader = embedder, plain, reader

    def gold(self) -> Iterator[dict[str, Any]]:
        """EM and F1 where only the right document is read."""
        for name, folder, qrels, asked, written in _GOLD:
            path = self._data / folder
            dataset = load(
                path, qrels=qrels, query_lang=asked, corpus_lang=written, titles=folder == "piaf"
            )
            if asked != written:
                dataset = translated(dataset, path, written)
            asked_all = tqdm(dataset.queries, desc=name, leave=False)
            scores = read_gold(dataset, self._reader, asked_all)
            yield {"name": name, **scores}

    def whole(self) -> Iterator[dict[str, Any]]:
        """Order, quotes and calibration over the whole path."""
        for name, folder, options, questions in _WHOLE:
            path = self._data / folder
            dataset = load(path, sample=questions, titles=folder != "xquad", **options)
            if language := options.get("corpus_lang"):
                dataset = translated(dataset, path, language)
            found = evaluate(dataset, self._embedder, reader=self._reader, read=questions)
            yield {"name": name, **found.reading.to_dict()}

    def refused(self) -> Iterator[dict[str, Any]]:
        """How rightly nothing is answered, and how true the confidence is."""
        yield {"name": "MultiHop-RAG, as many with an answer as without"} | self._multihop()
        yield {"name": "PIAF test, with the article and without"} | self._piaf()

    def _multihop(self) -> dict[str, Any]:
        dataset = load(self._data / "multihop_rag")
        without = [query for query in dataset.queries if not query.answerable]
        known = [query for query in dataset.queries if query.answerable]
        step = len(known) // len(without)
        chosen = (*without, *known[::step][: len(without)])
        kept = replace(
            dataset,
            queries=chosen,
            qrels={q.id: dataset.qrels[q.id] for q in chosen if q.id in dataset.qrels},
        )
        found = evaluate(kept, self._embedder, reader=self._reader, read=len(chosen))
        return {"refusal": found.reading.refusal}

    def _piaf(self) -> dict[str, Any]:
        dataset = load(self._data / "piaf", qrels="qrels_test.tsv", sample=_REFUSED)
        articles = {i: replace(a, source=a.title) for i, a in dataset.articles.items()}
        subjects = frozenset(article.source for article in articles.values())
        outcomes, confidences = [], []
        with tempfile.TemporaryDirectory() as folder:
            store = LocalStore.create(Path(folder), self._embedder.dimension)
            codec, _ = fill(store, list(articles.values()), self._embedder, progress=False)
            pipeline = Pipeline(Retriever(store, self._embedder, codec), self._reader)
            for query in tqdm(dataset.queries, desc="PIAF, with and without", leave=False):
                [document] = dataset.qrels[query.id]
                own = articles[document].source
                question = parse_question(query.text, {"fr"}, ASKED)
                for answerable in (True, False):
                    filters = Filters() if answerable else Filters(sources=subjects - {own})
                    readings = pipeline.read(question, pipeline.search(question, filters))
                    answer = compose(
                        question, readings, threshold=pipeline.reader.threshold, elapsed_ms=0
                    )
                    best = readings[0] if readings else None
                    right = (
                        best is not None
                        and best.hit.article.id == document
                        and any(
                            start < stop and first < end
                            for start, end in best.spans or ((best.start, best.end),)
                            for first, stop in gold_spans(query, articles[document])
                        )
                    )
                    outcomes.append((answerable, not answer.found))
                    confidences.append((answer.confidence, right))
            store.close()
        return {
            "refusal": refusal(outcomes).to_dict(),
            "calibration error": round(calibration_error(confidences), 4),
            "reliability": _reliability(confidences),
        }

    def latency(self) -> dict[str, Any]:
        """Milliseconds of a question that was never asked, over ten thousand passages."""
        piaf = load(self._data / "piaf", qrels="qrels_test.tsv", sample=_TIMED)
        others = load(self._data.parent / "train" / "afriqa")
        taken: dict[str, list[float]] = {"ask": [], "read": []}
        with tempfile.TemporaryDirectory() as folder:
            store = LocalStore.create(Path(folder), self._embedder.dimension)
            documents = [*piaf.articles.values(), *others.articles.values()]
            codec, _ = fill(store, documents, self._embedder)
            passages = store.contents().passages
            retriever = Retriever(store, RememberingEmbedder(self._plain), codec)
            pipeline = Pipeline(retriever, _Timed(self._reader, taken["read"]))
            for query in piaf.queries:
                started = time.perf_counter()
                pipeline.ask(query.text)
                taken["ask"].append((time.perf_counter() - started) * 1000)
            store.close()
        return {"passages": passages} | {
            name: {
                "p50": round(statistics.median(values), 1),
                "p95": round(statistics.quantiles(values, n=20)[-1], 1),
            }
            for name, values in taken.items()
        }


class _Timed:
    """A reader that notes how long it reads, in milliseconds."""

    def __init__(self, reader: Reader, taken: list[float]) -> None:
        self.threshold = reader.threshold
        self._reader, self._taken = reader, taken

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        started = time.perf_counter()
        readings = self._reader.read(question, hits)
        self._taken.append((time.perf_counter() - started) * 1000)
        return readings


def _reliability(confidences: Sequence[tuple[float, bool]]) -> list[dict[str, float]]:
    """By steps of confidence: how many questions, what was told, what came true."""
    rows = []
    for step in range(_BINS):
        own = [(t, r) for t, r in confidences if min(_BINS - 1, int(t * _BINS)) == step]
        if own:
            told, true = (statistics.fmean(column) for column in zip(*own, strict=True))
            row = {"from": step / _BINS, "questions": len(own), "told": told, "true": true}
            rows.append({name: round(value, 3) for name, value in row.items()})
    return rows


def tables(found: dict[str, Any]) -> dict[str, str]:
    """The sections of the document, in Markdown."""
    gold = [
        [row["name"], f"{row['questions']:,}", *_percent(row, "exact", "f1", "contains")]
        for row in found["gold"]
    ]
    whole = []
    for row in found["whole"]:
        late, read = row["read"]["late"], row["read"]["reader"]
        whole.append(
            [
                row["name"],
                f"{row['quotes']['questions']:,}",
                *(
                    f"{scores[name]:.3f}"
                    for name in ("nDCG@10", "Hits@1")
                    for scores in (late, read)
                ),
                *_percent(row["quotes"], "exact", "f1", "contains"),
                f"{row['calibration']['error']:.3f}",
            ]
        )
    refused = [
        [
            row["name"],
            *_percent(row["refusal"], "precision", "recall"),
            *(row["refusal"][name] for name in _OUTCOMES),
        ]
        for row in found["refused"]
    ]
    piaf, spent = found["refused"][-1], found["latency"]
    reliability = [
        [
            f"{row['from']:.1f} – {row['from'] + 1 / _BINS:.1f}",
            row["questions"],
            f"{row['told']:.2f}",
            f"{row['true']:.2f}",
            f"`{'█' * round(20 * row['true'])}`",
        ]
        for row in piaf["reliability"]
    ]
    read = ["questions", "EM", "F1"]
    return {
        "gold": _table(["only the right document is read", *read, "its sentence"], gold),
        "whole": _table(
            [
                "whole path",
                "questions",
                *(f"{name} {when}" for name in ("nDCG@10", "Hits@1") for when in ("found", "read")),
                *read[1:],
                "quote holds it",
                "calibration error",
            ],
            whole,
        ),
        "refused": _table(
            ["declining", "precision", "recall", *(name.replace("_", " ") for name in _OUTCOMES)],
            refused,
        ),
        "reliability": _table(["confidence", "questions", "mean", "came true", ""], reliability)
        + f"\n\nExpected calibration error: {piaf['calibration error']:.3f}.",
        "latency": _table(
            [f"{spent['passages']:,} passages, ms", "p50", "p95"],
            [
                [name, f"{spent[key]['p50']:.0f}", f"{spent[key]['p95']:.0f}"]
                for name, key in (("a question that is new", "ask"), ("of these, reading", "read"))
            ],
        ),
    }


_OUTCOMES = ("answered", "wrongly_declined", "rightly_declined", "wrongly_answered")


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _percent(row: Mapping[str, float], *names: str) -> list[str]:
    return [f"{100 * row[name]:.1f}" for name in names]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/ and train/")
    parser.add_argument(
        "--only",
        choices=("gold", "whole", "refused", "latency"),
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
        for name in arguments.only or ("gold", "whole", "refused", "latency"):
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
    DOCUMENT.write_text(write(DOCUMENT.read_text("utf-8"), sections), "utf-8")


if __name__ == "__main__":
    main()
