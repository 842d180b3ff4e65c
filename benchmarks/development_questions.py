"""Ask and read the development questions on which the trained reader's confidence is fitted.

Every question is asked twice over a pool of documents: with the document that answers it, and
without all documents on its subject, where the right result is that the corpus does not answer.
Some are also asked over a few documents, and over the documents on their subject, with and without
the right one, as in a collection on one subject. The documents were held out from training.
Questions about news (the half of MultiHop-RAG that is not used for measurement) are asked once,
with one answerable question for each unanswerable one. Near-misses are made from the questions of
the pools and from those about dated news (``benchmarks/near_misses.py``); people wrote others for
the paragraphs of SQuAD 2.0.

The retrieved passages and the network's output are cached, so that features can be changed without
reading again.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from benchmarks.data import QuestionPool, load_pool, rows
from benchmarks.near_misses import Original, near_misses
from index.caching import CachingEmbedder
from index.datatypes import Article, Period
from index.embedders import SentenceTransformerEmbedder
from index.filters import Filters
from index.settings import Settings
from index.temporary import temporary_index
from qa.answerers.extractive import READ, READ_FOR_THE_LATEST, shortlist
from qa.evaluation.answers_cli import CACHE as ANSWERS_CACHE
from qa.evaluation.answers_cli import cached_index
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import load
from qa.evaluation.news_questions import corpus_folder, load_questions
from qa.evaluation.reading import QUESTION_DAY
from qa.evaluation.splits import is_development, with_questions_of
from qa.filters import parse_filters
from qa.pipeline import RETRIEVED
from qa.question import parse_question
from qa.readers.answerability import EVIDENCE, evidence
from qa.readers.spans import FEATURES, candidates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.data import AnsweredQuestion
    from index.datatypes import Hit
    from index.embedders import Embedder
    from index.search import Retriever
    from qa.evaluation.news_questions import Half, NewsQuestion
    from qa.question import Question
    from qa.readers import Reading
    from qa.readers.extraction import ExtractedSpan, SpanExtractor

_POOLS = (
    # name, folder, qrels, language of questions, language of documents, questions, documents
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
_WHOLE = "yes or no", "headlines"  # the whole document is the answer
DATED = "dated news"
"""Questions about dated news, as people type them, with near-misses."""

_WEIGHT = 3.0  # of a question about dated news, the intended use
_NEWS = "MultiHop-RAG, news"
_UNANSWERED = "SQuAD 2.0, made by people"
_OF_PARAGRAPH = 1  # answerable question, and one that is not
_LANGUAGE = re.compile(r"^[a-z]{2}[-:]")  # prefix of ids, by language
_FEWEST = 10  # minimum number of questions in a pool
_NEWS_QUESTIONS = 37  # with an answer, and as many without
_FEW = 4  # documents on other subjects, in a small corpus


@dataclass(frozen=True, slots=True)
class RetrievedQuestion:
    """A question with its retrieved passages.

    Attributes:
        question: Parsed question.
        hits: Passages that may be read, best first.
        spans: Spans of answers: the document, and offsets in its text.
        accepts: Test of other right answers, by their text; None for none.
        answerable: Whether a document that answers was in the pool.
        about: Id of that document, shared by its translations.
    """

    question: Question
    hits: tuple[Hit, ...]
    spans: tuple[tuple[str, int, int], ...]
    answerable: bool
    about: str
    accepts: NewsQuestion | None = None

    def is_right(self, reading: Reading) -> bool:
        """Return whether the most probable words of a reading are right."""
        document = reading.hit.article.id
        if self.accepts and document not in self.accepts.documents:
            return False
        if self.accepts and any(map(self.accepts.accepts, reading.answers)):
            return True
        first, last = reading.spans[0] if reading.spans else (reading.start, reading.end)
        return any(
            document == gold and start < last and first < end for gold, start, end in self.spans
        )


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with the features of its readings.

    ``features`` and ``evidence`` have a row for each candidate; ``right`` tells which candidates
    have the answer. ``answerable`` is whether the document with the answer was in the pool;
    ``about`` is its id, shared by its translations. ``weight`` is the weight of the question in a
    fit, and ``across`` is whether its language differs from that of the documents.
    """

    features: NDArray[np.float64]
    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool
    about: str
    weight: float = 1.0
    across: bool = False


