"""Compare an index in PostgreSQL with one in a folder, over the same passages.

``python -m benchmarks.postgresql --store postgresql://… [--data ../shared] [--sizes 20000]``

The corpora are those of ``benchmarks.growth``. The tables are in separate schemas,
``benchmark_20000`` for that size. For each size, the command prints the seconds to write and to
publish, and the size of each table and index of the database. For a search without embedding the
question, it prints the median and the 95th percentile of each step and in total, with both stores
searched in turn: without a filter, and with filters by date that a tenth, a hundredth and a
thousandth of the passages pass. ``recall@10`` is the share of the nearest vectors that are found,
and ``same ten`` is the overlap of both stores' results. With ``--work``, the indexes are kept there
and in the database, and the next run only searches them. With ``--readers 1,4,16``, that many
processes search concurrently, and the command prints the searches per second.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.growth import PrecomputedEmbedder, StagedVectors, stage_articles, time_call
from benchmarks.synthetic_corpus import PER_ARTICLE, read_base
from index.embedders import Encoding, SentenceTransformerEmbedder
from index.filters import Filters
from index.passage_encoder import fit_codec
from index.search import Retriever
from index.stores import BuildRecord, EncoderFingerprint, open_store
from index.stores.local.vectors import NEAREST, nearest
from index.stores.postgresql import PostgresStore
from index.stores.postgresql.connections import connect
from index.stores.postgresql.writer import PostgresWriter
from qa.evaluation.cache import CachedEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.synthetic_corpus import PassageBase
    from index.late_interaction import WordCodec
    from index.stores import IndexInfo, Snapshot, Store

_WHILE = 10.0  # seconds of concurrent searches
_SHARES = (None, 10, 100, 1000)
"""Shares of the passages that pass the filters: all, or one in this many."""


def load_local(
    store: Store, base: PassageBase, size: int, codec: WordCodec, kept: StagedVectors
) -> dict[str, Any]:
    """Write the passages to a folder and publish them; keep the vectors for comparison."""
    with store.write(fresh=True) as writer:
        writer.open_staging(_encoder_fingerprint(base), codec, None)
        staged = stage_articles(
            writer, base, range(size // PER_ARTICLE), 0, _has_real_vectors(base, size)
        )
        written, _ = time_call(lambda: kept.fill(staged))
        published, info = time_call(
            lambda: writer.publish(BuildRecord(""), lambda: _tuning_questions(base))
        )
    return _loaded(size, written, published, info)


def load_database(
    store: PostgresStore, base: PassageBase, size: int, codec: WordCodec, writers: int
) -> dict[str, Any]:
    """Write the passages to a database by several processes, and publish them."""
    numbers = range(size // PER_ARTICLE)
    with store.write(fresh=True) as writer:
        writer.open_staging(_encoder_fingerprint(base), codec, None)
        share = partial(_stage, store, base, real=_has_real_vectors(base, size))
        written, _ = time_call(lambda: _in_processes(share, numbers, writers))
        published, info = time_call(
            lambda: writer.publish(BuildRecord(""), lambda: _tuning_questions(base))
        )
    return _loaded(size, written, published, info)


def _stage(store: PostgresStore, base: PassageBase, numbers: Sequence[int], *, real: bool) -> None:
    """Write some of the articles to the staging area, as a worker does."""
    with connect(store.address, "worker", writes=True) as session:
        session.autocommit = False
        writer = PostgresWriter(store.address, session)
        assert writer.join(_encoder_fingerprint(base))
        for _ in stage_articles(writer, base, numbers, 0, real):
            pass


def _in_processes(
    action: Callable[[Sequence[int]], None], numbers: Sequence[int], processes: int
) -> None:
    fork = multiprocessing.get_context("fork")  # shares the memory of the base
    some = [fork.Process(target=action, args=(numbers[at::processes],)) for at in range(processes)]
    for one in some:
        one.start()
    for one in some:
        one.join()
    assert not any(one.exitcode for one in some)


def _encoder_fingerprint(base: PassageBase) -> EncoderFingerprint:
    return EncoderFingerprint("known", base.vectors.shape[1], 10_000)


def _has_real_vectors(base: PassageBase, size: int) -> bool:
    return size <= len(base.languages)


def _tuning_questions(base: PassageBase) -> NDArray[np.float32]:
    """Return the questions for tuning the search; the others are for measurement."""
    return np.array([one.vector for _, _, one in base.questions])[::2]


def _loaded(size: int, written: float, published: float, info: IndexInfo) -> dict[str, Any]:
    return {
        "write_s": round(written, 1),
        "passages_per_s": round(size / written),
        "publish_s": round(published, 1),
        "size_mb": round(info.size_bytes / 1e6),
        "search": asdict(info.search),
    }


def compare_stores(stores: dict[str, Store], folder: Path) -> Iterator[dict[str, Any]]:
    """Search both stores in turn; see the module."""
    questions, embedder = _read_questions(folder)
    staged = StagedVectors.open(folder)
    snapshots = {name: store.open() for name, store in stores.items()}
    retrievers = {name: Retriever(one, embedder) for name, one in snapshots.items()}
    for share in _SHARES:
        newest = int(np.sort(staged.days)[-len(staged.days) // share]) if share else 0
        filters = Filters.of(since=date.fromordinal(newest)) if share else None
        times_ms: dict[str, dict[str, list[float]]] = {
            name: defaultdict(list) for name in retrievers
        }
        overlaps = []
        for question in questions:
            answers = {}
            for name, retriever in retrievers.items():
                seconds, ranking = time_call(lambda: retriever.rank(*question, filters))  # noqa: B023
                fetching, _ = time_call(lambda: retriever.hits(ranking, 10, filters))  # noqa: B023
                steps = times_ms[name]
                steps["candidates"].append(ranking.elapsed_ms["candidates"])
                steps["compare"].append(ranking.elapsed_ms["compare"])
                steps["fetch"].append(fetching * 1000)
                steps["all"].append((seconds + fetching) * 1000)
                answers[name] = {one.id for one in ranking.reranked[:10]}
            one, other = answers.values()
            overlaps.append(len(one & other) / max(1, len(one | other)))
        recall = _recall(snapshots, embedder, staged, newest, filters)
        for name, steps in times_ms.items():
            yield {
                "store": name,
                "passes": f"1/{share}" if share else "all",
                **{step: _percentiles(values) for step, values in steps.items()},
                "recall@10": recall[name],
                "same ten": round(float(np.mean(overlaps)), 3),
            }
    for snapshot in snapshots.values():
        snapshot.close()


def measure_readers(
    addresses: dict[str, str], folder: Path, counts: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """Search each store by several concurrent processes, with one connection each."""
    fork = multiprocessing.get_context("fork")
    for count in counts:
        for name, address in addresses.items():
            with fork.Pool(count) as pool:
                share = partial(_search_for_a_while, address, folder, count)
                seconds_each = [one for batch in pool.map(share, range(count), 1) for one in batch]
            yield {
                "store": name,
                "readers": count,
                "searches_per_s": round(len(seconds_each) / _WHILE, 1),
                "all": _percentiles([seconds * 1000 for seconds in seconds_each]),
            }


def _search_for_a_while(address: str, folder: Path, count: int, reader: int) -> list[float]:
    """Repeatedly search with every ``count``-th question; return the seconds of each search."""
    questions, embedder = _read_questions(folder)
    retriever = Retriever(open_store(address).open(), embedder)
    seconds_each = []
    turns = itertools.cycle(questions[reader::count])
    retriever.search(*next(turns), 10)
    end = time.perf_counter() + _WHILE
    while time.perf_counter() < end:
        seconds_each.append(time_call(partial(retriever.search, *next(turns), 10))[0])
    retriever.snapshot.close()
    return seconds_each


def _read_questions(folder: Path) -> tuple[list[tuple[str, str]], PrecomputedEmbedder]:
    """Read the questions with their languages, and an embedder with their vectors."""
    rows = json.loads((folder / "asked.json").read_text("utf-8"))
    encodings = {
        text: Encoding(np.array(vector, np.float32), np.array(words, np.float32))
        for text, _, vector, words in rows
    }
    return [(text, language) for text, language, _, _ in rows], PrecomputedEmbedder(
        encodings, len(rows[0][2])
    )


def _recall(
    snapshots: dict[str, Snapshot],
    embedder: PrecomputedEmbedder,
    staged: StagedVectors,
    newest: int,
    filters: Filters | None,
) -> dict[str, float]:
    texts = [*embedder.encodings]
    vectors = embedder.embed_queries(texts)
    mask = np.asarray(staged.days >= newest) if filters else None
    gold = nearest(vectors, staged.blocks(), mask)
    found = {}
    for name, snapshot in snapshots.items():
        hit = 0
        for vector, nearest_rows in zip(vectors, gold, strict=True):
            got = {one.id for one in snapshot.candidates(vector, (), NEAREST, filters)}
            hit += len(got & {*staged.ids[[*nearest_rows]].tolist()})
        found[name] = round(hit / max(1, sum(len(nearest_rows) for nearest_rows in gold)), 4)
    return found


def _percentiles(values: list[float]) -> str:
    return f"{np.percentile(values, 50):.1f} / {np.percentile(values, 95):.1f}"


def _run_size(
    address: str,
    size: int,
    folder: Path,
    base: Callable[[], tuple[PassageBase, WordCodec]],
    writers: int,
    readers: Sequence[int],
) -> Iterator[dict[str, Any]]:
    """Build the indexes of a size if they do not exist, and search them."""
    local = open_store(folder / "index")
    database = PostgresStore(_with_schema(address, f"benchmark_{size}"))
    questions_file = folder / "asked.json"
    if not questions_file.exists():
        passage_base, codec = base()
        folder.mkdir(parents=True, exist_ok=True)
        database.init(allow_volatile_words=True)
        stored = load_database(database, passage_base, size, codec, writers)
        sizes = {one["name"]: round(one["bytes"] / size) for one in database.stats().relations}
        yield {"store": "postgresql", "writers": writers, **stored, "bytes_per_passage": sizes}
        staged = StagedVectors.create(
            folder, size // PER_ARTICLE * PER_ARTICLE, passage_base.vectors.shape[1]
        )
        yield {"store": "local", **load_local(local, passage_base, size, codec, staged)}
        rows = [
            [text, language, one.vector.tolist(), one.words.tolist()]
            for text, language, one in passage_base.questions[1::2]
        ]
        questions_file.write_text(json.dumps(rows), "utf-8")
    if readers:
        places = {"local": str(folder / "index"), "postgresql": database.address.conninfo}
        yield from measure_readers(places, folder, readers)
    else:
        yield from compare_stores({"local": local, "postgresql": database}, folder)


def _with_schema(address: str, schema: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3D{schema}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--store", required=True, help="the address of a database")
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", default="20000", help="in passages")
    parser.add_argument("--writers", type=int, default=1, help="processes that write")
    parser.add_argument(
        "--readers",
        type=lambda text: [*map(int, text.split(","))],
        default=[],
        help="so many processes search at the same time, as 1,4,16, instead of one after the other",
    )
    parser.add_argument("--cache", type=Path, default=Path("var/cache/evaluation.sqlite"))
    parser.add_argument("--work", type=Path, help="where the folders are kept")
    arguments = parser.parse_args()

    def base() -> tuple[PassageBase, WordCodec]:
        embedder = SentenceTransformerEmbedder()
        codec = fit_codec(embedder)
        with CachedEmbedder(embedder, arguments.cache) as cached:
            return read_base(arguments.data, cached, codec), codec

    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        for size in map(int, arguments.sizes.split(",")):
            folder = work / str(size)
            for line in _run_size(
                arguments.store, size, folder, base, arguments.writers, arguments.readers
            ):
                print(json.dumps({"passages": size, **line}), flush=True)


if __name__ == "__main__":
    main()
