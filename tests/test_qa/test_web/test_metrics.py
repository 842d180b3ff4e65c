"""What Prometheus reads of a server."""

from __future__ import annotations

import httpx
import pytest

from index.builder import build
from index.search import Retriever
from index.testing import FakeEmbedder, MemoryStore, article
from qa import Pipeline
from qa.answer_cache import AnswerCache
from qa.answerers.extractive import ExtractiveAnswerer
from qa.testing import ScriptedQuote, ScriptedReader
from tests.support.web_server import serve

pytest.importorskip("prometheus_client", reason="prometheus-client is not installed")

from prometheus_client.parser import text_string_to_metric_families

from qa.web.metrics import Metrics

ASKED = "When does the bridge close?"
LOOPBACK = "127.0.0.0/8,::1"


@pytest.fixture(scope="module")
def pipeline():
    store, embedder = MemoryStore(), FakeEmbedder()
    articles = [
        article("port.txt", "The bridge closes on Monday. Ferries run."),
        article("town.txt", "The mayor opened a school in the old town."),
    ]
    build(articles, store, embedder=embedder, progress=False)
    reader = ScriptedReader({ASKED: [ScriptedQuote("port.txt", "The bridge closes on Monday.")]})
    retriever = Retriever(store.open(), embedder)
    return Pipeline(retriever, ExtractiveAnswerer(reader), cache=AnswerCache())


def ask(url, question, name="ask"):
    route = f"{url}gradio_api/call/v2/{name}"
    event = httpx.post(route, json={"question": question}).json()["event_id"]
    return httpx.get(f"{route}/{event}", timeout=60).text


def article_of(url, document):
    route = f"{url}gradio_api/call/v2/article"
    event = httpx.post(route, json={"document": document}).json()["event_id"]
    return httpx.get(f"{route}/{event}", timeout=60).text


def read(url):
    """The samples of a server by name, each with its value by the values of its labels."""
    response = httpx.get(f"{url}metrics").raise_for_status()
    found = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


@pytest.mark.slow
def test_what_happened_is_counted(pipeline):
    with serve(pipeline, metrics=Metrics(pipeline, LOOPBACK)) as url:
        before = read(url)
        assert "event: complete" in ask(url, ASKED)
        assert "event: complete" in ask(url, ASKED)
        assert "event: complete" in ask(url, "Who rules Peru?")
        assert "event: complete" in ask(url, ASKED, "search")
        assert "event: error" in ask(url, " ")
        assert "no article" in article_of(url, "gone.txt")
        assert httpx.post(f"{url}gradio_api/call/v2/ask", json={}).status_code == 422
        now = read(url)
    assert now["dateline_questions_total"] == {
        ("ask", "answered"): 2,
        ("ask", "declined"): 1,
        ("ask", "failed"): 1,
        ("search", "answered"): 1,
    }
    assert now["dateline_errors_total"] == {("ask", "InvalidQuestionError"): 1}
    assert now["dateline_requests_total"] == {("200",): 6, ("422",): 1}
    assert now["dateline_wait_seconds_count"] == {(): 6}
    assert now["dateline_answer_seconds_count"] == {("ask",): 3, ("search",): 1}
    assert now["dateline_queue_length"] == {(): 0}
    assert now["dateline_index_articles"] == before["dateline_index_articles"] == {(): 2}
    assert {pipeline.info.generation, "words"} == {
        value for labels in now["dateline_index_info"] for value in labels
    }
    assert now["dateline_answer_cache_hits_total"] == {(): 1}
    assert now["dateline_answer_cache_misses_total"] == {(): 2}
    assert now["process_resident_memory_bytes"][()] > 0


@pytest.mark.slow
def test_they_are_for_this_machine_alone_and_not_behind_a_proxy(pipeline):
    forwarded = {"X-Forwarded-For": "192.0.2.1"}
    with serve(pipeline, metrics=Metrics(pipeline, LOOPBACK)) as url:
        assert httpx.get(f"{url}metrics").status_code == 200
        # The proxy has not been named: whom it serves is not known.
        assert httpx.get(f"{url}metrics", headers=forwarded).status_code == 403
        for name in ("X-Real-IP", "Forwarded", "Via"):
            assert httpx.get(f"{url}metrics", headers={name: "x"}).status_code == 403
        foreign = {"Host": "rebound.example"}
        assert httpx.get(f"{url}metrics", headers=foreign).status_code == 421
    metrics = Metrics(pipeline, LOOPBACK)
    with serve(pipeline, metrics=metrics, hostnames=["news.example"]) as url:
        # A proxy on this machine may pass on the name that it was asked for, and nothing else.
        assert httpx.get(f"{url}metrics", headers={"Host": "news.example"}).status_code == 403
        assert httpx.get(f"{url}metrics", headers={"Host": "localhost"}).status_code == 200
    with serve(pipeline, metrics=Metrics(pipeline, LOOPBACK), proxy="127.0.0.1") as url:
        assert httpx.get(f"{url}metrics", headers=forwarded).status_code == 403
    with serve(pipeline, metrics=Metrics(pipeline, "192.0.2.0/24"), proxy="127.0.0.1") as url:
        assert httpx.get(f"{url}metrics", headers=forwarded).status_code == 200
        assert httpx.get(f"{url}metrics").status_code == 403


@pytest.mark.slow
def test_there_are_none_unless_they_are_wanted(pipeline):
    with serve(pipeline) as url:
        assert "dateline_" not in httpx.get(f"{url}metrics").text
