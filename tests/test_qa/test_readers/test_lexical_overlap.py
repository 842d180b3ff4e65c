"""Words and names that a question and a text share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.readers.lexical_overlap import share_of_names


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
