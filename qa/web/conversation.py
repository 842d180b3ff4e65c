"""What happens when somebody asks: the chat's messages and the panels beside them."""

from __future__ import annotations

import logging
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
from qa.web.logs import log_answered
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

_KEPT = 50  # answers of a conversation whose evidence can be shown again


class Message(TypedDict):
    """One turn as the chat shows it; the content is Markdown."""

    role: str
    content: Any


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    """An answer of a conversation.

    Attributes:
        number: Its number in it, from 1.
        turn: What a follow-up needs to know of it.
        answer: The answer.
        considered: Passages that were found and are not cited.
        chosen: The filters it was asked with.
        generation: Name of the index's generation that answered.
        asked_at: When, in UTC; by default now.
    """

    number: int
    turn: Turn
    answer: Answer
    considered: tuple[Citation, ...] = ()
    chosen: FilterForm = NO_FILTERS
    generation: str | None = None
    asked_at: datetime = field(default_factory=partial(datetime.now, UTC))


class Panels(NamedTuple):
    """What stands beside the chat, in HTML."""

    evidence: str
    timeline: str = ""


class PageUpdate(NamedTuple):
    """What the page shows.

    Attributes:
        messages: The chat.
        panels: What stands beside it; None to leave it as it is.
        answered: The answers so far, the latest last.
    """

    messages: list[Message]
    panels: Panels | None
    answered: tuple[AnsweredTurn, ...]


def no_evidence(texts: PageTexts) -> Panels:
    """The panels before anything was asked."""
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
    """Show the question, what is being done, then the answer and the evidence.

    Args:
        pipeline: Who answers.
        texts: The page's.
        question: As it was typed; a blank one changes nothing. A follow-up is put as a question
            that stands alone.
        history: The chat so far.
        answered: The answers so far.
        chosen: Which articles are asked.
        answerer: What answers, by its name in ``Pipeline.answerers``; None for the pipeline's own.

    Yields:
        What the page shows, at each step.
    """
    if not question or not question.strip():
        yield PageUpdate(history, None, answered)
        return
    history = [*history, Message(role="user", content=escape_markdown(question))]
    # After a greeting or thanks, a question goes on from the one before.
    earlier = [one.turn for one in answered if not is_no_question(one.turn.question)]
    before = earlier[-1] if earlier and not is_no_question(question) else None
    number = answered[-1].number + 1 if answered else 1
    hits: Sequence[Hit] = ()
    try:
        snapshot = pipeline.snapshot()  # what is cited is looked up in the index that answered
        if before is not None and GENERATIVE in {answerer, snapshot.answerers[0]} - {None}:
            yield PageUpdate([*history, _does(Step(Stage.WRITING), texts)], None, answered)
        meant = snapshot.stand_alone(question, before, answerer)
        for step in snapshot.steps(meant, answerer=answerer, **chosen.arguments()):
            if isinstance(step, Step):
                hits = step.hits
                yield PageUpdate([*history, _does(step, texts)], None, answered)
                continue
            turn = AnsweredTurn(
                number=number,
                turn=Turn(meant, step.language, _named(step)),
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
            yield PageUpdate([*history, _says(content)], panels_of(snapshot, turn, texts), kept)
    except DatelineError as error:
        said = _says(escape_markdown(str(error)))
        yield PageUpdate([*history, said], no_evidence(texts), answered)
    except Exception:
        _logger.exception("a question could not be answered")
        said = _says(escape_markdown(texts.failed))
        yield PageUpdate([*history, said], no_evidence(texts), answered)


def panels_of(pipeline: Pipeline, one: AnsweredTurn, texts: PageTexts) -> Panels:
    """What stands beside the chat for an answer."""
    anchor = _anchor(one.number)
    articles = _cited_articles(pipeline, one.answer)
    address = link(one.turn.question, one.chosen)
    return Panels(
        evidence_html(one.answer, articles, anchor, one.considered, address),
        timeline_html(one.answer, anchor, texts),
    )


def find(answered: Sequence[AnsweredTurn], number: int) -> AnsweredTurn | None:
    """An earlier answer by its number; None if it is no longer kept."""
    return next((one for one in answered if one.number == number), None)


def exported(answered: Sequence[AnsweredTurn], texts: PageTexts, day: date) -> str:
    """The conversation as a Markdown file."""
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
    """The chat after a question was stopped: what was proved by then stays."""
    if not history or history[-1]["role"] != "assistant":
        return history
    said = history[-1]["content"]
    for stage in texts.stages.values():
        said = said.removesuffix(escape_markdown(stage)).rstrip()
    parts = [said, f"*{escape_markdown(texts.stopped)}*"]
    return [*history[:-1], _says("\n\n".join(filter(None, parts)))]


def _does(step: Step, texts: PageTexts) -> Message:
    """What is being done, below what is known of the answer."""
    stage = escape_markdown(texts.stages[step.stage.value])
    return _says(stage if step.answer is None else f"{to_markdown(step.answer)}\n\n{stage}")


def _says(content: str) -> Message:
    return Message(role="assistant", content=content)


def _anchor(number: int) -> str:
    return f"source-{number}-"


def _named(answer: Answer) -> str | None:
    """The words that answered, if they are no time: what "she" and "they" may mean."""
    if not answer.findings or answer.findings[0].times or answer.news:
        return None
    return format_value(answer.findings[0], answer.language)


def _understood(question: str, one: AnsweredTurn, texts: PageTexts) -> list[str]:
    """What a follow-up was taken for, on a line of its own."""
    if one.turn.question == question:
        return []
    told = answer_texts(one.answer.language).understood.format(question=one.turn.question)
    return [f"{escape_markdown(told)} · {_action('edit', one.number, texts.edit)}"]


def _actions(number: int, texts: PageTexts) -> str:
    """What can be done with an answer: links that the page's script knows."""
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
