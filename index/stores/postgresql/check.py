"""Check that the current generation in a database is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

from index.errors import IndexCorruptError
from index.stores.comparing import compare
from index.stores.postgresql import indexes

if TYPE_CHECKING:
    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View
    from index.stores.postgresql.store import PostgresStore

_ORPHANS = """
SELECT count(*) FROM passages p LEFT JOIN articles a ON a.id = p.article_id AND {articles}
WHERE {passages} AND (a.id IS NULL OR p.first < 0 OR p.past > length(a.text))
"""


def check(
    store: PostgresStore,
    *,
    deep: bool = False,
    embedder: Embedder | None = None,
    progress: bool = True,
) -> IndexInfo:
    """Check the current generation; see ``Store.check``.

    The server verifies the checksums of pages when it reads them. This counts rows, and looks for
    passages without an article and for indexes that are missing.
    """
    base = store.read_base()
    info, view = base.info, base.generation.view
    remedy = store.build_command(info.corpus, info.encoder.model)

    def faults(session: Session) -> list[str]:
        faulty = indexes.faulty(session, view, info.passages, info.encoder.dimension)
        found = [f"the index {name} is missing or lacks passages" for name in faulty]
        for table, expected in (("articles", info.articles), ("passages", info.passages)):
            number = _count(session, view, table)
            if number != expected:
                found.append(f"there are {number} {table}, not {expected}")
        row = session.execute(
            sql.SQL(_ORPHANS).format(articles=view.of("a"), passages=view.of("p"))
        ).fetchone()
        if row is not None and row[0]:
            found.append(f"{row[0]} passages do not belong to their articles")
        return found

    snapshot = store.open()
    try:
        if found := base.pool.read(faults):
            raise IndexCorruptError(
                f"the index in {store.place} is damaged: {'; '.join(found)}; build it again: "
                + remedy
            )
        if deep:
            compare(snapshot, f"{remedy} --fresh", embedder, progress=progress)
    finally:
        snapshot.close()
    return info


def _count(session: Session, view: View, table: str) -> int:
    row = session.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table), view.of(table))
    ).fetchone()
    return 0 if row is None else int(row[0])
