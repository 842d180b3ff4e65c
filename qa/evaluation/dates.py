"""Measure how dates are found and resolved, on specifications and on annotated texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from index.corpus.beir import UNDATED, rows
from index.datatypes import Period
from index.dates.languages import known_languages
from index.dates.resolution import annotate
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.dates.resolution import Mention
    from qa.evaluation.times import Half

MARKED = "dates.jsonl"
_LANGUAGE_OF_MARKED = "fr"

Value = tuple[str | None, str | None]
"""First day, and the day after the last one, in ISO 8601; None where open."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a case.

    Attributes:
        language: ISO 639-1 code of the text's language.
        text: Text of the case.
        right: Whether every expected expression was found with an expected value.
        literal: The same, but with the ends of ranges as Dateline resolves them: after their last
            part.
        failures: Failed expressions, with their expected and found values.
    """

    language: str
    text: str
    right: bool
    literal: bool
    failures: tuple[str, ...]


def specifications(folder: Path, half: Half | None = None) -> Iterator[Outcome]:
    """Check every case of a folder of ``fr.jsonl``, ``en.jsonl``.

    A line has ``input``, ``reference`` (the reference day, or null) and ``results``: expressions
    (``text``, ``type``) with ``values``, any of which suffices.

    Args:
        folder: Folder of the files.
        half: Half of the lines, counted from 1; all by default. Rules are written on the even half.

    Raises:
        CorpusError: If the folder has no such file, or a line has another form.
    """
    names = [f"{language}.jsonl" for language in known_languages()]
    files = [path for name in names if (path := folder / name).exists()]
    if not files:
        raise CorpusError(f"holds no file of {', '.join(names)}", folder)
    for path in files:
        for row in rows(path):
            if isinstance(row, CorpusError):
                raise row
            line, values = row
            if half is not None and line % 2 != (half == "odd"):
                continue
            try:
                yield _checked(values, path.stem)
            except (KeyError, TypeError, ValueError) as error:
                raise CorpusError(f"is not a case: {error!r}", path, line) from error


def _checked(case: dict[str, Any], language: str) -> Outcome:
    text = case["input"]
    reference = Period.parse(case["reference"]) if case["reference"] else UNDATED
    mentions = annotate(text, language, reference)
    failures = []
    literal = True
    for result in case["results"]:
        wanted = {_expected_value(value, result["type"]) for value in result["values"]}
        spoken = result["text"].strip()
        places = [m.span() for m in re.finditer(re.escape(spoken), text, re.IGNORECASE)]
        near = [
            mention
            for mention in mentions
            if any(mention.start < end and start < mention.end for start, end in places)
        ]
        literal = literal and any(_boundaries(mention.period) in wanted for mention in near)
        if not any(wanted & _values_by_specification(mention) for mention in near):
            found = ", ".join(mention.period.isoformat() for mention in near) or "nothing"
            expected = " or ".join(f"{first}/{last}" for first, last in sorted(wanted, key=str))
            failures.append(f"{spoken!r}: wanted {expected}, found {found}")
    return Outcome(language, text, not failures, literal, tuple(failures))


def _expected_value(value: dict[str, str | None], kind: str) -> Value:
    start, end = value["start"], value["end"]
    if kind == "date" and end is None and start is not None:
        end = (date.fromisoformat(start) + timedelta(days=1)).isoformat()
    return start, end


def _values_by_specification(mention: Mention) -> set[Value]:
    """Return the values of a mention in the terms of the specifications.

    They end a range where its last part begins: "from 2014 to 2018" ends on 1 January 2018.
    """
    values = {_boundaries(mention.period)}
    if mention.ends is not None:
        first, last = mention.ends
        values.add((first.start.isoformat(), last.start.isoformat()))
    return values


def _boundaries(period: Period) -> Value:
    return (
        None if period.start == date.min else period.start.isoformat(),
        None if period.end == date.max else period.end.isoformat(),
    )


def marked(path: Path) -> Iterator[Outcome]:
    """Check whether the dates that people annotated in articles are found.

    A line has ``text`` (the annotated date), ``context`` (the date with the text around it),
    ``dct`` (the date of the article) and ``type``; lines of another type than ``Date`` are skipped.

    Raises:
        CorpusError: If a line has another form.
    """
    for row in rows(path):
        if isinstance(row, CorpusError):
            raise row
        line, values = row
        try:
            if values["type"] == "Date":
                yield _judge_annotation(
                    values["text"], values["context"], Period.parse(values["dct"])
                )
        except (KeyError, TypeError, ValueError) as error:
            raise CorpusError(f"is not a marked date: {error!r}", path, line) from error


def _judge_annotation(spoken: str, context: str, reference: Period) -> Outcome:
    starts = [match.start() for match in re.finditer(re.escape(spoken), context)]
    if not starts:
        raise ValueError(f"{spoken!r} is not in its context")
    # The annotated date is in the middle of the context.
    start = min(starts, key=lambda start: abs(2 * start + len(spoken) - len(context)))
    found = any(
        mention.start < start + len(spoken) and start < mention.end
        for mention in annotate(context, _LANGUAGE_OF_MARKED, reference)
    )
    failures = () if found else (f"{spoken!r}: not found",)
    return Outcome(_LANGUAGE_OF_MARKED, context, found, found, failures)
