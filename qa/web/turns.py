"""Serve waiting addresses in turn, so that one with many questions does not delay the others."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import gradio as gr
from gradio.queueing import EventQueue, Queue
from gradio.server_messages import ProcessCompletedMessage
from gradio.utils import error_payload

from qa.web.limits import household_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradio.block_function import BlockFunction
    from gradio.queueing import Event


_POLL = 0.01  # seconds between two checks of the queue


class _Ticket(NamedTuple):
    """The place of a waiting event: its turn, and the address that it came from."""

    turn: int
    address: str


class Turns(list["Event"]):
    """Waiting events in the order in which they are served.

    This is start-time fair queueing (Goyal et al. 1996, doi:10.1145/248156.248171) of questions of
    equal cost. An event gets the present turn, or the turn after the last one of its address if
    that is later. Events of a turn are served in the order of arrival. A new address is therefore
    served after at most one event of each other address, and nobody waits for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tickets: WeakKeyDictionary[Event, _Ticket] = WeakKeyDictionary()
        self._present = 0
        self._served: dict[str, int] = {}  # turn in which an address was last served

    def append(self, event: Event) -> None:
        """Add an event at its place."""
        address = household_of(event.request.scope)
        own = [self._tickets[one].turn for one in self if self._tickets[one].address == address]
        last = max([*own, self._served.get(address, -1)])
        turn = max(self._present, last + 1)
        self._tickets[event] = _Ticket(turn, address)
        super().insert(bisect_right(self, turn, key=lambda one: self._tickets[one].turn), event)

    def serve(self, event: Event) -> None:
        """Record that an event, which is no longer in the list, is being served."""
        self._present, address = self._tickets.pop(event)
        self._served[address] = self._present
        # What an address was given in an earlier turn no longer counts.
        self._served = {one: turn for one, turn in self._served.items() if turn >= self._present}


class FairQueue(Queue):
    """Gradio's queue, with turns by address, and without its statistics.

    Args:
        app: Page whose events are queued.
        workers: Number of events that are served at the same time.
        most: Number of events that may wait.
        served: Function that is called with the seconds that an event has waited.
    """

    def __init__(
        self,
        app: gr.Blocks,
        *,
        workers: int,
        most: int,
        served: Callable[[float], None] | None = None,
    ) -> None:
        super().__init__(
            live_updates=True,
            concurrency_count=app.max_threads,
            update_intervals=1,
            max_size=most,
            blocks=app,
            default_concurrency_limit=workers,
        )
        self._on_served = served
        self._loop: asyncio.AbstractEventLoop | None = None
        # Gradio looks for events a thousand times a second, with a twentieth of a core when idle.
        self.sleep_when_free = max(self.sleep_when_free, _POLL)

    def create_event_queue_for_fn(self, block_fn: BlockFunction) -> None:
        """Make a queue of turns for a function."""
        super().create_event_queue_for_fn(block_fn)
        made: EventQueue = self.event_queue_per_concurrency_id[block_fn.concurrency_id]
        if not isinstance(made.queue, Turns):
            made.queue = Turns()

    def get_events(self) -> tuple[list[Event], bool, str] | None:
        """Return what is served next."""
        found = super().get_events()
        for event in found[0] if found else ():
            turns = self.event_queue_per_concurrency_id[event.concurrency_id].queue
            assert isinstance(turns, Turns)  # noqa: S101 (made above)
            turns.serve(event)
            if self._on_served is not None:
                self._on_served(time.monotonic() - event.enqueue_time)
        return found

    def start(self) -> None:
        """Start to serve events, in the event loop of this thread."""
        self._loop = asyncio.get_running_loop()
        super().start()  # type: ignore[no-untyped-call]

    @property
    def busy(self) -> bool:
        """Whether an event is being served."""
        return any(self.active_jobs)

    def dismiss(self, reason: str) -> None:
        """End all events, those that wait and those that are being served, with an error message.

        What computes an answer is not interrupted. Any thread may call this.

        Args:
            reason: Message for the users.
        """
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._dismiss, reason)

    def _dismiss(self, reason: str) -> None:
        content = error_payload(gr.Error(reason, print_exception=False), show_error=False)
        served = [event for job in self.active_jobs for event in job or ()]
        queues = self.event_queue_per_concurrency_id.values()
        for event in [*served, *(event for one in queues for event in one.queue)]:
            if event.session_hash in self.pending_messages_per_session:
                message = ProcessCompletedMessage(output=content, success=False, title="Error")
                self.send_message(event, message)
            event.alive = False  # nothing else is sent
        for one in queues:
            one.queue.clear()

    def compute_analytics_summary(self, records: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002
        """Return an empty summary.

        Gradio makes a pandas table of the last 10,000 events after each of them, for an address
        that the page does not serve.
        """
        return {"functions": {}}
