"""What happens when somebody asks: the chat's messages and the panel beside them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypedDict

from index.errors import DatelineError
from qa.render import escape_markdown, evidence_html, to_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


class Message(TypedDict):
    """One turn as the chat shows it; the content is Markdown."""

    role: str
    content: Any


def respond(
    pipeline: Pipeline,
    question: str | None,
    history: list[Message],
    *,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> Iterator[tuple[list[Message], str | None]]:
    """Show the question, then its answer and the evidence.

    Args:
        pipeline: Who answers.
        question: As it was typed; a blank one changes nothing.
        history: The chat so far.
        since: As for ``Pipeline.ask``; what is blank is no filter.
        until: Likewise.
        as_of: Likewise.

    Yields:
        The chat, and the evidence panel's HTML (None: leave it as it is), at each step.
    """
    if not question or not question.strip():
        yield history, None
        return
    history = [*history, Message(role="user", content=escape_markdown(question))]
    yield history, None
    reply, evidence = _reply(
        pipeline, lambda over: over.ask(question, since=since, until=until, as_of=as_of)
    )
    yield [*history, Message(role="assistant", content=reply)], evidence


def _reply(pipeline: Pipeline, ask: Callable[[Pipeline], Answer]) -> tuple[str, str]:
    try:
        over = pipeline.now()  # what is cited is looked up in the index that answered
        answer = ask(over)
        return to_markdown(answer), evidence_html(answer, _cited_articles(over, answer))
    except DatelineError as error:
        return escape_markdown(str(error)), NO_EVIDENCE
    except Exception:
        _logger.exception("a question could not be answered")
        return escape_markdown(FAILED), NO_EVIDENCE


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
