"""What an answer says a time is: called off, denied, moved, planned, fiscal; and how fresh."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.compose import compose
from qa.question import parse_question
from qa.readers import Reading
from qa.render import to_html, to_markdown, to_text
from qa.temporal_query import read_temporal_intent

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.temporal_query import TemporalIntent

ASKED = date(2021, 12, 1)


def ask(
    question: str,
    *told: tuple[str, str],
    language: str = "en",
    score: float = 0.9,
    later: float | None = None,
) -> Answer:
    """Answer from sentences and when they were published; the whole sentence is read.

    Args:
        question: What is asked.
        *told: When a sentence was published, and the sentence.
        language: That of the sentences.
        score: How well the first one answers.
        later: Likewise the others; the same if left out.
    """
    readings = []
    for number, (published, text) in enumerate(told):
        if number and later is not None:
            score = later
        one = article(f"{number}.txt", text, published=published, language=language)
        [passage] = split(one)
        hit = Hit(passage, one, 1.0, 0.8, 1.0)
        readings.append(Reading(hit, passage.start, passage.end, score))
    return compose(parse_question(question, {"en", "fr"}, ASKED), readings)


def values(answer: Answer) -> list[str]:
    return [finding["value"] for finding in answer.to_dict()["findings"]]


def periods(answer: Answer) -> list[list[str]]:
    return [finding["periods"] for finding in answer.to_dict()["findings"]]


@pytest.mark.parametrize(
    ("language", "text", "value", "answers"),
    [
        (
            "en",
            "The match will not be played on 14 June but on 16 June.",
            "16 June 2021",
            ["2021-06-16"],
        ),
        ("en", "The match will not be played on 14 June.", "not on 14 June 2021", []),
        ("en", "The match will not be played in July.", "not in July 2021", []),
        ("en", "The match on 14 June was scrapped.", "14 June 2021, cancelled", []),
        ("en", "The match of 14 June was put off indefinitely.", "14 June 2021, postponed", []),
        (
            "en",
            "The match, due on 14 June, has been delayed to 21 June.",
            "21 June 2021, postponed from 14 June 2021",
            ["2021-06-21"],
        ),
        (
            "en",
            "On 9 June the club moved the match from 14 June to 12 June.",
            "12 June 2021, brought forward from 14 June 2021",
            ["2021-06-12"],
        ),
        (
            "fr",
            "Le match n'aura pas lieu le 14 juin mais le 16 juin.",
            "16 June 2021",
            ["2021-06-16"],
        ),
        ("fr", "Le match du 14 juin est annulé.", "14 June 2021, cancelled", []),
        (
            "fr",
            "Le match, prévu le 14 juin, est repoussé au 21 juin.",
            "21 June 2021, postponed from 14 June 2021",
            ["2021-06-21"],
        ),
        (
            "fr",
            "Le match a été avancé du 14 juin au 12 juin.",
            "12 June 2021, brought forward from 14 June 2021",
            ["2021-06-12"],
        ),
    ],
)
def test_a_time_is_told_as_what_it_is(
    language: str, text: str, value: str, answers: list[str]
) -> None:
    answer = ask("When is the match?", ("2021-06-10", text), language=language)
    assert values(answer) == [value]
    assert periods(answer) == [answers]


def test_it_is_told_so_in_the_language_of_the_question() -> None:
    denied = ask("Quand aura lieu le match ?", ("2021-06-10", "It will not be held on 14 June."))
    assert values(denied) == ["pas le 14 juin 2021"]
    moved = ask("Quand aura lieu le match ?", ("2021-06-10", "It was moved from July to August."))
    assert values(moved) == ["août 2021, reporté de juillet 2021"]


def test_what_was_announced_and_what_became_of_it_stand_apart_in_their_order() -> None:
    answer = ask(
        "When is the match?",
        ("2021-06-12", "The match of 21 June has been called off."),
        ("2021-06-10", "The match, set for 14 June, has been put back to 21 June."),
        ("2021-06-02", "The match will be played on 14 June."),
    )
    assert values(answer) == [
        "14 June 2021",
        "21 June 2021, postponed from 14 June 2021",
        "21 June 2021, cancelled",
    ]
    assert [finding.citations for finding in answer.findings] == [(1,), (2,), (3,)]


def test_articles_that_agree_on_the_new_day_are_told_together() -> None:
    answer = ask(
        "When is the match?",
        ("2021-06-10", "The match will be played on 21 June."),
        ("2021-06-11", "The match was moved from 14 June to 21 June."),
    )
    assert values(answer) == ["21 June 2021, postponed from 14 June 2021"]
    assert answer.findings[0].citations == (1, 2)


def test_who_takes_a_day_back_is_cited_however_little_it_answers() -> None:
    def reading(name: str, published: str, text: str, score: float) -> Reading:
        one = article(name, text, published=published, language="en")
        [passage] = split(one)
        return Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, score)

    plan = reading("a", "2021-06-02", "The match will be played on 14 June.", 0.9)
    taken_back = reading("b", "2021-06-10", "The match on 14 June is cancelled.", 0.1)
    other = reading("c", "2021-06-11", "The fair on 3 July is cancelled.", 0.1)
    answer = compose(parse_question("When is the match?", {"en"}, ASKED), [plan, taken_back, other])
    assert [citation.document for citation in answer.citations] == ["a", "b"]


def test_a_denial_of_what_nobody_says_is_left_out() -> None:
    answer = ask(
        "When is the match?",
        ("2021-06-02", "The match will be played on 14 June."),
        ("2021-06-03", "The match will not be played on 13 June."),
    )
    assert values(answer) == ["14 June 2021"]


def test_when_it_was_called_off_answers_only_who_asks_for_that() -> None:
    told = ("2021-06-10", "The parade was called off on Tuesday.")
    assert values(ask("When was the parade called off?", told)) == ["Tuesday, 8 June 2021"]
    assert values(ask("When will the parade be held?", told)) == [None]


def test_a_plan_does_not_answer_a_question_about_the_past() -> None:
    plan = ("2021-06-10", "The bridge will close on 30 September for repairs.")
    answer = ask("When did the bridge close?", plan)
    assert values(answer) == ["planned for 30 September 2021, as of 10 June 2021"]
    assert periods(answer) == [[]]
    assert answer.findings[0].times[0].tense == "planned"
    assert values(ask("When will the bridge close?", plan)) == ["30 September 2021"]
    assert values(ask("When was the bridge due to close?", plan)) == ["30 September 2021"]


@pytest.mark.parametrize("asked", ["Quand a lieu le vote ?", "When do the schools have to close?"])
def test_a_present_that_looks_like_a_past_makes_no_plan_of_it(asked: str) -> None:
    assert values(ask(asked, ("2021-06-10", "It is to be held on 14 June."))) in (
        ["14 juin 2021"],
        ["14 June 2021"],
    )


def test_a_plan_of_something_else_gives_no_value() -> None:
    plan = ("2021-06-10", "The bridge will close on 30 September for repairs.")
    assert values(ask("When was the bridge built?", plan)) == [None]


@pytest.mark.parametrize(
    ("asked", "language", "told", "value"),
    [
        ("When was the bridge built?", "fr", "Le pont fermera le 30 septembre.", None),
        ("When was the bridge built?", "es", "El puente cerrará el 30 de septiembre.", None),
        (
            "Quand le pont a-t-il été construit ?",
            "en",
            "The bridge will close on 30 September.",
            None,
        ),
        (
            "When did the bridge close?",
            "fr",
            "Le pont fermera le 30 septembre.",
            "planned for 30 September 2021, as of 10 June 2021",
        ),
        (
            "When did the bridge close?",
            "es",
            "El puente cerrará el 30 de septiembre.",
            "planned for 30 September 2021, as of 10 June 2021",
        ),
        # No word says which event it is: then nothing rules it out.
        (
            "When did it happen?",
            "fr",
            "Le pont fermera le 30 septembre.",
            "planned for 30 September 2021, as of 10 June 2021",
        ),
    ],
)
def test_a_plan_in_another_language_answers_only_of_the_same_kind_of_event(
    asked: str, language: str, told: str, value: str | None
) -> None:
    assert values(ask(asked, ("2021-06-10", told), language=language)) == [value]


def test_what_happened_is_told_instead_of_the_plan() -> None:
    answer = ask(
        "When did the bridge close?",
        ("2021-06-10", "The bridge will close on 30 September for repairs."),
        ("2021-10-04", "The bridge closed on 1 October, a day late."),
    )
    assert values(answer) == ["1 October 2021"]
    assert [citation.document for citation in answer.citations] == ["1.txt"]


def test_what_was_over_is_told_as_past_to_a_question_about_the_future() -> None:
    opened = ("2021-06-10", "The museum opened on 3 May.")
    assert values(ask("When will the museum open?", opened)) == ["3 May 2021, already past"]
    assert values(ask("When did the museum open?", opened)) == ["3 May 2021"]


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("When did sales fall?", "third quarter of fiscal 2019"),
        ("Quand les ventes ont-elles baissé ?", "troisième trimestre de l'exercice 2019"),
    ],
)
def test_a_fiscal_quarter_is_told_as_one(asked: str, value: str) -> None:
    fell = ("2020-01-30", "Sales fell in the third quarter of fiscal 2019.")
    answer = ask(asked, fell)
    assert values(answer) == [value]
    assert answer.findings[0].times[0].fiscal


def test_a_fiscal_year_is_not_merged_with_a_calendar_one() -> None:
    answer = ask(
        "When did sales fall?",
        ("2020-01-30", "Sales fell in fiscal 2019."),
        ("2020-02-01", "Sales fell in 2019."),
    )
    assert values(answer) == ["fiscal 2019", "2019"]


def test_the_surfaces_show_it_and_the_json_has_it_as_data() -> None:
    answer = ask("When is the match?", ("2021-06-10", "The match on 14 June was scrapped."))
    for shown in (to_text(answer), to_html(answer), answer.answer):
        assert "14 June 2021, cancelled" in shown
    assert "cancelled**" in to_markdown(answer)
    [finding] = answer.to_dict()["findings"]
    assert finding["times"] == [
        {
            "period": "2021-06-14",
            "polarity": "cancelled",
            "former": None,
            "tense": None,
            "fiscal": False,
        }
    ]


def intent(text: str, language: str) -> TemporalIntent:
    return read_temporal_intent(text, language, ASKED)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Who is the current head of the port?"),
        ("en", "Who runs the port now?"),
        ("en", "Does she still run the port?"),
        ("en", "Who is at present the owner?"),
        ("en", "What was the last toll of the fire?"),
        ("en", "What is the latest version?"),
        ("fr", "Qui est l'actuel patron du port ?"),
        ("fr", "Qui dirige désormais le port ?"),
        ("fr", "Dirige-t-elle maintenant le port ?"),
        ("fr", "Est-elle encore à la tête du port ?"),
        ("fr", "Quel est le dernier bilan de l'incendie ?"),
        ("fr", "Quelle est la dernière version ?"),
    ],
)
def test_the_newest_is_asked_for(language: str, text: str) -> None:
    read = intent(text, language)
    assert read.latest
    assert not read.so_far


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Who was the last queen?"),
        ("en", "What happened last week?"),
        ("en", "Who actually signed?"),
        ("en", "How does a current account work?"),
        ("en", "Which ocean current is warm?"),
        ("en", "Was she still at the head of the port?"),
        ("en", "What happened in the current year?"),
        ("fr", "Quand a fini la dernière guerre ?"),
        ("fr", "Qui a gagné encore une fois ?"),
        ("fr", "Que s'est-il passé la semaine dernière ?"),
        ("fr", "Était-elle encore à la tête du port ?"),
    ],
)
def test_what_only_looks_so_does_not_ask_for_the_newest(language: str, text: str) -> None:
    assert not intent(text, language).latest


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "How many have been found so far?"),
        ("en", "As of now, how many are missing?"),
        ("en", "How many have been found to date?"),
        ("fr", "Combien en a-t-on trouvé jusqu'ici ?"),
        ("fr", "Combien en a-t-on trouvé à ce jour ?"),
    ],
)
def test_so_far_asks_until_when_it_is_known_and_sets_no_filter(language: str, text: str) -> None:
    read = intent(text, language)
    assert read.latest
    assert read.so_far
    assert read.mentioned == ()
    assert read.published.conditions == ()


def test_so_far_is_answered_with_its_day() -> None:
    one = article("a.txt", "They found 47 boats.", published="2021-05-05", language="en")
    [passage] = split(one)
    start = passage.text.index("47")
    reading = Reading(
        Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, 0.9, ((start, start + 2),)
    )
    asked = parse_question("How many boats have they found so far?", {"en"}, ASKED)
    assert values(compose(asked, [reading])) == ["47, as of 5 May 2021"]
    asked = parse_question("Combien de bateaux ont-ils trouvés à ce jour ?", {"fr"}, ASKED)
    assert values(compose(asked, [reading])) == ["47, au 5 mai 2021"]


@pytest.mark.parametrize(
    ("language", "question", "told", "taken_back"),
    [
        (
            "en",
            "When will the Norville chess open be played?",
            "The Norville chess open will be played on 14 June.",
            "The Norville chess open has been scrapped for lack of sponsors.",
        ),
        (
            "fr",
            "Quand partira le rallye de Norville ?",
            "Le rallye de Norville partira le 14 juin.",
            "Le rallye de Norville est annulé faute de sponsors.",
        ),
    ],
)
def test_a_later_cancellation_without_a_date_is_cited(
    language: str, question: str, told: str, taken_back: str
) -> None:
    said = [("2021-06-02", told), ("2021-06-10", taken_back)]
    answer = ask(question, *said, language=language, later=0.2)
    assert [one.quote for one in answer.citations] == [told, taken_back]
    assert periods(answer) == [["2021-06-14"], []]


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ("2021-06-10", "The Norville chess open has not been scrapped."),
        ("2021-06-10", "The Valmont chess open has been scrapped."),
        ("2021-06-01", "The Norville chess open has been scrapped."),
        ("2021-06-10", "The Norville chess open draws many players."),
    ],
)
def test_what_does_not_call_it_off_later_is_not_cited(published: str, text: str) -> None:
    told = "The Norville chess open will be played on 14 June."
    question = "When will the Norville chess open be played?"
    answer = ask(question, ("2021-06-02", told), (published, text), later=0.2)
    assert [one.quote for one in answer.citations] == [told]
