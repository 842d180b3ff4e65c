"""One process follows feeds and brings the index up to date, generation by generation."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index import caching
from index.builder import BuildReport, build, update
from index.cli import main
from index.corpus.following.clock import SystemClock
from index.corpus.following.feed_lists import feeds_of
from index.corpus.following.follower import Poll
from index.errors import CorpusError, DatelineError
from index.following import Follow, archive_folder
from index.stores import open_store
from index.testing import FakeEmbedder
from tests.support.feed_server import FakeClock, FeedServer, item, rss, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "load_embedder", lambda *_: FakeEmbedder())


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, done.stdout, done.stderr


def test_what_feeds_have_is_indexed_round_by_round(tmp_path: Path, server: FeedServer) -> None:
    server.put("/feed", rss(item(2), item(1)))
    clock = FakeClock()
    follow = Follow(
        [f"{server.url}/feed"], tmp_path / "feeds", tmp_path / "index", FakeEmbedder, clock=clock
    )
    running = follow.run()
    generations: list[str] = []

    def next_poll() -> Poll:
        one = next(running)
        assert isinstance(one, Poll)
        return one

    def next_report() -> BuildReport:
        one = next(running)
        assert isinstance(one, BuildReport)
        generations.append(one.info.generation)
        return one

    assert next_poll().new == 2
    assert next_report().info.articles == 2
    assert (next_poll().new, clock.slept) == (0, [60.0] * 15)
    server.put("/feed", rss(item(3), item(2, "It is open.")))
    assert next_poll().new == 1
    report = next_report()
    assert (len(report.changes.added), len(report.changes.changed), report.info.articles) == (
        1, 1, 3,
    )  # fmt: skip
    assert len({*generations}) == 2
    running.close()
    again = update(None, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    assert not again.changes
    assert len(server.asked) == 3  # an update asks no server
    fresh = build(tmp_path / "feeds", tmp_path / "fresh", embedder=FakeEmbedder(), progress=False)
    assert fresh.info.articles == 3


def test_an_index_that_cannot_be_written_now_is_written_later(
    tmp_path: Path, server: FeedServer
) -> None:
    server.put("/feed", rss(item(1)))
    attempts = iter([DatelineError("no model"), FakeEmbedder()])

    def load() -> FakeEmbedder:
        one = next(attempts)
        if isinstance(one, DatelineError):
            raise one
        return one

    follow = Follow(
        [f"{server.url}/feed"], tmp_path / "feeds", tmp_path / "index", load, clock=FakeClock()
    )
    kinds = [type(one) for one, _ in zip(follow.run(), range(4), strict=False)]
    assert kinds == [Poll, DatelineError, Poll, BuildReport]


def test_feeds_that_have_nothing_make_no_index(tmp_path: Path, server: FeedServer) -> None:
    index_dir = tmp_path / "index"
    code, told, errors = run(
        "build", "--follow", f"{server.url}/none", "--once", "--index-dir", str(index_dir)
    )
    assert (code, errors) == (0, "")
    assert "failed: 404 Not Found; asked again at " in told
    assert not index_dir.exists()


def test_the_command_line(tmp_path: Path, server: FeedServer) -> None:
    server.put("/feed", rss(item(2), item(1), item(0, date="yesterday")))
    index_dir = tmp_path / "index"
    arguments = ["build", "--follow", f"{server.url}/feed", "--once", "--index-dir", str(index_dir)]
    code, told, errors = run(*arguments)
    assert code == 0, errors
    poll, summary = told.splitlines()
    assert poll.endswith("/feed: 3 new, 0 changed, 0 unchanged")
    assert summary.startswith("2 added, 0 changed")
    assert "left out: " in errors
    assert "yesterday" in errors
    assert (tmp_path / "index-feeds").is_dir()
    server.put("/feed", rss(item(3)))
    code, told, errors = run(*arguments, "--json")
    poll, report = map(json.loads, told.splitlines())
    assert (poll["poll"]["new"], len(report["added"]), errors) == (1, 1, errors)
    code, told, errors = run("update", "--json", "--index-dir", str(index_dir))
    assert json.loads(told)["unchanged"] == 3
    assert open_store(index_dir).info().articles == 3
    code, told, errors = run("preview", str(tmp_path / "index-feeds"), "--no-estimate", "--json")
    assert json.loads(told)["formats"] == {"followed feed": 1}


def test_a_folder_with_other_files_keeps_them(tmp_path: Path, server: FeedServer) -> None:
    server.put("/feed", rss(item(1)))
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text("date 2020-09-17 The dam holds.")
    (tmp_path / "list.txt").write_text(f"# ours\n\n{server.url}/feed\n")
    where = ["--index-dir", str(tmp_path / "index")]
    code, *_ = run("build", str(folder), "--follow", str(tmp_path / "list.txt"), "--once", *where)
    assert code == 0
    info = open_store(tmp_path / "index").info()
    assert (info.articles, info.corpus) == (2, str(folder))
    lines = tmp_path / "beir"
    lines.mkdir()
    (lines / "corpus.jsonl").write_text("{}")
    for place in (lines, folder / "a.txt"):
        code, _, errors = run("build", str(place), "--follow", f"{server.url}/feed", *where)
        assert code == 1
        assert "name a new or an empty folder" in errors


def test_ctrl_c_ends_it(
    tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("/feed", rss(item(1)))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SystemClock, "sleep", interrupted)
    arguments = ["--follow", f"{server.url}/feed", "--index-dir", str(tmp_path / "index")]
    code, told, errors = run("build", *arguments)
    assert code == 0
    assert "1 new" in told
    assert "Stopped. The collected articles are in " in errors
    code, told, _ = run("build", *arguments)  # nothing is locked
    assert "1 unchanged" in told


def test_nothing_is_fetched_unless_asked(
    tmp_path: Path, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    (tmp_path / "a.rss").write_text(rss(item(1, link=f"{server.url}/page")))
    code, *_ = run("preview", str(tmp_path), "--no-estimate")
    assert code == 0
    code, _, errors = run("preview", f"{server.url}/feed", "--no-estimate")
    assert code == 1
    assert "--follow" in errors
    for option in ("--full-text", "--allow-private", "--once"):
        code, _, errors = run("build", str(tmp_path), option)
        assert code == 2
        assert f"{option} applies to feeds" in errors
    assert not server.asked


def test_an_archive_stands_beside_its_index() -> None:
    assert archive_folder("var/index") == Path("var/index-feeds")
    with pytest.raises(CorpusError):
        archive_folder("postgresql://host/news")


class TestLists:
    def test_addresses(self) -> None:
        given = ["https://a.example/f", "feed://b.example/", "feed:https://c.example/x"]
        assert feeds_of([*given, given[0]]) == [
            "https://a.example/f", "http://b.example/", "https://c.example/x",
        ]  # fmt: skip

    def test_opml_of_any_depth(self, tmp_path: Path) -> None:
        file = tmp_path / "feeds.opml"
        file.write_text(
            '<?xml version="1.0"?><opml version="2.0"><head><title>t</title></head><body>'
            '<outline text="Papers"><outline type="rss" xmlUrl="https://a.example/f?a=1&amp;b=2"/>'
            '<outline text="Local"><outline xmlurl="http://b.example/"/></outline></outline>'
            '<outline text="no feed" url="https://c.example/"/></body></opml>'
        )
        assert feeds_of([str(file)]) == ["https://a.example/f?a=1&b=2", "http://b.example/"]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "lists no feed"),
            ("# none\n", "lists no feed"),
            ("https://a.example/\nnews\n", "'news' is no address of a feed; correct it"),
            ("<opml><body></body></opml>", "lists no feed"),
            ('<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>', "no address"),
            ('<!DOCTYPE a [<!ENTITY b "c">]><opml><body>&b;</body></opml>', "entities"),
            ("<opml><body><outline", "cut off"),
        ],
    )
    def test_what_is_none(self, tmp_path: Path, text: str, told: str) -> None:
        file = tmp_path / "feeds.txt"
        file.write_text(text)
        code, _, errors = run("build", "--follow", str(file))
        assert code == 1
        assert told in errors
        assert str(file) in errors

    @pytest.mark.parametrize("given", ["", "nowhere.txt", "ftp://a.example/", "https://"])
    def test_what_is_neither(self, given: str) -> None:
        code, _, errors = run("build", "--follow", given)
        assert code == 1
        assert "neither the address of a feed" in errors


def test_a_web_that_allows_private_addresses_is_made_where_asked(
    tmp_path: Path, server: FeedServer
) -> None:
    server.put("/page", "<html><body><p>A page of one line.</p></body></html>")
    server.put("/feed", rss(item(1, link=f"{server.url}/page")))
    where = ["--index-dir", str(tmp_path / "index"), "--once", "--full-text"]
    code, *_ = run("build", "--follow", f"{server.url}/feed", *where)
    assert code == 0
    assert server.paths() == ["/feed"]
    with serving() as other:
        other.answers = {"/feed": server.answers["/feed"]}
        run("build", "--follow", f"{other.url}/feed", "--allow-private", *where)
        assert "/page" in server.paths()
