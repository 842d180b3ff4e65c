"""Queue documents for workers, so that each is written exactly once.

A worker locks the rows that it takes, and deletes them in the transaction in which it writes their
passages. Locks end with their session: if a worker is killed, nothing was written, and other
workers can take its documents. There is no lease that could expire under a slow worker.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from psycopg import sql

from index.datatypes import Article, Period
from index.stores.datatypes import EncoderFingerprint, QueuedDocument
from index.stores.postgresql import generations
from index.stores.postgresql.text import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from index.late_interaction import WordCodec
    from index.stores.postgresql.address import Address
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.writer import PostgresWriter

_PUT = """
INSERT INTO queue (article_id, number, digest, reused, article) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (article_id) DO UPDATE
SET number = excluded.number, digest = excluded.digest, reused = excluded.reused,
    article = excluded.article
"""
_TAKE = """
DELETE FROM queue WHERE article_id IN (
    SELECT article_id FROM queue ORDER BY article_id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING article, digest, reused
"""
_SESSION = (
    # A transaction lasts as long as embedding does, and the server must notice a machine that is
    # down.
    "SET idle_in_transaction_session_timeout = 0",
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
)


def enqueue(session: Session, documents: Sequence[QueuedDocument], number: int) -> None:
    """Queue documents for a generation, replacing those with the same ids."""
    with session.cursor() as cursor:
        cursor.executemany(
            _PUT,
            [
                (
                    to_text(one.article.id),
                    number,
                    one.digest,
                    None if one.reused is None else to_text(one.reused),
                    _packed_article(one.article),
                )
                for one in documents
            ],
        )


def digests(session: Session) -> list[tuple[str, bytes]]:
    """Return the ids and digests of all queued documents, in the order of the ids."""
    found = session.execute("SELECT article_id, digest FROM queue ORDER BY article_id")
    return [(from_text(article_id), digest) for article_id, digest in found]


def waiting(session: Session) -> int:
    """Return the number of queued documents, including those that a worker has taken."""
    row = session.execute("SELECT count(*) FROM queue").fetchone()
    return row[0] if row else 0


def remove(session: Session, keys: Collection[str] | None) -> None:
    """Remove documents from the queue; wait for workers that have taken any of them.

    Args:
        session: Session of the writer.
        keys: Their ids, as stored; None for all documents.
    """
    condition, values = ("true", ()) if keys is None else ("article_id = ANY(%s)", (list(keys),))
    session.execute(sql.SQL("DELETE FROM queue WHERE {}").format(sql.SQL(condition)), values)


class PostgresTasks:
    """The queue as a worker sees it; see ``Tasks``.

    Args:
        address: Address of the database.
        session: Session of the worker, without autocommit.
    """

    def __init__(self, address: Address, session: Session) -> None:
        self._address, self._session = address, session
        for statement in _SESSION:
            session.execute(statement)
        session.commit()

    def encoder(self) -> tuple[EncoderFingerprint, WordCodec] | None:
        """See ``Tasks.encoder``."""
        row = self._session.execute(
            "SELECT staging->'encoder', staging_codec FROM state "
            "WHERE staging IS NOT NULL AND EXISTS (SELECT 1 FROM queue)"
        ).fetchone()
        self._session.commit()
        return row and (EncoderFingerprint(**row[0]), generations.codec_of(row[1]))

    @contextmanager
    def take(
        self, limit: int, encoder: EncoderFingerprint
    ) -> Iterator[tuple[PostgresWriter, list[QueuedDocument]]]:
        """See ``Tasks.take``."""
        from index.stores.postgresql.writer import PostgresWriter

        try:
            taken = self._session.execute(_TAKE, (limit,)).fetchall()
            writer = PostgresWriter(self._address, self._session)
            if not taken or not writer.join(encoder):
                taken = []
                self._session.rollback()
            yield writer, [_unpacked_article(*row) for row in taken]
            self._session.commit()
        except BaseException:
            if not self._session.closed:
                self._session.rollback()
            raise


def _packed_article(one: Article) -> str:
    days = [
        period and [period.start.toordinal(), period.end.toordinal()]
        for period in (one.published, one.updated)
    ]
    texts = one.id, one.title, one.text, one.source, one.language, one.url, one.author, one.dated
    return json.dumps([*texts, one.body_start, *days])


def _unpacked_article(packed: str, digest: bytes, reused: str | None) -> QueuedDocument:
    values: list[Any] = json.loads(packed)
    article_id, title, text, source, language, url, author, dated, body_start, *days = values
    published, updated = (days_of and Period(*map(date.fromordinal, days_of)) for days_of in days)
    article = Article(
        id=article_id,
        title=title,
        text=text,
        source=source,
        published=published,
        language=language,
        url=url,
        body_start=body_start,
        updated=updated,
        author=author,
        dated=dated,
    )
    return QueuedDocument(article, digest, None if reused is None else from_text(reused))
