"""Development questions as they are asked to fit the trained reader's confidence.

Every question is asked twice over a pool of documents: as it is, and with the documents on
its subject taken out, when the right answer is that the corpus does not say. Some are asked of a
few documents as well, and of the documents on their subject with and without the one that answers,
as one asks a collection on one thing. The questions are of documents that training left out. Those
about news (the half of MultiHop-RAG on which no reading is measured) are asked once: beside each of
those that its articles do not answer stands one that they do. Questions as people ask them over
dated news stand beside near-misses made of them (``benchmarks/near_misses.py``).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from benchmarks.data import Pool, load_pool
from benchmarks.near_misses import near_misses
from index.caching import CachingEmbedder
from index.embedders import SentenceTransformerEmbedder
from index.filters import Filters
from index.settings import Settings
from index.temporary import temporary_index
from qa.answerers.extractive import READ, ExtractiveAnswerer, shortlist
from qa.evaluation.answers_cli import CACHE as ANSWERS_CACHE
from qa.evaluation.answers_cli import kept_index
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import load
from qa.evaluation.news_questions import corpus_folder, load_questions
from qa.evaluation.reading import ASKED
from qa.evaluation.splits import is_development, with_questions_of
from qa.filters import parse_filters
from qa.pipeline import Pipeline
from qa.question import parse_question
from qa.readers.answerability import EVIDENCE, evidence
from qa.readers.extraction import Extractor
from qa.readers.spans import FEATURES, SpanReader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.data import Case
    from index.datatypes import Article
    from index.embedders import Embedder
    from qa.evaluation.news_questions import NewsQuestion
    from qa.question import Question
    from qa.readers import Reading

_POOLS = (
    # name, folder, qrels, language of questions, of documents, questions, documents
    ("PIAF train fr→fr", "bench/piaf", "qrels_train.tsv", "fr", "fr", 50, 500),
    ("AfriQA en→en", "train/afriqa", "qrels.tsv", "en", "en", 37, 500),
    ("AfriQA fr→fr", "train/afriqa", "qrels.tsv", "fr", "fr", 20, 500),
    ("AfriQA en→en, yes or no", "train/afriqa", "qrels.tsv", "en", "en", 20, 500),
    ("NTREX en→en, headlines", "bench/ntrex", "qrels.tsv", "en", "en", 20, 500),
    ("NTREX fr→fr, headlines", "bench/ntrex", "qrels.tsv", "fr", "fr", 20, 500),
    ("XQuAD de→de", "bench/xquad", "qrels.tsv", "de", "de", 20, 240),
    ("XQuAD en→de", "bench/xquad", "qrels_crosslingual.tsv", "en", "de", 25, 240),
    ("XQuAD de→en", "bench/xquad", "qrels_crosslingual.tsv", "de", "en", 22, 240),
    ("XQuAD zh→en", "bench/xquad", "qrels_crosslingual.tsv", "zh", "en", 20, 240),
)
_WHOLE = "yes or no", "headlines"  # asked of the whole document
_DATED = "dated news"
_WEIGHT = 3.0  # of a question about dated news: what the others are about is another matter
_NEWS = "MultiHop-RAG, news"
_LANGUAGE = re.compile(r"^[a-z]{2}[-:]")  # what the ids of a translation and its source differ in
_FEWEST = 10  # questions of a pool
_NEWS_QUESTIONS = 37  # with an answer, and as many without
_FEW = 4  # documents about something else, in a corpus of few


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was asked of a pool.

    ``features`` and ``evidence`` have a row per candidate; ``right`` says which hold the answer;
    ``answerable`` whether the document that answers was in the pool; ``about`` names that document,
    the same name for its translations; ``weight`` is how much it counts where it is fitted whether
    the corpus answers.
    """

    features: NDArray[np.float64]
    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool
    about: str
    weight: float = 1.0


