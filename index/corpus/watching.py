"""Knowing when the files of a corpus change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SETTLED = 1600  # milliseconds: files that change together are one change
_FIRST = 500


def changes(folder: Path, counts: Callable[[str], bool]) -> Iterator[None]:
    """Wait, without end, for files below a folder to be added, changed, moved or removed.

    The iterator ends when the process is interrupted (Ctrl-C).

    Args:
        folder: The folder.
        counts: Whether the file of a path belongs to the corpus.

    Yields:
        Once when the watch has begun, since files may have changed before; then at each change.

    Raises:
        OSError: If the folder cannot be watched.
    """
    from watchfiles import watch

    begun = False
    for found in watch(
        folder,
        watch_filter=lambda _, path: counts(path),
        debounce=_SETTLED,
        rust_timeout=_FIRST,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if found or not begun:
            begun = True
            yield
