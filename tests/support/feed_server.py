"""A server of feeds and pages on 127.0.0.1, which answers as a test wishes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class FakeClock:
    """A clock that only goes on when someone waits."""

    def __init__(self, now: str = "2026-11-27T10:00:00") -> None:
        self.time = datetime.fromisoformat(now).replace(tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


@dataclass
class FeedServer:
    """What it answers by path: status, headers and body, or a function that writes itself.

    Attributes:
        url: Where it is.
        answers: By path.
        asked: The paths that were asked for, each with the headers of the request.
        closing: Is set when the test is over; whoever is slow waits for it.
    """

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes] | Callable[[Handler], None]] = field(
        default_factory=dict
    )
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = status, named, content

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Answers from what the server holds."""

    feeds: FeedServer

    def do_GET(self) -> None:
        given = {name.lower(): value for name, value in self.headers.items()}
        self.feeds.asked.append((self.path, given))
        answer = self.feeds.answers.get(self.path, (404, {}, b"nothing here"))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        tag, since = headers.get("ETag"), headers.get("Last-Modified")
        same = (tag and given.get("if-none-match") == tag) or (
            since and given.get("if-modified-since") == since
        )
        self.send_response(304 if same else status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not same:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not same:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[FeedServer]:
    """Serve on a free port until the block ends."""
    feeds = FeedServer()
    handler = type("Handler", (Handler,), {"feeds": feeds})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # who hangs up
    feeds.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield feeds
    finally:
        feeds.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


def rss(*items: str, head: str = "") -> str:
    """Return an RSS of items."""
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>La Gazette</title>'
        f"<language>en</language>{head}{''.join(items)}</channel></rss>"
    )


def item(
    number: int | str,
    text: str = "The bridge is closed to all traffic.",
    date: str | None = "Tue, 18 Aug 2020 23:30:00 -0500",
    **more: str,
) -> str:
    """Return an item of an RSS."""
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    others = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return (
        f"<item><guid>tag:gazette,{number}</guid><title>Bridge {number}</title>"
        f"<description>{text}</description>{dated}{others}</item>"
    )
