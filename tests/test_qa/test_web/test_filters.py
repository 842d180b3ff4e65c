"""The filters of the page: what is chosen, its link and its chips."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.filters import OPTIONS
from qa.languages import page_texts
from qa.web.filters import NO_FILTERS, FilterForm, chips_html, from_link, label, link, slider_html

ENGLISH, FRENCH = page_texts("en"), page_texts("fr")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FORMS = st.builds(
    FilterForm.of,
    since=TEXT,
    until=TEXT,
    as_of=TEXT,
    sources=st.lists(TEXT.filter(bool), max_size=3),
    languages=st.lists(st.sampled_from(["en", "fr", "de"]), max_size=3),
)


@given(TEXT, FORMS)
def test_a_link_brings_back_what_it_was_made_of(question: str, form: FilterForm) -> None:
    address = link(question, form)
    assert from_link(parse_qs(urlsplit(address).query)) == (question, form)


@given(FORMS)
def test_the_components_hold_what_the_form_says(form: FilterForm) -> None:
    assert FilterForm.from_components(form.components()) == form
    assert NO_FILTERS.components() == ["", "", "", [], []]


@given(FORMS)
def test_each_chip_removes_what_it_shows(form: FilterForm) -> None:
    left = form
    for name, value in form.values.items():
        for one in [value] if isinstance(value, str) else value:
            left = left.without(name, one)
    assert not left
    assert chips_html(left, ENGLISH) == ""
    assert form.without("count", "x") == form


def test_chips_are_told_in_the_page_s_language_and_escaped() -> None:
    form = FilterForm.of(since="le <b>mois</b> dernier", sources=["A & B"], languages=["en"])
    html = chips_html(form, FRENCH)
    assert re.findall(r'aria-label="(Retirer[^"]*)"', html) == [
        "Retirer : Depuis : le &lt;b&gt;mois&lt;/b&gt; dernier",
        "Retirer : A &amp; B",
        "Retirer : anglais",
    ]
    assert 'data-value="&quot;A &amp; B&quot;"' in html


@pytest.mark.parametrize("name", ["stages", "copy", "filter_labels", "__doc__"])
def test_a_filter_is_not_called_as_another_text_of_the_page(name: str) -> None:
    option = replace(OPTIONS["since"], name=name)
    assert label(option, ENGLISH) == name
    assert label(OPTIONS["since"], FRENCH) == "Depuis"


def test_a_slider_spans_the_days_of_the_corpus() -> None:
    spans = Period.parse("2020-08"), Period.parse("2020-09-10")
    html = slider_html(spans, ENGLISH)
    assert 'max="40"' in html
    assert 'data-first="2020-08-01"' in html
    day = Period.parse("2020-08-01")
    assert slider_html((day, day), ENGLISH) == slider_html(None, ENGLISH) == ""
    assert slider_html((Period.parse("../2019"), Period.parse("2020/..")), ENGLISH) == ""
