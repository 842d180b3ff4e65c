"""The page, served: for one person, or for anybody who reaches it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from qa.languages import codes
from qa.web.arguments import Arguments, Endpoint
from qa.web.hosts import KnownHosts
from qa.web.limits import RATE, Gate, Limited
from qa.web.scripts import script
from qa.web.tools import speak_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

_HERE = Path(__file__).parent
_WAITING = 100  # questions; whoever comes then is told that the page is busy
# Conversations kept, those used last; whoever comes back to another begins anew. Gradio keeps a
# description of the whole page for each.
_SESSIONS = 200
# Seconds for the answers under way when the server is stopped; containers are killed after ten.
_PATIENCE = 8.0
# Names of fonts that systems bring: nothing is fetched.
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")


@dataclass(frozen=True, slots=True)
class Site:
    """The page while it is served, by a thread of its own.

    Attributes:
        url: Where it is.
    """

    url: str
    _app: gr.Blocks
    _gate: Gate

    def wait(self) -> None:
        """Wait for ever, while others ask."""
        while True:
            time.sleep(3600)

    def close(self, patience: float = _PATIENCE) -> None:
        """Take no more questions, let the answers under way finish, and stop.

        Args:
            patience: For how many seconds to wait for them.
        """
        self._gate.close(patience)
        self._app.close(verbose=False)


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
) -> Site:
    """Serve the page.

    Args:
        app: The page.
        host: The address to listen on.
        port: The port to listen on.
        root_path: Where a proxy serves it, below the proxy's own address.
        users: Names and passwords of those who may ask; all, if there are none.
        mcp: Serve the endpoints as tools for agents as well.
        rate: Requests for answers that an address may make in a minute; 0 for any number.
        proxy: The addresses or networks of proxies, with commas between them, whose word is taken
            for who asks (``X-Forwarded-For``, of which the last that is none of these counts), and
            under which name. Nobody else's is.
        hostnames: Names and addresses under which it may be asked, besides "localhost" and this
            machine's addresses; see ``qa.web.hosts``.
        upload_bytes: Bytes that files may have which are sent together; None to take none.

    Raises:
        OSError: If it cannot listen there.
    """
    # Gradio asks its own server whether it is up, past any proxy.
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), host, "localhost"]))
    # Read by uvicorn, which by itself would believe whoever connects from this machine, and would
    # hide from KnownHosts who that is.
    os.environ["FORWARDED_ALLOW_IPS"] = ""
    gate = Gate(rate, uploads=upload_bytes)
    endpoints = [
        Endpoint.of(name, one) for name, one in app.get_api_info()["named_endpoints"].items()
    ]
    # Nobody goes past the queue: a question takes all cores.
    app.queue(max_size=_WAITING, api_open=False)
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
            "routes": [Route("/healthz", _healthy)],
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
    return Site(url, app, gate)


@contextmanager
def until_stopped() -> Iterator[None]:
    """Leave the block, without an error, when the process gets SIGTERM or somebody presses Ctrl+C.

    After that both do what they always do, so a second one does not wait.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


@asynccontextmanager
async def _opening(
    app: gr.Blocks, endpoints: Sequence[Endpoint], _: ASGIApp
) -> AsyncIterator[None]:
    """Before the first request: Gradio's tools for agents, if there are any, learn JSON."""
    if app.mcp_server_obj is not None:
        speak_json(app.mcp_server_obj, endpoints)
    yield


def _head() -> str:
    """What chooses the page's language (the first is at the page's own address), and its height."""
    meta = f'<meta name="dateline-languages" content="{" ".join(codes())}">'
    layout = (_HERE / "layout.css").read_text("utf-8")
    return f"{meta}<style>{layout}</style><script>{script('language')}</script>"


async def _healthy(_: Request) -> PlainTextResponse:
    """For whoever watches over the server; it says nothing of the index, and asks nothing of it."""
    return PlainTextResponse("ok")
