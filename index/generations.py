"""The generations of an index: each a folder of its own, one of them current.

::

    var/index/
      CURRENT            the name of the generation that answers; swapped atomically
      lock               held while one is being built, by the process in lock.pid
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
"""The file that describes a finished generation; written last."""

UNFINISHED = "unfinished.json"
"""The file that describes one that can be gone on with if its builder is stopped."""

_POINTER = "CURRENT"
_FOLDER = "generations"
_BUILDING = ".building-"


def current(index_dir: Path) -> Path:
    """The folder of the generation that answers.

    Raises:
        IndexNotBuiltError: If none was built.
        IndexCorruptError: If the pointer leads nowhere.
    """
    name = _named(index_dir)
    if name is None:
        raise IndexNotBuiltError(
            f"there is no index in {index_dir}; build it: {build_command(index_dir)}"
        )
    folder = index_dir / _FOLDER / name
    if name not in _finished(index_dir):
        raise IndexCorruptError(
            f"{index_dir / _POINTER} names {name!r}, which is no generation; "
            f"build the index again: {build_command(index_dir)}"
        )
    return folder


def build_command(index_dir: Path, corpus: str = "FOLDER", model: str | None = None) -> str:
    """What to type to build an index."""
    chosen = () if model is None else ("--model", model)
    return index_command("build", corpus or "FOLDER", "--index-dir", str(index_dir), *chosen)


def _finished(index_dir: Path) -> list[str]:
    """The generations that are there, whole."""
    try:
        found = [path.name for path in (index_dir / _FOLDER).iterdir()]
    except OSError:
        return []
    return [name for name in found if not name.startswith(_BUILDING)]


def _named(index_dir: Path) -> str | None:
    """What the pointer says; None if there is none."""
    try:
        return (index_dir / _POINTER).read_text("utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def next_generation(index_dir: Path, *, fresh: bool = False) -> Iterator[Path]:
    """A folder that becomes the current generation if the block leaves a manifest in it.

    It is empty, or holds what an earlier block had done that was stopped after it had left
    ``UNFINISHED`` there. If the block raises, or the process dies, or no manifest is left, the
    generation before it stays current.

    Args:
        index_dir: Where the index is kept.
        fresh: Begin with an empty folder.

    Raises:
        IndexLockedError: If another process is building in ``index_dir``.
    """
    try:
        str(index_dir).encode()
    except UnicodeEncodeError as error:
        raise IndexWriteError(
            "the name of the index folder is not UTF-8; choose another with --index-dir"
        ) from error
    index_dir.mkdir(parents=True, exist_ok=True)
    with _locked(index_dir):
        folder = _work_folder(index_dir / _FOLDER, fresh)
        try:
            yield folder
        except (OSError, IndexWriteError):
            shutil.rmtree(folder, ignore_errors=True)  # to make room
            raise
        except BaseException:
            if not (folder / UNFINISHED).is_file():
                shutil.rmtree(folder, ignore_errors=True)
            raise
        if (folder / MANIFEST).is_file():
            _publish(index_dir, folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    """One builder at a time; the system lets go of the lock of one that died."""
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


def _work_folder(generations: Path, fresh: bool) -> Path:
    """The folder of the last build that was stopped and can be gone on with, or a new one."""
    generations.mkdir(exist_ok=True)
    found = list(generations.glob(f"{_BUILDING}*"))
    stopped = [path for path in found if (path / UNFINISHED).is_file() and not fresh]
    kept = max(stopped, key=lambda path: path.stat().st_mtime, default=None)
    for leftover in found:
        if leftover != kept:
            shutil.rmtree(leftover)
    return kept or Path(tempfile.mkdtemp(prefix=_BUILDING, dir=generations))


def _publish(index_dir: Path, work: Path) -> None:
    work.chmod(0o755)
    for path in (*work.rglob("*"), work):
        _flush(path)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
    work.rename(work.with_name(name))
    _flush(work.parent)
    # The one before is kept for readers that still hold it.
    previous = _named(index_dir)
    pointer = index_dir / f"{_POINTER}.new"
    pointer.write_text(name, "utf-8")
    _flush(pointer)
    pointer.replace(index_dir / _POINTER)
    _flush(index_dir)
    for old in work.parent.iterdir():
        if old.name not in {name, previous}:
            shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    """Force a file or folder to the disk, so that a power cut cannot reorder the steps."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
