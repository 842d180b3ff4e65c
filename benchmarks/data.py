"""Benchmark folders in the BEIR layout, as articles and questions."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.datatypes import Article, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_UNDATED = Period.parse("2000")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the document that answers it, and where."""

    question: str
    document: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Questions, and the documents to look for answers in."""

    name: str
    articles: dict[str, Article]
    cases: Sequence[Case]


def load_pool(
    name: str,
    folder: Path,
    *,
    qrels: str,
    questions: int,
    documents: int,
    question_language: str,
    corpus_language: str,
    only: Callable[[str, str], bool] | None = None,
    whole: bool = False,
) -> Pool:
    """A sample of a folder: some questions, their documents, and others to distract.

    The sample is the same every time. Questions are only of documents whose collection and
    subject ``only`` admits, if it is given. With ``whole`` they are those whose answer has no
    place in the document (a yes or no, a headline's story), and all of it counts as right.
    """
    chance = random.Random(20)  # noqa: S311 (sampling, not secrets)
    corpus = {
        row["_id"]: Article(
            id=row["_id"],
            title=row["title"] or row["_id"],
            text=row["text"],
            source=row["title"] or row["_id"],  # the subject, so that it can be left out
            published=_UNDATED,
            language=row["lang"],
        )
        for row in rows(folder / "corpus.jsonl")
        if row["lang"] == corpus_language
    }
    queries = {row["_id"]: row for row in rows(folder / "queries.jsonl")}
    cases = []
    with (folder / qrels).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            query, document = queries[row["query-id"]], corpus.get(row["corpus-id"])
            if document is None or query["lang"] != question_language:
                continue
            # Across languages the spans stand in the question's translation.
            translated = f"{corpus_language}-{query['_id'].partition('-')[2]}"
            spans = tuple(
                (start, end)
                for start, end in queries.get(translated, query).get("spans", ())
                if 0 <= start < end <= len(document.text)
            )
            if whole:
                spans = () if spans else ((0, len(document.text)),)
            if spans and (only is None or only(folder.name, document.title)):
                cases.append(Case(query["text"], document.id, spans))
    cases = chance.sample(cases, min(questions, len(cases)))
    pool = {case.document for case in cases}
    others = sorted(corpus.keys() - pool)
    pool.update(chance.sample(others, min(len(others), max(0, documents - len(pool)))))
    return Pool(name, {i: corpus[i] for i in sorted(pool)}, cases)


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
