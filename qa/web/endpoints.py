"""The page's named endpoints: the same over HTTP, and for agents (MCP), as ``qa.ask``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from gradio.events import api

from index.errors import DatelineError
from qa.web.events import IN_TURN, telling
from qa.web.logs import log_answered

if TYPE_CHECKING:
    from qa.pipeline import Pipeline


def add_endpoints(pipeline: Pipeline) -> None:
    """Add ``/ask``, ``/search`` and ``/article`` to the page that is being made."""

    def ask(
        question: str,
        top_k: int = 5,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
        sources: list[str] | None = None,
        languages: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from dated news articles: verbatim quotes, their sources and dates.

        Where the articles do not say, "found" is false and "closest" holds what comes nearest.

        Args:
            question: In any language, for example "When does the ban take effect?"
            top_k: At most so many articles are cited, 1 to 50.
            since: Only articles from this day or later: YYYY, YYYY-MM, YYYY-MM-DD, "last month".
            until: Only articles from this day or earlier.
            as_of: Only articles that were certainly out by the end of this day.
            sources: Only these sources.
            languages: Only articles in these languages (ISO 639-1).

        Returns:
            The JSON of ``python -m qa ask --json``.
        """
        snapshot = pipeline.snapshot()
        answer = snapshot.ask(
            question,
            top_k=top_k,
            since=since,
            until=until,
            as_of=as_of,
            sources=sources,
            languages=languages,
        )
        log_answered(
            "ask",
            question,
            found=answer.found,
            elapsed_ms=answer.elapsed_ms,
            language=answer.language,
            generation=snapshot.info.generation,
        )
        return answer.to_dict()

    def search(
        question: str,
        top_k: int = 10,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
        sources: list[str] | None = None,
        languages: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """Find the passages of dated news articles that fit a question, best first.

        Args:
            question: In any language.
            top_k: At most so many passages, 1 to 50.
            since: Only articles from this day or later: YYYY, YYYY-MM, YYYY-MM-DD, "last month".
            until: Only articles from this day or earlier.
            as_of: Only articles that were certainly out by the end of this day.
            sources: Only these sources.
            languages: Only articles in these languages (ISO 639-1).

        Returns:
            Of each its words, its place in its article, and the article's source and date.
        """
        snapshot, began = pipeline.snapshot(), time.perf_counter()
        hits = snapshot.retrieve(
            question,
            top_k=top_k,
            since=since,
            until=until,
            as_of=as_of,
            sources=sources,
            languages=languages,
        )
        log_answered(
            "search",
            question,
            found=bool(hits),
            elapsed_ms=(time.perf_counter() - began) * 1000,
            generation=snapshot.info.generation,
        )
        return [hit.to_dict() for hit in hits]

    def article(document: str) -> dict[str, Any]:
        """One article, whole.

        Args:
            document: Its id, as "document" in what /ask and /search give.

        Returns:
            Its text, title, source, date and language.
        """
        try:
            return pipeline.snapshot().article(document).to_dict()
        except KeyError as error:
            raise DatelineError(f"there is no article {document!r} in the index") from error

    for function in (ask, search, article):
        api(telling()(function), api_name=function.__name__, **IN_TURN)
