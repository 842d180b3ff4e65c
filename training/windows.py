"""Convert examples to token ids, with the tokens that start and end the answer."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

    from training.data import Document, Span

LENGTHS = (112, 112, 112, 224)
"""Token lengths of windows, drawn at random: mostly short ones, which train faster, and enough long
ones to read whole passages."""

LONGER = (112, 160, 224, 320)
"""Token lengths of the second part, up to those of passages in use."""

QUESTION = 48
TITLE = 24
"""Maximum tokens of a question, and of a title."""

_WHOLE = 384  # tokens of a window when documents are read as a whole
_MARKS = 4  # <s> question </s></s> text </s>
_WORD_START = "▁"


@dataclass(frozen=True, slots=True)
class TokenWindow:
    """An input of the network, with its target.

    Attributes:
        ids: Token ids.
        start: First token of the answer; 0 without one.
        end: Last token of the answer; 0 without one.
    """

    ids: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Text:
    ids: Sequence[int]
    spans: Sequence[Span]  # spans of the tokens in the text
    starts: Sequence[int]
    heads: Sequence[int]  # tokens that begin a word
    title: Sequence[int]


class Windows:
    """Cutter of windows; each text is tokenized once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        first, after = tokenizer.encode("").ids
        self._mark = first, after
        self._questions: dict[str, Sequence[int]] = {}
        self._texts: dict[str, _Text] = {}

    def cut(
        self,
        question: str,
        document: Document,
        span: Span | None,
        chance: random.Random,
        lengths: Sequence[int] = LENGTHS,
    ) -> TokenWindow:
        """Return a window of a document that contains the span, or any window without a span.

        Half of the windows begin with the document's title. The length is drawn at random.
        """
        question_ids = self._question(question)
        text = self._text(document)
        title = text.title if chance.random() < 0.5 else ()
        room = chance.choice(lengths) - _MARKS - len(question_ids) - len(title)
        first, last = (0, 0) if span is None else self._tokens(text, span)
        begin = self._begin(text, room, None if span is None else (first, last), chance)
        before, after = self._mark
        head = [before, *question_ids, after, after, *title]
        ids = (*head, *text.ids[begin : begin + room], after)
        if span is None:
            return TokenWindow(ids, 0, 0)
        shift = len(head) - begin
        return TokenWindow(ids, first + shift, min(last, begin + room - 1) + shift)

    def whole(
        self, question: str, document: Document
    ) -> Iterator[tuple[TokenWindow, Sequence[Span], int]]:
        """Yield all of a document, in windows that overlap by half.

        Yields:
            The window, the spans of its tokens in the text, and the index of the first of them.
        """
        question_ids, text = self._question(question), self._text(document)
        before, after = self._mark
        head = [before, *question_ids, after, after]
        room = _WHOLE - len(head) - 1
        for begin in range(0, max(1, len(text.ids) - room // 2), room // 2):
            ids = (*head, *text.ids[begin : begin + room], after)
            yield TokenWindow(ids, 0, 0), text.spans[begin : begin + room], len(head)
            if begin + room >= len(text.ids):
                return

    def _begin(
        self, text: _Text, room: int, answer: tuple[int, int] | None, chance: random.Random
    ) -> int:
        """Return the first token of a window, which begins a word."""
        latest = max(0, len(text.ids) - room)
        if answer is None:
            earliest = 0
        else:
            earliest, latest = max(0, answer[1] - room + 1), min(latest, answer[0])
        if latest <= earliest:
            return min(earliest, latest) if answer is None else min(answer[0], max(0, latest))
        at = chance.randint(earliest, latest)
        head = text.heads[bisect_right(text.heads, at) - 1] if text.heads else at
        return head if head >= earliest else at

    def _tokens(self, text: _Text, span: Span) -> tuple[int, int]:
        first = bisect_right(text.starts, span[0]) - 1
        last = bisect_right(text.starts, span[1] - 1) - 1
        return max(0, first), max(0, first, last)

    def _question(self, question: str) -> Sequence[int]:
        if question not in self._questions:
            encoded = self._tokenizer.encode(question, add_special_tokens=False)
            self._questions[question] = encoded.ids[:QUESTION]
        return self._questions[question]

    def _text(self, document: Document) -> _Text:
        if document.id not in self._texts:
            encoded = self._tokenizer.encode(document.text, add_special_tokens=False)
            title = self._tokenizer.encode(document.title, add_special_tokens=False)
            self._texts[document.id] = _Text(
                encoded.ids,
                encoded.offsets,
                [start for start, _ in encoded.offsets],
                [at for at, token in enumerate(encoded.tokens) if token.startswith(_WORD_START)],
                title.ids[:TITLE],
            )
        return self._texts[document.id]
