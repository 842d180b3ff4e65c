"""Keep what filters and ranking ask of passages in columns: a view of the record."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from index.datatypes import Period
from index.filters import FIELDS, FieldType, Operator
from index.stores.datatypes import PassageInfo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from index.filters import Filters


class Row(NamedTuple):
    """A passage and its article.

    Attributes:
        passage_id: The passage's.
        values: What the article has for each field of ``index.filters.FIELDS``, in their order
            (see ``Field.indexed``).
        cluster: Of the article's near-duplicates; None if it has none.
        article_id: The article's.
    """

    passage_id: int
    values: tuple[int | str, ...]
    cluster: str | None
    article_id: str


def _row_type(days: Iterable[str], named: Iterable[str]) -> np.dtype[np.void]:
    """Return the type of a row, by the columns of days and of places in lists of names."""
    return np.dtype([("id", "<i8"), *((name, "<i4") for name in (*days, *named, "article"))])


_OFFSET = np.dtype("<i8")


class Columns:
    """A row for each passage, in the order of their ids: a passage's place is that of its row.

    Args:
        rows: An array of ``_row_type``; names and articles are places in the lists of them.
        names: The list of names of each column that has one; None stands for no name.
        offsets: Where each article's id begins in ``articles``, and at last where it ends.
        articles: The ids of the articles, in UTF-8.
    """

    def __init__(
        self,
        rows: NDArray[np.void],
        names: dict[str, list[str | None]],
        offsets: NDArray[np.int64],
        articles: bytes,
    ) -> None:
        # Each column by itself: a filter reads one or two of them, whole.
        names_of_columns = rows.dtype.names or ()
        self._columns = {name: np.ascontiguousarray(rows[name]) for name in names_of_columns}
        self._names, self._offsets, self._articles = names, offsets, articles
        self.ids: NDArray[np.int64] = self._columns["id"]

    @classmethod
    def build(cls, rows: Iterable[Row]) -> Self:
        """Take rows in the order of the passages' ids."""
        fields = [*FIELDS.values()]
        days = [at for at, one in enumerate(fields) if one.type is FieldType.DAY]
        named = [at for at, one in enumerate(fields) if one.type is FieldType.NAME]
        places: list[dict[Any, int]] = [{} for _ in named]
        clusters: dict[Any, int] = {}
        articles: dict[str, int] = {}
        facts: dict[tuple[Any, ...], tuple[Any, ...]] = {}  # of each article, as they are kept

        def kept(row: Row) -> tuple[Any, ...]:
            own = row[1:]
            found = facts.get(own)
            if found is None:
                found = facts[own] = (
                    *(row.values[at] for at in days),
                    *(
                        known.setdefault(row.values[at], len(known))
                        for at, known in zip(named, places, strict=True)
                    ),
                    clusters.setdefault(row.cluster, len(clusters)),
                    articles.setdefault(row.article_id, len(articles)),
                )
            return row.passage_id, *found

        lists = [*(fields[at].name for at in named), "cluster"]
        found = np.fromiter(map(kept, rows), _row_type([fields[at].name for at in days], lists))
        encoded = [one.encode("utf-8", "surrogatepass") for one in articles]
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in encoded])]).astype(_OFFSET)
        names = {name: list(known) for name, known in zip(lists, (*places, clusters), strict=True)}
        return cls(found, names, offsets, b"".join(encoded))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read what ``save`` wrote.

        Raises:
            OSError, ValueError: If the file is missing or damaged.
        """
        with path.open("rb") as file:
            days, names, count, articles = json.loads(file.readline())
            row = _row_type(days, dict(names))
            rows = np.frombuffer(file.read(count * row.itemsize), row, count)
            size = (articles + 1) * _OFFSET.itemsize
            offsets = np.frombuffer(file.read(size), _OFFSET, articles + 1)
            ids = file.read()
        if len(ids) != offsets[-1]:
            raise ValueError(f"{path} has {len(ids)} bytes of ids, not {offsets[-1]}")
        return cls(rows, dict(names), offsets, ids)

    def save(self, path: Path) -> None:
        """Write a line of JSON, then the arrays.

        The line has the columns of days, each list of names with its column, and the numbers of
        rows and of articles.
        """
        days = [name for name in self._columns if name not in {"id", "article", *self._names}]
        rows = np.empty(len(self), _row_type(days, self._names))
        for name, column in self._columns.items():
            rows[name] = column
        head = [days, [*self._names.items()], len(self), len(self._offsets) - 1]
        with path.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            file.write(rows.tobytes())
            file.write(self._offsets.tobytes())
            file.write(self._articles)

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, passage_ids: Collection[int]) -> NDArray[np.int64]:
        """Where passages are.

        Raises:
            KeyError: If one is not there.
        """
        wanted, places, there = self._find(passage_ids)
        if not there.all():
            raise KeyError(f"no passages of the index: {wanted[~there].tolist()}")
        return places

    def present(self, passage_ids: Collection[int]) -> list[int]:
        """Return those of the passages that are there."""
        wanted, _, there = self._find(passage_ids)
        return [int(passage_id) for passage_id in wanted[there]]

    def infos(self, passage_ids: Collection[int]) -> dict[int, PassageInfo]:
        """Return what is known of each passage's article; ids that are not there are left out."""
        wanted, places, there = self._find(passage_ids)
        chosen = places[there]
        articles = self._columns["article"][chosen]
        facts = [self._columns[name][chosen] for name in _INFO]
        columns = [wanted[there], self._offsets[articles], self._offsets[articles + 1], *facts]
        languages, clusters = self._names["language"], self._names["cluster"]
        return {
            passage_id: PassageInfo(
                self._articles[start:end].decode("utf-8", "surrogatepass"),
                languages[language] or "",
                _period(first_day, last_day),
                clusters[cluster],
            )
            for passage_id, start, end, language, first_day, last_day, cluster in zip(
                *(column.tolist() for column in columns), strict=True
            )
        }

    def _find(
        self, passage_ids: Collection[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """The ids as an array, their places, and which of these are theirs."""
        wanted = np.fromiter(passage_ids, np.int64, len(passage_ids))
        places: NDArray[np.int64] = np.searchsorted(self.ids, wanted)
        there = places < len(self)
        there[there] = self.ids[places[there]] == wanted[there]
        return wanted, places, there

    def admitted(self, filters: Filters) -> NDArray[np.bool_]:
        """Which rows pass: ``Filters.admits`` of every passage's article."""
        passing = np.ones(len(self), np.bool_)
        for condition in filters.conditions:
            column = self._columns[condition.field]
            if condition.operator is Operator.AT_LEAST:
                passing &= column >= condition.day.toordinal()
            elif condition.operator is Operator.AT_MOST:
                passing &= column <= condition.day.toordinal()
            else:
                known = self._names[condition.field]
                wanted = np.array([one in condition.names for one in known], np.bool_)
                passing &= wanted[column]
        return passing

    def newest(self, share: float) -> NDArray[np.bool_]:
        """The rows of the last days that hold at least this share of the passages."""
        days = self._columns["last_day"]
        if not len(self):
            return np.empty(0, np.bool_)
        newest: NDArray[np.bool_] = days >= np.sort(days)[-math.ceil(share * len(days))]
        return newest


_INFO = "language", "first_day", "last_day", "cluster"


@lru_cache(100_000)  # a ranking asks for hundreds, and a corpus has few days
def _period(first_day: int, last_day: int) -> Period:
    return Period(date.fromordinal(first_day), date.fromordinal(last_day) + timedelta(days=1))
