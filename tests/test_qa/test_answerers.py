"""Answerers: those that ship keep the contract, and any other is added through the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit, Passage, Period
from index.search import Retriever
from index.testing import article
from qa import Pipeline, ResolvedTime
from qa.answerers.extractive import ExtractiveAnswerer, shortlist
from qa.datatypes import NothingMatches
from qa.testing import ScriptedAnswerer, ScriptedQuote, ScriptedReader
from tests.contracts.answerer_contract import ASKED, OLDER, QUOTES, AnswererContract, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.answerers import Answerer

SCRIPT = {
    ASKED.text: [ScriptedQuote(document, quote) for document, quote in QUOTES.items()],
}
FLAGSHIP = "when does the ban take effect?"
AUGUST, SEPTEMBER = "000_ea78d9fc60611418.txt", "002_05a9c53a65994566.txt"
SEEDS_SCRIPT = {
    FLAGSHIP: [
        ScriptedQuote(
            SEPTEMBER,
            "à partir du 12 novembre",
            times=(ResolvedTime(Period.parse("2020-11-12/..")),),
        ),
        ScriptedQuote(AUGUST, "45 jours après sa signature", words=("45 jours",)),
    ]
}


class TestExtractiveAnswerer(AnswererContract):
    @pytest.fixture
    def answerer(self) -> Answerer:
        return ExtractiveAnswerer(ScriptedReader(SCRIPT))


def test_what_comes_closest_is_read_and_not_answered() -> None:
    unsure = {ASKED.text: [ScriptedQuote(OLDER.id, QUOTES[OLDER.id], score=0.2)]}
    answer = ExtractiveAnswerer(ScriptedReader(unsure)).answer(ASKED, found())
    assert not answer.found
    assert [one.quote for one in answer.closest] == [QUOTES[OLDER.id]]
    assert answer.confidence == 0.2


def test_one_long_article_leaves_room_for_others() -> None:
    def hit(name: str, number: int) -> Hit:
        one = article(name, "text")
        return Hit(Passage(number, name, 0, 4, "text"), one, 1 - number / 100, 0.8, 1.0)

    hits = [hit("long", n) for n in range(10)] + [hit("short", 10), hit("other", 11)]
    chosen = [h.article.id for h in shortlist(hits)]
    assert chosen == ["long", "long", "long", "short", "other"]
    assert [h.passage.id for h in shortlist(hits, 2)] == [0, 1]


@pytest.fixture
def scripted(seed_index: Path) -> Iterator[Pipeline]:
    with Pipeline(Retriever.open(seed_index), ScriptedAnswerer(SEEDS_SCRIPT)) as pipeline:
        yield pipeline


def test_another_answerer_answers_over_the_seeds(scripted: Pipeline, seeds: Path) -> None:
    answer = scripted.ask(FLAGSHIP)
    assert [citation.document for citation in answer.citations] == [AUGUST, SEPTEMBER]
    for citation in answer.citations:
        text = (seeds / citation.document).read_bytes().decode()
        assert text[citation.start : citation.end] == citation.quote
    first, second = answer.to_dict()["findings"]
    assert (first["value"], second["value"]) == ("45 jours", "from 12 November 2020")
    assert answer.answer.splitlines() == [
        "August 2020: 45 jours – “45 jours après sa signature” [1]",
        "September 2020: from 12 November 2020 – “à partir du 12 novembre” [2]",
    ]
    assert answer.elapsed_ms > 0


def test_filters_and_declining_are_the_same_for_every_answerer(scripted: Pipeline) -> None:
    early = scripted.ask(FLAGSHIP, as_of="2020-08-31")
    assert [citation.document for citation in early.citations] == [AUGUST]
    assert len(scripted.ask(FLAGSHIP, top_k=1).citations) == 1
    assert scripted.ask("Who won the World Cup?").answer == "The corpus does not say."
    none = scripted.ask(FLAGSHIP, as_of="2020-08-30")
    august, september = Period.parse("2020-08"), Period.parse("2020-09")
    assert none.reason == NothingMatches((august,), (august, september))
    assert none.answer.startswith("No article matches the filters.")
