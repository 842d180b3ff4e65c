"""Store an index in a database: PostgreSQL with pgvector and pg_textsearch."""

from __future__ import annotations

from index.errors import SettingsError

try:
    import psycopg  # noqa: F401
except ImportError as error:
    raise SettingsError(
        "an index in PostgreSQL needs a package more: pip install 'dateline[postgres]'"
    ) from error

from index.stores.postgresql.store import PostgresStore

__all__ = ["PostgresStore"]
