"""Manage generations of rows: list them, hold one while it is read, and delete old ones."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from psycopg import sql
from psycopg.types.json import Jsonb

from index.datatypes import Period
from index.late_interaction import WordCodec
from index.reports import Container, CorpusReport, LeftOut
from index.stores.datatypes import (
    CorpusStats,
    EncoderFingerprint,
    IndexInfo,
    SearchQuality,
)
from index.stores.postgresql.terms import TermStatistics
from index.stores.postgresql.text import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.stores.postgresql.connections import Session

FORMAT = 2
"""Version of the rows that an article is converted to. It is incremented whenever the conversion
changes, since an update keeps the rows of unchanged articles. (``migrations`` has the version of
the tables.)"""

FOREVER = 2**31 - 1
"""Value of ``died`` in live rows."""

VERSIONED = "articles", "clusters", "passages", "term_counts"
"""Tables with the columns ``born`` and ``died``."""

_WRITER = 0  # used in place of a generation's number in the writer's lock


@dataclass(frozen=True, slots=True)
class View:
    """The rows of a generation.

    Attributes:
        number: Number of the generation.
        since: Number of the first generation of the chain of updates that led to it; rows born
            earlier do not belong to it.
    """

    number: int
    since: int

    def of(self, table: str) -> sql.Composable:
        """Return the SQL condition that a row of a table belongs to this generation."""
        return sql.SQL("({t}.born BETWEEN {since} AND {number} AND {t}.died > {number})").format(
            t=sql.Identifier(table), since=sql.Literal(self.since), number=sql.Literal(self.number)
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation.

    Attributes:
        view: Its rows.
        format: ``FORMAT`` of its writer.
        fields: Types of its filter fields, by name.
        codec: Quantizer of its word vectors.
        stats: Counts of its articles and passages.
        terms: Term statistics of its passages, for BM25.
        info: Its description.
        left_out: Documents that were left out, and why; set only by the writer.
    """

    view: View
    format: int
    fields: Mapping[str, str]
    codec: WordCodec
    stats: CorpusStats
    terms: TermStatistics
    info: IndexInfo
    left_out: Sequence[LeftOut] = ()

    def insert(self, session: Session) -> None:
        """Insert it into the table of generations."""
        session.execute(
            "INSERT INTO generations (number, name, since, format, codec, info, left_out) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (
                self.view.number,
                self.info.generation,
                self.view.since,
                self.format,
                codec_bytes(self.codec),
                Jsonb(self._described()),
                json.dumps([one.to_dict() for one in self.left_out]),
            ),
        )

    def _described(self) -> dict[str, Any]:
        info = self.info
        return {
            "created": info.created,
            "corpus": to_text(info.corpus),
            # As text, since jsonb cannot hold NUL or lone surrogates.
            "options": json.dumps(dict(info.options)),
            "reasons": json.dumps(dict(info.reasons)),
            "report": json.dumps(asdict(info.report)),
            "encoder": asdict(info.encoder),
            "articles": info.articles,
            "passages": info.passages,
            "skipped": {
                to_text(name): digest.hex() for name, digest in sorted(info.skipped.items())
            },
            # Lists, since jsonb does not keep the order of keys.
            "names": [
                [field, [[to_text(name), count] for name, count in names.items()]]
                for field, names in self.stats.names.items()
            ],
            "published": [period.isoformat() for period in info.published],
            "search": asdict(info.search),
            "size_bytes": info.size_bytes,
            "fields": dict(self.fields),
            "lengths": dict(self.terms.lengths),
        }

    @classmethod
    def read(cls, session: Session, number: int) -> Generation | None:
        """Read a generation; return None if it no longer exists."""
        row = session.execute(
            "SELECT name, since, format, codec, info FROM generations WHERE number = %s", (number,)
        ).fetchone()
        if row is None:
            return None
        name, since, format_, codec, kept = row
        published = tuple(map(Period.parse, kept["published"]))
        stats = CorpusStats(
            articles=kept["articles"],
            passages=kept["passages"],
            names={
                field: {from_text(name): count for name, count in names}
                for field, names in kept["names"]
            },
            published=(published[0], published[1]) if published else None,
        )
        return cls(
            View(number, since),
            format_,
            kept["fields"],
            codec_of(codec),
            stats,
            TermStatistics(kept["passages"], kept["lengths"]),
            IndexInfo(
                generation=name,
                created=kept["created"],
                corpus=from_text(kept["corpus"]),
                encoder=EncoderFingerprint(**kept["encoder"]),
                articles=kept["articles"],
                passages=kept["passages"],
                skipped={
                    from_text(name): bytes.fromhex(digest)
                    for name, digest in kept["skipped"].items()
                },
                languages=dict(stats.languages),
                dated=dict(stats.dated),
                published=published,
                search=SearchQuality(**kept["search"]),
                size_bytes=kept["size_bytes"],
                details={"format": format_},
                options=json.loads(kept["options"]),
                reasons=json.loads(kept["reasons"]),
                report=_report_of(json.loads(kept["report"])),
            ),
        )


