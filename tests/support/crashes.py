"""Builders that die or cannot write: ``make test-crashes``.

A builder of another process is killed with SIGKILL at a random instant, or one of its writes
fails: the n-th change to the file system that Python makes, or any file that grows beyond a limit.
Whatever happens, the index must answer every question from one whole generation: the one before,
or the new one, of which some articles may not be embedded yet. The corpus is another one each time.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from index import early, ingest
from index.builder import build, update
from index.errors import IndexNotBuiltError, IndexWriteError
from index.search import Retriever
from index.stores import open_store
from index.testing import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

_ARTICLES = 12
_DONE, _REFUSED, _BUG = 0, 3, 4  # exit codes of a builder
_KILLED = -signal.SIGKILL
_CHANGES = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "shutil.copyfile"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.support.preloaded"])


def texts(version: int) -> dict[str, str]:
    """The corpus of a version: most articles are changed, some come and go."""
    return {
        f"{number}.txt": f"date 2020-0{1 + number % 9} Article topic{number} told in version "
        f"{version if number % 3 else 0}. " + f"Words on topic{number} go on. " * (20 + number)
        for number in range(_ARTICLES)
        if (number + version) % 5
    }


def write_corpus(folder: Path, version: int) -> None:
    """Put the files of a version in place of all others."""
    wanted = texts(version)
    for path in folder.glob("*.txt"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text)


def answered_by(index_dir: Path) -> dict[str, str]:
    """The articles that questions are answered from, all of one generation, by id.

    Raises:
        AssertionError: If a question finds what the generation does not hold.
    """
    snapshot = open_store(index_dir).open()
    try:
        held = {name: snapshot.article(name).text for name, _ in snapshot.digests()}
        retriever = Retriever(snapshot, FakeEmbedder())
        for name, text in held.items():
            number = name.removesuffix(".txt")
            best, *_ = retriever.search(f"topic{number}", "en", 3)
            assert best.article.text == text, (name, best)
            assert best.passage.text == text[best.passage.start : best.passage.end]
    finally:
        snapshot.close()
    return held


@dataclass
class Campaign:
    """Builds that go wrong, one after the other, of one index.

    Attributes:
        folder: Where corpus and index are.
        chance: What kills come from.
        version: Of the corpus, as it is.
        answering: Of the corpus that the index answers from; None while there is none.
        seen: How often builds ended how.
    """

    folder: Path
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    version: int = 0
    answering: int | None = None
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def index_dir(self) -> Path:
        return self.folder / "index"

    def run(
        self,
        kill_after: float | None = None,
        prepare: Callable[..., None] | None = None,
        *given: int,
    ) -> int:
        """One build of the next version, of which all must be well afterwards; its exit code."""
        self.version += 1
        corpus = self.folder / "corpus"
        corpus.mkdir(exist_ok=True)
        write_corpus(corpus, self.version)
        builder = _processes.Process(
            target=_build, args=(corpus, self.index_dir, self.version % 4, prepare, given)
        )
        builder.start()
        if kill_after is not None:
            builder.join(kill_after)
            builder.kill()
        builder.join()
        code = builder.exitcode
        assert code in {_DONE, _REFUSED, _KILLED}, f"a builder ended with {code}"
        self._check(done=code == _DONE)
        return code

    def _check(self, *, done: bool) -> None:
        try:
            held = answered_by(self.index_dir)
        except IndexNotBuiltError:
            assert self.answering is None
            assert not done
            self.seen["none yet"] += 1
            return
        new = held == texts(self.version)
        assert new or held == texts(self.answering or 0), "an answer from no whole generation"
        assert new or not done
        self.seen["new" if new else "before"] += 1
        if new:
            self.answering = self.version

    def kills(self, count: int) -> None:
        """Kill so many builders, at instants between their start and their end."""
        self.run()  # the first one waits for its libraries
        started = time.perf_counter()
        for _ in range(4):  # one of each way
            self.run()
        usual = (time.perf_counter() - started) / 4
        for killed in tqdm(range(count), desc="Killing", unit=" builders", disable=None):
            # Every second one late: that is where the generations are swapped.
            earliest = 0.6 if killed % 2 else 0.0
            while self.run(usual * self.chance.uniform(earliest, 1.1)) != _KILLED:
                pass  # it was done before
        self.finish()

    def failures(self, count: int) -> None:
        """Let so many writes fail, those of libraries and those of Python in turn."""
        self.run()
        files = [path for path in self.index_dir.rglob("*") if path.is_file()]
        largest = max(path.stat().st_size for path in files)
        change = 0
        for failed in tqdm(range(count), desc="Failing", unit=" writes", disable=None):
            if failed % 2:
                while self.run(None, _limit_files, self.chance.randrange(largest)) != _REFUSED:
                    pass  # no file was as large
            else:
                while self.run(None, _fail_change, change) != _REFUSED:
                    change = 0  # there were fewer: from the first again
                change += 1
        self.finish()

    def finish(self) -> None:
        """All is well again when nothing goes wrong: nothing is left over either."""
        self.run()
        self.run()
        open_store(self.index_dir).check(deep=True, embedder=FakeEmbedder(), progress=False)
        names = sorted(path.name for path in (self.index_dir / "generations").iterdir())
        assert len(names) == 2, names
        assert not any(name.startswith(".") for name in names)


def _build(
    corpus: Path,
    index_dir: Path,
    way: int,
    prepare: Callable[..., None] | None,
    given: tuple[int, ...],
) -> None:
    """In a process of its own: build or update, and tell by the exit code how it went."""
    ingest._BATCH = 4  # so that the record is saved on the way
    ingest.WORDS_FIRST = 1  # and an update publishes before everything is embedded
    early._PAUSE, early._SHARE = -1.0, float("inf")
    tqdm.set_lock(threading.RLock())  # its usual one outlives a process that is killed
    if prepare is not None:
        prepare(index_dir, *given)
    options: dict[str, Any] = {"embedder": FakeEmbedder(), "progress": False}
    try:
        if way < 2 and (index_dir / "CURRENT").exists():
            update(corpus, index_dir, **options)
        else:
            build(corpus, index_dir, fresh=way == 3, **options)
    except IndexWriteError:
        os._exit(_REFUSED)
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is a bug)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(_BUG)
    os._exit(_DONE)


def _limit_files(_: Path, size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _fail_change(index_dir: Path, which: int) -> None:
    """From the n-th change in the folder on, the disk is full."""
    left = which

    def refuse(path: object) -> None:
        nonlocal left
        if isinstance(path, int) or str(index_dir) in os.fsdecode(str(path)):
            left -= 1
            if left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event not in _CHANGES or event == "os.remove":
            return  # what is removed makes room
        if event == "open" and not (isinstance(given[2], int) and given[2] & _WRITES):
            return
        refuse(given[1] if event == "shutil.copyfile" else given[0])

    flush = os.fsync

    def fail_flush(descriptor: int) -> None:
        refuse(descriptor)
        flush(descriptor)

    os.fsync = fail_flush
    sys.addaudithook(hook)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--kills", type=click.IntRange(0), default=500, show_default=True)
@click.option("--failures", type=click.IntRange(0), default=100, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def main(kills: int, failures: int, seed: int) -> None:
    """Kill builders and let their writes fail; stop at the first wrong answer."""
    for name, count in (("kills", kills), ("failures", failures)):
        with tempfile.TemporaryDirectory() as folder:
            campaign = Campaign(Path(folder), random.Random(seed))  # noqa: S311
            getattr(campaign, name)(count)
            ends = ", ".join(f"{n} {end}" for end, n in sorted(campaign.seen.items()))
            click.echo(f"{count} {name}: 0 wrong, 0 unanswered (answered from: {ends})")
