"""Make the indexes that are searched, and tell whether they are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from index.stores.postgresql.migrations import is_durable
from index.stores.postgresql.search import EXACT, WORDS, graph

if TYPE_CHECKING:
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View

_SAMPLE = 16
"""Passages that the index of words is tried with."""

_COUNTING_SINCE = "SELECT extract(epoch FROM stats_reset)::text FROM pg_stat_wal"
"""When the server began its statistics, which it does anew after a crash."""

_NEAREST = 20
"""Passages among which each of these must be, when its own terms are asked for."""


def wanted(passages: int, dimension: int) -> list[str]:
    """Return the names of the indexes that a generation needs."""
    return [WORDS, graph(dimension)] if passages > EXACT else [WORDS]


def faulty(session: Session, view: View, passages: int, dimension: int) -> list[str]:
    """Return those of the indexes that are not there, not whole, or lack passages.

    Args:
        session: Any.
        view: The generation that is searched.
        passages: How many it has.
        dimension: Of its vectors.
    """
    valid = {
        name
        for (name,) in session.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
            "WHERE indrelid = 'passages'::regclass AND indisvalid AND indisready"
        )
    }
    if WORDS in valid and not (words_survived(session) and _has_words(session, view)):
        valid.remove(WORDS)
    return [name for name in wanted(passages, dimension) if name not in valid]


def words_survived(session: Session) -> bool:
    """Return whether the server has not crashed since the BM25 index was made.

    After a crash an old pg_textsearch lacks passages, and may look for them for ever. The server
    forgets its statistics then; when it began to count is kept as the comment of the index.
    """
    row = session.execute(
        "SELECT extversion, obj_description(to_regclass(%s), 'pg_class') "
        "FROM pg_extension WHERE extname = 'pg_textsearch'",
        (WORDS,),
    ).fetchone()
    if row is None:
        return False
    version, noted = row
    return is_durable(version) or session.execute(_COUNTING_SINCE).fetchone() == (noted,)


def _has_words(session: Session, view: View) -> bool:
    """Return whether the BM25 index has some of the passages that came last.

    Those are what an old pg_textsearch loses when the server crashes.
    """
    newest = session.execute(
        sql.SQL(
            "SELECT p.id, p.born, p.terms FROM passages p WHERE {} AND p.terms <> '' "
            "ORDER BY p.born DESC, p.id LIMIT {}"
        ).format(view.of("p"), sql.Literal(_SAMPLE))
    ).fetchall()
    # Without a condition: where it must look further for what meets one, pg_textsearch (1.0) may
    # skip one of several passages with the same terms (a copy, an earlier generation).
    nearest = sql.SQL(
        "SELECT id, born, terms = %s FROM passages ORDER BY terms <@> to_bm25query(%s, {}) LIMIT {}"
    ).format(sql.Literal(WORDS), sql.Literal(_NEAREST))

    def has_one(passage_id: int, born: int, terms: str) -> bool:
        found = session.execute(nearest, (terms, terms)).fetchall()
        same = bool(found) and all(alike for _, _, alike in found)  # more copies than are asked for
        return same or any(row[:2] == (passage_id, born) for row in found)

    with session.transaction():
        session.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
            "SET LOCAL enable_sort = off"
        )
        has = all(has_one(passage_id, born, terms) for passage_id, born, terms in newest)
        session.execute(
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on; "
            "SET LOCAL enable_sort = on"
        )
    return has


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
    if name == WORDS:
        row = session.execute(
            "SELECT extract(epoch FROM stats_reset)::text FROM pg_stat_wal"
        ).fetchone()
        session.execute(
            sql.SQL("COMMENT ON INDEX {} IS {}").format(
                sql.Identifier(name), sql.Literal(row[0] if row else "")
            )
        )
