"""Find near-duplicates among the rows, for changed articles only.

The band keys of an article's signature are in a column with a GIN index, so that no process holds
all signatures. New articles are compared, and so are the members of clusters that gained or lost an
article; other clusters stay as they are. The result is that of ``NearDuplicateFinder`` over all
articles.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from psycopg import sql

from index.near_duplicates import Groups, are_copies
from index.stores.postgresql.text import from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View

_BLOCK = 500  # articles compared at a time

_AFFECTED = """
CREATE TEMP TABLE affected ON COMMIT DROP AS
SELECT a.id, row_number() OVER (ORDER BY a.id) AS place FROM articles a
WHERE {articles} AND (a.born = {number} OR a.id IN (
    SELECT article_id FROM clusters WHERE cluster IN (
        SELECT cluster FROM clusters WHERE born = {number} OR died = {number})))
"""
_PAIRS = """
SELECT n.id, array_agg(o.id) FROM affected f
JOIN articles n ON n.id = f.id AND {new}
JOIN articles o ON o.bands && n.bands AND o.id <> n.id AND {old}
WHERE f.place > %s AND f.place <= %s GROUP BY n.id
"""


def changed_clusters(session: Session, view: View) -> dict[str, str | None]:
    """Return the new cluster of each staged article whose cluster changed; None for none."""
    session.execute("DROP TABLE IF EXISTS affected")
    session.execute(
        sql.SQL(_AFFECTED).format(articles=view.of("a"), number=sql.Literal(view.number))
    )
    session.execute("ANALYZE affected")
    affected = [key for (key,) in session.execute("SELECT id FROM affected ORDER BY place")]
    groups = _connect(session, view, affected)
    before = _clusters(session, view, groups.keys())
    whole = _members(
        session, view, {before[key] for key in groups.keys() - {*affected} if key in before}
    )
    for cluster, members in whole.items():
        for key in members:
            groups.join(key, members[0])
        before.update(dict.fromkeys(members, cluster))
    now: dict[str, str] = {}
    for members in groups.members():
        if len(members) > 1:
            now.update(dict.fromkeys(members, min(members)))
    return {
        from_text(key): from_text(now[key]) if key in now else None
        for key in sorted({*groups.keys()})
        if now.get(key) != before.get(key)
    }


def _connect(session: Session, view: View, affected: list[str]) -> Groups[str]:
    """Group each affected article with its near-duplicates."""
    groups: Groups[str] = Groups()
    for key in affected:
        groups.find(key)
    pairs = sql.SQL(_PAIRS).format(new=view.of("n"), old=view.of("o"))
    session.execute("SET LOCAL enable_seqscan = off")  # which would compare all pairs
    for start in range(0, len(affected), _BLOCK):
        found = session.execute(pairs, (start, start + _BLOCK)).fetchall()
        for key, others in found:
            apart = [one for one in others if not groups.are_joined(key, one)]
            if not apart:
                continue
            signed = _signatures(session, view, [key, *apart])
            for one in apart:
                if are_copies(signed[key], signed[one]):
                    groups.join(key, one)
    session.execute("SET LOCAL enable_seqscan = on")
    return groups


def _signatures(session: Session, view: View, keys: list[str]) -> dict[str, bytes]:
    statement = sql.SQL("SELECT a.id, a.signature FROM articles a WHERE a.id = ANY(%s) AND {}")
    return dict(session.execute(statement.format(view.of("a")), (keys,)).fetchall())


def _clusters(session: Session, view: View, keys: Iterable[str]) -> dict[str, str]:
    statement = sql.SQL(
        "SELECT c.article_id, c.cluster FROM clusters c WHERE c.article_id = ANY(%s) AND {}"
    )
    return dict(session.execute(statement.format(view.of("c")), ([*keys],)).fetchall())


def _members(session: Session, view: View, clusters: Iterable[str]) -> Mapping[str, list[str]]:
    statement = sql.SQL(
        "SELECT c.cluster, c.article_id FROM clusters c WHERE c.cluster = ANY(%s) AND {}"
    )
    members: defaultdict[str, list[str]] = defaultdict(list)
    for cluster, key in session.execute(statement.format(view.of("c")), ([*clusters],)):
        members[cluster].append(key)
    return members
