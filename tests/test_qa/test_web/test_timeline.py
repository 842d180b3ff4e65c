"""The line of time: every mark where its time is, none hidden, each leading to its source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from qa.answer import Answer
from qa.datatypes import Finding, ResolvedTime
from qa.languages import page_texts
from qa.web.timeline import timeline_html
from tests.support.fake_pipeline import FRENCH, QUOTES, cite

ENGLISH = page_texts("en")
MARK = re.compile(
    r'href="#(?P<anchor>[^"]+)" class="mark(?P<open>[^"]*)" .*?'
    r"left:(?P<left>[\d.]+)%;width:(?P<width>[\d.]+)%;--level:(?P<level>\d+)"
)
DAYS = st.dates(date(1500, 1, 1), date(2500, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(1, 5000)))
    kind = draw(st.sampled_from(["closed", "since", "until"]))
    return Period(date.min if kind == "until" else start, date.max if kind == "since" else end)


def told(published: list[Period], spoken: list[Period] = ()) -> Answer:
    citations = tuple(
        replace(cite(FRENCH, QUOTES["pont.txt"], number), published=one)
        for number, one in enumerate(published, 1)
    )
    finding = Finding("q", tuple(map(ResolvedTime, spoken)), (), published[0], (1,))
    return Answer("?", "fr", 0.9, (finding,), citations)


def marks(html: str, kind: str) -> list[dict[str, str]]:
    lane = re.search(rf'<div class="lane {kind}".*?</div>', html)
    return [match.groupdict() for match in MARK.finditer(lane[0])] if lane else []


@given(st.lists(periods(), min_size=1, max_size=6), st.lists(periods(), max_size=4))
def test_marks_are_on_the_line_in_the_order_of_time(
    published: list[Period], spoken: list[Period]
) -> None:
    html = timeline_html(told(published, spoken), "source-3-", ENGLISH)
    found = marks(html, "published")
    assert sorted(mark["anchor"] for mark in found) == sorted(
        f"source-3-{number}" for number in range(1, len(published) + 1)
    )
    assert len(marks(html, "spoken")) == len(set(spoken))
    lefts = [float(mark["left"]) for mark in found]
    assert lefts == sorted(lefts)
    for mark in (*found, *marks(html, "spoken")):
        assert 0 <= float(mark["left"]) <= 100
        assert float(mark["left"]) + float(mark["width"]) <= 100.02


@given(st.lists(periods(), min_size=2, max_size=8))
def test_no_mark_hides_another(published: list[Period]) -> None:
    found = marks(timeline_html(told(published), "s-", ENGLISH), "published")
    on_level: dict[str, float] = {}
    for mark in found:
        left = float(mark["left"])
        assert left >= on_level.get(mark["level"], -1.0)
        on_level[mark["level"]] = left + max(float(mark["width"]), 6.9)


def test_an_open_period_is_drawn_to_the_edge() -> None:
    spoken = [Period.parse("2020-11-12/.."), Period.parse("../2020-09-20")]
    html = timeline_html(told([Period.parse("2020-09")], spoken), "s-", ENGLISH)
    until, since = marks(html, "spoken")
    assert (since["open"], until["open"]) == (" since", " until")
    assert float(since["left"]) + float(since["width"]) > 99.9
    assert float(until["left"]) == 0


def test_nothing_that_has_a_date_makes_no_line() -> None:
    assert timeline_html(told([Period(date.min, date.max)]), "s-", ENGLISH) == ""
    empty = replace(told([Period.parse("2020")]), citations=(), findings=())
    assert timeline_html(empty, "s-", ENGLISH) == ""


def test_it_is_told_in_the_page_s_language() -> None:
    answer = told([Period.parse("2020-09-17")], [Period.parse("2020-09-20")])
    html = timeline_html(answer, "s-", page_texts("fr"))
    assert 'aria-label="[1] évoqué : 20 septembre 2020"' in html
    assert "17 septembre 2020" in html
