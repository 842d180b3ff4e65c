"""Say what went wrong with a database in one sentence, and what to do about it."""

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

_CONNECTING = (
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
"""What libpq says, and what mends it."""


def unreachable(address: Address, error: Exception) -> StoreUnavailableError:
    """Return the error of a connection that could not be made, or broke."""
    said = " ".join(str(error).split()) or type(error).__name__
    remedy = next(
        (remedy for part, remedy in _CONNECTING if part in said),
        "check that the server runs and that the address is right",
    )
    return StoreUnavailableError(f"{address.place} cannot be reached ({said}); {remedy}")


@contextmanager
def told(address: Address) -> Iterator[None]:
    """Raise what the database reports as an error of Dateline.

    Raises:
        StoreUnavailableError: If the connection broke, or tables, an extension or rights are
            missing.
        IndexWriteError: If the database cannot be written.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _translated(address, error) from error


def _translated(address: Address, error: psycopg.Error) -> DatelineError:
    place, said = address.place, _first_line(error)
    match error:
        case errors.UndefinedTable() | errors.InvalidSchemaName() | errors.UndefinedColumn():
            return StoreUnavailableError(
                f"{place} does not have the tables of Dateline ({said}); make them: "
                + index_command("store", "init", "--store", place)
            )
        case errors.UndefinedObject() | errors.UndefinedFunction() | errors.UndefinedFile():
            return StoreUnavailableError(
                f"{place} lacks an extension ({said}); install pgvector and pg_textsearch on the "
                "server, then run " + index_command("store", "init", "--store", place)
            )
        case errors.InsufficientPrivilege():
            return StoreUnavailableError(
                f"this user may not do that in {place} ({said}); ask as the owner of the tables, "
                "or let the owner grant the right: "
                + index_command("store", "init", "--store", place, "--reader", "ROLE")
            )
        case errors.ReadOnlySqlTransaction():
            return IndexWriteError(
                f"{place} is a standby or read-only ({said}); write to the primary server"
            )
        case errors.DiskFull() | errors.OutOfMemory() | errors.IoError():
            return IndexWriteError(
                f"{place} cannot be written ({said}); free space on the server, and build again: "
                "what was saved is resumed"
            )
        case errors.QueryCanceled() | errors.LockNotAvailable():
            return StoreUnavailableError(
                f"{place} took too long ({said}); try again, or raise statement_timeout"
            )
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return unreachable(address, error)
    return StoreUnavailableError(f"{place} refused a statement ({said}); see the server's log")


def _first_line(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error)
    return said.splitlines()[0] if said else type(error).__name__
