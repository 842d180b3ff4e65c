"""Saved web pages: which date, which text, which bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.corpora import articles_of, problems_of, sample

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

STORY = """
<p>The bridge over the river was closed on 5 May 1998 after an inspection, the mayor said, and
opens again in spring when the works are done. Engineers found cracks in two of its pillars.</p>
<p>Lorries take the road along the quay until then. The works cost four million euros, of which the
region pays half, and the treaty on them was signed on 12 April 2001 in the town hall.</p>
"""


def page(head: str = "", top: str = "", below: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge</title>
<meta property="og:site_name" content="The Gazette">{head}</head><body>
<nav><a href="/2011/03/04/old">Older</a> <span class="date">4 March 2011</span></nav>
<article><header><h1>Bridge closed</h1>{top}</header>{STORY}</article>
<aside class="related"><time class="published" datetime="2019-01-02">2 January 2019</time></aside>
{below}<footer class="site-footer"><p class="date">© 2016 The Gazette</p></footer></body></html>"""


def dates(
    path: Path, markup: str | bytes, suffix: str = ".html"
) -> tuple[str, str | None, str] | str:
    file = path / f"page{suffix}"
    file.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    if problems := problems_of(file):
        return problems[0]
    [one] = articles_of(file)
    return one.published.isoformat(), one.updated and one.updated.isoformat(), one.dated


JSON_LD = '<script type="application/ld+json">%s</script>'
CANONICAL = '<link rel="canonical" href="https://gazette.example%s">'


@pytest.mark.parametrize(
    ("head", "top", "expected"),
    [
        (
            JSON_LD % '{"@graph": [{"@type": "WebPage", "datePublished": "2001-01-01"}, {"@type":'
            '["NewsArticle"], "datePublished": "2020-08-18T23:30:00-05:00", "dateModified":'
            '"2020-08-20T01:00:00Z"}, {"@type": "Event", "startDate": "2020-09-09"}]}',
            "",
            ("2020-08-18", "2020-08-20", "JSON-LD datePublished"),
        ),
        (  # two articles, of which this address has one
            CANONICAL % "/bridge"
            + JSON_LD % '[{"@type": "Article", "url": "https://gazette.example/other/",'
            '"datePublished": "2011-01-01"}, {"@type": "Article", "mainEntityOfPage":'
            '{"@id": "http://www.gazette.example/bridge#main"}, "datePublished": "2020-08"}]',
            "",
            ("2020-08", None, "JSON-LD datePublished"),
        ),
        (  # two articles, and nothing tells which is this
            JSON_LD % '[{"@type": "Article", "datePublished": "2011-01-01"},'
            '{"@type": "Article", "datePublished": "2012-01-01"}]'
            + '<meta name="DC.date.issued" content="2020-08-18">',
            "",
            ("2020-08-18", None, "meta dc.date.issued"),
        ),
        (
            JSON_LD % '{"@type": "NewsArticle", "datePublished": "soon"}'
            + '<meta property="article:published_time" content="2020-08-18T07:00:00+0200">'
            '<meta property="article:modified_time" content="2020-08-19">',
            "",
            ("2020-08-18", "2020-08-19", "meta article:published_time"),
        ),
        (JSON_LD % "{broken", '<time pubdate>18 August 2020</time>',
         ("2020-08-18", None, "element datePublished")),
        ("", ('<span itemprop="datePublished" content="2020-08-18"></span>'
              '<meta itemprop="dateModified" content="2020-08-19">'),
         ("2020-08-18", "2020-08-19", "element datePublished")),
        ("", ('<time class="entry-date" datetime="2020-08-18T00:10:00+02:00">Tuesday</time>'
              '<time class="updated" datetime="2020-08-19"></time>'),
         ("2020-08-18", "2020-08-19", "element time")),
        ("", '<time datetime="2020-08-18">on Tuesday</time>', ("2020-08-18", None, "element time")),
        (CANONICAL % "/2020/aug/18/bridge", "", ("2020-08-18", None, "address")),
        (CANONICAL % "/2020/08/18/bridge", '<p class="meta">By Ann<br>17 August 2020</p>',
         ("2020-08-18", None, "address")),
        (CANONICAL % "/2020/08/bridge", '<p class="post-meta">By Ann<br>August 18th, 2020</p>',
         ("2020-08-18", None, "line of the head")),
        (CANONICAL % "/2020/08/bridge", "", ("2020-08", None, "address")),
        ("", '<p class="byline">Ann | August 2020</p>', ("2020-08", None, "line of the head")),
        ("", '<p class="byline">Published on 18 August 2020 | Updated: 19 August 2020</p>',
         ("2020-08-18", "2020-08-19", "line of the head")),
        ("", '<p class="date">Updated 19 August 2020</p>',
         ("../2020-08-19", "2020-08-19", "not later than line of the head")),
        ('<meta property="article:modified_time" content="2020-08-19">', "",
         ("../2020-08-19", "2020-08-19", "not later than meta article:modified_time")),
    ],
)  # fmt: skip
def test_which_date_is_of_publication(
    tmp_path: Path, head: str, top: str, expected: tuple[str, str | None, str]
) -> None:
    assert dates(tmp_path, page(head, top)) == expected


