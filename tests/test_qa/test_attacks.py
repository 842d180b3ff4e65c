"""No attack gets through the escaping, in whichever field it stands."""

from __future__ import annotations

import html
import re
import string
import time
from dataclasses import replace

import pytest

from index.filters import OPTIONS
from qa.escaping import (
    backslash_markdown,
    encode_markdown,
    escape_html,
    escape_markdown,
    folded,
    one_line,
    visible,
)
from qa.languages import codes, page_texts
from qa.render import to_html, to_markdown, to_text
from qa.web.corpus_view import Browsing, article_html, list_html, overview_html
from qa.web.evidence import evidence_html
from qa.web.filters import FilterForm, chips_html, link
from qa.web.timeline import timeline_html
from tests.support.attacks import ATTACKS
from tests.support.hostile_pipeline import HostilePipeline, article_of, quote_of
from tests.support.markup import NOTEBOOK, PANEL, Markup, foreign

pytestmark = pytest.mark.slow

EVERY_KIND = pytest.mark.parametrize("kind", ATTACKS)
ANCHOR = "source-1-"
MARKS = re.compile(r"&#\d+;|\*\*|^> |\[|\]\(#source-1-\d+\)", re.MULTILINE)
"""What our Markdown is made of, besides text without any mark."""


def answers(attack):
    """Found, and not found but for what comes closest; the attack is the question, too."""
    pipeline = HostilePipeline([attack])
    for question in ("the bridge", "closest to the bridge"):
        answer = pipeline.ask(question)
        yield replace(answer, question=attack), pipeline.articles


def panels(attack):
    """The evidence with and without its article, and where it leads."""
    for answer, articles in answers(attack):
        for known in (articles, {}):
            shown = (answer.citations or answer.closest)[0]
            yield Markup(evidence_html(answer, known, ANCHOR)), {visible(shown.url)}


def spaced(text):
    return " ".join(text.split())


def test_there_are_many_attacks_and_each_is_another():
    attacks = [attack for kind in ATTACKS.values() for attack in kind]
    assert len(set(attacks)) == len(attacks) >= 220
    assert all(len(kind) >= 8 for kind in ATTACKS.values())


@EVERY_KIND
def test_in_an_element_and_in_an_attribute(kind):
    for attack in ATTACKS[kind]:
        markup = Markup(f'<p title="{escape_html(attack)}">{escape_html(attack)}</p>')
        assert markup.elements == [("p", {"title": visible(attack)})]
        assert markup.text == visible(attack)
        assert markup.balanced


@EVERY_KIND
def test_in_a_line_of_markdown(kind):
    for attack in ATTACKS[kind]:
        for written, shown in (
            (escape_markdown(attack), one_line(attack)),
            (encode_markdown(folded(attack)), folded(attack)),
        ):
            assert html.unescape(written) == shown
            assert not set(string.punctuation) & set(re.sub(r"&#\d+;", "", written))
            assert "\n" not in written


@EVERY_KIND
def test_in_a_line_of_a_markdown_file(kind):
    for attack in ATTACKS[kind]:
        shown = one_line(attack)
        written = backslash_markdown(shown)
        bare = re.sub(rf"\\[{re.escape(string.punctuation)}]", "", written)
        assert not set("<>[]`*_&|~$#@{}\\") & set(bare)
        assert not re.search(r"://|(?i:www)\.|^(\d+[.)]|[-+=])\s", bare)
        assert re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", written) == shown


@EVERY_KIND
def test_nothing_hides_what_an_attack_says(kind):
    hiding = {*map(chr, [*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0)]), *"\u2028\u2029"}
    reordering = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
    for attack in ATTACKS[kind]:
        assert not (hiding - {"\t"} | reordering) & set(visible(attack))
        assert visible(attack).encode()
        assert not {"\n", "\t"} & set(one_line(attack))


@pytest.mark.parametrize("run", [" ", "\t", "\n", " \n", "\u2028", "&", "*"])
def test_a_long_text_takes_no_longer_than_it_is(run):
    started = time.perf_counter()
    escape_markdown(f"{run * 100_000}x")
    assert time.perf_counter() - started < 2


@EVERY_KIND
def test_in_the_evidence(kind):
    for attack in ATTACKS[kind]:
        for markup, addresses in panels(attack):
            assert not foreign(markup.elements, PANEL, addresses)
            assert markup.balanced
            assert visible(quote_of(attack)) in markup.text
            for written in (f"{attack} source", f"{attack} document", f"{attack} copier"):
                assert spaced(visible(written)) in spaced(markup.text)


@EVERY_KIND
def test_in_an_article_that_is_shown_whole(kind):
    for attack in ATTACKS[kind]:
        whole, *_ = panels(attack)
        article = article_of(attack)
        for written in (article.title, article.text.strip()):
            assert visible(written) in whole[0].text


@EVERY_KIND
def test_only_an_address_of_the_web_becomes_a_link(kind):
    for attack in ATTACKS[kind]:
        for markup, _ in panels(attack):
            links = [values["href"] for tag, values in markup.elements if "target" in values]
            assert all(link.startswith(("http://", "https://")) for link in links)


@EVERY_KIND
@pytest.mark.parametrize("language", codes())
def test_in_the_other_panels(kind, language):
    texts = page_texts(language)
    for attack in ATTACKS[kind]:
        pipeline, article = HostilePipeline([attack]), article_of(attack)
        browsing = Browsing({"sources": article.source, "languages": article.language})
        everywhere = {
            name: [attack] if option.takes_several else attack for name, option in OPTIONS.items()
        }
        for panel in (
            timeline_html(pipeline.ask("the bridge"), ANCHOR, texts),
            chips_html(FilterForm.of(**everywhere), texts),
            overview_html(pipeline, texts),
            list_html(pipeline, browsing, texts),
            article_html(article, texts),
        ):
            markup = Markup(panel)
            assert not foreign(markup.elements, PANEL, {visible(article.url)})
            assert markup.balanced
            told = [value for _, values in markup.elements for value in values.values()]
            assert spaced(visible(attack)) in spaced(" ".join([markup.text, *told]))


@EVERY_KIND
def test_in_a_link_that_asks_again(kind):
    for attack in ATTACKS[kind]:
        address = link(attack, FilterForm.of(since=attack, sources=[attack]))
        assert re.fullmatch(r"\?q=[\w.%&=+*~-]*", address, re.ASCII)


@EVERY_KIND
def test_in_the_answer_of_a_notebook(kind):
    for attack in ATTACKS[kind]:
        for answer, _ in answers(attack):
            markup = Markup(to_html(answer))
            assert not foreign(markup.elements, NOTEBOOK)
            assert markup.balanced
            assert spaced(visible(quote_of(attack))) in spaced(markup.text)


@EVERY_KIND
def test_in_the_answer_of_the_chat(kind):
    for attack in ATTACKS[kind]:
        for answer, _ in answers(attack):
            written = to_markdown(answer, ANCHOR)
            assert not set(string.punctuation) & set(MARKS.sub("", written))
            shown = html.unescape(written.replace("**", ""))
            assert spaced(visible(quote_of(attack))) in spaced(shown)


@EVERY_KIND
def test_in_a_terminal(kind):
    for attack in ATTACKS[kind]:
        for answer, _ in answers(attack):
            assert not set(to_text(answer)) & {*map(chr, range(10)), "\r", "\x1b", "\x9b", "\u202e"}
            assert to_text(answer).encode()
