"""Feeds: which of their dates, names and texts an article has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.corpus import open_corpus, read_all
from index.datatypes import Article
from tests.support.corpora import articles_of, problems_of, sample

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">'
    "<channel><title>The &lt;i&gt;Gazette</title><language>en-GB</language>"
    "<lastBuildDate>Fri, 27 Nov 2026 10:00:00 GMT</lastBuildDate>"
    "<pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate>"
)
ITEM = "<item><title>Bridge</title><description>It is closed.</description>{}</item>"


def feed(folder: Path, *items: str, name: str = "feed.xml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(f"{HEAD}{''.join(items)}</channel></rss>".encode(encoding))
    return path


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("<pubDate>Tue, 18 Aug 2020 23:30:00 -0500</pubDate>",
         ("2020-08-18", None, "field pubDate")),
        ("<pubDate>Tue,18 Aug 2020 23:30:00 EST</pubDate><atom:updated>2020-08-19</atom:updated>",
         ("2020-08-18", "2020-08-19", "field pubDate")),
        ("<dc:date>2020-08</dc:date>", ("2020-08", None, "field dc:date")),
        ("<pubDate>2016/6/29 15:07:41</pubDate>", ("2016-06-29", None, "field pubDate")),
        ("<atom:updated>2020-08-19</atom:updated>",
         ("../2020-08-19", "2020-08-19", "not later than field atom:updated")),
    ],
)  # fmt: skip
def test_dates_as_the_feed_has_them(
    tmp_path: Path, dates: str, expected: tuple[str, str | None, str]
) -> None:
    [one] = articles_of(feed(tmp_path, ITEM.format(dates)))
    assert (one.published.isoformat(), one.updated and one.updated.isoformat(), one.dated) == (
        expected
    )
    assert (one.source, one.language) == ("The Gazette", "en")


def test_the_feeds_own_dates_are_of_no_article(tmp_path: Path) -> None:
    assert "no date" in problems_of(feed(tmp_path, ITEM.format("")))[0]


def test_the_whole_text_the_original_link_and_the_names_of_people(tmp_path: Path) -> None:
    about = (
        "<c:encoded><![CDATA[<p>It is <b>closed</b> &amp; locked.</p><p>R&D</p>]]></c:encoded>"
        "<pubDate>18 Aug 2020</pubDate><link>https://counter.example/1</link>"
        "<fb:origLink>https://gazette.example/bridge?a=1&b=2</fb:origLink>"
        "<author>ann@gazette.example (Ann Ash)</author><guid isPermaLink='false'>7</guid>"
    )
    [one] = articles_of(feed(tmp_path, ITEM.format(about), name="a.rss"))
    assert one.text == "It is closed & locked.\n\nR&D"
    assert (one.url, one.author) == ("https://gazette.example/bridge?a=1&b=2", "Ann Ash")
    assert one.id == "a.rss#7"


@pytest.mark.parametrize("tag", ["<br>", "<BR >", "<br/>", "<br></br>", "<img src='a&b'>", "<hr>"])
@pytest.mark.parametrize("size", [0, 65_000 // 30])
def test_elements_that_html_does_not_close(tmp_path: Path, tag: str, size: int) -> None:
    text = f"One{tag}two{tag}{'x' * size}{tag}"
    items = [
        f"<item><guid>{number}</guid><description>{text}</description><dc:date>2020</dc:date></item>"
        for number in range(40)
    ]
    found = articles_of(feed(tmp_path, *items))
    assert len(found) == 40
    assert all(one.text.startswith("One") for one in found)


def test_tags_that_do_not_match_are_told_with_their_line(tmp_path: Path) -> None:
    good = (
        "<item><guid>1</guid><description>It is closed.</description><dc:date>2020</dc:date></item>"
    )
    path = feed(tmp_path, good, "\n<item><b>Open</item>", good.replace("1<", "2<"))
    read = list(read_all(open_corpus(path)))
    assert any(isinstance(one, Article) for one in read)
    assert "tags do not match (Opening and ending tag mismatch: b line 2 and item)" in str(read[-1])


@pytest.mark.parametrize("at", range(65_400, 65_540, 7))
def test_entities_and_ampersands_wherever_a_piece_ends(tmp_path: Path, at: int) -> None:
    text = "caf&eacute; R&D &amp;amp; <![CDATA[x & y ]]>&#8217;s &nosuch; end"
    padding = "x" * (at - len(HEAD) - 30)
    item = f"<item><description>{padding} {text}</description><dc:date>2020</dc:date></item>"
    [one] = articles_of(feed(tmp_path, item))
    assert one.text == f"{padding} café R&D & x & y ’s &nosuch; end"


def test_encodings(tmp_path: Path) -> None:
    item = ITEM.format("<dc:date>2020</dc:date>").replace("closed", "fermé à l’été")
    for encoding in ("utf-8", "utf-16", "cp1252"):
        path = feed(tmp_path, item, encoding=encoding)
        declared = '<?xml version="1.0" encoding="iso-8859-1"?>\n'.encode(
            encoding.replace("utf-16", "utf-16-le")
        )
        if encoding != "utf-16":
            path.write_bytes(declared + path.read_bytes())
        [one] = articles_of(path)
        assert one.text == "It is fermé à l’été."


def test_a_damaged_byte_leaves_out_its_item_alone(tmp_path: Path) -> None:
    items = [ITEM.format(f"<dc:date>2020</dc:date><guid>{n}</guid>") for n in range(3)]
    path = feed(tmp_path, *items)
    data = path.read_bytes().replace(b"closed", "fermé".encode())
    path.write_bytes(data.replace("é".encode(), b"\xe9", 1))
    [problem] = problems_of(path)
    assert "not UTF-8" in problem


def test_what_is_cut_off_is_told_after_what_was_whole(tmp_path: Path) -> None:
    item = ITEM.format("<dc:date>2020</dc:date>")
    path = feed(tmp_path, item, item.replace("Bridge", "Quay"), item)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"It is") + 7])
    read = list(read_all(open_corpus(path)))
    assert [one.title for one in read if isinstance(one, Article)] == ["Bridge", "Quay"]
    assert "cut off" in str(read[-1])


def test_entities_that_a_document_declares_are_not_expanded(tmp_path: Path) -> None:
    path = feed(tmp_path, ITEM.format("<dc:date>2020</dc:date>"))
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    path.write_bytes(bomb + path.read_bytes().replace(b"closed", b"&a;&b;"))
    assert "declares entities" in problems_of(path)[0]


@pytest.mark.parametrize("content", ["<rss", "<rss>" * 5000, "<rss></rss>", "<feed>\0</feed>"])
def test_what_is_no_feed_has_no_article(tmp_path: Path, content: str) -> None:
    (tmp_path / "feed.xml").write_text(content)
    assert not [
        one for one in read_all(open_corpus(tmp_path / "feed.xml")) if isinstance(one, Article)
    ]


def test_rdf(tmp_path: Path) -> None:
    (tmp_path / "news.rdf").write_text(
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>The Gazette</title><dc:date>2026-11-27</dc:date></channel>"
        '<item rdf:about="https://gazette.example/1"><title>Bridge</title>'
        "<link>https://gazette.example/1</link><description>It is closed.</description>"
        "<dc:creator>Ann</dc:creator><dc:creator>Bob</dc:creator>"
        "<dc:date>2020-08-18T23:30:00-05:00</dc:date></item></rdf:RDF>"
    )
    [one] = articles_of(tmp_path / "news.rdf")
    assert (one.id, one.source) == ("news.rdf#https://gazette.example/1", "The Gazette")
    assert (one.published.isoformat(), one.author) == ("2020-08-18", "Ann, Bob")


def post(number: int, about: str, text: str = "It is closed.") -> str:
    return (
        f"<item><title>Post {number}</title><guid isPermaLink='false'>?p={number}</guid>"
        f"<wp:post_id>{number}</wp:post_id><c:encoded><![CDATA[{text}]]></c:encoded>{about}</item>"
    )


def test_an_export_of_wordpress(tmp_path: Path) -> None:
    dates = (
        "<pubDate>Tue, 18 Aug 2020 22:30:00 +0000</pubDate>"
        "<wp:post_date>2020-08-19 00:30:00</wp:post_date>"
        "<wp:post_date_gmt>2020-08-18 22:30:00</wp:post_date_gmt>"
        "<wp:post_modified>2020-08-21 09:00:00</wp:post_modified>"
    )
    kind = "<wp:post_type>{}</wp:post_type><wp:status>{}</wp:status>"
    comment = "<wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment>"
    path = feed(
        tmp_path,
        post(1, dates + kind.format("post", "publish") + comment,
             "<!-- wp:paragraph --><p>It is closed.</p><!-- /wp:paragraph -->"),
        post(2, dates + kind.format("post", "draft")),
        post(3, dates + kind.format("post", "future")),
        post(4, dates + kind.format("attachment", "inherit")),
        post(5, dates + kind.format("product", "publish")),
        post(6, dates + kind.format("post", "publish"),
             'It <b>is</b> [sic]\nclosed.\n\n[gallery ids="1,2"]Since May.'),
    )  # fmt: skip
    first, last = [one for one in read_all(open_corpus(path)) if isinstance(one, Article)]
    assert first.published.isoformat() == "2020-08-19"  # of the site's zone
    assert first.updated is not None
    assert first.updated.isoformat() == "2020-08-21"
    assert (first.id, first.text, first.dated) == (
        "feed.xml#?p=1", "It is closed.", "field wp:post_date",
    )  # fmt: skip
    assert last.text == "It is [sic] closed.\n\nSince May."
    assert problems_of(path) == [
        "the post 'Post 2' is not published (its status is draft)",
        "the post 'Post 3' is not published (its status is future)",
        "1 items are of the type 'product', and no posts",
    ]


def test_posts_of_wordpress_have_names_of_authors_and_what_is_protected_is_told(
    tmp_path: Path,
) -> None:
    about = (
        "<wp:post_date>2020-08-19 00:30:00</wp:post_date><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status>{}"
    )
    author = (
        "<wp:author><wp:author_login>ann7</wp:author_login>"
        "<wp:author_display_name>Ann Ash</wp:author_display_name></wp:author>"
    )
    creator = '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">ann7</d:creator>'
    path = feed(
        tmp_path,
        author,
        post(1, about.format(creator), "<h2>In May</h2>\n\nIt is closed.\n\nIt opens in spring."),
        post(2, about.format("<wp:post_password>secret</wp:post_password>")),
    )
    [one] = [one for one in read_all(open_corpus(path)) if isinstance(one, Article)]
    assert (one.author, one.text) == ("Ann Ash", "In May\n\nIt is closed.\n\nIt opens in spring.")
    assert problems_of(path) == ["the post 'Post 2' is protected by a password"]


def test_an_atom_feed_of_feedparser() -> None:
    [one] = articles_of(sample("atom10.xml"))
    assert one.id == "atom10.xml#tag:feedparser.org,2005-11-09:/docs/examples/atom10.xml:3"
    assert (one.title, one.text) == ("First entry title", "Watch out for nasty tricks")
    assert (one.source, one.author, one.language) == ("Sample Feed", "Mark Pilgrim", "en")
    assert one.url == "http://example.org/entry/3"
    assert one.published.isoformat() == "2005-11-09"
    assert one.updated is not None
    assert one.updated.isoformat() == "2005-11-09"


def test_a_json_feed_whose_name_comes_last(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text(
        '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": [{"id": 7, "content_text":'
        ' "1 < 2 &amp; <b>", "summary": "Short.", "date_published":'
        ' "2020-08-18T23:30:00-05:00"}, 3],'
        ' "author": {"name": "Ann"}, "title": "The Gazette", "language": "en"}'
    )
    one, problem = read_all(open_corpus(path))
    assert isinstance(one, Article)
    assert (one.id, one.text, one.author) == ("feed.json#7", "1 < 2 &amp; <b>", "Ann")
    assert (one.source, one.published.isoformat()) == ("The Gazette", "2020-08-18")
    assert "item 2" in str(problem)


def test_a_json_feed_of_reader() -> None:
    second, first = articles_of(sample("jsonfeed-full.json"))
    assert (second.title, second.text) == ("Title", "Content with no link")
    assert second.url == "https://example.org/second-item"
    assert (first.text, first.url) == ("Hello, world!", "https://example.org/initial-post")
