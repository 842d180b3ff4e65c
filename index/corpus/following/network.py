"""Open connections to public addresses only, with a deadline."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpcore

from index.corpus.following import addresses
from index.corpus.following.fetching import FetchError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable
    from typing import Any

    from index.corpus.following.addresses import Resolve
    from index.corpus.following.fetching import Limits


class Network(httpcore.NetworkBackend):
    """Network backend that connects only to allowed addresses, until a deadline.

    Args:
        resolve: Function that returns the addresses of a host.
        deadline: Deadline, by ``time.monotonic``.
        limits: Limits that a message names when the deadline has passed.
        trusted: Whether private addresses are allowed.
    """

    def __init__(self, resolve: Resolve, deadline: float, limits: Limits, *, trusted: bool) -> None:
        self._resolve, self._deadline, self._limits = resolve, deadline, limits
        self._trusted = trusted
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that accepts."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"the host {host!r} is not known") from error
        public = [one for one in found if self._trusted or addresses.is_public(one)]
        if not public:
            raise FetchError(
                f"the address of {host!r} is private ({', '.join(found)[:80]}); if that is meant, "
                "allow it with --allow-private",
                transient=False,
            )
        failed: Exception | None = None
        for one in public:
            try:
                stream = self._system.connect_tcp(
                    one, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self)
        raise failed or FetchError(f"the host {host!r} is not known")

    def left(self, timeout: float | None) -> float:
        """Return how many seconds are left to wait.

        Raises:
            FetchError: If the deadline has passed.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise FetchError(f"takes longer than {self._limits.seconds:g} s")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection that closes at the deadline, even if bytes keep arriving."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream, self._network = stream, network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._network.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._network)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401
        return self._stream.get_extra_info(info)
