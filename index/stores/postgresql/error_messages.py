"""Convert errors of the database to Dateline's own: what is wrong, where, and what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import errors

from index.commands import index_command
from index.errors import DatelineError, IndexWriteError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.stores.postgresql.address import Address

_REMEDIES = (
    ("does not match host name", "connect to the server by the name that its certificate has"),
    ("verify failed", "name the authority that signed its certificate: sslrootcert=FILE"),
    ("certificate file", "name the file of the authority's certificate: sslrootcert=FILE"),
    ("does not support SSL", "turn ssl on in its postgresql.conf, or ask for another sslmode"),
    ("does not exist", "create it first: `createdb` makes a database, `createuser` a role"),
    ("password", "give the password in ~/.pgpass or PGPASSWORD"),
    ("pg_hba.conf", "let this user in, in the server's pg_hba.conf"),
    ("read-only", "write to the primary server: name it in the address"),
    ("too many", "raise max_connections of the server, or close other programs"),
    ("starting up", "wait until the server has recovered"),
)
"""Remedies for a failed connection, by a part of libpq's message; the first match is used."""


def unreachable(address: Address, error: Exception) -> StoreUnavailableError:
    """Return the error for a connection that could not be made, or was lost."""
    message = " ".join(str(error).split()) or type(error).__name__
    remedy = next(
        (remedy for part, remedy in _REMEDIES if part in message),
        "check that the server runs and that the address is right",
    )
    return StoreUnavailableError(f"{address.place} cannot be reached ({message}); {remedy}")


@contextmanager
def translated_errors(address: Address) -> Iterator[None]:
    """Raise errors of the database in the block as errors of Dateline.

    Raises:
        StoreUnavailableError: If the connection was lost, or tables, an extension or privileges
            are missing.
        IndexWriteError: If the database cannot be written.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _translated(address, error) from error


def _translated(address: Address, error: psycopg.Error) -> DatelineError:
    place, message = address.place, _first_line(error)
    match error:
        case errors.UndefinedTable() | errors.InvalidSchemaName() | errors.UndefinedColumn():
            return StoreUnavailableError(
                f"{place} does not have the tables of Dateline ({message}); make them: "
                + index_command("store", "init", "--store", place)
            )
        case errors.UndefinedObject() | errors.UndefinedFunction() | errors.UndefinedFile():
            return StoreUnavailableError(
                f"{place} lacks an extension ({message}); install pgvector and pg_textsearch on "
                "the server, then run " + index_command("store", "init", "--store", place)
            )
        case errors.InsufficientPrivilege():
            return StoreUnavailableError(
                f"this user may not do that in {place} ({message}); connect as the owner of the "
                "tables, or let the owner grant the right: "
                + index_command("store", "init", "--store", place, "--reader", "ROLE")
            )
        case errors.ReadOnlySqlTransaction():
            return IndexWriteError(
                f"{place} is a standby or read-only ({message}); write to the primary server"
            )
        case errors.DiskFull() | errors.OutOfMemory() | errors.IoError():
            return IndexWriteError(
                f"{place} cannot be written ({message}); free space on the server, and build "
                "again: what was saved is resumed"
            )
        case errors.QueryCanceled() | errors.LockNotAvailable():
            return StoreUnavailableError(
                f"{place} took too long ({message}); try again, or raise statement_timeout"
            )
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return unreachable(address, error)
    return StoreUnavailableError(f"{place} refused a statement ({message}); see the server's log")


def _first_line(error: psycopg.Error) -> str:
    message = error.diag.message_primary or str(error)
    return message.splitlines()[0] if message else type(error).__name__
