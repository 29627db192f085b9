"""What a flow needs next of the outside, and what it is sent. Values, and reading of refusals."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, TypeVar, final

from livret_core.dids.webvh import WebvhDid
from livret_core.errors import LivretError, MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Signer
from livret_core.oauth.bearer import challenge_error
from livret_core.oauth.error_response import ErrorResponse
from livret_core.openid4vci.errors import reason_of
from livret_core.openid4vci.offer import TransactionCode
from livret_wallet.pickup_record import Pickup

JSON: Final = "application/json"
NONCE: Final = "dpop-nonce"
CHALLENGE: Final = "www-authenticate"
OK: Final = 200
UNAUTHORIZED: Final = 401

_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
_MOVED: Final = range(300, 400)
_GONE: Final = frozenset({404, 410})
_SERVER_ERROR: Final = 500
_TOO_MANY: Final = 429


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request to be made. No redirection is followed: what is sent may be a secret.

    Attributes:
        uri: where to.
        max_bytes: the largest answer that is read.
        body: posted; None for a GET.
        content_type: of the body.
        headers: besides. Secrets are among them.
    """

    uri: HttpsUri
    max_bytes: int
    body: bytes | None = field(default=None, repr=False)
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS, repr=False)


@final
@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: of HTTP.
        content_type: as sent, or empty.
        body: whole.
        headers: ``dpop-nonce`` and ``www-authenticate``, those that came.
    """

    status: int
    content_type: str = ""
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)

    @property
    def media_type(self) -> str:
        """The content type without parameters, in lower case."""
        return self.content_type.partition(";")[0].strip().lower()


@final
@dataclass(frozen=True, slots=True)
class PinNeeded:
    """The PIN is to be asked for.

    Attributes:
        tx_code: what it looks like.
        issuer: who offers.
        names: what the issuer calls itself, by language tag.
        wrong: that one was tried already and cost an attempt, with how many are left where the
            issuer says so; None before.
        misfit: that what was given last cannot be a PIN and was not sent; None where it was.
    """

    tx_code: TransactionCode
    issuer: str
    names: Mapping[str, str]
    wrong: LivretError | None = None
    misfit: LivretError | None = None


@final
@dataclass(frozen=True, slots=True)
class Keep:
    """Where a pickup stands is to be kept before anything goes on, with the keys made for it."""

    pickup: Pickup
    keys: Sequence[tuple[str, P256Signer]] = ()


@final
@dataclass(frozen=True, slots=True)
class VoucherNeeded:
    """Who vouches for a body is to be looked up, where the holder's trust looks it up."""

    did: WebvhDid


Need: TypeAlias = Call | PinNeeded | Keep | VoucherNeeded
T = TypeVar("T")
Flow: TypeAlias = Generator[Need, Any, T]
"""Yields a :class:`Call` and is sent an :class:`Answer`; a :class:`PinNeeded`, and is sent the
PIN as typed; a :class:`Keep`, and is sent nothing; a :class:`VoucherNeeded`, and is sent one."""
Branch: TypeAlias = Literal["offer", "issuer"]


def read_json(answer: Answer, *, of: Branch = "issuer") -> bytes:
    """Take the JSON document of a plain answer; errors as :func:`read_document`."""
    return read_document(answer, media_types=(JSON,), of=of)


def read_document(answer: Answer, *, media_types: Sequence[str], of: Branch = "issuer") -> bytes:
    """Take the document of a plain answer, in one of some types.

    Raises:
        Refused: ``issuance.redirected``; ``offer.gone`` where an offer is not, or no longer.
        Unavailable: ``issuance.busy``.
        MalformedInput: ``metadata.malformed`` for another type.
    """
    if answer.status in _MOVED:
        raise Refused("issuance.redirected")
    if of == "offer" and (answer.status in _GONE or OK < answer.status < _SERVER_ERROR):
        raise Refused("offer.gone")
    if answer.status != OK:
        raise Unavailable("issuance.busy", f"status {answer.status}")
    if answer.media_type not in media_types:
        raise MalformedInput("metadata.malformed", "of another content type")
    return answer.body


def refusal_of(answer: Answer) -> LivretError:
    """Say an answer that refuses as one of our reasons."""
    if answer.status in _MOVED:
        return Refused("issuance.redirected")
    if answer.status >= _SERVER_ERROR or answer.status == _TOO_MANY:
        return Unavailable("issuance.busy", f"status {answer.status}")
    said = challenge_error((answer.headers.get(CHALLENGE, ""),))
    if said is not None:
        return reason_of(ErrorResponse(said))
    try:
        return reason_of(ErrorResponse.parse(answer.body))
    except LivretError:
        return Refused("issuance.other_error", f"status {answer.status}")
