"""Feeds that are followed: what is kept of them, and when they are asked again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from index.corpus import open_corpus, read_all
from index.corpus.following.fetching import Limits
from index.corpus.following.follower import Follower, FollowOptions, Poll
from index.corpus.following.web import Web
from index.datatypes import Article
from index.errors import CorpusError
from tests.support.corpora import articles_of, problems_of
from tests.support.feed_server import FakeClock, FeedServer, item, rss, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id>'
    "<title>Dam</title>{}<content type='text'>R&amp;D &lt;b&gt; holds.</content></entry></feed>"
)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as found:
        yield found


class Following:
    """A folder into which feeds of a server are followed, by a clock that a test moves."""

    def __init__(self, folder: Path, server: FeedServer, *paths: str, full_text: bool = False):
        self.folder, self.clock = folder, FakeClock()
        self.feeds = [f"{server.url}{path}" for path in paths or ["/feed"]]
        self.full_text = full_text
        self.web = Web(limits=Limits(seconds=60, silence=30, size=1_000_000))
        self.follower = self._new()

    def _new(self) -> Follower:
        options = FollowOptions(full_text=self.full_text)
        return Follower(
            self.folder, self.feeds, options, web=self.web, clock=self.clock, chance=lambda: 1.0
        )

    def restart(self) -> None:
        self.follower = self._new()

    def polls(self, minutes: float = 0) -> list[Poll]:
        self.clock.time += timedelta(minutes=minutes)
        self.restart()
        with self.follower as follower:
            return list(follower.poll())

    def poll(self, minutes: float = 15) -> Poll:
        [poll] = self.polls(minutes)
        return poll

    def articles(self) -> list[Article]:
        return articles_of(self.folder)

    def lines(self) -> list[dict[str, object]]:
        files = sorted(self.folder.glob("*/*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().split("\n") if line]


def counts(poll: Poll) -> tuple[int, int, int]:
    return poll.new, poll.changed, poll.unchanged


def test_what_a_feed_forgets_is_kept(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(2), item(1)))
    assert counts(following.poll()) == (2, 0, 0)
    server.put("/feed", rss(item(4), item(3), item(2)))
    assert counts(following.poll()) == (2, 0, 1)
    found = following.articles()
    assert [one.title for one in found] == [f"Bridge {number}" for number in (1, 2, 3, 4)]
    assert {(one.published.isoformat(), one.source, one.dated) for one in found} == {
        ("2020-08-18", "La Gazette", "field pubDate")
    }
    assert [one.id.partition("#")[2] for one in found] == [f"tag:gazette,{n}" for n in range(1, 5)]


def test_a_changed_item_takes_the_place_of_the_older_version(
    tmp_path: Path, server: FeedServer
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1), item(2)))
    following.poll()
    server.put("/feed", rss(item(1, "The bridge is open again."), item(2)))
    assert counts(following.poll(60 * 24 * 10)) == (0, 1, 1)
    two, one = following.articles()
    assert one.text == "The bridge is open again."
    assert (one.published.isoformat(), one.updated and one.updated.isoformat()) == (
        "2020-08-18", "2026-11-27/2026-12-07",
    )  # fmt: skip
    assert two.updated is None
    assert len(following.lines()) == 3  # the older version is history, and no fault
    assert len(list(tmp_path.glob("*/*.jsonl"))) == 1
    assert counts(following.poll()) == (0, 0, 2)


def test_an_update_that_a_feed_dates_itself(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", ATOM.format("<updated>2026-11-20T10:00:00Z</updated>"))
    assert counts(following.poll()) == (1, 0, 0)
    [before] = following.articles()
    assert before.published.isoformat() == "../2026-11-20"
    assert before.text == "R&D <b> holds."  # as written, which no HTML is
    later = ATOM.format("<updated>2026-11-26T10:00:00Z</updated>").replace("holds", "breaks")
    server.put("/feed", later)
    following.poll()
    [after] = following.articles()
    assert after.updated is not None
    assert after.updated.isoformat() == "2026-11-26"
    assert after.text == "R&D <b> breaks."


def test_what_has_no_date_was_out_when_it_was_collected(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1, date=None)))
    following.poll()
    server.put("/feed", rss(item(1, "It is open.", date=None)))
    following.poll(60 * 24 * 40)
    [one] = following.articles()
    assert (one.published.isoformat(), one.dated) == (
        "../2026-11-27", "not later than time of collection",
    )  # fmt: skip
    assert one.updated is not None
    assert one.updated.isoformat() == "2026-11-27/2027-01-06"


@pytest.mark.parametrize("header", [{"ETag": '"x"'}, {"Last_Modified": "Tue, 18 Aug 2020 GMT"}])
def test_the_same_feed_is_not_sent_again(
    tmp_path: Path, server: FeedServer, header: dict[str, str]
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1)), **header)
    following.poll()
    again = following.poll()
    assert counts(again) == (0, 0, 0)
    assert not again.failed
    assert "the feed is the same" in str(again)
    conditions = {"if-none-match", "if-modified-since"}
    assert [len(conditions & asked.keys()) for _, asked in server.asked] == [0, 1]
    for file in tmp_path.glob("*/*.jsonl"):
        file.unlink()  # what is not kept any more is asked for
    assert counts(following.poll()) == (1, 0, 0)


def test_json_feeds(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    entry = {"id": 7, "content_text": "1 < 2 & 3 <b>", "date_published": "2020-08-18"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [entry]}
    server.put("/feed", json.dumps(feed))
    following.poll()
    [one] = following.articles()
    assert (one.text, one.source, one.published.isoformat()) == (
        "1 < 2 & 3 <b>", "J", "2020-08-18",
    )  # fmt: skip
    assert counts(following.poll()) == (0, 0, 1)


def test_one_feed_that_fails_stops_no_other(tmp_path: Path, server: FeedServer) -> None:
    server.put("/feed", rss(item(1)))
    server.put("/500", "", 500)
    server.put(
        "/html", '<!doctype html><link rel="alternate" type="application/rss+xml" href="/f">'
    )
    server.put("/opml", "<opml><body/></opml>")
    server.put("/noise", b"\x00\x01\xff" * 100)
    server.put("/empty", "")
    server.put("/json", '{"a": 1}')
    server.answers["/silent"] = lambda _: server.closing.wait(30) and None
    paths = [*server.answers, "/404"]
    following = Following(tmp_path, server, *paths)
    following.web = Web(limits=Limits(seconds=60, silence=2, size=1_000_000))
    polls = following.polls()
    failed = {poll.feed.removeprefix(server.url): poll.failed for poll in polls}
    assert failed.pop("/feed") == ""
    assert {path: reason.split(";")[0].split(":")[0] for path, reason in failed.items()} == {
        "/500": "500 Internal Server Error",
        "/html": "is a web page and no feed",
        "/opml": "is a list of feeds (OPML)",
        "/noise": "is no feed",
        "/empty": "is empty",
        "/json": "is JSON and no JSON Feed",
        "/silent": "is silent for 2 s",
        "/404": "404 Not Found",
    }
    assert f"{server.url}/f" in failed["/html"]
    assert all("asked again at 2026-11-27T10:" in str(poll) for poll in polls if poll.failed)
    assert len(following.articles()) == 1


def test_what_a_broken_feed_has_is_kept_and_the_feed_asked_for_whole(
    tmp_path: Path, server: FeedServer
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1), item(2))[:-120], ETag='"1"')
    poll = following.poll()
    assert counts(poll) == (1, 0, 0)
    assert "cut off" in poll.failed
    server.put("/feed", rss(item(1), item(2)), ETag='"1"')
    assert counts(following.poll(60)) == (1, 0, 1)
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(item(3, "&b;"))
    server.put("/feed", bomb)
    assert "entities" in following.poll(60).failed
    server.put("/feed", rss("<item><guid>9</guid>" + "<a>" * 5000))
    assert following.poll(600).failed
    assert len(following.articles()) == 2


def test_retry_after_is_honoured_as_seconds_and_as_a_date(
    tmp_path: Path, server: FeedServer
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", "", 429, Retry_After="7200")
    assert following.poll(0).again == "2026-11-27T12:00:00Z"
    assert following.polls(60) == []  # after a new start, too
    server.put("/feed", "", 503, Retry_After="Fri, 27 Nov 2026 15:00:00 GMT")
    assert following.poll(61).again == "2026-11-27T15:00:00Z"
    server.put("/feed", "", 503, Retry_After="999999999")
    assert following.poll(180).again == "2026-11-28T15:01:00Z"
    assert len(server.asked) == 3


def test_who_fails_is_asked_less_and_less_often(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", "", 500)
    waits: list[float] = []
    for _ in range(9):
        waits.append(_wait(following.poll(0), following.clock))
        following.clock.time += timedelta(minutes=waits[-1])
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    server.put("/feed", rss(item(1)))
    assert _wait(following.poll(0), following.clock) == 15


def _wait(poll: Poll, clock: FakeClock) -> float:
    again = FakeClock(poll.again.removesuffix("Z")).time
    return (again - clock.time).total_seconds() / 60


@pytest.mark.parametrize(
    ("headers", "head", "minutes"),
    [
        ({"Cache_Control": "public, max-age=3600"}, "", 60),
        ({"Cache_Control": "max-age=60"}, "", 15),
        ({"Cache_Control": "max-age=99999999"}, "", 1440),
        ({"Cache_Control": "no-cache"}, "", 15),
        ({}, "<ttl>120</ttl>", 120),
        ({}, "<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        (
            {},
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>",
            120,
        ),
        ({"Cache_Control": "max-age=1800"}, "<ttl>5</ttl>", 30),
    ],
)
def test_a_server_may_want_to_be_asked_more_seldom(
    tmp_path: Path, server: FeedServer, headers: dict[str, str], head: str, minutes: int
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1), head=head), ETag='"1"', **headers)
    assert _wait(following.poll(0), following.clock) == minutes
    assert following.polls(minutes - 1) == [] or minutes == 15
    following.clock.time += timedelta(days=2)
    assert _wait(following.poll(0), following.clock) == minutes  # where the feed is the same, too


def test_a_feed_that_is_gone_for_good_is_not_asked_again(
    tmp_path: Path, server: FeedServer
) -> None:
    server.put("/gone", "", 410)
    following = Following(tmp_path, server, "/gone")
    with following.follower as follower:
        [poll] = follower.poll()
        assert follower.next_due is None
        assert poll.again == ""
        assert "410 Gone; not asked again" in str(poll)


def test_a_crash_in_the_middle_of_a_line_costs_that_line(
    tmp_path: Path, server: FeedServer
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(2), item(1)))
    following.poll()
    [file] = tmp_path.glob("*/*.jsonl")
    whole = file.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in (first + 1, first + 40, len(whole) - 1, first, 10, 0):
        file.write_bytes(whole[:cut])
        assert counts(following.poll()) == ((1, 0, 1) if cut >= first else (2, 0, 0))
        assert [one.title for one in following.articles()] == ["Bridge 1", "Bridge 2"]
        assert [line["id"] for line in following.lines()] == ["tag:gazette,1", "tag:gazette,2"]


def test_a_line_that_is_damaged_is_told_and_stops_nothing(
    tmp_path: Path, server: FeedServer
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(2), item(1)))
    following.poll()
    [file] = tmp_path.glob("*/*.jsonl")
    lines = file.read_text().splitlines(keepends=True)
    nested = '{"collected": "' + "[" * 100_000 + "\n"
    file.write_text(f'{lines[0]}{{"collected": 1}}\n{nested}{lines[1]}')
    assert len(problems_of(tmp_path)) == 2
    assert all("delete the line" in one for one in problems_of(tmp_path))
    assert sum(isinstance(one, Article) for one in read_all(open_corpus(tmp_path))) == 2
    assert counts(following.poll()) == (0, 0, 2)


@pytest.mark.parametrize("state", ["", "{", "[]", '{"a": 1}', '{"a": {"b": 1}}'])
def test_what_is_known_of_servers_can_be_lost(
    tmp_path: Path, server: FeedServer, state: str
) -> None:
    following = Following(tmp_path, server)
    server.put("/feed", rss(item(1)), ETag='"1"')
    following.poll()
    (tmp_path / ".following.json").write_text(state)
    assert counts(following.poll()) == (0, 0, 1)


def test_one_process_at_a_time(tmp_path: Path, server: FeedServer) -> None:
    following = Following(tmp_path, server)
    with following.follower, pytest.raises(CorpusError):
        following._new().__enter__()
    with following._new():
        pass


def test_ids_of_items_that_give_none(tmp_path: Path, server: FeedServer) -> None:
    def entry(link: str, title: str = "T") -> str:
        inner = f"<link>{link}</link>" if link else ""
        return (
            f"<item><title>{title}</title>{inner}<description>It is closed.</description>"
            "<pubDate>18 Aug 2020</pubDate></item>"
        )

    following = Following(tmp_path, server)
    link = "https://a.example/?id=1&amp;{}"
    server.put("/feed", rss(entry(link.format("utm_source=x")), entry("", "U"), entry("", "V")))
    assert counts(following.poll()) == (3, 0, 0)
    server.put("/feed", rss(entry(link.format("utm_source=y")), entry("", "U"), entry("", "V")))
    poll = following.poll()
    assert (poll.new, poll.changed + poll.unchanged) == (0, 3)
    assert following.articles()[-1].url == "https://a.example/?id=1&utm_source=y"
    # Of two items with one id, the first of the feed counts, each time.
    server.put("/feed", rss(item(1, "Newer."), item(1, "Older.")))
    assert counts(following.poll()) == (1, 0, 0)
    assert counts(following.poll()) == (0, 0, 1)
    assert "Newer." in [one.text for one in following.articles()]


def test_encodings(tmp_path: Path, server: FeedServer) -> None:
    declared, served, utf_16, utf_8 = (
        rss(item(number, "Le café est fermé à l’été.")) for number in range(4)
    )
    declared = declared.replace("1.0", '1.0" encoding="windows-1252')
    server.put("/declared", declared.encode("cp1252"), Content_Type="text/xml; charset=utf-8")
    server.put("/served", served.encode("cp1252"), Content_Type="text/xml; charset=windows-1252")
    server.put("/utf-16", utf_16.encode("utf-16"))
    server.put("/utf-8", utf_8.encode(), Content_Type="text/xml; charset=iso-8859-1")
    paths = list(server.answers)
    following = Following(tmp_path, server, *paths)
    following.polls()
    assert [one.text for one in following.articles()] == ["Le café est fermé à l’été."] * len(paths)


class TestFullText:
    PAGE = (
        "<html><head><title>Page</title><meta property='article:published_time' "
        "content='2019-03-04T10:00:00Z'></head><body><article><h1>Page</h1><p>{}</p></article>"
        "</body></html>"
    )
    LONG = (
        "The mayor closed the bridge on Tuesday because the river had risen. She said that it "
        "would stay closed until the end of the month, when engineers look at its pillars again."
    )

    def serve(self, server: FeedServer, *numbers: int, robots: str | None = None) -> None:
        items = [item(one, link=f"{server.url}/page/{one}") for one in numbers]
        server.put("/feed", rss(*items))
        for one in numbers:
            server.put(f"/page/{one}", self.PAGE.format(self.LONG), Content_Type="text/html")
        if robots is not None:
            server.put("/robots.txt", robots)

    def follow(self, folder: Path, server: FeedServer) -> Following:
        following = Following(folder, server, full_text=True)
        following.web = Web(allow_private=True)
        return following

    def test_no_page_is_fetched_unless_asked(self, tmp_path: Path, server: FeedServer) -> None:
        self.serve(server, 1)
        following = Following(tmp_path, server)
        following.poll()
        assert server.paths() == ["/feed"]
        following.full_text, following.web = True, Web(allow_private=True)
        poll = following.poll()  # what is known already gets its page now
        assert (counts(poll), poll.pages) == ((0, 0, 1), 1)
        assert following.articles()[0].text.endswith(self.LONG)

    def test_the_text_is_the_pages_and_the_date_the_feeds(
        self, tmp_path: Path, server: FeedServer
    ) -> None:
        self.serve(server, 2, 1)
        following = self.follow(tmp_path, server)
        poll = following.poll()
        assert (counts(poll), poll.pages) == ((2, 0, 0), 2)
        assert server.paths() == ["/feed", "/robots.txt", "/page/1", "/page/2"]
        assert following.clock.slept == [2.0]  # between two pages of a host
        for one in following.articles():
            assert one.text.endswith(self.LONG)
            assert one.title.startswith("Bridge")
            assert (one.published.isoformat(), one.dated) == ("2020-08-18", "field pubDate")
        following.poll()
        assert len(server.asked) == 5

    def test_the_page_dates_what_the_feed_does_not(
        self, tmp_path: Path, server: FeedServer
    ) -> None:
        self.serve(server, 1)
        server.put("/feed", rss(item(1, date=None, link=f"{server.url}/page/1")))
        following = self.follow(tmp_path, server)
        following.poll()
        [one] = following.articles()
        assert one.published.isoformat() == "2019-03-04"
        assert one.dated.startswith("page: meta")

    @pytest.mark.parametrize(
        ("robots", "fetched"),
        [
            ("User-agent: *\nDisallow: /page/1", ["/page/2"]),
            ("User-agent: Dateline\nDisallow: /\n\nUser-agent: *\nAllow: /", []),
            ("User-agent: *\nCrawl-delay: 30", ["/page/1", "/page/2"]),
            ("User-agent: other\nDisallow: /", ["/page/1", "/page/2"]),
        ],
    )
    def test_robots_are_respected(
        self, tmp_path: Path, server: FeedServer, robots: str, fetched: list[str]
    ) -> None:
        self.serve(server, 2, 1, robots=robots)
        following = self.follow(tmp_path, server)
        poll = following.poll()
        assert server.paths() == ["/feed", "/robots.txt", *fetched]
        assert poll.pages == len(fetched)
        if "delay" in robots:
            assert following.clock.slept == [30.0]
        refused = [line for line in following.lines() if "page_error" in line]
        assert all("robots.txt forbids" in str(line["page_error"]) for line in refused)
        assert len(following.articles()) == len(refused) + len(fetched) == 2

    def test_robots_that_cannot_be_had_forbid_all_for_now(
        self, tmp_path: Path, server: FeedServer
    ) -> None:
        self.serve(server, 1)
        server.put("/robots.txt", "", 500)
        following = self.follow(tmp_path, server)
        following.poll()
        assert "/page/1" not in server.paths()
        server.put("/robots.txt", "")
        assert following.poll().pages == 1

    def test_private_addresses_are_refused(self, tmp_path: Path, server: FeedServer) -> None:
        self.serve(server, 1)
        following = Following(tmp_path, server, full_text=True)
        poll = following.poll()
        assert (counts(poll), poll.pages) == ((1, 0, 0), 0)
        assert server.paths() == ["/feed"]
        assert "private" in str(following.lines()[0]["page_error"])
        assert len(following.articles()) == 1

    def test_a_page_that_fails_is_tried_again_some_times(
        self, tmp_path: Path, server: FeedServer
    ) -> None:
        self.serve(server, 1)
        server.put("/page/1", "", 503)
        server.put("/feed", server.answers["/feed"][2], ETag='"1"')  # type: ignore[index]
        following = self.follow(tmp_path, server)
        for _ in range(5):
            following.poll()
        assert server.paths().count("/page/1") == 3
        assert len(following.articles()) == 1

    @pytest.mark.parametrize(
        ("body", "headers"),
        [
            (b"", {"Content_Type": "text/html"}),
            (b"%PDF-1.4", {"Content_Type": "application/pdf"}),
            (b"<div>" * 50_000, {"Content_Type": "text/html"}),
            (b"\x00\xff" * 5000, {"Content_Type": "text/html; charset=nonsense"}),
        ],
    )
    def test_pages_that_hold_nothing(
        self, tmp_path: Path, server: FeedServer, body: bytes, headers: dict[str, str]
    ) -> None:
        self.serve(server, 1)
        server.put("/page/1", body, **headers)
        following = self.follow(tmp_path, server)
        poll = following.poll()
        assert (counts(poll), poll.pages) == ((1, 0, 0), 0)
        assert following.lines()[0]["page_error"]
        following.poll()
        assert server.paths().count("/page/1") == 1


def test_lines_of_any_item_are_read_back(tmp_path: Path, server: FeedServer) -> None:
    odd: Sequence[object] = ["\ud800", "\x00", "\u2028", '"', "\\", "\r\n", "<b>&amp;"]
    entries = [
        {"id": f"{n}", "content_text": f"Text {one}", "tags": [one, {"a": one}], "n": 1e308}
        for n, one in enumerate(odd)
    ]
    feed = {"version": "https://jsonfeed.org/version/1", "title": "J", "items": entries}
    server.put("/feed", json.dumps(feed))
    following = Following(tmp_path, server)
    first = following.poll()
    assert first.new >= len(odd) - 1
    again = following.poll()
    assert (again.new, again.changed) == (0, 0)
    assert len(following.lines()) == first.new
