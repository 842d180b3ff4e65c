"""Measure the growth of an index: ``python -m benchmarks.growth --data ../shared [--sizes 10000]``.

All corpora are synthesized from the passages of PIAF, MultiHop-RAG, WiNER and AfriQA (French and
English), as they are indexed. Texts consist of their sentences, shuffled within a language. Packed
word vectors are those of real passages, and so are vectors as far as there are enough. In a larger
corpus, each vector is perturbed at random to a cosine similarity of 0.95 with the real one.
Questions are real, in both languages.

For each size, in this order and without the model, the command prints:

- ``write``, ``publish``: the parts of a build besides reading, dating and embedding; ``disk``;
- ``update``: replacing 1 % of the articles, and publishing;
- in a fresh process: ``open``, ``memory`` (resident, after all questions), and the median and 95th
percentile of a search without embedding the question: for all questions the first time, when some
files are still on disk, and again; the same with a filter by date that a tenth of the passages
pass; ``one_pass``: comparing all vectors with numpy, a lower bound for exact search;
- ``recall@10``: the recall of the nearest vectors, with and without the filter.

With the model, it then prints the passages embedded per second, in turn by Dateline and by Sentence
Transformers' ``encode`` with its defaults and the same weights.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from tqdm import tqdm

from benchmarks.synthetic_corpus import (
    PER_ARTICLE,
    perturbed,
    read_base,
    synthetic_article,
    synthetic_articles,
)
from index.embedders import Encoding, SentenceTransformerEmbedder
from index.filters import Filters
from index.models import bundled_folder, native_dtype
from index.passage_encoder import fit_codec
from index.passages import in_context
from index.search import Retriever
from index.stores import BuildRecord, EncodedArticle, EncoderFingerprint, open_store
from index.stores.local.vectors import NEAREST, nearest
from qa.evaluation.cache import CachedEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from benchmarks.synthetic_corpus import PassageBase
    from index.datatypes import Article, Passage
    from index.late_interaction import WordCodec
    from index.stores import Writer

_SIZES = (10_000, 100_000, 1_000_000)
_CHANGED = 0.01
_BLOCK = 8192  # vectors compared at a time
_STAGED = 128  # articles staged at a time, as a build does with 256 passages
_EMBEDDED, _ROUNDS = 256, 3  # passages, and rounds, for the comparison of rates


def stage_articles(
    writer: Writer, base: PassageBase, numbers: Sequence[int], version: int, real: bool
) -> Iterator[tuple[list[Passage], NDArray[np.float32], Article]]:
    """Stage articles, replacing those of an earlier version, and yield what was staged."""
    stage = writer.replace if version else writer.add
    waiting: list[EncodedArticle] = []
    for number in tqdm(numbers, desc="Writing", unit=" articles", leave=False):
        article, passages, rows = synthetic_article(base, number, version)
        vectors = base.vectors[rows].astype(np.float32)
        if not real:
            vectors = perturbed(vectors, number, version)
        words = [base.words[place] for place in rows]
        waiting.append(EncodedArticle(article, passages, vectors, words))
        if len(waiting) == _STAGED:
            stage(waiting)
            waiting.clear()
        yield passages, vectors, article
    stage(waiting)
    writer.save()


@dataclass(frozen=True, slots=True)
class StagedVectors:
    """The staged vectors outside of the index, for comparison with its results.

    Attributes:
        ids: Ids of the passages, shape ``(passages,)``.
        vectors: Vectors, shape ``(passages, dimension)``.
        days: Publication dates as ``date.toordinal``.
    """

    ids: NDArray[np.int64]
    vectors: NDArray[np.float16]
    days: NDArray[np.int64]

    @classmethod
    def create(cls, folder: Path, size: int, dimension: int) -> Self:
        """Create files for this many passages."""
        opened = partial(np.lib.format.open_memmap, mode="w+")
        return cls(
            opened(folder / "ids.npy", dtype=np.int64, shape=(size,)),
            opened(folder / "vectors.npy", dtype=np.float16, shape=(size, dimension)),
            opened(folder / "days.npy", dtype=np.int64, shape=(size,)),
        )

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Memory-map the files."""
        return cls(
            *(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("ids", "vectors", "days"))
        )

    def fill(self, staged: Iterable[tuple[list[Passage], NDArray[np.float32], Article]]) -> None:
        """Store what is staged, in order."""
        at = 0
        for passages, vectors, article in staged:
            end = at + len(passages)
            self.ids[at:end] = [passage.id for passage in passages]
            self.vectors[at:end] = vectors
            self.days[at:end] = article.published.last.toordinal()
            at = end

    def blocks(self) -> Iterator[NDArray[np.float16]]:
        """Yield the vectors in blocks."""
        for start in range(0, len(self.ids), _BLOCK):
            yield self.vectors[start : start + _BLOCK]


