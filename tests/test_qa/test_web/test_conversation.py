"""The conversation, without a server."""

from __future__ import annotations

import html
import logging
from dataclasses import replace

import pytest

from qa.datatypes import NotFound, Stage
from qa.languages import page_texts
from qa.web.conversation import find, no_evidence, panels_of, respond
from qa.web.filters import FilterForm
from tests.support.fake_pipeline import FakePipeline

ENGLISH = page_texts("en")
EARLIER = [
    {"role": "user", "content": "Earlier?"},
    {"role": "assistant", "content": "Yes."},
]


def last(pipeline, question, history=()):
    return list(respond(pipeline, ENGLISH, question, list(history)))[-1]


def test_what_is_being_done_is_shown_before_the_answer():
    steps = list(respond(FakePipeline(), ENGLISH, "the bridge", EARLIER))
    assert [len(step.messages) for step in steps] == [4, 4, 4]
    for step, stage in zip(steps[:-1], Stage, strict=False):
        assert html.unescape(step.messages[-1]["content"]) == ENGLISH.stages[stage.value]
        assert step.panels is None
        assert step.answered == ()
        assert step.messages[:2] == EARLIER
        assert step.messages[2]["content"] == "the bridge"
    assert "Friday" in steps[-1].messages[-1]["content"]


def test_a_follow_up_is_understood_from_the_answer_before():
    pipeline = FakePipeline()
    *_, first = respond(pipeline, ENGLISH, "When will the bridge reopen?", [])
    *_, second = respond(pipeline, ENGLISH, "and for boats?", first.messages, first.answered)
    meant = "When will the bridge reopen for boats?"
    assert pipeline.calls[-1]["question"] == meant
    reply = html.unescape(second.messages[-1]["content"])
    assert reply.startswith(f"Understood as: {meant} · [Edit](#edit-2)\n\n")
    assert [one.number for one in second.answered] == [1, 2]
    *_, other = respond(
        pipeline, ENGLISH, "Who built the bridge?", second.messages, second.answered
    )
    assert "Understood" not in other.messages[-1]["content"]


def test_the_evidence_of_an_earlier_answer_is_shown_again():
    pipeline = FakePipeline()
    *_, first = respond(pipeline, ENGLISH, "When will the bridge reopen?", [])
    *_, second = respond(pipeline, ENGLISH, "Le pont ?", first.messages, first.answered)
    one, two = (find(second.answered, number) for number in (1, 2))
    assert panels_of(pipeline, one, ENGLISH) == first.panels
    assert panels_of(pipeline, two, ENGLISH) == second.panels != first.panels
    assert find(second.answered, 3) is None
    for number, shown in enumerate((first, second), 1):
        assert f'id="source-{number}-1"' in shown.panels.evidence
        assert f"(#source-{number}-1)" in shown.messages[-1]["content"]


def test_an_answer_and_its_evidence():
    messages, (evidence, _), _ = last(FakePipeline(), "When will the bridge reopen?")
    assert messages[0]["role"] == "user"
    assert html.unescape(messages[0]["content"]) == "When will the bridge reopen?"
    assert "The Halle bridge reopened" in messages[1]["content"]
    assert "<mark>The Halle bridge reopened on Friday, nine days early.</mark>" in evidence


def test_filters_are_handed_on():
    pipeline = FakePipeline()
    chosen = FilterForm.of(since="last month", sources=["AFP"])
    list(respond(pipeline, ENGLISH, "the bridge", [], chosen=chosen))
    assert pipeline.calls == [{"question": "the bridge", **chosen.arguments()}]
    assert chosen.arguments() == {
        "since": "last month",
        "until": "",
        "as_of": "",
        "sources": ["AFP"],
        "languages": None,
    }


@pytest.mark.parametrize("question", ["", "  \n\t", None])
def test_a_blank_question_changes_nothing(question):
    pipeline = FakePipeline()
    assert list(respond(pipeline, ENGLISH, question, EARLIER)) == [(EARLIER, None, ())]
    assert pipeline.calls == []


def test_what_a_user_can_mend_is_said_in_the_chat():
    messages, (evidence, _), _ = last(FakePipeline(), "x" * 10_000)
    assert html.unescape(messages[1]["content"]) == (
        "the question is too long: <b>1,000</b> characters at most"
    )
    assert "<" not in messages[1]["content"]
    assert evidence == no_evidence(ENGLISH).evidence


def test_a_bug_is_logged_and_not_shown(caplog):
    with caplog.at_level(logging.ERROR):
        messages, (evidence, _), _ = last(FakePipeline(), "boom")
    assert html.unescape(messages[1]["content"]) == ENGLISH.failed
    assert "secret" not in str(messages) + evidence
    assert "secret-of-the-server" in caplog.text


def test_an_article_that_left_the_index_leaves_its_quote():
    class Forgetful(FakePipeline):
        def article(self, document):
            raise KeyError(document)

    _, (evidence, _), _ = last(Forgetful(), "the bridge")
    quote = "<mark>The Halle bridge reopened on Friday, nine days early.</mark>"
    assert f'tabindex="0">{quote}</article>' in evidence


def test_where_the_corpus_does_not_say_the_evidence_is_what_comes_closest():
    class Unsure(FakePipeline):
        def ask(self, question, **filters):
            answer = super().ask(question, **filters)
            return replace(
                answer, reason=NotFound(), findings=(), citations=(), closest=answer.citations
            )

    messages, (evidence, _), _ = last(Unsure(), "the bridge")
    assert "Closest, but not an answer" in html.unescape(messages[1]["content"])
    assert "Traders on the quay cheered." in evidence  # the whole article
    assert evidence.count("<mark>") == 2
