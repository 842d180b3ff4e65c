from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.compose import compose, latest, newest_first
from qa.question import Kind, Question
from qa.readers import Reading
from qa.render import to_html, to_markdown
from qa.temporal_query import TemporalIntent
from qa.web.evidence import evidence_html

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.datatypes import Verdict

ENGLISH = Question("When?", "en", Kind.WHEN)
FRENCH = Question("Quand ?", "fr", Kind.WHEN)
WHO = Question("Who?", "en", Kind.OTHER)
WHICH = Question("Which companies are banned?", "en", Kind.LIST)
FRENCH_WHICH = Question("Quelles entreprises ?", "fr", Kind.LIST)


def reading(
    name: str,
    published: str,
    score: float,
    text: str = "It begins at once.",
    *words: str,
    language: str = "en",
) -> Reading:
    """The whole text, where the words answer that are named."""
    one = article(name, text, published=published, language=language)
    [passage] = split(one)
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in words)
    return Reading(
        Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, score, spans, score >= 0.5
    )


def values_of(answer: Answer) -> list[str | None]:
    return [finding["value"] for finding in answer.to_dict()["findings"]]


def test_findings_come_in_the_order_of_time() -> None:
    readings = [
        reading("b", "2020-09", 0.9),
        reading("c", "2019", 0.8),
        reading("a", "2020-09", 0.7),
    ]
    answer = compose(ENGLISH, readings)
    assert answer.found
    assert [c.document for c in answer.citations] == ["c", "a", "b"]
    assert [c.number for c in answer.citations] == [1, 2, 3]
    assert [f.citations for f in answer.findings] == [(1,), (2,), (3,)]
    assert answer.confidence == 0.9
    assert answer.answer.splitlines()[0] == "2019: “It begins at once.” [1]"


def test_what_is_not_answerable_is_not_said() -> None:
    answer = compose(ENGLISH, [reading("a", "2020", 0.4)])
    assert not answer.found
    assert (answer.findings, answer.citations) == ((), ())
    assert [citation.document for citation in answer.closest] == ["a"]
    assert answer.answer == "The corpus does not say."
    assert answer.confidence == 0.4


def test_what_answers_nearly_as_well_as_the_best_is_cited_too() -> None:
    readings = [reading("a", "2020", 0.6), reading("b", "2019", 0.5), reading("c", "2018", 0.1)]
    answer = compose(ENGLISH, readings)
    assert [c.document for c in answer.citations] == ["b", "a"]


def test_one_that_is_answerable_is_enough_though_another_is_likelier() -> None:
    sure = replace(reading("b", "2019", 0.4), answerable=True)
    answer = compose(ENGLISH, [reading("a", "2020", 0.45), sure])
    assert answer.found
    assert [c.document for c in answer.citations] == ["b", "a"]


def test_labels_follow_the_question() -> None:
    answer = compose(FRENCH, [reading("a", "2020-08-06", 0.6)])
    assert answer.answer == "6 août 2020\u00a0: «\u00a0It begins at once.\u00a0» [1]"
    assert compose(FRENCH, []).answer == "Le corpus ne le dit pas."


def test_copies_are_told_with_their_dates() -> None:
    one = reading("a.txt", "2020-08-06", 0.6)
    copies = (
        article("b.txt", "It begins at once.", published="2020-08-07", source="Gazette"),
        article("c.txt", "It begins at once!", published="2020-09", source="<b>Courier</b>"),
    )
    answer = compose(
        ENGLISH,
        [replace(one, hit=replace(one.hit, near_duplicates=copies))],
    )
    [citation] = answer.to_dict()["citations"]
    assert [(copy["source"], copy["published"]) for copy in citation["copies"]] == [
        ("Gazette", "2020-08-07"),
        ("<b>Courier</b>", "2020-09"),
    ]
    told = "also in Gazette (7 August 2020), <b>Courier</b> (September 2020)"
    assert told in str(answer)
    evidence = evidence_html(answer, {})
    assert "Gazette (7 August 2020), &lt;b&gt;Courier" in evidence
    assert "<b>Courier" not in evidence + to_html(answer)
    assert "<b>" not in to_markdown(answer)


