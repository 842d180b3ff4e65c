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
"""Characters that are counted for the number of a sentence and the days beside its times."""
_RANK = 0.1
"""What a passage loses for each that was retrieved before it, beside the share of words."""
ANY_DAY = Period.parse("1987-05-06")
"""What times are counted from that have to mean the same on every day."""
_DIGIT, _WORD, _FEWEST_WORDS = re.compile(r"\d"), re.compile(r"[^\W\d_]{3,}"), 3
"""A sentence with figures and fewer words is a dateline: "15 May 2016, 10:00 UTC"."""
_LONGEST = 900  # characters; a longer sentence is a table or a list


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end] == text``.

    Attributes:
        number: Its number in the evidence, from 1.
        hit: The passage that it stands in.
        start: Its first character in the article's text.
        end: One past its last character.
        mentions: The times that it mentions; offsets count in the article's text.
    """

    number: int
    hit: Hit
    start: int
    end: int
    mentions: tuple[Mention, ...]

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.hit.article

    @property
    def text(self) -> str:
        """Its words, verbatim."""
        return self.article.text[self.start : self.end]


def choose_evidence(question: Question, hits: Sequence[Hit], tokens: int) -> tuple[Sentence, ...]:
    """Choose what the model is shown.

    Args:
        question: What is asked.
        hits: What was retrieved, best first; of these, the passages that a reader would read.
        tokens: How many tokens the sentences may take, roughly.

    Returns:
        Sentences, numbered from 1: the articles in the order of publication, and each article's in
        the order of its text. The ones that were left out share the fewest words with the question
        and were retrieved last.
    """
    limit = READ_FOR_THE_LATEST if question.temporal.latest else READ
    scored: dict[tuple[str, int], tuple[float, Hit, int, int]] = {}
    spans: dict[str, list[Span]] = {}
    for rank, hit in enumerate(shortlist(hits, limit)):
        article, passage = hit.article, hit.passage
        if article.id not in spans:
            # Of the whole article: a passage may cut a sentence, and its "not" off.
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
    """Return the sentences as the model reads them.

    A line for each article, with its source and the day of its publication, then a line for each
    sentence: its number, and its words, in which the days that code resolved follow each time::

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
