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
        ("combien d'Airbus achète-t-il", "fr", "Il achète des A350.", "A350", False),
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
        ("how many people died", "en", "The quake struck 300 miles away.", "300 miles", False),
        ("how many people died", "en", "The toll rose by 12 percent to 40.", "40", True),
        ("how many people died", "en", "The toll rose by 12 percent.", "12 percent", False),
        ("how many people died", "en", "Some 2.5 million people died.", "2.5 million", True),
        ("how many people died", "en", "A quake of 7.9 killed them.", "7.9", False),
        ("how many days are left", "en", "There are 45 days left.", "45 days", True),
        ("combien de morts", "fr", "Un séisme à 300 milles de là.", "300 milles", False),
        ("combien de morts", "fr", "Le séisme a fait 40 morts.", "40 morts", True),
        ("wie viele Menschen starben", "de", "Das Beben war 300 Kilometer weg.", "300", False),
        ("wie viele Menschen starben", "de", "Es starben 40 Menschen.", "40", True),
        ("cuántas personas murieron", "es", "El seísmo duró 40 segundos.", "40 segundos", False),
        ("cuántas personas murieron", "es", "Murieron 40 personas.", "40", True),
        ("name of the hacker", "en", "It was an engineer of the site.", "an engineer", False),
        ("name of the hacker", "en", "It was Tom Reed.", "Tom Reed", True),
        ("neuer Name von Swasiland", "de", "Es heißt nun eSwatini.", "eSwatini", True),
        ("nom du pirate", "fr", "C'était un technicien du site.", "un technicien", False),
        ("nombre del pirata", "es", "Fue un técnico del sitio.", "un técnico", False),
        ("how old is Ana Ruiz", "en", "Ana Ruiz, 45, led the firm.", "45", True),
        ("how old is Ana Ruiz", "en", "The 45-year-old Ana Ruiz left.", "45-year-old", True),
        ("how old is Ana Ruiz", "en", "Ana Ruiz flew the Su-27.", "the Su-27", False),
        ("how old is Ana Ruiz", "en", "Ana Ruiz fell on 5 June 2019.", "5 June 2019", False),
        ("qué edad tiene Ana Ruiz", "es", "Cayó el 5 de junio pasado.", "5 de junio pasado", False),
        ("how old is Ana Ruiz", "en", "Ana Ruiz has 45 days to appeal.", "45", False),
        ("how old is Ana Ruiz", "en", "She led it for nine years.", "nine years", False),
        ("how old is Ana Ruiz", "en", "Ana Ruiz got nine years in prison.", "nine years", False),
        ("how old was the baby", "en", "The baby was 45 days old.", "45 days", True),
        ("quel âge a Ana Ruiz", "fr", "Ana Ruiz, âgée de 45 ans, part.", "45 ans", True),
        ("quel âge a Ana Ruiz", "fr", "Elle a dirigé pendant neuf ans.", "neuf ans", False),
        ("quel âge a Ana Ruiz", "fr", "Elle a 45 jours pour agir.", "45 jours", False),
        ("wie alt ist Ana Ruiz", "de", "Die 45 Jahre alte Ana Ruiz geht.", "45 Jahre alte", True),
        ("wie alt ist Ana Ruiz", "de", "Sie leitete es neun Jahre lang.", "neun Jahre", False),
        ("wie alt ist Ana Ruiz", "de", "Die 45-jährige Ana Ruiz geht.", "45-jährige", True),
        ("qué edad tiene Ana Ruiz", "es", "Ana Ruiz, de 45 años, se va.", "45 años", True),
        ("qué edad tiene Ana Ruiz", "es", "Dirigió durante nueve años.", "nueve años", False),
        ("a qué edad murió Ana Ruiz", "es", "Murió a los 78 años.", "78 años", True),
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
