"""Count the articles and passages of a local index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.filters import FIELDS, FieldType
from index.stores.datatypes import CorpusStats
from index.stores.local.schema import period_of, quoted, where_of

if TYPE_CHECKING:
    import sqlite3

    from index.filters import Filters


def months(db: sqlite3.Connection) -> dict[str, int]:
    """Return the number of articles per month; see ``Snapshot.months``."""
    return dict(
        db.execute(
            "SELECT substr(first_day, 1, 7) AS month, COUNT(*) "
            "FROM articles INDEXED BY articles_by_day "
            "WHERE month = substr(last_day, 1, 7) GROUP BY month ORDER BY month"
        )
    )


def stats(db: sqlite3.Connection, filters: Filters) -> CorpusStats:
    """Return statistics of the articles that pass the filters."""
    where, values = where_of(filters)

    def rows(select: str, group: str = "") -> list[tuple[str, int]]:
        return db.execute(f"{select} WHERE {where} {group}", values).fetchall()

    def counts(column: str) -> dict[str, int]:
        return dict(
            rows(
                f"SELECT {column}, COUNT(*) FROM articles INDEXED BY article_facts",
                f"GROUP BY {column} ORDER BY COUNT(*) DESC, {column}",
            )
        )

    [(articles,)] = db.execute(
        f"SELECT COUNT(*) FROM articles INDEXED BY article_facts WHERE {where}", values
    )
    ends = [
        period_of(*days)
        for order in ("first_day, last_day", "last_day DESC, first_day DESC")
        for days in db.execute(
            f"SELECT first_day, last_day FROM articles WHERE {where} ORDER BY {order} LIMIT 1",
            values,
        )
    ]
    [(passages,)] = (
        db.execute(
            "SELECT COUNT(*) FROM passages INDEXED BY passage_facts "
            "JOIN articles INDEXED BY article_facts ON articles.id = article_id "
            f"WHERE {where}",
            values,
        )
        if filters
        else db.execute("SELECT COUNT(*) FROM passages INDEXED BY passage_facts")
    )
    return CorpusStats(
        articles=articles,
        passages=passages,
        names={
            field.name: counts(quoted(field.name))
            for field in FIELDS.values()
            if field.type is FieldType.NAME
        },
        published=(ends[0], ends[1]) if ends else None,
    )
