"""Whoever listens to the page, or sees little of it, can use it: axe-core finds nothing grave."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.browser import settle
from tests.support.fake_pipeline import FakePipeline
from tests.support.page import ask
from tests.support.web_server import serve

GRAVE = {"serious", "critical"}
SCREENS = {"desktop": (1280, 900), "phone": (320, 640)}
# Colours are looked at when they no longer change.
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished)).then(() => null)"""

DARK = "(wanted) => document.body.classList.contains('dark') === wanted"


@pytest.fixture(scope="module")
def site():
    with serve(FakePipeline()) as url:
        yield url


def violations(page) -> str:
    """What is wrong, how gravely, and where; a few lines for each, or nothing."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(AT_REST)
    found = Axe().run(page).response["violations"]
    return "\n".join(
        f"{one['id']} ({one['impact']}): {one['help']}\n"
        + "\n".join(
            f"    {' '.join(map(str, node['target']))}\n        "
            + node["failureSummary"].replace("\n", "\n        ")
            for node in one["nodes"]
        )
        for one in found
        if one["impact"] in GRAVE
    )


def answered(page):
    ask(page, "When will the bridge reopen?")
    page.locator("#evidence details").evaluate_all("all => all.forEach(one => one.open = true)")


def filtered(page):
    page.locator("#filters button").first.click()
    page.locator("#filter-since").get_by_role("textbox").fill("last month")
    page.locator("#filter-since").get_by_role("textbox").press("Enter")
    page.locator("#chips button").wait_for()
    ask(page, "When will the bridge reopen?")


def browsed(page):
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#listed [data-document]").first.click()
    page.locator("#reading article").wait_for()


STATES = {
    "empty": lambda page: None,
    "answered": answered,
    "declined": lambda page: ask(page, "What is the weather?"),
    "failed": lambda page: ask(page, "boom"),
    "filtered": filtered,
    "browsed": browsed,
}

USUAL = {
    ("desktop", "answered"),
    ("desktop", "filtered"),
    ("phone", "declined"),
}
"""What the usual tests look at; the campaign looks at every state on every screen."""


@pytest.mark.parametrize(
    ("screen", "state"),
    [
        pytest.param(*one, marks=() if one in USUAL else pytest.mark.campaign)
        for one in product(SCREENS, STATES)
    ],
)
def test_nothing_grave_is_wrong(tab, site, screen, state):
    width, height = SCREENS[screen]
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(site)
    settle(tab)
    STATES[state](tab)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.wait_for_function(DARK, arg=scheme == "dark")
        settle(tab)
        found = violations(tab)
        assert not found, f"{scheme}:\n{found}"
