"""From an offer to the copies, step by step; and going on where it stopped. Pure.

    open_offer     the offer itself, its issuer's metadata, that of its server
    redeem         the code and the PIN, for tokens
    collect        a key and a key proof for each copy, for the copies; or later
    refresh        new tokens, with those kept
    notify, date   how the delivery ended; and what dates it

Before anything is spent (a code, a PIN, a nonce) everything that can be known beforehand is
checked. Before anything is sent that cannot be sent twice, what will be needed to go on is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, final

from livret_core import limits
from livret_core.credential import catalogue
from livret_core.encoding import json as json_encoding
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.https_uri import HttpsUri
from livret_core.jwe import ENCRYPTIONS
from livret_core.keys import P256Agreement, P256Signer
from livret_core.keys.p256 import SEED_BYTES
from livret_core.ledger.dating import Dating
from livret_core.oauth import well_known
from livret_core.oauth.authorization_server import REFRESH, AuthorizationServer
from livret_core.openid4vci.credential_issuer import CredentialIssuer
from livret_core.openid4vci.credential_request import CredentialRequest
from livret_core.openid4vci.credential_response import (
    ACCEPTED,
    CredentialResponse,
    DeferredResponse,
    IssuedResponse,
    check_count,
    check_same_transaction,
    parse_credential_response,
)
from livret_core.openid4vci.deferred import DeferredRequest
from livret_core.openid4vci.encryption import (
    MEDIA_TYPE,
    EncryptionKey,
    ResponseEncryption,
    decrypt_response,
    encrypt,
)
from livret_core.openid4vci.issuer_metadata import IssuerMetadata
from livret_core.openid4vci.key_proof import sign_key_proof
from livret_core.openid4vci.nonce import NonceResponse
from livret_core.openid4vci.notification import Event, Notification
from livret_core.openid4vci.offer import CredentialOffer, OfferReference
from livret_core.openid4vci.offered import Offered, check_offer
from livret_core.openid4vci.token import PreAuthorizedRequest, RefreshRequest, TokenResponse
from livret_wallet.pickup_record import Pickup
from livret_wallet.receiving.invitation import code_of
from livret_wallet.receiving.needs import (
    JSON,
    OK,
    UNAUTHORIZED,
    Answer,
    Call,
    Flow,
    Keep,
    PinNeeded,
    read_json,
    refusal_of,
)
from livret_wallet.receiving.session import ALGORITHM, Session

#: Where livret's town halls give what dates a delivery, below their identifier.
DATING: Final = "/dating"

_FORM: Final = "application/x-www-form-urlencoded"
_NO_CONTENT: Final = 204
_GIVES_NONE: Final = frozenset({400, 404, 405})
_TRIES: Final = 2  # a nonce that is over, and a token


@final
@dataclass(frozen=True, slots=True)
class Opened:
    """An offer that its issuer stands behind, and the server that its code is brought to."""

    offered: Offered
    server: AuthorizationServer
    token_endpoint: HttpsUri
    code: str

    @property
    def configuration_id(self) -> str:
        """The first of what is offered that can be held."""
        return next(iter(self.offered.types))

    @property
    def left_out(self) -> int:
        """How much else is offered, and left for another visit."""
        return len(self.offered.offer.configuration_ids) - 1


@final
@dataclass(frozen=True, slots=True)
class Delivered:
    """Copies came. Nothing in them is verified.

    Attributes:
        pickup: as it stands, the notification's name in it.
        texts: the copies, in the order of its keys.
    """

    pickup: Pickup
    texts: tuple[str, ...] = field(repr=False)


@final
@dataclass(frozen=True, slots=True)
class PutOff:
    """Not yet: to be asked for again from *pickup*'s ``not_before_s`` on."""

    pickup: Pickup


Outcome: TypeAlias = Delivered | PutOff


def open_offer(invitation: CredentialOffer | OfferReference, session: Session) -> Flow[Opened]:
    """Read an offer, and what its issuer and the issuer's server publish of themselves.

    Raises:
        MalformedInput: ``offer.malformed``, ``metadata.malformed``, ``input.*``.
        Refused: ``offer.gone``, ``issuance.redirected``, ``type.unknown`` and the like for a
            type this wallet has no description of, and as
            :func:`livret_core.openid4vci.offered.check_offer`.
        Unavailable: ``issuance.busy``.
    """
    if isinstance(invitation, OfferReference):
        answer = yield _get(invitation.uri, limits.OFFER_BYTES)
        offer = CredentialOffer.parse(read_json(answer, of="offer"))
    else:
        offer = invitation
    offer.check_usable()
    metadata = yield from metadata_of(offer.issuer)
    offered = check_offer(offer, metadata, algorithms=(ALGORITHM,))
    for vct in offered.types.values():
        catalogue.find(vct)
    server = yield from _server_of(offered.server)
    endpoint = server.check_takes_offer()
    if ALGORITHM in server.dpop_algorithms:
        session.dpop = session.new_key()
    return Opened(offered, server, endpoint, code_of(invitation))


