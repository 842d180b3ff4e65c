"""Getting documents: what a server may do, and which addresses are asked."""

from __future__ import annotations

import gzip
import time
import zlib
from typing import TYPE_CHECKING

import pytest

from index.corpus.following.addresses import is_public
from index.corpus.following.fetching import FetchError, Limits
from index.corpus.following.web import Web, shown
from tests.support.feed_server import FeedServer, Handler, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as found:
        yield found


SMALL = Limits(seconds=60, silence=30, size=1_000_000)
QUICK = Limits(seconds=1.0, silence=0.3, size=1_000_000)


def failure(server: FeedServer, path: str, limits: Limits = SMALL) -> str:
    with pytest.raises(FetchError) as failed:
        Web(limits=limits).get(f"{server.url}{path}", chosen=True)
    return failed.value.reason


def test_a_document_with_its_headers(server: FeedServer) -> None:
    server.put("/a?b=1", "text", ETag='"1"', Content_Type="text/html; charset=iso-8859-2")
    found = Web().get(f"{server.url}/a?b=1#part", {"Accept": "text/html"}, chosen=True)
    assert (found.status, found.body) == (200, b"text")
    assert (found.headers["etag"], found.media_type, found.charset) == (
        '"1"', "text/html", "iso-8859-2",
    )  # fmt: skip
    [(path, asked)] = server.asked
    assert path == "/a?b=1"
    assert asked["accept"] == "text/html"
    assert asked["user-agent"].startswith("Dateline ")


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
        ("", gzip.compress),
        ("identity", bytes),
    ],
)
def test_what_is_packed_is_unpacked(server: FeedServer, packing: str, pack: object) -> None:
    text = bytes(range(256)) * 1000
    assert callable(pack)
    server.put("/a", pack(text), **({"Content_Encoding": packing} if packing else {}))
    assert Web().get(f"{server.url}/a", chosen=True).body == text


def test_what_is_packed_and_damaged(server: FeedServer) -> None:
    whole = gzip.compress(bytes(range(256)) * 100)
    server.put("/cut", whole[:-20], Content_Encoding="gzip")
    server.put("/bad", b"\x1f\x8bxxxxxxxxxxxxxxxx", Content_Encoding="gzip")
    server.put("/odd", whole, Content_Encoding="br")
    assert failure(server, "/cut") == "is cut off: its end is missing"
    assert "cannot be unpacked" in failure(server, "/bad")
    assert "'br'" in failure(server, "/odd")


def test_sizes_are_bounded_packed_or_not(server: FeedServer) -> None:
    server.put("/large", bytes(2_000_000))
    server.put("/bomb", gzip.compress(bytes(500_000_000), 1), Content_Encoding="gzip")
    for path in ("/large", "/bomb"):
        assert failure(server, path) == "has more than 1 MB"


def test_an_endless_answer_ends(server: FeedServer) -> None:
    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 100_000)

    server.answers["/endless"] = endless
    assert failure(server, "/endless") == "has more than 1 MB"


@pytest.mark.parametrize("within", ["status", "headers", "body"])
def test_time_is_bounded_wherever_a_server_is_slow(server: FeedServer, within: str) -> None:
    def trickles(handler: Handler) -> None:
        pieces = {"status": b"", "headers": b"HTTP/1.1 200 OK\r\n"}
        handler.wfile.write(pieces.get(within, b"HTTP/1.1 200 OK\r\n\r\n"))
        while not server.closing.wait(0.05):
            handler.wfile.write({"headers": b"a: b\r\n"}.get(within, b"H"))

    server.answers["/slow"] = trickles
    began = time.monotonic()
    assert failure(server, "/slow", QUICK) in ("takes longer than 1 s", "is silent for 0.3 s")
    assert time.monotonic() - began < 5


def test_a_server_that_says_nothing(server: FeedServer) -> None:
    server.answers["/silent"] = lambda _: server.closing.wait(30) and None
    assert failure(server, "/silent", QUICK) == "is silent for 0.3 s"


