"""An endpoint that somebody adds: a function over the pipeline, asked like those that ship."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from gradio.events import api

from index.errors import DatelineError
from qa.feedback import FeedbackStore
from qa.web.events import IN_TURN, showing_errors
from qa.web.page import build_app
from qa.web.server import launch
from tests.support.fake_pipeline import FakePipeline
from tests.support.web_server import free_port

if TYPE_CHECKING:
    from pathlib import Path

    import gradio as gr


def add_months(app: gr.Blocks, pipeline: FakePipeline) -> None:
    def months(year: str = "") -> dict[str, int]:
        """Count the articles of each month.

        Args:
            year: Only months of this year, YYYY; empty for all.

        Returns:
            Articles by month, YYYY-MM.
        """
        if year and not year.isdecimal():
            raise DatelineError(f"{year!r} is no year; write YYYY")
        counted = pipeline.snapshot().index_snapshot.months()
        return {month: count for month, count in counted.items() if month.startswith(year)}

    with app:
        api(showing_errors()(months), api_name="months", **IN_TURN)


def call(url: str, year: str) -> tuple[str, Any]:
    """Ask the endpoint; return the last event and its data."""
    where = f"{url}gradio_api/call/months"
    event_id = httpx.post(where, json={"data": [year]}).json()["event_id"]
    *_, event, value = httpx.get(f"{where}/{event_id}").text.strip().splitlines()
    return event.removeprefix("event: "), json.loads(value.removeprefix("data: "))


@pytest.mark.slow
def test_an_endpoint_is_added(tmp_path: Path) -> None:
    pipeline = FakePipeline()
    app = build_app(pipeline, FeedbackStore(tmp_path / "feedback"))  # type: ignore[arg-type]
    add_months(app, pipeline)
    described = app.get_api_info()["named_endpoints"]
    assert described["/months"]["description"].startswith("Count the articles of each month.")
    assert described.keys() >= {"/ask", "/search", "/article"}
    site = launch(app, port=free_port(), rate=0)
    try:
        assert call(site.url, "") == ("complete", [{"2021-03": 1, "2021-09": 1}])
        assert call(site.url, "2020") == ("complete", [{}])
        event, problem = call(site.url, "soon")
        assert event == "error"
        assert "write YYYY" in json.dumps(problem)
    finally:
        site.close(patience=0)
