"""One request over the network, from its making to the answer that belongs to it. Pure.

What is here is all that a service has to remember of a request. Whoever keeps it, the desk's
store or another application's own, gives it back when an answer comes:

    asked = make(policy, procedure, pen, drawn, now_s=…, valid_s=…)
    asked.link(pen)                         shown to the holder
    pen.sign(asked.request(policy.service)) what the link leads to
    asked.read(posted)                      what came, if it belongs to this request
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, final

from livret_core import limits
from livret_core.credential.presentation import Presentation
from livret_core.errors import MalformedInput, Refused
from livret_core.https_uri import HttpsUri
from livret_core.keys import P256Agreement, Signer
from livret_core.openid4vp.client_id import (
    DID_PREFIX,
    HASH_PREFIX,
    HOST_PREFIX,
    REDIRECT_PREFIX,
    client_id_of,
)
from livret_core.openid4vp.client_metadata import ResponseEncryption
from livret_core.openid4vp.dcql.query import DcqlQuery
from livret_core.openid4vp.request import AuthorizationRequest
from livret_core.openid4vp.request_members import DIRECT_POST_JWT
from livret_core.openid4vp.request_uri import ByReference, Inline, Method
from livret_core.openid4vp.response import OpeningKey, parse_posted, receive
from livret_core.openid4vp.response_error import ErrorResponse
from livret_core.sdjwt.plan import ClaimPath
from livret_core.short_code import ShortCode
from livret_core.x509 import CertificateChain
from livret_verifier.policy import Address, Procedure

#: A code stands in an address, and one that can be guessed lets others answer.
CODE_LENGTH: Final = 12
TOKEN_BYTES: Final = 24


@final
@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn for one request; its ``repr`` shows nothing.

    Attributes:
        code: names it, in addresses and where somebody types it.
        nonce, state: 16 to 128 URL-safe characters each.
        agreement: for this request alone; None when answers come in clear.
    """

    code: ShortCode
    nonce: str = field(repr=False)
    state: str = field(repr=False)
    agreement: P256Agreement | None = field(repr=False)


@final
@dataclass(frozen=True, slots=True)
class Pen:
    """What a service signs its requests with, and how they say who asks.

    Attributes:
        address: where it is.
        signer: its request key.
        chain: its certificate, without the anchor, where it is known by that.
    """

    address: Address
    signer: Signer = field(repr=False)
    chain: CertificateChain | None = None

    @property
    def is_certified(self) -> bool:
        """Whether the service is known by its certificate."""
        return self.address.prefix in {HASH_PREFIX, HOST_PREFIX}

    def check(self, now_s: int) -> None:
        """Check that a wallet could believe what it signs at *now_s*, seconds since 1970.

        Raises:
            MalformedInput, Unavailable: as :func:`.certificate.check_certificate`.
        """
        if not self.is_certified:
            return
        from livret_verifier.certificate import check_certificate

        host = self.address.base.host if self.address.prefix == HOST_PREFIX else None
        check_certificate(self.chain, self.signer.public_key, host=host, now_s=now_s)

    def client_id(self, response_uri: HttpsUri) -> str:
        """Say who asks.

        Raises:
            MalformedInput: ``desk.no_certificate`` for a service that is known by the hash
                of its certificate, and has none.
        """
        prefix, kid = self.address.prefix, self.address.kid
        if prefix == REDIRECT_PREFIX:
            return f"{prefix}:{response_uri.text}"
        if prefix == HOST_PREFIX:
            return f"{prefix}:{self.address.base.host}"
        if prefix == HASH_PREFIX:
            if self.chain is None:
                raise MalformedInput("desk.no_certificate")
            from livret_core.encoding import base64url

            return f"{prefix}:{base64url.encode(self.chain.leaf.sha256)}"
        if kid is not None:
            return f"{DID_PREFIX}:{kid.partition('#')[0]}"
        return client_id_of(self.signer.public_key)

    def sign(self, request: AuthorizationRequest) -> str:
        """Sign a request object; errors as :meth:`AuthorizationRequest.sign`."""
        chain = self.chain if self.is_certified else None
        return request.sign(self.signer, kid=self.address.kid, chain=chain)


