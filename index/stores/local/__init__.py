"""The store on one machine: a folder of generations, each a SQLite record and views of it."""

from __future__ import annotations

from index.stores.local.store import LocalStore

__all__ = ["LocalStore"]
