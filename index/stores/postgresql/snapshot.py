"""Read one generation of a store in PostgreSQL."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from psycopg import sql

from index.errors import IndexNotBuiltError, StoreUnavailableError
from index.stores.datatypes import (
    Candidate,
    CorpusStats,
    Evidence,
    PassageInfo,
    StoredEncoding,
    StoredPassage,
)
from index.stores.postgresql import generations, indexes, reading, rows
from index.stores.postgresql.connections import Pool
from index.stores.postgresql.generations import hold, is_standby
from index.stores.postgresql.search import Search
from index.stores.postgresql.text import from_text, to_text
from index.stores.postgresql.vectors import half_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.analysis import FieldQuery
    from index.datatypes import Article
    from index.filters import Filters
    from index.stores.postgresql.address import Address
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import Generation
    from index.stores.postgresql.terms import TermQuery

T = TypeVar("T")

_YEAR_9999 = 3_651_695  # ordinal of 1 January 9999; later ends are unknown
_NEWEST = (
    f"(a.day_last_day >= {_YEAR_9999})::int, -a.day_last_day, -a.day_first_day, a.id"  # no input
)


class PostgresSnapshot:
    """One generation in a database; see ``Snapshot``.

    The generation is not deleted while one of its sessions is open.

    Args:
        address: Address of the database.
        generation: Generation to read.
    """

    def __init__(self, address: Address, generation: Generation) -> None:
        self.info = generation.info
        self.codec = generation.codec
        self._generation = generation
        self._view = generation.view
        number, schema = generation.view.number, address.schema
        gone = (
            f"the generation {generation.info.generation} of {address.place} was deleted; open the "
            "store again"
        )

        def prepare(session: Session) -> None:
            if not hold(session, schema, number):
                raise IndexNotBuiltError(gone)
            self._unheld |= is_standby(session)
            self._has_bm25 &= indexes.bm25_survived(session)

        self._gone = gone
        self._unheld = False
        self._has_bm25 = True
        self._pool = Pool(address, prepare)
        self._pool.warm()

    def _read(self, query: Callable[[Session], T]) -> T:
        """Return the result of a query on the generation.

        The writer cannot see the locks of a standby. It deletes a generation before its rows, so a
        result is complete if the generation still exists after the query.

        Raises:
            StoreUnavailableError: If the generation was deleted.
        """

        def checked(session: Session) -> tuple[T, bool]:
            result = query(session)
            number = self._view.number
            return result, not self._unheld or generations.exists(session, number)

        result, complete = self._pool.read(checked)
        if not complete:
            raise StoreUnavailableError(f"{self._gone}: readers of a standby cannot hold it")
        return result

    def candidates(
        self,
        vector: NDArray[np.float32],
        terms: Sequence[FieldQuery],
        limit: int,
        filters: Filters | None = None,
    ) -> list[Candidate]:
        """See ``Snapshot.candidates``."""

        def proposed(session: Session) -> tuple[list[int], list[int], TermQuery, list[Any]]:
            query = reading.choose_terms(session, self._view, terms, self._generation.terms)
            search = Search(
                session,
                self._view,
                self.info.passages,
                self.info.encoder.dimension,
                self.info.search.breadth,
                self._has_bm25,
            )
            dense, lexical = search.propose(vector, query, limit, filters)
            details = self._details(session, {*dense, *lexical}, vector)
            return dense, lexical, query, details

        dense, lexical, query, details = self._read(proposed)
        sharing = {*lexical}
        scored = [row for row in details if row[0] in sharing]
        scores = query.scores(
            [from_text(row[2]) for row in scored],
            [row[6] for row in scored],
            [row[7] for row in scored],
        ).tolist()
        ranked = sorted(
            (-score, row[0]) for row, score in zip(scored, scores, strict=True) if score
        )
        bm25 = {passage_id: -negative for negative, passage_id in ranked[:limit]}
        kept = bm25.keys() | {*dense}
        return sorted(
            (
                Candidate(row[0], row[-1], bm25.get(row[0], 0.0), _info(row))
                for row in details
                if row[0] in kept
            ),
            key=lambda one: (-one.cosine, one.id),
        )

    def _details(
        self, session: Session, passage_ids: Collection[int], vector: NDArray[np.float32]
    ) -> list[Any]:
        statement = sql.SQL(
            "SELECT p.id, p.article_id, p.name_language, p.day_first_day, p.day_last_day, "
            "c.cluster, p.lengths, p.weights, -(p.vector::vector <#> %s::vector) FROM passages p "
            "LEFT JOIN clusters c ON c.article_id = p.article_id AND {clusters} "
            "WHERE p.id = ANY(%s) AND {passages}"
        ).format(clusters=self._view.of("c"), passages=self._view.of("p"))
        with session.cursor(binary=True) as cursor:
            return cursor.execute(statement, (half_text(vector), sorted(passage_ids))).fetchall()

    def evidence(self, passage_ids: Collection[int]) -> dict[int, Evidence]:
        """See ``Snapshot.evidence``."""
        statement = sql.SQL(
            "SELECT p.id, coalesce(w.packed, ''::bytea), p.times FROM passages p "
            "LEFT JOIN word_vectors w ON w.passage_id = p.id AND w.born = p.born "
            "WHERE p.id = ANY(%s) AND {}"
        ).format(self._view.of("p"))

        def read(session: Session) -> dict[int, Evidence]:
            with session.cursor(binary=True) as cursor:
                found = cursor.execute(statement, (list(passage_ids),))
                return {i: Evidence(packed, rows.times(flat)) for i, packed, flat in found}

        return self._read(read)

    def passages(
        self, passage_ids: Collection[int], filters: Filters | None = None
    ) -> dict[int, StoredPassage]:
        """See ``Snapshot.passages``."""
        statement = sql.SQL(
            "SELECT p.id, p.article_id, p.first, p.past, c.cluster FROM passages p "
            "LEFT JOIN clusters c ON c.article_id = p.article_id AND {clusters} "
            "WHERE p.id = ANY(%s) AND {passages}"
        ).format(clusters=self._view.of("c"), passages=self._view.of("p"))

        def read(session: Session) -> dict[int, StoredPassage]:
            found = session.execute(statement, (list(passage_ids),)).fetchall()
            articles = reading.articles(session, self._view, {row[1] for row in found})
            clusters = {row[4] for row in found if row[4] is not None}
            alike = self._clustered(session, clusters, filters)
            return {
                i: StoredPassage(
                    rows.passage(i, start, end, articles[article_id]),
                    articles[article_id],
                    tuple(
                        one for one in alike.get(cluster, ()) if one.id != articles[article_id].id
                    ),
                )
                for i, article_id, start, end, cluster in found
            }

        return self._read(read)

    def _clustered(
        self, session: Session, clusters: Collection[str], filters: Filters | None
    ) -> dict[str, list[Article]]:
        """Return the articles of each cluster that match the filters, earliest first."""
        if not clusters:
            return {}
        where, values = rows.where(filters, "a")
        found = session.execute(
            sql.SQL(
                "SELECT c.cluster, {columns} FROM clusters c "
                "JOIN articles a ON a.id = c.article_id "
                "WHERE c.cluster = ANY(%s) AND {clusters} AND {articles} AND {where} "
                "ORDER BY c.cluster, a.day_first_day, a.day_last_day, a.id"
            ).format(
                columns=rows.ARTICLE,
                clusters=self._view.of("c"),
                articles=self._view.of("a"),
                where=where,
            ),
            (list(clusters), *values),
        )
        return {
            cluster: [rows.article(row[1:]) for row in same]
            for cluster, same in groupby(found, key=itemgetter(0))
        }

    def article(self, article_id: str) -> Article:
        """See ``Snapshot.article``."""
        return self._read(lambda session: reading.article(session, self._view, article_id))

    def articles(
        self, filters: Filters | None, limit: int, after: str | None = None
    ) -> list[Article]:
        """See ``Snapshot.articles``."""
        where, values = rows.where(filters, "a")

        def read(session: Session) -> list[Article]:
            following: sql.Composable = sql.SQL("true")
            last: list[Any] = []
            if after is not None:
                place = sql.SQL("SELECT {} FROM articles a WHERE a.id = %s AND {}").format(
                    sql.SQL(_NEWEST), self._view.of("a")
                )
                row = session.execute(place, (to_text(after),)).fetchone()
                if row is None:
                    raise KeyError(after)
                last = [*row]
                following = sql.SQL("({}) > (%s, %s, %s, %s)").format(sql.SQL(_NEWEST))
            found = session.execute(
                sql.SQL(
                    "SELECT {columns} FROM articles a WHERE {view} AND {where} AND {following} "
                    "ORDER BY {order} LIMIT %s"
                ).format(
                    columns=rows.ARTICLE,
                    view=self._view.of("a"),
                    where=where,
                    following=following,
                    order=sql.SQL(_NEWEST),
                ),
                (*values, *last, limit),
            )
            return [rows.article(row) for row in found]

        return self._read(read)

    def stats(self, filters: Filters | None = None) -> CorpusStats:
        """See ``Snapshot.stats``."""
        if not filters:
            return self._generation.stats
        return self._read(lambda session: reading.count(session, self._view, filters))

    def months(self) -> dict[str, int]:
        """See ``Snapshot.months``."""
        month = "to_char(date '0001-01-01' + (a.day_{}_day - 1), 'YYYY-MM')"
        statement = sql.SQL(
            "SELECT {first}, count(*) FROM articles a WHERE {view} "
            "AND a.day_last_day < {unknown} AND {first} = {last} GROUP BY 1 ORDER BY 1"
        ).format(
            first=sql.SQL(month.format("first")),
            last=sql.SQL(month.format("last")),
            unknown=sql.Literal(_YEAR_9999),
            view=self._view.of("a"),
        )
        return self._read(lambda session: dict(session.execute(statement).fetchall()))

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Snapshot.digests``."""
        return reading.column(self._read, self._view, "digest")

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        return self._read(lambda session: reading.encodings(session, self._view, article_id))

    def close(self) -> None:
        """See ``Snapshot.close``."""
        self._pool.close()


def _info(row: Sequence[Any]) -> PassageInfo:
    _, article_id, language, first_day, last_day, cluster, *_ = row
    return PassageInfo(
        from_text(article_id),
        from_text(language),
        rows.period(first_day, last_day),
        None if cluster is None else from_text(cluster),
    )
