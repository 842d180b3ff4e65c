"""The filters of the page: what is chosen, its link and its chips."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from qa.languages import page_texts
from qa.web.filters import NO_FILTERS, Chosen, chips_html, from_link, link, slider_html

ENGLISH, FRENCH = page_texts("en"), page_texts("fr")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CHOSEN = st.builds(
    Chosen,
    since=TEXT,
    until=TEXT,
    as_of=TEXT,
    sources=st.lists(TEXT.filter(bool), max_size=3),
    languages=st.lists(st.sampled_from(["en", "fr", "de"]), max_size=3),
)


@given(TEXT, CHOSEN)
def test_a_link_brings_back_what_it_was_made_of(question: str, chosen: Chosen) -> None:
    address = link(question, chosen)
    found, again = from_link(parse_qs(urlsplit(address).query))
    assert found == question
    for name, value in chosen._asdict().items():
        assert getattr(again, name) == (value or getattr(NO_FILTERS, name))


@given(CHOSEN)
def test_each_chip_removes_what_it_shows(chosen: Chosen) -> None:
    left = chosen
    for name, value in (
        [("since", chosen.since), ("until", chosen.until), ("as_of", chosen.as_of)]
        + [("sources", one) for one in chosen.sources]
        + [("languages", one) for one in chosen.languages]
    ):
        left = left.without(name, value)
    assert not any(left)
    assert chips_html(left, ENGLISH) == ""
    assert chosen.without("count", "x") == chosen


def test_chips_are_told_in_the_page_s_language_and_escaped() -> None:
    chosen = Chosen(since="le <b>mois</b> dernier", sources=["A & B"], languages=["en"])
    html = chips_html(chosen, FRENCH)
    assert re.findall(r'aria-label="(Retirer[^"]*)"', html) == [
        "Retirer : Depuis : le &lt;b&gt;mois&lt;/b&gt; dernier",
        "Retirer : A &amp; B",
        "Retirer : anglais",
    ]
    assert 'data-value="&quot;A &amp; B&quot;"' in html


def test_a_slider_spans_the_days_of_the_corpus() -> None:
    spans = Period.parse("2020-08"), Period.parse("2020-09-10")
    html = slider_html(spans, ENGLISH)
    assert 'max="40"' in html
    assert 'data-first="2020-08-01"' in html
    day = Period.parse("2020-08-01")
    assert slider_html((day, day), ENGLISH) == slider_html(None, ENGLISH) == ""
    assert slider_html((Period.parse("../2019"), Period.parse("2020/..")), ENGLISH) == ""
