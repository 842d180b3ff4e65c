"""The yes or no that a quote gives."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.answerers.verdict import verdict_of, with_verdicts
from qa.compose import compose
from qa.question import parse_question
from qa.readers import Reading

DATA = Path(__file__).parent.parent / "data"


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
        # What is inserted or added says nothing about the rest.
        ("Did the Valmont council approve the tramway?", "en",
         "The Valmont council, which will not meet in May, approved the tramway, it said.", "yes"),
        # Unless it makes the rest a condition or an allegation.
        ("Did the Valmont council approve the tramway?", "en",
         "The Valmont council approved the tramway, if the state pays half of it.", None),
        ("Did the Valmont council approve the tramway?", "en",
         "The Valmont council approved the tramway, a local paper reportedly wrote.", None),
        ("Did the Valmont council approve the tramway?", "en",
         "Opponents said that the Valmont council approved the tramway.", None),
        # Who stops doing something does it no longer, and refusing is the contrary of accepting.
        ("Does the Kestrel museum charge visitors?", "en",
         "The Kestrel museum stopped charging visitors in May.", "no"),
        ("Le musée de Kestrel continuera-t-il d'être gratuit ?", "fr",
         "Le musée de Kestrel va cesser d'être gratuit.", "no"),
        ("Did the Valmont council accept the tramway?", "en",
         "The Valmont council refused the tramway.", "no"),
        ("Did the Valmont council refuse the tramway?", "en",
         "The Valmont council refused the tramway.", "yes"),
        # The subject stands between auxiliary and verb.
        ("Was the Kestrel bridge sold to Marlow?", "en",
         "The Kestrel bridge was sold to Marlow.", "yes"),
        ("Did Marlow sell the Kestrel bridge to Dunbar?", "en",
         "Dunbar sold the Kestrel bridge to Marlow.", None),
        # A number differs.
        ("Did 40 people leave Kestrel?", "en", "Some people left Kestrel.", None),
        ("Did 40 people leave Kestrel?", "en", "On Monday 40 people left Kestrel.", "yes"),
        # A question of one word is about anything.
        ("Is it true?", "en", "The Kestrel bridge is true.", None),
        ("Really?", "en", "The Kestrel bridge has reopened.", None),
        # A noun, an infinitive, a play and a source do not decide.
        ("Was the Kestrel hotel sold?", "en",
         "Talks on the sale of the Kestrel hotel entered their fourth month.", None),
        ("Did the teachers of Kestrel return to work?", "en",
         "The mayor ordered the teachers of Kestrel to return to work.", None),
        ("Did the teachers of Kestrel return to work?", "en",
         "The teachers of Kestrel refused to return to work.", "no"),
        ("Did the mayor of Kestrel sell the bridge?", "en",
         "In a new play, the mayor of Kestrel sells the bridge.", None),
        ("Did the mayor of Kestrel sell the bridge?", "en",
         "According to a rival, the mayor of Kestrel sold the bridge.", None),
        # So do an unknown verb before a name, and another verb between subject and office.
        ("Did Marlow bomb Dunbar?", "en", "Marlow criticised Dunbar.", None),
        ("Is Ann Holt the mayor of Kestrel?", "en", "Ann Holt thanked the mayor of Kestrel.", None),
        ("Is Ann Holt the mayor of Kestrel?", "en", "Ann Holt is the mayor of Kestrel.", "yes"),
        # Particles negate once.
        ("Did the Valmont council approve the tramway?", "en",
         "Neither the mayor nor the Valmont council approved the tramway.", "no"),
        ("Le conseil de Valmont a-t-il approuvé le tramway ?", "fr",
         "Le conseil de Valmont n'a jamais approuvé ni le budget ni le tramway.", "no"),
        # What ended was so before.
        ("Did the Kestrel museum charge visitors?", "en",
         "The Kestrel museum stopped charging visitors in May.", None),
        ("Did Marlow join the Kestrel league?", "en", "Marlow left the Kestrel league.", None),
        ("Le pont de Kestrel est-il ouvert ?", "fr",
         "Le pont de Kestrel était ouvert en 1990.", None),
        # What follows may take it back.
        ("Did Marlow buy the Kestrel bridge?", "en",
         "Marlow bought the Kestrel bridge, according to a letter that turned up in May.", None),
        ("Did the Valmont council approve the tramway?", "en",
         "The Valmont council approved the tramway, but a court annulled the vote.", None),
        # A name needs no description.
        ("Did the novelist Ann Marlow leave Kestrel?", "en", "Ann Marlow left Kestrel.", "yes"),
    ],
)  # fmt: skip
def test_what_a_quote_says(question: str, language: str, text: str, verdict: str | None) -> None:
    asked = parse_question(question, {language})
    written_in = "fr" if text.startswith("Le ") else language
    assert verdict_of(asked, reading(text, written_in)) == verdict


@pytest.mark.parametrize(
    ("name", "right", "wrong"), [("yes_no", 50, 0), ("yes_no_adversarial", 8, 5)]
)
def test_what_long_sentences_of_news_say(name: str, right: int, wrong: int) -> None:
    """Each question has the answer that a careful reader gives from the quote alone.

    The sentences of the second file are made to mislead; docs/evaluation.md has the figures.
    """
    outcomes: Counter[bool] = Counter()
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        asked = parse_question(case["question"], {case["question_lang"], case["quote_lang"]})
        verdict = verdict_of(asked, reading(case["quote"], case["quote_lang"]))
        if verdict is not None:
            outcomes[verdict == case["verdict"]] += 1
    assert outcomes[True] >= right
    assert outcomes[False] <= wrong


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