def metadata_of(issuer: CredentialIssuer) -> Flow[IssuerMetadata]:
    """Read what an issuer publishes of itself; whose it is, is compared letter by letter."""
    answer = yield _get(issuer.metadata_uri, limits.ISSUER_METADATA_BYTES)
    return IssuerMetadata.parse(read_json(answer), issuer=issuer)


def redeem(opened: Opened, session: Session, *, pickup_id: str, language: str) -> Flow[Pickup]:
    """Bring the code, and the PIN where one is wanted, and keep what is given for them.

    Raises:
        Refused: ``token.code``, ``token.tx_code``, ``pickup.blocked``, ``token.unbound``, and
            what else a server refuses for.
        MalformedInput: ``token.malformed``. Unavailable: ``issuance.busy``.
    """
    grant, metadata = opened.offered.grant, opened.offered.metadata
    was_wrong = False
    while True:
        pin = None
        if grant.tx_code is not None:
            pin = yield PinNeeded(grant.tx_code, metadata.issuer.text, metadata.names, was_wrong)
        request = PreAuthorizedRequest(grant.code, pin, resource=metadata.issuer.text)
        answer = yield from session.post(
            opened.token_endpoint, request.format(), content_type=_FORM
        )
        if answer.status == OK:
            break
        error = refusal_of(answer)
        if pin is None or error.code != "token.tx_code":
            raise error
        was_wrong = True
    given = _token(answer, session)
    configuration_id = opened.configuration_id
    named = given.identifiers(configuration_id)
    pickup = Pickup(
        id=pickup_id,
        issuer=metadata.issuer.text,
        issuer_name=_name(metadata.names, language) or metadata.issuer.uri.host,
        code=opened.code,
        configuration_id=configuration_id,
        vct=opened.offered.types[configuration_id],
        begun_s=session.clock(),
        scheme=given.scheme,
        access_token=given.access_token,
        refresh_token=given.refresh_token or "",
        dpop=b"" if session.dpop is None else session.dpop.scalar_bytes,
        identifier=named[0] if named else "",
    )
    yield Keep(pickup)
    return pickup


def refresh(pickup: Pickup, metadata: IssuerMetadata, session: Session) -> Flow[Pickup]:
    """Get a new access token with the refresh token, and keep both.

    Raises:
        Refused: ``token.refresh`` also where there is no refresh token, and what else a
            server refuses for. Unavailable: ``issuance.busy``.
    """
    if not pickup.refresh_token:
        raise Refused("token.refresh", "none was given")
    servers = metadata.authorization_servers or (metadata.issuer.uri,)
    server = yield from _server_of(servers[0])
    if server.token_endpoint is None or REFRESH not in server.grants:
        raise Refused("token.refresh", "the server takes none")
    request = RefreshRequest(pickup.refresh_token, resource=pickup.issuer)
    answer = yield from session.post(server.token_endpoint, request.format(), content_type=_FORM)
    if answer.status != OK:
        error = refusal_of(answer)
        raise Refused("token.refresh") if error.code == "token.code" else error
    given = _token(answer, session)
    pickup = replace(
        pickup,
        scheme=given.scheme,
        access_token=given.access_token,
        refresh_token=given.refresh_token or pickup.refresh_token,
    )
    yield Keep(pickup)
    return pickup


