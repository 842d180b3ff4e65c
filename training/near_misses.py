"""Generate near-misses: questions that a document seems to answer, and documents with a rival.

A reader must distinguish a text that matches in all respects but one from the right one (contrast
sets, Gardner et al. 2020, arXiv:2004.02709; inserted sentences, Jia & Liang 2017,
arXiv:1707.07328). Here, near-misses are generated from real text: a name, a year, a role or an
event is replaced by another of its kind from the same collection, in the question or in the
sentence that answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.readers.lexical_overlap import fold
from training.question_parts import contains, is_name, parts_of

if TYPE_CHECKING:
    import random
    from collections.abc import Hashable, Iterable, Sequence

    from training.data import Document, Example, Span
    from training.question_parts import QuestionPart

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_FIGURES = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?]) |\n")
_YEARS = range(1, 5)  # difference of years
_DAYS = 29
_DRAWN = 12  # substitutes tried before giving up
_LONGEST = 6  # maximum words of an answer from which a rival is made


class NearMisses:
    """Generates near-misses of examples.

    Args:
        examples: Source of names, words and answers.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        self._parts: dict[Hashable, list[str]] = defaultdict(list)
        self._questions: dict[Hashable, list[tuple[str, QuestionPart]]] = defaultdict(list)
        self._answers: dict[Hashable, list[str]] = defaultdict(list)
        for example in examples:
            group = _collection_key(example.document)
            for part in parts_of(example.question, example.document):
                self._parts[group, part.kind].append(part.text)
                if is_name(part):
                    self._questions[group, part.kind].append((example.question, part))
            for answer in example.answers:
                self._answers[group, _answer_shape(answer)].append(answer)

    def question(self, example: Example, chance: random.Random) -> str | None:
        """Return a question similar to an example's that its document does not answer.

        A name, a year or a word is replaced by another of its kind that is not in the document, or
        another question is asked about the same name.

        Returns:
            None if nothing can be replaced.
        """
        ways = [self._other_name, self._other_name, self._other_word, self._other_question]
        chance.shuffle(ways)
        for way in (_other_year, *ways):
            changed = way(example, chance)
            if changed is not None and fold(changed) != fold(example.question):
                return changed
        return None

    def with_rival(
        self, example: Example, span: Span, chance: random.Random
    ) -> tuple[Document, Span] | None:
        """Return an example's document with a rival sentence before or after the right one.

        The rival makes another statement about another name or event.

        Returns:
            The document, and the span of the answer in it; None if none can be made.
        """
        pair = self._rival(example, span, chance)
        if pair is None:
            return None
        (start, end), rival = pair
        document = example.document
        if chance.random() < 0.5:
            text = f"{document.text[:start]}{rival} {document.text[start:]}"
            shifted = span[0] + len(rival) + 1, span[1] + len(rival) + 1
        else:
            text = f"{document.text[:end]} {rival}{document.text[end:]}"
            shifted = span
        return replace(document, id=f"{document.id}+{rival}", text=text, title=""), shifted

    def with_rival_alone(
        self, example: Example, span: Span, chance: random.Random
    ) -> Document | None:
        """Return an example's document with a rival sentence in place of the right one.

        Returns:
            None if none can be made, or if the document has the answer elsewhere as well.
        """
        pair = self._rival(example, span, chance)
        if pair is None:
            return None
        (start, end), rival = pair
        document = example.document
        rest = f"{document.text[:start]} {document.text[end:]}".casefold()
        if any(answer.casefold() in rest for answer in example.answers):
            return None
        text = f"{document.text[:start]}{rival}{document.text[end:]}"
        return replace(document, id=f"{document.id}={rival}", text=text, title="")

    def _rival(
        self, example: Example, span: Span, chance: random.Random
    ) -> tuple[Span, str] | None:
        """Return the span of the sentence that answers, and a similar sentence that does not."""
        document = example.document
        start, end = _sentence_around(document.text, span)
        sentence = document.text[start:end]
        answer = document.text[span[0] : span[1]]
        shared = [
            part
            for part in parts_of(example.question, document)
            if re.search(rf"(?<!\w){re.escape(part.text)}(?!\w)", sentence)
            and fold(part.text) not in fold(answer)
        ]
        other_answer = self._other_answer(answer, document, chance)
        if not shared or other_answer is None:
            return None
        names = [part for part in shared if is_name(part)] or shared
        part = chance.choice(names)
        replacement = self._drawn(part, document, chance)
        if replacement is None:
            return None
        first, last = span[0] - start, span[1] - start
        pattern = re.compile(rf"(?<!\w){re.escape(part.text)}(?!\w)")
        before, after = (
            pattern.sub(lambda _: replacement, sentence[a:b]) for a, b in ((0, first), (last, None))
        )
        return (start, end), f"{before}{other_answer}{after}"

    def _other_answer(self, answer: str, document: Document, chance: random.Random) -> str | None:
        if len(answer.split()) > _LONGEST:
            return None
        if _FIGURES.search(answer):
            return _FIGURES.sub(lambda found: _other_figure(found.group(), chance), answer)
        pool = self._answers[_collection_key(document), _answer_shape(answer)]
        text = document.text.casefold()
        for _ in range(_DRAWN if pool else 0):
            other = chance.choice(pool)
            if other.casefold() not in text:
                return other
        return None

    def _drawn(self, part: QuestionPart, document: Document, chance: random.Random) -> str | None:
        """Return another part of the same kind that is not in the document."""
        pool = self._parts[_collection_key(document), part.kind]
        for _ in range(_DRAWN if pool else 0):
            other = chance.choice(pool)
            if not contains(document, other):
                return other.lower() if part.text.islower() else other
        return None

    def _other_name(self, example: Example, chance: random.Random) -> str | None:
        parts = [one for one in parts_of(example.question, example.document) if is_name(one)]
        return self._with_other_part(example, parts, chance)

    def _other_word(self, example: Example, chance: random.Random) -> str | None:
        parts = [one for one in parts_of(example.question, example.document) if not is_name(one)]
        return self._with_other_part(example, parts, chance)

    def _with_other_part(
        self, example: Example, parts: Sequence[QuestionPart], chance: random.Random
    ) -> str | None:
        if not parts:
            return None
        part = chance.choice(parts)
        other = self._drawn(part, example.document, chance)
        if other is None:
            return None
        return example.question[: part.start] + other + example.question[part.end :]

    def _other_question(self, example: Example, chance: random.Random) -> str | None:
        """Return another question about the longest name of this one."""
        parts = [one for one in parts_of(example.question, example.document) if is_name(one)]
        if not parts:
            return None
        name = max(parts, key=lambda one: len(one.text))
        pool = self._questions[_collection_key(example.document), name.kind]
        other, part = chance.choice(pool)
        if fold(part.text) == fold(name.text):
            return None
        return other[: part.start] + name.text + other[part.end :]


