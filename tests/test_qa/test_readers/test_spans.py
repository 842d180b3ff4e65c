"""Passages → quotes around the words that a model prefers, whichever model it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.datatypes import Hit
from index.passages import sentences, split
from index.testing import article
from qa.question import Kind, Question
from qa.readers.extraction import ExtractedSpan
from qa.readers.loading import TRAINED, load_reader
from qa.readers.spans import SpanReader, candidates
from tests.contracts.reader_contract import ReaderContract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Article
    from index.embedders import Embedder
    from qa.readers import Reader, Reading

WHO = Question("Who objects?", "en", Kind.OTHER)
WHICH = Question("Which days are named?", "en", Kind.LIST)
WHETHER = Question("Does the ban take effect on Sunday?", "en", Kind.OPEN)
DAYS = {"Sunday": 6.0, "Monday": 5.0, "Tuesday": 4.5, "Friday": 1.0}
TEXTS = st.lists(
    st.sampled_from([*DAYS, "On", "ban.", "It", "rains!", "é🙂", "Mr.", "\n\n"]), min_size=1
).map(" ".join)


class DaysExtractor:
    """Prefers the days of ``DAYS`` by that much; where there is none, the first word a little.

    It reads what stands before ``begins`` too, and remembers what it was given.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.begins: list[int] = []

    def extract(
        self, question: str, texts: Sequence[str], begins: Sequence[int] | None = None
    ) -> list[list[ExtractedSpan]]:
        self.texts, self.begins = list(texts), list(begins or [0] * len(texts))
        found = []
        for text, begin in zip(texts, self.begins, strict=True):
            words = [match for match in re.finditer(r"\w+", text) if match.start() >= begin]
            spans = [
                ExtractedSpan(*word.span(), DAYS[word[0]]) for word in words if word[0] in DAYS
            ] or [ExtractedSpan(*word.span(), -3.0) for word in words[:1]]
            found.append(sorted(spans, key=lambda span: (-span.score, span.start)))
        return found


class Saying:
    """Says the same words of every text that holds them, each with its score."""

    def __init__(self, said: Mapping[str, float]) -> None:
        self.said = said

    def extract(
        self, question: str, texts: Sequence[str], begins: Sequence[int] | None = None
    ) -> list[list[ExtractedSpan]]:
        return [
            [
                ExtractedSpan(text.index(words), text.index(words) + len(words), score)
                for words, score in self.said.items()
                if words in text
            ]
            for text in texts
        ]


class TestDays(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return SpanReader(DaysExtractor())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shipped(bundled_embedder: Embedder) -> Reader:
    return load_reader(TRAINED, bundled_embedder)


class TestTheReaderThatShips(ReaderContract):
    @pytest.fixture
    def reader(self, shipped: Reader) -> Reader:
        return shipped


def hits(one: Article, max_bytes: int = 800) -> list[Hit]:
    return [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one, max_bytes)]


def read(text: str, question: Question = WHO) -> Reading:
    [reading] = SpanReader(DaysExtractor()).read(question, hits(article("a", text)))  # type: ignore[arg-type]
    return reading


def test_the_very_words_are_told_inside_their_sentence() -> None:
    reading = read("It rains. The ban takes effect on Sunday, at noon. Nobody objects.")
    assert reading.answers == ("Sunday",)
    assert reading.text == "The ban takes effect on Sunday, at noon."


def test_words_of_two_sentences_are_quoted_with_both() -> None:
    text = "It rains. The ban takes effect at noon. Nobody objects. It may last."
    reader = SpanReader(Saying({"noon. Nobody": 1.0}))  # type: ignore[arg-type]
    [reading] = reader.read(WHO, hits(article("a", text)))
    assert reading.answers == ("noon. Nobody",)
    assert reading.text == "The ban takes effect at noon. Nobody objects."


def test_several_things_are_told_the_best_first() -> None:
    text = "Shops close on Monday. Schools on Friday and Sunday. Banks on Tuesday. Rain is likely."
    reading = read(text, WHICH)
    # Friday is far less preferred.
    assert reading.answers[0] == "Sunday"
    assert sorted(reading.answers) == ["Monday", "Sunday", "Tuesday"]
    assert reading.text == text.removesuffix(" Rain is likely.")
    assert read(text).answers == ("Sunday",)


