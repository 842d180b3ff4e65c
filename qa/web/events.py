"""Define what the events of the page share."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import DatelineError

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

QUICK = _OURS | {"queue": False}
"""Options of an event that runs no model."""

IN_TURN: dict[str, Any] = {"concurrency_limit": "default", "concurrency_id": "pipeline"}
"""Options of what waits in the queue, where ``launch`` says how many are answered at a time."""

QUEUED = _OURS | IN_TURN
"""Options of an event that asks a question."""


def event_value(event: gr.EventData, name: str) -> str | None:
    """Return the text that a script sent under a name; None if it is not a text.

    Clients can send anything, so the value is checked.
    """
    data = event._data  # noqa: SLF001
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) else None


@contextmanager
def showing_errors() -> Iterator[None]:
    """Turn a ``DatelineError`` into a message of the page; other exceptions pass unchanged."""
    try:
        yield
    except DatelineError as error:
        raise gr.Error(str(error), print_exception=False) from error
