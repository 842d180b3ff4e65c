"""Get replies from an OpenAI-compatible server within a deadline."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Literal

from qa.answerers.generative.local import LocalServer, LocalServerError, ServerAddress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx

    from qa.answerers.generative.settings import ModelSettings

_logger = logging.getLogger(__name__)

Fault = Literal["unreachable", "slow", "busy", "refused", "malformed"]
"""Kind of a failure: no connection or a broken one; no reply in time; too many questions; an error
of the server; an invalid reply."""

AT_ONCE = 2
CACHED = 256
FAILURES = 3
PAUSE = 30.0
"""Maximum number of concurrent calls; maximum number of cached replies; failures in a row that open
the circuit breaker; seconds for which it stays open."""
_LONGEST_REPLY = 200_000  # characters; a longer reply counts as endless
_LONGEST_LINE = 1_000_000


class ModelError(Exception):
    """The server gave no valid reply.

    Attributes:
        fault: Kind of the failure.
    """

    def __init__(self, fault: Fault, reason: str) -> None:
        super().__init__(reason)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt.

    Attributes:
        system: Instructions.
        user: Question with its evidence.
        schema: JSON Schema of the reply; not compared between prompts.
    """

    system: str
    user: str
    schema: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


class ModelClient:
    """Client of one model. Safe to share between threads.

    After several failures in a row, the server gets no requests for a while (circuit breaker), so
    that its failure does not slow down every question.

    Args:
        settings: Model and address.
        at_once: Maximum number of concurrent calls; a call that waits longer than the deadline
            fails.
        clock: Function that returns seconds, for tests.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._free = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._replies: OrderedDict[Prompt, str] = OrderedDict()
        self._local = (
            None if settings.file is None else LocalServer(settings.file, settings.context, at_once)
        )

    def reply(self, prompt: Prompt) -> str:
        """Return the complete reply of the model; see ``texts``."""
        *_, text = self.texts(prompt)
        return text

    def texts(self, prompt: Prompt) -> Iterator[str]:
        """Request a reply, and yield it as it grows.

        Args:
            prompt: Prompt; the same prompt gets the same reply from the cache.

        Yields:
            The text so far, whenever it has grown, and at least once a second, so that the consumer
            can stop; finally the complete reply.

        Raises:
            ModelError: If there is no reply within the deadline.
        """
        with self._lock:
            kept = self._replies.get(prompt)
            if kept is not None:
                self._replies.move_to_end(prompt)
            elif self._clock() < self._closed_until:
                raise ModelError("unreachable", "the server failed several times; it is left alone")
        if kept is not None:
            yield kept
            return
        deadline = self._clock() + self.settings.deadline
        if not self._free.acquire(timeout=self.settings.deadline):
            raise ModelError("busy", "too many questions at once")
        call = _Call(
            self.settings,
            self._address,
            prompt,
            deadline,
            self._clock,
            self._free.release,
        )
        try:
            yield from call.texts()
        except ModelError as error:
            self._count_failure(error)
            raise
        with self._lock:
            self._failures = 0

    def keep(self, prompt: Prompt, reply: str) -> None:
        """Cache a valid reply for the next call with the same prompt."""
        with self._lock:
            self._replies[prompt] = reply
            while len(self._replies) > CACHED:
                self._replies.popitem(last=False)

    def close(self) -> None:
        """Stop the server of a GGUF file, if it runs."""
        if self._local is not None:
            self._local.close()

    def _address(self) -> ServerAddress:
        """Return the address of the server; start the server of a GGUF file if necessary."""
        if self._local is None:
            return ServerAddress(self.settings.url, self.settings.key)
        try:
            return self._local.address()
        except LocalServerError as error:
            raise ModelError("unreachable", str(error)) from error

    def _count_failure(self, error: ModelError) -> None:
        _logger.warning("no reply from %s: %s", self.settings.host, error)
        if error.fault == "busy":
            return
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_until = self._clock() + PAUSE
                self._failures = 0


class _Call:
    """A call in a separate thread, so that nobody waits for it beyond the deadline."""

    def __init__(
        self,
        settings: ModelSettings,
        address: Callable[[], ServerAddress],
        prompt: Prompt,
        deadline: float,
        clock: Callable[[], float],
        release: Callable[[], None],
    ) -> None:
        self._settings, self._prompt, self._deadline = settings, prompt, deadline
        self._address = address
        self._clock, self._release = clock, release
        self._text = ""
        self._error: ModelError | None = None
        self._done, self._abandoned = Event(), Event()
        self._thread = Thread(target=self._run, name="dateline-model", daemon=True)

    def texts(self) -> Iterator[str]:
        """Start the call, and yield the reply so far, until the deadline or until abandoned."""
        self._thread.start()
        shown, shown_at = 0, time.monotonic()
        try:
            while not self._done.wait(_TICK):
                if len(self._text) > shown or time.monotonic() - shown_at > _REPEAT_SECONDS:
                    shown, shown_at = len(self._text), time.monotonic()
                    yield self._text
                if self._clock() >= self._deadline:
                    raise ModelError("slow", f"no reply within {self._settings.deadline:g} seconds")
        finally:
            self._abandoned.set()
        if self._error is not None:
            raise self._error
        yield self._text

    def _run(self) -> None:
        try:
            for piece in self._pieces():
                self._text += piece
                if len(self._text) > _LONGEST_REPLY:
                    raise ModelError("malformed", "the reply does not end")  # noqa: TRY301
                if self._abandoned.is_set():
                    return
        except ModelError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 (whatever a server does, a question is answered)
            self._error = ModelError("malformed", f"{type(error).__name__} while reading the reply")
        finally:
            self._release()
            self._done.set()

    def _pieces(self) -> Iterator[str]:
        import httpx

        settings, address = self._settings, self._address()
        if self._abandoned.is_set():  # while the server was being started
            return
        left = max(0.1, self._deadline - self._clock())
        headers = {"Accept": "text/event-stream, application/json"}
        if address.key:
            headers["Authorization"] = f"Bearer {address.key}"
        body = _body(settings, self._prompt)
        try:
            with httpx.Client(timeout=left, headers=headers) as client:
                for structured in (True, False):
                    if not structured:
                        del body["response_format"]
                    url = f"{address.url}/chat/completions"
                    with client.stream("POST", url, json=body) as response:
                        if structured and response.status_code in _NO_SCHEMAS:
                            continue
                        yield from self._read(response)
                        return
        except httpx.TimeoutException as error:
            raise ModelError("slow", f"no reply within {settings.deadline:g} seconds") from error
        except httpx.InvalidURL as error:
            raise ModelError("unreachable", "its address is not one") from error
        except httpx.HTTPError as error:
            # The message of the exception may contain the address with its password; its class
            # suffices.
            raise ModelError("unreachable", type(error).__name__) from error

    def _read(self, response: httpx.Response) -> Iterator[str]:
        if response.status_code != HTTPStatus.OK:
            raise _status_error(response.status_code)
        if "event-stream" in response.headers.get("content-type", ""):
            yield from _streamed(_stream_lines(response.iter_text(), self._abandoned))
        else:
            text = "".join(_limited(response.iter_text(), self._abandoned))
            yield _reply_text(_parsed(text), "message")


_NO_SCHEMAS = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
"""Status of servers without structured output; the request is repeated without a schema."""
_ENDED = "[DONE]"
"""Last event of a complete stream."""
_TICK = 0.05  # seconds between two checks for new text
_REPEAT_SECONDS = 1.0  # seconds after which an unchanged text is yielded again


def _body(settings: ModelSettings, prompt: Prompt) -> dict[str, Any]:
    return {
        "model": settings.model,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "temperature": 0,
        "max_tokens": settings.reply_tokens,
        "stream": True,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": prompt.schema},
        },
    }


def _status_error(status: int) -> ModelError:
    fault: Fault = "busy" if status in {408, 429, 503} else "refused"
    return ModelError(fault, f"the server answered with status {status}")


def _limited(texts: Iterator[str], abandoned: Event) -> Iterator[str]:
    length = 0
    for text in texts:
        length += len(text)
        if abandoned.is_set() or length > _LONGEST_LINE:
            raise ModelError("malformed", "the reply does not end")
        yield text


def _stream_lines(texts: Iterator[str], abandoned: Event) -> Iterator[str]:
    rest = ""
    for text in texts:
        if abandoned.is_set() or len(rest) > _LONGEST_LINE:
            raise ModelError("malformed", "the reply does not end")
        *whole, rest = (rest + text).split("\n")
        yield from whole
    if _ENDED in rest:  # without it, the connection was cut
        yield rest


def _streamed(lines: Iterator[str]) -> Iterator[str]:
    """Yield the text of server-sent events; raise if the stream ends before its last event."""
    for line in lines:
        name, _, data = line.strip().partition(":")
        if name != "data" or not (data := data.strip()):
            continue
        if data == _ENDED:
            return
        event = _parsed(data)
        if event.get("usage"):
            _log_usage(event["usage"])
        if event.get("choices"):
            yield _reply_text(event, "delta")
    raise ModelError("unreachable", "the reply broke off")


def _parsed(text: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError("malformed", "the server's answer is not JSON") from error
    if not isinstance(event, dict) or "error" in event:
        raise ModelError("refused", "the server answered with an error")
    return event


def _reply_text(event: dict[str, Any], where: str) -> str:
    try:
        choice = event["choices"][0]
        text = choice[where].get("content") or ""
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ModelError("malformed", "the server's answer has no text") from error
    if choice.get("finish_reason") == "length":
        raise ModelError("malformed", "the reply is longer than it may be")
    if not isinstance(text, str):
        raise ModelError("malformed", "the server's answer has no text")
    if where == "message" and event.get("usage"):
        _log_usage(event["usage"])
    return text


def _log_usage(usage: object) -> None:
    if isinstance(usage, dict):
        counts = {key: usage.get(key) for key in ("prompt_tokens", "completion_tokens")}
        _logger.info("tokens: %s", counts)
