"""Questions and answers in German, beyond what the contract of languages asks for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit, Period
from index.dates.resolution import Boundary, Derivation
from index.passages import split
from index.testing import article
from qa.compose import compose
from qa.followup import Turn, stand_alone
from qa.formatting import format_derivation, format_period
from qa.question import Kind, parse_question
from qa.readers import Reading
from qa.temporal_query import read_temporal_intent

if TYPE_CHECKING:
    from index.dates.expressions import Side
    from qa.answer import Answer

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
    ("text", "query"),
    [
        ("Wann tritt das Verbot in Kraft?", "wann tritt das verbot in kraft?"),
        ("Wann tritt das TikTok-Verbot in Kraft?", "wann tritt das TikTok-Verbot in kraft?"),
        ("Wer leitet die EZB und den Verband?", "wer leitet die EZB und den verband?"),
        ("Wo wohnt Angela Merkel?", "wo wohnt Angela Merkel?"),
    ],
)
def test_the_capital_of_a_noun_is_not_looked_for_in_other_languages(text: str, query: str) -> None:
    assert parse_question(text, {"fr"}, _TODAY).query == query


def test_the_capital_of_a_noun_is_looked_for_in_german() -> None:
    question = parse_question("Wann tritt das Verbot in Kraft?", {"de", "fr"}, _TODAY)
    assert question.query == "wann tritt das Verbot in Kraft?"


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


_BAN = "Wann tritt das Verbot in Kraft?"


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        (_BAN, "und für WeChat?", "Wann tritt das Verbot für WeChat in Kraft?"),
        (_BAN, "Was ist mit TikTok?", "Wann tritt das Verbot (TikTok) in Kraft?"),
        (_BAN, "Warum?", "Warum tritt das Verbot in Kraft?"),
        (_BAN, "Wer hat es unterzeichnet?", "Wer hat es (das Verbot) unterzeichnet?"),
        (_BAN, "Wer gewann die Liga?", "Wer gewann die Liga?"),
        ("Wann findet die Wahl statt?", "und in Bayern?", "Wann findet die Wahl in Bayern statt?"),
        (
            "Wer hat das Dekret unterzeichnet?",
            "und im Jahr 2019?",
            "Wer hat das Dekret im Jahr 2019 unterzeichnet?",
        ),
        (
            "Wie viele Menschen starben?",
            "und in Italien?",
            "Wie viele Menschen in Italien starben?",
        ),
        ("Wer regiert?", "und in Wien?", "Wer regiert in Wien?"),
    ],
)
def test_what_is_added_stands_before_what_closes_the_verb(
    before: str, asked: str, meant: str
) -> None:
    assert stand_alone(asked, Turn(before, "de")) == meant


@pytest.mark.parametrize(
    ("text", "value", "answers"),
    [
        (
            "Das Spiel findet nicht am 14. Juni, sondern am 16. Juni statt.",
            "16. Juni 2021",
            ["2021-06-16"],
        ),
        ("Das Spiel findet am 14. Juni nicht statt.", "nicht am 14. Juni 2021", []),
        ("Das Spiel am 14. Juni wurde abgesagt.", "14. Juni 2021, abgesagt", []),
        ("Das Spiel am 14. Juni fällt aus.", "14. Juni 2021, abgesagt", []),
        ("Das Spiel am 14. Juni fällt nicht ins Wasser.", "14. Juni 2021", ["2021-06-14"]),
        (
            "Das für den 14. Juni angesetzte Spiel wurde auf den 21. Juni verschoben.",
            "21. Juni 2021, verschoben vom 14. Juni 2021",
            ["2021-06-21"],
        ),
        (
            "Das Spiel wurde vom 14. auf den 21. Juni verschoben.",
            "21. Juni 2021, verschoben vom 14. Juni 2021",
            ["2021-06-21"],
        ),
        (
            "Das Spiel wurde vom 14. Juni auf den 12. Juni vorverlegt.",
            "12. Juni 2021, vorverlegt vom 14. Juni 2021",
            ["2021-06-12"],
        ),
        (
            "Das Spiel wurde abgesagt. Es hätte am 14. Juni stattfinden sollen.",
            "14. Juni 2021, abgesagt",
            [],
        ),
    ],
)
def test_a_time_is_told_as_what_it_is(text: str, value: str, answers: list[str]) -> None:
    answer = _ask("Wann findet das Spiel statt?", text)
    [finding] = answer.to_dict()["findings"]
    assert (finding["value"], finding["periods"]) == (value, answers)


def test_when_something_was_called_off() -> None:
    text = "Am 9. Juni sagte der Klub das für den 14. Juni angesetzte Spiel ab."
    [finding] = _ask("Wann wurde das Spiel abgesagt?", text).to_dict()["findings"]
    assert finding["value"] == "9. Juni 2021"


def _ask(question: str, text: str) -> Answer:
    """Answer from an article of 10 June 2021, all of whose text is read."""
    one = article("1.txt", text, published="2021-06-10", language="de")
    [passage] = split(one)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, 0.9)
    return compose(parse_question(question, {"de"}, _TODAY), [reading])


def test_a_name_takes_the_place_of_a_name() -> None:
    before = Turn("Wo wohnt Angela Merkel?", "de")
    assert stand_alone("und Olaf Scholz?", before) == "Wo wohnt Olaf Scholz?"
