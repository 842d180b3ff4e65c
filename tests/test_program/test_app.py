"""The page as its readers meet it: in a browser, through ``gradio_client``, from a shell."""

from __future__ import annotations

import asyncio
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import ANY, Mock, call

import httpx
import pytest
from click.testing import CliRunner

import app
from index.errors import IndexMismatchError, IndexNotBuiltError
from index.settings import PROJECT
from qa.languages import page_texts
from qa.web.limits import WORKERS
from tests.conftest import DATA
from tests.support.browser import screenshot
from tests.support.fake_pipeline import ENGLISH, QUOTES, FakePipeline
from tests.support.page import ask, assert_in_view, text_of
from tests.support.web_server import free_port, serve

HOSTILE = (
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    "</span></div><svg onload=window.pwned=1>",
    "$$x^2$$ and $y$ and \\(z\\)",
    "[click](javascript:window.pwned=1) ![pixel](http://evil.example/p.png)",
    "http://evil.example/ www.evil.example a@evil.example",
    "# Heading | `code` **bold** *em* ~~del~~ &lt;b&gt; :smile:",
    "${window.pwned=1} {{value}} <thinking>",
)
NAMES = ["news.example.org", "::2"]
OURS = "[href^='?q=']" + "".join(
    f", [href^='#{name}-']" for name in ("source", "again", "edit", "copy", "helpful", "unhelpful")
)
MARKUP = f"script, img, a:not({OURS}), h1, code, em, del, b, table, svg, .katex, .katex-display"


@pytest.fixture(scope="module")
def pipeline():
    return FakePipeline()


@pytest.fixture(scope="module")
def site(pipeline):
    with serve(pipeline) as url:
        yield url


@pytest.fixture(scope="module")
def client(site):
    from gradio_client import Client

    client = Client(site, verbose=False)
    yield client
    client.close()


