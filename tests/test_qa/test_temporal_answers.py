"""Which times of a quote answer, given the words that were read."""

from __future__ import annotations

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.compose import compose
from qa.formatting import format_value
from qa.question import parse_question
from qa.readers import Reading
from qa.temporal_answers import select_times

TEXT = (
    "Les téléchargements cessent à partir du 20 septembre, et tout usage à partir du 12 novembre. "
    "Le tribunal siège le 4 octobre."
)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (["12 novembre"], ["2020-09-20/..", "2020-11-12/.."]),  # both begin something
        (["à partir du 20 septembre"], ["2020-09-20/..", "2020-11-12/.."]),
        (["le 4 octobre"], ["2020-10-04"]),
        (["4 octobre", "12 novembre"], ["2020-09-20/..", "2020-11-12/..", "2020-10-04"]),
        (
            ["tout usage"],
            ["2020-09-20/..", "2020-11-12/..", "2020-10-04"],
        ),  # no time: all of the quote
        ([], ["2020-09-20/..", "2020-11-12/..", "2020-10-04"]),
    ],
)
def test_the_times_in_the_words_that_were_read_and_those_told_alike(
    read: list[str], told: list[str]
) -> None:
    one = article("a", TEXT, published="2020-09-18", language="fr")
    [passage] = split(one, 800)
    places = [(TEXT.lower().index(words.lower()), len(words)) for words in read]
    spans = tuple((start, start + length) for start, length in places)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(TEXT), 0.9, spans)
    times = select_times(parse_question("When does the ban take effect?", {"en"}), reading)
    assert [mention.period.isoformat() for mention in times] == told


@pytest.mark.parametrize(
    ("asked", "read", "told"),
    [
        ("When does the ban take effect?", "6 August", "2020-09-20"),
        ("When was the ban signed?", "6 August", "2020-08-06"),
        ("When does the ban take effect?", "45 days after its signing", "2020-09-20"),
        ("When did the ban take effect?", "45 days after its signing", "2020-09-20"),
        ("What date does the decree bear?", "6 August", "2020-08-06"),
    ],
)
def test_the_tense_tells_a_day_from_the_one_that_is_counted_from_it(
    asked: str, read: str, told: str
) -> None:
    text = "The ban was signed on 6 August and takes effect 45 days after its signing."
    one = article("a", text, published="2020-08", language="en")
    [passage] = split(one, 800)
    start = text.index(read)
    spans = ((start, start + len(read)),)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(text), 0.9, spans)
    times = select_times(parse_question(asked, {"en"}), reading)
    assert [mention.period.isoformat() for mention in times] == [told]


@pytest.mark.parametrize(
    ("language", "text", "read", "day"),
    [
        ("en", "She left the 2010 race yesterday.", "2010", "2009-06-08"),
        ("en", "She won the 2009 cup on Sunday.", "2009", "2009-06-07"),
        ("en", "She has led the team since 2009 and won on Sunday.", "2009", "2009-01-01/.."),
        ("en", "In 2009 she won, and on Sunday she left.", "2009", "2009"),
        ("en", "She won the 2009 cup on Sunday and left on Monday.", "2009", "2009"),
        ("fr", "Elle a gagné le Mondial 2009 dimanche.", "2009", "2009-06-07"),
        ("de", "Sie siegte 2009 und trat am Sonntag zurück.", "2009", "2009"),
    ],
)
def test_the_year_in_a_name_is_not_when_it_was(
    language: str, text: str, read: str, day: str
) -> None:
    one = article("a", text, published="2009-06-09", language=language)
    [passage] = split(one, 800)
    start = text.index(read)
    spans = ((start, start + len(read)),)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(text), 0.9, spans)
    question = parse_question("When did she win?", {"en"})
    assert [mention.period.isoformat() for mention in select_times(question, reading)] == [day]


def test_only_a_question_that_asks_when_has_times() -> None:
    one = article("a", TEXT, published="2020-09-18", language="fr")
    [passage] = split(one, 800)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(TEXT), 0.9)
    assert select_times(parse_question("What does the court hear?", {"en"}), reading) == ()


