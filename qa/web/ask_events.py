"""Handle the events of the tab where questions are asked."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 (see Field)
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import gradio as gr

from index.filters import OPTIONS
from qa.escaping import escape_json
from qa.exports import SUFFIXES, to_style
from qa.feedback import Feedback
from qa.web.conversation import (
    AnsweredTurn,
    Message,
    exported,
    find,
    panels_of,
    respond,
    stopped,
)
from qa.web.events import event_value, showing_errors
from qa.web.filters import FilterForm, chips_html, format_name, from_link, slider_html

if TYPE_CHECKING:
    from qa.feedback import FeedbackStore
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline

_LONGEST_LIST = 1000  # names to choose from
_LONGEST_LINK = 8000  # characters

# Gradio reads the signatures: what stands in them cannot be imported for the type checker alone.
Answers = tuple[AnsweredTurn, ...]
Field = str | list[str] | None


@dataclass(frozen=True, slots=True)
class AskEvents:
    """The event handlers of the tab; ``*chosen`` are the values of the filters' components.

    Attributes:
        pipeline: Pipeline that answers.
        texts: Texts of the page.
        feedback: Store of the readers' votes.
        stopping: Sessions whose current question is to be stopped.
    """

    pipeline: Pipeline
    texts: PageTexts
    feedback: FeedbackStore
    stopping: set[str] = field(default_factory=set)

    def ask(
        self,
        question: str | None,
        history: list[Message],
        before: Answers,
        answerer: str | None,
        request: gr.Request,
        *chosen: Field,
    ) -> Iterator[list[Any]]:
        """Answer a question.

        Yields:
            The question box, the messages twice (shown and stored), both panels, the answered
            questions, the export button and the stop button.
        """
        form = FilterForm.from_components(chosen)
        named = answerer if answerer in self.pipeline.answerers else None
        session = str(request.session_hash)
        self.stopping.discard(session)
        box: Any = ""  # emptied only once, since the next question may be typed meanwhile
        for shown in respond(self.pipeline, self.texts, question, history, before, form, named):
            running = shown.panels is None and shown.messages is not history
            ends = running and session in self.stopping
            messages = stopped(shown.messages, self.texts) if ends else shown.messages
            panels = shown.panels or [gr.skip(), gr.skip()]
            buttons = [
                gr.update(visible=bool(shown.answered)),
                gr.update(visible=running and not ends),
            ]
            yield [box, messages, messages, *panels, shown.answered, *buttons]
            box = gr.skip()
            if ends:
                break  # this also stops a language model

    def stop(self, request: gr.Request) -> Any:  # noqa: ANN401
        """Stop the current question, and return the stop button.

        Gradio's own cancellation of events sometimes leaves the page waiting.
        """
        self.stopping.add(str(request.session_hash))
        return gr.update(visible=False)

    def linked(
        self,
        event: gr.EventData,
        history: list[Message],
        before: Answers,
        answerer: str | None,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        """Ask the question of the page's address, with its filters."""
        question, chosen = _address(event_value(event, "address"))
        yield from self.ask(question, history, before, answerer, request, *chosen.components())

    def again(
        self,
        event: gr.EventData,
        history: list[Message],
        before: Answers,
        answerer: str | None,
        request: gr.Request,
        *chosen: Field,
    ) -> Iterator[list[Any]]:
        """Ask an earlier question with the filters that are active now."""
        one = _named(event, before)
        yield from self.ask(
            one.turn.question if one else None, history, before, answerer, request, *chosen
        )

    def suggested(
        self,
        event: gr.EventData,
        history: list[Message],
        before: Answers,
        answerer: str | None,
        request: gr.Request,
        *chosen: Field,
    ) -> Iterator[list[Any]]:
        """Ask the question of a button."""
        yield from self.ask(
            event_value(event, "question"), history, before, answerer, request, *chosen
        )

    def narrow(
        self,
        event: gr.EventData,
        history: list[Message],
        before: Answers,
        answerer: str | None,
        request: gr.Request,
        *chosen: Field,
    ) -> Iterator[list[Any]]:
        """Ask the last question again with the filters of a selected part of the timeline.

        Yields:
            What ``ask`` yields, the filters' components, and the chips.
        """
        question = before[-1].turn.question if before else None
        since, until = event_value(event, "since"), event_value(event, "until")
        form = FilterForm.from_components(chosen).replace(since=since, until=until)
        for shown in self.ask(question, history, before, answerer, request, *form.components()):
            yield [*shown, *form.components(), chips_html(form, self.texts)]

    def show_again(self, event: gr.EventData, before: Answers) -> list[Any]:
        """Return the panels of an earlier answer."""
        one = _named(event, before)
        if one is None:
            return [gr.skip(), gr.skip()]
        return [*panels_of(self.pipeline.snapshot(), one, self.texts)]

    def edit(self, event: gr.EventData, before: Answers) -> Any:  # noqa: ANN401
        """Return an earlier question for the question box."""
        one = _named(event, before)
        return one.turn.question if one else gr.skip()

    def vote(self, event: gr.EventData, before: Answers, request: gr.Request) -> list[Any]:
        """Store a vote on an answer, and return the row for a note with the entry's number."""
        one = _named(event, before)
        if one is None:
            return [gr.skip(), gr.skip()]
        feedback = Feedback(
            asked_at=one.asked_at,
            question=one.turn.question,
            answer=one.answer.to_dict(),
            generation=one.generation,
            helpful=event_value(event, "helpful") == "true",
            note="",
        )
        key = f"{request.session_hash}-{one.number}"
        with showing_errors():
            entry = self.feedback.add(feedback, key=key)
        gr.Info(self.texts.thanks, duration=3)
        return [gr.update(visible=True), entry]

    def note(self, text: str, entry: int | None) -> list[Any]:
        """Store a note on the last vote, and hide its row."""
        if entry is not None and text.strip():
            with showing_errors():
                self.feedback.note(entry, text.strip())
            gr.Info(self.texts.note_sent, duration=3)
        return [gr.update(visible=False), ""]

    def export(self, before: Answers) -> str:
        """Return the conversation for the download script, as JSON with a file name and a text."""
        today = datetime.now(UTC).date()
        text = exported(before, self.texts, today)
        return escape_json({"name": f"dateline-{today.isoformat()}.md", "text": text})

    def cite(self, style: str, before: Answers) -> Any:  # noqa: ANN401
        """Return the articles cited by the last answer that has any, as ``export`` does."""
        cited = next((one.answer for one in reversed(before) if one.answer.citations), None)
        if cited is None:
            return gr.skip()
        today, text = datetime.now(UTC).date(), to_style(cited, style)
        return escape_json({"name": f"dateline-{today.isoformat()}{SUFFIXES[style]}", "text": text})

    def chips(self, *chosen: Field) -> str:
        """Return the chips of the active filters."""
        return chips_html(FilterForm.from_components(chosen), self.texts)

    def remove(self, event: gr.EventData, *chosen: Field) -> list[Any]:
        """Remove a filter, and return the components and the chips."""
        form = FilterForm.from_components(chosen)
        left = form.without(event_value(event, "filter"), event_value(event, "value"))
        return [*left.components(), chips_html(left, self.texts)]

    def slide(self, event: gr.EventData, *chosen: Field) -> list[Any]:
        """Set ``as_of`` to the day of the slider, and return its component and the chips."""
        form = FilterForm.from_components(chosen).replace(as_of=event_value(event, "day"))
        return [form.text("as_of"), chips_html(form, self.texts)]

    def opened(self, address: str | None) -> list[Any]:
        """Return the filters in the page's address, and the choices of each filter."""
        _, chosen = _address(address)
        stats = self.pipeline.snapshot().stats
        # What the address does not say is left as it is: somebody may be typing.
        fields = []
        for option, value in zip(OPTIONS.values(), chosen.components(), strict=True):
            update: dict[str, Any] = {"value": value} if value else {}
            if option.takes_several:
                names = list(stats.names[option.field])[:_LONGEST_LIST]
                update["choices"] = [(format_name(option, one, self.texts), one) for one in names]
            fields.append(gr.update(**update))
        slider = slider_html(stats.published, self.texts)
        return [*fields, slider, chips_html(chosen, self.texts) if chosen else gr.skip()]


def _address(search: str | None) -> tuple[str, FilterForm]:
    return from_link(parse_qs((search or "")[:_LONGEST_LINK].removeprefix("?")))


def _named(event: gr.EventData, before: Answers) -> AnsweredTurn | None:
    turn = event_value(event, "turn") or ""
    return find(before, int(turn)) if turn.isascii() and turn.isdigit() else None
