"""Build the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from qa.escaping import escape_html
from qa.languages import DEFAULT, codes, packs, page_texts
from qa.web.ask_events import AskEvents
from qa.web.ask_tab import add_ask_tab
from qa.web.corpus_tab import add_corpus_tab
from qa.web.endpoints import add_endpoints

if TYPE_CHECKING:
    from qa.feedback import FeedbackStore
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline
    from qa.web.uploads import Uploads


def build_app(
    pipeline: Pipeline, feedback: FeedbackStore, uploads: Uploads | None = None
) -> gr.Blocks:
    """Return the page in all its languages, with its endpoints; ``server.launch`` serves it.

    Args:
        pipeline: Pipeline that answers.
        feedback: Store of the readers' votes.
        uploads: Destination of uploaded articles; None to offer no upload.
    """
    first, *others = codes()
    app = gr.Blocks(title="Dateline", analytics_enabled=False)
    with app:
        add_endpoints(pipeline)  # before the page's events, which would take their names
        _add_page(app, pipeline, page_texts(first), feedback, uploads)
    for code in others:
        with app.route("Dateline", f"/{code}", show_in_navbar=False):
            _add_page(app, pipeline, page_texts(code), feedback, uploads)
    return app


def _add_page(
    app: gr.Blocks,
    pipeline: Pipeline,
    texts: PageTexts,
    feedback: FeedbackStore,
    uploads: Uploads | None,
) -> None:
    gr.HTML(masthead_html(texts), elem_id="masthead")
    with gr.Tabs(elem_id="tabs"):
        with gr.Tab(texts.ask, id="ask"):
            add_ask_tab(app, AskEvents(pipeline, texts, feedback))
        with gr.Tab(texts.corpus, id="corpus") as tab:
            add_corpus_tab(tab, pipeline, texts, uploads)


def masthead_html(texts: PageTexts) -> str:
    """Return the heading, with links to the page in the other languages."""
    links = "".join(
        f'<li><a href="{"./" if pack.code == DEFAULT else pack.code}" hreflang="{pack.code}" '
        f'lang="{pack.code}">{escape_html(pack.endonym)}</a></li>'
        for pack in packs()
        if pack.code != texts.code
    )
    nav = (
        f'<nav aria-label="{escape_html(texts.languages)}"><ul>{links}</ul></nav>' if links else ""
    )
    return f"<header><h1>Dateline</h1><p>{escape_html(texts.tagline)}</p>{nav}</header>"
