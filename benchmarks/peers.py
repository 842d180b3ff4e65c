"""Compare with txtai and Haystack: ``python -m benchmarks.peers --data ../shared``.

``pip install 'dateline[peers]'`` installs the two. Each system indexes the same texts (about 690
characters each, of PIAF) with the same model, and answers the same questions with ten texts, one
question at a time. Each runs in a process of its own, in turns over ``--rounds`` rounds; the
command prints the median of the rounds:

- ``index``: texts a second, from texts in memory to an index that answers, the model being loaded;
- ``p50``, ``p95``: time of a question in ms, from its text to the ten texts;
- ``hits@1``, ``hits@10``: share of questions whose text is the first, or among the ten;
- ``memory``: resident memory after the questions, in MB, with all libraries.

``bare`` is the lower bound: the model through sentence-transformers, and one matrix product.
``dateline auto`` uses the precision that suits the processor; systems without a precision in their
name use float32. Dateline also reads languages and dates, and writes an index to the disk; the
others keep theirs in memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.data import load_pool
from benchmarks.growth import resident_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.datatypes import Article

    Search = Callable[[str], list[str]]
    """Returns the ids of the ten best texts for a question, best first."""

_DEPTH = 10
_WARM_UP = "Est-ce prêt ?", "Quelle est la capitale du Pérou ?"
_PASSAGE, _QUERY = "passage: ", "query: "
"""Prompts of E5 (Wang et al. 2024, arXiv:2402.05672); Dateline's embedder adds its own."""


@contextmanager
def dateline(articles: Sequence[Article], _: Path) -> Iterator[Search]:
    """Index with Dateline and its bundled model, and search as it does before reading."""
    from index.builder import build
    from index.embedders import SentenceTransformerEmbedder
    from index.search import Retriever
    from index.settings import Settings

    embedder = SentenceTransformerEmbedder(Settings.from_environment().embedding_model())
    with tempfile.TemporaryDirectory() as folder, _timed_indexing(len(articles)) as indexed:
        build(articles, folder, embedder=embedder, progress=False)
        retriever = Retriever.open(folder)
        indexed()
        yield lambda question: [
            hit.article.id for hit in retriever.search(question, articles[0].language, _DEPTH)
        ]
        retriever.snapshot.close()


@contextmanager
def bare(articles: Sequence[Article], model: Path) -> Iterator[Search]:
    """Encode with sentence-transformers, and search by one matrix product."""
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model))
    with _timed_indexing(len(articles)) as indexed:
        texts = [_PASSAGE + article.text for article in articles]
        vectors = encoder.encode(texts, normalize_embeddings=True)
        indexed()

        def search(question: str) -> list[str]:
            scores = vectors @ encoder.encode(_QUERY + question, normalize_embeddings=True)
            return [articles[at].id for at in scores.argsort()[::-1][:_DEPTH]]

        yield search


@contextmanager
def txtai(articles: Sequence[Article], model: Path) -> Iterator[Search]:
    """Index with txtai's ``Embeddings``."""
    from txtai import Embeddings

    prompts = {"query": _QUERY, "data": _PASSAGE}
    embeddings = Embeddings(path=str(model), instructions=prompts)
    embeddings.transform(_WARM_UP[0])  # loads the model
    with _timed_indexing(len(articles)) as indexed:
        embeddings.index((article.id, article.text) for article in articles)
        indexed()
        yield lambda question: [found for found, _ in embeddings.search(question, _DEPTH)]


@contextmanager
def haystack(articles: Sequence[Article], model: Path) -> Iterator[Search]:
    """Index with Haystack's store in memory and its embedders of sentence-transformers."""
    from haystack import Document
    from haystack.components.embedders import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    documents = SentenceTransformersDocumentEmbedder(
        str(model), prefix=_PASSAGE, progress_bar=False
    )
    questions = SentenceTransformersTextEmbedder(str(model), prefix=_QUERY, progress_bar=False)
    documents.warm_up()
    questions.warm_up()
    retriever = InMemoryEmbeddingRetriever(store, top_k=_DEPTH)
    with _timed_indexing(len(articles)) as indexed:
        texts = [Document(id=article.id, content=article.text) for article in articles]
        store.write_documents(documents.run(texts)["documents"])
        indexed()

        def search(question: str) -> list[str]:
            vector = questions.run(question)["embedding"]
            return [found.id for found in retriever.run(vector)["documents"]]

        yield search


