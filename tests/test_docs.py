"""The documentation says what the code does."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from docs import generate
from index.settings import PROJECT, Settings
from index.stores.local.manifest import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").glob("*.md"))]
ARCHITECTURE = PROJECT / "docs" / "architecture.md"


@pytest.mark.parametrize("path", generate.PAGES, ids=lambda path: path.name)
def test_what_is_made_from_the_code_is_in_step(path: Path) -> None:
    assert path.read_text("utf-8") == generate.PAGES[path](), "run `make docs`"


def test_the_table_of_times_has_a_column_for_each_language(tmp_path: Path) -> None:
    (tmp_path / "en.jsonl").write_text(
        '{"family": "figures", "input": "On 9/14.", "results": [{"text": "9/14"}]}\n'
        '{"input": "On Monday.", "results": [{"text": "Monday"}]}\n'
    )
    (tmp_path / "de.jsonl").write_text(
        '{"family": "figures", "input": "Am 14.9.", "results": [{"text": "14.9."}]}\n'
    )
    table = "|  | English | German |\n| --- | --- | --- |\n| figures | 9/14 | 14.9. |\n"
    assert generate.time_table(tmp_path) == table


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
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_readme_is_short() -> None:
    assert len((PROJECT / "README.md").read_text("utf-8").split()) <= 700


def test_every_document_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [PROJECT / "README.md"]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+\.md)", document.read_text("utf-8")):
            linked = (document.parent / target).resolve()
            if linked not in reached:
                waiting.append(linked)
    assert sorted(set(DOCUMENTS) - reached) == []


def test_architecture_is_short() -> None:
    assert len(ARCHITECTURE.read_text("utf-8").splitlines()) <= 150


def test_architecture_shows_the_house_as_it_is() -> None:
    shown = {str(path) for path in _house()}
    for package in ("index", "qa"):
        there = {
            path.relative_to(PROJECT).as_posix()
            for path in (PROJECT / package).iterdir()
            if (path / "__init__.py").exists()
            or (path.suffix == ".py" and not path.name.startswith("__"))
        }
        assert sorted(there - shown) == []
    assert [one for one in sorted(shown) if not (PROJECT / one).exists()] == []


def _house() -> Iterator[PurePosixPath]:
    """Yield the paths in the tree that the architecture begins with."""
    tree = ARCHITECTURE.read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    package = PurePosixPath()
    for indent, names in re.findall(r"^( {0,2})(\w[\w./]*(?:, \w[\w./]*)*)", tree, re.MULTILINE):
        if not indent:
            package = PurePosixPath(names.partition(",")[0])
            yield package
        else:
            yield from (package / name for name in names.split(", "))


@pytest.mark.parametrize("name", ["architecture.md", "decisions.md", "extending.md"])
def test_paths_that_a_document_names_are_there(name: str) -> None:
    text = (PROJECT / "docs" / name).read_text("utf-8")
    roots = "app|benchmarks|docs|index|qa|seeds|tests|training"
    named = set(re.findall(rf"`((?:{roots})/[\w./*-]*)`", text))
    assert named
    missing = [one for one in named if "xx" not in one and not any(PROJECT.glob(one))]
    assert sorted(missing) == []


def test_the_tests_that_recipes_name_are_there() -> None:
    text = (PROJECT / "docs" / "extending.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in (PROJECT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", text):
        assert f"def {name}(" in tests, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_documents_name_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    targets = re.findall(r"^([\w-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for command in re.findall(r"(?:`|^)make((?: [a-z][a-z-]*)+)", text, re.MULTILINE):
        assert {*command.split()} <= {*targets}, command
    for module in re.findall(r"python -m ((?:index|qa|benchmarks|training)[\w.]*)", text):
        assert importlib.util.find_spec(module.rstrip(".")), module


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_variables_that_documents_name_are_read(path: Path) -> None:
    for name in re.findall(r"DATELINE_[A-Z_]+(?!…)\b", path.read_text("utf-8")):
        value = "auto" if name == "DATELINE_PRECISION" else "1"
        Settings.from_environment({name: value})  # raises an error of a name that it does not know


def test_the_changelog_tells_the_present_index_format() -> None:
    text = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"The index format is (\d+)", text)[0] == str(FORMAT)
