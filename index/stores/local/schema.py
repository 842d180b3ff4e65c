"""Make the tables of the record, and translate filters into SQL over them."""

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
    digest BLOB NOT NULL,  -- of the document it was read from
    signature BLOB NOT NULL,  -- what near-duplicates are found by
    {fields}  -- of index.filters, as text
) WITHOUT ROWID;
CREATE INDEX articles_by_cluster ON articles (cluster) WHERE cluster IS NOT NULL;
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
"""

# What is asked of all rows at once, apart from their long texts and vectors.
_READING = (
    "CREATE INDEX IF NOT EXISTS articles_by_day ON articles (first_day, last_day)",
    "CREATE INDEX IF NOT EXISTS passage_facts ON passages (id, article_id)",
    "CREATE INDEX IF NOT EXISTS article_facts ON articles (id, cluster, {fields})",
)

SELECTED = (
    "id, title, text, body_start, source, first_day, last_day, language, url, "
    "updated, author, dated"
)
"""The columns of an article that is read."""

ARTICLE_COLUMNS = (
    *("id", "title", "text", "body_start", "url", "updated", "author"),
    *("digest", "signature"),
)
"""The columns that are written with an article, besides its fields."""

_NO_FIELDS = {*ARTICLE_COLUMNS, "cluster"}
_TEXT = " TEXT"  # what a column is declared as ends so, else SQLite would make numbers of names


def create(db: sqlite3.Connection) -> None:
    """Make the tables, in an empty file, with the indexes that a writer needs."""
    columns = ", ".join(f"{_declared(field)} NOT NULL" for field in FIELDS.values())
    db.executescript(_SCHEMA.format(fields=columns))


def index_for_reading(db: sqlite3.Connection) -> None:
    """Make the indexes that only readers need, all or none.

    To make one at once takes a fraction of the time of keeping it up to date row by row.
    """
    with db:
        db.execute("BEGIN")
        for statement in _READING:
            db.execute(statement.format(fields=quoted(*FIELDS)))


def kept_fields(db: sqlite3.Connection) -> dict[str, str]:
    """Return the fields that a record keeps: the value of each one's ``FieldType``, by name.

    Raises:
        ValueError: If there is no table of articles.
    """
    columns = db.execute("SELECT name, type FROM pragma_table_info('articles')").fetchall()
    if not columns:
        raise ValueError("the record has no articles")
    return {
        name: declared.removesuffix(_TEXT).lower()
        for name, declared in columns
        if name not in _NO_FIELDS
    }


def keep_fields(db: sqlite3.Connection, article: Callable[[str], Article]) -> None:
    """Add and remove columns, all or none, so that the fields kept are those of ``index.filters``.

    Args:
        db: A record that may be written.
        article: Reads an article of it, by id.
    """
    kept = kept_fields(db).items()
    present = field_types().items()
    if kept == present:
        return
    with db:  # the module itself begins a transaction only where rows change
        db.execute("BEGIN")
        db.execute("DROP INDEX IF EXISTS article_facts")  # made again for reading
        for name, _ in kept - present:
            db.execute(f"ALTER TABLE articles DROP COLUMN {quoted(name)}")
        ids = [article_id for (article_id,) in db.execute("SELECT id FROM articles")]
        for name, _ in present - kept:
            field = FIELDS[name]
            db.execute(f"ALTER TABLE articles ADD COLUMN {_declared(field)} NOT NULL DEFAULT ''")
            db.executemany(
                f"UPDATE articles SET {quoted(name)} = ? WHERE id = ?",
                ((field.stored(article(one)), one) for one in ids),
            )


def _declared(field: Field) -> str:
    return f"{quoted(field.name)} {field.type.value.upper()}{_TEXT}"


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


def article_of(row: tuple[Any, ...]) -> Article:
    """Return the article of a row of ``SELECTED``."""
    article_id, title, text, body_start, source, first_day, last_day, language, url, *more = row
    updated, author, dated = more
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
    """Return the period from one day to another, both included, in ISO 8601."""
    return Period(date.fromisoformat(first_day), date.fromisoformat(last_day) + timedelta(days=1))
