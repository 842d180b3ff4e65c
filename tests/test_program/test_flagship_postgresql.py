"""The flagship question, and what a folder answers, over a database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

import qa
from index.builder import build
from index.errors import CorpusError
from index.search import Retriever
from index.settings import PROJECT
from index.stores.local import LocalStore
from index.stores.postgresql import PostgresStore
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.readers.loading import load_reader

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder
    from index.stores import Store
    from qa.readers import Reader
    from tests.support.postgresql import Server

CASES = PROJECT.parent / "shared" / "cases" / "reported.jsonl"
QUESTION = "when does the ban take effect?"


def test_a_database_answers_as_a_folder_does(
    postgresql: Server,
    seeds: Path,
    bundled_embedder: SentenceTransformerEmbedder,
    seed_pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = PostgresStore(postgresql.empty("flagship"))
    store.init(allow_volatile_words=True)
    build(seeds, store, embedder=bundled_embedder, progress=False)
    retriever = Retriever.open(store)
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
    qa._pipeline.cache_clear()
    monkeypatch.setenv("DATELINE_STORE", store.address.conninfo)
    assert qa.ask(QUESTION).found
    qa._pipeline.cache_clear()


@pytest.fixture(scope="module")
def reader(bundled_embedder: SentenceTransformerEmbedder) -> Reader:
    return load_reader(None, bundled_embedder)


@pytest.mark.parametrize(
    "some", [slice(0, None, 40), pytest.param(slice(None), marks=pytest.mark.campaign)]
)
def test_reported_cases_are_answered_alike(
    some: slice,
    postgresql: Server,
    bundled_embedder: SentenceTransformerEmbedder,
    reader: Reader,
    tmp_path: Path,
) -> None:
    if not CASES.exists():
        pytest.skip(f"{CASES} is not there")
    database = PostgresStore(postgresql.address("postgres"))
    cases = map(json.loads, CASES.read_text("utf-8").splitlines())
    for case in [one for one in cases if "question" in one][some]:
        corpus = tmp_path / case["id"]
        corpus.mkdir()
        for document in case["corpus"]:
            path = corpus / document["name"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document["text"], "utf-8")
        with database.scratch() as scratch:
            folder = LocalStore(tmp_path / f"{case['id']}.index")
            right, told = (
                answer(case["question"], corpus, store, bundled_embedder, reader)
                for store in (folder, scratch)
            )
            assert told == right, case["id"]


def answer(
    question: str,
    corpus: Path,
    store: Store,
    embedder: SentenceTransformerEmbedder,
    reader: Reader,
) -> object:
    """What is told and quoted, or why the corpus cannot be read."""
    try:
        build(corpus, store, embedder=embedder, progress=False)
    except CorpusError as error:
        return str(error)
    retriever = Retriever(store.open(), embedder)
    with Pipeline(retriever, ExtractiveAnswerer(reader)) as pipeline:
        told = pipeline.ask(question).to_dict()
    return told["found"], told["findings"], [one["quote"] for one in told["citations"]]
