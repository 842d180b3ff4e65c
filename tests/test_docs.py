"""The documentation says what the code does."""

from __future__ import annotations

import re
import tomllib

from docs import generate
from index.settings import PROJECT


def test_the_command_lines_help_is_in_step() -> None:
    written = generate.TARGET.read_text("utf-8")
    assert written == generate.render(), "run `make docs`"


def test_every_command_and_option_has_help() -> None:
    for name, command in generate.commands():
        assert command.help, name
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert parameter.help, f"{name} {parameter.name}"


def test_every_dependency_earns_its_place() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = (PROJECT / "docs" / "dependencies.md").read_text("utf-8")
    extras = project["optional-dependencies"].values()
    for requirement in sum(extras, start=project["dependencies"]):
        name = re.split(r"[<>=;\s\[]", requirement)[0]
        assert name == project["name"] or f"| {name} |" in listed, name


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
