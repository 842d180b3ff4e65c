"""Create the tables of the SQLite database, and translate filters into SQL."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from index.datatypes import Article, Period
from index.filters import FIELDS, Operator, field_types

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from index.filters import Field, Filters

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    body_start INTEGER NOT NULL,
    url TEXT,
    updated TEXT,  -- ISO 8601
    author TEXT NOT NULL,
    cluster TEXT,  -- of near-duplicates
    digest BLOB NOT NULL,  -- of its document
    signature BLOB NOT NULL,  -- for finding near-duplicates
    {fields}  -- of index.filters, as text
) WITHOUT ROWID;
CREATE INDEX articles_by_cluster ON articles (cluster) WHERE cluster IS NOT NULL;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    vector BLOB  -- float16, little-endian; NULL until the passage is embedded
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
CREATE INDEX pending_passages ON passages (article_id, id) WHERE vector IS NULL;
"""

# Covering indexes for queries over all rows, which then need not read the long texts and vectors.
_READING = (
    "CREATE INDEX IF NOT EXISTS articles_by_day ON articles (first_day, last_day)",
    "CREATE INDEX IF NOT EXISTS passage_facts ON passages (id, article_id)",
    "CREATE INDEX IF NOT EXISTS article_facts ON articles (id, cluster, {fields})",
)

SELECTED = (
    "id, title, text, body_start, source, first_day, last_day, language, url, "
    "updated, author, dated"
)
"""Columns that are read for an article (``article_of``)."""

ARTICLE_COLUMNS = (
    *("id", "title", "text", "body_start", "url", "updated", "author"),
    *("digest", "signature"),
)
"""Columns that are written for an article, besides its filter fields."""

_NO_FIELDS = {*ARTICLE_COLUMNS, "cluster"}
_TEXT = " TEXT"  # suffix of declared types; it prevents SQLite from converting names to numbers


def create(db: sqlite3.Connection) -> None:
    """Create the tables and the indexes that a writer needs, in an empty file."""
    columns = ", ".join(f"{_declared(field)} NOT NULL" for field in FIELDS.values())
    db.executescript(_SCHEMA.format(fields=columns))


def index_for_reading(db: sqlite3.Connection) -> None:
    """Create the indexes that only readers need, in one transaction.

    This is much faster than updating them with every inserted row.
    """
    with db:
        db.execute("BEGIN")
        for statement in _READING:
            db.execute(statement.format(fields=quoted(*FIELDS)))


def stored_fields(db: sqlite3.Connection) -> dict[str, str]:
    """Return the type of each filter field in a database (``day`` or ``name``), by name.

    Raises:
        ValueError: If there is no table of articles.
    """
    columns = db.execute("SELECT name, type FROM pragma_table_info('articles')").fetchall()
    if not columns:
        raise ValueError("the database has no table of articles")
    return {
        name: declared.removesuffix(_TEXT).lower()
        for name, declared in columns
        if name not in _NO_FIELDS
    }


def migrate_fields(db: sqlite3.Connection, article: Callable[[str], Article]) -> None:
    """Add and drop columns in one transaction, so that they match the fields of ``index.filters``.

    Args:
        db: Connection that can write.
        article: Function that reads an article from the database by id.
    """
    stored = stored_fields(db).items()
    registered = field_types().items()
    if stored == registered:
        return
    with db:  # sqlite3 does not begin a transaction by itself for changes of the schema
        db.execute("BEGIN")
        db.execute("DROP INDEX IF EXISTS article_facts")  # index_for_reading creates it again
        for name, _ in stored - registered:
            db.execute(f"ALTER TABLE articles DROP COLUMN {quoted(name)}")
        ids = [article_id for (article_id,) in db.execute("SELECT id FROM articles")]
        for name, _ in registered - stored:
            field = FIELDS[name]
            db.execute(f"ALTER TABLE articles ADD COLUMN {_declared(field)} NOT NULL DEFAULT ''")
            db.executemany(
                f"UPDATE articles SET {quoted(name)} = ? WHERE id = ?",
                ((field.stored(article(one)), one) for one in ids),
            )


def _declared(field: Field) -> str:
    return f"{quoted(field.name)} {field.type.value.upper()}{_TEXT}"


def quoted(*names: str) -> str:
    """Return a quoted list of column names in SQL."""
    return ", ".join(f'"{name}"' for name in names)


def where_of(filters: Filters) -> tuple[str, list[Any]]:
    """Return a condition in SQL that is equivalent to ``Filters.admits``, and its parameters."""
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


def article_of(row: tuple[Any, ...]) -> Article:
    """Return the article in a row of the columns ``SELECTED``."""
    article_id, title, text, body_start, source, first_day, last_day, language, url, *rest = row
    updated, author, dated = rest
    return Article(
        id=article_id,
        title=title,
        text=text,
        source=source,
        published=period_of(first_day, last_day),
        language=language,
        url=url,
        body_start=body_start,
        updated=Period.parse(updated) if updated else None,
        author=author,
        dated=dated,
    )


def period_of(first_day: str, last_day: str) -> Period:
    """Return the period between two days in ISO 8601, both included."""
    return Period(date.fromisoformat(first_day), date.fromisoformat(last_day) + timedelta(days=1))
