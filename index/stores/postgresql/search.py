"""Propose candidates by vector and by terms; filters apply before the limit.

If few passages match the filters, all of them are compared. Otherwise an index proposes passages in
the order of similarity, and those that do not match are skipped. The HNSW index is scanned until
enough passages match (``hnsw.iterative_scan``). The BM25 index is queried once, for more proposals
than needed.
"""

from __future__ import annotations

import math
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

EXACT_SEARCH_LIMIT = 10_000
"""Maximum number of passages without an HNSW index; matching ones are compared with the
question."""

EXACT_BM25_LIMIT = 2_500
"""Maximum number of matching passages whose terms are compared with those of the question."""

HNSW_STEP_COST = 40.0
"""Cost of a step in the HNSW index, in comparisons of two vectors (measured)."""

BM25_PROPOSAL_COST = 0.4
"""Cost of a proposal of the BM25 index, in comparisons of two passages' terms (measured)."""

BM25_INDEX = "passages_words"
"""Name of the BM25 index."""

_OVERSAMPLING = 2  # proposals by terms per wanted passage, since their scores are computed later
_MIN_PROPOSED = 100  # least number that the HNSW index proposes; its order is approximate
_MARGIN = 1.5  # proposals of the BM25 index per passage expected to match

_SETTINGS = sql.SQL(
    "SELECT set_config('enable_seqscan', {freely}, true), "
    "set_config('enable_bitmapscan', {freely}, true), set_config('enable_sort', {freely}, true), "
    "set_config('hnsw.ef_search', {breadth}, true), "
    # In strict order, the scan drops passages that it finds too late, and recall suffers.
    "set_config('hnsw.iterative_scan', 'relaxed_order', true)"
)
"""Let the planner choose a plan, or make it scan a search index, for one transaction."""


class _Statement(NamedTuple):
    """A statement that selects ids of passages.

    Attributes:
        text: Its SQL, with placeholders unless ``values`` is None.
        values: Values of the placeholders.
        uses_index: Whether the planner must scan a search index.
    """

    text: sql.Composed | bytes
    values: tuple[Any, ...] | None
    uses_index: bool


def hnsw_index(dimension: int) -> str:
    """Return the name of the HNSW index of vectors of a dimension."""
    return f"passages_near_{dimension}"


