"""Claims are told one by one, while the model writes; the chat shows them, and can stop it."""

from __future__ import annotations

import html
import re
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa import Pipeline
from qa.answer import Answer
from qa.answerers.extractive import ExtractiveAnswerer
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.answerers.generative.claims import parse_beginning
from qa.answerers.loading import answerers_of
from qa.datatypes import Stage, Step
from qa.followup import Turn
from qa.languages import page_texts
from qa.testing import ScriptedModel, ScriptedQuote, ScriptedReader, ScriptedReply, claims_reply
from qa.web.conversation import respond, stopped
from tests.support.fake_pipeline import FakePipeline, snapshot_of
from tests.support.page import ask, replies, text_of
from tests.support.web_server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

EN = page_texts("en")
BRIDGE = article(
    "bridge",
    "Anna Keller opened the bridge on 3 May 2021. It cost 4 million euros.",
    published="2021-05-04",
)
SCHOOL = article("school", "Paul Martel closed the school in June 2022.", published="2022-07-01")
OPENED = "Anna Keller opened the bridge on 3 May 2021."
CLOSED = "Paul Martel closed the school in June 2022."
LIE = "Paul Martel opened the bridge."
NEWS = "What happened to the bridge and the school?"
FOLLOW_UP, MEANT = "and who closed it?", "Who closed the school?"


def number_of(words: str, prompt: str) -> int:
    found = re.search(rf"^\[(\d+)\].*{words}", prompt, re.MULTILINE)
    assert found is not None
    return int(found[1])


def script(prompt: str) -> ScriptedReply:
    """Write slowly; of what has no end, one claim and then nothing more for ever."""
    if "Second question" in prompt:
        return ScriptedReply(f'{{"question": "{MEANT}"}}')
    bridge, school = (number_of(one, prompt) for one in ("bridge", "school"))
    whole = claims_reply((OPENED, [bridge]), (LIE, [bridge]), (CLOSED, [school]))
    if "endless" in prompt:
        begun = whole.split('{"text": "Paul')[0]
        return ScriptedReply(begun.ljust(320), endless=True, pause=0.05)
    return ScriptedReply(whole, piece=8, pause=0.05)


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(script) as server:
        yield server


@pytest.fixture(scope="module")
def pipeline(model: ScriptedModel) -> Pipeline:
    hits = [Hit(passage, of, 1.0, 0.8, 1.0) for of in (BRIDGE, SCHOOL) for passage in split(of)]
    retriever: Any = SimpleNamespace(
        snapshot=snapshot_of([BRIDGE, SCHOOL]), search=lambda *_: list(hits)
    )
    quotes = {NEWS: [ScriptedQuote("bridge", "Anna Keller opened the bridge")]}
    quoting = ExtractiveAnswerer(ScriptedReader(quotes))
    return Pipeline(retriever, GenerativeAnswerer.of(quoting, model.settings(deadline=20)))


def texts_of(answer: Any) -> list[str]:
    return [] if answer is None else [one.text for one in answer.written.claims]


def test_a_claim_is_told_when_it_is_proved(pipeline: Pipeline) -> None:
    steps = list(pipeline.steps(NEWS))
    writing = [step for step in steps if isinstance(step, Step) and step.stage is Stage.WRITING]
    told = [texts_of(step.answer) for step in writing]
    assert told[0] == []
    assert [OPENED] in told
    assert told == sorted(told, key=len)
    answer = steps[-1]
    assert isinstance(answer, Answer)
    assert texts_of(answer) == [OPENED, CLOSED]
    assert [one.text for one in answer.written.dropped] == [LIE]  # type: ignore[union-attr]
    for step in writing:
        for claim in () if step.answer is None else step.answer.written.claims:  # type: ignore[union-attr]
            for quote in claim.quotes:
                document = step.answer.citations[quote.citation - 1].document  # type: ignore[union-attr]
                text = {"bridge": BRIDGE, "school": SCHOOL}[document].text
                assert text[quote.start : quote.end] == quote.text


def test_claims_are_read_while_the_rest_is_on_its_way() -> None:
    whole = claims_reply((OPENED, [1]), ('He said "it\'s }]".', [2, 3]))
    for text in (whole, f"```json\n{whole}\n```"):
        found = [len(parse_beginning(text[:at])) for at in range(len(text) + 1)]
        assert found == sorted(found)
        assert found[-1] == 2
    assert parse_beginning('{"in_evidence": true') == ()
    assert parse_beginning('{"claims": [{"text": "a", "sentences": [1], "more": 2}') == ()


