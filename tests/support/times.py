"""Read and check examples of what texts say of time, such as those in ``tests/data/times``.

A file is named by its language, ``en.jsonl``, and each of its lines is a JSON object:

- ``input``: a text;
- ``reference``: when it was written, a day, a month or a year in ISO 8601;
- ``results``: everything that is found in it, in order, each with its ``text``, its ``type``
  (``date`` for a day, else ``daterange``) and its ``values``, of which one is enough: ``start``,
  the first day, and ``end``, the day after the last one. A day has no ``end``; a range that lacks
  one of them is open;
- ``family``: what the example is about; optional.

These are the specifications of Microsoft's Recognizers-Text as ``qa.evaluation`` reads them. A
result may also have keys that they do not have, each checked where it is given: ``bound``
(``side``, ``period``), ``derivation`` (``amounts``, ``sign``, ``anchor``), ``unambiguous``,
``reported``, ``fiscal``, ``fiscal_part`` (the unit and its number), ``former`` (a period) and
``polarity``, as the attributes of ``index.dates.resolution.Mention``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from index.datatypes import Period
from index.dates.resolution import Boundary, Derivation, annotate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what is found in it.

    Attributes:
        name: Its file, line and family.
        language: ISO 639-1 code.
        text: What is read.
        reference: When it was written.
        results: What is found, as in the file.
    """

    name: str
    language: str
    text: str
    reference: Period
    results: list[dict[str, Any]]

    def check(self) -> None:
        """Read the text and compare.

        Raises:
            AssertionError: If anything else is found; the message names the line.
        """
        found = annotate(self.text, self.language, self.reference)
        told = [f"{self.text[one.start : one.end]} {one.period.isoformat()}" for one in found]
        where = f"{self.name}: {self.text}\nfound {told}"
        texts = [result["text"] for result in self.results]
        assert [self.text[one.start : one.end] for one in found] == texts, where
        for mention, result in zip(found, self.results, strict=True):
            assert mention.period in _periods(result), where
            for key in result.keys() - {"text", "type", "values"}:
                assert getattr(mention, key) == _wanted(key, result[key]), f"{where}\n{mention}"


def examples(folder: Path) -> Iterator[Example]:
    """Yield the examples of every file of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            name = f"{path.name}:{number} {row.get('family', '')}".rstrip()
            reference = Period.parse(row["reference"])
            yield Example(name, path.stem, row["input"], reference, row["results"])


def _periods(result: dict[str, Any]) -> list[Period]:
    return [_period(**value, day=result["type"] == "date") for value in result["values"]]


def _period(start: str | None, end: str | None, *, day: bool) -> Period:
    first = date.min if start is None else date.fromisoformat(start)
    if end is not None:
        return Period(first, date.fromisoformat(end))
    return Period(first, first + timedelta(days=1) if day else date.max)


def _wanted(key: str, value: Any) -> object:
    """Return the attribute of a mention that a key of a result stands for."""
    if key == "bound":
        return Boundary(value["side"], Period.parse(value["period"]))
    if key == "derivation":
        amounts = tuple((count, unit) for count, unit in value["amounts"])
        return Derivation(amounts, value["sign"], Period.parse(value["anchor"]))
    if key == "former":
        return Period.parse(value)
    if key == "fiscal_part":
        return tuple(value)
    return value
