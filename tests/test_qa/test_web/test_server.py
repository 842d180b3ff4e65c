"""What the served page does for, and against, anybody who reaches it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx
import pytest

from index.settings import PROJECT
from qa.web.limits import BODY, Gate, Limited
from qa.web.logs import log_answered, start_logging
from qa.web.stopping import StopRequest
from tests.support.fake_pipeline import GENERATION, FakePipeline
from tests.support.web_server import free_port, serve

pytestmark = pytest.mark.slow

API = "gradio_api/"
ASK = f"{API}call/v2/ask"
QUESTION = "When will the bridge reopen?"


def ask(url, question=QUESTION, **options):
    """Put a question to ``/ask``; whether it was taken in."""
    return httpx.post(f"{url}{ASK}", json={"question": question}, **options)


def answer(url, response):
    """The answer to a question that was taken in."""
    event = response.raise_for_status().json()["event_id"]
    stream = httpx.get(f"{url}{ASK}/{event}", timeout=60).text
    assert "event: complete" in stream, stream
    return json.loads(stream.rpartition("data: ")[2])[0]


@pytest.fixture
def one_minute(monkeypatch):
    """Requests are counted by minutes of the clock, which stands still: none ends meanwhile."""
    now = time.time() // 60 * 60
    stopped = SimpleNamespace(time=lambda: now)
    monkeypatch.setattr("limits.storage.memory.time", stopped)
    monkeypatch.setattr("limits.strategies.time", stopped)


@pytest.mark.usefixtures("one_minute")
class TestRate:
    def test_who_asks_too_often_is_told_when_to_ask_again(self):
        with serve(FakePipeline(), rate=2) as url:
            assert [ask(url).status_code for _ in range(3)] == [200, 200, 429]
            refused = ask(url)
            assert httpx.get(f"{url}healthz").status_code == 200
            assert httpx.get(url).status_code == 200
        seconds = int(refused.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert f"try again in {seconds} s" in refused.json()["detail"]

    def test_any_number_may_be_allowed(self):
        gate = Gate(rate=0)
        assert not any(gate.too_often("192.0.2.1") for _ in range(1000))

    def test_there_is_no_way_round(self):
        routes = ["queue/join", "call/ask", "call/ask/", "call/v2/ask", "upload"]
        with serve(FakePipeline(), rate=1, upload_bytes=BODY, root_path="/news") as url:
            assert ask(url).status_code == 200
            for below in ("", "news/"):
                for address in (f"{below}login", *(f"{below}{API}{route}" for route in routes)):
                    refused = httpx.post(f"{url}{address}", json={"data": [QUESTION]})
                    assert refused.status_code == 429, address

    def test_what_is_quick_has_a_larger_bound(self):
        with serve(FakePipeline(), rate=1) as url:
            quick = [httpx.post(f"{url}{API}run/predict").status_code for _ in range(11)]
            assert (quick.count(429), quick[-1]) == (1, 429)
            assert ask(url).status_code == 200

    @pytest.mark.parametrize("route", ["run", "api"])
    def test_nobody_goes_past_the_queue(self, route):
        pipeline, filled = FakePipeline(), [QUESTION, 5, *[None] * 5]
        with serve(pipeline) as url:
            refused = httpx.post(f"{url}{API}{route}/ask", json={"data": filled})
        assert refused.status_code == 404
        assert not pipeline.calls

    def test_a_proxy_that_is_trusted_names_who_asks(self):
        with serve(FakePipeline(), rate=1, proxy="127.0.0.1") as url:
            one, other = ({"X-Forwarded-For": f"192.0.2.{number}"} for number in (1, 2))
            assert ask(url, headers=one).status_code == 200
            assert ask(url, headers=one).status_code == 429
            assert ask(url, headers=other).status_code == 200
            pretended = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}
            assert ask(url, headers=pretended).status_code == 429

    def test_nobody_else_does(self):
        with serve(FakePipeline(), rate=1) as url:
            assert ask(url, headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200
            assert ask(url, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 429
            forged = {"X-Dateline-On-Behalf-Of": "é 192.0.2.3".encode()}
            assert ask(url, headers=forged).status_code == 429

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("192.0.2.1", "192.0.2.2", False),
            ("192.0.2.1", "::ffff:192.0.2.1", True),
            ("2001:db8::1", "2001:db8::ffff:2", True),
            ("2001:db8::1", "2001:db8:0:1::1", False),
            ("", "", True),
        ],
    )
    def test_who_counts_as_one(self, one, other, same):
        gate = Gate(rate=1)
        assert gate.too_often(one) is None
        assert (gate.too_often(other) is not None) == same

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is not this machine")
    def test_agents_are_told_in_words(self):
        from mcp import ClientSession
        from mcp.client.streamable_http import streamable_http_client

        async def call(url):
            elsewhere = httpx.AsyncHTTPTransport(local_address="127.0.0.2")
            async with (
                httpx.AsyncClient(transport=elsewhere) as http,
                streamable_http_client(f"{url}{API}mcp/", http_client=http) as (read, write, _),
                ClientSession(read, write) as session,
            ):
                await session.initialize()
                done = [await session.call_tool("ask", {"question": QUESTION}) for _ in range(3)]
                return done, await session.list_tools()

        with serve(FakePipeline(), rate=2, mcp=True) as url, ThreadPoolExecutor(1) as thread:
            done, tools = thread.submit(asyncio.run, call(url)).result()
            assert ask(url).status_code == 200  # from here, nobody had asked
        assert [one.isError for one in done] == [False, False, True]
        assert "429 Too Many Requests" in done[2].content[0].text
        assert len(tools.tools) == 4

    def test_the_page_shows_the_sentence_and_keeps_the_question(self, tab):
        with serve(FakePipeline(), rate=20) as url:
            tab.goto(url)
            tab.locator("#suggestions button").first.wait_for()
            while ask(url).status_code == 200:
                pass
            box = tab.locator("#question textarea")
            box.fill("the bridge")
            box.press("Enter")
            tab.get_by_text("Too many questions from your address").wait_for()
            assert tab.get_by_text("Trop de questions depuis votre adresse").is_visible()
            assert box.input_value() == "the bridge"


class TestSize:
    @pytest.fixture(scope="class")
    @classmethod
    def url(cls):
        with serve(FakePipeline(), rate=0) as url:
            yield url

    @pytest.mark.parametrize("route", [f"{API}queue/join", f"{API}cancel", "login", "nothing"])
    def test_too_large_a_request_is_refused(self, url, route):
        refused = httpx.post(f"{url}{route}", content=b"x" * (BODY + 1))
        assert refused.status_code == 413
        assert "too large" in refused.json()["detail"]

    @pytest.mark.parametrize(
        ("route", "form"),
        [
            (f"{API}queue/join", "application/json"),
            (f"{API}cancel", "application/json"),
            ("login", "application/x-www-form-urlencoded"),
        ],
    )
    def test_one_that_does_not_say_how_large_it_is_as_well(self, url, route, form):
        pieces = (b"x" * (BODY // 3) for _ in range(4))
        refused = httpx.post(f"{url}{route}", content=pieces, headers={"Content-Type": form})
        assert refused.status_code == 413

    def test_a_large_one_is_not(self, url):
        pieces = (b"x" * (BODY // 4) for _ in range(4))
        assert httpx.post(f"{url}{API}cancel", content=pieces).status_code == 422

    def test_no_files_are_taken(self, url):
        refused = httpx.post(f"{url}{API}upload", files={"files": ("a.txt", b"a")})
        assert refused.status_code == 403
        assert "does not accept files" in refused.json()["detail"]

    def test_files_may_be_allowed_up_to_a_size(self):
        with serve(FakePipeline(), upload_bytes=2 * BODY) as url:
            sizes = (BODY + 1, 2 * BODY)
            small, large = (
                httpx.post(f"{url}{API}upload", files={"files": ("a.txt", b"x" * size)})
                for size in sizes
            )
            other = httpx.post(f"{url}{API}cancel", content=b"x" * sizes[0])
        assert (small.status_code, large.status_code, other.status_code) == (200, 413, 413)

    def test_what_is_answered_is_passed_on_as_it_comes(self):
        came = asyncio.Event()

        async def slow(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"first", "more_body": True})
            await asyncio.wait_for(came.wait(), timeout=60)
            await send({"type": "http.response.body", "body": b"last"})

        async def send(message):
            if message.get("body") == b"first":
                came.set()

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {"type": "http", "method": "GET", "path": "/gradio_api/queue/data", "headers": []}
        with ThreadPoolExecutor(1) as thread:  # the browser's loop runs in this one
            thread.submit(asyncio.run, Limited(slow, Gate())(scope, receive, send)).result()
        assert came.is_set()


@pytest.mark.usefixtures("one_minute")
class TestAuth:
    def test_those_who_may_ask_are_limited_too(self):
        with (
            serve(FakePipeline(), users=[("Ada", "s3cret")], rate=3) as url,
            httpx.Client(base_url=url) as client,
        ):
            assert ask(url).status_code == 401
            form = {"username": "Ada", "password": "s3cret"}
            assert client.post("login", data=form).status_code == 200
            taken = [client.post(ASK, json={"question": QUESTION}).status_code for _ in range(2)]
            assert taken == [200, 429]


@pytest.mark.usefixtures("one_minute")
class TestLogs:
    @pytest.fixture
    def logged(self, capsys):
        """The lines that were logged since the test began, read."""
        root, access = logging.getLogger(), logging.getLogger("dateline.access")
        before = root.handlers[:]
        yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        root.handlers[:] = before
        access.setLevel(logging.NOTSET)

    def test_a_line_for_each_request_and_answer(self, logged):
        start_logging()
        with serve(FakePipeline(), rate=1) as url:
            found = answer(url, ask(url))
            ask(url)
            httpx.get(f"{url}healthz")
        taken, answered, refused = logged()
        for line in (taken, answered, refused):
            assert line.pop("time").endswith("+00:00")
            assert line.pop("elapsed_ms") >= 0
            assert line.pop("level") == "info"
        assert taken == {"event": "request", "path": "call/v2/ask", "status": 200}
        assert refused == {"event": "request", "path": "call/v2/ask", "status": 429}
        assert answered == {
            "event": "answered",
            "endpoint": "ask",
            "found": found["found"],
            "language": "en",
            "generation": GENERATION,
        }

    def test_what_was_asked_only_if_it_is_wanted(self, logged):
        start_logging(questions=True)
        log_answered("page", "Où est\nle pont ?", found=False, elapsed_ms=1.25)
        (line,) = logged()
        assert line["question"] == "Où est\nle pont ?"
        assert (line["endpoint"], line["found"], line["elapsed_ms"]) == ("page", False, 1.2)

    def test_a_bug_is_one_line_too(self, logged):
        start_logging()
        try:
            _ = 1 / 0
        except ZeroDivisionError:
            logging.getLogger("qa.web").exception("a question could not be %s", "answered")
        (line,) = logged()
        assert (line["level"], line["event"]) == ("error", "qa.web")
        assert line["message"] == "a question could not be answered"
        assert line["trace"].endswith("ZeroDivisionError: division by zero")

    def test_nothing_is_logged_unasked(self, capsys):
        with serve(FakePipeline()) as url:
            answer(url, ask(url))
        assert capsys.readouterr().err == ""


# ``python app.py`` over a pipeline that takes as many seconds as a question says.
SLOW = """
import runpy
import signal
import time
from qa.pipeline import Pipeline
from tests.support.fake_pipeline import FakePipeline

