"""Store the fields of passages for filters and ranking in columns, derived from the database."""

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
    """The fields of a passage's article.

    Attributes:
        passage_id: Id of the passage.
        values: Value of each field in ``index.filters.FIELDS``, in their order (``Field.indexed``).
        cluster: Cluster of near-duplicates; None if the article has none.
        article_id: Id of the article.
    """

    passage_id: int
    values: tuple[int | str, ...]
    cluster: str | None
    article_id: str


def _row_type(days: Iterable[str], named: Iterable[str]) -> np.dtype[np.void]:
    """Return the dtype of a row: an id, a column for each day, and an index for each name."""
    return np.dtype([("id", "<i8"), *((name, "<i4") for name in (*days, *named, "article"))])


_OFFSET = np.dtype("<i8")


class Columns:
    """A dictionary-encoded table with a row for each passage, sorted by passage id.

    Args:
        rows: Array of ``_row_type``; names and articles are encoded as indexes into their lists.
        names: List of distinct names of each column of names; None stands for a missing name.
        offsets: Start of each article's id in ``articles``, and the total length.
        articles: Concatenated ids of the articles in UTF-8.
    """

    def __init__(
        self,
        rows: NDArray[np.void],
        names: dict[str, list[str | None]],
        offsets: NDArray[np.int64],
        articles: bytes,
    ) -> None:
        # Columns are contiguous, since a filter reads all of one or two columns.
        names_of_columns = rows.dtype.names or ()
        self._columns = {name: np.ascontiguousarray(rows[name]) for name in names_of_columns}
        self._names, self._offsets, self._articles = names, offsets, articles
        self.ids: NDArray[np.int64] = self._columns["id"]

    @classmethod
    def build(cls, rows: Iterable[Row]) -> Self:
        """Create columns from rows that are sorted by passage id."""
        fields = [*FIELDS.values()]
        days = [at for at, one in enumerate(fields) if one.type is FieldType.DAY]
        named = [at for at, one in enumerate(fields) if one.type is FieldType.NAME]
        codes_of: list[dict[Any, int]] = [{} for _ in named]
        clusters: dict[Any, int] = {}
        articles: dict[str, int] = {}
        cache: dict[tuple[Any, ...], tuple[Any, ...]] = {}  # encoded fields of each article

        def encode(row: Row) -> tuple[Any, ...]:
            fields_of_article = row[1:]
            found = cache.get(fields_of_article)
            if found is None:
                found = cache[fields_of_article] = (
                    *(row.values[at] for at in days),
                    *(
                        codes.setdefault(row.values[at], len(codes))
                        for at, codes in zip(named, codes_of, strict=True)
                    ),
                    clusters.setdefault(row.cluster, len(clusters)),
                    articles.setdefault(row.article_id, len(articles)),
                )
            return row.passage_id, *found

        lists = [*(fields[at].name for at in named), "cluster"]
        found = np.fromiter(map(encode, rows), _row_type([fields[at].name for at in days], lists))
        encoded = [one.encode("utf-8", "surrogatepass") for one in articles]
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in encoded])]).astype(_OFFSET)
        names = {
            name: list(codes) for name, codes in zip(lists, (*codes_of, clusters), strict=True)
        }
        return cls(found, names, offsets, b"".join(encoded))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read a file that ``save`` wrote.

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
        """Write a header line of JSON, then the arrays in binary form.

        The header contains the names of the columns of days, the lists of names by column, and the
        numbers of rows and of articles.
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

    def row_numbers(self, passage_ids: Collection[int]) -> NDArray[np.int64]:
        """Return the row numbers of passages.

        Raises:
            KeyError: If a passage does not exist.
        """
        wanted, row_numbers, exists = self._find(passage_ids)
        if not exists.all():
            raise KeyError(f"no passages of the index: {wanted[~exists].tolist()}")
        return row_numbers

    def present(self, passage_ids: Collection[int]) -> list[int]:
        """Return the ids that exist."""
        wanted, _, exists = self._find(passage_ids)
        return [int(passage_id) for passage_id in wanted[exists]]

    def infos(self, passage_ids: Collection[int]) -> dict[int, PassageInfo]:
        """Return the metadata of passages' articles, by passage id; unknown ids are ignored."""
        wanted, row_numbers, exists = self._find(passage_ids)
        chosen = row_numbers[exists]
        articles = self._columns["article"][chosen]
        values = [self._columns[name][chosen] for name in _INFO]
        columns = [wanted[exists], self._offsets[articles], self._offsets[articles + 1], *values]
        languages, clusters = self._names["language"], self._names["cluster"]
        return {
            passage_id: PassageInfo(
                self._articles[start:end].decode("utf-8", "surrogatepass"),
                languages[language] or "",
                _period_of_ordinals(first_day, last_day),
                clusters[cluster],
            )
            for passage_id, start, end, language, first_day, last_day, cluster in zip(
                *(column.tolist() for column in columns), strict=True
            )
        }

    def _find(
        self, passage_ids: Collection[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Return the ids as an array, their row numbers, and a mask of the ids that exist."""
        wanted = np.fromiter(passage_ids, np.int64, len(passage_ids))
        row_numbers: NDArray[np.int64] = np.searchsorted(self.ids, wanted)
        exists = row_numbers < len(self)
        exists[exists] = self.ids[row_numbers[exists]] == wanted[exists]
        return wanted, row_numbers, exists

    def admitted(self, filters: Filters) -> NDArray[np.bool_]:
        """Return a mask of the rows whose articles pass the filters (``Filters.admits``)."""
        passing = np.ones(len(self), np.bool_)
        for condition in filters.conditions:
            column = self._columns[condition.field]
            if condition.operator is Operator.AT_LEAST:
                passing &= column >= condition.day.toordinal()
            elif condition.operator is Operator.AT_MOST:
                passing &= column <= condition.day.toordinal()
            else:
                names = self._names[condition.field]
                wanted = np.array([name in condition.names for name in names], np.bool_)
                passing &= wanted[column]
        return passing

    def newest(self, share: float) -> NDArray[np.bool_]:
        """Return a mask of the passages of the newest days that make up at least this share."""
        days = self._columns["last_day"]
        if not len(self):
            return np.empty(0, np.bool_)
        newest: NDArray[np.bool_] = days >= np.sort(days)[-math.ceil(share * len(days))]
        return newest


_INFO = "language", "first_day", "last_day", "cluster"
"""Columns of ``PassageInfo``, in the order in which ``Columns.infos`` reads them."""


@lru_cache(100_000)  # called for hundreds of passages per question; a corpus has few distinct days
def _period_of_ordinals(first_day: int, last_day: int) -> Period:
    return Period(date.fromordinal(first_day), date.fromordinal(last_day) + timedelta(days=1))
