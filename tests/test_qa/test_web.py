"""The conversation, without a server."""

from __future__ import annotations

import html
import logging
from dataclasses import replace

import pytest

from qa.web.conversation import FAILED, NO_EVIDENCE, respond
from tests.fake_pipeline import FakePipeline

EARLIER = [
    {"role": "user", "content": "Earlier?"},
    {"role": "assistant", "content": "Yes."},
]


def last(pipeline, question, history=()):
    return list(respond(pipeline, question, list(history)))[-1]


def test_the_question_is_shown_before_the_answer():
    steps = list(respond(FakePipeline(), "the bridge", EARLIER))
    assert [len(messages) for messages, _ in steps] == [3, 4]
    assert steps[0][1] is None
    assert steps[0][0][:2] == EARLIER


def test_an_answer_and_its_evidence():
    messages, evidence = last(FakePipeline(), "When will the bridge reopen?")
    assert messages[0]["role"] == "user"
    assert html.unescape(messages[0]["content"]) == "When will the bridge reopen?"
    assert "The Halle bridge reopened" in messages[1]["content"]
    assert "<mark>The Halle bridge reopened on Friday, nine days early.</mark>" in evidence


def test_filters_are_handed_on():
    pipeline = FakePipeline()
    list(respond(pipeline, "the bridge", [], since="last month", until="", as_of=None))
    assert pipeline.calls == [
        {"question": "the bridge", "since": "last month", "until": "", "as_of": None}
    ]


@pytest.mark.parametrize("question", ["", "  \n\t", None])
def test_a_blank_question_changes_nothing(question):
    pipeline = FakePipeline()
    assert list(respond(pipeline, question, EARLIER)) == [(EARLIER, None)]
    assert pipeline.calls == []


def test_what_a_user_can_mend_is_said_in_the_chat():
    messages, evidence = last(FakePipeline(), "x" * 10_000)
    assert html.unescape(messages[1]["content"]) == (
        "the question is too long: <b>1,000</b> characters at most"
    )
    assert "<" not in messages[1]["content"]
    assert evidence == NO_EVIDENCE


def test_a_bug_is_logged_and_not_shown(caplog):
    with caplog.at_level(logging.ERROR):
        messages, evidence = last(FakePipeline(), "boom")
    assert html.unescape(messages[1]["content"]) == FAILED
    assert "secret" not in str(messages) + evidence
    assert "secret-of-the-server" in caplog.text


def test_an_article_that_left_the_index_leaves_its_quote():
    class Forgetful(FakePipeline):
        def article(self, document):
            raise KeyError(document)

    _, evidence = last(Forgetful(), "the bridge")
    quote = "<mark>The Halle bridge reopened on Friday, nine days early.</mark>"
    assert f'tabindex="0">{quote}</article>' in evidence


def test_where_the_corpus_does_not_say_the_evidence_is_what_comes_closest():
    class Unsure(FakePipeline):
        def ask(self, question, **filters):
            answer = super().ask(question, **filters)
            return replace(answer, found=False, findings=(), citations=(), closest=answer.citations)

    messages, evidence = last(Unsure(), "the bridge")
    assert "Closest, but not an answer" in html.unescape(messages[1]["content"])
    assert "Traders on the quay cheered." in evidence  # the whole article
    assert evidence.count("<mark>") == 2
