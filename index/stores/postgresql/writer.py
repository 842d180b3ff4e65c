"""Write the next generation of a store in PostgreSQL; readers see it once it is published."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from psycopg import sql
from psycopg.types.json import Jsonb

from index.errors import DatelineError
from index.stores.datatypes import Staging
from index.stores.postgresql import duplicates, generations, publishing, queue, reading, rows
from index.stores.postgresql.error_messages import translated_errors
from index.stores.postgresql.generations import FOREVER, FORMAT, Generation, View
from index.stores.postgresql.text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.datatypes import Article
    from index.late_interaction import WordCodec
    from index.stores.datatypes import (
        BuildRecord,
        EncodedArticle,
        EncoderFingerprint,
        IndexInfo,
        QueuedDocument,
        StoredEncoding,
    )
    from index.stores.postgresql.address import Address
    from index.stores.postgresql.base import PostgresBase
    from index.stores.postgresql.connections import Session
    from index.stores.protocol import BaseGeneration

_logger = logging.getLogger(__name__)

_KEPT_GENERATIONS = 2  # generations: the current one, and the previous one for its readers


class PostgresWriter:
    """Stages rows that are born and die in the next generation; see ``Writer``.

    Args:
        address: Address of the database.
        session: Session that holds the lock for writing, without autocommit.
    """

    def __init__(self, address: Address, session: Session) -> None:
        self._address, self._session = address, session
        self._staged: tuple[View, EncoderFingerprint, WordCodec, Generation | None] | None = None
        self._done = False
        self._number = (generations.current_number(session) or 0) + 1

    @property
    def _view(self) -> View:
        return self._require_staging()[0]

    def _require_staging(
        self,
    ) -> tuple[View, EncoderFingerprint, WordCodec, Generation | None]:
        if self._staged is None:
            raise TypeError("open_staging must be called first")
        return self._staged

    def open_staging(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: BaseGeneration | None
    ) -> Staging:
        """See ``Writer.open_staging``."""
        from index.stores.postgresql.base import PostgresBase

        if base is not None and not isinstance(base, PostgresBase):
            raise TypeError(f"{base!r} is not a generation of an index in PostgreSQL")
        with self._writing():
            rows.add_fields(self._session)
            resumed = self._resume(encoder, codec)
            if not resumed:
                self._begin(encoder, codec, base)
            self._session.commit()  # added columns lock out readers until then
        return Staging(self._require_staging()[2], resumed)

    def _resume(self, encoder: EncoderFingerprint, codec: WordCodec) -> bool:
        row = self._session.execute("SELECT staging, staging_codec FROM state").fetchone()
        kept, packed = row or (None, None)
        if kept is None:
            return False
        saved = generations.codec_of(packed)
        fingerprint = {"format": FORMAT, "encoder": asdict(encoder), "number": self._number}
        if any(kept[name] != value for name, value in fingerprint.items()) or not saved.is_like(
            codec
        ):
            return False
        view = View(self._number, kept["since"])
        self._stage(view, encoder, saved, kept["fields"])
        return True

    def join(self, encoder: EncoderFingerprint) -> bool:
        """Write into the staging area of the builder, as a worker; the caller commits.

        Returns:
            False if the staged articles are not encoded with ``encoder``.
        """
        row = self._session.execute("SELECT staging, staging_codec FROM state").fetchone()
        kept, packed = row or (None, None)
        if kept is None or kept["encoder"] != asdict(encoder):
            return False
        view = View(kept["number"], kept["since"])
        self._staged = view, encoder, generations.codec_of(packed), None
        return True

    def _begin(
        self, encoder: EncoderFingerprint, codec: WordCodec, base: PostgresBase | None
    ) -> None:
        """Open a staging area with the rows of the base, or an empty one."""
        generations.discard(self._session, self._number)
        if base is None:
            self._stage(View(self._number, self._number), encoder, codec, rows.present_fields())
        else:
            view = View(self._number, base.generation.view.since)
            self._stage(view, encoder, base.codec, base.generation.fields)

    def _stage(
        self, view: View, encoder: EncoderFingerprint, codec: WordCodec, kept: Mapping[str, str]
    ) -> None:
        present = rows.present_fields()
        if added := [name for name in present if kept.get(name) != present[name]]:
            rows.fill_fields(self._session, added, view)
        self._session.execute(
            "UPDATE state SET staging = %s, staging_codec = %s",
            (
                Jsonb(
                    {
                        "number": view.number,
                        "since": view.since,
                        "format": FORMAT,
                        "encoder": asdict(encoder),
                        "fields": present,
                    }
                ),
                generations.codec_bytes(codec),
            ),
        )
        before = None
        if view.since < view.number:
            before = Generation.read(self._session, self._number - 1)
        self._staged = view, encoder, codec, before

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.digests``."""
        return self._column("digest")

    def signatures(self) -> Iterator[tuple[str, bytes]]:
        """See ``Writer.signatures``."""
        return self._column("signature")

    def _column(self, name: str) -> Iterator[tuple[str, bytes]]:
        view = self._view
        with self._writing():
            yield from reading.column(lambda query: query(self._session), view, name)

    def clusters(self) -> dict[str, str]:
        """See ``Writer.clusters``."""
        with self._writing():
            return reading.clusters(self._session, self._view)

    def article(self, article_id: str) -> Article:
        """See ``Writer.article``."""
        with self._writing():
            return reading.article(self._session, self._view, article_id)

    def encodings(self, article_id: str) -> list[StoredEncoding]:
        """See ``Writer.encodings``."""
        with self._writing():
            return reading.encodings(self._session, self._view, article_id)

    def queued(self) -> Iterator[tuple[str, bytes]]:
        """See ``QueueingWriter.queued``."""
        with self._writing():
            yield from queue.digests(self._session)

    def enqueue(self, documents: Sequence[QueuedDocument]) -> None:
        """See ``QueueingWriter.enqueue``."""
        with self._writing():
            queue.enqueue(self._session, documents, self._view.number)
            self._session.commit()

    def waiting(self) -> int:
        """See ``QueueingWriter.waiting``."""
        with self._writing():
            number = queue.waiting(self._session)
            self._session.commit()
        return number

    def clear_queue(self) -> None:
        """See ``QueueingWriter.clear_queue``."""
        with self._writing():
            queue.remove(self._session, None)
            self._session.commit()

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.add``."""
        view, encoder, _, _ = self._require_staging()
        for encoded in articles:
            if encoded.vectors.shape[1] != encoder.dimension:
                raise ValueError(
                    f"vectors of shape {encoded.vectors.shape} do not have "
                    f"{encoder.dimension} dimensions"
                )
        with self._writing():
            rows.insert(self._session, articles, view.number)

    def replace(self, articles: Sequence[EncodedArticle]) -> None:
        """See ``Writer.replace``."""
        self.remove([encoded.article.id for encoded in articles])
        self.add(articles)

    def remove(self, article_ids: Collection[str]) -> None:
        """See ``Writer.remove``."""
        keys = [to_text(article_id) for article_id in article_ids]
        number = self._view.number
        if not keys:
            return
        with self._writing():
            queue.remove(self._session, keys)
            self._session.execute(
                "DELETE FROM word_vectors w USING passages p WHERE p.article_id = ANY(%s) "
                "AND p.born = %s AND w.passage_id = p.id AND w.born = p.born",
                (keys, number),
            )
            for table, key in (
                ("passages", "article_id"),
                ("clusters", "article_id"),
                ("articles", "id"),
            ):
                self._end(table, key, keys)

    def _end(self, table: str, key: str, keys: list[str]) -> None:
        """Delete staged rows, and mark published ones as dead in this generation."""
        number, names = self._view.number, (sql.Identifier(table), sql.Identifier(key))
        self._session.execute(
            sql.SQL("DELETE FROM {} WHERE {} = ANY(%s) AND born = %s").format(*names),
            (keys, number),
        )
        self._session.execute(
            sql.SQL("UPDATE {} SET died = %s WHERE {} = ANY(%s) AND died = %s").format(*names),
            (number, keys, FOREVER),
        )

    def changed_clusters(self) -> dict[str, str | None]:
        """See ``FindsNearDuplicates.changed_clusters``."""
        with self._writing():
            return duplicates.changed_clusters(self._session, self._view)

    def mark_near_duplicates(self, changed: Mapping[str, str | None]) -> None:
        """See ``Writer.mark_near_duplicates``."""
        if not changed:
            return
        view = self._view
        with self._writing():
            self._end("clusters", "article_id", [to_text(article_id) for article_id in changed])
            marked = {
                to_text(article_id): to_text(cluster)
                for article_id, cluster in changed.items()
                if cluster is not None
            }
            self._session.execute(
                sql.SQL(
                    "INSERT INTO clusters (article_id, born, cluster) "
                    "SELECT a.id, %s, m.cluster FROM unnest(%s::text[], %s::text[]) "
                    "AS m (id, cluster) JOIN articles a ON a.id = m.id AND {}"
                ).format(view.of("a")),
                (view.number, [*marked], [*marked.values()]),
            )

    def save(self) -> None:
        """See ``Writer.save``."""
        with self._writing():
            self._session.commit()

    def publish(
        self,
        record: BuildRecord,
        queries: Callable[[], NDArray[np.float32]] | None = None,
        *,
        progress: bool = False,
    ) -> IndexInfo:
        """See ``Writer.publish``."""
        view, encoder, codec, before = self._require_staging()
        self.save()
        with self._writing():
            draft = publishing.Draft.of(self._session, view, encoder, codec, before)
            draft.make_indexes(progress=progress)
            self._session.commit()
        questions = queries() if queries is not None and draft.has_hnsw_index else None
        with self._writing():
            generation = draft.publish(record, questions)
            self._session.commit()
            self._done = True
        self._session.autocommit = True
        try:
            with self._writing():
                generations.forget(self._session, self._address.schema, _KEPT_GENERATIONS)
        except DatelineError as error:  # published; the next writer deletes them
            _logger.warning("old generations were not deleted: %s", error)
        return generation.info

    def abandon(self) -> None:
        """See ``Writer.abandon``."""
        with self._writing():
            self._session.rollback()
            self.discard()
        self._staged, self._done = None, True

    def discard(self) -> None:
        """Discard the rows that an interrupted writer saved."""
        generations.discard(self._session, self._number)
        self._session.commit()

    def finish(self) -> None:
        """Discard the staging area unless it was published."""
        if not self._done:
            self.abandon()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with translated_errors(self._address):
            yield
