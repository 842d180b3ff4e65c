"""What somebody else wrote is shown, never obeyed; and answers read well."""

from __future__ import annotations

import html
import re
import string
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.datatypes import Period
from index.dates.resolution import Derivation
from index.stores import Coverage
from qa.datatypes import NotFound, ResolvedTime
from qa.escaping import encode_markdown, escape_html, escape_markdown, one_line, visible
from qa.render import to_dict, to_html, to_markdown, to_text
from qa.web.evidence import evidence_html
from tests.support.fake_pipeline import ENGLISH, FRENCH, HEADER, QUOTES, FakePipeline, cite

HOSTILE = (
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    "$$x^2$$ $y$ \\(z\\) \\[w\\]",
    "[click](javascript:window.pwned=1)",
    "![pixel](http://evil.example/p.png)",
    "http://evil.example/ www.evil.example a@evil.example",
    "# Heading\n\n- list\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "Title\n=====\n\n    code\n\n```js\nwindow.pwned=1\n```",
    "`code` **bold** _em_ ~~del~~ &lt;b&gt; &#60;b&#62; :smile: @you #1 1. one",
    "${window.pwned=1} {{value}} </article></details></section>",
)
ANY_TEXT = st.text() | st.text(alphabet=string.punctuation + "ab \n")
OUR_TAGS = {"div", "p", "strong", "blockquote", "br", "u"}
OUR_EVIDENCE_TAGS = {
    *("section", "h2", "h3", "p", "details", "summary", "b", "small", "article", "mark", "u"),
}
CLOSEST = {"en": "Closest, but not an answer", "fr": "Le plus proche, sans être une réponse"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked = ""
        self.underlined = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if "mark" in self._open:
            self.marked += data
        if "u" in self._open:
            self.underlined += data


def read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup.replace("<br>", "<br></br>"))
    reader.close()
    return reader


def answer_quoting(text: str):
    """A found answer in which every piece of text is the one given."""
    article = replace(ENGLISH, text=f"before {text} after", id=text, source=text, title=text)
    pipeline = FakePipeline([article])
    pipeline.quotes[text] = text
    return replace(pipeline.ask("bridge"), question=text), {text: article}


def answer_reading(text: str, *spans: tuple[int, int]):
    """The same, with these characters of it as the very words of the answer."""
    answer, articles = answer_quoting(text)
    [citation] = answer.citations
    moved = tuple((citation.start + first, citation.start + last) for first, last in spans)
    return replace(answer, citations=(replace(citation, spans=moved),)), articles


def spans_of(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in words]


def closest_only(answer):
    """What was cited is only what comes closest."""
    return replace(answer, reason=NotFound(), findings=(), citations=(), closest=answer.citations)


@st.composite
def texts_and_words(draw):
    """A text, and where words of it stand; between two of them there is something."""
    text = draw(ANY_TEXT.filter(str.strip))
    ends = [at for at, character in enumerate(text) if not character.isspace()]
    places = sorted(draw(st.sets(st.sampled_from(ends), max_size=6)))
    spans: list[tuple[int, int]] = []
    for first, last in zip(places[::2], places[1::2], strict=False):
        if not spans or spans[-1][1] < first:
            spans.append((first, last + 1))
    return text, spans


def test_the_answer_for_a_terminal():
    text = str(FakePipeline().ask("Quand le pont rouvrira-t-il ?"))
    assert text.replace("\N{NO-BREAK SPACE}", "~").splitlines() == [
        "mars 2021 · Agence du Port",
        "  → 4 octobre 2021",
        "  «~« Le pont rouvrira le 4 octobre 2021 », a promis la mairie.~» [1]",
        "",
        "25 septembre 2021",
        "  «~The Halle bridge reopened on Friday, nine days early.~» [2]",
        "",
        "Sources",
        "[1] Agence du Port, mars 2021, pont.txt",
        "[2] bridge.txt, 25 septembre 2021",
    ]


def test_an_update_is_told_with_the_source_where_it_is_another_day():
    article = replace(ENGLISH, updated=Period.parse("2021-03-04"))
    pipeline = FakePipeline([article])
    answer = pipeline.ask("bridge")
    [citation] = answer.citations
    assert "updated" not in to_text(answer)
    updated = replace(answer, citations=(replace(citation, updated=article.revised),))
    assert ", updated 4 March 2021" in to_text(updated)
    assert to_dict(updated)["citations"][0]["updated"] == "2021-03-04"


