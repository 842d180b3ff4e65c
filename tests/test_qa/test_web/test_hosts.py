"""Under which names the server may be asked, and by whose pages."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse

from qa.web.hosts import HEADERS, Authority, KnownHosts, parse_hostname

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

HERE = "203.0.113.5"  # the address of this machine where connections come in
PROXY = "10.0.0.7"
NAMED = ("news.example.org", "198.51.100.80")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what came in."""
    headers = [[name.decode(), value.decode("latin-1")] for name, value in scope["headers"]]
    answer = {"headers": headers, "client": scope["client"][0], "scheme": scope["scheme"]}
    await JSONResponse(answer)(scope, receive, send)


def known(host: str = "0.0.0.0", **options: Any) -> KnownHosts:  # noqa: S104
    return KnownHosts(echo, host, **options)


def answers(app: KnownHosts, *headers: tuple[str, str], **request: Any) -> list[Message]:
    """Return what a server says to a request with some headers."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    usual = {
        "type": "http",
        "scheme": "http",
        "method": "POST",
        "path": "/gradio_api/queue/join",
        "client": ("127.0.0.1", 50000),
        "server": (HERE, 7860),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }
    asyncio.run(app(usual | request, receive, send))
    return sent


def status(app: KnownHosts, *headers: tuple[str, str], **request: Any) -> int:
    number: int = answers(app, *headers, **request)[0]["status"]
    return number


class TestHost:
    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1:7860",
            "127.0.0.2",
            "[::1]:7860",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "LocalHost.:7860",
            "localhost",
            f"{HERE}:80",
            "0.0.0.0:7860",  # as it was told to listen
            "News.Example.Org.",
            "news.example.org:8443",
            "198.51.100.80",
        ],
    )
    def test_own_names(self, host: str, method: str) -> None:
        assert status(known(hostnames=NAMED), ("Host", host), method=method) == 200

    @pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
    @pytest.mark.parametrize(
        "host",
        [
            "evil.example:7860",
            "news.example.org.evil.example",
            "x.news.example.org",
            "127.0.0.1.evil.example",
            "203.0.113.6",
            "8.8.8.8:7860",
            "[2001:db8::1]",
            "127.0.0.1@evil.example",
            "[evil.example]",
            "127.0.0.1:port",
            "127.0.0.1, evil.example",
            "",
            "é.example",
        ],
    )
    def test_foreign_names(self, host: str, method: str) -> None:
        assert status(known(hostnames=NAMED), ("Host", host), method=method) == 421

    def test_the_refusal_says_what_to_do(self) -> None:
        _, body = answers(known(), ("Host", "archive.lan:7860"))
        assert "--hostname archive.lan." in json.loads(body["body"])["detail"]
        _, body = answers(known(), ("Host", "<script>"))
        assert b"<script>" not in body["body"]

    def test_a_request_says_once_whom_it_asks(self) -> None:
        assert status(known()) == 421
        assert status(known(), ("Host", "localhost"), ("Host", "evil.example")) == 421
        assert status(known(), ("Host", "localhost"), ("Host", "localhost")) == 421

    def test_whoever_watches_over_it_may_call_it_anything(self) -> None:
        for headers in ([("Host", "probe:80")], []):
            assert status(known(), *headers, method="GET", path="/healthz") == 200

    def test_what_an_agent_asks_comes_in_again_from_this_machine(self) -> None:
        app, host = known(), ("Host", f"{HERE}:7860")
        assert status(app, host, server=("127.0.0.1", 7860)) == 421
        assert status(app, host) == 200
        assert status(app, host, server=("127.0.0.1", 7860)) == 200

    def test_another_address_of_this_machine(self) -> None:
        """As a proxy of this machine sends it, which connects over another one."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            with suppress(OSError):
                probe.connect(("203.0.113.99", 9))  # sends nothing
            own = probe.getsockname()[0]
        assert status(known("127.0.0.1"), ("Host", f"{own}:80"), server=("127.0.0.1", 1)) == 200

    def test_over_ipv6(self) -> None:
        app, server = known("::"), ("fe80::dead:5%eth0", 7860)
        assert status(app, ("Host", "[fe80::dead:5]:7860"), server=server) == 200
        assert status(app, ("Host", "[fe80::dead:6]:7860"), server=server) == 421
        mapped = (f"::ffff:{HERE}", 7860)
        assert status(known("::"), ("Host", HERE), server=mapped) == 200

    def test_a_socket_is_closed(self) -> None:
        refused = answers(known(), ("Host", "evil.example"), type="websocket")
        assert refused[0]["type"] == "websocket.close"
        foreign = ("Host", "localhost"), ("Origin", "http://evil.example")
        assert answers(known(), *foreign, type="websocket")[0]["type"] == "websocket.close"

    @given(st.text("aelohostcvimp0127.-:[]@", max_size=20))
    def test_no_other_name_is_let_in(self, host: str) -> None:
        if status(known(), ("Host", host)) == 200:
            named = Authority.parse(host)
            assert named is not None
            own = named.host in {"localhost", HERE, "0.0.0.0"}  # noqa: S104
            assert own or ip_address(named.host)

    @given(st.sampled_from(["localhost", "127.0.0.1", NAMED[0]]), st.integers(0, 65535), st.data())
    def test_case_port_and_the_dot_of_the_root_say_nothing(
        self, name: str, port: int, data: st.DataObject
    ) -> None:
        upper = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
        letters = (one.upper() if up else one for one, up in zip(name, upper, strict=True))
        end = data.draw(st.sampled_from(["", ".", ":", f":{port}", f".:{port}"]))
        assert status(known(hostnames=NAMED), ("Host", "".join(letters) + end)) == 200


