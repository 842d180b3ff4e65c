"""Load a benchmark folder in the BEIR layout: documents, questions and relevance judgements."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.corpus import read_all
from index.corpus.beir import BeirCorpus, rows, string
from index.corpus.common import check_unicode
from index.errors import CorpusError
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.datatypes import Article

QUERIES = "queries.jsonl"
QRELS = "qrels.tsv"


class DatasetError(CorpusError):
    """The questions or judgements of a benchmark folder cannot be read."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a benchmark.

    Attributes:
        id: Identifier.
        text: Text of the question.
        language: ISO 639-1 code; None if the file gives none.
        answers: Right answers, any of which suffices. Empty if none is known, and for an
            unanswerable question.
        spans: Spans of answers in the document for which the question was written. ``gold_spans``
            selects those that are valid in another document.
        answerable: Whether the corpus answers the question.
        category: Kind of question (``type`` in the file); empty if the file gives none.
    """

    id: str
    text: str
    language: str | None
    answers: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    answerable: bool
    category: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Questions, and the documents to search for answers.

    Attributes:
        name: Name of the folder.
        articles: Documents by id, in the order of the file.
        queries: Questions in the order of the file: those with a relevant document among the
            articles, and unanswerable ones.
        qrels: Relevance (above 0) by question id and document id, only for questions and documents
            in this data set.
    """

    name: str
    articles: dict[str, Article]
    queries: tuple[Query, ...]
    qrels: dict[str, dict[str, int]]


def load(
    folder: Path,
    *,
    qrels: str | None = None,
    query_lang: str | None = None,
    corpus_lang: str | None = None,
    titles: bool = True,
    sample: int | None = None,
    seed: int = 0,
) -> Dataset:
    """Read a folder with ``corpus.jsonl``, ``queries.jsonl`` and judgements of relevance.

    Args:
        folder: Folder.
        qrels: File of judgements, below the folder; by default ``qrels.tsv``, or else the only
            ``qrels*.tsv`` (or ``qrels/*.tsv``).
        query_lang: Language (ISO 639-1) of the questions to keep; detected if the file gives none.
        corpus_lang: Language of the documents to keep, in the same way.
        titles: Whether to keep the documents' titles.
        sample: Number of questions to keep, chosen at random with a fixed seed. All documents are
            kept.
        seed: Seed of the sample.

    Raises:
        CorpusError: If a file or a document cannot be read. It is a DatasetError if a line of the
            other files cannot be read or refers to an unknown question or document, if the file of
            judgements is ambiguous, or if no question is left.
    """
    articles: dict[str, Article] = {}
    corpus = BeirCorpus(folder, None if corpus_lang is None else {corpus_lang})
    for document in read_all(corpus):
        if isinstance(document, CorpusError):
            raise document
        articles[document.id] = document if titles else _untitled(document)
    queries = {query.id: query for query in _queries(folder / QUERIES)}
    path = _judgements_file(folder, qrels)
    judged = _judgements(path, queries, articles, partial=corpus_lang is not None)
    kept = [
        query
        for query in queries.values()
        if (judged.get(query.id) or not query.answerable)
        and (query_lang is None or (query.language or detect(query.text)) == query_lang)
    ]
    if not kept:
        raise DatasetError(
            "no question is left that has a relevant document here; look at the languages that "
            "were asked for"
            if query_lang or corpus_lang
            else "judges no document relevant to any question; name another file of judgements",
            path,
        )
    if sample is not None and sample < len(kept):
        chance = random.Random(seed)  # noqa: S311 (sampling, not secrets)
        kept = [kept[i] for i in sorted(chance.sample(range(len(kept)), sample))]
    return Dataset(
        name=folder.resolve().name,
        articles=articles,
        queries=tuple(kept),
        qrels={query.id: judged[query.id] for query in kept if query.id in judged},
    )


def _untitled(article: Article) -> Article:
    source = article.id if article.source == article.title else article.source
    return replace(article, title="", source=source)


def gold_spans(query: Query, article: Article) -> tuple[tuple[int, int], ...]:
    """Return the question's spans that contain one of its answers in this article.

    Offsets into another document, such as the original of a translation, are left out.
    """
    return tuple(
        (start, end) for start, end in query.spans if article.text[start:end] in query.answers
    )


