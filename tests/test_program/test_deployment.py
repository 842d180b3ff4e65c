"""The Dockerfile and the systemd unit fit the project; docs/deploy.md says how they are used."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest

from index.builder import build
from index.settings import PROJECT
from index.stores.local import generations
from index.testing import FakeEmbedder
from qa.dateline import COMMANDS
from qa.feedback import Feedback, FeedbackStore

if TYPE_CHECKING:
    from pathlib import Path

DOCKERFILE = (PROJECT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
UNIT = PROJECT / "deploy" / "dateline.service"
GUIDE = (PROJECT / "docs" / "deploy.md").read_text("utf-8")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^\s*{name} +(.*)", DOCKERFILE, re.MULTILINE)


def copied() -> set[str]:
    return {name for line in instructions("COPY") for name in line.split()[:-1]}


def unit() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # systemd's names have capitals
    parser.read_string(UNIT.read_text("utf-8"))
    return parser["Service"]


def require_valid(command: list[str]) -> None:
    """Parse a command line of Dateline as it does itself."""
    program, name, *options = command
    assert program.rpartition("/")[2] == "dateline"
    COMMANDS[name].make_context(name, options)


def test_the_image_has_what_the_package_is_built_from() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    licenses = {path.name for pattern in project["license-files"] for path in PROJECT.glob(pattern)}
    assert {"pyproject.toml", "setup.py", "index", "qa", "seeds", project["readme"]} <= copied()
    assert licenses <= copied()
    assert [name for name in copied() if not (PROJECT / name).exists()] == []


def test_the_builder_is_sent_what_the_image_copies() -> None:
    admitted = re.findall(r"^!(.+)", (PROJECT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert {*admitted} == copied()


def test_the_image_starts_the_chat() -> None:
    command = json.loads(instructions("CMD")[-1])
    require_valid(command)
    assert command[:2] == ["dateline", "chat"]
    assert command[command.index("--host") + 1] == "0.0.0.0"  # noqa: S104


def test_the_image_and_the_guide_install_the_same_build_of_torch() -> None:
    (default,) = re.findall(r"^ARG TORCH_INDEX=(\S+)", DOCKERFILE, re.MULTILINE)
    assert default.endswith("/cpu")
    assert f"--extra-index-url {default} " in GUIDE


def test_the_service_starts_the_chat() -> None:
    require_valid(shlex.split(unit()["ExecStart"]))


def test_the_service_and_the_image_keep_their_data_where_the_guide_says() -> None:
    service = unit()
    assert service["StateDirectory"] == service["CacheDirectory"] == "dateline"
    (volumes,) = (json.loads(line) for line in instructions("VOLUME"))
    assert volumes == ["/var/lib/dateline", "/var/cache/dateline"]
    assert all(f"`{volume}`" in GUIDE for volume in volumes)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_service(tmp_path: Path) -> None:
    installed = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8").replace("/opt/dateline/bin/dateline", sys.executable)
    installed.write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", str(installed)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def backup_commands(backup: Path) -> list[str]:
    """The commands of the guide, for these folders and the program of this checkout."""
    section = GUIDE.partition("## Back up")[2].partition("\n## ")[0]
    (block, python) = re.findall(r"```sh\n(.+?)```", section, re.DOTALL)
    enter, *commands = block.splitlines()
    assert enter == "cd /var/lib/dateline"
    if shutil.which("sqlite3") is None:
        commands.pop()
    here = shlex.quote(sys.executable)
    programs = {"dateline ": f"{here} -m qa.dateline ", "python ": f"{here} "}
    lines = [one.replace("/srv/backup", str(backup)) for one in [*commands, python.strip()]]
    return [re.sub(r"^(dateline|python) ", lambda name: programs[name[0]], one) for one in lines]


@pytest.mark.slow
def test_a_copy_that_is_made_while_all_is_written_is_whole(tmp_path: Path) -> None:
    """A generation is published between the commands, and votes are stored all the time."""
    data, backup, corpus = tmp_path / "data", tmp_path / "backup", tmp_path / "articles"
    data.mkdir()
    shutil.copytree(PROJECT / "seeds", corpus)
    build(corpus, data / "index", embedder=FakeEmbedder(), progress=False)
    first = generations.current(data / "index").name
    store, enough = FeedbackStore(data / "feedback.sqlite"), Event()
    asked = datetime(2020, 9, 17, tzinfo=UTC)

    def vote() -> int:
        number = 0
        while not enough.is_set():
            number += 1
            store.add(Feedback(asked, f"{number}?", {}, None, helpful=True), key=str(number))
        return number

    with ThreadPoolExecutor(1) as thread:
        voting = thread.submit(vote)
        try:
            for command in backup_commands(backup):
                ran = subprocess.run(
                    ["/bin/sh", "-c", command],
                    cwd=data,
                    env=os.environ | {"PYTHONPATH": str(PROJECT)},
                    check=False,
                    capture_output=True,
                    text=True,
                )
                assert ran.returncode == 0, (command, ran.stdout, ran.stderr)
                if command.startswith("cp index/CURRENT"):
                    build(corpus, data / "index", embedder=FakeEmbedder(), progress=False)
        finally:
            enough.set()
        stored = voting.result()
    copied_name, name = (generations.current(one / "index").name for one in (backup, data))
    assert copied_name == first != name
    kept = [entry.question for entry in FeedbackStore(backup / "feedback.sqlite")]
    assert kept == [f"{number}?" for number in range(1, len(kept) + 1)]
    assert 0 < len(kept) <= stored
