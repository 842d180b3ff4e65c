"""The command lines, as a shell sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from index.settings import PROJECT

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


def failed_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr


def test_build_then_ask(tmp_path: Path, seeds: Path) -> None:
    built = run("index", "build", str(seeds), "--index-dir", str(tmp_path), "--json")
    assert built.returncode == 0, built.stderr
    assert "2/2" in built.stderr  # progress
    assert json.loads(built.stdout)["articles"] == 2

    # From another folder, with the index named by the environment.
    asked = run(
        "qa", "when does the ban take effect?", "--json", cwd=tmp_path, DATELINE_INDEX=str(tmp_path)
    )
    assert asked.returncode == 0, asked.stderr
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
    done = run("qa", "What is the capital of Peru?", "--json", "--index-dir", str(seed_index))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["found"] is False


def test_read_in_a_terminal(seed_index: Path) -> None:
    done = run(
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
        run("index", "build", str(tmp_path / "no"), *index_dir)
    )
    assert "empty" in failed_in_one_line(run("qa", " ", "--index-dir", str(seed_index)))
    assert "not a date" in failed_in_one_line(
        run("qa", "when?", "--since", "someday", "--index-dir", str(seed_index))
    )
    assert "DATELINE_INDX" in failed_in_one_line(run("qa", "when?", DATELINE_INDX="x"))


def test_strict_names_the_file_and_the_line(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("\nno date")
    index_dir = tmp_path / "index"
    done = run("index", "build", str(tmp_path), "--strict", "--index-dir", str(index_dir))
    assert done.returncode == 1
    assert f"{tmp_path / 'bad.txt'}:2: no date" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("qa",), ("qa", "when?", "--top-k", "0"), ("qa", "when?", "--bogus"), ("index", "bogus"),
        ("index", "build", "--bogus"),
    ],
)  # fmt: skip
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr
