"""Synthesize any number of articles from real passages, for ``benchmarks.growth``."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from index.changes import Changes
from index.corpus import ListCorpus, read_all
from index.corpus.beir import BeirCorpus
from index.datatypes import Article, Passage, Period
from index.ingest import ingest
from index.passage_encoder import PassageEncoder
from index.passages import largest
from index.stores import open_store
from qa.evaluation.dataset import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from index.embedders import Encoding
    from index.late_interaction import WordCodec
    from qa.evaluation.cache import CachedEmbedder

_COLLECTIONS = "bench/piaf", "bench/multihop_rag", "bench/winer_fr", "train/afriqa"
_LANGUAGES = "fr", "en"
_QUESTION_SETS = {"bench/piaf": "fr", "bench/multihop_rag": "en"}
_SHORTEST = 20  # characters of a sentence
_QUESTIONS = 200  # per collection
PER_ARTICLE = 2  # passages
_SENTENCES = 5  # in a synthetic passage
_LIKENESS = 0.95  # cosine similarity of a perturbed vector with the real one
_FIRST, _DAYS = date(2015, 1, 1), 3650
_SOURCES = 40


@dataclass(frozen=True, slots=True)
class PassageBase:
    """Real passages, from which others are synthesized.

    Attributes:
        texts: Their sentences, by language.
        languages: Language of each passage.
        vectors: Vectors, shape ``(passages, dimension)``.
        words: Packed word vectors.
        questions: Real questions with their encodings and languages.
    """

    texts: dict[str, list[str]]
    languages: list[str]
    vectors: NDArray[np.float16]
    words: list[bytes]
    questions: list[tuple[str, str, Encoding]]


def read_base(data: Path, embedder: CachedEmbedder, codec: WordCodec) -> PassageBase:
    """Index the collections, and read the passages from the store."""
    articles = [
        replace(one, id=f"{name}/{one.id}")
        for name in _COLLECTIONS
        for one in read_all(BeirCorpus(data / name, _LANGUAGES))
        if isinstance(one, Article)
    ]
    texts: dict[str, list[str]] = {language: [] for language in _LANGUAGES}
    languages, vectors, words = [], [], []
    encoder = PassageEncoder(embedder, codec, largest(embedder.max_tokens))
    corpus = ListCorpus(articles)
    with tempfile.TemporaryDirectory() as folder, open_store(folder).write() as writer:
        writer.open_staging(encoder.fingerprint, codec, None)
        ingest(writer, corpus, Changes.between({}, dict(corpus.entries()), {}), encoder)
        for article in articles:
            for passage, vector, packed in writer.encodings(article.id):
                lines = passage.text.split(". ")
                texts[article.language] += [line for line in lines if len(line) > _SHORTEST]
                languages.append(article.language)
                vectors.append(vector)
                words.append(packed)
    questions: list[tuple[str, str, Encoding]] = []
    for name, language in _QUESTION_SETS.items():
        texts_of_set = [query.text for query in load(data / name).queries[:_QUESTIONS]]
        read = embedder.encode_queries(texts_of_set)
        questions += [(text, language, one) for text, one in zip(texts_of_set, read, strict=True)]
    return PassageBase(texts, languages, np.array(vectors), words, questions)


def synthetic_articles(
    base: PassageBase, size: int, version: int = 0
) -> Iterator[tuple[Article, list[Passage], Any]]:
    """Yield articles with their passages, and the indexes of these in the base."""
    for number in range(size // PER_ARTICLE):
        yield synthetic_article(base, number, version)


def synthetic_article(
    base: PassageBase, number: int, version: int
) -> tuple[Article, list[Passage], list[int]]:
    """Return the synthetic article of a number and version, which is always the same."""
    chance = np.random.default_rng((number, version))
    rows = [(number * PER_ARTICLE + n) % len(base.languages) for n in range(PER_ARTICLE)]
    language = base.languages[rows[0]]
    lines = base.texts[language]
    parts = [
        ". ".join(lines[at] for at in chance.integers(0, len(lines), _SENTENCES)) + ".\n"
        for _ in rows
    ]
    text = "".join(parts)
    article = Article(
        id=f"{number}",
        title=text[:60],
        text=text,
        source=f"Agency {number % _SOURCES}",
        published=Period.of_day(_FIRST + timedelta(days=int(chance.integers(_DAYS)))),
        language=language,
    )
    passages, at = [], 0
    for part in parts:
        passage_id = int(chance.integers(2**63))
        passages.append(Passage(passage_id, article.id, at, at + len(part), part))
        at += len(part)
    return article, passages, rows


def perturbed(vectors: NDArray[np.float32], number: int, version: int) -> NDArray[np.float32]:
    """Return vectors perturbed at random."""
    chance = np.random.default_rng((number, version, 1))
    noise = chance.standard_normal(vectors.shape, np.float32)
    noise -= (noise * vectors).sum(axis=1, keepdims=True) * vectors
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    found = _LIKENESS * vectors + np.sqrt(1 - _LIKENESS**2) * noise
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)