class Slow(FakePipeline):
    def ask(self, question, **filters):
        time.sleep(float(question.split()[-1]))
        return super().ask(question, **filters)

    def close(self):
        print("closed", flush=True)

Pipeline.open = lambda *_, **__: Slow()
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
runpy.run_path("app.py", run_name="__main__")
"""


# The same, with less time for answers when it stops.
HASTY = f"from qa.web.server import Site\nSite.close.__defaults__ = (0.5,)\n{SLOW}"


class TestStopping:
    @pytest.fixture
    def start(self):
        """Start a command that serves the page; gives its address and the process."""
        started = []

        def start(*command, ready=True):
            port = free_port()
            process = subprocess.Popen(
                [sys.executable, *command, "--port", str(port)],
                cwd=PROJECT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            started.append(process)
            if ready:
                assert "answers on" in process.stdout.readline(), process.communicate()
            return f"http://127.0.0.1:{port}/", process

        yield start
        for process in started:
            process.kill()
            process.communicate()

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.campaign)]
    )
    def test_the_answer_under_way_is_finished(self, start, number):
        url, process = start("-c", SLOW)
        under_way = ask(url, "the bridge 2")
        with ThreadPoolExecutor(1) as thread:
            waiting = thread.submit(answer, url, under_way)
            time.sleep(0.5)
            process.send_signal(number)
            time.sleep(0.2)
            refused = ask(url, "the bridge 0")
            assert waiting.result()["found"]
        out, err = process.communicate(timeout=60)
        assert refused.status_code == 503
        assert "The server is stopping" in refused.json()["detail"]
        assert (process.returncode, out, err) == (0, "closed\n", "")

    @pytest.mark.campaign
    def test_who_is_not_answered_in_time_is_told_so(self, start):
        """One question is being answered by each worker, for a minute; others wait for them."""
        url, process = start("-c", HASTY)
        events = [ask(url, "the bridge 60").json()["event_id"] for _ in range(4)]
        with ThreadPoolExecutor(4) as threads:
            streams = [threads.submit(httpx.get, f"{url}{ASK}/{one}", timeout=60) for one in events]
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            told = [one.result().text for one in streams]
        out, err = process.communicate(timeout=60)
        for text in told:
            assert text.count("event: error") == 1
            error = json.loads(text.rpartition("data: ")[2])["error"]
            assert "The server is stopping" in error
            assert "Le serveur s'arrête" in error
        # The index is in use, so it is not closed, and threads that compute are not waited for.
        assert (process.returncode, out, err) == (0, "", "")
        assert time.monotonic() - began < 40  # and not the minute that an answer takes

    @pytest.mark.campaign
    def test_who_has_gone_delays_nothing(self, start):
        url, process = start("-c", HASTY)
        for _ in range(3):
            event = ask(url, "the bridge 60").json()["event_id"]
            with httpx.stream("GET", f"{url}{ASK}/{event}"):
                pass
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=40)  # and not the minute that an answer takes
        assert process.returncode == 0

    @pytest.mark.campaign
    def test_it_can_be_stopped_as_soon_as_it_is_healthy(self, start):
        url, process = start("-c", SLOW, ready=False)
        for _ in range(6_000):
            try:
                if httpx.get(f"{url}healthz").text == "ok":
                    break
            except httpx.TransportError:
                time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")

    def test_a_second_signal_ends_the_process_at_once(self):
        before = signal.getsignal(signal.SIGTERM)
        with StopRequest() as request:
            assert not request.received
            os.kill(os.getpid(), signal.SIGTERM)
            request.wait()
            assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        assert request.received
        assert signal.getsignal(signal.SIGTERM) == before

    def test_what_a_job_in_the_background_ignores_stays_ignored(self):
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            with StopRequest() as request:
                os.kill(os.getpid(), signal.SIGINT)
                assert not request.received
        finally:
            signal.signal(signal.SIGINT, before)

    def test_nobody_waits_for_ever(self):
        gate = Gate()
        with gate.inside():
            assert not gate.close(patience=0)
        assert gate.close(patience=0)
