"""What is handed out: the wheel, and what it does where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import qa
from index.settings import PROJECT
from tests.support.page import ask, replies, text_of
from tests.support.web_server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

QUESTION = "when does the ban take effect?"
NOT_SOURCES = (".*", "var", "build", "dist", "*.egg-info", "__pycache__")


def checked(*command: str | Path, **options: object) -> str:
    """Run a command; give what it printed, or fail with what it said."""
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network from a copy: what was built before stays out."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(PROJECT, source, ignore=shutil.ignore_patterns(*NOT_SOURCES))
    options = ("--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder)
    checked(sys.executable, "-m", "pip", "wheel", *options, source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def contents(wheel: Path) -> list[str]:
    """The names of the files in the wheel."""
    return zipfile.ZipFile(wheel).namelist()


def test_every_file_of_the_packages_is_in_the_wheel(contents: list[str]) -> None:
    written = {
        path.relative_to(PROJECT).as_posix()
        for package in ("qa", "index")
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    seeds = {f"index/seeds/{path.name}" for path in (PROJECT / "seeds").iterdir()}
    assert {Path(name).suffix for name in written} > {".py", ".js", ".css", ".safetensors"}
    assert sorted((written | seeds) - set(contents)) == []


def test_nothing_else_is_in_the_wheel(contents: list[str]) -> None:
    assert {name.partition("/")[0] for name in contents} == {
        "qa", "index", f"dateline-{qa.__version__}.dist-info"
    }  # fmt: skip


def test_the_wheel_says_what_it_is(wheel: Path, contents: list[str]) -> None:
    folder = f"dateline-{qa.__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        told = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        licence = archive.read(f"{folder}/licenses/LICENSE").decode()
    assert (told["Name"], told["Version"]) == ("dateline", qa.__version__)
    assert told["License-Expression"] == "Apache-2.0"
    assert licence == (PROJECT / "LICENSE").read_text("utf-8")
    assert f"{folder}/licenses/NOTICE" in contents
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [one for one in told.get_all("Requires-Dist") if "extra ==" not in one]
    assert len(wanted) == len(project["dependencies"])


@dataclass(frozen=True, slots=True)
class Installation:
    """The wheel in an environment of its own, used by somebody whose home was empty.

    Attributes:
        python: The environment's interpreter.
        dateline: The command that the wheel brought.
        packages: Where the wheel was installed.
        home: The home of that person, and where the commands are run.
    """

    python: Path
    dateline: Path
    packages: Path
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a shell of theirs; the model is unpacked where all tests have it."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name == "DATELINE_CACHE" or not name.startswith(("DATELINE_", "PYTHON", "XDG_"))
        }
        homes = {"HOME": str(self.home), "USERPROFILE": str(self.home), "PYTHONNOUSERSITE": "1"}
        return kept | homes

    def run(self, *command: str | Path) -> str:
        """Run a command at their home."""
        return checked(*command, cwd=self.home, env=self.environment)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Install the wheel away from the checkout, beside the dependencies that the tests have."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", symlinks=os.name != "nt")
    scheme = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    paths = {
        name: Path(sysconfig.get_path(name, "venv", scheme)) for name in ("scripts", "purelib")
    }
    python = paths["scripts"] / f"python{'.exe' if os.name == 'nt' else ''}"
    pip = (sys.executable, "-m", "pip", "--python", python)
    checked(*pip, "install", "--no-deps", "--no-index", wheel)
    # A path that is named so comes after those of the environment, and its own .pth files, which
    # lead to the checkout, are not read.
    dependencies = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (paths["purelib"] / "dependencies.pth").write_text("\n".join(dependencies))
    home = folder / "home"
    home.mkdir()
    return Installation(python, paths["scripts"] / "dateline", paths["purelib"], home)


@pytest.fixture(scope="session")
def built(installed: Installation) -> Installation:
    """The installation when it has built the index of what ships, as nothing else was said."""
    report = json.loads(installed.run(installed.dateline, "build", "--json"))
    assert report["articles"] == 2
    return installed


@pytest.mark.slow
def test_what_is_imported_is_the_wheel_without_a_warning(installed: Installation) -> None:
    code = "import qa, index; print(qa.__file__, index.__file__, qa.__version__)"
    told = installed.run(installed.python, "-W", "error", "-c", code).split()
    files = [str(installed.packages / name / "__init__.py") for name in ("qa", "index")]
    assert told == [*files, qa.__version__]


@pytest.mark.slow
def test_messages_name_a_command_that_there_is(installed: Installation, tmp_path: Path) -> None:
    for command, typed in (
        ((installed.dateline, "info"), "dateline build"),
        ((installed.python, "-m", "index", "info"), "python -m index build"),
    ):
        done = subprocess.run(
            [*command, "--index-dir", tmp_path], cwd=installed.home, env=installed.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, "")
        assert f"build it: {typed} FOLDER" in done.stderr


@pytest.mark.slow
def test_an_index_is_built_asked_and_checked(built: Installation) -> None:
    answer = json.loads(built.run(built.dateline, "ask", QUESTION, "--json"))
    assert answer["found"] is True
    assert "20 September 2020" in answer["answer"]
    for cited in answer["citations"]:
        text = (built.packages / "index" / "seeds" / cited["document"]).read_bytes().decode()
        assert text[cited["start"] : cited["end"]] == cited["quote"]

    manifest = json.loads(built.run(built.dateline, "info", "--json"))
    assert Path(manifest["corpus"]) == built.packages / "index" / "seeds"
    assert built.run(built.dateline, "check").startswith("Sound: ")
    assert json.loads(built.run(built.python, "-m", "index", "info", "--json")) == manifest


@pytest.mark.slow
def test_what_is_made_lies_at_home(built: Installation) -> None:
    made = {path.name for path in built.home.rglob("*") if path.is_file()}
    assert {"CURRENT", "manifest.json"} <= made
    assert not (built.packages / "var").exists()


@pytest.fixture
def chat(built: Installation) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``dateline chat``: the address of its page, and the process."""
    port = free_port()
    process = subprocess.Popen(
        [built.dateline, "chat", "--port", str(port)],
        cwd=built.home, env=built.environment, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert "answers on" in process.stdout.readline(), process.communicate()
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.campaign
def test_the_page_answers(chat: tuple[str, subprocess.Popen[str]], tab: Page) -> None:
    url, process = chat
    tab.goto(url)
    ask(tab, QUESTION)
    assert "20 September 2020" in text_of(replies(tab).last)
    tab.locator("#evidence mark").first.wait_for()  # the page's scripts and styles came along
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0
