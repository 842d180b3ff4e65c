"""Load questions for training, with the spans of answers in their documents.

The folder contains ``bench/`` and ``train/``; docs/reader.md lists the collections and their
licences. Data for measurement are excluded: the test half of PIAF, all of XQuAD, and the paragraphs
of SQuAD 2.0 that XQuAD translates.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.evaluation.splits import is_development

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A text that questions are about.

    Attributes:
        id: Identifier, unique among all collections.
        collection: Name of the collection.
        subject: Page of the document; documents of one subject are never split between halves.
        language: ISO 639-1 code.
        title: Title; may be empty.
        text: Text that contains the answers.
    """

    id: str
    collection: str
    subject: str
    language: str
    title: str
    text: str

    @property
    def development(self) -> bool:
        """Whether it is held out from training."""
        return is_development(self.collection, self.subject)


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a document.

    Attributes:
        question: Question as people asked it.
        document: Document that it is about.
        spans: Distinct spans of answers; empty if the document does not answer.
    """

    question: str
    document: Document
    spans: tuple[Span, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The words at the spans."""
        return tuple(dict.fromkeys(self.document.text[start:end] for start, end in self.spans))


@dataclass(frozen=True, slots=True)
class Collections:
    """All training data: documents, and examples about them."""

    documents: tuple[Document, ...]
    examples: tuple[Example, ...]


def load(data: Path) -> Collections:
    """Load all collections.

    Args:
        data: Folder of ``bench/`` and ``train/``.

    Raises:
        OSError: If a file is missing.
    """
    translated = {
        row["text"].strip()
        for row in rows(data / "bench/xquad/corpus.jsonl")
        if row["lang"] == "en"
    }
    parts = [
        _piaf(data / "bench/piaf"),
        _afriqa(data / "train/afriqa"),
        _squad("squad2", data / "train/squad2/dev-v2.0.json", translated),
        _squad("squadshifts", data / "train/squadshifts/new_wiki_v1.0.json", translated),
        _timeqa(data / "train/timeqa"),
    ]
    return Collections(
        documents=tuple(document for part in parts for document in part.documents),
        examples=tuple(example for part in parts for example in part.examples),
    )


def _piaf(folder: Path) -> Collections:
    pairs = _pairs(folder / "qrels_train.tsv")
    test = {document for _, document in _pairs(folder / "qrels_test.tsv")}
    documents = {
        row["_id"]: document_of("piaf", row, row["title"])
        for row in rows(folder / "corpus.jsonl")
        if row["_id"] not in test
    }
    return _joined(documents, rows(folder / "queries.jsonl"), pairs)


def _afriqa(folder: Path) -> Collections:
    documents = {
        row["_id"]: document_of("afriqa", row, row["title"])
        for row in rows(folder / "corpus.jsonl")
    }
    return _joined(documents, rows(folder / "queries.jsonl"), _pairs(folder / "qrels.tsv"))


def _timeqa(folder: Path) -> Collections:
    """Load TimeQA: spans refer to a paragraph; unanswerable questions are about a whole page."""
    documents = {
        row["_id"]: document_of("timeqa", {**row, "lang": "en"}, row["title"])
        for row in rows(folder / "corpus.jsonl")
    }
    of_page: dict[str, list[Document]] = {}
    for name, document in documents.items():
        of_page.setdefault(name.rpartition("#")[0], []).append(document)
    examples = []
    for row in rows(folder / "queries.jsonl"):
        spans: dict[str, list[Span]] = {}
        for name, start, end in row["spans"]:
            spans.setdefault(name, []).append((start, end))
        examples += [
            _example(row["text"], documents[name], query_spans)
            for name, query_spans in spans.items()
            if name in documents
        ]
        if not row["answerable"]:
            page = row["_id"].removeprefix("/wiki/").partition("#")[0]
            longest = sorted(of_page.get(page, ()), key=lambda one: (-len(one.text), one.id))
            examples += [_example(row["text"], document, ()) for document in longest[:2]]
    return Collections(tuple(documents.values()), tuple(filter(None, examples)))


def _squad(collection: str, path: Path, left_out: set[str]) -> Collections:
    documents, examples = [], []
    for page in json.loads(path.read_text("utf-8"))["data"]:
        for number, paragraph in enumerate(page["paragraphs"]):
            if paragraph["context"].strip() in left_out:
                continue
            title = page.get("title", "").replace("_", " ")
            name = title or page["paragraphs"][0]["context"][:80]
            row = {"_id": f"{name}#{number}", "lang": "en", "text": paragraph["context"]}
            document = document_of(collection, row | {"title": title}, name)
            documents.append(document)
            for item in paragraph["qas"]:
                spans = [
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in item["answers"]
                ]
                examples.append(_example(item["question"], document, spans))
    return Collections(tuple(documents), tuple(filter(None, examples)))


def _joined(
    documents: dict[str, Document],
    queries: Iterable[dict[str, Any]],
    pairs: Iterable[tuple[str, str]],
) -> Collections:
    by_id = {row["_id"]: row for row in queries}
    examples = []
    for query, name in pairs:
        spans = [(start, end) for start, end in by_id[query]["spans"] if start >= 0]
        if spans:  # the others are yes-or-no questions
            examples.append(_example(by_id[query]["text"], documents[name], spans))
    return Collections(tuple(documents.values()), tuple(filter(None, examples)))


def document_of(collection: str, row: dict[str, Any], subject: str) -> Document:
    """Return the document in a row of a ``corpus.jsonl``."""
    return Document(
        id=f"{collection}/{row['_id']}",
        collection=collection,
        subject=subject,
        language=row["lang"],
        title=row["title"] or "",
        text=row["text"],
    )


def _example(question: str, document: Document, spans: Iterable[Span]) -> Example | None:
    """Return an example; None if the annotated spans are not in the text."""
    found = tuple(dict.fromkeys(spans))
    inside = tuple((a, b) for a, b in found if 0 <= a < b <= len(document.text))
    if not question.strip() or (found and not inside):
        return None
    return Example(question.strip(), document, inside)


def _pairs(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["query-id"], row["corpus-id"]) for row in csv.DictReader(file, delimiter="\t")]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