def ask_all(pool: Pool, embedder: Embedder, reader: SpanReader) -> Iterator[tuple[Asked, Asked]]:
    """Each question with its document in the pool, and without."""
    subjects = frozenset(article.source for article in pool.articles.values())
    with temporary_index(list(pool.articles.values()), embedder) as retriever:
        pipeline = Pipeline(retriever, ExtractiveAnswerer(reader))
        for case in tqdm(pool.cases, desc=f"{pool.name}: ask", leave=False):
            others = Filters.of(sources=subjects - {pool.articles[case.document].source})
            yield (
                _ask(pipeline, reader, pool, case, Filters(), answerable=True),
                _ask(pipeline, reader, pool, case, others, answerable=False),
            )


def ask_few(pool: Pool, embedder: Embedder, reader: SpanReader) -> Iterator[tuple[Asked, Asked]]:
    """Every third question, of so few documents that most are about something else."""
    chance = random.Random(0)  # noqa: S311 (sampling, not secrets)
    for case in tqdm(pool.cases[::3], desc=f"{pool.name}, few documents: ask", leave=False):
        own = pool.articles[case.document]
        others = [one for one in pool.articles.values() if one.source != own.source]
        others = chance.sample(others, min(_FEW, len(others)))
        yield _ask_both(pool, case, others, embedder, reader)


def ask_subject(
    pool: Pool, embedder: Embedder, reader: SpanReader
) -> Iterator[tuple[Asked, Asked]]:
    """Every other question, of the documents on its subject: all of them seem to answer."""
    for case in tqdm(pool.cases[::2], desc=f"{pool.name}, one subject: ask", leave=False):
        own = pool.articles[case.document]
        same = [one for one in pool.articles.values() if one.source == own.source]
        others = [one for one in same if one.id != own.id]
        if others:
            yield _ask_both(pool, case, others, embedder, reader)


