"""The flagship question, over a store that is no folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import qa
from index.builder import build
from index.cli import main
from index.corpus import open_corpus
from index.search import Retriever
from index.stores import SCHEMES
from index.stores.memory import MemoryStore
from index.testing import FakeEmbedder
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.readers.loading import load_reader
from qa.testing import ScriptedAnswerer, ScriptedQuote

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder

QUESTION = "when does the ban take effect?"
AUGUST, SEPTEMBER = "000_ea78d9fc60611418.txt", "002_05a9c53a65994566.txt"
SCRIPT = {
    QUESTION: [
        ScriptedQuote(AUGUST, "45 jours après sa signature"),
        ScriptedQuote(SEPTEMBER, "à partir du 12 novembre"),
    ]
}
ADDRESS = "memory://flagship"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """A store that its address opens."""
    store = MemoryStore(ADDRESS)
    monkeypatch.setitem(SCHEMES, "memory", {ADDRESS: store}.__getitem__)
    return store


def test_a_store_in_memory_answers(store: MemoryStore, seeds: Path) -> None:
    build(seeds, ADDRESS, embedder=FakeEmbedder(), progress=False)
    retriever = Retriever(store.open(), FakeEmbedder())
    with Pipeline(retriever, ScriptedAnswerer(SCRIPT)) as pipeline:
        answer = pipeline.ask(QUESTION)
        assert [one.document for one in answer.citations] == [AUGUST, SEPTEMBER]
        early = pipeline.ask(QUESTION, as_of="2020-08-31")
        assert [one.document for one in early.citations] == [AUGUST]


def test_it_answers_as_a_folder_does(
    store: MemoryStore,
    seeds: Path,
    bundled_embedder: SentenceTransformerEmbedder,
    seed_pipeline: Pipeline,
) -> None:
    build(seeds, store, embedder=bundled_embedder, progress=False)
    retriever = Retriever.open(ADDRESS)
    answerer = ExtractiveAnswerer(load_reader(None, retriever.embedder))
    with Pipeline(retriever, answerer) as pipeline:
        for filters in ({}, {"as_of": "2020-08-31"}, {"sources": ["Belga"]}):
            told = pipeline.ask(QUESTION, **filters).to_dict()
            expected = seed_pipeline.ask(QUESTION, **filters).to_dict()
            assert told["found"]
            assert told["findings"] == expected["findings"]
            for one in (*told["citations"], *expected["citations"]):
                one["score"] = pytest.approx(one["score"], abs=1e-3)
            assert told["citations"] == expected["citations"]


@pytest.mark.parametrize("given", ["argument", "setting"])
def test_it_is_asked_by_its_address(
    store: MemoryStore,
    seeds: Path,
    bundled_embedder: SentenceTransformerEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    qa._pipeline.cache_clear()
    if given == "setting":
        monkeypatch.setenv("DATELINE_INDEX", ADDRESS)

    def cited() -> list[str]:
        answer = qa.ask(QUESTION, index_dir=ADDRESS if given == "argument" else None)
        return [one.document for one in answer.citations]

    whole = open_corpus(seeds)
    august = [whole.read(AUGUST)]
    build(august, ADDRESS, embedder=bundled_embedder, progress=False)
    assert cited() == [AUGUST]
    build(whole, ADDRESS, embedder=bundled_embedder, progress=False)
    assert cited() == [AUGUST, SEPTEMBER]
    assert not list(tmp_path.iterdir())


def test_the_command_line_takes_its_address(
    store: MemoryStore, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    build(seeds, ADDRESS, embedder=FakeEmbedder(), progress=False)
    shown = CliRunner().invoke(main, ["info", "--index-dir", ADDRESS])
    assert shown.exit_code == 0, shown.output
    assert f"Index      {ADDRESS}\n" in shown.output
    for command in (["build", str(seeds)], ["info"]):
        refused = CliRunner().invoke(main, [*command, "--index-dir", "nowhere://news"])
        assert refused.exit_code == 1
        assert refused.output.startswith("error: there is no store for nowhere:// addresses")
    assert not list(tmp_path.iterdir())