@pytest.mark.parametrize(
    "top",
    [
        "",
        '<p class="date">2020</p>',
        '<p class="date">18 August</p>',
        '<p class="date">18 August 2020</p><p class="date">17 August 2020</p>',
        '<div class="event"><time class="published" datetime="2020-08-18"></time></div>',
    ],
)
def test_no_date_is_made_of_events_comments_other_articles_or_copyright(
    tmp_path: Path, top: str
) -> None:
    below = '<div id="comments"><p class="comment-date">1 May 2020</p></div>'
    told = dates(tmp_path, page('<meta name="copyright" content="2016">', top, below))
    assert "no date" in told


def test_a_line_of_the_text_is_no_line_of_the_head(tmp_path: Path) -> None:
    told = page().replace("<article>", '<article class="post published status-publish">')
    told = told.replace("<p>Lorries", "<p><b>12 April 2001</b></p><p>Lorries")
    assert "no date" in dates(tmp_path, told)


def test_the_text_is_the_articles_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    comment = '<div class="comments"><p>I have never seen such a comment, wrote Bob.</p></div>'
    file.write_text(page('<meta name="date" content="2020-08-18">', "", comment))
    [one] = articles_of(file)
    assert (one.title, one.source, one.language, one.id) == (
        "Bridge closed", "The Gazette", "en", "a.html",
    )  # fmt: skip
    first, second = one.text.split("\n\n")
    assert first.startswith("The bridge over the river was closed on 5 May 1998 after")
    assert "the mayor said, and opens again" in first
    assert second.endswith("in the town hall.")


def test_encodings_that_pages_declare(tmp_path: Path) -> None:
    french = page('<meta name="date" content="2020-08-18">').replace("closed", "fermé – été")
    for encoding, declared in (
        ("utf-8", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("utf-16", "utf-16"),
        ("utf-8", "windows-1252"),  # they are often wrong
        ("iso8859-15", "iso-8859-15"),
    ):
        file = tmp_path / "a.html"
        file.write_bytes(french.replace("utf-8", declared, 1).encode(encoding, "xmlcharrefreplace"))
        [one] = articles_of(file)
        assert "was fermé – été on 5 May" in one.text


def test_a_page_with_a_damaged_text_is_left_out(tmp_path: Path) -> None:
    whole = page('<meta name="date" content="2020-08-18"><meta name="a" content="é">').encode()
    assert "bytes that are not utf-8" in dates(tmp_path, whole.replace(b"mayor", b"may\xe9r"))
    script = whole.replace(b"</head>", b"<script>'\xe9'</script></head>")
    assert dates(tmp_path, script)[0] == "2020-08-18"


@pytest.mark.parametrize(
    "markup", ["", "<html></html>", "\0", "<" * 5000, "<div>" * 50_000 + "<p>Text.</p>", "&lol;"]
)
def test_what_is_no_page_is_told(tmp_path: Path, markup: str) -> None:
    assert isinstance(dates(tmp_path, markup), str)


def test_pages_that_browsers_and_extensions_saved(tmp_path: Path) -> None:
    saved = "<!-- saved from url=(0041)https://gazette.example/2020/08/18/bridge -->" + page()
    assert dates(tmp_path, saved)[:2] == ("2020-08-18", None)
    single = (
        "<!--\n Page saved with SingleFile \n url: https://gazette.example/bridge \n"
        " saved date: Thu Aug 20 2020 10:00:00 GMT+0200 (CEST)\n-->" + page()
    )
    assert dates(tmp_path, single) == ("../2020-08-20", None, "not later than date of saving")


def test_mhtml(tmp_path: Path) -> None:
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/bridge\r\n"
        "Date: Thu, 20 Aug 2020 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: "
        'multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html'
        "\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://gazette.example/bridge"
        f"\r\n\r\n{page()}\r\n--b--\r\n"
    ).encode()
    assert dates(tmp_path, saved, ".mhtml") == (
        "../2020-08-20", None, "not later than date of saving",
    )  # fmt: skip
    [one] = articles_of(tmp_path / "page.mhtml")
    assert one.url == "https://gazette.example/bridge"
    assert "holds no page" in dates(tmp_path, b"Subject: none\r\n\r\nText", ".mhtml")


def test_a_page_of_the_wikimedia_blog() -> None:
    [one] = articles_of(sample("html-en-wikimedia-blog.html"))
    assert (one.id, one.title) == (
        "html-en-wikimedia-blog.html", "Interactive maps, now in your language",
    )  # fmt: skip
    assert one.text.startswith("Imagine you needed to learn about a foreign land, but the only map")
    assert one.text.endswith("to include a mention of OpenStreetMap’s best practices.")
    assert "1 year" not in one.text  # of a comment
    assert (one.published.isoformat(), one.updated, one.dated) == ("2018-06-28", None, "address")
    assert (one.source, one.language, one.author) == ("Wikimedia Blog", "en", "Joe Matazzoni")
    assert one.url == (
        "https://blog.wikimedia.org/2018/06/28/interactive-maps-now-in-your-language/"
    )
