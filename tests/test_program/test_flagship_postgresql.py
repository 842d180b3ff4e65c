"""The flagship question, and what a folder answers, over a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

import qa
from index.builder import build
from index.search import Retriever
from index.stores.postgresql import PostgresStore
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.readers.loading import load_reader

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder
    from tests.support.postgresql import Server

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
