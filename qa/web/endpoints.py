"""Define the named endpoints of the page, for HTTP clients and for agents (MCP)."""

from __future__ import annotations

import inspect
import time
from functools import wraps
from typing import TYPE_CHECKING, Any, Unpack

from gradio.events import api

from index.errors import DatelineError
from index.filters import OPTIONS
from qa.exports import STYLES, to_style
from qa.web.events import IN_TURN, showing_errors
from qa.web.logs import log_answered, log_failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.answer import Answer
    from qa.filters import FilterArguments
    from qa.pipeline import Pipeline


def add_endpoints(pipeline: Pipeline) -> None:
    """Add ``/ask``, ``/search``, ``/cite`` and ``/article`` to the page."""

    @_with_filters
    def ask(question: str, top_k: int = 5, **filters: Unpack[FilterArguments]) -> dict[str, Any]:
        """Answer a question from dated news articles, with verbatim quotes, sources and dates.

        If the articles do not answer, "found" is false and "closest" has the closest passages.

        Args:
            question: Question in any language, such as "When does the ban take effect?"
            top_k: Maximum number of articles to cite, 1 to 50.
            **filters: Which articles may be used.

        Returns:
            The JSON of ``dateline ask --json``.
        """
        snapshot = pipeline.snapshot()
        answer = snapshot.ask(question, top_k=top_k, **filters)
        _log_answer("ask", question, answer, snapshot)
        return answer.to_dict()

    @_with_filters
    def search(
        question: str, top_k: int = 10, **filters: Unpack[FilterArguments]
    ) -> list[dict[str, Any]]:
        """Find the best passages of dated news articles for a question, best first.

        Args:
            question: Question in any language.
            top_k: Maximum number of passages, 1 to 50.
            **filters: Which articles may be used.

        Returns:
            For each passage its text and offsets, and the article's source and date.
        """
        snapshot, began = pipeline.snapshot(), time.perf_counter()
        hits = snapshot.retrieve(question, top_k=top_k, **filters)
        log_answered(
            "search",
            question,
            found=bool(hits),
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=snapshot.info.generation,
        )
        return [hit.to_dict() for hit in hits]

    @_with_filters
    def cite(
        question: str, style: str = "bibtex", top_k: int = 5, **filters: Unpack[FilterArguments]
    ) -> str:
        """Return references to the articles that answer a question, for reference managers.

        Args:
            question: Question in any language.
            style: "bibtex", "ris" or "csl" (CSL-JSON).
            top_k: Maximum number of articles to cite, 1 to 50.
            **filters: Which articles may be used.

        Returns:
            The references as text; empty, or an empty list, if the articles do not answer.
        """
        if style not in STYLES:
            raise DatelineError(f"{str(style)[:40]!r} is no style; name one of {', '.join(STYLES)}")
        snapshot = pipeline.snapshot()
        answer = snapshot.ask(question, top_k=top_k, **filters)
        _log_answer("cite", question, answer, snapshot)
        return to_style(answer, style)

    def article(document: str) -> dict[str, Any]:
        """Return an article with its whole text.

        Args:
            document: Id of the article: "document" in the results of /ask and /search.

        Returns:
            Its text, title, source, date and language.
        """
        try:
            return pipeline.snapshot().article(str(document)).to_dict()
        except KeyError as error:
            raise DatelineError(f"there is no article {document!r} in the index") from error

    for function in (_logging_errors(ask), _logging_errors(search), _logging_errors(cite), article):
        api(showing_errors()(function), api_name=function.__name__, **IN_TURN)


def _log_answer(endpoint: str, question: str, answer: Answer, snapshot: Pipeline) -> None:
    log_answered(
        endpoint,
        question,
        found=answer.found,
        elapsed_ms=answer.elapsed_ms,
        language=answer.language,
        generation=snapshot.info.generation,
    )


def _logging_errors(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that also logs the errors which it raises."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as the function that is wrapped)
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        except Exception as error:
            elapsed_ms = (time.perf_counter() - began) * 1000
            log_failed(function.__name__, str(args[0]) if args else "", error, elapsed_ms)
            raise

    return call


def _with_filters(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function with each filter as a parameter of its own, in place of ``**filters``.

    Gradio makes the documentation of the endpoints and the schemas of the tools from signature,
    annotations and docstring, and calls with arguments by position.
    """
    own = [
        one
        for one in inspect.signature(function).parameters.values()
        if one.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    types = {
        option.name: list[str] | None if option.takes_several else str | None
        for option in OPTIONS.values()
    }
    parameters = [
        inspect.Parameter(
            name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=one
        )
        for name, one in types.items()
    ]
    signature = inspect.signature(function).replace(parameters=[*own, *parameters])

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as the function that is wrapped)
        arguments = signature.bind(*args, **kwargs).arguments
        return function(**{name: _whole(value) for name, value in arguments.items()})

    told = "\n".join(f"    {option.name}: {option.description}" for option in OPTIONS.values())
    call.__doc__ = (inspect.getdoc(function) or "").replace(_FILTERS, told)
    call.__annotations__ = {
        name: one for name, one in function.__annotations__.items() if name != "filters"
    } | types
    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _whole(value: Any) -> Any:  # noqa: ANN401 (whatever was sent)
    """Return a number such as 3.0 as an int, since JSON Schema counts it as an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_FILTERS = "    **filters: Which articles may be used."
