"""Define the ``Answerer`` protocol: answerers turn retrieved passages into an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.datatypes import Hit
    from qa.answer import Answer
    from qa.question import Question


class Answerer(Protocol):
    """An answerer of questions; threads may share it.

    ``tests/contracts/answerer_contract.py`` tests these requirements. ``ExtractiveAnswerer`` is the
    default; ``qa.testing.ScriptedAnswerer`` is a test double.
    """

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int) -> Answer:
        """Answer a question from these passages only.

        Args:
            question: Parsed question.
            hits: Retrieved passages, best first.
            top_k: Maximum number of articles to cite, at least 1.

        Returns:
            An answer in which

            - each quote is verbatim: ``article.text[start:end]`` of an article of the hits;
            - citations are numbered from 1, in the order of publication, and no article is cited
              twice;
            - each finding cites existing numbers;
            - if the passages do not answer, or if there are none, ``reason`` is ``NotFound()``, and
              there are no findings and citations. ``closest`` may then cite the closest passages,
              best first.

            The pipeline sets ``elapsed_ms``.

        Raises:
            DatelineError: If the answerer fails in a way that the user can correct. A question
                without an answer is not an error.
        """
        ...


@runtime_checkable
class StreamingAnswerer(Answerer, Protocol):
    """An answerer that yields parts of an answer before the whole."""

    def answers(
        self, question: Question, hits: Sequence[Hit], *, top_k: int
    ) -> Iterator[Answer | None]:
        """Answer as ``answer`` does, and yield partial answers.

        Yields:
            None while there is nothing to show; then partial answers, which meet all requirements
            of ``answer``; finally the complete answer. Closing the iterator stops the work.
        """
        ...
