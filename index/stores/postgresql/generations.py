"""Generations of rows: which there are, which one is read, which may be forgotten."""

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
"""Version of what is made of an article; raised whenever something else would be made of it, since
an update keeps what it finds. (Version of the tables: ``migrations``.)"""

FOREVER = 2**31 - 1
"""The generation in which rows died that are alive."""

VERSIONED = "articles", "clusters", "passages", "term_counts"
"""Tables whose rows are born and die."""

_WRITER = 0  # in place of a generation, in the lock of whoever writes


@dataclass(frozen=True, slots=True)
class View:
    """The rows of a generation.

    Attributes:
        number: The generation's.
        since: The generation that it, or one that it was made from, began empty in.
    """

    number: int
    since: int

    def of(self, table: str) -> sql.Composable:
        """Return the condition that a row of a table is of this generation."""
        return sql.SQL("({t}.born BETWEEN {since} AND {number} AND {t}.died > {number})").format(
            t=sql.Identifier(table), since=sql.Literal(self.since), number=sql.Literal(self.number)
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation.

    Attributes:
        view: Its rows.
        format: ``FORMAT`` of its writer.
        fields: The fields of filters that it has: the value of each one's type, by name.
        codec: How its word vectors are packed.
        stats: What it holds.
        terms: What BM25 knows of all its passages.
        info: Its description.
        left_out: What is known of the documents that were left out; only of one to be written.
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
        """Write it into the table of generations."""
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
            # As text, which keeps what JSON of PostgreSQL does not have.
            "options": json.dumps(dict(info.options)),
            "reasons": json.dumps(dict(info.reasons)),
            "report": json.dumps(asdict(info.report)),
            "encoder": asdict(info.encoder),
            "articles": info.articles,
            "passages": info.passages,
            "skipped": {
                to_text(name): digest.hex() for name, digest in sorted(info.skipped.items())
            },
            # Lists, since an object of PostgreSQL has no order.
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
        """Read a generation; None if it is not there any more."""
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
    """Return what is known of the documents that a generation left out."""
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
    """Return what ``codec_of`` reads."""
    buffer = io.BytesIO()
    codec.save(buffer)
    return buffer.getvalue()


def codec_of(kept: bytes) -> WordCodec:
    """Return the codec that ``codec_bytes`` wrote."""
    return WordCodec.load(io.BytesIO(kept))


# Who reads and who writes: advisory locks, which go with their session.


def lock_writer(session: Session, schema: str) -> bool:
    """Become the one that writes, for as long as the session lasts; False if another does."""
    return _try(session, "pg_try_advisory_lock", schema, _WRITER)


def writer_name(session: Session, schema: str) -> str | None:
    """Return who writes, for a message; None if nobody does."""
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
    """Return what ``pg_locks.classid`` is of the locks of a schema."""
    return _key(schema) & 0xFFFFFFFF


def hold(session: Session, schema: str, number: int) -> bool:
    """Keep a generation from being forgotten while the session lasts; False if it is gone."""
    session.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_key(schema), number))
    return is_there(session, number)


def is_there(session: Session, number: int) -> bool:
    """Return whether a generation was not forgotten."""
    row = session.execute("SELECT 1 FROM generations WHERE number = %s", (number,)).fetchone()
    return row is not None


def is_standby(session: Session) -> bool:
    """Return whether the server follows another, on which its locks are not known."""
    row = session.execute("SELECT pg_is_in_recovery()").fetchone()
    return row is not None and bool(row[0])


def forget(session: Session, schema: str, keep: int) -> list[str]:
    """Delete all but the newest generations, and those that somebody reads, with their rows.

    Args:
        session: Of the writer.
        schema: Of the tables.
        keep: How many to keep.

    Returns:
        The names of those that were deleted.
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
        session.execute("SELECT pg_advisory_unlock(%s, %s)", (_key(schema), number))
    _delete_dead(session)
    return forgotten


def _delete_dead(session: Session) -> None:
    """Delete the rows that no generation has."""
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
    """Undo what was staged of a generation that is not published."""
    session.execute("DELETE FROM queue")  # first: it waits for workers, and none begins after it
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
        sql.SQL("SELECT {}(%s, %s)").format(sql.Identifier(function)), (_key(schema), number)
    ).fetchone()
    return row is not None and bool(row[0])


def _key(schema: str) -> int:
    """Return the first half of a lock's number: databases have their own, schemas do not."""
    return zlib.crc32(schema.encode()) - 2**31