class TestInChromium:
    def test_a_question_gets_its_quote_date_and_evidence(self, tab, site):
        tab.goto(site)
        ask(tab, "Quand le pont rouvrira-t-il ?")
        answer = text_of(tab.locator("#chat .bot .message-content"))
        assert "mars 2021 · Agence du Port" in answer
        assert f"→ 4 octobre 2021 « {QUOTES['pont.txt']} » [1]" in answer
        assert f"« {QUOTES['bridge.txt']} » [2]" in answer
        entries = tab.locator("#evidence details")
        assert [text_of(entry) for entry in entries.locator("summary").all()] == [
            "[1] Le pont de la Halle Agence du Port · mars 2021 · français · pont.txt",
            "[2] Bridge reopens early 25 septembre 2021 · anglais · bridge.txt",
        ]
        assert entries.nth(0).locator("mark").inner_text() == QUOTES["pont.txt"]
        assert_in_view(entries.nth(0).locator("article"))
        assert tab.locator("#question textarea").input_value() == ""
        screenshot(tab, "desktop")

    def test_dates_filter(self, tab, site, pipeline):
        tab.goto(site)
        tab.get_by_role("button", name="Narrow down").click()
        tab.locator("#filter-since").get_by_role("textbox").fill("last month")
        tab.locator("#filter-as-of").get_by_role("textbox").fill("2020-08")
        ask(tab, "the bridge")
        asked = pipeline.calls[-1]
        assert asked["since"] == "last month"
        assert asked["as_of"] == "2020-08"
        assert not asked["until"]
        screenshot(tab, "filters")

    def test_another_entry_opens_at_its_quote(self, tab, site):
        tab.goto(site)
        ask(tab, "le pont")
        first = tab.locator("#evidence details").first
        first.locator("summary").click()
        assert not first.locator("mark").is_visible()
        tab.locator("#evidence summary").nth(1).click()
        assert tab.locator("#evidence mark").nth(1).inner_text() == QUOTES["bridge.txt"]
        first.locator("summary").click()
        assert_in_view(first.locator("article"))

    def test_the_history_stays_and_the_evidence_is_of_the_last_answer(self, tab, site):
        tab.goto(site)
        ask(tab, "the bridge")
        ask(tab, "the weather")
        asked = tab.locator("#chat .user .message-content")
        assert [text_of(question) for question in asked.all()] == ["the bridge", "the weather"]
        assert tab.locator("#chat .bot .message-content").count() == 2
        assert tab.locator("#evidence mark").count() == 0
        assert "The corpus does not say." in text_of(tab.locator("#evidence"))
        tab.get_by_role("button", name="Clear").click()
        tab.get_by_text(page_texts("en").no_evidence).wait_for()

    def test_a_number_opens_its_source_of_an_earlier_answer_too(self, tab, site):
        tab.goto(site)
        ask(tab, "Quand le pont rouvrira-t-il ?")
        ask(tab, "When will the bridge reopen?")
        replies, entries = tab.locator("#chat .bot"), tab.locator("#evidence details")
        replies.nth(1).get_by_role("link", name="[2]").click()
        assert entries.nth(1).get_attribute("open") is not None
        assert entries.nth(0).get_attribute("open") is None
        assert_in_view(entries.nth(1).locator("article"))
        replies.nth(0).get_by_role("link", name="[2]").press("Enter")
        tab.locator("#source-1-2[open]").wait_for()
        assert tab.locator("#evidence .asked").inner_text() == "Quand le pont rouvrira-t-il ?"
        assert_in_view(tab.locator("#source-1-2 article"))
        assert tab.url.rstrip("/") == site.rstrip("/")

    def test_a_follow_up_says_what_it_was_taken_for(self, tab, site, pipeline):
        tab.goto(site)
        ask(tab, "When will the bridge reopen?")
        ask(tab, "and for boats?")
        reply = text_of(tab.locator("#chat .bot .message-content").nth(1))
        assert reply.startswith("Understood as: When will the bridge reopen for boats?")
        tab.get_by_role("button", name="Clear").click()
        tab.locator("#chat .bot").first.wait_for(state="detached")
        ask(tab, "and for boats?")
        assert pipeline.calls[-1]["question"] == "and for boats?"

    def test_a_suggestion_is_asked_with_one_click(self, tab, site):
        tab.goto(site)
        suggestion = tab.locator("#suggestions button").first
        suggestion.wait_for()
        question = text_of(suggestion)
        suggestion.click()
        tab.locator("#evidence .asked").wait_for()
        assert text_of(tab.locator("#chat .user .message-content")) == question

    def test_hostile_questions_are_shown_as_typed(self, tab, site):
        tab.goto(site)
        for number, question in enumerate(HOSTILE):
            ask(tab, question)
            shown = tab.locator("#chat .user .message-content").nth(number)
            assert shown.inner_text() == question
            assert text_of(tab.locator("#evidence .asked")) == question
        assert tab.locator("#chat .message-content").locator(MARKUP).count() == 0
        assert tab.evaluate("window.pwned") is None

    def test_hostile_articles_are_shown_as_written(self, tab):
        quote = " ".join(HOSTILE)
        article = replace(
            ENGLISH, text=f"{quote}\n\n{quote}", title=quote, source=quote, id="x", url=None
        )
        with serve(FakePipeline([article], x=quote)) as url:
            tab.goto(url)
            ask(tab, "the bridge")
            assert f"“{quote}” [1]" in text_of(tab.locator("#chat .bot blockquote"))
            assert tab.locator("#evidence mark").inner_text() == quote
            assert tab.locator("#evidence article").inner_text() == article.text
        for place in ("#chat .message-content", "#evidence article", "#evidence .asked"):
            assert tab.locator(place).locator(MARKUP).count() == 0
        assert tab.evaluate("window.pwned") is None

    def test_a_question_of_ten_thousand_characters(self, tab, site, pipeline):
        tab.goto(site)
        ask(tab, "long " * 2000)
        assert pipeline.calls[-1]["question"] == "long " * 2000
        assert text_of(tab.locator("#chat .bot .message-content")) == (
            "the question is too long: <b>1,000</b> characters at most"
        )
        assert tab.locator("#chat .user .message-content").bounding_box()["height"] < 200

    def test_a_blank_question_does_nothing(self, tab, site, pipeline):
        tab.goto(site)
        asked = len(pipeline.calls)
        box = tab.locator("#question textarea")
        box.fill("   ")
        with tab.expect_request("**/queue/join*"):
            box.press("Enter")
        tab.wait_for_function("box => box.value === ''", arg=box.element_handle())
        ask(tab, "the bridge")
        assert len(pipeline.calls) == asked + 1
        assert tab.locator("#chat .user .message-content").count() == 1

    def test_a_bug_shows_no_trace(self, tab, site):
        tab.goto(site)
        ask(tab, "boom")
        assert text_of(tab.locator("#chat .bot .message-content")) == page_texts("en").failed
        assert "secret" not in tab.content()
        assert "Traceback" not in tab.content()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_on_a_phone_nothing_scrolls_sideways(self, tab, site, scheme):
        tab.set_viewport_size({"width": 360, "height": 740})
        tab.emulate_media(color_scheme=scheme)
        tab.goto(site)
        ask(tab, "le pont" + "-" * 300)
        tab.locator("#evidence mark").first.wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        chat, evidence = (tab.locator(part).bounding_box() for part in ("#chat", "#evidence"))
        assert max(box["x"] + box["width"] for box in (chat, evidence)) <= 360
        assert evidence["y"] >= chat["y"] + chat["height"]
        screenshot(tab, f"phone-{scheme}")


