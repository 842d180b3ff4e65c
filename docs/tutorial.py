"""Run the commands of ``docs/tutorial.md``, and write what they print into it.

``python -m docs.tutorial`` does so, and takes a minute. ``python -m docs.tutorial FILE.ipynb``
writes the tutorial as a notebook instead.

A block ``console`` has commands after ``$``, a block ``pycon`` has Python after ``>>>``; each is
followed by its output. A test compares the tutorial with what the commands print.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_suffix(".md")

_BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(
    r"^\$ (?P<line>[^\n]*(?<!END')|[^\n]*<<'END'\n.*?^END)$", re.DOTALL | re.MULTILINE
)
_PROGRESS = re.compile(r"\d+%\|")
_SERVING = "Dateline answers on "
_USUAL_PORT = "7860"


def run(text: str, folder: Path) -> str:
    """Return the tutorial with what its commands print now.

    Args:
        text: The tutorial.
        folder: An empty folder to run them in; the index is made there, too.
    """
    names: dict[str, Any] = {}

    def block(match: re.Match[str]) -> str:
        body = _python(match[2], names) if match[1] == "pycon" else _console(match[2], folder)
        return f"```{match[1]}\n{body}```"

    kept = os.environ.get("DATELINE_INDEX")
    os.environ["DATELINE_INDEX"] = str(folder / "index")
    try:
        with contextlib.chdir(folder):
            return _BLOCK.sub(block, text)
    finally:
        os.environ.pop("DATELINE_INDEX")
        if kept is not None:
            os.environ["DATELINE_INDEX"] = kept


def normalized(text: str) -> str:
    """Return the tutorial without how long things took."""
    return re.sub(r"\d+(?:\.\d+)? s\b", "… s", text)


def notebook(text: str) -> dict[str, Any]:
    """Return the tutorial as a notebook (nbformat 4.5), with the outputs that it shows.

    A command is a cell of its own. The one that serves the page until it is stopped stays text.

    Args:
        text: The tutorial.
    """
    cells: list[dict[str, Any]] = []
    end = 0
    for block in _BLOCK.finditer(text):
        cells.append(_text_cell(text[end : block.start()]))
        end = block.end()
        if block[1] == "pycon":
            examples = doctest.DocTestParser().get_examples(block[2])
            cells += [_code_cell(one.source.rstrip(), one.want) for one in examples]
        elif _SERVING in block[2]:
            cells.append(_text_cell(block[0]))
        else:
            commands = [*_COMMAND.finditer(block[2])]
            ends = [*(one.start() for one in commands[1:]), len(block[2])]
            cells += [
                _code_cell(f"%%bash\n{one['line']}", block[2][one.end() : last].lstrip("\n"))
                for one, last in zip(commands, ends, strict=True)
            ]
    cells.append(_text_cell(text[end:]))
    filled = [cell for cell in cells if cell["source"]]
    return {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(filled)],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _text_cell(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.strip()}


def _code_cell(source: str, printed: str) -> dict[str, Any]:
    shown = {"output_type": "stream", "name": "stdout", "text": printed}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [shown] if printed else [],
        "source": source,
    }


def _console(body: str, folder: Path) -> str:
    commands = [match["line"] for match in _COMMAND.finditer(body)]
    return "".join(f"$ {line}\n{_printed(line, folder)}" for line in commands)


def _printed(command: str, folder: Path) -> str:
    """Return what a command prints; those of Dateline run here, where the model is loaded once."""
    from click.testing import CliRunner

    from qa.dateline import main

    if command == "dateline chat":
        return _served()
    if not command.startswith("dateline "):
        shell = ["bash", "-euc", command]
        return subprocess.run(shell, cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603
    done = CliRunner().invoke(main, shlex.split(command)[1:], prog_name="dateline")
    lines = (line.rpartition("\r")[2].rstrip() for line in done.output.splitlines())
    shown = [line for line in lines if not _PROGRESS.search(line)]
    return "".join(f"{line}\n" for line in shown).strip("\n") + "\n"


def _served() -> str:
    """Return what the chat prints when it can be used, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "qa.dateline", "chat", "--port", port]
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as chat:  # noqa: S603
        assert chat.stdout is not None  # noqa: S101 (it is a pipe)
        try:
            line = next((line for line in chat.stdout if line.startswith(_SERVING)), "")
        finally:
            chat.terminate()
    return line.replace(port, _USUAL_PORT)


def _python(body: str, names: dict[str, Any]) -> str:
    written = []
    for example in doctest.DocTestParser().get_examples(body):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.source, "<tutorial>", "single"), names)  # noqa: S102
        first, *others = example.source.splitlines()
        source = "\n".join([f">>> {first}", *(f"... {line}" for line in others)])
        written.append(f"{source}\n{out.getvalue()}")
    return "".join(written)


def main() -> None:
    """Update the tutorial, or write it as a notebook into the file that is named."""
    if sys.argv[1:]:
        text = json.dumps(notebook(PAGE.read_text("utf-8")), indent=1, ensure_ascii=False)
        Path(sys.argv[1]).write_text(f"{text}\n", "utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(run(PAGE.read_text("utf-8"), Path(folder)), "utf-8")


if __name__ == "__main__":
    main()