@dataclass(frozen=True, slots=True)
class _PoolQuestions:
    """Asks the questions of a pool."""

    pool: QuestionPool
    embedder: Embedder

    def whole(self) -> Iterator[tuple[RetrievedQuestion, ...]]:
        """Yield each question with its document in the pool and without, and a near-miss of it."""
        pool = self.pool
        subjects = frozenset(article.source for article in pool.articles.values())
        misses = self._near_misses()
        with temporary_index(list(pool.articles.values()), self.embedder) as retriever:
            for case in tqdm(pool.cases, desc=f"{pool.name}: ask", leave=False):
                others = Filters.of(sources=subjects - {pool.articles[case.document].source})
                retrieved = [
                    self._ask(retriever, case, Filters()),
                    self._ask(retriever, replace(case, spans=()), others),
                ]
                if case in misses:
                    retrieved.append(self._ask(retriever, misses[case], Filters()))
                yield tuple(retrieved)

    def few(self) -> Iterator[tuple[RetrievedQuestion, ...]]:
        """Yield every third question, over a few documents that are mostly about something else."""
        pool = self.pool
        chance = random.Random(0)  # noqa: S311 (sampling, not secrets)
        for case in tqdm(pool.cases[::3], desc=f"{pool.name}, few documents: ask", leave=False):
            document = pool.articles[case.document]
            others = [one for one in pool.articles.values() if one.source != document.source]
            yield self._both(case, chance.sample(others, min(_FEW, len(others))))

    def subject(self) -> Iterator[tuple[RetrievedQuestion, ...]]:
        """Yield every other question, over the documents on its subject, which seem to answer."""
        pool = self.pool
        for case in tqdm(pool.cases[::2], desc=f"{pool.name}, one subject: ask", leave=False):
            document = pool.articles[case.document]
            same = [one for one in pool.articles.values() if one.source == document.source]
            if others := [one for one in same if one.id != document.id]:
                yield self._both(case, others)

    def _both(
        self, case: AnsweredQuestion, others: Sequence[Article]
    ) -> tuple[RetrievedQuestion, ...]:
        """Return a question over its document and others, and over the others alone."""
        retrieved = []
        for answering in ([self.pool.articles[case.document]], []):
            with temporary_index([*answering, *others], self.embedder) as retriever:
                about = case if answering else replace(case, spans=())
                retrieved.append(self._ask(retriever, about, Filters()))
        return tuple(retrieved)

    def _near_misses(self) -> dict[AnsweredQuestion, AnsweredQuestion]:
        """Return a near-miss of each question, if one can be made, with all kinds equally often."""
        if self.pool.name.endswith(_WHOLE):
            return {}
        languages = {one.language for one in self.pool.articles.values()}
        originals = [
            Original(
                str(at),
                case.question,
                parse_question(case.question, languages).language,
                (self.pool.articles[case.document].text,),
            )
            for at, case in enumerate(self.pool.cases)
        ]
        by_case: dict[int, list[str]] = {}
        for miss in near_misses(originals):
            by_case.setdefault(int(miss.id), []).append(miss.text)
        return {
            (case := self.pool.cases[at]): replace(case, question=texts[at % len(texts)], spans=())
            for at, texts in by_case.items()
        }

    def _ask(
        self, retriever: Retriever, case: AnsweredQuestion, filters: Filters
    ) -> RetrievedQuestion:
        """Ask a question; one without spans of answers is unanswerable."""
        question = parse_question(case.question, {self.pool.articles[case.document].language})
        return RetrievedQuestion(
            question,
            _retrieve(retriever, question, filters),
            tuple((case.document, *span) for span in case.spans),
            bool(case.spans),
            _LANGUAGE.sub("", case.document),
        )


def ask_unanswered(data: Path, embedder: Embedder) -> Iterator[tuple[RetrievedQuestion, ...]]:
    """Yield unanswerable questions that people wrote for paragraphs of SQuAD 2.0.

    Each comes with an answerable question about the same paragraph.
    """
    translated = {
        row["text"].strip()
        for row in rows(data / "bench/xquad/corpus.jsonl")
        if row["lang"] == "en"
    }
    pages = json.loads((data / "train/squad2/dev-v2.0.json").read_text("utf-8"))["data"]
    paragraphs = [
        (page["title"].replace("_", " "), paragraph)
        for page in pages
        if is_development("squad2", page["title"].replace("_", " "))
        for paragraph in page["paragraphs"]
        if paragraph["context"].strip() not in translated
    ]
    articles = [
        Article(
            id=f"squad2-{number}",
            title=title,
            text=paragraph["context"],
            source=title,
            published=Period.parse("2000"),
            language="en",
        )
        for number, (title, paragraph) in enumerate(paragraphs)
    ]
    with temporary_index(articles, embedder) as retriever:
        pairs = list(zip(articles, paragraphs, strict=True))
        for article, (_, paragraph) in tqdm(pairs, desc=f"{_UNANSWERED}: ask", leave=False):
            known = [one for one in paragraph["qas"] if one["answers"]][:_OF_PARAGRAPH]
            absent = [one for one in paragraph["qas"] if not one["answers"]][:_OF_PARAGRAPH]
            for pair in zip(known, absent, strict=False):
                yield tuple(_ask_paragraph(retriever, article, one) for one in pair)


