"""Simulate users of the page over HTTP, in its chat and through ``/ask``.

The chat uses the protocol of Gradio's page: an event joins the queue (``queue/join``) and its
result is read from a stream (``queue/data``), or it runs at once (``run``). Another stream
(``heartbeat``) shows the server that the page is still open. ``gradio_client`` does the same, but
with several threads per user, and polls 20 times a second, which is too much load and too coarse.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import httpx

PATIENCE = 120
"""Seconds that a user waits for an answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the page that is sent to the server.

    Attributes:
        number: Number of the event.
        inputs: Components whose values are sent.
        outputs: Components that are updated.
        queued: Whether it waits in the queue.
        after: Number of the event that triggers it; None if there is none.
        targets: Triggers: components, and what happens to them.
    """

    number: int
    inputs: list[int]
    outputs: list[int]
    queued: bool
    after: int | None
    targets: dict[int | None, str]


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The configuration of the page, before any interaction.

    Attributes:
        prefix: Prefix of the protocol's addresses.
        values: Values of the components.
        events: Events of the page.
        box: Component of the question box.
        chat: Component of the conversation.
        evidence: Component of the evidence.
    """

    prefix: str
    values: dict[int, Any]
    events: list[Event]
    box: int
    chat: int
    evidence: int

    @classmethod
    async def read(cls, client: httpx.AsyncClient) -> Self:
        """Read the configuration of the application's first page."""
        config = (await client.get("/config")).raise_for_status().json()
        page = config["page"][""]
        components = [one for one in config["components"] if one["id"] in page["components"]]
        ids = {one["props"].get("elem_id"): one["id"] for one in components}
        events = [
            Event(
                one["id"],
                one["inputs"],
                one["outputs"],
                one["queue"],
                one["trigger_after"],
                dict(one["targets"]),
            )
            for one in config["dependencies"]
            if one["id"] in page["dependencies"] and one["backend_fn"]
        ]
        values = {
            one["id"]: one["props"].get("value", "" if one["type"] == "textbox" else None)
            for one in components
        }
        named = ids["question"], ids["chat"], ids["evidence"]
        return cls(config["api_prefix"], values, events, *named)

    @property
    def loading(self) -> list[Event]:
        """Return the events of opening the page."""
        return [one for one in self.events if "load" in one.targets.values()]

    @property
    def event(self) -> Event:
        """Return the event of pressing Enter in the question box."""
        (found,) = (
            one
            for one in self.events
            if one.targets.get(self.box) == "submit" and self.chat in one.outputs
        )
        return found


@dataclass(slots=True)
class Reply:
    """The response to a question, or to opening the page.

    Attributes:
        status_ms: Milliseconds until the first status.
        ms: Milliseconds until the answer.
        problem: Reason why there is no answer.
    """

    status_ms: float | None = None
    ms: float = 0.0
    problem: str = ""


class SimulatedUser:
    """A user who opens the page, asks in its chat, and closes it.

    Attributes:
        opening: Response to opening the page, with all its requests.
    """

    def __init__(self, client: httpx.AsyncClient, page: ChatPage) -> None:
        self._client, self._page = client, page
        self._session = secrets.token_hex(6)
        self._values = dict(page.values)
        self.opening = Reply()

    async def __aenter__(self) -> Self:
        started = time.perf_counter()
        self._open = asyncio.create_task(self._stay())
        try:
            (await self._client.get("/")).raise_for_status()
        except httpx.HTTPError as error:
            self.opening.problem = _error_message(error)
        for event in self._page.loading:
            happened = await self._fire(event)
            self.opening.problem = self.opening.problem or happened.problem
        self.opening.ms = (time.perf_counter() - started) * 1000
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open.cancel()
        with suppress(asyncio.CancelledError, httpx.HTTPError):
            await self._open

    async def _stay(self) -> None:
        """Keep open the connection by which the server knows that the page is open."""
        path = f"{self._page.prefix}/heartbeat/{self._session}"
        async with self._client.stream("GET", path) as stream:
            async for _ in stream.aiter_raw():
                pass

    async def ask(self, question: str) -> Reply:
        """Type a question, press Enter, and wait for the response."""
        page, before = self._page, self._values[self._page.evidence]
        self._values[page.box] = question
        reply = await self._fire(page.event)
        # An answer has its own evidence; an error message does not.
        if self._values[page.evidence] in (before, page.values[page.evidence]):
            reply.problem = reply.problem or "no evidence"
        return reply

    async def _fire(self, event: Event) -> Reply:
        """Send an event and wait for its result, then send the events that it triggers."""
        sent = {
            "data": [self._values.get(one) for one in event.inputs],
            "event_data": None,
            "fn_index": event.number,
            "trigger_id": next(iter(event.targets), None),
            "session_hash": self._session,
        }
        reply = Reply()
        try:
            async with asyncio.timeout(PATIENCE):
                await (self._queue if event.queued else self._run)(event, sent, reply)
        except (httpx.HTTPError, TimeoutError) as error:
            reply.problem = _error_message(error)
        for following in self._page.events:
            if following.after == event.number and not reply.problem:
                reply.problem = (await self._fire(following)).problem
        return reply

    async def _run(self, event: Event, sent: dict[str, Any], _: Reply) -> None:
        done = await self._client.post(f"{self._page.prefix}/run/predict", json=sent)
        self._show(event, done.raise_for_status().json()["data"])

    async def _queue(self, event: Event, sent: dict[str, Any], reply: Reply) -> None:
        started = time.perf_counter()
        reply.problem = "the stream ended before the answer"
        joined = await self._client.post(f"{self._page.prefix}/queue/join", json=sent)
        joined.raise_for_status()
        path, parameters = f"{self._page.prefix}/queue/data", {"session_hash": self._session}
        async with self._client.stream("GET", path, params=parameters) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line.removeprefix("data:"))
                now = (time.perf_counter() - started) * 1000
                if message["msg"] == "process_generating":
                    reply.status_ms = reply.status_ms or now
                elif message["msg"] == "process_completed" and message["success"]:
                    self._show(event, message["output"]["data"])
                    reply.ms, reply.problem = now, ""
                elif message["msg"] == "process_completed":
                    reply.problem = str(message["output"].get("error") or "the event failed")

    def _show(self, event: Event, data: list[Any]) -> None:
        """Store the new values of the components."""
        for number, value in zip(event.outputs, data, strict=True):
            if not (isinstance(value, dict) and value.get("__type__") == "update"):
                self._values[number] = value
            elif "value" in value:
                self._values[number] = value["value"]


async def ask_endpoint(client: httpx.AsyncClient, page: ChatPage, question: str) -> Reply:
    """Ask through ``/ask``, as programs do."""
    path, reply, started = f"{page.prefix}/call/v2/ask", Reply(), time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            joined = (await client.post(path, json={"question": question})).raise_for_status()
            stream = await client.get(f"{path}/{joined.json()['event_id']}")
            reply.ms = (time.perf_counter() - started) * 1000
            if "event: complete" not in stream.text:
                reply.problem = stream.text.strip()[:200] or "nothing came"
    except (httpx.HTTPError, TimeoutError) as error:
        reply.problem = _error_message(error)
    return reply


def _error_message(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP {error.response.status_code}"
    return type(error).__name__


def connect(url: str, address: str | None = None) -> httpx.AsyncClient:
    """Return a client that any number of users share.

    Args:
        url: Address of the page.
        address: Address of the users, as a proxy forwards it; None for no proxy.
    """
    headers = {} if address is None else {"X-Forwarded-For": address}
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(
        base_url=url, headers=headers, limits=limits, timeout=PATIENCE, trust_env=False
    )
