from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.beir import UNDATED
from index.datatypes import Article
from qa.answer_text import tokens
from qa.evaluation.dataset import Query
from qa.evaluation.quotes import (
    QuoteScore,
    Refusal,
    contains,
    covers,
    exact_match,
    refusal,
    score,
    token_f1,
)

TEXT = "The ban was signed in 2020. It takes effect in 45 days, he said."
ANSWER = TEXT.index("45 days")
SECOND = (TEXT.index("It"), len(TEXT))
LANGUAGES = ["en", "fr", "es", "de", "ar", "zh", "ru", "und"]


def article(text: str = TEXT, language: str = "en") -> Article:
    return Article("d", "", text, "s", UNDATED, language)


def query(*answers: str, spans: tuple[tuple[int, int], ...] = ()) -> Query:
    return Query("q", "When?", "en", answers, spans, answerable=True)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_a_text_is_itself(text: str, language: str) -> None:
    assert exact_match(text, [text], language)
    assert token_f1(text, [text], language) == 1
    assert contains(text, [text], language) == bool(tokens(text, language))


@given(st.text(), st.text(), st.sampled_from(LANGUAGES))
def test_laws(one: str, other: str, language: str) -> None:
    f1 = token_f1(one, [other], language)
    assert 0 <= f1 <= 1
    assert f1 == token_f1(other, [one], language)
    if exact_match(one, [other], language):
        assert f1 == 1
    if contains(one, [other], language):
        assert f1 > 0


def test_overlap_by_hand() -> None:
    # takes effect in 45 days | in 45 days: 3 shared of 5 and 3.
    assert token_f1("takes effect in 45 days", ["in 45 days", "no"], "en") == pytest.approx(6 / 8)
    assert token_f1("days days", ["days"], "en") == pytest.approx(2 / 3)
    assert token_f1("", ["days"], "en") == 0
    assert token_f1("days", [], "en") == 0


def test_words_hold_words_and_not_parts_of_them() -> None:
    assert contains("signed in 2020, he said", ["2020"], "en")
    assert not contains("signed in 2020, he said", ["20"], "en")
    assert contains("He met the President.", ["president"], "en")
    assert not contains("45 long days", ["45 days"], "en")
    assert not contains("anything.", [".", ""], "en")
    assert not contains("anything", [], "en")


def test_covering() -> None:
    assert covers(0, 10, [(0, 10)])
    assert covers(0, 10, [(20, 30), (3, 4)])
    assert not covers(0, 10, [(3, 11)])
    assert not covers(5, 10, [(4, 6)])
    assert not covers(0, 10, [])


def test_a_quote_with_offsets() -> None:
    asked = query("45 days", spans=((ANSWER, ANSWER + 7),))
    found = score(asked, article(), SECOND, relevant=True)
    assert found == QuoteScore(contains=True, exact=False, f1=pytest.approx(4 / 10))
    assert not score(asked, article(), (0, 27), relevant=True).contains
    assert not score(asked, article(), (ANSWER, ANSWER + 6), relevant=True).contains
    assert score(asked, article(), (ANSWER, ANSWER + 7), relevant=True).exact


def test_the_right_words_elsewhere_in_the_right_article_do_not_count() -> None:
    asked = query("2020", spans=((0, 4),))
    text = "2020 was long. It was 2020."
    assert not score(asked, article(text), (15, len(text)), relevant=True).contains
    assert score(asked, article(text), (0, 14), relevant=True).contains


def test_without_offsets_the_words_decide() -> None:
    assert score(query("45 Days"), article(), SECOND, relevant=False).contains
    assert not score(query("46 days"), article(), SECOND, relevant=False).contains


def test_offsets_into_another_document() -> None:
    asked = query("45", spans=((0, 2),))
    assert score(asked, article(), SECOND, relevant=True).contains
    assert not score(asked, article(), SECOND, relevant=False).contains


def test_refusals() -> None:
    outcomes = [(True, False)] * 5 + [(True, True)] + [(False, True)] * 3 + [(False, False)]
    found = refusal(outcomes)
    assert found == Refusal(5, 1, 3, 1)
    assert (found.precision, found.recall) == (0.75, 0.75)
    assert found.to_dict() == {
        "precision": 0.75,
        "recall": 0.75,
        "answered": 5,
        "wrongly_declined": 1,
        "rightly_declined": 3,
        "wrongly_answered": 1,
    }


def test_undefined_refusals() -> None:
    assert refusal([]).to_dict()["precision"] is None
    assert refusal([(True, False)]).recall is None
    assert refusal([(True, False)]).precision is None
    assert refusal([(False, False)]).recall == 0
