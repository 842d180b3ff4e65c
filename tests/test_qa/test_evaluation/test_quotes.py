from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus.beir import UNDATED
from index.datatypes import Article
from qa.evaluation.dataset import Query
from qa.evaluation.quotes import (
    QuoteScore,
    RefusalCounts,
    calibration_error,
    contains,
    covers,
    exact_match,
    refusal,
    score,
    token_f1,
)
from qa.normalization import tokens

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


def test_the_very_words_have_to_be_exact_and_the_quote_to_hold_the_answer() -> None:
    asked = query("45 days", spans=((ANSWER, ANSWER + 7),))
    words = (ANSWER, ANSWER + 7)
    found = score(asked, article(), SECOND, words, relevant=True)
    assert found == QuoteScore(contains=True, exact=True, f1=1)
    beside = (TEXT.index("he said"), TEXT.index("he said") + 7)
    found = score(asked, article(), SECOND, beside, relevant=True)
    assert found == QuoteScore(contains=True, exact=False, f1=0)
    # The right words in a quote that does not hold the span, as when it stands elsewhere.
    found = score(asked, article(), (0, 27), words, relevant=True)
    assert found == QuoteScore(contains=False, exact=True, f1=1)


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
    assert found == RefusalCounts(5, 1, 3, 1)
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


CONFIDENCES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1)


@pytest.mark.parametrize(
    ("confidences", "error"),
    [
        ([(1.0, True), (0.0, False)], 0),
        ([(1.0, False), (0.0, True)], 1),
        ([(0.9, True), (0.9, False)], 0.4),  # one bin: half came true
        ([(0.95, True), (0.15, False)], (0.05 + 0.15) / 2),
        ([(0.55, True), (0.58, False), (0.25, False)], (0.13 + 0.25) / 3),
        ([(0.2, True)], 0.8),
    ],
)
def test_calibration_by_hand(confidences: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(confidences) == pytest.approx(error)


@given(CONFIDENCES, st.integers(1, 20))
def test_calibration_laws(confidences: list[tuple[float, bool]], bins: int) -> None:
    error = calibration_error(confidences, bins)
    number = len(confidences)
    overall = abs(sum(told - true for told, true in confidences)) / number
    each = sum(abs(told - true) for told, true in confidences) / number
    assert overall - 1e-9 <= error <= each + 1e-9 <= 1 + 2e-9
    assert calibration_error(confidences, 1) == pytest.approx(overall, abs=1e-9)
    assert calibration_error(confidences[::-1], bins) == pytest.approx(error, abs=1e-9)
    assert calibration_error(confidences * 2, bins) == pytest.approx(error, abs=1e-9)


@given(st.lists(st.booleans(), min_size=1))
def test_who_says_how_often_it_comes_true_is_calibrated(outcomes: list[bool]) -> None:
    share = sum(outcomes) / len(outcomes)
    assert calibration_error([(share, true) for true in outcomes]) == pytest.approx(0, abs=1e-9)
    assert calibration_error([(float(true), true) for true in outcomes]) == 0
