"""Every command of the documents is run, or listed here with the reason why it is not.

What a document leaves to its reader, such as FOLDER, is replaced as ``EXAMPLES`` says. Commands run
in this process, where the model is loaded once, in a folder with a small example of each input.
"""

from __future__ import annotations

import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

import click
import httpx
import pytest

import qa
from index.settings import PROJECT
from qa.dateline import main as dateline
from qa.testing import ScriptedModel, claims_reply
from tests.support.beir import jsonl, tsv
from tests.support.documented import Command, commands, fences, pages
from tests.support.feed_server import item, rss, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _pytest.mark import ParameterSet

    from qa.pipeline import Pipeline
    from tests.support.postgresql import Server

NOT_RUN = {
    # Commands (patterns of the whole line), and why they are not run here.
    r"pip install .*|python3 -m venv .*": "installs packages",
    r"sudo .*|systemctl .*": "needs root and systemd",
    r"docker .*": "needs Docker",
    r"ollama .*|llama-server .*|vllm .*": "needs a language model",
    r'openssl .*|psql postgres -c "ALTER SYSTEM .*': "test_postgresql_security",
    r"psql .*|createdb .*|pg_dump .*|pg_restore .*": "test_cluster_commands",
    r".*DATELINE_STORE=.*": "test_cluster_commands",
    r"dateline build FOLDER --enqueue|dateline work": "needs two processes: test_cluster_commands",
    r".* --store postgresql://dateline@db/restored": "test_cluster_commands",
    r"cd .*|mkdir .*|cp .*|sqlite3 .*|python -c 'import sqlite3.*": "test_deployment",
    r"dateline check --store /srv/backup/index": "test_deployment",
    r"curl .*": "test_curl_gets_an_answer",
    r"dateline update --watch": "runs until it is stopped: test_watching",
    r"python -m pytest.*": "runs the tests",
    r"ruff .*|mypy|lint-imports": "looks at the code, not at what it does",
    r"python -m docs\.generate": "writes what test_docs compares",
    r"python -m tests\.support\.messages": "writes what test_messages compares",
    r"python -m mkdocs .*": "test_docs_site",
    r"python -m docs\.screenshots": "needs a browser, and minutes",
    r'python -c "from tests\.support\.(?:database_)?crashes .*': "kills processes for minutes",
}
PARSED = r"(?:OMP_NUM_THREADS=1 )?python -m (?:benchmarks|training)\..*"
"""Commands that take minutes or hours: their options are parsed, and nothing more is done."""

EXAMPLES = {
    # What stands in the documents, and what takes its place.
    r"(answers) benchmarks/unanswered/\w+ --corpora \S+": r"\1 questions",
    r"(answers) (?:FOLDER|\S+/news_questions)(?: --half odd)?": r"\1 questions",
    r"(evaluate|evaluation) (dates|times) FOLDER": r"\1 \2 \2",
    r"(evaluate|evaluation) FOLDER": r"\1 beir",
    r"evaluate$": "evaluate beir",
    r"\b(?:FOLDER|PLACE)": "articles",
    r"ask …": "ask 'when does the ban take effect?'",
    r"ask --json": "ask --json 'when does the ban take effect?'",
    r"--file$": "--file feedback.sqlite",
    r"https://example\.(org/feed\.xml|net/atom)": r"{feeds}/\1",
    r"DATA=…|\bDATA\b": "data",
    r"postgresql://…": "postgresql://",
}
ADDED = {
    # What is added so that a command ends, and writes nothing outside its folder.
    r".* --follow .*": "--once --allow-private",
    r".* evaluate answers .*|.*\.evaluation answers .*": "--cache kept",
    r".* evaluate beir.*|.*\.evaluation beir.*": "--cache vectors.sqlite",
    r"dateline store init --reader desk": "--allow-volatile-words",  # an old pg_textsearch
    r"dateline chat.*|python app\.py.*": "--port {port}",
}
BEFORE = {
    # What has to be done before.
    r"dateline build news/": "dateline build news/ --follow feeds.txt --once",
    r"dateline store (?!init).*": "dateline store init --allow-volatile-words",
}
SELDOM = (
    r"(?:\w+=\S+ )?dateline chat .*|python app\.py",
    r"python -m qa\.evaluation FOLDER.*|dateline evaluate",
)
"""Commands that differ from others in an option, and take a second: run with the campaigns."""
DATABASE = r"dateline store .*"

QUESTION = "when does the ban take effect?"
BRIDGE = "The bridge cost 40 million euros, said Anna Koch. It opens on 3 May 2021."


def normalized(text: str) -> str:
    """Return a command with its program named as if it were installed for everybody."""
    return re.sub(r"(^|\s)\.venv/bin/", r"\1", text)


def made(target: str) -> Iterator[Command]:
    """Yield the commands that make would run, if all is installed."""
    installed = [f"--assume-old=.venv/{name}" for name in ("installed", "installed-dev")]
    command = ["make", "--dry-run", "--no-print-directory", *installed, *shlex.split(target)[1:]]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout, target
    for line in done.stdout.splitlines():
        yield Command("Makefile", 0, normalized(line))


