"""Describe the state of a database for its operators."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.stores.postgresql import generations, queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.stores.postgresql.address import Address
    from index.stores.postgresql.connections import Session

_RELATIONS = """
SELECT c.relname, c.relkind::text, pg_relation_size(c.oid) + CASE WHEN c.relkind = 'r'
           THEN coalesce(pg_table_size(nullif(c.reltoastrelid, 0)), 0) ELSE 0 END,
       greatest(c.reltuples, 0)::bigint
FROM pg_class c WHERE c.relkind IN ('r', 'i')
AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'state'::regclass)
ORDER BY 3 DESC
"""
_READERS = """
SELECT objid::bigint::integer, count(*) FROM pg_locks
WHERE locktype = 'advisory' AND mode = 'ShareLock' AND classid = %s AND objsubid = 2
AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY 1
"""
_WORKERS = """
SELECT application_name FROM pg_stat_activity
WHERE application_name LIKE 'dateline worker%' AND datname = current_database() ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class StoreStats:
    """State of a database.

    Attributes:
        place: Its address, without a password.
        server: Version of PostgreSQL.
        extensions: Versions of the extensions, by name.
        writer: Name of the current writer; None if there is none.
        staged: Whether there is an unfinished build.
        queued: Number of documents that wait for workers.
        workers: Names of the workers.
        generations: Name, number, articles, passages and reading sessions of each, newest first.
        relations: Name, kind (table or index), bytes and rows of each, largest first.
    """

    place: str
    server: str
    extensions: dict[str, str]
    writer: str | None
    staged: bool
    queued: int
    workers: list[str]
    generations: list[dict[str, Any]]
    relations: list[dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """Yield lines for a terminal."""
        versions = ", ".join(f"{name} {version}" for name, version in self.extensions.items())
        yield f"Store        {self.place}"
        yield f"Server       PostgreSQL {self.server}, {versions}"
        yield f"Writer       {self.writer or 'nobody'}"
        yield f"Unfinished   {'a build that will be resumed' if self.staged else 'nothing'}"
        yield f"Queued       {self.queued:,} documents, {len(self.workers)} workers"
        for worker in self.workers:
            yield f"Worker       {worker}"
        for one in self.generations:
            current = " (current)" if one["current"] else ""
            yield (
                f"Generation   {one['name']}{current}: {one['articles']:,} articles, "
                f"{one['passages']:,} passages, {one['readers']} sessions read it"
            )
        for one in self.relations:
            rows = f"  {one['rows']:,} rows" if one["kind"] == "table" else ""
            yield f"{one['kind']:<12} {one['name']:<24} {one['bytes'] / 1e6:10,.1f} MB{rows}"


def read(session: Session, address: Address) -> StoreStats:
    """Read the state of a database."""
    current = generations.current_number(session)
    readers: dict[int, int] = dict(
        session.execute(_READERS, (generations.lock_class(address.schema),)).fetchall()
    )
    return StoreStats(
        place=address.place,
        server=str(session.info.parameter_status("server_version")),
        extensions=dict(
            session.execute(
                "SELECT extname, extversion FROM pg_extension "
                "WHERE extname IN ('vector', 'pg_textsearch', 'citus') ORDER BY 1"
            ).fetchall()
        ),
        writer=generations.writer_name(session, address.schema),
        staged=session.execute("SELECT 1 FROM state WHERE staging IS NOT NULL").fetchone()
        is not None,
        queued=queue.waiting(session),
        workers=[name for (name,) in session.execute(_WORKERS)],
        generations=[
            {
                "name": name,
                "number": number,
                "current": number == current,
                "articles": articles,
                "passages": passages,
                "readers": readers.get(number, 0),
            }
            for name, number, articles, passages in session.execute(
                "SELECT name, number, (info->>'articles')::integer, "
                "(info->>'passages')::integer FROM generations ORDER BY number DESC"
            )
        ],
        relations=[
            {"name": name, "kind": "table" if kind == "r" else "index", "bytes": size, "rows": rows}
            for name, kind, size, rows in session.execute(_RELATIONS)
        ],
    )
