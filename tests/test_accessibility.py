"""Whoever listens to the page, or sees little of it, can use it: axe-core finds nothing grave."""

from __future__ import annotations

import pytest

from tests.browser import chromium, open_tab
from tests.fake_pipeline import FakePipeline
from tests.page import ask, settle
from tests.web_server import serve

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
SCREENS = {"desktop": (1280, 900), "phone": (320, 640)}
ASKED = {
    "empty": None,
    "answered": "When will the bridge reopen?",
    "declined": "What is the weather?",
    "failed": "boom",
}
# Colours are looked at when they no longer change.
AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished)).then(() => null)"""


@pytest.fixture(scope="module")
def site():
    with serve(FakePipeline()) as url:
        yield url


@pytest.fixture(scope="module")
def browser_window():
    with chromium() as browser:
        yield browser


@pytest.fixture
def tab(browser_window):
    with open_tab(browser_window) as page:
        yield page


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


@pytest.mark.parametrize("state", ASKED)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_wrong(tab, site, scheme, screen, state):
    width, height = SCREENS[screen]
    tab.set_viewport_size({"width": width, "height": height})
    tab.emulate_media(color_scheme=scheme)
    tab.goto(site)
    settle(tab)
    question = ASKED[state]
    if question:
        ask(tab, question)
        tab.locator("#evidence details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = violations(tab)
    assert not found, f"\n{found}"
