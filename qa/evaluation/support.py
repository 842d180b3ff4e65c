"""The support sheet: every claim that was shown, with what proves it, for a person to read.

A reader writes ``yes`` into the last column where the quotes support all of the claim, else ``no``.
The next run keeps what was written there of a claim that is shown again.
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
        question_id: Of the question that it answers.
        category: That question's class.
        question: What was asked.
        text: The claim.
        documents: Where its quotes stand: article, first character, one past the last.
        quotes: What proves it, verbatim.
        supported: Whether a reader found it supported; None if nobody has read it.
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
    """Return what readers wrote in a sheet, by question and claim; nothing if there is none.

    Raises:
        DatasetError: If it is no such sheet.
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
    """Write a sheet as CSV, a line for each claim, with the verdicts that are known of them.

    Raises:
        DatelineError: If it cannot be written.
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
