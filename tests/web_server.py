"""The page, served for a test."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.web.page import build_app, launch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.pipeline import Pipeline


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serve(pipeline: Pipeline, **options: Any) -> Iterator[str]:
    """Serve the page over a pipeline and yield its address."""
    app = build_app(pipeline)
    url = launch(app, port=free_port(), **options)
    try:
        yield url
    finally:
        app.close(verbose=False)