def _queries(path: Path) -> Iterator[Query]:
    first: dict[str, int] = {}
    for row in rows(path):
        if isinstance(row, CorpusError):
            raise DatasetError(row.reason, path, row.line)
        line, values = row
        try:
            query = _query(values)
        except ValueError as error:
            raise DatasetError(str(error), path, line) from error
        if query.id in first:
            raise DatasetError(
                f"the _id {query.id[:80]!r} stands on line {first[query.id]} too; "
                "give each question its own",
                path,
                line,
            )
        first[query.id] = line
        yield query


def _query(row: dict[str, Any]) -> Query:
    answerable = row.get("answerable")
    if not isinstance(answerable, bool | None):
        raise ValueError('"answerable" is neither true nor false')  # noqa: TRY004
    answers = row.get("answer") or []
    answers = [answers] if isinstance(answers, str) else answers
    if not isinstance(answers, list) or not all(isinstance(one, str) for one in answers):
        raise ValueError('"answer" is neither a string nor a list of strings')
    for answer in answers:
        check_unicode(answer, "answer")
    return Query(
        id=string(row, "_id", required=True),
        text=string(row, "text", required=True),
        language=string(row, "lang") or None,
        answers=() if answerable is False else tuple(dict.fromkeys(answers)),
        spans=_parse_spans(row.get("spans") or []),
        answerable=answerable is not False,
        category=string(row, "type"),
    )


def _parse_spans(value: object) -> tuple[tuple[int, int], ...]:
    spans: dict[tuple[int, int], None] = {}
    for span in value if isinstance(value, list) else [None]:
        match span:
            case [int(start), int(end)] if 0 <= start < end:
                spans[start, end] = None
            case _:
                raise ValueError('"spans" is not a list of [start, end] with 0 <= start < end')
    return tuple(spans)


def _judgements_file(folder: Path, name: str | None) -> Path:
    there = sorted([*folder.glob("qrels*.tsv"), *folder.glob("qrels/*.tsv")])
    if name is not None:
        found = folder / name
    elif len(there) == 1:
        found = there[0]
    else:
        found = folder / QRELS
    if found.is_file():
        return found
    listed = ", ".join(path.relative_to(folder).as_posix() for path in there)
    if name is not None:
        reason = f"no {name} in it; there is {listed or 'no qrels*.tsv at all'}"
    elif there:
        reason = f"several files of judgements and no {QRELS}; name one of {listed}"
    else:
        reason = f"no qrels*.tsv in it; write {QRELS}: query-id, corpus-id, score, with tabs"
    raise DatasetError(reason, folder)


def _judgements(
    path: Path, queries: dict[str, Query], articles: dict[str, Article], *, partial: bool
) -> dict[str, dict[str, int]]:
    """Return the relevant documents by question; ``partial`` allows missing documents."""
    judged: dict[str, dict[str, int]] = {}
    for line, (query, document, score) in _pairs(path):
        if query not in queries:
            raise DatasetError(
                f"no question {query[:80]!r} in {QUERIES}; add it, or take the line out", path, line
            )
        if document not in articles:
            if partial:
                continue
            raise DatasetError(
                f"no document {document[:80]!r} in the corpus; add it, or take the line out",
                path,
                line,
            )
        if score <= 0:
            continue
        if judged.setdefault(query, {}).setdefault(document, score) != score:
            raise DatasetError("judges the same pair a second time, otherwise", path, line)
    return judged


def _pairs(path: Path) -> Iterator[tuple[int, tuple[str, str, int]]]:
    """Yield line number, and question, document and score, from a file of BEIR or TREC."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # other line separators may occur in ids
    except UnicodeDecodeError as error:
        raise DatasetError("not UTF-8; convert the file", path) from error
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", path) from error
    for line, content in enumerate(lines, 1):
        fields = content.strip().split("\t" if "\t" in content else None)
        match fields:
            case [] | [""] | ["query-id", *_]:
                continue
            case [query, document, score] | [query, _, document, score]:
                pass
            case _:
                raise DatasetError(
                    "not a judgement; write query-id, corpus-id and score with tabs between",
                    path,
                    line,
                )
        try:
            yield line, (query, document, int(score))
        except ValueError as error:
            raise DatasetError(
                f"the score {score[:40]!r} is not a whole number; write 1 for relevant", path, line
            ) from error
