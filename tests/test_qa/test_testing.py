"""The doubles that ship read and answer what their script says, and keep the contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.testing import ScriptedAnswerer, ScriptedQuote, ScriptedReader
from tests.contracts.answerer_contract import ASKED, OLDER, QUOTES, AnswererContract, found
from tests.contracts.reader_contract import BAN, QUESTION, RAIN, ReaderContract, hits

if TYPE_CHECKING:
    from qa.answerers import Answerer
    from qa.readers import Reader

READ = {
    QUESTION.text: [
        ScriptedQuote(BAN.id, "The ban takes effect on Sunday.", words=("effect", "Sunday")),
        ScriptedQuote(RAIN.id, "It may last.", score=0.3),
    ]
}
ANSWERED = {
    ASKED.text: [
        *(ScriptedQuote(document, quote) for document, quote in QUOTES.items()),
        ScriptedQuote(OLDER.id, "Nobody", score=0.6),
        ScriptedQuote(OLDER.id, "This is not in the article."),
        ScriptedQuote("elsewhere", "The ban takes effect"),
    ]
}


class TestScriptedReader(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return ScriptedReader(READ)

    def test_passages_far_from_the_question_do_not_answer_it(self, reader: Reader) -> None:
        """A script decides by its own scores, whatever retrieval made of the passages."""
        far = hits(score=-9.0, dense=-9.0)
        assert [reading.answerable for reading in reader.read(QUESTION, far)] == [True, False]
        strict = ScriptedReader(READ, threshold=0.95)
        assert not any(reading.answerable for reading in strict.read(QUESTION, far))


class TestScriptedAnswerer(AnswererContract):
    @pytest.fixture
    def answerer(self) -> Answerer:
        return ScriptedAnswerer(ANSWERED)


def test_words_are_found_inside_their_quote() -> None:
    text = "On Sunday it rains. It opens on Sunday, on Sunday."
    quote = ScriptedQuote("a", "It opens on Sunday, on Sunday.", words=("on Sunday", "on Sunday"))
    assert [text[start:end] for start, end in quote.spans(text)] == ["on Sunday", "on Sunday"]
    assert quote.spans(text) == ((29, 38), (40, 49))


def test_words_that_a_quote_does_not_hold_are_a_fault_of_the_script() -> None:
    wrong = {ASKED.text: [ScriptedQuote(OLDER.id, QUOTES[OLDER.id], words=("12 November",))]}
    for read in (
        lambda: ScriptedAnswerer(wrong).answer(ASKED, found()),
        lambda: ScriptedReader(wrong).read(ASKED, found()),
    ):
        with pytest.raises(ValueError, match="'12 November'"):
            read()
