"""Note that the process is asked to stop, so that the server can stop gracefully."""

from __future__ import annotations

import logging
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType

_POLL = 0.1  # seconds between two looks at the request


class StopRequest:
    """Notes SIGTERM and Ctrl+C inside a ``with`` block, in the main thread.

    No exception is raised, so that nothing is interrupted half-way. After the first signal both
    have their default effect: a second one ends the process at once. A signal that the process was
    started to ignore, as Ctrl+C is for background jobs of a shell, stays ignored.

    Attributes:
        received: Whether a signal came.
    """

    def __init__(self) -> None:
        self.received = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        """Begin to note the signals."""
        for number in (signal.SIGTERM, signal.SIGINT):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals the effect that they had before."""
        for number, before in self._before.items():
            signal.signal(number, before)

    def wait(self) -> None:
        """Block until a signal comes."""
        while not self.received:
            time.sleep(_POLL)

    def _note(self, _: int, __: FrameType | None) -> None:
        self.received = True
        for number in self._before:
            signal.signal(number, signal.SIG_DFL)


def flush_outputs() -> None:
    """Write what log handlers, standard output and standard error still hold."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):  # its reader has gone, or it is closed
                stream.flush()