@pytest.mark.parametrize(
    ("language", "coverage", "told"),
    [
        (
            "When does the ban take effect?",
            Coverage(10_000, 10_000, 4_200),
            "4,200 of 10,000 articles are searched by",
        ),
        (
            ENGLISH,
            Coverage(10_000, 3_000, 0),
            "So far, 3,000 of 10,000 articles can be searched, 0",
        ),
        (
            "fr",
            Coverage(10_000, 10_000, 4_200),
            "4\u202f200 articles sur 10\u202f000 sont",
        ),
    ],
)
def test_every_surface_tells_what_a_build_has_not_indexed_yet(language, coverage, told):
    answer = replace(FakePipeline().ask("when?"), language=language, coverage=coverage)
    assert told in to_text(answer)
    assert told in html.unescape(to_html(answer))
    assert encode_markdown(told) in to_markdown(answer)
    assert to_dict(answer)["coverage"] == coverage.to_dict()
    complete = replace(answer, coverage=None)
    assert told not in to_text(complete) + to_html(complete) + to_markdown(complete)
    assert to_dict(complete)["coverage"] is None


def test_a_long_quote_is_wrapped():
    answer, _ = answer_quoting("A well-known sentence of the press. " * 20)
    lines = to_text(answer).split("\n\n")[0].splitlines()[1:]
    assert len(lines) > 5
    assert all(line.startswith("  ") and len(line) <= 88 for line in lines)


def test_the_answer_in_markdown():
    markdown = html.unescape(FakePipeline().ask("When does the bridge reopen?")._repr_markdown_())
    assert "**25 September 2021**\n\n> “The Halle bridge reopened" in markdown
    assert markdown.endswith(
        "[1] Agence du Port, March 2021, pont.txt · [2] bridge.txt, 25 September 2021"
    )


def test_the_answer_in_html():
    reader = read(FakePipeline().ask("bridge")._repr_html_())
    assert reader.tags <= OUR_TAGS
    assert "“The Halle bridge reopened on Friday, nine days early.” [2]" in reader.text


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html])
@pytest.mark.parametrize(
    ("question", "words"),
    [("Which?", "The corpus does not say."), ("le pont", "Le corpus ne le dit pas.")],
)
def test_no_answer_is_said_in_the_language_of_the_question(render, question, words):
    answer = replace(FakePipeline().ask(question), reason=NotFound())
    assert words in html.unescape(render(answer))


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html])
def test_a_value_is_shown_with_what_it_was_computed_from(render):
    answer = FakePipeline().ask("bridge")
    derivation = Derivation(((9, "day"),), 1, Period.parse("2021-09-25"))
    time = ResolvedTime(Period.parse("2021-10-04"), derivation=derivation)
    answer = replace(answer, findings=(replace(answer.findings[0], times=(time,)),))
    shown = render(answer)
    assert "→" in shown
    assert "4 October 2021 (9 days after 25 September 2021)" in html.unescape(shown)


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html])
def test_words_are_a_value_each_once_and_on_one_line(render):
    answer = FakePipeline().ask("bridge")
    words = ("Ana \n <b>", "Bolt", "Ana <b>")
    answer = replace(answer, findings=(replace(answer.findings[0], times=(), words=words),))
    shown = render(answer)
    assert "Ana <b> and Bolt" in html.unescape(shown)
    assert render is to_text or "<b>" not in shown


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_wrapping_keeps_the_characters_of_a_quote(quote):
    answer, _ = answer_quoting(quote)
    shown = to_text(answer).split("\n\n")[0].split("\n", 1)[1]
    # Only ASCII spaces are where lines may break.
    assert shown.replace("\n", "").replace(" ", "") == (
        "“" + one_line(quote).replace(" ", "") + "”[1]"
    )


def test_a_terminal_is_sent_no_control_characters():
    answer, _ = answer_quoting("a\x1b[31mred\x07\x00\u202egnp.exe\x9b0m\rb")
    assert to_text(answer).replace("\n", "").isprintable()


@given(ANY_TEXT)
def test_html_shows_the_characters_and_no_more(text):
    reader = read(f'<p title="{escape_html(text)}">{escape_html(text)}</p>')
    assert reader.text == visible(text)
    assert reader.tags == {"p"}
    assert reader.attributes == {"title"}


@given(ANY_TEXT)
def test_markdown_is_one_line_without_any_markup(text):
    markdown = escape_markdown(text)
    assert html.unescape(markdown) == one_line(text)
    assert not set(string.punctuation) & set(re.sub(r"&#\d+;", "", markdown))
    assert "\n" not in markdown
    assert markdown == markdown.strip(" ")


@given(ANY_TEXT)
def test_nothing_hidden_is_shown(text):
    assert visible(visible(text)) == visible(text)
    assert not set("\r\x00\x1b\x7f\x9b\u202e\u2066\u2069\u200f\u2028") & set(visible(text))


