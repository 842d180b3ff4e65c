"""Getting a document over HTTP: bounded in time and size, never by accident from a private host."""

from __future__ import annotations

import base64
import time
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import httpcore
import httpx

from index.corpus.following import addresses

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from index.corpus.following.addresses import Resolve

AGENT = "Dateline"
"""What we are called in ``robots.txt``."""

_HEADERS = {
    "User-Agent": f"{AGENT} (reads feeds for a local archive)",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_REDIRECTS = 301, 302, 303, 307, 308
_PERMANENT = 301, 308
_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_TRANSIENT = 408, 425, 429


class FetchError(Exception):
    """A document that was not got.

    Attributes:
        reason: Why.
        status: What the server answered; 0 if it did not.
        headers: The answer's, in small letters.
        transient: Whether it may work later.
    """

    def __init__(
        self,
        reason: str,
        status: int = 0,
        headers: Mapping[str, str] | None = None,
        *,
        transient: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason, self.status, self.headers = reason, status, headers or {}
        self.transient = transient


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may take.

    Attributes:
        seconds: For a whole document, from the first connection on.
        silence: Seconds between two pieces of it.
        size: Bytes of a document, unpacked.
        redirects: How often it may send on.
    """

    seconds: float = 60.0
    silence: float = 20.0
    size: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave.

    Attributes:
        status: 200, or 304 if the document is the same as before.
        url: Where it was in the end.
        headers: By their names in small letters.
        body: The document, unpacked; empty with 304.
        moved: Where it is for good, if it was sent on for good alone; else empty.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: str = ""

    @property
    def charset(self) -> str:
        """How the server says that the document is encoded; empty if it does not."""
        return httpx.Response(200, headers=dict(self.headers)).charset_encoding or ""

    @property
    def media_type(self) -> str:
        """What the server says that the document is, as ``text/html``; empty if it does not."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Web:
    """Gets documents, each over a connection of its own.

    Names are resolved here, and a connection is made to an address that was looked at: a name that
    has another address the next time reaches nothing private. Proxies are not used.

    Args:
        allow_private: Take private addresses for public ones.
        limits: What a server may take.
        resolve: Finds the addresses of a host.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self._allow_private, self._limits = allow_private, limits or Limits()
        self._resolve = resolve or addresses.resolve

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=True)

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        chosen: bool = False,
        check: Callable[[str], None] | None = None,
    ) -> Fetched:
        """Get a document.

        Args:
            url: Where it is.
            headers: What to ask with, besides our own.
            chosen: The user has named the address, which may be private, then; where it sends on
                to may not.
            check: Is called with each address before it is asked, and may raise.

        Raises:
            FetchError: If it was not got.
        """
        at = first = _url(url)
        deadline = time.monotonic() + self._limits.seconds
        permanent = True
        for _ in range(self._limits.redirects + 1):
            if check is not None:
                check(str(at))
            asked = {**_HEADERS, **(headers or {})}
            if first.userinfo and _origin(at) == _origin(first):
                asked["Authorization"] = _basic(first.userinfo)
            trusted = self._allow_private or (chosen and _origin(at) == _origin(first))
            status, given, body = self._ask(at, asked, trusted, deadline)
            if status not in _REDIRECTS:
                moved = shown(str(at)) if permanent and at != first else ""
                return self._fetched(status, at, given, body, moved)
            permanent = permanent and status in _PERMANENT
            if "location" not in given:
                raise FetchError(f"{status}, and not where to", status, given)
            at = _url(given["location"], at)
        raise FetchError(f"is sent on more than {self._limits.redirects} times")

    def _fetched(
        self, status: int, at: httpx.URL, headers: dict[str, str], body: bytes, moved: str
    ) -> Fetched:
        if status in (200, 203, 304):
            return Fetched(status, shown(str(at)), headers, body, moved)
        phrase = httpx.codes.get_reason_phrase(status)
        transient = status >= 500 or status in _TRANSIENT
        raise FetchError(f"{status} {phrase}".strip(), status, headers, transient=transient)

    def _ask(
        self, url: httpx.URL, headers: Mapping[str, str], trusted: bool, deadline: float
    ) -> tuple[int, dict[str, str], bytes]:
        network = _Network(self._resolve, deadline, self._limits, trusted=trusted)
        secure = url.scheme == "https"
        silence = self._limits.silence
        times = dict.fromkeys(("connect", "read", "write", "pool"), silence)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._certificates if secure else None, network_backend=network
                ) as pool,
                pool.stream(
                    "GET",
                    httpcore.URL(
                        scheme=url.raw_scheme,
                        host=url.raw_host,
                        port=url.port,
                        target=url.raw_path,
                    ),
                    headers=[("Host", url.netloc.decode("ascii")), *headers.items()],
                    extensions={"timeout": times},
                ) as answer,
            ):
                given = _headers(answer.headers)
                wanted = answer.status in (200, 203)
                body = self._body(answer.iter_stream(), given) if wanted else b""
                return answer.status, given, body
        except httpcore.TimeoutException as error:
            raise FetchError(f"is silent for {silence:g} s") from error
        except httpcore.RemoteProtocolError as error:
            raise FetchError(f"is cut off, or no HTTP ({error})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError(f"cannot be reached ({error})") from error

    def _body(self, chunks: Iterable[bytes], headers: Mapping[str, str]) -> bytes:
        packing = headers.get("content-encoding", "").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(f"is packed by {packing[:40]!r}, which was not asked for")
        packed = packing not in ("", "identity")
        body = self._whole(self._unpacked(chunks) if packed else chunks)
        if body.startswith(_GZIP):  # a file that is packed, whatever the server says of it
            body = self._whole(self._unpacked([body]))
        return body

    def _whole(self, chunks: Iterable[bytes]) -> bytes:
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self._limits.size:
                raise FetchError(f"has more than {self._limits.size / 1e6:g} MB", transient=False)
        return bytes(body)

    @staticmethod
    def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what is packed, some at a time however far it expands."""
        unpack = None
        try:
            for chunk in chunks:
                rest = chunk
                while rest:
                    unpack = unpack or zlib.decompressobj(_window(rest))
                    yield unpack.decompress(rest, _CHUNK)
                    rest = unpack.unconsumed_tail
                    if unpack.eof:
                        # What follows is another member, or bytes that mean nothing.
                        rest = unpack.unused_data
                        if not rest.startswith(_GZIP):
                            return
                        unpack = None
            while unpack is not None and (last := unpack.decompress(b"", _CHUNK)):
                yield last  # what it had read and not yet given
        except zlib.error as error:
            raise FetchError(f"cannot be unpacked ({error})") from error
        if unpack is not None and not unpack.eof:
            raise FetchError("is cut off: its end is missing")


def shown(url: str) -> str:
    """Return an address without a name and a password, as it is told and kept."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b""))
    except (httpx.InvalidURL, ValueError):
        return url


def _basic(userinfo: bytes) -> str:
    """Return a name and a password as a header has them (RFC 7617)."""
    return f"Basic {base64.b64encode(unquote_to_bytes(userinfo)).decode()}"


def _window(data: bytes) -> int:
    """Return how zlib is told that data are of gzip or zlib, or have no head at all."""
    headed = data.startswith(_GZIP) or (
        data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    )
    return zlib.MAX_WBITS | 32 if headed else -zlib.MAX_WBITS


def _url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        found = base.join(url) if base else httpx.URL(url.strip())
        found.host.encode("idna")  # an empty label, or one that is too long
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"{url[:80]!r} is no address", transient=False) from error
    if found.scheme not in ("http", "https") or not found.host:
        raise FetchError(f"{url[:80]!r} is no address of the web", transient=False)
    return found


def _origin(url: httpx.URL) -> tuple[str, int]:
    port = url.port or (443 if url.scheme == "https" else 80)
    # The same server may insist on being asked in secret.
    return url.host, 443 if port == 80 else port


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return found


class _Network(httpcore.NetworkBackend):
    """Connects to addresses that may be asked, until a moment.

    Args:
        resolve: Finds the addresses of a host.
        deadline: When it ends, by ``time.monotonic``.
        limits: What to tell where it has ended.
        trusted: Private addresses may be asked.
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
        """Connect to the first address of a host that answers."""
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
        """Return how many seconds may be waited now.

        Raises:
            FetchError: If there are none.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise FetchError(f"takes longer than {self._limits.seconds:g} s")
        return left if timeout is None else min(timeout, left)


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time is over, however often a byte arrives."""

    def __init__(self, stream: httpcore.NetworkStream, network: _Network) -> None:
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
