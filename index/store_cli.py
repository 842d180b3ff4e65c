"""Administer a store in a database: ``python -m index store init | migrate | stats | forget``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from index.command_line import INDEX_DIR, echo_json, one_line_errors
from index.errors import SettingsError
from index.settings import Settings
from index.stores import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from index.stores.postgresql import PostgresStore


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def store() -> None:
    """Administer an index in PostgreSQL."""


@store.command()
@INDEX_DIR
@click.option("--reader", metavar="ROLE", help="Grant this database role read access only.")
@click.option(
    "--allow-volatile-words",
    is_flag=True,
    help="Accept pg_textsearch before 1.3. After a crash of the server, passages committed shortly "
    "before it may not be found by their words until the index is built again.",
)
@one_line_errors
def init(index_dir: Path | str | None, reader: str | None, allow_volatile_words: bool) -> None:
    """Create the extensions and tables that do not exist yet.

    Run it as the role that will build the index and own the tables. A superuser may have to create
    the extensions first.
    """
    applied = _database(index_dir).init(reader=reader, allow_volatile_words=allow_volatile_words)
    click.echo(_migration_summary(applied))


@store.command()
@INDEX_DIR
@one_line_errors
def migrate(index_dir: Path | str | None) -> None:
    """Migrate the tables of an older version to the present one."""
    click.echo(_migration_summary(_database(index_dir).migrate()))


@store.command()
@INDEX_DIR
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@one_line_errors
def stats(index_dir: Path | str | None, as_json: bool) -> None:
    """Show versions, generations, the current writer, and the size of each table and index."""
    found = _database(index_dir).stats()
    if as_json:
        echo_json(found.to_dict())
        return
    click.echo("\n".join(found.lines()))


@store.command()
@INDEX_DIR
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Number of newest generations to keep; generations in use are kept as well.",
)
@one_line_errors
def forget(index_dir: Path | str | None, keep: int) -> None:
    """Delete old generations and the rows that no other generation has.

    Publishing a generation does the same, except for generations that are in use at that moment.
    """
    names = _database(index_dir).forget(keep)
    click.echo(f"Deleted: {', '.join(names)}." if names else "Nothing to delete.")


def _database(index_dir: Path | str | None) -> PostgresStore:
    """Return the PostgreSQL store at an address.

    Raises:
        SettingsError: If the store is not a PostgreSQL database.
    """
    place = index_dir or Settings.from_environment().index_dir
    opened = open_store(place)
    from index.stores.postgresql import PostgresStore

    if not isinstance(opened, PostgresStore):
        raise SettingsError(
            f"{opened.place} is not a database; name one: --store postgresql://user@host/database"
        )
    return opened


def _migration_summary(applied: list[str]) -> str:
    return f"Applied: {', '.join(applied)}." if applied else "The tables are up to date."
