"""What the page needs of a pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Article
    from qa.datatypes import Answer


class Asker(Protocol):
    """Answers questions and hands out the articles that its answers cite."""

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
        sources: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a question.

        Raises:
            DatelineError: If the question or a filter cannot be used.
        """
        ...

    def article(self, document: str) -> Article:
        """The article of that id.

        Raises:
            KeyError: If there is none.
        """
        ...