def test_of_several_things_none_is_a_part_of_another() -> None:
    said = {"Sunday": 5.0, "or Sunday": 4.9, "Monday, or": 4.5, "Monday": 4.0}
    reader = SpanReader(Saying(said))  # type: ignore[arg-type]
    [reading] = reader.read(WHICH, hits(article("a", "On Monday, or Sunday.")))
    assert reading.answers == ("Sunday", "Monday, or")


def test_of_a_question_for_yes_or_no_the_words_to_look_at_are_told() -> None:
    reading = read("It rains. The ban takes effect on Sunday.", WHETHER)
    assert reading.answers == ("Sunday",)
    assert reading.text == "The ban takes effect on Sunday."


def test_what_stands_above_a_passage_is_read_and_never_quoted() -> None:
    one = article("a", "Ban begins Sunday\nNobody objects. Rain is likely.", source="Sunday Times")
    later = [hit for hit in hits(one, 40) if hit.passage.start > 0]
    assert later
    extractor = DaysExtractor()
    readings = SpanReader(extractor).read(WHO, later)  # type: ignore[arg-type]
    assert all("Sunday" in text for text in extractor.texts)
    assert readings
    for reading in readings:
        assert "Sunday" not in reading.text
        assert reading.hit.passage.start <= reading.start


@settings(deadline=None)
@given(TEXTS, TEXTS, st.sampled_from([WHO, WHICH, WHETHER]), st.integers(20, 200), st.booleans())
def test_quotes_and_words_stand_where_they_are_said_to(
    text: str, source: str, question: Question, max_bytes: int, header: bool
) -> None:
    begin = len("header ") if header else 0
    one = article("a", "header " * header + text, source=source, body_start=begin)
    extractor = DaysExtractor()
    found = [reading for reading, _ in candidates(extractor, question, hits(one, max_bytes))]
    for said, start, hit in zip(
        extractor.texts, extractor.begins, hits(one, max_bytes), strict=True
    ):
        assert said[start:] == hit.passage.text
    for reading in found:
        passage = reading.hit.passage
        assert passage.start <= reading.start < reading.end <= passage.end
        ends = [
            reading.start,
            *(place for span in sorted(reading.spans) for place in span),
            reading.end,
        ]
        assert ends == sorted(ends)
        words = tuple(one.text[first:last] for first, last in reading.spans)
        assert reading.answers == words
        assert all(re.fullmatch(r"\w+", word) for word in words)
        assert words
        whole = sentences(one.text, "en", passage.start, passage.end)
        assert reading.start in {first for first, _ in whole}
        assert reading.end in {last for _, last in whole}


def test_by_how_much_the_model_prefers_it_decides() -> None:
    texts = {"a": "It ends on Friday.", "b": "It ends on Sunday.", "c": "It ends."}
    asked = [hit for name, text in texts.items() for hit in hits(article(name, text))]
    readings = SpanReader(DaysExtractor()).read(WHO, asked)  # type: ignore[arg-type]
    assert [reading.hit.article.id for reading in readings] == ["b", "a", "c"]
    assert readings[0].score > readings[1].score > readings[2].score


def test_names_that_stand_nowhere_speak_against_an_answer() -> None:
    one = article("a", "In Rome it ends on Sunday.")
    [passage] = split(one, 800)

    def nearest_declined(name: str) -> int:
        """How near a passage may be, in hundredths, and not answer."""
        question = Question(f"who objects in {name}?", "en", Kind.OTHER)
        near = [
            hundredths
            for hundredths in range(50, 101)
            for reading in SpanReader(DaysExtractor()).read(  # type: ignore[arg-type]
                question, [Hit(passage, one, 1.0, hundredths / 100, 1.0)]
            )
            if not reading.answerable
        ]
        return max(near)

    assert nearest_declined("Rome") < nearest_declined("Lima")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("1991).", "1991"),
        ("(in 1991).", "(in 1991)"),
        ("28 km2),", "28 km2"),
        ("the U.S.", "the U.S."),
        ("Foods Corp.", "Foods Corp."),
        ("Monday.", "Monday"),
        ("80 %.", "80 %"),
        ("then:", "then"),
        ("”Ja”", "”Ja”"),
        ("2020年。", "2020年"),
        (",", ","),
    ],
)
def test_marks_around_the_words_are_no_part_of_them(said: str, words: str) -> None:
    reader = SpanReader(Saying({said: 1.0}))  # type: ignore[arg-type]
    [reading] = reader.read(WHO, hits(article("a", f"It was {said} It rains.")))
    assert reading.answers == (words,)


