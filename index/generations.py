"""The generations of an index: each a folder of its own, one of them current.

::

    var/index/
      CURRENT            the name of the generation that answers; swapped atomically
      lock               held while one is being built
      generations/
        20200917T101500-3f2a/
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from index.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexNotBuiltError,
    IndexWriteError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTER = "CURRENT"
_FOLDER = "generations"
_UNFINISHED = ".building-"


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
    words = ["python", "-m", "index", "build", corpus, "--index-dir", str(index_dir)]
    if model is not None:
        words += ["--model", model]
    return shlex.join(words)


def _finished(index_dir: Path) -> list[str]:
    """The generations that are there, whole."""
    try:
        found = [path.name for path in (index_dir / _FOLDER).iterdir()]
    except OSError:
        return []
    return [name for name in found if not name.startswith(_UNFINISHED)]


def _named(index_dir: Path) -> str | None:
    """What the pointer says; None if there is none."""
    try:
        return (index_dir / _POINTER).read_text("utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def next_generation(index_dir: Path) -> Iterator[Path]:
    """An empty folder that becomes the current generation when the block ends well.

    If the block raises, or the process dies, or the folder is left empty, the generation before
    it stays current.

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
    lock = filelock.FileLock(index_dir / "lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise IndexLockedError(
            f"another process is building the index in {index_dir}; wait until it is done, "
            "or build elsewhere with --index-dir"
        ) from error
    try:
        generations = index_dir / _FOLDER
        generations.mkdir(exist_ok=True)
        for leftover in generations.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(leftover)
        folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=generations))
        try:
            yield folder
            if any(folder.iterdir()):
                _publish(index_dir, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()


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
