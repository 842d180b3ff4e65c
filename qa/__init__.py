"""Ask a corpus of dated articles: ``qa.ask("when does the ban take effect?")``."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Unpack

from index import __version__
from qa.answer import Answer
from qa.datatypes import Citation, Finding, NoQuestion, NotFound, NothingMatches, ResolvedTime
from qa.errors import InvalidQuestionError
from qa.pipeline import Pipeline

if TYPE_CHECKING:
    from pathlib import Path

    from qa.filters import FilterArguments

__all__ = [
    "Answer",
    "Citation",
    "Finding",
    "InvalidQuestionError",
    "NoQuestion",
    "NotFound",
    "NothingMatches",
    "Pipeline",
    "ResolvedTime",
    "__version__",
    "ask",
]


def ask(
    question: str,
    *,
    top_k: int = 5,
    index_dir: Path | str | None = None,
    reader: str | None = None,
    answerer: str | None = None,
    **filters: Unpack[FilterArguments],
) -> Answer:
    """Answer a question from the indexed articles.

    The index is opened at the first question, and stays open for the next ones::

        answer = qa.ask("when does the ban take effect?", as_of="2020-08-31")

    Args:
        question: Question in any language, of at most 2,000 characters.
        top_k: Maximum number of articles to cite, 1 to 50.
        index_dir: Index: a folder, or the address of a store such as ``postgresql://host/news``.
            None for the setting ``DATELINE_INDEX``, which defaults to ``var/index``.
        reader: Name of the reader; see ``Pipeline.open``.
        answerer: Name of the answerer, ``extractive`` or ``generative``; see ``Pipeline.open``.
        **filters: Filters on the articles, such as ``since="last month"``; see
            ``qa.filters.FilterArguments``.

    Raises:
        InvalidQuestionError: If the question or an argument is invalid.
        DatelineError: If the index cannot be opened; see ``index.errors``.
    """
    from pathlib import Path

    from index.settings import Settings, is_address

    settings = Settings.from_environment()
    place = settings.index_dir if index_dir is None else index_dir
    if not is_address(str(place)):
        place = Path(place).resolve()  # the current folder may change before the next question
    with _opening:
        pipeline = _pipeline(
            place, settings.model, reader or settings.reader, answerer or settings.answerer
        )
    return pipeline.ask(question, top_k=top_k, **filters)


_opening = Lock()  # the first questions of several threads share one pipeline


@lru_cache(maxsize=2)
def _pipeline(
    index_dir: Path | str, model: str | None, reader: str | None, answerer: str | None
) -> Pipeline:
    return Pipeline.open(index_dir, model=model, reader=reader, answerer=answerer)
