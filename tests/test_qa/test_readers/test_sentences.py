from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.dates.mentions import mentions_time
from index.passages import split
from index.testing import FakeEmbedder, article
from qa.question import Kind, Question
from qa.readers import Reading, best_of_each
from qa.readers.sentences import SentenceReader
from tests.contracts.reader_contract import ReaderContract

if TYPE_CHECKING:
    from qa.readers import Reader


class TestSentenceReader(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return SentenceReader(FakeEmbedder())


def test_an_answer_to_when_speaks_of_a_time() -> None:
    text = "Shops say the ban does begin. The ban does begin in November."
    one = article("a", text)
    hits = [Hit(p, one, score=1.0, dense=0.8, lexical=1.0) for p in split(one)]
    reader = SentenceReader(FakeEmbedder())
    asked_when = Question("the ban does begin", "en", Kind.WHEN)
    asked_what = Question("the ban does begin", "en", Kind.OTHER)
    assert "November" in reader.read(asked_when, hits)[0].text
    assert "November" not in reader.read(asked_what, hits)[0].text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("prendre effet 45 jours après sa signature", "fr", True),
        ("à partir du 12 novembre", "fr", True),
        ("à partir de dimanche", "fr", True),
        ("le 06/08/2020", "fr", True),
        ("Dimanche, tout ferme", "fr", True),
        ("il était une fois", "fr", False),
        ("on Sunday", "en", True),
        ("within 2 weeks", "en", True),
        ("in 1999", "en", True),
        ("they march on and may be right", "en", False),
        ("45 apps were banned", "en", False),
        ("am Sonntag", "de", True),
        ("2020年9月", "zh", True),
        ("xx 2020", "und", True),
        ("nothing at all", "not-a-language", False),
    ],
)
def test_mentions_of_time(text: str, language: str, expected: bool) -> None:
    assert mentions_time(text, language) is expected


def test_a_capital_or_an_apostrophe_changes_nothing() -> None:
    one = article("a", "Who said so? It's TikTok's head, Vanessa Pappas.")
    hits = [Hit(p, one, score=1.0, dense=0.8, lexical=1.0) for p in split(one)]
    reader = SentenceReader(FakeEmbedder())
    typed = ("Who is TikTok's head?", "who is TikTok's head?", "Who is TikTok’s head?")
    readings = [reader.read(Question(text, "en", Kind.OTHER), hits) for text in typed]
    assert readings[0] == readings[1] == readings[2]


def test_of_two_as_good_as_equal_the_one_that_was_found_first_is_told() -> None:
    one, other = article("a", "It ends in May. It ends in June."), article("b", "It ends.")
    found = [
        Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, score)
        for passage, score in zip(split(one, 20), (0.500, 0.505), strict=True)
    ]
    [last] = [Reading(Hit(p, other, 1.0, 0.8, 1.0), p.start, p.end, 0.9) for p in split(other)]
    assert best_of_each([*found, last]) == [last, found[0]]
    likelier = replace(found[1], score=0.6)
    assert best_of_each([found[0], likelier]) == [likelier]
