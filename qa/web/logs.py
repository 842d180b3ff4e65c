"""Write the server's log: a JSON object a line for each question received and each answer."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Listener = Callable[[str, Mapping[str, Any]], None]

_access = logging.getLogger("dateline.access")
_listeners: list[Listener] = []


def start_logging(*, questions: bool = False) -> None:
    """Write the log to standard error, a JSON object a line.

    Without this call, only warnings and errors are written, as plain text. Client addresses are
    never written.

    Args:
        questions: Write the text of questions, too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(questions=questions))
    logging.getLogger().handlers[:] = [handler]
    _access.setLevel(logging.INFO)


def listen(listener: Listener) -> None:
    """Call a function with the name and the fields of each event, whether it is written or not."""
    _listeners.append(listener)


def ignore(listener: Listener) -> None:
    """End the calls that began with ``listen``."""
    _listeners.remove(listener)


def log_request(path: str, status: int, elapsed_ms: float) -> None:
    """Log that a request for an answer was accepted or refused.

    Args:
        path: Path of the request, below the page's address.
        status: HTTP status of the response.
        elapsed_ms: Milliseconds until then, without the time that a question waits in the queue.
    """
    _log("request", path=path, status=status, elapsed_ms=elapsed_ms)


def log_answered(
    endpoint: str,
    question: str,
    *,
    found: bool,
    elapsed_ms: float,
    language: str | None = None,
    generation: str | None = None,
) -> None:
    """Log that a question was answered.

    Args:
        endpoint: ``page``, or the name of the endpoint.
        question: Question, written only after ``start_logging(questions=True)``.
        found: Whether an answer was found.
        elapsed_ms: Milliseconds for the answer, without waiting.
        language: ISO 639-1 code of the question's language.
        generation: Name of the index generation that answered.
    """
    _log(
        "answered",
        question,
        endpoint=endpoint,
        language=language,
        found=found,
        elapsed_ms=elapsed_ms,
        generation=generation,
    )


def log_failed(endpoint: str, question: str, error: Exception, elapsed_ms: float) -> None:
    """Log that a question was not answered because of an error.

    Args:
        endpoint: ``page``, or the name of the endpoint.
        question: Question, written only after ``start_logging(questions=True)``.
        error: Error; only its type is written.
        elapsed_ms: Milliseconds until then, without waiting.
    """
    _log("failed", question, endpoint=endpoint, type=type(error).__name__, elapsed_ms=elapsed_ms)


class JsonLines(logging.Formatter):
    """A formatter that writes any log record as a line of JSON.

    Args:
        questions: Write the text of questions, too.
    """

    def __init__(self, *, questions: bool = False) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON, without a line break."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), **self._content(record)}
        return json.dumps({name: value for name, value in line.items() if value is not None})

    def _content(self, record: logging.LogRecord) -> dict[str, Any]:
        if record.name == _access.name:
            asked = {"question": record.__dict__["question"]} if self._questions else {}
            return {"event": record.getMessage(), **record.__dict__["fields"], **asked}
        trace = self.formatException(record.exc_info) if record.exc_info else None
        return {"event": record.name, "message": record.getMessage(), "trace": trace}


def _log(event: str, question: str | None = None, *, elapsed_ms: float, **fields: object) -> None:
    logged = {**fields, "elapsed_ms": round(elapsed_ms, 1)}
    for listener in _listeners:
        listener(event, logged)
    _access.info(event, extra={"fields": logged, "question": question})
