"""The commands of compose.yaml are commands of Dateline, and what they wait for is there."""

from __future__ import annotations

import shlex
from typing import Any

import click
import pytest
import yaml

from index.settings import PROJECT
from qa.dateline import main

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service.get("image") == "dateline"]


def parsed(command: click.Command, name: str, arguments: list[str]) -> None:
    """Parse the arguments of a command without running it; fails where it would be refused."""
    if not isinstance(command, click.Group):
        command.make_context(name, arguments)
        return
    with click.Context(command, info_name=name) as context:
        name_of, found, rest = command.resolve_command(context, arguments)
        assert found is not None
        assert name_of is not None
        parsed(found, name_of, rest)


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_that_is_there(name: str) -> None:
    program, *arguments = shlex.split(SERVICES[name]["command"])
    assert program == "dateline"
    parsed(main, program, arguments)


@pytest.mark.parametrize("name", OURS)
def test_a_service_waits_for_what_is_there(name: str) -> None:
    for other, wait in SERVICES[name]["depends_on"].items():
        checked = "test" in SERVICES[other].get("healthcheck", {})
        assert (wait["condition"] == "service_healthy") == checked
        if wait["condition"] == "service_completed_successfully":
            assert "restart" not in SERVICES[other]  # it would never be completed


def test_volumes_are_declared() -> None:
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if volume[0] not in "./$"
    }
    assert used == COMPOSE["volumes"].keys()
