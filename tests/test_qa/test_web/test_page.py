"""What the page offers beside questions and answers, in a browser."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.browser import settle
from index.builder import build
from index.datatypes import Article, Period
from qa import Pipeline
from qa.feedback import FeedbackStore
from qa.languages import page_texts
from qa.web.uploads import Uploads
from tests.conftest import SEEDS
from tests.support.browser import open_tab
from tests.support.fake_pipeline import GENERATION, QUOTES, FakePipeline
from tests.support.page import ask, assert_in_view, text_of
from tests.support.web_server import serve

EN, FR = page_texts("en"), page_texts("fr")


@pytest.fixture(scope="module")
def pipeline():
    return FakePipeline()


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    return FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite")


@pytest.fixture(scope="module")
def site(pipeline, feedback):
    with serve(pipeline, feedback) as url:
        yield url


def chips(tab):
    return [text_of(chip).removesuffix(" ×") for chip in tab.locator("#chips button").all()]


class TestAnswers:
    def test_an_earlier_question_is_asked_again_and_edited(self, tab, site, pipeline):
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        ask(tab, "the weather")
        first = tab.locator("#chat .bot").first
        first.get_by_role("link", name=EN.again).click()
        tab.locator("#chat .bot .message-content").nth(2).wait_for()
        assert pipeline.calls[-1]["question"] == "When will the bridge reopen?"
        first.get_by_role("link", name=EN.edit, exact=True).click()
        box = tab.locator("#question textarea")
        tab.wait_for_function("box => box.value", arg=box.element_handle())
        assert box.input_value() == "When will the bridge reopen?"

    def test_what_a_follow_up_was_taken_for_can_be_edited(self, tab, site):
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        ask(tab, "and for boats?")
        tab.locator("#chat .bot").nth(1).get_by_role("link", name=EN.edit).first.click()
        box = tab.locator("#question textarea")
        tab.wait_for_function("box => box.value", arg=box.element_handle())
        assert box.input_value() == "When will the bridge reopen for boats?"

    def test_a_screen_reader_hears_words_not_markdown(self, tab, site):
        tab.goto(site)
        ask(tab, "When will the bridge reopen, Mr. X?")
        labelled = tab.locator("#chat [aria-label]").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert not [label for label in labelled if "&#" in label]

    def test_the_chat_may_come_after_everything_else(self, tab, site):
        late = []

        def bring(route):
            response = route.fetch()
            if "bubble-wrap" in response.text():  # the script that draws a chat
                late.append(route.request.url)
                tab.wait_for_timeout(1000)
            route.fulfill(response=response)

        tab.route("**/assets/*.js", bring)
        self.test_a_screen_reader_hears_words_not_markdown(tab, site)
        assert late

    def test_without_a_clipboard_the_answer_is_selected(self, tab, site):
        tab.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        link = tab.get_by_role("link", name=EN.copy)
        link.click()
        assert QUOTES["bridge.txt"] in tab.evaluate("getSelection().toString()")
        assert text_of(link) == EN.copy

    def test_an_answer_is_copied_without_its_links(self, tab, site):
        tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        tab.get_by_role("link", name=EN.copy).click()
        tab.get_by_role("link", name=f"{EN.copy} ✓").wait_for()
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert QUOTES["bridge.txt"] in copied
        assert EN.again not in copied

    def test_the_conversation_is_exported_as_markdown(self, tab, site):
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        ask(tab, "Quand le pont rouvrira-t-il ?")
        with tab.expect_download() as download:
            tab.get_by_role("button", name=EN.export).click()
        text = download.value.path().read_text("utf-8")
        assert download.value.suggested_filename.endswith(".md")
        assert text.startswith("# Dateline")
        assert "## When will the bridge reopen?" in text
        assert QUOTES["pont.txt"] in text

    def test_votes_are_kept_and_a_changed_mind_counts_once(self, tab, site, feedback):
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        before = len(list(feedback))
        tab.get_by_role("link", name=EN.helpful, exact=True).click()
        tab.locator("#note").wait_for()
        tab.get_by_role("link", name=EN.unhelpful).click()
        tab.get_by_label(EN.note).fill("The <b>wrong</b> bridge.")
        tab.get_by_role("button", name=EN.send).click()
        tab.locator("#note").wait_for(state="hidden")
        [kept] = list(feedback)[before:]
        assert (kept.helpful, kept.note) == (False, "The <b>wrong</b> bridge.")
        assert kept.question == "When will the bridge reopen?"
        assert kept.generation == GENERATION
        assert kept.answer["citations"][0]["quote"] == QUOTES["pont.txt"]


# Where the parts of the page end, and which of them can be scrolled.
MEASURED = """() => {
    const scrolls = (one) => {
        const how = getComputedStyle(one).overflowY;
        const inside = one === document.documentElement || how === "auto" || how === "scroll";
        return inside && one.scrollHeight > one.clientHeight + 1;
    };
    const part = (name) => document.querySelector(name);
    const bottom = (one) => one.getBoundingClientRect().bottom;
    const conversation = part("#conversation");
    const inChat = [part("#chat"), ...part("#chat").querySelectorAll("*")];
    return {
        page: scrolls(document.documentElement),
        conversation: scrolls(conversation),
        chat: inChat.filter(scrolls).length,
        blank: bottom(conversation)
            - Math.max(...[...conversation.children].map(bottom)),
        chatHeight: part("#chat").clientHeight,
        below: part("footer").getBoundingClientRect().top - bottom(conversation),
        left: part("#masthead").getBoundingClientRect().left,
        right: innerWidth - part("#masthead").getBoundingClientRect().right,
    };
}"""


CAMPAIGN = pytest.mark.campaign


class TestLayout:
    @pytest.mark.parametrize(
        ("width", "height"),
        [
            (1366, 768),
            pytest.param(1920, 1080, marks=CAMPAIGN),
            pytest.param(1000, 600, marks=CAMPAIGN),
        ],
    )
    def test_on_a_desk_the_chat_takes_the_height_that_there_is(self, tab, site, width, height):
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto(site)
        tab.locator("#suggestions button").first.wait_for()
        heights = []
        for asked in range(4):
            settle(tab)
            seen = tab.evaluate(MEASURED)
            assert not seen["page"]
            assert not seen["conversation"]
            assert seen["chat"] <= 1
            assert seen["blank"] < 12
            assert seen["below"] < 60
            assert abs(seen["left"] - seen["right"]) < 20
            assert seen["chatHeight"] > 0.25 * height
            heights.append(seen["chatHeight"])
            ask(tab, f"When will the bridge reopen, then, {asked}?")
        assert tab.evaluate(MEASURED)["chat"] == 1
        # The button for the export comes with the first answer.
        assert max(heights[1:]) - min(heights[1:]) < 2
        question = tab.locator("#chat .user-row").last.bounding_box()
        chat = tab.locator("#chat").bounding_box()
        assert chat["y"] - 1 <= question["y"] < chat["y"] + chat["height"]

    @pytest.mark.parametrize(
        ("width", "height"), [(390, 844), pytest.param(1366, 480, marks=CAMPAIGN)]
    )
    def test_on_a_small_screen_the_page_alone_scrolls(self, tab, site, width, height):
        tab.set_viewport_size({"width": width, "height": height})
        tab.goto(site)
        for asked in range(3):
            ask(tab, f"When will the bridge reopen, then, {asked}?")
        seen = tab.evaluate(MEASURED)
        assert (seen["page"], seen["conversation"], seen["chat"]) == (True, False, 0)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    def test_filters_and_the_corpus_can_be_reached(self, tab, site):
        tab.set_viewport_size({"width": 1366, "height": 768})
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        tab.get_by_role("button", name=EN.filters).click()
        last = tab.locator("#filters [id^=filter-]").last
        last.scroll_into_view_if_needed()
        assert last.bounding_box()["y"] < 768
        assert tab.locator("#chat").bounding_box()["height"] >= 100
        tab.get_by_role("tab", name=EN.corpus).click()
        tab.locator("#listed ol button").last.scroll_into_view_if_needed()
        tab.get_by_role("tab", name=EN.ask).click()
        settle(tab)
        assert not tab.evaluate(MEASURED)["page"]


class TestTime:
    def test_the_timeline_tells_when_it_was_said_and_what_it_speaks_of(self, tab, site):
        tab.goto(site)
        ask(tab, "Quand le pont rouvrira-t-il ?")
        published = tab.locator("#timeline .published .mark")
        assert [text_of(mark) for mark in published.all()] == ["1", "2"]
        spoken = tab.locator("#timeline .spoken .mark")
        assert spoken.get_attribute("aria-label") == "[1] mentioned: 4 October 2021"
        lefts = [mark.bounding_box()["x"] for mark in (published.nth(0), published.nth(1), spoken)]
        assert lefts == sorted(lefts)  # March, 25 September, 4 October

    def test_a_mark_opens_its_source(self, tab, site):
        tab.goto(site)
        ask(tab, "Quand le pont rouvrira-t-il ?")
        tab.locator("#timeline .published .mark").nth(1).click()
        assert_in_view(tab.locator("#source-1-2 article"))
        tab.locator("#timeline .published .mark").nth(0).press("Enter")
        assert_in_view(tab.locator("#source-1-1 article"))

    def test_a_range_asks_again_of_that_time_alone(self, tab, site, pipeline):
        tab.goto(site)
        ask(tab, "Quand le pont rouvrira-t-il ?")
        line = tab.locator("#timeline .line").bounding_box()
        at = line["y"] + line["height"] - 4
        tab.mouse.move(line["x"] + line["width"] * 0.1, at)
        tab.mouse.down()
        tab.mouse.move(line["x"] + line["width"] * 0.5, at, steps=3)
        tab.mouse.up()
        tab.locator("#chat .bot .message-content").nth(1).wait_for()
        asked = pipeline.calls[-1]
        assert asked["question"] == "Quand le pont rouvrira-t-il ?"
        since, until = date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"])
        assert date(2021, 3, 1) < since < until < date(2021, 9, 25)
        assert chips(tab) == [f"Since: {since}", f"Until: {until}"]


class TestFilters:
    def test_active_filters_are_chips_that_can_be_removed(self, tab, site, pipeline):
        tab.goto(site)
        tab.get_by_role("button", name=EN.filters).click()
        tab.locator("#filter-since").get_by_role("textbox").fill("2020")
        tab.locator("#filter-until").get_by_role("textbox").fill("<b>2021</b>")
        tab.locator("#filter-sources input").fill("Agence")
        tab.locator("#filter-sources").get_by_role("option").first.click()
        tab.locator("#chips button").nth(2).wait_for()
        assert chips(tab) == ["Since: 2020", "Until: <b>2021</b>", "Agence du Port"]
        tab.get_by_role("button", name="Remove: Until").click()
        tab.wait_for_function("document.querySelectorAll('#chips button').length === 2")
        assert tab.locator("#filter-until").get_by_role("textbox").input_value() == ""
        ask(tab, "the bridge")
        asked = pipeline.calls[-1]
        assert (asked["since"], asked["until"]) == ("2020", "")
        assert asked["sources"] == ["Agence du Port"]

    def test_a_slider_says_as_of_which_day(self, tab, site, pipeline):
        tab.goto(site)
        tab.get_by_role("button", name=EN.filters).click()
        slider = tab.locator("#slider input")
        slider.press("Home")
        tab.locator("#chips button").wait_for()
        assert text_of(tab.locator("#slider output")) == "2021-03-01"
        assert chips(tab) == ["As of: 2021-03-01"]
        ask(tab, "the bridge")
        assert pipeline.calls[-1]["as_of"] == "2021-03-01"

    def test_a_link_asks_its_question_with_its_filters(self, tab, site, pipeline):
        tab.goto(f"{site}?q=Is+the+bridge+open%3F&since=2021&languages=en&languages=fr&other=1")
        tab.locator("#evidence .asked a").wait_for()
        asked = pipeline.calls[-1]
        assert (asked["question"], asked["since"]) == ("Is the bridge open?", "2021")
        assert asked["languages"] == ["en", "fr"]
        assert chips(tab) == ["Since: 2021", "English", "French"]
        link = tab.locator("#evidence .asked a").get_attribute("href")
        assert parse_qs(urlsplit(link).query) == {
            "q": ["Is the bridge open?"],
            "since": ["2021"],
            "languages": ["en", "fr"],
        }

    @pytest.mark.parametrize(
        ("address", "asked"),
        [("?q=" + "%3Cscript%3E" * 3000, 1), ("?since=x&q", 0), ("?q=%ff&a[]", 1)],
    )
    def test_an_odd_link_does_no_harm(self, tab, site, address, asked):
        tab.goto(f"{site}{address}")
        tab.locator("#suggestions button").first.wait_for()
        tab.wait_for_function(
            "count => document.querySelectorAll('#chat .bot').length === count", arg=asked
        )
        settle(tab)
        ask(tab, "the bridge")


class TestLanguages:
    def test_the_browser_s_language_chooses_and_the_reader_s_choice_is_remembered(
        self, browser_window, site
    ):
        with open_tab(browser_window, locale="fr-FR") as page:
            page.goto(site)
            page.wait_for_url("**/fr")
            page.get_by_placeholder(FR.question).wait_for()
            assert page.locator("html").get_attribute("lang") == "fr"
            ask(page, "the bridge")
            assert text_of(page.locator("#timeline h2")) == FR.timeline.upper()
            page.get_by_role("link", name="English").click()
            page.get_by_placeholder(EN.question).wait_for()
            assert page.locator("html").get_attribute("lang") == "en"
            page.goto(site)
            page.get_by_placeholder(EN.question).wait_for()
            assert page.url == site

    def test_every_word_is_said_in_each_language(self):
        same = {name for name in EN.__slots__ if getattr(EN, name) == getattr(FR, name)}
        assert same == {"corpus", "articles", "passages", "browse"}
        for by_name in ("filter_labels", "filter_examples", "by_filter", "stages"):
            said, other = getattr(EN, by_name), getattr(FR, by_name)
            assert {name for name in said if said[name] == other[name]} <= {"sources"}


class TestConsidered:
    def test_other_passages_and_where_a_quote_stands(self, tab):
        articles = [
            Article(f"{n}.txt", f"Title {n}", f"Text {n} of the bridge.", f"S{n}", DAY, "en")
            for n in range(4)
        ]

        class Choosy(FakePipeline):
            def hits(self, answer):
                return super().hits(super().ask("the bridge"))

            def ask(self, question, **filters):
                answer = super().ask(question, **filters)
                return _first(answer)

        quotes = {one.id: one.text for one in articles}
        with serve(Choosy(articles, **quotes)) as url:
            tab.goto(url)
            ask(tab, "the bridge")
            others = tab.locator("#evidence .considered")
            assert text_of(others.locator("summary").first) == "Also considered (3)"
            others.locator("summary").first.click()
            others.locator("li summary").nth(1).click()
            assert text_of(others.locator("li mark").nth(1)) == "Text 2 of the bridge."
            assert text_of(tab.locator("#source-1-1 .where")) == "characters 0–21 of 21"


DAY = Period.of_day(date(2021, 1, 1))


def _first(answer):
    return replace(answer, citations=answer.citations[:1], findings=answer.findings[:1])


class TestCorpus:
    @pytest.fixture(scope="class")
    @classmethod
    def shelves(cls):
        """A thousand articles of two sources, one a day."""
        first = date(2018, 1, 1)
        return [
            Article(
                id=f"{n:04}.txt",
                title=f"Bridge news {n}",
                text=f"Bridge news {n}\n\nThe bridge was open on day {n}.",
                source="Agence du Port" if n % 10 else "Zeitung",
                published=Period.of_day(first + timedelta(days=n)),
                language="fr" if n % 3 else "en",
            )
            for n in range(1000)
        ]

    @pytest.fixture(scope="class")
    @classmethod
    def library(cls, shelves):
        quotes = {one.id: one.text for one in shelves}
        with serve(FakePipeline(shelves, **quotes)) as url:
            yield url

    def test_it_counts_lists_and_reads(self, tab, library):
        tab.goto(library)
        tab.get_by_role("tab", name=EN.corpus).click()
        overview, listed = tab.locator("#overview"), tab.locator("#listed")
        overview.locator("dd").first.wait_for()
        assert text_of(overview.locator("dd").first) == "1,000"
        assert (
            text_of(overview.locator(".bars").first) == "BY SOURCE Agence du Port 900 Zeitung 100"
        )
        listed.locator("ol button").first.wait_for()
        assert "1–20 of 1,000" in text_of(listed)
        assert text_of(listed.locator("ol b").first) == "Bridge news 999"
        overview.get_by_role("button", name="Zeitung").click()
        listed.get_by_text("1–20 of 100").wait_for()
        listed.get_by_role("button", name=EN.earlier).click()
        listed.get_by_text("21–40 of 100").wait_for()
        overview.get_by_role("button", name="September 2020").click()
        listed.get_by_text("1–2 of 2").wait_for()
        listed.get_by_role("button", name="Bridge news 980").click()
        tab.locator("#reading article").wait_for()
        assert "The bridge was open on day 980." in text_of(tab.locator("#reading article"))
        listed.get_by_role("button", name="Remove: Zeitung").click()
        listed.get_by_text("of 26").wait_for()

    def test_questions_are_answered_over_it(self, tab, library):
        tab.goto(library)
        ask(tab, "When was the bridge open?")
        assert tab.locator("#evidence mark").count() == 1000

    def test_the_page_adds_no_articles_unless_it_is_told_to(self, tab, site):
        tab.goto(site)
        tab.get_by_role("tab", name=EN.corpus).click()
        tab.locator("#listed ol").wait_for()
        assert tab.locator("input[type=file]").count() == 0
        assert EN.upload not in tab.content()


def test_an_article_of_a_hundred_thousand_characters_is_shown_whole(tab):
    sentence = "The bridge closes on Monday for repairs. "
    text = sentence * 1300 + "The bridge reopens on 4 October. " + sentence * 1300
    article = Article("long.txt", "The bridge closes …", text, "S", DAY, "en")
    with serve(FakePipeline([article], **{"long.txt": "The bridge reopens on 4 October."})) as url:
        tab.goto(url)
        ask(tab, "the bridge")
        assert_in_view(tab.locator("#evidence article"))
        shown = tab.locator("#evidence article").evaluate("box => box.textContent")
        assert shown == text.strip()


class TestOnTheSeeds:
    """The real pipeline over the corpus that ships."""

    @pytest.fixture(scope="class")
    @classmethod
    def desk(cls, seed_pipeline):
        with serve(seed_pipeline) as url:
            yield url

    def test_an_english_question_over_french_articles(self, tab, desk):
        tab.goto(desk)
        ask(tab, "When does the ban take effect?")
        answer = text_of(tab.locator("#chat .bot .message-content"))
        assert "→ 20 September 2020 (45 days after 6 August 2020)" in answer
        assert "from 12 November 2020" in answer
        assert_in_view(tab.locator("#source-1-1 article"))
        spoken = tab.locator("#timeline .spoken .mark")
        assert spoken.first.get_attribute("aria-label") == "[1] mentioned: 20 September 2020"
        assert tab.locator("#timeline .published .mark").count() == 2

    def test_what_was_known_in_august_does_not_know_september(self, tab, desk):
        tab.goto(f"{desk}?q=When+does+the+ban+take+effect%3F&as_of=2020-08-31")
        tab.locator("#evidence mark").first.wait_for()
        assert chips(tab) == ["As of: 2020-08-31"]
        [entry] = tab.locator("#evidence > * section > details:not(.considered)").all()
        assert "August 2020" in text_of(entry.locator("summary").first)

    def test_a_filter_that_nothing_passes_explains_itself(self, tab, desk):
        tab.goto(f"{desk}fr?q=Quand+l%27interdiction+prend-elle+effet+%3F&since=2021")
        tab.locator("#evidence .asked").wait_for()
        answer = text_of(tab.locator("#chat .bot .message-content"))
        assert answer.startswith("Aucun article ne correspond aux filtres.")
        assert "septembre 2020" in answer

    def test_its_suggestions_are_made_of_it_and_answered(self, tab, desk):
        tab.goto(desk)
        buttons = tab.locator("#suggestions button")
        buttons.first.wait_for()
        assert "What is the latest on TikTok?" in [text_of(one) for one in buttons.all()]
        buttons.first.click()
        # Of news the newest article is open, which is not the first one.
        tab.locator("#evidence mark:visible").first.wait_for()

    def test_it_says_what_the_index_is_made_of(self, tab, desk):
        tab.goto(desk)
        tab.get_by_role("tab", name=EN.corpus).click()
        facts = tab.locator("#overview dl")
        facts.wait_for()
        assert "Model multilingual-e5-small" in text_of(facts)
        assert "Newest September 2020" in text_of(facts)


def test_articles_are_added_from_the_page(tab, tmp_path, bundled_embedder, monkeypatch):
    from playwright.sync_api import expect

    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(SEEDS, corpus)
    build(corpus, index_dir, embedder=bundled_embedder, progress=False)
    new, bad = tmp_path / "bridge.txt", tmp_path / "bad.txt"
    new.write_text("date 2021-03-01 (Zeitung) The old bridge of Halle closes in May.", "utf-8")
    bad.write_text("no date <b>here</b>", "utf-8")
    waited = []
    snapshot = Pipeline.snapshot
    monkeypatch.setattr(
        Pipeline, "snapshot", lambda self, **how: waited.append(how) or snapshot(self, **how)
    )
    preview = Uploads.preview
    monkeypatch.setattr(
        Uploads, "preview", lambda *given: time.sleep(0.5 * bool(given[1])) or preview(*given)
    )
    with (
        Pipeline.open(index_dir) as pipeline,
        serve(pipeline, uploads=Uploads.open(str(corpus), index_dir)) as url,
    ):
        tab.goto(url)
        tab.get_by_role("tab", name=EN.corpus).click()
        tab.locator("#upload > button").click()
        add = tab.locator("#upload").get_by_role("button", name=EN.upload).last
        tab.locator("#upload input[type=file]").set_input_files(bad)
        add.click()
        tab.get_by_test_id("toast-text").get_by_text("bad.txt:1: ").wait_for()
        assert sorted(path.name for path in corpus.iterdir()) == sorted(
            path.name for path in SEEDS.iterdir()
        )
        tab.reload()
        tab.get_by_role("tab", name=EN.corpus).click()
        tab.locator("#upload > button").click()
        expect(add).to_be_disabled()
        tab.locator("#upload input[type=file]").set_input_files(new)
        expect(add).to_be_disabled()  # so that no click is lost
        add.click()  # as soon as it can be
        tab.get_by_text(EN.uploaded.format(added=1, changed=0)).wait_for(timeout=60_000)
        expect(add).to_be_disabled()
        assert {"newest": True} in waited
        tab.get_by_role("tab", name=EN.ask).click()
        ask(tab, "When does the old bridge of Halle close?")
        assert text_of(tab.locator("#evidence mark").first).endswith("closes in May.")
