"""Build the tab that shows the contents of the index."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.datatypes import Period
from index.errors import DatelineError
from qa.escaping import escape_html, escape_markdown
from qa.web.corpus_view import Browsing, article_html, list_html, overview_html, turn_page
from qa.web.events import QUICK, event_value, showing_errors
from qa.web.scripts import script
from qa.web.upload_view import previews_markdown
from qa.web.uploads import LARGEST

if TYPE_CHECKING:
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline
    from qa.web.uploads import Uploads


def add_corpus_tab(
    tab: gr.Tab, pipeline: Pipeline, texts: PageTexts, uploads: Uploads | None
) -> None:
    """Add the components of the tab to the page, and connect their events.

    Args:
        tab: Tab, which is refreshed whenever it is opened.
        pipeline: Pipeline over the index.
        texts: Texts of the page.
        uploads: Destination of uploaded articles; None to offer no upload.
    """
    overview = gr.HTML(elem_id="overview", js_on_load=script("buttons"))
    if uploads is not None:
        _add_uploads(uploads, pipeline, texts)
    with gr.Row(elem_id="shelves"):
        with gr.Column(scale=5, min_width=280):
            listed = gr.HTML(elem_id="listed", js_on_load=script("buttons"))
        with gr.Column(scale=6, min_width=280):
            reading = gr.HTML(elem_id="reading", js_on_load=script("reading"))
    browsing = gr.State(Browsing())

    def shelves(where: Browsing) -> list[Any]:
        snapshot = pipeline.snapshot()
        return [overview_html(snapshot, texts), list_html(snapshot, where, texts)]

    def browse(event: gr.EventData, where: Browsing) -> list[Any]:
        snapshot = pipeline.snapshot()
        document = event_value(event, "document")
        if document is not None:
            return [gr.skip(), gr.skip(), _article_text_html(snapshot, document, texts)]
        where = _target_place(event, where, snapshot)
        return [where, list_html(snapshot, where, texts), gr.skip()]

    tab.select(shelves, browsing, [overview, listed], **QUICK)
    gr.on([overview.click, listed.click], browse, browsing, [browsing, listed, reading], **QUICK)


def _target_place(event: gr.EventData, where: Browsing, pipeline: Pipeline) -> Browsing:
    """Return the place in the list to which a button leads."""
    page, month = event_value(event, "page"), event_value(event, "month")
    if page is not None and page.isascii() and page.isdigit():
        return turn_page(pipeline, where, int(page[:9]))
    name, value = event_value(event, "filter"), event_value(event, "value")
    if name is not None and value is not None:
        return where.narrowed(name, value)
    if month is not None:
        with suppress(ValueError):
            return replace(
                where, pages=(None,), month=(month and Period.parse(month).isoformat()) or None
            )
    return where


def _article_text_html(pipeline: Pipeline, document: str, texts: PageTexts) -> str:
    try:
        return article_html(pipeline.article(document), texts)
    except KeyError:
        return f"<p>{escape_html(texts.nothing)}</p>"


def _add_uploads(uploads: Uploads, pipeline: Pipeline, texts: PageTexts) -> None:
    with gr.Accordion(texts.upload, open=False, elem_id="upload"):
        files = gr.File(
            label=texts.upload_help.format(size=f"{LARGEST / 1e6:g} MB"),
            file_count="multiple",
            file_types=list(uploads.corpus.suffixes),
        )
        # Enabled once the preview is there: a click while the browser is still sending would add
        # nothing.
        add = gr.Button(texts.upload, size="sm", interactive=False)
        told = gr.Markdown(elem_id="uploaded")

    disabled = gr.update(interactive=False)

    def previewed(paths: list[str] | None) -> list[Any]:
        with showing_errors():
            found = uploads.preview([Path(path) for path in paths or ()])
        return [previews_markdown(found, texts), gr.update(interactive=bool(found))]

    def added(paths: list[str] | None, progress: Any = gr.Progress(track_tqdm=True)) -> list[Any]:  # noqa: ANN401, ARG001, B008
        if not paths:
            return [None, texts.unchanged, disabled]
        with showing_errors():
            done = uploads.add([Path(path) for path in paths])
            if done.report is None:
                raise DatelineError("\n".join(map(str, done.refused)))
        changes = done.report.changes
        refused = [f"- {escape_markdown(str(error))}" for error in done.refused]
        if not changes:
            return [None, "\n".join([texts.unchanged, "", *refused]), disabled]
        # Opened before the report, so that questions find what it says was added.
        pipeline.snapshot(newest=True)
        counts = {"added": len(changes.added), "changed": len(changes.changed)}
        return [None, "\n".join([texts.uploaded.format(**counts), "", *refused]), disabled]

    once: dict[str, Any] = {
        "concurrency_limit": 1,
        "concurrency_id": "upload",
        "api_visibility": "private",
    }
    gr.on([files.upload, files.delete, files.clear], previewed, files, [told, add], **once)
    add.click(added, files, [files, told, add], **once)
