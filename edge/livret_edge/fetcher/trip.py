"""One fetch, from the first address to the last octet: every decision, and no network.

The blocking and the asynchronous fetcher carry out what a :class:`Trip` decides.
"""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, final
from urllib.parse import urlencode

import httpcore
import httpx

from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_edge.fetcher.addresses import Pins, is_outside

REDIRECTS: Final = 3
FORM: Final = "application/x-www-form-urlencoded"
NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})

#: Of OpenSSL: a certificate that is not valid yet, and one that has ended (X509_V_ERR_CERT_*).
_NOT_AT_THIS_TIME: Final = frozenset({9, 10})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
# What the fetcher says itself: another word would lead the answer, or the next one, astray.
_OURS: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "upgrade",
    }
)
# What may be told to whoever a redirection names; a credential may not.
_HARMLESS: Final = frozenset({"accept", "accept-language"})


@final
@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back, whole.

    Attributes:
        status: of HTTP.
        content_type: as sent, or empty.
        body: at most as many octets as were asked for.
        headers: those that were asked for and came, by their names in lower case.
    """

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is asked of whom.

    Attributes:
        method: of HTTP.
        uri: where.
        max_bytes: the largest answer that is read.
        body: what is sent along, with its *content_type*.
        content_type: of the body.
        headers: what else is said.
        keep: names of the answer's headers that are wanted.
        redirects: how many are followed; of those left, the answer says itself that it is one.
    """

    method: Literal["GET", "POST"]
    uri: HttpsUri
    max_bytes: int
    body: bytes | None = None
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    keep: Sequence[str] = ()
    redirects: int = 0

    def __post_init__(self) -> None:
        """Refuse what would break out of its header, and what is not a caller's to say."""
        for name, value in self.headers.items():
            if name.lower() in _OURS:
                raise TypeError(f"{name} is the fetcher's own to say")
            if not (value.isascii() and value.isprintable()):
                raise MalformedInput("input.malformed", f"the value for {name}")

    @property
    def may_be_told_elsewhere(self) -> bool:
        """Whether a redirection may be followed to another host with all that is said here."""
        return all(name.lower() in _HARMLESS for name in self.headers)


def form(fields: Sequence[tuple[str, str]] | Mapping[str, str]) -> bytes:
    """Write fields as a form (``application/x-www-form-urlencoded``, UTF-8)."""
    return urlencode(fields if isinstance(fields, Sequence) else list(fields.items())).encode()