class TestOrigin:
    @pytest.mark.parametrize(
        ("host", "origin"),
        [
            ("127.0.0.1:7860", "http://127.0.0.1:7860"),
            ("localhost:7860", "http://LOCALHOST:7860"),
            ("[::1]:7860", "http://[::1]:7860"),
            ("localhost", "http://localhost"),
            ("localhost:80", "http://localhost"),
            ("localhost", "https://localhost:443"),
            ("news.example.org", "https://news.example.org"),
            ("127.0.0.1:7860", "https://news.example.org"),  # a proxy that puts its own name there
            ("news.example.org", "https://news.example.org:8443"),
            (f"{HERE}:7860", f"http://{HERE}:7860"),
        ],
    )
    def test_its_own_pages_may_ask(self, host: str, origin: str) -> None:
        app = known(hostnames=NAMED)
        assert status(app, ("Host", host), ("Origin", origin)) == 200

    @pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
    @pytest.mark.parametrize(
        "origin",
        [
            "http://evil.example",
            "http://evil.example:7860",
            "http://localhost:3000",
            "http://localhost",
            "http://127.0.0.1:7860",  # another name of this machine, so another site's page
            "http://localhost:7860.evil.example",
            "http://localhost:7860@evil.example",
            "null",
            "",
            "localhost:7860",
            "file://",
            "chrome-extension://abcdef",
        ],
    )
    def test_others_may_not(self, origin: str, method: str) -> None:
        headers = ("Host", "localhost:7860"), ("Origin", origin)
        assert status(known(hostnames=NAMED), *headers, method=method) == 403
        mcp = {"method": method, "path": "/gradio_api/mcp/"}
        assert status(known(hostnames=NAMED), *headers, **mcp) == 403

    def test_whoever_is_no_browser_says_no_origin(self) -> None:
        assert status(known(), ("Host", "localhost:7860")) == 200


class TestProxy:
    FORWARDED = (
        ("Host", "127.0.0.1:7860"),
        ("X-Forwarded-Host", "news.example.org"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "198.51.100.9"),
    )

    def test_what_a_trusted_one_says_counts(self) -> None:
        app = known(hostnames=NAMED, proxy=f"{PROXY},172.16.0.0/12")
        for proxy in (PROXY, "172.17.0.1"):
            start, body = answers(app, *self.FORWARDED, client=(proxy, 1))
            assert start["status"] == 200
            seen = json.loads(body["body"])
            assert (seen["client"], seen["scheme"]) == ("198.51.100.9", "https")
            assert ["x-forwarded-host", "news.example.org"] in seen["headers"]

    def test_what_another_says_is_taken_away(self) -> None:
        forged = (*self.FORWARDED, ("X-Gradio-Server", "http://evil.example"))
        start, body = answers(known(proxy=PROXY), *forged)
        assert start["status"] == 200
        seen = json.loads(body["body"])
        assert seen["headers"] == [["host", "127.0.0.1:7860"]]
        assert (seen["client"], seen["scheme"]) == ("127.0.0.1", "http")

    @pytest.mark.parametrize(
        "forwarded", ["evil.example", "news.example.org, evil.example", "evil.example, localhost"]
    )
    def test_it_may_be_reached_under_known_names_only(self, forwarded: str) -> None:
        app = known(hostnames=NAMED, proxy=PROXY)
        headers = ("Host", "127.0.0.1"), ("X-Forwarded-Host", forwarded)
        assert status(app, *headers, client=(PROXY, 1)) == 421

    def test_it_may_not_pass_on_a_foreign_name_beside_a_known_one(self) -> None:
        """A page of that name can send any header but Host, and some proxies pass them on."""
        app = known(hostnames=NAMED, proxy=PROXY)
        headers = ("Host", "evil.example"), ("X-Forwarded-Host", "news.example.org")
        assert status(app, *headers, client=(PROXY, 1)) == 421


class TestHeaders:
    def test_every_answer_has_them(self) -> None:
        for host in ("localhost", "evil.example"):
            start = answers(known(), ("Host", host))[0]
            sent = {name.decode().lower(): value.decode() for name, value in start["headers"]}
            assert sent.items() >= {name.lower(): value for name, value in HEADERS.items()}.items()

    def test_nothing_from_elsewhere_and_no_foreign_frame(self) -> None:
        policy = HEADERS["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "http" not in policy
        assert "*" not in policy

    def test_what_the_page_says_of_itself_stays(self) -> None:
        async def strict(scope: Scope, receive: Receive, send: Send) -> None:
            own = {"Content-Security-Policy": "sandbox"}
            await JSONResponse({}, headers=own)(scope, receive, send)

        start = answers(KnownHosts(strict, "127.0.0.1"), ("Host", "localhost"))[0]
        policies = [value for name, value in start["headers"] if name.endswith(b"policy")]
        assert policies.count(b"sandbox") == 1
        assert len(policies) == 2


class TestHostnames:
    @pytest.mark.parametrize(
        ("given", "meant"),
        [
            ("News.Example.Org.", "news.example.org"),
            ("zeitung-köln.de", "xn--zeitung-kln-zfb.de"),
            ("archive", "archive"),
            ("my_host.lan", "my_host.lan"),
            ("203.0.113.5", "203.0.113.5"),
            ("[2001:DB8:0::1]", "2001:db8::1"),
        ],
    )
    def test_names(self, given: str, meant: str) -> None:
        assert parse_hostname(given) == meant

    @pytest.mark.parametrize(
        "given",
        [
            "https://news.example.org",
            "news.example.org:443",
            "a/b",
            "*",
            "*.a.org",
            "",
            "a..b",
            "-a",
        ],
    )
    def test_no_names(self, given: str) -> None:
        with pytest.raises(ValueError, match="news.example.org"):
            parse_hostname(given)
