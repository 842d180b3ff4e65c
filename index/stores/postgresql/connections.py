"""Connect to a database: open one session, or share a small pool of them between threads."""

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
from index.stores.postgresql.error_messages import translated_errors, unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.stores.postgresql.address import Address

Session: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
"""A connection to the database."""

T = TypeVar("T")

_CONNECT_TIMEOUT = 10  # seconds
_STATEMENT_TIMEOUT = 60  # seconds, of a reader
_MAX_SESSIONS = 8  # of a pool; a server allows a hundred by default
_ACQUIRE_TIMEOUT = 30.0  # seconds to wait for a session of the pool

_SESSION = """
SELECT set_config('search_path', concat_ws(', ', quote_ident(%(schema)s), (
           SELECT string_agg(DISTINCT quote_ident(nspname), ', ')
           FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
           WHERE extname IN ('vector', 'pg_textsearch')), 'public'), false),
       set_config('client_connection_check_interval', '5s', false)
"""
"""Finds the tables and the types of the extensions, and lets the server notice within seconds that
a client was killed in the middle of a statement."""

_READER = sql.SQL(
    "SELECT set_config('statement_timeout', {timeout}, false), "
    "set_config('default_transaction_read_only', 'on', false), "
    # Compiling a statement of a reader takes longer than running it.
    "set_config('jit', 'off', false)"
)


def connect(address: Address, role: str, *, writes: bool = False) -> Session:
    """Open a session in which every statement is a transaction of its own (autocommit).

    Args:
        address: Address of the database.
        role: Purpose of the session, shown in ``pg_stat_activity``.
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
        with translated_errors(address):
            session.execute(_SESSION, {"schema": address.schema})
    except BaseException:
        session.close()
        raise
    return session


class Pool:
    """Read-only sessions, opened on demand and shared by threads.

    Args:
        address: Address of the database.
        prepare: Called with each session that is opened.
    """

    def __init__(self, address: Address, prepare: Callable[[Session], object]) -> None:
        self._address, self._prepare = address, prepare
        self._free: list[Session] = []
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(_MAX_SESSIONS)
        self.close = weakref.finalize(self, _close_all, self._free)
        """Close the idle sessions; also called when the pool is garbage-collected."""

    def read(self, query: Callable[[Session], T]) -> T:
        """Return the result of a read-only query; run it once more if the connection was lost.

        Raises:
            StoreUnavailableError: If the server cannot be reached, or all sessions are in use.
        """
        with translated_errors(self._address):
            try:
                with self._session() as session:
                    return query(session)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if isinstance(error, psycopg.errors.QueryCanceled):
                    raise
                with self._lock:  # the others are lost too if the server was restarted
                    _close_all(self._free)
            with self._session() as session:
                return query(session)

    def warm(self) -> None:
        """Open a session, so that errors appear at once and the first query does not wait."""
        self.read(lambda session: session.execute("SELECT 1"))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        if not self._slots.acquire(timeout=_ACQUIRE_TIMEOUT):
            raise StoreUnavailableError(
                f"all {_MAX_SESSIONS} connections to {self._address.place} are busy; try later"
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
            session.execute(_READER.format(timeout=sql.Literal(f"{_STATEMENT_TIMEOUT}s")))
            self._prepare(session)
        except BaseException:
            session.close()
            raise
        return session


def _close_all(sessions: list[Session]) -> None:
    while sessions:
        sessions.pop().close()
