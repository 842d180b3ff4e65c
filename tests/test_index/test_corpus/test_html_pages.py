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


def test_a_page_without_a_date_says_what_to_do_and_a_manifest_dates_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    [problem] = problems_of(tmp_path / "a.html")
    assert "write it into a manifest.csv beside it, with the columns file and date" in problem
    (tmp_path / "manifest.csv").write_text("file,date\na.html,2020-08-18\n")
    [one] = articles_of(tmp_path)
    assert (one.published.isoformat(), one.dated) == ("2020-08-18", "manifest date")


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


EVENT = '{"@type": "MusicEvent", "name": "Concert", "startDate": "2020-09-09T20:00"}'


@pytest.mark.parametrize(
    ("head", "top", "below"),
    [
        # The page of an event: what stands beside its title is when it takes place.
        (JSON_LD % EVENT, '<time datetime="2020-09-09T20:00">9 September, 8 p.m.</time>', ""),
        (JSON_LD % EVENT, '<p class="date">9 September 2020</p>', ""),
        # An event that is about an article, and an article that an event is about.
        (JSON_LD % '{"@type": "Event", "startDate": "2020-09-09", "subjectOf":'
         '{"@type": "NewsArticle", "datePublished": "2020-01-01"}}', "", ""),
        # The dates of comments, in JSON-LD, in microdata and in a list.
        (JSON_LD % '{"@type": "NewsArticle", "comment": [{"@type": "Comment",'
         '"datePublished": "2020-10-10"}]}', "", ""),
        ("", "", ('<div itemscope itemtype="https://schema.org/Comment"><time itemprop='
                  '"datePublished" datetime="2020-10-10">10 October 2020</time></div>')),
        ("", "", '<ol class="commentlist"><li><time pubdate datetime="2020-10-10"></time></ol>'),
        # Other articles, in the article and below it.
        ("", '<p class="more-stories"><time class="posted" datetime="2020-01-01"></time></p>', ""),
        ("", '<article><time class="posted" datetime="2020-01-01"></time></article>', ""),
        (JSON_LD % '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle",'
         '"datePublished": "2020-01-01"}]}', "",
         '<div class="latest"><p class="date">1 January 2020</p></div>'),
        # A list of articles, of which none is that of the page.
        ("", "", ('<div><time class="published" datetime="2020-01-01"></time></div>'
                  '<div><time class="published" datetime="2020-01-02"></time></div>')),
        # Lines of rights, wherever they stand.
        ('<meta name="dcterms.rights" content="2016"><meta name="date" content="© 2016">',
         '<p class="meta">© August 2016</p>', ""),
        ("", '<p class="byline">Copyright 18 August 2016 The Gazette</p>',
         '<div id="colophon"><p class="date">1 January 2016</p></div>'),
        ("", '<span itemprop="copyrightYear">2016</span>',
         '<small><time datetime="2016">2016</time></small>'),
        # The future: a page that is here was not published then.
        (JSON_LD % '{"@type": "NewsArticle", "datePublished": "2999-01-01"}', "", ""),
        ('<link rel="canonical" href="https://gazette.example/2099/01/bridge">', "", ""),
        # When a text stops being shown, and when something that it tells of takes place.
        (('<meta property="article:expiration_time" content="2021-01-01">'
          '<meta property="event:start_time" content="2020-09-09">'), "", ""),
    ],
)  # fmt: skip
def test_a_page_that_does_not_say_when_it_was_published_has_no_date(
    tmp_path: Path, head: str, top: str, below: str
) -> None:
    assert "no date" in dates(tmp_path, page(head, top, below))


@pytest.mark.parametrize(
    ("head", "top", "below", "expected"),
    [
        # Several graphs: the article's is the one that counts, whatever comes before it.
        (JSON_LD % '{"@type": "WebSite", "dateCreated": "2001-01-01"}' + JSON_LD % EVENT
         + JSON_LD % '<!-- {"@graph": [{"@type": "Organization", "foundingDate": "1998-05-05"},'
         '{"@type": "ReportageNewsArticle", "datePublished": "2020-08-18"}]} -->', "", "",
         ("2020-08-18", None, "JSON-LD datePublished")),
        # A live blog, whose entries have dates of their own.
        (JSON_LD % '{"@type": "LiveBlogPosting", "datePublished": "2020-08-18", "liveBlogUpdate":'
         '[{"@type": "BlogPosting", "datePublished": "2020-08-19"}]}', "", "",
         ("2020-08-18", None, "JSON-LD datePublished")),
        # It was last changed before it came out.
        (JSON_LD % '{"@type": "Article", "datePublished": "2020-08-18", "dateModified":'
         '"2020-08-10"}', "", "", ("2020-08-18", None, "JSON-LD datePublished")),
        # The day as written, on both sides of midnight.
        (JSON_LD % '{"@type": "Article", "datePublished": "2020-08-19T00:30:00+09:00",'
         '"dateModified": "2020-08-19T23:59:59Z"}', "", "",
         ("2020-08-19", "2020-08-19", "JSON-LD datePublished")),
        ('<meta name="pubdate" content="Tue, 18 Aug 2020 23:30:00 EST">', "", "",
         ("2020-08-18", None, "meta pubdate")),
        # What is impossible gives way to what is not.
        (JSON_LD % '{"@type": "Article", "datePublished": "2999-01-01"}',
         '<time itemprop="datePublished" datetime="2020-08-18"></time>', "",
         ("2020-08-18", None, "element datePublished")),
        # The time beside the title, and that of a card below, which nothing else tells apart.
        ("", '<time class="published" datetime="2020-08-18"></time>',
         '<div><time class="published" datetime="2020-01-02"></time></div>',
         ("2020-08-18", None, "element time")),
        # What a theme calls its articles.
        ("", ('<div itemscope itemtype="https://schema.org/CreativeWork"><time itemprop='
              '"datePublished" datetime="2020-08-18"></time></div>'), "",
         ("2020-08-18", None, "element datePublished")),
        # An article on an event.
        (JSON_LD % EVENT + JSON_LD % '{"@type": "NewsArticle", "about": {"@type": "Event"}}',
         '<p class="byline">By Ann | 18 August 2020</p>', "",
         ("2020-08-18", None, "line of the head")),
    ],
)  # fmt: skip
def test_a_page_that_says_so_among_other_dates(
    tmp_path: Path, head: str, top: str, below: str, expected: tuple[str, str | None, str]
) -> None:
    assert dates(tmp_path, page(head, top, below)) == expected
