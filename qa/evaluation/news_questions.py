"""Read questions about dated news, each with a key of right answers and their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from index.corpus.beir import rows, string
from index.errors import CorpusError
from qa.evaluation.dataset import DatasetError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

QUESTIONS = "questions.jsonl"
CORPUS = "corpus.jsonl"

Half = Literal["even", "odd"]
"""Half of the articles with their questions, counted from 0. Rules are written on one half and
measured on the other."""

CLASSES = {
    "A": "one answer",
    "B": "when",
    "C": "changed",
    "D": "not answered",
    "E": "yes/no, list, count",
    "F": "yes/no",
    "G": "count, list",
    "H": "comparison",
    "I": "several passages",
}
"""Descriptions of the classes of questions."""


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question, and the key by which answers are judged.

    Attributes:
        id: Identifier.
        category: A key of ``CLASSES``.
        text: Question as typed by a person.
        language: ISO 639-1 code of the question.
        corpus: Name of the corpus over which it is asked.
        filters: Filters, by the names of ``qa.filters.FilterArguments``.
        documents: Articles that answer, the best first; empty if no article does.
        spans: Spans of answers: article, start and end.
        day: Day that answers; None if the question does not ask for a day.
        key: Pattern of a right value or quote.
        must_not: Pattern of a wrong value; None for none.
        reason: Pattern of a quote that shows the reason; None if it is the key.
    """

    id: str
    category: str
    text: str
    language: str
    corpus: str
    filters: dict[str, str]
    documents: tuple[str, ...]
    spans: tuple[tuple[str, int, int], ...]
    day: date | None
    key: re.Pattern[str] | None
    must_not: re.Pattern[str] | None
    reason: re.Pattern[str] | None = None

    @property
    def answerable(self) -> bool:
        """Whether an article answers the question."""
        return self.key is not None

    def accepts(self, text: str) -> bool:
        """Return whether a value, or a quote in place of a value, is right."""
        return self.holds(text) and not (self.must_not and self.must_not.search(text))

    def holds(self, text: str) -> bool:
        """Return whether a text contains the answer, even if it also contains a wrong one."""
        return self.key is not None and self.key.search(text) is not None

    def shows(self, quote: str) -> bool:
        """Return whether a quote contains the answer, or the reason for it."""
        return self.holds(quote) if self.reason is None else self.reason.search(quote) is not None


def load_questions(folder: Path, half: Half | None = None) -> list[NewsQuestion]:
    """Read the questions of a folder.

    A line of ``questions.jsonl`` has ``id``, ``class``, ``question``, ``question_lang``,
    ``corpus``, ``filters``, ``documents``, ``spans``, ``day``, ``key``, ``must_not`` and ``found``,
    and optionally ``reason``. A key is a regular expression, or a list of them that must all match.

    Args:
        folder: Folder of the questions.
        half: Half of the articles; all by default. Articles that answer the same question are in
            the same half, and so are all their questions. A question without an answer counts as an
            article.

    Raises:
        DatasetError: If a line has another form, or no question is left.
    """
    path = folder / QUESTIONS
    questions: list[NewsQuestion] = []
    for row in rows(path):
        if isinstance(row, CorpusError):
            raise DatasetError(row.reason, path, row.line)
        line, values = row
        try:
            questions.append(_question(values))
        except KeyError as error:
            raise DatasetError(f"{error} is missing", path, line) from error
        except (TypeError, ValueError, re.error) as error:
            raise DatasetError(f"is not a question: {error}", path, line) from error
    if half is not None:
        groups = _groups(questions)
        wanted = half == "odd"
        questions = [one for one, at in zip(questions, groups, strict=True) if at % 2 == wanted]
    if not questions:
        raise DatasetError("holds no question", path)
    return questions


def corpus_folder(folder: Path, name: str, corpora: Path | None = None) -> Path:
    """Return the folder of a corpus, which is in a folder or next to it.

    Args:
        folder: Folder of the questions.
        name: Name of the corpus.
        corpora: Folder of the corpora; None for the folder of the questions.

    Raises:
        DatasetError: If the corpus does not exist.
    """
    base = folder if corpora is None else corpora
    places = base / name, base.parent / name
    for place in places:
        if (place / CORPUS).is_file():
            return place
    where = "in it or beside it"
    if corpora is None:
        where += "; name its folder with --corpora"
    asked = "its questions are" if corpora is None else "questions are"
    raise DatasetError(
        f"{asked} about {name!r}, but there is no {name}/{CORPUS} {where}", corpora or folder
    )


def stratified_sample(questions: Sequence[NewsQuestion], number: int) -> list[NewsQuestion]:
    """Return a stratified sample of questions, with equally many of each class, in order.

    Questions of a class are chosen at equal distances, so that languages and corpora are mixed.
    """
    classes: dict[str, list[NewsQuestion]] = {}
    for question in questions:
        classes.setdefault(question.category, []).append(question)
    chosen: set[str] = set()
    left = number
    for waiting, own in zip(
        range(len(classes), 0, -1), sorted(classes.values(), key=len), strict=True
    ):
        take = min(len(own), left // waiting)
        chosen.update(own[at * len(own) // take].id for at in range(take))
        left -= take
    return [question for question in questions if question.id in chosen]


def _question(row: dict[str, Any]) -> NewsQuestion:
    category = string(row, "class", required=True)
    if category not in CLASSES:
        raise ValueError(f'"class" is {category!r}, not one of {", ".join(CLASSES)}')
    if row["found"] is not (row["key"] is not None):
        raise ValueError('"found" and "key" disagree: what is found has a key')
    if not isinstance(row["filters"], dict):
        raise TypeError('"filters" is not an object')
    return NewsQuestion(
        id=string(row, "id", required=True),
        category=category,
        text=string(row, "question", required=True),
        language=string(row, "question_lang", required=True),
        corpus=string(row, "corpus", required=True),
        filters=row["filters"],
        documents=tuple(row["documents"]),
        spans=tuple((document, start, end) for document, start, end in row["spans"]),
        day=None if row["day"] is None else date.fromisoformat(row["day"]),
        key=_compiled_key(row["key"]),
        must_not=_compiled_key(row["must_not"]),
        reason=_compiled_key(row.get("reason")),
    )


def _compiled_key(source: str | list[str] | None) -> re.Pattern[str] | None:
    """Compile a regular expression; if there are several, all must match, in any order."""
    if source is None:
        return None
    if not isinstance(source, str):
        source = r"\A" + "".join(f"(?=.*?(?:{one}))" for one in source)
    return re.compile(source, re.IGNORECASE | re.DOTALL)


def _groups(questions: Sequence[NewsQuestion]) -> list[int]:
    """Return the group of each question, in the order of the file; groups share no article."""
    group_of: dict[str, set[str]] = {}
    for question in questions:
        names = {f"{question.corpus}\0{name}" for name in question.documents} or {question.id}
        for known in [group_of[name] for name in names if name in group_of]:
            names |= known
        group_of.update(dict.fromkeys(names, names))
    numbers: dict[int, int] = {}
    found = []
    for question in questions:
        first = f"{question.corpus}\0{question.documents[0]}" if question.documents else question.id
        found.append(numbers.setdefault(id(group_of[first]), len(numbers)))
    return found
