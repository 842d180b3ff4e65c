"""Write the support sheet: every shown claim with its quotes, for people to judge.

A judge writes ``yes`` into the last column if the quotes support the whole claim, else ``no``. The
next run keeps the verdicts of claims that are shown again.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import DatelineError
from qa.evaluation.dataset import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qa.answer import Answer

COLUMNS = ("question_id", "class", "question", "claim", "documents", "quotes", "supported")
_VERDICTS = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim that was shown.

    Attributes:
        question_id: Id of the question that it answers.
        category: Class of the question.
        question: Text of the question.
        text: Text of the claim.
        documents: Spans of its quotes: article, start and end.
        quotes: Quotes that prove it.
        supported: Verdict of a judge; None if there is none.
    """

    question_id: str
    category: str
    question: str
    text: str
    documents: tuple[tuple[str, int, int], ...]
    quotes: tuple[str, ...]
    supported: bool | None = None


def claims_of(question_id: str, category: str, answer: Answer) -> list[ShownClaim]:
    """Return the claims that an answer shows."""
    if answer.written is None:
        return []
    return [
        ShownClaim(
            question_id,
            category,
            answer.question,
            claim.text,
            tuple(
                (answer.citations[one.citation - 1].document, one.start, one.end)
                for one in claim.quotes
            ),
            tuple(one.text for one in claim.quotes),
        )
        for claim in answer.written.claims
    ]


def read_verdicts(path: Path) -> dict[tuple[str, str], bool | None]:
    """Return the verdicts in a sheet, by question and claim; empty if the file does not exist.

    Raises:
        DatasetError: If the file is not such a sheet.
    """
    if not path.exists():
        return {}
    found: dict[tuple[str, str], bool | None] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                verdict = (row["supported"] or "").strip().lower()
                if verdict not in _VERDICTS:
                    reason = f'"supported" is {verdict[:40]!r}; write yes, no or nothing'
                    raise DatasetError(reason, path, line)
                found[row["question_id"], row["claim"]] = _VERDICTS[verdict]
    except KeyError as error:
        raise DatasetError(f"is no support sheet: it has no column {error}", path) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError("is no support sheet: it is not CSV in UTF-8", path) from error
    return found


def write_sheet(
    path: Path, claims: Iterable[ShownClaim], verdicts: Mapping[tuple[str, str], bool | None]
) -> None:
    """Write a sheet as CSV, with a line for each claim and the known verdicts.

    Raises:
        DatelineError: If the file cannot be written.
    """
    words = {verdict: word for word, verdict in _VERDICTS.items()}
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file, lineterminator="\n")
            sheet.writerow(COLUMNS)
            for one in claims:
                places = " ".join(f"{name}[{start}:{end}]" for name, start, end in one.documents)
                verdict = words[verdicts.get((one.question_id, one.text))]
                quotes = " | ".join(" ".join(quote.split()) for quote in one.quotes)
                sheet.writerow(
                    (one.question_id, one.category, one.question, one.text, places, quotes, verdict)
                )
    except OSError as error:
        raise DatelineError(f"{path}: cannot be written: {error.strerror}") from error
