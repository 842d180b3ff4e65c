"""Follow-ups become questions that stand alone; those that do already are not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import Turn, stand_alone
from qa.question import MAX_CHARACTERS

BAN = Turn("When does the ban take effect?", "en")
EFFET = Turn("Quand l'interdiction prend-elle effet ?", "fr")
HEAD = Turn("Who is TikTok's head in the United States?", "en", "Vanessa Pappas")
SAID = Turn("What did ByteDance say in August 2020?", "en")
DISAIT = Turn("Que disait ByteDance en août 2020 ?", "fr")
DECREE = Turn("Who signed the decree on TikTok?", "en")


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        (BAN, "and for WeChat?", "When does the ban take effect for WeChat?"),
        (BAN, "why?", "Why does the ban take effect?"),
        (BAN, "And since when?", "Since when does the ban take effect?"),
        (BAN, "And in September?", "When does the ban take effect in September?"),
        (BAN, "what about the sellers?", "When does the ban take effect (the sellers)?"),
        (BAN, "who said that?", "who said that (the ban)?"),
        (BAN, "Is that final?", "Is that final (the ban)?"),
        (BAN, "and who signed it?", "who signed it (the ban)?"),
        (EFFET, "et pour WeChat ?", "Quand l'interdiction prend-elle effet pour WeChat ?"),
        (EFFET, "Pourquoi ?", "Pourquoi l'interdiction prend-elle effet ?"),
        (EFFET, "jusqu'à quand ?", "Jusqu'à quand l'interdiction prend-elle effet ?"),
        (EFFET, "et en septembre ?", "Quand l'interdiction prend-elle effet en septembre ?"),
        (EFFET, "Qui l'a signée ?", "Qui l'a signée (l'interdiction) ?"),
        (EFFET, "qui a dit ça ?", "qui a dit ça (l'interdiction) ?"),
        (EFFET, "Quand se termine-t-elle ?", "Quand se termine-t-elle (l'interdiction) ?"),
        (EFFET, "Et TikTok ?", "Quand l'interdiction prend-elle effet (TikTok) ?"),
        (HEAD, "and WeChat's?", "Who is WeChat's head in the United States?"),
        (HEAD, "how about WeChat?", "Who is WeChat's head in the United States?"),
        (HEAD, "when did she say that?", "when did she say that (Vanessa Pappas)?"),
        (SAID, "and in September?", "What did ByteDance say in September?"),
        (SAID, "last week?", "What did ByteDance say last week?"),
        (SAID, "and WeChat?", "What did WeChat say in August 2020?"),
        (DISAIT, "et en septembre ?", "Que disait ByteDance en septembre ?"),
        (DISAIT, "Et la semaine dernière ?", "Que disait ByteDance la semaine dernière ?"),
        (DECREE, "when was it signed?", "when was it signed (the decree on TikTok)?"),
        (DECREE, "and on WeChat?", "Who signed the decree on WeChat?"),
    ],
)
def test_what_is_meant(before: Turn, asked: str, meant: str) -> None:
    assert stand_alone(asked, before) == meant


@pytest.mark.parametrize("before", [BAN, EFFET, HEAD, SAID, DISAIT, DECREE])
@pytest.mark.parametrize(
    "question",
    [
        "How many people use TikTok?",
        "Who owns the company that was banned?",
        "Which university has its origins in a school of medicine?",
        "How long does it take for a law to be signed?",
        "Who is TikTok's head, and what did she say?",
        "What is the capital of Peru?",
        "TikTok",
        "Combien de personnes utilisent TikTok ?",
        "Quand le décret a-t-il été signé ?",
        "Quel style de musique a-t-il été influencé par le Diwan ?",
        "Combien y a-t-il d'espèces sur l'île de Cuba ?",
        "Que faut-il savoir du décret ?",
        "Où est situé Lyon ?",
        "Wann tritt das Verbot in Kraft?",
    ],
)
def test_a_question_that_stands_alone(before: Turn, question: str) -> None:
    assert stand_alone(question, before) == question
    assert stand_alone(question, None) == question


def test_nobody_can_tell_in_a_language_without_rules() -> None:
    assert stand_alone("e quando?", Turn("Quem assinou?", "pt")) == "e quando?"


@given(st.text(max_size=60), st.sampled_from([BAN, EFFET, HEAD, SAID, DISAIT, DECREE]))
def test_any_text_is_a_question(question: str, before: Turn) -> None:
    meant = stand_alone(question, before)
    assert stand_alone(question, None) == question
    assert bool(meant.strip()) == bool(question.strip())


def test_what_is_too_long_to_be_asked_is_not_made_longer() -> None:
    usual = f"And for {'X' * 20}?"
    assert stand_alone(usual, BAN) != usual
    long = f"And for {'X' * MAX_CHARACTERS}?"
    assert stand_alone(long, BAN) == long