SYSTEMS = {
    "bare": (bare, "float32"),
    "txtai": (txtai, "float32"),
    "haystack": (haystack, "float32"),
    "dateline": (dateline, "float32"),
    "dateline int8": (dateline, "int8"),
    "dateline auto": (dateline, "auto"),
}
"""What opens each system, and the setting of Dateline's precision."""

_rates: list[float] = []


@contextmanager
def _timed_indexing(texts: int) -> Iterator[Callable[[], None]]:
    # Hands out what stops the clock of the indexing.
    started = time.perf_counter()
    yield lambda: _rates.append(texts / (time.perf_counter() - started))


def measure(name: str, data: Path, texts: int, questions: int, model: Path) -> dict[str, float]:
    """Index and ask with one system, in this process.

    Returns:
        The figures, by the names of the table.
    """
    pool = load_pool(
        "piaf",
        data / "bench" / "piaf",
        qrels="qrels_train.tsv",
        questions=questions,
        documents=texts,
        question_language="fr",
        corpus_language="fr",
    )
    opened, _ = SYSTEMS[name]
    times_ms, ranks = [], []
    with opened(list(pool.articles.values()), model) as search:
        for question in _WARM_UP:
            search(question)
        for case in pool.cases:
            started = time.perf_counter()
            found = search(case.question)
            times_ms.append((time.perf_counter() - started) * 1000)
            ranks.append(found.index(case.document) if case.document in found else _DEPTH)
        memory = resident_bytes() / 1e6
    return {
        "index": _rates[-1],
        "p50": statistics.median(times_ms),
        "p95": statistics.quantiles(times_ms, n=20)[-1],
        "hits@1": sum(rank == 0 for rank in ranks) / len(ranks),
        "hits@10": sum(rank < _DEPTH for rank in ranks) / len(ranks),
        "memory": memory,
    }


def save_float32(folder: Path) -> None:
    """Save the bundled model with float32 weights.

    Its own are float16, in which transformers would compute: a sixth of the speed on a CPU.
    """
    from sentence_transformers import SentenceTransformer

    from index.models import bundled_folder

    SentenceTransformer(str(bundled_folder())).float().save(str(folder))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared"), help="holds bench/")
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--questions", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=SYSTEMS, action="append", help="repeatable")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--run", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        sizes = arguments.texts, arguments.questions
        try:
            print(json.dumps(measure(arguments.run, arguments.data, *sizes, arguments.folder)))
        except ModuleNotFoundError as error:
            sys.exit(f"{error.name} is not installed: pip install 'dateline[peers]'")
        return
    names = arguments.only or list(SYSTEMS)
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        save_float32(Path(folder))
        for _ in range(arguments.rounds):
            for name in names:
                rounds[name].append(_measured_apart(name, Path(folder), arguments))
    rows = {
        name: {key: statistics.median(one[key] for one in found) for key in found[0]}
        for name, found in rounds.items()
    }
    print(json.dumps(rows, indent=2) if arguments.json else table(rows))


def _measured_apart(name: str, folder: Path, arguments: argparse.Namespace) -> dict[str, float]:
    options = ("texts", "questions", "data")
    sizes = [f"--{option}={getattr(arguments, option)}" for option in options]
    command = [sys.executable, "-m", "benchmarks.peers", "--run", name, "--folder", str(folder)]
    environment = os.environ | {"DATELINE_PRECISION": SYSTEMS[name][1], "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(  # noqa: S603
        command + sizes, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(rows: dict[str, dict[str, float]]) -> str:
    """Return the figures as a table in Markdown."""
    lines = ["| | index, texts/s | p50, ms | p95, ms | hits@1 | hits@10 | memory, MB |", "|---" * 7]
    for name, found in rows.items():
        speeds = f"{found['index']:.1f} | {found['p50']:.0f} | {found['p95']:.0f}"
        shares = f"{found['hits@1']:.3f} | {found['hits@10']:.3f}"
        lines.append(f"| {name} | {speeds} | {shares} | {found['memory']:,.0f} |")
    return "\n".join([lines[0], f"{lines[1]}|", *lines[2:]])


if __name__ == "__main__":
    main()