def documented() -> list[Command]:
    """Return the commands of all documents, each once, those of make among them."""
    found: dict[tuple[str, tuple[str, ...]], Command] = {}
    for typed in (one for page in pages() for one in commands(page)):
        one = replace(typed, text=normalized(typed.text))
        for command in made(one.text) if one.text.startswith("make ") else [one]:
            kept = found.setdefault((command.text, command.exported), command)
            if command.output and not kept.output:
                found[command.text, command.exported] = command
    return list(found.values())


def matching(table: dict[str, str], command: str) -> str | None:
    return next((table[one] for one in table if re.fullmatch(one, command)), None)


def line(command: Command) -> str:
    return " ".join([*command.exported, command.text])


ALL = documented()
LEFT_OUT = [one for one in ALL if matching(NOT_RUN, line(one))]
ONLY_PARSED = [one for one in ALL if one not in LEFT_OUT and re.fullmatch(PARSED, one.text)]
RUN = [one for one in ALL if one not in LEFT_OUT and one not in ONLY_PARSED]


def named(command: Command) -> str:
    return f"{command.page}:{command.line}: {line(command)}"


def marked(command: Command) -> ParameterSet:
    seldom = any(re.fullmatch(one, command.text) for one in SELDOM)
    return pytest.param(command, marks=[pytest.mark.campaign] if seldom else [], id=named(command))


def test_what_is_not_run_is_documented() -> None:
    assert len(RUN) > 50
    stale = [one for one in NOT_RUN if not any(re.fullmatch(one, line(c)) for c in LEFT_OUT)]
    assert stale == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_block_says_what_it_is(page: Path) -> None:
    assert [one.content for one in fences(page) if not one.info] == []


@contextmanager
def parsing_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let commands end when their options are parsed."""
    parse = ArgumentParser.parse_args

    def parse_and_end(self: ArgumentParser, *given: Any) -> None:
        parse(self, *given)
        raise SystemExit(0)

    with monkeypatch.context() as patch:
        patch.setattr(ArgumentParser, "parse_args", parse_and_end)
        patch.setattr(click.Command, "invoke", lambda *_: None)
        yield


@pytest.mark.parametrize("command", ONLY_PARSED, ids=named)
def test_a_long_command_has_these_options(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    text = command.text
    for pattern, example in EXAMPLES.items():
        text = re.sub(pattern, example, text)
    words = shlex.split(text)
    module, *options = words[words.index("-m") + 1 :]
    with parsing_only(monkeypatch):
        given = [module, *(options or ["--help"])]
        code, printed = ended(lambda: import_module(module).main(), given, monkeypatch)
    assert code == 0, printed


def ended(
    run: Callable[[], object], arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, str]:
    """Run a program in this process; return its exit code, and what it prints."""
    printed = StringIO()
    code: object = 0
    with monkeypatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        patch.setattr(sys, "argv", arguments)
        try:
            run()
        except SystemExit as end:
            code = end.code
    return code if isinstance(code, int) else int(code is not None), printed.getvalue()


class Desk:
    """A folder with an example of each input, and what is needed to run commands there."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, **values: str) -> None:
        self.folder = folder
        self._patch = patch
        self._values = values

    def run(self, command: str) -> str:
        """Run a command as if it were typed; fails unless it exits with 0."""
        before = matching(BEFORE, command)
        if before is not None:
            self.run(before)
        for pattern, example in EXAMPLES.items():
            command = re.sub(pattern, example, command)
        added = matching(ADDED, re.sub(r"^(?:[A-Z_]+=\S+ )*", "", command))
        command = f"{command} {added or ''}".format_map(self._values)
        words = shlex.split(command)
        while "=" in words[0]:
            self._patch.setenv(*words.pop(0).split("=", 1))
        code, printed = ended(_program(words), words[_arguments(words) :], self._patch)
        assert code == 0, f"{command}\n{printed}"
        return printed


def _arguments(words: list[str]) -> int:
    return {"dateline": 0, "python": 2 if words[1:2] == ["-m"] else 1}[words[0]]


def _program(words: list[str]) -> Callable[[], object]:
    """Return the function that runs a program as the command line does."""
    if words[0] == "dateline":
        return lambda: dateline(words[1:], prog_name="dateline")
    if words[1] == "-m":
        return lambda: runpy.run_module(words[2], run_name="__main__", alter_sys=True)
    return lambda: runpy.run_path(str(PROJECT / words[1]), run_name="__main__")