@dataclass(frozen=True, slots=True)
class Search:
    """Searches one generation in one session.

    Attributes:
        session: Session of a reader or the writer.
        view: Generation to search.
        passages: Number of its passages.
        dimension: Dimension of its vectors.
        breadth: Size of the candidate list of the HNSW index (``hnsw.ef_search``); 0 to compare
            all vectors.
        has_bm25: Whether the BM25 index is complete; otherwise the terms of all passages are
            compared.
    """

    session: Session
    view: View
    passages: int
    dimension: int
    breadth: int
    has_bm25: bool = True

    def propose(
        self,
        vector: NDArray[np.float32],
        query: TermQuery,
        limit: int,
        filters: Filters | None,
    ) -> tuple[list[int], list[int]]:
        """Return the ids of passages near a unit vector, and of passages that share terms.

        Both are requested in one round trip. Neither list is sorted. The second may exceed
        ``limit``, since the caller computes its scores.
        """
        if limit < 1:
            return [], []
        matching = self._estimate(filters)
        dense = self._dense(vector, limit, filters, matching)
        if not query:
            [near] = self._execute(dense)
            return self._complete(near, vector, limit, filters, dense), []
        lexical = self._lexical(query, limit, filters, matching)
        near, sharing = self._execute(dense, lexical)
        if lexical.uses_index and filters and len(sharing) < _OVERSAMPLING * limit:
            [sharing] = self._execute(self._scanned(query, limit, filters))
        return self._complete(near, vector, limit, filters, dense), sharing

    def nearest(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None
    ) -> list[int]:
        """Return the ids of the passages nearest to a unit vector, in any order."""
        dense = self._dense(vector, limit, filters, self._estimate(filters))
        [found] = self._execute(dense)
        return self._complete(found, vector, limit, filters, dense)

    def uses_hnsw(self, limit: int, filters: Filters | None) -> bool:
        """Return whether the HNSW index proposes passages, rather than all being compared.

        To find ``limit`` matching passages, the scan visits about ``limit * passages / matching``.
        """
        return self._uses_hnsw(limit, filters, self._estimate(filters))

    def _uses_hnsw(self, limit: int, filters: Filters | None, matching: int) -> bool:
        compared = max(EXACT_SEARCH_LIMIT, math.sqrt(HNSW_STEP_COST * limit * self.passages))
        return self.breadth > 0 and (not filters or matching > compared)

    def _complete(
        self,
        found: list[int],
        vector: NDArray[np.float32],
        limit: int,
        filters: Filters | None,
        dense: _Statement,
    ) -> list[int]:
        """Return the result, or compare all passages if the HNSW index stopped too early."""
        if dense.uses_index and filters and len(found) < limit:
            [found] = self._execute(self._compared(vector, limit, filters))
        return found

    def _execute(self, *statements: _Statement) -> list[list[int]]:
        """Execute statements in one round trip."""
        with self.session.pipeline(), self.session.transaction():
            cursors = []
            for one in statements:
                self.session.execute(
                    _SETTINGS.format(
                        freely=sql.Literal("off" if one.uses_index else "on"),
                        breadth=sql.Literal(str(self.breadth or 1)),
                    )
                )
                cursors.append(self.session.execute(one.text, one.values))
        return [[passage_id for (passage_id,) in found] for found in cursors]

    def _dense(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None, matching: int
    ) -> _Statement:
        """Return a statement for the nearest passages, by the cheaper method."""
        if not self._uses_hnsw(limit, filters, matching):
            return self._compared(vector, limit, filters)
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "WITH question AS (SELECT %s::halfvec({dimension}) AS vector) "
            "SELECT id FROM (SELECT p.id, p.vector FROM passages p "
            "WHERE vector_dims(p.vector) = {dimension} AND {view} AND {where} "
            "ORDER BY p.vector::halfvec({dimension}) <#> (SELECT vector FROM question) LIMIT %s"
            ") AS found ORDER BY vector <#> (SELECT vector FROM question), id LIMIT %s"
        ).format(dimension=sql.Literal(self.dimension), view=self.view.of("p"), where=where)
        proposed = max(limit, _MIN_PROPOSED)
        return _Statement(text, (half_text(vector), *values, proposed, limit), uses_index=True)

    def _compared(
        self, vector: NDArray[np.float32], limit: int, filters: Filters | None
    ) -> _Statement:
        """Return a statement that compares the vectors of all matching passages."""
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT p.id FROM passages p WHERE {view} AND {where} "
            "ORDER BY (p.vector <#> %s::halfvec) + 0, p.id LIMIT %s"  # + 0 prevents an index scan
        ).format(view=self.view.of("p"), where=where)
        return _Statement(text, (*values, half_text(vector), limit), uses_index=False)

    def _lexical(
        self, query: TermQuery, limit: int, filters: Filters | None, matching: int
    ) -> _Statement:
        """Return a statement for the passages with the best terms, by the cheaper method."""
        wanted = _OVERSAMPLING * limit
        # Number of proposals needed until enough of them match.
        depth = math.ceil(_MARGIN * wanted * self.passages / max(1, matching))
        compared = max(EXACT_BM25_LIMIT, BM25_PROPOSAL_COST * depth)
        if not self.has_bm25 or matching <= compared:
            return self._scored(query, wanted, filters)
        if not filters:
            return self._scanned(query, limit, None)
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT p.id FROM (SELECT * FROM passages AS proposed "
            "ORDER BY proposed.terms <@> to_bm25query(%s, {index}) LIMIT %s) AS p "
            "WHERE {view} AND {where} LIMIT %s"
        ).format(view=self.view.of("p"), where=where, index=sql.Literal(BM25_INDEX))
        return self._whole(text, (query.text, depth, *values, wanted))

    def _scored(self, query: TermQuery, wanted: int, filters: Filters | None) -> _Statement:
        """Return a statement that compares the terms of all matching passages."""
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT id FROM (SELECT p.id, p.weights <#> %s::sparsevec AS score "
            "FROM passages p WHERE {view} AND {where}) AS scored "
            "WHERE score < 0 ORDER BY score, id LIMIT %s"
        ).format(view=self.view.of("p"), where=where)
        return _Statement(text, (query.sparse, *values, wanted), uses_index=False)

    def _scanned(self, query: TermQuery, limit: int, filters: Filters | None) -> _Statement:
        """Return a statement that scans the BM25 index until enough passages match.

        The index is queried again with twice as many proposals whenever too few match.
        """
        where, values = rows.where(filters, "p")
        text = sql.SQL(
            "SELECT p.id FROM passages p WHERE {view} AND {where} "
            "ORDER BY p.terms <@> to_bm25query(%s, {index}) LIMIT %s"
        ).format(view=self.view.of("p"), where=where, index=sql.Literal(BM25_INDEX))
        return self._whole(text, (*values, query.text, _OVERSAMPLING * limit))

    def _whole(self, text: sql.Composed, values: tuple[Any, ...]) -> _Statement:
        """Return a statement of the BM25 index with its values inlined.

        If a statement has parameters or selects scores, pg_textsearch 1.0 analyzes every returned
        passage again, which takes most of the time.
        """
        whole = psycopg.ClientCursor(self.session).mogrify(text, values)
        return _Statement(whole.encode("utf-8"), None, uses_index=True)

    def _estimate(self, filters: Filters | None) -> int:
        """Return the planner's estimate of the number of passages that match the filters."""
        if not filters:
            return self.passages
        where, values = rows.where(filters, "p")
        row = self.session.execute(
            sql.SQL("EXPLAIN (FORMAT JSON) SELECT 1 FROM passages p WHERE {}").format(where),
            values,
        ).fetchone()
        estimated = 0 if row is None else int(row[0][0]["Plan"]["Plan Rows"])
        return min(self.passages, estimated)
