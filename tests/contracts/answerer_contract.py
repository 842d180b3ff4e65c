"""What every ``Answerer`` must do. Subclass it and say how one is made."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Hit
from index.passages import split
from index.testing import article
from qa.datatypes import NotFound
from qa.question import Kind, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa.answer import Answer
    from qa.answerers import Answerer
    from qa.datatypes import Citation

ASKED = Question("When does the ban take effect?", "en", Kind.WHEN)
"""What the articles answer."""

UNANSWERED = Question("Who built the lighthouse?", "en", Kind.OTHER)
"""What they do not answer."""

NEWER = article("a-newer", "The ban takes effect on 12 November.", published="2020-09-18")
OLDER = article(
    "z-older",
    "header The decree was signed. The ban takes effect on 20 September. Nobody 🙂 objects. "
    "E\u0301tuis are free.",
    published="2020-08",
    body_start=7,
)
FRENCH = article(
    "m-french", "L'interdiction prend effet dimanche.", published="2020-09-17", language="fr"
)
OTHER = article("rain", "Rain is expected in Lima. It may last.", published="2019")
COPY = article("copy", "The ban takes effect on 12 November!", published="2020-09-19")
QUOTES = {
    NEWER.id: "The ban takes effect on 12 November.",
    OLDER.id: "The ban takes effect on 20 September.",
    FRENCH.id: "L'interdiction prend effet dimanche.",
}
"""The sentence of each article that answers."""


def found() -> list[Hit]:
    """Several passages of some articles, the best first, in no order of publication."""
    hits = [
        Hit(passage, one, score=1.0, dense=0.8, lexical=1.0)
        for one in (NEWER, FRENCH, OLDER, OTHER)
        for passage in split(one, 45)
    ]
    hits[0] = replace(hits[0], near_duplicates=(COPY,))
    return [replace(hit, score=1 - number / 100) for number, hit in enumerate(hits)]


def selections() -> Iterable[list[Hit]]:
    """All that may be left of the hits."""
    hits = found()
    for count in range(len(hits) + 1):
        yield from map(list, combinations(hits, count))


def assert_cited(citations: Sequence[Citation], hits: Sequence[Hit]) -> None:
    """Numbers, quotes and articles are right, and nothing is from outside."""
    assert [one.number for one in citations] == list(range(1, len(citations) + 1))
    articles = {hit.article.id: hit.article for hit in hits}
    for one in citations:
        source = articles[one.document]
        assert one.quote
        assert source.text[one.start : one.end] == one.quote
        assert one.start >= source.body_start
        known = (one.source, one.title, one.published, one.language, one.url)
        assert known == (
            *(source.source, source.title, source.published),
            *(source.language, source.url),
        )
        assert 0 <= one.score <= 1
        ends = [one.start, *(end for span in one.spans for end in span), one.end]
        assert ends == sorted(ends)
        assert all(one.answers)
        copies = {copy.id for hit in hits for copy in hit.near_duplicates}
        assert {copy.document for copy in one.copies} <= copies
    documents = [one.document for one in citations]
    assert len(set(documents)) == len(documents)


def assert_declined(answer: Answer) -> None:
    assert not answer.found
    assert answer.reason == NotFound()
    assert (answer.findings, answer.citations) == ((), ())


class AnswererContract:
    """Inherit, and define a fixture ``answerer`` that answers ``ASKED`` alone."""

    def test_answers_what_the_passages_say(self, answerer: Answerer) -> None:
        answer = answerer.answer(ASKED, found(), top_k=5)
        assert (answer.question, answer.language) == (ASKED.text, "en")
        assert answer.found
        assert answer.findings
        assert answer.closest == ()
        assert 0 < answer.confidence <= 1
        quoted = {one.document: one.quote for one in answer.citations}
        assert quoted.keys() == QUOTES.keys()
        for document, sentence in QUOTES.items():
            assert sentence in quoted[document] or quoted[document] in sentence

    @pytest.mark.parametrize("question", [ASKED, UNANSWERED])
    def test_quotes_are_verbatim_and_of_the_hits_alone(
        self, answerer: Answerer, question: Question
    ) -> None:
        for hits in selections():
            answer = answerer.answer(question, hits, top_k=5)
            assert_cited(answer.citations, hits)
            assert_cited(answer.closest, hits)

    def test_citations_are_in_the_order_of_publication(self, answerer: Answerer) -> None:
        for hits in selections():
            citations = answerer.answer(ASKED, hits, top_k=5).citations
            days = [one.published.start for one in citations]
            assert days == sorted(days)

    def test_findings_cite_what_is_there(self, answerer: Answerer) -> None:
        for hits in selections():
            answer = answerer.answer(ASKED, hits, top_k=5)
            cited = {one.number: one for one in answer.citations}
            for finding in answer.findings:
                assert finding.citations
                assert list(finding.citations) == sorted(set(finding.citations))
                first = cited[finding.citations[0]]
                assert (finding.text, finding.published) == (first.quote, first.published)
            told = {number for finding in answer.findings for number in finding.citations}
            assert told == set(cited)
            first_numbers = [finding.citations[0] for finding in answer.findings]
            assert first_numbers == sorted(first_numbers)

    def test_there_is_an_answer_or_a_reason(self, answerer: Answerer) -> None:
        for question in (ASKED, UNANSWERED):
            for hits in selections():
                answer = answerer.answer(question, hits, top_k=5)
                assert answer.found == bool(answer.findings) == bool(answer.citations)

    def test_cites_no_more_articles_than_wanted(self, answerer: Answerer) -> None:
        for top_k in (1, 2, 3):
            answer = answerer.answer(ASKED, found(), top_k=top_k)
            assert 0 < len(answer.citations) <= top_k

    def test_declines_what_the_passages_do_not_say(self, answerer: Answerer) -> None:
        assert_declined(answerer.answer(UNANSWERED, found(), top_k=5))

    def test_declines_where_there_is_nothing_to_read(self, answerer: Answerer) -> None:
        answer = answerer.answer(ASKED, [], top_k=5)
        assert_declined(answer)
        assert answer.closest == ()

    def test_says_the_same_twice(self, answerer: Answerer) -> None:
        assert answerer.answer(ASKED, found(), top_k=5) == answerer.answer(ASKED, found(), top_k=5)

    def test_can_be_shown_on_every_surface(self, answerer: Answerer) -> None:
        for question in (ASKED, UNANSWERED):
            answer = answerer.answer(question, found(), top_k=5)
            shown = (str(answer), answer._repr_html_(), answer._repr_markdown_(), answer.answer)
            assert all(shown)
            assert answer.to_dict()["found"] == answer.found
