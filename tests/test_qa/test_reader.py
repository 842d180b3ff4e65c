from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.dates.mentions import mentions_time
from index.passages import split
from qa.question import Kind, Question
from qa.reader import SentenceReader
from tests.contracts.reader_contract import ReaderContract
from tests.fakes import WordEmbedder, article

if TYPE_CHECKING:
    from qa.reader import Reader


class TestSentenceReader(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return SentenceReader(WordEmbedder())


def read(question: Question, text: str) -> str:
    one = article("a", text, language=question.language)
    hits = [Hit(p, one, score=1.0, dense=0.8, lexical=1.0) for p in split(one)]
    return SentenceReader(WordEmbedder()).read(question, hits)[0].text


@pytest.mark.parametrize(
    ("question", "kind", "text", "expected"),
    [
        ("When does the ban begin?", Kind.WHEN,
         "The ban does begin, they say. The ban does begin in November.", "November"),
        ("How many shops are there?", Kind.HOW_MANY,
         "Shops are there to sell. There are 300 shops.", "300"),
        ("Who leads the company?", Kind.WHO,
         "The company leads the market. The company is led by Vanessa Pappas.", "Pappas"),
    ],
)  # fmt: skip
def test_what_is_asked_for_counts(question: str, kind: Kind, text: str, expected: str) -> None:
    assert expected in read(Question(question, "en", kind), text)


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
