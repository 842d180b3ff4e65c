"""The page, as somebody uses it who asks questions: what every test of it may rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.browser import settle

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

CHAT = "#chat"
EVIDENCE = "#evidence"

# The status of a question that is being answered ends so, and no answer does.
_ANSWERED = """count => {
    const replies = document.querySelectorAll("#chat .bot .message-content");
    return replies.length === count && !replies[count - 1].innerText.trim().endsWith("…");
}"""


def replies(page: Page) -> Locator:
    """The answers in the chat, and whatever else was said in their place."""
    return page.locator(f"{CHAT} .bot .message-content")


def ask(page: Page, question: str | None = None) -> None:
    """Type a question, press Enter, and wait until the answer is there and nothing moves.

    None asks what is typed already.
    """
    answered = replies(page).count()
    box = page.locator("#question textarea")
    if question is not None:
        box.fill(question)
    box.press("Enter")
    page.wait_for_function(_ANSWERED, arg=answered + 1)
    settle(page)


def text_of(locator: Locator) -> str:
    """Its text, each run of spaces as one."""
    return " ".join(locator.inner_text().replace("\N{NO-BREAK SPACE}", " ").split())


def assert_in_view(article: Locator) -> None:
    """The quote is inside the visible part of its article's box."""
    article.locator("mark").wait_for()
    article.page.wait_for_function(
        """([article]) => {
            const box = article.getBoundingClientRect();
            const mark = article.querySelector("mark").getBoundingClientRect();
            return mark.top >= box.top && mark.bottom <= box.bottom;
        }""",
        arg=[article.element_handle()],
    )
