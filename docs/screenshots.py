"""Make the README's pictures of the page: ``python -m docs.screenshots``.

The page is served over the index of ``seeds/``, built for the occasion, and asked one question.
A picture has two pixels for each of the page's as long as its file stays small.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from benchmarks.browser import chromium, settle
from benchmarks.server import run_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_FOLDER = Path(__file__).parent
_QUESTION = "When does the ban take effect?"
_LARGEST = 400_000  # bytes of a file with a scale of two
_QUIET = 700  # milliseconds without a change, after which the page is at rest


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes:
        name: Its file's, without the suffix.
        width: Of the window.
        height: Likewise.
        scheme: The colours that the reader's system asks for.
        tab: Which of the page's tabs is shown; the one that is open if empty.
        top: Whether the page is shown from its top, rather than from where the answer begins.
    """

    name: str
    width: int = 1280
    height: int = 1000
    scheme: Literal["light", "dark"] = "light"
    tab: str = ""
    top: bool = True


PICTURES = (
    Picture("chat"),
    Picture("chat-dark", scheme="dark"),
    Picture("chat-phone", width=390, height=844, top=False),
    Picture("corpus", tab="Corpus"),
)


def take(browser: Browser, url: str, picture: Picture, scale: int) -> bytes | None:
    """The picture as PNG; None if the page has no such tab."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=scale,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    try:
        page.goto(url)
        box = page.locator("#question textarea")
        box.wait_for()
        settle(page, _QUIET)
        box.fill(_QUESTION)
        box.press("Enter")
        page.locator("#evidence mark").first.wait_for(state="attached")
        if picture.tab:
            tab = page.get_by_role("tab", name=picture.tab)
            if not tab.count():
                return None
            tab.click()
        page.mouse.move(0, 0)
        settle(page, _QUIET)
        if picture.top:
            page.evaluate("scrollTo(0, 0)")
        return page.screenshot(animations="disabled")
    finally:
        page.close()


def main() -> None:
    """Take all of them."""
    with (
        tempfile.TemporaryDirectory(prefix="dateline-") as folder,
        run_server(Path(folder) / "index") as server,
        chromium() as browser,
    ):
        for picture in PICTURES:
            image = take(browser, server.url, picture, scale=2)
            if image is not None and len(image) >= _LARGEST:
                image = take(browser, server.url, picture, scale=1)
            if image is None:
                click.echo(f"{picture.name}.png is left out: there is no tab {picture.tab!r}")
                continue
            path = _FOLDER / f"{picture.name}.png"
            path.write_bytes(image)
            click.echo(f"{path.name}: {len(image) / 1000:,.0f} kB")


if __name__ == "__main__":
    main()
