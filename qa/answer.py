"""An answer: the same value on every surface, and what it looks like there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa import exports, render
from qa.datatypes import AnswerData

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Answer(AnswerData):
    """The answer to a question, with its evidence in order of publication.

    ``str(answer)`` is for a terminal, a notebook shows the answer as HTML, ``to_dict()`` is for
    scripts::

        answer = qa.ask("when does the ban take effect?")
        print(answer)
        if answer.found:
            answer.findings[0].times[0].period  # Period of 20 September 2020
            answer.citations[0].quote  # verbatim: article.text[start:end] == quote
        else:
            answer.reason  # NotFound(), or NothingMatches with the nearest dates
    """

    @property
    def answer(self) -> str:
        """The findings in order, a line each, or why there are none.

        Plain text in the interface language nearest to the question's.
        """
        return render.to_plain(self)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON, the contract for scripts."""
        return render.to_dict(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the citations as a table of pandas, a row for each finding that cites one."""
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
