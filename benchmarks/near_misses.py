"""Questions that a corpus of news does not answer, made of those that it does.

A name, a country, a year or a number of a question is put in the place of another of its kind in
the corpus, or another question is asked about its subject: all else fits, so that only what was
changed can tell that there is no answer.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.readers.lexical_overlap import fold
from qa.readers.told_article import country_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.datatypes import Article
    from qa.evaluation.news_questions import NewsQuestion

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = range(1, 4)  # how far a year is moved


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a question: where it stands, its words, and whether it is a country."""

    start: int
    end: int
    text: str
    country: bool

    @property
    def kind(self) -> tuple[int, bool]:
        """What another name must have in common to take its place."""
        return len(self.text.split()), self.country


def near_misses(
    questions: Sequence[NewsQuestion], articles: Mapping[str, Article]
) -> Iterator[NewsQuestion]:
    """Make questions that nothing answers.

    Args:
        questions: All of one corpus.
        articles: Of the corpus, by id.

    Yields:
        At most three for each question that is answered, with its id, a number behind.
    """
    chance = random.Random(0)  # noqa: S311 (sampling, not secrets)
    answered = [question for question in questions if question.answerable]
    asked = {fold(question.text) for question in questions}
    names = {question.id: _names(question, articles) for question in answered}
    for question in answered:
        texts = [articles[document].text for document in question.documents]
        held = {fold(word) for text in texts for word in _WORD.findall(text)}
        made: list[str] = []
        if years := list(_YEAR.finditer(question.text)):
            made += _other_year(question.text, chance.choice(years), held, chance)
        own = names[question.id]
        if own:
            made += _other_name(question, own, names, questions, held, chance)
            made += _other_question(question, own, names, questions, chance)
        made = [text for text in made if fold(text) not in asked]
        for number, text in enumerate(made, 1):
            yield replace(
                question,
                id=f"{question.id}-{number}",
                category="D",
                text=text,
                documents=(),
                spans=(),
                day=None,
                key=None,
                must_not=None,
            )


def _names(question: NewsQuestion, articles: Mapping[str, Article]) -> list[_Name]:
    """The names of a question: what its articles write with a capital, within sentences."""
    text = " ".join(articles[document].text for document in question.documents)
    inside = re.findall(r"(?<=[\w,;] )[^\W\d_]{2,}", text)
    large = {fold(word) for word in inside if word[0].isupper()}
    small = {fold(word) for word in inside if word[0].islower()}
    found: list[_Name] = []
    for match in _WORD.finditer(question.text):
        word = fold(match.group())
        country = bool(country_codes(match.group(), question.language))
        if not (country or (word in large and word not in small)):
            continue
        joined = found and found[-1].end + 1 == match.start() and not found[-1].country
        if joined and not country:
            last = found.pop()
            found.append(_until(last, match.end(), question.text))
        else:
            found.append(_Name(match.start(), match.end(), match.group(), country))
    return found


def _until(name: _Name, end: int, text: str) -> _Name:
    """A name that is longer by the words behind it."""
    return replace(name, end=end, text=text[name.start : end])


def _other_year(
    text: str, year: re.Match[str], held: set[str], chance: random.Random
) -> Iterator[str]:
    near = [int(year.group()) + sign * by for by in _YEARS for sign in (-1, 1)]
    if others := [str(one) for one in near if str(one) not in held]:
        yield text[: year.start()] + chance.choice(others) + text[year.end() :]


def _other_name(
    question: NewsQuestion,
    own: Sequence[_Name],
    names: Mapping[str, Sequence[_Name]],
    questions: Sequence[NewsQuestion],
    held: set[str],
    chance: random.Random,
) -> Iterator[str]:
    """The question about another name of the same kind."""
    name = chance.choice(own)
    languages = {one.id: one.language for one in questions}
    others = sorted(
        {
            other.text
            for asked, found in names.items()
            if languages[asked] == question.language
            for other in found
            if other.kind == name.kind and not {fold(w) for w in other.text.split()} & held
        }
    )
    if others:
        yield _put(question.text, name, chance.choice(others))


def _other_question(
    question: NewsQuestion,
    own: Sequence[_Name],
    names: Mapping[str, Sequence[_Name]],
    questions: Sequence[NewsQuestion],
    chance: random.Random,
) -> Iterator[str]:
    """Another question about the longest name of this one."""
    name = max(own, key=lambda one: len(one.text))
    others = [
        (one, other)
        for one in questions
        if one.id != question.id and one.language == question.language
        for other in names.get(one.id, ())
        if other.country == name.country and fold(other.text) != fold(name.text)
    ]
    if others:
        one, other = chance.choice(others)
        yield _put(one.text, other, name.text)


def _put(text: str, name: _Name, other: str) -> str:
    put = other.lower() if name.text.islower() else other
    return text[: name.start] + put + text[name.end :]
