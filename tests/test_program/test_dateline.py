"""The command ``dateline``: each of its commands is one of those that are there by other names."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import app
import index.cli
import index.store_cli
import qa.cli
import qa.evaluation.cli
import qa.evaluation.dates_cli
from index.commands import index_command
from index.settings import PROJECT
from qa.dateline import COMMANDS, LazyCommand, main

HEAVY = ("torch", "gradio", "numpy", "faiss", "tantivy", "babel", "index.builder", "qa.web")
SPELLINGS = {
    "chat": app.main,
    "ask": qa.cli.ask,
    "build": index.cli.build,
    "update": index.cli.update,
    "work": index.cli.work,
    "preview": index.cli.preview,
    "check": index.cli.check,
    "info": index.cli.info,
    "store": index.store_cli.store,
    "feedback": qa.cli.feedback,
    "evaluate": qa.evaluation.cli.main,
}


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments, prog_name="dateline")
    return done.exit_code, done.output


def test_every_command_is_the_one_of_the_other_spelling() -> None:
    assert {name: command.load() for name, command in COMMANDS.items()} == SPELLINGS
    assert COMMANDS["evaluate"].parts["dates"].load() is qa.evaluation.dates_cli.main


def test_the_commands_are_listed_in_the_order_of_their_use() -> None:
    code, told = run("--help")
    assert code == 0
    listed = [line.split()[0] for line in told.partition("Commands:\n")[2].splitlines()]
    assert [name for name in listed if name in SPELLINGS] == list(SPELLINGS)


@pytest.mark.parametrize("name", [*SPELLINGS, "evaluate dates"])
def test_each_tells_its_own_usage(name: str) -> None:
    code, told = run(*name.split(), "--help")
    assert code == 0
    assert told.startswith(f"Usage: dateline {name} [OPTIONS]")


def test_arguments_and_results_go_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa, "ask", lambda question, **options: f"{question} {options['top_k']}")
    assert run("ask", "when?", "--top-k", "3") == (0, "when? 3\n")
    assert run("ask", "when?", "--top-k", "0")[0] == 2
    assert run("info", "--index-dir", "no/such")[0] == 1


def test_a_typing_error_is_told() -> None:
    code, told = run("biuld")
    assert code == 2
    assert "Did you mean 'build'?" in told


def test_what_is_no_command_is_a_bug_of_ours() -> None:
    with pytest.raises(TypeError, match=r"qa\.cli:annotations"):
        LazyCommand("qa.cli:annotations", "").load()


def test_the_version_is_that_of_the_packages() -> None:
    assert qa.__version__ == index.__version__
    assert run("--version") == (0, f"dateline {qa.__version__}\n")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import json, sys\n"
        "from qa.dateline import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


@pytest.mark.parametrize(
    ("started", "command"),
    [
        ("/home/ada/.local/bin/dateline", "dateline build 'a b'"),
        ("dateline.exe", "dateline build 'a b'"),
        ("/elsewhere/qa/__main__.py", "python -m index build 'a b'"),
        ("", "python -m index build 'a b'"),
    ],
)
def test_a_message_names_the_command_that_there_is(
    started: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [started])
    assert index_command("build", "a b") == command


def test_the_chat_names_itself_as_it_was_called(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["--host", "no.such.host.invalid"]
    for command, name in ((main, "dateline"), (app.main, "python app.py")):
        words = ["chat", *arguments] if isinstance(command, click.Group) else arguments
        done = CliRunner().invoke(command, words, prog_name=name)
        typed = "dateline chat" if command is main else name
        assert f"choose others with `{typed} --host 127.0.0.1" in done.stderr
