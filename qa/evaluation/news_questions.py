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
"""Every other article with its questions, counted from 0: rules are made on one half and measured
on the other."""

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
"""What the questions of a class have in common."""


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question, and how an answer to it is judged.

    Attributes:
        id: Its name.
        category: A key of ``CLASSES``.
        text: As a person asks it.
        language: ISO 639-1 code of the question.
        corpus: The folder that it is asked of.
        filters: By the names of ``qa.filters.FilterArguments``.
        documents: Articles that answer it, the best first; none if no article does.
        spans: Where answers stand: article, first character, one past the last.
        day: The day that answers; None where the question does not ask for one.
        key: What a right value or quote matches.
        must_not: What a wrong one matches; None for nothing.
        reason: What a quote matches that shows why; None if that is the key.
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
        """Whether an article answers it."""
        return self.key is not None

    def accepts(self, text: str) -> bool:
        """Return whether a value, or a quote that stands for one, is right."""
        return self.holds(text) and not (self.must_not and self.must_not.search(text))

    def holds(self, text: str) -> bool:
        """Return whether a text has the answer in it, beside what is wrong or not."""
        return self.key is not None and self.key.search(text) is not None

    def shows(self, quote: str) -> bool:
        """Return whether a quote has the answer in it, or the reason for it."""
        return self.holds(quote) if self.reason is None else self.reason.search(quote) is not None


def load_questions(folder: Path, half: Half | None = None) -> list[NewsQuestion]:
    """Read the questions of a folder.

    A line of ``questions.jsonl`` has ``id``, ``class``, ``question``, ``question_lang``,
    ``corpus``, ``filters``, ``documents``, ``spans``, ``day``, ``key``, ``must_not`` and ``found``,
    and may have ``reason``. A key is a regular expression, or a list of which all have to match.

    Args:
        folder: The folder.
        half: Which of the articles' questions; all by default. Articles that answer one question
            together are in the same half, and so are all their questions; a question that no
            article answers counts as an article.

    Raises:
        DatasetError: If a line is not of that form, or no question is left.
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
    """Return where the articles of a corpus are: below the folder of questions, or beside it.

    Args:
        folder: The folder of questions.
        name: The corpus.
        corpora: The folder that it is in; None for those two places.

    Raises:
        DatasetError: If it is not there.
    """
    places = (folder / name, folder.parent / name) if corpora is None else (corpora / name,)
    for place in places:
        if (place / CORPUS).is_file():
            return place
    where = "in it or beside it; name its folder with --corpora" if corpora is None else "in it"
    asked = "its questions are" if corpora is None else "questions are"
    raise DatasetError(
        f"{asked} about {name!r}, but there is no {name}/{CORPUS} {where}", corpora or folder
    )


def sample_alike(questions: Sequence[NewsQuestion], number: int) -> list[NewsQuestion]:
    """Return some of the questions, as many of each class as of any other, in their order.

    Of each class those are taken that lie evenly apart, so that languages and corpora mix.
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
        key=_pattern(row["key"]),
        must_not=_pattern(row["must_not"]),
        reason=_pattern(row.get("reason")),
    )


def _pattern(source: str | list[str] | None) -> re.Pattern[str] | None:
    """Compile an expression; of several, all have to match, in any order."""
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
