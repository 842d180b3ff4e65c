"""Fetch documents over HTTP, bounded in time and size, and only from public hosts."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import httpcore
import httpx

from index.corpus.following import addresses
from index.corpus.following.bodies import read_body
from index.corpus.following.fetching import FetchError, Limits
from index.corpus.following.network import Network

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Mapping

    from index.corpus.following.addresses import Resolve

AGENT = "Dateline"
"""Name of our user agent in ``robots.txt``."""

_HEADERS = {
    "User-Agent": f"{AGENT} (reads feeds for a local archive)",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_REDIRECTS = 301, 302, 303, 307, 308
_PERMANENT = 301, 308
_TRANSIENT = 408, 425, 429


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched document.

    Attributes:
        status: 200, or 304 if the document has not changed.
        url: Final address, after redirects.
        headers: Headers, with names in lower case.
        body: Document, decompressed; empty with 304.
        permanent_url: New address, if all redirects were permanent; else empty.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    permanent_url: str = ""

    @property
    def charset(self) -> str:
        """Encoding that the server declares; empty if it does not."""
        return httpx.Response(200, headers=dict(self.headers)).charset_encoding or ""

    @property
    def media_type(self) -> str:
        """Media type that the server declares, such as ``text/html``; empty if it does not."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Web:
    """HTTP client that uses a new connection for each document.

    Host names are resolved here, and the connection goes to the address that was checked: a host
    that later resolves to a private address is not reached. Proxies are not used.

    Args:
        allow_private: Whether private addresses are allowed.
        limits: Limits of a request.
        resolve: Function that returns the addresses of a host.
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
        """Fetch a document.

        Args:
            url: Address of the document.
            headers: Headers to send in addition to our own.
            chosen: Whether the user named the address, which may then be private; targets of
                redirects may not.
            check: Function that is called with each address before it is requested, and may raise.

        Raises:
            FetchError: If the document could not be fetched.
        """
        at = first = _url(url)
        deadline = time.monotonic() + self._limits.seconds
        permanent = True
        for _ in range(self._limits.redirects + 1):
            if check is not None:
                check(str(at))
            asked = {**_HEADERS, **(headers or {})}
            if first.userinfo and _origin(at) == _origin(first):
                asked["Authorization"] = _basic_auth(first.userinfo)
            trusted = self._allow_private or (chosen and _origin(at) == _origin(first))
            status, given, body = self._ask(at, asked, trusted, deadline)
            if status not in _REDIRECTS:
                permanent_url = shown(str(at)) if permanent and at != first else ""
                return self._fetched(status, at, given, body, permanent_url)
            permanent = permanent and status in _PERMANENT
            if "location" not in given:
                raise FetchError(f"{status}, and not where to", status, given)
            at = _url(given["location"], at)
        raise FetchError(f"is sent on more than {self._limits.redirects} times")

    def _fetched(
        self, status: int, at: httpx.URL, headers: dict[str, str], body: bytes, permanent_url: str
    ) -> Fetched:
        if status in (200, 203, 304):
            return Fetched(status, shown(str(at)), headers, body, permanent_url)
        phrase = httpx.codes.get_reason_phrase(status)
        transient = status >= 500 or status in _TRANSIENT
        raise FetchError(f"{status} {phrase}".strip(), status, headers, transient=transient)

    def _ask(
        self, url: httpx.URL, headers: Mapping[str, str], trusted: bool, deadline: float
    ) -> tuple[int, dict[str, str], bytes]:
        network = Network(self._resolve, deadline, self._limits, trusted=trusted)
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
                body = read_body(answer.iter_stream(), given, self._limits.size) if wanted else b""
                return answer.status, given, body
        except httpcore.TimeoutException as error:
            raise FetchError(f"is silent for {silence:g} s") from error
        except httpcore.RemoteProtocolError as error:
            raise FetchError(f"is cut off, or no HTTP ({error})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError(f"cannot be reached ({error})") from error


def shown(url: str) -> str:
    """Return an address without user name and password, as it is displayed and stored."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b""))
    except (httpx.InvalidURL, ValueError):
        return url


def _basic_auth(userinfo: bytes) -> str:
    """Return user name and password as the value of a header (RFC 7617)."""
    return f"Basic {base64.b64encode(unquote_to_bytes(userinfo)).decode()}"


def _url(url: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        found = base.join(url) if base else httpx.URL(url.strip())
        found.host.encode("idna")  # raises for an empty label, or one that is too long
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"{url[:80]!r} is no address", transient=False) from error
    if found.scheme not in ("http", "https") or not found.host:
        raise FetchError(f"{url[:80]!r} is no address of the web", transient=False)
    return found


def _origin(url: httpx.URL) -> tuple[str, int]:
    port = url.port or (443 if url.scheme == "https" else 80)
    # The same server may redirect to HTTPS.
    return url.host, 443 if port == 80 else port


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
    return found
