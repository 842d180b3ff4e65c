"""Measure reading and updating a corpus: ``python -m benchmarks.corpora [--rows 1000000]``.

The command writes a CSV with rows of 2 KB (id, address, day, title, text, source, language, author)
into a temporary folder. Nothing is embedded, and no index is written. Each phase is measured in a
separate process:

- ``read``: all rows are listed and converted to articles, as by a first build;
- ``map``: of this, only the second pass, in which rows are read and converted;
- ``compare``: the entries of a first build, with the id and digest of each row;
- ``same``: the entries of an update without changes;
- ``update``: the entries of an update with a thousand changed rows, and reading these.

``memory`` is the peak of resident memory, minus that before the corpus was opened. ``held`` is the
memory for the builder's digests by id. ``opened`` is how often the file was opened to parse it or
to detect its encoding, and ``mapped`` is how many rows were converted to articles.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from index.changes import Changes
from index.corpus import open_corpus, read_all
from index.corpus.files import FileCorpus
from index.corpus.sources import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANGED = 1000
_SENTENCES = (
    "The council said on Tuesday that the bridge would be closed until spring, as “planned”.",
    "Le maire n’a pas souhaité s’exprimer; les travaux, dit-il, dureront trois mois.",
    'Residents asked, "why now?", and were told that an inspection had found cracks.',
    "Der Stadtrat berät am Donnerstag über die Kosten von 4,5 Millionen Euro.",
    "Traffic is being led over the old ferry road, which floods when it rains.",
)
_NAMES = "id", "url", "published_at", "title", "text", "source", "language", "author"


def main() -> None:
    """Write the file, and measure each phase in a separate process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--phase", choices=[*_PHASES], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.phase:
        print(json.dumps(_PHASES[given.phase](given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="corpora-") as name:
        folder = Path(name)
        for file, changed in (("before", 0), ("after", min(CHANGED, given.rows))):
            (folder / file).mkdir()
            _write(folder / file / "archive.csv", given.rows, changed)
        size = (folder / "before" / "archive.csv").stat().st_size
        print(f"{given.rows:,} rows, {size / 1e9:.2f} GB")
        for phase in _PHASES:
            command = [sys.executable, "-m", "benchmarks.corpora", "--phase", phase]
            done = subprocess.run(  # noqa: S603
                [*command, "--folder", name], check=True, capture_output=True, text=True
            )
            figures = json.loads(done.stdout)
            figures["rows_per_s"] = round(given.rows / max(figures["cpu_s"], 0.1))
            print(f"{phase:<8}", "  ".join(f"{key} {value:,}" for key, value in figures.items()))


def _write(path: Path, rows: int, changed: int) -> None:
    chance = random.Random(0)  # noqa: S311
    texts = []
    for _ in range(2000):
        paragraphs = [" ".join(chance.choices(_SENTENCES, k=5)) for _ in range(4)]
        texts.append("\n\n".join(paragraphs))
    rewritten = {*random.Random(1).sample(range(rows), changed)}  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_NAMES)
        for number in range(rows):
            day = f"20{number % 20 + 1:02}-{number % 12 + 1:02}-{number % 28 + 1:02}T08:15:00+02:00"
            text = f"{number} {texts[number % len(texts)]}"
            table.writerow(
                (
                    number,
                    f"https://news.example/{number}",
                    day,
                    f"Bridge closed for the {number}th time",
                    text + (" It is open again." if number in rewritten else ""),
                    f"Paper {number % 50}",
                    "en",
                    "A. Writer",
                )
            )


def _read(folder: Path) -> dict[str, Any]:
    def run() -> int:
        return sum(1 for _ in read_all(open_corpus(folder / "before")))

    return _measured(run)


def _map(folder: Path) -> dict[str, Any]:
    corpus = open_corpus(folder / "before")
    listed = [entry.id for entry in corpus.entries()]

    def run() -> int:
        return sum(1 for _ in map(corpus.read, listed))

    return _measured(run)


def _compare(folder: Path) -> dict[str, Any]:
    def run() -> int:
        sum(1 for _ in open_corpus(folder / "before").entries())
        return 0

    return _measured(run)


def _same(folder: Path) -> dict[str, Any]:
    return _compare_again(folder / "before", folder)


def _update(folder: Path) -> dict[str, Any]:
    return _compare_again(folder / "after", folder)


def _compare_again(now: Path, folder: Path) -> dict[str, Any]:
    before = FileCorpus(folder / "before")
    earlier = {entry.id: entry.digest for entry in before.entries()}
    containers = before.report().containers

    def run() -> int:
        corpus = FileCorpus(now)
        corpus.recall(containers, earlier)
        changes = Changes.between(earlier, dict(corpus.entries()), {})
        to_read = changes.to_read
        return len([corpus.read(one) for one in changes.digests if one in to_read])

    return _measured(run)


_PHASES = {"read": _read, "map": _map, "compare": _compare, "same": _same, "update": _update}


def _measured(run: Callable[[], int]) -> dict[str, Any]:
    opened = 0
    chunks = SourceFile.open

    def counting(file: SourceFile) -> IO[bytes]:
        nonlocal opened
        opened += 1
        return chunks(file)

    SourceFile.open = counting  # type: ignore[assignment, method-assign]
    before = _resident()
    peak = _reset_peak()
    started, cpu = time.perf_counter(), time.process_time()
    mapped = run()
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    most = _peak() if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu, 1),
        "memory_mb": round(most - before),
        "held_mb": round(before),
        "mapped": mapped,
        "opened": opened,
    }


def _lines_of_status() -> Iterator[tuple[str, float]]:
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if value.endswith("kB"):
            yield name, int(value.split()[0]) / 1e3


def _resident() -> float:
    return dict(_lines_of_status())["VmRSS"]


def _peak() -> float:
    return dict(_lines_of_status())["VmHWM"]


def _reset_peak() -> bool:
    """Reset the peak, if the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