@final
class Trip:
    """One call on its way: where it is, what it takes on, when it has to be over."""

    def __init__(self, call: Call, pins: Pins, *, ends_s: float) -> None:
        """Set out.

        Args:
            call: what is asked.
            pins: names whose address is fixed.
            ends_s: of the monotonic clock, when no more is waited for.
        """
        self.call: Final = call
        self.ends_s: Final = ends_s
        self.at = call.uri
        self._pins: Final = pins
        self._left = call.redirects

    @property
    def pinned(self) -> str | None:
        """The address of the name at hand, if it is fixed."""
        return self._pins.get((self.at.host, self.at.port))

    def choose(self, found: Sequence[str]) -> str:
        """Choose the address that is connected to, of those that the name service gave.

        Raises:
            Refused: ``net.address`` when all lead inside.
        """
        for address in found:
            if is_outside(address):
                return address
        raise Refused("net.address", host=self.at.host)

    def request(self, address: str) -> dict[str, Any]:
        """Give what goes on the wire, as httpx takes it."""
        uri, call = self.at, self.call
        authority = uri.host if uri.port == 443 else f"{uri.host}:{uri.port}"
        headers = {**call.headers, "Host": authority, "Accept-Encoding": "identity"}
        if call.body is not None:
            headers["Content-Type"] = call.content_type
        return {
            "method": call.method,
            "url": httpx.URL(uri.text).copy_with(host=address),
            "headers": headers,
            "content": call.body,
            "extensions": {"sni_hostname": uri.host},
        }

    def hear(self, answer: httpx.Response) -> "Intake":
        """Begin to take an answer in.

        Raises:
            Unavailable: ``net.unavailable``. MalformedInput: ``input.too_large``.
        """
        return Intake(answer, self.at.host, self.call.max_bytes, self.ends_s)

    def arrive(self, intake: "Intake") -> Fetched | None:
        """Give what came back; None when it is elsewhere, where this trip then goes on.

        Raises:
            Unavailable: ``net.unavailable`` when it is too far, or no place to go.
        """
        answer = intake.answer
        location = answer.headers.get("location")
        if self.call.redirects == 0 or answer.status_code not in _MOVED or location is None:
            wanted = {name.lower() for name in self.call.keep}
            kept = {name: value for name, value in answer.headers.items() if name in wanted}
            content_type = answer.headers.get("content-type", "")
            return Fetched(
                answer.status_code, content_type, bytes(intake.body), MappingProxyType(kept)
            )
        if self._left == 0:
            raise Unavailable("net.unavailable", "redirected too often", host=self.call.uri.host)
        try:
            to = HttpsUri.parse(location)
        except MalformedInput:
            raise Unavailable(
                "net.unavailable", "redirected elsewhere", host=self.call.uri.host
            ) from None
        if (to.host, to.port) != (self.at.host, self.at.port):
            self._check_told(to)
        self.at, self._left = to, self._left - 1
        return None

    def _check_told(self, to: HttpsUri) -> None:
        if not self.call.may_be_told_elsewhere:
            raise Unavailable(
                "net.unavailable", f"redirected with a credential to {to.host}", host=self.at.host
            )


@final
class Intake:
    """The body of an answer as it comes in, within its bounds of size and time."""

    def __init__(self, answer: httpx.Response, host: str, max_bytes: int, ends_s: float) -> None:
        """Look at what an answer says of itself.

        Raises:
            Unavailable: ``net.unavailable``. MalformedInput: ``input.too_large``.
        """
        # Compressed, a small answer may be any size; none was asked for.
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise Unavailable("net.unavailable", "an encoding not asked for", host=host)
        said = answer.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and int(said[:20]) > max_bytes:
            raise MalformedInput("input.too_large", max_bytes=max_bytes)
        self.answer: Final = answer
        self.body: Final = bytearray()
        self._host: Final = host
        self._max_bytes: Final = max_bytes
        self._ends_s: Final = ends_s

    def take(self, piece: bytes, now_s: float) -> None:
        """Take in a piece that came at *now_s* of the monotonic clock.

        Raises:
            Unavailable: ``net.unavailable``. MalformedInput: ``input.too_large``.
        """
        self.body.extend(piece)
        if len(self.body) > self._max_bytes:
            raise MalformedInput("input.too_large", max_bytes=self._max_bytes)
        if now_s > self._ends_s:
            raise Unavailable("net.unavailable", "too slow", host=self._host)


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Let no error of a library out.

    Raises:
        Unavailable: ``net.unavailable``, or ``net.certificate`` where the machine answered with a
            certificate that is not believed, ``net.certificate_time`` where that is so for its dates
            alone; each with ``host``.
    """
    try:
        yield
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpx.StreamError,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.TimeoutException,
        httpcore.UnsupportedProtocol,
        ssl.SSLError,
        TimeoutError,
    ) as error:
        raise Unavailable(_code(error), type(error).__name__, host=host) from None


def _code(error: BaseException | None) -> str:
    """Say whether an error comes from a certificate that is not believed, or from its dates."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            of_time = error.verify_code in _NOT_AT_THIS_TIME
            return "net.certificate_time" if of_time else "net.certificate"
        error = error.__cause__ or error.__context__
    return "net.unavailable"


@contextmanager
def looking_up(host: str) -> Iterator[None]:
    """Say of a name that nobody has that it leads nowhere.

    Raises:
        Unavailable: ``net.unavailable``, with ``host``.
    """
    try:
        yield
    except (OSError, UnicodeError):
        raise Unavailable("net.unavailable", "no such name", host=host) from None
