"""What a language model's server does, and what becomes of the answer: never worse than quoting."""

from __future__ import annotations

import json
import random
import re
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from qa.answerers.extractive import ExtractiveAnswerer
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.answerers.generative.client import FAILURES, ModelClient
from qa.answerers.generative.settings import ModelSettings
from qa.testing import ScriptedModel, ScriptedQuote, ScriptedReader, ScriptedReply, claims_reply
from tests.contracts.answerer_contract import (
    ASKED,
    FRENCH,
    NEWER,
    OLDER,
    QUOTES,
    UNANSWERED,
    AnswererContract,
    assert_cited,
    found,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.datatypes import Hit
    from qa.answer import Answer
    from qa.answerers import Answerer
    from qa.question import Question

pytestmark = pytest.mark.slow

QUOTED = {ASKED.text: [ScriptedQuote(OLDER.id, QUOTES[OLDER.id])]}
WRITTEN = {
    "The ban takes effect on 12 November.": "The ban takes effect on 12 November 2020.",
    "The ban takes effect on 20 September.": "The ban takes effect on 20 September 2020.",
    "L'interdiction prend effet dimanche.": "The ban takes effect on Sunday 20 September 2020.",
}


def honest(prompt: str) -> str:
    """Claim what each sentence of the evidence says, by its number."""
    if ASKED.text not in prompt:
        return claims_reply(in_evidence=False)
    sentences = re.findall(r"^\[(\d+)\] (.*)$", re.sub(r" \{[^}]*\}", "", prompt), re.MULTILINE)
    numbers = {text: int(number) for number, text in sentences}
    return claims_reply(
        *((claim, [numbers[text]]) for text, claim in WRITTEN.items() if text in numbers)
    )


def answerer_of(
    script: Callable[[str], ScriptedReply | str], deadline: float = 5.0
) -> Iterator[GenerativeAnswerer]:
    with ScriptedModel(script) as model:
        yield GenerativeAnswerer.of(quoting(), model.settings(deadline=deadline))


def quoting() -> Answerer:
    return ExtractiveAnswerer(ScriptedReader(QUOTED))


def asked(script: Callable[[str], ScriptedReply | str], deadline: float = 5.0) -> Answer:
    for answerer in answerer_of(script, deadline):
        return answerer.answer(ASKED, found())
    raise AssertionError


def assert_quoted(answer: Answer, *fallbacks: str) -> None:
    """It is the extractive answer, with a note of why."""
    assert answer.written is not None
    assert answer.written.fallback in fallbacks
    assert answer.written.claims == ()
    expected = quoting().answer(ASKED, found(), top_k=5)
    assert (answer.findings, answer.citations) == (expected.findings, expected.citations)
    for shown in (str(answer), answer._repr_html_(), answer._repr_markdown_()):
        assert "Quoted, not written" in shown.replace("&#44;", ",")


class TestGenerativeAnswerer(AnswererContract):
    @pytest.fixture
    def answerer(self) -> Iterator[Answerer]:
        yield from answerer_of(honest)


class TestWithoutAServer(AnswererContract):
    @pytest.fixture
    def answerer(self) -> Answerer:
        quotes = [ScriptedQuote(document, quote) for document, quote in QUOTES.items()]
        extractive = ExtractiveAnswerer(ScriptedReader({ASKED.text: quotes}))
        return GenerativeAnswerer.of(extractive, ModelSettings(_nowhere(), "none", None, 1.0))


def _nowhere() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


def test_proved_claims_are_written_with_their_quotes() -> None:
    answer = asked(honest)
    assert answer.written is not None
    assert [one.text for one in answer.written.claims] == list(WRITTEN.values())
    assert_cited(answer.citations, found())
    articles = {one.id: one for one in (NEWER, OLDER, FRENCH)}
    for claim in answer.written.claims:
        for quote in claim.quotes:
            citation = answer.citations[quote.citation - 1]
            text = articles[citation.document].text
            assert text[quote.start : quote.end] == quote.text
    shown = str(answer)
    assert "The ban takes effect on Sunday 20 September 2020." in shown
    assert "L'interdiction prend effet dimanche." in shown
    assert "Written by scripted on 127.0.0.1" in shown
    assert answer.to_dict()["written"]["claims"][0]["citations"]
    assert json.dumps(answer.to_dict())


def test_lies_are_dropped_and_can_be_looked_at() -> None:
    def half_true(prompt: str) -> str:
        claims = json.loads(honest(prompt))["claims"]
        lies = [
            {**claims[0], "text": "The ban takes effect on 13 November 2020."},
            {**claims[0], "text": "The ban does not take effect on 12 November 2020."},
            {**claims[1], "sentences": claims[0]["sentences"]},
        ]
        return json.dumps({"claims": [claims[0], *lies], "in_evidence": True})

    answer = asked(half_true)
    assert answer.written is not None
    assert len(answer.written.claims) == 1
    assert len(answer.written.dropped) == 3
    assert all(one.reason for one in answer.written.dropped)
    assert "13 November" not in str(answer)


def test_where_nothing_is_proved_the_answer_is_quoted() -> None:
    answer = asked(lambda _: claims_reply(("The ban takes effect on 1 May 1990.", [1])))
    assert_quoted(answer, "unproved")
    assert answer.written is not None
    assert answer.written.dropped


def test_a_question_of_a_language_without_cues_is_quoted() -> None:
    from dataclasses import replace

    for answerer in answerer_of(honest):
        answer = answerer.answer(replace(ASKED, language="it"), found())
        assert answer.written is not None
        assert answer.written.fallback == "language"


BAD: dict[str, tuple[ScriptedReply, tuple[str, ...]]] = {
    "declines": (ScriptedReply(claims_reply(in_evidence=False)), ("nothing",)),
    "no claims": (ScriptedReply(claims_reply()), ("nothing",)),
    "empty": (ScriptedReply(""), ("malformed",)),
    "prose": (ScriptedReply("The ban takes effect on Sunday."), ("malformed",)),
    "half JSON": (ScriptedReply('{"claims": [{"text": "The'), ("malformed",)),
    "a list": (ScriptedReply("[]"), ("malformed",)),
    "another key": (ScriptedReply('{"claims": [], "in_evidence": true, "x": 1}'), ("malformed",)),
    "a key twice": (
        ScriptedReply('{"claims": [], "claims": [], "in_evidence": true}'),
        ("malformed",),
    ),
    "numbers as text": (
        ScriptedReply('{"claims": [{"text": "A", "sentences": ["1"]}], "in_evidence": true}'),
        ("malformed",),
    ),
    "true as a number": (
        ScriptedReply('{"claims": [{"text": "A", "sentences": [true]}], "in_evidence": true}'),
        ("malformed",),
    ),
    "half a character": (
        ScriptedReply('{"claims": [{"text": "A\\ud800", "sentences": [1]}], "in_evidence": true}'),
        ("malformed",),
    ),
    "deep": (ScriptedReply("[" * 50_000, piece=10_000), ("malformed",)),
    "no JSON from the server": (ScriptedReply(raw=b"<html>"), ("malformed", "refused")),
    "bytes": (ScriptedReply(raw=b"\xff\xfe\x00"), ("malformed", "refused")),
    "an error": (ScriptedReply(raw=b'{"error": "context too small"}'), ("refused",)),
    "no choices": (ScriptedReply(raw=b'{"choices": []}'), ("malformed",)),
    "cut at its end": (
        ScriptedReply(
            raw=b'{"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}'
        ),
        ("malformed",),
    ),
    **{
        f"status {status}": (ScriptedReply("x", status=status), ("refused", "busy"))
        for status in (301, 400, 401, 404, 422, 429, 500, 503)
    },
    "broken off": (ScriptedReply("x" * 200, break_at=3), ("unreachable",)),
    "broken off at once": (ScriptedReply("x" * 200, break_at=0), ("unreachable",)),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_reply_gives_the_quoted_answer(name: str) -> None:
    reply, fallbacks = BAD[name]
    assert_quoted(asked(lambda _: reply), *fallbacks)


@pytest.mark.parametrize(
    "reply",
    [
        ScriptedReply("x" * 1000, pause=0.3),
        ScriptedReply("x", pause=30.0),
        ScriptedReply("x", pause=30.0, stream=False),
        ScriptedReply("x" * 10, pause=0.01, endless=True),
        ScriptedReply("x" * 1000, piece=1000, endless=True),
    ],
    ids=["slow", "silent", "silent, not streamed", "endless", "a flood"],
)
def test_what_does_not_end_in_time_is_left(reply: ScriptedReply) -> None:
    started = time.monotonic()
    answer = asked(lambda _: reply, deadline=1.0)
    assert time.monotonic() - started < 15
    assert_quoted(answer, "slow", "malformed")


def test_a_server_that_sends_its_headers_for_ever_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        answered = Event()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_drip, server, answered)
            answerer = GenerativeAnswerer.of(quoting(), ModelSettings(url, "drip", None, 1.0))
            started = time.monotonic()
            answer = answerer.answer(ASKED, found())
            answered.set()
            assert time.monotonic() - started < 15
    assert_quoted(answer, "slow")


def _drip(server: socket.socket, answered: Event) -> None:
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(300):
            if answered.wait(0.1):
                return
            connection.sendall(f"X-{number}: y\r\n".encode())


def test_a_stream_that_dies_at_any_instant_is_answered_in_time() -> None:
    whole = honest(f"{ASKED.text}\n[1] The ban takes effect on 12 November.")
    chosen = random.Random(7)  # noqa: S311 (instants)
    for _ in range(50):
        reply = ScriptedReply(
            whole, piece=4, pause=0.001, break_at=chosen.randrange(len(whole) // 4)
        )
        started = time.monotonic()
        answer = asked(lambda _, reply=reply: reply, deadline=60)
        assert time.monotonic() - started < 30
        assert_quoted(answer, "unreachable")


def test_a_server_that_is_killed_at_any_byte_is_answered_for_in_time() -> None:
    whole = honest(f"{ASKED.text}\n[1] The ban takes effect on 12 November.")
    events = [{"choices": [{"delta": {"content": whole[at : at + 9]}}]} for at in range(0, 90, 9)]
    sent = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    sent += b"".join(f"data: {json.dumps(one)}\n\n".encode() for one in events)
    chosen = random.Random(11)  # noqa: S311 (instants)
    instants = [0, 1, len(sent), *(chosen.randrange(len(sent)) for _ in range(47))]
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        Thread(target=_die, args=(server, sent, instants), daemon=True).start()
        for number in range(len(instants)):
            # Each has a client of its own, as one that failed three times is left alone.
            client = ModelClient(ModelSettings(url, f"killed {number}", None, 60.0))
            started = time.monotonic()
            answer = GenerativeAnswerer(quoting(), client).answer(ASKED, found())
            assert time.monotonic() - started < 30
            assert_quoted(answer, "unreachable")


def _die(server: socket.socket, sent: bytes, instants: Sequence[int]) -> None:
    """Send a part of a reply on each connection, and end it as a process that is killed does."""
    for instant in instants:
        connection, _ = server.accept()
        connection.recv(65536)
        connection.sendall(sent[:instant])
        # What was sent arrives first; then the other end is told that nobody listens any more.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def test_a_server_without_schemas_is_asked_without_one() -> None:
    with ScriptedModel(honest) as model:
        script = model.script

        def refusing(prompt: str) -> ScriptedReply | str:
            structured = "response_format" in model.requests[-1]
            return ScriptedReply("no", status=400) if structured else script(prompt)

        model.script = refusing
        answer = GenerativeAnswerer.of(quoting(), model.settings()).answer(ASKED, found())
        assert answer.written is not None
        assert answer.written.claims


def test_the_key_is_sent_and_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with ScriptedModel(lambda _: ScriptedReply("x", status=401)) as model:
        settings = model.settings(key="sk-very-secret")
        answer = GenerativeAnswerer.of(quoting(), settings).answer(ASKED, found())
        assert model.requests[0]["headers"]["Authorization"] == "Bearer sk-very-secret"
    for shown in (repr(settings), str(answer), json.dumps(answer.to_dict()), caplog.text):
        assert "very-secret" not in shown


def test_the_same_is_asked_once() -> None:
    with ScriptedModel(honest) as model:
        answerer = GenerativeAnswerer.of(quoting(), model.settings())
        first = answerer.answer(ASKED, found())
        assert answerer.answer(ASKED, found()) == first
        assert len(model.requests) == 1
        assert answerer.answer(ASKED, found()[:3]) != first
        assert len(model.requests) == 2


def test_a_server_that_failed_several_times_is_left_alone_for_a_while() -> None:
    now = [0.0]
    with ScriptedModel(lambda _: ScriptedReply("x", status=500)) as model:
        client = ModelClient(model.settings(), clock=lambda: now[0])
        answerer = GenerativeAnswerer(quoting(), client)
        for _ in range(FAILURES + 3):
            assert_quoted(answerer.answer(ASKED, found()), "refused", "unreachable")
        assert len(model.requests) == FAILURES
        model.script = honest
        now[0] = 3600.0
        answer = answerer.answer(ASKED, found())
        assert answer.written is not None
        assert answer.written.claims


def test_no_more_than_some_questions_are_asked_at_once() -> None:
    with ScriptedModel(lambda _: ScriptedReply("x" * 100, pause=30.0)) as model:
        client = ModelClient(model.settings(deadline=1.0), at_once=2)
        answerer = GenerativeAnswerer(quoting(), client)
        started = time.monotonic()
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: answerer.answer(ASKED, found()), range(6)))
        assert time.monotonic() - started < 15
        assert len(model.requests) <= 4
    for answer in answers:
        assert_quoted(answer, "slow", "busy", "unreachable")


