"""Publish the staged rows as a generation: create its indexes, and count its terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from psycopg import sql
from tqdm import tqdm

from index.analysis import fields as fields_of
from index.datatypes import Period
from index.filters import Condition, Filters, Operator
from index.stores.datatypes import IndexInfo, SearchQuality
from index.stores.postgresql import indexes, reading, rows
from index.stores.postgresql.generations import FORMAT, Generation, View
from index.stores.postgresql.search import Search
from index.stores.postgresql.terms import TermStatistics
from index.stores.postgresql.text import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from index.late_interaction import WordCodec
    from index.stores.datatypes import BuildRecord, CorpusStats, EncoderFingerprint
    from index.stores.postgresql.connections import Session

RECALL = 0.98
"""Minimum share of the ten nearest passages that a search must find, if any breadth achieves it."""

_NEAREST = 10
_CANDIDATES = 100  # retrieved by a search (index.ranking.RankingWeights)
_BREADTHS = 100, 150, 200, 300, 400, 600, 1000  # 1000 is pgvector's maximum
_COMPARISONS = 50_000_000  # of vectors, in each exact search for all sample questions
_MIN_QUESTIONS = 20

_CHANGED = """
CREATE TEMP TABLE changed_terms ON COMMIT DROP AS
SELECT token COLLATE "C" AS token, sum(sign)::integer AS change
FROM (SELECT terms, CASE WHEN born = {number} THEN 1 ELSE -1 END AS sign FROM passages
      WHERE born = {number} OR died = {number} AND born >= {since}) AS changed,
     LATERAL (SELECT DISTINCT string_to_table(terms, ' ') AS token) AS own
WHERE token <> '' GROUP BY token HAVING sum(sign) <> 0
"""
_INSERTED = """
INSERT INTO term_counts (token, born, passages)
SELECT c.token, {number}, coalesce(t.passages, 0) + c.change
FROM changed_terms c LEFT JOIN term_counts t ON t.token = c.token AND {alive}
WHERE coalesce(t.passages, 0) + c.change > 0
"""
_DIED = """
UPDATE term_counts t SET died = {number} FROM changed_terms c
WHERE t.token = c.token AND {alive} AND t.born < {number}
"""
_LENGTHS = """
SELECT name_language, array_agg(length ORDER BY place) FROM (
    SELECT name_language, place,
           sum(CASE WHEN born = {number} THEN length ELSE -length END) AS length
    FROM passages, unnest(lengths) WITH ORDINALITY AS own (length, place)
    WHERE born = {number} OR died = {number} AND born >= {since}
    GROUP BY name_language, place) AS added
