"""The page over the real pipeline and the seeds: asked in a browser and through the API."""

from __future__ import annotations

import pytest

from qa.formatting import format_derived_value
from tests.support.browser import screenshot
from tests.support.web_server import serve

QUESTION = "when does the ban take effect?"


@pytest.fixture(scope="module")
def site(seed_pipeline):
    with serve(seed_pipeline) as url:
        yield url


def test_gradio_client_gets_the_same_json(site, seed_pipeline) -> None:
    from gradio_client import Client

    client = Client(site, verbose=False)
    try:
        answer = client.predict(question=QUESTION, api_name="/ask")
        early = client.predict(question=QUESTION, as_of="2020-08-31", api_name="/ask")
    finally:
        client.close()
    expected = seed_pipeline.ask(QUESTION).to_dict()
    assert {**answer, "elapsed_ms": 0} == {**expected, "elapsed_ms": 0}
    first, second = answer["citations"]
    assert "45 jours" in first["quote"]
    assert "12 novembre" in second["quote"]
    assert [c["published"] for c in early["citations"]] == ["2020-08"]


def test_asked_in_spanish(seed_pipeline) -> None:
    answer = seed_pipeline.ask("¿Cuándo entra en vigor la prohibición?")
    first, second = (format_derived_value(one, answer.language) for one in answer.findings)
    assert answer.language == "es"
    assert first == "20 de septiembre de 2020 (45 días después del 6 de agosto de 2020)"
    assert second == (
        "a partir del domingo 20 de septiembre de 2020 y a partir del 12 de noviembre de 2020"
    )


def test_asked_in_german(seed_pipeline) -> None:
    answer = seed_pipeline.ask("Wann tritt das Verbot in Kraft?")
    first, second = (format_derived_value(one, answer.language) for one in answer.findings)
    assert answer.language == "de"
    assert first == "20. September 2020 (45 Tage nach dem 6. August 2020)"
    assert second == "ab Sonntag, 20. September 2020 und ab 12. November 2020"


def assert_question_in_view(page) -> None:
    """The last question is at the head of the chat, so that its answer can be read from there."""
    page.wait_for_function(
        """() => {
            const chat = document.querySelector("#chat").getBoundingClientRect();
            const asked = [...document.querySelectorAll("#chat .user-row")].at(-1);
            const top = asked.getBoundingClientRect().top;
            return top >= chat.top - 1 && top < chat.top + chat.height / 4;
        }"""
    )


def test_typed_into_the_page(site, tab) -> None:
    tab.goto(site)
    box = tab.get_by_label("Your question", exact=True)
    box.fill(QUESTION)
    box.press("Enter")
    reply = tab.locator("#chat .bot .message-content")
    reply.locator("blockquote").first.wait_for()
    told = " ".join(reply.inner_text().split())
    expected = [
        "August 2020 → 20 September 2020 (45 days after 6 August 2020)",
        "45 jours",
        "September 2020 · Belga",
        "→ from Sunday, 20 September 2020 and from 12 November 2020",
        "12 novembre",
    ]
    assert [told.index(one) for one in expected] == sorted(map(told.index, expected))
    marks = tab.locator("#evidence mark")
    marks.first.wait_for()
    assert marks.count() == 2
    assert "45 jours" in marks.nth(0).text_content()
    assert "12 novembre" in marks.nth(1).text_content()
    assert "Vanessa Pappas" in tab.locator("#evidence article").first.inner_text()
    assert_question_in_view(tab)
    screenshot(tab, "flagship")

    box.fill("Quand l'interdiction prend-elle effet ?")
    box.press("Enter")
    reply.nth(1).locator("blockquote").first.wait_for()
    assert "août 2020" in reply.nth(1).inner_text()
    assert_question_in_view(tab)
