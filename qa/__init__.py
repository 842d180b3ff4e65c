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
    """Answer a question from the articles; the index is opened once and kept.

    Args:
        question: In any language.
        top_k: At most so many articles are cited, 1 to 50.
        index_dir: Where the index is: a folder, or the address of a store, as
            ``memory://news``; None for the setting (``DATELINE_INDEX``, else ``var/index``).
        reader: What reads out answers; see ``Pipeline.open``.
        answerer: What answers: ``extractive`` or ``generative``; see ``Pipeline.open``.
        **filters: Which articles may be used, as ``since="last month"``; see
            ``qa.filters.FilterArguments``.

    Raises:
        InvalidQuestionError: If the question or an argument means nothing.
        DatelineError: If the index cannot be opened (see ``index.errors``).
    """
    from pathlib import Path

    from index.settings import Settings, is_address

    settings = Settings.from_environment()
    place = settings.index_dir if index_dir is None else index_dir
    if not is_address(str(place)):
        place = Path(place).resolve()  # the current folder may be another one at the next question
    with _opening:
        pipeline = _pipeline(
            place, settings.model, reader or settings.reader, answerer or settings.answerer
        )
    return pipeline.ask(question, top_k=top_k, **filters)


_opening = Lock()  # several threads' first questions open one pipeline


@lru_cache(maxsize=2)
def _pipeline(
    index_dir: Path | str, model: str | None, reader: str | None, answerer: str | None
) -> Pipeline:
    return Pipeline.open(index_dir, model=model, reader=reader, answerer=answerer)
