"""Make the tables of the record, and translate filters into SQL over them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from index.filters import FIELDS, Operator

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from index.datatypes import Article
    from index.filters import Filters

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    body_start INTEGER NOT NULL,
    url TEXT,
    cluster TEXT,  -- of near-duplicates
    digest BLOB NOT NULL,  -- of the document it was read from
    signature BLOB NOT NULL,  -- what near-duplicates are found by
    {fields}  -- of index.filters, as text
) WITHOUT ROWID;
CREATE INDEX articles_by_cluster ON articles (cluster) WHERE cluster IS NOT NULL;
CREATE INDEX articles_by_day ON articles (first_day, last_day);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    vector BLOB NOT NULL  -- float16, little-endian
);
CREATE TABLE word_vectors (
    passage_id INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
    vectors BLOB NOT NULL  -- as packed
);
CREATE TABLE times (
    passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    place INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    PRIMARY KEY (passage_id, place)
) WITHOUT ROWID;
CREATE INDEX passages_by_article ON passages (article_id, start);
-- What is asked of all rows at once, apart from their long texts and vectors.
CREATE INDEX passage_facts ON passages (id, article_id);
"""
_FACTS = "CREATE INDEX article_facts ON articles (id, cluster, {fields})"

ARTICLE_COLUMNS = "id", "title", "text", "body_start", "url", "digest", "signature"
"""The columns that are written with an article, besides its fields."""

_NO_FIELDS = {*ARTICLE_COLUMNS, "cluster"}


def create(db: sqlite3.Connection) -> None:
    """Make the tables, in an empty file."""
    columns = ", ".join(f"{quoted(name)} TEXT NOT NULL" for name in FIELDS)
    db.executescript(_SCHEMA.format(fields=columns))
    db.execute(_FACTS.format(fields=quoted(*FIELDS)))


def require_fields(db: sqlite3.Connection) -> None:
    """Check that the fields of ``index.filters`` are kept, and no others.

    Raises:
        ValueError: If others are.
    """
    kept = _kept_fields(db)
    if kept != FIELDS.keys():
        raise ValueError(
            f"it was built with the filter fields {', '.join(sorted(kept))}, and this program "
            f"has {', '.join(sorted(FIELDS))}"
        )


def keep_fields(db: sqlite3.Connection, article: Callable[[str], Article]) -> None:
    """Add and remove columns, so that the fields kept are those of ``index.filters``.

    Args:
        db: A record that may be written.
        article: Reads an article of it, by id.
    """
    kept = _kept_fields(db)
    if kept == FIELDS.keys():
        return
    db.execute("DROP INDEX article_facts")
    for name in kept - FIELDS.keys():
        db.execute(f"ALTER TABLE articles DROP COLUMN {quoted(name)}")
    ids = [article_id for (article_id,) in db.execute("SELECT id FROM articles")]
    for name in FIELDS.keys() - kept:
        db.execute(f"ALTER TABLE articles ADD COLUMN {quoted(name)} TEXT NOT NULL DEFAULT ''")
        db.executemany(
            f"UPDATE articles SET {quoted(name)} = ? WHERE id = ?",
            ((FIELDS[name].stored(article(one)), one) for one in ids),
        )
    db.execute(_FACTS.format(fields=quoted(*FIELDS)))


def _kept_fields(db: sqlite3.Connection) -> set[str]:
    columns = db.execute("SELECT name FROM pragma_table_info('articles')")
    return {name for (name,) in columns} - _NO_FIELDS


def quoted(*names: str) -> str:
    """Return names of columns as SQL."""
    return ", ".join(f'"{name}"' for name in names)


def where_of(filters: Filters) -> tuple[str, list[Any]]:
    """Return ``Filters.admits`` in SQL, and the values of its placeholders."""
    clauses: list[str] = ["TRUE"]
    values: list[Any] = []
    for condition in filters.conditions:
        column = quoted(condition.field)
        if condition.operator is Operator.ANY_OF:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(condition.names)))
        else:
            sign = ">=" if condition.operator is Operator.AT_LEAST else "<="
            clauses.append(f"{column} {sign} ?")
            values.append(condition.day.isoformat())
    return " AND ".join(clauses), values