def _ask_paragraph(
    retriever: Retriever, article: Article, row: dict[str, Any]
) -> RetrievedQuestion:
    question = parse_question(row["question"], {article.language})
    spans = [
        (article.id, one["answer_start"], one["answer_start"] + len(one["text"]))
        for one in row["answers"]
    ]
    hits = _retrieve(retriever, question, Filters())
    return RetrievedQuestion(question, hits, tuple(dict.fromkeys(spans)), bool(spans), article.id)


def ask_news(folder: Path, embedder: Embedder) -> Iterator[tuple[RetrievedQuestion, ...]]:
    """Yield questions that the news answers, each with one that it does not.

    They combine several articles, so that words from any of these count as right.
    """
    dataset = with_questions_of(load(folder), "development")
    without = [query for query in dataset.queries if not query.answerable]
    known = [query for query in dataset.queries if query.answerable]
    known = known[:: len(known) // len(without)][:_NEWS_QUESTIONS]
    with temporary_index(list(dataset.articles.values()), embedder) as retriever:
        languages = retriever.snapshot.stats().languages
        pairs = list(zip(known, without, strict=False))
        for pair in tqdm(pairs, desc=f"{_NEWS}: ask", leave=False):
            retrieved = []
            for query in pair:
                question = parse_question(query.text, languages, QUESTION_DAY)
                documents = dataset.qrels.get(query.id, {}) if query.answerable else ()
                retrieved.append(
                    RetrievedQuestion(
                        question,
                        _retrieve(retriever, question, question.temporal.published),
                        tuple((one, 0, len(dataset.articles[one].text)) for one in documents),
                        query.answerable,
                        query.id,
                    )
                )
            yield tuple(retrieved)


def ask_dated_news(
    folder: Path, embedder: Embedder, half: Half = "even"
) -> Iterator[tuple[RetrievedQuestion, ...]]:
    """Yield questions about dated news, as people type them, each with near-misses.

    Args:
        folder: Folder of the questions.
        embedder: Embedder.
        half: Half of the articles; rules are written on the even half only.
    """
    questions = load_questions(folder, half)
    cache = Settings.from_environment().cache_dir / ANSWERS_CACHE
    for name in dict.fromkeys(question.corpus for question in questions):
        of_corpus = [question for question in questions if question.corpus == name]
        retriever = cached_index(corpus_folder(folder, name), cache / name, embedder)
        article = retriever.snapshot.article
        misses: dict[str, list[NewsQuestion]] = {}
        by_id = {one.id: one for one in of_corpus}
        originals = [
            Original(
                one.id,
                one.text,
                one.language,
                tuple(article(document).text for document in one.documents),
                article(one.documents[0]).published.start.year,
            )
            for one in of_corpus
            if one.answerable
        ]
        for miss in near_misses(originals):
            misses.setdefault(miss.id, []).append(_unanswered(by_id[miss.id], miss.text))
        for question in tqdm(of_corpus, desc=f"{DATED}, {name}: ask", leave=False):
            about = question.documents[0] if question.documents else question.id
            yield tuple(
                _ask_dated(retriever, one, about)
                for one in (question, *misses.get(question.id, ()))
            )
        retriever.snapshot.close()


def _unanswered(question: NewsQuestion, text: str) -> NewsQuestion:
    absent: dict[str, Any] = {"category": "D", "documents": (), "spans": ()}
    return replace(question, text=text, day=None, key=None, must_not=None, **absent)


def _ask_dated(retriever: Retriever, news_question: NewsQuestion, about: str) -> RetrievedQuestion:
    question = parse_question(news_question.text, retriever.snapshot.stats().languages)
    filters = parse_filters(**news_question.filters) & question.temporal.published  # type: ignore[arg-type]
    hits = _retrieve(retriever, question, filters)
    return RetrievedQuestion(
        question, hits, news_question.spans, news_question.answerable, about, news_question
    )


def _retrieve(retriever: Retriever, question: Question, filters: Filters) -> tuple[Hit, ...]:
    """Return the passages that may be read, best first."""
    mentioned = question.temporal.mentioned
    hits = retriever.search(question.query, question.language, RETRIEVED, filters, mentioned)
    return tuple(shortlist(hits, READ_FOR_THE_LATEST))


def retrieve_everything(data: Path) -> dict[str, list[tuple[RetrievedQuestion, ...]]]:
    """Return the questions of each pool, with and without the answer; this takes some minutes."""
    plain = SentenceTransformerEmbedder()
    pools: dict[str, list[tuple[RetrievedQuestion, ...]]] = {}
    with CachedEmbedder(plain, Settings.from_environment().cache_dir / CACHE) as cached:
        embedder = CachingEmbedder(cached, 100_000)
        for name, folder, qrels, question_language, corpus_language, questions, documents in _POOLS:
            pool = load_pool(
                name,
                data / folder,
                qrels=qrels,
                questions=questions,
                documents=documents,
                question_language=question_language,
                corpus_language=corpus_language,
                # Questions without spans, and XQuAD, were not used in training.
                only=(None if name.endswith(_WHOLE) or folder == "bench/xquad" else is_development),
                whole=name.endswith(_WHOLE),
            )
            pool_questions = _PoolQuestions(pool, embedder)
            for kind, ask in (
                ("", pool_questions.whole),
                (", few documents", pool_questions.few),
                (", one subject", pool_questions.subject),
            ):
                if len(found := _all_found(ask())) >= _FEWEST:
                    pools[name + kind] = found
        pools[_UNANSWERED] = _all_found(ask_unanswered(data, embedder))
        pools[_NEWS] = _all_found(ask_news(data / "bench/multihop_rag", embedder))
        pools[DATED] = _all_found(ask_dated_news(data / "bench/news_questions", embedder))
    return pools


class CachingExtractor:
    """An extractor that caches the spans of each passage.

    Args:
        extractor: Extractor that reads.
        spans: Cached spans, by question, text and first offset of an answer.
    """

    def __init__(
        self, extractor: SpanExtractor, spans: dict[tuple[str, str, int], list[ExtractedSpan]]
    ) -> None:
        self.spans = spans
        self._extractor = extractor

    def extract(
        self, question: str, texts: Sequence[str], begins: Sequence[int] | None = None
    ) -> list[list[ExtractedSpan]]:
        """See ``Extractor.extract``."""
        begins = begins or [0] * len(texts)
        keys = [(question, text, begin) for text, begin in zip(texts, begins, strict=True)]
        missing = [key for key in dict.fromkeys(keys) if key not in self.spans]
        if missing:
            own_texts, own_begins = zip(*(key[1:] for key in missing), strict=True)
            read = self._extractor.extract(question, own_texts, own_begins)
            self.spans.update(zip(missing, read, strict=True))
        return [self.spans[key] for key in keys]


def _all_found(
    groups: Iterable[tuple[RetrievedQuestion, ...]],
) -> list[tuple[RetrievedQuestion, ...]]:
    """Return the groups in which every question has retrieved passages."""
    return [group for group in groups if all(one.hits for one in group)]


def read_everything(
    pools: Mapping[str, Sequence[tuple[RetrievedQuestion, ...]]], extractor: SpanExtractor
) -> dict[str, list[tuple[ReadQuestion, ...]]]:
    """Return the readings of all retrieved passages."""
    found = {}
    for name, groups in pools.items():
        weight = _WEIGHT if name == DATED else 1.0
        bar = tqdm(groups, desc=f"{name}: read", leave=False)
        read = [
            tuple(
                _read_candidates(one, extractor, weight * share)
                for one, share in zip(group, _shares(group), strict=True)
            )
            for group in bar
        ]
        found[name] = [group for group in read if all(len(one.right) for one in group)]
    return found


def _shares(group: Sequence[RetrievedQuestion]) -> list[float]:
    """Return the weight of each question of a group; unanswerable ones together count as one."""
    absent = sum(not one.answerable for one in group)
    return [1.0 if one.answerable else 1.0 / absent for one in group]


def _read_candidates(
    retrieved: RetrievedQuestion, extractor: SpanExtractor, weight: float
) -> ReadQuestion:
    found = candidates(extractor, retrieved.question, shortlist(retrieved.hits, READ))
    readings = [reading for reading, _ in found]
    known = [evidence(retrieved.question, readings, reading) for reading in readings]
    return ReadQuestion(
        np.array([[features[name] for name in FEATURES] for _, features in found]),
        np.array([[facts[name] for name in EVIDENCE] for facts in known]),
        np.array(
            [retrieved.answerable and retrieved.is_right(reading) for reading in readings], bool
        ),
        retrieved.answerable,
        retrieved.about,
        weight,
        retrieved.question.language != retrieved.hits[0].article.language,
    )