def write_inputs(folder: Path, seeds: Path, feeds: str) -> None:
    """Write an example of each input that a command of the documents names."""
    for name in ("articles", "archive", "more"):
        shutil.copytree(seeds, folder / name)
    rows = (
        "id,published_at,first_seen,headline,body,Chapô,outlet\n"
        f'7,2021-04-01,2021-04-02,The bridge,"{BRIDGE}","It will open soon.",La Gazette\n'
    )
    (folder / "exports").mkdir()
    for name in ("export.csv", "exports/april.csv"):
        (folder / name).write_text(rows, "utf-8")
    (folder / "feeds.txt").write_text(f"{feeds}/org/feed.xml\n")
    (folder / "feeds.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" xmlUrl="{feeds}/net/atom"/></body></opml>'
    )
    document = {"_id": "bridge", "text": BRIDGE, "lang": "en"}
    query = {"_id": "q", "text": "When does the bridge open?", "lang": "en", "answer": "3 May 2021"}
    (folder / "beir").mkdir()
    jsonl(folder / "beir" / "corpus.jsonl", [document, {**document, "_id": "1", "text": "Rain."}])
    jsonl(folder / "beir" / "queries.jsonl", [{**query, "spans": [[62, 72]]}])
    tsv(folder / "beir" / "qrels.tsv", [("q", "bridge", 1)])
    asked = {
        "id": "q", "class": "B", "question": query["text"], "question_lang": "en",
        "corpus": "wire", "filters": {}, "documents": ["bridge"], "answers": [],
        "spans": [["bridge", 62, 72]], "day": "2021-05-03", "key": "3 May", "must_not": None,
        "found": True,
    }  # fmt: skip
    for name in ("questions", "wire", "dates", "times"):
        (folder / name).mkdir()
    jsonl(folder / "questions" / "questions.jsonl", [asked])
    jsonl(folder / "wire" / "corpus.jsonl", [{**document, "date": "2021-04-01"}])
    values = [{"start": "2021-05-03", "end": None}]
    found = {"text": "on 3 May 2021", "type": "date", "values": values}
    dated = {"input": BRIDGE, "reference": "2021-04-01", "results": [found]}
    jsonl(folder / "dates" / "en.jsonl", [dated])
    marked = {"start": 65, "end": 75, "text": "3 May 2021", "type": "DATE", "value": "2021-05-03"}
    jsonl(
        folder / "times" / "en.jsonl",
        [{"reference": "2021-04-01", "text": BRIDGE, "times": [marked]}],
    )


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    """A language model that claims the first sentence that it is shown."""
    with ScriptedModel(lambda prompt: claims_reply(("The ban takes effect.", [1]))) as scripted:
        yield scripted


@pytest.fixture
def desk(
    tmp_path: Path,
    seeds: Path,
    seed_index: Path,
    model: ScriptedModel,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    from tests.support.web_server import free_port

    shutil.copytree(seed_index, tmp_path / "index")
    settings = model.settings()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("DATELINE_FEEDBACK", str(tmp_path / "feedback.sqlite"))
    monkeypatch.setenv("DATELINE_LLM_URL", settings.url)
    monkeypatch.setenv("DATELINE_LLM_MODEL", settings.model)
    with serving() as feeds:
        for path in ("/org/feed.xml", "/net/atom"):
            feeds.put(path, rss(item(path)))
        write_inputs(tmp_path, seeds, feeds.url)
        yield Desk(tmp_path, monkeypatch, feeds=feeds.url, port=str(free_port()))
    qa._pipeline.cache_clear()


@pytest.fixture
def database(postgresql: Server) -> str:
    """The address of an empty index, on a server that has the role "desk"."""
    import psycopg

    with (
        suppress(psycopg.errors.DuplicateObject),
        psycopg.connect(postgresql.address("postgres"), autocommit=True) as session,
    ):
        session.execute("CREATE ROLE desk")
    return postgresql.empty("documented")


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Chats that are visited once and stopped, instead of waiting for a signal."""
    from qa.web.server import Site
    from tests.support.web_server import one_application

    found: list[str] = []

    def visit(self: Site, _: object) -> None:
        port = re.search(r":(\d+)", self.url)
        assert port
        found.append(httpx.get(f"http://127.0.0.1:{port[1]}/").raise_for_status().text)

    monkeypatch.setattr(Site, "wait", visit)
    with one_application():
        yield found


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_gets_an_answer(seed_pipeline: Pipeline) -> None:
    from tests.support.web_server import serve

    first, second = (one.text for one in ALL if one.text.startswith("curl "))
    with serve(seed_pipeline) as url:
        sent, received = (one.replace("http://127.0.0.1:7860/", url) for one in (first, second))
        named = json.loads(shell(sent))["event_id"]
        printed = shell(received.replace("EVENT_ID", named))
    assert "event: complete" in printed
    assert "45 days after 6 August 2020" in printed


def shell(command: str) -> str:
    arguments = [*shlex.split(command), "--silent"]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


@pytest.mark.model
@pytest.mark.parametrize("command", [marked(one) for one in RUN])
def test_a_command_does_what_it_says(
    command: Command,
    desk: Desk,
    visited: list[str],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if re.fullmatch(DATABASE, command.text):
        monkeypatch.delenv("DATELINE_INDEX")
        monkeypatch.setenv("DATELINE_STORE", request.getfixturevalue("database"))
    printed = desk.run(command.text)
    if command.output:
        expected = " ".join(command.output.split())
        shortened = map(re.escape, expected.split(" […] "))  # by the document
        assert re.fullmatch(" .* ".join(shortened), " ".join(printed.split()))
    assert bool(visited) == ("dateline chat" in command.text or "app.py" in command.text)
