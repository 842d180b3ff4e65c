"""The list of articles, page by page, while the index may be made anew."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from index.datatypes import Article, Period
from qa.languages import page_texts
from qa.web.corpus_view import PAGE, Browsing, list_html, turn_page
from tests.support.fake_pipeline import FakePipeline

EN = page_texts("en")


def articles(count: int) -> list[Article]:
    """One of each day, the first of them the newest."""
    return [
        Article(
            f"{number:03}",
            f"Title {number}",
            "The news of a day.",
            "Le Monde" if number % 3 else "AFP",
            Period.parse(f"{2021 - number // 28}-01-{28 - number % 28:02}"),
            "fr" if number % 2 else "en",
        )
        for number in range(count)
    ]


def data(markup: str, name: str) -> list[str]:
    """What the buttons carry."""
    return [json.loads(unescape(one)) for one in re.findall(f'data-{name}="([^"]*)"', markup)]


def listed(pipeline: FakePipeline, browsing: Browsing) -> list[str]:
    return data(list_html(pipeline, browsing, EN), "document")


def leads_to(pipeline: FakePipeline, browsing: Browsing) -> list[int]:
    """The pages that have a button."""
    return [int(page) for page in data(list_html(pipeline, browsing, EN), "page")]


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE - 1])
def test_pages_hold_every_article_once_newest_first(count: int) -> None:
    archive = articles(count)
    pipeline, browsing, seen = FakePipeline(reversed(archive)), Browsing(), []
    for page in range(-(-count // PAGE)):
        assert browsing.page == page
        seen += listed(pipeline, browsing)
        further = (page + 1) * PAGE < count
        assert leads_to(pipeline, browsing) == [page - 1] * (page > 0) + [page + 1] * further
        last = f"{min(count, (page + 1) * PAGE):,}"
        span = EN.page_of.format(first=f"{page * PAGE + 1:,}", last=last, total=f"{count:,}")
        assert span in list_html(pipeline, browsing, EN)
        browsing = turn_page(pipeline, browsing, page + 1)
    assert seen == [one.id for one in archive]


def test_a_page_turned_back_is_the_one_that_was_seen() -> None:
    pipeline, browsing = FakePipeline(articles(4 * PAGE)), Browsing()
    seen = [listed(pipeline, browsing)]
    for page in (1, 2, 3):
        browsing = turn_page(pipeline, browsing, page)
        seen.append(listed(pipeline, browsing))
    for page in (2, 0):
        browsing = turn_page(pipeline, browsing, page)
        assert browsing.page == page
        assert listed(pipeline, browsing) == seen[page]


def test_pages_hold_what_passes_the_filters() -> None:
    archive = articles(6 * PAGE)
    wanted = [one.id for one in archive if one.source == "AFP" and one.language == "en"]
    assert len(wanted) == PAGE
    pipeline = FakePipeline([*archive, replace(archive[-1], id="last", source="AFP")])
    browsing = Browsing({"sources": "AFP"})
    later = turn_page(pipeline, browsing, 1)
    afp = [one.id for one in archive if one.source == "AFP"]
    assert listed(pipeline, browsing) + listed(pipeline, later) == afp[: 2 * PAGE]
    assert listed(pipeline, Browsing({"sources": "AFP", "languages": "en"})) == wanted


def test_no_page_comes_after_the_last_one() -> None:
    pipeline = FakePipeline(articles(PAGE - 1))
    assert turn_page(pipeline, Browsing(), 1) == Browsing()
    assert turn_page(FakePipeline([]), Browsing(), 7) == Browsing()


def test_a_page_after_an_article_that_is_gone_is_an_earlier_one() -> None:
    archive = articles(4 * PAGE)
    pipeline, browsing = FakePipeline(archive), Browsing()
    for page in (1, 2, 3):
        browsing = turn_page(pipeline, browsing, page)
    gone = {*browsing.pages[2:]}
    left = [one for one in archive if one.id not in gone]
    pipeline = FakePipeline(left)
    assert listed(pipeline, browsing) == [one.id for one in left[PAGE : 2 * PAGE]]
    assert leads_to(pipeline, browsing) == [0, 2]
    following = turn_page(pipeline, browsing, 2)
    assert listed(pipeline, following) == [one.id for one in left[2 * PAGE : 3 * PAGE]]
    assert listed(FakePipeline([archive[0]]), browsing) == [archive[0].id]


def test_what_a_button_of_a_name_leads_to() -> None:
    where = Browsing(pages=(None, "007"))
    afp = where.narrowed("sources", "AFP")
    assert afp == Browsing({"sources": "AFP"})
    assert afp.narrowed("languages", "en").narrowed("sources", "") == Browsing({"languages": "en"})
    for name in ("since", "source", "names", "pages"):
        assert where.narrowed(name, "x") == where