def measure_size(base: PassageBase, size: int, folder: Path, codec: WordCodec) -> dict[str, Any]:
    """Build an index of a size, and measure it."""
    real = size <= len(base.languages)
    dimension = base.vectors.shape[1]
    questions = np.array([one.vector for _, _, one in base.questions])
    tuning = questions[::2]  # for tuning; the others are for measurement
    numbers = range(size // PER_ARTICLE)
    folder.mkdir(parents=True)
    staged = StagedVectors.create(folder, len(numbers) * PER_ARTICLE, dimension)
    encoder = EncoderFingerprint("known", dimension, 10_000)
    store = open_store(folder / "index")
    with store.write() as writer:
        writer.open_staging(encoder, codec, None)
        writing, _ = time_call(lambda: staged.fill(stage_articles(writer, base, numbers, 0, real)))
        publishing, info = time_call(lambda: writer.publish(BuildRecord(""), lambda: tuning))
    questions_file = folder / "asked.json"
    questions_file.write_text(
        json.dumps(
            [
                [text, language, one.vector.tolist(), one.words.tolist()]
                for text, language, one in base.questions[1::2]
            ]
        ),
        "utf-8",
    )
    command = [sys.executable, "-m", "benchmarks.growth", "--measure", str(folder)]
    searched = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603

    def update() -> None:
        with store.write() as writer:
            writer.open_staging(encoder, codec, store.read_base())
            for _ in stage_articles(writer, base, numbers[:: round(1 / _CHANGED)], 1, real):
                pass
            writer.publish(BuildRecord(""), lambda: tuning)

    updating, _ = time_call(update)
    return {
        "passages": size,
        "vectors": "real" if real else "perturbed",
        "write_s": round(writing, 1),
        "publish_s": round(publishing, 1),
        "update_s": round(updating, 1),
        "disk_mb": round(info.size_bytes / 1e6),
        "search": asdict(info.search),
        **json.loads(searched.stdout),
    }


def measure_searches(folder: Path) -> dict[str, Any]:
    """Measure searches, in a process without the model."""
    rows = json.loads((folder / "asked.json").read_text("utf-8"))
    encodings = {
        text: Encoding(np.array(vector, np.float32), np.array(words, np.float32))
        for text, _, vector, words in rows
    }
    questions = [(text, language) for text, language, _, _ in rows]
    before = resident_bytes()
    opening, snapshot = time_call(open_store(folder / "index").open)
    retriever = Retriever(snapshot, PrecomputedEmbedder(encodings, len(rows[0][2])))
    first, _ = time_call(lambda: retriever.search(*questions[0], 10))
    staged = StagedVectors.open(folder)
    newest = int(np.sort(staged.days)[-len(staged.days) // 10])
    filtered = Filters.of(since=date.fromordinal(newest))
    found: dict[str, Any] = {"open_s": round(opening, 2), "first_ms": round(first * 1000, 1)}
    passes = ("_first", None), ("", None), ("_filtered_first", filtered), ("_filtered", filtered)
    for name, filters in passes:
        times_ms = []
        for question in questions:
            seconds, _ = time_call(partial(retriever.search, *question, 10, filters))
            times_ms.append(seconds * 1000)
        found[f"p50_ms{name}"] = round(float(np.percentile(times_ms, 50)), 1)
        found[f"p95_ms{name}"] = round(float(np.percentile(times_ms, 95)), 1)
        stages = [retriever.rank(*question, filters).elapsed_ms for question in questions[::4]]
        found[f"stages_ms{name}"] = {
            stage: round(float(np.median([one[stage] for one in stages])), 1) for stage in stages[0]
        }
    found["memory_mb"] = round(resident_bytes() / 1e6)
    found["memory_before_mb"] = round(before / 1e6)
    vectors = np.array([one.vector for one in encodings.values()])
    for name, filters, mask in (
        ("", None, None),
        ("_filtered", filtered, np.asarray(staged.days >= newest)),
    ):
        gold = nearest(vectors, staged.blocks(), mask)
        hit = 0
        for vector, nearest_rows in zip(vectors, gold, strict=True):
            got = {one.id for one in snapshot.candidates(vector, (), NEAREST, filters)}
            hit += len(got & {*staged.ids[[*nearest_rows]].tolist()})
        found[f"recall{name}"] = round(hit / (NEAREST * len(vectors)), 4)
    some = np.concatenate([block.astype(np.float32) for block in islice(staged.blocks(), 13)])
    products = [time_call(partial(np.matmul, some, vectors[0]))[0] for _ in range(9)]
    per_vector = float(np.median(products)) / len(some)
    found["one_pass_ms"] = round(per_vector * len(staged.ids) * 1000, 1)
    snapshot.close()
    return found


class PrecomputedEmbedder:
    """An embedder with precomputed vectors of questions."""

    name, max_tokens = "known", 512

    def __init__(self, encodings: dict[str, Encoding], dimension: int) -> None:
        self.dimension = dimension
        self.encodings = encodings

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """See ``Embedder.encode_queries``."""
        return [self.encodings[text] for text in texts]

    encode_passages = encode_queries

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder.embed_queries``."""
        return np.array([one.vector for one in self.encode_queries(texts)])

    embed_passages = embed_queries


def passages_per_second(
    embedder: SentenceTransformerEmbedder, base: PassageBase
) -> dict[str, float]:
    """Return passages per second, for Dateline and for the library's own loop, in turn."""
    from sentence_transformers import SentenceTransformer

    texts = [
        in_context(a, p) for a, passages, _ in synthetic_articles(base, _EMBEDDED) for p in passages
    ]
    prompt, dtype = embedder._prompt("document"), native_dtype("cpu")  # noqa: SLF001
    model = SentenceTransformer(str(bundled_folder()), device="cpu", model_kwargs={"dtype": dtype})
    best = {"indexed": 0.0, "sentence_transformers": 0.0}
    ways: dict[str, Callable[[], object]] = {
        "indexed": lambda: embedder.encode_passages(texts),
        "sentence_transformers": lambda: model.encode(texts, prompt=prompt),
    }
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            best[name] = max(best[name], round(len(texts) / time_call(way)[0], 2))
    return best | {"ratio": round(best["indexed"] / best["sentence_transformers"], 2)}


def time_call(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return the duration in seconds, and the result."""
    started = time.perf_counter()
    found = action()
    return time.perf_counter() - started, found


def resident_bytes() -> int:
    """Return the resident memory of this process in bytes, including mapped files."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, default=Path("../shared"), help="holds bench/ and train/"
    )
    parser.add_argument("--sizes", default=",".join(map(str, _SIZES)), help="in passages")
    parser.add_argument("--cache", type=Path, default=Path("var/cache/evaluation.sqlite"))
    parser.add_argument("--work", type=Path, help="where indexes are made (12 GB for a million)")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure_searches(arguments.measure)))
        return
    embedder = SentenceTransformerEmbedder()
    cached = CachedEmbedder(embedder, arguments.cache)
    codec = fit_codec(embedder)
    base = read_base(arguments.data, cached, codec)
    cached.close()
    for size in map(int, arguments.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
            print(json.dumps(measure_size(base, size, Path(folder) / "index", codec)), flush=True)
    print(json.dumps(passages_per_second(embedder, base)))


if __name__ == "__main__":
    main()
