"""Measure the time of a question: ``python -m benchmarks.ask [--index-dir DIR] [--json]``.

The command prints, over distinct questions:

- ``import qa``, in fresh processes, compared with an empty Python;
- ``nothing remembered``: the model is loaded, but has not embedded the question before: the worst
case of a warm process;
- ``warm``: ``qa.ask``, each question for the first time, in a process that has answered others;
- ``again``: the same questions again;
- ``question vector``: only the model's forward pass for the same questions, a lower bound for any
system that embeds questions with this model.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import qa
from index.settings import PROJECT, Settings
from qa.answerers.extractive import ExtractiveAnswerer
from qa.readers.loading import load_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

QUESTIONS = (
    "when does the ban take effect?",
    "quand l'interdiction prend-elle effet ?",
    "Who is TikTok's head in the United States?",
    "Qui est la responsable de TikTok aux Etats-Unis ?",
    "How many people use TikTok?",
    "Combien de personnes utilisent TikTok ?",
    "When was the decree signed?",
    "Quand le décret a-t-il été signé ?",
    "Which companies might buy TikTok?",
    "Quelles entreprises pourraient racheter TikTok ?",
    "What does ByteDance plan to do in court?",
    "Que reproche l'administration américaine à TikTok ?",
    "Which other Chinese companies were sanctioned?",
    "Jusqu'à quand ByteDance doit-il vendre ?",
    "What guarantees did TikTok offer?",
    "What is the capital of Peru?",
    "Quelle est la capitale du Pérou ?",
    "Who audits the source code?",
    "Que dit la porte-parole du décret ?",
    "Was macht ByteDance gegen das Dekret?",
)
_WARM_UP = ("Is this warm?", "Est-ce prêt ?")
_PROCESSES = 9


def time_each_ms(action: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    """Return the time of the action for each question, in milliseconds."""
    times_ms = []
    for question in questions:
        started = time.perf_counter()
        action(question)
        times_ms.append((time.perf_counter() - started) * 1000)
    return times_ms


def time_import_ms(module: str) -> list[float]:
    """Return the time in which a fresh Python imports a module, in milliseconds."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return [
        float(subprocess.check_output([sys.executable, "-c", code], cwd=PROJECT, text=True)) * 1000  # noqa: S603
        for _ in range(_PROCESSES)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index-dir", type=Path, help="the index to ask; default: the usual one")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    index_dir = arguments.index_dir or Settings.from_environment().index_dir

    from index.caching import CachingEmbedder
    from index.embedders import SentenceTransformerEmbedder
    from index.errors import DatelineError
    from index.search import Retriever

    try:
        retriever = Retriever.open(index_dir)
    except DatelineError as error:
        sys.exit(f"Error: {error}")
    embedder = SentenceTransformerEmbedder(retriever.embedder.name)
    answerer = ExtractiveAnswerer(load_reader(Settings.from_environment().reader, embedder))

    def ask(question: str) -> object:
        return qa.ask(question, index_dir=index_dir)

    def ask_uncached(question: str) -> object:
        uncached = Retriever(retriever.snapshot, CachingEmbedder(embedder))
        return qa.Pipeline(uncached, answerer).ask(question)

    def embed(question: str) -> object:
        return embedder.embed_queries([question])

    for action in (ask, ask_uncached, embed):
        time_each_ms(action, _WARM_UP)
    rows = {
        "import qa": time_import_ms("qa"),
        "import json (for comparison)": time_import_ms("json"),
        "nothing remembered": time_each_ms(ask_uncached, QUESTIONS),
        "warm": time_each_ms(ask, QUESTIONS),
        "again": time_each_ms(ask, QUESTIONS),
        "question vector": time_each_ms(embed, QUESTIONS),
    }
    result = {
        name: {
            "n": len(times_ms),
            "p50_ms": round(statistics.median(times_ms), 1),
            "p95_ms": round(statistics.quantiles(times_ms, n=20)[-1], 1),
        }
        for name, times_ms in rows.items()
    }
    if arguments.json:
        print(json.dumps(result, indent=2))
        return
    for name, row in result.items():
        print(f"{name:<30} p50 {row['p50_ms']:>7.1f} ms   p95 {row['p95_ms']:>7.1f} ms")


if __name__ == "__main__":
    main()
