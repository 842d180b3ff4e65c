"""Read rows in memory, as dictionaries or a data frame, as a corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.corpus.items import Item, items
from index.corpus.listing import Listing
from index.corpus.mapper import Mapper
from index.corpus.options import CorpusOptions
from index.corpus.protocol import Entry
from index.corpus.records import Record
from index.corpus.sources import SourceFile
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.datatypes import Article

_NAME = "rows"
_READING = "4"  # incremented whenever a row would be read differently


class RowCorpus:
    """The articles of rows, each a mapping of fields, which are interpreted like those of a CSV.

    ``build([{"date": "2020-09-17", "text": …}], index_dir)`` indexes them. The id of an article is
    the row's id or address, else its number from 1. A row that is not an article is left out and
    reported. An index does not record where the rows came from, so an update needs them again.

    Args:
        rows: Rows, which are held in memory.
        options: Options for reading them.

    Raises:
        CorpusError: If a row is not a mapping.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]], options: CorpusOptions | None) -> None:
        self.place = ""
        self.suffixes: tuple[str, ...] = ()
        self.options = options or CorpusOptions()
        self._records: list[Record | CorpusError] = []
        for number, row in enumerate(rows, 1):
            if not isinstance(row, Mapping):
                reason = f"is a {type(row).__name__}; give mappings alone, or index.Article alone"
                raise CorpusError(reason, Path(_NAME), number)
            self._records.append(Record({str(key): value for key, value in row.items()}, number))
        self._mapper = Mapper(self.options)
        self._file = SourceFile(Path(_NAME), _NAME, self.options)
        fingerprint = json.dumps([_READING, self.options.to_dict()], sort_keys=True).encode()
        self._listing = Listing(self._file, self._mapper, fingerprint, read=self._read)
        facts = self._listing.facts
        found = items(self._file, self._mapper, facts, self._read)
        self._items: dict[str, Item] = {_row_id(one.id): one for one in found}

    def _read(self, _: SourceFile) -> Iterator[Record | CorpusError]:
        return iter(self._records)

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:  # noqa: ARG002
        """Yield an entry for every row, without a progress bar."""
        for number in range(1, len(self._listing) + 1):
            yield Entry(_row_id(self._listing.id(number)), self._listing.digest(number))

    def read(self, article_id: str) -> Article:
        """Return the article of a row.

        Raises:
            CorpusError: If the row is not an article, or there is no article with this id.
        """
        if article_id not in self._items:
            raise CorpusError(f"no article has the id {article_id[:80]!r}", Path(_NAME))
        found = self._items[article_id].found
        if isinstance(found, CorpusError):
            raise found
        orders = self._listing.facts.orders
        try:
            return self._mapper.article(found, article_id, lambda name: orders.get(name, ""))
        except ValueError as error:
            raise self._file.error(str(error), found.line) from error

    def watch(self) -> None:
        """Return None: changes of rows cannot be watched."""
        return


def rows_of(table: Any) -> Iterable[Mapping[str, Any]] | None:  # noqa: ANN401
    """Return the rows of a pandas or polars data frame; None for anything else."""
    if not hasattr(table, "columns"):
        return None
    if hasattr(table, "to_dicts"):  # polars
        rows: list[Mapping[str, Any]] = table.to_dicts()
    elif hasattr(table, "reset_index") and hasattr(table, "to_dict"):
        named = getattr(table.index, "name", None) is not None
        rows = (table.reset_index() if named else table).to_dict(orient="records")
    else:
        return None
    return rows


def _row_id(article_id: str) -> str:
    return article_id.removeprefix(f"{_NAME}#")
