"""The page, assembled."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from qa.escaping import escape_html
from qa.web.ask_events import AskEvents
from qa.web.ask_tab import add_ask_tab
from qa.web.corpus_tab import add_corpus_tab
from qa.web.endpoints import add_endpoints
from qa.web.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from qa.feedback import FeedbackStore
    from qa.pipeline import Pipeline
    from qa.web.uploads import Uploads
    from qa.web.words import Words

_HERE = Path(__file__).parent
_WAITING = 100  # questions; whoever comes then is told that the queue is full
# Names of fonts that systems bring: nothing is fetched.
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")


def build_app(
    pipeline: Pipeline, feedback: FeedbackStore, uploads: Uploads | None = None
) -> gr.Blocks:
    """The page in each of its languages, and its endpoints; ``launch`` serves it.

    Args:
        pipeline: Who answers.
        feedback: What keeps the readers' votes.
        uploads: Where articles go that readers add; None for none.
    """
    english, *others = WORDS.values()
    app = gr.Blocks(title="Dateline", analytics_enabled=False)
    with app:
        add_endpoints(pipeline)  # before the page's events, which would take their names
        _add_page(app, pipeline, english, feedback, uploads)
    for words in others:
        with app.route("Dateline", f"/{words.path}", show_in_navbar=False):
            _add_page(app, pipeline, words, feedback, uploads)
    return app


def _add_page(
    app: gr.Blocks,
    pipeline: Pipeline,
    words: Words,
    feedback: FeedbackStore,
    uploads: Uploads | None,
) -> None:
    gr.HTML(_masthead(words), elem_id="masthead")
    with gr.Tabs(elem_id="tabs"):
        with gr.Tab(words.ask, id="ask"):
            add_ask_tab(app, AskEvents(pipeline, words, feedback))
        with gr.Tab(words.corpus, id="corpus") as tab:
            add_corpus_tab(tab, pipeline, words, uploads)


def _masthead(words: Words) -> str:
    return (
        f"<header><h1>Dateline</h1><p>{escape_html(words.tagline)}</p>"
        f'<a href="{words.other_path or "./"}" hreflang="{words.other_code}" '
        f'lang="{words.other_code}">{escape_html(words.other)}</a></header>'
    )


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    root_path: str | None = None,
    users: Sequence[tuple[str, str]] = (),
    mcp: bool = False,
) -> str:
    """Serve the page from a thread of its own until ``app.close()``.

    Args:
        app: The page.
        host: The address to listen on.
        port: The port to listen on.
        root_path: Where a proxy serves it, below the proxy's own address.
        users: Names and passwords of those who may ask; all, if there are none.
        mcp: Serve the endpoints as tools for agents as well.

    Returns:
        Where it is.

    Raises:
        OSError: If it cannot listen there.
    """
    # Gradio asks its own server whether it is up, past any proxy.
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), host, "localhost"]))
    app.queue(max_size=_WAITING)
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
        app_kwargs={"routes": [Route("/healthz", _healthy)]},
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        css_paths=[_HERE / "style.css"],
    )
    return url


async def _healthy(_: Request) -> PlainTextResponse:
    """For whoever watches over the server; it says nothing of the index, and asks nothing of it."""
    return PlainTextResponse("ok")
