"""Cache the suggested questions of the page for each generation of the index."""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

from qa.escaping import data_attribute, escape_html
from qa.suggestions import suggest

if TYPE_CHECKING:
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline

_logger = logging.getLogger(__name__)

_COUNT = 4


class Suggested:
    """The suggested questions of the current generation.

    Args:
        pipeline: Pipeline that can answer them.
        texts: Texts of the page.
    """

    def __init__(self, pipeline: Pipeline, texts: PageTexts) -> None:
        self._pipeline = pipeline
        self._texts = texts
        self._kept: tuple[str | None, list[str]] | None = None
        self._making = Lock()

    def html(self) -> str:
        """Return a button for each question; empty if there is none."""
        with self._making:  # computed once, even if many users open the page
            questions = self._questions(self._pipeline.snapshot())
        buttons = "".join(
            f'<li><button type="button" {data_attribute("question", one)}>'
            f"{escape_html(one)}</button></li>"
            for one in questions
        )
        title = escape_html(self._texts.suggestions)
        return f'<ul aria-label="{title}">{buttons}</ul>' if buttons else ""

    def _questions(self, snapshot: Pipeline) -> list[str]:
        generation = snapshot.info.generation
        if self._kept is None or self._kept[0] != generation:
            try:
                self._kept = generation, suggest(snapshot, self._texts.latest_on, _COUNT)
            except Exception:
                _logger.exception("no questions could be suggested")
                return []
        return self._kept[1]
