"""Control Chromium, and wait until its page is idle."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_QUIET = 150  # milliseconds without a change
_SETTLED = """(quiet) => document.fonts.ready.then(() => new Promise((settled) => {
    let timer;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => (observer.disconnect(), settled()), quiet);
    };
    const observer = new MutationObserver(wait);
    const everything = { childList: true, attributes: true, characterData: true, subtree: true };
    observer.observe(document, everything);
    wait();
}))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, else Playwright's own; close it at the end.

    Raises:
        FileNotFoundError: If neither is installed.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        executable = found or playwright.chromium.executable_path
        if not Path(executable).exists():
            raise FileNotFoundError(
                "no Chromium: install the system's, or run `playwright install chromium`"
            )
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


def settle(page: Page, quiet: int = _QUIET) -> None:
    """Wait until nothing on the page has changed for ``quiet`` milliseconds."""
    page.evaluate(_SETTLED, quiet)