def test_the_model_sees_no_more_than_fits_and_nothing_else() -> None:
    with ScriptedModel(honest) as model:
        GenerativeAnswerer.of(quoting(), model.settings()).answer(ASKED, found())
        sent = model.requests[0]["messages"][-1]["content"]
    assert "header" not in sent
    assert "{2020-09-20}" in sent
    assert sent.endswith(f"Question: {ASKED.text}")


def test_a_model_that_goes_round_in_circles_is_stopped() -> None:
    same = '{"text": "The ban takes effect on 12 November 2020.", "sentences": [%d]}'

    def repeating(prompt: str) -> ScriptedReply:
        number = int(re.findall(r"\[(\d+)\] The ban takes effect on 12", prompt)[0])
        claims = ", ".join([same % number] * 11)
        return ScriptedReply(f'{{"claims": [{claims}', piece=len(same), pause=0.2, endless=True)

    started = time.monotonic()
    answer = asked(repeating, deadline=60)
    assert time.monotonic() - started < 30
    assert answer.written is not None
    assert len(answer.written.claims) == 1
    assert answer.written.fallback is None


def test_what_the_reader_finds_stays_below_other_claims() -> None:
    """A model may pick a sentence that does not answer; the quoted answer is not lost by that."""
    reader = ScriptedReader(
        {ASKED.text: [ScriptedQuote(OLDER.id, QUOTES[OLDER.id], ("20 September",))]}
    )

    def elsewhere(prompt: str) -> str:
        number = int(re.findall(r"\[(\d+)\] L'interdiction prend effet dimanche", prompt)[0])
        claim = "The ban takes effect on Sunday 20 September 2020."
        return claims_reply((claim, [number]))

    with ScriptedModel(elsewhere) as model:
        answerer = GenerativeAnswerer.of(ExtractiveAnswerer(reader), model.settings())
        answer = answerer.answer(ASKED, found())
        few = answerer.answer(ASKED, found(), top_k=1)
    assert answer.written is not None
    assert len(answer.written.claims) == 1
    (at,) = answer.written.beside
    cited = {one.number: one for one in answer.citations}
    (number,) = answer.findings[at].citations
    assert cited[number].document == OLDER.id
    assert answer.findings[at].text == cited[number].quote == QUOTES[OLDER.id]
    assert {cited[one.citation].document for one in answer.written.claims[0].quotes} == {FRENCH.id}
    assert_cited(answer.citations, found())
    shown = " ".join(str(answer).split())
    assert shown.index("on Sunday 20 September 2020") < shown.index(QUOTES[OLDER.id])
    for text in (answer.answer, answer._repr_markdown_(), answer._repr_html_()):
        assert text.count("20 September") == 3  # of the claim, the reader's words, and their quote
    assert few.written is not None
    assert few.written.beside == ()


def test_the_news_of_a_subject_stays_below_a_claim_about_it() -> None:
    """A claim about one step does not replace the others."""
    reader = ScriptedReader(
        {ASKED.text: [ScriptedQuote(OLDER.id, QUOTES[OLDER.id], ("20 September",))]}
    )

    class News(ExtractiveAnswerer):
        def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
            return replace(super().answer(question, hits, top_k=top_k), news=True)

    def elsewhere(prompt: str) -> str:
        number = int(re.findall(r"\[(\d+)\] L'interdiction prend effet dimanche", prompt)[0])
        return claims_reply(("The ban takes effect on Sunday 20 September 2020.", [number]))

    with ScriptedModel(elsewhere) as model:
        answer = GenerativeAnswerer.of(News(reader), model.settings()).answer(ASKED, found())
    assert answer.written is not None
    assert len(answer.written.claims) == 1
    (at,) = answer.written.beside
    assert answer.findings[at].text == QUOTES[OLDER.id]


def test_declining_stays_declining() -> None:
    for answerer in answerer_of(honest):
        answer = answerer.answer(UNANSWERED, found())
        assert not answer.found
        assert answer.written is not None
        assert answer.written.fallback == "nothing"
