"""Questions and answers in German, beyond what the contract of languages asks for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Period
from index.dates.resolution import Boundary, Derivation
from qa.followup import Turn, stand_alone
from qa.formatting import format_derivation, format_period
from qa.question import Kind, parse_question
from qa.temporal_query import read_temporal_intent

if TYPE_CHECKING:
    from index.dates.expressions import Side

_TODAY = date(2021, 5, 12)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Seit wann gilt das Verbot?", Kind.WHEN),
        ("Bis wann läuft die Frist?", Kind.WHEN),
        ("Wann starb der König?", Kind.WHEN),
        ("Wie lange gilt das Verbot?", Kind.HOW_LONG),
        ("Gilt das Verbot noch?", Kind.OPEN),
        ("Welche Länder haben den Vertrag unterzeichnet?", Kind.LIST),
        ("Wer wurde zum Präsidenten gewählt?", Kind.OTHER),
    ],
)
def test_the_kind_of_a_question(text: str, kind: Kind) -> None:
    question = parse_question(text, {"de"}, _TODAY)
    assert (question.language, question.kind) == ("de", kind)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("Wer ist derzeit Bürgermeister?", True),
        ("Wie ist der aktuelle Stand?", True),
        ("Ist die Brücke noch gesperrt?", True),
        ("Wer ist noch einmal angetreten?", False),
        ("Wer war der letzte König?", False),
    ],
)
def test_whether_the_newest_is_asked_for(text: str, latest: bool) -> None:
    assert read_temporal_intent(text, "de", _TODAY).latest is latest


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("after", "nach dem 17. September 2020"),
        ("until", "bis zum 17. September 2020"),
        ("by", "spätestens am 17. September 2020"),
        ("before", "vor dem 17. September 2020"),
    ],
)
def test_a_day_takes_an_article_behind_a_preposition(side: Side, text: str) -> None:
    day = Period.parse("2020-09-17")
    period = Period(day.start, date.max) if side == "after" else Period(date.min, day.end)
    assert format_period(period, "de", bound=Boundary(side, day)) == text


def test_what_a_day_was_computed_from() -> None:
    derivation = Derivation(((45, "day"),), 1, Period.parse("2020-08-06"))
    assert format_derivation(derivation, "de") == "45 Tage nach dem 6. August 2020"


def test_a_noun_with_a_capital_is_no_name() -> None:
    before = Turn("Wann tritt das Verbot in Kraft?", "de")
    assert stand_alone("und für WeChat?", before) == "Wann tritt das Verbot in Kraft für WeChat?"


def test_a_name_takes_the_place_of_a_name() -> None:
    before = Turn("Wo wohnt Angela Merkel?", "de")
    assert stand_alone("und Olaf Scholz?", before) == "Wo wohnt Olaf Scholz?"
