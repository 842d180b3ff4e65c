"""Run a conversation: the chat's messages, and the panels beside them."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from index.errors import DatelineError
from index.filters import OPTIONS
from qa.answerers.loading import GENERATIVE
from qa.datatypes import Stage, Step
from qa.escaping import backslash_markdown, escape_markdown, one_line
from qa.followup import Turn
from qa.formatting import format_value
from qa.languages import answer_texts
from qa.question import is_no_question
from qa.render import to_markdown
from qa.web.evidence import consider, evidence_html
from qa.web.filters import NO_FILTERS, FilterForm, label, link
from qa.web.logs import log_answered, log_failed
from qa.web.timeline import timeline_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from index.datatypes import Article, Hit
    from qa.answer import Answer
    from qa.datatypes import Citation
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline

_logger = logging.getLogger(__name__)

_KEPT = 50  # latest answers of a conversation whose evidence is kept


class Message(TypedDict):
    """A message of the chat; the content is Markdown."""

    role: str
    content: Any


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    """An answered question of a conversation.

    Attributes:
        number: Number in the conversation, from 1.
        turn: Question as one that stands alone, for follow-ups.
        answer: Answer to the question.
        considered: Retrieved passages that are not cited.
        chosen: Filters of the question.
        generation: Name of the index generation that answered.
        asked_at: Time of the question in UTC; by default now.
    """

    number: int
    turn: Turn
    answer: Answer
    considered: tuple[Citation, ...] = ()
    chosen: FilterForm = NO_FILTERS
    generation: str | None = None
    asked_at: datetime = field(default_factory=partial(datetime.now, UTC))


class Panels(NamedTuple):
    """The panels beside the chat, in HTML."""

    evidence: str
    timeline: str = ""


class PageUpdate(NamedTuple):
    """New contents of the page.

    Attributes:
        messages: Messages of the chat.
        panels: Panels beside the chat; None to leave them unchanged.
        answered: Answered questions so far, latest last.
    """

    messages: list[Message]
    panels: Panels | None
    answered: tuple[AnsweredTurn, ...]


def no_evidence(texts: PageTexts) -> Panels:
    """Return the panels before the first question."""
    return Panels(f'<p class="nothing">{texts.no_evidence}</p>')


def respond(
    pipeline: Pipeline,
    texts: PageTexts,
    question: str | None,
    history: list[Message],
    answered: tuple[AnsweredTurn, ...] = (),
    chosen: FilterForm = NO_FILTERS,
    answerer: str | None = None,
) -> Iterator[PageUpdate]:
    """Answer a question, and yield the contents of the page at each step.

    Args:
        pipeline: Pipeline that answers.
        texts: Texts of the page.
        question: Question as it was typed; if it is blank, nothing changes. A follow-up is
            rewritten as a question that stands alone.
        history: Messages so far.
        answered: Answered questions so far.
        chosen: Filters of the question.
        answerer: Name of the answerer, one of ``Pipeline.answerers``; None for the pipeline's own.

    Yields:
        The page with the question and the current step, then with the answer and its evidence.
    """
    if not question or not question.strip():
        yield PageUpdate(history, None, answered)
        return
    history = [*history, Message(role="user", content=escape_markdown(question))]
    # A follow-up after a greeting or thanks refers to the question before them.
    earlier = [one.turn for one in answered if not is_no_question(one.turn.question)]
    before = earlier[-1] if earlier and not is_no_question(question) else None
    number = answered[-1].number + 1 if answered else 1
    hits: Sequence[Hit] = ()
    began = time.perf_counter()
    try:
        snapshot = pipeline.snapshot()  # cited articles come from the generation that answered
        if before is not None and GENERATIVE in {answerer, snapshot.answerers[0]} - {None}:
            yield PageUpdate([*history, _progress(Step(Stage.WRITING), texts)], None, answered)
        meant = snapshot.stand_alone(question, before, answerer)
        for step in snapshot.steps(meant, answerer=answerer, **chosen.arguments()):
            if isinstance(step, Step):
                hits = step.hits
                yield PageUpdate([*history, _progress(step, texts)], None, answered)
                continue
            turn = AnsweredTurn(
                number=number,
                turn=Turn(meant, step.language, _words_for_pronouns(step)),
                answer=step,
                considered=consider(step, hits),
                chosen=chosen,
                generation=snapshot.info.generation,
            )
            log_answered(
                "page",
                meant,
                found=step.found,
                elapsed_ms=step.elapsed_ms,
                language=step.language,
                generation=snapshot.info.generation,
            )
            reply = "\n\n".join(
                [*_understood(question, turn, texts), to_markdown(step, _anchor(turn.number))]
            )
            content = f"{reply}\n\n{_actions(turn.number, texts)}"
            kept = (*answered, turn)[-_KEPT:]
            yield PageUpdate([*history, _reply(content)], panels_of(snapshot, turn, texts), kept)
    except DatelineError as error:
        log_failed("page", question, error, (time.perf_counter() - began) * 1000)
        failure = _reply(escape_markdown(str(error)))
        yield PageUpdate([*history, failure], no_evidence(texts), answered)
    except Exception as error:
        log_failed("page", question, error, (time.perf_counter() - began) * 1000)
        _logger.exception("a question could not be answered")
        failure = _reply(escape_markdown(texts.failed))
        yield PageUpdate([*history, failure], no_evidence(texts), answered)


def panels_of(pipeline: Pipeline, one: AnsweredTurn, texts: PageTexts) -> Panels:
    """Return the panels for an answer."""
    anchor = _anchor(one.number)
    articles = _cited_articles(pipeline, one.answer)
    address = link(one.turn.question, one.chosen)
    return Panels(
        evidence_html(one.answer, articles, anchor, one.considered, address),
        timeline_html(one.answer, anchor, texts),
    )


def find(answered: Sequence[AnsweredTurn], number: int) -> AnsweredTurn | None:
    """Return an answered question by its number; None if it is no longer kept."""
    return next((one for one in answered if one.number == number), None)


def exported(answered: Sequence[AnsweredTurn], texts: PageTexts, day: date) -> str:
    """Return the conversation as a Markdown file."""
    heading = f"# Dateline · {texts.exported.format(date=day.isoformat())}"
    parts = [heading]
    for one in answered:
        parts.append(f"## {backslash_markdown(one_line(one.turn.question))}")
        active = [
            texts.labelled.format(
                name=label(OPTIONS[name], texts),
                value=value if isinstance(value, str) else ", ".join(value),
            )
            for name, value in one.chosen.values.items()
        ]
        if active:
            parts.append(backslash_markdown(one_line(" · ".join(active))))
        parts.append(to_markdown(one.answer, encode=backslash_markdown))
    return "\n\n".join(parts) + "\n"


def stopped(history: list[Message], texts: PageTexts) -> list[Message]:
    """Return the messages after a question was stopped, with the sentences proved so far."""
    if not history or history[-1]["role"] != "assistant":
        return history
    content = history[-1]["content"]
    for stage in texts.stages.values():
        content = content.removesuffix(escape_markdown(stage)).rstrip()
    parts = [content, f"*{escape_markdown(texts.stopped)}*"]
    return [*history[:-1], _reply("\n\n".join(filter(None, parts)))]


def _progress(step: Step, texts: PageTexts) -> Message:
    """Return a message with the partial answer, and the name of the current stage."""
    stage = escape_markdown(texts.stages[step.stage.value])
    return _reply(stage if step.answer is None else f"{to_markdown(step.answer)}\n\n{stage}")


def _reply(content: str) -> Message:
    return Message(role="assistant", content=content)


def _anchor(number: int) -> str:
    return f"source-{number}-"


def _words_for_pronouns(answer: Answer) -> str | None:
    """Return the words that answered, as the antecedent of "she" or "they"; None for times."""
    if not answer.found or not answer.findings or answer.findings[0].times or answer.news:
        return None
    return format_value(answer.findings[0], answer.language)


def _understood(question: str, one: AnsweredTurn, texts: PageTexts) -> list[str]:
    """Return a line with the question that a follow-up was rewritten to; empty for others."""
    if one.turn.question == question:
        return []
    line = answer_texts(one.answer.language).understood.format(question=one.turn.question)
    return [f"{escape_markdown(line)} · {_action('edit', one.number, texts.edit)}"]


def _actions(number: int, texts: PageTexts) -> str:
    """Return the actions for an answer, as links that the page's script handles."""
    return " · ".join(
        _action(name, number, label)
        for name, label in (
            ("again", texts.again),
            ("edit", texts.edit),
            ("copy", texts.copy),
            ("helpful", texts.helpful),
            ("unhelpful", texts.unhelpful),
        )
    )


def _action(name: str, number: int, label: str) -> str:
    return f"[{escape_markdown(label)}](#{name}-{number})"


def _cited_articles(pipeline: Pipeline, answer: Answer) -> dict[str, Article]:
    articles = {}
    for document in dict.fromkeys(
        citation.document for citation in (answer.citations or answer.closest)
    ):
        try:
            articles[document] = pipeline.article(document)
        except KeyError:
            _logger.warning("the index no longer holds a cited article: %s", document)
    return articles