def test_line_breaks_and_hidden_characters():
    assert visible("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert visible("a\x1bb\u202ec\ud800") == "a�b�c�"
    assert one_line("  a \n\n\t b  c ") == "a b  c"


@given(ANY_TEXT.filter(bool))
def test_an_answer_about_anything_has_only_our_tags(text):
    answer, articles = answer_quoting(text)
    assert read(to_html(answer)).tags <= OUR_TAGS
    panel = read(evidence_html(answer, articles))
    assert panel.tags <= OUR_EVIDENCE_TAGS | {"a"}
    assert panel.marked == visible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_has_only_our_tags(text):
    answer, articles = answer_quoting(text)
    assert visible(text) in read(evidence_html(answer, articles)).text
    assert read(to_html(answer)).tags <= OUR_TAGS
    plain = re.sub(r"&#\d+;", "", to_markdown(answer))
    assert not set("<>[]()`$_#|!\\:/") & set(plain.replace("\n\n> ", ""))


def test_the_panel_marks_the_quote_in_the_whole_article_without_its_header():
    answer = FakePipeline().ask("le pont")
    panel = evidence_html(answer, {FRENCH.id: FRENCH, ENGLISH.id: ENGLISH})
    first, second = re.findall(r"<details.*?</details>", panel, re.DOTALL)
    assert first.startswith('<details id="source-1" open>')
    assert second.startswith('<details id="source-2">')
    assert HEADER not in first
    assert read(first).marked == "« Le pont rouvrira le 4 octobre 2021 », a promis la mairie."
    assert read(first).text == (
        "[1] Le pont de la Halle Agence du Port · mars 2021 · français · pont.txt"
        "caractères 2,194 à 2,253 sur 3,455" + FRENCH.text[len(HEADER) :].rstrip()
    )
    assert read(second).text == (
        "[2] Bridge reopens early 25 septembre 2021 · anglais · bridge.txtcaractères 0 à 53 sur 83"
        f" · https://news.example/bridgeBridge reopens early{ENGLISH.text}"
    )
    assert "<h3>Bridge reopens early</h3>" in second
    assert '<article lang="en"' in second


@pytest.mark.parametrize("text", ["The article was rewritten.", ""])
def test_a_quote_that_is_no_longer_there_is_shown_alone(text):
    answer = FakePipeline([ENGLISH]).ask("bridge")
    quote = answer.citations[0].quote
    for articles in ({}, {ENGLISH.id: replace(ENGLISH, text=text)}):
        panel = read(evidence_html(answer, articles))
        assert panel.marked == quote
        assert panel.text.endswith(f" · https://news.example/bridge{quote}")


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://news.example/a?b=1&c=2", True), ("javascript:alert(1)", False), (None, False)],
)
def test_only_web_addresses_become_links(url, linked):
    answer = FakePipeline([ENGLISH]).ask("bridge")
    answer = replace(answer, citations=(replace(answer.citations[0], url=url),))
    assert ("a" in read(evidence_html(answer, {})).tags) is linked


def test_the_same_quote_twice_is_marked_where_it_was_cited():
    article = replace(ENGLISH, text="Yes. No. Yes.")
    citation = replace(cite(article, "Yes."), start=9, end=13)
    answer = replace(FakePipeline([ENGLISH]).ask("bridge"), citations=(citation,))
    assert "Yes. No. <mark>Yes.</mark></article>" in evidence_html(answer, {article.id: article})


def test_an_unknown_language_is_named_by_its_code():
    answer = FakePipeline([ENGLISH]).ask("bridge")
    answer = replace(answer, citations=(replace(answer.citations[0], language="zz"),))
    assert " · zz · " in read(evidence_html(answer, {})).text


def test_the_very_words_are_marked_on_every_surface():
    text = "The Halle bridge reopened on Friday, nine days early."
    answer, articles = answer_reading(text, *spans_of(text, "Friday", "nine days"))
    markdown = html.unescape(to_markdown(answer))
    assert "> “The Halle bridge reopened on **Friday**, **nine days** early.” **[1]**" in markdown
    marked = "The Halle bridge reopened on <u>Friday</u>, <u>nine days</u> early."
    assert f"“{marked}” <strong>[1]</strong>" in to_html(answer)
    assert f"before <mark>{marked}</mark> after" in evidence_html(answer, articles)
    assert f"<mark>{marked}</mark>" in evidence_html(answer, {})
    assert f"“{text}” [1]" in to_text(answer)


