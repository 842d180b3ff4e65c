"""Care for a store in a database: ``python -m index store init | migrate | stats | forget``."""

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
    """Care for an index that is kept in PostgreSQL."""


@store.command()
@INDEX_DIR
@click.option(
    "--reader", metavar="ROLE", help="Let this role of the database read, and nothing else."
)
@click.option(
    "--allow-volatile-words",
    is_flag=True,
    help="Take a pg_textsearch before 1.3: after a crash of the server, passages that were "
    "committed shortly before may not be found by their words until the index is built again.",
)
@one_line_errors
def init(index_dir: Path | str | None, reader: str | None, allow_volatile_words: bool) -> None:
    """Make the extensions and tables; what is there stays.

    Run it as the role that will build the index, which owns the tables then. A superuser may have
    to make the extensions first.
    """
    applied = _database(index_dir).init(reader=reader, allow_volatile_words=allow_volatile_words)
    click.echo(_told(applied))


@store.command()
@INDEX_DIR
@one_line_errors
def migrate(index_dir: Path | str | None) -> None:
    """Bring the tables of an older version up to date."""
    click.echo(_told(_database(index_dir).migrate()))


@store.command()
@INDEX_DIR
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@one_line_errors
def stats(index_dir: Path | str | None, as_json: bool) -> None:
    """Show versions, generations, who writes, and what each table and index takes."""
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
    help="Keep so many of the newest; those that somebody reads are kept, too.",
)
@one_line_errors
def forget(index_dir: Path | str | None, keep: int) -> None:
    """Delete old generations and the rows that only they have.

    Publishing does it, too, but leaves those that were being read.
    """
    names = _database(index_dir).forget(keep)
    click.echo(f"Forgotten: {', '.join(names)}." if names else "Nothing to forget.")


def _database(index_dir: Path | str | None) -> PostgresStore:
    """Return the store, if it is one that has tables.

    Raises:
        SettingsError: If it is a folder.
    """
    place = index_dir or Settings.from_environment().index_dir
    opened = open_store(place)
    from index.stores.postgresql import PostgresStore

    if not isinstance(opened, PostgresStore):
        raise SettingsError(
            f"{opened.place} is no database; name one: --store postgresql://user@host/database"
        )
    return opened


def _told(applied: list[str]) -> str:
    return f"Applied: {', '.join(applied)}." if applied else "The tables are up to date."
