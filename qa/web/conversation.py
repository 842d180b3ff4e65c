"""What happens when somebody asks: the chat's messages and the panel beside them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from index.errors import DatelineError
from qa.escaping import escape_markdown
from qa.followup import Turn, stand_alone
from qa.labels import labels
from qa.pipeline import Stage
from qa.render import to_markdown
from qa.web.evidence import evidence_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.datatypes import Article
    from qa.datatypes import Answer
    from qa.pipeline import Pipeline

_logger = logging.getLogger(__name__)

NO_EVIDENCE = (
    '<p class="nothing">The passages that an answer quotes, in their articles.<br>'
    '<span lang="fr">Les passages cités par une réponse, dans leurs articles.</span></p>'
)
FAILED = (
    "Something went wrong on the server; its log says what. · "
    "Une erreur est survenue sur le serveur ; son journal en dit plus."
)
STATUS = {
    Stage.SEARCHING: "Searching the archive … · Recherche dans les archives …",
    Stage.READING: "Reading the passages … · Lecture des passages …",
}
_KEPT = 50  # answers of a conversation whose evidence can be shown again


class Message(TypedDict):
    """One turn as the chat shows it; the content is Markdown."""

    role: str
    content: Any


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of a conversation.

    Attributes:
        number: Its number in it, from 1.
        turn: What a follow-up needs to know of it.
        answer: The answer.
    """

    number: int
    turn: Turn
    answer: Answer


class Shown(NamedTuple):
    """What the page shows.

    Attributes:
        messages: The chat.
        evidence: The evidence panel's HTML; None to leave it as it is.
        answered: The answers so far, the latest last.
    """

    messages: list[Message]
    evidence: str | None
    answered: tuple[Answered, ...]


def respond(
    pipeline: Pipeline,
    question: str | None,
    history: list[Message],
    answered: tuple[Answered, ...] = (),
    *,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> Iterator[Shown]:
    """Show the question, what is being done, then the answer and the evidence.

    Args:
        pipeline: Who answers.
        question: As it was typed; a blank one changes nothing. A follow-up is put as a question
            that stands alone.
        history: The chat so far.
        answered: The answers so far.
        since: As for ``Pipeline.ask``; what is blank is no filter.
        until: Likewise.
        as_of: Likewise.

    Yields:
        What the page shows, at each step.
    """
    if not question or not question.strip():
        yield Shown(history, None, answered)
        return
    history = [*history, Message(role="user", content=escape_markdown(question))]
    meant = stand_alone(question, answered[-1].turn if answered else None)
    try:
        over = pipeline.now()  # what is cited is looked up in the index that answered
        for step in over.steps(meant, since=since, until=until, as_of=as_of):
            if isinstance(step, Stage):
                yield Shown([*history, _says(escape_markdown(STATUS[step]))], None, answered)
            else:
                number = answered[-1].number + 1 if answered else 1
                now = Answered(number, Turn(meant, step.language, _named(step)), step)
                reply = _understood(question, now) + to_markdown(step, _anchor(number))
                kept = (*answered, now)[-_KEPT:]
                yield Shown([*history, _says(reply)], _evidence(over, now), kept)
    except DatelineError as error:
        yield Shown([*history, _says(escape_markdown(str(error)))], NO_EVIDENCE, answered)
    except Exception:
        _logger.exception("a question could not be answered")
        yield Shown([*history, _says(escape_markdown(FAILED))], NO_EVIDENCE, answered)


def evidence_of(pipeline: Pipeline, answered: Sequence[Answered], number: int) -> str | None:
    """The evidence panel of an earlier answer; None if it is no longer kept."""
    for one in answered:
        if one.number == number:
            return _evidence(pipeline.now(), one)
    return None


def _says(content: str) -> Message:
    return Message(role="assistant", content=content)


def _anchor(number: int) -> str:
    return f"source-{number}-"


def _named(answer: Answer) -> str | None:
    """The words that answered, if they are no time: what "she" and "they" may mean."""
    if not answer.found or not answer.findings or answer.findings[0].periods:
        return None
    return answer.findings[0].value


def _understood(question: str, now: Answered) -> str:
    """What a follow-up was taken for, on a line of its own."""
    if now.turn.question == question:
        return ""
    told = labels(now.answer.language).understood.format(question=now.turn.question)
    return f"{escape_markdown(told)}\n\n"


def _evidence(pipeline: Pipeline, one: Answered) -> str:
    return evidence_html(one.answer, _cited_articles(pipeline, one.answer), _anchor(one.number))


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