def read_left_out(session: Session, number: int) -> list[LeftOut]:
    """Return the documents that a generation left out, and why."""
    row = session.execute(
        "SELECT left_out FROM generations WHERE number = %s", (number,)
    ).fetchone()
    return [] if row is None else [LeftOut(**one) for one in json.loads(row[0])]


def _report_of(kept: Mapping[str, Any]) -> CorpusReport:
    containers = {name: Container(*values) for name, values in kept["containers"].items()}
    return CorpusReport(containers, kept["passed_over"], kept["stubs"])


def current_number(session: Session) -> int | None:
    """Return the number of the current generation; None before anything was published."""
    row = session.execute("SELECT generation FROM state").fetchone()
    return None if row is None else row[0]


def codec_bytes(codec: WordCodec) -> bytes:
    """Serialize a codec for ``codec_of``."""
    buffer = io.BytesIO()
    codec.save(buffer)
    return buffer.getvalue()


def codec_of(kept: bytes) -> WordCodec:
    """Return the codec that ``codec_bytes`` serialized."""
    return WordCodec.load(io.BytesIO(kept))


# Readers and the writer hold advisory locks, which end with their session.


def lock_writer(session: Session, schema: str) -> bool:
    """Lock the schema for writing until the session ends; return False if it is locked."""
    return _try(session, "pg_try_advisory_lock", schema, _WRITER)


def writer_name(session: Session, schema: str) -> str | None:
    """Return the name of the current writer, for a message; None if there is none."""
    row = session.execute(
        "SELECT application_name, usename, pid FROM pg_locks JOIN pg_stat_activity USING (pid) "
        "WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock' "
        "AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        "AND classid = %s AND objid = %s AND objsubid = 2",
        (lock_class(schema), _WRITER),
    ).fetchone()
    if row is None:
        return None
    name, user, pid = row
    return f"{name or 'a program'} (user {user}, database session {pid})"


def lock_class(schema: str) -> int:
    """Return ``pg_locks.classid`` of the locks of a schema."""
    return _lock_key(schema) & 0xFFFFFFFF


def hold(session: Session, schema: str, number: int) -> bool:
    """Keep a generation from being deleted until the session ends; return False if it is gone."""
    session.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_lock_key(schema), number))
    return exists(session, number)


def exists(session: Session, number: int) -> bool:
    """Return whether a generation still exists."""
    row = session.execute("SELECT 1 FROM generations WHERE number = %s", (number,)).fetchone()
    return row is not None


def is_standby(session: Session) -> bool:
    """Return whether the server is a standby; its locks are invisible to the primary."""
    row = session.execute("SELECT pg_is_in_recovery()").fetchone()
    return row is not None and bool(row[0])


def forget(session: Session, schema: str, keep: int) -> list[str]:
    """Delete generations with their rows, except for the newest and those that are being read.

    Args:
        session: Session of the writer.
        schema: Schema of the tables.
        keep: Number of generations to keep.

    Returns:
        The names of the deleted generations.
    """
    numbers = [
        number for (number,) in session.execute("SELECT number FROM generations ORDER BY number")
    ]
    forgotten = []
    for number in numbers[: -max(1, keep)]:
        if not _try(session, "pg_try_advisory_lock", schema, number):
            continue
        row = session.execute(
            "DELETE FROM generations WHERE number = %s RETURNING name", (number,)
        ).fetchone()
        if row is not None:
            forgotten.append(row[0])
        session.execute("SELECT pg_advisory_unlock(%s, %s)", (_lock_key(schema), number))
    _delete_dead(session)
    return forgotten


def _delete_dead(session: Session) -> None:
    """Delete rows that belong to no generation."""
    row = session.execute("SELECT min(number), min(since) FROM generations").fetchone()
    if row is None or row[0] is None:
        return
    oldest, since = row
    session.execute(
        "DELETE FROM word_vectors w USING passages p WHERE w.passage_id = p.id "
        "AND w.born = p.born AND (p.died <= %s OR p.born < %s)",
        (oldest, since),
    )
    for table in VERSIONED:
        session.execute(
            sql.SQL("DELETE FROM {} WHERE died <= %s OR born < %s").format(sql.Identifier(table)),
            (oldest, since),
        )


def discard(session: Session, number: int) -> None:
    """Discard the staged rows of an unpublished generation."""
    session.execute(
        "DELETE FROM queue"
    )  # first, since it waits for workers, and none starts afterwards
    session.execute("DELETE FROM word_vectors WHERE born = %s", (number,))
    for table in VERSIONED:
        name = sql.Identifier(table)
        session.execute(sql.SQL("DELETE FROM {} WHERE born = %s").format(name), (number,))
        session.execute(
            sql.SQL("UPDATE {} SET died = %s WHERE died = %s").format(name), (FOREVER, number)
        )
    session.execute("UPDATE state SET staging = NULL, staging_codec = NULL")


def _try(session: Session, function: str, schema: str, number: int) -> bool:
    row = session.execute(
        sql.SQL("SELECT {}(%s, %s)").format(sql.Identifier(function)), (_lock_key(schema), number)
    ).fetchone()
    return row is not None and bool(row[0])


def _lock_key(schema: str) -> int:
    """Return the first half of an advisory lock's key, which is specific to a schema."""
    return zlib.crc32(schema.encode()) - 2**31
