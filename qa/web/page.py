"""The page, assembled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from qa.escaping import escape_html
from qa.web.ask_events import AskEvents
from qa.web.ask_tab import add_ask_tab
from qa.web.corpus_tab import add_corpus_tab
from qa.web.endpoints import add_endpoints
from qa.web.words import WORDS

if TYPE_CHECKING:
    from qa.feedback import FeedbackStore
    from qa.pipeline import Pipeline
    from qa.web.uploads import Uploads
    from qa.web.words import Words


def build_app(
    pipeline: Pipeline, feedback: FeedbackStore, uploads: Uploads | None = None
) -> gr.Blocks:
    """The page in each of its languages, and its endpoints; ``server.launch`` serves it.

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
