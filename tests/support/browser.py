"""A real Chromium for the tests that drive the page."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from benchmarks.browser import chromium
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

# How Gradio tells that a script of ours failed, which it catches; and what the browser says of
# what the server does not allow.
_WRONG = ("Error executing js_on_load", "Error in watch callback", "Content Security Policy")


@contextmanager
def chromium_or_skip() -> Iterator[Browser]:
    """Start a browser; without one the test is skipped, or fails where CI promises one."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(chromium())
        except FileNotFoundError as error:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
        yield browser


@contextmanager
def open_tab(browser: Browser, locale: str = "en-US", host: str = "127.0.0.1") -> Iterator[Page]:
    """A desktop tab that must ask nothing of another host and meet no error or dialog."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, color_scheme="light", locale=locale
    )
    page.set_default_timeout(60_000)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda told: errors.append(told.text) if any(one in told.text for one in _WRONG) else None,
    )
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    yield page
    page.close()
    addresses = [urlsplit(url) for url in asked]
    assert [a for a in addresses if a.scheme == "http"], "the page was never opened"
    assert not [
        address.geturl()
        for address in addresses
        if address.scheme not in {"data", "blob"} and address.hostname != host
    ]
    assert not errors


def screenshot(page: Page, name: str) -> None:
    """Keep what the page looks like under ``var/screenshots/``."""
    page.screenshot(path=PROJECT / "var" / "screenshots" / f"{name}.png", full_page=True)