GROUP BY name_language
"""
_SIZE = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
WHERE relkind = 'r' AND relnamespace = (
    SELECT relnamespace FROM pg_class WHERE oid = 'passages'::regclass)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """Staged rows that are about to be published.

    Attributes:
        session: Session of the writer.
        view: The staged rows.
        encoder: Identity of their encoder.
        codec: Quantizer of their word vectors.
        before: Generation that they are based on; None if the staging area was empty at first.
        stats: Counts of the staged articles and passages.
    """

    session: Session
    view: View
    encoder: EncoderFingerprint
    codec: WordCodec
    before: Generation | None
    stats: CorpusStats

    @classmethod
    def of(
        cls,
        session: Session,
        view: View,
        encoder: EncoderFingerprint,
        codec: WordCodec,
        before: Generation | None,
    ) -> Draft:
        """Count the staged rows."""
        stats = reading.count(session, view, None)
        return cls(session, view, encoder, codec, before, stats)

    @property
    def has_hnsw_index(self) -> bool:
        """Whether an HNSW index proposes the nearest passages, so that search is approximate."""
        return len(indexes.wanted(self.stats.passages, self.encoder.dimension)) > 1

    def make_indexes(self, *, progress: bool) -> None:
        """Create the indexes that are missing or damaged, and update the planner's statistics."""
        if self.before is None:
            indexes.sort_passages(self.session)
        names = indexes.faulty(self.session, self.view, self.stats.passages, self.encoder.dimension)
        for name in tqdm(names, desc="Indexes", disable=not progress, leave=False):
            indexes.make(self.session, name, self.encoder.dimension)
        for table in ("articles", "passages", "word_vectors", "clusters"):
            self.session.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))

    def publish(self, record: BuildRecord, questions: NDArray[np.float32] | None) -> Generation:
        """Make it the current generation once the transaction is committed."""
        quality = self._tune(questions) if self.has_hnsw_index else SearchQuality()
        self.session.commit()  # ends the transaction's search settings
        self._count_terms()
        now = datetime.now(UTC)
        row = self.session.execute(_SIZE).fetchone()
        stats = self.stats
        info = IndexInfo(
            generation=f"{now:%Y%m%dT%H%M%S}-{self.view.number}",
            created=now.isoformat(timespec="seconds"),
            corpus=record.corpus,
            encoder=self.encoder,
            articles=stats.articles,
            passages=stats.passages,
            skipped=dict(record.skipped),
            languages=dict(stats.languages),
            dated=dict(stats.dated),
            published=stats.published or (),
            search=quality,
            size_bytes=int(row[0] or 0) if row else 0,
            details={"format": FORMAT},
            options=dict(record.options),
            reasons=record.reasons(),
            report=record.report,
        )
        generation = Generation(
            self.view,
            FORMAT,
            rows.present_fields(),
            self.codec,
            stats,
            self._lengths(),
            info,
            record.left_out,
        )
        generation.insert(self.session)
        self.session.execute(
            "UPDATE state SET generation = %s, staging = NULL, staging_codec = NULL",
            (self.view.number,),
        )
        return generation

    def _count_terms(self) -> None:
        """Update the document frequencies of terms, from the passages that changed."""
        known = {
            "number": sql.Literal(self.view.number),
            "since": sql.Literal(self.view.since),
            "alive": View(self.view.number - 1, self.view.since).of("t"),
        }
        for statement in (_CHANGED, _INSERTED, _DIED):
            self.session.execute(sql.SQL(statement).format(**known))
        self.session.execute("ANALYZE term_counts")

    def _lengths(self) -> TermStatistics:
        total = dict(self.before.terms.lengths) if self.before else {}
        statement = sql.SQL(_LENGTHS).format(
            number=sql.Literal(self.view.number), since=sql.Literal(self.view.since)
        )
        for language, added in self.session.execute(statement):
            for field, length in zip(fields_of(from_text(language)), added, strict=True):
                total[field] = total.get(field, 0) + int(length)
        return TermStatistics(self.stats.passages, total)

    def _tune(self, questions: NDArray[np.float32] | None) -> SearchQuality:
        """Choose the smallest search breadth that finds ``RECALL`` of the nearest passages."""
        if questions is None or not len(questions):
            return SearchQuality(breadth=_BREADTHS[2])
        passages = self.stats.passages
        questions = questions[: max(_MIN_QUESTIONS, _COMPARISONS // passages)]
        exact = Search(self.session, self.view, passages, self.encoder.dimension, breadth=0)
        scopes = None, self._newest_tenth()
        nearest = [
            [{*exact.nearest(one, _NEAREST, filters)} for one in questions] for filters in scopes
        ]
        for breadth in _BREADTHS:
            search = replace(exact, breadth=breadth)
            recall, recall_filtered = (
                _recall_of_candidates(search, questions, filters, right)
                for filters, right in zip(scopes, nearest, strict=True)
            )
            if min(recall, recall_filtered) >= RECALL:
                break
        return SearchQuality(breadth=breadth, recall=recall, recall_filtered=recall_filtered)

    def _newest_tenth(self) -> Filters:
        """Return a filter by date that a tenth of the passages match."""
        row = self.session.execute(
            sql.SQL(
                "SELECT p.day_last_day FROM passages p WHERE {} ORDER BY 1 DESC OFFSET %s LIMIT 1"
            ).format(self.view.of("p")),
            (self.stats.passages // 10,),
        ).fetchone()
        day = rows.period(row[0], row[0]).start if row else Period.parse("2000").start
        return Filters((Condition("last_day", Operator.AT_LEAST, day),))


def _recall_of_candidates(
    search: Search,
    questions: NDArray[np.float32],
    filters: Filters | None,
    nearest: Sequence[AbstractSet[int]],
) -> float:
    """Return the share of the nearest passages that are among the candidates."""
    if not search.uses_hnsw(_CANDIDATES, filters):
        return 1.0
    found = sum(
        len(right & {*search.nearest(one, _CANDIDATES, filters)})
        for one, right in zip(questions, nearest, strict=True)
    )
    return found / max(1, sum(map(len, nearest)))