class TestEndpoint:
    def test_there_are_no_others(self, client):
        api = client.view_api(return_format="dict", print_info=False)
        assert list(api["named_endpoints"]) == ["/ask", "/search", "/cite", "/article"]
        assert api["unnamed_endpoints"] == {}

    def test_passages_and_their_articles(self, client, pipeline):
        found = client.predict("the bridge", api_name="/search")
        assert found == [hit.to_dict() for hit in pipeline.retrieve("the bridge")]
        article = client.predict(found[0]["document"], api_name="/article")
        assert article["text"][found[0]["start"] : found[0]["end"]] == found[0]["passage"]
        assert {**article, **found[0]} == {**found[0], **article}

    def test_an_article_that_is_not_there(self, client):
        from gradio_client.exceptions import AppError

        with pytest.raises(AppError):
            client.predict("nothing", api_name="/article")

    def test_it_answers_with_the_json_of_an_answer(self, client, pipeline):
        expected = pipeline.ask("Quand le pont rouvrira-t-il ?").to_dict()
        answer = client.predict("Quand le pont rouvrira-t-il ?", api_name="/ask")
        assert {**answer, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}

    def test_it_passes_the_filters_on(self, client, pipeline):
        filters = {
            "top_k": 2,
            "since": "2020",
            "until": "2020-09",
            "as_of": "2020-08-31",
            "sources": ["Belga"],
            "languages": ["fr"],
        }
        client.predict("the bridge", **filters, api_name="/ask")
        assert pipeline.calls[-1] == {"question": "the bridge", **filters}

    @pytest.mark.parametrize(
        ("question", "message"), [("", "the question is empty"), ("x" * 9999, "too long: <b>")]
    )
    def test_it_says_what_to_mend(self, client, question, message):
        from gradio_client.exceptions import AppError

        with pytest.raises(AppError, match=message):
            client.predict(question, api_name="/ask")

    def test_it_keeps_a_bug_to_itself(self, client):
        from gradio_client.exceptions import AppError

        with pytest.raises(AppError) as error:
            client.predict("boom", api_name="/ask")
        assert "secret" not in str(error.value)