def test_who_stops_listening_stops_the_model(model: ScriptedModel, pipeline: Pipeline) -> None:
    client = pipeline.answerer.client  # type: ignore[attr-defined]
    for _ in range(4):  # more than are asked at once
        steps = pipeline.steps("What is endless about the bridge and the school?")
        for step in steps:
            if isinstance(step, Step) and step.answer is not None:
                break
        steps.close()  # type: ignore[attr-defined]
    began = time.monotonic()
    assert texts_of(pipeline.ask(f"{NEWS} Really?")) == [OPENED, CLOSED]
    assert time.monotonic() - began < 15
    assert client._failures == 0


def test_a_follow_up_is_rewritten_by_the_model_and_only_in_the_words_of_both(
    pipeline: Pipeline,
) -> None:
    before = Turn("What happened to the school?", "en")
    assert pipeline.stand_alone(FOLLOW_UP, before) == MEANT
    assert pipeline.stand_alone("Who?", None) == "Who?"
    by_rules = pipeline.stand_alone("and in Paris?", before, "extractive")
    assert pipeline.stand_alone("and in Paris?", before) == by_rules  # the model forgot Paris
    other = Turn("What happened to the hospital?", "en")
    assert pipeline.stand_alone(FOLLOW_UP, other) != MEANT  # nobody asked about a school


def test_the_switch_is_there_if_a_model_is(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pipeline.answerers == ("generative", "extractive")
    quoting = ExtractiveAnswerer(ScriptedReader({}))
    monkeypatch.delenv("DATELINE_LLM_URL", raising=False)
    assert answerers_of(quoting) == ("extractive",)
    monkeypatch.setenv("DATELINE_LLM_URL", "http://localhost:1/v1")
    monkeypatch.setenv("DATELINE_LLM_MODEL", "m")
    assert answerers_of(quoting) == ("extractive", "generative")


def test_the_chat_shows_claims_as_they_come(pipeline: Pipeline) -> None:
    shown = list(respond(pipeline, EN, NEWS + " Tell all.", []))
    said = [html.unescape(one.messages[-1]["content"]) for one in shown]
    partial = [one for one in said[:-1] if OPENED in one]
    assert partial[0].endswith(EN.stages["writing"])
    assert CLOSED not in partial[0]
    assert "Written by scripted on 127.0.0.1" in partial[0]
    assert CLOSED in said[-1]
    assert LIE not in said[-1]
    quoted = list(respond(pipeline, EN, NEWS, [], answerer="extractive"))
    assert "Written by" not in quoted[-1].messages[-1]["content"]
    assert stopped([], EN) == []


@pytest.mark.browser
def test_the_page_writes_quotes_and_stops(tab: Page, pipeline: Pipeline) -> None:
    with serve(FakePipeline()) as url:
        tab.goto(url)
        tab.locator("#question textarea").wait_for()
        assert not tab.locator("#answerer").is_visible()
    with serve(pipeline) as url:
        tab.goto(url)
        ask(tab, f"{NEWS} Now?")
        written = text_of(replies(tab).last)
        assert OPENED in written
        assert CLOSED in written
        assert "Written by scripted on 127.0.0.1" in written
        ask(tab, FOLLOW_UP)
        assert f"Understood as: {MEANT}" in text_of(replies(tab).last)

        box = tab.locator("#question textarea")
        box.fill("What is endless about the bridge and the school?")
        box.press("Enter")
        stop = tab.locator("#stop")
        stop.wait_for()
        tab.wait_for_function(
            "opened => document.querySelectorAll('#chat .bot .message-content')[2]"
            "?.innerText.includes(opened)",
            arg=OPENED,
        )
        stop.click()
        tab.wait_for_function(
            "stopped => document.querySelectorAll('#chat .bot .message-content')[2]"
            "?.innerText.includes(stopped)",
            arg=EN.stopped,
        )
        stop.wait_for(state="hidden")
        assert OPENED in text_of(replies(tab).last)

        tab.locator("#answerer").get_by_label(EN.answerers["extractive"]).check()
        ask(tab, NEWS)
        quoted = text_of(replies(tab).last)
        assert "Anna Keller opened the bridge" in quoted
        assert "Written by" not in quoted
