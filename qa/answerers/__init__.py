"""Passages that were found → an answer: the ``Answerer`` protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.datatypes import Hit
    from qa.answer import Answer
    from qa.question import Question


class Answerer(Protocol):
    """Answers a question from passages. Safe to share between threads.

    ``tests/contracts/answerer_contract.py`` holds every answerer to what is promised here.
    ``ExtractiveAnswerer`` is the one that ships; ``qa.testing.ScriptedAnswerer`` is one for tests.
    """

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int) -> Answer:
        """Answer from these passages and nothing else.

        Args:
            question: What is asked.
            hits: What was retrieved, best first.
            top_k: At most so many articles are cited, 1 or more.

        Returns:
            An answer in which

            - each quote is verbatim, ``article.text[start:end]`` of an article of the hits;
            - citations are numbered from 1 and in the order of publication, and no article is
              cited twice;
            - each finding cites numbers that are there;
            - if the passages do not answer, or there are none, ``reason`` is ``NotFound()``, and
              there is neither a finding nor a citation; ``closest`` may then cite the passages
              that come nearest, the best first.

            The pipeline measures how long it took.

        Raises:
            DatelineError: If what it answers with fails in a way that a user can mend; a question
                that cannot be answered is no error.
        """
        ...


@runtime_checkable
class StreamingAnswerer(Answerer, Protocol):
    """An answerer that tells parts of an answer before it has the whole."""

    def answers(
        self, question: Question, hits: Sequence[Hit], *, top_k: int
    ) -> Iterator[Answer | None]:
        """Answer as ``answer`` does, and tell the answer so far on the way.

        Yields:
            None while there is nothing to show, or an answer that keeps every promise of
            ``answer`` and may lack something; the last one is what ``answer`` returns. Whoever
            stops listening stops the work.
        """
        ...
