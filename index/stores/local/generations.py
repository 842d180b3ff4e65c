"""Manage the generations of a local index: one folder each, one of them current.

::

    var/index/
      CURRENT            the name of the current generation; replaced atomically
      lock               held while a generation is built, by the process in lock.pid
      generations/
        20200917T101500-3f2a/
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from index.commands import index_command
from index.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexNotBuiltError,
    IndexWriteError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "manifest.json"
"""File that describes a complete generation; written last."""

UNFINISHED = "unfinished.json"
"""File that describes a staged generation, whose build can be resumed."""

_POINTER = "CURRENT"
_FOLDER = "generations"
_BUILDING = ".building-"


def current(index_dir: Path) -> Path:
    """Return the folder of the current generation.

    Raises:
        IndexNotBuiltError: If there is no generation.
        IndexCorruptError: If the pointer file cannot be read or its generation does not exist.
    """
    try:
        name = _read_pointer(index_dir)
        finished = [] if name is None else _finished(index_dir)
    except OSError as error:
        raise IndexCorruptError(
            f"{error.filename or index_dir} cannot be read ({error.strerror}); let this user read "
            f"it, or build the index again: {build_command(index_dir)}"
        ) from error
    if name is None:
        raise IndexNotBuiltError(
            f"there is no index in {index_dir}; build it: {build_command(index_dir)}"
        )
    folder = index_dir / _FOLDER / name
    if name not in finished:
        raise IndexCorruptError(
            f"{index_dir / _POINTER} names {name!r}, which is no generation; "
            f"build the index again: {build_command(index_dir)}"
        )
    return folder


def build_command(index_dir: Path, corpus: str = "FOLDER", model: str | None = None) -> str:
    """Return the shell command that builds an index."""
    chosen = () if model is None else ("--model", model)
    return index_command("build", corpus or "FOLDER", "--index-dir", str(index_dir), *chosen)


def _finished(index_dir: Path) -> list[str]:
    """Return the names of the complete generations."""
    try:
        found = [path.name for path in (index_dir / _FOLDER).iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [name for name in found if not name.startswith(_BUILDING)]


def _read_pointer(index_dir: Path) -> str | None:
    """Return the name of the current generation in the pointer file; None without the file."""
    try:
        return (index_dir / _POINTER).read_text("utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def staging_folder(index_dir: Path, *, fresh: bool = False) -> Iterator[Path]:
    """Lock an index and yield the folder in which its next generation is staged.

    The folder is new, or that of an interrupted build if it contains ``UNFINISHED``. If the block
    raises or the process dies, a folder with that file is left for the next build.

    Args:
        index_dir: Folder of the index.
        fresh: Ignore an interrupted build.

    Raises:
        IndexLockedError: If another process is building in ``index_dir``.
        IndexWriteError: If the folder cannot be written.
    """
    try:
        str(index_dir).encode()
    except UnicodeEncodeError as error:
        raise IndexWriteError(
            "the name of the index folder is not UTF-8; choose another with --index-dir"
        ) from error
    index_dir.mkdir(parents=True, exist_ok=True)
    with _locked(index_dir):
        folder = _open_staging_folder(index_dir / _FOLDER, fresh)
        try:
            yield folder
        except (OSError, IndexWriteError):
            shutil.rmtree(folder, ignore_errors=True)  # frees the disk, which may be full
            raise
        except BaseException:
            if not (folder / UNFINISHED).is_file():
                shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    """Hold the lock of an index; the operating system releases it if the process dies."""
    lock, holder = filelock.FileLock(index_dir / "lock"), index_dir / "lock.pid"
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        try:
            who = f"process {int(holder.read_text('ascii'))}"
        except (OSError, ValueError):
            who = "another process"
        raise IndexLockedError(
            f"{who} is building the index in {index_dir}; wait until it is done, "
            "or build elsewhere with --index-dir"
        ) from error
    try:
        holder.write_text(str(os.getpid()), "ascii")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _open_staging_folder(generations: Path, fresh: bool) -> Path:
    """Return the folder of the last interrupted build that can be resumed, or a new one."""
    generations.mkdir(exist_ok=True)
    found = list(generations.glob(f"{_BUILDING}*"))
    stopped = [path for path in found if (path / UNFINISHED).is_file() and not fresh]
    kept = max(stopped, key=lambda path: path.stat().st_mtime, default=None)
    for leftover in found:
        if leftover != kept:
            shutil.rmtree(leftover)
    return kept or new_folder(generations)


def new_folder(generations: Path) -> Path:
    """Create a folder for a generation that is not complete."""
    return Path(tempfile.mkdtemp(prefix=_BUILDING, dir=generations))


def publish(index_dir: Path, work: Path, kept: Path | None = None) -> Path:
    """Make a staged generation current, and return its folder.

    The previous generation is kept for readers that have it open. Older ones are deleted.

    Args:
        index_dir: Folder of the index.
        work: Folder of the staged generation, which is renamed.
        kept: Staging folder of a build that goes on.
    """
    work.chmod(0o755)
    readers = (work / MANIFEST).stat().st_mode & 0o777
    for path in work.rglob("*"):
        if path.is_file():
            path.chmod(readers)  # tantivy makes some of its files unreadable for other users
        _flush(path)
    _flush(work)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
    work.rename(work.with_name(name))
    _flush(work.parent)
    previous = _read_pointer(index_dir)
    pointer = index_dir / f"{_POINTER}.new"
    pointer.write_text(name, "utf-8")
    _flush(pointer)
    pointer.replace(index_dir / _POINTER)
    _flush(index_dir)
    for old in work.parent.iterdir():
        if old.name not in {name, previous} and old != kept:
            shutil.rmtree(old, ignore_errors=True)
    return work.with_name(name)


def _flush(path: Path) -> None:
    """Flush a file or folder to disk, so that a power failure cannot reorder the steps."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open folders
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
