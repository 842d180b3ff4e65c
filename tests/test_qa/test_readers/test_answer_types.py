"""What sort of words a question asks for."""

from __future__ import annotations

import pytest

from qa.languages import codes, language_pack
from qa.question import parse_question
from qa.readers.answer_types import AnswerType, expected_type, is_of_type


@pytest.mark.parametrize("code", codes())
def test_each_sort_of_question_is_recognised(code: str) -> None:
    pack = language_pack(code)
    assert pack is not None
    assert pack.answer_types is not None
    found = {
        name: expected_type(parse_question(question, {code}))
        for name, question in pack.answer_types.examples.items()
    }
    assert found == {kind.value: kind for kind in AnswerType}


@pytest.mark.parametrize(
    ("question", "language", "text", "words", "fits"),
    [
        ("how many people died", "en", "Some 40 people died on Sunday.", "40", True),
        ("how many people died", "en", "Dozens died on Sunday.", "Dozens", True),
        ("how many people died", "en", "The mayor died on Sunday.", "The mayor", False),
        ("combien d'Airbus achète-t-il", "fr", "Il achète des A350.", "A350", True),
        (
            "how much did it cost",
            "en",
            "It cost six to eight million pounds.",
            "six to eight",
            True,
        ),
        ("how much did it cost", "en", "It took 13 tonnes of steel.", "13 tonnes", False),
        ("wie viel kostet das Haus", "de", "Es kostet 300.000 Euro.", "300.000", True),
        ("who runs Apple", "en", "Tim Cook runs Apple.", "Tim Cook", True),
        ("who runs apple while jobs is away", "en", "Steve Jobs is away.", "Steve Jobs", False),
        ("who created it", "en", "It was of 18-karat gold.", "18-karat", False),
        ("¿quién ganó?", "es", "Ganó Ana Ruiz.", "Ana Ruiz", True),
        ("where is the bridge", "en", "It crosses the Seine in 1 km.", "the Seine", True),
        ("where is the bridge", "en", "It crosses the Seine in 1 km.", "1", False),
        ("what is the bridge", "en", "The bridge is red.", "The bridge", False),
        ("what is the bridge", "en", "The bridge is red.", "red", True),
    ],
)
def test_words_are_of_the_sort_that_is_asked_for(
    question: str, language: str, text: str, words: str, fits: bool
) -> None:
    asked = parse_question(question, {language})
    start = text.index(words)
    expected = expected_type(asked)
    assert is_of_type(expected, asked, text, start, start + len(words), language) is fits


def test_a_language_without_cues_expects_nothing() -> None:
    assert expected_type(parse_question("quanto custa a ponte e quem a fez", {"pt"})) is None
