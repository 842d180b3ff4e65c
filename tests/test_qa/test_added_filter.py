"""A filter that somebody adds: a field, an option, and all surfaces and views know it."""

from __future__ import annotations

import json
import re
from copy import copy
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

import qa.cli
from index.analysis import question_terms
from index.filters import OPTIONS, Field, FieldType, FilterOption, Filters, Operator, registered
from index.search import Retriever
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.feedback import FeedbackStore
from qa.filters import parse_filters
from qa.languages import codes, page_texts
from qa.readers.loading import load_reader
from qa.web.ask_events import AskEvents
from qa.web.corpus_view import Browsing, list_html, overview_html
from qa.web.filters import FilterForm, chips_html, from_link, link
from qa.web.page import build_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.datatypes import Article
    from index.embedders import SentenceTransformerEmbedder

QUESTION = "when does the ban take effect?"


def opening(article: Article) -> str:
    """The first word of the article proper, in small letters."""
    return next(iter(re.findall(r"\w+", article.text[article.body_start :])), "").lower()


OPENING = Field("opening", FieldType.NAME, opening)
OPENINGS = FilterOption(
    "openings",
    "opening",
    Operator.ANY_OF,
    "Only articles that begin with these words.",
    "Only articles that begin with this word.",
    flag="opening",
    normalize=str.lower,
)


@pytest.fixture(scope="module")
def pipeline(
    tmp_path_factory: pytest.TempPathFactory,
    seeds: Path,
    bundled_embedder: SentenceTransformerEmbedder,
) -> Iterator[Pipeline]:
    """The seeds, indexed while the field is there."""
    from index.builder import build

    folder = tmp_path_factory.mktemp("added")
    with registered(OPENING, OPENINGS):
        build(seeds, folder, embedder=bundled_embedder, progress=False)
        retriever = Retriever.open(folder)
        answerer = ExtractiveAnswerer(load_reader(None, retriever.embedder))
        with Pipeline(retriever, answerer) as pipeline:
            yield pipeline


def test_the_flagship_question_is_answered_with_it(pipeline: Pipeline) -> None:
    cited = pipeline.ask(QUESTION).citations
    assert len(cited) > 1
    for citation in cited:
        word = opening(pipeline.article(citation.document))
        answer = pipeline.ask(QUESTION, openings=[word.upper()])
        assert answer.found
        assert {opening(pipeline.article(one.document)) for one in answer.citations} == {word}
    nothing = pipeline.ask(QUESTION, openings=["zzz"], since="2020")
    assert not nothing.found
    assert "zzz" not in nothing.answer


def test_every_view_filters_by_it_exactly(
    pipeline: Pipeline, bundled_embedder: SentenceTransformerEmbedder
) -> None:
    snapshot = pipeline.index_snapshot
    articles = snapshot.articles(None, 100)
    text = " ".join(one.text for one in articles)
    terms = question_terms(text, "fr", snapshot.stats().languages)
    [vector] = bundled_embedder.embed_queries([QUESTION])
    assert len({*map(opening, articles)}) > 1
    for word in map(opening, articles):
        filters = Filters.of(openings={word})
        passing = {one.id for one in articles if filters.admits(one)}
        assert {one.id for one in snapshot.articles(filters, 100)} == passing
        candidates = snapshot.candidates(vector, terms, 1000, filters)
        assert {one.info.article_id for one in candidates} == passing
        assert {one.info.article_id for one in candidates if one.bm25} == passing


def test_the_command_line_has_it(pipeline: Pipeline) -> None:
    shown = CliRunner().invoke(qa.cli.main, ["ask", "--help"]).output
    assert re.search(r"--opening NAME\s+Only articles that begin with this word\.", shown)
    context = copy(qa.cli.ask).make_context("ask", [QUESTION, "--opening", "LE", "--opening", "la"])
    assert context.params["openings"] == ("LE", "la")
    given = {name: context.params[name] for name in ("openings", "since")}
    assert parse_filters(**given) == Filters.of(openings={"le", "la"})


def test_the_page_has_it(pipeline: Pipeline) -> None:
    form = FilterForm.of(since="2020", openings=["le"])
    assert from_link(parse_qs(link(QUESTION, form)[1:])) == (QUESTION, form)
    assert form.arguments()["openings"] == ["le"]  # type: ignore[typeddict-item]
    assert 'data-filter="&quot;openings&quot;"' in chips_html(form, page_texts("en"))
    assert form.without("openings", "le") == FilterForm.of(since="2020")


def test_the_command_line_answers_with_it(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa, "_pipeline", lambda *_: pipeline)
    for word, found in (
        (opening(pipeline.index_snapshot.articles(None, 1)[0]), True),
        ("zz", False),
    ):
        result = CliRunner().invoke(qa.cli.main, [QUESTION, "--json", "--opening", word.upper()])
        assert result.exit_code == 0, result.output
        answer = json.loads(result.stdout)
        cited = {one["document"] for one in answer["citations"] + answer["closest"]}
        assert bool(cited) == found
        assert {opening(pipeline.article(document)) for document in cited} <= {word}


def test_the_page_s_form_has_it_with_its_names_to_choose_from(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    words = {opening(one) for one in pipeline.index_snapshot.articles(None, 100)}
    app = build_app(pipeline, FeedbackStore(tmp_path / "feedback"))
    blocks = app.blocks.values()
    fields = [one for one in blocks if getattr(one, "elem_id", "") == "filter-openings"]
    assert len(fields) == len(codes())
    assert all(one.multiselect and one.label == "openings" for one in fields)
    texts = page_texts("en")
    events = AskEvents(pipeline, texts, FeedbackStore(tmp_path / "feedback"))
    update = events.opened("?openings=le")[[*OPTIONS].index("openings")]
    assert update["value"] == ["le"]
    assert {name for _, name in update["choices"]} == words
    browsing = Browsing({"openings": min(words)})
    for panel in (overview_html(pipeline, texts), list_html(pipeline, browsing, texts)):
        assert 'data-filter="&quot;openings&quot;"' in panel
    assert "data-document" in list_html(pipeline, browsing, texts)
    assert "data-document" not in list_html(pipeline, browsing.narrowed("openings", "zz"), texts)


def test_the_endpoints_have_it(pipeline: Pipeline, tmp_path: Path) -> None:
    app = build_app(pipeline, FeedbackStore(tmp_path / "feedback"))
    info = app.get_api_info()["named_endpoints"]
    for name in ("/ask", "/search"):
        parameters = {one["parameter_name"]: one for one in info[name]["parameters"]}
        assert parameters["openings"]["python_type"] == parameters["sources"]["python_type"]
        [function] = [one.fn for one in app.fns.values() if f"/{one.api_name}" == name]
        for word in {opening(one) for one in pipeline.index_snapshot.articles(None, 100)}:
            result = function(QUESTION, 5, None, None, None, None, None, [word.upper()])
            hits = result if name == "/search" else result["citations"] + result["closest"]
            assert {opening(pipeline.article(one["document"])) for one in hits} <= {word}
            assert hits
