"""Store an index in PostgreSQL."""

from __future__ import annotations

from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING

from psycopg import sql

from index.commands import index_command
from index.errors import IndexLockedError, IndexMismatchError, IndexNotBuiltError
from index.stores.postgresql import generations, migrations, rows, statistics
from index.stores.postgresql.address import Address
from index.stores.postgresql.base import PostgresBase
from index.stores.postgresql.connections import Pool, connect
from index.stores.postgresql.error_messages import translated_errors
from index.stores.postgresql.generations import FORMAT, Generation
from index.stores.postgresql.queue import PostgresTasks
from index.stores.postgresql.snapshot import PostgresSnapshot
from index.stores.postgresql.writer import PostgresWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.embedders import Embedder
    from index.stores.datatypes import IndexInfo
    from index.stores.postgresql.connections import Session
    from index.stores.postgresql.statistics import StoreStats

_MAX_ATTEMPTS = 5  # to open a generation that may be replaced and deleted concurrently


class PostgresStore:
    """An index in a database; see ``Store``.

    Its tables hold articles and passages; an HNSW index of pgvector and a BM25 index of
    pg_textsearch propose candidates. ``dateline store init`` creates the tables.

    Args:
        address: A connection URI of libpq.

    Examples:
        >>> PostgresStore("postgresql://me:secret@db/news").place
        'postgresql://me@db/news'
    """

    def __init__(self, address: str) -> None:
        self.address = Address.parse(address)
        self._pool = Pool(self.address, lambda session: migrations.require(session, self.address))

    @property
    def place(self) -> str:
        """The address without its password; see ``Store.place``."""
        return self.address.place

    def build_command(self, corpus: str = "FOLDER", model: str | None = None) -> str:
        """See ``Store.build_command``."""
        chosen = () if model is None else ("--model", model)
        return index_command("build", corpus or "FOLDER", "--store", self.place, *chosen)

    def current(self) -> str:
        """See ``Store.current``."""

        def name(session: Session) -> str | None:
            row = session.execute(
                "SELECT name FROM state JOIN generations ON number = generation"
            ).fetchone()
            return None if row is None else row[0]

        found = self._pool.read(name)
        if found is None:
            raise self._not_built()
        return found

    def info(self) -> IndexInfo:
        """See ``Store.info``."""
        return self._generation().info

    def open(self) -> PostgresSnapshot:
        """See ``Store.open``."""
        for attempt in range(_MAX_ATTEMPTS):
            generation = self._generation()
            self._require_fields(generation)
            try:
                return PostgresSnapshot(self.address, generation)
            except IndexNotBuiltError:  # replaced and deleted concurrently
                if attempt == _MAX_ATTEMPTS - 1:
                    raise
        raise self._not_built()

    def read_base(self) -> PostgresBase:
        """See ``Store.read_base``."""
        return PostgresBase(self._generation(), self._pool)

    @contextmanager
    def write(self, *, fresh: bool = False) -> Iterator[PostgresWriter]:
        """See ``Store.write``."""
        session = connect(self.address, "writer", writes=True)
        try:
            with translated_errors(self.address):
                migrations.require(session, self.address)
                self._lock(session)
                session.autocommit = False
                writer = PostgresWriter(self.address, session)
                if fresh:
                    writer.discard()
            yield writer
            writer.finish()
        finally:
            session.close()

    @contextmanager
    def tasks(self) -> Iterator[PostgresTasks]:
        """See ``HasQueue.tasks``."""
        session = connect(self.address, "worker", writes=True)
        try:
            with translated_errors(self.address):
                migrations.require(session, self.address)
                session.autocommit = False
                yield PostgresTasks(self.address, session)
        finally:
            session.close()

    def check(
        self, *, deep: bool = False, embedder: Embedder | None = None, progress: bool = True
    ) -> IndexInfo:
        """See ``Store.check``."""
        from index.stores.postgresql.check import check

        return check(self, deep=deep, embedder=embedder, progress=progress)

    # Operations: ``dateline store``.

    def init(self, *, reader: str | None = None, allow_volatile_words: bool = False) -> list[str]:
        """Create the tables if they do not exist; see ``migrations.init``."""
        with self._operating() as session:
            return migrations.init(
                session, self.address, reader=reader, allow_volatile_words=allow_volatile_words
            )

    def migrate(self) -> list[str]:
        """Upgrade the tables to the current version; see ``migrations.migrate``."""
        with self._operating() as session:
            return migrations.migrate(session, self.address)

    def forget(self, keep: int) -> list[str]:
        """Delete old generations; see ``generations.forget``.

        Raises:
            IndexLockedError: If another process is writing.
        """
        with self._operating() as session:
            migrations.require(session, self.address)
            self._lock(session)
            return generations.forget(session, self.address.schema, keep)

    def stats(self) -> StoreStats:
        """Describe the state of the database; see ``StoreStats``."""
        return self._pool.read(lambda session: statistics.read(session, self.address))

    def sibling(self, name: str) -> PostgresStore:
        """Return a store in another schema of the database; see ``HasSiblings.sibling``."""
        store = PostgresStore(self.address.with_schema(name))
        store.init(allow_volatile_words=True)  # an index for evaluation can be rebuilt
        return store

    @contextmanager
    def scratch(self) -> Iterator[PostgresStore]:
        """Yield a store in a new schema, and drop it afterwards; see ``HasSiblings.scratch``."""
        store = self.sibling(f"dateline_scratch_{token_hex(4)}")
        try:
            yield store
        finally:
            with self._operating() as session:
                session.execute(
                    sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(store.address.schema))
                )

    @contextmanager
    def _operating(self) -> Iterator[Session]:
        session = connect(self.address, "operator", writes=True)
        try:
            with translated_errors(self.address):
                yield session
        finally:
            session.close()

    def _lock(self, session: Session) -> None:
        """Lock the index for writing.

        Raises:
            IndexLockedError: If another process is writing; the message names it.
        """
        if not generations.lock_writer(session, self.address.schema):
            name = generations.writer_name(session, self.address.schema) or "another process"
            raise IndexLockedError(
                f"{name} is building the index in {self.place}; wait until it is done, or "
                "build elsewhere with --store"
            )

    def _generation(self) -> Generation:
        """Return the current generation.

        Raises:
            IndexNotBuiltError: If none was published.
            IndexMismatchError: If its format is not ``FORMAT``.
        """

        def read(session: Session) -> Generation | None:
            number = generations.current_number(session)
            return None if number is None else Generation.read(session, number)

        found = self._pool.read(read)
        if found is None:
            raise self._not_built()
        if found.format != FORMAT:
            raise IndexMismatchError(
                f"the index in {self.place} has format {found.format}, this version reads "
                f"{FORMAT}; build it again: "
                + self.build_command(found.info.corpus, found.info.encoder.model)
            )
        return found

    def _require_fields(self, generation: Generation) -> None:
        """Raise ``IndexMismatchError`` unless a generation has the fields of ``index.filters``."""
        if generation.fields != rows.present_fields():
            built, present = (
                ", ".join(f"{name} ({kind})" for name, kind in sorted(fields.items()))
                for fields in (generation.fields, rows.present_fields())
            )
            raise IndexMismatchError(
                f"the index in {self.place} was built with the filter fields {built}; this program "
                f"has {present}; build it again: "
                + self.build_command(generation.info.corpus, generation.info.encoder.model)
            )

    def _not_built(self) -> IndexNotBuiltError:
        return IndexNotBuiltError(
            f"there is no index in {self.place}; build it: {self.build_command()}"
        )
