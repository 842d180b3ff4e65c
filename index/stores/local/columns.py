"""What filters ask of every passage, in columns: the view that says which ones pass."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from index.datatypes import Filters

Row = tuple[int, int, int, str, str]
"""A passage's id; the first and the last day on which its article may have been published, as
``date.toordinal`` counts them; the article's source and language."""

_ROW = np.dtype(
    [("id", "<i8"), ("first_day", "<i4"), ("last_day", "<i4"), ("source", "<i4"), ("lang", "<i4")]
)


class Columns:
    """A row for each passage, in the order of their ids: a passage's place is that of its row.

    Args:
        rows: An array of ``_ROW``; sources and languages are places in the lists of names.
        sources: The names of the sources.
        languages: Those of the languages.
    """

    def __init__(self, rows: NDArray[np.void], sources: list[str], languages: list[str]) -> None:
        # Each column by itself: a filter reads one or two of them, whole.
        self._columns = {name: np.ascontiguousarray(rows[name]) for name in _ROW.names or ()}
        self._names = {"source": sources, "lang": languages}
        self.ids: NDArray[np.int64] = self._columns["id"]

    @classmethod
    def build(cls, rows: Iterable[Row]) -> Self:
        """Take rows in the order of their ids."""
        sources: dict[str, int] = {}
        languages: dict[str, int] = {}
        kept = (
            (
                *row[:3],
                sources.setdefault(row[3], len(sources)),
                languages.setdefault(row[4], len(languages)),
            )
            for row in rows
        )
        return cls(np.fromiter(kept, _ROW), list(sources), list(languages))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read what ``save`` wrote.

        Raises:
            OSError, ValueError: If the file is missing or damaged.
        """
        with path.open("rb") as file:
            sources, languages = json.loads(file.readline())
            return cls(np.frombuffer(file.read(), _ROW), sources, languages)

    def save(self, path: Path) -> None:
        """Write the names on a line of JSON, and the rows after it."""
        rows = np.empty(len(self), _ROW)
        for name, column in self._columns.items():
            rows[name] = column
        with path.open("wb") as file:
            file.write(json.dumps([*self._names.values()]).encode() + b"\n")
            file.write(rows.tobytes())

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, passage_ids: Collection[int]) -> NDArray[np.int64]:
        """Where passages are.

        Raises:
            KeyError: If one is not there.
        """
        wanted = np.fromiter(passage_ids, np.int64, len(passage_ids))
        places: NDArray[np.int64] = np.searchsorted(self.ids, wanted)
        there = places < len(self)
        there[there] = self.ids[places[there]] == wanted[there]
        if not there.all():
            raise KeyError(f"no passages of the index: {wanted[~there].tolist()}")
        return places

    def admitted(self, filters: Filters) -> NDArray[np.bool_]:
        """Which rows pass: ``Filters.admits`` of every passage's article."""
        passing = np.ones(len(self), np.bool_)
        if filters.since is not None:
            passing &= self._columns["last_day"] >= filters.since.toordinal()
        if filters.until is not None:
            passing &= self._columns["first_day"] <= filters.until.toordinal()
        if filters.as_of is not None:
            passing &= self._columns["last_day"] <= filters.as_of.toordinal()
        for name, wanted in (("source", filters.sources), ("lang", filters.languages)):
            if wanted:
                named = np.array([one in wanted for one in self._names[name]], np.bool_)
                passing &= named[self._columns[name]]
        return passing

    def newest(self, share: float) -> NDArray[np.bool_]:
        """The rows of the last days that hold at least this share of the passages."""
        days = self._columns["last_day"]
        if not len(self):
            return np.empty(0, np.bool_)
        newest: NDArray[np.bool_] = days >= np.sort(days)[-math.ceil(share * len(days))]
        return newest
