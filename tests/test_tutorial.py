"""The tutorial shows what its commands print."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from docs import tutorial
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any


@pytest.mark.campaign
@pytest.mark.model
def test_every_command_prints_what_the_tutorial_shows(tmp_path: Path) -> None:
    text = tutorial.PAGE.read_text("utf-8")
    told = tutorial.run(text, tmp_path)
    assert tutorial.normalized(told) == tutorial.normalized(text), "run `python -m docs.tutorial`"


def test_what_took_other_times_is_the_same() -> None:
    told = "Indexed 7 articles, 2 left out (4.7 s)."
    assert tutorial.normalized(told) == tutorial.normalized(told.replace("4.7", "12"))
    assert tutorial.normalized(told) != tutorial.normalized(told.replace("7 art", "8 art"))


def test_the_notebook_has_the_text_commands_and_outputs_of_the_tutorial() -> None:
    text = tutorial.PAGE.read_text("utf-8")
    cells = tutorial.notebook(text)["cells"]
    shown = [cell["source"].removeprefix("%%bash\n") for cell in cells]
    shown += [output["text"].strip() for cell in cells for output in cell.get("outputs", ())]
    assert [one for one in shown if one not in text.replace(">>> ", "")] == []
    commands = [cell["source"] for cell in cells if cell["source"].startswith("%%bash")]
    assert len(commands) == text.count("\n$ ") - 1  # the chat is not started
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.campaign  # the same commands as those of the tutorial
@pytest.mark.model
def test_the_notebook_runs_and_prints_what_the_tutorial_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ipykernel", reason="Jupyter is not installed: pip install '.[docs]'")
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    command = tmp_path / "bin" / "dateline"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qa.dateline "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(command.parent), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", str(PROJECT))
    monkeypatch.setenv("DATELINE_INDEX", str(tmp_path / "index"))
    shown = tutorial.notebook(tutorial.PAGE.read_text("utf-8"))
    written = nbformat.from_dict(shown)
    nbformat.validate(written)
    client = nbclient.NotebookClient(
        written, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    )
    executed = client.execute()
    missing = {*lines(shown["cells"])} - {*lines(executed["cells"])}
    assert missing == set()


def lines(cells: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines that cells printed, without how long things took."""
    for cell in cells:
        printed: dict[str, str] = {}  # a kernel sends a stream in pieces
        for output in cell.get("outputs", ()):
            name = output.get("name", "result")
            printed[name] = printed.get(name, "") + (output.get("text") or result(output))
        for text in printed.values():
            yield from map(str.rstrip, tutorial.normalized(text).splitlines())


def result(output: Mapping[str, Any]) -> str:
    return output["data"]["text/plain"]
