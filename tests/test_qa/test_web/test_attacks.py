"""Attacks on the page, in a real browser: they are shown as they were written, and do nothing.

Two of each kind are tried in the usual tests, and all of them in the campaign.
"""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from benchmarks.browser import settle
from qa.escaping import visible
from qa.web.corpus_view import PAGE
from qa.web.uploads import Uploads
from tests.support.attacks import ATTACKS
from tests.support.browser import open_tab
from tests.support.hostile_pipeline import HostilePipeline, article_of, quote_of
from tests.support.markup import CHAT, PANEL, foreign
from tests.support.page import ask, replies
from tests.support.web_server import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FILTERS = ("filter-since", "filter-until", "filter-as-of")
LONG = 500
TYPED = 900  # characters of a question that holds several attacks
HARMLESS = "The bridge reopened. " * 40
SCREENS = {"desktop": (1280, 900), "phone": (320, 640)}
EVERY = [attack for kind in ATTACKS.values() for attack in kind]
FEW = [attack for kind in ATTACKS.values() for attack in kind[:: (len(kind) + 1) // 2]]
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # which no corpus lets in
WRITTEN = [attack for attack in EVERY if not HALF_A_CHARACTER.search(attack)]
ANSWERED = "the bridge"
CLOSEST = "closest to the bridge"
IN_ARTICLES = pytest.mark.parametrize(
    "attacks",
    [
        pytest.param([attack for attack in FEW[::2] if attack in WRITTEN], id="few"),
        pytest.param(
            [attack for attack in WRITTEN if len(attack) < LONG],
            id="short",
            marks=pytest.mark.campaign,
        ),
        pytest.param(
            [attack for attack in WRITTEN if len(attack) >= LONG],
            id="long",
            marks=pytest.mark.campaign,
        ),
    ],
)
NAMES = [one for one in WRITTEN if len(one) < 200 and not re.search(r"[/\0]", one)][:8]
ADDRESSED = ["polyglots", "Unicode", "event handlers", "addresses in HTML", "Gradio's own"]


def few_or_all(name: str, few: list[str], every: list[str]) -> pytest.MarkDecorator:
    """Try a test with a few of something, and with all in the campaign."""
    campaign = pytest.param(every, id="all", marks=pytest.mark.campaign)
    return pytest.mark.parametrize(name, [pytest.param(few, id="few"), campaign])


# What we write, in the chat and elsewhere; the rest is the page's frame, which is Gradio's.
READ = """() => {
    const shown = { chat: "#chat .prose *", panels: ".prose *:not(#chat *)" };
    const attributes = (one) => Object.fromEntries(
        one.getAttributeNames().map((name) => [name, one.getAttribute(name)]));
    const kind = (one) => [
        one.tagName.toLowerCase(),
        ...one.getAttributeNames().sort(),
        ...["src", "href", "action"].map((name) => one.getAttribute(name)),
    ].join(" ").replaceAll(location.origin, "").replace(/file=.*/, "a file");
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ours = new Set(all(Object.values(shown).join()));
    const read = (selector) => all(selector).map(
        (one) => [one.tagName.toLowerCase(), attributes(one)]);
    return {
        chat: read(shown.chat),
        panels: read(shown.panels),
        frame: [...new Set(all("*").filter((one) => !ours.has(one)).map(kind))],
        pwned: [window.pwned, {}.pwned].map(String),
        at: location.origin + "/",
        title: document.title,
    };
}"""
READS = """(text) => document.querySelector("#reading article")?.textContent === text"""
CLICK = "(one) => one.click()"
SIDES = "(one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right]"
# Half a character cannot be typed by Playwright.
TYPE = """(box, text) => {
    const value = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value");
    value.set.call(box, JSON.parse(text));
    box.dispatchEvent(new Event("input", { bubbles: true }));
}"""
# Each attack in a document of its own, as if nobody had escaped it.
NAKED = """async (attacks) => {
    const frames = attacks.map((attack) => {
        const frame = document.createElement("iframe");
        frame.srcdoc = `<!DOCTYPE html><p>${attack}`;
        return frame;
    });
    const load = (frame) => new Promise((done) => {
        frame.onload = done;
        document.body.append(frame);
    });
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    await Promise.race([Promise.all(frames.map(load)), wait(10_000)]);
    await wait(500);
    const ran = (frame) => {
        try {
            return frame.contentWindow.pwned === 1;
        } catch {
            return false;  // it was led to another address
        }
    };
    return frames.filter(ran).length;
}"""


@pytest.fixture(scope="module")
def serve_over() -> Iterator[Callable[..., str]]:
    """Serve the page over articles of some texts, once for all the tests; gives its address."""
    with ExitStack() as stack:

        @cache
        def start(*texts: str) -> str:
            return stack.enter_context(serve(HostilePipeline([*texts])))

        yield start


@pytest.fixture(scope="module")
def frame(browser_window, serve_over) -> set[str]:
    """The elements around the text on a page where everything is harmless."""
    seen: set[str] = set()
    with open_tab(browser_window) as page:
        page.goto(serve_over(HARMLESS))
        settle(page)
        seen.update(page.evaluate(READ)["frame"])
        open_filters(page)
        for question in (ANSWERED, CLOSEST, "the weather", "long " * 300):
            ask(page, question)
            seen.update(page.evaluate(READ)["frame"])
        for name in FILTERS:
            page.locator(f"#{name}").get_by_role("textbox").fill("no day")
        ask(page, ANSWERED)
        seen.update(page.evaluate(READ)["frame"])
    return seen


def open_filters(page):
    page.locator("#filters button").first.click()


def spaced(text: str) -> str:
    return " ".join(text.split())


def written(text: str) -> str:
    """How a text is shown where white space is folded."""
    return spaced(visible(text))


def assert_harmless(page, frame: set[str], addresses: Iterable[str] = ()) -> None:
    """Nothing ran, and there is nothing on the page that is not ours."""
    read: dict[str, Any] = page.evaluate(READ)
    assert read["pwned"] == ["undefined", "undefined"]
    assert read["title"] == "Dateline"
    assert page.url.startswith(read["at"])
    assert not foreign(read["chat"], CHAT)
    assert not foreign(read["panels"], PANEL, {*addresses})
    for _ in range(20):  # what Gradio shows while it waits goes away; what was put there stays
        if not {*read["frame"]} - frame:
            break
        page.wait_for_timeout(250)
        read = page.evaluate(READ)
    assert sorted({*read["frame"]} - frame) == []


def assert_in_shape(page, *parts: str) -> None:
    """Nothing is wider than the screen, on a desktop and on a phone."""
    before = page.viewport_size
    page.locator("#evidence details").evaluate_all("all => all.forEach(one => one.open = true)")
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, screen
        for part in parts or ("#chat", "#evidence", "#question"):
            left, right = page.locator(part).evaluate(SIDES)
            assert 0 <= left < right <= width, (screen, part)
    page.set_viewport_size(before)


def questions(attacks: Iterable[str]) -> Iterator[str]:
    """As many attacks in each question as it may have characters; one that is longer, alone."""
    together = ""
    for attack in attacks:
        if together and len(together) + len(attack) > TYPED:
            yield together
            together = ""
        together += f"{attack}\n"
    yield together


def type_into(box, text: str) -> None:
    box.evaluate(TYPE, json.dumps(text))


@pytest.mark.campaign
def test_on_a_page_that_escapes_nothing_they_do_harm(browser_window):
    page = browser_window.new_page()
    asked: set[str] = set()

    def answer(route):
        if "evil.example" in route.request.url:
            asked.add(route.request.url)
            route.abort()
        else:
            route.fulfill(content_type="text/html", body="<!DOCTYPE html><title>x</title>")

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto("http://127.0.0.1/")
    short = [attack for attack in EVERY if len(attack) < LONG and attack.isascii()]
    assert page.evaluate(NAKED, short) >= 60
    assert len(asked) >= 10
    page.close()


@IN_ARTICLES
def test_in_every_field_of_an_article(tab, frame, serve_over, attacks):
    pipeline = HostilePipeline(attacks)
    tab.goto(serve_over(*attacks))
    for question in (ANSWERED, CLOSEST):
        ask(tab, question)
        shown = pipeline.ask(question)
        addresses = {visible(one.url) for one in (*shown.citations, *shown.closest)}
        assert_harmless(tab, frame, addresses)
        assert_as_written(tab, attacks)
    assert_in_shape(tab)


def assert_as_written(page, attacks):
    quotes = page.locator("#evidence mark").evaluate_all("all => all.map(one => one.textContent)")
    assert quotes == [visible(quote_of(attack)) for attack in attacks]
    exact = page.locator("#evidence").text_content()
    evidence, reply = spaced(exact), spaced(replies(page).last.text_content())
    for attack in attacks:
        article = article_of(attack)
        assert visible(article.text.strip()) in exact
        assert written(quote_of(attack)) in reply
        for field in (article.title, article.source, article.id, f"{attack} copier"):
            assert written(field) in evidence


@few_or_all("attacks", FEW, EVERY)
def test_as_questions(tab, frame, serve_over, attacks):
    tab.goto(serve_over(HARMLESS))
    for question in questions(attacks):
        type_into(tab.locator("#question textarea"), question)
        ask(tab)
        asked = tab.locator("#chat .user .message-content").last
        assert spaced(asked.text_content()) == written(question)
    assert_harmless(tab, frame)
    assert_in_shape(tab)


@few_or_all("kinds", [*ATTACKS][::4], [*ATTACKS])
def test_as_filters(tab, frame, serve_over, kinds):
    tab.goto(serve_over(HARMLESS))
    open_filters(tab)
    boxes = [tab.locator(f"#{name}").get_by_role("textbox") for name in FILTERS]
    for number, kind in enumerate(kinds):
        first, second, third, *_ = ATTACKS[kind]
        # What is said is about the first that is no date.
        empty = number % len(boxes)
        texts = [*[""] * empty, first, second, third]
        for box, text in zip(boxes, texts, strict=False):
            type_into(box, text)
        ask(tab, ANSWERED)
        assert "is not a date" in replies(tab).last.inner_text()
        assert_harmless(tab, frame)
    assert_in_shape(tab)


@few_or_all("kinds", ADDRESSED[:2], ADDRESSED)
def test_in_the_address_of_the_page(tab, frame, serve_over, kinds):
    url = serve_over(HARMLESS)
    for kind in kinds:
        first, second, third, fourth, *_ = ATTACKS[kind]
        asked = {"q": first, "as_of": second, "sources": third, "languages": fourth}
        tab.goto(f"{url}?{urlencode(asked)}")
        replies(tab).filter(has_text="is not a date").wait_for()
        settle(tab)
        assert_harmless(tab, frame)
        assert spaced(tab.locator("#chat .user .message-content").text_content()) == (
            written(first)
        )
        chips = spaced(tab.locator("#chips").text_content())
        assert all(written(text) in chips for text in (second, third, fourth))
    assert_in_shape(tab)


@IN_ARTICLES
def test_in_a_conversation_that_is_kept(tab, frame, serve_over, attacks):
    """The file is for other programs; on the page it leaves nothing."""
    tab.goto(serve_over(*attacks))
    ask(tab, ANSWERED)
    with tab.expect_download():
        tab.locator("#export").click()
    settle(tab)
    assert_harmless(tab, frame, {visible(article_of(attack).url) for attack in attacks})


@IN_ARTICLES
def test_in_the_corpus(tab, frame, serve_over, attacks):
    # Of one month, they are listed in the order of their ids.
    articles = sorted(map(article_of, attacks), key=lambda article: article.id)
    tab.goto(serve_over(*attacks))
    tab.get_by_role("tab", name="Corpus").click()
    for first in range(0, len(articles), PAGE):
        listed = articles[first : first + PAGE]
        tab.get_by_text(f"{first + 1}–{first + len(listed)} of {len(articles)}").wait_for()
        rows = tab.locator("#listed [data-document]")
        titles = [spaced(title) for title in rows.locator("b").all_text_contents()]
        assert titles == [written(article.title) for article in listed]
        rows.last.evaluate(CLICK)
        read = listed[-1]
        tab.wait_for_function(READS, arg=visible(read.title) + visible(read.text.strip()))
        assert_harmless(tab, frame, {visible(read.url)})
        if listed[-1] != articles[-1]:
            tab.locator("#listed nav button").last.evaluate(CLICK)
    assert_in_shape(tab, "#overview", "#listed", "#reading")


@few_or_all("names", NAMES[:1], NAMES)
def test_in_the_name_of_a_file(tab, frame, tmp_path, names):
    (tmp_path / "harmless.txt").write_text("date 2020 An article.")
    uploads = Uploads.open(str(tmp_path), tmp_path / "index")
    with serve(HostilePipeline([HARMLESS]), uploads=uploads) as url:
        for number, name in enumerate(["harmless", *names]):
            tab.goto(url)
            tab.get_by_role("tab", name="Corpus").click()
            tab.locator("#upload button").first.click()
            file = {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"no date"}
            tab.locator("#upload input[type=file]").set_input_files([file])
            settle(tab)
            tab.locator("#upload").get_by_role("button", name="Add articles", exact=True).click()
            said = tab.get_by_test_id("toast-body")
            said.wait_for()
            assert "no date" in said.inner_text()
            settle(tab)
            if number == 0:
                frame = frame | {*tab.evaluate(READ)["frame"]}
            assert_harmless(tab, frame)
