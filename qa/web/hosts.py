"""Under which names the server may be asked, by pages of which sites, and what browsers may do.

Whoever owns a name may let it lead to any address, that of a reader's own machine too (DNS
rebinding); a page below it could then read what this server tells that reader. The browser says
under which name it asks (``Host``) and whose page does (``Origin``), and a page can forge neither.
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
_HEALTH = "/healthz"

# Gradio's page has scripts and styles inside, makes functions of texts ("unsafe-eval"), and shows
# icons and downloads as data and blobs. Nothing comes from another site.
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
    # "no-referrer" would make browsers send "Origin: null" with the page's own forms.
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
}
"""What each answer tells the browser, unless Gradio says otherwise."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and a port, as ``Host`` has them, and an address behind its scheme (RFC 3986, 3.2).

    Example: ``Authority.parse("News.Example.:7860") == Authority("news.example", 7860)``

    Attributes:
        host: A name in small letters without the dot of the root, or an address as ``ipaddress``
            writes it, without brackets.
        port: None if none is given.
    """

    host: str
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what a text names; None if it is no host with a port."""
        match = _AUTHORITY.fullmatch(text.strip())
        if match is None:
            return None
        address = _address(match[1].strip("[]"))
        return cls(str(address or match[1].lower()), int(match[2]) if match[2] else None)


def parse_hostname(text: str) -> str:
    """Return a name or an address that the server may be asked under, as ``Authority`` has it.

    Args:
        text: Without scheme, port and path; letters beyond ASCII are encoded (IDNA).

    Raises:
        ValueError: If it is none.
    """
    if address := _address(text.strip().strip("[]")):
        return str(address)
    name = text.strip().lower().removesuffix(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not name or len(name) > _LONGEST or not all(map(_LABEL.fullmatch, name.split("."))):
        raise ValueError(
            f"{text[:80]!r} is no host name: give it as browsers show it, without scheme, port and "
            "path, as news.example.org"
        )
    return name


class KnownHosts:
    """An ASGI application that is asked under known names only, and by its own pages only.

    Others get 421 (Misdirected Request) and 403. It may be asked under the addresses of this
    machine, which nobody else's name can be, and "localhost". ``/healthz`` tells nothing and may
    be asked under any name.

    The headers of proxies count if a trusted one sent them, and are taken away otherwise: Gradio
    would believe anybody.

    Args:
        app: What is asked.
        host: The address or name that the server listens on.
        hostnames: Other names and addresses, as ``parse_hostname`` returns them. Their pages may
            be on any port: where a proxy has them, only browsers know.
        proxy: The addresses or networks of proxies, with commas between them.
    """

    def __init__(
        self, app: ASGIApp, host: str, hostnames: Iterable[str] = (), proxy: str = ""
    ) -> None:
        from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

        self._app = ProxyHeadersMiddleware(app, proxy)  # type: ignore[arg-type]
        self._named = frozenset(hostnames)
        self._known = {*self._named, "localhost", str(_address(host) or host.lower())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)  # type: ignore[arg-type]
            return
        if not self._trusted(scope):
            kept = [one for one in scope["headers"] if one[0] not in _BY_PROXIES]
            scope = {**scope, "headers": kept}
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
        if server and (address := _address(server[0])):
            # Kept, since a call of an agent comes in a second time, from this machine. Without its
            # zone a link-local address cannot be tried as the others are.
            self._known.add(str(address))
        headers = Headers(scope=scope)
        asked = [*headers.getlist("host")[:2]]
        for value in headers.getlist("x-forwarded-host"):
            asked += value.split(",")  # a proxy may add its own to whatever it was sent
        names = [Authority.parse(one) for one in asked]
        if not headers.get("host") or len(headers.getlist("host")) > 1:
            return Refusal(421, "A request names the host that it asks, once (Host).")
        known: list[Authority] = []
        for text, name in zip(asked, names, strict=True):
            if name is None or not self._knows(name.host):
                return _misdirected(text, name)
            known.append(name)
        return self._foreign(headers.getlist("origin"), known)

    def _knows(self, host: str) -> bool:
        if host in self._known:
            return True
        address = _address(host)
        return address is not None and (address.is_loopback or _is_here(address))

    def _foreign(self, origins: Sequence[str], asked: Sequence[Authority]) -> Refusal | None:
        """Refuse what a page of another site asks; who is no browser says no origin."""
        if all(self._is_own(one, asked) for one in origins):
            return None
        return Refusal(
            403,
            "Pages of other sites may not ask this server (Origin). If this is its own page behind "
            "a proxy, start it with --hostname and the name under which browsers open it.",
        )

    def _is_own(self, origin: str, asked: Sequence[Authority]) -> bool:
        scheme, _, rest = origin.partition("://")
        port, page = _PORTS.get(scheme.lower()), Authority.parse(rest)
        if port is None or page is None:  # "null", too
            return False
        return page.host in self._named or any(
            page.host == one.host and (page.port or port) == (one.port or port) for one in asked
        )


def _misdirected(text: str, name: Authority | None) -> Refusal:
    try:
        shown = parse_hostname(name.host if name else text)
    except ValueError:
        shown = "NAME"
    return Refusal(
        421,
        "This server does not know the name under which it was asked. If it is one of its own, "
        f"start it with --hostname {shown}.",
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
    """Return whether an address is this machine's: nobody may listen on another's."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a text is; an IPv4 address that is written as IPv6 as itself."""
    try:
        address = ip_address(text.partition("%")[0])  # the zone is this machine's own affair
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
