"""Build the tab where questions are asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.filters import OPTIONS
from qa.answerers.loading import NAMES as ANSWERERS
from qa.exports import NAMES
from qa.web.conversation import no_evidence
from qa.web.events import QUEUED, QUICK
from qa.web.filters import label
from qa.web.scripts import script
from qa.web.suggested import Suggested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.filters import FilterOption
    from qa.languages.pack import PageTexts
    from qa.web.ask_events import AskEvents


def add_ask_tab(app: gr.Blocks, events: AskEvents) -> None:
    """Add the components of the tab to the page, and connect their events.

    Args:
        app: Page; a question in its address is asked when it opens.
        events: Handlers of the events.
    """
    texts = events.texts
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=5, min_width=280, elem_id="conversation"):
            chat = _chat(texts)
            stop = gr.Button(texts.stop, size="sm", elem_id="stop", visible=False)
            chips = gr.HTML(elem_id="chips", js_on_load=script("buttons"))
            box = gr.Textbox(
                label=texts.question,
                show_label=False,
                placeholder=texts.question,
                elem_id="question",
                lines=1,
                max_lines=4,
                autofocus=True,
                submit_btn=True,
            )
            answerer = _answerers(events.pipeline.answerers, texts)
            components, slider = _filters(texts)
            fields = [*components.values()]
            suggestions = gr.HTML(elem_id="suggestions", js_on_load=script("buttons"))
            with gr.Row(elem_id="note", visible=False) as note_row:
                note = gr.Textbox(label=texts.note, max_lines=4, scale=4)
                send = gr.Button(texts.send, size="sm", scale=0, min_width=100)
            with gr.Row(elem_id="exports", visible=False) as exports:
                export = gr.Button(texts.export, size="sm", elem_id="export")
                styles = {
                    style: gr.Button(
                        name, size="sm", scale=0, min_width=90, elem_id=f"cite-{style}"
                    )
                    for style, name in NAMES.items()
                }
            download = gr.HTML(elem_id="download", js_on_load=script("download"))
        with gr.Column(scale=6, min_width=280, elem_id="beside"):
            timeline = gr.HTML(elem_id="timeline", js_on_load=script("timeline"))
            evidence = gr.HTML(
                no_evidence(texts).evidence, elem_id="evidence", js_on_load=script("evidence")
            )
    messages, answered, entry = gr.State([]), gr.State(()), gr.State(None)
    address = gr.Textbox(visible=False)

    asked = [box, chat, messages, evidence, timeline, answered, exports, stop]
    # Not the chat: a long one would be sent each time.
    given = [messages, answered, answerer, *fields]
    on_queue, at_once = partial(gr.on, **QUEUED), partial(gr.on, **QUICK)
    on_queue([box.submit], events.ask, [box, *given], asked)
    on_queue([evidence.retry], events.again, given, asked)
    on_queue([suggestions.click], events.suggested, given, asked)
    on_queue([timeline.select], events.narrow, given, [*asked, *fields, chips])
    on_queue([evidence.apply], events.linked, [messages, answered, answerer], asked)
    at_once([stop.click], events.stop, None, stop)
    at_once([evidence.click], events.show_again, answered, [evidence, timeline])
    at_once([evidence.edit], events.edit, answered, box)
    at_once([evidence.like], events.vote, answered, [note_row, entry])
    at_once([send.click, note.submit], events.note, [note, entry], [note_row, note])
    at_once([export.click], events.export, answered, download)
    for style, button in styles.items():
        at_once([button.click], partial(events.cite, style), answered, download)
    at_once([chips.click], events.remove, fields, [*fields, chips])
    at_once([slider.select], events.slide, fields, [components["as_of"], chips])
    changes = [change for one in fields for change in _changes(one)]
    at_once(changes, events.chips, fields, chips)
    chat.clear(
        lambda: [[], *no_evidence(texts), (), gr.update(visible=False)],
        outputs=[messages, evidence, timeline, answered, exports],
        **QUICK,
    )
    app.load(events.opened, address, [*fields, slider, chips], js="() => location.search", **QUICK)
    app.load(Suggested(events.pipeline, texts).html, outputs=suggestions, **QUICK)


def _chat(texts: PageTexts) -> gr.Chatbot:
    return gr.Chatbot(
        label=texts.chat,
        show_label=False,
        elem_id="chat",
        height=None,
        placeholder=texts.welcome,
        layout="panel",
        buttons=[],
        feedback_options=None,
        autoscroll=False,  # evidence.js shows the last question instead
        latex_delimiters=[],
        sanitize_html=True,
        allow_tags=False,
        allow_file_downloads=False,
    )


def _answerers(names: Sequence[str], texts: PageTexts) -> gr.Radio:
    """Return the switch between answerers, hidden if there is only one."""
    return gr.Radio(
        [(texts.answerers[name], name) for name in ANSWERERS if name in names],
        value=names[0],
        label=texts.answerer,
        elem_id="answerer",
        visible=len(names) > 1,
    )


def _filters(texts: PageTexts) -> tuple[dict[str, Any], gr.HTML]:
    """Return a component for each filter option, in order, and the slider for ``as_of``."""
    with gr.Accordion(texts.filters, open=False, elem_id="filters"):
        with gr.Row():
            dates = {
                name: gr.Textbox(
                    label=label(option, texts),
                    placeholder=texts.filter_examples.get(name, _EXAMPLE),
                    elem_id=_element_id(option),
                    max_lines=1,
                    min_width=130,
                )
                for name, option in OPTIONS.items()
                if not option.takes_several
            }
        slider = gr.HTML(elem_id="slider", js_on_load=script("slider"))
        with gr.Row():
            lists = {
                name: gr.Dropdown(
                    [],
                    label=label(option, texts),
                    multiselect=True,
                    allow_custom_value=True,
                    elem_id=_element_id(option),
                )
                for name, option in OPTIONS.items()
                if option.takes_several
            }
    components = dates | lists
    return {name: components[name] for name in OPTIONS}, slider


_EXAMPLE = "2020-09-17"


def _element_id(option: FilterOption) -> str:
    return f"filter-{option.name.replace('_', '-')}"


def _changes(field: Any) -> Sequence[Any]:  # noqa: ANN401
    """Return the events that end the editing of a field."""
    return [field.input] if isinstance(field, gr.Dropdown) else [field.blur, field.submit]