def test_the_json_contract() -> None:
    said = reading("a.txt", "2020-08", 0.6, "It begins at once.", "begins", "once")
    answer = replace(compose(WHO, [said]), elapsed_ms=1.26)
    citation = {
        "number": 1,
        "source": "Agency",
        "document": "a.txt",
        "title": "It begins at once.",
        "published": "2020-08",
        "language": "en",
        "url": None,
        "quote": "It begins at once.",
        "start": 0,
        "end": 18,
        "score": 0.6,
        "answers": [
            {"text": "begins", "start": 3, "end": 9},
            {"text": "once", "start": 13, "end": 17},
        ],
        "copies": [],
    }
    assert answer.to_dict() == {
        "question": "Who?",
        "language": "en",
        "found": True,
        "answer": "August 2020: begins and once – “It begins at once.” [1]",
        "confidence": 0.6,
        "findings": [
            {
                "text": "It begins at once.",
                "value": "begins and once",
                "how": None,
                "periods": [],
                "times": [],
                "published": "2020-08",
                "citations": [1],
            }
        ],
        "citations": [citation],
        "closest": [],
        "written": None,
        "coverage": None,
        "elapsed_ms": 1.3,
    }
    unsure = replace(said, answerable=False)
    declined = compose(WHO, [unsure]).to_dict()
    assert (declined["citations"], declined["closest"]) == ([], [citation])


@given(
    st.lists(
        st.tuples(st.integers(0, 49), st.integers(-100, 100)),
        max_size=6,
        unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
    )
)
def test_what_comes_closest_is_told_apart_from_an_answer(pairs: list[tuple[int, int]]) -> None:
    """It is what retrieval put first, whenever published and however it was read."""
    readings = []
    for n, (percent, fit) in enumerate(sorted(pairs, reverse=True)):
        read = reading(f"{n}", f"{2000 + n}", percent / 100)
        readings.append(replace(read, hit=replace(read.hit, score=fit / 100)))
    answer = compose(WHO, readings)
    assert not answer.found
    assert (answer.findings, answer.citations) == ((), ())
    assert answer.answer == "The corpus does not say."
    assert answer.confidence == max((read.score for read in readings), default=0.0)
    fitting = sorted(readings, key=lambda read: read.hit.score, reverse=True)
    documents = [read.hit.article.id for read in fitting[:3]]
    assert [citation.document for citation in answer.closest] == documents
    assert [one.number for one in answer.closest] == list(range(1, len(documents) + 1))


def test_an_answer_has_nothing_closest() -> None:
    readings = [reading("a", "2020", 0.9), reading("b", "2019", 0.1)]
    assert compose(WHO, readings).closest == ()


def test_the_very_words_are_the_value() -> None:
    text = "Officials say that Ana \n Pappas leads it."
    answer = compose(WHO, [reading("a", "2020-08", 0.6, text, "Ana \n Pappas")])
    assert values_of(answer) == ["Ana Pappas"]
    assert answer.citations[0].answers == ("Ana \n Pappas",)
    assert answer.answer.startswith("August 2020: Ana Pappas – “Officials say")


def test_several_things_are_the_value_in_order_and_each_once() -> None:
    text = "Acme, then Bolt, then Acme and Cato were banned."
    one = reading("a", "2020", 0.6, text, "Acme", "Bolt", "Cato")
    start = text.rindex("Acme")
    one = replace(one, spans=(*one.spans[:2], (start, start + 4), one.spans[2]))
    for question, value in ((WHICH, "Acme, Bolt and Cato"), (FRENCH_WHICH, "Acme, Bolt et Cato")):
        answer = compose(question, [one])
        assert values_of(answer) == [value]


@pytest.mark.parametrize(
    "again", ["vanessa pappas", "Vanessa Pappas,", "the Vanessa Pappas", "“Vanessa  Pappas”"]
)
def test_articles_that_give_the_same_words_are_told_together(again: str) -> None:
    readings = [
        reading("c", "2021", 0.6, f"Since then {again} leads it.", again),
        reading("b", "2020", 0.6, "Kevin Mayer leads it.", "Kevin Mayer"),
        reading("a", "2019", 0.6, "Vanessa Pappas leads it.", "Vanessa Pappas"),
    ]
    answer = compose(WHO, readings)
    told = [
        (value, finding.citations)
        for value, finding in zip(values_of(answer), answer.findings, strict=True)
    ]
    assert told == [("Vanessa Pappas", (1, 3)), ("Kevin Mayer", (2,))]
    assert [citation.document for citation in answer.citations] == ["a", "b", "c"]
    assert answer.answer.splitlines()[0] == (
        "2019: Vanessa Pappas – “Vanessa Pappas leads it.” [1][3]"
    )


def test_words_are_compared_in_the_language_of_each_article() -> None:
    readings = [
        reading("a", "2019", 0.6, "The decree says so.", "The decree"),
        reading("b", "2020", 0.6, "A Decree says so.", "A Decree"),
        reading("c", "2021", 0.6, "L'accord le dit.", "L'accord", language="fr"),
        reading("d", "2022", 0.6, "Un accord le dit.", "Un accord", language="fr"),
        reading("e", "2023", 0.6, "Un accord was what they said.", "Un accord"),
    ]
    answer = compose(WHO, readings)
    assert [finding.citations for finding in answer.findings] == [(1, 2), (3, 4), (5,)]


