"""The yes or no that a quote gives."""

from __future__ import annotations

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.answerers.verdict import verdict_of, with_verdicts
from qa.compose import compose
from qa.question import parse_question
from qa.readers import Reading


def reading(text: str, language: str, score: float = 0.8, day: str = "2021-03-15") -> Reading:
    one = article(day, text, language=language, published=day)
    [passage] = split(one)
    return Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, score)


@pytest.mark.parametrize(
    ("question", "language", "text", "verdict"),
    [
        ("Did the Valmont council approve the tramway?", "en",
         "The Valmont council rejected the tramway.", "no"),
        ("Did the Valmont council reject the tramway?", "en",
         "The Valmont council rejected the tramway.", "yes"),
        ("Has the Kestrel bridge reopened?", "en", "The Kestrel bridge has not reopened.", "no"),
        ("Has the Kestrel bridge reopened?", "en", "The Kestrel bridge has reopened.", "yes"),
        ("Has the Kestrel bridge reopened?", "en", "The Kestrel bridge is long.", None),
        ("Has the Kestrel bridge reopened?", "en", "The Marlow bridge has reopened.", None),
        ("Who reopened the Kestrel bridge?", "en", "The Kestrel bridge has reopened.", None),
        ("Le conseil de Valmont a-t-il approuvé le tramway ?", "fr",
         "Le conseil de Valmont a rejeté le tramway.", "no"),
        ("Le conseil de Valmont a-t-il approuvé le tramway ?", "fr",
         "Le conseil de Valmont a approuvé le tramway.", "yes"),
        ("Le pont de Kestrel a-t-il rouvert ?", "fr", "Le pont de Kestrel n'a pas rouvert.", "no"),
        ("Hat der Rat von Valmont die Straßenbahn genehmigt?", "de",
         "Der Rat von Valmont hat die Straßenbahn genehmigt.", "yes"),
        ("Hat der Rat von Valmont die Straßenbahn genehmigt?", "de",
         "Der Rat von Valmont hat die Straßenbahn nicht genehmigt.", "no"),
        ("¿Aprobó el consejo de Valmont el tranvía?", "es",
         "El consejo de Valmont aprobó el tranvía.", "yes"),
        ("¿Aprobó el consejo de Valmont el tranvía?", "es",
         "El consejo de Valmont rechazó el tranvía.", "no"),
        ("Did the Valmont council approve the tramway?", "en",
         "Le conseil de Valmont a rejeté le tramway.", "no"),
    ],
)  # fmt: skip
def test_what_a_quote_says(question: str, language: str, text: str, verdict: str | None) -> None:
    asked = parse_question(question, {language})
    written_in = "fr" if text.startswith("Le ") else language
    assert verdict_of(asked, reading(text, written_in)) == verdict


def test_it_is_told_before_the_quote() -> None:
    asked = parse_question("Le pont de Kestrel a-t-il rouvert ?", {"fr"})
    answer = compose(
        asked, with_verdicts(asked, [reading("Le pont de Kestrel n'a pas rouvert.", "fr")])
    )
    assert answer.answer.startswith("15 mars 2021\u00a0: Non – «")
    assert answer.findings[0].verdict == "no"


def test_what_decides_is_cited_alone_and_in_order_of_time() -> None:
    asked = parse_question("Has the Kestrel bridge reopened?", {"en"})
    readings = [
        reading("The Kestrel bridge is a long one.", "en", 0.9, "2021-01-01"),
        reading("The Kestrel bridge has reopened.", "en", 0.85, "2021-05-01"),
        reading("The Kestrel bridge has not reopened.", "en", 0.8, "2021-03-01"),
    ]
    answer = compose(asked, with_verdicts(asked, readings))
    assert [one.verdict for one in answer.findings] == ["no", "yes"]
    assert [one.document for one in answer.citations] == ["2021-03-01", "2021-05-01"]
