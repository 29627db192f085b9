"""Which address a name may lead to: none inside, unless somebody pinned the name to it."""

import ipaddress
import re
import socket
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from livret_core.errors import MalformedInput

Pins: TypeAlias = Mapping[tuple[str, int], str]
"""From host and port to the address that is meant, whatever the name service says."""

NO_PINS: Final[Pins] = MappingProxyType({})

_PIN: Final = re.compile(r"([A-Za-z0-9.-]{1,253}):([1-9][0-9]{0,4})=(\S{1,64})")
# What carries an IPv4 address inside leads where that one leads (RFC 6052, RFC 4291 §2.5.5.2).
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_TUNNELS: Final = (ipaddress.IPv6Network("2001::/23"), ipaddress.IPv6Network("2002::/16"))


def parse_pin(text: str) -> tuple[tuple[str, int], str]:
    """Read ``host:port=address``.

    Raises:
        MalformedInput: ``usage.arguments``.
    """
    match = _PIN.fullmatch(text)
    if match is None or int(match[2]) > 65_535:
        raise MalformedInput("usage.arguments", "not host:port=address", option="--resolve")
    try:
        address = str(ipaddress.ip_address(match[3]))
    except ValueError:
        raise MalformedInput("usage.arguments", "not an address", option="--resolve") from None
    return (match[1].lower(), int(match[2])), address


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the name service of this machine."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_outside(address: str) -> bool:
    """Say whether an address is one of the public network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inner(ip)
        if inner is None:
            is_tunnel = any(ip in each for each in _TUNNELS)
            return ip.is_global and ip in _UNICAST and not is_tunnel
        ip = inner
    return ip.is_global and not ip.is_multicast


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped
