"""The Dockerfile and the systemd unit fit the project; docs/deploy.md says how they are used."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from index.settings import PROJECT
from qa.dateline import COMMANDS

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
