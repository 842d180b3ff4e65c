"""Cache answers; simultaneous requests for the same answer share one computation."""

from __future__ import annotations

import pickle
import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from index.datatypes import Hit
    from qa.answer import Answer

T = TypeVar("T")

_ENTRIES = 1000
_SHARE_OF_HITS = 0.5  # of the bytes; passages come with their whole articles


class AnswerCache:
    """The latest answers, and the passages that were retrieved for them.

    Threads and pipelines may share it. Keys name the generation of the index and everything that an
    answer depends on, so that a cached answer equals a new one.

    Args:
        size: Largest total size, in bytes; 0 for no cache, where only simultaneous requests share
            an answer.
        entries: Largest number of answers.
    """

    def __init__(self, size: int = 32_000_000, entries: int = _ENTRIES) -> None:
        hits = int(size * _SHARE_OF_HITS)
        self.hits: SingleFlightCache[Sequence[Hit]] = SingleFlightCache(hits, entries)
        self.answers: SingleFlightCache[Answer] = SingleFlightCache(size - hits, entries)

    def clear(self) -> None:
        """Remove everything, since a new generation has been opened."""
        self.hits.clear()
        self.answers.clear()


class SingleFlightCache(Generic[T]):
    """A cache with a limit in bytes. Threads that need the same value share one computation.

    The values that were used least recently are removed first. The size of a value is that of its
    pickle, which is fast to make and about as large as the objects.

    Args:
        size: Largest total size, in bytes.
        entries: Largest number of values.

    Attributes:
        found: Number of values that were cached, or that another thread was computing.
        computed: Number of values that were computed.
        size: Total size of the values, in bytes.
    """

    def __init__(self, size: int, entries: int = _ENTRIES) -> None:
        self.found = self.computed = self.size = 0
        self._max_bytes, self._entries = size, entries
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._flights: dict[Hashable, Future[T]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the value of a key, and compute it if it is not cached.

        Args:
            key: Everything that the value depends on.
            compute: Function that computes the value. It must not request the same key. Threads
                that request it meanwhile wait. If the function raises an exception, each of them
                computes the value itself, one after the other.
        """
        while True:
            with self._lock:
                if key in self._values:
                    self._values.move_to_end(key)
                    self.found += 1
                    return self._values[key][0]
                flight = self._flights.get(key)
                if flight is None:
                    own = self._flights[key] = Future()
                    break
            try:
                value = flight.result()
            except CancelledError:
                continue
            with self._lock:
                self.found += 1
            return value
        try:
            value = compute()
        except BaseException:
            with self._lock:
                del self._flights[key]
            own.cancel()
            raise
        size = _pickled_size(value) if self._max_bytes else None
        with self._lock:
            del self._flights[key]
            self.computed += 1
            self._keep(key, value, size)
        own.set_result(value)
        return value

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._values.clear()
            self.size = 0

    def _keep(self, key: Hashable, value: T, size: int | None) -> None:
        if size is None or size > self._max_bytes:
            return
        self._values[key] = value, size
        self.size += size
        while self.size > self._max_bytes or len(self._values) > self._entries:
            _, (_, removed) = self._values.popitem(last=False)
            self.size -= removed


def _pickled_size(value: object) -> int | None:
    """Return the bytes of a pickled value; None for one that cannot be pickled, nor kept."""
    try:
        return len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    except Exception:  # noqa: BLE001 (pickle raises whatever the value's own methods raise)
        return None
