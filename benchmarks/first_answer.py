"""Measure when a new index answers: ``python -m benchmarks.first_answer --data ../shared``.

A synthetic news corpus is made from sentences of WiNER (French) and MultiHop-RAG (English), and
built by ``dateline build`` in a separate process. Another process repeats the same questions as
soon as the index can be opened. The command prints, in seconds since the start of the build:

- ``searchable``: when the first generation could be opened;
- ``first_answer``: when the first question was answered;
- for each generation: the numbers of indexed and embedded articles, the CPU time of the build so
far, and the median time of a question during the build;
- ``complete``: when the build ended, unless it was stopped (``--seconds``).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import DatelineError
from index.stores import open_store
from qa.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTIONS = {"bench/winer_fr": "fr", "bench/multihop_rag": "en"}
_SENTENCES = 10  # in an article, about two passages
_FIRST, _DAYS = date(2015, 1, 1), 3650
_SHORTEST = 40  # characters of a sentence
_POLL = 0.2  # seconds between two checks of the index


def synthetic_news(data: Path, count: int, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield synthetic articles: shuffled sentences of one language, a date and a source."""
    chance = random.Random(seed)  # noqa: S311
    sentences: dict[str, list[str]] = {}
    titles: dict[str, list[str]] = {}
    for name, language in _COLLECTIONS.items():
        lines = (data / name / "corpus.jsonl").read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line]
        titles[language] = [one["title"] for one in found if one["title"]]
        sentences[language] = [
            f"{part.strip()}."
            for one in found
            for part in one["text"].replace("\n", " ").split(". ")
            if len(part) > _SHORTEST
        ]
    for number in range(count):
        language = "fr" if number % 2 else "en"
        yield {
            "id": f"made-{number}",
            "title": chance.choice(titles[language]),
            "text": " ".join(chance.sample(sentences[language], _SENTENCES)),
            "source": f"Agency {number % 40}",
            "date": (_FIRST + timedelta(days=chance.randrange(_DAYS))).isoformat(),
            "language": language,
        }


def cpu_seconds(pid: int) -> float | None:
    """Return the CPU time that a process has used; None except on Linux."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return round((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), 1)


def measure_build(
    corpus: Path, index_dir: Path, questions: list[str], seconds: float
) -> dict[str, Any]:
    """Build in another process, and ask as soon as the index can be opened."""
    command = [sys.executable, "-m", "index", "build", str(corpus), "--index-dir", str(index_dir)]
    started = time.perf_counter()

    def elapsed() -> float:
        return round(time.perf_counter() - started, 1)

    found: dict[str, Any] = {"generations": []}
    pipeline: Pipeline | None = None
    seen = ""
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as builder:  # noqa: S603
        while builder.poll() is None and elapsed() < seconds:
            try:
                pipeline = pipeline or Pipeline.open(index_dir)
            except DatelineError:
                time.sleep(_POLL)
                continue
            found.setdefault("searchable", elapsed())
            found.setdefault("searchable_cpu_s", cpu_seconds(builder.pid))
            info = pipeline.snapshot().info
            if info.generation == seen:
                time.sleep(_POLL)
                continue
            seen = info.generation
            times_s = []
            for question in questions:
                began = time.perf_counter()
                pipeline.ask(question)
                found.setdefault("first_answer", elapsed())
                times_s.append(time.perf_counter() - began)
            row = info.coverage.to_dict() | {
                "at": elapsed(),
                "builder_cpu_s": cpu_seconds(builder.pid),
                "question_ms": round(sorted(times_s)[len(times_s) // 2] * 1000),
            }
            found["generations"].append(row)
            print(json.dumps(row), flush=True)
        if builder.poll() is None:
            builder.send_signal(signal.SIGINT)
            builder.wait()
        elif builder.returncode:
            sys.exit(f"the build ended with exit code {builder.returncode}; run it by itself")
        else:
            found["complete"] = elapsed()
    return found | {"coverage": open_store(index_dir).info().coverage.to_dict()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared"), help="holds bench/")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=5, help="asked of each generation")
    parser.add_argument("--seconds", type=float, default=300, help="after which it is stopped")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "news.jsonl"
        articles = list(synthetic_news(arguments.data, arguments.articles))
        corpus.write_text("".join(json.dumps(one) + "\n" for one in articles), "utf-8")
        chance = random.Random(1)  # noqa: S311
        questions = [one["title"] for one in chance.sample(articles, arguments.questions)]
        found = measure_build(corpus, Path(folder) / "index", questions, arguments.seconds)
        print(json.dumps({"articles": len(articles), "cores": os.cpu_count(), **found}))


if __name__ == "__main__":
    main()
