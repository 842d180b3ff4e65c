"""Provide test doubles for code that builds on the protocols of ``qa``; they follow a script.

There are doubles of a reader, an answerer, and the server of a language model.

A script maps the text of each question to its quotes::

    script = {
        "When does the bridge open?": [
            ScriptedQuote("bridge.txt", "It opens on Friday.", words=("on Friday",)),
        ],
    }
    ExtractiveAnswerer(ScriptedReader(script))  # tests the code above a reader
    Pipeline(retriever, ScriptedAnswerer(script))  # tests the code above an answerer

    with ScriptedModel(lambda prompt: claims_reply(("It opens.", [1]))) as model:
        GenerativeAnswerer.of(extractive, model.settings())  # tests the checks of claims
"""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

from qa.answer import Answer
from qa.answerers.generative.settings import ModelSettings
from qa.datatypes import Citation, Finding, NotFound, ResolvedTime
from qa.readers import Reading, best_of_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from index.datatypes import Hit
    from index.passages import Span
    from qa.question import Question

_ANSWERABLE = 0.5


@dataclass(frozen=True, slots=True)
class ScriptedQuote:
    """A scripted quote from an article.

    Attributes:
        document: Id of the article.
        quote: Verbatim text; its first occurrence in the article counts.
        words: Words that answer, verbatim and in the order of the quote.
        times: Times that answer; only ``ScriptedAnswerer`` uses them.
        score: Probability that it answers, 0 to 1.
    """

    document: str
    quote: str
    words: tuple[str, ...] = ()
    times: tuple[ResolvedTime, ...] = ()
    score: float = 0.9

    def place(self, text: str) -> Span | None:
        """Return the span of the quote in an article's text; None if it is not there."""
        start = text.find(self.quote)
        return (start, start + len(self.quote)) if start >= 0 else None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return the spans of the words in an article's text, inside the quote.

        Raises:
            ValueError: If a word is not in the quote.
        """
        found: list[Span] = []
        at, end = self.place(text) or (0, 0)
        for words in self.words:
            at = text.find(words, at, end)
            if at < 0:
                raise ValueError(f"{words!r} is not found in its order in {self.quote!r}")
            found.append((at, at + len(words)))
            at += len(words)
        return tuple(found)


class ScriptedReader:
    """A ``Reader`` that returns the quotes of a script that are in the passages.

    Args:
        script: Script; see the module.
        threshold: Minimum score of a quote at which the question counts as answerable.
    """

    def __init__(
        self, script: Mapping[str, Sequence[ScriptedQuote]], threshold: float = _ANSWERABLE
    ) -> None:
        self._script = script
        self._threshold = threshold

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """Return the scripted readings, as ``Reader.read`` does."""
        return best_of_each(
            [
                Reading(
                    hit,
                    *place,
                    one.score,
                    one.spans(hit.article.text),
                    answerable=one.score >= self._threshold,
                )
                for hit in hits
                for one in self._script.get(question.text, ())
                if one.document == hit.article.id
                for place in [one.place(hit.article.text)]
                if place and hit.passage.start <= place[0] and place[1] <= hit.passage.end
            ]
        )


class ScriptedAnswerer:
    """An ``Answerer`` that answers with the quotes of a script.

    A quote from an article that is not among the hits, or that is not in the article, is left out,
    so that an invented quote is never shown.

    Args:
        script: Script; see the module.
    """

    def __init__(self, script: Mapping[str, Sequence[ScriptedQuote]]) -> None:
        self._script = script

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
        """Return the scripted answer, as ``Answerer.answer`` does."""
        hit_of = {hit.article.id: hit for hit in reversed(hits)}  # best hit of each article
        best: dict[str, tuple[ScriptedQuote, Span]] = {}
        for one in sorted(self._script.get(question.text, ()), key=lambda one: -one.score):
            hit = hit_of.get(one.document)
            place = one.place(hit.article.text) if hit else None
            if place:
                best.setdefault(one.document, (one, place))
        chosen = sorted(
            list(best.values())[:top_k], key=lambda pair: _publication_order(hit_of, pair[0])
        )
        if not chosen:
            return Answer(question.text, question.language, reason=NotFound())
        citations = []
        findings = []
        for number, (one, place) in enumerate(chosen, 1):
            hit = hit_of[one.document]
            spans = one.spans(hit.article.text)
            citation = Citation.of(hit, number, place, one.score, spans)
            citations.append(citation)
            findings.append(
                Finding(citation.quote, one.times, one.words, citation.published, (number,))
            )
        return Answer(
            question.text,
            question.language,
            confidence=max(one.score for one, _ in chosen),
            findings=tuple(findings),
            citations=tuple(citations),
        )


def _publication_order(hit_of: Mapping[str, Hit], one: ScriptedQuote) -> tuple[str, str]:
    """Return the sort key of articles: publication date, then id."""
    return hit_of[one.document].article.published.start.isoformat(), one.document


@dataclass(frozen=True, slots=True)
class ScriptedReply:
    """A reply of a ``ScriptedModel``.

    Attributes:
        text: Text of the reply.
        status: HTTP status.
        stream: Whether it is sent in pieces, as server-sent events.
        piece: Number of characters in a piece.
        break_at: Number of pieces after which the connection is closed; None to send all.
        pause: Seconds before each piece.
        raw: Body to send unchanged, in place of a reply of the API.
        endless: Whether the last piece is repeated without end.
    """

    text: str = ""
    status: int = 200
    stream: bool = True
    piece: int = 16
    break_at: int | None = None
    pause: float = 0.0
    raw: bytes | None = None
    endless: bool = False


def claims_reply(*claims: tuple[str, Sequence[int]], in_evidence: bool = True) -> str:
    """Return a reply of the schema that the model must follow.

    Args:
        claims: Texts of claims, each with the numbers of its sentences.
        in_evidence: Whether the model says that the evidence answers.
    """
    listed = [{"text": text, "sentences": list(numbers)} for text, numbers in claims]
    return json.dumps({"claims": listed, "in_evidence": in_evidence}, ensure_ascii=False)


@dataclass
class ScriptedModel:
    """An OpenAI-compatible server on 127.0.0.1, on a free port, whose replies follow a script.

    Args:
        script: Function that returns the reply to a request, given the text of its last message.
    """

    script: Callable[[str], ScriptedReply | str]
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, self._closing))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def settings(self, *, deadline: float = 5.0, key: str | None = None) -> ModelSettings:
        """Return the settings of a model behind this server."""
        url = f"http://127.0.0.1:{self._server.server_port}/v1"
        return ModelSettings(url, "scripted", key, deadline)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(model: ScriptedModel, closing: Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", 0))
            request = json.loads(self.rfile.read(length))
            model.requests.append({**request, "headers": dict(self.headers)})
            reply = model.script(request["messages"][-1]["content"])
            reply = ScriptedReply(reply) if isinstance(reply, str) else reply
            with suppress(OSError):
                self._send(reply)

        def _send(self, reply: ScriptedReply) -> None:
            streamed = reply.stream and reply.status == _OK and reply.raw is None
            self.send_response(reply.status)
            kind = "text/event-stream" if streamed else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Connection", "close")
            self.end_headers()
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                return
            if not streamed:
                closing.wait(reply.pause)
                body = {"choices": [{"message": {"content": reply.text}, "finish_reason": "stop"}]}
                self.wfile.write(json.dumps(body).encode())
                return
            pieces = [
                reply.text[at : at + reply.piece] for at in range(0, len(reply.text), reply.piece)
            ]
            number = 0
            while number < len(pieces) or reply.endless:
                if number == reply.break_at:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if closing.wait(reply.pause):
                    return
                piece = pieces[min(number, len(pieces) - 1)]
                event = {"choices": [{"delta": {"content": piece}}]}
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
                self.wfile.flush()
                number += 1
            if number == reply.break_at:
                return
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Write nothing."""

    return Handler


_OK = 200
