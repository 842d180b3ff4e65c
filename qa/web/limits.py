"""Limit the requests to a public server: their rate, their size, and their end when it stops."""

from __future__ import annotations

import math
import secrets
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.responses import JSONResponse

from qa.languages import packs
from qa.web.logs import log_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

RATE = 60
"""Default number of requests for answers that an address may make in a minute."""

WORKERS = 2
"""Default number of questions that are answered at the same time; see ``docs/performance.md``."""

BODY = 1_000_000
"""Largest request, in bytes. A question includes its conversation, a few kilobytes an answer."""

_API = "/gradio_api/"
_ON_BEHALF_OF = b"x-dateline-on-behalf-of"
_ASKER = "dateline.asker"  # key of a request's scope: the address that asks
_AWAY = 1.0  # seconds that a client has to request the answer of its question


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused request.

    Attributes:
        status: HTTP status.
        reason: Message for the user, in a sentence; Gradio's page shows it.
        wait: Seconds until the next try; None if waiting does not help.
    """

    status: int
    reason: str
    wait: int | None = None

    def response(self) -> JSONResponse:
        """Return the response, in the form that Gradio and its clients expect."""
        headers = {} if self.wait is None else {"Retry-After": str(self.wait)}
        return JSONResponse({"detail": self.reason}, self.status, headers)


def _in_all_languages(name: str, **values: object) -> str:
    """Return a text of the page in all languages: the server does not know which page is open."""
    texts = (getattr(pack.page, name) for pack in packs())
    return " · ".join(text.format(**values) for text in texts)


def _too_often(wait: int) -> Refusal:
    return Refusal(429, _in_all_languages("too_often", seconds=wait), wait)


def _too_large() -> Refusal:
    return Refusal(413, _in_all_languages("too_large"))


def _no_files() -> Refusal:
    return Refusal(403, _in_all_languages("no_files"))


def stopping() -> Refusal:
    """Return the refusal of a server that stops."""
    return Refusal(503, _in_all_languages("stopping"), wait=5)


class Gate:
    """Counts requests by client address, and tracks the answers in progress.

    Args:
        rate: Requests for answers that an address may make in a minute; 0 for any number. IPv6
            addresses count by their network of 64 bits, which usually belongs to one client.
        body: Largest request, in bytes.
        uploads: Largest request with files, in bytes; None to refuse files.
    """

    def __init__(self, rate: int = RATE, body: int = BODY, uploads: int | None = None) -> None:
        self.body, self.uploads = body, uploads
        self.closed = False
        self._rate = RateLimitItemPerMinute(rate) if rate else None
        self._quick = RateLimitItemPerMinute(10 * rate) if rate else None
        # A sliding window counter keeps two numbers an address for two minutes. The library's
        # moving window would keep an entry for every address that ever asked.
        self._asked = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._inside, self._left = 0, -math.inf

    def too_often(self, address: str, *, quick: bool = False) -> Refusal | None:
        """Count a request, and return a refusal if the address exceeds its rate.

        Args:
            address: Client address.
            quick: Whether the request needs no answer; ten times as many are allowed.
        """
        rate, key = self._quick if quick else self._rate, _household(address)
        if rate is None or self._asked.hit(rate, key):
            return None
        again = self._asked.get_window_stats(rate, key).reset_time - time.time()
        wait = max(1, math.ceil(again))
        return _too_often(wait)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Count an answer as in progress inside the ``with`` block."""
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1
            self._left = time.monotonic()

    def close(self, patience: float) -> bool:
        """Refuse new questions; return whether all answers ended within ``patience`` seconds."""
        self.closed = True
        end = time.monotonic() + patience
        while (now := time.monotonic()) < end and (self._inside or now < self._left + _AWAY):
            time.sleep(0.02)
        return not self._inside


class _Kind(Enum):
    """The kind of a request."""

    ANSWER = auto()  # a question or a login, whose passwords could be guessed
    QUICK = auto()  # a call that does not wait in the queue
    AGENT = auto()
    FILE = auto()
    WAITING = auto()  # a request for the answer to an earlier question
    OTHER = auto()


# Gradio's addresses.
_POSTS = {
    _Kind.ANSWER: ("queue/join", "call/", "login"),
    _Kind.QUICK: ("run/", "api/"),
    _Kind.AGENT: ("mcp",),
    _Kind.FILE: ("upload",),
}