def test_what_is_no_http_and_what_is_cut_off(server: FeedServer) -> None:
    def cut(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")

    server.answers["/noise"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n") and None
    server.answers["/cut"] = cut
    assert failure(server, "/noise").startswith("is cut off, or no HTTP")
    assert failure(server, "/cut").startswith("is cut off, or no HTTP")


def test_statuses_say_whether_it_may_work_later(server: FeedServer) -> None:
    for status, transient in ((404, False), (410, False), (429, True), (500, True), (503, True)):
        server.put(f"/{status}", "", status, Retry_After="7")
        with pytest.raises(FetchError) as failed:
            Web().get(f"{server.url}/{status}", chosen=True)
        assert (failed.value.status, failed.value.transient) == (status, transient)
        assert failed.value.headers["retry-after"] == "7"
        assert failed.value.reason.startswith(f"{status} ")


def test_redirects(server: FeedServer) -> None:
    server.put("/old", "", 301, Location="/older?a=b")
    server.put("/older?a=b", "", 308, Location=f"{server.url}/new")
    server.put("/now", "", 302, Location="new")
    server.put("/loop", "", 302, Location="/loop")
    server.put("/lost", "", 302)
    server.put("/file", "", 302, Location="file:///etc/passwd")
    server.put("/odd", "", 302, Location="http://a:port/")
    server.put("/new", "here")
    seen: list[str] = []
    found = Web().get(f"{server.url}/old", chosen=True, check=seen.append)
    assert (found.body, found.url, found.permanent_url) == (b"here", *[f"{server.url}/new"] * 2)
    assert seen == [f"{server.url}{path}" for path in ("/old", "/older?a=b", "/new")]
    assert Web().get(f"{server.url}/now", chosen=True).permanent_url == ""
    assert "more than 5 times" in failure(server, "/loop")
    assert "not where to" in failure(server, "/lost")
    assert "'file:///etc/passwd' is no address of the web" in failure(server, "/file")
    assert "is no address" in failure(server, "/odd")


def test_private_addresses_are_asked_only_if_the_user_named_them(server: FeedServer) -> None:
    server.put("/feed", "mine")
    with serving() as other:
        server.put("/away", "", 302, Location=f"{other.url}/secret")
        other.put("/secret", "secret")
        away = f"{server.url}/away"
        for url, chosen in ((f"{server.url}/feed", False), (away, True), (away, False)):
            with pytest.raises(FetchError, match="--allow-private") as failed:
                Web().get(url, chosen=chosen)
            assert not failed.value.transient
        assert not other.asked
        assert Web(allow_private=True).get(away).body == b"secret"
    assert Web().get(f"{server.url}/feed", chosen=True).body == b"mine"


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_however_a_private_address_is_written(server: FeedServer, host: str) -> None:
    with pytest.raises(FetchError):
        Web().get(server.url.replace("127.0.0.1", host))
    assert not server.asked


def test_names_count_by_the_address_that_is_connected_to(server: FeedServer) -> None:
    port = int(server.url.rpartition(":")[2])
    calls: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        calls.append(host)
        return ["127.0.0.1", "10.0.0.1"]

    with pytest.raises(FetchError, match=r"'rebound\.example' is private \(127\.0\.0\.1, 10\."):
        Web(resolve=resolve).get(f"http://rebound.example:{port}/")
    assert calls == ["rebound.example"]
    assert not server.asked
    server.put("/", "chosen")
    web = Web(resolve=resolve)
    assert web.get(f"http://named.example:{port}/", chosen=True).body == b"chosen"
    assert server.asked[0][1]["host"] == f"named.example:{port}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::ffff:10.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("192.0.0.8", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("no address", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_hosts_that_are_not_there(server: FeedServer) -> None:
    def nowhere(*_: object) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError):
        Web(resolve=nowhere).get("https://nowhere.example/")
    with serving() as gone:
        pass
    with pytest.raises(FetchError):
        Web().get(gone.url, chosen=True)
    for odd in ("ftp://a.example/", "https:///x", "javascript:alert(1)", f"http://{'a' * 300}/"):
        with pytest.raises(FetchError):
            Web().get(odd)


def test_a_password_is_told_to_its_own_server_alone(server: FeedServer) -> None:
    server.put("/a", "", 302, Location="/b")
    server.put("/b", "here")
    found = Web().get(server.url.replace("//", "//ann:s%20t@") + "/a", chosen=True)
    assert found.url == f"{server.url}/b"
    with serving() as other:
        other.put("/", "there")
        server.put("/away", "", 302, Location=other.url)
        Web(allow_private=True).get(server.url.replace("//", "//ann:st@") + "/away")
        assert "authorization" not in other.asked[0][1]
    assert server.asked[0][1]["authorization"] == "Basic YW5uOnMgdA=="
    assert shown("https://ann:secret@a.example/x") == "https://a.example/x"
