"""Propose passages: by their vectors, and by their terms; filters apply before the cut.

Where few passages are looked at, all of them are compared. Where many are, an index proposes the
nearest, and filters are tested while it is walked (``hnsw.iterative_scan``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg import sql

from index.stores.postgresql import rows
from index.stores.postgresql.vectors import half_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.filters import Filters
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.generations import View
    from index.stores.postgresql.terms import TermQuery

EXACT = 10_000
"""Passages that are all compared with a question's vector; of more, the graph proposes some."""

FEW = 5_000
"""Passages that pass a filter, and whose terms are all compared."""

WORDS = "passages_words"
"""The BM25 index."""

_TIMES = 2  # as many passages are proposed by their terms as are wanted, before scores are made


def graph(dimension: int) -> str:
    """Return the name of the index of vectors of a length."""
    return f"passages_near_{dimension}"


@dataclass(frozen=True, slots=True)
class Search:
    """Search in one generation, over one session.

    Attributes:
        session: Where.
        view: The generation.
        passages: How many it has.
        dimension: Of its vectors.
        breadth: Candidates that the graph's search keeps (``hnsw.ef_search``); 0 where all are
            compared.
    """

    session: Session
    view: View
    passages: int
    dimension: int
    breadth: int

    def nearest(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None
    ) -> list[int]:
        """Return the ids of the passages nearest to a unit vector, nearest first."""
        if limit < 1:
            return []
        asked = half_text(vector)
        if not self.breadth or (filters and self._passing(filters) <= EXACT):
            return self._all_compared(asked, limit, filters)
        found = self.walk(vector, limit, filters)
        if filters and len(found) < limit:  # it gave up before it had seen all
            return self._all_compared(asked, limit, filters)
        return found

    def walk(self, vector: NDArray[np.float32], limit: int, filters: Filters | None) -> list[int]:
        """Return the nearest passages that the graph proposes; fewer if it gives up."""
        where, values = rows.where(filters, "p")
        with self.session.transaction():
            self.session.execute(
                sql.SQL(
                    "SET LOCAL hnsw.ef_search = {}; SET LOCAL hnsw.iterative_scan = strict_order; "
                    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
                    "SET LOCAL enable_sort = off"
                ).format(sql.Literal(self.breadth))
            )
            found = self.session.execute(
                sql.SQL(
                    "SELECT p.id FROM passages p WHERE vector_dims(p.vector) = {dimension} "
                    "AND {view} AND {where} "
                    "ORDER BY p.vector::halfvec({dimension}) <#> %s::halfvec({dimension}) LIMIT %s"
                ).format(
                    dimension=sql.Literal(self.dimension), view=self.view.of("p"), where=where
                ),
                (*values, half_text(vector), limit),
            ).fetchall()
        return [passage_id for (passage_id,) in found]

    def _all_compared(self, asked: str, limit: int, filters: Filters | None) -> list[int]:
        where, values = rows.where(filters, "p")
        found = self.session.execute(
            sql.SQL(
                "SELECT p.id FROM passages p WHERE {view} AND {where} "
                "ORDER BY (p.vector <#> %s::halfvec) + 0, p.id LIMIT %s"  # of no index
            ).format(view=self.view.of("p"), where=where),
            (*values, asked, limit),
        )
        return [passage_id for (passage_id,) in found]

    def sharing(self, query: TermQuery, limit: int, filters: Filters | None) -> list[int]:
        """Return the ids of passages that share terms with a question, with the best scores.

        More than ``limit`` are returned, in no order: their scores are only made later.
        """
        if not query or limit < 1:
            return []
        where, values = rows.where(filters, "p")
        few = min(self.passages, self._passing(filters) if filters else self.passages) <= FEW
        if few:
            statement = sql.SQL(
                "SELECT id FROM (SELECT p.id, p.weights <#> %s::sparsevec AS score "
                "FROM passages p WHERE {view} AND {where}) AS scored "
                "WHERE score < 0 ORDER BY score, id LIMIT %s"
            ).format(view=self.view.of("p"), where=where)
            parameters: tuple[Any, ...] = (query.sparse, *values, _TIMES * limit)
            return [one for (one,) in self.session.execute(statement, parameters)]
        # Only ids: to select the score, each passage would be analyzed again.
        statement = sql.SQL(
            "SELECT p.id FROM passages p WHERE {view} AND {where} "
            "ORDER BY p.terms <@> to_bm25query(%s, {index}) LIMIT %s"
        ).format(view=self.view.of("p"), where=where, index=sql.Literal(WORDS))
        with self.session.transaction():
            self.session.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; "
                "SET LOCAL enable_sort = off"
            )
            found = self.session.execute(
                statement, (*values, query.text, _TIMES * limit)
            ).fetchall()
        return [passage_id for (passage_id,) in found]

    def _passing(self, filters: Filters) -> int:
        """Return about how many passages pass, as the planner estimates it."""
        where, values = rows.where(filters, "p")
        row = self.session.execute(
            sql.SQL("EXPLAIN (FORMAT JSON) SELECT 1 FROM passages p WHERE {}").format(where),
            values,
        ).fetchone()
        return 0 if row is None else int(row[0][0]["Plan"]["Plan Rows"])