@final
@dataclass(frozen=True, slots=True)
class Transaction:
    """A request that was made, and not yet answered as far as is known here.

    Attributes:
        code: names it.
        procedure: what it is for, as it was when it was made.
        client_id, nonce, state: as sent.
        response_uri: where its answer goes.
        agreement: opens its answer; None when that comes in clear.
        made_at_s, ends_at_s: seconds since 1970.
    """

    code: str
    procedure: Procedure
    client_id: str
    nonce: str = field(repr=False)
    state: str = field(repr=False)
    response_uri: HttpsUri
    agreement: P256Agreement | None = field(repr=False, compare=False)
    made_at_s: int
    ends_at_s: int

    @property
    def query(self) -> DcqlQuery:
        """What is asked for."""
        procedure = self.procedure
        return _query(procedure.name, procedure.type.vct, procedure.asks)

    def request(self, service: str, *, wallet_nonce: str | None = None) -> AuthorizationRequest:
        """Write what a wallet reads.

        Args:
            service: its name.
            wallet_nonce: what the wallet sent when it asked for the request.
        """
        encryption = None
        if self.agreement is not None:
            encryption = ResponseEncryption(self.agreement.public_key, self.code)
        return AuthorizationRequest(
            self.client_id,
            self.nonce,
            self.state,
            self.query,
            service,
            self.made_at_s,
            self.ends_at_s,
            self.procedure.purposes,
            self.procedure.response_mode,
            self.response_uri,
            encryption,
            wallet_nonce=wallet_nonce,
            retention_s=self.procedure.retention_s,
        )

    def link(self, pen: Pen, service: str, *, method: Method = "post") -> str:
        """Write what a wallet is called by: shown as a QR code, or followed."""
        if pen.address.prefix == REDIRECT_PREFIX:
            return Inline.of(self.request(service).format_unsigned()).format()
        uri = pen.address.uri(f"/requests/{self.code}")
        return ByReference(self.client_id, uri, method).format()

    def check_open(self, now_s: int) -> None:
        """Check that there is still time for it.

        Raises:
            Refused: ``request.expired``.
        """
        if now_s >= self.ends_at_s:
            raise Refused("request.expired", expired_at_s=self.ends_at_s, now_s=now_s)

    def read(self, posted: bytes | str) -> str | ErrorResponse:
        """Read what was posted: a presentation as text, or the holder's no.

        Nothing of it is verified but that it answers this request.

        Raises:
            MalformedInput, Refused: as :func:`livret_core.openid4vp.response.parse_posted`,
                :func:`livret_core.openid4vp.response.receive` and
                :meth:`livret_core.openid4vp.response.AuthorizationResponse.check`.
        """
        opening = None if self.agreement is None else OpeningKey(self.agreement, self.code)
        answer = receive(parse_posted(posted), state=self.state, opening=opening)
        if isinstance(answer, ErrorResponse):
            return answer
        answer.check(self.query)
        return answer.presentation

    def check_answered_in_time(self, presentation: Presentation) -> None:
        """Check that the holder signed before the request's end.

        Raises:
            Refused: ``request.expired``.
        """
        from livret_verifier.asking import check_answers_in_time

        check_answers_in_time(presentation, expires_at_s=self.ends_at_s)


@lru_cache(maxsize=64)
def _query(name: str, vct: str, asks: tuple[ClaimPath, ...]) -> DcqlQuery:
    """Write the query of a procedure. A service has a few, and each answer is held to one."""
    return DcqlQuery.for_one(name, (vct,), asks)


def make(procedure: Procedure, pen: Pen, drawn: Drawn, *, now_s: int, valid_s: int) -> Transaction:
    """Make a request over the network.

    Args:
        procedure: what it is for.
        pen: who asks, and where.
        drawn: fresh.
        now_s: seconds since 1970.
        valid_s: seconds in which it may be answered.

    Raises:
        MalformedInput: ``request.malformed``: no wallet would answer it; as :meth:`Pen.check`.
        Unavailable: as there.
    """
    pen.check(now_s)
    if not 0 < valid_s <= limits.LATEST_S - now_s:
        raise MalformedInput("request.malformed", "valid: ends before it begins, or after 2500")
    is_locked = procedure.response_mode == DIRECT_POST_JWT
    if is_locked != (drawn.agreement is not None):
        raise ValueError("a key for an answer that is locked, and for no other")
    response_uri = pen.address.uri(f"/answers/{drawn.code.text}")
    return Transaction(
        drawn.code.text,
        procedure,
        pen.client_id(response_uri),
        drawn.nonce,
        drawn.state,
        response_uri,
        drawn.agreement,
        now_s,
        now_s + valid_s,
    )
