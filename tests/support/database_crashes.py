"""Builders, workers and servers that die: ``make test-crashes``.

In a database the index of a corpus is built by one process, or by workers while a builder waits.
One of them is killed with SIGKILL at a random instant, or the server crashes. Whatever happens,
readers see one whole generation, and when all is done the rows are those that one process makes
which nobody kills: none wrong, none lost, none twice.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from index import ingest, queueing
from index.builder import build
from index.errors import DatelineError, IndexNotBuiltError
from index.stores.postgresql import PostgresStore
from index.stores.postgresql.connections import connect
from index.testing import FakeEmbedder, article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.context import ForkServerProcess

    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.embedders import Encoding
    from tests.support.postgresql import Server

_ARTICLES = 48
_DONE, _REFUSED, _BUG = 0, 3, 4  # exit codes of builders and workers
_KILLED = -signal.SIGKILL
_PATIENCE = 60.0  # seconds that a build by workers may take

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.support.database_crashes", "index.queueing"])


class SlowEmbedder(FakeEmbedder):
    """Takes a while, so that it can be killed meanwhile."""

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        time.sleep(0.002 * len(texts))
        return super().encode_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[Any]:
        return super().embed_passages(texts)


def corpus(version: int) -> list[Article]:
    """The articles of a version: some come and go, some are copies, most are changed."""
    articles = []
    for number in range(_ARTICLES):
        if (number + version) % 7 == 0:
            continue
        told = version if number % 3 else 0
        words = " ".join(f"word{number}x{at} of topic{number}." for at in range(20 + number % 9))
        text = f"Topic{number} was told in version {told} on 3 May 2020. {words}"
        articles.append(article(f"a{number:03}", text))
        if number % 10 == 1:
            articles.append(article(f"copy of a{number:03}", text, source="Other"))
    return articles


_ROWS = {
    "articles": "id, title, text, digest, signature, day_last_day, name_source",
    "passages": "id, article_id, first, past, times, vector::text, terms, lengths, weights::text",
    "word_vectors": "passage_id, packed",
    "clusters": "article_id, cluster",
    "term_counts": "token, passages",
}


def rows(store: PostgresStore) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the current generation, without the numbers of generations."""
    base = store.read_base()
    view = base.generation.view
    with connect(store.address, "test") as session:
        found = {}
        for table, columns in _ROWS.items():
            alive = f"born BETWEEN {view.since} AND {view.number}"
            if table == "word_vectors":
                alive = (
                    "EXISTS (SELECT 1 FROM passages p WHERE p.id = passage_id "  # noqa: S608
                    f"AND p.born = word_vectors.born AND p.{alive} AND p.died > {view.number})"
                )
            else:
                alive += f" AND died > {view.number}"
            statement = f"SELECT {columns} FROM {table} WHERE {alive}"  # noqa: S608
            found[table] = sorted(session.execute(statement).fetchall())  # type: ignore[call-overload]
        return found


def _quick() -> None:
    ingest._BATCH = 8
    queueing._BATCH, queueing._POLL, queueing._ENQUEUED = 3, 0.05, 10
    tqdm.set_lock(threading.RLock())  # its usual one outlives a process that is killed


def _ended(action: Any) -> None:
    """Call it, and tell by the exit code how it went."""
    try:
        action()
    except DatelineError as error:
        sys.stderr.write(f"{error}\n")
        os._exit(_REFUSED)
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is a bug)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        os._exit(_BUG)
    os._exit(_DONE)


def _build(address: str, version: int, enqueue: bool) -> None:
    _quick()
    _ended(
        lambda: build(
            corpus(version), address, embedder=SlowEmbedder(), enqueue=enqueue, progress=False
        )
    )


def _work(address: str) -> None:
    _quick()
    _ended(lambda: queueing.work(PostgresStore(address), lambda _: SlowEmbedder()))


def start_builder(address: str, version: int, *, enqueue: bool) -> ForkServerProcess:
    """A builder of a version in a process of its own."""
    builder = _processes.Process(target=_build, args=(address, version, enqueue), daemon=True)
    builder.start()
    return builder


def start_worker(address: str) -> ForkServerProcess:
    """A worker in a process of its own, which goes on until it is killed."""
    worker = _processes.Process(target=_work, args=(address,), daemon=True)
    worker.start()
    return worker


