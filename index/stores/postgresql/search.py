"""Propose passages: by their vectors, and by their terms; filters apply before the cut.

Where few passages are looked at, all of them are compared. Where many are, an index proposes the
nearest, and filters are tested while it is walked (``hnsw.iterative_scan``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
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

FEW = 2_500
"""Passages that pass a filter, and whose terms are all compared."""

WORDS = "passages_words"
"""The BM25 index."""

_TIMES = 2  # as many passages are proposed by their terms as are wanted, before scores are made

_SETTINGS = sql.SQL(
    "SELECT set_config('enable_seqscan', {freely}, true), "
    "set_config('enable_bitmapscan', {freely}, true), set_config('enable_sort', {freely}, true), "
    "set_config('hnsw.ef_search', {breadth}, true), "
    "set_config('hnsw.iterative_scan', 'strict_order', true)"
)
"""Lets the planner choose freely, or makes it walk an index; until the transaction ends."""


class _Statement(NamedTuple):
    """A statement that gives ids of passages.

    Attributes:
        text: With placeholders, or whole.
        values: For the placeholders; None where the text is whole.
        walks: Whether it must walk an index.
    """

    text: sql.Composed | bytes
    values: tuple[Any, ...] | None
    walks: bool


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
        has_words: Whether the BM25 index is whole; else the terms of all passages are compared.
    """

    session: Session
    view: View
    passages: int
    dimension: int
    breadth: int
    has_words: bool = True

    def propose(
        self,
        vector: NDArray[np.float32],
        query: TermQuery,
        limit: int,
        filters: Filters | None,
    ) -> tuple[list[int], list[int]]:
        """Return the ids of the passages nearest to a unit vector, and of those that share terms.

        Of the latter more than ``limit`` are returned, in no order: their scores are only made
        later. Both are asked for in one round trip.
        """
        if limit < 1:
            return [], []
        passing = self._passing(filters)
        dense = self._dense(vector, limit, filters, passing)
        if not query:
            return self._whole(vector, limit, filters, dense, *self._ask(dense)), []
        near, sharing = self._ask(dense, self._lexical(query, limit, filters, passing))
        return self._whole(vector, limit, filters, dense, near), sharing

    def nearest(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None
    ) -> list[int]:
        """Return the ids of the passages nearest to a unit vector, nearest first."""
        dense = self._dense(vector, limit, filters, self._passing(filters))
        [found] = self._ask(dense)
        return self._whole(vector, limit, filters, dense, found)

    def _whole(
        self,
        vector: NDArray[np.float32],
        limit: int,
        filters: Filters | None,
        dense: _Statement,
        found: list[int],
    ) -> list[int]:
        """Return what was found, or compare all if the graph gave up before it had seen all."""
        if dense.walks and filters and len(found) < limit:
            [found] = self._ask(self._compared(vector, limit, filters))
        return found

    def _ask(self, *statements: _Statement) -> list[list[int]]:
        """Execute statements without waiting for one before the next is sent."""
        with self.session.pipeline(), self.session.transaction():
            asked = []
            for one in statements:
                self.session.execute(
                    _SETTINGS.format(
                        freely=sql.Literal("off" if one.walks else "on"),
                        breadth=sql.Literal(str(self.breadth or 1)),
                    )
                )
                asked.append(self.session.execute(one.text, one.values))
        return [[passage_id for (passage_id,) in found] for found in asked]

    def _dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None, passing: int
    ) -> _Statement:
        if not self.breadth or (filters and passing <= EXACT):
            return self._compared(vector, limit, filters)
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT p.id FROM passages p WHERE vector_dims(p.vector) = {dimension} "
            "AND {view} AND {where} "
            "ORDER BY p.vector::halfvec({dimension}) <#> %s::halfvec({dimension}) LIMIT %s"
        ).format(dimension=sql.Literal(self.dimension), view=self.view.of("p"), where=where)
        return _Statement(text, (*values, half_text(vector), limit), walks=True)

    def _compared(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None
    ) -> _Statement:
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT p.id FROM passages p WHERE {view} AND {where} "
            "ORDER BY (p.vector <#> %s::halfvec) + 0, p.id LIMIT %s"  # of no index
        ).format(view=self.view.of("p"), where=where)
        return _Statement(text, (*values, half_text(vector), limit), walks=False)

    def _lexical(
        self, query: TermQuery, limit: int, filters: Filters | None, passing: int
    ) -> _Statement:
        where, values = rows.where(filters, "p")
        if passing <= FEW or not self.has_words:
            text = sql.SQL(
                "SELECT id FROM (SELECT p.id, p.weights <#> %s::sparsevec AS score "
                "FROM passages p WHERE {view} AND {where}) AS scored "
                "WHERE score < 0 ORDER BY score, id LIMIT %s"
            ).format(view=self.view.of("p"), where=where)
            return _Statement(text, (query.sparse, *values, _TIMES * limit), walks=False)
        text = sql.SQL(
            "SELECT p.id FROM passages p WHERE {view} AND {where} "
            "ORDER BY p.terms <@> to_bm25query(%s, {index}) LIMIT %s"
        ).format(view=self.view.of("p"), where=where, index=sql.Literal(WORDS))
        # Of a statement with parameters, and of one that selects scores, pg_textsearch (1.0)
        # analyzes each passage that it returns again, which takes most of the time.
        whole = psycopg.ClientCursor(self.session).mogrify(
            text, (*values, query.text, _TIMES * limit)
        )
        return _Statement(whole.encode("utf-8"), None, walks=True)

    def _passing(self, filters: Filters | None) -> int:
        """Return about how many passages pass, as the planner estimates it."""
        if not filters:
            return self.passages
        where, values = rows.where(filters, "p")
        row = self.session.execute(
            sql.SQL("EXPLAIN (FORMAT JSON) SELECT 1 FROM passages p WHERE {}").format(where),
            values,
        ).fetchone()
        estimated = 0 if row is None else int(row[0][0]["Plan"]["Plan Rows"])
        return min(self.passages, estimated)
