"""What is known of readings beside how likely their words are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.calibration import Calibration
from qa.question import Kind, Question
from qa.readers import Reading
from qa.readers.answerability import CALIBRATION, EVIDENCE, FEATURES, FEW, evidence
from qa.readers.lexical_overlap import share_of_names

ASKED = Question("who leads Dacia in Lyon?", "en", Kind.OTHER)


def reading(
    name: str, text: str, words: str = "", retrieval_score: float = 1.0, language: str = "en"
) -> Reading:
    one = article(name, text, language=language)
    [passage] = split(one, 800)
    start = text.index(words)
    spans = ((start, start + len(words)),) if words else ()
    return Reading(Hit(passage, one, retrieval_score, 0.8, 1.0), 0, len(text), 0.5, spans)


def test_names_and_numbers_are_looked_for() -> None:
    text = "Le groupe Dacia, né en 1966, est à Mioveni."
    assert share_of_names("who leads Dacia?", text) == 1
    assert share_of_names("who led Dacia in 1966, and Renault in 1999?", text) == 0.5
    assert share_of_names("who is the head?", text) == 1
    assert share_of_names("who led DACIA in Mioveni's plant?", text) == 1


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("who leads Dacia?", "Руководитель Дачии уволен.", 1),
        ("who led Dacia in 1966?", "达契亚于1999年成立", 0),
        ("who led Dacia in 1966?", "达契亚于1966年成立", 1),
        ("谁在1966年领导Dacia？", "Dacia于1966年成立", 1),
        ("кто возглавил Москву?", "Москва закрыта.", 1),
        ("кто возглавил Рено?", "Москва закрыта.", 0),
    ],
)
def test_names_are_looked_for_in_the_letters_of_the_text(
    question: str, text: str, share: float
) -> None:
    assert share_of_names(question, text) == share


@given(st.text(), st.text())
def test_a_share_is_a_share(question: str, text: str) -> None:
    assert 0 <= share_of_names(question, text) <= 1
    assert share_of_names(question, question) == 1


def test_other_articles_that_hold_the_words_agree() -> None:
    first, *others = readings = [
        reading("a", "Dacia is led by Ana Pop.", "Ana Pop"),
        reading("a", "It is Ana Pop again.", "Pop again"),
        reading("b", "Ana Pop, of Lyon, said no.", "Lyon"),
        reading("c", "ANA POP leaves."),
        reading("d", "Anapop leaves.", "Anapop"),
    ]
    assert evidence(ASKED, readings, first)["supporting_articles"] == 2
    for other in others:
        assert evidence(ASKED, readings, other)["supporting_articles"] == 0


def test_words_agree_in_a_script_without_spaces() -> None:
    one = reading("a", "达契亚于1966年成立。", "达契亚", language="zh")
    other = reading("b", "由达契亚生产的汽车。", "汽车", language="zh")
    assert evidence(ASKED, [one, other], one)["supporting_articles"] == 1


def test_what_is_known_of_all_passages_together() -> None:
    one = reading("a", "Dacia grows.", "grows", retrieval_score=0.5)
    other = reading("b", "Dacia croît.", retrieval_score=0.9, language="fr")
    facts = evidence(ASKED, [one, other], one)
    assert set(facts) == set(EVIDENCE)
    assert facts["entity_coverage"] == 0.5
    assert facts["gap_to_second"] == pytest.approx(0.4)
    assert facts["same_language"] == 1
    assert evidence(ASKED, [one, other], other)["same_language"] == 0


def test_reading_more_passages_changes_nothing() -> None:
    best = reading("a", "Dacia grows.", "grows")
    few = [best, *(reading(str(n), "Rain.", retrieval_score=0.5) for n in range(FEW - 1))]
    more = [reading(f"more {n}", "Lyon grows.", retrieval_score=0.1) for n in range(20)]
    assert evidence(ASKED, few, best) == evidence(ASKED, [*few, *more], best)


@pytest.mark.parametrize("name", ["score", "entity_coverage", "supporting_articles"])
def test_what_speaks_for_an_answer_makes_it_likelier(name: str) -> None:
    shipped, known = Calibration.load(CALIBRATION, FEATURES), dict.fromkeys(FEATURES, 0.5)
    assert shipped.probability({**known, name: 1.0}) > shipped.probability({**known, name: 0.0})
