"""Create and upgrade the tables, and check the versions of the server and its extensions."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from psycopg import errors, sql

from index.commands import index_command
from index.errors import IndexMismatchError, IndexNotBuiltError, StoreUnavailableError

if TYPE_CHECKING:
    from index.stores.postgresql.address import Address
    from index.stores.postgresql.connections import Session

_SERVER = 170000  # PostgreSQL 17
_EXTENSIONS = {"vector": (0, 8), "pg_textsearch": (1, 0)}
"""Extensions with their minimum versions: for iterative scans of an HNSW index, and for BM25."""

_DURABLE = 1, 3
"""The first version of pg_textsearch whose index keeps committed rows when the server crashes."""

_VOLATILE = (
    "pg_textsearch {version} is installed in {place}: before version 1.3 its BM25 index may lack "
    "passages that were committed shortly before the server crashed, so that they are not found by "
    "their words. Install 1.3 or later"
)


class Migration(NamedTuple):
    """A step from one version of the tables to the next.

    Attributes:
        number: Version of the tables after it.
        name: Name of its file.
        statements: Its SQL.
    """

    number: int
    name: str
    statements: str


def migrations() -> list[Migration]:
    """Return all migrations in order: the files of the folder ``migrations``."""
    folder = files("index.stores.postgresql") / "migrations"
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    return [Migration(int(name[:4]), name, (folder / name).read_text("utf-8")) for name in found]


def version(text: str) -> tuple[int, ...]:
    """Return the first two numbers of a version."""
    return tuple(map(int, re.findall(r"\d+", text)[:2]))


def is_durable(extension: str) -> bool:
    """Return whether the index of a version of pg_textsearch survives a crash of the server."""
    return version(extension) >= _DURABLE


def init(
    session: Session, address: Address, *, reader: str | None, allow_volatile_words: bool
) -> list[str]:
    """Create extensions, schema and tables that do not exist; delete nothing.

    Args:
        session: Session of the role that will own and write the tables.
        address: Address of the database.
        reader: Role to grant the right to read; None for none.
        allow_volatile_words: Accept a version of pg_textsearch whose index a crash may damage.

    Returns:
        The names of the migrations that were applied.

    Raises:
        StoreUnavailableError: If an extension is missing, or it or the server is too old.
    """
    _require_server(session, address)
    for name in _EXTENSIONS:
        _make_extension(session, address, name)
    _require_durable(session, address, allowed=allow_volatile_words)
    schema = sql.Identifier(address.schema)
    there = session.execute(
        "SELECT 1 FROM pg_namespace WHERE nspname = %s", (address.schema,)
    ).fetchone()
    if there is None:
        session.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
    applied = migrate(session, address)
    if allow_volatile_words:
        session.execute("UPDATE state SET volatile_words = true")
    if reader is not None:
        _grant(session, address, reader)
    return applied


def migrate(session: Session, address: Address) -> list[str]:
    """Upgrade the tables to the current version, in one transaction.

    Returns:
        The names of the migrations that were applied.

    Raises:
        IndexMismatchError: If a later version of Dateline created the tables.
    """
    with session.transaction():
        session.execute(
            sql.SQL(
                "CREATE TABLE IF NOT EXISTS {}.migrations (number integer PRIMARY KEY, "
                "name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())"
            ).format(sql.Identifier(address.schema))
        )
        session.execute("LOCK TABLE migrations IN EXCLUSIVE MODE")
        present = _present(session)
        steps = migrations()
        if present > steps[-1].number:
            raise _other_version(address, present, steps[-1].number)
        todo = [step for step in steps if step.number > present]
        for step in todo:
            session.execute(sql.SQL(step.statements))
            session.execute(
                "INSERT INTO migrations (number, name) VALUES (%s, %s)", (step.number, step.name)
            )
    return [step.name for step in todo]


def require(session: Session, address: Address) -> None:
    """Check that this version of Dateline can use the tables.

    Raises:
        IndexNotBuiltError: If there are no tables.
        IndexMismatchError: If they have another version.
        StoreUnavailableError: If a crash may damage the BM25 index, and that was not accepted.
    """
    wanted = migrations()[-1].number
    try:
        present = _present(session)
    except errors.UndefinedTable:
        _require_usage(session, address)
        raise IndexNotBuiltError(
            f"there is no index in {address.place}: it has no tables of Dateline; make them with `"
            + index_command("store", "init", "--store", address.place)
            + "`, then build it: "
            + index_command("build", "FOLDER", "--store", address.place)
        ) from None
    if present != wanted:
        raise _other_version(address, present, wanted)
    row = session.execute("SELECT volatile_words FROM state").fetchone()
    _require_durable(session, address, allowed=bool(row and row[0]))


def _require_usage(session: Session, address: Address) -> None:
    """Check that this user may use the schema; otherwise its tables seem not to exist."""
    row = session.execute(
        "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = %s",
        (address.schema,),
    ).fetchone()
    if row is not None and not row[0]:
        raise StoreUnavailableError(
            f"this user may not read the schema {address.schema} in {address.place}; let the owner "
            "run " + index_command("store", "init", "--store", address.place, "--reader", "ROLE")
        )


def _present(session: Session) -> int:
    row = session.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    return row[0] if row else 0


def _other_version(address: Address, present: int, wanted: int) -> IndexMismatchError:
    remedy = (
        "run " + index_command("store", "migrate", "--store", address.place)
        if present < wanted
        else "update Dateline"
    )
    return IndexMismatchError(
        f"the tables in {address.place} have version {present}, this program needs {wanted}; "
        + remedy
    )


def _require_server(session: Session, address: Address) -> None:
    number = session.info.server_version
    if number < _SERVER:
        raise StoreUnavailableError(
            f"{address.place} is PostgreSQL {number // 10000}; pg_textsearch needs 17 or later: "
            "upgrade the server, or name another"
        )
    encoding = session.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StoreUnavailableError(
            f"the database {address.place} has the encoding {encoding}; make another: "
            "createdb --encoding UTF8 --template template0 NAME"
        )


def _make_extension(session: Session, address: Address, name: str) -> None:
    """Create an extension if it is missing, and check its version."""
    row = session.execute(
        "SELECT extversion FROM pg_extension WHERE extname = %s", (name,)
    ).fetchone()
    label = "pgvector" if name == "vector" else name
    if row is None:
        try:
            session.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))
        except errors.InsufficientPrivilege as error:
            raise StoreUnavailableError(
                f"this user may not add the extension {name} to {address.place}; as a superuser "
                f"run there: CREATE EXTENSION {name}"
            ) from error
        except errors.Error as error:
            said = (error.diag.message_primary or str(error)).splitlines()[0]
            preload = (
                " and name it in shared_preload_libraries of postgresql.conf"
                if name == "pg_textsearch"
                else ""
            )
            raise StoreUnavailableError(
                f"the extension {label} cannot be added to {address.place} ({said}); install it on "
                f"the server{preload}, restart the server, and run this again"
            ) from error
        row = session.execute(
            "SELECT extversion FROM pg_extension WHERE extname = %s", (name,)
        ).fetchone()
    oldest = _EXTENSIONS[name]
    if row is not None and version(row[0]) < oldest:
        raise StoreUnavailableError(
            f"{label} {row[0]} in {address.place} is too old; install "
            f"{'.'.join(map(str, oldest))} or later, then run there: ALTER EXTENSION {name} UPDATE"
        )


def _require_durable(session: Session, address: Address, *, allowed: bool) -> None:
    row = session.execute(
        "SELECT extversion FROM pg_extension WHERE extname = 'pg_textsearch'"
    ).fetchone()
    if row is None:
        raise StoreUnavailableError(
            f"the extension pg_textsearch is not in {address.place}; run "
            + index_command("store", "init", "--store", address.place)
        )
    if not allowed and not is_durable(row[0]):
        raise StoreUnavailableError(
            _VOLATILE.format(version=row[0], place=address.place)
            + ", or accept it for an index that can be built again: "
            + index_command("store", "init", "--store", address.place, "--allow-volatile-words")
        )


def _grant(session: Session, address: Address, reader: str) -> None:
    """Let a role read the tables, including those of later migrations, and do nothing else."""
    names = {"schema": sql.Identifier(address.schema), "reader": sql.Identifier(reader)}
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {reader}",
        "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {reader}",
    ):
        try:
            session.execute(sql.SQL(statement).format(**names))
        except errors.UndefinedObject as error:
            raise StoreUnavailableError(
                f"there is no role {reader!r} in {address.place}; make it with createuser"
            ) from error
