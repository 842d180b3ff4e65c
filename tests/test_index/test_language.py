from __future__ import annotations

import subprocess
import sys

import pytest

from index.language import UNKNOWN, detect
from index.settings import PROJECT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pourquoi Trump ?", "fr"),
        ("TikTok ban date", "en"),
        ("Date d’effet ?", "fr"),
        ("TikTok’s ban date …", "en"),
        ("Hello world", "en"),
        ("when does the ban take effect?", "en"),
        ("quand l'interdiction prend-elle effet ?", "fr"),
        ("Wann tritt das Verbot in Kraft?", "de"),
        ("¿Cuándo entra en vigor la prohibición de la aplicación?", "es"),
        ("Когда запрет вступает в силу?", "ru"),
        ("禁令何时生效？", "zh"),
        ("TikTok 的禁令何时在美国生效？", "zh"),
        ("Quand prend effet l'interdiction ?", "fr"),
        ("TikTok est-il interdit ?", "fr"),
        ("When will Avianca land?", "en"),
        ("TikTok的禁令什么时候生效？", "zh"),
        ("Pryd mae'r gwaharddiad ar TikTok yn dod i rym yn America?", "cy"),
        ("What does 禁令 mean?", "en"),
        ("Who is Владимир Зеленский and when was he elected?", "en"),
        ("తెలుగు సినిమా ఎప్పుడు ప్రారంభమైంది?", "te"),
    ],
)
def test_questions_over_a_french_and_english_corpus(text: str, language: str) -> None:
    assert {detect(text, {"fr", "en"}) for _ in range(5)} == {language}


def test_articles_need_no_hint() -> None:
    assert detect("Der Erlass soll 45 Tage nach seiner Unterzeichnung in Kraft treten.") == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le procès commence lundi.", "fr"),
        ("Le roi arrive samedi à Oslo.", "fr"),
        ("Llegó ayer por la tarde.", "es"),
        ("Two hikers were killed this weekend.", "en"),
        ("Am Montag hat der Rat getagt.", "de"),
        ("Il presidente della Repubblica ha firmato ieri il decreto sulla scuola.", "it"),
        ("O presidente da República assinou ontem o decreto sobre as escolas.", "pt"),
    ],
)
def test_a_short_article_is_likely_in_a_language_with_a_grammar(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["¿TikTok?", "¿Y Google?"])
def test_a_mark_that_opens_a_question_is_spanish(text: str) -> None:
    assert detect(text, {"en", "es"}) == "es"
    assert detect(text, {"en", "fr"}) != "es"


@pytest.mark.parametrize("text", ["", "   ", "123 456", "?!", "🙂"])
def test_no_words_no_language(text: str) -> None:
    assert detect(text, {"fr"}) == UNKNOWN
    assert detect(text) == UNKNOWN


def test_the_first_questions_may_come_together() -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from index.language import detect
with ThreadPoolExecutor(8) as threads:
    print(set(threads.map(detect, ["when does the ban take effect, and where?"] * 16)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "{'en'}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("silver medal 110 m hurdles doha 2019", "en"),
        ("hvem vant valget i Norge i fjor", "no"),
    ],
)
def test_a_few_words_are_in_an_unlikely_language_only_if_one_is_common_in_it(
    text: str, language: str
) -> None:
    assert detect(text, {"en", "fr", "de", "es"}) == language