@dataclass
class Campaign:
    """Builds of one index, each disturbed by a death.

    Attributes:
        server: Where it is.
        chance: What deaths come from.
        store: The index.
        undisturbed: Where one process builds the same, to compare with.
        version: Of the corpus.
        seen: How often who was killed.
    """

    server: Server
    chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311
    version: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.store, self.undisturbed = (
            PostgresStore(self.server.empty(name)) for name in ("killed", "undisturbed")
        )
        for store in (self.store, self.undisturbed):
            store.init(allow_volatile_words=True)

    def run(self, kills: int) -> None:
        """Kill so many: builders, workers and the server in turn."""
        workers = [start_worker(self.store.address.conninfo) for _ in range(2)]
        try:
            victims = "worker", "builder", "worker", "waiting builder", "server"
            for number in tqdm(range(kills), desc="Killing", disable=None):
                self._once(victims[number % len(victims)], workers)
        finally:
            for worker in workers:
                worker.kill()
                worker.join()
        # The server may have crashed after a generation was published: the next build repairs what
        # an index of words in memory lost then.
        build(corpus(self.version), self.store, embedder=FakeEmbedder(), progress=False)
        self.store.check(deep=True, embedder=FakeEmbedder(), progress=False)

    def _once(self, victim: str, workers: list[ForkServerProcess]) -> None:
        before = self._held()
        self.version += 1
        address = self.store.address.conninfo
        enqueue = victim != "builder"
        builder = start_builder(address, self.version, enqueue=enqueue)
        time.sleep(self.chance.uniform(0.0, 1.2))
        if victim == "worker":
            at = self.chance.randrange(len(workers))
            workers[at].kill()
            workers[at].join()
            workers[at] = start_worker(address)
        elif victim == "server":
            self.server.stop(signal.SIGQUIT)
            self.server.start()
        else:
            builder.kill()
        builder.join(_PATIENCE)
        self.seen[victim] += 1
        code = builder.exitcode
        assert code in {_DONE, _REFUSED, _KILLED}, self._why_not(builder)
        now = self._held()
        if code != _DONE:
            assert now in (before, self._expected()), "an index of no whole generation"
            while (again := start_builder(address, self.version, enqueue=enqueue)).join(
                _PATIENCE
            ) or again.exitcode != _DONE:
                # Refused until the server notices that the other died.
                assert again.exitcode == _REFUSED, self._why_not(again)
                time.sleep(0.2)
        assert self._held() == self._expected()
        assert all(worker.is_alive() for worker in workers), "a worker gave up"
        self._compare()

    def _why_not(self, builder: ForkServerProcess) -> str:
        """Tell how a builder ended, and what all sessions do if it waits for one of them."""
        columns = (
            "application_name, state, wait_event_type, wait_event, pg_blocking_pids(pid), query"
        )
        with connect(self.store.address, "test") as session:
            found = session.execute(f"SELECT pid, {columns} FROM pg_stat_activity").fetchall()  # noqa: S608
        return "\n".join([f"builder {builder.pid} ended with {builder.exitcode}", *map(str, found)])

    def _held(self) -> list[tuple[str, str]]:
        try:
            snapshot = self.store.open()
        except IndexNotBuiltError:
            return []
        found = [(name, snapshot.article(name).text) for name, _ in snapshot.digests()]
        snapshot.close()
        return found

    def _expected(self) -> list[tuple[str, str]]:
        return sorted((one.id, one.text) for one in corpus(self.version))

    def _compare(self) -> None:
        """Compare every row with those of a build that nobody disturbed."""
        build(corpus(self.version), self.undisturbed, embedder=FakeEmbedder(), progress=False)
        right, found = rows(self.undisturbed), rows(self.store)
        for table, wanted in right.items():
            assert found[table] == wanted, f"other rows in {table}"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--kills", type=click.IntRange(0), default=100, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill builders, workers and the server; stop at the first wrong row."""
    from tests.support.postgresql import server_or_skip

    with server_or_skip() as server:
        campaign = Campaign(server, random.Random(seed))  # noqa: S311
        campaign.run(kills)
    ends = ", ".join(f"{n} of a {who}" for who, n in sorted(campaign.seen.items()))
    click.echo(f"{kills} kills ({ends}): 0 wrong, 0 lost, 0 twice")