@pytest.mark.parametrize(
    ("question", "language", "text", "day"),
    [
        (
            "When did Ana Ruiz die?",
            "en",
            "Ana Ruiz, a member of the council since 2009, has died. She fell ill on Sunday.",
            "2021-06-06",
        ),
        (
            "Quand Ana Ruiz est-elle morte ?",
            "fr",
            "Ana Ruiz, élue depuis 2009, est morte. Elle a fait un malaise dimanche.",
            "2021-06-06",
        ),
        (
            "Wann starb Ana Ruiz?",
            "de",
            "Ana Ruiz, seit 2009 im Rat, ist gestorben. Sie brach am Sonntag zusammen.",
            "2021-06-06",
        ),
        (
            "¿Cuándo murió Ana Ruiz?",
            "es",
            "Ana Ruiz, concejala desde 2009, murió. Se desplomó el domingo.",
            "2021-06-06",
        ),
    ],
)
def test_what_is_over_at_once_has_no_open_end(
    question: str, language: str, text: str, day: str
) -> None:
    one = article("a", text, published="2021-06-09", language=language)
    [passage] = split(one)
    end = text.index(". ") + 1
    at = text.index("2009")
    hit = Hit(passage, one, 1.0, 0.8, 1.0)
    asked = parse_question(question, {language})
    read = Reading(hit, 0, end, 0.8, ((at, at + 4),))
    assert [one.period.isoformat() for one in select_times(asked, read)] == [day]
    answer = compose(asked, [read])
    assert "2009" not in (format_value(answer.findings[0], language) or "")


@pytest.mark.parametrize(
    ("question", "language", "text", "read"),
    [
        (
            "When did Reed sign the bill?",
            "en",
            (
                "On Sunday Tom Reed signed a bill that will help the workers of the "
                "rescue services who were hurt in the attacks of 11 September 2001."
            ),
            "11 September 2001",
        ),
        (
            "Quand Reed a-t-il signé la loi ?",
            "fr",
            (
                "Dimanche, Tom Reed a signé une loi qui aidera les secouristes qui ont été blessés "
                "lors des attaques du 11 septembre 2001."
            ),
            "11 septembre 2001",
        ),
        (
            "¿Cuándo firmó Reed la ley?",
            "es",
            (
                "El domingo Tom Reed firmó una ley que ayudará a los trabajadores de rescate "
                "heridos en los ataques del 11 de septiembre de 2001."
            ),
            "11 de septiembre de 2001",
        ),
        (
            "Wann unterzeichnete Reed das Gesetz?",
            "de",
            (
                "Am Sonntag unterzeichnete Tom Reed ein Gesetz, das den Rettern helfen wird, die "
                "bei den Angriffen am 11. September 2001 verletzt wurden."
            ),
            "11. September 2001",
        ),
    ],
)
def test_the_day_beside_the_verb_that_is_asked_for(
    question: str, language: str, text: str, read: str
) -> None:
    one = article("a", text, published="2021-06-09", language=language)
    [passage] = split(one)
    at = text.index(read)
    hit = Hit(passage, one, 1.0, 0.8, 1.0)
    reading = Reading(hit, 0, len(text), 0.8, ((at, at + len(read)),))
    found = select_times(parse_question(question, {language}), reading)
    assert [one.period.isoformat() for one in found] == ["2021-06-06"]


@pytest.mark.parametrize(
    ("question", "language", "lead", "follow"),
    [
        ("When did the market burn down?", "en", "A fire destroyed the market over the weekend.",
         "The blaze started on Sunday evening in a bakery."),
        ("Quand le marché a-t-il brûlé ?", "fr", "Un incendie a détruit le marché ce week-end.",
         "Le feu a pris dimanche soir dans une boulangerie."),
        ("Wann brannte der Markt ab?", "de", "Der Markt brannte am Wochenende ab.",
         "Der Brand brach am Sonntagabend in einer Bäckerei aus."),
        ("¿Cuándo se quemó el mercado?", "es", "Un incendio destruyó el mercado el fin de semana.",
         "El fuego comenzó el domingo por la noche en una panadería."),
    ],
)  # fmt: skip
def test_the_day_of_the_next_sentence_is_that_of_the_weekend_in_the_lead(
    question: str, language: str, lead: str, follow: str
) -> None:
    one = article("a", f"{lead} {follow}", published="2021-06-09", language=language)
    [passage] = split(one)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(lead), 0.8)
    found = select_times(parse_question(question, {language}), reading)
    assert [one.period.isoformat() for one in found] == ["2021-06-06"]


@pytest.mark.parametrize("verb", ["sank die Fähre", "brach das Feuer aus", "schloss das Werk"])
def test_german_verbs_that_look_back(verb: str) -> None:
    assert parse_question(f"Wann {verb}?", {"de"}).temporal.past


def test_the_quote_has_the_time_that_is_told() -> None:
    text = "It was raining. Tom Reed has resigned. In a letter on Monday he told why. All left."
    one = article("a", text, published="2021-06-09")
    [passage] = split(one)
    start = text.index("Tom")
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), start, text.index(" In"), 0.8)
    [finding] = compose(parse_question("When did Tom Reed resign?", {"en"}), [reading]).findings
    assert format_value(finding, "en") == "Monday, 7 June 2021"
    assert finding.text == "Tom Reed has resigned. In a letter on Monday he told why."
