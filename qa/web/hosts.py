"""Check the host and origin of each request, and send the security headers.

The owner of a host name can point it to any address, even to a reader's own machine (DNS
rebinding). Scripts under that name could then read the responses of this server. The browser sends
the name in ``Host`` and the page's site in ``Origin``, and scripts can forge neither.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self

from starlette.datastructures import Headers, MutableHeaders
from starlette.websockets import WebSocketClose

from qa.web.limits import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from ipaddress import IPv4Address, IPv6Address

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\s\[\]:/?#@\\]+?)\.?(?::(\d{0,5}))?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_LONGEST = 253  # letters of a name (RFC 1035)
_PORTS = {"http": 80, "https": 443}
_BY_PROXIES = {b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-for", b"x-gradio-server"}
_OF_PROXIES = _BY_PROXIES | {b"forwarded", b"via", b"x-real-ip"}
_HEALTH = "/healthz"
_FORWARDED = "dateline.forwarded"  # key of a request's scope

# Gradio's page has inline scripts and styles, compiles functions from text ("unsafe-eval"), and
# uses data and blob addresses for icons and downloads. Nothing is loaded from other sites.
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer", browsers would send "Origin: null" with the page's own forms.
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
}
"""Headers of every response, unless Gradio sets them itself."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and a port (RFC 3986, section 3.2), as in the header ``Host``.

    Attributes:
        host: Name in lower case without a final dot, or IP address as ``ipaddress`` writes it,
            without brackets.
        port: Port; None if none is given.

    Examples:
        >>> Authority.parse("News.Example.:7860")
        Authority(host='news.example', port=7860)
    """

    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Parse a host with an optional port; return None if the text is neither."""
        match = _AUTHORITY.fullmatch(text.strip())
        if match is None:
            return None
        address = _ip_address(match[1].strip("[]"))
        return cls(str(address or match[1].lower()), int(match[2]) if match[2] else None)


def parse_hostname(text: str) -> str:
    """Return a host name or IP address in the form of ``Authority.host``.

    Args:
        text: Name without scheme, port and path. Non-ASCII letters are encoded by IDNA.

    Raises:
        ValueError: If the text is not a host name.

    Examples:
        >>> parse_hostname("Zeitung-Köln.example")
        'xn--zeitung-kln-zfb.example'
    """
    if address := _ip_address(text.strip().strip("[]")):
        return str(address)
    name = text.strip().lower().removesuffix(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not name or len(name) > _LONGEST or not all(map(_LABEL.fullmatch, name.split("."))):
        raise ValueError(
            f"{text[:80]!r} is not a host name: give it without scheme, port and path, such as "
            "news.example.org"
        )
    return name


class KnownHosts:
    """ASGI middleware that refuses requests for unknown hosts, and from pages of other sites.

    They get the status 421 (Misdirected Request) and 403. "localhost" and the addresses of this
    machine are known: no other site can have them. ``/healthz`` accepts any host, since its
    response says nothing.

    The headers of proxies are removed unless a trusted proxy sent them, since Gradio would trust
    any client.

    Args:
        app: Application behind it.
        host: Address or name that the server listens on.
        hostnames: Other known hosts, as ``parse_hostname`` returns them. Their pages may have any
            port, since the server cannot know the port of a proxy.
        proxy: Addresses or networks of trusted proxies, separated by commas.
    """

    def __init__(
        self, app: ASGIApp, host: str, hostnames: Iterable[str] = (), proxy: str = ""
    ) -> None:
        from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

        self._app = ProxyHeadersMiddleware(app, proxy)  # type: ignore[arg-type]
        self._named = frozenset(hostnames)
        self._known = {*self._named, "localhost", str(_ip_address(host) or host.lower())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)  # type: ignore[arg-type]
            return
        if not self._trusted(scope):
            kept = [one for one in scope["headers"] if one[0] not in _BY_PROXIES]
            forwarded = any(name in _OF_PROXIES for name, _ in scope["headers"])
            scope = {**scope, "headers": kept, _FORWARDED: forwarded}
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))  # type: ignore[arg-type]
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, refusal.reason)(scope, receive, send)
        else:
            await refusal.response()(scope, receive, _with_headers(send))

    def _trusted(self, scope: Scope) -> bool:
        client = scope.get("client")
        return client is not None and client[0] in self._app.trusted_hosts

    def _refusal(self, scope: Scope) -> Refusal | None:
        if scope["path"] == _HEALTH:
            return None
        server = scope.get("server")
        if server and (address := _ip_address(server[0])):
            # Stored for the second request that Gradio makes, from this machine, for each call of
            # an agent. A link-local address without its zone cannot be checked by binding to it.
            self._known.add(str(address))
        headers = Headers(scope=scope)
        asked = [*headers.getlist("host")[:2]]
        for value in headers.getlist("x-forwarded-host"):
            asked += value.split(",")  # a proxy may append its value to what the client sent
        names = [Authority.parse(one) for one in asked]
        if not headers.get("host") or len(headers.getlist("host")) > 1:
            return Refusal(421, "The request must have exactly one Host header.")
        known: list[Authority] = []
        for text, name in zip(asked, names, strict=True):
            if name is None or not self._knows(name.host):
                return _misdirected(text, name)
            known.append(name)
        return self._foreign(headers.getlist("origin"), known)

    def _knows(self, host: str) -> bool:
        if host in self._known:
            return True
        address = _ip_address(host)
        return address is not None and (address.is_loopback or _is_here(address))

    def _foreign(self, origins: Sequence[str], asked: Sequence[Authority]) -> Refusal | None:
        """Return a refusal if a page of another site sent the request.

        Clients that are not browsers send no origin.
        """
        if all(self._is_own(one, asked) for one in origins):
            return None
        return Refusal(
            403,
            "Requests from pages of other sites are refused (Origin). If this is the server's own "
            "page behind a proxy, start it with --hostname and the host name that browsers show.",
        )

    def _is_own(self, origin: str, asked: Sequence[Authority]) -> bool:
        scheme, _, rest = origin.partition("://")
        port, page = _PORTS.get(scheme.lower()), Authority.parse(rest)
        if port is None or page is None:  # "null", too
            return False
        return page.host in self._named or any(
            page.host == one.host and (page.port or port) == (one.port or port) for one in asked
        )


def is_forwarded(scope: Scope) -> bool:
    """Return whether a proxy that is not trusted sent a request, as its headers say."""
    return bool(scope.get(_FORWARDED))


def _misdirected(text: str, name: Authority | None) -> Refusal:
    try:
        shown = parse_hostname(name.host if name else text)
    except ValueError:
        shown = "NAME"
    return Refusal(
        421,
        "This server does not answer under the requested host name. If the name is right, start "
        f"it with --hostname {shown}.",
    )


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _is_here(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address belongs to this machine: only then can a socket bind to it."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def _ip_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address in a text, with IPv4-mapped IPv6 as IPv4; None if there is none."""
    try:
        address = ip_address(text.partition("%")[0])  # the zone means nothing to other machines
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
