"""The Python of the documents runs, or stands line by line in tests that the document names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import index
import qa
from index.corpus import read_all
from index.search import Retriever
from index.settings import PROJECT
from qa.answerers.extractive import ExtractiveAnswerer
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.readers.loading import load_reader
from qa.testing import ScriptedModel, claims_reply
from tests.support.documented import Snippet, pages, snippets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECIPES = PROJECT / "docs" / "extending.md"
NAMED_OTHERWISE = {
    # Lines of recipes that are shorter than in the tests that follow them.
    "…",
    'examples=Examples(when="Quando entra in vigore il divieto?", …)',
    "def make(self, folder, articles): …",
    "def make_broken(self, folder): …",
    'build(seeds, "memory://flagship", embedder=bundled_embedder)',
    'retriever = Retriever.open("memory://flagship")',
    'pipeline.ask("when does the ban take effect?")',
    "Pipeline(retriever, ExtractiveAnswerer(ScriptedReader(script)))",
    "retriever = Retriever(snapshot, embedder, stages=stages)",
    "build(seeds, folder)",
}
RUN_BY_ITS_TEST = '"""Feeds in JSON."""'  # test_the_recipe_of_a_format_reads_a_file

RUN = [one for page in pages() if page != RECIPES for one in snippets(page)]


def named(snippet: Snippet) -> str:
    return f"{snippet.page}:{snippet.line}"


@pytest.fixture
def given(
    seed_index: Path, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Any]]:
    """The names that the documents use without defining them."""
    pandas = pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_INDEX", str(seed_index))
    archive = tmp_path / "archive"
    archive.symlink_to(seeds)
    articles = list(read_all(index.open_corpus(seeds)))
    rows = [{"date": "2020-09-17", "body": "It rained in Halle.", "outlet": "La Gazette"}]
    retriever = Retriever.open(seed_index)
    yield {
        "articles": articles,
        "frame": pandas.DataFrame(rows),
        "index": index,
        "ScriptedModel": ScriptedModel,
        "claims_reply": claims_reply,
        "GenerativeAnswerer": GenerativeAnswerer,
        "extractive": ExtractiveAnswerer(load_reader(None, retriever.embedder)),
    }
    retriever.snapshot.close()
    qa._pipeline.cache_clear()


@pytest.mark.model
@pytest.mark.parametrize("snippet", RUN, ids=named)
def test_a_snippet_runs(snippet: Snippet, given: dict[str, Any]) -> None:
    exec(snippet.text, given)  # noqa: S102 (it is our own)
    if "answer" in given:
        assert given["answer"].findings[0].times[0].period.isoformat() == "2020-09-20"


def test_recipes_are_taken_from_the_tests_that_they_name() -> None:
    tests = re.findall(r"tests/[\w/]+\.py", RECIPES.read_text("utf-8"))
    known = {normalized(line) for test in tests for line in lines((PROJECT / test).read_text())}
    recipes = [one.text for one in snippets(RECIPES) if not one.text.startswith(RUN_BY_ITS_TEST)]
    missing = {normalized(line) for recipe in recipes for line in lines(recipe)} - known
    assert missing == NAMED_OTHERWISE


def lines(code: str) -> list[str]:
    return [line for line in code.splitlines() if line.strip()]


def normalized(line: str) -> str:
    """Return a line of code without indentation, comment and last comma."""
    return re.sub(r"\s+# .*", "", line).strip().rstrip(",")
