"""The names below the line of time, in a browser: whatever the days, none covers another."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.datatypes import Period
from index.settings import PROJECT
from qa.languages import codes, page_texts
from qa.web.scripts import script
from qa.web.timeline import timeline_html
from tests.test_qa.test_web.test_timeline import periods, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

STYLE = (PROJECT / "qa" / "web" / "style.css").read_text("utf-8")
# What Gradio gives each script.
RUN = f"""() => {{
    const element = document.querySelector("#timeline"), trigger = () => {{}};
    {script("timeline")}
}}"""
SHOW = """async ([html, width]) => {
    const box = document.querySelector("#timeline");
    box.style.width = `${width}px`;
    box.innerHTML = html;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const { left, right } = box.querySelector(".line")?.getBoundingClientRect() ?? {};
    const names = [...box.querySelectorAll(".ticks span:not([hidden])")];
    return { left, right, names: names.map((one) => {
        const { left, right } = one.getBoundingClientRect();
        return [left, right];
    }) };
}"""


@pytest.fixture(scope="module")
def line(browser_window: Browser) -> Iterator[Page]:
    """A page with an empty line of time, in the page's own style."""
    page = browser_window.new_page(viewport={"width": 1400, "height": 600})
    page.set_content(f"<style>{STYLE}</style><div id='timeline'></div>")
    page.evaluate(RUN)
    yield page
    page.close()


def named(page: Page, answer: Any, language: str, width: int) -> dict[str, Any]:
    html = timeline_html(answer, "s-", page_texts(language))
    seen: dict[str, Any] = page.evaluate(SHOW, [html, width])
    return seen


def assert_apart(seen: dict[str, Any]) -> None:
    names = sorted(seen["names"])
    for left, right in names:
        assert seen["left"] <= left < right <= seen["right"]
    for (_, right), (left, _) in pairwise(names):
        assert right < left


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    published=st.lists(periods(), min_size=1, max_size=5),
    spoken=st.lists(periods(), max_size=3),
    language=st.sampled_from(codes()),
    width=st.sampled_from([250, 358, 640, 1100]),
)
def test_none_covers_another(
    line: Page, published: list[Period], spoken: list[Period], language: str, width: int
) -> None:
    seen = named(line, told(published, spoken), language, width)
    if seen["names"]:
        assert_apart(seen)


@pytest.mark.parametrize("width", [250, 358, 640, 1100])
@pytest.mark.parametrize("days", [0, 1, 6, 20, 45, 100, 400, 2000, 40_000])
def test_some_are_there(line: Page, days: int, width: int) -> None:
    first = date(2020, 9, 17)
    ends = [Period.of_day(first), Period.of_day(date.fromordinal(first.toordinal() + days))]
    for language in codes():
        seen = named(line, told(ends), language, width)
        assert seen["names"]
        assert_apart(seen)


def test_a_line_that_becomes_wider_names_more(line: Page) -> None:
    ends = [Period.parse("2020-08-31"), Period.parse("2021-06-30")]
    counts = [len(named(line, told(ends), "fr", width)["names"]) for width in (200, 1100)]
    assert counts[0] < counts[1]
    resize = "(width) => { document.querySelector('#timeline').style.width = `${width}px`; }"
    line.evaluate(resize, 200)
    line.wait_for_function(
        "(count) => document.querySelectorAll('.ticks span:not([hidden])').length === count",
        arg=counts[0],
    )
