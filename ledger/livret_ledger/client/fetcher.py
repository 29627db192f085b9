"""The one way out to the network: https only, bounded in size and time, never to an address inside.

A name is looked up once and the connection goes to the address that was checked, so that a
second answer of the name service changes nothing. Only a name that somebody pinned may lead
to this machine or into its own network. Proxies, certificates and the like are not taken
from the environment.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Final, TypeAlias, final

import httpx

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri

Pins: TypeAlias = Mapping[tuple[str, int], str]
"""From host and port to the address that is meant, whatever the name service says."""

_REDIRECTS: Final = 3
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_CLIENTS: Final = 64
_NO_PINS: Final[Pins] = MappingProxyType({})
_PIN: Final = re.compile(r"([A-Za-z0-9.-]{1,253}):([1-9][0-9]{0,4})=(\S{1,64})")


@final
@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back, whole.

    Attributes:
        status: of HTTP.
        content_type: as sent, or empty.
        body: at most as many octets as were asked for.
    """

    status: int
    content_type: str
    body: bytes


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


@final
class Fetcher:
    """Fetches and posts over https. May be used by several threads at once."""

    def __init__(
        self,
        *,
        authorities: bytes | None = None,
        pins: Pins = _NO_PINS,
        timeout_s: float = 10.0,
        find: Callable[[str, int], Sequence[str]] = look_up,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Prepare to fetch.

        Args:
            authorities: certificates (PEM) of those whose word on a host counts; the
                well-known ones when none are given.
            pins: names whose address is fixed; only these may lead inside.
            timeout_s: for a whole answer, and for each step on the way.
            find: asks for the addresses of a name.
            transport: in place of the network, for tests.
        """
        self._verify: ssl.SSLContext | bool = True
        if authorities is not None:
            self._verify = ssl.create_default_context(cadata=authorities.decode("ascii"))
        self._pins: Final = dict(pins)
        self._timeout_s: Final = timeout_s
        self._find: Final = find
        self._transport: Final = transport
        self._clients: dict[tuple[str, int], httpx.Client] = {}
        self._lock: Final = Lock()

    def get(self, uri: HttpsUri, *, max_bytes: int) -> Fetched:
        """Fetch what is at *uri*; up to three redirections are followed, each checked anew.

        Raises:
            Refused: ``net.address``. MalformedInput: ``input.too_large``.
            Unavailable: ``net.unavailable``, with ``host``.
        """
        at = uri
        for _ in range(_REDIRECTS + 1):
            fetched, location = self._send("GET", at, None, "", max_bytes)
            if location is None:
                return fetched
            try:
                at = HttpsUri.parse(location)
            except MalformedInput:
                break
        raise Unavailable("net.unavailable", "redirected too often, or elsewhere", host=uri.host)

    def post(self, uri: HttpsUri, body: bytes, *, content_type: str, max_bytes: int) -> Fetched:
        """Send *body* to *uri* and give what comes back; no redirection is followed.

        Raises:
            As :meth:`get`.
        """
        fetched, _ = self._send("POST", uri, body, content_type, max_bytes)
        return fetched

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            for client in self._clients.values():
                client.close()
            self._clients.clear()

    def _send(
        self, method: str, uri: HttpsUri, body: bytes | None, content_type: str, max_bytes: int
    ) -> tuple[Fetched, str | None]:
        """Send one request; the answer, and where it points when it is a redirection."""
        address = self._address(uri)
        try:
            url = httpx.URL(uri.text).copy_with(host=address)
            authority = uri.host if uri.port == 443 else f"{uri.host}:{uri.port}"
            headers = {"Host": authority, "Accept-Encoding": "identity"}
            if body is not None:
                headers["Content-Type"] = content_type
            ends_s = time.monotonic() + self._timeout_s
            with self._client(uri).stream(
                method, url, headers=headers, content=body, extensions={"sni_hostname": uri.host}
            ) as answer:
                raw = self._read(answer, uri, max_bytes, ends_s)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ssl.SSLError) as error:
            raise Unavailable("net.unavailable", type(error).__name__, host=uri.host) from None
        fetched = Fetched(answer.status_code, answer.headers.get("content-type", ""), raw)
        location = answer.headers.get("location") if answer.status_code in _MOVED else None
        return fetched, location if method == "GET" else None

    def _read(self, answer: httpx.Response, uri: HttpsUri, max_bytes: int, ends_s: float) -> bytes:
        # Compressed, a small answer may be any size; none was asked for.
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Unavailable("net.unavailable", "an encoding not asked for", host=uri.host)
        raw = b""
        for piece in answer.iter_raw():
            raw += piece
            if len(raw) > max_bytes:
                raise MalformedInput("input.too_large", max_bytes=max_bytes)
            if time.monotonic() > ends_s:
                raise Unavailable("net.unavailable", "too slow", host=uri.host)
        return raw

    def _address(self, uri: HttpsUri) -> str:
        pinned = self._pins.get((uri.host, uri.port))
        if pinned is not None:
            return pinned
        try:
            found = self._find(uri.host, uri.port)
        except (OSError, UnicodeError):
            raise Unavailable("net.unavailable", "no such name", host=uri.host) from None
        for address in found:
            if is_outside(address):
                return address
        raise Refused("net.address", host=uri.host)

    def _client(self, uri: HttpsUri) -> httpx.Client:
        # One for each name: connections are kept by address, and two names may share one.
        with self._lock:
            client = self._clients.get((uri.host, uri.port))
            if client is None:
                if len(self._clients) >= _CLIENTS:
                    self._clients.pop(next(iter(self._clients))).close()
                client = httpx.Client(
                    verify=self._verify,
                    trust_env=False,
                    follow_redirects=False,
                    timeout=self._timeout_s,
                    transport=self._transport,
                    headers={"User-Agent": "livret"},
                )
                self._clients[uri.host, uri.port] = client
            return client


def is_outside(address: str) -> bool:
    """Say whether an address is one of the public network."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast
