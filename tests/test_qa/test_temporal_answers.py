"""Which times of a quote answer, given the words that were read."""

from __future__ import annotations

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
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


def test_only_a_question_that_asks_when_has_times() -> None:
    one = article("a", TEXT, published="2020-09-18", language="fr")
    [passage] = split(one, 800)
    reading = Reading(Hit(passage, one, 1.0, 0.8, 1.0), 0, len(TEXT), 0.9)
    assert select_times(parse_question("What does the court hear?", {"en"}), reading) == ()
