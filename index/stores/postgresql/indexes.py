"""Create the indexes for search, and check that they are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from index.stores.postgresql.migrations import is_durable
from index.stores.postgresql.search import BM25_INDEX, EXACT_SEARCH_LIMIT, hnsw_index

if TYPE_CHECKING:
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View

_SAMPLE = 16
"""Number of passages with which the BM25 index is checked."""

_COUNTING_SINCE = "SELECT extract(epoch FROM stats_reset)::text FROM pg_stat_wal"
"""Query for the time of the last reset of the server's statistics; a crash resets them."""

_NEAREST = 20
"""Rank within which the BM25 index must return each of these passages for its own terms."""


_SORTED = 0.9
"""Correlation of the order of rows with their date above which passages are not sorted."""


def wanted(passages: int, dimension: int) -> list[str]:
    """Return the names of the indexes that a generation with this many passages needs."""
    return [BM25_INDEX, hnsw_index(dimension)] if passages > EXACT_SEARCH_LIMIT else [BM25_INDEX]


def faulty(session: Session, view: View, passages: int, dimension: int) -> list[str]:
    """Return the names of the indexes that are missing, invalid, or lack passages.

    Args:
        session: Any session.
        view: Generation that is searched.
        passages: Number of its passages.
        dimension: Dimension of its vectors.
    """
    valid = {
        name
        for (name,) in session.execute(
            "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid "
            "WHERE indrelid = 'passages'::regclass AND indisvalid AND indisready"
        )
    }
    if BM25_INDEX in valid and not (bm25_survived(session) and _has_bm25(session, view)):
        valid.remove(BM25_INDEX)
    return [name for name in wanted(passages, dimension) if name not in valid]


def bm25_survived(session: Session) -> bool:
    """Return whether the server has not crashed since the BM25 index was created.

    After a crash, the index of pg_textsearch before 1.3 lacks passages, and a scan may not
    terminate. A crash also resets the server's statistics; the comment of the index says when they
    were last reset.
    """
    row = session.execute(
        "SELECT extversion, obj_description(to_regclass(%s), 'pg_class') "
        "FROM pg_extension WHERE extname = 'pg_textsearch'",
        (BM25_INDEX,),
    ).fetchone()
    if row is None:
        return False
    version, noted = row
    return is_durable(version) or session.execute(_COUNTING_SINCE).fetchone() == (noted,)


def _has_bm25(session: Session, view: View) -> bool:
    """Return whether the BM25 index returns a sample of the newest passages.

    pg_textsearch before 1.3 loses the newest passages when the server crashes.
    """
    newest = session.execute(
        sql.SQL(
            "SELECT p.id, p.born, p.terms FROM passages p WHERE {} AND p.terms <> '' "
            "ORDER BY p.born DESC, p.id LIMIT {}"
        ).format(view.of("p"), sql.Literal(_SAMPLE))
    ).fetchall()
    # Without a condition: if rows are filtered out and the scan continues, pg_textsearch 1.0 may
    # skip one of several passages with the same terms (a copy, or an earlier generation).
    nearest = sql.SQL(
        "SELECT id, born, terms = %s FROM passages ORDER BY terms <@> to_bm25query(%s, {}) LIMIT {}"
    ).format(sql.Literal(BM25_INDEX), sql.Literal(_NEAREST))

    def is_found(passage_id: int, born: int, terms: str) -> bool:
        found = session.execute(nearest, (terms, terms)).fetchall()
        same = bool(found) and all(alike for _, _, alike in found)  # more copies than results
        return same or any(row[:2] == (passage_id, born) for row in found)

    with session.transaction():
        session.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
            "SET LOCAL enable_sort = off"
        )
        has = all(is_found(passage_id, born, terms) for passage_id, born, terms in newest)
        session.execute(
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on; "
            "SET LOCAL enable_sort = on"
        )
    return has


def sort_passages(session: Session) -> None:
    """Sort the passages by date, so that passages of a period are stored together.

    Only a first generation is sorted, since sorting locks out readers.
    """
    session.execute("ANALYZE passages")
    row = session.execute(
        "SELECT correlation FROM pg_stats WHERE schemaname = current_schema() "
        "AND tablename = 'passages' AND attname = 'day_last_day' "
        "AND NOT EXISTS (SELECT 1 FROM generations)"
    ).fetchone()
    if row is not None and abs(row[0] or 0) < _SORTED:
        session.execute("CLUSTER passages USING passages_by_last_day")


def make(session: Session, name: str, dimension: int) -> None:
    """Create an index; creating it after loading is faster than adding rows to it."""
    session.execute(sql.SQL("DROP INDEX IF EXISTS {}").format(sql.Identifier(name)))
    if name == BM25_INDEX:
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
    if name == BM25_INDEX:
        row = session.execute(
            "SELECT extract(epoch FROM stats_reset)::text FROM pg_stat_wal"
        ).fetchone()
        session.execute(
            sql.SQL("COMMENT ON INDEX {} IS {}").format(
                sql.Identifier(name), sql.Literal(row[0] if row else "")
            )
        )
