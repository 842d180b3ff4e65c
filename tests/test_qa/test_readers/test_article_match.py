"""What an article tells of a question: its names, numbers, times and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.question import parse_question
from qa.readers import Reading
from qa.readers.article_match import (
    EVIDENCE,
    UNKNOWN,
    article_evidence,
    country_codes,
    match_terms,
)


def told(
    question: str,
    text: str,
    *,
    asked_in: str = "en",
    written_in: str = "en",
    published: str = "2020-09-17",
) -> dict[str, float]:
    one = article("a", text, language=written_in, published=published, source="Agency")
    passage = split(one, 800)[-1]
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, 0.5)
    asked = match_terms(parse_question(question, {asked_in}), [one])
    return article_evidence(asked, reading)


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("who leads Dacia in Lyon?", "The head of Dacia left.", 0.5),
        ("who leads the firm?", "The head of Dacia left.", 1),
        ("measles deaths in tonga", "Measles came from Tonga, says Samoa, not to Fiji.", 1),
        ("measles deaths in Tonga", "Measles spread in Samoa, not in Fiji.", 0),
        ("who hijacked flight 1476?", "Two men hijacked flight 1477.", 0),
        ("who poisoned Navalni?", "They poisoned Alexei Navalny.", 1),
        ("who attacked Soleimani?", "They attacked Suleimani.", 1),
    ],
)
def test_names_and_numbers_are_looked_for(question: str, text: str, share: float) -> None:
    assert told(question, text)["names_held"] == share


@pytest.mark.parametrize(
    ("question", "asked_in", "text", "written_in", "share"),
    [
        ("Wer regiert Deutschland?", "de", "Germany has a new government.", "en", 1),
        ("Wer regiert Deutschland?", "de", "Greece has a new government.", "en", 0),
        ("who won the Greek election?", "en", "Les élections en Grèce sont finies.", "fr", 1),
        ("who killed Soleimani?", "en", "El general Suleimani murió.", "es", 1),
    ],
)
def test_names_are_found_across_languages(
    question: str, asked_in: str, text: str, written_in: str, share: float
) -> None:
    found = told(question, text, asked_in=asked_in, written_in=written_in)
    assert found["names_held"] == share
    assert {name: found[name] for name in UNKNOWN} == UNKNOWN


@pytest.mark.parametrize(
    ("question", "text", "published", "held"),
    [
        ("who won the cup in 2011?", "Ana won the cup of 2012.", "2012-05-09", 0),
        ("who won the cup in 2012?", "Ana won the cup.", "2012-05-09", 1),
        ("who won the cup in 2012?", "Ana won the cup.", "2013-01-05", 0),
        ("who won the cup in May 2012?", "Ana won the cup.", "2012-06-05", 1),
        ("who won the cup in 2011?", "Ana won the cup in 2011.", "2014-05-09", 1),
        ("who won the cup?", "Ana won the cup.", "2014-05-09", 1),
        ("who won the vote of 17 June 2012?", "The vote is on 17 June 2012.", "2012-05-17", 0),
        ("who won the vote of 17 June 2012?", "Ana won on Sunday.", "2012-06-18", 1),
    ],
)
def test_an_article_is_of_the_time_that_is_asked_about(
    question: str, text: str, published: str, held: float
) -> None:
    assert told(question, text, published=published)["time_held"] == held


def test_a_time_that_an_article_names_elsewhere_counts_half() -> None:
    far = "It rained in 1996. " + "The tunnel is long and dark, and nobody likes it. " * 30
    assert told("what burned in 1996?", far + "Six cars burned.")["time_held"] == 0.5


def test_words_are_looked_for_in_the_article_and_near_the_quote() -> None:
    rain = "It rains a lot in this place, as always. " * 30
    far = f"It rains again here. The mayor objects. {rain}"
    found = told("which mayor objected?", far + "Nobody came.")
    assert found["words_held"] == 1
    assert found["words_near"] < 1


@given(st.text(min_size=1).filter(lambda text: any(map(str.isalnum, text))), st.text(min_size=1))
def test_what_an_article_tells_is_a_share(question: str, text: str) -> None:
    if not any(map(str.isalnum, text)):
        return
    found = told(question, text)
    assert set(found) == set(EVIDENCE)
    assert all(0 <= value <= 1 for value in found.values())


def test_a_capital_makes_no_name_where_every_noun_has_one() -> None:
    text = "Der Sprecher sagte, der Damm sei zu."
    assert told("Wo ist der Damm?", text, asked_in="de", written_in="de")["names_held"] == 1
    assert told("Wo ist die Brücke?", text, asked_in="de", written_in="de")["names_held"] == 1
    german = article("a", "Die Leute sahen, dass der Damm und die Band da waren.", language="de")
    assert match_terms(parse_question("when does the band play", {"en"}), [german]).names == ()


def test_a_country_is_known_by_the_beginning_of_its_name() -> None:
    assert "GR" in country_codes("Greek", "en")
    assert "GR" in country_codes("grecque", "fr")
    assert country_codes("bridge", "en") == country_codes("a", "en") == ()
