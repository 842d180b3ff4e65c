"""The page, assembled; with ``endpoints.py`` the only module that knows Gradio."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from qa.web.conversation import NO_EVIDENCE, Answered, Message, evidence_of, respond
from qa.web.endpoints import QUEUE, add_endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request

    from qa.pipeline import Pipeline

EXAMPLES = (
    "When does the ban take effect?",
    "Quand l'interdiction prend-elle effet ?",
    "Who is TikTok's head in the United States?",
)

_HERE = Path(__file__).parent
_TITLE = """
<header><h1>Dateline</h1>
<p>Ask the archive: every answer quoted, sourced and dated.
<span lang="fr">Interrogez les archives : chaque réponse citée, sourcée et datée.</span></p>
</header>
"""
_WELCOME = """
What does the archive say, and when did it say it?

Que disent les archives, et quand l'ont-elles dit ?
"""
_WAITING = 100  # questions; whoever comes then is told that the queue is full
# Names of fonts that systems bring: nothing is fetched.
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")


def build_app(pipeline: Pipeline) -> gr.Blocks:
    """The page and its endpoints over a pipeline; ``launch`` serves it."""
    app = gr.Blocks(title="Dateline", analytics_enabled=False)
    with app:
        gr.HTML(_TITLE, elem_id="masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=5, min_width=320, elem_id="conversation"):
                chat = gr.Chatbot(
                    label="Questions and answers",
                    show_label=False,
                    elem_id="chat",
                    height=None,
                    placeholder=_WELCOME,
                    layout="panel",
                    buttons=[],
                    feedback_options=None,
                    autoscroll=False,  # page.js shows the last question instead
                    latex_delimiters=[],
                    sanitize_html=True,
                    allow_tags=False,
                    allow_file_downloads=False,
                )
                box = gr.Textbox(
                    label="Question",
                    show_label=False,
                    placeholder="Your question · Votre question",
                    elem_id="question",
                    lines=1,
                    max_lines=4,
                    autofocus=True,
                    submit_btn=True,
                )
                filters = _add_filters()
                with gr.Row(elem_id="examples"):
                    examples = [gr.Button(example, size="sm") for example in EXAMPLES]
            with gr.Column(scale=6, min_width=320):
                evidence = gr.HTML(
                    NO_EVIDENCE,
                    elem_id="evidence",
                    js_on_load=(_HERE / "page.js").read_text(encoding="utf-8"),
                )

        answered = gr.State(())

        def answer(
            question: str,
            history: list[Message],
            before: tuple[Answered, ...],
            since: str,
            until: str,
            as_of: str,
        ) -> Iterator[tuple[str, list[Message], Any, tuple[Answered, ...]]]:
            for shown in respond(
                pipeline, question, history, before, since=since, until=until, as_of=as_of
            ):
                panel = gr.skip() if shown.evidence is None else shown.evidence
                yield "", shown.messages, panel, shown.answered

        def show_again(before: tuple[Answered, ...], event: gr.EventData) -> Any:  # noqa: ANN401
            panel = evidence_of(pipeline, before, int(event._data["turn"]))  # noqa: SLF001
            return gr.skip() if panel is None else panel

        event = partial(
            gr.on,
            fn=answer,
            outputs=[box, chat, evidence, answered],
            api_visibility="private",
            concurrency_limit=1,
            concurrency_id=QUEUE,
            show_progress="hidden",
        )
        event([box.submit], inputs=[box, chat, answered, *filters])
        for example in examples:
            event([example.click], inputs=[example, chat, answered, *filters])
        evidence.click(
            show_again,
            inputs=answered,
            outputs=evidence,
            api_visibility="private",
            show_progress="hidden",
        )
        chat.clear(
            lambda: (NO_EVIDENCE, ()), outputs=[evidence, answered], api_visibility="private"
        )
        add_endpoints(pipeline)
    return app


def _add_filters() -> list[gr.Textbox]:
    """Fields for when the articles were published: since, until and as of."""
    fields = {
        "since": ("Since · Depuis", "last month"),
        "until": ("Until · Jusqu'à", "2020-09-17"),
        "as-of": ("As of · En date du", "31 août 2020"),
    }
    with gr.Accordion("Published · Publiés", open=False, elem_id="filters"), gr.Row():
        return [
            gr.Textbox(label=label, placeholder=example, elem_id=name, max_lines=1, min_width=140)
            for name, (label, example) in fields.items()
        ]


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
