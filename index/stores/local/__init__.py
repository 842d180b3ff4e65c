"""Store an index in a folder: generations, each an SQLite database and its search indexes."""

from __future__ import annotations

from index.stores.local.store import LocalStore

__all__ = ["LocalStore"]
