"""What is known of readings beside how likely their words are right."""

from __future__ import annotations

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.calibration import Calibration
from qa.question import Kind, Question
from qa.readers import Reading
from qa.readers.answerability import CALIBRATION, COMPARED_HITS, EVIDENCE, FEATURES, evidence

ASKED = Question("who leads Dacia in Lyon?", "en", Kind.OTHER)


def reading(
    name: str, text: str, words: str = "", retrieval_score: float = 1.0, language: str = "en"
) -> Reading:
    one = article(name, text, language=language)
    [passage] = split(one, 800)
    start = text.index(words)
    spans = ((start, start + len(words)),) if words else ()
    return Reading(Hit(passage, one, retrieval_score, 0.8, 1.0), 0, len(text), 0.5, spans)


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
    assert facts["names_held"] == 0.5


def test_reading_more_passages_changes_nothing() -> None:
    best = reading("a", "Dacia grows.", "grows")
    few = [best, *(reading(str(n), "Rain.", retrieval_score=0.5) for n in range(COMPARED_HITS - 1))]
    more = [reading(f"more {n}", "Lyon grows.", retrieval_score=0.1) for n in range(20)]
    assert evidence(ASKED, few, best) == evidence(ASKED, [*few, *more], best)


@pytest.mark.parametrize("name", ["score", "names_held", "time_held"])
def test_what_speaks_for_an_answer_makes_it_likelier(name: str) -> None:
    shipped, known = Calibration.load(CALIBRATION, FEATURES), dict.fromkeys(FEATURES, 0.5)
    assert shipped.probability({**known, name: 1.0}) > shipped.probability({**known, name: 0.0})
