"""Read the articles, passages and statistics of a generation, published or staged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from psycopg import sql

from index.filters import FIELDS, FieldType
from index.stores.datatypes import CorpusStats, StoredEncoding
from index.stores.postgresql import rows
from index.stores.postgresql.terms import TermQuery, tokens_of
from index.stores.postgresql.text import from_text, to_text
from index.stores.postgresql.vectors import from_half_binary

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from index.analysis import FieldQuery
    from index.datatypes import Article
    from index.filters import Filters
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View
    from index.stores.postgresql.terms import TermStatistics

_BLOCK = 10_000  # rows read at a time


def choose_terms(
    session: Session, view: View, terms: Sequence[FieldQuery], statistics: TermStatistics
) -> TermQuery:
    """Look up the document frequencies of terms, and choose the terms to search for."""
    statement = sql.SQL(
        "SELECT t.token, t.passages FROM term_counts t WHERE t.token = ANY(%s) AND {}"
    ).format(view.of("t"))
    counts: dict[str, int] = dict(session.execute(statement, (tokens_of(terms),)).fetchall())
    return TermQuery.choose(terms, counts, statistics)


def article(session: Session, view: View, article_id: str) -> Article:
    """Return one article.

    Raises:
        KeyError: If it does not exist.
    """
    key = to_text(article_id)
    found = articles(session, view, [key])
    if key not in found:
        raise KeyError(article_id)
    return found[key]


def articles(session: Session, view: View, keys: Collection[str]) -> Mapping[str, Article]:
    """Return articles by their ids as stored; missing ones are left out."""
    found = session.execute(
        sql.SQL("SELECT {} FROM articles a WHERE a.id = ANY(%s) AND {}").format(
            rows.ARTICLE, view.of("a")
        ),
        (list(keys),),
    )
    return {row[0]: rows.article(row) for row in found}


def clusters(session: Session, view: View) -> dict[str, str]:
    """Return the cluster of each article that is marked as a near-duplicate."""
    found = session.execute(
        sql.SQL("SELECT c.article_id, c.cluster FROM clusters c WHERE {}").format(view.of("c"))
    )
    return {from_text(article_id): from_text(cluster) for article_id, cluster in found}


def column(
    run: Callable[[Callable[[Session], list[Any]]], list[Any]], view: View, name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each article's id and its value in a column of bytes, in the order of the ids.

    Args:
        run: Calls a function with a session. It is called once for each block of rows, so that no
            session is held between two blocks.
        view: Rows to read.
        name: Name of the column.
    """
    statement = sql.SQL(
        "SELECT a.id, a.{} FROM articles a WHERE {} AND a.id > %s ORDER BY a.id LIMIT %s"
    ).format(sql.Identifier(name), view.of("a"))
    after = ""
    while True:
        parameters = after, _BLOCK
        some = run(partial(_fetched, statement=statement, parameters=parameters))
        yield from ((from_text(article_id), value) for article_id, value in some)
        if len(some) < _BLOCK:
            return
        after = some[-1][0]


def _fetched(session: Session, statement: sql.Composed, parameters: tuple[Any, ...]) -> list[Any]:
    rows_found: list[Any] = session.execute(statement, parameters).fetchall()
    return rows_found


def encodings(session: Session, view: View, article_id: str) -> list[StoredEncoding]:
    """Return an article's passages with their vectors and packed word vectors, in order.

    Raises:
        KeyError: If the article does not exist.
    """
    own = article(session, view, article_id)
    statement = sql.SQL(
        "SELECT p.id, p.first, p.past, p.vector, coalesce(w.packed, ''::bytea) FROM passages p "
        "LEFT JOIN word_vectors w ON w.passage_id = p.id AND w.born = p.born "
        "WHERE p.article_id = %s AND {} ORDER BY p.first"
    ).format(view.of("p"))
    with session.cursor(binary=True) as cursor:
        return [
            StoredEncoding(rows.passage(i, start, end, own), from_half_binary(vector), packed)
            for i, start, end, vector, packed in cursor.execute(statement, (to_text(article_id),))
        ]


def count(session: Session, view: View, filters: Filters | None) -> CorpusStats:
    """Count the articles and passages that match the filters."""
    where, values = rows.where(filters, "a")
    matching = sql.SQL("FROM articles a WHERE {} AND {}").format(view.of("a"), where)

    def fetch(select: sql.Composable, rest: sql.Composable) -> list[Any]:
        statement = sql.SQL(" ").join([select, matching, rest])
        return session.execute(statement, values).fetchall()

    [[articles]] = fetch(sql.SQL("SELECT count(*)"), sql.SQL(""))
    own, its = rows.where(filters, "p")
    row = session.execute(
        sql.SQL("SELECT count(*) FROM passages p WHERE {} AND {}").format(view.of("p"), own), its
    ).fetchone()
    ends = [
        rows.period(*days)
        for order in (
            "a.day_first_day, a.day_last_day",
            "a.day_last_day DESC, a.day_first_day DESC",
        )
        for days in fetch(
            sql.SQL("SELECT a.day_first_day, a.day_last_day"),
            sql.SQL("ORDER BY {} LIMIT 1").format(sql.SQL(order)),
        )
    ]
    return CorpusStats(
        articles=articles,
        passages=row[0] if row else 0,
        names={
            field.name: {
                from_text(name): number
                for name, number in fetch(
                    sql.SQL("SELECT {column}, count(*)").format(
                        column=sql.Identifier("a", rows.column_name(field))
                    ),
                    sql.SQL("GROUP BY 1 ORDER BY 2 DESC, 1"),
                )
            }
            for field in FIELDS.values()
            if field.type is FieldType.NAME
        },
        published=(ends[0], ends[1]) if ends else None,
    )