def test_several_things_are_the_same_in_any_order() -> None:
    readings = [
        reading("a", "2019", 0.6, "Acme and Bolt.", "Acme", "Bolt"),
        reading("b", "2020", 0.6, "Bolt and Acme.", "Bolt", "Acme"),
        reading("c", "2021", 0.6, "Acme alone.", "Acme"),
    ]
    answer = compose(WHICH, readings)
    assert [finding.citations for finding in answer.findings] == [(1, 2), (3,)]


@pytest.mark.parametrize("words", [(), ("…",)])
def test_without_words_to_compare_nothing_is_taken_for_the_same(words: tuple[str, ...]) -> None:
    readings = [reading(name, "2020", 0.6, "It begins …", *words) for name in ("a", "b")]
    answer = compose(WHO, readings)
    assert [finding.citations for finding in answer.findings] == [(1,), (2,)]


def test_when_is_told_by_the_days_and_not_by_the_words_for_them() -> None:
    readings = [
        reading("a", "2021-03-09", 0.6, "It begins on 4 April.", "4 April"),
        reading("b", "2021-03-31", 0.6, "It begins on Sunday, they say.", "Sunday"),
        reading("c", "2021-03-31", 0.6, "It begins at noon.", "at noon"),
    ]
    answer = compose(ENGLISH, readings)
    told = [
        (value, finding.citations)
        for value, finding in zip(values_of(answer), answer.findings, strict=True)
    ]
    assert told == [("4 April 2021", (1, 2)), ("at noon", (3,))]


def test_of_the_days_in_a_quote_those_answer_that_were_read() -> None:
    text = "Shops close on 4 April and reopen on 9 April."
    for words, value in (
        (("9 April",), "9 April 2021"),
        ((), "4 April 2021 and 9 April 2021"),
        (("4 April", "9 April"), "4 April 2021 and 9 April 2021"),
        (("Shops",), "4 April 2021 and 9 April 2021"),
    ):
        one = reading("a", "2021-03-09", 0.6, text, *words)
        answer = compose(ENGLISH, [one])
        assert values_of(answer) == [value]


def test_when_is_answered_by_the_day() -> None:
    text = "The law was signed on 5 March and takes effect 30 days after its signature."
    answer = compose(ENGLISH, [reading("a", "2021-03-09", 0.6, text)])
    [finding] = answer.findings
    [time] = finding.times
    assert [period.isoformat() for period in finding.periods] == ["2021-04-04"]
    assert time.derivation is not None
    assert time.derivation.anchor.isoformat() == "2021-03-05"
    [told] = answer.to_dict()["findings"]
    assert (told["value"], told["how"]) == ("4 April 2021", "30 days after 5 March 2021")
    assert answer.answer.startswith("9 March 2021: 4 April 2021 (30 days after 5 March 2021) – “")
    for told in (str(answer), to_markdown(answer), to_html(answer)):
        assert "4 April 2021" in told


def test_a_question_about_the_past_is_answered_by_the_past() -> None:
    text = "The law was signed on 5 March and takes effect on 4 April."
    asked = replace(ENGLISH, temporal=TemporalIntent(past=True))
    answer = compose(asked, [reading("a", "2021-03-09", 0.6, text)])
    assert values_of(answer) == ["5 March 2021"]


def test_a_quote_that_only_looks_the_other_way_is_told_all_the_same() -> None:
    text = "The law was signed on 5 March."
    answer = compose(ENGLISH, [reading("a", "2021-03-09", 0.6, text)])
    assert values_of(answer) == ["5 March 2021"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It opens on 4 April, officials said on Monday.", "4 April 2021"),
        ("It opens 30 days after the vote on 9 March.", "8 April 2021"),
        ("Officials said on Monday that it opens.", "Monday, 8 March 2021"),
        ("It opens by the end of April.", "by April 2021"),
    ],
)
def test_what_is_beside_the_point_is_no_answer(text: str, value: str) -> None:
    answer = compose(ENGLISH, [reading("a", "2021-03-08", 0.6, text)])
    assert values_of(answer) == [value]


def test_only_a_question_that_asks_when_has_a_value() -> None:
    text = "The law takes effect on 4 April 2021."
    asked = replace(ENGLISH, kind=Kind.OTHER)
    answer = compose(asked, [reading("a", "2021-03-09", 0.6, text)])
    assert values_of(answer) == [None]


