"""The command lines, as a shell sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import index.cli
import qa.cli
from index.settings import PROJECT
from qa.cli import main
from qa.feedback import Feedback, FeedbackStore

if TYPE_CHECKING:
    from pathlib import Path


def run(
    *arguments: str, cwd: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def run_here(module: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in this process, where the model is loaded already."""
    main = {"index": index.cli.main, "qa": qa.cli.main}[module]
    done = CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def failed_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("bundled_embedder")
def test_build_then_ask(tmp_path: Path, seeds: Path) -> None:
    built = run_here("index", "build", str(seeds), "--index-dir", str(tmp_path), "--json")
    assert built.returncode == 0, built.stderr
    assert "2/2" in built.stderr  # progress
    assert json.loads(built.stdout)["articles"] == 2

    # In a process that loads the model, from another folder, the index named by the environment.
    asked = run(
        "qa", "when does the ban take effect?", "--json", cwd=tmp_path, DATELINE_INDEX=str(tmp_path)
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    answer = json.loads(asked.stdout)
    first, second = answer["citations"]
    assert answer["found"] is True
    assert "45 jours" in first["quote"]
    assert "12 novembre" in second["quote"]
    assert (first["published"], second["published"]) == ("2020-08", "2020-09")
    for citation in (first, second):
        text = (seeds / citation["document"]).read_bytes().decode()
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_info(seed_index: Path) -> None:
    done = run("index", "info", "--index-dir", str(seed_index))
    assert done.returncode == 0
    assert "multilingual-e5-small" in done.stdout
    told = json.loads(run("index", "info", "--json", "--index-dir", str(seed_index)).stdout)
    assert (told["articles"], told["languages"]) == (2, {"fr": 2})


def test_no_answer_is_an_answer(seed_index: Path) -> None:
    done = run_here("qa", "What is the capital of Peru?", "--json", "--index-dir", str(seed_index))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["found"] is False


def test_read_in_a_terminal(seed_index: Path) -> None:
    done = run_here(
        "qa", "quand l'interdiction prend-elle effet ?", "--as-of", "2020-08", "--index-dir",
        str(seed_index),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "45 jours" in " ".join(done.stdout.split())
    assert "août 2020" in done.stdout
    assert "[1]" in done.stdout
    assert "12 novembre" not in " ".join(done.stdout.split())


def test_errors_of_the_user_are_one_line(tmp_path: Path, seed_index: Path) -> None:
    index_dir = ("--index-dir", str(tmp_path / "none"))
    assert "python -m index build" in failed_in_one_line(run("qa", "when?", *index_dir))
    assert "python -m index build" in failed_in_one_line(run("index", "info", *index_dir))
    assert "does not exist" in failed_in_one_line(
        run_here("index", "build", str(tmp_path / "no"), *index_dir)
    )
    assert "empty" in failed_in_one_line(run_here("qa", " ", "--index-dir", str(seed_index)))
    assert "not a date" in failed_in_one_line(
        run_here("qa", "when?", "--since", "someday", "--index-dir", str(seed_index))
    )
    assert "DATELINE_INDX" in failed_in_one_line(run_here("qa", "when?", DATELINE_INDX="x"))


@pytest.mark.usefixtures("bundled_embedder")
def test_strict_names_the_file_and_the_line(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("\nno date")
    index_dir = tmp_path / "index"
    done = run_here("index", "build", str(tmp_path), "--strict", "--index-dir", str(index_dir))
    assert done.returncode == 1
    assert f"{tmp_path / 'bad.txt'}:2: no date" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("qa",), ("qa", "when?", "--top-k", "0"), ("qa", "when?", "--bogus"), ("index", "bogus"),
        ("index", "build", "--bogus"), ("qa", "when?", "who?"), ("qa", "ask"),
        ("qa", "feedback", "on", "bans"), ("qa", "feedback", "--file", "."),
    ],
)  # fmt: skip
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (["when?"], "when?"),
        (["ask", "when?"], "when?"),
        (["--top-k", "3", "when?"], "when?"),
        (["when?", "--top-k", "3"], "when?"),
        (["ask", "feedback"], "feedback"),
        (["ask", "ask"], "ask"),
        (["--top-k", "3", "feedback"], "feedback"),
        (["--", "feedback"], "feedback"),
        (["--", "--help"], "--help"),
        (["help"], "help"),
        ([""], ""),
    ],
)
def test_what_is_no_command_is_a_question(
    arguments: list[str], question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa, "ask", lambda asked, **_: f"answer to {asked}")
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.stdout) == (0, f"answer to {question}\n")


def test_help_tells_both_commands_and_each_its_own() -> None:
    for wanted, words in {
        "--help": ("QUESTION", "ask ", "feedback "),
        "-h": ("QUESTION", "ask ", "feedback "),
        "ask --help": ("QUESTION", "--as-of"),
        "when? --help": ("QUESTION", "--as-of"),
        "--json --help": ("QUESTION", "--as-of"),
        "feedback --help": ("--file", "DATELINE_FEEDBACK"),
    }.items():
        done = CliRunner().invoke(main, wanted.split())
        assert done.exit_code == 0
        assert [word for word in words if word not in done.stdout] == [], wanted


def given(question: str, *, helpful: bool, note: str = "") -> Feedback:
    return Feedback(
        asked_at=datetime(2026, 11, 25, 18, 10, tzinfo=UTC),
        question=question,
        answer={"found": helpful, "answer": question},
        generation="20260917T101500-3f2a",
        helpful=helpful,
        note=note,
    )


def test_feedback_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "said.sqlite"
    store = FeedbackStore(file)
    kept = [
        given("Quand l'interdiction prend-elle effet ?", helpful=True),
        given("who\nsigned\x1b[2J it\u202e?", helpful=False, note="wrong\r\nday \x07"),
    ]
    for number, one in enumerate(kept):
        store.add(one, key=str(number))

    listed = run("qa", "feedback", "--file", str(file), PYTHONUTF8="1")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.split("\n") == [
        "2026-11-25 18:10 UTC  helpful      Quand l'interdiction prend-elle effet ?",
        "2026-11-25 18:10 UTC  not helpful  who signed\ufffd[2J it\ufffd?",
        f"{'':35}wrong day \ufffd",
        "",
    ]
    for encoding in ("utf-8", "ascii"):
        lines = run(
            "qa", "feedback", "--json", DATELINE_FEEDBACK=str(file), PYTHONIOENCODING=encoding
        )
        assert (lines.returncode, lines.stderr) == (0, "")
        *each, end = lines.stdout.split("\n")
        assert end == ""
        assert [json.loads(line) for line in each] == [one.to_dict() for one in kept]


def test_no_feedback_yet_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite"
    for arguments in ((), ("--json",)):
        done = CliRunner().invoke(main, ["feedback", "--file", str(file), *arguments])
        assert (done.exit_code, done.stdout) == (0, "")
        assert str(file) in done.stderr
    assert not file.exists()


def test_what_is_no_feedback_is_named_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("date 2020-09-17 (Belga) A text.")
    error = failed_in_one_line(run("qa", "feedback", "--file", str(file)))
    assert str(file) in error
    assert "move it away" in error