def test_without_the_very_words_nothing_is_marked():
    answer, articles = answer_quoting("The bridge reopened on Friday.")
    assert "“The bridge reopened on Friday.”" in html.unescape(to_markdown(answer))
    assert "<u>" not in to_html(answer) + evidence_html(answer, articles)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_an_answer_are_escaped_as_well(text):
    around = f"says {text} today"
    answer, articles = answer_reading(around, (5, 5 + len(text)))
    for shown in (to_html(answer), evidence_html(answer, articles)):
        assert read(shown).tags <= OUR_TAGS | OUR_EVIDENCE_TAGS | {"a"}
    assert read(evidence_html(answer, articles)).underlined == visible(text)
    plain = re.sub(r"&#\d+;", "", to_markdown(answer))
    assert not set("<>[]()`$_#|!\\:/") & set(plain.replace("\n\n> ", ""))


@given(texts_and_words())
def test_marks_change_nothing_else(given):
    text, spans = given
    plain, articles = answer_quoting(text)
    marked, _ = answer_reading(text, *spans)
    assert to_text(marked) == to_text(plain)
    assert to_markdown(marked).replace("**", "") == to_markdown(plain).replace("**", "")
    for render in (to_html, lambda answer: evidence_html(answer, articles)):
        assert re.sub("</?u>", "", render(marked)) == render(plain)
    words = "".join(visible(text[first:last]) for first, last in spans)
    assert read(evidence_html(marked, articles)).underlined == words


@given(texts_and_words())
def test_in_markdown_words_are_marked_where_they_stand_apart(given):
    """Asterisks inside a word would be shown, so there they are left out."""
    text, spans = given
    answer, _ = answer_reading(text, *spans)
    quote = to_markdown(answer).split("\n\n> ")[1].split("\n\n")[0].rpartition(" **")[0]
    apart = [
        not (text[:first][-1:].isalnum() or text[last:][:1].isalnum()) for first, last in spans
    ]
    assert quote.count("**") == 2 * sum(apart)
    assert "****" not in quote
    for before, after in zip(quote.split("**"), quote.split("**")[1:], strict=False):
        assert before
        assert after


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["Fri"], "on Friday, nine"),
        (["day"], "on Friday, nine"),
        (["Friday"], "on **Friday**, nine"),
        (["Friday, n"], "on Friday, nine"),
        (["Fri", "day"], "on **Friday**, nine"),
        (["Friday", ","], "on **Friday,** nine"),
    ],
)
def test_markdown_marks_nothing_inside_a_word(words, shown):
    text = "on Friday, nine"
    answer, _ = answer_reading(text, *spans_of(text, *words))
    assert f"> “{shown}” " in html.unescape(to_markdown(answer))


@pytest.mark.parametrize("render", [to_text, to_markdown, to_html, lambda a: evidence_html(a, {})])
@pytest.mark.parametrize(
    ("question", "language", "reason"),
    [
        ("bridge", "en", "The corpus does not say."),
        ("le pont", "fr", "Le corpus ne le dit pas."),
    ],
)
def test_what_comes_closest_is_shown_under_its_heading(render, question, language, reason):
    answer = closest_only(FakePipeline().ask(question))
    shown = " ".join(html.unescape(re.sub("<[^>]*>", " ", render(answer))).split())
    order = [reason, CLOSEST[language], QUOTES["pont.txt"], QUOTES["bridge.txt"]]
    assert [shown.index(part) for part in order] == sorted(map(shown.index, order))
    assert shown.index("[1]") < shown.index("[2]")
    assert "→" not in shown
    nothing = html.unescape(render(replace(answer, closest=())))
    assert reason in nothing
    assert CLOSEST[language] not in nothing


def test_the_words_of_what_comes_closest_are_marked():
    text = "It reopened on Friday."
    answer, articles = answer_reading(text, *spans_of(text, "Friday"))
    answer = closest_only(answer)
    assert "“It reopened on **Friday**.” **[1]**" in html.unescape(to_markdown(answer))
    assert "on <u>Friday</u>." in to_html(answer)
    assert "<mark>It reopened on <u>Friday</u>.</mark> after" in evidence_html(answer, articles)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_that_comes_closest_has_only_our_tags(text):
    answer, articles = answer_quoting(text)
    answer = closest_only(answer)
    assert read(to_html(answer)).tags <= OUR_TAGS
    assert read(evidence_html(answer, articles)).tags <= OUR_EVIDENCE_TAGS | {"a"}
    plain = re.sub(r"&#\d+;", "", to_markdown(answer))
    assert not set("<>[]()`$_#|!\\:/") & set(plain.replace("\n\n> ", ""))
