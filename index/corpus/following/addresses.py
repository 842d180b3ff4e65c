"""Tell addresses of the public internet from private ones."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Resolve = Callable[[str, int], list[str]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 within IPv6
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890: protocol assignments, not hosts


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the order in which to try them.

    Raises:
        OSError: If the host has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Return whether an address belongs to the public internet.

    Loopback, private, link-local, shared, multicast and reserved addresses do not. Nor do IPv6
    addresses that embed such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        carried = [one.ipv4_mapped, one.sixtofour, *(one.teredo or ())]
        if one in _NAT64:
            carried.append(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF))
        if inner := [carrier for carrier in carried if carrier is not None]:
            return all(map(is_public, map(str, inner)))
    elif one in _PROTOCOLS:
        return False
    return one.is_global and not one.is_multicast and not one.is_reserved
