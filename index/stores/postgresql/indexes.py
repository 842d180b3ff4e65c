"""Make the indexes that are searched, and tell whether they are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from index.stores.postgresql.search import EXACT, WORDS, graph

if TYPE_CHECKING:
    from index.stores.postgresql.connections import Session


def wanted(passages: int, dimension: int) -> list[str]:
    """Return the names of the indexes that a generation needs."""
    return [WORDS, graph(dimension)] if passages > EXACT else [WORDS]


def missing(session: Session, passages: int, dimension: int) -> list[str]:
    """Return those of the indexes that are not there, or were not made whole."""
    valid = {
        name
        for (name,) in session.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
            "WHERE indrelid = 'passages'::regclass AND indisvalid AND indisready"
        )
    }
    return [name for name in wanted(passages, dimension) if name not in valid]


def make(session: Session, name: str, dimension: int) -> None:
    """Make an index; after loading, since that is faster than to add rows to it."""
    session.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(name)))
    if name == WORDS:
        statement = (
            "CREATE INDEX {name} ON passages USING bm25 (terms) WITH (text_config = 'simple')"
        )
    else:
        statement = (
            "CREATE INDEX {name} ON passages "
            "USING hnsw ((vector::halfvec({length})) halfvec_ip_ops) "
            "WHERE vector_dims(vector) = {length}"
        )
    session.execute(
        sql.SQL(statement).format(name=sql.Identifier(name), length=sql.Literal(dimension))
    )