def ask_news(folder: Path, embedder: Embedder, reader: SpanReader) -> Iterator[tuple[Asked, Asked]]:
    """Questions that the news answers, each beside one that it does not.

    They combine several articles, so that any of these, whatever its words, counts as right.
    """
    dataset = with_questions_of(load(folder), "development")
    without = [query for query in dataset.queries if not query.answerable]
    known = [query for query in dataset.queries if query.answerable]
    known = known[:: len(known) // len(without)][:_NEWS_QUESTIONS]
    with temporary_index(list(dataset.articles.values()), embedder) as retriever:
        pipeline = Pipeline(retriever, ExtractiveAnswerer(reader))
        pairs = list(zip(known, without, strict=False))
        for pair in tqdm(pairs, desc=f"{_NEWS}: ask", leave=False):
            asked = []
            for query in pair:
                question = parse_question(query.text, pipeline.stats.languages, ASKED)
                asked.append(
                    _read(
                        pipeline,
                        reader,
                        question,
                        question.temporal.published,
                        partial(_is_of, dataset.qrels.get(query.id, {})),
                        answerable=query.answerable,
                        about=query.id,
                    )
                )
            yield asked[0], asked[1]


def ask_dated_news(
    folder: Path, embedder: Embedder, reader: SpanReader
) -> Iterator[tuple[Asked, ...]]:
    """Questions as people ask them over dated news, each with near-misses made of it.

    Only those of the half on which rules are made.
    """
    questions = load_questions(folder, "even")
    kept = Settings.from_environment().cache_dir / ANSWERS_CACHE
    for name in dict.fromkeys(question.corpus for question in questions):
        own = [question for question in questions if question.corpus == name]
        retriever = kept_index(corpus_folder(folder, name), kept / name, embedder)
        pipeline = Pipeline(retriever, ExtractiveAnswerer(reader))
        documents = {document for question in own for document in question.documents}
        made = list(near_misses(own, {one: pipeline.article(one) for one in documents}))
        for question in tqdm(own, desc=f"{_DATED}, {name}: ask", leave=False):
            about = question.documents[0] if question.documents else question.id
            misses = (one for one in made if one.id.startswith(f"{question.id}-"))
            yield tuple(_ask_dated(pipeline, reader, one, about) for one in (question, *misses))
        pipeline.close()


def _ask_dated(pipeline: Pipeline, reader: SpanReader, asked: NewsQuestion, about: str) -> Asked:
    question = parse_question(asked.text, pipeline.stats.languages)
    filters = parse_filters(**asked.filters) & question.temporal.published  # type: ignore[arg-type]

    def holds(reading: Reading) -> bool:
        if reading.hit.article.id not in asked.documents:
            return False
        places = reading.spans or ((reading.start, reading.end),)
        return any(map(asked.accepts, reading.answers)) or any(
            document == reading.hit.article.id and start < last and first < end
            for document, start, end in asked.spans
            for first, last in places[:1]
        )

    return _read(
        pipeline,
        reader,
        question,
        filters,
        holds,
        answerable=asked.answerable,
        about=about,
    )


def _is_of(documents: Collection[str], reading: Reading) -> bool:
    return reading.hit.article.id in documents


def _ask_both(
    pool: Pool,
    case: Case,
    others: Sequence[Article],
    embedder: Embedder,
    reader: SpanReader,
) -> tuple[Asked, Asked]:
    """A question of its document and others, and of the others alone."""
    asked = []
    for answerable in (True, False):
        documents = [pool.articles[case.document], *others] if answerable else others
        with temporary_index(documents, embedder) as retriever:
            pipeline = Pipeline(retriever, ExtractiveAnswerer(reader))
            asked.append(_ask(pipeline, reader, pool, case, Filters(), answerable=answerable))
    return asked[0], asked[1]


def _ask(
    pipeline: Pipeline,
    reader: SpanReader,
    pool: Pool,
    case: Case,
    filters: Filters,
    *,
    answerable: bool,
) -> Asked:
    def holds(reading: Reading) -> bool:
        words = reading.spans[0] if reading.spans else (reading.start, reading.end)
        return reading.hit.article.id == case.document and any(
            words[0] < end and start < words[1] for start, end in case.spans
        )

    question = parse_question(case.question, {pool.articles[case.document].language})
    about = _LANGUAGE.sub("", case.document)
    return _read(pipeline, reader, question, filters, holds, answerable=answerable, about=about)


def _read(
    pipeline: Pipeline,
    reader: SpanReader,
    question: Question,
    filters: Filters,
    holds: Callable[[Reading], bool],
    *,
    answerable: bool,
    about: str,
) -> Asked:
    found = reader.candidates(question, shortlist(pipeline.search(question, filters), READ))
    readings = [reading for reading, _ in found]
    known = [evidence(question, readings, reading) for reading in readings]
    return Asked(
        np.array([[features[name] for name in FEATURES] for _, features in found]),
        np.array([[facts[name] for name in EVIDENCE] for facts in known]),
        np.array([holds(reading) for reading in readings], bool),
        answerable,
        about,
    )


def ask_everything(data: Path) -> dict[str, list[tuple[Asked, ...]]]:
    """The questions of each pool, with the answer there and without; some minutes."""
    plain = SentenceTransformerEmbedder()
    pools: dict[str, list[tuple[Asked, ...]]] = {}
    with CachedEmbedder(plain, Settings.from_environment().cache_dir / CACHE) as kept:
        embedder = CachingEmbedder(kept, 100_000)
        reader = SpanReader(Extractor.bundled())
        for name, folder, qrels, asked_in, written_in, questions, documents in _POOLS:
            whole = name.endswith(_WHOLE)
            pool = load_pool(
                name,
                data / folder,
                qrels=qrels,
                questions=questions,
                documents=documents,
                question_language=asked_in,
                corpus_language=written_in,
                # Those without a place were not learned from, nor was XQuAD.
                only=None if whole or folder == "bench/xquad" else is_development,
                whole=whole,
            )
            kinds = ("", ask_all), (", few documents", ask_few), (", one subject", ask_subject)
            for kind, ask in kinds:
                read = _both_read(ask(pool, embedder, reader))
                if len(read) >= _FEWEST:
                    pools[name + kind] = read
        pools[_NEWS] = _both_read(ask_news(data / "bench/multihop_rag", embedder, reader))
        news = ask_dated_news(data / "bench/news_questions", embedder, reader)
        pools[_DATED] = [
            tuple(replace(one, weight=_WEIGHT) for one in own if len(one.right)) for own in news
        ]
    return pools


def _both_read(asked: Iterable[tuple[Asked, Asked]]) -> list[tuple[Asked, ...]]:
    return [pair for pair in asked if all(len(one.right) for one in pair)]
