"""Two ways to write an answer are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.normalization import tokens

LANGUAGES = ["en", "fr", "es", "de", "ar", "zh", "ru", "und"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Panthers' Defense", "en", ["panthers", "defense"]),
        ("an answer: $308 (a.k.a. “it”)", "en", ["answer", "308", "aka", "it"]),
        ("the", "de", ["the"]),
        ("L’Été, la mer et l'île", "fr", ["été", "mer", "et", "île"]),
        ("« Le décret » du 6 août", "fr", ["décret", "6", "août"]),
        ("E\u0301te\u0301", "fr", ["été"]),
        ("¿Los niños?", "es", ["niños"]),
        ("Die Straße des Volkes", "de", ["strasse", "volkes"]),
        ("الرئيس، في السلال", "ar", ["رئيس", "في", "سلال"]),
        ("抖音 (TikTok)，2020年。", "zh", ["抖", "音", "tiktok", "2020", "年"]),
        ("ゲーム機", "ja", ["ゲ", "ー", "ム", "機"]),
        ("Указ № 13942", "ru", ["указ", "№", "13942"]),
        ("...", "en", []),
    ],
)
def test_tokens(text: str, language: str, expected: list[str]) -> None:
    assert tokens(text, language) == expected


@given(st.text(), st.sampled_from(LANGUAGES))
def test_words_that_count_are_words(text: str, language: str) -> None:
    found = tokens(text, language)
    assert all(word and word == "".join(word.split()) for word in found)
    assert found == tokens(f"  {text}\n", language)


@given(st.text(alphabet="aeéßİkàL'’- .", max_size=20), st.sampled_from(LANGUAGES))
def test_letters_case_does_not_count(text: str, language: str) -> None:
    assert tokens(text.casefold(), language) == tokens(text, language)


def test_articles_count_in_another_language() -> None:
    assert tokens("the la", "fr") == ["the"]
    assert tokens("the la", "en") == ["la"]
    assert tokens("the la", "ru") == ["the", "la"]
