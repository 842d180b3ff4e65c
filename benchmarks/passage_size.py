"""Compare sizes of passages: ``python -m benchmarks.passage_size --data ../shared``.

    python -m benchmarks.passage_size --data ../shared

Two tasks are measured, each with several sizes of passages:

- finding an article: headlines of one half of the NTREX stories (chosen by name) are queries for
their French bodies among all French ones. The measure is nDCG@10 of the retriever, with an article
scored by its best passage, for French and for English headlines;
- finding the answer: PIAF's training questions over its paragraphs, joined into articles as long as
news. The measures are how often the passages that are read contain the answer, and how often the
reader's first sentence does.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import statistics
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from benchmarks.data import load_pool, rows
from index.caching import CachingEmbedder
from index.datatypes import Article, Period
from index.embedders import SentenceTransformerEmbedder
from index.passages import in_context, split
from index.temporary import temporary_index
from qa.answerers.extractive import shortlist
from qa.pipeline import RETRIEVED
from qa.question import parse_question
from qa.readers.sentences import SentenceReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.embedders import Embedder
    from index.search import Retriever

_UNDATED = Period.parse("2000")
_SIZES = (400, 800, 1600)
_LANGUAGE = "fr"
_DEPTH = 100
_QUESTIONS, _PARAGRAPHS = 120, 300


@contextmanager
def indexed(
    articles: Sequence[Article], size: int, embedder: Embedder
) -> Iterator[tuple[Retriever, int]]:
    """Yield a retriever over articles split into passages, and the number of embedded bytes."""
    with temporary_index(articles, embedder, passage_bytes=size) as retriever:
        texts = (in_context(a, passage) for a in articles for passage in split(a, size))
        yield retriever, sum(len(text.encode()) for text in texts)


def find_articles(data: Path, size: int, embedder: Embedder) -> str:
    """Return nDCG@10 on NTREX, per language of the headlines."""
    folder = data / "bench" / "ntrex"
    articles = [
        Article(row["_id"], "", row["text"], "", _UNDATED, _LANGUAGE)
        for row in rows(folder / "corpus.jsonl")
        if row["lang"] == _LANGUAGE
    ]
    gains: dict[str, list[float]] = {"en": [], "fr": []}
    with indexed(articles, size, embedder) as (retriever, embedded):
        for row in rows(folder / "queries.jsonl"):
            story = row["_id"].partition(":")[2]
            if row["lang"] not in gains or hashlib.sha256(story.encode()).digest()[0] % 2 == 0:
                continue
            hits = retriever.search(row["text"], row["lang"], _DEPTH)
            ranking = list(dict.fromkeys(hit.article.id for hit in hits))[:10]
            wanted = f"{_LANGUAGE}:{story}"
            gains[row["lang"]].append(
                1 / math.log2(ranking.index(wanted) + 2) if wanted in ranking else 0.0
            )
    means = "  ".join(f"{language} {statistics.fmean(g):.3f}" for language, g in gains.items())
    return f"{means}  {embedded / 1e3:,.0f} kB"


def find_answers(data: Path, size: int, embedder: Embedder) -> str:
    """Return how often the passages read, and the reader's first sentence, have PIAF's answer."""
    pool = load_pool(
        "PIAF",
        data / "bench" / "piaf",
        qrels="qrels_train.tsv",
        questions=_QUESTIONS,
        documents=_PARAGRAPHS,
        question_language="fr",
        corpus_language="fr",
    )
    place: dict[str, tuple[str, int]] = {}
    texts: dict[str, str] = {}
    for paragraph in pool.articles.values():
        text = texts.get(paragraph.title, "")
        text += "\n\n" if text else ""
        place[paragraph.id] = (paragraph.title, len(text))
        texts[paragraph.title] = text + paragraph.text
    articles = [Article(name, name, text, "", _UNDATED, "fr") for name, text in texts.items()]
    read = right = 0
    with indexed(articles, size, embedder) as (retriever, embedded):
        reader = SentenceReader(embedder)
        for case in pool.cases:
            name, shift = place[case.document]
            starts = [shift + start for start, _ in case.spans]
            question = parse_question(case.question, {"fr"})
            hits = shortlist(retriever.search(question.query, question.language, RETRIEVED))
            read += any(
                hit.article.id == name and hit.passage.start <= start < hit.passage.end
                for hit in hits
                for start in starts
            )
            best = reader.read(question, hits)[0]
            right += best.hit.article.id == name and any(
                best.start <= start < best.end for start in starts
            )
    count = len(pool.cases)
    return f"read {read / count:.3f}  first sentence {right / count:.3f}  {embedded / 1e3:,.0f} kB"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    arguments = parser.parse_args()
    embedder = CachingEmbedder(SentenceTransformerEmbedder(), 100_000)
    for find in (find_answers, find_articles):
        print(find.__doc__)
        for size in tqdm(_SIZES, leave=False):
            print(f"  {size:>5} bytes  {find(arguments.data, size, embedder)}", flush=True)


if __name__ == "__main__":
    main()
