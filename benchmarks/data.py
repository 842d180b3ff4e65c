"""Load benchmark folders in the BEIR layout, as articles and questions."""

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
class AnsweredQuestion:
    """A question with the document that answers it, and the spans of answers."""

    question: str
    document: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionPool:
    """Questions, and the documents to search for answers."""

    name: str
    articles: dict[str, Article]
    cases: Sequence[AnsweredQuestion]


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
) -> QuestionPool:
    """Return a sample of a folder: some questions, their documents, and others as distractors.

    The sample is always the same. If ``only`` is given, it selects the documents of questions by
    collection and subject. With ``whole``, questions are those without a span in the document (a
    yes or no, or a headline), and all of the document counts as right.
    """
    chance = random.Random(20)  # noqa: S311 (sampling, not secrets)
    corpus = {
        row["_id"]: Article(
            id=row["_id"],
            title=row["title"] or row["_id"],
            text=row["text"],
            source=row["title"] or row["_id"],  # the subject, by which documents can be excluded
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
            # Across languages, spans are those of the question's translation.
            translated = f"{corpus_language}-{query['_id'].partition('-')[2]}"
            spans = tuple(
                (start, end)
                for start, end in queries.get(translated, query).get("spans", ())
                if 0 <= start < end <= len(document.text)
            )
            if whole:
                spans = () if spans else ((0, len(document.text)),)
            if spans and (only is None or only(folder.name, document.title)):
                cases.append(AnsweredQuestion(query["text"], document.id, spans))
    cases = chance.sample(cases, min(questions, len(cases)))
    pool = {case.document for case in cases}
    others = sorted(corpus.keys() - pool)
    pool.update(chance.sample(others, min(len(others), max(0, documents - len(pool)))))
    return QuestionPool(name, {i: corpus[i] for i in sorted(pool)}, cases)


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