def _other_year(example: Example, chance: random.Random) -> str | None:
    """Return the question about another year, if the document has the year that it names."""
    question = example.question
    named = [one for one in _YEAR.finditer(question) if one.group() in example.document.text]
    if not named:
        return None
    year = chance.choice(named)
    years = [str(int(year.group()) + sign * by) for by in _YEARS for sign in (-1, 1)]
    others = [one for one in years if one not in example.document.text]
    if not others:
        return None
    return question[: year.start()] + chance.choice(others) + question[year.end() :]


def _other_figure(figure: str, chance: random.Random) -> str:
    """Return another number with as many digits; a year is near the original one."""
    if _YEAR.fullmatch(figure):
        return str(int(figure) + chance.choice((-1, 1)) * chance.choice(_YEARS))
    if int(figure) <= _DAYS:  # it may be a day of the month
        return str(chance.choice([day for day in range(1, _DAYS) if day != int(figure)]))
    low = 10 ** (len(figure) - 1) if len(figure) > 1 else 1
    other = str(chance.randint(low, 10 ** len(figure) - 1))
    return other if other != figure else str(int(figure) + 1)


def _answer_shape(answer: str) -> Hashable:
    words = answer.split()
    capitals = sum(word[0].isupper() for word in words)
    return min(len(words), _LONGEST), bool(words) and capitals * 2 >= len(words)


def _collection_key(document: Document) -> Hashable:
    return document.collection, document.language


def _sentence_around(text: str, span: Span) -> Span:
    start, end = 0, len(text)
    for mark in _SENTENCE_END.finditer(text):
        if mark.end() <= span[0]:
            start = mark.end()
        elif mark.start() >= span[1]:
            end = mark.start()
            break
    return start, end
