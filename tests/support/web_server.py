"""The page, served for a test."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from gradio.routes import App

from qa.feedback import FeedbackStore
from qa.web.page import build_app
from qa.web.server import launch
from qa.web.uploads import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    import gradio as gr

    from qa.pipeline import Pipeline
    from qa.web.uploads import Uploads


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def one_application() -> Iterator[None]:
    """Let Gradio make the application that is served, and not the six before it.

    It makes one for each language of the page and one for the queue, and throws them away: that is
    most of the time that a server takes to start. Where the page is started as a program, in
    ``test_server`` and ``test_wheel``, all are made.
    """
    make = App.create_app

    def create_app(blocks: gr.Blocks, **options: Any) -> App:
        return make(blocks, **options) if "app_kwargs" in options else App()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "create_app", create_app)
        yield


@contextmanager
def serve(
    pipeline: Pipeline,
    feedback: FeedbackStore | None = None,
    uploads: Uploads | None = None,
    **options: Any,
) -> Iterator[str]:
    """Serve the page over a pipeline and yield its address.

    Args:
        pipeline: Who answers.
        feedback: What keeps the votes; None for a file that is thrown away.
        uploads: Where articles go that readers add; None for none.
        options: As for ``launch``; without one anybody may ask as often as they like.
    """
    with TemporaryDirectory() as folder:
        kept = feedback or FeedbackStore(Path(folder) / "feedback.sqlite")
        size = None if uploads is None else TOGETHER
        usual = {"port": free_port(), "rate": 0, "upload_bytes": size}
        with one_application():
            site = launch(build_app(pipeline, kept, uploads), **usual | options)
        try:
            yield site.url
        finally:
            site.close(patience=0)
