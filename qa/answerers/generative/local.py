"""Serve a GGUF file in a child process that ends with this process."""

from __future__ import annotations

import json
import logging
import re
import secrets
import subprocess
import sys
import weakref
from collections import deque
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import IO

from index.errors import SettingsError, printable

_logger = logging.getLogger(__name__)

_PROGRAM = Path(__file__).with_name("llama_server.py")
_MAGIC = b"GGUF"
_OVERHEAD_BYTES = 128 * 2**20
"""Minimum memory of the server in bytes, in addition to the model's weights."""
_SILENT = "it ended without a word; the model may be too large for the memory"
_GIB = 2**30
_PATIENCE = 5.0  # seconds for the server to exit on request


class LocalServerError(Exception):
    """The model could not be served; the message says why."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Base address of a server's API, and its key."""

    url: str
    key: str | None = field(repr=False)


def check_model_file(path: Path) -> None:
    """Raise if a file cannot be served on this machine.

    Raises:
        SettingsError: If the file does not exist, is not GGUF, or does not fit into free memory, or
            if llama.cpp is not installed.
    """
    name = printable(path)
    try:
        with path.open("rb") as file:
            magic, size = file.read(len(_MAGIC)), path.stat().st_size
    except OSError as error:
        raise SettingsError(
            f"DATELINE_LLM_URL: {name} cannot be read; give the address of a server, or the path "
            "of a GGUF file"
        ) from error
    if magic != _MAGIC:
        raise SettingsError(
            f"DATELINE_LLM_URL: {name} is not a GGUF file; give one that llama.cpp can read"
        )
    if find_spec("xllamacpp") is None:
        raise SettingsError(
            "a GGUF file is served by llama.cpp, which is not installed: "
            "run pip install 'dateline[llm]'"
        )
    free = _free_memory()
    if free is not None and size + _OVERHEAD_BYTES > free:
        raise SettingsError(
            f"DATELINE_LLM_URL: {name} needs {(size + _OVERHEAD_BYTES) / _GIB:.1f} GiB of memory, "
            f"and {free / _GIB:.1f} GiB are free; give a smaller model"
        )


class LocalServer:
    """Serves a model on 127.0.0.1, in a process that is started when first needed.

    The server listens on a free port, requires a random key, and ends with this process, however
    this process ends. If it has ended by itself, it is restarted. Safe to share between threads.

    Args:
        path: GGUF file.
        context: Context length in tokens, per call.
        slots: Number of concurrent calls.
    """

    def __init__(self, path: Path, context: int, slots: int) -> None:
        self._path, self._context, self._slots = path, context, slots
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._address: ServerAddress | None = None
        self._end: weakref.finalize[..., LocalServer] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the server process; None if it is not running."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def address(self) -> ServerAddress:
        """Return the address of the server; start it first if necessary.

        Raises:
            LocalServerError: If the server could not be started.
        """
        with self._lock:
            if self._address is None or self.pid is None:
                self.close()
                self._address = self._start()
            return self._address

    def close(self) -> None:
        """Stop the server, if it is running."""
        if self._end is not None:
            self._end()
        self._process = self._address = self._end = None

    def _start(self) -> ServerAddress:
        try:
            check_model_file(self._path)
        except SettingsError as error:
            raise LocalServerError(str(error)) from error
        # Run by path and with -P, so that neither this folder nor its modules are imported.
        process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-P", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        self._process = process
        self._end = weakref.finalize(self, _stop_process, process)
        complaints: deque[str] = deque(maxlen=5)
        draining = Thread(target=_drain, args=(process.stderr, complaints), daemon=True)
        draining.start()
        key = secrets.token_urlsafe(24)
        wanted = {
            "model": str(self._path.resolve()),
            "context": self._context,
            "slots": self._slots,
            "key": key,
        }
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            started = json.loads(process.stdout.readline() or "{}")
        except OSError:  # it ended before it read its parameters
            started = {}
        if "url" not in started:
            self.close()
            draining.join(_PATIENCE)
            reasons = [started["error"]] if "error" in started else [_SILENT]
            why = "; ".join([*reasons, *complaints])
            raise LocalServerError(f"llama.cpp cannot serve {printable(self._path)}: {why[:400]}")
        address = ServerAddress(started["url"], key)
        _logger.info("%s is served by process %d", printable(self._path), process.pid)
        return address


def _drain(lines: IO[str], last: deque[str]) -> None:
    """Keep the last lines of a process's standard error, so that its pipe never fills up."""
    for line in lines:
        last.append(line.strip())
    lines.close()


def _stop_process(process: subprocess.Popen[str]) -> None:
    """Stop a process: close its input, and kill it if that is not enough."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # it ended before it read its input
                _logger.debug("a server ended early")
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_memory() -> int | None:
    """Return the memory available to a new process, in bytes; None if it is unknown.

    It is the kernel's estimate (``MemAvailable``), or the rest of the control group's limit if
    less.
    """
    try:
        known = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB$", known, re.MULTILINE)
    free = [int(found[1]) * 1024] if found else []
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text(encoding="ascii").strip()
        used = (group / "memory.current").read_text(encoding="ascii").strip()
        cache = re.search(
            r"^file (\d+)$", (group / "memory.stat").read_text(encoding="ascii"), re.MULTILINE
        )
    except OSError:
        return min(free, default=None)
    if limit.isdigit() and used.isdigit():
        free.append(int(limit) - int(used) + (int(cache[1]) if cache else 0))
    return min(free, default=None)