def collect(
    pickup: Pickup,
    metadata: IssuerMetadata,
    session: Session,
    signers: Sequence[P256Signer],
    *,
    copies: int,
    key_ids: Sequence[str],
) -> Flow[Outcome]:
    """Ask for the copies, or again for what was asked before, or for what was put off.

    Args:
        pickup: with a token.
        metadata: its issuer's.
        session: with the key of the token.
        signers: the keys of the copies, where they were made already.
        copies: how many to ask for, if the issuer gives so many at once.
        key_ids: fresh ids for that many keys.

    Raises:
        Refused: ``received.count``, ``received.unencrypted``, ``received.other_transaction``,
            ``issuance.denied``, ``pickup.nothing_newer``, and what else an issuer refuses for.
        MalformedInput: ``issuance.malformed``. Unavailable: ``issuance.busy``.
    """
    if pickup.transaction_id:
        return (yield from _collect_later(pickup, metadata, session))
    if not pickup.key_ids:
        count = min(copies, metadata.batch_size)
        signers = [session.new_key() for _ in range(count)]
        pickup = replace(pickup, key_ids=tuple(key_ids[:count]), asked_at_s=session.clock())
        pickup = yield from _prove(pickup, metadata, session, signers)
        yield Keep(pickup, list(zip(pickup.key_ids, signers, strict=True)))
    sealed, tries_left = _Sealed.of(metadata, session), _TRIES
    answer = yield from _ask(pickup, metadata, session, sealed)
    while answer.status not in {OK, ACCEPTED}:
        error, count = refusal_of(answer), len(pickup.key_ids)
        if error.code == "issuance.too_many" and count > 1:
            # A batch may be that large, and this hand-over is smaller: it does not say by how much.
            signers, key_ids = signers[: count // 2], pickup.key_ids[: count // 2]
            pickup = yield from _prove(replace(pickup, key_ids=key_ids), metadata, session, signers)
        elif tries_left and error.code in {"key_proof.nonce", "key_proof.stale"}:
            # The nonce's time is over, or it was of another visit: the same keys, proved anew.
            pickup = yield from _prove(pickup, metadata, session, signers)
            tries_left -= 1
        elif tries_left and error.code == "access.invalid" and pickup.refresh_token:
            pickup = yield from refresh(pickup, metadata, session)
            tries_left -= 1
        else:
            raise error
        yield Keep(pickup)
        answer = yield from _ask(pickup, metadata, session, sealed)
    return (yield from _taken(pickup, sealed, session, answer))


def notify(pickup: Pickup, metadata: IssuerMetadata, session: Session, event: Event) -> Flow[None]:
    """Tell the issuer how a delivery ended (§11); nothing for one that it did not name.

    Raises:
        Refused: what the issuer refuses for. Unavailable: ``issuance.busy``.
    """
    if metadata.notification_endpoint is None or not pickup.notification_id:
        return
    body = Notification(pickup.notification_id, event).format()
    answer = yield from session.post(metadata.notification_endpoint, body, token=pickup.token)
    if answer.status not in {OK, _NO_CONTENT}:
        raise refusal_of(answer)


def date(pickup: Pickup, session: Session) -> Flow[Dating]:
    """Fetch what dates a delivery. The standard has no such thing: livret's town halls do.

    Raises:
        Refused: ``dating.none`` for an issuer that gives none.
        Unavailable: ``pickup.not_dated`` until the ledger has the day; ``issuance.busy``.
        MalformedInput: as :meth:`Dating.parse`.
    """
    uri = HttpsUri.parse(pickup.issuer.rstrip("/") + DATING)
    body = json_encoding.format({"notification_id": pickup.notification_id})
    answer = yield from session.post(uri, body, token=pickup.token, max_bytes=limits.DATING_BYTES)
    if answer.status == ACCEPTED:
        raise Unavailable("pickup.not_dated")
    if answer.status in _GIVES_NONE:
        raise Refused("dating.none", "this town hall gives none")
    if answer.status != OK:
        raise refusal_of(answer)
    return Dating.parse(answer.body)


@final
@dataclass(frozen=True, slots=True)
class _Sealed:
    """How a request and its answer are encrypted, where the issuer takes nothing else."""

    to: EncryptionKey | None
    own: P256Agreement | None
    asked: ResponseEncryption | None

    @classmethod
    def of(cls, metadata: IssuerMetadata, session: Session) -> "_Sealed":
        taken, given = metadata.request_encryption, metadata.response_encryption
        own = asked = None
        if given is not None and given.is_required:
            enc = next((one for one in reversed(ENCRYPTIONS) if one in given.encryptions), None)
            if enc is None or taken is None:
                # A key for the answer that goes in clear could be anybody's on the way (§8.2).
                raise Refused("metadata.unsupported", "answers encrypted as livret cannot ask")
            own = P256Agreement.from_seed(session.random(SEED_BYTES))
            asked = ResponseEncryption(EncryptionKey(own.public_key, "answer"), enc)
        if taken is None or not (taken.is_required or asked is not None):
            return cls(None, own, asked)
        return cls(taken.choose()[0], own, asked)

    def body(self, message: bytes) -> tuple[bytes, str]:
        """Write the body of a request, and its content type."""
        if self.to is None:
            return message, JSON
        return encrypt(message, self.to, enc=ENCRYPTIONS[-1]).encode(), MEDIA_TYPE

    def read(self, answer: Answer) -> CredentialResponse:
        """Read an answer.

        Raises:
            Refused: ``received.unencrypted``. MalformedInput: ``issuance.malformed``.
        """
        raw = answer.body
        if self.own is not None and self.asked is not None:
            raw = decrypt_response(raw, self.own, self.asked, max_bytes=2 * limits.ISSUED_BYTES)
        elif answer.media_type != JSON:
            raise MalformedInput("issuance.malformed", "not JSON by its content type")
        return parse_credential_response(raw, status=answer.status)

    @property
    def accept(self) -> str:
        return JSON if self.own is None else MEDIA_TYPE


def _collect_later(pickup: Pickup, metadata: IssuerMetadata, session: Session) -> Flow[Outcome]:
    if metadata.deferred_endpoint is None:
        raise Refused("issuance.transaction", "the issuer has no place to ask again")
    sealed = _Sealed.of(metadata, session)
    answer = yield from _ask_again(pickup, metadata.deferred_endpoint, session, sealed)
    if answer.status == UNAUTHORIZED and pickup.refresh_token:
        pickup = yield from refresh(pickup, metadata, session)
        answer = yield from _ask_again(pickup, metadata.deferred_endpoint, session, sealed)
    return (yield from _taken(pickup, sealed, session, answer))


def _ask_again(pickup: Pickup, uri: HttpsUri, session: Session, sealed: _Sealed) -> Flow[Answer]:
    message = DeferredRequest(pickup.transaction_id, sealed.asked).format()
    return (yield from _posted(uri, message, pickup, session, sealed))


def _posted(
    uri: HttpsUri, message: bytes, pickup: Pickup, session: Session, sealed: _Sealed
) -> Flow[Answer]:
    body, content_type = sealed.body(message)
    return (
        yield from session.post(
            uri,
            body,
            content_type=content_type,
            token=pickup.token,
            max_bytes=2 * limits.ISSUED_BYTES,
            accept=sealed.accept,
        )
    )


def _taken(pickup: Pickup, sealed: _Sealed, session: Session, answer: Answer) -> Flow[Outcome]:
    if answer.status not in {OK, ACCEPTED}:
        raise refusal_of(answer)
    response = sealed.read(answer)
    if pickup.transaction_id:
        check_same_transaction(response, pickup.transaction_id)
    if isinstance(response, DeferredResponse):
        pickup = replace(
            pickup,
            transaction_id=response.transaction_id,
            not_before_s=session.clock() + response.interval_s,
        )
        yield Keep(pickup)
        return PutOff(pickup)
    return _delivered(pickup, response)


def _delivered(pickup: Pickup, response: IssuedResponse) -> Delivered:
    check_count(response, asked=len(pickup.key_ids))
    return Delivered(
        replace(pickup, notification_id=response.notification_id or ""), response.credentials
    )


def _prove(
    pickup: Pickup, metadata: IssuerMetadata, session: Session, signers: Sequence[P256Signer]
) -> Flow[Pickup]:
    """Sign a key proof for each copy, over the issuer's nonce where it has one."""
    nonce = None
    if metadata.nonce_endpoint is not None:
        answer = yield from _ask_nonce(metadata.nonce_endpoint, session)
        nonce = NonceResponse.parse(read_json(answer)).nonce
    proofs = tuple(
        sign_key_proof(
            signer,
            audience=metadata.issuer.text,
            nonce=nonce,
            issued_at_s=session.clock(),
        )
        for signer in signers
    )
    return replace(pickup, proofs=proofs)


def _ask_nonce(uri: HttpsUri, session: Session) -> Flow[Answer]:
    """Ask for a nonce: nobody has to say who asks (§7.1)."""
    answer = yield Call(uri=uri, max_bytes=limits.JSON_BYTES, body=b"", content_type=JSON)
    session.learn(uri, answer)
    return answer  # type: ignore[no-any-return]


def _ask(
    pickup: Pickup, metadata: IssuerMetadata, session: Session, sealed: _Sealed
) -> Flow[Answer]:
    named = pickup.identifier
    request = CredentialRequest(
        None if named else pickup.configuration_id,
        named or None,
        pickup.proofs,
        sealed.asked,
    )
    return (
        yield from _posted(metadata.credential_endpoint, request.format(), pickup, session, sealed)
    )


def _server_of(issuer: HttpsUri) -> Flow[AuthorizationServer]:
    uri = well_known.inserted(issuer, well_known.AUTHORIZATION_SERVER)
    answer = yield _get(uri, limits.JSON_BYTES)
    return AuthorizationServer.parse(read_json(answer), issuer=issuer)


def _token(answer: Answer, session: Session) -> TokenResponse:
    if answer.media_type != JSON:
        raise MalformedInput("token.malformed", "not JSON by its content type")
    given = TokenResponse.parse(answer.body)
    if session.dpop is not None:
        given.check_bound()
    elif given.scheme != "Bearer":
        raise Refused("token.unbound", "bound to a key that was not shown")
    return given


def _get(uri: HttpsUri, max_bytes: int) -> Call:
    return Call(uri=uri, max_bytes=max_bytes, headers={"Accept": JSON})


def _name(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")
