"""What every ``Reader`` must do. Subclass it and say how one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.question import Kind, Question

if TYPE_CHECKING:
    from qa.readers import Reader

BAN = article("ban", "header The ban takes effect on Sunday. Nobody objects.", body_start=7)
RAIN = article("rain", "Rain is expected in Lima. It may last. 🙂 Bring e\u0301tuis.")
QUESTION = Question("When does the ban take effect?", "en", Kind.WHEN)


def hits(score: float = 1.0, dense: float = 0.8) -> list[Hit]:
    return [
        Hit(passage, one, score=score - number / 10, dense=dense, lexical=1.0)
        for number, (one, passage) in enumerate((a, p) for a in (BAN, RAIN) for p in split(a, 40))
    ]


class ReaderContract:
    """Inherit, and define a fixture ``reader``."""

    def test_reads_nothing_in_nothing(self, reader: Reader) -> None:
        assert reader.read(QUESTION, []) == []

    def test_reads_verbatim_inside_the_passage(self, reader: Reader) -> None:
        readings = reader.read(QUESTION, hits())
        assert readings
        for reading in readings:
            passage = reading.hit.passage
            assert passage.start <= reading.start < reading.end <= passage.end
            assert reading.text == reading.hit.article.text[reading.start : reading.end]
            assert 0 <= reading.score <= 1

    def test_the_very_words_stand_inside_what_is_read(self, reader: Reader) -> None:
        for reading in reader.read(QUESTION, hits()):
            spans = sorted(reading.spans)
            ends = [reading.start, *(end for span in spans for end in span), reading.end]
            assert ends == sorted(ends)
            assert all(reading.answers)
            assert len(reading.answers) == len(reading.spans)

    def test_best_first_and_one_per_article(self, reader: Reader) -> None:
        readings = reader.read(QUESTION, hits())
        scores = [reading.score for reading in readings]
        assert scores == sorted(scores, reverse=True)
        articles = [reading.hit.article.id for reading in readings]
        assert len(articles) == len(set(articles))

    def test_the_sentence_that_answers_comes_first(self, reader: Reader) -> None:
        assert "takes effect on Sunday" in reader.read(QUESTION, hits())[0].text

    def test_says_the_same_twice(self, reader: Reader) -> None:
        assert reader.read(QUESTION, hits()) == reader.read(QUESTION, hits())

    def test_what_is_answerable_scores_higher_than_what_is_not(self, reader: Reader) -> None:
        answerable = [reading.answerable for reading in reader.read(QUESTION, hits())]
        assert answerable == sorted(answerable, reverse=True)

    def test_passages_far_from_the_question_do_not_answer_it(self, reader: Reader) -> None:
        assert not any(r.answerable for r in reader.read(QUESTION, hits(score=-9.0, dense=-9.0)))
