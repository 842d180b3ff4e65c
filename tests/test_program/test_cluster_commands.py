"""The commands of docs/cluster.md, as they stand there, against an empty server."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from os import environ
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.settings import PROJECT
from tests.support.postgresql import server_or_skip
from tests.support.web_server import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgresql import Server

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.campaign]

ACCESS = "local all postgres trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
ARTICLE = "date 2020-08-06\n\nThe ban takes effect 45 days after it was signed, says the decree.\n"


def blocks(title: str) -> list[str]:
    """The blocks of commands of a section; of the first, one for each machine."""
    text = (PROJECT / "docs" / "cluster.md").read_text("utf-8")
    (section,) = (
        one for one in re.split(r"^## ", text, flags=re.MULTILINE) if one.startswith(f"{title}\n")
    )
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def run(commands: str, **environment: str) -> str:
    """Run commands in a shell that ends at the first that fails; return what they print."""
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", commands],
        env={"LANG": "C.UTF-8", **environment},
        cwd=environment["HOME"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stderr}"
    return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine on which Dateline is installed; ``pip`` does nothing."""
    programs = tmp_path / "bin"
    programs.mkdir()
    module = f'exec env PYTHONPATH="{PROJECT}" "{sys.executable}" -m qa.dateline "$@"'
    installs = "test \"$*\" = 'install dateline[postgres]'"
    for name, script in (("dateline", module), ("pip", installs)):
        path = programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
    kept = {name: environ[name] for name in ("DATELINE_CACHE",) if name in environ}
    return {"HOME": str(tmp_path), "PATH": f"{programs}:/usr/bin:/bin", **kept}


def test_the_commands_lead_from_an_empty_server_to_an_answer_and_a_backup(
    machine: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    server: Server
    with server_or_skip(port, listen_addresses="127.0.0.1") as server:
        access = server.folder / "data" / "pg_hba.conf"
        access.write_text(ACCESS, "utf-8")
        server.run("pg_ctl", "reload", "-D", f"{server.folder}/data")
        on_server, on_builder, on_reader = blocks("From an empty server to an answer")
        assert len("".join((on_server, on_builder, on_reader)).splitlines()) == 10
        local = {
            "PATH": f"{server.programs}:/usr/bin:/bin",
            "PGHOST": str(server.folder),
            "PGUSER": "postgres",
        }
        run(on_server, **{**machine, **local, "PGPORT": str(port)})
        passwords = tmp_path / ".pgpass"
        passwords.write_text(
            "db.example.org:*:news:dateline:one\n"
            "db.example.org:*:news:desk:two\n"
            "db:*:restored:dateline:one\n",
            "utf-8",
        )
        passwords.chmod(0o600)
        # In place of a name server and the usual port.
        remote = {**machine, "PGHOSTADDR": "127.0.0.1", "PGPORT": str(port)}
        folder = tmp_path / "articles"
        folder.mkdir()
        (folder / "ban.txt").write_text(ARTICLE, "utf-8")
        on_builder = on_builder.replace("FOLDER", str(folder))
        # The server of the tests has an old pg_textsearch.
        on_builder = on_builder.replace("store init", "store init --allow-volatile-words")
        assert "Indexed 1 article in 1 passage" in run(on_builder, **remote)
        assert "45 days after it was signed" in run(on_reader, **remote)

        # With the builder's address; the worker runs until it is stopped.
        given = {**remote, "DATELINE_STORE": "postgresql://dateline@db.example.org/news"}
        (workers,) = blocks("Workers")
        build, work = re.sub(r" +#.*", "", workers.replace("FOLDER", str(folder))).splitlines()
        told = run(
            f"{work} & worker=$!\n{build} --fresh\nkill $worker\nwait $worker || true", **given
        )
        assert "Indexed 1 article in 1 passage" in told

        on_server = {**machine, **local, "PGPORT": str(port)}
        run("createdb --owner dateline --encoding UTF8 --template template0 restored", **on_server)
        (backup,) = blocks("Backup")
        dump, extensions, restore, check = backup.splitlines()
        programs = {"PATH": f"{server.programs}:{machine['PATH']}"}
        run(dump, **{**given, **programs})
        run(extensions, **on_server)
        run(f"{restore}\n{check}", **{**remote, **programs})