def test_articles_that_give_the_same_day_are_told_together() -> None:
    readings = [
        reading("a", "2021-03-09", 0.6, "It takes effect on 4 April."),
        reading("b", "2021-03-31", 0.6, "It takes effect on Sunday, 4 April 2021."),
        reading("c", "2021-04-01", 0.6, "It takes effect on 9 April."),
    ]
    answer = compose(ENGLISH, readings)
    told = [
        (value, finding.citations)
        for value, finding in zip(values_of(answer), answer.findings, strict=True)
    ]
    assert told == [("4 April 2021", (1, 2)), ("9 April 2021", (3,))]
    assert "9 March 2021 · 31 March 2021 · Agency" in str(answer)


@pytest.mark.parametrize("text", ["It takes effect next Sunday.", "It takes effect today."])
def test_days_that_are_not_known_for_sure_are_not_taken_for_the_same(text: str) -> None:
    readings = [reading(name, "2021-03", 0.6, text) for name in ("a", "b")]
    answer = compose(ENGLISH, readings)
    assert [finding.citations for finding in answer.findings] == [(1,), (2,)]


def test_the_latest_are_those_of_the_newest_article_that_answers() -> None:
    readings = [
        reading("old", "2019-05-01", 0.9),
        reading("new", "2020-09-17", 0.6),
        reading("too", "2020-09", 0.7),
        reading("beside", "2021", 0.1),
        reading("unsure", "2022", 0.4),
        reading("undated", "../..", 0.8),
    ]
    kept = latest(readings)
    assert [one.hit.article.id for one in kept] == ["new", "too"]
    assert latest([]) == []


def test_a_citation_has_its_words_in_the_order_of_the_text() -> None:
    one = article("a", "On Monday, or Sunday.", published="2020")
    [passage] = split(one)
    words = ((14, 20), (3, 9))
    read = Reading(Hit(passage, one, 1.0, 0.8, 1.0), passage.start, passage.end, 0.9, words)
    asked = Question("Which days are free?", "en", Kind.LIST)
    [citation] = compose(asked, [read]).citations
    assert citation.answers == ("Monday", "Sunday")


@pytest.mark.parametrize(
    ("values", "differing"),
    [
        (("8 people", "10 people"), True),
        (("10 people", "at least 10"), False),
        (("Ana Vale", "Tom Reed"), True),
        (("Ana Vale", "Mayor Vale"), False),
        (("10 people",), False),
    ],
)
def test_what_contradicts_is_told_as_such(values: tuple[str, ...], differing: bool) -> None:
    readings = [
        reading(str(n), f"2021-03-0{n}", 0.8, f"It was {value}, they say.", value)
        for n, value in enumerate(values, 1)
    ]
    answer = compose(Question("How many?", "en", Kind.OTHER), readings)
    assert answer.differing is differing
    note = "The articles differ; the newest comes last."
    markdown = to_markdown(answer, encode=str)
    for shown in (answer.answer, str(answer), markdown, to_html(answer)):
        assert (note in shown) is differing


@pytest.mark.parametrize(("other", "differing"), [("no", True), ("yes", False), (None, False)])
def test_a_yes_and_a_no_contradict(other: Verdict | None, differing: bool) -> None:
    asked = Question("Did the bridge open?", "en", Kind.OPEN)
    readings = [
        replace(reading("a", "2021-03-01", 0.8, "The bridge opened."), verdict="yes"),
        replace(reading("b", "2021-03-02", 0.8, "About the bridge."), verdict=other),
    ]
    assert compose(asked, readings).differing is differing


def test_of_near_equal_readings_the_newest_comes_first() -> None:
    readings = [
        reading("old", "2020-01-01", 0.8),
        reading("unlikely", "2020-09-01", 0.5),
        reading("new", "2020-06-01", 0.7),
    ]
    readings.sort(key=lambda one: -one.score)
    ordered = newest_first(readings)
    assert [one.hit.article.id for one in ordered] == ["new", "old", "unlikely"]
    assert [one.score for one in ordered] == [0.8, 0.7, 0.5]


def test_several_things_and_times_do_not_contradict() -> None:
    readings = [
        reading("a", "2021-03-01", 0.8, "Ovalie is banned.", "Ovalie"),
        reading("b", "2021-03-02", 0.8, "Kestrel is banned.", "Kestrel"),
    ]
    assert not compose(WHICH, readings).differing


def test_words_of_two_languages_are_compared_by_their_figures() -> None:
    french = reading("b", "2021-03-02", 0.8, "Il y a dix morts.", "dix morts", language="fr")
    english = reading("a", "2021-03-01", 0.8, "It killed ten.", "ten")
    assert not compose(WHO, [french, english]).differing