class Limited:
    """ASGI middleware that applies a gate to requests, and streams the responses.

    Calls of agents pass, and are counted later: Gradio forwards each tool call to its own
    ``queue/join`` with the agent's headers. A header with a secret of this process adds the agent's
    address. An agent that exceeds its rate thus gets an error message from the tool; refusing the
    first request would end its session.

    Args:
        app: Application behind the gate.
        gate: Gate that counts the requests.
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate
        self._secret = secrets.token_hex(16).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind, route = _request_kind(scope["method"], scope["path"])
        agent = self._on_behalf_of(scope)
        scope = {**scope, _ASKER: agent or _client_address(scope)}
        refusal = self._refusal(kind, scope, agent)
        if kind is _Kind.ANSWER:
            send = _logged(route, send)
        if refusal is not None:
            await refusal.response()(scope, receive, send)
            return
        if kind is _Kind.AGENT:
            told = self._secret + b" " + _client_address(scope).encode()
            scope = {**scope, "headers": [*scope["headers"], (_ON_BEHALF_OF, told)]}
        bound = self._gate.uploads if kind is _Kind.FILE else self._gate.body
        with nullcontext() if kind is _Kind.OTHER else self._gate.inside():
            await _bounded(self._app, bound or 0, scope, receive, send)

    def _refusal(self, kind: _Kind, scope: Scope, agent: str | None) -> Refusal | None:
        if kind in {_Kind.WAITING, _Kind.OTHER}:
            return None
        if kind is _Kind.FILE and self._gate.uploads is None:
            return _no_files()
        if self._gate.closed and agent is None:
            return stopping()
        if kind is _Kind.AGENT:
            return None
        return self._gate.too_often(scope[_ASKER], quick=kind is _Kind.QUICK)

    def _on_behalf_of(self, scope: Scope) -> str | None:
        """Return the address of the agent on whose behalf Gradio makes a call; None for others."""
        for name, value in scope["headers"]:
            secret, _, address = value.partition(b" ")
            if name == _ON_BEHALF_OF and secrets.compare_digest(secret, self._secret):
                return str(address, "utf-8")
        return None


async def _bounded(app: ASGIApp, bound: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Pass a request on, and refuse it as soon as its size exceeds the limit."""
    size, started = 0, False

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        # The application is told that the body ends here.
        return message if size <= bound else {"type": "http.disconnect"}

    async def unless_too_large(message: Message) -> None:
        nonlocal started
        if started or size <= bound:
            started = True
            await send(message)

    if _announced(scope) <= bound:
        try:
            await app(scope, counted, unless_too_large)
        except Exception:
            if size <= bound:
                raise
        if started or size <= bound:
            return
    await _too_large().response()(scope, receive, send)


def _request_kind(method: str, path: str) -> tuple[_Kind, str]:
    """Return the kind of a request, and its path below the page, without a proxy's root path."""
    _, api, below = path.partition(_API)
    route = below if api else path.rstrip("/").rpartition("/")[2]
    if method == "GET" and route.startswith(("queue/data", "call/")):
        return _Kind.WAITING, route
    if method != "POST":
        return _Kind.OTHER, route
    for kind, routes in _POSTS.items():
        if route.startswith(routes):
            return kind, route
    return _Kind.OTHER, route


def _logged(route: str, send: Send) -> Send:
    """Return a ``send`` that also writes a line to the log when the response begins."""
    began = time.perf_counter()

    async def logged(message: Message) -> None:
        if message["type"] == "http.response.start":
            log_request(route, message["status"], (time.perf_counter() - began) * 1000)
        await send(message)

    return logged


def _client_address(scope: Scope) -> str:
    """Return the client address; behind a trusted proxy, the one that the proxy names."""
    client = scope.get("client")
    return client[0] if client else ""


def household_of(scope: Scope) -> str:
    """Return who asks, as the gate counts them: an address, or a network of IPv6 addresses.

    Args:
        scope: Scope of a request that has passed ``Limited``; others are one household.
    """
    return _household(scope.get(_ASKER, ""))


def _household(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return f"{int(ip) >> 64:x}"
    return str(getattr(ip, "ipv4_mapped", None) or ip)


def _announced(scope: Scope) -> int:
    """Return the size that a request declares; 0 if it declares none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
