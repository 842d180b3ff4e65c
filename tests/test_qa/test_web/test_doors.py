"""The server's doors: other names and sites, agents, programs, and a browser behind a proxy."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from qa.web.hosts import HEADERS
from tests.support.browser import open_tab
from tests.support.fake_pipeline import FRENCH, QUOTES, FakePipeline
from tests.support.page import ask, text_of
from tests.support.proxy import proxied
from tests.support.web_server import serve

pytestmark = pytest.mark.slow

API = "gradio_api/"
NAME = "news.localhost"  # browsers take it for this machine
BRIDGE = "When will the bridge reopen?"


@pytest.fixture(scope="module")
def pipeline():
    return FakePipeline()


@pytest.fixture(scope="module")
def site(pipeline):
    with serve(pipeline, mcp=True, hostnames=[NAME], proxy="127.0.0.1", root_path="/news") as url:
        yield url


@pytest.fixture(scope="module")
def behind(site):
    with proxied(site, "/news", NAME) as url:
        yield url


EVIL = {"Host": "evil.example", "Origin": "http://evil.example"}
DOORS = [
    ("GET", ""),
    ("GET", "fr"),
    ("GET", "config"),
    ("GET", f"{API}info"),
    ("GET", f"{API}mcp/"),
    ("GET", f"{API}mcp/schema"),
    ("POST", f"{API}mcp/"),
    ("POST", f"{API}call/search"),
    ("POST", f"{API}call/v2/ask"),
    ("POST", f"{API}queue/join"),
    ("POST", f"{API}upload"),
    ("POST", "login"),
    ("OPTIONS", f"{API}queue/join"),
]


class TestStrangers:
    @pytest.mark.parametrize(("method", "path"), DOORS)
    def test_a_foreign_name_opens_nothing(self, site, pipeline, method, path):
        asked = len(pipeline.calls)
        body = {"data": [BRIDGE], "question": BRIDGE}
        for headers in (EVIL, {"X-Forwarded-Host": "evil.example"}):
            json_body = None if method == "GET" else body
            refused = httpx.request(method, f"{site}{path}", headers=headers, json=json_body)
            assert refused.status_code == 421
            assert "--hostname evil.example" in refused.json()["detail"]
        assert len(pipeline.calls) == asked

    @pytest.mark.parametrize(
        ("method", "path"), [one for one in DOORS if one[0] == "POST" or "mcp" in one[1]]
    )
    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
    def test_no_page_of_another_site_asks(self, site, pipeline, method, path, origin):
        asked = len(pipeline.calls)
        body = None if method == "GET" else {"data": [BRIDGE], "question": BRIDGE}
        refused = httpx.request(method, f"{site}{path}", headers={"Origin": origin}, json=body)
        assert refused.status_code == 403
        assert "Origin" in refused.json()["detail"]
        assert len(pipeline.calls) == asked

    def test_what_browsers_are_told(self, site):
        for path in ("", "theme.css", f"{API}info", "nothing"):
            sent = httpx.get(f"{site}{path}").headers
            assert {name: sent.get(name) for name in HEADERS} == HEADERS, path

    def test_a_probe_need_not_know_the_name(self, site):
        assert httpx.get(f"{site}healthz", headers={"Host": "10.1.2.3"}).text == "ok"


def called(site, route, body):
    """What an endpoint gives; the last event and its data."""
    address = f"{site}{API}{route}"
    event = httpx.post(address, json=body).raise_for_status().json()["event_id"]
    stream = httpx.get(f"{address}/{event}", timeout=60).text
    *_, kind, data = stream.strip().splitlines()
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


class TestPrograms:
    @pytest.mark.parametrize(
        ("route", "body"),
        [
            ("call/ask", {"data": [BRIDGE]}),
            ("call/ask", {"data": [BRIDGE, None, None]}),
            ("call/ask", {"data": [BRIDGE, 5.0]}),
            ("call/v2/ask", {"question": BRIDGE}),
            ("call/v2/ask", {"question": BRIDGE, "since": None, "top_k": 5.0}),
        ],
    )
    def test_what_is_left_out_has_its_default(self, site, pipeline, route, body):
        kind, [answer] = called(site, route, body)
        assert (kind, answer["found"]) == ("complete", True)
        asked = {name: value for name, value in pipeline.calls[-1].items() if value is not None}
        assert asked == {"question": BRIDGE, "top_k": 5}
        assert isinstance(asked["top_k"], int)

    @pytest.mark.parametrize(
        ("route", "body", "status", "told"),
        [
            ("call/v2/ask", {"question": "q", "limit": 3}, 422, "no parameter 'limit'; it takes"),
            ("call/v2/ask", {}, 422, "ask needs 'question'; it takes question, top_k"),
            ("call/ask", {"data": []}, 422, "ask needs 'question'; it takes question, top_k"),
            ("call/ask", {"data": ["q"] * 9}, 422, "was given 9 arguments; it takes question"),
            ("call/answer", {"data": ["q"]}, 404, "no endpoint 'answer'; there are ask, search"),
            ("call/v2/answer", {}, 404, "no endpoint 'answer'; there are ask, search"),
        ],
    )
    def test_a_wrong_call_is_told_what_there_is(self, site, route, body, status, told):
        refused = httpx.post(f"{site}{API}{route}", json=body)
        assert refused.status_code == status
        assert told in refused.json()["detail"]

    @pytest.mark.parametrize("body", [b"{", b"[1]", b"{}", b'{"data": 1}', b"\xff"])
    def test_what_is_no_call_is_no_fault_of_the_server(self, site, body):
        sent = {"content": body, "headers": {"Content-Type": "application/json"}}
        assert httpx.post(f"{site}{API}call/ask", **sent).status_code in {400, 422}

    def test_gradio_s_own_client_comes_through_a_proxy(self, behind):
        from gradio_client import Client

        here = urlsplit(behind)
        client = Client(f"http://127.0.0.1:{here.port}{here.path}", verbose=False)
        assert client.predict(BRIDGE, api_name="/ask")["found"]
        client.close()


@asynccontextmanager
async def session(url, **headers):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with (
        httpx.AsyncClient(headers=headers, timeout=60) as client,
        streamable_http_client(f"{url}{API}mcp/", http_client=client) as (read, write, _),
        ClientSession(read, write) as opened,
    ):
        await opened.initialize()
        yield opened


class TestAgents:
    @pytest.fixture(scope="class")
    @classmethod
    def use(cls, site):
        """Call a tool; the browser's loop may run in this thread."""

        async def use(name, arguments, **headers):
            async with session(site, **headers) as agent:
                return await agent.call_tool(name, arguments)

        with ThreadPoolExecutor(1) as thread:
            yield lambda *call, **headers: thread.submit(
                asyncio.run, use(*call, **headers)
            ).result()

    def test_results_are_structured_and_json(self, use, pipeline):
        # Whoever calls checks what comes against the tool's schema.
        answer = use("ask", {"question": BRIDGE})
        expected = pipeline.ask(BRIDGE).to_dict()
        assert {**answer.structuredContent, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}
        assert json.loads(answer.content[0].text) == answer.structuredContent
        found = use("search", {"question": BRIDGE})
        assert json.loads(found.content[0].text) == found.structuredContent["result"]
        assert found.structuredContent["result"][0]["document"] == "pont.txt"
        article = use("article", {"document": "pont.txt"})
        assert article.structuredContent["text"] == FRENCH.text
        cited = use("cite", {"question": BRIDGE})
        assert cited.content[0].text == cited.structuredContent["result"]
        assert cited.content[0].text.startswith("@article{")

    @pytest.mark.parametrize(
        ("arguments", "top_k"),
        [
            ({}, 5),
            ({"top_k": 3.0}, 3),
            ({"top_k": None, "since": None}, 5),
            ({"since": "null", "sources": ["null"], "languages": "null"}, 5),
        ],
    )
    def test_what_is_not_given_has_its_default(self, use, pipeline, arguments, top_k):
        assert not use("ask", {"question": BRIDGE} | arguments).isError
        asked = {name: value for name, value in pipeline.calls[-1].items() if value is not None}
        assert asked == {"question": BRIDGE, "top_k": top_k}

    @pytest.mark.parametrize(
        ("tool", "arguments", "told"),
        [
            ("ask", {"question": BRIDGE, "limit": 3}, "no parameter 'limit'; it takes question"),
            ("ask", {"query": BRIDGE}, "no parameter 'query'; it takes question"),
            ("ask", {}, "ask needs 'question'; it takes question, top_k (5 by default)"),
            ("ask", {"question": ""}, "the question is empty"),
            ("ask", {"question": BRIDGE, "top_k": 2.5}, "2.5 is not of type 'integer'"),
            ("article", {"document": "nothing"}, "no article 'nothing'"),
            ("answer", {"question": BRIDGE}, "no tool 'answer'; there are ask, search"),
        ],
    )
    def test_a_wrong_call_is_told_what_there_is(self, use, tool, arguments, told):
        done = use(tool, arguments)
        assert done.isError
        assert told in done.content[0].text

    def test_under_a_name_that_was_given(self, use):
        own = {"Host": f"{NAME}:8443", "Origin": f"https://{NAME}:8443"}
        assert use("ask", {"question": BRIDGE}, **own).structuredContent["found"]


