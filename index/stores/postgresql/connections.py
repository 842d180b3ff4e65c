"""Connect to a database: one session, or a small pool that threads share."""

from __future__ import annotations

import os
import socket
import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import psycopg
from psycopg import sql

from index.errors import StoreUnavailableError
from index.stores.postgresql.failures import told, unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.stores.postgresql.address import Address

Session: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
"""A connection to the database."""

T = TypeVar("T")

_CONNECT_TIMEOUT = 10  # seconds
_READ_TIMEOUT = 60  # seconds that a reader's statement may take
_MOST = 8  # sessions of a pool: a server allows some hundred
_WAIT = 30.0  # seconds for one of them

_SESSION = """
SELECT set_config('search_path', concat_ws(', ', quote_ident(%(schema)s), (
           SELECT string_agg(DISTINCT quote_ident(nspname), ', ')
           FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
           WHERE extname IN ('vector', 'pg_textsearch')), 'public'), false),
       set_config('client_connection_check_interval', '5s', false)
"""
"""Finds the tables and the types of the extensions, and lets the server notice within seconds
that a program was killed in the middle of a statement."""


def connect(address: Address, role: str, *, writes: bool = False) -> Session:
    """Open a session, every statement of which is a transaction by itself.

    Args:
        address: Where.
        role: What the session is for, as ``pg_stat_activity`` shows it.
        writes: Refuse a standby.

    Raises:
        StoreUnavailableError: If the server cannot be reached.
    """
    given: dict[str, Any] = {"options": address.options}
    if writes:
        given["target_session_attrs"] = "read-write"
    if "connect_timeout=" not in address.conninfo:
        given["connect_timeout"] = _CONNECT_TIMEOUT
    name = f"dateline {role}, process {os.getpid()} on {socket.gethostname()}"
    try:
        session = psycopg.connect(
            address.conninfo, autocommit=True, application_name=name[:63], **given
        )
    except psycopg.Error as error:
        raise unreachable(address, error) from error
    try:
        with told(address):
            session.execute(_SESSION, {"schema": address.schema})
    except BaseException:
        session.close()
        raise
    return session


class Pool:
    """Sessions that read, opened when they are needed and shared by threads.

    Args:
        address: Where.
        prepare: Is called with each session that is opened.
    """

    def __init__(self, address: Address, prepare: Callable[[Session], object]) -> None:
        self._address, self._prepare = address, prepare
        self._free: list[Session] = []
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(_MOST)
        self.close = weakref.finalize(self, _close_all, self._free)
        """Close the sessions that are free; a pool that is garbage-collected does it too."""

    def read(self, question: Callable[[Session], T]) -> T:
        """Ask something that changes nothing; once more if the connection was lost meanwhile.

        Raises:
            StoreUnavailableError: If the server cannot be reached, or is too busy.
        """
        with told(self._address):
            try:
                with self._session() as session:
                    return question(session)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if isinstance(error, psycopg.errors.QueryCanceled):
                    raise
                with self._lock:  # a server that was restarted has broken all of them
                    _close_all(self._free)
            with self._session() as session:
                return question(session)

    def warm(self) -> None:
        """Open a session, so that it is there, and so that what cannot be opened is known."""
        self.read(lambda session: session.execute("SELECT 1"))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        if not self._slots.acquire(timeout=_WAIT):
            raise StoreUnavailableError(
                f"all {_MOST} connections to {self._address.place} are busy; ask again later"
            )
        try:
            with self._lock:
                session = self._free.pop() if self._free else None
            session = session or self._open()
            try:
                yield session
            except BaseException:
                session.close()
                raise
            with self._lock:
                kept = self.close.alive
                if kept:
                    self._free.append(session)
            if not kept:
                session.close()
        finally:
            self._slots.release()

    def _open(self) -> Session:
        session = connect(self._address, "reader")
        try:
            session.execute(
                sql.SQL("SET statement_timeout = {}").format(sql.Literal(f"{_READ_TIMEOUT}s"))
            )
            session.execute("SET default_transaction_read_only = on")
            self._prepare(session)
        except BaseException:
            session.close()
            raise
        return session


def _close_all(sessions: list[Session]) -> None:
    while sessions:
        sessions.pop().close()
