"""Prepare measurements of the page: real articles, their index, and a running ``app.py``."""

from __future__ import annotations

import itertools
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from tqdm import tqdm

from index.corpus import open_corpus, read_all
from index.corpus.beir import UNDATED, BeirCorpus
from index.datatypes import Article, Period
from index.errors import IndexMismatchError, IndexNotBuiltError
from index.passages import split
from index.settings import PROJECT
from index.stores import open_store
from qa.evaluation.dataset import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COLLECTIONS = "bench/piaf", "bench/multihop_rag", "bench/winer_fr", "train/afriqa"
_LANGUAGES = "fr", "en"
_QUESTION_SETS = "bench/piaf", "bench/multihop_rag"
_FIRST, _DAYS = date(2015, 1, 1), 3650  # dates for documents without one
_STARTING, _STOPPING = 3600, 30  # seconds; a first start builds an index


def write_corpus(data: Path, folder: Path, size: int) -> None:
    """Write documents of the collections as text files, with this many passages in total."""
    documents = [
        (name.replace("/", "-"), one)
        for name in _COLLECTIONS
        for one in read_all(BeirCorpus(data / name, _LANGUAGES))
        if isinstance(one, Article)
    ]
    random.Random(20).shuffle(documents)  # noqa: S311 (sampling, not secrets)
    folder.mkdir(parents=True, exist_ok=True)
    passages = 0
    for number, (name, one) in enumerate(
        tqdm(documents, desc="Writing", unit=" articles", disable=None)
    ):
        if passages >= size:
            return
        undated = Period.of_day(_FIRST + timedelta(days=number % _DAYS))
        published = undated if one.published == UNDATED else one.published
        path = folder / f"{name}-{number:05}.txt"
        agency = "" if one.source == one.title else f"({one.source}) "
        head = f"date {published.isoformat()} {agency}{one.title}"
        path.write_text(f"{head}\n\n{one.text}\n", "utf-8")
        passages += sum(
            len(split(read)) for read in read_all(open_corpus(path)) if isinstance(read, Article)
        )


def build_index(data: Path, work: Path, size: int) -> Path:
    """Return an index with this many passages; an existing one is reused if it can be read."""
    index_dir = work / f"passages-{size}" / "index"
    try:
        open_store(index_dir).info()
    except (IndexNotBuiltError, IndexMismatchError):
        from index.builder import build

        write_corpus(data, index_dir.with_name("corpus"), size)
        build(index_dir.with_name("corpus"), index_dir)
    return index_dir


def real_questions(data: Path) -> Iterator[str]:
    """Yield questions in both languages alternately; they repeat only after ten thousand."""
    questions = dict.fromkeys(
        query.text for name in _QUESTION_SETS for query in load(data / name).queries
    )
    mixed = list(questions)
    random.Random(20).shuffle(mixed)  # noqa: S311
    return itertools.cycle(mixed)


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``app.py``."""

    url: str
    pid: int
    log: Path

    def cpu_seconds(self) -> float:
        """Return the processor time that its process has taken so far."""
        # The second field is the name in parentheses; user and system time are the 14th and 15th.
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> dict[str, float]:
        """Return the memory of its process in megabytes: resident, and anonymous."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text("ascii")
        rows = [line.split() for line in text.splitlines()[1:]]
        size = {row[0]: int(row[1]) * 1024 / 1e6 for row in rows}
        return {"resident_mb": round(size["Rss:"], 1), "anonymous_mb": round(size["Anonymous:"], 1)}

    def tracebacks(self) -> int:
        """Return the number of tracebacks in its log."""
        return self.log.read_text("utf-8", errors="replace").count("Traceback (most recent")


@contextmanager
def run_server(
    index_dir: Path, options: Sequence[str] = (), project: Path = PROJECT
) -> Iterator[Server]:
    """Start ``app.py`` over an index (or over ``seeds/``), and stop it at the end.

    Args:
        index_dir: Index.
        options: Further options of ``app.py``.
        project: Checkout whose ``app.py`` is started.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        server_log = Path(folder) / "log"
        options = ["--port", str(port), "--index-dir", str(index_dir.resolve()), *options]
        options += _no_limits()
        with server_log.open("w") as log:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "app.py", *options], cwd=project, stdout=log, stderr=log
            )
        try:
            server = Server(f"http://127.0.0.1:{port}/", process.pid, server_log)
            _wait_until_up(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(_STOPPING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@cache
def _no_limits() -> tuple[str, ...]:
    """Return the options that disable rate limits: all questions come from one address."""
    command = [sys.executable, "app.py", "--help"]
    help_text = subprocess.check_output(command, cwd=PROJECT, text=True)  # noqa: S603
    return ("--rate", "0") if "--rate" in help_text else ()


def _wait_until_up(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"{server.url}healthz", trust_env=False).is_success:
                return
        time.sleep(0.2)
    sys.exit(f"app.py did not start:\n{server.log.read_text('utf-8', errors='replace')}")
