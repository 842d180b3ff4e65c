"""Addresses take turns: one that asks much holds up no other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.limits import _ASKER
from qa.web.turns import Turns
from tests.support.fake_pipeline import FakePipeline
from tests.support.web_server import serve


class Event:
    """A question that waits, with what ``Turns`` looks at."""

    def __init__(self, address, name=""):
        self.request = SimpleNamespace(scope={_ASKER: address})
        self.name = name or address


def served(turns):
    event = turns[0]
    turns.remove(event)
    turns.serve(event)
    return event.name


def test_one_question_does_not_wait_for_forty_of_another():
    turns = Turns()
    for number in range(40):
        turns.append(Event("192.0.2.1", f"many {number}"))
    assert served(turns) == "many 0"
    turns.append(Event("192.0.2.2", "one"))
    turns.append(Event("192.0.2.3", "other"))
    assert [served(turns) for _ in range(4)] == ["one", "other", "many 1", "many 2"]


def test_a_network_of_ipv6_is_one_address():
    turns = Turns()
    for number in range(3):
        turns.append(Event(f"2001:db8::{number}", "many"))
    turns.append(Event("192.0.2.1", "one"))
    assert [served(turns) for _ in range(2)] == ["many", "one"]


def test_what_was_cancelled_takes_no_turn():
    turns = Turns()
    events = [Event("192.0.2.1", str(number)) for number in range(10)]
    for event in events:
        turns.append(event)
    for event in events[1:9]:
        turns.remove(event)
    turns.append(Event("192.0.2.2", "one"))
    turns.append(Event("192.0.2.2", "two"))
    assert [served(turns) for _ in range(4)] == ["0", "one", "two", "9"]


ADDRESSES = st.sampled_from([f"192.0.2.{number}" for number in range(4)])


@given(st.lists(st.one_of(ADDRESSES, st.none()), max_size=80))
def test_nobody_waits_for_more_than_two_of_another(steps):
    """While a question is the first of its address, each other address is served twice at most.

    An address is served in the order in which it asked.
    """
    turns, waiting, passed = Turns(), {}, {}
    for number, address in enumerate([*steps, *[None] * len(steps)]):
        if address is not None:
            turns.append(Event(address, (address, number)))
            waiting.setdefault(address, []).append(number)
            if len(waiting[address]) == 1:
                passed[address] = []
        elif turns:
            own, which = served(turns)
            assert which == waiting[own].pop(0)
            for other, by in passed.items():
                if waiting[other] and other != own:
                    by.append(own)
                    assert max(Counter(by).values()) <= 2, f"{other} was passed over"
            passed[own] = []
    assert not any(waiting.values())


@pytest.mark.slow
def test_the_server_answers_addresses_in_turn():
    class Waiting(FakePipeline):
        go_on = threading.Event()

        def ask(self, question, **filters):
            self.go_on.wait(10)
            return super().ask(question, **filters)

    def ask(url, address, question):
        asked = {"question": question}
        headers = {"X-Forwarded-For": address}
        route = f"{url}gradio_api/call/v2/ask"
        event = httpx.post(route, json=asked, headers=headers).json()["event_id"]
        return f"{route}/{event}"

    pipeline = Waiting()
    with serve(pipeline, proxy="127.0.0.1", workers=1) as url, ThreadPoolExecutor(9) as threads:
        events = [ask(url, "192.0.2.1", f"bridge {number}") for number in range(8)]
        events.append(ask(url, "192.0.2.2", "bridge of another"))
        reading = [threads.submit(httpx.get, event, timeout=60) for event in events]
        time.sleep(0.1)
        pipeline.go_on.set()
        assert all("event: complete" in one.result(30).text for one in reading)
    order = [call["question"] for call in pipeline.calls]
    assert order.index("bridge of another") <= 2
    assert len(order) == 9