class TestServer:
    def test_it_says_that_it_is_well(self, site):
        response = httpx.get(f"{site}healthz")
        assert (response.status_code, response.text) == (200, "ok")

    def test_only_those_who_are_named_may_ask(self, tab):
        with serve(FakePipeline(), users=[("Ada", "s3cret")]) as url:
            tab.goto(url)
            assert tab.locator("#question").count() == 0
            tab.get_by_role("textbox").nth(0).fill("Ada")
            tab.get_by_role("textbox").nth(1).fill("s3cret")
            tab.get_by_role("button", name="Login").click()
            ask(tab, "the bridge")
            assert httpx.get(f"{url}healthz").text == "ok"

    def test_agents_get_the_same_answer(self):
        from mcp import ClientSession
        from mcp.client.streamable_http import streamable_http_client

        pipeline = FakePipeline()

        async def call(url):
            async with (
                streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                tools = (await session.list_tools()).tools
                done = await session.call_tool("ask", {"question": "the bridge", "top_k": 2})
                return tools, done

        # The browser's loop runs in this thread.
        with serve(pipeline, mcp=True) as url, ThreadPoolExecutor(1) as thread:
            tools, done = thread.submit(asyncio.run, call(url)).result()
        assert [tool.name for tool in tools] == ["ask", "search", "cite", "article"]
        assert all("news article" in (tool.description or "") for tool in tools[:2])
        assert "question" in tools[0].inputSchema["properties"]
        assert not done.isError
        answer = json.loads(done.content[0].text)
        assert done.structuredContent == answer
        assert {**answer, "elapsed_ms": 0} == {
            **pipeline.ask("the bridge").to_dict(),
            "elapsed_ms": 0,
        }


class TestCommand:
    @pytest.fixture
    def served(self, monkeypatch):
        """Stands in for the server; remembers what it was started with."""
        started = SimpleNamespace(pipeline=None, where=None, closed=False)

        def build_app(pipeline, feedback, uploads):
            started.pipeline, started.uploads = pipeline, uploads
            return SimpleNamespace()

        def launch(_, *, host, port, **options):
            started.where = (host, port)
            started.options = options
            url = f"http://{host}:{port}/"
            return SimpleNamespace(url=url, wait=lambda _: None, close=lambda: True)

        monkeypatch.setattr("qa.web.page.build_app", build_app)
        monkeypatch.setattr("qa.web.server.launch", launch)
        return started

    def test_it_says_where_it_answers(self, monkeypatch, served, tmp_path):
        pipeline = FakePipeline()
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: pipeline)
        port = free_port()
        result = CliRunner().invoke(app.main, ["--port", str(port), "--index-dir", str(tmp_path)])
        assert result.exit_code == 0
        assert f"http://127.0.0.1:{port}/" in result.stdout
        assert served.pipeline is pipeline

    def test_the_first_run_builds_the_index_of_the_seeds(self, monkeypatch, served, tmp_path):
        opening = Mock(side_effect=[IndexNotBuiltError("nothing there"), FakePipeline()])
        build = Mock(return_value=SimpleNamespace(problems=["x.txt:1: no date"]))
        monkeypatch.setattr("qa.pipeline.Pipeline.open", opening)
        monkeypatch.setattr("index.builder.build", build)
        arguments = ["--port", str(free_port()), "--index-dir", str(tmp_path), "--model", "m"]
        result = CliRunner().invoke(app.main, [*arguments, "--reader", "none"])
        assert result.exit_code == 0
        build.assert_called_once_with(PROJECT / "seeds", tmp_path, model="m")
        options = {"model": "m", "reader": "none", "answerer": None, "cache": ANY}
        assert opening.call_args_list == [call(tmp_path, **options)] * 2
        assert "left out: x.txt:1: no date" in result.stderr
        assert served.where[0] == "127.0.0.1"

    def test_where_articles_cannot_be_added_the_page_does_not_offer_it(self, monkeypatch, served):
        pipeline = FakePipeline()
        pipeline.info = replace(pipeline.info, corpus=str(DATA / "news"))
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: pipeline)
        done = CliRunner().invoke(app.main, ["--port", str(free_port()), "--allow-upload"])
        assert done.exit_code == 1
        assert done.stderr.startswith(f"error: {DATA / 'news'} ")
        assert served.pipeline is None

    def test_those_who_may_ask_are_read_from_a_file(self, monkeypatch, served, tmp_path):
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: FakePipeline())
        users = tmp_path / "users"
        users.write_text("Ada:s3:cret\n\nBob:x\n", "utf-8")
        arguments = ["--port", str(free_port()), "--auth", str(users), "--root-path", "/news"]
        assert CliRunner().invoke(app.main, arguments).exit_code == 0
        assert served.options == {
            "users": [("Ada", "s3:cret"), ("Bob", "x")],
            "root_path": "/news",
            "mcp": False,
            "rate": 60,
            "proxy": "",
            "hostnames": [],
            "upload_bytes": None,
            "workers": WORKERS,
            "metrics": None,
        }

    def test_what_is_for_a_server_in_public_is_handed_on(self, monkeypatch, served):
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: FakePipeline())
        arguments = ["--port", str(free_port()), "--rate", "7", "--proxy", "192.0.2.1,10.0.0.0/8"]
        assert CliRunner().invoke(app.main, arguments).exit_code == 0
        assert (served.options["rate"], served.options["proxy"]) == (7, "192.0.2.1,10.0.0.0/8")

    @pytest.mark.parametrize(
        ("arguments", "variable", "names"),
        [
            (["--hostname", "News.Example.org", "--hostname", "[::2]"], "", NAMES),
            ([], "news.example.org, ::2", NAMES),
            (["--hostname", "a.lan"], "b.lan", ["a.lan"]),
            ([], "", []),
        ],
    )
    def test_the_names_that_it_is_reached_under(
        self, monkeypatch, served, arguments, variable, names
    ):
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: FakePipeline())
        monkeypatch.setenv("DATELINE_HOSTNAME", variable)
        done = CliRunner().invoke(app.main, ["--port", str(free_port()), *arguments])
        assert done.exit_code == 0, done.stderr
        assert served.options["hostnames"] == names

    def test_a_name_is_given_without_scheme_and_port(self, served):
        done = CliRunner().invoke(app.main, ["--hostname", "https://news.example.org"])
        assert done.exit_code == 2
        assert "without scheme, port and path" in done.stderr
        assert served.pipeline is None

    @pytest.mark.parametrize("address", ["*", "127.0.0.l", "10.0.0.1/8", "127.0.0.1,proxy"])
    def test_a_proxy_is_named_by_its_address(self, served, address):
        done = CliRunner().invoke(app.main, ["--proxy", address])
        assert done.exit_code == 2
        assert "name the proxy's own address" in done.stderr
        assert served.pipeline is None

    @pytest.mark.parametrize(
        ("arguments", "wanted"),
        [
            ([], []),
            (["--log"], [call(questions=False)]),
            (["--log-questions"], [call(questions=True)]),
        ],
    )
    @pytest.mark.usefixtures("served")
    def test_logs_are_written_if_they_are_wanted(self, monkeypatch, arguments, wanted):
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: FakePipeline())
        monkeypatch.setattr("qa.web.cli.start_logging", start := Mock())
        done = CliRunner().invoke(app.main, ["--port", str(free_port()), *arguments])
        assert done.exit_code == 0
        assert start.call_args_list == wanted

    def test_agents_cannot_log_in(self, served, tmp_path):
        (tmp_path / "users").write_text("Ada:x")
        done = CliRunner().invoke(app.main, ["--mcp", "--auth", str(tmp_path / "users")])
        assert done.exit_code == 2
        assert "choose --mcp or --auth" in done.stderr
        assert served.pipeline is None

    def test_a_package_that_agents_need_is_named(self, monkeypatch, served):
        monkeypatch.setattr("qa.web.cli.find_spec", lambda _: None)
        done = CliRunner().invoke(app.main, ["--mcp"])
        assert (done.exit_code, served.pipeline) == (1, None)
        assert "pip install" in done.stderr

    @pytest.mark.parametrize(
        ("content", "fault"), [(b"Ada\n", ":1: "), (b"\n", "nobody"), (b"\xff:x", "cannot be read")]
    )
    def test_a_file_that_names_nobody_is_one_line(self, served, tmp_path, content, fault):
        users = tmp_path / "users"
        users.write_bytes(content)
        done = CliRunner().invoke(app.main, ["--auth", str(users)])
        assert done.exit_code == 1
        assert fault in done.stderr
        assert done.stderr.count("\n") == 1

    @pytest.mark.usefixtures("served")
    def test_an_unusable_index_is_one_line(self, monkeypatch):
        error = IndexMismatchError("made with another model: run `python -m index build`")
        monkeypatch.setattr("qa.pipeline.Pipeline.open", Mock(side_effect=error))
        result = CliRunner().invoke(app.main, ["--port", str(free_port())])
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "error: made with another model: run `python -m index build`\n"

    @pytest.mark.parametrize("host", ["127.0.0.1", "no.such.host.invalid", "." * 70])
    def test_an_address_that_cannot_be_used_is_one_line(self, served, host):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            result = CliRunner().invoke(app.main, ["--host", host, "--port", str(port)])
        assert result.exit_code == 1
        assert result.stderr.startswith(f"error: cannot listen on {host} port {port} (")
        assert result.stderr.count("\n") == 1
        assert served.pipeline is None

    @pytest.mark.usefixtures("served")
    def test_a_port_lost_at_the_last_moment_is_one_line(self, monkeypatch):
        monkeypatch.setattr("qa.pipeline.Pipeline.open", lambda *_, **__: FakePipeline())
        monkeypatch.setattr("qa.web.server.launch", Mock(side_effect=OSError("taken")))
        result = CliRunner().invoke(app.main, ["--port", str(free_port())])
        assert result.exit_code == 1
        assert result.stderr.startswith("error: cannot listen on 127.0.0.1 port")


def test_the_server_stops_by_its_own_handle():
    with serve(FakePipeline()) as url:
        address = ("127.0.0.1", int(url.rstrip("/").rsplit(":", 1)[1]))
        socket.create_connection(address).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