class TestBrowser:
    def test_behind_a_proxy_under_another_name(self, browser_window, behind, pipeline):
        with open_tab(browser_window, host=NAME) as page:
            assert page.goto(behind).headers["referrer-policy"] == "same-origin"
            ask(page, BRIDGE)
            assert QUOTES["pont.txt"] in text_of(page.locator("#evidence mark").first)
            page.get_by_role("link", name="Français").click()
            page.wait_for_url(f"{behind}fr")
            page.get_by_role("tab", name="Corpus").click()
            page.locator("#listed ol button").first.wait_for()

    def test_a_page_of_another_site_reads_and_frames_nothing(self, browser_window, site, pipeline):
        """Its name leads to this machine, as a name that was bound anew does."""
        asked = len(pipeline.calls)
        evil = site.replace("127.0.0.1", "evil.localhost")
        page = browser_window.new_page()
        page.route(evil, lambda route: route.fulfill(body="I am evil."))
        page.goto(evil)
        read = page.evaluate(
            """async ([own, other]) => {
                const body = JSON.stringify({ data: ["the bridge"] });
                const asked = (url, mode) => fetch(
                    `${url}gradio_api/call/search`,
                    { method: "POST", body, mode, headers: { "Content-Type": "text/plain" } },
                ).then((one) => one.status, () => "unreadable");
                return [await asked(own, "same-origin"), await asked(other, "cors")];
            }""",
            [evil, site],
        )
        assert read == [421, "unreadable"]
        page.goto("about:blank")
        page.set_content(f"<iframe src='{site}'></iframe>")
        assert len(page.frames) == 2
        assert site not in [frame.url for frame in page.frames]
        page.close()
        assert len(pipeline.calls) == asked
