"""Those who ask the page over HTTP: in its chat, by its own protocol, and through ``/ask``.

The chat's protocol is that of Gradio's own page: a question joins the queue
(``queue/join``), what becomes of it is read from a stream (``queue/data``), and another stream
(``heartbeat``) tells the server that the page is still open. ``gradio_client`` would do the same
with some threads for each user, and looks for news 20 times a second: too much, and too coarse.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATIENCE = 120
"""Seconds that somebody waits for an answer."""


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """What the page sends when Enter is pressed, and what it shows then.

    Attributes:
        number: The event's.
        box: The component in which the question is typed.
        evidence: The component that shows the evidence.
        inputs: The components whose values are sent.
        outputs: Those that are given others.
        values: What all hold when the page is opened.
        prefix: Where the protocol's addresses begin.
    """

    number: int
    box: int
    evidence: int
    inputs: list[int]
    outputs: list[int]
    values: dict[int, Any]
    prefix: str

    @classmethod
    async def read(cls, client: httpx.AsyncClient) -> Self:
        """Find it in the page's configuration."""
        config = (await client.get("/config")).raise_for_status().json()
        properties = {one["id"]: one["props"] for one in config["components"]}
        ids = {own.get("elem_id"): number for number, own in properties.items()}
        box = ids["question"]
        event = next(
            one
            for one in config["dependencies"]
            if [box, "submit"] in one["targets"] and ids["chat"] in one["outputs"]
        )
        values = {number: own.get("value") for number, own in properties.items()}
        own = event["id"], box, ids["evidence"], event["inputs"], event["outputs"], values
        return cls(*own, config["api_prefix"])


@dataclass(slots=True)
class Reply:
    """What became of a question.

    Attributes:
        status_ms: When the first status came.
        ms: When the answer was there.
        problem: Why there is none.
    """

    status_ms: float | None = None
    ms: float = 0.0
    problem: str = ""


class Visitor:
    """Somebody who has the page open, and asks in its chat."""

    def __init__(self, client: httpx.AsyncClient, event: ChatEvent) -> None:
        self._client, self._event = client, event
        self._session = secrets.token_hex(6)
        self._values = dict(event.values)

    async def __aenter__(self) -> Self:
        await self._client.get("/")
        self._open = asyncio.create_task(self._stay())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open.cancel()
        with suppress(asyncio.CancelledError, httpx.HTTPError):
            await self._open

    async def _stay(self) -> None:
        """The connection by which the server knows that the page is still open."""
        path = f"{self._event.prefix}/heartbeat/{self._session}"
        async with self._client.stream("GET", path) as stream:
            async for _ in stream.aiter_raw():
                pass

    async def ask(self, question: str) -> Reply:
        """Press Enter, and wait for what comes."""
        event, reply, started = self._event, Reply(), time.perf_counter()
        values = self._values | {event.box: question}
        sent = {
            "data": [values[one] for one in event.inputs],
            "event_data": None,
            "fn_index": event.number,
            "trigger_id": event.box,
            "session_hash": self._session,
        }
        try:
            async with asyncio.timeout(PATIENCE):
                path = f"{event.prefix}/queue/join"
                (await self._client.post(path, json=sent)).raise_for_status()
                async for message in self._messages():
                    now = (time.perf_counter() - started) * 1000
                    if message["msg"] == "process_generating":
                        reply.status_ms = reply.status_ms or now
                    elif message["msg"] == "process_completed":
                        reply.ms = now
                        reply.problem = self._show(message)
        except (httpx.HTTPError, TimeoutError) as error:
            reply.problem = _told(error)
        if not (reply.ms or reply.problem):
            reply.problem = "the stream ended before the answer"
        return reply

    async def _messages(self) -> AsyncIterator[dict[str, Any]]:
        path, own = f"{self._event.prefix}/queue/data", {"session_hash": self._session}
        async with self._client.stream("GET", path, params=own) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    def _show(self, message: dict[str, Any]) -> str:
        """Keep what the page shows now; why it is no answer, if it is none."""
        if not message["success"]:
            return str(message["output"].get("error") or "the event failed")
        before = self._values[self._event.evidence]
        for number, value in zip(self._event.outputs, message["output"]["data"], strict=True):
            if not (isinstance(value, dict) and value.get("__type__") == "update"):
                self._values[number] = value
        # An answer brings its own evidence, and a message that says what went wrong does not.
        shown = self._values[self._event.evidence]
        return "no evidence" if shown in (before, self._event.values[self._event.evidence]) else ""


async def ask_endpoint(client: httpx.AsyncClient, event: ChatEvent, question: str) -> Reply:
    """Ask through ``/ask``, as programs do."""
    path, reply, started = f"{event.prefix}/call/v2/ask", Reply(), time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            joined = (await client.post(path, json={"question": question})).raise_for_status()
            told = await client.get(f"{path}/{joined.json()['event_id']}")
            reply.ms = (time.perf_counter() - started) * 1000
            if "event: complete" not in told.text:
                reply.problem = told.text.strip()[:200] or "nothing came"
    except (httpx.HTTPError, TimeoutError) as error:
        reply.problem = _told(error)
    return reply


def _told(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__


def connect(url: str) -> httpx.AsyncClient:
    """What any number of them share to reach the server."""
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE, trust_env=False)
