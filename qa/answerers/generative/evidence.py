"""Select and format the evidence for a language model: numbered, dated sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.passages import sentences
from qa.answerers.extractive import READ, READ_FOR_THE_LATEST, shortlist
from qa.readers.lexical_overlap import share_of_names, share_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.datatypes import Article, Hit
    from index.dates.resolution import Mention
    from index.passages import Span
    from qa.question import Question

_CHARACTERS_PER_TOKEN = 3
_OVERHEAD = 40
"""Characters that are added for the number of a sentence and the resolved days of its times."""
_RANK = 0.1
"""Penalty of a passage for each passage retrieved before it, subtracted from its share of words."""
ANY_DAY = Period.parse("1987-05-06")
"""Reference day for times that must mean the same on every day."""
_DIGIT, _WORD, _FEWEST_WORDS = re.compile(r"\d"), re.compile(r"[^\W\d_]{3,}"), 3
"""A sentence with figures and fewer words than this is a dateline: "15 May 2016, 10:00 UTC"."""
_LONGEST = 900  # characters; a longer sentence is a table or a list


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end] == text``.

    Attributes:
        number: Number in the evidence, from 1.
        hit: Passage of the sentence.
        start: Offset of the first character in the article's text.
        end: Offset after the last character.
        mentions: Times in the sentence, with offsets in the article's text.
    """

    number: int
    hit: Hit
    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def article(self) -> Article:
        """The article of the sentence."""
        return self.hit.article

    @property
    def text(self) -> str:
        """The words of the sentence, verbatim."""
        return self.article.text[self.start : self.end]


def choose_evidence(question: Question, hits: Sequence[Hit], tokens: int) -> tuple[Sentence, ...]:
    """Choose the sentences for the model.

    Args:
        question: Parsed question.
        hits: Retrieved passages, best first; only those that a reader would read are used.
        tokens: Approximate number of tokens that the sentences may take.

    Returns:
        Sentences, numbered from 1, with articles in the order of publication, and sentences in the
        order of the text. Sentences that share the fewest words with the question and were
        retrieved last are left out.
    """
    limit = READ_FOR_THE_LATEST if question.temporal.latest else READ
    scored: dict[tuple[str, int], tuple[float, Hit, int, int]] = {}
    spans: dict[str, list[Span]] = {}
    for rank, hit in enumerate(shortlist(hits, limit)):
        article, passage = hit.article, hit.passage
        if article.id not in spans:
            # Sentences of the whole article: a passage may cut off the "not" of a sentence.
            spans[article.id] = sentences(article.text, article.language, article.body_start)
        for start, end in spans[article.id]:
            if end <= passage.start or passage.end <= start:
                continue
            text = article.text[start:end]
            if _DIGIT.search(text) and len(_WORD.findall(text)) < _FEWEST_WORDS:
                continue
            score = share_of_words(question.query, text) + share_of_names(question.query, text)
            scored.setdefault((article.id, start), (score - _RANK * rank, hit, start, end))
    left = tokens * _CHARACTERS_PER_TOKEN
    chosen: list[tuple[Hit, int, int]] = []
    for _, hit, start, end in sorted(scored.values(), key=lambda one: -one[0]):
        cost = end - start + _OVERHEAD
        if cost <= left and end - start <= _LONGEST:
            left -= cost
            chosen.append((hit, start, end))
    chosen.sort(key=lambda one: (one[0].article.published, one[0].article.id, one[1]))
    return tuple(_numbered(chosen))


def _numbered(chosen: Iterable[tuple[Hit, int, int]]) -> Iterable[Sentence]:
    from index.dates.resolution import read_times

    number = 0
    for _, of_article in groupby(chosen, key=lambda one: one[0].article.id):
        mentions = None
        for hit, start, end in of_article:
            number += 1
            mentions = read_times(hit.article).mentions if mentions is None else mentions
            inside = tuple(one for one in mentions if start <= one.start and one.end <= end)
            yield Sentence(number, hit, start, end, inside)


def format_evidence(evidence: Sequence[Sentence]) -> str:
    """Return the sentences in the form in which the model reads them.

    There is a line for each article, with its source and publication date, and a line for each
    sentence: its number, and its words with the resolved days after each time::

        ## Belga, published 2020-09
        [3] The ban takes effect on Sunday {2020-09-20}.
    """
    lines = []
    for _, of_article in groupby(evidence, key=lambda one: one.article.id):
        sentences_of = list(of_article)
        article = sentences_of[0].article
        lines.append(f"## {_one_line(article.source)}, published {article.published.isoformat()}")
        lines += [f"[{one.number}] {_with_days(one)}" for one in sentences_of]
    return "\n".join(lines)


def _with_days(sentence: Sentence) -> str:
    text, at, parts = sentence.article.text, sentence.start, []
    for mention in sentence.mentions:
        parts.append(f"{text[at : mention.end]} {{{mention.period.isoformat()}}}")
        at = mention.end
    return _one_line("".join([*parts, text[at : sentence.end]]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
