"""Watch the files of a corpus for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SETTLED = 1600  # milliseconds; files that change within them count as one change
_FIRST = 500


def changes(folder: Path, counts: Callable[[str], bool]) -> Iterator[None]:
    """Wait indefinitely for files below a folder to be added, changed, moved or removed.

    The iterator ends when the process is interrupted (Ctrl-C).

    Args:
        folder: Folder to watch.
        counts: Function that returns whether the file at a path belongs to the corpus.

    Yields:
        Once when the watch has begun, since files may have changed before; then after each change.

    Raises:
        CorpusError: If the folder cannot be watched.
    """
    from watchfiles import watch

    watched = watch(
        folder,
        watch_filter=lambda _, path: counts(path),
        debounce=_SETTLED,
        rust_timeout=_FIRST,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    begun = False
    while True:
        try:  # only around the watch: exceptions of the consumer pass through
            found = next(watched, None)
        except OSError as error:
            raise CorpusError(
                f"the folder cannot be watched ({error}); let the system watch more files (on "
                "Linux: sysctl fs.inotify.max_user_watches), or leave --watch out and update when "
                "files have changed",
                folder,
            ) from error
        if found is None:
            return
        if found or not begun:
            begun = True
            yield
