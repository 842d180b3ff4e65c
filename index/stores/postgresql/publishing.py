"""Turn what is staged into a generation: its indexes, its counts, its place in the table."""

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
    import numpy as np
    from numpy.typing import NDArray

    from index.late_interaction import WordCodec
    from index.stores.datatypes import BuildRecord, CorpusStats, EncoderFingerprint
    from index.stores.postgresql.connections import Session

RECALL = 0.98
"""Share of the ten nearest vectors that are found at least, if any breadth finds them."""

_NEAREST = 10
_BREADTHS = 100, 150, 200, 300, 400, 600, 1000  # the last is the most that pgvector takes

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
    """What is staged, on its way to being published.

    Attributes:
        session: Of the writer.
        view: The rows that are staged.
        encoder: What made them.
        codec: How word vectors are packed.
        before: The generation that it began with; None if it began empty.
        stats: What it holds.
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
        """Count what is staged."""
        stats = reading.count(session, view, None)
        return cls(session, view, encoder, codec, before, stats)

    @property
    def has_graph(self) -> bool:
        """Whether an index proposes the nearest vectors, so that some may not be found."""
        return len(indexes.wanted(self.stats.passages, self.encoder.dimension)) > 1

    def make_indexes(self, *, progress: bool) -> None:
        """Make the indexes that are missing or damaged, and let the planner count anew."""
        names = indexes.faulty(self.session, self.view, self.stats.passages, self.encoder.dimension)
        for name in tqdm(names, desc="Indexes", disable=not progress, leave=False):
            indexes.make(self.session, name, self.encoder.dimension)
        for table in ("articles", "passages", "word_vectors", "clusters"):
            self.session.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))

    def publish(self, record: BuildRecord, questions: NDArray[np.float32] | None) -> Generation:
        """Make it the current generation, when the transaction is committed."""
        quality = self._tune(questions) if self.has_graph else SearchQuality()
        self.session.commit()  # which ends the settings that the search was made with
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
        """Count in how many passages terms are, from those that came and went."""
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
        """Look as far as it takes to find ``RECALL`` of the nearest vectors."""
        if questions is None or not len(questions):
            return SearchQuality(breadth=_BREADTHS[2])
        search = Search(
            self.session, self.view, self.stats.passages, self.encoder.dimension, breadth=0
        )
        asked = [None, self._newest_tenth()]
        right = [
            [{*search.nearest(one, _NEAREST, filters)} for one in questions] for filters in asked
        ]
        for breadth in _BREADTHS:
            trial = replace(search, breadth=breadth)
            found = [
                sum(
                    len(wanted & {*trial.nearest(one, _NEAREST, filters)})
                    for one, wanted in zip(questions, own, strict=True)
                )
                / max(1, sum(map(len, own)))
                for filters, own in zip(asked, right, strict=True)
            ]
            if min(found) >= RECALL:
                break
        return SearchQuality(breadth=breadth, recall=found[0], recall_filtered=found[1])

    def _newest_tenth(self) -> Filters:
        """Return a filter by date that a tenth of the passages passes."""
        row = self.session.execute(
            sql.SQL(
                "SELECT p.day_last_day FROM passages p WHERE {} ORDER BY 1 DESC OFFSET %s LIMIT 1"
            ).format(self.view.of("p")),
            (self.stats.passages // 10,),
        ).fetchone()
        day = rows.period(row[0], row[0]).start if row else Period.parse("2000").start
        return Filters((Condition("last_day", Operator.AT_LEAST, day),))
