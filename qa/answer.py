"""Define ``Answer``: the data of an answer, and its representations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa import exports, render
from qa.datatypes import AnswerData

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Answer(AnswerData):
    """The answer to a question, with its citations in the order of publication.

    ``str(answer)`` is text for a terminal. A notebook shows the answer as HTML. ``to_dict()``
    returns JSON for scripts::

        answer = qa.ask("when does the ban take effect?")
        print(answer)
        if answer.found:
            answer.findings[0].times[0].period  # Period of 20 September 2020
            answer.citations[0].quote  # verbatim: article.text[start:end] == quote
        else:
            answer.reason  # NotFound(), or NothingMatches with the nearest dates

    Examples:
        >>> from qa.datatypes import NotFound
        >>> answer = Answer("Who won?", "en", reason=NotFound())
        >>> answer.found, answer.answer
        (False, 'The corpus does not say.')
    """

    @property
    def answer(self) -> str:
        """Return the findings as plain text, a line each, or the reason why there are none.

        The text is in the language of the question, or in English if Dateline has no texts in it.
        """
        return render.to_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON; ``docs/json.md`` describes its fields."""
        return render.to_dict(self)

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas table with a row for each citation of each finding."""
        return exports.to_frame(self)

    def to_csl(self) -> list[dict[str, Any]]:
        """Return the cited articles as CSL-JSON, which Zotero and pandoc read."""
        return exports.to_csl(self)

    def to_bibtex(self) -> str:
        """Return the cited articles as BibTeX (fields of biblatex)."""
        return exports.to_bibtex(self)

    def to_ris(self) -> str:
        """Return the cited articles as RIS, which EndNote, Zotero and Mendeley read."""
        return exports.to_ris(self)

    def __str__(self) -> str:
        return render.to_text(self)

    def _repr_html_(self) -> str:
        return render.to_html(self)

    def _repr_markdown_(self) -> str:
        return render.to_markdown(self)
