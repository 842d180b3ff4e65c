"""How large should a passage be, and should passages overlap?

    python -m benchmarks.passage_size --data ../shared

Headlines of one half of the NTREX stories (chosen by the story's name) look for their French
bodies among all French ones; an article is scored by its best passage, as in use. Printed:
nDCG@10 of the retriever, French and English headlines, and how many bytes were embedded.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.datatypes import Article, Passage, Period
from index.embedders import RememberingEmbedder, SentenceTransformerEmbedder
from index.passages import sentences, split
from index.search import Retriever
from index.stores.local import LocalStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.embedders import Embedder

_SIZES = (400, 800, 1600)
_LANGUAGE = "fr"
_DEPTH = 100


def overlapping(article: Article, max_bytes: int) -> list[Passage]:
    """Passages that each begin with the last sentence of the one before."""
    spans = sentences(article.text, article.language)
    passages, first = [], 0
    for number, (_, end) in enumerate(spans):
        following = spans[number + 1][1] if number + 1 < len(spans) else None
        start = spans[first][0]
        if following is None or len(article.text[start:following].encode()) > max_bytes:
            text = article.text[start:end]
            digest = hashlib.blake2b(f"{article.id} {start}".encode(), digest_size=7).digest()
            passages.append(Passage(int.from_bytes(digest), article.id, start, end, text))
            first = max(number, first + 1)
    return passages


def ndcg(
    articles: Sequence[Article],
    cut: Sequence[list[Passage]],
    queries: Sequence[tuple[str, str, str]],
    embedder: Embedder,
) -> dict[str, float]:
    """Mean nDCG@10 per language of the queries (text, language, id of the article)."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore.create(Path(folder), embedder.dimension)
        embedder.embed_passages([p.text for own in cut for p in own])  # remembered
        for article, own in zip(articles, cut, strict=True):
            store.upsert(article, own, embedder.embed_passages([p.text for p in own]))
        store.commit()
        retriever = Retriever(store, embedder)
        for text, language, wanted in queries:
            hits = retriever.search(text, language, _DEPTH)
            ranking = list(dict.fromkeys(hit.article.id for hit in hits))[:10]
            gain = 1 / math.log2(ranking.index(wanted) + 2) if wanted in ranking else 0.0
            found.setdefault(language, []).append(gain)
        store.close()
    return {language: statistics.fmean(gains) for language, gains in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    arguments = parser.parse_args()
    folder = arguments.data / "bench" / "ntrex"
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    articles = [
        Article(row["_id"], "", row["text"], "", Period.parse("2018"), _LANGUAGE)
        for row in rows
        if row["lang"] == _LANGUAGE
    ]
    queries = [
        (row["text"], row["lang"], f"{_LANGUAGE}:{story}")
        for row in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))
        if row["lang"] in {"en", "fr"}
        and hashlib.sha256((story := row["_id"].split(":", 1)[1]).encode()).digest()[0] % 2
    ]
    embedder = RememberingEmbedder(SentenceTransformerEmbedder(), 100_000)
    print(f"{len(articles)} articles, {len(queries)} headlines")
    cuts = {f"{size} bytes": [split(a, size) for a in articles] for size in _SIZES}
    cuts["800 bytes, one sentence shared"] = [overlapping(a, 800) for a in articles]
    for name, cut in tqdm(cuts.items()):
        embedded = sum(len(p.text.encode()) for own in cut for p in own)
        scores = ndcg(articles, cut, queries, embedder)
        told = "  ".join(f"{language} {score:.3f}" for language, score in sorted(scores.items()))
        print(f"{name:<32} {told}  {embedded / 1e3:,.0f} kB", flush=True)


if __name__ == "__main__":
    main()
