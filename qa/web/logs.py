"""The server's log: a line of JSON for each request for an answer, and for each answer."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

_access = logging.getLogger("dateline.access")


def start_logging(*, questions: bool = False) -> None:
    """Write what happens to standard error, a JSON object on each line.

    Otherwise warnings and errors alone are written, as plain text. No line says who asked.

    Args:
        questions: Write down what was asked.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(questions=questions))
    logging.getLogger().handlers[:] = [handler]
    _access.setLevel(logging.INFO)


def log_request(path: str, status: int, elapsed_ms: float) -> None:
    """Tell that a request for an answer was taken in, or refused.

    Args:
        path: What was asked for, below the page's own address.
        status: The HTTP status that it got.
        elapsed_ms: Until then; a question that waits in the queue is answered later.
    """
    _tell("request", path=path, status=status, elapsed_ms=elapsed_ms)


def log_answered(
    endpoint: str,
    question: str,
    *,
    found: bool,
    elapsed_ms: float,
    language: str | None = None,
    generation: str | None = None,
) -> None:
    """Tell that a question was answered; whoever answers calls this.

    Args:
        endpoint: Where it was asked: ``page``, or an endpoint's name.
        question: As it was asked; written only if ``start_logging`` was called with
            ``questions=True``.
        found: Whether there was an answer.
        elapsed_ms: How long it took, without waiting.
        language: The question's.
        generation: The name of the index's generation that answered.
    """
    _tell(
        "answered",
        question,
        endpoint=endpoint,
        language=language,
        found=found,
        elapsed_ms=elapsed_ms,
        generation=generation,
    )


class JsonLines(logging.Formatter):
    """Writes any record as one line of JSON.

    Args:
        questions: Write down what was asked.
    """

    def __init__(self, *, questions: bool = False) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), **self._content(record)}
        return json.dumps({name: value for name, value in line.items() if value is not None})

    def _content(self, record: logging.LogRecord) -> dict[str, Any]:
        if record.name == _access.name:
            asked = {"question": record.__dict__["question"]} if self._questions else {}
            return {"event": record.getMessage(), **record.__dict__["fields"], **asked}
        trace = self.formatException(record.exc_info) if record.exc_info else None
        return {"event": record.name, "message": record.getMessage(), "trace": trace}


def _tell(event: str, question: str | None = None, *, elapsed_ms: float, **fields: object) -> None:
    told = {**fields, "elapsed_ms": round(elapsed_ms, 1)}
    _access.info(event, extra={"fields": told, "question": question})
