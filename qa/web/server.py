"""Serve the page over HTTP, and stop it gracefully."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import gradio as gr
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from qa.languages import codes
from qa.web.arguments import Arguments, Endpoint
from qa.web.hosts import KnownHosts
from qa.web.limits import RATE, WORKERS, Gate, Limited, stopping
from qa.web.logs import ignore, listen
from qa.web.scripts import script
from qa.web.tools import speak_json
from qa.web.turns import FairQueue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from qa.web.metrics import Metrics
    from qa.web.stopping import StopRequest

_HERE = Path(__file__).parent
_WAITING = 100  # maximum number of waiting questions; the page tells later ones that it is busy
# Most recently used conversations that are kept. Gradio keeps a description of the whole page for
# each of them; an older conversation starts again.
_SESSIONS = 200
# When the server stops: seconds for the answers in progress, then for error messages to the others,
# then for the connections. Container engines kill after ten seconds.
_PATIENCE = 6.0
_PARTING = 1.0
_CLOSING = 1.0
# Fonts of operating systems, so that none is fetched.
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")


@dataclass(frozen=True, slots=True)
class Site:
    """A page that is being served by a background thread.

    Attributes:
        url: Address of the page.
    """

    url: str
    _app: gr.Blocks
    _gate: Gate
    _queue: FairQueue
    _metrics: Metrics | None = None

    def wait(self, request: StopRequest) -> None:
        """Block until the process is asked to stop."""
        request.wait()

    def close(self, patience: float = _PATIENCE) -> bool:
        """Refuse new questions, finish the answers in progress, and stop.

        Questions that are not answered in time end with an error message.

        Args:
            patience: Seconds to wait for the answers.

        Returns:
            Whether everything ended. If not, threads may still be reading the index.
        """
        self._gate.close(patience)
        self._queue.dismiss(stopping().reason)
        ended = self._gate.close(_PARTING if patience else 0)
        busy = self._queue.busy  # until Gradio cancels its tasks; their threads run on
        # Gradio waits up to five seconds for connections, also for those of clients that have gone.
        closing = Thread(target=self._app.close, kwargs={"verbose": False}, daemon=True)
        closing.start()
        closing.join(_CLOSING)
        if self._metrics is not None:
            ignore(self._metrics.observe)
        return ended and not busy


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    root_path: str | None = None,
    users: Sequence[tuple[str, str]] = (),
    mcp: bool = False,
    rate: int = RATE,
    proxy: str = "",
    hostnames: Sequence[str] = (),
    upload_bytes: int | None = None,
    workers: int = WORKERS,
    metrics: Metrics | None = None,
) -> Site:
    """Start serving the page in a background thread.

    Args:
        app: Page.
        host: Address to listen on.
        port: Port to listen on.
        root_path: Path under which a proxy serves the page.
        users: Names and passwords of users; empty to ask for none.
        mcp: Serve the endpoints as tools for agents, too.
        rate: Requests for answers that an address may make in a minute; 0 for any number.
        proxy: Addresses or networks of trusted proxies, separated by commas. Only their
            ``X-Forwarded-…`` headers count. The client is the last address in
            ``X-Forwarded-For`` that is not a trusted proxy.
        hostnames: Host names of the page, besides "localhost" and this machine's addresses; see
            ``qa.web.hosts``.
        upload_bytes: Largest upload, in bytes; None to refuse files.
        workers: Number of questions that are answered at the same time.
        metrics: Metrics to serve; None for none.

    Raises:
        OSError: If the server cannot listen there.
    """
    # Gradio checks whether its own server is up; that request must not go through a proxy.
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), host, "localhost"]))
    # Uvicorn reads this variable. By default it trusts every client on this machine, and would
    # hide the client's address from KnownHosts.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    gate = Gate(rate, uploads=upload_bytes)
    endpoints = [
        Endpoint.of(name, one) for name, one in app.get_api_info()["named_endpoints"].items()
    ]
    # All questions go through the queue, since each one uses all cores.
    app.queue(api_open=False)
    queue = app._queue = FairQueue(  # noqa: SLF001 (there is no other way to set it)
        app,
        workers=workers,
        most=_WAITING,
        served=None if metrics is None else metrics.waited,
    )
    routes = [Route("/healthz", _healthy)]
    if metrics is not None:
        metrics.watch(queue)
        listen(metrics.observe)
        routes.append(Route(metrics.path, metrics))
    _, url, _ = app.launch(
        server_name=f"[{host}]" if ":" in host else host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        inbrowser=False,
        show_error=False,
        enable_monitoring=False,
        run_history=False,
        footer_links=["api", "settings"],
        root_path=root_path,
        auth=list(users) or None,
        mcp_server=mcp,
        state_session_capacity=_SESSIONS,
        app_kwargs={
            "routes": routes,
            "lifespan": partial(_opening, app, endpoints),
            "middleware": [
                Middleware(KnownHosts, host=host, hostnames=hostnames, proxy=proxy),
                Middleware(Limited, gate=gate),
                Middleware(Arguments, endpoints=endpoints),
            ],
        },
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        css_paths=[_HERE / "style.css"],
        head=_head(),
    )
    return Site(url, app, gate, queue, metrics)


@asynccontextmanager
async def _opening(
    app: gr.Blocks, endpoints: Sequence[Endpoint], _: ASGIApp
) -> AsyncIterator[None]:
    """Set up the tools for agents before the first request."""
    if app.mcp_server_obj is not None:
        speak_json(app.mcp_server_obj, endpoints)
    yield


def _head() -> str:
    """Return the HTML head: the script that selects the language, and the layout's styles.

    The first language is served at the page's own address.
    """
    meta = f'<meta name="dateline-languages" content="{" ".join(codes())}">'
    layout = (_HERE / "layout.css").read_text("utf-8")
    return f"{meta}<style>{layout}</style><script>{script('language')}</script>"


async def _healthy(_: Request) -> PlainTextResponse:
    """Answer a health check, without access to the index."""
    return PlainTextResponse("ok")