def test_all_readings_are_answerable_or_none_is() -> None:
    asked = [
        Hit(passage, one, 1.0, 0.83, 1.0)
        for one in (
            article("a", "It ends on Sunday."),
            article("b", "Fin : Sunday.", language="fr"),
        )
        for passage in split(one, 800)
    ]
    readings = SpanReader(DaysExtractor()).read(WHO, asked)  # type: ignore[arg-type]
    assert len(readings) == 2
    assert len({reading.answerable for reading in readings}) == 1


def test_a_question_without_words_for_an_answer_goes_by_how_passages_fit() -> None:
    one = article("a", "It ends on Sunday.")
    [passage] = split(one, 800)
    near, far = (
        SpanReader(DaysExtractor()).read(WHETHER, [Hit(passage, one, fit, 0.8, 1.0)])  # type: ignore[arg-type]
        for fit in (0.9, 0.3)
    )
    assert near[0].score > far[0].score


@pytest.mark.parametrize("score", [-1e9, -1e3, 0.0, 1e3, 1e9])
def test_a_score_is_a_probability_whatever_the_model_says(score: float) -> None:
    reader = SpanReader(Saying({"rains": score}))  # type: ignore[arg-type]
    [reading] = reader.read(WHO, hits(article("a", "It rains.")))
    assert 0 < reading.score < 1


def test_the_same_passages_are_read_once_for_a_question() -> None:
    extractor = DaysExtractor()
    reader = SpanReader(extractor)  # type: ignore[arg-type]
    one, other = hits(article("a", "It ends on Sunday.")), hits(article("b", "It rains."))
    readings = reader.read(WHO, one)
    extractor.texts = []
    assert reader.read(WHO, one) == readings
    assert extractor.texts == []
    for question, asked in ((WHICH, one), (WHO, other)):
        reader.read(question, asked)
        assert len(extractor.texts) == 1
        extractor.texts = []


def test_a_passage_without_a_word_that_could_answer_is_left_out() -> None:
    reader = SpanReader(DaysExtractor())  # type: ignore[arg-type]
    one, other = article("a", "…! …"), article("b", "It rains.")
    assert [r.hit.article.id for r in reader.read(WHO, [*hits(one), *hits(other)])] == ["b"]


def test_words_end_with_the_accents_of_their_last_letter() -> None:
    """A tokenizer may compose letters, and end a word between a letter and its accent."""
    said = "Rene\N{COMBINING ACUTE ACCENT}"
    reader = SpanReader(Saying({said[:-1]: 1.0}))  # type: ignore[arg-type]
    [reading] = reader.read(WHO, hits(article("a", f"It was {said}.")))
    assert reading.answers == (said,)


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        ("A 70-year-old man objects.", "70-", "70-year-old"),
        ("The ban costs 12,500 euros.", "12", "12,500"),
        ("The rate is 1.25 percent.", "25 percent", "1.25 percent"),
        ("It lasts from 16-18 May.", "16", "16"),
        ("A 70-year-old man objects.", "70", "70"),
    ],
)
def test_words_cut_no_number(text: str, read: str, told: str) -> None:
    one = article("a", text)
    hits = [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one)]
    [reading] = SpanReader(Saying({read: 5.0})).read(WHO, hits)  # type: ignore[arg-type]
    assert reading.answers == (told,)


def test_a_question_for_a_time_prefers_words_with_one() -> None:
    when = Question("When was the bridge closed?", "en", Kind.WHEN)
    text = "Engineers closed the bridge on Monday after the storm."
    one = article("a", text, published="2020-09-09")
    reader = SpanReader(Saying({"the storm": 5.0, "on Monday": 3.0}))  # type: ignore[arg-type]
    assert reader.read(when, hits(one))[0].answers == ("on Monday",)
    why = Question("Why was the bridge closed?", "en", Kind.OTHER)
    assert reader.read(why, hits(one))[0].answers == ("the storm",)
    far = SpanReader(Saying({"the storm": 5.0, "on Monday": -3.0}))  # type: ignore[arg-type]
    assert far.read(when, hits(one))[0].answers == ("the storm",)


def test_a_dateline_neither_answers_nor_is_quoted() -> None:
    text = "6 September 2020 – The ban takes effect on Sunday. Nobody objects."
    extractor = DaysExtractor()
    [reading] = SpanReader(extractor).read(
        WHO,
        hits(article("a", text, published="2020-09-06")),  # type: ignore[arg-type]
    )
    assert extractor.texts[0][extractor.begins[0] :] == text.partition("– ")[2]
    assert reading.text == "The ban takes effect on Sunday."
